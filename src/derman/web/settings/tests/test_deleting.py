"""What was never used can be deleted; what is in use stays, and the page says why."""

from __future__ import annotations

from django.test import Client

from derman.people.actions import find_or_add_requester, save_organisation, save_team
from derman.people.models import Organisation, Person, Team
from derman.tickets.actions import save_category
from derman.tickets.models import Category, Ticket


def delete(client: Client, what: str, pk: int) -> str:
    return client.post(f"/desk/settings/{what}/{pk}/delete/", follow=True).content.decode()


def test_a_team_without_tickets_is_deleted(as_aylin: Client, front_line: Team) -> None:
    team = save_team(actor=None, name="Mistake", tier=2)
    delete(as_aylin, "teams", team.pk)
    assert not Team.objects.filter(pk=team.pk).exists()


def test_a_team_with_tickets_stays(as_aylin: Client, vpn: Ticket, network: Team) -> None:
    Ticket.objects.filter(pk=vpn.pk).update(team=network)
    assert "Tickets belong to this team" in delete(as_aylin, "teams", network.pk)
    assert Team.objects.filter(pk=network.pk).exists()


def test_the_default_team_stays(as_aylin: Client, front_line: Team) -> None:
    assert "default team" in delete(as_aylin, "teams", front_line.pk)
    assert Team.objects.filter(pk=front_line.pk).exists()


def test_an_organisation_goes_with_its_last_person(as_aylin: Client) -> None:
    house = save_organisation(actor=None, name="Karya", domains=["karya.example"])
    person = find_or_add_requester(email="a@karya.example")
    assert "People belong to this organisation" in delete(as_aylin, "organisations", house.pk)
    Person.objects.filter(pk=person.pk).update(organisation=None)
    delete(as_aylin, "organisations", house.pk)
    assert not Organisation.objects.filter(pk=house.pk).exists()


def test_a_category_in_use_is_no_longer_offered_one_never_used_is_deleted(as_aylin: Client, vpn: Ticket) -> None:
    used, unused = (save_category(actor=None, names={"en": name}) for name in ("Used", "Unused"))
    Ticket.objects.filter(pk=vpn.pk).update(category=used)
    assert "it stays for them" in delete(as_aylin, "categories", used.pk)
    delete(as_aylin, "categories", unused.pk)
    used.refresh_from_db()
    assert not used.active
    assert not Category.objects.filter(pk=unused.pk).exists()


def test_a_category_with_others_below_stays(as_aylin: Client, aylin: Person) -> None:
    above = save_category(actor=None, names={"en": "Above"})
    save_category(actor=None, names={"en": "Below"}, parent=above)
    assert "lie below this one" in delete(as_aylin, "categories", above.pk)
