"""Guided fixes, services and announcements in the library: kept with every change, each in all of its languages."""

from __future__ import annotations

from derman.announcements import queries as announcements
from derman.catalogue import queries as catalogue
from derman.kernel import sql
from derman.runbooks import queries as runbooks
from derman.search.library import keeping

RUNBOOK = "runbook"
SERVICE = "service"
OUTAGE = "outage"
NOTICE = "notice"


def index_runbook(pk: int) -> None:
    """Make the library say of a guided fix what people can walk now; safe to run twice."""
    pages = [
        keeping.Page(
            kind=RUNBOOK,
            of=one.runbook,
            lang=one.lang,
            title=one.title,
            body=f"{one.summary}\n{one.text}",
            audience=[one.audience],
            changed_at=one.live_since,
        )
        for one in runbooks.indexed(pk)
    ]
    _keep(RUNBOOK, pk, pages)


def index_service(pk: int) -> None:
    """Make the library say of a service what people can ask for now; safe to run twice."""
    pages = [
        keeping.Page(
            kind=SERVICE,
            of=one.service,
            lang=one.lang,
            title=one.name,
            body="\n".join(part for part in (one.summary, one.text) if part),
            unseen=" ".join(one.words),
            audience=_keys(one),
            changed_at=one.changed_at,
        )
        for one in catalogue.indexed(pk)
    ]
    _keep(SERVICE, pk, pages)


def index_announcement(pk: int) -> None:
    """Make the library say of an announcement what was published; whether it is past is asked when it is found."""
    pages = [
        keeping.Page(
            kind=one.kind,
            of=one.announcement,
            lang=one.lang,
            title=one.title,
            body=one.text,
            audience=[one.audience],
            changed_at=one.changed_at,
        )
        for one in announcements.indexed(pk)
    ]
    for kind in (OUTAGE, NOTICE):
        _keep(kind, pk, [page for page in pages if page.kind == kind])


def _keys(one: catalogue.Indexed) -> list[str]:
    if one.audience == "organisations":
        return ["agents", *(f"organisation:{number}" for number in one.organisations)]
    if one.audience == "groups":
        return ["agents", *(f"group:{number}" for number in one.groups)]
    return [one.audience]


def _keep(kind: str, pk: int, pages: list[keeping.Page]) -> None:
    if pages:
        keeping.put(pages)
    else:
        keeping.remove(kind, [pk])


def index_missing() -> int:
    """Put what can be walked or asked for and is not in the library there; returns how many. 3 statements and more.

    A service that was kept before its words were told apart from its text is put in anew: an excerpt showed them.
    """
    known: dict[tuple[str, int], bool] = {
        (kind, of): unseen
        for kind, of, unseen in sql.rows(
            'SELECT kind, "of", bool_and(strpos(body, %s) > 0) FROM search_entry WHERE kind = ANY(%s) GROUP BY 1, 2',
            [keeping.UNSEEN, [RUNBOOK, SERVICE]],
        )
    }
    fixes = [pk for pk in runbooks.published_pks() if (RUNBOOK, pk) not in known]
    services = [
        pk
        for pk, words in catalogue.published_pks().items()
        if (SERVICE, pk) not in known or (words and not known[SERVICE, pk])
    ]
    for pk in fixes:
        index_runbook(pk)
    for pk in services:
        index_service(pk)
    return len(fixes) + len(services)
