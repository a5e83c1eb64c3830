"""When PostgreSQL is away, pages say so in the reader's language and ask again by themselves."""

from __future__ import annotations

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError

from derman.web.outages import outage_page


@pytest.fixture
def away(monkeypatch):
    """The database does not answer."""

    def refuse(*arguments, **named):
        raise OperationalError("connection to server on socket failed: secret detail")

    monkeypatch.setattr("derman.web.language.the_desk", refuse)


@pytest.mark.parametrize(
    ("language", "words"), [("tr-TR,tr;q=0.9", "Bir dakika"), ("en", "One moment"), ("xx", "One moment")]
)
def test_a_page_says_it_in_the_readers_language(client, away, language, words, db):
    client.raise_request_exception = False
    answer = client.get("/accounts/login/", headers={"Accept-Language": language})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert words in answer.content.decode()
    assert 'http-equiv="refresh"' in answer.content.decode()
    assert "secret detail" not in answer.content.decode()


def test_the_language_that_was_chosen_here_counts(client, away, db):
    client.raise_request_exception = False
    client.cookies["derman_language"] = "tr"
    assert "Bir dakika" in client.get("/accounts/login/", headers={"Accept-Language": "en"}).content.decode()


def test_a_form_that_was_sent_is_carried_and_can_be_sent_again(client, away, db):
    client.raise_request_exception = False
    body = {"login": "a@ege.example", "password": "a secret", "note": '<b>"typed"'}
    page = client.post("/accounts/login/", body, headers={"Accept-Language": "en"}).content.decode()
    assert "http-equiv" not in page
    assert "Send again" in page
    assert "&lt;b&gt;&quot;typed&quot;" in page
    assert "a secret" not in page
    assert "Files do not come along" not in page


def test_what_cannot_be_carried_is_said(rf):
    sent = {"name": "Reset", "files": SimpleUploadedFile("steps.pdf", b"%PDF-")}
    request = rf.post("/desk/settings/replies/add/", sent, headers={"Accept-Language": "en"})
    page = outage_page(request, OperationalError("gone")).content.decode()
    assert 'value="Reset"' in page
    assert "Files do not come along" in page


def test_a_full_disk_of_the_database_is_called_by_its_name(rf):
    failed = OperationalError("could not extend file")
    failed.__cause__ = psycopg.errors.DiskFull("could not extend file")
    request = rf.get("/desk/", headers={"Accept-Language": "en"})
    assert "The disk of this desk is full" in outage_page(request, failed).content.decode()
