"""Walking: on and back, twice, round in circles, and by whom."""

from __future__ import annotations

from datetime import timedelta

import pytest

from derman.kernel import clock
from derman.runbooks import actions, queries
from derman.runbooks.actions.walking import forget_old_walks
from derman.runbooks.errors import NotReady, RunbookNotFound, WrongInput
from derman.runbooks.models import Runbook, Taken, Walk
from derman.tickets import actions as tickets
from derman.tickets.errors import NotAllowed, TicketNotFound

ROUND = {
    "titles": {"en": "Round"},
    "start": "try",
    "steps": {
        "try": {"kind": "instruction", "title": {"en": "Try"}, "exits": [{"key": "next", "next": "works"}]},
        "works": {
            "kind": "check",
            "title": {"en": "Works?"},
            "exits": [{"key": "worked", "next": "done"}, {"key": "failed", "next": "try"}],
        },
        "done": {"kind": "outcome", "title": {"en": "Good"}, "result": "solved"},
    },
}


@pytest.fixture
def seeded(aylin):
    actions.install_starting_set(actor=aylin)


def go(key, browser, *answers):
    for place, answer in enumerate(answers, start=1):
        done = actions.answer(key=key, person=None, browser=browser, place=place, answer=answer)
    return done


def test_somebody_unknown_walks_to_the_end(seeded):
    walk = actions.begin(runbook="locked-out", person=None, browser="b1", lang="tr")
    done = go(walk.key, "b1", "a1", "a1", "next", "worked")
    assert done.result == "solved"
    figures = queries.figures(Runbook.objects.get(seed="locked-out"))
    assert (figures.walks, figures.solved, figures.share(figures.solved)) == (1, 1, 100)
    assert figures.steps["says"].answers == {"a1": 1}


def test_the_same_answer_twice_is_one_and_another_one_changes_the_way(seeded):
    walk = actions.begin(runbook="locked-out", person=None, browser="b1")
    go(walk.key, "b1", "a1", "a1")
    again = actions.answer(key=walk.key, person=None, browser="b1", place=1, answer="a1")
    assert (again.changed, again.place) == (False, 2)
    actions.answer(key=walk.key, person=None, browser="b1", place=1, answer="a2")
    assert list(Taken.objects.values_list("step", "answer")) == [("says", "a2"), ("typing", "")]


def test_a_walk_is_its_walkers_own(seeded, mert):
    walk = actions.begin(runbook="locked-out", person=None, browser="b1")
    for person, browser in ((None, "b2"), (None, ""), (mert, ""), (mert, "b2")):
        with pytest.raises(RunbookNotFound):
            actions.answer(key=walk.key, person=person, browser=browser, place=1, answer="a1")
    # who signs in on the way goes on
    assert actions.answer(key=walk.key, person=mert, browser="b1", place=1, answer="a1").changed


def test_what_is_for_people_who_sign_in_cannot_be_walked_unknown(seeded, mert):
    with pytest.raises(RunbookNotFound):
        actions.begin(runbook="shared-folder", person=None, browser="b1")
    assert actions.begin(runbook="shared-folder", person=mert)


@pytest.mark.parametrize(("place", "answer"), [(0, "a1"), (2, "a1"), (1, "a9"), (1, "")])
def test_answers_that_are_none_are_refused(seeded, place, answer):
    walk = actions.begin(runbook="locked-out", person=None, browser="b1")
    with pytest.raises((WrongInput, RunbookNotFound)):
        actions.answer(key=walk.key, person=None, browser="b1", place=place, answer=answer)


def test_a_circle_needs_a_way_to_the_desk_and_ends_there(aylin):
    made = actions.start(actor=aylin, titles={"en": "Round"}, tree=ROUND, audience="everyone")
    with pytest.raises(NotReady) as refused:
        actions.publish(actor=aylin, runbook=made.pk)
    assert [fault.code for fault in refused.value.faults] == ["no_way_out"]
    steps = {**ROUND["steps"], "desk": {"kind": "outcome", "title": {"en": "Desk"}, "result": "ticket"}}
    ask = {"kind": "question", "title": {"en": "Q"}, "exits": [
        {"key": "a", "next": "try", "label": {"en": "Try"}}, {"key": "b", "next": "desk", "label": {"en": "No"}},
    ]}  # fmt: skip
    actions.write(actor=aylin, runbook=made.pk, tree={**ROUND, "start": "ask", "steps": {**steps, "ask": ask}})
    actions.publish(actor=aylin, runbook=made.pk)
    walk = actions.begin(runbook="round", person=None, browser="b1")
    actions.answer(key=walk.key, person=None, browser="b1", place=1, answer="a")
    place = 2
    for _round in range(3):
        actions.answer(key=walk.key, person=None, browser="b1", place=place, answer="next")
        place = actions.answer(key=walk.key, person=None, browser="b1", place=place + 1, answer="failed").place
    assert Walk.objects.get().step == "desk"


