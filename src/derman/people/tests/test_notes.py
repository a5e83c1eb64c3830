"""Notes that agents keep about people."""

from datetime import timedelta

import pytest

from derman.people import actions
from derman.people.errors import NotAllowed, NoteNotFound, PeopleError
from derman.people.models import PersonNote
from derman.people.queries import notes_about


def test_agents_read_what_colleagues_keep_and_requesters_never_do(elif_, derya, mert):
    actions.add_note(actor=elif_, person=mert.pk, text=" Deaf in one ear:\r\nwrite, don't call. ")
    assert [note.text for note in notes_about(derya, mert.pk)] == ["Deaf in one ear:\nwrite, don't call."]
    assert notes_about(mert, mert.pk) == []
    with pytest.raises(NotAllowed):
        actions.add_note(actor=mert, person=mert.pk, text="I am a VIP")


@pytest.mark.parametrize("text", ["", " \n\0", "x" * 2001])
def test_a_note_says_something_and_is_no_book(elif_, mert, text):
    with pytest.raises(PeopleError) as caught:
        actions.add_note(actor=elif_, person=mert.pk, text=text)
    assert caught.value.field == "text"


def test_its_author_or_a_lead_removes_a_note_and_brings_it_back(elif_, derya, leyla, mert, selin):
    note = actions.add_note(actor=elif_, person=mert.pk, text="Third floor")
    with pytest.raises(NotAllowed):
        actions.remove_note(actor=derya, person=mert.pk, note=note.pk)
    with pytest.raises(NoteNotFound):
        actions.remove_note(actor=elif_, person=selin.pk, note=note.pk)
    actions.remove_note(actor=leyla, person=mert.pk, note=note.pk)
    assert notes_about(elif_, mert.pk) == []
    for _twice in range(2):
        actions.restore_note(actor=elif_, person=mert.pk, note=note.pk)
    assert notes_about(elif_, mert.pk) == [note]


def test_a_note_is_gone_a_day_after_it_was_removed(elif_, mert):
    note = actions.add_note(actor=elif_, person=mert.pk, text="Third floor")
    removed = actions.remove_note(actor=elif_, person=mert.pk, note=note.pk)
    PersonNote.objects.filter(pk=note.pk).update(removed_at=removed.removed_at - timedelta(days=2))
    with pytest.raises(NoteNotFound):
        actions.restore_note(actor=elif_, person=mert.pk, note=note.pk)
