"""The desk's own fields: defined without a migration, set, taken back, merged, found."""

import pytest

from derman.tickets import actions, queries
from derman.tickets.actions.many import running
from derman.tickets.errors import NotAllowed, TooLateToUndo, WrongInput
from derman.tickets.incoming import Incoming, Proof
from derman.tickets.models import Event, Ticket
from tests.cast import asks

COLOURS = [{"labels": {"en": "Red", "tr": "Kırmızı"}}, {"labels": {"en": "Blue", "tr": "Mavi"}}]


@pytest.fixture
def cost(front_line):
    return actions.save_field(actor=None, labels={"en": "Cost centre", "tr": "Masraf merkezi"}, asks="text")


@pytest.fixture
def colour(front_line):
    return actions.save_field(actor=None, labels={"en": "Colour"}, asks="choice", choices=COLOURS)


@pytest.fixture
def amount(front_line):
    return actions.save_field(actor=None, labels={"en": "Amount"}, asks="number")


def last_act(ticket):
    return Event.objects.filter(ticket=ticket).latest("seq").act


def found(key, operator, value):
    return set(Ticket.objects.filter(queries.meets(key, operator, value)).values_list("pk", flat=True))


def test_only_administrators_define_fields(elif_, aylin):
    with pytest.raises(NotAllowed):
        actions.save_field(actor=elif_, labels={"en": "x"}, asks="text")
    assert actions.save_field(actor=aylin, labels={"en": "İş yeri"}, asks="text").key == "is_yeri"
    assert actions.save_field(actor=aylin, labels={"en": "İş yeri"}, asks="text").key == "is_yeri_2"
    for wrong in ({"asks": "file"}, {"asks": "choice"}, {"asks": "nonsense"}, {"asks": "text", "labels": {}}):
        with pytest.raises(WrongInput):
            actions.save_field(actor=aylin, **{"labels": {"en": "x"}, **wrong})


def test_set_and_taken_back(vpn, elif_, cost, amount):
    actions.set_own_fields(actor=elif_, ticket=vpn.pk, values={"cost_centre": "4711"})
    first = last_act(vpn)
    actions.set_own_fields(actor=elif_, ticket=vpn.pk, values={"cost_centre": "4712", "amount": "2,5"})
    assert queries.values_of(vpn.pk) == {"cost_centre": "4712", "amount": 2.5}
    with pytest.raises(TooLateToUndo):
        actions.undo(actor=elif_, ticket=vpn.pk, act=first)
    actions.undo(actor=elif_, ticket=vpn.pk, act=last_act(vpn))
    assert queries.values_of(vpn.pk) == {"cost_centre": "4711"}
    actions.undo(actor=elif_, ticket=vpn.pk, act=first)
    assert queries.values_of(vpn.pk) == {}


def test_setting_what_stands_there_says_nothing(vpn, elif_, cost):
    actions.set_own_fields(actor=elif_, ticket=vpn.pk, values={"cost_centre": "4711"})
    seq = Ticket.objects.get(pk=vpn.pk).seq
    actions.set_own_fields(actor=elif_, ticket=vpn.pk, values={"cost_centre": " 4711 "})
    assert Ticket.objects.get(pk=vpn.pk).seq == seq


def test_wrong_values_are_named(vpn, elif_, colour, amount):
    for values in ({"amount": "many"}, {"colour": "c9"}, {"colour": ["c1"]}, {"nothing": "x"}):
        with pytest.raises(WrongInput) as error:
            actions.set_own_fields(actor=elif_, ticket=vpn.pk, values=values)
        assert error.value.field == next(iter(values))
    assert queries.values_of(vpn.pk) == {}


def test_a_choice_that_is_removed_stays_readable(vpn, elif_, colour):
    actions.set_own_fields(actor=elif_, ticket=vpn.pk, values={"colour": "c1"})
    left = [colour.choices[1], {"labels": {"en": "Green"}}]
    actions.save_field(actor=None, field=colour, labels=colour.labels, asks="choice", choices=left)
    (stands,) = queries.standing_in(queries.find(elif_, vpn.pk))
    assert (stands.value, stands.words) == ("c1", "Red")
    assert [one["key"] for one in stands.field.choices] == ["c2", "c3"]
    actions.set_own_fields(actor=elif_, ticket=vpn.pk, values={"colour": "c3"})
    with pytest.raises(WrongInput):
        actions.set_own_fields(actor=elif_, ticket=vpn.pk, values={"colour": "c1"})


def test_what_a_field_asks_for_stays_once_it_is_used(vpn, elif_, cost):
    actions.save_field(actor=None, field=cost, labels=cost.labels, asks="number")
    actions.set_own_fields(actor=elif_, ticket=vpn.pk, values={"cost_centre": "4711"})
    with pytest.raises(WrongInput):
        actions.save_field(actor=None, field=cost, labels=cost.labels, asks="text")


