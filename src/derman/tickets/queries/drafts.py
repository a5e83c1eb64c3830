"""What waits with a draft."""

from __future__ import annotations

from derman.people.models import Person
from derman.tickets.models import Attachment, Draft


def files_of_draft(person: Person, draft: Draft) -> list[Attachment]:
    """The uploads of `person` that wait with a draft, the oldest first. 1 statement; none without files."""
    if not draft.files:
        return []
    found = Attachment.objects.filter(key__in=draft.files, message=None, uploader=person)
    return list(found.select_related("file"))
