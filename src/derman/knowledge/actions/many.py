"""Changes of many articles at once: all of them or none."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from derman.kernel.facts import announce
from derman.knowledge.access import seen_at_desk
from derman.knowledge.actions.keeping import Details, apply_details
from derman.knowledge.actions.locking import locked_article
from derman.knowledge.actions.publishing import ask_review, publish, withdraw
from derman.knowledge.errors import WrongInput
from derman.knowledge.facts import ArticleChanged
from derman.knowledge.models import Status, Translation
from derman.knowledge.personal import has_marks
from derman.people.models import Person

MOST_AT_ONCE = 500


def _seen(actor: Person, articles: Collection[int]) -> list[int]:
    """Those that `actor` may work on, always in the same order, so that two who change many do not block each other."""
    if len(articles) > MOST_AT_ONCE:
        raise WrongInput(_("Choose 500 articles at most."))
    seen = seen_at_desk(actor).filter(pk__in=articles, removed_at=None)
    return list(seen.order_by("pk").values_list("pk", flat=True))


def change_many(*, actor: Person, articles: Collection[int], details: Details) -> int:
    """The same for many; how many changed. All or none. Raises WrongInput."""
    changed = 0
    with transaction.atomic():
        # always in the same order: two who change many must not wait for each other
        for pk in (
            seen_at_desk(actor).filter(pk__in=articles, removed_at=None).order_by("pk").values_list("pk", flat=True)
        ):
            held = locked_article(actor, pk)
            if apply_details(actor, held, details):
                Translation.objects.filter(article=held).update(revision=F("revision") + 1)
                announce(ArticleChanged(article=pk))
                changed += 1
    return changed


def move_many(*, actor: Person, articles: Collection[int], to: str) -> int:
    """Publish, send for review or withdraw every language of many; how many articles moved.

    `to` is `publish`, `review` or `withdraw`. What is empty or there already stays. Raises NeedsReview, WrongInput.
    """
    moved = set()
    with transaction.atomic():
        for text in (
            Translation.objects.filter(article__in=_seen(actor, articles)).select_related("newest").order_by("pk")
        ):
            written = text.newest is not None and bool(text.newest.text.strip() or "<img" in text.newest.body)
            written = written and not has_marks(text.newest.body if text.newest else "")
            if to == "withdraw" and text.live_id is not None:
                withdraw(actor=actor, translation=text.pk)
            elif to == "publish" and written and text.status != Status.PUBLISHED:
                publish(actor=actor, translation=text.pk)
            elif to == "review" and written and text.status == Status.DRAFT:
                ask_review(actor=actor, translation=text.pk)
            else:
                continue
            moved.add(text.article_id)
    return len(moved)
