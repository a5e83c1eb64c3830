"""What agents type to narrow a search of tickets: `tag:printer from:"mert kaya" is:open team:network`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.db.models import F, Func, Q, QuerySet, TextField

from derman.kernel.folding import fold
from derman.people.models import EmailAddress, Person, Team
from derman.tickets.models import UNRESOLVED, Status

_TYPED = re.compile(r"""(?<!\S)(\w+):("[^"]*"|“[^”]*”|[^\s"“]+)""")
MOST = 8  # in one search
MOST_PEOPLE = 2_000  # of one name

# in both languages, folded
_NAMES = {
    "tag": "tag", "etiket": "tag",
    "from": "from", "kimden": "from",
    "is": "is", "durum": "is",
    "team": "team", "ekip": "team",
    "to": "to", "kimde": "to",
}  # fmt: skip
_STATES = {
    "open": UNRESOLVED, "acik": UNRESOLVED,
    "new": (Status.NEW,), "yeni": (Status.NEW,),
    "waiting": (Status.WAITING,), "bekliyor": (Status.WAITING,),
    "resolved": (Status.RESOLVED,), "cozuldu": (Status.RESOLVED,),
    "closed": (Status.CLOSED,), "kapandi": (Status.CLOSED,),
    "spam": (Status.SPAM,), "istenmeyen": (Status.SPAM,),
}  # fmt: skip
_ME = frozenset({"me", "ben", "bende"})
_NOBODY = frozenset({"nobody", "kimse", "none"})


@dataclass(slots=True)
class Narrowed:
    """The words that are left to look for, and the conditions that tickets must meet."""

    text: str
    conditions: list[Q] = field(default_factory=list)


def narrowed(person: Person, text: str) -> Narrowed:
    """Take the operators out of what an agent typed. What is no operator stays a word.

    1 statement for each `from:` and `to:`.
    """
    found = Narrowed("")

    def take(typed: re.Match[str]) -> str:
        name = _NAMES.get(fold(typed[1]))
        value = fold(typed[2].strip('"“”'))
        if name is None or not value or len(found.conditions) == MOST:
            return typed[0]
        condition = _condition(person, name, value)
        if condition is None:
            return typed[0]
        found.conditions.append(condition)
        return " "

    found.text = _TYPED.sub(take, text).strip()
    return found


def words_alone(text: str) -> str:
    """What somebody typed without the operators: what is to be looked for where no tickets are. No statement."""
    return _TYPED.sub(lambda typed: " " if fold(typed[1]) in _NAMES else typed[0], text).strip()


def _condition(person: Person, name: str, value: str) -> Q | None:
    if name == "is":
        states = _STATES.get(value)
        return Q(status__in=states) if states else None
    if name == "tag":
        # the second half is what the index says of itself: without it, every ticket would be looked at
        return Q(tags__contains=[value]) & ~Q(tags=[])
    if name == "team":
        return Q(team__in=Team.objects.annotate(folded=_folded()).filter(_named(value)).values("pk"))
    if name == "to" and value in _NOBODY:
        return Q(assignee=None)
    # as a list and not as a part of the statement: the planner then knows whether few tickets are wanted or many
    people = [person.pk] if value in _ME else list(_people(value).values_list("pk", flat=True)[:MOST_PEOPLE])
    return Q(requester__in=people) if name == "from" else Q(assignee__in=people)


def _named(value: str) -> Q:
    """The condition for what has a name, which must be annotated as `folded`: each word begins a word of it."""
    return Q(*(Q(folded__startswith=word) | Q(folded__contains=f" {word}") for word in value.split()))


def _folded() -> Func:
    return Func(F("name"), function="derman_fold", output_field=TextField())


def _people(value: str) -> QuerySet[Person]:
    named = Person.objects.annotate(folded=_folded()).filter(_named(value)).values("pk")
    addressed = EmailAddress.objects.filter(folded__startswith=value).values("person")
    return Person.objects.filter(Q(pk__in=named) | Q(pk__in=addressed))
