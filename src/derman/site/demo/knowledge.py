"""The knowledge base of the demo desk: articles by subject in both languages, with readers and what they thought."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from derman.kernel import clock
from derman.knowledge import actions
from derman.knowledge.actions.importing import Importer, articles_in
from derman.knowledge.actions.reading import reader_of
from derman.knowledge.models import Article, Opinion, Reading, Translation
from derman.knowledge.moving.bundles import Folder
from derman.lessons.models import Use
from derman.people.models import Person, Role
from derman.people.queries import person_by_address
from derman.site.demo import cast
from derman.tickets.models import Status, Ticket

ARTICLES = Path(__file__).resolve().parent / "articles"
WEEKS = 12
# article (its first words in English) → readers and how many of ten found that it helped
READ = {
    "I cannot connect": (38, 8), "My account": (31, 9), "I forgot": (27, 9), "My computer": (24, 7),
    "The printer is": (19, 8), "Mail on": (16, 9), "The VPN drops": (14, 5), "I received": (12, 10),
    "Access to": (11, 6), "Scan to": (9, 3),
}  # fmt: skip
WHY_NOT = ((Opinion.Reason.INCOMPLETE, ""), (Opinion.Reason.UNCLEAR, "Where is this menu on a Mac?"),
           (Opinion.Reason.WRONG, "The button has another name now."))  # fmt: skip


def fill_knowledge(far: Callable[[float], None] = lambda part: None) -> None:
    """Make the articles, as an import makes them, and have them read. Does nothing where there are articles.

    `far` hears again and again which part of them is made, from 0 to 1.
    """
    lead = _colleague(Role.LEAD)
    if lead is None or Article.objects.exists():
        return
    rnd = random.Random(11)  # noqa: S311 -- nothing secret
    files = sum(1 for _file in ARTICLES.rglob("*.md"))
    given = articles_in(Folder(ARTICLES))
    Importer(lead, "en", publishes=True).run(given, each=lambda tally: far(min(1, tally.seen / files)))
    now = clock.now()
    owners = [person for one in cast.COLLEAGUES if (person := person_by_address(one.email)) is not None]
    texts = list(Translation.objects.select_related("live", "article").order_by("article", "lang"))
    for article in {text.article_id for text in texts}:
        Article.objects.filter(pk=article).update(owner=rnd.choice(owners))
    for text in texts:
        text.live_since = now - timedelta(days=rnd.randrange(3, 7 * WEEKS), hours=rnd.randrange(24))
    Translation.objects.bulk_update(texts, ["live_since"])
    _read(texts, rnd)
    _use(texts)
    _in_the_making(texts, owners)


def _colleague(role: str) -> Person | None:
    found = next((one for one in cast.COLLEAGUES if one.role == role), None)
    return person_by_address(found.email) if found is not None else None


def _title(text: Translation) -> str:
    return text.live.title if text.live is not None else ""


def _read(texts: list[Translation], rnd: random.Random) -> None:
    readers = list(Person.objects.filter(role=Role.REQUESTER).order_by("pk"))
    of_article: dict[int, tuple[int, int]] = {}
    for text in texts:
        for begins, numbers in READ.items():
            if _title(text).startswith(begins):
                of_article[text.article_id] = numbers
    now = clock.now()
    readings: list[Reading] = []
    opinions: list[Opinion] = []
    for text in texts:
        number, of_ten = of_article.get(text.article_id, (rnd.randrange(2, 7), 8))
        alike = [person for person in readers if (person.language or "en") == text.lang]
        text.views = text.helpful = text.unhelpful = 0
        for place in range(number if text.lang == "tr" else number * 2 // 3):
            person = alike[place] if place < len(alike) else None
            pseudonym = reader_of(person, f"demo-{place}")
            at = now - timedelta(days=rnd.randrange(0, 60), minutes=rnd.randrange(600))
            readings.append(Reading(translation=text, reader=pseudonym, person=person, day=at.date(), at=at))
            text.views += 1
            if place % 5 < 4:
                helpful = rnd.randrange(10) < of_ten
                reason, words = ("", "") if helpful else WHY_NOT[rnd.randrange(len(WHY_NOT))]
                opinions.append(
                    Opinion(translation=text, reader=pseudonym, helpful=helpful, reason=reason, words=words, at=at)
                )
                text.helpful += helpful
                text.unhelpful += not helpful
    Reading.objects.bulk_create(readings)
    Opinion.objects.bulk_create(opinions)
    Translation.objects.bulk_update(texts, ["views", "helpful", "unhelpful"])


def _use(texts: list[Translation]) -> None:
    """The VPN article stands in answers to tickets about it, most of them solved."""
    vpn = next((text for text in texts if _title(text).startswith("I cannot connect")), None)
    if vpn is None:
        return
    about = Ticket.objects.filter(subject__icontains="vpn").exclude(status=Status.NEW).order_by("-pk")[:9]
    Use.objects.bulk_create([Use(translation=vpn, ticket=ticket, agent=ticket.assignee) for ticket in about])


def _in_the_making(texts: list[Translation], owners: list[Person]) -> None:
    """What a living knowledge base has: a draft, a review, a translation that stayed behind, a date that has come."""
    writer = owners[0]
    first = next(text for text in texts if text.lang == "en" and _title(text).startswith("The VPN drops"))
    assert first.live is not None
    body = first.live.body + "<p>Since this week the client tries TCP by itself after two drops.</p>"
    actions.write(actor=writer, translation=first.pk, title=_title(first), body=body)
    lead = _colleague(Role.LEAD)
    assert lead is not None
    actions.publish(actor=lead, translation=first.pk)
    waiting = next(text for text in texts if text.lang == "tr" and _title(text).startswith("Telefonda"))
    assert waiting.live is not None
    body = waiting.live.body + "<p>Eski telefonların uygulaması en az Android 12 ya da iOS 17 ister.</p>"
    actions.write(actor=writer, translation=waiting.pk, title=_title(waiting), body=body)
    actions.ask_review(actor=writer, translation=waiting.pk)
    actions.start(
        actor=writer,
        lang="en",
        title="A headset for calls",
        body="<p>Which headsets we have, and how to pair one.</p>",
        details=actions.Details(audience="signed_in"),
    )
    due = Article.objects.filter(pk=texts[-1].article_id)
    due.update(check_by=clock.now().date() - timedelta(days=2), reminded_for=clock.now().date() - timedelta(days=2))
