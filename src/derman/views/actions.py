"""What can be done with views: keep, remove, bring back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from derman.kernel import clock
from derman.people.models import Person, Team
from derman.search.errors import QueryError
from derman.search.typed.conditions import tickets_of
from derman.search.typed.grammar import LONGEST, read, written
from derman.views.access import changeable_by
from derman.views.columns import columns_of
from derman.views.errors import NotAllowed, ViewNotFound, WrongInput
from derman.views.models import Group, Layout, Order, SavedView
from derman.views.queries import SHOWN, view, writable_teams

BRING_BACK = timedelta(hours=1)  # for so long a removed one is kept


def save(
    *,
    actor: Person,
    view_id: int | None = None,
    name: str,
    query: str,
    order: str = "updated",
    audience: str | int = "me",
    layout: str = "list",
    columns: Sequence[str] = (),
    group: str = "",
) -> SavedView:
    """Keep a typed query as a view, or change the view with this id, for "me", "desk" or the id of a team.

    `columns` by their codes, none for the usual ones. The query has to be right for the actor.
    Raises QueryError with the place, ViewNotFound, NotAllowed, WrongInput.
    """
    with transaction.atomic():
        kept = _changeable(actor, view_id) if view_id is not None else SavedView()
        kept.owner, kept.team = _audience(actor, audience)
        kept.name = " ".join(name.split())[:60]
        if not kept.name:
            raise WrongInput(_("A view needs a name."), field="name")
        if order not in Order.values:
            raise WrongInput(_("There is no such order."), field="order")
        if layout not in Layout.values:
            raise WrongInput(_("A view is shown as a list, a table or a board."), field="layout")
        if group not in Group.values:
            raise WrongInput(_("A view cannot be grouped by this."), field="group")
        kept.order, kept.layout, kept.group = order, layout, group
        kept.columns = [column.code for column in columns_of(columns)]
        kept.query = _query(actor, query)
        if kept.pk is None:
            _has_room(kept)
            kept.position = 1 + (SavedView.objects.aggregate(last=Max("position"))["last"] or 0) % 30_000
        kept.save()
    return kept


def _has_room(kept: SavedView) -> None:
    beside = SavedView.objects.filter(owner=kept.owner, team=kept.team, removed_at=None).count()
    if beside >= SHOWN:
        raise WrongInput(_("There are %(n)s views here already. Remove one first.") % {"n": SHOWN}, field="name")


def _query(actor: Person, typed: str) -> str:
    asked = read(typed)
    tickets_of(actor, asked)  # names somebody that nobody is?
    text = written(asked)
    if len(text) > LONGEST:
        sentence = _("This query is too long. %(n)s characters are the most.") % {"n": LONGEST}
        raise QueryError(sentence, start=0, end=len(typed))
    return text


def _changeable(actor: Person, pk: int) -> SavedView:
    view(actor, pk)
    found = changeable_by(actor).select_for_update().filter(pk=pk, removed_at=None).first()
    if found is None:
        raise NotAllowed(_("You may use this view, but not change it."))
    return found


def _audience(actor: Person, audience: str | int) -> tuple[Person | None, Team | None]:
    if not actor.is_staff_member:
        raise NotAllowed(_("Only people of the desk have views."))
    if audience == "me":
        return actor, None
    if audience == "desk":
        if not actor.is_administrator:
            raise NotAllowed(_("Only an administrator keeps views for everybody."), field="audience")
        return None, None
    team = next((team for team in writable_teams(actor) if team.pk == audience), None)
    if team is None:
        raise NotAllowed(_("Only the leads of a team keep its views."), field="audience")
    return None, team


def remove(*, actor: Person, view_id: int) -> SavedView:
    """Take a view away; `restore` brings it back for an hour. Raises ViewNotFound, NotAllowed."""
    with transaction.atomic():
        kept = _changeable(actor, view_id)
        SavedView.objects.filter(removed_at__lt=clock.now() - BRING_BACK).delete()
        kept.removed_at = clock.now()
        kept.save(update_fields=["removed_at"])
    return kept


def restore(*, actor: Person, view_id: int) -> SavedView:
    """Bring a removed one back. Raises ViewNotFound where it is gone, or where the person may not change it."""
    with transaction.atomic():
        kept = changeable_by(actor).select_for_update().filter(pk=view_id).first() if 0 < view_id < 2**63 else None
        if kept is None:
            raise ViewNotFound(_("This view cannot be brought back."))
        kept.removed_at = None
        kept.save(update_fields=["removed_at"])
    return kept
