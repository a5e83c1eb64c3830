"""Questions about the catalogue, each with a fixed number of SQL statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from derman.catalogue.access import visible_to
from derman.catalogue.errors import ServiceNotFound
from derman.catalogue.models import Service, Shelf
from derman.kernel.folding import fold
from derman.kernel.texts import in_language
from derman.people.models import Person

LONGEST_QUESTION = 100


def services(asker: Person, words: str = "") -> list[Service]:
    """The services that `asker` may see, shelf by shelf; with `words`, those that have all of them. 1 statement."""
    found = list(visible_to(asker).select_related("shelf").distinct())
    wanted = fold(words[:LONGEST_QUESTION]).split()
    if not wanted:
        return found
    return [service for service in found if all(word in _folded(service) for word in wanted)]


def _folded(service: Service) -> str:
    texts = [*service.names.values(), *service.summaries.values(), *service.words]
    return fold(" ".join(map(str, texts)))


def service(asker: Person, slug: str) -> Service:
    """One that `asker` may see. 1 statement. Raises ServiceNotFound."""
    found = visible_to(asker).select_related("shelf", "picture", "owner", "team").filter(slug=slug[:80]).first()
    if found is None:
        raise ServiceNotFound(_("There is no such service, or it is not for you."))
    return found


def service_by_id(asker: Person, pk: int) -> Service:
    """One that `asker` may see. 1 statement. Raises ServiceNotFound."""
    seen = visible_to(asker).select_related("shelf", "picture", "owner", "team")
    found = seen.filter(pk=pk).first() if pk < 2**63 else None
    if found is None:
        raise ServiceNotFound(_("There is no such service, or it is not for you."))
    return found


def shelves() -> list[Shelf]:
    """All shelves in their order. 1 statement."""
    return list(Shelf.objects.all())


@dataclass(frozen=True, slots=True, kw_only=True)
class Indexed:
    """What a search may keep of a published service, in one language. Who may see it, `access.visible_to` says."""

    service: int
    lang: str
    audience: str
    organisations: list[int]  # where it is for those of some alone
    groups: list[int]  # likewise
    name: str
    summary: str
    text: str
    words: list[str]
    changed_at: datetime


def indexed(pk: int) -> list[Indexed]:
    """The texts of a published service, one for each language it has a name in; nothing of a draft. 2 statements."""
    row = Service.objects.filter(pk=pk, published=True).first()
    if row is None:
        return []
    limited = row.audience == Service.Audience.ORGANISATIONS
    organisations = list(row.organisations.values_list("pk", flat=True)) if limited else []
    grouped = row.audience == Service.Audience.GROUPS
    groups = list(row.groups.values_list("pk", flat=True)) if grouped else []
    return [
        Indexed(
            service=row.pk,
            lang=lang,
            audience=row.audience,
            organisations=organisations,
            groups=groups,
            name=str(name),
            summary=in_language(row.summaries, lang),
            text=in_language(row.texts, lang),
            words=row.words,
            changed_at=row.updated_at,
        )
        for lang, name in row.names.items()
        if name
    ]


def published_pks() -> dict[int, str]:
    """All that is offered, each with the words by which it is found too, for whoever builds an index anew.

    1 statement.
    """
    rows = Service.objects.order_by("pk").filter(published=True).values_list("pk", "words")
    return {pk: " ".join(words) for pk, words in rows}
