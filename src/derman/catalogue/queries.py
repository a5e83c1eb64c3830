"""Questions about the catalogue, each with a fixed number of SQL statements."""

from __future__ import annotations

from django.utils.translation import gettext as _

from derman.catalogue.access import visible_to
from derman.catalogue.errors import ServiceNotFound
from derman.catalogue.models import Service, Shelf
from derman.kernel.folding import fold
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
