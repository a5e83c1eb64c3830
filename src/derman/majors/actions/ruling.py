"""How the desk handles major incidents: who declares them, and how often people hear of one."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from derman.majors.actions.declaring import interval
from derman.majors.errors import NotAllowed, WrongInput
from derman.majors.models import DeclaredBy, Rules
from derman.people.models import Person


def rule(*, actor: Person, declared_by: str, update_every: int) -> Rules:
    """Raises NotAllowed, WrongInput."""
    if not actor.is_administrator:
        raise NotAllowed(_("Only administrators change this."))
    if declared_by not in DeclaredBy:
        raise WrongInput(_("Say who declares one."), field="declared_by")
    with transaction.atomic():
        row = Rules.objects.select_for_update().first() or Rules()
        row.declared_by, row.update_every = declared_by, interval(update_every)
        row.save()
    return row