def test_a_field_counts_where_it_is_said_to(vpn, elif_, cost, network):
    def shown():
        return [stands.asked for stands in queries.standing_in(queries.find(elif_, vpn.pk))]

    def counts(**where):
        actions.save_field(actor=None, field=cost, labels=cost.labels, asks="text", **where)

    above = actions.save_category(actor=None, names={"en": "Network"})
    middle = actions.save_category(actor=None, names={"en": "VPN"}, parent=above)
    below = actions.save_category(actor=None, names={"en": "Drops"}, parent=middle)
    actions.set_category(actor=elif_, ticket=vpn.pk, category=below)
    counts(categories=[above.pk])
    assert shown() == [True]
    counts(teams=[network.pk])
    assert shown() == []
    actions.set_own_fields(actor=elif_, ticket=vpn.pk, values={"cost_centre": "4711"})
    assert shown() == [False], "what was given stays to be read"
    counts(kinds=["incident"])
    assert shown() == [True]
    counts(active=False)
    assert shown() == [False]


def test_merging_keeps_what_stands_there_and_adds_what_is_missing(vpn, mert, elif_, cost, amount):
    other = asks(mert, "Once more")
    actions.set_own_fields(actor=elif_, ticket=vpn.pk, values={"cost_centre": "mine"})
    actions.set_own_fields(actor=elif_, ticket=other.pk, values={"cost_centre": "theirs", "amount": "3"})
    actions.merge(actor=elif_, ticket=other.pk, into=vpn.pk)
    assert queries.values_of(vpn.pk) == {"cost_centre": "mine", "amount": 3}
    actions.unmerge(actor=elif_, ticket=other.pk)
    assert queries.values_of(vpn.pk) == {"cost_centre": "mine"}
    assert queries.values_of(other.pk) == {"cost_centre": "theirs", "amount": 3}


def test_conditions(vpn, mert, elif_, cost, colour, amount):
    other = asks(mert, "Once more")
    actions.set_own_fields(
        actor=elif_, ticket=vpn.pk, values={"cost_centre": "IĞDIR 7", "colour": "c1", "amount": "10"}
    )
    actions.set_own_fields(actor=elif_, ticket=other.pk, values={"amount": "9"})
    assert found("cost_centre", ":", "ığdır") == {vpn.pk}
    assert found("colour", ":", "kırmızı") == found("colour", ":", "c1") == {vpn.pk}
    assert found("colour", ":", "blue") == set()
    assert found("amount", ">", "9") == {vpn.pk}
    assert found("amount", "<=", "10") == {vpn.pk, other.pk}
    assert found("colour", ":", "none") == {other.pk}
    assert found("colour", ":", "any") == {vpn.pk}
    for wrong in (("colour", "<", "c1"), ("colour", ":", "purple"), ("amount", ":", "x"), ("nothing", ":", "x")):
        with pytest.raises(WrongInput):
            queries.meets(*wrong)


def test_what_is_needed_is_filled_in_before_a_ticket_is_resolved(vpn, elif_, mert, network, cost):
    actions.save_field(
        actor=None, field=cost, labels=cost.labels, asks="text", required="resolving", teams=[network.pk]
    )
    actions.resolve(actor=elif_, ticket=vpn.pk)  # it counts for another team
    actions.reopen(actor=elif_, ticket=vpn.pk)
    actions.hand_over(actor=elif_, ticket=vpn.pk, team=network)
    for verb in (actions.resolve, actions.close):
        with pytest.raises(WrongInput, match="Fill in first: Cost centre"):
            verb(actor=elif_, ticket=vpn.pk)
    with pytest.raises(WrongInput):
        actions.reply(actor=elif_, ticket=vpn.pk, text="Done", then="resolved")
    assert not vpn.messages.filter(staff=True).exists()
    actions.wait(actor=elif_, ticket=vpn.pk)
    actions.mark_as_spam(actor=elif_, ticket=vpn.pk)
    actions.reopen(actor=elif_, ticket=vpn.pk)
    actions.resolve_own(actor=mert, ticket=vpn.pk)  # who asked says that it is over
    actions.reopen(actor=elif_, ticket=vpn.pk)
    actions.set_own_fields(actor=elif_, ticket=vpn.pk, values={"cost_centre": "4711"})
    assert actions.resolve(actor=elif_, ticket=vpn.pk).status == "resolved"


def test_a_category_above_counts_for_what_is_needed(vpn, elif_, cost):
    above = actions.save_category(actor=None, names={"en": "Net"})
    below = actions.save_category(actor=None, names={"en": "VPN"}, parent=above)
    actions.save_field(
        actor=None, field=cost, labels=cost.labels, asks="text", required="resolving", categories=[above.pk]
    )
    actions.set_category(actor=elif_, ticket=vpn.pk, category=below)
    with pytest.raises(WrongInput):
        actions.resolve(actor=elif_, ticket=vpn.pk)


