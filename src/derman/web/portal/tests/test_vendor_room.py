"""The guest page of a vendor: a stranger sees by the link what was chosen, and nothing once it is withdrawn."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from derman.kernel import clock, files
from derman.people.models import Person
from derman.tickets import actions as tickets
from derman.tickets.models import Attachment, Message, Ticket
from derman.vendors import actions
from derman.vendors.links import token_of
from derman.vendors.models import Case, Vendor
from derman.vendors.tests.conftest import arda, nordic

__all__ = ["arda", "nordic"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def handed_over(elif_: Person, vpn: Ticket, arda: Vendor) -> Case:
    tickets.note(actor=elif_, ticket=vpn.pk, text="He is difficult.")
    case = actions.hand_to_vendor(
        actor=elif_,
        ticket=vpn.pk,
        vendor=arda.pk,
        way="guest",
        text="Please look at the gateway.",
        messages=[vpn.messages.get(public=True).pk],
    )
    Message.objects.update(created_at=clock.now() - timedelta(minutes=1))
    return case


def page_of(case: Case) -> str:
    return f"/vendor/{token_of(case)}/"


def test_a_stranger_sees_what_was_chosen_and_nothing_of_the_desk(handed_over):
    answer = Client().get(page_of(handed_over))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Please look at the gateway." in page
    assert "every ten minutes" in page
    for hidden in ("difficult", "mert@ege.example", "/requests/", "/kb/", "/desk/"):
        assert hidden not in page
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_until_it_has_left_nothing_is_there(elif_, vpn, arda):
    case = actions.hand_to_vendor(actor=elif_, ticket=vpn.pk, vendor=arda.pk, way="guest", text="Not yet sure.")
    assert "Not yet sure." not in Client().get(page_of(case)).content.decode()


def test_they_answer_with_a_file_a_number_and_a_day(handed_over, vpn, mert):
    day = (clock.now() + timedelta(days=2)).date()
    sent = {"text": "A disk is broken.", "number": "AS-9", "date": day.isoformat(), "solved": ""}
    upload = SimpleUploadedFile("log.txt", b"disk")
    answer = Client().post(f"{page_of(handed_over)}answer/", {**sent, "upload": upload})
    assert (answer.status_code, answer.headers["Location"]) == (302, page_of(handed_over))
    handed_over.refresh_from_db()
    assert (handed_over.their_number, handed_over.their_date) == ("AS-9", day)
    file = Attachment.objects.get(name="log.txt")
    page = Client().get(page_of(handed_over)).content.decode()
    assert "A disk is broken." in page and file.key in page
    assert Client().get(f"{page_of(handed_over)}files/{file.key}/").status_code == 200
    client = Client()
    client.force_login(mert, backend="derman.people.backends.AddressBackend")
    requests = client.get(f"/requests/{vpn.pk}/").content.decode()
    assert "disk" not in requests and "Arda" not in requests and "gateway" not in requests
    assert client.get(f"/files/{file.key}/").status_code == 404
    for address in ("/requests/", f"/requests/{vpn.pk}/print/", f"/requests/{vpn.pk}/conversation.pdf"):
        assert b"disk" not in client.get(address).content


def test_the_requester_is_told_the_truth_in_human_words(handed_over, vpn, mert):
    client = Client()
    client.force_login(mert, backend="derman.people.backends.AddressBackend")
    assert "It is with a supplier" in client.get(f"/requests/{vpn.pk}/").content.decode()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Write something first."),
        ({"text": "x", "date": "2026-13-45"}, "This is no day."),
        ({"text": "x", "date": "1999-01-01"}, "The day must lie ahead"),
        ({"text": "x", "number": "9" * 81}, "too long"),
        ({"text": "x" * 20_001}, "too long"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(handed_over, sent, words):
    answer = Client().post(f"{page_of(handed_over)}answer/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert sent.get("number", "") in page
    assert not Message.objects.filter(staff=False, forward__isnull=False).exists()


def test_a_file_that_is_too_large_is_refused(handed_over, monkeypatch):
    monkeypatch.setattr(files, "LIMIT", 3)
    upload = SimpleUploadedFile("log.txt", b"four")
    answer = Client().post(f"{page_of(handed_over)}answer/", {"text": "x", "upload": upload})
    assert answer.status_code == 422
    assert "log.txt: too large" in answer.content.decode()


def test_more_than_fifty_answers_a_day_are_refused(handed_over, monkeypatch):
    monkeypatch.setattr("derman.vendors.actions.answering.MOST_A_DAY", 1)
    for expected in (302, 422):
        assert Client().post(f"{page_of(handed_over)}answer/", {"text": "again"}).status_code == expected


def test_withdrawn_a_plain_page_says_so_and_a_forged_link_is_nothing(handed_over, elif_, vpn):
    page, key = page_of(handed_over), Attachment.objects.values_list("key", flat=True).first() or "x"
    actions.withdraw(actor=elif_, ticket=vpn.pk, case=handed_over.pk)
    for answer in (Client().get(page), Client().post(f"{page}answer/", {"text": "Still me"})):
        assert answer.status_code == 410
        assert "This page is closed" in answer.content.decode()
        assert "VPN" not in answer.content.decode()
    assert Client().get(f"{page}files/{key}/").status_code == 404
    other = "x" if page[-10] != "x" else "y"
    for forged in (f"{page[:-10]}{other}{page[-9:]}", "/vendor/1.1.aaaa/", f"/vendor/{handed_over.pk}/"):
        assert Client().get(forged).status_code == 404
    assert not Message.objects.filter(staff=False, forward__isnull=False).exists()


def test_by_one_link_nothing_of_another_vendor_opens(handed_over, elif_, vpn, nordic):
    other = actions.hand_to_vendor(actor=elif_, ticket=vpn.pk, vendor=nordic.pk, way="guest", text="For Nordic alone.")
    answered = SimpleUploadedFile("nordic.txt", b"secret")
    Client().post(f"{page_of(other)}answer/", {"text": "We are Nordic.", "upload": answered})
    page = Client().get(page_of(handed_over)).content.decode()
    assert "Nordic" not in page
    key = Attachment.objects.get(name="nordic.txt").key
    assert Client().get(f"{page_of(handed_over)}files/{key}/").status_code == 404
    assert Client().get(f"{page_of(other)}files/{key}/").status_code == 200


def test_it_is_solved_they_say(handed_over, vpn):
    Client().post(f"{page_of(handed_over)}answer/", {"text": "Disk changed.", "solved": "yes"})
    handed_over.refresh_from_db()
    assert handed_over.state == "said" and handed_over.solved_at is not None
    assert vpn.events.filter(kind="vendor.said").get().details["solved"] is True
