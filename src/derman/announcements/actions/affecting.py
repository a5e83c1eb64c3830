"""“This affects me too”: said, counted, and taken back."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from derman.announcements.access import visible_to
from derman.announcements.actions.locking import LARGEST
from derman.announcements.errors import NotFound, WrongInput
from derman.announcements.models import Affected, Announcement
from derman.kernel import clock
from derman.people.models import Person


def affects(*, person: Person, announcement: int) -> Announcement:
    """An outage affects `person` too, who hears from now on how it goes on. Twice is once.

    Raises NotFound, and WrongInput for what is no outage, or over.
    """
    with transaction.atomic():
        row = _locked(person, announcement)
        if row.is_over or not row.is_shown(clock.now()):
            raise WrongInput(_("This is over."))
        count_in(row, person.pk)
    return row


def affects_no_longer(*, person: Person, announcement: int) -> Announcement:
    """Take it back: no longer counted, no more mails. Safe to say twice. Raises NotFound, WrongInput."""
    with transaction.atomic():
        row = _locked(person, announcement)
        gone, _rows = Affected.objects.filter(announcement=row, person=person).delete()
        if gone:
            row.affected = max(0, row.affected - 1)
            row.save(update_fields=["affected"])
    return row


def count_in(row: Announcement, person: int) -> None:
    """Count a person to a locked or new outage, once; what was told before is not told again. 3 statements."""
    last = row.updates.aggregate(last=Max("pk"))["last"] or 0
    if Affected.objects.get_or_create(announcement=row, person_id=person, defaults={"told": last})[1]:
        row.affected += 1
        row.save(update_fields=["affected"])


def _locked(person: Person, pk: int) -> Announcement:
    rows = visible_to(person).filter(pk=pk).select_for_update(of=("self",))
    found = rows.first() if 0 < pk < LARGEST else None
    if found is None:
        raise NotFound(_("There is no such announcement."))
    if not found.is_outage:
        raise WrongInput(_("Only an outage affects people."))
    return found
