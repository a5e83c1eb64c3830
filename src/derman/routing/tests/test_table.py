"""The routing table: the first row that fits holds, changes wait in a draft, and every version can come back."""

from datetime import UTC, datetime

import pytest

from derman.assets import actions as assets
from derman.desk.models import AuditEntry
from derman.kernel import clock
from derman.people.models import Organisation, PersonSkill, Skill
from derman.routing import actions, queries
from derman.routing.errors import NotAllowed, NotThere, Overtaken, WrongInput
from derman.routing.rows import Row, When
from derman.routing.weights import Weights
from derman.tickets import actions as tickets
from derman.tickets.incoming import Incoming, Proof
from derman.tickets.models import Category
from tests.cast import asks

SATURDAY = datetime(2026, 11, 28, 20, tzinfo=UTC)  # 23.00 in Istanbul


def live(leyla, *rows, weights=None):
    """These rows are what tickets are routed by."""
    for row in rows:
        actions.save_row(actor=leyla, row=row)
    if weights is not None:
        actions.set_weights(actor=leyla, weights=weights)
    return actions.put_live(actor=leyla, stamp=queries.sheet(leyla).stamp)


def row(team, name="Row", when=None, **more):
    return Row(id="", name=name, team=team.pk, when=When(**(when or {})), **more)


def moved(ticket):
    return ticket.events.get(kind="team.changed").details


def test_the_first_row_that_fits_holds_and_says_why(aylin, network, security, mert, derya):
    live(aylin, row(security, "Badges", {"words": ["badge"]}), row(network, "VPN", {"words": ["VPN", "tünel"]}))
    ticket = asks(mert)
    assert (ticket.team, ticket.assignee) == (network, derya)
    said = moved(ticket)
    assert said["why"] == "table"
    assert said["because"]["name"] == "VPN"
    assert said["because"]["fits"] == [["word", "VPN"]]


def test_words_are_folded(leyla, network, mert):
    live(leyla, row(network, "Printers", {"words": ["YAZICI"]}))
    assert asks(mert, "yazıcım bozuk", "…").team == network


def test_where_no_row_fits_all_is_as_ever(leyla, front_line, network, mert):
    live(leyla, row(network, "Night", {"since": "22:00", "until": "06:00", "words": ["router"]}))
    ticket = asks(mert)
    assert (ticket.team, moved(ticket)["why"]) == (front_line, "default")


@pytest.mark.parametrize(
    ("when", "fits"),
    [
        ({"hours": "closed"}, True),
        ({"hours": "open"}, False),
        ({"days": [5]}, True),
        ({"days": [0, 6]}, False),
        ({"since": "22:00", "until": "06:00"}, True),
        ({"since": "09:00", "until": "18:00"}, False),
        ({"languages": ["tr"]}, True),
        ({"languages": ["en"]}, False),
        ({"channels": ["portal"], "kinds": ["incident"], "priorities": ["normal"]}, True),
        ({"priorities": ["critical"]}, False),
        ({"places": ["izmir"]}, True),
        ({"places": ["Ankara"]}, False),
        ({"asset_kinds": ["printer"]}, True),
        ({"asset_kinds": ["laptop"]}, False),
        ({"assets": ["laserjet"]}, True),
        ({"assets": ["depo 2"], "asset_kinds": ["printer"]}, True),
        ({"assets": ["PR-77"]}, True),
        ({"assets": ["Depo 3"]}, False),
        ({"assets": ["laserjet"], "asset_kinds": ["laptop"]}, False),
        ({"mailboxes": [7]}, True),
        ({"mailboxes": [8]}, False),
    ],
)
def test_each_condition_is_asked(leyla, front_line, network, selin, when, fits):
    live(leyla, row(network, "It", when))
    selin.place = "İZMİR, Blok B"
    selin.save()
    assets.save_asset(actor=leyla, name="LaserJet 4200", number="PR-77", kind="printer", place="Depo 2")
    with clock.frozen_at(SATURDAY):
        incoming = Incoming(
            channel="portal",
            sender=selin,
            subject="…",
            text="Yazıcı (pr-77), kağıt sıkıştı.",
            proof=Proof.SIGNED_IN,
            origin={"mailbox": 7},
        )
        ticket = tickets.receive(incoming).ticket
    assert (ticket.team == network) is fits


