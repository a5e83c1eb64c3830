"""A ticket and its parts are resolved together: one answer to all who wait, one way back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from derman.kernel import clock
from derman.people.models import Person
from derman.tickets import events
from derman.tickets.access import visible_to
from derman.tickets.actions.changing import Change, changing
from derman.tickets.actions.locking import lock_in_order
from derman.tickets.actions.messages import reply, require_words
from derman.tickets.actions.standing import set_status
from derman.tickets.errors import WrongInput
from derman.tickets.models import UNRESOLVED, Link, Status, Ticket
from derman.tickets.settling import UNDO_TIME

MOST = 200  # parts that are resolved with their whole at once


def resolve_with_parts(
    *, actor: Person, ticket: int, text: str = "", html_body: str = "", expected_seq: int | None = None
) -> tuple[Ticket, list[int]]:
    """Resolve a ticket and those of its parts that are not, with one answer to each part's requester if there is one.

    Parts that `actor` may not see stay. Returns the ticket and the parts. Raises WrongInput with what is in the way:
    then nothing is resolved and nobody is written to.
    """
    answers = bool(text.strip() or html_body.strip())
    if answers:
        require_words(text, html_body, ())
    with transaction.atomic():
        parts = open_parts(actor, ticket)
        lock_in_order(ticket, *parts)
        with changing(ticket, actor, expected_seq=expected_seq) as change:
            set_status(change, Status.RESOLVED)
            answered: dict[str, str] = {}
            for number in parts:
                if answers:
                    reply(actor=actor, ticket=number, text=text, html_body=html_body)
                    answered[str(number)] = str(_latest_act(number))
                _resolve(change, number)
            change.record(events.PartsResolved(parts=parts, answered=answered))
    return change.ticket, parts


def open_parts(actor: Person, ticket: int) -> list[int]:
    """The parts of a ticket that are not resolved, as far as `actor` may see them. 1 statement. Raises WrongInput."""
    linked = Link.objects.filter(other=ticket, kind=Link.LinkKind.PARENT).values("ticket")
    found = visible_to(actor).filter(pk__in=linked, status__in=UNRESOLVED, merged_into=None).order_by("pk")
    numbers = list(found.values_list("pk", flat=True)[: MOST + 1])
    if len(numbers) > MOST:
        raise WrongInput(
            _("More than %(most)s parts are open. Choose them in the queue and change them together.") % {"most": MOST}
        )
    return numbers


def _latest_act(number: int) -> Any:
    return Ticket.objects.get(pk=number).events.filter(kind=events.Replied.kind).values_list("act", flat=True).last()


def _resolve(whole: Change, number: int) -> None:
    with changing(number, whole.actor) as part:
        part.act = whole.act
        try:
            set_status(part, Status.RESOLVED, because={"whole": whole.ticket.pk})
        except WrongInput as error:
            raise WrongInput(f"#{number}: {error}", field=error.field) from None


def answers_to_withdraw(details: Mapping[str, Any], at: Any) -> dict[int, str]:
    """The acts (by ticket) of answers that can still be taken back with the rest, at `at` the moment of the act."""
    if clock.now() - at > UNDO_TIME:
        return {}
    return {int(number): act for number, act in details["answered"].items()}
