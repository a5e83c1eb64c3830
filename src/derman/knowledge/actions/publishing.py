"""Publishing: review by a second person, now or on a date, withdrawing, and translations that stay behind."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from derman.kernel import clock, jobs
from derman.kernel.facts import announce
from derman.knowledge.actions.locking import locked_translation, touch
from derman.knowledge.errors import NeedsReview, WrongInput
from derman.knowledge.facts import ArticlePublished, ArticleWithdrawn, ReviewAsked
from derman.knowledge.models import Status, Translation
from derman.knowledge.personal import has_marks
from derman.knowledge.queries.practice import practice
from derman.people.models import Person


def may_publish(actor: Person, translation: Translation) -> bool:
    """Leads and administrators may; others too, unless the desk wants a second person and `actor` is the first."""
    if actor.is_lead or not practice().review_needed:
        return actor.is_staff_member
    sent = translation.status == Status.REVIEW and translation.sent_by_id != actor.pk
    return actor.is_staff_member and sent


def ask_review(*, actor: Person, translation: int, revision: int | None = None) -> Translation:
    """Have a second person read the newest version. Raises ArticleNotFound, Overtaken, WrongInput."""
    with transaction.atomic():
        held = locked_translation(actor, translation, revision=revision)
        _require_text(held)
        held.status, held.sent_by, held.publish_at = Status.REVIEW, actor, None
        _freeze(held)
        touch(held, "status", "sent_by", "publish_at")
        announce(ReviewAsked(article=held.article_id, translation=held.pk, asked_by=actor.pk))
    return held


def send_back(*, actor: Person, translation: int) -> Translation:
    """What was to be reviewed or published on a date is a draft again. Raises ArticleNotFound."""
    with transaction.atomic():
        held = locked_translation(actor, translation)
        if held.status in (Status.REVIEW, Status.SCHEDULED):
            held.status, held.publish_at = Status.DRAFT, None
            touch(held, "status", "publish_at")
    return held


def publish(*, actor: Person, translation: int, small: bool = False, revision: int | None = None) -> Translation:
    """Show the newest version to readers. `small`: a correction that leaves the translations as right as they were.

    Raises ArticleNotFound, Overtaken, NeedsReview, WrongInput.
    """
    with transaction.atomic():
        held = locked_translation(actor, translation, revision=revision)
        _require_permission(actor, held)
        _go_live(held, small=small)
    return held


def publish_later(*, actor: Person, translation: int, at: datetime, revision: int | None = None) -> Translation:
    """Show the newest version to readers from a moment on. Raises as `publish` does, WrongInput for the past."""
    from derman.knowledge.jobs import publish_due

    with transaction.atomic():
        held = locked_translation(actor, translation, revision=revision)
        _require_permission(actor, held)
        if at <= clock.now():
            raise WrongInput(_("Choose a moment that is still to come."), field="publish_at")
        held.status, held.publish_at = Status.SCHEDULED, at
        _freeze(held)
        touch(held, "status", "publish_at")
        jobs.enqueue(publish_due, at=at, translation=held.pk)
    return held


def publish_if_due(translation: int) -> None:
    """Publish what was to be published by now; safe to call twice, or after somebody changed their mind."""
    with transaction.atomic():
        held = (
            Translation.objects.select_for_update(of=("self",))
            .select_related("newest", "article")
            .filter(pk=translation, status=Status.SCHEDULED, publish_at__lte=clock.now(), article__removed_at=None)
            .first()
        )
        if held is not None:
            _go_live(held, small=False)


def withdraw(*, actor: Person, translation: int) -> Translation:
    """Take a translation out of sight; it stays as a draft. Raises ArticleNotFound."""
    with transaction.atomic():
        held = locked_translation(actor, translation)
        if held.live_id is not None:
            held.live = held.live_since = None
            held.status = Status.DRAFT if held.status == Status.PUBLISHED else held.status
            touch(held, "live", "live_since", "status")
            announce(ArticleWithdrawn(article=held.article_id, translation=held.pk))
    return held


def still_right(*, actor: Person, translation: int) -> Translation:
    """Somebody compared it: the translation is not outdated. Raises ArticleNotFound."""
    with transaction.atomic():
        held = locked_translation(actor, translation)
        held.outdated_since = None
        touch(held, "outdated_since")
    return held


def _require_text(held: Translation) -> None:
    if held.newest is None or not (held.newest.text.strip() or "<img" in held.newest.body):
        raise WrongInput(_("Write something first."), field="body")
    if has_marks(held.newest.body):
        raise WrongInput(_("Some marked places look personal. Remove them, or take the marks away."), field="body")


def _require_permission(actor: Person, held: Translation) -> None:
    _require_text(held)
    if not may_publish(actor, held):
        raise NeedsReview(_("A second person reads an article before it is published. Ask for a review."))


def _freeze(held: Translation) -> None:
    assert held.newest is not None
    if not held.newest.frozen:
        held.newest.frozen = True
        held.newest.save(update_fields=["frozen"])


def _go_live(held: Translation, *, small: bool) -> None:
    _freeze(held)
    moment, again = clock.now(), held.live_id is not None and held.live_id != held.newest_id
    held.live, held.live_since, held.status = held.newest, moment, Status.PUBLISHED
    held.publish_at = held.sent_by = held.outdated_since = None
    touch(held, "live", "live_since", "status", "publish_at", "sent_by", "outdated_since")
    if again and not small:
        others = Translation.objects.filter(article=held.article_id, live__isnull=False, outdated_since=None)
        others.exclude(pk=held.pk).update(outdated_since=moment)
    announce(ArticlePublished(article=held.article_id, translation=held.pk))
