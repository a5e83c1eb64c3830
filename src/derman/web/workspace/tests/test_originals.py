"""The original of a message, on the screen: to look at, to save, to read anew and to put back."""

from __future__ import annotations

import pytest

from derman.channels.mail.actions import save_mailbox
from derman.channels.mail.models import IncomingMail
from derman.channels.mail.tests.post import arrives, letter
from derman.people.models import Person, Team
from derman.tickets import actions
from derman.tickets.models import Message


@pytest.fixture
def row(front_line: Team) -> IncomingMail:
    save_mailbox(actor=None, address="help@ege.example")
    return arrives(letter(text="Hello <script>alert(1)</script> & all"))


def page_of(row: IncomingMail) -> str:
    return f"/desk/tickets/{row.ticket_id}/messages/{row.filed_as_id}/original"


def test_the_way_to_the_original_stands_at_the_message(as_, elif_: Person, row: IncomingMail) -> None:
    page = as_(elif_).get(f"/desk/tickets/{row.ticket_id}/").content.decode()
    assert f'href="{page_of(row)}/"' in page


@pytest.mark.parametrize(
    ("proof", "why", "words"),
    [
        ("proven", "dmarc", ("E-mail, sender proven", "The original mail. DMARC passed")),
        ("unknown", "nothing", ("E-mail, sender not proven", "It bears no signature")),
        ("failed", "spf_failed", ("sender may be forged", "a machine that may not send")),
    ],
)
def test_how_far_the_sender_is_proven_stands_at_the_message(
    as_, elif_: Person, row: IncomingMail, proof: str, why: str, words: tuple[str, str]
) -> None:
    IncomingMail.objects.update(sender_proof=proof, findings={"why": why})
    page = as_(elif_).get(f"/desk/tickets/{row.ticket_id}/").content.decode()
    for said in words:
        assert said in page


def test_the_page_shows_the_source_as_text(as_, elif_: Person, row: IncomingMail, django_assert_num_queries) -> None:
    client = as_(elif_)
    client.get(f"{page_of(row)}/")
    with django_assert_num_queries(8):
        page = client.get(f"{page_of(row)}/").content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "mert@ege.example" in page
    assert f"#{row.ticket_id} ·" in page


def test_the_file_is_the_mail_as_it_came(as_, elif_: Person, row: IncomingMail) -> None:
    answer = as_(elif_).get(f"{page_of(row)}.eml")
    assert answer.content.startswith(b"From: Mert Kaya")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/octet-stream"


def test_it_is_read_anew_and_put_back(as_, elif_: Person, row: IncomingMail) -> None:
    client = as_(elif_)
    Message.objects.update(text="garbled")
    assert b"Put the earlier text back" not in client.get(f"{page_of(row)}/").content
    shown = client.post(f"{page_of(row)}/again/", follow=True).content
    assert b"The message shows what was found now." in shown
    assert Message.objects.get().text.startswith("Hello")
    assert b"A mail was read anew by" in client.get(f"/desk/tickets/{row.ticket_id}/").content
    assert b"Nothing differs" in client.post(f"{page_of(row)}/again/", follow=True).content
    client.post(f"{page_of(row)}/back/")
    assert Message.objects.get().text == "garbled"
    assert b"There is no earlier text" in client.post(f"{page_of(row)}/back/", follow=True).content


def test_a_closed_teams_mail_is_its_members_alone(as_, elif_: Person, kaan: Person, security: Team, row) -> None:
    actions.hand_over(actor=None, ticket=row.ticket_id, team=security)
    assert as_(elif_).get(f"{page_of(row)}.eml").status_code == 404
    assert as_(elif_).post(f"{page_of(row)}/again/").status_code == 404
    assert as_(kaan).get(f"{page_of(row)}.eml").status_code == 200
