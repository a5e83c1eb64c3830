"""The questions of announcements, each with a fixed number of SQL statements."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db.models import BooleanField, Count, Exists, OuterRef, QuerySet, Value
from django.utils.translation import gettext as _

from derman.announcements.access import (
    SHOWN,
    affected_visible_to,
    may_write,
    pseudonym,
    seen_at_desk,
    shown,
    shown_to,
    visible_to,
)
from derman.announcements.actions.locking import LARGEST
from derman.announcements.errors import NotFound
from derman.announcements.links import opened_by, token_for
from derman.announcements.models import Affected, Announcement, Audience, Update
from derman.kernel import sql
from derman.kernel.texts import in_language
from derman.people.models import Person
from derman.tickets.access import visible_to as tickets_visible_to

__all__ = ["opened_by", "token_for"]

MOST_SHOWN = 6  # on the first page of the portal
PAGE = 30
MOST_UPDATES = 100


def _for(reader: Any, browser: str = "") -> QuerySet[Announcement]:
    """With what the reader said: `affects` is whether it affects them."""
    said = _said_by(reader, browser)
    if said is None:
        return visible_to(reader).annotate(affects=Value(False, output_field=BooleanField()))
    return visible_to(reader).annotate(affects=Exists(said.filter(announcement=OuterRef("pk"))))


def _said_by(reader: Any, browser: str) -> QuerySet[Affected] | None:
    """What a person said, else a browser in which nobody is signed in; None where there is neither."""
    if isinstance(reader, Person):
        return Affected.objects.filter(person=reader)
    known = pseudonym(browser)
    return Affected.objects.filter(person=None, browser=known) if known else None


_CURRENT = (
    "SELECT (SELECT u.texts FROM announcements_update u WHERE u.announcement_id = t.id ORDER BY u.id DESC LIMIT 1),"  # noqa: S608
    " EXISTS (SELECT 1 FROM announcements_affected a WHERE a.announcement_id = t.id AND (a.person_id = %(person)s"
    " OR a.person_id IS NULL AND a.browser = %(browser)s)), {columns} FROM announcements_announcement t"
    f" WHERE {SHOWN} ORDER BY CASE WHEN t.kind = 'outage' AND t.over_at IS NULL THEN 0 WHEN t.kind = 'notice' THEN 1"
    " ELSE 2 END, t.published_at DESC, t.id DESC LIMIT %(size)s"
)


def current(reader: Any, *, browser: str = "", size: int = MOST_SHOWN) -> list[Announcement]:
    """What is announced now for `reader` (None: whoever is not signed in): outages that go on, then the rest,
    the latest first. Each with `affects`, and `news`, the texts of its latest update. 1 statement."""
    person = reader.pk if isinstance(reader, Person) else None
    # who is signed in is counted as themselves, whatever their browser said before
    known = pseudonym(browser) if person is None else ""
    values = {**shown_to(reader), "person": person, "browser": known or None, "size": size}
    shape, found = sql.shape(Announcement), []
    for news, affects, *row in sql.rows(_CURRENT.format(columns=shape.columns("t")), values):
        one = cast("Any", shape.make(row))
        one.news, one.affects = json.loads(news) if news is not None else None, affects
        found.append(one)
    return found


def some(reader: Any, pks: Sequence[int]) -> list[Announcement]:
    """Those of `pks` that are announced now for `reader`, each with `affects`. 1 statement."""
    return list(_for(reader).filter(shown(), pk__in=pks).order_by("-pk"))


def past(reader: Any, *, browser: str = "", before: int | None = None, size: int = PAGE) -> list[Announcement]:
    """All that was published, past ones too, the latest begun first; one more than `size` where there are more.

    1 statement.
    """
    rows = _for(reader, browser)
    if before is not None:
        rows = rows.filter(pk__lt=min(before, LARGEST - 1))
    return list(rows.order_by("-pk")[: size + 1])


@dataclass(frozen=True, slots=True)
class Told:
    """An announcement with what was told of it since, the latest first."""

    row: Announcement
    updates: Sequence[Update]
    affects: bool  # the reader


def one(reader: Any, pk: int, *, browser: str = "") -> Told:
    """What `reader` may see, also when it is past. 2 statements. Raises NotFound."""
    row = _for(reader, browser).filter(pk=pk).first() if 0 < pk < LARGEST else None
    if row is None:
        raise NotFound(_("There is no such announcement."))
    return Told(row, _updates(row), bool(getattr(row, "affects", False)))


def _updates(row: Announcement) -> list[Update]:
    return list(row.updates.select_related("by")[:MOST_UPDATES]) if row.is_outage else []


def affects(reader: Any, row: Announcement, *, browser: str = "") -> bool:
    """Did they say that it affects them? 1 statement."""
    said = _said_by(reader, browser)
    return said is not None and said.filter(announcement=row).exists()


def told(row: Announcement, *, affects: bool) -> Told:
    """The same for one that is at hand. 1 statement."""
    return Told(row, _updates(row), affects)


@dataclass(frozen=True, slots=True)
class AtDesk:
    """An announcement at the desk. `ticket` is where it came from, if the reader may see that."""

    row: Announcement
    updates: Sequence[Update]
    may_write: bool
    ticket: int | None
    told: int  # how many the latest update was told to


def at_desk(
    person: Any, *, removed: bool = False, before: int | None = None, size: int = PAGE
) -> list[Announcement]:  # fmt: skip
    """All of the desk, the latest first; one more than `size` where there are more. 1 statement."""
    rows = seen_at_desk(person).filter(removed_at__isnull=not removed).select_related("team", "written_by")
    if before is not None:
        rows = rows.filter(pk__lt=min(before, LARGEST - 1))
    return list(rows.order_by("-pk")[: size + 1])


def one_at_desk(person: Any, pk: int) -> AtDesk:
    """One that `person` sees at the desk. 4 statements at most. Raises NotFound."""
    rows = seen_at_desk(person).filter(removed_at=None, pk=pk).select_related("team", "written_by")
    row = rows.first() if 0 < pk < LARGEST else None
    if row is None:
        raise NotFound(_("There is no such announcement."))
    seen = row.ticket_id is not None and tickets_visible_to(person).filter(pk=row.ticket_id).exists()
    updates = _updates(row)
    last = updates[0] if updates else None
    count = Affected.objects.filter(announcement=row, told=last.pk, at__lte=last.at).count() if last else 0
    return AtDesk(row, updates, may_write(person, row), row.ticket_id if seen else None, count)


def affected(person: Any, pk: int, *, after: int = 0, size: int = PAGE) -> list[Affected]:
    """Whom an outage affects, in the order in which they said so; one more than `size` where there are more.

    1 statement.
    """
    rows = affected_visible_to(person).filter(
        announcement=pk if 0 < pk < LARGEST else 0, pk__gt=min(after, LARGEST - 1)
    )
    return list(rows.select_related("person", "person__organisation").order_by("pk")[: size + 1])


def affected_by_organisation(person: Any, pk: int) -> list[tuple[str, int]]:
    """How many of each organisation an outage affects, most first; "" is none. 1 statement."""
    rows = affected_visible_to(person).filter(announcement=pk if 0 < pk < LARGEST else 0).order_by()
    counted = rows.values_list("person__organisation__name").annotate(n=Count("pk")).order_by("-n")
    return [(name or "", n) for name, n in counted[:PAGE]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Indexed:
    """An announcement as the search reads it, in one language."""

    announcement: int
    kind: str
    lang: str
    title: str
    text: str
    audience: str  # a key: everyone, signed_in, agents, or team:7
    changed_at: datetime


def indexed(pk: int) -> list[Indexed]:
    """What can be found of it, also before it is shown; nothing of what is deleted or a draft. 2 statements."""
    row = Announcement.objects.filter(pk=pk, removed_at=None, published_at__isnull=False).first()
    if row is None or row.published_at is None:
        return []
    updates = _updates(row)
    said: list[dict[str, Any]] = [*(one.texts for one in updates), row.texts]
    key = f"team:{row.team_id}" if row.audience == Audience.TEAM else row.audience
    return [
        Indexed(
            announcement=row.pk,
            kind=row.kind,
            lang=lang,
            title=title,
            text="\n".join(filter(None, [in_language(texts, lang) for texts in said])),
            audience=key,
            changed_at=row.published_at,
        )
        for lang, title in row.titles.items()
    ]
