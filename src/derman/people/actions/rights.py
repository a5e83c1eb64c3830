"""What only administrators may do."""

from __future__ import annotations

from django.utils.translation import gettext as _

from derman.people.errors import NotAllowed
from derman.people.models import Person


def require_administrator(actor: Person | None) -> None:
    """Raises NotAllowed."""
    # None is the desk itself: the wizard, the command line, a mail that makes a requester known
    if actor is not None and not actor.is_administrator:
        raise NotAllowed(_("Only an administrator can do this."))
