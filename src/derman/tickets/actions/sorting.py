"""What tickets are sorted by: the category tree and the priority matrix."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from derman.people.models import Person, Skill, Team
from derman.tickets.errors import NotAllowed, WrongInput
from derman.tickets.models import Category, Kind, Priority, PriorityCell, Ticket


def _require_administrator(actor: Person | None) -> None:
    if actor is not None and not actor.is_administrator:
        raise NotAllowed(_("Only an administrator can do this."))


def save_category(
    *,
    actor: Person | None,
    category: Category | None = None,
    names: Mapping[str, str],
    parent: Category | None = None,
    team: Team | None = None,
    skill: Skill | None = None,
    kind: str = Kind.INCIDENT,
    position: int = 0,
    active: bool = True,
    identity_required: bool | None = None,
) -> Category:
    """Add or change a category; `names` by language, at least one. Raises WrongInput, NotAllowed.

    `identity_required`: None leaves it as it is.
    """
    _require_administrator(actor)
    given = {code: " ".join(name.split())[:80] for code, name in names.items() if name.strip()}
    if not given:
        raise WrongInput(_("A category needs a name."), field="names")
    depth, above = 1, parent
    while above is not None:
        if category is not None and above.pk == category.pk:
            raise WrongInput(_("A category cannot lie below itself."), field="parent")
        depth, above = depth + 1, above.parent
    if depth > 3:
        raise WrongInput(_("Categories have three levels at most."), field="parent")
    if kind not in Kind.values:
        raise WrongInput(_("A ticket is an incident or a service request."), field="kind")
    category = category or Category()
    category.names, category.parent, category.team, category.skill = given, parent, team, skill
    category.kind, category.position, category.active = kind, position, active
    if identity_required is not None:
        category.identity_required = identity_required
    category.save()
    return category


def remove_category(*, actor: Person, category: Category) -> bool:
    """Delete a category that no ticket ever had (True); one that is in use is switched off instead (False).

    Raises NotAllowed, WrongInput where others lie below it.
    """
    _require_administrator(actor)
    with transaction.atomic():
        kept = Category.objects.select_for_update().get(pk=category.pk)
        if Category.objects.filter(parent=kept).exists():
            raise WrongInput(_("Other categories lie below this one. Move or delete them first."))
        if Ticket.objects.filter(category=kept).exists():
            Category.objects.filter(pk=kept.pk).update(active=False)
            return False
        kept.delete()
    return True


def remove_team(*, actor: Person, team: Team) -> None:
    """Delete a team that has no ticket and that no category names. Raises NotAllowed, WrongInput."""
    _require_administrator(actor)
    with transaction.atomic():
        kept = Team.objects.select_for_update().filter(pk=team.pk).first()
        if kept is None:
            return
        if kept.is_default:
            raise WrongInput(_("This is the default team. Make another one the default first."))
        if Ticket.objects.filter(team=kept).exists():
            raise WrongInput(_("Tickets belong to this team, also closed ones: it stays, so that they can be found."))
        if Category.objects.filter(team=kept).exists():
            raise WrongInput(_("Categories lead to this team. Give them another one first."))
        try:
            kept.delete()
        except ProtectedError:
            raise WrongInput(_("Articles or problems belong to this team. Give them another one first.")) from None


def move_category(*, actor: Person | None, category: Category, step: int) -> None:
    """Move a category up (-1) or down (+1) among those that stand beside it. Raises NotAllowed."""
    _require_administrator(actor)
    with transaction.atomic():
        beside = list(Category.objects.select_for_update().filter(parent=category.parent_id))
        at = next((place for place, row in enumerate(beside) if row.pk == category.pk), None)
        if at is None or not 0 <= at + step < len(beside):
            return
        beside.insert(at + step, beside.pop(at))
        for position, row in enumerate(beside):
            row.position = position
        Category.objects.bulk_update(beside, ["position"])


def save_matrix(*, actor: Person | None, cells: Mapping[tuple[int, int], int]) -> None:
    """Set the priority (1 to 4) for each (impact, urgency). Raises WrongInput for a value out of range."""
    _require_administrator(actor)
    if any(value not in Priority.values for value in cells.values()):
        raise WrongInput(_("A priority is critical, high, normal or low."), field="priority")
    with transaction.atomic():
        for (impact, urgency), priority in cells.items():
            PriorityCell.objects.update_or_create(impact=impact, urgency=urgency, defaults={"priority": priority})
