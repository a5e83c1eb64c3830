"""Signing in by a one-time link."""

from __future__ import annotations

from datetime import timedelta

from derman.kernel import clock
from derman.people.models import EmailAddress, SignInLink

ASK = "/accounts/link/"


def test_who_is_known_gets_a_link(visitor, mert):
    assert visitor.post(ASK, {"login": mert.email}).headers["Location"] == "/accounts/link/sent/"
    assert SignInLink.objects.get().person == mert


def test_who_is_unknown_gets_the_same_answer_and_no_link(visitor, desk):
    assert visitor.post(ASK, {"login": "nobody@ege.example"}).headers["Location"] == "/accounts/link/sent/"
    assert not SignInLink.objects.exists()


def test_what_is_no_address_is_said_beside_the_field(visitor, desk):
    answer = visitor.post(ASK, {"login": "mert", "next": "/requests/"})
    assert answer.status_code == 422
    assert b"the link goes to it" in answer.content
    assert b'value="mert"' in answer.content
    assert b'value="/requests/"' in answer.content


def test_opening_a_link_changes_nothing_because_mail_scanners_open_links(visitor, mert, link_of):
    url = link_of(mert)
    assert "Mert Kaya" in visitor.get(url).content.decode()
    assert visitor.get("/requests/").status_code == 302
    assert SignInLink.objects.get().used_at is None


def test_the_button_signs_in_and_proves_the_address(visitor, mert, link_of):
    EmailAddress.objects.update(verified=False)
    assert visitor.post(link_of(mert, "/requests/10001/")).headers["Location"] == "/requests/10001/"
    assert visitor.get("/requests/").status_code == 200
    assert EmailAddress.objects.get(person=mert).verified


def test_a_link_works_once(visitor, mert, link_of):
    url = link_of(mert)
    visitor.post(url)
    visitor.logout()
    assert visitor.post(url).status_code == 410
    assert visitor.get(url).status_code == 410
    assert visitor.get("/requests/").status_code == 302


def test_a_link_is_useless_after_half_an_hour(visitor, mert, link_of):
    url = link_of(mert)
    with clock.frozen_at(clock.now() + timedelta(minutes=31)):
        assert visitor.post(url).status_code == 410


def test_a_link_leads_to_no_other_site(visitor, mert):
    visitor.post(ASK, {"login": mert.email, "next": "https://evil.example/"})
    assert SignInLink.objects.get().next == ""


def test_a_mailbox_is_not_flooded(visitor, mert):
    codes = [visitor.post(ASK, {"login": mert.email}).status_code for _ in range(6)]
    assert codes == [302] * 5 + [429]
    assert SignInLink.objects.count() == 3


def test_whoever_else_was_signed_in_here_is_signed_out(signed_in_as, mert, selin, link_of):
    visitor = signed_in_as(selin)
    visitor.post(link_of(mert))
    assert visitor.get("/accounts/profile/").context["request"].user == mert


def test_the_address_of_a_refused_form_opens_the_sign_in_page(visitor, desk):
    assert visitor.get(ASK).headers["Location"] == "/accounts/login/"
