"""Work for the worker: publish on a date, remind of what is to be checked, forget who read what."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from derman.desk.queries import the_desk
from derman.kernel import clock
from derman.kernel.facts import announce
from derman.kernel.jobs import job
from derman.knowledge.actions.importing import carry_out
from derman.knowledge.actions.publishing import publish_if_due
from derman.knowledge.actions.reading import forget_old_readings
from derman.knowledge.facts import CheckDue
from derman.knowledge.models import Article


@job("knowledge.publish_due")
def publish_due(*, translation: int) -> None:
    """One article whose time has come."""
    publish_if_due(translation)


@job("knowledge.remind", every="20 6 * * *")
def remind() -> None:
    """Tell the owners of articles that are to be checked by today, once for each day they chose."""
    from zoneinfo import ZoneInfo

    today = timezone.localdate(clock.now(), ZoneInfo(the_desk().zone))
    due = Article.objects.filter(check_by__lte=today, removed_at=None, owner__is_active=True)
    for pk in due.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            article = Article.objects.select_for_update().filter(pk=pk, check_by__lte=today).first()
            if article is None or article.owner_id is None or article.reminded_for == article.check_by:
                continue
            article.reminded_for = article.check_by
            article.save(update_fields=["reminded_for"])
            announce(CheckDue(article=pk, owner=article.owner_id))


@job("knowledge.forget", every="40 3 * * *")
def forget() -> None:
    """Delete who read what more than 90 days ago."""
    forget_old_readings()


@job("knowledge.import", tries=3)
def run_import(*, wanted: int) -> None:
    """A file becomes articles."""
    carry_out(wanted)
