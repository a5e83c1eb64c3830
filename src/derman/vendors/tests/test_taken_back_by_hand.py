"""What agents do with vendors, problems and guided fixes is taken back, unless something later builds on it."""

import pytest

from derman.problems import actions as problems
from derman.problems.models import Incident, Problem
from derman.runbooks import seeds
from derman.runbooks import tree as trees
from derman.runbooks.actions import install_starting_set
from derman.tickets import actions
from derman.tickets.actions.undoable import can_be_taken_back
from derman.tickets.errors import TooLateToUndo
from derman.tickets.models import Ticket
from derman.vendors import actions as vendors
from derman.vendors import standing
from derman.vendors.links import token_of
from derman.vendors.models import Case
from tests.cast import asks

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(mert, front_line):
    return asks(mert)


def last(ticket, kind):
    return Ticket.objects.get(pk=ticket.pk).events.filter(kind=kind).last()


def offered(ticket):
    """What the timeline offers to take back."""
    timeline = list(ticket.events.order_by("seq"))
    undone = {seq for event in timeline if event.kind == "ticket.undone" for seq in event.details["seqs"]}
    return {event.kind for event in timeline if event.seq in can_be_taken_back(timeline, undone)}


def undo(ticket, actor, kind):
    return actions.undo(actor=actor, ticket=ticket.pk, act=last(ticket, kind).act)


@pytest.mark.parametrize("verb", [vendors.end, vendors.withdraw])
def test_what_was_ended_is_with_the_vendor_again(verb, ticket, elif_, derya, arda):
    case = vendors.hand_to_vendor(actor=elif_, ticket=ticket.pk, vendor=arda.pk, text="It is down.", way="guest")
    case = Case.objects.get(ticket=ticket.pk)
    before = standing.of(case)
    verb(actor=elif_, ticket=ticket.pk, case=case.pk)
    assert "vendor.ended" in offered(ticket)
    undo(ticket, derya, "vendor.ended")
    assert standing.of(Case.objects.get(pk=case.pk)) == before
    vendors.answer(token=token_of(Case.objects.get(pk=case.pk)), text="A disk.", number="7", solved=False)
    assert "vendor.ended" not in offered(ticket)


def test_what_was_asked_for_again_since_is_named_first(ticket, elif_, arda):
    vendors.hand_to_vendor(actor=elif_, ticket=ticket.pk, vendor=arda.pk, text="It is down.", way="mail")
    case = Case.objects.get(ticket=ticket.pk)
    vendors.end(actor=elif_, ticket=ticket.pk, case=case.pk)
    ended = last(ticket, "vendor.ended").act
    vendors.ask_again(actor=elif_, ticket=ticket.pk, case=case.pk)
    assert offered(ticket) >= {"vendor.again"} and "vendor.ended" not in offered(ticket)
    with pytest.raises(TooLateToUndo):
        actions.undo(actor=elif_, ticket=ticket.pk, act=ended)
    undo(ticket, elif_, "vendor.again")
    assert Case.objects.get(pk=case.pk).state == "done"
    actions.undo(actor=elif_, ticket=ticket.pk, act=ended)
    assert Case.objects.get(pk=case.pk).state == "open"


def test_a_link_to_a_problem_and_its_end(ticket, elif_, derya, selin):
    other = asks(selin, "VPN kopuyor")
    problem = problems.begin(actor=derya, title="Gateway", tickets=[other.pk]).pk
    problems.link(actor=elif_, problem=problem, ticket=ticket.pk)
    made = Incident.objects.filter(ticket=ticket.pk).values("problem", "way", "by", "at", "sent", "told").get()
    problems.unlink(actor=derya, problem=problem, ticket=ticket.pk)
    undo(ticket, elif_, "problem.unlinked")
    assert Incident.objects.filter(ticket=ticket.pk).values("problem", "way", "by", "at", "sent", "told").get() == made
    assert "problem.linked" in offered(ticket)
    undo(ticket, elif_, "problem.linked")
    assert not Incident.objects.filter(ticket=ticket.pk).exists()
    assert Problem.objects.get(pk=problem).incidents == 1
    problems.link(actor=elif_, problem=problem, ticket=ticket.pk)
    Incident.objects.filter(ticket=ticket.pk).update(told=1)  # the requester heard of it
    with pytest.raises(TooLateToUndo):
        undo(ticket, elif_, "problem.linked")


def test_a_step_of_a_guided_fix(ticket, elif_, derya, aylin, monkeypatch):
    monkeypatch.setattr(seeds, "ALL", [one for one in seeds.ALL if one.name == "vpn"])
    install_starting_set(actor=aylin)
    walk = actions.begin_runbook(actor=elif_, ticket=ticket.pk, runbook="vpn")

    def way():
        walk.refresh_from_db()
        return walk.step, walk.state, walk.moved_at, list(walk.way.values_list("place", "step", "answer", "at"))

    ways, tree = [], trees.read(walk.version.tree)
    for place, which in ((1, 0), (2, 0), (1, 1)):  # the last one changes the first
        ways.append(way())
        answer = tree.steps[ways[-1][3][place - 1][1]].exits[which].key
        actions.answer_runbook(actor=elif_, ticket=ticket.pk, walk=walk.key, place=place, answer=answer)
    steps = list(ticket.events.filter(kind="runbook.step").order_by("-seq"))
    with pytest.raises(TooLateToUndo):
        actions.undo(actor=derya, ticket=ticket.pk, act=steps[1].act)
    for step in steps:
        assert offered(ticket) & {"runbook.step", "runbook.ended"}
        actions.undo(actor=derya, ticket=ticket.pk, act=step.act)
        assert way() == ways.pop()
    assert "runbook.begun" in offered(ticket)