def test_who_leaves_has_given_up_where_they_stood_and_may_come_back(seeded):
    walk = actions.begin(runbook="locked-out", person=None, browser="b1")
    go(walk.key, "b1", "a1")
    runbook = Runbook.objects.get(seed="locked-out")
    assert queries.figures(runbook).walking == 1
    Walk.objects.update(moved_at=clock.now() - timedelta(hours=3))
    left = queries.figures(runbook)
    assert (left.walking, left.given_up, left.steps["own"].given_up) == (0, 1, 1)
    go(walk.key, "b1", "a1", "a1")
    assert queries.figures(runbook).given_up == 0


def test_walks_are_forgotten_after_ninety_days(seeded):
    actions.begin(runbook="locked-out", person=None, browser="b1")
    actions.begin(runbook="vpn", person=None, browser="b1")
    Walk.objects.filter(runbook__seed="vpn").update(started_at=clock.now() - timedelta(days=91))
    forget_old_walks()
    assert [walk.runbook.seed for walk in Walk.objects.all()] == ["locked-out"]


def test_the_ticket_carries_what_was_tried_and_a_second_click_opens_none(seeded, selin, front_line, elif_):
    walk = actions.begin(runbook="locked-out", person=None, browser="b1", lang="tr")
    go(walk.key, "b1", "a1", "a1", "next", "failed")
    first = tickets.ask_after_walk(actor=selin, walk=walk.key, text="Acil.", browser="b1", language="tr")
    second = tickets.ask_after_walk(actor=selin, walk=walk.key, text="Acil.", language="tr")
    assert (first.opened, second.opened, first.ticket.pk) == (True, False, second.ticket.pk)
    assert first.message.text.startswith("Acil.\n\n")
    assert "15 dakika hiç denemeyin" in first.message.text
    event = first.ticket.events.get(kind="runbook.walked")
    assert event.details["way"] == [["says", "a1"], ["own", "a1"], ["wait", "next"], ["works", "failed"]]
    assert Walk.objects.get().state == "ticket"


def test_a_walk_that_hands_on_goes_to_the_team_of_its_tier(seeded, selin, front_line, network):
    walk = actions.begin(runbook="locked-out", person=selin)
    for place, answer in ((1, "a1"), (2, "a3")):
        actions.answer(key=walk.key, person=selin, place=place, answer=answer)
    opened = tickets.ask_after_walk(actor=selin, walk=walk.key, text="")
    opened.ticket.refresh_from_db()
    assert opened.ticket.team == network
    assert opened.ticket.events.get(kind="team.changed").details["why"] == "runbook"


def test_an_agent_walks_beside_a_ticket_and_each_step_stands_on_the_timeline(seeded, elif_, vpn):
    walk = tickets.begin_runbook(actor=elif_, ticket=vpn.pk, runbook="locked-out")
    for place, answer in ((1, "a2"), (2, "next"), (2, "next"), (3, "worked")):
        tickets.answer_runbook(actor=elif_, ticket=vpn.pk, walk=walk.key, place=place, answer=answer)
    kinds = list(vpn.events.filter(kind__startswith="runbook.").values_list("kind", flat=True))
    assert kinds == ["runbook.begun", *["runbook.step"] * 3, "runbook.ended"]
    assert queries.figures(Runbook.objects.get(seed="locked-out")).by_desk == 1


def test_nobody_walks_beside_a_ticket_that_they_may_not_see(seeded, elif_, mert, secret, vpn):
    for person, ticket in ((elif_, secret), (mert, vpn)):
        with pytest.raises((TicketNotFound, NotAllowed)):
            tickets.begin_runbook(actor=person, ticket=ticket.pk, runbook="locked-out")
    walk = tickets.begin_runbook(actor=elif_, ticket=vpn.pk, runbook="locked-out")
    with pytest.raises(RunbookNotFound):
        actions.answer(key=walk.key, person=elif_, place=1, answer="a1")
