"""What a rule would have done to tickets in the past, and what happened instead. Nothing of a ticket is changed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from derman.automation.book import Ready
from derman.automation.conditions import Because
from derman.automation.rewinding import Above, Past, backwards, past_of
from derman.automation.seeing import Said, Seen, categories_above, look_at, said_in
from derman.automation.steps import Step
from derman.automation.timing import working_time
from derman.desk.working import WorkingTime
from derman.kernel import sql
from derman.tickets.models import PRIORITY_CODES, UNRESOLVED

_TALK = """
SELECT m.ticket_id, m.created_at, m.staff FROM tickets_message m WHERE m.ticket_id = ANY(%s) AND m.public
AND NOT m.automatic AND m.withdrawn_at IS NULL AND m.forward_id IS NULL ORDER BY m.ticket_id, m.seq
"""
ANSWERED = "message.replied"
# step → the kind of event by which the same is seen to have been done
_SAME = {
    "priority": "priority.changed",
    "kind": "kind.changed",
    "status": "status.changed",
    "wait": "status.changed",
    "back": "status.changed",
    "team": "team.changed",
    "assignee": "assignee.changed",
    "category": "category.changed",
    "tag": "tags.changed",
    "untag": "tags.changed",
    "reply": ANSWERED,
    "saved_reply": ANSWERED,
}
SPOKEN = ("text", "words", "thanks", "automatic", "proof")  # keys that ask what was said


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A moment at which the rule would have run.

    `changes`: {"do", "from", "to", "same", "now"} for each step that would have changed something; `same`: after how
    many seconds the same was done anyway, `now`: what stands there today.
    """

    ticket: int
    at: datetime
    because: Because
    changes: list[dict[str, Any]]


def foretell(rule: Ready, hours: int, working: bool, numbers: Collection[int], since: datetime) -> list[Hit]:
    """When the rule would have run on these tickets after `since`, in order by ticket. 5 statements at most."""
    seen = look_at(numbers)
    past = past_of(seen, [*rule.trigger.kinds, ANSWERED])
    above = categories_above()
    if rule.trigger.timed:
        due = _due(rule.when, hours, working_time() if working else None, seen, past)
    else:
        due = {number: _heard(rule, past.get(number, ())) for number in seen}
    spoken = _spoken(due, past) if not rule.trigger.timed else {}
    hits = []
    for number in sorted(seen):
        if due.get(number):
            hits += _on_one(rule, seen[number], past.get(number, ()), due[number], since, above, spoken)
    return hits


type Due = dict[int, datetime]  # place in the past after which it is → the moment


def _heard(rule: Ready, past: Sequence[Past]) -> Due:
    """The ends of the acts to which the rule listens."""
    acts = {event.act for event in past if event.kind in rule.trigger.kinds and rule.trigger.fits(event.details)}
    last = {event.act: place for place, event in enumerate(past) if event.act in acts}
    return {place: past[place].at for place in last.values()}


def _due(
    when: str, hours: int, working: WorkingTime | None, seen: Mapping[int, Seen], past: Mapping[int, Sequence[Past]]
) -> dict[int, Due]:
    """The moments at which it had been so for so long."""
    span = timedelta(hours=hours)
    talk: dict[int, list[tuple[datetime, bool]]] = {}
    if when != "untouched":
        for number, at, staff in sql.rows(_TALK, [list(seen)]):
            talk.setdefault(number, []).append((at, staff))
    found: dict[int, Due] = {}
    for number, one in seen.items():
        times = [event.at for event in past.get(number, ())]
        if when == "untouched":
            quiet = [*pairwise(times), *((at, None) for at in times[-1:])]
        else:
            quiet = list(_quiet(when, talk.get(number, [])))
        for begins, ends in quiet:
            if ends is not None and ends - begins < span:
                continue
            moment = working.after(begins, span) if working is not None else begins + span
            if moment is None or moment > one.now or (ends is not None and moment >= ends):
                continue
            place = bisect_right(times, moment) - 1
            if place >= 0:
                found.setdefault(number, {})[place] = moment
    return found


def _quiet(when: str, talk: Sequence[tuple[datetime, bool]]) -> Iterator[tuple[datetime, datetime | None]]:
    """From when until when somebody waited: the requester for an answer, or the desk for the requester."""
    waits: datetime | None = None
    for at, staff in talk:
        if when == "silent":
            if waits is not None:
                yield waits, at
            waits = at if staff else None
        elif staff:
            if waits is not None:
                yield waits, at
            waits = None
        elif waits is None:
            waits = at
    if waits is not None:
        yield waits, None


