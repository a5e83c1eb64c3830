"""One's own e-mail addresses."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.cache import cache

from derman.channels.mail.models import OutgoingMail
from derman.kernel import clock, secrets
from derman.people.actions import find_or_add_requester
from derman.people.models import AddressClaim, EmailAddress

ADD = "/accounts/addresses/add/"


@pytest.fixture(autouse=True)
def nothing_counted(db):
    cache.clear()


def mailed_link() -> str:
    """The address in the last mail that waits in the outbox."""
    row = OutgoingMail.objects.latest("id")
    found = re.search(r"/accounts/addresses/\S+/", secrets.decrypt(row.sealed))
    assert found
    return found[0]


def test_an_own_address_counts_once_its_link_was_opened(signed_in_as, mert):
    browser = signed_in_as(mert)
    assert browser.post(ADD, {"address": "Mert@Home.example"}).status_code == 302
    assert OutgoingMail.objects.latest("id").to == ["Mert@Home.example"]
    assert "Not verified" in browser.get("/accounts/profile/").content.decode()
    assert not EmailAddress.objects.filter(folded="mert@home.example").exists()
    link = mailed_link()
    assert browser.get(link).status_code == 200
    assert not EmailAddress.objects.filter(folded="mert@home.example").exists()
    assert browser.post(link).status_code == 302
    row = EmailAddress.objects.get(folded="mert@home.example")
    assert (row.person, row.verified) == (mert, True)
    assert browser.post(link).status_code == 410


def test_mail_from_an_address_that_is_only_claimed_is_not_theirs(signed_in_as, mert):
    signed_in_as(mert).post(ADD, {"address": "boss@ege.example"})
    assert find_or_add_requester(email="boss@ege.example") != mert


def test_the_link_is_worth_nothing_in_another_account(signed_in_as, mert, selin):
    signed_in_as(mert).post(ADD, {"address": "selin@home.example"})
    link = mailed_link()
    assert signed_in_as(selin).post(link).status_code == 410
    assert not EmailAddress.objects.filter(folded="selin@home.example").exists()


def test_nobody_learns_who_has_an_address_before_they_have_read_its_mail(signed_in_as, mert, selin):
    browser = signed_in_as(mert)
    taken = browser.post(ADD, {"address": "selin@ege.example"})
    free = browser.post(ADD, {"address": "nobody@ege.example"})
    assert (taken.status_code, taken.headers["Location"]) == (free.status_code, free.headers["Location"])
    claim = AddressClaim.objects.get(folded="selin@ege.example")
    claim.digest = secrets.digest("known")
    claim.save()
    assert browser.post("/accounts/addresses/known/").status_code == 409
    assert EmailAddress.objects.get(folded="selin@ege.example").person == selin


def test_an_old_link_confirms_nothing(signed_in_as, mert):
    browser = signed_in_as(mert)
    browser.post(ADD, {"address": "mert@home.example"})
    AddressClaim.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    assert browser.post(mailed_link()).status_code == 410


def test_a_mailbox_is_not_flooded(signed_in_as, mert):
    browser = signed_in_as(mert)
    browser.post(ADD, {"address": "mert@home.example"})
    again = browser.post(ADD, {"address": "mert@home.example"})
    assert again.status_code == 422
    assert b"on its way to this address already" in again.content
    assert OutgoingMail.objects.filter(to=["mert@home.example"]).count() == 1
    for number in range(6):
        last = browser.post(ADD, {"address": f"m{number}@home.example"})
    assert last.status_code == 422
    assert AddressClaim.objects.filter(person=mert).count() == 5


def test_an_address_that_waits_is_dropped(signed_in_as, mert):
    browser = signed_in_as(mert)
    browser.post(ADD, {"address": "mert@home.example"})
    browser.post(f"/accounts/addresses/{AddressClaim.objects.get().pk}/drop/")
    assert browser.post(mailed_link()).status_code == 410


def test_mail_goes_to_the_address_that_was_made_primary(signed_in_as, mert):
    row = EmailAddress.objects.create(person=mert, address="m@home.example", folded="m@home.example", verified=True)
    first = mert.addresses.get(folded="mert@ege.example")
    browser = signed_in_as(mert)
    browser.post(f"/accounts/addresses/{row.pk}/primary/")
    mert.refresh_from_db()
    assert mert.email == "m@home.example"
    browser.post(f"/accounts/addresses/{first.pk}/remove/")
    assert list(mert.addresses.values_list("folded", flat=True)) == ["m@home.example"]


def test_an_unverified_address_does_not_become_primary_by_oneself(signed_in_as, mert):
    row = EmailAddress.objects.create(person=mert, address="m@home.example", folded="m@home.example")
    signed_in_as(mert).post(f"/accounts/addresses/{row.pk}/primary/")
    mert.refresh_from_db()
    assert mert.email == "mert@ege.example"


def test_nobody_removes_the_address_of_somebody_else(signed_in_as, mert, selin):
    row = EmailAddress.objects.create(person=selin, address="s@home.example", folded="s@home.example")
    signed_in_as(mert).post(f"/accounts/addresses/{row.pk}/remove/")
    assert EmailAddress.objects.filter(pk=row.pk).exists()


def test_what_is_no_address_comes_back_as_typed(signed_in_as, mert):
    answer = signed_in_as(mert).post(ADD, {"address": "mert at home"})
    assert answer.status_code == 422
    assert b'value="mert at home"' in answer.content
