"""Outages that a room above commands: it knows who may do what, and tells some of the people itself.

Each of these asks nobody's rights.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import F

from derman.announcements.actions.affecting import count_in
from derman.announcements.actions.going_on import stands
from derman.announcements.actions.locking import save
from derman.announcements.models import Affected, Announcement, State, Update
from derman.announcements.words import texts_of, titles_of
from derman.kernel import clock
from derman.people.models import Person


def _locked(pk: int) -> Announcement:
    return Announcement.objects.select_for_update(of=("self",)).get(pk=pk)


def describe_commanded(*, announcement: int, titles: object, texts: object, audience: str) -> Announcement:
    """What it says, and to whom. Raises WrongInput."""
    row = _locked(announcement)
    row.titles, row.texts, row.audience = titles_of(titles), texts_of(texts), audience
    save(row, "titles", "texts", "audience")
    return row


def go_on_commanded(
    *, actor: Person, announcement: int, state: str, texts: object, told_already: Collection[int]
) -> Update:
    """An update on the portal; whoever it affects is mailed, but for people (ids) whom the room above tells.

    5 statements. Raises WrongInput.
    """
    row = _locked(announcement)
    words = texts_of(texts)
    made = Update.objects.create(announcement=row, state=state, before=row.state, texts=words, by=actor)
    Affected.objects.filter(announcement=row, person__in=list(told_already)).update(told=made.pk)
    stands(row, state)
    return made


def take_back_commanded(*, update: int) -> None:
    """As if that update had not been written, where no mail of it has left; what left stays said."""
    found = Update.objects.filter(pk=update, told_at=None).first()
    if found is None:
        return
    row = _locked(found.announcement_id)
    before = found.before
    found.delete()
    stands(row, before)


def stand_again(*, announcement: int, state: str) -> None:
    """It goes on, which is told with the next update."""
    row = _locked(announcement)
    row.state, row.over_at = State(state), None
    save(row, "state", "over_at")


def hide_commanded(*, announcement: int) -> None:
    """As if it had not been published, before anybody has read it."""
    row = _locked(announcement)
    row.published_at = None
    save(row, "published_at")


def show_commanded(*, announcement: int) -> None:
    """It stands on the portal again, where it was hidden."""
    row = _locked(announcement)
    if row.published_at is None:
        row.published_at = clock.now()
        save(row, "published_at")


def count_people_in(*, announcement: int, people: Collection[int]) -> set[int]:
    """Count people as affected; who of them was not before. 3 statements, and 3 for each who is new."""
    row = _locked(announcement)
    known = set(Affected.objects.filter(announcement=row, person__in=list(people)).values_list("person", flat=True))
    new = set(people) - known
    for person in sorted(new):
        count_in(row, person)
    return new


def count_people_out(*, announcement: int, people: Collection[int]) -> None:
    """Count them no longer. 2 statements."""
    gone, _rows = Affected.objects.filter(announcement=announcement, person__in=list(people)).delete()
    if gone:
        Announcement.objects.filter(pk=announcement).update(affected=F("affected") - gone)
