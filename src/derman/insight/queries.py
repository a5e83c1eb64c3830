"""Whether it worked: figures with their counts, bounded by a range of days. A fixed number of SQL statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from derman.insight.access import may_see, may_see_of, visible_to
from derman.insight.actions import FOLLOWS
from derman.insight.errors import NotAllowed
from derman.insight.models import Search, Shown
from derman.kernel import clock
from derman.kernel.folding import fold
from derman.knowledge.models import Translation
from derman.knowledge.queries.desk import live_category_names
from derman.people.models import Person
from derman.tickets.access import visible_to as tickets_visible_to
from derman.tickets.models import Category

LISTED = 20
LED = 10
MANY = 3  # tickets from which on a category without an article is worth a look


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of searches that ended at least a day ago, so that it is known whether a ticket followed."""

    searches: int
    guests: int  # of them, without signing in
    nothing: int  # were shown no answer
    opened: int  # an answer was opened
    helped: int  # said that it helped, or that it is solved
    followed: int  # a ticket followed within a day
    deflected: int  # opened and not said to be of no help, or helped; and no ticket followed

    @property
    def share(self) -> int | None:
        """Deflected of all, in per cent; None where there is nothing to divide by."""
        return round(100 * self.deflected / self.searches) if self.searches else None


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Words that found nothing: how often, and of how many people or browsers."""

    words: str
    times: int
    searchers: int


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A category of tickets that has no article of its own."""

    name: str
    tickets: int


@dataclass(frozen=True, slots=True)
class Report:
    """What the page for leads shows."""

    days: int
    figures: Figures
    unanswered: list[Unanswered]
    uncovered: list[Uncovered]
    young: int  # searches of the last day, which are not counted yet


def report(person: Person, days: int) -> Report:
    """The figures of the last `days` days. 6 statements. Raises NotAllowed."""
    if not may_see(person):
        raise NotAllowed(_("Leads and administrators see what people look for."))
    moment = clock.now()
    since, until = moment - timedelta(days=days), moment - FOLLOWS
    rows = visible_to(person).filter(at__gte=since)
    return Report(
        days=days,
        figures=_figures(rows.filter(last_at__lt=until)),
        unanswered=_unanswered(rows),
        uncovered=_uncovered(person, since),
        young=rows.filter(last_at__gte=until).count(),
    )


def definition() -> str:
    """What is counted as answered without a request, as a text for people."""
    return _(
        "Counted are searches in the portal and while writing a request, by everybody but the desk, that ended at "
        "least a day ago. Of these: searches after which an answer was opened and nobody said that it did not help, or "
        "the person said that it helped, and no request of the same person or browser followed within a day. That "
        "nothing followed does not prove that the answer helped. Who was not signed in and wrote a mail cannot be "
        "recognised."
    )


@dataclass(frozen=True, slots=True)
class Led:
    """Words that led to an article: how often it was opened from them, by how many, and how often a ticket followed."""

    words: str
    times: int
    searchers: int
    followed: int


def led_to(person: Person, translation: Translation) -> list[Led]:
    """The searches of the last 90 days from which an article was opened, the most frequent first, for its owner and for
    leads; others get none. 2 statements.
    """
    if not may_see_of(person, translation):
        return []
    paths = [f"/kb/{translation.slug}/", *translation.old_addresses.values_list("path", flat=True)]
    opened = Shown.objects.filter(address__in=paths, opened_at__isnull=False)
    grouped = Search.objects.filter(pk__in=opened.order_by().values("search")).order_by().values("folded")
    counted = grouped.annotate(
        said=Max("words"),
        times=Count("pk"),
        people=Count("searcher", distinct=True),
        followed=Count("pk", filter=Q(ticket__isnull=False)),
    )
    best = counted.order_by("-people", "-times", "folded")[:LED]
    return [Led(row["said"], row["times"], row["people"], row["followed"]) for row in best]


def _figures(rows: QuerySet[Search]) -> Figures:
    shown = Shown.objects.filter(search=OuterRef("pk"))
    marked = rows.annotate(
        is_opened=Exists(shown.filter(opened_at__isnull=False)),
        is_helpful=Exists(shown.filter(helpful=True)),
        is_unhelpful=Exists(shown.filter(helpful=False)),
    )
    helped = Q(is_helpful=True) | Q(solved_at__isnull=False)
    sums: dict[str, Any] = marked.order_by().aggregate(
        searches=Count("pk"),
        guests=Count("pk", filter=Q(signed_in=False)),
        nothing=Count("pk", filter=Q(found=0)),
        opened=Count("pk", filter=Q(is_opened=True)),
        helped=Count("pk", filter=helped),
        followed=Count("pk", filter=Q(ticket__isnull=False)),
        # who said that it did not help has no answer, though they wrote no ticket either
        deflected=Count("pk", filter=(Q(is_opened=True, is_unhelpful=False) | helped) & Q(ticket=None)),
    )
    return Figures(**sums)


def _unanswered(rows: QuerySet[Search]) -> list[Unanswered]:
    grouped = rows.filter(found=0).order_by().values("folded")
    counted = grouped.annotate(said=Max("words"), times=Count("pk"), people=Count("searcher", distinct=True))
    best = counted.order_by("-people", "-times", "folded")[:LISTED]
    return [Unanswered(row["said"], row["times"], row["people"]) for row in best]


def _uncovered(person: Person, since: Any) -> list[Uncovered]:
    """Of the tickets that `person` may see. 3 statements."""
    # what was opened since was changed since: that is what there is an index of
    recent = tickets_visible_to(person).filter(updated_at__gte=since, created_at__gte=since, category__isnull=False)
    counts = dict(recent.order_by().values("category").annotate(n=Count("pk")).values_list("category", "n"))
    known = {fold(name) for name in live_category_names()}
    found = [
        Uncovered(row.name, counts[row.pk])
        for row in Category.objects.filter(active=True)
        if counts.get(row.pk, 0) >= MANY and known.isdisjoint(map(fold, row.names.values()))
    ]
    return sorted(found, key=lambda one: (-one.tickets, fold(one.name)))[:LISTED]
