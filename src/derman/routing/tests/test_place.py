"""A new ticket goes to a team and, where the team gives tickets out, to a person; its timeline says why."""

from derman.people.actions import change_person
from derman.people.models import PersonSkill, Skill
from derman.routing.choosing import Wish, choose
from derman.routing.weights import Weights
from derman.tickets import actions
from derman.tickets.incoming import Incoming, Proof
from derman.tickets.models import Category
from tests.cast import asks


def vpn_category(team, skill=None):
    category = Category.objects.get(names__en="Network and VPN")
    category.team, category.skill = team, skill
    category.save()
    return category


def asks_about(requester, category, **more):
    return actions.receive(
        Incoming(
            channel="portal",
            sender=requester,
            subject="VPN",
            text="…",
            proof=Proof.SIGNED_IN,
            category=category.pk,
            **more,
        )
    ).ticket


def test_a_team_that_pulls_finds_it_in_its_queue(mert, front_line, elif_):
    ticket = asks(mert)
    assert (ticket.team, ticket.assignee) == (front_line, None)


def test_the_team_of_the_category_comes_before_that_of_the_mailbox(mert, front_line, network, derya):
    ticket = asks_about(mert, vpn_category(network), team_hint=front_line.pk)
    assert (ticket.team, ticket.assignee) == (network, derya)
    assert [event.details["why"] for event in ticket.events.filter(kind__endswith=".changed")] == ["category", "load"]


def test_the_skill_decides_before_the_load(network, derya, kaan, mert):
    skill = Skill.objects.create(name="VPN")
    network.members.add(kaan)
    PersonSkill.objects.create(person=kaan, skill=skill)
    asks_about(mert, category := vpn_category(network, skill))
    ticket = asks_about(mert, category)
    assert ticket.assignee == kaan
    because = ticket.events.get(kind="assignee.changed").details["because"]
    assert because == {"load": 1, "points": 1.0, "skill": "VPN"}


def test_who_is_away_gets_nothing(network, derya, mert):
    change_person(actor=derya, person=derya, available=False)
    assert choose(Wish(team=network.pk), Weights()) is None
    assert asks_about(mert, vpn_category(network)).assignee is None


def test_the_lightest_load_is_served_first(network, derya, kaan, mert):
    network.members.add(kaan)
    category = vpn_category(network)
    first, second = asks_about(mert, category), asks_about(mert, category)
    assert {first.assignee, second.assignee} == {derya, kaan}


def test_only_what_is_in_work_counts_as_load(network, derya, kaan, mert):
    network.members.add(kaan)
    category = vpn_category(network)
    first, second = asks_about(mert, category), asks_about(mert, category)
    actions.resolve(actor=first.assignee, ticket=first.pk)
    third = asks_about(mert, category)
    assert third.assignee == first.assignee
    assert third.events.get(kind="assignee.changed").details["because"]["load"] == 0
    assert second.assignee != third.assignee
