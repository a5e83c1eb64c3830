"""Which runbooks there are: for those who walk them, for the desk, and for the search."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from derman.kernel import sql
from derman.kernel.folding import fold
from derman.runbooks import seeds
from derman.runbooks import tree as trees
from derman.runbooks.access import audiences_for, pictures_visible_to, seen_at_desk, visible_to
from derman.runbooks.errors import RunbookNotFound
from derman.runbooks.models import Picture, Runbook, Version
from derman.runbooks.tree import Tree, said
from derman.runbooks.words import as_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A runbook that can be walked, in a list."""

    slug: str
    icon: str
    title: str
    summary: str
    lang: str  # of title and summary
    steps: int


def offers(person: Any, lang: str) -> list[Offer]:
    """What `person` may walk, by title. 1 statement."""
    found = [_offer(row, lang) for row in visible_to(person).select_related("live")]
    return sorted(found, key=lambda one: fold(one.title))


def titles(person: Any, lang: str) -> list[tuple[int, str]]:
    """The id and the title of what `person` may walk, by title. 1 statement."""
    found = [(row.pk, _offer(row, lang).title) for row in visible_to(person).select_related("live")]
    return sorted(found, key=lambda one: fold(one[1]))


_FIRST = (
    "SELECT t.slug, t.icon, v.tree -> 'titles', v.tree -> 'summaries', (SELECT count(*) FROM"
    " jsonb_object_keys(v.tree -> 'steps')) FROM runbooks_runbook t JOIN runbooks_version v ON v.id = t.live_id"
    " WHERE t.audience = ANY(%(audiences)s) AND t.removed_at IS NULL ORDER BY t.id LIMIT %(size)s"
)


def first_offers(person: Any, lang: str, *, size: int) -> list[Offer]:
    """The few that were there first, for a page that has other things to say. 1 statement."""
    rows = sql.rows(_FIRST, {"audiences": audiences_for(person), "size": size})
    return [_brief(lang, *row) for row in rows]


def _brief(lang: str, slug: str, icon: str, titles: str, summaries: str, steps: int) -> Offer:
    title, code = said(json.loads(titles), lang)
    summary = said(json.loads(summaries or "{}"), code)[0]
    return Offer(slug=slug, icon=icon or "steps", title=title, summary=summary, lang=code, steps=steps)


def _offer(row: Runbook, lang: str) -> Offer:
    assert row.live is not None
    tree = trees.read(row.live.tree)
    title, code = said(tree.titles, lang)
    return Offer(
        slug=row.slug,
        icon=row.icon or "steps",
        title=title,
        summary=said(tree.summaries, code)[0],
        lang=code,
        steps=len(tree.steps),
    )


def offer(person: Any, slug: str, lang: str) -> Offer:
    """One that `person` may walk. 1 statement. Raises RunbookNotFound."""
    row = visible_to(person).select_related("live").filter(slug=slug).first()
    if row is None:
        raise RunbookNotFound(_("There is no such guided fix."))
    return _offer(row, lang)


def published(person: Any, *, after: int = 0, size: int = 200) -> list[Runbook]:
    """What `person` may walk, in the order in which they were begun. 1 statement."""
    return list(visible_to(person).select_related("live").filter(pk__gt=after).order_by("pk")[: size + 1])


def at_desk(person: Any, *, after: int = 0, size: int = 200) -> list[Runbook]:
    """All that the desk has, drafts too. 1 statement."""
    rows = seen_at_desk(person).filter(removed_at=None, pk__gt=after)
    return list(rows.select_related("live", "draft_by").order_by("pk")[: size + 1])


def one_at_desk(person: Any, *, pk: int | None = None, slug: str = "") -> Runbook:
    """One with its draft, for people of the desk. 1 statement. Raises RunbookNotFound."""
    rows = seen_at_desk(person).filter(removed_at=None).select_related("live", "draft_by")
    found = rows.filter(slug=slug).first() if pk is None else rows.filter(pk=pk).first() if 0 < pk < 2**63 else None
    if found is None:
        raise RunbookNotFound(_("There is no such guided fix."))
    return found


def one_published(person: Any, slug: str) -> Runbook:
    """One that `person` may walk. 1 statement. Raises RunbookNotFound."""
    found = visible_to(person).select_related("live").filter(slug=slug).first()
    if found is None:
        raise RunbookNotFound(_("There is no such guided fix."))
    return found


def versions(runbook: Runbook) -> list[Version]:
    """Every version, newest first. 1 statement."""
    return list(runbook.versions.select_related("author"))


def version(runbook: Runbook, number: int) -> Version:
    """One version. 1 statement. Raises RunbookNotFound."""
    found = runbook.versions.select_related("author").filter(number=number).first() if 0 < number < 2**31 else None
    if found is None:
        raise RunbookNotFound(_("There is no such version."))
    return found


def trees_of(pks: Iterable[int]) -> dict[int, Tree]:
    """The trees of versions, for timelines that name their steps. 1 statement, none for no version."""
    wanted = set(pks)
    rows = Version.objects.filter(pk__in=wanted).values_list("pk", "tree") if wanted else ()
    return {pk: trees.read(tree) for pk, tree in rows}


def picture_by_key(person: Any, key: str) -> Picture | None:
    """The picture behind an address, if `person` may see it. 1 statement."""
    return pictures_visible_to(person).select_related("file").filter(key=key).first()


def seeds_missing() -> int:
    """How many runbooks of the starting set this desk does not have and never had. 1 statement."""
    known = set(Runbook.objects.exclude(seed="").values_list("seed", flat=True))
    return sum(sketch.name not in known for sketch in seeds.ALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Indexed:
    """What a search may keep of a published runbook, in one language."""

    runbook: int
    slug: str
    lang: str
    audience: str
    title: str
    summary: str
    text: str  # of all its steps
    live_since: datetime


def indexed(pk: int) -> list[Indexed]:
    """The published texts of a runbook, one for each language; nothing where it cannot be walked. 1 statement."""
    row = Runbook.objects.select_related("live").filter(pk=pk, live__isnull=False, removed_at=None).first()
    if row is None or row.live is None:
        return []
    tree = trees.read(row.live.tree)
    return [
        Indexed(
            runbook=row.pk,
            slug=row.slug,
            lang=lang,
            audience=row.audience,
            title=title,
            summary=tree.summaries.get(lang, ""),
            text="\n".join(_step_words(tree, lang)),
            live_since=row.live.at,
        )
        for lang, title in tree.titles.items()
    ]


def _step_words(tree: Tree, lang: str) -> list[str]:
    found = []
    for step in tree.steps.values():
        found += [step.title.get(lang, ""), as_text(step.text.get(lang, ""))]
        found += [one.label.get(lang, "") for one in step.exits]
    return [words for words in found if words]


def published_pks() -> list[int]:
    """All that can be walked, for whoever builds an index anew. 1 statement."""
    return list(Runbook.objects.filter(live__isnull=False, removed_at=None).values_list("pk", flat=True))