def _spoken(due: Mapping[int, Due], past: Mapping[int, Sequence[Past]]) -> dict[str, Said]:
    """Act → what was written with it. 1 statement; none where nothing was."""
    wanted: dict[int, str] = {}
    for number, moments in due.items():
        acts = {past[number][place].act for place in moments}
        wanted |= {event.details["message"]: event.act for event in past[number]
                   if event.act in acts and event.details.get("message")}  # fmt: skip
    return {wanted[key]: said for key, said in said_in(wanted).items()} if wanted else {}


def _on_one(
    rule: Ready,
    seen: Seen,
    past: Sequence[Past],
    due: Due,
    since: datetime,
    above: Above,
    spoken: Mapping[str, Said],
) -> list[Hit]:
    stands = {do: _value(do, seen) for do in _SAME}
    first, hits = seen.said, []
    for place in backwards(seen, past, above):
        at = due.get(place)
        if at is not None and at >= since and (not rule.trigger.timed or seen.ticket.status in UNRESOLVED):
            then = replace(seen, said=spoken.get(past[place].act, first), now=at)
            because: Because = []
            if rule.holds(then, because):
                changes = [_compared(step, then, past, place, stands) for step in rule.steps]
                told = [change for change in changes if change is not None]
                hits.append(Hit(ticket=seen.ticket.pk, at=at, because=because, changes=told))
        if past[place].at < since and not due_before(due, place):
            break
    hits.reverse()
    return hits[:1] if rule.once else hits


def due_before(due: Due, place: int) -> bool:
    """Is there a moment still to be looked at before this place?"""
    return any(one < place for one in due)


def _value(do: str, seen: Seen) -> Any:
    ticket = seen.ticket
    match do:
        case "priority":
            return PRIORITY_CODES[ticket.priority]
        case "kind":
            return ticket.kind
        case "status" | "back":
            return ticket.status
        case "wait":
            return ticket.waiting_for or ticket.status
        case "team":
            return ticket.team_id
        case "assignee":
            return ticket.assignee_id
        case "category":
            return ticket.category_id
        case "tag" | "untag":
            return list(ticket.tags)
        case _:
            return None


def _compared(
    step: Step, then: Seen, past: Sequence[Past], place: int, stands: Mapping[str, Any]
) -> dict[str, Any] | None:
    """What a step would have changed; None where it was so already."""
    do, was = step["do"], _value(step["do"], then)
    to: Any = step.get("to")
    if do == "assignee" and to in ("nobody", "last"):
        to = None if to == "nobody" else _last_holder(past[: place + 1])
        if step["to"] == "last" and (was is not None or to is None):
            return None
    if do == "back":
        to = _before_reopened(past[: place + 1])
        if then.ticket.status != "open" or to is None:
            return None
    if do in ("tag", "untag"):
        if (to in was) == (do == "tag"):
            return None
        was = None
    elif do in _SAME and do not in ("reply", "saved_reply") and was == to:
        return None
    change = {"do": do, "from": was, "to": to, "same": None, "now": None}
    if do in _SAME:
        change["same"] = _same_later(do, to, past[place + 1 :], then.now)
        change["now"] = (to in stands[do]) if do in ("tag", "untag") else stands[do]
    return change


def _same_later(do: str, to: Any, later: Sequence[Past], at: datetime) -> int | None:
    for event in later:
        if event.kind == _SAME[do] and _reached(do, to, event.details.get("after")):
            return max(0, int((event.at - at).total_seconds()))
    return None


def _reached(do: str, to: Any, after: Any) -> bool:
    match do:
        case "reply" | "saved_reply":
            return True
        case "priority":
            return bool(after["priority"] == to)
        case "status" | "back":
            return bool(after["status"] == to)
        case "wait":
            return bool(after.get("waiting_for") == to)
        case "team":
            return bool(after["team"] == to)
        case "tag":
            return to in after
        case "untag":
            return to not in after
        case _:
            return bool(after == to)


def _last_holder(past: Sequence[Past]) -> int | None:
    held = [event.details["before"] for event in past if event.kind == "assignee.changed" and event.details["before"]]
    return held[-1] if held else None


def _before_reopened(past: Sequence[Past]) -> str | None:
    changed = [event.details["before"]["status"] for event in past if event.kind == "status.changed"]
    return changed[-1] if changed and changed[-1] in ("resolved", "closed") else None
