"""What follows when somebody asks for a service: who agrees to it, one after another, and what is then done for it.

Both are kept as JSON. Approvals, in order:

    [{"by": "manager"}, {"by": "people", "people": [4, 7], "all": false, "remind_after": 24, "expires_after": 168}]

Stages, in order; the tasks of one stage are done side by side:

    [[{"labels": {"en": "Order the laptop", "tr": "Dizüstünü sipariş et"}, "team": 3, "days": 2}], […]]
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from derman.catalogue.errors import WrongInput
from derman.catalogue.texts import texts_of
from derman.kernel.texts import in_language
from derman.people.models import Group, GroupMember, Person, Team

MOST_APPROVALS = 8
MOST_APPROVERS = 50  # of a group
MOST_STAGES = 12
MOST_TASKS = 30  # of one stage
REMIND_AFTER = 24  # hours
EXPIRES_AFTER = 7 * 24  # hours


class By(StrEnum):
    """Who agrees."""

    MANAGER = "manager"  # of the person who asks
    OWNER = "owner"  # of the service
    PEOPLE = "people"  # who are named
    TEAM = "team"  # any member of it
    GROUP = "group"  # any of its people


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalStep:
    """One step of the chain."""

    by: By
    people: tuple[int, ...] = ()
    team: int | None = None
    group: int | None = None
    all: bool = False  # of the people: every one must agree, not just one
    remind_after: int = REMIND_AFTER
    expires_after: int = EXPIRES_AFTER

    def as_json(self) -> dict[str, Any]:
        kept: dict[str, Any] = {
            "by": self.by.value,
            "remind_after": self.remind_after,
            "expires_after": self.expires_after,
        }
        if self.by == By.PEOPLE:
            kept |= {"people": list(self.people), "all": self.all}
        if self.by == By.TEAM:
            kept["team"] = self.team
        if self.by == By.GROUP:
            kept["group"] = self.group
        return kept


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedTask:
    """Something to be done for a request."""

    labels: dict[str, str]
    team: int | None = None  # None: the team that has the request
    days: int | None = None  # by when, from the start of its stage

    @property
    def label(self) -> str:
        return in_language(self.labels)

    def as_json(self) -> dict[str, Any]:
        return {"labels": self.labels, "team": self.team, "days": self.days}


def approvals_of(given: object, *, owner: Person | None) -> list[ApprovalStep]:
    """The chain that was given. Raises WrongInput (field `approvals`)."""
    rows = _rows(given, "approvals")
    if len(rows) > MOST_APPROVALS:
        raise WrongInput(_("%(most)d approvals are the most.") % {"most": MOST_APPROVALS}, field="approvals")
    return [_approval(row, place, owner) for place, row in enumerate(rows, start=1)]


def _approval(row: object, place: int, owner: Person | None) -> ApprovalStep:
    if not isinstance(row, Mapping) or row.get("by") not in list(By):
        raise WrongInput(_("Approval %(place)d: choose who agrees.") % {"place": place}, field="approvals")
    by = By(str(row["by"]))
    if by == By.OWNER and owner is None:
        sentence = _("Approval %(place)d: this service has no owner. Choose one, or somebody else who agrees.")
        raise WrongInput(sentence % {"place": place}, field="approvals")
    people: tuple[int, ...] = ()
    team: int | None = None
    group: int | None = None
    if by == By.PEOPLE:
        wanted = {pk for pk in map(_whole, _list(row.get("people"))) if pk is not None}
        people = tuple(Person.objects.filter(pk__in=wanted, is_active=True).order_by("pk").values_list("pk", flat=True))
        if not people or len(people) != len(wanted):
            raise WrongInput(_("Approval %(place)d: name people who are active.") % {"place": place}, field="approvals")
    if by == By.TEAM:
        team = _whole(row.get("team"))
        if team is None or not Team.objects.filter(pk=team).exists():
            raise WrongInput(_("Approval %(place)d: choose a team.") % {"place": place}, field="approvals")
    if by == By.GROUP:
        group = _group(row, place)
    remind, expires = _hours(row, "remind_after", REMIND_AFTER), _hours(row, "expires_after", EXPIRES_AFTER)
    return ApprovalStep(
        by=by,
        people=people,
        team=team,
        group=group,
        all=bool(row.get("all")),
        remind_after=remind,
        expires_after=expires,
    )


def _group(row: Mapping[str, Any], place: int) -> int:
    group = _whole(row.get("group"))
    if group is None or not Group.objects.filter(pk=group).exists():
        raise WrongInput(_("Approval %(place)d: choose a group.") % {"place": place}, field="approvals")
    if GroupMember.objects.filter(group=group, person__is_active=True).count() > MOST_APPROVERS:
        # each of them gets a mail for each request
        sentence = _("Approval %(place)d: this group has more than %(most)d people, too many to ask.")
        raise WrongInput(sentence % {"place": place, "most": MOST_APPROVERS}, field="approvals")
    return group


def stages_of(given: object) -> list[list[PlannedTask]]:
    """The stages that were given, without empty ones. Raises WrongInput (field `stages`)."""
    rows = _rows(given, "stages")
    if len(rows) > MOST_STAGES:
        raise WrongInput(_("%(most)d stages are the most.") % {"most": MOST_STAGES}, field="stages")
    stages = [[_task(task, place) for task in _list(row)[: MOST_TASKS + 1]] for place, row in enumerate(rows, start=1)]
    if any(len(stage) > MOST_TASKS for stage in stages):
        raise WrongInput(_("A stage may have %(most)d tasks at most.") % {"most": MOST_TASKS}, field="stages")
    _known_teams({task.team for stage in stages for task in stage if task.team is not None})
    return [stage for stage in stages if stage]


def _task(row: object, stage: int) -> PlannedTask:
    labels = texts_of(row.get("labels") if isinstance(row, Mapping) else None, field="stages", longest=200)
    if not isinstance(row, Mapping) or not labels:
        raise WrongInput(_("Stage %(place)d: say what is to be done.") % {"place": stage}, field="stages")
    days = _whole(row.get("days"))
    if days is not None and not 0 <= days <= 365:
        raise WrongInput(_("“%(name)s”: 365 days are the most.") % {"name": in_language(labels)}, field="stages")
    return PlannedTask(labels=labels, team=_whole(row.get("team")), days=days)


def _known_teams(wanted: Collection[int]) -> None:
    if len(wanted) != Team.objects.filter(pk__in=wanted).count():
        raise WrongInput(_("One of these teams does not exist any more."), field="stages")


def _rows(given: object, field: str) -> list[Any]:
    if not isinstance(given, Sequence) or isinstance(given, str):
        raise WrongInput(_("This cannot be read."), field=field)
    return list(given)


def _list(given: object) -> list[Any]:
    return list(given) if isinstance(given, Sequence) and not isinstance(given, str) else []


def _whole(given: object) -> int | None:
    text = str(given).strip() if given is not None else ""
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _hours(row: Mapping[str, Any], name: str, usual: int) -> int:
    hours = _whole(row.get(name))
    return min(max(hours, 1), 24 * 90) if hours is not None else usual
