"""Asking for help, answering, and saying whether it is solved."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from derman.kernel import clock, files
from derman.tickets import actions
from derman.tickets.models import Attachment, Category, Message, Ticket

NEW = "/requests/new/"
GIVEN = {"subject": "Black screen", "text": "Since this morning.", "kind": "incident", "category": ""}


def test_a_request_is_opened_with_category_and_files(signed_in_as, mert, front_line):
    printers = Category.objects.get(names__en="Printers")
    given = {**GIVEN, "kind": "request", "category": str(printers.pk), "upload": SimpleUploadedFile("log.txt", b"log")}
    answer = signed_in_as(mert).post(NEW, given)
    ticket = Ticket.objects.get()
    message = Message.objects.get()
    assert answer.headers["Location"] == f"/requests/{ticket.pk}/#m{message.pk}"
    assert (ticket.requester, ticket.kind, ticket.category, ticket.channel) == (mert, "request", printers, "portal")
    assert [file.name for file in message.attachments.all()] == ["log.txt"]


def test_the_question_of_the_first_page_is_carried_over(signed_in_as, mert):
    form = signed_in_as(mert).get(NEW, {"q": "No sound", "kind": "request"}).context["form"]
    assert (form["subject"].value(), form["kind"].value()) == ("No sound", "request")
    long = "No sound. " * 30
    assert signed_in_as(mert).get(NEW, {"q": long}).context["form"]["text"].value() == long


def test_nothing_typed_is_lost_when_something_is_wrong(signed_in_as, mert, front_line):
    given = {**GIVEN, "subject": "", "upload": SimpleUploadedFile("log.txt", b"log")}
    browser = signed_in_as(mert)
    answer = browser.post(NEW, given)
    assert answer.status_code == 422
    assert b"Since this morning." in answer.content
    key = Attachment.objects.get().key
    assert key.encode() in answer.content
    browser.post(NEW, {**GIVEN, "files": key})
    assert Message.objects.get().attachments.get().key == key


def test_an_unknown_category_is_refused(signed_in_as, mert):
    assert signed_in_as(mert).post(NEW, {**GIVEN, "category": "999999"}).status_code == 422
    assert not Ticket.objects.exists()


def test_a_megabyte_in_a_field_is_refused_in_words(signed_in_as, mert):
    assert signed_in_as(mert).post(NEW, {**GIVEN, "subject": "x" * 1_000_000}).status_code == 422


def test_nobody_sends_the_file_of_somebody_else(signed_in_as, mert, selin, front_line):
    theirs = actions.upload(actor=selin, name="secret.txt", content=b"secret")
    signed_in_as(mert).post(NEW, {**GIVEN, "files": theirs.key})
    assert not Message.objects.get().attachments.exists()


def test_a_file_that_is_too_large_is_named(signed_in_as, mert, monkeypatch):
    monkeypatch.setattr(files, "LIMIT", 10)
    answer = signed_in_as(mert).post(NEW, {**GIVEN, "upload": SimpleUploadedFile("film.mp4", b"x" * 11)})
    assert answer.status_code == 422
    assert "film.mp4: too large" in answer.content.decode()


def test_a_requester_answers(signed_in_as, mert, vpn):
    answer = signed_in_as(mert).post(f"/requests/{vpn.pk}/reply/", {"text": "Still there."})
    message = Message.objects.latest("pk")
    assert answer.headers["Location"] == f"/requests/{vpn.pk}/#m{message.pk}"
    assert (message.text, message.public, message.author) == ("Still there.", True, mert)


def test_an_answer_wakes_a_waiting_request(signed_in_as, mert, vpn, elif_):
    actions.wait(actor=elif_, ticket=vpn.pk)
    signed_in_as(mert).post(f"/requests/{vpn.pk}/reply/", {"text": "Here you are."})
    vpn.refresh_from_db()
    assert vpn.status == "open"


def test_an_empty_answer_is_said_beside_the_field(signed_in_as, mert, vpn):
    answer = signed_in_as(mert).post(f"/requests/{vpn.pk}/reply/", {"text": "  "})
    assert answer.status_code == 422
    assert b"Write something first." in answer.content


def test_an_answer_to_what_was_closed_long_ago_opens_a_new_request(signed_in_as, mert, vpn, elif_):
    with clock.frozen_at(clock.now() - timedelta(days=20)):
        actions.close(actor=elif_, ticket=vpn.pk)
    answer = signed_in_as(mert).post(f"/requests/{vpn.pk}/reply/", {"text": "It is back."})
    newer = Ticket.objects.latest("pk")
    assert newer.pk != vpn.pk
    assert newer.subject == "VPN drops"
    assert answer.headers["Location"].startswith(f"/requests/{newer.pk}/")


def test_a_requester_says_that_it_is_solved_and_that_it_is_not(signed_in_as, mert, vpn):
    browser = signed_in_as(mert)
    browser.post(f"/requests/{vpn.pk}/solved/")
    vpn.refresh_from_db()
    assert vpn.status == "resolved"
    browser.post(f"/requests/{vpn.pk}/not-solved/")
    vpn.refresh_from_db()
    assert vpn.status == "open"


@pytest.mark.parametrize("path", ["reply", "solved", "not-solved"])
def test_opening_an_address_changes_nothing(signed_in_as, mert, vpn, path):
    assert signed_in_as(mert).get(f"/requests/{vpn.pk}/{path}/").status_code == 405


def test_a_form_sent_too_late_comes_back_to_its_page(client, vpn):
    before = f"http://testserver/requests/{vpn.pk}/"
    answer = client.post(f"/requests/{vpn.pk}/reply/", {"text": "x"}, headers={"Referer": before})
    assert answer.headers["Location"] == f"/accounts/login/?next=/requests/{vpn.pk}/"


def test_files_are_sent_beforehand(signed_in_as, mert):
    answer = signed_in_as(mert).post("/uploads/", {"file": SimpleUploadedFile("log.txt", b"log")})
    stored = Attachment.objects.get()
    assert answer.status_code == 201
    assert answer.json()["key"] == stored.key
    assert answer.json()["url"] == f"/files/{stored.key}/"
    assert signed_in_as(mert).get(f"/files/{stored.key}/").status_code == 200


def test_files_are_taken_only_from_who_is_signed_in(client, db):
    assert client.post("/uploads/", {"file": SimpleUploadedFile("log.txt", b"log")}).status_code == 401
    assert not Attachment.objects.exists()


def test_an_upload_without_a_file_is_refused(signed_in_as, mert):
    assert signed_in_as(mert).post("/uploads/", {"file": "words"}).status_code == 400


def test_a_full_disk_is_said(signed_in_as, mert, monkeypatch):
    def full(content: bytes):
        raise files.DiskFull("full")

    monkeypatch.setattr(files, "store", full)
    answer = signed_in_as(mert).post("/uploads/", {"file": SimpleUploadedFile("log.txt", b"log")})
    assert answer.status_code == 507
    assert "disk" in answer.json()["error"]
