"""Who may see which news: one's own alone, and only of what one may see now. Default deny."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from derman.knowledge.access import translations_at_desk
from derman.majors.access import visible_to as majors_visible_to
from derman.notify.models import Notice
from derman.people.models import Person
from derman.problems.access import visible_to as problems_visible_to
from derman.tickets import access as tickets


def visible_to(person: Any) -> QuerySet[Notice]:
    """One's own news. A ticket or problem that went to a closed team is out of sight, and so is the news of it."""
    if not isinstance(person, Person) or not person.is_staff_member:
        return Notice.objects.none()
    seen = tickets.visible_to(person)
    known = Q(ticket__in=seen) | Q(translation__in=translations_at_desk(person))
    known |= Q(major__in=majors_visible_to(person)) | Q(problem__in=problems_visible_to(person))
    heard = Q(word=None) | Q(word__withdrawn_at=None, word__aside__in=tickets.asides_visible_to(person))
    return Notice.objects.filter(known, heard, person=person).exclude(message__withdrawn_at__isnull=False)
