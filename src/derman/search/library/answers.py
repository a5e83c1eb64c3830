"""What answers a question: articles, guided fixes, services and announcements, ranked together, for one reader."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.conf import settings

from derman.announcements.access import shown as announcements_shown
from derman.announcements.access import visible_to as announcements_visible_to
from derman.catalogue.access import visible_to as services_visible_to
from derman.kernel import sql
from derman.knowledge.access import visible_to as articles_visible_to
from derman.knowledge.contents import excerpt
from derman.knowledge.models import Translation
from derman.people.models import Person
from derman.runbooks.access import visible_to as runbooks_visible_to
from derman.search.excerpts import Passage, marked, passage
from derman.search.library import finding, keeping
from derman.search.library.articles import KIND as ARTICLE
from derman.search.library.offers import NOTICE, OUTAGE, RUNBOOK, SERVICE
from derman.search.library.question import Question, read

KINDS = (ARTICLE, RUNBOOK, SERVICE, OUTAGE, NOTICE)
NEARLY = 0.6  # of the best score, the part with which an outage comes first
LANGUAGES = len(settings.LANGUAGES)  # entries of one thing, of which one is shown
_READ = 12_000  # characters of a text in which words are shown

# of what was found, and of fixes and services also what stands there in the reader's language
_BODIES = """
SELECT e.id, e.kind, e."of", e.lang, e.title, left(e.body, %s)
FROM search_entry AS e JOIN unnest(%s::bigint[], %s::text[], %s::bigint[]) AS given(id, kind, "of")
  ON e.kind = given.kind AND e."of" = given."of" AND (e.id = given.id OR e.lang = %s)
"""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The same article in the language in which it was found, where it is shown in the reader's."""

    slug: str
    lang: str
    title: Passage


