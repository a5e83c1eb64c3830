"""What people decide about their news."""

from __future__ import annotations

from django.utils.translation import gettext as _

from derman.notify.errors import NotAllowed
from derman.notify.models import Choices, NoticeKind
from derman.people.models import Person


def choose(*, actor: Person, **wanted: bool) -> Choices:
    """Say of what one wants a mail, by kind (as in NoticeKind); others stay as they are.

    Raises NotAllowed for people who are not of the desk.
    """
    if not actor.is_staff_member:
        raise NotAllowed(_("Only agents are notified of tickets."))
    known = {kind: bool(wish) for kind, wish in wanted.items() if kind in NoticeKind.values}
    row, _made = Choices.objects.update_or_create(person=actor, defaults=known)
    return row
