"""What people of the desk ask about articles: lists by filters, one with all that is known of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, F, Func, OuterRef, Prefetch, Q, QuerySet, TextField
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from derman.kernel import clock
from derman.kernel.folding import fold
from derman.knowledge.access import seen_at_desk, translations_at_desk, visible_to
from derman.knowledge.errors import ArticleNotFound
from derman.knowledge.models import Article, Category, Opinion, Reading, Status, Translation, Version
from derman.people.models import Person

PAGE = 50
LONGEST_QUESTION = 200
STATES = ("live", "draft", "review", "scheduled", "outdated", "check", "unhelpful", "removed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which articles; empty asks for all. A category or owner 0 stands for none."""

    words: str = ""
    state: str = ""  # of STATES
    category: int | None = None
    owner: int | None = None
    audience: str = ""
    lang: str = ""


@dataclass(slots=True)
class Page:
    """Some articles with their translations, and the key of the next page (empty at the end)."""

    articles: list[Article] = field(default_factory=list)
    next: str = ""


def _folded(name: str) -> Func:
    return Func(F(name), function="derman_fold", output_field=TextField())


def _translations_that(wanted: Filter) -> Q:
    """What of the filter concerns a translation."""
    found = Q(lang=wanted.lang) if wanted.lang else Q()
    match wanted.state:
        case "live":
            found &= Q(live__isnull=False)
        case "draft" | "review" | "scheduled":
            found &= Q(status=wanted.state)
        case "outdated":
            found &= Q(outdated_since__isnull=False)
        case "unhelpful":
            found &= Q(unhelpful__gt=F("helpful"))
    return found


def listed(asker: Person, wanted: Filter, *, key: str = "", size: int = PAGE) -> Page:
    """A page of the articles that `asker` may work on, the latest change first. 2 statements."""
    found = seen_at_desk(asker).filter(removed_at__isnull=wanted.state != "removed")
    if wanted.category is not None:
        found = found.filter(category=wanted.category or None)
    if wanted.owner is not None:
        found = found.filter(owner=wanted.owner or None)
    if wanted.audience:
        found = found.filter(audience=wanted.audience)
    if wanted.state == "check":
        found = found.filter(check_by__lte=clock.now().date())
    of = Translation.objects.filter(_translations_that(wanted), article=OuterRef("pk"))
    words = fold(wanted.words[:LONGEST_QUESTION]).split()[:8]
    if words:
        of = of.annotate(in_title=_folded("newest__title"), in_text=_folded("newest__text"))
        for word in words:
            of = of.filter(Q(in_title__contains=word) | Q(in_text__contains=word))
    found = found.filter(Exists(of))
    moment, _sep, number = key.partition("~")
    if number.isdecimal() and len(number) < 19:
        try:
            at = datetime.fromisoformat(moment)
        except ValueError:
            at = None
        if at is not None and at.tzinfo is not None:
            found = found.filter(Q(changed_at__lt=at) | Q(changed_at=at, pk__lt=int(number)))
    return _page(found, size)


def _page(found: QuerySet[Article], size: int) -> Page:
    of = Prefetch("translations", Translation.objects.select_related("newest", "live").order_by("lang"))
    whole = found.select_related("category", "owner", "team").prefetch_related(of)
    rows = list(whole.order_by("-changed_at", "-pk")[: size + 1])
    last = rows[size - 1] if len(rows) > size else None
    return Page(rows[:size], f"{last.changed_at.isoformat()}~{last.pk}" if last else "")


def one(asker: Person, pk: int) -> Translation:
    """A translation that `asker` may work on, with its article. 1 statement. Raises ArticleNotFound."""
    found = _whole(translations_at_desk(asker)).filter(pk=pk).first() if pk < 2**63 else None
    if found is None:
        raise ArticleNotFound(_("There is no such article."))
    return found


def by_slug_at_desk(asker: Person, slug: str) -> Translation | None:
    """The translation at an address, if `asker` may work on it. 1 statement."""
    return translations_at_desk(asker).filter(slug=slug[:120]).first()


def named_articles(asker: Person, articles: Collection[int]) -> dict[int, Translation]:
    """Of some articles (ids) those that `asker` may work on, with a text by which to name them. 1 statement."""
    found = translations_at_desk(asker).filter(article__in=articles).select_related("newest", "live", "article")
    named: dict[int, Translation] = {}
    mine = get_language() or "en"
    for text in found.order_by("article", "lang"):
        if text.article_id not in named or text.lang == mine:
            named[text.article_id] = text
    return named


