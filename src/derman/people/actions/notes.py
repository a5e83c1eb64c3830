"""What agents keep about a person for one another."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from derman.kernel import clock
from derman.people.access import notes_visible_to, people_visible_to
from derman.people.errors import NotAllowed, NoteNotFound, PeopleError
from derman.people.models import Person, PersonNote

MOST_NOTES = 100  # about one person
LONGEST_NOTE = 2000
RESTORABLE = timedelta(days=1)


def add_note(*, actor: Person, person: int, text: str) -> PersonNote:
    """Keep something about a person. For agents. Raises NotAllowed, PeopleError (field `text`), NoteNotFound."""
    if not actor.is_staff_member:
        raise NotAllowed(_("Notes about people are for agents."))
    kept = text.replace("\0", "").replace("\r\n", "\n").strip()
    if not kept:
        raise PeopleError(_("Write something first."), field="text")
    if len(kept) > LONGEST_NOTE:
        raise PeopleError(_("A note can have 2,000 characters."), field="text")
    with transaction.atomic():
        # of two at once the second sees the first: the person's row is held
        about = people_visible_to(actor).select_for_update().filter(pk=person).first()
        if about is None:
            raise NoteNotFound(_("There is no such person that you may see."))
        if notes_visible_to(actor).filter(person=about).count() >= MOST_NOTES:
            raise PeopleError(_("There are 100 notes about this person. Remove one first."), field="text")
        return PersonNote.objects.create(person=about, author=actor, text=kept)


def remove_note(*, actor: Person, person: int, note: int) -> PersonNote:
    """Its author, or a lead, takes a note away. Raises NotAllowed, NoteNotFound."""
    with transaction.atomic():
        row = notes_visible_to(actor).select_for_update().filter(person=person, pk=note).first()
        if row is None:
            raise NoteNotFound(_("This note does not exist any more."))
        _require_own(actor, row)
        row.removed_at = clock.now()
        row.save(update_fields=["removed_at"])
    return row


def restore_note(*, actor: Person, person: int, note: int) -> PersonNote:
    """Bring back a note within a day. Safe to call twice. Raises NotAllowed, NoteNotFound."""
    if not actor.is_staff_member:
        raise NotAllowed(_("Notes about people are for agents."))
    with transaction.atomic():
        row = PersonNote.objects.select_for_update().filter(person=person, pk=note).first()
        if row is None or (row.removed_at is not None and row.removed_at + RESTORABLE < clock.now()):
            raise NoteNotFound(_("This note does not exist any more."))
        _require_own(actor, row)
        row.removed_at = None
        row.save(update_fields=["removed_at"])
    return row


def _require_own(actor: Person, row: PersonNote) -> None:
    if row.author_id != actor.pk and not actor.is_lead:
        raise NotAllowed(_("Only a lead removes the note of somebody else."))
