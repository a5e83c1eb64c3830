"""One's own profile, password and sessions."""

from __future__ import annotations

from allauth.usersessions.models import UserSession

from tests.cast import PASSWORD

PROFILE = "/accounts/profile/"
GIVEN = {"name": "Mert Kaya", "phone": "", "language": "tr", "zone": "Europe/Berlin", "theme": "dark"}


def test_strangers_are_asked_to_sign_in(visitor, db):
    for url in (PROFILE, "/accounts/sessions/"):
        assert visitor.get(url).headers["Location"] == f"/accounts/login/?next={url}"
        assert visitor.post(url).status_code == 302


def test_a_person_changes_their_profile(signed_in_as, mert):
    answer = signed_in_as(mert).post(PROFILE, GIVEN)
    assert answer.headers["Location"] == PROFILE
    mert.refresh_from_db()
    assert (mert.language, mert.zone, mert.theme) == ("tr", "Europe/Berlin", "dark")
    assert answer.cookies["derman_theme"].value == "dark"


def test_nobody_gives_themselves_rights(signed_in_as, mert):
    signed_in_as(mert).post(PROFILE, {**GIVEN, "role": "administrator", "is_active": "1", "available": ""})
    mert.refresh_from_db()
    assert mert.role == "requester"


def test_what_is_wrong_stands_beside_the_field(signed_in_as, mert):
    answer = signed_in_as(mert).post(PROFILE, {**GIVEN, "name": "", "zone": "Mars/Phobos"})
    assert answer.status_code == 422
    page, _sample, _rest = answer.content.partition(b'<template id="wrong"')
    assert page.count(b'class="wrong"') == 2


def test_an_agent_says_that_they_are_away(signed_in_as, elif_):
    signed_in_as(elif_).post(PROFILE, {**GIVEN, "name": "Elif Yıldız"})
    elif_.refresh_from_db()
    assert not elif_.available


def test_a_new_password_needs_the_present_one(signed_in_as, mert):
    visitor = signed_in_as(mert)
    answer = visitor.post(PROFILE + "password/", {"current": "wrong", "password": "a still longer one"})
    assert answer.status_code == 422
    mert.refresh_from_db()
    assert mert.check_password(PASSWORD)


def test_a_new_password_ends_all_other_sessions_but_not_this(signed_in_as, mert):
    here, elsewhere = signed_in_as(mert), signed_in_as(mert)
    here.post(PROFILE + "password/", {"current": PASSWORD, "password": "a still longer one"})
    assert here.get(PROFILE).status_code == 200
    assert elsewhere.get(PROFILE).status_code == 302
    assert here.get("/accounts/sessions/").content.count(b"this browser") == 1


def test_a_weak_password_is_refused(signed_in_as, mert):
    answer = signed_in_as(mert).post(PROFILE + "password/", {"current": PASSWORD, "password": "password12"})
    assert answer.status_code == 422


def test_sessions_are_listed_and_ended(visitor, mert):
    visitor.post("/accounts/login/", {"login": mert.email, "password": PASSWORD})
    other = type(visitor)()
    other.post("/accounts/login/", {"login": mert.email, "password": PASSWORD})
    assert len(visitor.get("/accounts/sessions/").context["sessions"]) == 2
    visitor.post("/accounts/sessions/", {"session": "others"})
    assert other.get(PROFILE).status_code == 302
    assert visitor.get(PROFILE).status_code == 200


def test_nobody_ends_the_session_of_somebody_else(visitor, signed_in_as, mert, selin):
    visitor.post("/accounts/login/", {"login": selin.email, "password": PASSWORD})
    theirs = UserSession.objects.get(user=selin)
    signed_in_as(mert).post("/accounts/sessions/", {"session": str(theirs.pk)})
    assert visitor.get(PROFILE).status_code == 200