def _whole(found: QuerySet[Translation]) -> QuerySet[Translation]:
    return found.select_related(
        "newest__author", "live", "sent_by", "article__category", "article__owner", "article__team"
    )


def translations_of(asker: Person, article: int) -> list[Translation]:
    """All translations of an article that `asker` may work on. 1 statement."""
    return list(translations_at_desk(asker).filter(article=article).select_related("newest", "live").order_by("lang"))


def known_by_slug(asker: Person, slug: str) -> Translation:
    """By its address: at the desk drafts too, for others what they may read. 1 statement. Raises ArticleNotFound."""
    seen = translations_at_desk(asker) if asker.is_staff_member else visible_to(asker)
    found = _whole(seen).prefetch_related("article__organisations", "article__groups").filter(slug=slug).first()
    if found is None:
        raise ArticleNotFound(_("There is no such article."))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which translations a program asks for; empty asks for all."""

    lang: str = ""
    status: str = ""
    audience: str = ""
    category: int | None = None
    words: str = ""
    changed_after: datetime | None = None


def translations_listed(asker: Person, wanted: Wanted, *, after: int, size: int) -> list[Translation]:
    """`size` + 1 translations behind the id `after`: at the desk drafts too, for others live ones. 2 statements."""
    found = translations_at_desk(asker) if asker.is_staff_member else visible_to(asker)
    if wanted.lang:
        found = found.filter(lang=wanted.lang)
    if wanted.status == Status.PUBLISHED:
        found = found.filter(live__isnull=False)
    elif wanted.status:
        found = found.filter(status=wanted.status) if asker.is_staff_member else found.none()
    if wanted.audience:
        found = found.filter(article__audience=wanted.audience)
    if wanted.category is not None:
        found = found.filter(article__category=wanted.category)
    if wanted.changed_after is not None:
        found = found.filter(article__changed_at__gt=wanted.changed_after)
    of = "newest" if asker.is_staff_member else "live"
    words = fold(wanted.words[:LONGEST_QUESTION]).split()[:8]
    if words:
        found = found.annotate(in_title=_folded(f"{of}__title"), in_text=_folded(f"{of}__text"))
        for word in words:
            found = found.filter(Q(in_title__contains=word) | Q(in_text__contains=word))
    rows = (
        _whole(found).prefetch_related("article__organisations", "article__groups").filter(pk__gt=after).order_by("pk")
    )
    return list(rows[: size + 1])


@dataclass(frozen=True, slots=True)
class Counts:
    """How many articles wait for something, for the tabs above the list."""

    review: int
    outdated: int
    check: int


def counts(asker: Person, today: date) -> Counts:
    """What waits at the desk; 100 at most are counted of each. 3 statements."""
    seen = translations_at_desk(asker)
    most = 100
    return Counts(
        review=seen.filter(status=Status.REVIEW)[:most].count(),
        outdated=seen.filter(outdated_since__isnull=False)[:most].count(),
        check=seen_at_desk(asker).filter(removed_at=None, check_by__lte=today)[:most].count(),
    )


def versions(translation: Translation, *, before: int = 0, size: int = 500) -> list[Version]:
    """The versions of a translation that the asker was shown, the newest first, or those `before` one. 1 statement."""
    found = translation.versions.select_related("author").order_by("-number")
    return list((found.filter(number__lt=before) if before else found)[:size])


@dataclass(frozen=True, slots=True)
class Echo:
    """What readers made of an article: readings of the last 30 days, reasons by how often, and words of some."""

    readings: int
    reasons: list[tuple[str, int]]
    words: list[Opinion]


def echo(translation: Translation, today: date) -> Echo:
    """3 statements."""
    readings = Reading.objects.filter(translation=translation, day__gt=today - timedelta(days=30)).count()
    unhelpful = Opinion.objects.filter(translation=translation, helpful=False)
    rows = unhelpful.exclude(reason="").values_list("reason").annotate(n=Count("pk")).order_by("-n")
    names = dict(Opinion.Reason.choices)
    return Echo(
        readings=readings,
        reasons=[(str(names[code]), number) for code, number in rows],
        words=list(unhelpful.exclude(words="").order_by("-at")[:10]),
    )


def live_category_names() -> list[str]:
    """The names, in all languages, of categories that hold an article which readers see. 1 statement."""
    live = Article.objects.filter(removed_at=None, translations__live__isnull=False, category__isnull=False)
    rows = Category.objects.filter(pk__in=live.values("category")).order_by().values_list("names", flat=True)
    return [str(name) for names in rows for name in names.values()]
