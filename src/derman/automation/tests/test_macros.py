"""Macros: a saved reply with any verbs, run as one change that is taken back as a whole."""

from __future__ import annotations

from datetime import timedelta

import pytest

from derman.automation.errors import MacroNotFound, NotAllowed, WrongInput
from derman.automation.macros import actions, queries
from derman.automation.macros.actions import Given
from derman.automation.macros.meaning import meaning_of, wanted_of
from derman.automation.models import Macro
from derman.kernel import clock
from derman.people.models import Person
from derman.replies import actions as replies
from derman.tickets import actions as tickets
from derman.tickets.actions.many.running import go_on
from derman.tickets.errors import TooLateToUndo
from derman.tickets.models import Draft, Event, Message, Ticket
from derman.tickets.together import RunTicket
from tests.cast import asks

CALL = [
    {"do": "reply", "text": "Dear {{requester.first_name}}, we call you. {{agent.name}}"},
    {"do": "priority", "to": "high"},
    {"do": "tag", "to": "vpn"},
    {"do": "task", "text": "Call {{requester.name}}", "days": 1},
    {"do": "take"},
    {"do": "wait", "to": "requester"},
]


def macro(actor, steps=CALL, name="Call back", **more) -> Macro:
    return actions.save(actor=actor, given=Given(name=name, steps=steps, **more))


def state(ticket: Ticket) -> tuple:
    ticket.refresh_from_db()
    return (ticket.status, ticket.waiting_for, ticket.priority, tuple(ticket.tags), ticket.tasks, ticket.assignee_id)


def test_a_macro_answers_and_changes_in_one_act_and_the_timeline_says_which(elif_, vpn):
    actions.run(actor=elif_, pk=macro(elif_).pk, ticket=vpn.pk)
    assert state(vpn) == ("waiting", "requester", 2, ("vpn",), 1, elif_.pk)
    said = Message.objects.get(ticket=vpn, staff=True)
    assert (said.text, said.public, said.author) == ("Dear Mert, we call you. Elif Yıldız", True, elif_)
    event = Event.objects.get(ticket=vpn, kind="macro.ran")
    assert (event.actor, event.details["name"]) == (elif_, "Call back")
    assert vpn.events.filter(kind="status.changed").count() == 1
    assert set(vpn.events.filter(actor=elif_).values_list("act", flat=True)) == {event.act}
    assert Macro.objects.get().used == 1


def test_a_name_that_is_too_long_is_refused_and_not_cut(elif_):
    with pytest.raises(WrongInput) as refused:
        macro(elif_, name="x" * 81)
    assert refused.value.field == "name"
    assert macro(elif_, name="x" * 80).name == "x" * 80


def test_it_is_taken_back_as_a_whole_while_its_answer_has_not_left(elif_, vpn):
    before = state(vpn)
    act = actions.run(actor=elif_, pk=macro(elif_).pk, ticket=vpn.pk)
    tickets.undo(actor=elif_, ticket=vpn.pk, act=act)
    assert state(vpn) == before
    assert not Message.objects.filter(ticket=vpn, staff=True, withdrawn_at=None).exists()
    assert "we call you" in Draft.objects.get(ticket=vpn).html


def test_once_its_answer_has_left_all_the_rest_is_taken_back_and_that_once(elif_, leyla, vpn):
    before = state(vpn)
    act = actions.run(actor=elif_, pk=macro(elif_).pk, ticket=vpn.pk)
    with clock.frozen_at(clock.now() + timedelta(minutes=5)):
        ran = vpn.events.get(kind="macro.ran")
        assert ran.seq in tickets.can_be_taken_back(list(vpn.events.all()), set())
        tickets.undo(actor=leyla, ticket=vpn.pk, act=act)
        assert state(vpn) == before
        assert Message.objects.filter(ticket=vpn, staff=True, withdrawn_at=None).exists()
        with pytest.raises(TooLateToUndo):
            tickets.undo(actor=leyla, ticket=vpn.pk, act=act)


def test_what_is_not_known_is_said_before_and_never_sent(elif_, front_line):
    nameless = asks(_nameless())
    one = macro(elif_)
    assert meaning_of(elif_, one, nameless.pk).missing == ["requester.first_name", "requester.name"]
    with pytest.raises(WrongInput, match="first_name"):
        actions.run(actor=elif_, pk=one.pk, ticket=nameless.pk)
    assert not Message.objects.filter(ticket=nameless, staff=True).exists()
    actions.run(actor=elif_, pk=one.pk, ticket=nameless.pk, reply="Hello, we call you.")
    assert Message.objects.get(ticket=nameless, staff=True).text == "Hello, we call you."


def _nameless():
    from derman.people.actions import find_or_add_requester

    return find_or_add_requester(email="x4711@ege.example")