def test_many_at_once_fill_in_fields_and_wait_for_those_that_are_needed(vpn, mert, elif_, cost, colour):
    other = asks(mert, "Other")
    actions.save_field(actor=None, field=cost, labels=cost.labels, asks="text", required="resolving")
    actions.set_own_fields(actor=elif_, ticket=other.pk, values={"cost_centre": "4711"})
    numbers = [vpn.pk, other.pk]
    seen = actions.foresee(actor=elif_, numbers=numbers, wanted={"status": "resolved"})
    assert (seen.changed, seen.refused) == (1, {"fields": 1})
    both = {"status": "resolved", "fields": {"cost_centre": "4711", "colour": "c1"}}
    seen = actions.foresee(actor=elif_, numbers=numbers, wanted=both)
    assert (seen.changed, seen.refused) == (2, {})
    for wanted, changed in (({"status": "resolved"}, 1), (both, 1)):
        run = actions.change_many(actor=elif_, numbers=numbers, wanted=wanted)
        running.go_on(run=run.pk)
        assert queries.run_of(elif_, run.pk).count("changed") >= changed
    assert queries.values_of(vpn.pk) == {"cost_centre": "4711", "colour": "c1"}
    actions.take_back_run(actor=elif_, run=run.pk)
    running.go_on(run=run.pk)
    assert queries.values_of(vpn.pk) == {}
    assert queries.values_of(other.pk) == {"cost_centre": "4711"}
    for wrong in ({"fields": {"lost": "1"}}, {"fields": {"colour": "green"}}, {"fields": {}}):
        with pytest.raises(WrongInput):
            actions.change_many(actor=elif_, numbers=numbers, wanted=wrong)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://wiki.example/vpn?a=1", "https://wiki.example/vpn?a=1"),
        ("javascript:alert(1)", None), ("//x", None), ("https://", None), ("https://a b", None),
        ("ftp://x.example", None),
        ("http://[", None), ("https://x.example/" + "a" * 2000, None),
    ],
)  # fmt: skip
def test_a_link_is_an_address_of_the_web(vpn, elif_, given, kept):
    actions.save_field(actor=None, labels={"en": "Page"}, asks="link", key="page")
    if kept is None:
        with pytest.raises(WrongInput):
            actions.set_own_fields(actor=elif_, ticket=vpn.pk, values={"page": given})
    else:
        actions.set_own_fields(actor=elif_, ticket=vpn.pk, values={"page": given})
    assert queries.values_of(vpn.pk).get("page") == kept


def test_requesters_see_what_is_meant_for_them(vpn, cost, colour, elif_):
    actions.save_field(actor=None, field=cost, labels=cost.labels, asks="text", visible=True)
    actions.set_own_fields(actor=elif_, ticket=vpn.pk, values={"cost_centre": "4711", "colour": "c1"})
    assert [one.words for one in queries.visible_values(Ticket.objects.get(pk=vpn.pk))] == ["4711"]


def opens(person, own, **more):
    incoming = Incoming(channel="portal", sender=person, subject="VPN", text="It drops.", proof=Proof.SIGNED_IN, **more)
    return actions.open_ticket(actor=person, requester=person, subject="VPN", incoming=incoming, own=own).ticket


def test_what_must_be_filled_in_to_open_a_ticket_is_said_by_name_and_kept(elif_, mert, colour, front_line):
    printers = actions.save_category(actor=None, names={"en": "Printers"})
    shared = {"asks": "text", "required": "opening", "visible": True}
    actions.save_field(actor=None, labels={"en": "Room"}, key="room", kinds=["incident"], **shared)
    actions.save_field(actor=None, labels={"en": "Model"}, key="model", categories=[printers.pk], **shared)
    with pytest.raises(WrongInput, match=r"Fill in first: Room\.") as error:
        opens(mert, {})
    assert error.value.field == "room"
    with pytest.raises(WrongInput, match="Model"):
        opens(mert, {"room": "4.02"}, category=printers.pk)
    assert not Ticket.objects.filter(requester=mert).exists()
    ticket = opens(mert, {"room": "4.02"})
    assert queries.values_of(ticket.pk) == {"room": "4.02"}
    assert ticket.events.get(kind="field.changed").actor == mert
    assert opens(mert, {}, kind="request")
    assert asks(mert), "who writes a mail is never turned away"


def test_of_requesters_only_what_they_see_is_needed_and_taken(elif_, mert, cost):
    actions.save_field(actor=None, field=cost, labels=cost.labels, asks="text", required="opening")
    assert opens(mert, {})
    with pytest.raises(NotAllowed):
        opens(mert, {cost.key: "4711"})
    with pytest.raises(WrongInput, match="Cost centre"):
        opens(elif_, {})
