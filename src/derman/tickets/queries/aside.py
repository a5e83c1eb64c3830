"""Questions about side conversations, for those who may read them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils.translation import gettext as _

from derman.kernel import clock
from derman.people.models import Person
from derman.tickets.access import asides_visible_to
from derman.tickets.aside import Aside, AsideWord
from derman.tickets.errors import TicketNotFound
from derman.tickets.models import Ticket

REMEMBERED = timedelta(hours=1)  # words that were taken back come back into the form for so long


@dataclass(frozen=True, slots=True)
class AsideTold:
    """One side conversation with what was said, in order, and who takes part."""

    aside: Aside
    words: list[AsideWord]
    people: list[Person] = field(default_factory=list)


def asides_of(reader: Person, ticket: Ticket) -> list[AsideTold]:
    """Those of a ticket that `reader` may see. No statement where there are none; else 3."""
    if not ticket.asides:
        return []
    rows = list(asides_visible_to(reader).filter(ticket=ticket))
    if not rows:
        return []
    words: dict[int, list[AsideWord]] = {row.pk: [] for row in rows}
    for word in AsideWord.objects.filter(aside__in=rows, withdrawn_at=None).select_related("author"):
        words[word.aside_id].append(word)
    named = Person.objects.in_bulk({person for row in rows for person in row.people})
    return [AsideTold(row, words[row.pk], [named[person] for person in row.people if person in named]) for row in rows]


def aside_of(reader: Person, ticket: Ticket, pk: int) -> AsideTold:
    """One of them. Raises TicketNotFound."""
    found = next((told for told in asides_of(reader, ticket) if told.aside.pk == pk), None)
    if found is None:
        raise TicketNotFound(_("This side conversation is not there, or not yours to read."))
    return found


def taken_back_aside(reader: Person, ticket: Ticket, pk: int | None) -> str:
    """What `reader` took back there lately and has not said again: the form has it still. 1 statement.

    None: of a conversation that went with its first words.
    """
    if not ticket.asides:
        return ""
    own = AsideWord.objects.filter(aside__ticket=ticket, author=reader, created_at__gt=clock.now() - REMEMBERED)
    own = own.filter(aside__withdrawn_at__isnull=False) if pk is None else own.filter(aside=pk)
    last = own.order_by("-created_at", "-pk").first()
    return last.text if last is not None and last.withdrawn_at is not None else ""
