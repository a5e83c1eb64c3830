"""The routing table is changed as a draft, which nobody is routed by, and then put live as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from derman.catalogue.models import Service
from derman.desk.actions import audit
from derman.kernel import clock
from derman.kernel.locks import hold
from derman.people.models import Organisation, Person, Skill
from derman.people.queries import teams
from derman.routing.access import require_lead
from derman.routing.errors import NotThere, Overtaken, WrongInput
from derman.routing.models import Draft, Table
from derman.routing.rows import MOST_ROWS, Row, checked
from derman.routing.weights import Weights
from derman.routing.weights import checked as checked_weights
from derman.tickets.models import Category

KEPT = 200  # versions


def save_row(*, actor: Person, row: Row, at: int | None = None) -> Row:
    """Change a row of the draft, or add one (at the end, or at a place). Raises NotAllowed, WrongInput, NotThere."""
    require_lead(actor)
    kept = checked(row)
    _all_there(actor, kept)
    with _drafting(actor) as draft:
        places = {one["id"]: place for place, one in enumerate(draft.rows)}
        if kept.id in places:
            draft.rows[places[kept.id]] = kept.kept()
        elif row.id:
            raise NotThere(_("Somebody has deleted this row."))
        elif len(draft.rows) >= MOST_ROWS:
            raise WrongInput(_("At most %(most)s rows.") % {"most": MOST_ROWS}, field="name")
        else:
            draft.rows.insert(len(draft.rows) if at is None else at, kept.kept())
    return kept


def move_row(*, actor: Person, row: str, to: int) -> None:
    """Put a row of the draft to a place (0 is the first). Raises NotAllowed, NotThere."""
    require_lead(actor)
    with _drafting(actor) as draft:
        moved = draft.rows.pop(_place_of(draft, row))
        draft.rows.insert(max(0, min(to, len(draft.rows))), moved)


def remove_row(*, actor: Person, row: str) -> None:
    """Take a row out of the draft. Raises NotAllowed, NotThere."""
    require_lead(actor)
    with _drafting(actor) as draft:
        draft.rows.pop(_place_of(draft, row))


def set_weights(*, actor: Person, weights: Weights) -> None:
    """Say in the draft how much work a ticket is reckoned as. Raises NotAllowed, WrongInput."""
    require_lead(actor)
    kept = checked_weights(weights)
    if kept.categories and Category.objects.filter(pk__in=kept.categories).count() != len(kept.categories):
        raise WrongInput(_("Choose from what is offered."), field="weights")
    with _drafting(actor) as draft:
        draft.weights = kept.kept()


def drop_draft(*, actor: Person) -> None:
    """Forget what was changed and is not live. Raises NotAllowed."""
    require_lead(actor)
    with transaction.atomic():
        hold("routing.table")
        Draft.objects.all().delete()


def put_live(*, actor: Person, stamp: int) -> Table:
    """Route by the draft from now on. `stamp` is that of the draft which the actor has seen.

    Raises NotAllowed, Overtaken, NotThere where nothing was changed.
    """
    require_lead(actor)
    with transaction.atomic():
        hold("routing.table")
        draft = Draft.objects.filter(pk=1).first()
        if draft is None:
            raise NotThere(_("Nothing was changed: what is live stays."))
        if draft.stamp != stamp:
            raise Overtaken(_("Somebody changed the table in the meantime. Look at it again, then put it live."))
        made = _new_version(actor, draft.rows, draft.weights)
        draft.delete()
    return made


def bring_back(*, actor: Person, version: int) -> Table:
    """Route again as an earlier version did; version 0 is the desk without a table. Raises NotAllowed, NotThere."""
    require_lead(actor)
    with transaction.atomic():
        hold("routing.table")
        rows: list[Any] = []
        weights: dict[str, Any] = {}
        if version:
            found = Table.objects.filter(version=version).first()
            if found is None:
                raise NotThere(_("There is no such version."))
            rows, weights = found.rows, found.weights
        return _new_version(actor, rows, weights, brings_back=version)


def _new_version(actor: Person, rows: list[Any], weights: dict[str, Any], brings_back: int | None = None) -> Table:
    latest = Table.objects.order_by("-version").values_list("version", flat=True).first() or 0
    made = Table.objects.create(
        version=latest + 1, rows=rows, weights=weights, by=actor, brings_back=brings_back, at=clock.now()
    )
    Table.objects.filter(version__lte=made.version - KEPT).delete()
    kind = "routing.put_live" if brings_back is None else "routing.brought_back"
    audit(actor=actor, kind=kind, version=made.version, rows=len(rows), brings_back=brings_back)
    return made


@contextmanager
def _drafting(actor: Person) -> Iterator[Draft]:
    """The draft, alone; begun from what is live where there is none. It is saved at the end."""
    with transaction.atomic():
        hold("routing.table")
        draft = Draft.objects.filter(pk=1).first()
        if draft is None:
            live = Table.objects.order_by("-version").first()
            draft = Draft(pk=1, rows=live.rows if live else [], weights=live.weights if live else {})
        yield draft
        draft.stamp += 1
        draft.by, draft.at = actor, clock.now()
        draft.save()


def _place_of(draft: Draft, row: str) -> int:
    place = next((place for place, one in enumerate(draft.rows) if one["id"] == row), None)
    if place is None:
        raise NotThere(_("Somebody has deleted this row."))
    return place


def _all_there(actor: Person, row: Row) -> None:
    """What a row names exists. At most 5 statements. Mailboxes are the door's to offer."""
    if not teams(actor).filter(pk=row.team).exists():
        raise WrongInput(_("Choose a team."), field="team")
    if row.skill is not None and not Skill.objects.filter(pk=row.skill).exists():
        raise WrongInput(_("Choose from what is offered."), field="skill")
    named: tuple[tuple[str, Any, list[int]], ...] = (
        ("categories", Category, row.when.categories),
        ("services", Service, row.when.services),
        ("organisations", Organisation, row.when.organisations),
    )
    for field, model, keys in named:
        if keys and model.objects.filter(pk__in=keys).count() != len(keys):
            raise WrongInput(_("Choose from what is offered."), field=field)