@dataclass(frozen=True, slots=True)
class AnswerHit:
    """An article, a guided fix, a service, an outage or a notice that was found, in one language.

    A higher score is a better hit; what is going on now stands before what fits little better.
    """

    kind: str
    of: int  # an article's translation, a runbook, a service, an announcement
    slug: str  # of an announcement its number
    lang: str
    title: Passage
    excerpt: Passage
    score: float
    helpful: int = 0
    unhelpful: int = 0
    found_in: Elsewhere | None = None


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the rooms say of something that the reader may see. `thing` is the same in all its languages."""

    thing: int
    slug: str
    lang: str = ""  # of an article's translation
    helpful: int = 0
    unhelpful: int = 0
    goes_on: bool = False  # an outage that is not over


def keys_of(reader: Person | None) -> list[str]:
    """The audiences that a reader belongs to, as the library keeps them; None is somebody who is not signed in.

    Only to find enough: what may be seen, the rooms say. 1 statement at most.
    """
    if reader is None or not reader.is_active:
        return ["everyone"]
    keys = ["everyone", "signed_in"]
    if reader.is_staff_member:
        teams = sql.rows("SELECT team_id FROM people_membership WHERE person_id = %s", [reader.pk])
        return [*keys, "agents", *(f"team:{row[0]}" for row in teams)]
    groups = sql.rows("SELECT group_id FROM people_groupmember WHERE person_id = %s", [reader.pk])
    keys += [f"group:{row[0]}" for row in groups]
    if reader.organisation_id is not None:
        keys.append(f"organisation:{reader.organisation_id}")
    return keys


def answers(
    reader: Person | None, text: str, *, lang: str, limit: int = 20, kinds: Collection[str] = KINDS
) -> list[AnswerHit]:
    """What fits best of what `reader` may see, each once, best first. 16 statements at most.

    What there is in `lang` is shown in it, whatever language the question was typed in. Outages that go on and fit
    nearly as well as the best come first, for they answer many questions at once. Nothing where nothing fits.
    """
    question = read(text)
    if question is None:
        return []
    found = finding.find(question, kinds=kinds, audiences=keys_of(reader), limit=LANGUAGES * limit)
    seen = _seen(reader, found)
    best: dict[tuple[str, int], tuple[finding.Found, float]] = {}
    for hit in found:
        known = seen.get((hit.kind, hit.of))
        if known is None:
            continue
        thing = (hit.kind, known.thing)
        if thing not in best:
            best[thing] = (hit, hit.score)
        elif hit.lang == lang != best[thing][0].lang:
            best[thing] = (hit, best[thing][1])
    leads = NEARLY * max((score for _hit, score in best.values()), default=0.0)
    # else as they were ranked
    chosen = sorted(best.values(), key=lambda pair: not (seen[pair[0].kind, pair[0].of].goes_on and pair[1] >= leads))
    return _shown(question, chosen[:limit], seen, lang)


def _seen(reader: Person | None, found: Sequence[finding.Found]) -> dict[tuple[str, int], _Seen]:
    """1 statement for each kind that was found. Of articles all translations, also those that were not found."""
    keys: dict[str, list[int]] = {}
    for hit in found:
        keys.setdefault(hit.kind, []).append(hit.of)
    seen: dict[tuple[str, int], _Seen] = {}
    if ARTICLE in keys:
        found_articles = Translation.objects.filter(pk__in=keys[ARTICLE]).values("article")
        articles = articles_visible_to(reader).filter(article__in=found_articles)
        columns = ("pk", "article", "slug", "lang", "helpful", "unhelpful")
        for pk, article, slug, code, yes, no in articles.values_list(*columns):
            seen[ARTICLE, pk] = _Seen(article, slug, code, yes, no)
    if RUNBOOK in keys:
        for pk, slug in runbooks_visible_to(reader).filter(pk__in=keys[RUNBOOK]).values_list("pk", "slug"):
            seen[RUNBOOK, pk] = _Seen(pk, slug)
    if SERVICE in keys:
        services = services_visible_to(reader).filter(pk__in=keys[SERVICE], published=True)
        for pk, slug in services.values_list("pk", "slug"):
            seen[SERVICE, pk] = _Seen(pk, slug)
    if announced := keys.get(OUTAGE, []) + keys.get(NOTICE, []):
        rows = announcements_visible_to(reader).filter(announcements_shown(), pk__in=announced)
        for pk, kind, over_at in rows.values_list("pk", "kind", "over_at"):
            seen[kind, pk] = _Seen(pk, str(pk), goes_on=kind == OUTAGE and over_at is None)
    return seen


def _shown(
    question: Question,
    chosen: Sequence[tuple[finding.Found, float]],
    seen: dict[tuple[str, int], _Seen],
    lang: str,
) -> list[AnswerHit]:
    """1 statement, none for nothing."""
    if not chosen:
        return []
    # of an article that was found in another language alone, the reader's stands in its place
    mine = {known.thing: of for (_kind, of), known in seen.items() if known.lang == lang}
    places = [mine.get(seen[hit.kind, hit.of].thing, hit.of) if hit.kind == ARTICLE else hit.of for hit, _ in chosen]
    columns = [[hit.entry for hit, _ in chosen], [hit.kind for hit, _ in chosen], places]
    entries: dict[tuple[str, int], tuple[str, str, str]] = {}
    for _entry, kind, of, code, title, body in sql.rows(_BODIES, [_READ, *columns, lang]):
        if code == lang or (kind, of) not in entries:
            entries[kind, of] = (code, title, body)
    beginnings = question.beginnings()
    hits = []
    for (hit, score), of in zip(chosen, places, strict=True):
        code, title, body = entries.get((hit.kind, of), (hit.lang, hit.title, ""))
        body = body.partition(keeping.UNSEEN)[0]
        shown = passage([body], beginnings)
        if not shown.text:
            shown = Passage(excerpt(body[:400]))
        known = seen[hit.kind, of]
        titled = marked(title, beginnings)
        other = (
            Elsewhere(seen[hit.kind, hit.of].slug, hit.lang, marked(hit.title, beginnings)) if of != hit.of else None
        )
        said = (known.helpful, known.unhelpful)
        hits.append(AnswerHit(hit.kind, of, known.slug, code, titled, shown, score, *said, found_in=other))
    return hits


def articles(reader: Person | None, text: str, *, lang: str, limit: int = 20) -> list[AnswerHit]:
    """The same, of articles alone."""
    return answers(reader, text, lang=lang, limit=limit, kinds=[ARTICLE])
