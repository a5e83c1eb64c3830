"""Signing in with a password."""

from __future__ import annotations

from django.urls import reverse

from derman.people.actions import change_person
from tests.cast import PASSWORD

URL = "/accounts/login/"


def sign_in(visitor, login, password=PASSWORD, **more):
    return visitor.post(URL, {"login": login, "password": password, **more})


def test_a_requester_comes_to_the_portal(visitor, mert):
    assert sign_in(visitor, "mert@ege.example").headers["Location"] == "/"


def test_an_agent_comes_to_the_workspace(visitor, elif_):
    assert sign_in(visitor, "elif@ege.example").headers["Location"] == "/desk/"


def test_the_spelling_of_the_address_does_not_matter(visitor, mert):
    assert sign_in(visitor, " Mert@EGE.example").status_code == 302


def test_one_comes_to_the_page_one_asked_for(visitor, mert):
    assert sign_in(visitor, mert.email, next="/requests/10001/").headers["Location"] == "/requests/10001/"


def test_nobody_is_led_to_another_site(visitor, mert):
    for wrong in ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"):
        answer = sign_in(visitor, mert.email, next=wrong)
        assert answer.headers["Location"] == "/", wrong
        visitor.logout()


def test_a_wrong_password_is_said_and_the_address_stays(visitor, mert):
    answer = sign_in(visitor, mert.email, "wrong")
    assert b"The address or the password is wrong" in answer.content
    assert b'value="mert@ege.example"' in answer.content


def test_an_unknown_address_gets_the_same_answer(visitor, mert):
    known = sign_in(visitor, mert.email, "wrong").content
    unknown = sign_in(visitor, "nobody@ege.example", "wrong").content
    assert b"The address or the password is wrong" in known
    assert b"The address or the password is wrong" in unknown


def test_who_is_no_longer_active_cannot_sign_in(visitor, mert, aylin):
    change_person(actor=aylin, person=mert, active=False)
    assert b"The address or the password is wrong" in sign_in(visitor, mert.email).content


def test_after_five_wrong_tries_even_the_right_password_waits(visitor, mert):
    for _ in range(5):
        sign_in(visitor, mert.email, "wrong")
    answer = sign_in(visitor, mert.email)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"]
    assert b"Too many wrong tries" in answer.content


def test_another_spelling_or_host_gives_no_further_tries(visitor, mert):
    for login, host in (("mert@ege.example", "testserver"), ("MERT@ege.example", "localhost")) * 3:
        visitor.post(URL, {"login": login, "password": "wrong"}, headers={"Host": host})
    assert sign_in(visitor, mert.email).status_code == 429


def test_somebody_elses_wrong_tries_do_not_keep_a_colleague_out(visitor, mert, selin):
    for _ in range(70):
        sign_in(visitor, mert.email, "wrong")
    assert sign_in(visitor, selin.email).status_code == 302


def test_one_address_that_tries_many_people_is_stopped(visitor, mert):
    for number in range(60):
        sign_in(visitor, f"nobody{number}@ege.example", "wrong")
    assert sign_in(visitor, mert.email).status_code == 429


def test_an_office_behind_one_address_signs_in_as_often_as_it_likes(visitor, mert):
    for _ in range(40):
        assert sign_in(visitor, mert.email).status_code == 302
        visitor.logout()


def test_nobody_signs_up(visitor, db):
    assert visitor.get("/accounts/signup/").status_code == 404
    assert visitor.get("/accounts/password/reset/").status_code == 404


def test_signing_out_asks_first(visitor, mert):
    sign_in(visitor, mert.email)
    assert visitor.get("/accounts/logout/").status_code == 200
    assert visitor.get("/requests/").status_code == 200
    assert visitor.post("/accounts/logout/").headers["Location"] == URL
    assert visitor.get("/requests/").headers["Location"] == f"{URL}?next=/requests/"


def test_who_is_signed_in_needs_no_sign_in_page(signed_in_as, mert):
    assert signed_in_as(mert).get(reverse("accounts:sign_in")).headers["Location"] == "/"


def test_the_page_speaks_the_language_that_was_chosen(visitor, desk):
    visitor.post("/choose/", {"language": "tr"})
    assert "Oturum aç" in visitor.get(URL).content.decode()