def test_a_category_is_asked_with_what_lies_above_it_and_an_organisation_by_its_people(
    aylin, front_line, network, security, mert, selin
):
    above = Category.objects.get(names__en="Network and VPN")
    below = Category.objects.create(parent=above, names={"en": "VPN at home"})
    board = Organisation.objects.create(name="Board")
    mert.organisation = board
    mert.save()
    live(
        aylin,
        row(security, "Board", {"organisations": [board.pk]}),
        row(network, "Net", {"categories": [above.pk]}),
    )
    assert asks(mert).team == security
    incoming = Incoming(channel="portal", sender=selin, subject="…", text="…", category=below.pk)
    assert tickets.receive(incoming).ticket.team == network


def test_a_skill_that_is_needed_is_waited_for(leyla, network, derya, kaan, mert):
    from derman.routing.jobs import give_out
    from derman.routing.models import Waiting

    skill = Skill.objects.create(name="Firewall")
    PersonSkill.objects.create(person=derya, skill=skill, level=1)
    live(leyla, row(network, "Firewall", skill=skill.pk, level=2))
    ticket = asks(mert)
    assert ticket.assignee is None
    assert Waiting.objects.get().ticket == ticket
    give_out()
    ticket.refresh_from_db()
    assert ticket.assignee is None
    PersonSkill.objects.filter(person=derya).update(level=2)
    give_out()
    ticket.refresh_from_db()
    assert ticket.assignee == derya
    assert not Waiting.objects.exists()


def test_nobody_is_given_more_than_their_capacity_by_weight(leyla, network, derya, mert):
    live(leyla, row(network, capacity=3), weights=Weights({"normal": 2}))
    assert asks(mert).assignee == derya
    assert asks(mert).assignee is None


def test_who_helped_last_comes_first(leyla, network, derya, kaan, mert, selin):
    network.members.add(kaan)
    live(leyla, row(network, last_agent=True))
    first = asks(mert)
    asks(selin)
    again = asks(mert)
    assert again.assignee == first.assignee
    assert again.events.get(kind="assignee.changed").details["why"] == "last_agent"


def test_only_leads_write_the_table(elif_, network):
    with pytest.raises(NotAllowed):
        actions.save_row(actor=elif_, row=row(network))
    assert queries.sheet(elif_) is None
    assert queries.versions(elif_) == []


def test_a_draft_routes_nothing_until_it_is_live_and_what_was_live_comes_back(leyla, front_line, network, mert):
    live(leyla, row(network, "VPN", {"words": ["VPN"]}))
    kept = queries.sheet(leyla).rows[0]
    actions.remove_row(actor=leyla, row=kept.id)
    assert queries.sheet(leyla).moved is True
    assert asks(mert).team == network
    actions.put_live(actor=leyla, stamp=queries.sheet(leyla).stamp)
    assert asks(mert).team == front_line
    actions.bring_back(actor=leyla, version=1)
    assert asks(mert).team == network
    assert [one.version for one in queries.versions(leyla)] == [3, 2, 1]
    kinds = set(AuditEntry.objects.values_list("kind", flat=True))
    assert {"routing.put_live", "routing.brought_back"} <= kinds


def test_two_leads_at_once_do_not_put_live_what_one_has_not_seen(leyla, aylin, network):
    actions.save_row(actor=leyla, row=row(network, "One"))
    seen = queries.sheet(leyla).stamp
    actions.save_row(actor=aylin, row=row(network, "Two"))
    with pytest.raises(Overtaken):
        actions.put_live(actor=leyla, stamp=seen)


def test_rows_are_put_into_another_order(leyla, network):
    for name in ("A", "B", "C"):
        actions.save_row(actor=leyla, row=row(network, name))
    actions.move_row(actor=leyla, row=queries.sheet(leyla).rows[2].id, to=0)
    assert [one.name for one in queries.sheet(leyla).rows] == ["C", "A", "B"]
    with pytest.raises(NotThere):
        actions.move_row(actor=leyla, row="gone", to=0)
    actions.drop_draft(actor=leyla)
    assert list(queries.sheet(leyla).rows) == []


@pytest.mark.parametrize(
    ("when", "more", "field"),
    [
        ({}, {"name": " "}, "name"),
        ({"words": ["…"]}, {}, "words"),
        ({"since": "25:00", "until": "06:00"}, {}, "since"),
        ({"since": "22:00"}, {}, "until"),
        ({"days": [7]}, {}, "days"),
        ({"channels": ["fax"]}, {}, "channels"),
        ({"categories": [987654]}, {}, "categories"),
        ({}, {"capacity": 0}, "capacity"),
        ({}, {"skill": 987654}, "skill"),
        ({}, {"level": 9}, "level"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(leyla, network, when, more, field):
    with pytest.raises(WrongInput) as caught:
        actions.save_row(actor=leyla, row=row(network, **{"name": "Row", "when": when, **more}))
    assert caught.value.field == field
