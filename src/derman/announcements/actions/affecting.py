"""“This affects me too”: said, counted, and taken back."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from derman.announcements.access import pseudonym, visible_to
from derman.announcements.actions.locking import LARGEST
from derman.announcements.errors import NotFound, WrongInput
from derman.announcements.models import Affected, Announcement
from derman.kernel import clock
from derman.people.models import Person


def affects(*, person: Person | None, announcement: int, browser: str = "") -> Announcement:
    """An outage affects `person` too, who hears from now on how it goes on; else a browser, which hears nothing.

    Twice is once, and who signs in after is the one they were. Raises NotFound, and WrongInput for what is no outage,
    or over.
    """
    with transaction.atomic():
        row = _locked(person, announcement)
        if row.is_over or not row.is_shown(clock.now()):
            raise WrongInput(_("This is over."))
        if person is not None:
            _take_back(row, None, browser)
            count_in(row, person.pk)
        elif known := pseudonym(browser):
            count_browser_in(row, known)
    return row


def affects_no_longer(*, person: Person | None, announcement: int, browser: str = "") -> Announcement:
    """Take it back: no longer counted, no more mails. Safe to say twice. Raises NotFound, WrongInput."""
    with transaction.atomic():
        row = _locked(person, announcement)
        _take_back(row, person, browser)
    return row


def _take_back(row: Announcement, person: Person | None, browser: str) -> None:
    known = pseudonym(browser) if person is None else ""
    if person is None and not known:
        return
    gone, _rows = Affected.objects.filter(announcement=row, person=person, browser=known).delete()
    if gone:
        row.affected = max(0, row.affected - 1)
        row.affected_unnamed = max(0, row.affected_unnamed - (person is None))
        row.save(update_fields=["affected", "affected_unnamed"])


def count_browser_in(row: Announcement, known: str) -> None:
    """Count a browser in which nobody is signed in to a locked outage, once. 2 statements."""
    if Affected.objects.get_or_create(announcement=row, person=None, browser=known)[1]:
        row.affected += 1
        row.affected_unnamed += 1
        row.save(update_fields=["affected", "affected_unnamed"])


def count_in(row: Announcement, person: int) -> None:
    """Count a person to a locked or new outage, once; what was told before is not told again. 3 statements."""
    last = row.updates.aggregate(last=Max("pk"))["last"] or 0
    if Affected.objects.get_or_create(announcement=row, person_id=person, defaults={"told": last})[1]:
        row.affected += 1
        row.save(update_fields=["affected"])


def _locked(person: Person | None, pk: int) -> Announcement:
    rows = visible_to(person).filter(pk=pk).select_for_update(of=("self",))
    found = rows.first() if 0 < pk < LARGEST else None
    if found is None:
        raise NotFound(_("There is no such announcement."))
    if not found.is_outage:
        raise WrongInput(_("Only an outage affects people."))
    return found
