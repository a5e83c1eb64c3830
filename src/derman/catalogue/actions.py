"""What can be done with the catalogue: keep a service, publish and withdraw it, keep shelves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from derman.catalogue.access import visible_to
from derman.catalogue.errors import NotAllowed, ServiceNotFound, WrongInput
from derman.catalogue.facts import ServiceChanged
from derman.catalogue.fields import fields_of
from derman.catalogue.models import Service, Shelf
from derman.catalogue.steps import approvals_of, stages_of
from derman.catalogue.texts import search_words_of, texts_of
from derman.kernel import clock
from derman.kernel.facts import announce
from derman.kernel.folding import fold
from derman.kernel.models import StoredFile
from derman.kernel.texts import in_language
from derman.people.models import Group, Organisation, Person, Team

MOST_SERVICES = 1000


def save_service(
    *,
    actor: Person,
    service: int | None = None,
    names: Mapping[str, str],
    summaries: Mapping[str, str] | None = None,
    texts: Mapping[str, str] | None = None,
    costs: Mapping[str, str] | None = None,
    shelf: int | None = None,
    takes: int | None = None,
    takes_unit: str = Service.Unit.DAYS,
    audience: str = Service.Audience.SIGNED_IN,
    organisations: Sequence[int] = (),
    groups: Sequence[int] = (),
    owner: int | None = None,
    team: int | None = None,
    form: object = (),
    approvals: object = (),
    stages: object = (),
    words: Sequence[str] = (),
    published: bool = False,
    picture: StoredFile | None = None,
    remove_picture: bool = False,
) -> Service:
    """Add a service, or change the one with the id `service`. Requests that were sent before stay as they are.

    Raises ServiceNotFound, NotAllowed, WrongInput with the field.
    """
    with transaction.atomic():
        kept = _changeable(actor, service)
        kept.names = texts_of(names, field="names", longest=80)
        if not kept.names:
            raise WrongInput(_("A service needs a name."), field="names")
        kept.summaries = texts_of(summaries, field="summaries", longest=200)
        kept.texts = texts_of(texts, field="texts", longest=20_000, lines=True)
        kept.costs = texts_of(costs, field="costs", longest=120)
        kept.shelf = _one(Shelf, shelf, "shelf")
        kept.team = _one(Team, team, "team")
        kept.owner = _one(Person, owner, "owner")
        if audience not in Service.Audience.values or takes_unit not in Service.Unit.values:
            raise WrongInput(_("Choose among what is offered."), field="audience")
        kept.audience, kept.takes_unit = audience, takes_unit
        kept.takes = takes
        belonging = list(Organisation.objects.filter(pk__in=organisations))
        if audience == Service.Audience.ORGANISATIONS and not belonging:
            raise WrongInput(_("Choose at least one organisation."), field="organisations")
        grouped = list(Group.objects.filter(pk__in=groups))
        if audience == Service.Audience.GROUPS and not grouped:
            raise WrongInput(_("Choose at least one group."), field="groups")
        kept.form = [field.as_json() for field in fields_of(form)]
        kept.approvals = [step.as_json() for step in approvals_of(approvals, owner=kept.owner)]
        kept.stages = [[task.as_json() for task in stage] for stage in stages_of(stages)]
        kept.words = search_words_of(words)
        kept.published = published
        if picture is not None or remove_picture:
            kept.picture = picture
        kept.slug = kept.slug or _free_slug(kept.names)
        kept.updated_at = clock.now()
        kept.save()
        kept.organisations.set(belonging if audience == Service.Audience.ORGANISATIONS else [])
        kept.groups.set(grouped if audience == Service.Audience.GROUPS else [])
        announce(ServiceChanged(service=kept.pk))
    return kept


def _changeable(actor: Person, pk: int | None) -> Service:
    if not actor.is_administrator:
        raise NotAllowed(_("Only administrators change the catalogue."))
    if pk is None:
        if Service.objects.count() >= MOST_SERVICES:
            raise WrongInput(_("A catalogue may have %(most)d services at most.") % {"most": MOST_SERVICES})
        last = Service.objects.order_by("-position").values_list("position", flat=True).first()
        return Service(position=min((last or 0) + 1, 32_000))
    known = visible_to(actor).order_by().select_for_update(of=("self",))
    found = known.filter(pk=pk).first() if pk < 2**63 else None
    if found is None:
        raise ServiceNotFound(_("There is no such service."))
    return found


def _one[Row: (Shelf, Team, Person)](model: type[Row], pk: int | None, field: str) -> Row | None:
    if pk is None:
        return None
    found = model._default_manager.filter(pk=pk).first()
    if found is None:
        raise WrongInput(_("This does not exist any more."), field=field)
    return found


def _free_slug(names: Mapping[str, str]) -> str:
    wished = slugify(fold(names.get("en") or in_language(names)))[:70].strip("-") or "service"
    taken = set(Service.objects.filter(slug__startswith=wished).values_list("slug", flat=True))
    return next(slug for place in range(1, MOST_SERVICES + 2) if (slug := _numbered(wished, place)) not in taken)


def _numbered(slug: str, place: int) -> str:
    return slug if place == 1 else f"{slug}-{place}"


def set_published(*, actor: Person, service: int, published: bool) -> Service:
    """Offer a service, or take it out of the catalogue; what was asked for goes on. Raises as `save_service`."""
    with transaction.atomic():
        kept = _changeable(actor, service)
        kept.published, kept.updated_at = published, clock.now()
        kept.save(update_fields=["published", "updated_at"])
        announce(ServiceChanged(service=kept.pk))
    return kept


def save_shelf(*, actor: Person, shelf: int | None = None, names: Mapping[str, Any]) -> Shelf:
    """Add a shelf, or rename one. Raises NotAllowed, WrongInput."""
    if not actor.is_administrator:
        raise NotAllowed(_("Only administrators change the catalogue."))
    with transaction.atomic():
        kept = Shelf.objects.select_for_update().filter(pk=shelf).first() if shelf is not None else Shelf()
        if kept is None:
            raise WrongInput(_("This does not exist any more."), field="shelf")
        kept.names = texts_of(names, field="names", longest=60)
        if not kept.names:
            raise WrongInput(_("A shelf needs a name."), field="names")
        if kept.pk is None:
            kept.position = min(Shelf.objects.count() + 1, 32_000)
        kept.save()
    return kept
