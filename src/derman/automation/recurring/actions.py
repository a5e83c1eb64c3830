"""What can be done with templates: written, paused, taken away, brought back, and opened by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from derman.automation.errors import NotAllowed, Overtaken, TemplateNotFound, WrongInput
from derman.automation.models import Template
from derman.automation.recurring.access import all_of
from derman.automation.recurring.opening import open_one, open_written
from derman.automation.recurring.queries import set_next, template, usable_one
from derman.automation.recurring.rhythm import CLOSED, EVERY, LAST
from derman.kernel import clock
from derman.people.access import teams_closed_to
from derman.people.actions import find_or_add_requester
from derman.people.addresses import BadAddress
from derman.people.models import Person, Team
from derman.tickets.incoming import Incoming
from derman.tickets.models import PRIORITY_OF, Category, Kind, Ticket
from derman.tickets.variables import unknown_in

MOST, MOST_TASKS, LONGEST = 500, 50, 20_000
# what is not known before there is a ticket
_LATER = {"ticket.number", "ticket.link", "ticket.subject", "agent.name"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A template as it is given. `every`: see rhythm.EVERY; empty: opened by hand alone. Tasks: see `task_checked`."""

    name: str
    requester: str  # an address
    subject: str
    text: str
    kind: str = Kind.REQUEST
    priority: str = "normal"
    category: int | None = None
    team: int | None = None
    tags: Sequence[str] = ()
    tasks: Sequence[Mapping[str, Any]] = ()
    every: str = ""
    number: int = 1
    nth: int = 1
    weekday: int = 0
    first: date | None = None
    until: date | None = None
    at: time = time(9)
    zone: str = "UTC"
    closed: str = "open"


def save(*, actor: Person, given: Given, pk: int | None = None, version: int | None = None) -> Template:
    """Write a template, or change the one with the id `pk`. `version`: the one that the actor has seen.

    Raises TemplateNotFound, NotAllowed, Overtaken, WrongInput with the field.
    """
    _may(actor)
    with transaction.atomic():
        kept = _locked(actor, pk) if pk is not None else Template(version=0)
        if version is not None and kept.version != version:
            raise Overtaken(_("Somebody changed this template in the meantime. Look at it again."))
        if pk is None and Template.objects.filter(removed_at=None).count() >= MOST:
            raise WrongInput(_("At most %(most)s templates.") % {"most": MOST}, field="name")
        _say(kept, given)
        _sort(kept, given, actor)
        _time(kept, given)
        kept.tasks = [_task_checked(task, actor) for task in given.tasks]
        if len(kept.tasks) > MOST_TASKS:
            raise WrongInput(_("At most %(most)s tasks.") % {"most": MOST_TASKS}, field="tasks")
        kept.owner = kept.owner or actor
        kept.version, kept.updated_at, kept.wrong = kept.version + 1, clock.now(), ""
        set_next(kept)
        if kept.every and kept.next_on is None:
            raise WrongInput(_("It would never be opened: no date lies ahead."), field="until")
        kept.save()
    return kept


def _may(actor: Person) -> None:
    if not actor.is_lead:
        raise NotAllowed(_("Only leads and administrators write templates."))


def _locked(actor: Person, pk: int) -> Template:
    template(actor, pk)
    return Template.objects.select_for_update(of=("self",)).get(pk=pk)


def _say(kept: Template, given: Given) -> None:
    kept.name = " ".join(given.name.replace("\0", "").split())[:80]
    if not kept.name:
        raise WrongInput(_("A template needs a name."), field="name")
    try:
        kept.requester = find_or_add_requester(email=given.requester.strip())
    except BadAddress:
        raise WrongInput(
            _("“%(address)s” is not an e-mail address.") % {"address": given.requester[:80]}, field="requester"
        ) from None
    kept.subject = " ".join(given.subject.replace("\0", "").split())
    kept.text = given.text.replace("\0", "").strip()
    if not kept.subject or len(kept.subject) > 300:
        raise WrongInput(_("Write in a few words what it is about."), field="subject")
    if not kept.text:
        raise WrongInput(_("Write something first."), field="text")
    if len(kept.text) > LONGEST:
        raise WrongInput(_("This text is too long. %(n)s characters are the most.") % {"n": LONGEST}, field="text")
    for field, text in (("subject", kept.subject), ("text", kept.text)):
        _places_known(text, field)


def _places_known(text: str, field: str) -> None:
    names = [*unknown_in(text), *(name for name in _LATER if "{{" + name + "}}" in text.replace(" ", ""))]
    if names:
        listed = ", ".join("{{" + one + "}}" for one in names)
        raise WrongInput(_("Nothing is known of %(names)s when it is opened.") % {"names": listed}, field=field)


