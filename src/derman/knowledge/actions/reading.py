"""What readers leave behind: that they opened an article, and whether it helped."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Q

from derman.kernel import clock, secrets
from derman.knowledge.models import Opinion, Reading, Translation
from derman.people.models import Person

KEPT = timedelta(days=90)
LONGEST_WORDS = 500


def reader_of(person: Any, browser: str = "") -> str:
    """The pseudonym of whoever reads: of a person, else of a browser by its cookie; empty where there is neither."""
    if isinstance(person, Person):
        return secrets.signature("reader", f"person:{person.pk}")
    return secrets.signature("reader", f"browser:{browser}") if browser else ""


def reasons() -> list[tuple[str, str]]:
    """(code, words) of why an article did not help."""
    return [(str(code), str(words)) for code, words in Opinion.Reason.choices]


def opened(*, translation: Translation, person: Any, browser: str = "") -> None:
    """Count that somebody read it, once a day for each reader. People of the desk are not counted. 1 statement."""
    reader = reader_of(person, browser)
    if not reader or (isinstance(person, Person) and person.is_staff_member):
        return
    moment = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH noted AS (INSERT INTO knowledge_reading (translation_id, reader, person_id, day, at)"
            " VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING RETURNING translation_id)"
            " UPDATE knowledge_translation SET views = views + 1 WHERE id IN (SELECT translation_id FROM noted)",
            [translation.pk, reader, person.pk if isinstance(person, Person) else None, moment.date(), moment],
        )


def say(
    *, translation: Translation, person: Any, browser: str = "", helpful: bool, reason: str = "", words: str = ""
) -> Opinion | None:
    """What a reader thinks of an article; the last word counts. None from whom nothing is known.

    `translation` must be one that they may see.
    """
    reader = reader_of(person, browser)
    if not reader:
        return None
    with transaction.atomic():
        # one after the other, so that the sums are right
        Translation.objects.select_for_update().get(pk=translation.pk)
        kept, _made = Opinion.objects.update_or_create(
            translation=translation,
            reader=reader,
            defaults={
                "helpful": helpful,
                "reason": reason if not helpful and reason in Opinion.Reason.values else "",
                "words": "" if helpful else " ".join(words.replace("\0", "").split())[:LONGEST_WORDS],
                "at": clock.now(),
            },
        )
        sums = Opinion.objects.filter(translation=translation).aggregate(
            for_it=Count("pk", filter=Q(helpful=True)), against=Count("pk", filter=Q(helpful=False))
        )
        Translation.objects.filter(pk=translation.pk).update(helpful=sums["for_it"], unhelpful=sums["against"])
    return kept


def forget_old_readings() -> None:
    """Delete who read what longer ago than KEPT; the sums stay. 1 statement."""
    Reading.objects.filter(day__lt=(clock.now() - KEPT).date()).delete()