def test_whose_it_is_decides_who_has_and_who_writes_it(aylin, leyla, elif_, derya, mert, front_line):
    (
        macro(elif_, name="Own"),
        macro(leyla, name="Team", audience=front_line.pk),
        macro(aylin, name="Desk", audience="desk"),
    )

    def names(person: Person) -> set[str]:
        return {one.name for one in queries.macros(person)}

    assert names(elif_) == {"Own", "Team", "Desk"}
    assert names(derya) == {"Desk"}
    assert names(mert) == set()
    team = Macro.objects.get(name="Team")
    with pytest.raises(NotAllowed):
        actions.save(actor=elif_, given=Given(name="Mine", steps=CALL), pk=team.pk)
    with pytest.raises(MacroNotFound):
        actions.run(actor=derya, pk=team.pk, ticket=1)
    with pytest.raises(NotAllowed):
        macro(elif_, audience="desk")
    actions.remove(actor=leyla, pk=team.pk)
    assert "Team" not in names(elif_)
    actions.restore(actor=leyla, pk=team.pk)
    assert "Team" in names(elif_)


def test_it_is_offered_where_its_query_fits(elif_, vpn, mert):
    macro(elif_, name="Urgent", query="priority:critical"), macro(elif_, name="Always")
    assert [one.name for one in queries.offered(elif_, vpn.pk)] == ["Always"]
    tickets.set_priority(actor=elif_, ticket=vpn.pk, priority="critical")
    assert {one.name for one in queries.offered(elif_, vpn.pk)} == {"Always", "Urgent"}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"query": "is:("}, "query"),
        ({"query": "assignee:nobodyofthatname"}, "query"),
        ({"steps": []}, "steps"),
        ({"steps": [{"do": "webhook", "to": "https://example.com"}]}, "steps"),
        ({"steps": [{"do": "reply", "text": "{{nobody.knows}}"}]}, "steps"),
        ({"steps": [{"do": "field.none", "to": "x"}]}, "steps"),
    ],
)
def test_what_cannot_be_is_said_with_its_field(elif_, wrong, field):
    with pytest.raises(WrongInput) as error:
        actions.save(actor=elif_, given=Given(**{"name": "A", "steps": CALL, **wrong}))
    assert error.value.field == field


def test_a_step_that_names_what_is_gone_says_so_and_nothing_is_done(leyla, elif_, vpn):
    reply = replies.save(actor=leyla, name="Hello", texts={"en": "Hello"})
    one = macro(leyla, steps=[{"do": "priority", "to": "high"}, {"do": "saved_reply", "to": reply.pk}])
    replies.remove(actor=leyla, reply=reply.pk)
    with pytest.raises(WrongInput, match="no longer there"):
        actions.run(actor=leyla, pk=one.pk, ticket=vpn.pk)
    vpn.refresh_from_db()
    assert vpn.priority == 3


def test_a_saved_reply_speaks_the_requesters_language_and_brings_its_files(leyla, selin, front_line):
    files = [("map.txt", b"here")]
    reply = replies.save(actor=leyla, name="Hello", texts={"en": "Hello", "tr": "Merhaba"}, add_files=files)
    one, ticket = macro(leyla, steps=[{"do": "saved_reply", "to": reply.pk}]), asks(selin)
    actions.run(actor=leyla, pk=one.pk, ticket=ticket.pk)
    said = Message.objects.get(ticket=ticket, staff=True)
    assert said.text == "Merhaba"
    assert [file.name for file in said.attachments.all()] == ["map.txt"]
    with pytest.raises(WrongInput, match="files"):
        wanted_of(leyla, one)


def test_on_many_tickets_each_gets_its_own_words_and_the_whole_is_taken_back(elif_, mert, selin, vpn):
    other, nameless = asks(selin), asks(_nameless())
    wanted = wanted_of(elif_, macro(elif_))
    numbers = [vpn.pk, other.pk, nameless.pk]
    seen = tickets.foresee(actor=elif_, numbers=numbers, wanted=wanted)
    assert seen.changed == 3
    run = tickets.change_many(actor=elif_, numbers=numbers, wanted=wanted)
    go_on(run=run.pk)
    assert state(vpn)[2:] == (2, ("vpn",), 1, elif_.pk)
    assert "Dear Selin" in Message.objects.get(ticket=other, staff=True).text
    left = RunTicket.objects.get(run=run, ticket=nameless)
    assert (left.state, left.why) == ("refused", "missing")
    assert not nameless.events.filter(actor=elif_).exists()
    assert Event.objects.filter(kind="macro.ran").count() == 2
    tickets.take_back_run(actor=elif_, run=run.pk)
    go_on(run=run.pk)
    assert state(vpn)[2:5] == (3, (), 0)


def test_nothing_is_written_where_all_is_so_already(elif_, vpn):
    one = macro(elif_, steps=[{"do": "priority", "to": "normal"}])
    before = vpn.events.count()
    assert actions.run(actor=elif_, pk=one.pk, ticket=vpn.pk) is None
    assert vpn.events.count() == before
