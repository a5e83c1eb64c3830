"""Walking: begin, answer, and what a walk ends in. The same answer twice is one; an earlier one can be changed."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from derman.kernel import clock
from derman.people.models import Person
from derman.runbooks import tree as trees
from derman.runbooks.access import visible_to, walkers_of, walks_of
from derman.runbooks.errors import RunbookNotFound, WrongInput
from derman.runbooks.keeping import KEPT
from derman.runbooks.models import Runbook, Taken, Walk
from derman.runbooks.tree import AGAIN, Kind, Result, Tree

LONGEST_WAY = 250
_REACHED = {Result.SOLVED.value: Walk.State.SOLVED, Result.ARTICLE.value: Walk.State.ARTICLE}
_REACHED_BY_DESK = {
    **_REACHED,
    Result.TICKET.value: Walk.State.TICKET,
    Result.ESCALATE.value: Walk.State.ESCALATED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What an answer did: the step that was answered, where the walk stands now, and whether anything changed."""

    walk: Walk
    step: str
    answer: str
    place: int  # of the step that comes now
    changed: bool
    result: str  # of the outcome that was reached; else empty
    before: dict[str, Any] = field(default_factory=dict)  # as the walk stood: for `take_back_answer`


def begin(*, runbook: str, person: Any, browser: str = "", lang: str = "") -> Walk:
    """Begin to walk the runbook at this address. Raises RunbookNotFound, WrongInput from whom nothing is known."""
    walkers = walkers_of(person, browser)
    if not walkers:
        raise WrongInput(_("Your browser must keep a cookie for this."))
    return _begin(_to_walk(person, runbook), walker=walkers[0], lang=lang)


def begin_beside(*, runbook: str, actor: Person, ticket: int, lang: str = "") -> Walk:
    """Begin to walk beside a ticket, which the caller has found that `actor` may change. Raises RunbookNotFound."""
    return _begin(_to_walk(actor, runbook), walker=walkers_of(actor)[0], lang=lang, ticket=ticket)


def begin_by_desk(*, runbook: int, ticket: int) -> Walk | None:
    """The desk itself begins one beside a ticket, for its agents to walk; None where it stands begun already.

    Raises RunbookNotFound.
    """
    found = Runbook.objects.select_related("live").filter(pk=runbook, live__isnull=False, removed_at=None).first()
    if found is None:
        raise RunbookNotFound(_("There is no such guided fix."))
    if Walk.objects.filter(ticket=ticket, by_desk=True, runbook=found, state=Walk.State.WALKING).exists():
        return None
    return _begin(found, walker="desk", lang="", ticket=ticket)


def take_back_begun(*, walk: int, ticket: int) -> bool:
    """Take back that one was begun beside a ticket; False where somebody has answered a step of it."""
    held = Walk.objects.select_for_update().filter(pk=walk, ticket=ticket, by_desk=True).first()
    if held is None or held.way.exclude(answer="").exists():
        return False
    held.delete()
    return True


def take_back_answer(*, walk: int, ticket: int, answer: str, before: Mapping[str, Any]) -> bool:
    """Beside a ticket, put a walk back to where it stood before an answer; False where it has gone on since."""
    held = Walk.objects.select_for_update().filter(pk=walk, ticket=ticket, by_desk=True).first()
    way = list(held.way.all()) if held is not None else []
    place = before["way"][0][0]
    if held is None or len(way) != place + 1 or way[place - 1].answer != answer or way[place].answer:
        return False
    held.way.filter(place__gte=place).delete()
    Taken.objects.bulk_create(
        Taken(walk=held, place=place, step=step, answer=said, at=datetime.fromisoformat(at))
        for place, step, said, at in before["way"]
    )
    held.step, held.state = before["step"], before["state"]
    held.moved_at = datetime.fromisoformat(before["moved_at"])
    held.save(update_fields=["step", "state", "moved_at"])
    return True


def _stood(walk: Walk, way: Sequence[Taken]) -> dict[str, Any]:
    """Where a walk stands, and its way from some place on."""
    taken = [[one.place, one.step, one.answer, one.at.isoformat()] for one in way]
    return {"way": taken, "step": walk.step, "state": str(walk.state), "moved_at": walk.moved_at.isoformat()}


def _to_walk(person: Any, slug: str) -> Runbook:
    found = visible_to(person).select_related("live").filter(slug=slug).first()
    if found is None:
        raise RunbookNotFound(_("There is no such guided fix."))
    return found


