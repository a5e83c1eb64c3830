"""The questions about problems, each with a fixed number of SQL statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from derman.kernel import sql
from derman.knowledge.access import translations_at_desk
from derman.people.models import Person
from derman.problems.access import (
    SEEN_BY_AGENT,
    incidents_visible_to,
    may_close,
    offered_to,
    visible_to,
)
from derman.problems.actions.locking import LARGEST
from derman.problems.errors import ProblemNotFound
from derman.problems.models import OPEN, Happening, Incident, Problem, Telling
from derman.problems.words import draft_of_telling, language_of
from derman.tickets.access import visible_to as tickets_visible_to
from derman.tickets.models import HIDDEN, Message, Ticket

PAGE = 30
MOST_HAPPENINGS = 200
MOST_SUGGESTED = 10
MOST_COUNTED = 5000


def some(
    person: Any, *, which: str = "open", words: str = "", before: int | None = None, size: int = PAGE
) -> list[Problem]:
    """Problems, the latest first; one more than `size` where there are more. `which`: open, closed, known, mine, all.

    1 statement.
    """
    rows = visible_to(person).select_related("team", "owner")
    match which:
        case "open":
            rows = rows.filter(status__in=OPEN)
        case "closed":
            rows = rows.filter(status="closed")
        case "known":
            rows = rows.filter(status="known_error")
        case "mine":
            rows = rows.filter(owner=person, status__in=OPEN)
        case _:
            pass
    if words.strip():
        rows = rows.filter(Q(title__icontains=words.strip()[:100]) | Q(pk=_number(words)))
    if before is not None:
        rows = rows.filter(pk__lt=min(before, LARGEST - 1))
    return list(rows.order_by("-pk")[: size + 1])


def _number(words: str) -> int:
    digits = words.strip().lstrip("pP#")
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 10 else 0


def find(person: Any, pk: int) -> Problem:
    """One that `person` may see. 1 statement. Raises ProblemNotFound."""
    rows = visible_to(person).filter(pk=pk).select_related("team", "owner", "written_by", "category", "article")
    found = rows.first() if 0 < pk < LARGEST else None
    if found is None:
        raise ProblemNotFound(_("There is no such problem."))
    return found


@dataclass(frozen=True, slots=True)
class Opened:
    """A problem with all that its page shows."""

    row: Problem
    incidents: list[Incident]  # those that the reader may see, the latest linked first; PAGE at most
    hidden: int  # linked tickets that the reader may not see
    happenings: list[Happening]  # the latest first
    numbers: frozenset[int]  # tickets named there that the reader may see
    names: dict[int, str]  # of people and teams named there: people by id
    telling: Telling | None  # the latest
    may_close: bool
    article: int | None  # a translation of its article that the reader may see
    change_seen: bool


def opened(person: Person, pk: int) -> Opened:
    """10 statements at most. Raises ProblemNotFound."""
    row = find(person, pk)
    seen = incidents_visible_to(person).filter(problem=row)
    incidents = list(seen.select_related("ticket__requester", "sent").order_by("-pk")[:PAGE])
    visible = len(incidents) if len(incidents) < PAGE else seen.count()
    happenings = list(row.happenings.select_related("actor").order_by("-at", "-pk")[:MOST_HAPPENINGS])
    named = {number for one in happenings for number in one.details.get("tickets", ())}
    named |= {one.details["ticket"] for one in happenings if one.details.get("ticket")}
    numbers = tickets_visible_to(person).filter(pk__in=named).values_list("pk", flat=True) if named else ()
    owners = {one.details["after"] for one in happenings if one.kind == "owner" and one.details["after"]}
    names = dict(Person.objects.filter(pk__in=owners).values_list("pk", "name")) if owners else {}
    article = None
    if row.article_id is not None:
        article = translations_at_desk(person).filter(article=row.article_id).values_list("pk", flat=True).first()
    return Opened(
        row=row,
        incidents=incidents,
        hidden=max(0, row.incidents - visible),
        happenings=happenings,
        numbers=frozenset(numbers),
        names=names,
        telling=row.tellings.first(),
        may_close=may_close(person, row),
        article=article,
        change_seen=sees_change(person, row),
    )


def incidents(person: Any, pk: int, *, before: int | None = None, size: int = PAGE) -> list[Incident]:
    """Linked tickets that `person` may see, the latest linked first; one more than `size` where there are more.

    2 statements. Raises ProblemNotFound.
    """
    row = find(person, pk)
    rows = incidents_visible_to(person).filter(problem=row).select_related("ticket__requester", "sent")
    if before is not None:
        rows = rows.filter(pk__lt=min(before, LARGEST - 1))
    return list(rows.order_by("-pk")[: size + 1])


_OF_TICKET = f"""
SELECT {{columns}} FROM problems_incident i JOIN problems_problem p ON p.id = i.problem_id
LEFT JOIN tickets_message m ON m.id = i.sent_id
WHERE i.ticket_id = %(ticket)s AND {SEEN_BY_AGENT} ORDER BY i.id
"""  # noqa: S608


def of_ticket(person: Person, ticket: int) -> list[Incident]:
    """The problems behind a ticket that `person`, an agent, is known to see, with what was sent. 1 statement."""
    models = ((Incident, "i"), (Problem, "p"), (Message, "m"))
    found = []
    for incident, problem, message in sql.read_joined(_OF_TICKET, models, {"ticket": ticket, "person": person.pk}):
        incident.problem, incident.sent = problem, message
        found.append(incident)
    return found


def offered_on(requester: Any, ticket: int) -> list[Problem]:
    """What its requester may know of the causes behind their own ticket: open known errors. 1 statement."""
    rows = offered_to(requester).filter(ticket=ticket, problem__status__in=OPEN).select_related("problem")
    return [one.problem for one in rows.order_by("pk")]


def tickets_like(person: Any, row: Problem, numbers: Sequence[int]) -> list[Ticket]:
    """Of tickets that are like it (numbers, best first), those that could be linked. 2 statements."""
    known = set(row.linked.filter(ticket__in=numbers).values_list("ticket", flat=True))
    rows = tickets_visible_to(person).filter(pk__in=[n for n in numbers if n not in known], merged_into=None)
    found = {one.pk: one for one in rows.exclude(status="spam").select_related("requester")}
    return [found[number] for number in numbers if number in found][:MOST_SUGGESTED]


def for_ticket(person: Any, ticket: Ticket, numbers: Sequence[int]) -> list[Problem]:
    """Open problems that may be behind a ticket: first those of tickets like it (numbers), then the latest.

    3 statements.
    """
    mine = set(Incident.objects.filter(ticket=ticket).values_list("problem", flat=True))
    often = (
        Incident.objects.filter(ticket__in=numbers)
        .order_by()
        .values_list("problem", flat=True)
        .annotate(n=Count("pk"))
        .order_by("-n", "-problem")
        .values_list("problem", flat=True)[:MOST_SUGGESTED]
    )
    first = list(often)
    open_ones = visible_to(person).filter(status__in=OPEN).exclude(pk__in=mine)
    latest = list(open_ones.filter(pk__in=first)) if first else []
    latest.sort(key=lambda one: first.index(one.pk))
    more = open_ones.exclude(pk__in=[one.pk for one in latest]).order_by("-pk")[: MOST_SUGGESTED - len(latest)]
    return [*latest, *more]


@dataclass(frozen=True, slots=True)
class Preview:
    """Whom closing tells, and in which language: for the page before it happens."""

    drafts: dict[str, str]
    counts: dict[str, int]  # by language
    first: list[tuple[str, str]]  # some of them: name, language
    more: bool  # not all were counted


def preview(row: Problem) -> Preview:
    """Of a problem that the reader may see and close. 2 statements."""
    rows = row.linked.select_related("ticket__requester").exclude(ticket__status__in=HIDDEN)
    counts: dict[str, int] = {}
    first: list[tuple[str, str]] = []
    for one in rows.order_by("pk")[:MOST_COUNTED]:
        code = language_of(one.ticket)
        counts[code] = counts.get(code, 0) + 1
        if len(first) < 5:
            first.append((one.ticket.requester.name or one.ticket.requester.email, code))
    return Preview(draft_of_telling(row), counts, first, row.incidents > MOST_COUNTED)


def some_behind(person: Any, ticket: int) -> list[Problem]:
    """The problems behind a ticket, of those that `person` may see. 1 statement."""
    behind = Incident.objects.filter(ticket=ticket).values("problem")
    return list(visible_to(person).filter(pk__in=behind).select_related("team", "owner").order_by("pk"))


def sees_change(person: Any, row: Problem) -> bool:
    """May they see the ticket of the change? 1 statement at most."""
    number = row.change_ticket_id
    return number is not None and tickets_visible_to(person).filter(pk=number).exists()


def seen_details(one: Happening, numbers: frozenset[int]) -> dict[str, Any]:
    """The details of a line of the timeline, without tickets that the reader may not see."""
    shown = dict(one.details)
    if "tickets" in shown:
        shown["tickets"] = [number for number in shown["tickets"] if number in numbers]
    if shown.get("ticket") not in numbers and "ticket" in shown:
        shown["ticket"] = None
    return shown
