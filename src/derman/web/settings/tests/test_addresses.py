"""Addresses of people, and links that are handed over by hand."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from derman.desk.models import AuditEntry
from derman.kernel import clock
from derman.people.models import EmailAddress, Person, SignInLink

INVITE = {"name": "Şule Ünal", "email": "sule@ege.example", "role": "agent", "language": "tr", "invite": "on"}


@pytest.fixture
def second(elif_: Person) -> EmailAddress:
    """Elif's second address, not verified."""
    return EmailAddress.objects.create(person=elif_, address="Elif@Home.example", folded="elif@home.example")


def act(client: Client, row: EmailAddress, verb: str) -> str:
    answer = client.post(f"/desk/settings/people/{row.person_id}/addresses/{row.pk}/{verb}/", follow=True)
    return answer.content.decode()


def test_an_administrator_adds_an_address(as_aylin: Client, elif_: Person) -> None:
    as_aylin.post(f"/desk/settings/people/{elif_.pk}/addresses/", {"address": "Elif@Home.example"})
    row = EmailAddress.objects.get(folded="elif@home.example")
    assert (row.person, row.verified) == (elif_, False)
    assert AuditEntry.objects.get(kind="address.added").details["address"] == "Elif@Home.example"


def test_an_address_of_somebody_else_is_named_beside_the_field(as_aylin: Client, elif_: Person, mert: Person) -> None:
    answer = as_aylin.post(f"/desk/settings/people/{elif_.pk}/addresses/", {"address": "MERT@ege.example"})
    assert answer.status_code == 422
    assert "belongs to somebody else already: Mert Kaya" in answer.content.decode()
    assert 'value="MERT@ege.example"' in answer.content.decode()


def test_what_is_no_address_is_named(as_aylin: Client, elif_: Person) -> None:
    answer = as_aylin.post(f"/desk/settings/people/{elif_.pk}/addresses/", {"address": "elif at home"})
    assert answer.status_code == 422
    assert "is not an e-mail address" in answer.content.decode()


def test_an_administrator_vouches_for_an_address_and_makes_it_primary(
    as_aylin: Client, elif_: Person, second: EmailAddress
) -> None:
    act(as_aylin, second, "verify")
    act(as_aylin, second, "primary")
    second.refresh_from_db()
    elif_.refresh_from_db()
    assert second.verified
    assert elif_.email == "Elif@Home.example"


def test_a_removed_address_opens_nothing_any_more(as_aylin: Client, elif_: Person, second: EmailAddress) -> None:
    later = clock.now() + timedelta(hours=1)
    SignInLink.objects.create(person=elif_, digest="d", address=second.folded, expires_at=later)
    act(as_aylin, second, "remove")
    assert not EmailAddress.objects.filter(pk=second.pk).exists()
    assert not SignInLink.objects.filter(person=elif_, used_at=None).exists()


def test_the_primary_address_stays(as_aylin: Client, elif_: Person, second: EmailAddress) -> None:
    primary = elif_.addresses.get(folded="elif@ege.example")
    assert "Make another one the primary address first" in act(as_aylin, primary, "remove")
    assert EmailAddress.objects.filter(pk=primary.pk).exists()


def test_an_address_is_changed_only_through_its_person(as_aylin: Client, mert: Person, second: EmailAddress) -> None:
    as_aylin.post(f"/desk/settings/people/{mert.pk}/addresses/{second.pk}/remove/")
    assert EmailAddress.objects.filter(pk=second.pk).exists()


def test_without_outgoing_mail_an_invited_agent_comes_in_by_a_link_handed_over(as_aylin: Client) -> None:
    page = as_aylin.post("/desk/settings/people/add/", INVITE).content.decode()
    link = re.search(r"https?://[^/<]+(/accounts/link/[^<]+)", page)
    assert link
    added = Person.objects.get(name="Şule Ünal")
    theirs = Client()
    assert theirs.post(link[1]).headers["Location"] == "/desk/"
    assert theirs.session["_auth_user_id"] == str(added.pk)
    # it proves that the administrator trusts them, not that they read the address
    assert not added.addresses.get().verified
    assert Client().post(link[1]).status_code == 410
    assert AuditEntry.objects.filter(kind="person.link_handed_over", details__person=added.pk).exists()


def test_a_new_link_to_hand_over_ends_the_one_before(as_aylin: Client, elif_: Person) -> None:
    as_aylin.post(f"/desk/settings/people/{elif_.pk}/hand-over/")
    as_aylin.post(f"/desk/settings/people/{elif_.pk}/hand-over/")
    assert SignInLink.objects.filter(person=elif_, used_at=None).count() == 1


def test_a_link_to_hand_over_ends_after_a_day(as_aylin: Client, elif_: Person) -> None:
    page = as_aylin.post(f"/desk/settings/people/{elif_.pk}/hand-over/").content.decode()
    link = re.search(r"/accounts/link/[^<]+", page)
    assert link
    SignInLink.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    assert Client().post(link[0]).status_code == 410


def test_somebody_deactivated_gets_no_link(as_aylin: Client, elif_: Person) -> None:
    Person.objects.filter(pk=elif_.pk).update(is_active=False)
    as_aylin.post(f"/desk/settings/people/{elif_.pk}/hand-over/")
    assert not SignInLink.objects.filter(person=elif_).exists()
