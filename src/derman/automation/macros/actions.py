"""What can be done with macros: written, taken away, brought back, and run on a ticket."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from derman.automation import steps
from derman.automation.errors import MacroNotFound, NotAllowed, Overtaken, WrongInput
from derman.automation.macros.access import changeable_by
from derman.automation.macros.meaning import meaning_of
from derman.automation.macros.queries import macro, writable_teams
from derman.automation.models import Macro
from derman.automation.names import name_of
from derman.kernel import clock
from derman.kernel.folding import fold
from derman.people.models import Person, Team
from derman.search.errors import QueryError
from derman.search.typed.conditions import tickets_of
from derman.search.typed.grammar import LONGEST, read, written
from derman.tickets import actions
from derman.tickets.actions.uploads import again
from derman.tickets.events import MacroRan
from derman.tickets.incoming import IncomingFile
from derman.tickets.variables import places_in

BRING_BACK = timedelta(hours=1)  # for so long a removed one is kept
MOST = 500  # for one person, team or desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A macro as it is given; `audience`: "me", "desk" or the id of a team."""

    name: str
    steps: Sequence[Any]
    query: str = ""
    audience: str | int = "me"


def save(*, actor: Person, given: Given, pk: int | None = None, version: int | None = None) -> Macro:
    """Write a macro, or change the one with the id `pk`. `version`: the one that the actor has seen.

    Raises MacroNotFound, NotAllowed, Overtaken, WrongInput with the field (name, query, steps, audience).
    """
    with transaction.atomic():
        kept = _changeable(actor, pk) if pk is not None else Macro()
        if version is not None and kept.version != version:
            raise Overtaken(_("Somebody changed this macro in the meantime. Look at it again."))
        kept.owner, kept.team = _audience(actor, given.audience)
        kept.name = name_of(given.name, _("A macro needs a name."))
        beside = Macro.objects.filter(owner=kept.owner, team=kept.team, removed_at=None)
        if pk is None and beside.count() >= MOST:
            raise WrongInput(_("At most %(most)s macros.") % {"most": MOST}, field="name")
        kept.query = query_checked(actor, given.query)
        kept.steps = steps.checked(given.steps, macro=True)
        kept.folded = fold(kept.name)
        kept.version, kept.updated_at = kept.version + 1, clock.now()
        kept.save()
    return kept


def query_checked(actor: Person, typed: str) -> str:
    """A condition as it is kept. Raises WrongInput."""
    if not typed.strip():
        return ""
    try:
        asked = read(typed)
        tickets_of(actor, asked)  # names somebody that nobody is?
    except QueryError as error:
        raise WrongInput(str(error), field="query") from None
    text = written(asked)
    if len(text) > LONGEST:
        sentence = _("This query is too long. %(n)s characters are the most.") % {"n": LONGEST}
        raise WrongInput(sentence, field="query")
    return text


def _changeable(actor: Person, pk: int) -> Macro:
    macro(actor, pk)
    found = changeable_by(actor).select_for_update().filter(pk=pk, removed_at=None).first()
    if found is None:
        raise NotAllowed(_("You may use this macro, but not change it."))
    return found


def _audience(actor: Person, audience: str | int) -> tuple[Person | None, Team | None]:
    if not actor.is_staff_member:
        raise NotAllowed(_("Only people of the desk have macros."))
    if audience == "me":
        return actor, None
    if audience == "desk":
        if not actor.is_administrator:
            raise NotAllowed(_("Only an administrator writes macros for everybody."), field="audience")
        return None, None
    team = next((team for team in writable_teams(actor) if team.pk == audience), None)
    if team is None:
        raise NotAllowed(_("Only the leads of a team write its macros."), field="audience")
    return None, team


def remove(*, actor: Person, pk: int) -> Macro:
    """Take a macro away; `restore` brings it back for an hour. Raises MacroNotFound, NotAllowed."""
    with transaction.atomic():
        kept = _changeable(actor, pk)
        Macro.objects.filter(removed_at__lt=clock.now() - BRING_BACK).delete()
        kept.removed_at = clock.now()
        kept.save(update_fields=["removed_at"])
    return kept


def restore(*, actor: Person, pk: int) -> Macro:
    """Bring a removed one back. Raises MacroNotFound where it is gone, or where the person may not change it."""
    with transaction.atomic():
        kept = changeable_by(actor).select_for_update().filter(pk=pk).first() if 0 < pk < 2**63 else None
        if kept is None:
            raise MacroNotFound(_("This macro cannot be brought back."))
        kept.removed_at = None
        kept.save(update_fields=["removed_at"])
    return kept


def run(*, actor: Person, pk: int, ticket: int, reply: str | None = None) -> UUID | None:
    """Have a macro do all its steps to a ticket, or none. `reply`: what it says, where that was changed before.

    Gives the act; None where the ticket was so already. Raises MacroNotFound, TicketNotFound, WrongInput (`reply`)
    where something is missing in what it says, and what the single verbs raise.
    """
    with transaction.atomic():
        found = macro(actor, pk)
        meant = meaning_of(actor, found, ticket)
        if reply is not None and meant.doing.reply:
            meant = meant.saying(reply)
        if missing := set(meant.missing).intersection(places_in(f"{meant.doing.reply}\n{meant.doing.note}")):
            names = ", ".join("{{" + name + "}}" for name in sorted(missing))
            raise WrongInput(_("Fill in by hand what is not known here: %(names)s.") % {"names": names}, field="reply")
        ran = MacroRan(macro=found.pk, version=found.version, name=found.name, did=[one["do"] for one in found.steps])
        files = (
            [IncomingFile(name=one.name, upload=one.key) for one in again(actor, meant.files)] if meant.files else []
        )
        act = actions.run_macro(actor=actor, ticket=ticket, doing=meant.doing, ran=ran, attached=files)
        if act is not None:
            Macro.objects.filter(pk=found.pk).update(used=F("used") + 1)
    return act
