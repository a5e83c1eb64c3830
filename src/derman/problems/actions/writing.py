"""Problems are begun and described: what is wrong, why, what helps meanwhile, what is done about it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from derman.kernel import clock
from derman.people.access import teams_visible_to
from derman.people.models import Person, Role
from derman.problems import words
from derman.problems.actions.linking import link_many
from derman.problems.actions.locking import happened, locked, save, tell_screens
from derman.problems.errors import NotAllowed, WrongInput
from derman.problems.models import Decision, Happening, Incident, Problem, Status
from derman.tickets.access import visible_to as tickets_visible_to
from derman.tickets.models import PRIORITY_OF, Category, Priority


class Details(TypedDict, total=False):
    """What is said of a problem; what is not given stays."""

    title: str
    description: str
    status: str
    priority: int | str  # a number from 1 to 4, or its code
    category: int | None
    team: int | None
    owner: int | None
    known_titles: object
    workarounds: object
    whys: Sequence[str]
    cause: str
    decision: str
    decision_reason: str
    change_words: str
    change_ticket: int | None


def begin(
    *,
    actor: Person,
    tickets: Collection[int] = (),
    way: str = Incident.Way.HAND,
    **details: Unpack[Details],
) -> Problem:
    """A new problem, with the tickets that are its incidents. Raises NotAllowed, WrongInput, tickets.TicketNotFound."""
    if not actor.is_staff_member:
        raise NotAllowed(_("Only people of the desk write problems."))
    row = Problem(written_by=actor)
    _describe(actor, row, {"title": "", **details})
    with transaction.atomic():
        row.save()
        happened(row, "begun", actor)
        link_many(actor, row, tickets, way)
        tell_screens(row)
    return row


def describe(*, actor: Person, problem: int, revision: int | None = None, **details: Unpack[Details]) -> Problem:
    """Change what is said of it. Raises ProblemNotFound, Overtaken, WrongInput."""
    with transaction.atomic():
        row = locked(actor, problem, revision=revision)
        before = {name: getattr(row, name) for name in _COLUMNS}
        _describe(actor, row, details)
        changed = [name for name in _COLUMNS if getattr(row, name) != before[name]]
        if "status" in changed and row.status == Status.CLOSED:
            raise WrongInput(_("Close it by “Close and tell”, so that those affected hear of it."), field="status")
        if "status" in changed and before["status"] == Status.CLOSED:
            raise WrongInput(_("Reopen it first."), field="status")
        if changed:
            save(row, *(name.removesuffix("_id") for name in changed))
            for kind, said in _said(row, before, changed):
                happened(row, kind, actor, **said)
    return row


_COLUMNS = (
    "title",
    "description",
    "status",
    "priority",
    "category_id",
    "team_id",
    "owner_id",
    "known_titles",
    "workarounds",
    "whys",
    "cause",
    "decision",
    "decision_reason",
    "change_words",
    "change_ticket_id",
)


def _said(row: Problem, before: dict[str, Any], changed: list[str]) -> list[tuple[str, dict[str, Any]]]:
    """The lines of the timeline for what changed."""
    lines: list[tuple[str, dict[str, Any]]] = []
    if "status" in changed:
        lines.append(("status", {"before": before["status"], "after": row.status}))
    if "owner_id" in changed:
        lines.append(("owner", {"after": row.owner_id}))
    if "team_id" in changed:
        lines.append(("team", {"after": row.team_id}))
    if {"known_titles", "workarounds"}.intersection(changed):
        lines.append(("known_error", {}))
    if {"whys", "cause"}.intersection(changed):
        lines.append(("analysed", {}))
    if {"decision", "decision_reason"}.intersection(changed):
        lines.append(("decided", {"decision": row.decision, "reason": row.decision_reason}))
    if {"change_words", "change_ticket_id"}.intersection(changed):
        lines.append(("change", {"words": row.change_words, "ticket": row.change_ticket_id}))
    if {"title", "description", "priority", "category_id"}.intersection(changed):
        lines.append(("described", {}))
    return lines


def _describe(actor: Person, row: Problem, details: Details) -> None:
    if "title" in details:
        row.title = words.line(details["title"], "title")
        if not row.title:
            raise WrongInput(_("A problem needs a title."), field="title")
    if "description" in details:
        row.description = words.text(details["description"], "description")
    _place(actor, row, details)
    if "known_titles" in details:
        row.known_titles = words.texts(details["known_titles"], "known_titles", longest=160, lines=False)
    if "workarounds" in details:
        row.workarounds = words.texts(details["workarounds"], "workarounds")
        if row.offered_at is not None and not row.workarounds:
            raise WrongInput(_("It is offered to requesters. Withdraw the offer first."), field="workarounds")
    if "whys" in details:
        row.whys = [why for one in list(details["whys"])[: words.MOST_WHYS] if (why := words.line(one, "whys", 500))]
    if "cause" in details:
        row.cause = words.text(details["cause"], "cause")
    if "status" in details:
        if details["status"] not in Status:
            raise WrongInput(_("There is no such status."), field="status")
        if details["status"] == Status.KNOWN_ERROR and not row.workarounds and not row.cause:
            raise WrongInput(_("A known error has a cause or a workaround. Write one of them."), field="status")
        row.status = details["status"]
    if "decision" in details or "decision_reason" in details:
        row.decision = details.get("decision", row.decision)
        row.decision_reason = words.text(details.get("decision_reason", row.decision_reason), "decision_reason", 1000)
        if row.decision and row.decision not in Decision:
            raise WrongInput(_("Fix it now, build it anew, or live with it."), field="decision")
        if row.decision and not row.decision_reason:
            raise WrongInput(_("Say why, so that it can be understood later."), field="decision_reason")
    if "change_words" in details:
        row.change_words = words.line(details["change_words"], "change_words", 300)
    if "change_ticket" in details:
        number = details["change_ticket"]
        if number is not None and not tickets_visible_to(actor).filter(pk=number).exists():
            raise WrongInput(_("There is no ticket with this number that you may see."), field="change_ticket")
        row.change_ticket_id = number


def _place(actor: Person, row: Problem, details: Details) -> None:
    if "priority" in details:
        given = details["priority"]
        priority = PRIORITY_OF.get(given) if isinstance(given, str) else given
        if priority not in Priority.values:
            raise WrongInput(_("A priority is critical, high, normal or low."), field="priority")
        row.priority = Priority(priority)
    if "category" in details:
        category = details["category"]
        if category is not None and not Category.objects.filter(pk=category).exists():
            raise WrongInput(_("There is no such category."), field="category")
        row.category_id = category
    if "team" in details and details["team"] != row.team_id:
        team = details["team"]
        if team is not None and not teams_visible_to(actor).filter(pk=team).exists():
            raise WrongInput(_("There is no such team."), field="team")
        row.team_id = team
    if "owner" in details and details["owner"] != row.owner_id:
        owner = details["owner"]
        staff = Person.objects.filter(pk=owner or 0, is_active=True).exclude(role=Role.REQUESTER)
        if owner is not None and not staff.exists():
            raise WrongInput(_("Choose somebody who works at the desk."), field="owner")
        row.owner_id = owner


def note(*, actor: Person, problem: int, text: str, at: datetime | None = None) -> Happening:
    """What somebody found out, for the timeline of the analysis; `at`: when it happened.

    Raises ProblemNotFound, WrongInput.
    """
    with transaction.atomic():
        row = locked(actor, problem)
        said = words.text(text, "note", 2000)
        if not said:
            raise WrongInput(_("Write something first."), field="note")
        moment = clock.now()
        if at is not None and not moment - timedelta(days=3650) < at <= moment + timedelta(minutes=1):
            raise WrongInput(_("It happened in the last ten years, and not in the future."), field="at")
        made = happened(row, "noted", actor, text=said)
        if at is not None:
            made.at = at
            made.save(update_fields=["at"])
        save(row)
    return made