def _sort(kept: Template, given: Given, actor: Person) -> None:
    if given.kind not in Kind.values:
        raise WrongInput(_("A ticket is an incident or a service request."), field="kind")
    if given.priority not in PRIORITY_OF:
        raise WrongInput(_("Choose a priority."), field="priority")
    kept.kind, kept.priority = given.kind, PRIORITY_OF[given.priority]
    kept.category = Category.objects.filter(pk=given.category, active=True).first() if given.category else None
    if given.category and kept.category is None:
        raise WrongInput(_("This choice is no longer there. Open the menu again."), field="category")
    kept.team = _team(given.team, actor, "team")
    kept.tags = list(dict.fromkeys(tag.strip()[:40] for tag in given.tags if tag.strip()))[:20]


def _team(pk: Any, actor: Person, field: str) -> Team | None:
    if not pk:
        return None
    known = Team.objects.exclude(pk__in=teams_closed_to(actor))
    found = known.filter(pk=pk).first() if isinstance(pk, int) and 0 < pk < 2**63 else None
    if found is None:
        raise WrongInput(_("This choice is no longer there. Open the menu again."), field=field)
    return found


def _time(kept: Template, given: Given) -> None:
    if given.every and given.every not in EVERY:
        raise WrongInput(_("Choose how often it is opened."), field="every")
    if given.every and given.first is None:
        raise WrongInput(_("Say from which day on."), field="first")
    if not 1 <= given.number <= 1000:
        raise WrongInput(_("Write a number from 1 to 1000."), field="number")
    if given.closed not in CLOSED or not 1 <= given.nth <= LAST or not 0 <= given.weekday <= 6:
        raise WrongInput(_("Choose how often it is opened."), field="every")
    if given.first and not 2000 <= given.first.year <= 2200:
        raise WrongInput(_("Choose a day of this century."), field="first")
    if given.until and given.first and given.until < given.first:
        raise WrongInput(_("It ends before it begins."), field="until")
    try:
        ZoneInfo(given.zone)
    except (ValueError, OSError, KeyError):
        raise WrongInput(_("Choose a time zone."), field="zone") from None
    for name in ("every", "number", "nth", "weekday", "first", "until", "at", "zone", "closed"):
        setattr(kept, name, getattr(given, name))


def _task_checked(task: Mapping[str, Any], actor: Person) -> dict[str, Any]:
    """One task as it is kept: its title, the id of a team or null, days or null, and whether it blocks."""
    title = " ".join(str(task.get("title", "")).replace("\0", "").split())[:200]
    if not title:
        raise WrongInput(_("Say what is to be done."), field="tasks")
    _places_known(title, "tasks")
    team, days = _team(task.get("team"), actor, "tasks"), task.get("days")
    if days is not None and (not isinstance(days, int) or not 0 <= days <= 365):
        raise WrongInput(_("Write 0 to 365 days."), field="tasks")
    return {"title": title, "team": team.pk if team else None, "days": days, "blocking": bool(task.get("blocking"))}


def pause(*, actor: Person, pk: int, on: bool) -> Template:
    """Open none by itself (`on`), or again from now on: what passed meanwhile is left out. Raises TemplateNotFound."""
    _may(actor)
    with transaction.atomic():
        kept = _locked(actor, pk)
        kept.paused = on
        if not on:
            set_next(kept)
        kept.save(update_fields=["paused", "next_on", "next_at"])
    return kept


def remove(*, actor: Person, pk: int) -> Template:
    """Take it away; what it opened stays. Raises TemplateNotFound."""
    _may(actor)
    with transaction.atomic():
        kept = _locked(actor, pk)
        kept.removed_at = clock.now()
        kept.save(update_fields=["removed_at"])
    return kept


def restore(*, actor: Person, pk: int) -> Template:
    """Bring it back. Raises TemplateNotFound."""
    _may(actor)
    with transaction.atomic():
        kept = all_of(actor).select_for_update(of=("self",)).filter(pk=pk).first() if 0 < pk < 2**63 else None
        if kept is None:
            raise TemplateNotFound(_("This template cannot be brought back."))
        kept.removed_at = None
        set_next(kept)
        kept.save(update_fields=["removed_at", "next_on", "next_at"])
    return kept


def open_now(*, actor: Person, pk: int, requester: Person | None = None) -> Ticket:
    """Open one by hand, for whom the template names or somebody else; the calendar goes on as it was.

    Everybody at the desk may. Raises TemplateNotFound, and what opening a ticket raises.
    """
    with transaction.atomic():
        return open_one(usable_one(actor, pk), actor=actor, days=(), requester=requester)


def open_as_written(*, actor: Person, pk: int, incoming: Incoming, own: Mapping[str, Any]) -> Ticket:
    """Open a ticket that an agent wrote down after a template, with the tasks, tags and team that it brings.

    Raises TemplateNotFound, WrongInput for a place of which nothing is known, and what opening a ticket raises.
    """
    found = usable_one(actor, pk)
    for field, text in (("subject", incoming.subject), ("text", incoming.text)):
        _places_known(text, field)
    with transaction.atomic():
        return open_written(found, actor=actor, incoming=incoming, own=own)
