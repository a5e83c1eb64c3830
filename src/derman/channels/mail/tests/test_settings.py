"""What administrators do with the desk's mail, and what others do not see of it."""

from __future__ import annotations

from typing import Any

import pytest

from derman.channels.mail import actions, queries
from derman.channels.mail.errors import MailError, MailNotFound, NotAllowed
from derman.channels.mail.models import IncomingMail, Mailbox, OutgoingMail
from derman.channels.mail.servers import BadMailUrl, Server, read_url, server_of
from derman.channels.mail.tests.post import arrives, letter
from derman.people.models import Person, Team
from derman.tickets import actions as tickets

pytestmark = pytest.mark.django_db


def test_the_first_mailbox_is_the_default_and_there_is_always_one(desk: object, aylin: Person) -> None:
    first = actions.save_mailbox(actor=aylin, address="Help@Ege.example")
    second = actions.save_mailbox(actor=aylin, address="it@ege.example", is_default=True)
    assert Mailbox.objects.get(is_default=True) == second

    actions.remove_mailbox(actor=aylin, mailbox=second)
    assert Mailbox.objects.get(is_default=True) == first
    with pytest.raises(MailError):
        actions.remove_mailbox(actor=aylin, mailbox=first)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"address": "nothing"}, "address"),
        ({"address": "help@ege.example"}, "address"),
        ({"address": "a+b@ege.example"}, "address"),
        ({"address": "x@ege.example", "host": "http://mail"}, "host"),
        ({"address": "x@ege.example", "port": 70000}, "port"),
        ({"address": "x@ege.example", "encryption": "rot13"}, "encryption"),
        ({"address": "x@ege.example", "language": "xx"}, "language"),
    ],
)
def test_a_mailbox_says_which_field_is_wrong(
    helpdesk: Mailbox, aylin: Person, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(MailError) as caught:
        actions.save_mailbox(actor=aylin, **given)

    assert caught.value.field == field


def test_the_address_of_an_agent_is_no_mailbox_and_that_of_a_requester_can_become_one(
    helpdesk: Mailbox, aylin: Person, elif_: Person, mert: Person
) -> None:
    with pytest.raises(MailError, match=elif_.name) as caught:
        actions.save_mailbox(actor=aylin, address=elif_.email)
    with pytest.raises(MailError):
        actions.save_mailbox(actor=aylin, mailbox=helpdesk, address=aylin.email)

    assert caught.value.field == "address"
    assert actions.save_mailbox(actor=aylin, address=mert.email).pk


def test_a_mailbox_that_has_an_agents_address_from_before_is_still_changed(
    helpdesk: Mailbox, aylin: Person, elif_: Person
) -> None:
    Mailbox.objects.filter(pk=helpdesk.pk).update(address=elif_.email, folded=elif_.email)
    helpdesk.refresh_from_db()

    assert actions.save_mailbox(actor=aylin, mailbox=helpdesk, address=elif_.email, name="Help").name == "Help"


def test_a_password_is_stored_encrypted_and_kept_where_none_is_given(helpdesk: Mailbox, aylin: Person) -> None:
    given = {"address": "help@ege.example", "host": "mail.ege.example", "user": "help"}
    actions.save_mailbox(actor=aylin, mailbox=helpdesk, password="geheim", **given)
    actions.save_mailbox(actor=aylin, mailbox=helpdesk, **given)

    helpdesk.refresh_from_db()
    assert "geheim" not in helpdesk.password_encrypted
    assert server_of(helpdesk) == Server("mail.ege.example", 587, "starttls", "help", "geheim")


def test_only_administrators_change_anything(helpdesk: Mailbox, elif_: Person, leyla: Person) -> None:
    for person in (elif_, leyla):
        with pytest.raises(NotAllowed):
            actions.save_mailbox(actor=person, address="x@ege.example")
        with pytest.raises(NotAllowed):
            actions.send_test(actor=person, mailbox=helpdesk)
        with pytest.raises(NotAllowed):
            actions.ignore(actor=person, mail=1)
        with pytest.raises(NotAllowed):
            actions.retry_mail(actor=person, mail=1)


def test_leads_see_the_ledger_and_agents_do_not(helpdesk: Mailbox, elif_: Person, leyla: Person, mert: Person) -> None:
    row = arrives(letter())

    assert [line.subject for line in queries.ledger(leyla).rows] == ["VPN drops"]
    assert queries.ledger(elif_).rows == queries.ledger(mert).rows == queries.outbox(elif_).rows == []
    with pytest.raises(MailNotFound):
        queries.raw_mail(leyla, row.pk)


def test_the_ledger_hides_what_belongs_to_a_closed_team(
    helpdesk: Mailbox, security: Team, kaan: Person, aylin: Person
) -> None:
    row = arrives(letter(subject="Somebody took my badge"))
    tickets.hand_over(actor=None, ticket=row.ticket_id or 0, team=security)

    (line,) = queries.ledger(aylin).rows
    (sent,) = queries.outbox(aylin).rows
    assert (line.hidden, line.subject, line.sender, line.ticket) == (True, "", "", None)
    assert (sent.hidden, sent.subject, sent.to, sent.text, sent.ticket) == (True, "", [], "", None)
    with pytest.raises(MailNotFound):
        queries.raw_mail(aylin, row.pk)
    with pytest.raises(MailNotFound):
        actions.cancel_mail(actor=aylin, mail=sent.id)


def test_a_quarantined_mail_of_a_closed_teams_mailbox_is_hidden(security: Team, aylin: Person) -> None:
    actions.save_mailbox(actor=None, address="help@ege.example", team=security)
    arrives(letter(sender=""))

    assert [line.hidden for line in queries.quarantine(aylin).rows] == [True]


def test_the_ledger_pages_by_key(helpdesk: Mailbox, aylin: Person, django_assert_num_queries: Any) -> None:
    for number in range(5):
        arrives(letter(subject=f"Mail {number}"))

    with django_assert_num_queries(1):
        first = queries.ledger(aylin, size=3)
    second = queries.ledger(aylin, size=3, before=first.next)

    assert [line.subject for line in first.rows + second.rows] == [f"Mail {number}" for number in (4, 3, 2, 1, 0)]
    assert second.next == 0


def test_a_mail_is_released_from_quarantine_or_ignored(
    helpdesk: Mailbox, aylin: Person, django_capture_on_commit_callbacks: Any
) -> None:
    row = arrives(letter(sender=""))
    with django_capture_on_commit_callbacks(execute=True):
        actions.release(actor=aylin, mail=row.pk)
    row.refresh_from_db()
    assert row.state == "stored"

    IncomingMail.objects.update(state="quarantined")
    actions.ignore(actor=aylin, mail=row.pk)
    row.refresh_from_db()
    assert (row.state, row.reason) == ("ignored", "by_person")
    assert queries.raw_mail(aylin, row.pk).startswith(b"To: help")


def test_a_failed_mail_is_tried_again_and_a_waiting_one_cancelled(
    helpdesk: Mailbox, aylin: Person, mert: Person
) -> None:
    arrives(letter())
    row = OutgoingMail.objects.get()
    OutgoingMail.objects.update(state="failed", tries=30)
    actions.retry_mail(actor=aylin, mail=row.pk)
    row.refresh_from_db()
    assert (row.state, row.tries) == ("waiting", 0)

    actions.cancel_mail(actor=aylin, mail=row.pk)
    row.refresh_from_db()
    assert row.state == "cancelled"


def test_a_test_says_in_plain_words_what_is_wrong(helpdesk: Mailbox, aylin: Person, settings: Any) -> None:
    assert "No outgoing server is set" in actions.send_test(actor=aylin, mailbox=helpdesk).words

    settings.DERMAN_MAIL_URL = "smtp://127.0.0.1:1?tls=none"
    result = actions.send_test(actor=aylin, mailbox=helpdesk)
    assert (result.ok, result.words) == (False, "Nothing listens at 127.0.0.1:1. Check the port.")
    assert OutgoingMail.objects.get().state == "failed"

    settings.DERMAN_MAIL_URL = "http://mail"
    assert "must look like smtp://" in actions.send_test(actor=aylin, mailbox=helpdesk).words


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://u%40x:p%3A@mail.example:587?tls=starttls", Server("mail.example", 587, "starttls", "u@x", "p:")),
        ("smtp://mail.example", Server("mail.example", 25)),
        ("smtp://mail.example?tls=tls", Server("mail.example", 465, "tls")),
        ("smtps://mail.example", Server("mail.example", 465, "tls")),
        ("smtp://mail.example?per_minute=30", Server("mail.example", 25, per_minute=30)),
    ],
)
def test_the_mail_url_is_understood(url: str, server: Server) -> None:
    assert read_url(url) == server


@pytest.mark.parametrize(
    "url", ["mail.example", "smtp://", "smtp://x:port", "smtp://x?tls=maybe", "smtp://x?per_minute=many"]
)
def test_a_wrong_mail_url_is_refused(url: str) -> None:
    with pytest.raises(BadMailUrl):
        read_url(url)


@pytest.mark.parametrize("wanted", ["Mert Kaya <mert@ege.example>", "MERT@ege.example", "<asked@ege.example>"])
def test_a_mail_is_found_as_people_paste_what_they_know_of_it(helpdesk: Mailbox, aylin: Person, wanted: str) -> None:
    row = arrives(letter(message_id="asked@ege.example"))
    arrives(letter(sender="Selin <selin@ege.example>"), envelope_from="selin@ege.example")
    assert [found.id for found in queries.ledger(aylin, wanted=wanted).rows] == [row.pk]
