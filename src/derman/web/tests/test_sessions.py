"""Whose session it is comes with the session, and only for as long as it is theirs."""

from __future__ import annotations

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from derman.people.models import Person
from tests.cast import PASSWORD


@pytest.fixture
def signed_in(elif_):
    """Elif's, signed in as people do."""
    made = Client()
    assert made.post("/accounts/login/", {"login": elif_.email, "password": PASSWORD}).status_code == 302
    assert UserSession.objects.get().user == elif_
    return made


def asked(signed_in):
    """The statements that read a person by their key, for a page that Elif may see; and its status."""
    with CaptureQueriesContext(connection) as found:
        status = signed_in.get("/desk/").status_code
    return status, [
        one["sql"] for one in found.captured_queries if 'FROM "people_person" AS t WHERE t.id' in one["sql"]
    ]


def test_one_statement_reads_the_session_and_whose_it_is(signed_in):
    assert asked(signed_in) == (200, [])


def test_a_session_that_is_in_no_list_is_read_as_ever(signed_in):
    UserSession.objects.all().delete()
    status, statements = asked(signed_in)
    assert (status, len(statements)) == (200, 1)


def test_whoever_may_no_longer_sign_in_is_out_at_once(signed_in, elif_):
    Person.objects.filter(pk=elif_.pk).update(is_active=False)
    assert asked(signed_in)[0] == 302


def test_the_list_alone_signs_nobody_in(signed_in, elif_, aylin):
    UserSession.objects.update(user=aylin)
    status, statements = asked(signed_in)
    assert (status, len(statements)) == (200, 1)
    assert "Elif" in signed_in.get("/desk/").content.decode()
    Session.objects.all().delete()
    assert signed_in.get("/desk/").status_code == 302


def test_a_changed_password_ends_it(signed_in, elif_):
    elif_.set_password("another good long password")
    elif_.save()
    assert signed_in.get("/desk/").status_code == 302
