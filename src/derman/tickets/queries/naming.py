"""Which tickets name a device: in the form of a service, or in one of the desk's own fields."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.db.models import Q

from derman.catalogue.fields import Type
from derman.people.models import Person
from derman.tickets.access import visible_to
from derman.tickets.models import OwnField, OwnValues, ServiceRequest, Ticket

if TYPE_CHECKING:
    from derman.assets.models import Asset

PAGE = 20


def naming(asker: Person, asset: Asset, *, before: int = 0, size: int = PAGE) -> list[Ticket]:
    """Those that `asker` may see, the newest first and `size` + 1 of them, with who asked; `before` is a number.

    By the number that the device has, and by those that it had: a ticket keeps what was said. 2 statements.
    """
    numbers = [asset.number, *asset.former]
    fields = OwnField.objects.filter(type=Type.ASSET).values_list("key", flat=True)
    answered = [Q(answers__contains=[{"type": Type.ASSET.value, "value": number}]) for number in numbers]
    named = ServiceRequest.objects.filter(reduce(or_, answered)).values("ticket")
    stands = [Q(values__contains={key: number}) for key in fields for number in numbers]
    if stands:
        named = named.union(OwnValues.objects.filter(reduce(or_, stands)).values("ticket"))
    found = visible_to(asker).filter(pk__in=named).select_related("requester")
    if before:
        found = found.filter(pk__lt=before)
    return list(found.order_by("-pk")[: size + 1])
