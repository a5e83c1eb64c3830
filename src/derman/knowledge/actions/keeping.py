"""Keeping: who may read an article, where it stands, whose it is, at which address; and deleting."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from derman.desk.actions import audit
from derman.kernel import clock
from derman.kernel.facts import announce
from derman.knowledge.actions.locking import locked_article, locked_translation, touch
from derman.knowledge.errors import NotAllowed, WrongInput
from derman.knowledge.facts import ArticleChanged, ArticleWithdrawn
from derman.knowledge.models import Article, Audience, Category, OldAddress, Practice, Translation
from derman.knowledge.slugs import free_slug, page_of, slug_of
from derman.people.access import groups_visible_to, organisations_visible_to
from derman.people.models import Membership, Person, Role

KEEP: Final[Any] = object()  # this one stays as it is


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What counts for all translations of an article; what is KEEP stays. Rows are named by their ids."""

    category: int | None = KEEP
    audience: str = KEEP
    organisations: Collection[int] = KEEP  # for the audience `organisations`
    groups: Collection[int] = KEEP  # for the audience `groups`
    team: int | None = KEEP  # for the audience `team`
    owner: int | None = KEEP
    check_by: date | None = KEEP


def apply_details(actor: Person, article: Article, details: Details) -> bool:
    """Set and save what differs. Gives back whether anything did. Raises WrongInput with the field."""
    before = {field.attname: getattr(article, field.attname) for field in Article._meta.concrete_fields}
    if details.category is not KEEP:
        if details.category is not None and not Category.objects.filter(pk=int(details.category)).exists():
            raise WrongInput(_("There is no such category."), field="category")
        article.category_id = details.category
    if details.owner is not KEEP:
        staff = Person.objects.filter(pk=details.owner or 0, is_active=True).exclude(role=Role.REQUESTER)
        if details.owner is not None and not staff.exists():
            raise WrongInput(_("Choose somebody who works at the desk."), field="owner")
        article.owner_id = details.owner
    if details.check_by is not KEEP:
        article.check_by = details.check_by
    belonging = _apply_audience(actor, article, details)
    changed = article.pk is None or any(getattr(article, name) != value for name, value in before.items())
    if changed:
        article.changed_at = clock.now()
        article.save()
    for name, wanted in belonging.items():
        rows = getattr(article, name)
        if wanted != set(rows.values_list("pk", flat=True)):
            rows.set(wanted)
            changed = True
    return changed


def _apply_audience(actor: Person, article: Article, details: Details) -> dict[str, set[int]]:
    """Set audience and team; the organisations and groups that belong to it, empty where they stay."""
    given = (details.audience, details.team, details.organisations, details.groups)
    if all(one is KEEP for one in given):
        return {}
    audience = article.audience if details.audience is KEEP else details.audience
    if audience not in Audience.values:
        raise WrongInput(_("Choose who may read it."), field="audience")
    article.audience = audience
    if audience == Audience.TEAM:
        team = article.team_id if details.team is KEEP else details.team
        # an article that its writer could not read would be gone from their sight
        if team is None or not Membership.objects.filter(person=actor, team=team).exists():
            raise WrongInput(_("Choose a team of which you are a member."), field="team")
        article.team_id = team
    else:
        article.team_id = None
    belonging: dict[str, set[int]] = {"organisations": set(), "groups": set()}
    if audience == Audience.ORGANISATIONS:
        belonging["organisations"] = _chosen(article, "organisations", details, organisations_visible_to(actor))
        if not belonging["organisations"]:
            raise WrongInput(_("Choose at least one organisation."), field="organisations")
    if audience == Audience.GROUPS:
        belonging["groups"] = _chosen(article, "groups", details, groups_visible_to(actor))
        if not belonging["groups"]:
            raise WrongInput(_("Choose at least one group."), field="groups")
    return belonging


def _chosen(article: Article, name: str, details: Details, known: QuerySet[Any]) -> set[int]:
    wanted = getattr(details, name)
    if wanted is not KEEP:
        return set(known.filter(pk__in=wanted).values_list("pk", flat=True))
    return set(getattr(article, name).values_list("pk", flat=True)) if article.pk else set()


def change_details(*, actor: Person, article: int, details: Details) -> Article:
    """Change what is given. Raises ArticleNotFound, WrongInput."""
    with transaction.atomic():
        held = locked_article(actor, article)
        if apply_details(actor, held, details):
            Translation.objects.filter(article=held).update(revision=F("revision") + 1)
            announce(ArticleChanged(article=held.pk))
    return held


def change_address(*, actor: Person, translation: int, slug: str) -> Translation:
    """Give an article another address; the old one leads to it for good. Raises ArticleNotFound, WrongInput."""
    with transaction.atomic():
        held = locked_translation(actor, translation)
        wanted = slug_of(slug)
        if wanted == held.slug:
            return held
        if free_slug(wanted, besides=held.pk) != wanted:
            raise WrongInput(_("Another article has this address."), field="slug")
        OldAddress.objects.filter(path=page_of(wanted), translation=held).delete()
        OldAddress.objects.create(path=page_of(held.slug), translation=held)
        held.slug = wanted
        touch(held, "slug")
        announce(ArticleChanged(article=held.article_id))
    return held


def remove(*, actor: Person, article: int) -> Article:
    """Delete an article; `restore` brings it back. Owners, leads and administrators may. Raises NotAllowed."""
    with transaction.atomic():
        held = locked_article(actor, article)
        if not actor.is_lead and held.owner_id != actor.pk:
            raise NotAllowed(_("Only the owner of an article, leads and administrators can delete it."))
        held.removed_at = held.changed_at = clock.now()
        held.save(update_fields=["removed_at", "changed_at"])
        for translation in held.translations.filter(live__isnull=False):
            announce(ArticleWithdrawn(article=held.pk, translation=translation.pk))
    return held


def restore(*, actor: Person, article: int) -> Article:
    """Bring a deleted article back as it was. Raises ArticleNotFound."""
    with transaction.atomic():
        held = locked_article(actor, article, removed=True)
        held.removed_at, held.changed_at = None, clock.now()
        held.save(update_fields=["removed_at", "changed_at"])
        announce(ArticleChanged(article=held.pk))
    return held


def set_practice(*, actor: Person, review_needed: bool) -> Practice:
    """Say whether a second person must read an article before it is published. Raises NotAllowed."""
    if not actor.is_administrator:
        raise NotAllowed(_("Only an administrator can do this."))
    with transaction.atomic():
        kept, _made = Practice.objects.update_or_create(pk=1, defaults={"review_needed": review_needed})
        audit(actor=actor, kind="knowledge.practice_changed", review_needed=review_needed)
    return kept