def _begin(runbook: Runbook, *, walker: str, lang: str, ticket: int | None = None) -> Walk:
    assert runbook.live is not None
    start = trees.read(runbook.live.tree).start
    with transaction.atomic():
        walk = Walk.objects.create(
            key=secrets.token_urlsafe(24),
            runbook=runbook,
            version=runbook.live,
            walker=walker,
            lang=lang if lang in trees.languages() else trees.languages()[0],
            by_desk=ticket is not None,
            ticket=ticket,
            step=start,
        )
        Taken.objects.create(walk=walk, place=1, step=start)
    return walk


def answer(*, key: str, person: Any, browser: str = "", place: int, answer: str) -> Answered:
    """Answer the step at a place of one's own walk. Raises RunbookNotFound, WrongInput."""
    with transaction.atomic():
        rows = walks_of(person, browser).select_related("version").select_for_update(of=("self",))
        return advance(_one(rows.filter(key=key[:64])), place=place, answer=answer)


def answer_beside(*, key: str, ticket: int, place: int, answer: str) -> Answered:
    """The same beside a ticket that the caller holds. Raises RunbookNotFound, WrongInput."""
    rows = Walk.objects.filter(key=key[:64], ticket=ticket, by_desk=True)
    return advance(_one(rows.select_related("version").select_for_update(of=("self",))), place=place, answer=answer)


def _one(rows: Any) -> Walk:
    found: Walk | None = rows.first()
    if found is None:
        raise RunbookNotFound(_("This walk is over or is not yours. Begin again."))
    return found


def advance(walk: Walk, *, place: int, answer: str) -> Answered:
    """Within a transaction that holds the walk."""
    tree = trees.read(walk.version.tree)
    way = list(walk.way.all())
    if not 1 <= place <= len(way):
        raise RunbookNotFound(_("There is no such step."))
    here = way[place - 1]
    step = tree.steps[here.step]
    leads = step.exit_by(answer)
    if leads is None or (walk.state in (Walk.State.TICKET, Walk.State.ESCALATED) and not walk.by_desk):
        raise WrongInput(_("Choose one of the answers."), field="answer")
    if here.answer == answer and len(way) > place:
        return Answered(walk=walk, step=here.step, answer=answer, place=place + 1, changed=False, result="")
    moment, before = clock.now(), _stood(walk, way[place - 1 :])
    following = _after(tree, [one.step for one in way[:place]], leads.next)
    walk.way.filter(place__gt=place).delete()
    here.answer, here.at = answer, moment
    here.save(update_fields=["answer", "at"])
    Taken.objects.create(walk=walk, place=place + 1, step=following, at=moment)
    result = tree.steps[following].result
    reached = _REACHED_BY_DESK if walk.by_desk else _REACHED
    walk.step, walk.moved_at = following, moment
    walk.state = reached.get(result, Walk.State.WALKING)
    walk.save(update_fields=["step", "moved_at", "state"])
    told: dict[str, Any] = {"step": here.step, "answer": answer, "result": result, "before": before}
    return Answered(walk=walk, place=place + 1, changed=True, **told)


def _after(tree: Tree, before: list[str], wanted: str) -> str:
    """The step that comes: the wanted one, or the desk where the walk has come by there too often."""
    if (before.count(wanted) >= AGAIN or len(before) >= LONGEST_WAY) and tree.steps[wanted].kind != Kind.OUTCOME:
        return tree.fallback() or wanted
    return wanted


def asked_for_help(*, key: str, person: Person, browser: str = "") -> Walk:
    """A walk from which a ticket is to be written, locked: now the person's, if they began it unknown.

    Must be called in the transaction that opens the ticket. Raises RunbookNotFound.
    """
    rows = walks_of(person, browser).select_related("version", "runbook").select_for_update(of=("self",))
    walk = _one(rows.filter(key=key[:64]))
    walk.walker = walkers_of(person)[0]
    return walk


def ended_in(walk: Walk, *, ticket: int) -> None:
    """The ticket is written. Must be called in the transaction that holds the walk."""
    step = trees.read(walk.version.tree).steps.get(walk.step)
    escalated = step is not None and step.result == Result.ESCALATE
    walk.ticket, walk.moved_at = ticket, clock.now()
    walk.state = Walk.State.ESCALATED if escalated else Walk.State.TICKET
    walk.save(update_fields=["walker", "ticket", "state", "moved_at"])


def forget_old_walks() -> None:
    """Delete walks that began longer ago than KEPT. 1 statement for them and one for their ways."""
    Walk.objects.filter(started_at__lt=clock.now() - KEPT).delete()
