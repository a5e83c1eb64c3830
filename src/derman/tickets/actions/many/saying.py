"""What is written to each of many tickets: words and tasks, those of a macro with their places filled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.utils.translation import gettext as _

from derman.desk.queries import the_desk
from derman.people.models import Person
from derman.tickets.actions.changing import Change
from derman.tickets.actions.many.wanted import Wanted
from derman.tickets.actions.messages import note, reply
from derman.tickets.actions.restoring import team_of
from derman.tickets.actions.tasks import add_within
from derman.tickets.errors import WrongInput
from derman.tickets.models import Message, Ticket
from derman.tickets.variables import fill, places_in, values_for

SAID = frozenset({"note", "reply", "replies"})


def say(actor: Person, number: int, wanted: Wanted) -> None:
    """What is written to each is an act of its own, since it is taken back by other rules. Raises WrongInput."""
    if SAID.isdisjoint(wanted):
        return
    for write, text in words_for(actor, Ticket.objects.select_related("requester").get(pk=number), wanted).items():
        write(actor=actor, ticket=number, text=text)


def words_for(actor: Person, ticket: Ticket, wanted: Wanted) -> dict[Callable[..., Message], str]:
    """What is written to one ticket, by what writes it, in order. Raises WrongInput."""
    found: dict[Callable[..., Message], str] = {}
    answer = wanted.get("reply", "")
    if "replies" in wanted and not answer:
        texts = wanted["replies"]
        known = (ticket.requester.language, ticket.language, the_desk().language)
        answer = texts[next((one for one in known if one in texts), next(iter(texts)))]
    if "note" in wanted:
        found[note] = _filled(wanted["note"], ticket, actor, wanted)
    if answer:
        found[reply] = _filled(answer, ticket, actor, wanted)
    return found


def _filled(text: str, ticket: Ticket, actor: Person, wanted: Wanted) -> str:
    """What a person typed for these tickets stays as it is."""
    if "macro" not in wanted:
        return text
    said, missing = fill(text, values_for(ticket, actor))
    if missing:
        raise WrongInput(_("Nothing is known of %(names)s.") % {"names": ", ".join(missing)}, field="missing")
    return said


def plan_tasks(change: Change, actor: Person, wanted: Wanted) -> None:
    """Within a change: the tasks that a macro adds. A team that is gone by now has none of them."""
    tasks = wanted["tasks"]
    values = values_for(change.ticket, actor) if any(places_in(task["title"]) for task in tasks) else {}
    for task in tasks:
        due = change.at + timedelta(days=task["days"]) if task["days"] else None
        title, _missing = fill(task["title"], values)
        add_within(change, title=title, team=team_of(task["team"]), due_at=due)
