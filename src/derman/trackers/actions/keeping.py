"""Keeping trackers: where they are, with which key, and who may use them."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from derman.desk.actions import audit
from derman.kernel import clock, outward, secrets
from derman.people.models import Person, Team
from derman.tickets.models import Category
from derman.trackers.access import may_keep, visible_to
from derman.trackers.actions.working import Health, check
from derman.trackers.errors import IssueNotFound, NotAllowed, WrongInput
from derman.trackers.models import Issue, Kind, Tracker
from derman.trackers.queries import LARGEST

LONGEST_TEMPLATE = 8000


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """A tracker as it is to be. `token` and `secret`: None keeps what is kept."""

    name: str
    kind: str
    address: str
    project: str = ""
    login: str = ""
    token: str | None = None
    secret: str | None = None
    issue_type: str = ""
    labels: Sequence[str] = ()
    inside: bool = False
    template: str = ""
    paths: Mapping[str, str] = field(default_factory=dict)
    team: int | None = None
    categories: Collection[int] = ()


def save(*, actor: Person, given: Details, tracker: int | None = None) -> Tracker:
    """A new tracker, or one as it is from now on. Raises IssueNotFound, NotAllowed, WrongInput."""
    with transaction.atomic():
        row = Tracker() if tracker is None else locked(actor, tracker)
        _may(actor)
        row.name = " ".join(given.name.replace("\0", "").split())[:120]
        if not row.name:
            raise WrongInput(_("Say what it is called here."), field="name")
        if given.kind not in Kind:
            raise WrongInput(_("Choose what kind of tracker it is."), field="kind")
        row.kind, row.address = given.kind, given.address.strip().rstrip("/")
        if not outward.is_address(row.address):
            raise WrongInput(_("Write a whole address, like https://api.github.com."), field="address")
        row.project = given.project.strip().strip("/")[:200]
        if not row.project and row.kind != Kind.GENERIC:
            raise WrongInput(_("Write which project it is."), field="project")
        row.login = given.login.strip()[:254]
        if row.kind == Kind.JIRA_CLOUD and not row.login:
            raise WrongInput(_("Jira Cloud wants the mail address of whoever made the token."), field="login")
        row.issue_type = given.issue_type.strip()[:60]
        row.labels = list(dict.fromkeys(label.strip()[:60] for label in given.labels if label.strip()))[:10]
        row.inside, row.team_id = given.inside, _team(given.team)
        _set_generic(row, given)
        if given.token is not None:
            row.token_sealed = secrets.encrypt(_secret(given.token, "token")) if given.token.strip() else ""
        if given.secret is not None:
            row.secret_sealed = secrets.encrypt(_secret(given.secret, "secret")) if given.secret.strip() else ""
            row.refused, row.refused_at = 0, None
        row.save()
        row.categories.set(_categories(given.categories))
        # what waits because of a wrong key need not wait any longer
        Issue.objects.filter(tracker=row, wrong_since__isnull=False, next_at__isnull=False).update(next_at=clock.now())
        kind = "tracker.added" if tracker is None else "tracker.changed"
        audit(actor=actor, kind=kind, tracker=row.pk, name=row.name)
    return row


def _set_generic(row: Tracker, given: Details) -> None:
    row.template, row.paths = "", {}
    if row.kind != Kind.GENERIC:
        return
    row.template = given.template.strip()
    if len(row.template) > LONGEST_TEMPLATE:
        raise WrongInput(
            _("This is too long: %(most)d characters at most.") % {"most": LONGEST_TEMPLATE}, field="template"
        )
    try:
        json.loads(row.template or "{}")
    except ValueError:
        raise WrongInput(_('This is no JSON. Places stand in quotes, like "{{title}}".'), field="template") from None
    row.paths = {name: path.strip()[:120] for name, path in given.paths.items() if path.strip()}


def _secret(given: str, field: str) -> str:
    text = given.strip()
    if len(text) > 4000 or not text.isascii() or not text.isprintable():
        raise WrongInput(
            _("This cannot be a key: it has letters, digits and signs, and no blanks at its ends."), field=field
        )
    return text


def _team(team: int | None) -> int | None:
    if team is not None and not Team.objects.filter(pk=team).exists():
        raise WrongInput(_("Something that was chosen is not there any more. Choose again."), field="team")
    return team


def _categories(wanted: Collection[int]) -> list[int]:
    found = list(Category.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    if len(found) != len(set(wanted)):
        raise WrongInput(_("Something that was chosen is not there any more. Choose again."), field="categories")
    return found


def _may(actor: Person) -> None:
    if not may_keep(actor):
        raise NotAllowed(_("Only administrators keep the trackers."))


def locked(actor: Person, tracker: int) -> Tracker:
    """One that `actor` may change, until the transaction ends. Raises IssueNotFound, NotAllowed."""
    rows = visible_to(actor).select_for_update(of=("self",))
    found = rows.filter(pk=tracker).first() if 0 < tracker < LARGEST else None
    if found is None:
        raise IssueNotFound(_("There is no such tracker."))
    _may(actor)
    return found


def test(*, actor: Person, tracker: int) -> Health:
    """Ask a tracker whether it takes the key. Raises IssueNotFound, NotAllowed."""
    with transaction.atomic():
        row = locked(actor, tracker)
    return check(row)


def remove(*, actor: Person, tracker: int) -> Tracker:
    """Take away one that was never used. Raises IssueNotFound, NotAllowed, WrongInput for a used one."""
    with transaction.atomic():
        row = locked(actor, tracker)
        if Issue.objects.filter(tracker=row).exists():
            raise WrongInput(_("Issues were opened there, so it stays. Archive it instead."))
        audit(actor=actor, kind="tracker.removed", tracker=row.pk, name=row.name)
        row.delete()
    return row


def archive(*, actor: Person, tracker: int, back: bool = False) -> Tracker:
    """Nothing new is opened there, and nothing is asked; `back`: it is used again. Raises IssueNotFound, NotAllowed."""
    with transaction.atomic():
        row = locked(actor, tracker)
        row.archived_at = None if back else (row.archived_at or clock.now())
        row.save(update_fields=["archived_at"])
        if back:
            Issue.objects.filter(tracker=row, next_at=None, closed=False, stage__in=("waiting", "linked")).update(
                next_at=clock.now()
            )
        audit(actor=actor, kind="tracker.brought_back" if back else "tracker.archived", tracker=row.pk, name=row.name)
    return row
