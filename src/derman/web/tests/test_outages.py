"""When PostgreSQL is away, pages say so in the reader's language and ask again by themselves."""

from __future__ import annotations

import pytest
from django.db import OperationalError


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
