"""What a typed query asks of PostgreSQL: conditions on tickets, always of those that the person may see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from derman.desk.queries import the_desk
from derman.kernel import clock
from derman.kernel.folding import fold
from derman.people.access import organisations_visible_to, people_visible_to, teams_visible_to
from derman.people.models import EmailAddress, Person
from derman.search import questions
from derman.search.errors import QueryError
from derman.search.models import Document
from derman.search.typed.grammar import Condition, Query
from derman.search.typed.keywords import MOMENTS, table_of
from derman.search.typed.values import day_of, span_of
from derman.tickets.access import visible_to
from derman.tickets.errors import WrongInput
from derman.tickets.models import PRIORITY_OF, UNRESOLVED, Category, Status, Ticket
from derman.tickets.queries import meets
from derman.trackers.models import Issue, Stage

MOST_PEOPLE = 2_000  # of one name
_COLUMNS = {"created": "created_at", "updated": "updated_at", "resolved": "resolved_at", "closed": "closed_at"}
_STATES = {"open": UNRESOLVED, "in-progress": (Status.OPEN.value,)}
# what its requester was promised, a date that is waited for, a task that is to be done: each from its own index
_DUE = (
    "SELECT number FROM tickets_ticket WHERE due_at IS NOT NULL{due}"
    " UNION SELECT number FROM tickets_ticket WHERE waiting_until IS NOT NULL{waits}"
    " UNION SELECT ticket_id FROM tickets_task WHERE state = 'open' AND due_at IS NOT NULL{due}"
)
_WITH_WORDS = "SELECT ticket_id FROM search_document WHERE words @@ %s::tsquery"


@dataclass(slots=True)
class Compiled:
    """A query as conditions; what names nobody and nothing is among the mistakes, and meets no ticket."""

    conditions: list[Q] = field(default_factory=list)
    mistakes: list[QueryError] = field(default_factory=list)


def compiled(person: Person, query: Query) -> Compiled:
    """The conditions of a query, without the words to be found.

    1 statement for each name of somebody or something, 1 for the zone, 2 for each word that must not occur.
    """
    made = Compiled()
    for part in query.conditions:
        either = Q()
        for value in part.values:
            try:
                either |= _MAKERS[table_of(part.key)](person, part, value)
            except QueryError as mistake:
                made.mistakes.append(mistake)
                either |= Q(pk__in=[])
        made.conditions.append(~either if part.negated else either)
    made.conditions += [_without(text) for text in query.unwanted]
    return made


def tickets_of(person: Person, query: Query) -> QuerySet[Ticket]:
    """All tickets that the person may see and that meet a query, with its words. Raises QueryError.

    The words are looked up as in the search, without mending what is misspelt. 2 statements more for words.
    """
    made = compiled(person, query)
    if made.mistakes:
        raise made.mistakes[0]
    found = visible_to(person).filter(*made.conditions)
    question = questions.read(query.words)
    if not question.terms:
        return found if question.number is None else found.filter(pk=question.number)
    questions.complete(question)
    has = Q(pk__in=RawSQL(_WITH_WORDS, [question.query()]))  # noqa: S611 the statement is written here
    return found.filter(has | Q(pk=question.number) if question.number is not None else has)


class _Says(Func):
    arg_joiner = " @@ "
    template = "(%(expressions)s::tsquery)"
    output_field = BooleanField()


def _without(text: str) -> Q:
    """Looked at ticket by ticket: most tickets have none of the words, and few of them are asked for."""
    question = questions.read(text)
    if not question.terms:
        return Q()
    questions.complete(question)
    document = Document.objects.filter(ticket=OuterRef("pk"))
    return Q(~Exists(document.filter(_Says(F("words"), Value(question.query())))))


def _unknown(part: Condition, sentence: str, value: str) -> QueryError:
    return QueryError(sentence % {"value": value}, start=part.at[0], end=part.at[1])


def _state(person: Person, part: Condition, value: str) -> Q:
    return Q(status__in=_STATES.get(value, (value,)))


def _person(person: Person, part: Condition, value: str) -> Q:
    column = "assignee" if part.key == "assignee" else "requester"
    if value == "nobody":
        return Q(assignee=None)
    if value == "me":
        return Q(**{column: person.pk})
    # as a list and not as a part of the statement: the planner then knows whether few tickets are wanted or many
    found = list(_people(person, fold(value)).values_list("pk", flat=True)[:MOST_PEOPLE])
    if not found:
        raise _unknown(part, _("Nobody here has the name or address “%(value)s”."), value)
    return Q(**{f"{column}__in": found})


def _watcher(person: Person, part: Condition, value: str) -> Q:
    if value == "nobody":
        return Q(watchers=[])
    wanted = (
        [person.pk] if value == "me" else list(_people(person, fold(value)).values_list("pk", flat=True)[:MOST_PEOPLE])
    )
    if not wanted:
        raise _unknown(part, _("Nobody here has the name or address “%(value)s”."), value)
    # the second half is what the index says of itself
    return Q(watchers__overlap=wanted) & ~Q(watchers=[])


def _issue(person: Person, part: Condition, value: str) -> Q:
    linked = Issue.objects.exclude(stage=Stage.UNLINKED).filter(ticket__isnull=False)
    wanted = {
        "open": linked.filter(closed=False),
        "closed": linked.filter(closed=True),
        "failing": linked.filter(wrong_since__isnull=False),
    }
    found = Q(pk__in=wanted.get(value, linked).values("ticket"))
    return ~found if value == "none" else found


def _own(person: Person, part: Condition, value: str) -> Q:
    """One of the desk's own fields. 1 statement."""
    try:
        return meets(part.key.removeprefix("field."), part.sign, value)
    except WrongInput as error:
        raise QueryError(str(error), start=part.at[0], end=part.at[1]) from None


def _people(person: Person, value: str) -> QuerySet[Person]:
    known = people_visible_to(person)
    by_name = known.annotate(folded=folded_name()).filter(named(value)).values("pk")
    addressed = EmailAddress.objects.filter(folded__startswith=value).values("person")
    return known.filter(Q(pk__in=by_name) | Q(pk__in=addressed))


def _team(person: Person, part: Condition, value: str) -> Q:
    if value == "none":
        return Q(team=None)
    found = [(team.pk, fold(team.name)) for team in teams_visible_to(person)]
    return Q(team__in=_best(part, found, value, _("No team has the name “%(value)s”.")))


def _organisation(person: Person, part: Condition, value: str) -> Q:
    if value == "none":
        return Q(requester__organisation=None)
    known = organisations_visible_to(person).annotate(folded=folded_name()).filter(named(fold(value)))
    found = list(known.values_list("pk", flat=True)[:MOST_PEOPLE])
    if not found:
        raise _unknown(part, _("No organisation has the name “%(value)s”."), value)
    members = Person.objects.filter(organisation__in=found).values("pk")
    return Q(requester__in=members)


def _category(person: Person, part: Condition, value: str) -> Q:
    """With the categories below it."""
    if value == "none":
        return Q(category=None)
    tree = list(Category.objects.all())
    names = [(one.pk, fold(name)) for one in tree for name in one.names.values()]
    found = set(_best(part, names, value, _("No category has the name “%(value)s”.")))
    for _level in range(3):
        found |= {one.pk for one in tree if one.parent_id in found}
    return Q(category__in=sorted(found))


def _best(part: Condition, names: list[tuple[int, str]], value: str, none: str) -> list[int]:
    """Those with just this name; else those of whose name each word typed begins a word."""
    wanted = fold(value)
    exact = [pk for pk, name in names if name == wanted]
    found = exact or [pk for pk, name in names if all(f" {name}".find(f" {word}") >= 0 for word in wanted.split())]
    if not found:
        raise _unknown(part, none, value)
    return list(dict.fromkeys(found))


def _tag(person: Person, part: Condition, value: str) -> Q:
    if value == "none":
        return Q(tags=[])
    # the second half is what the index says of itself: without it, every ticket would be looked at
    return Q(tags__contains=[fold(value)]) & ~Q(tags=[])


def _priority(person: Person, part: Condition, value: str) -> Q:
    return Q(priority=PRIORITY_OF[value])


def _kind(person: Person, part: Condition, value: str) -> Q:
    return Q(kind=value)


def _channel(person: Person, part: Condition, value: str) -> Q:
    return Q(channel=value)


def _waiting(person: Person, part: Condition, value: str) -> Q:
    return Q(status=Status.WAITING, waiting_for=value)


def _spent(person: Person, part: Condition, value: str) -> Q:
    span = span_of(value)
    assert span is not None
    return Q(**{_compared("minutes", part.sign): int(span.total_seconds()) // 60})


def _moment(person: Person, part: Condition, value: str) -> Q:
    if part.key == "due" and value == "none":
        return ~Q(pk__in=RawSQL(_DUE.format(waits="", due=""), []))  # noqa: S611 the statement is written here
    bounds = _bounds(part, value, zone_of(person))
    if part.key != "due":
        column = _COLUMNS[part.key]
        return Q(**{_compared(column, sign): moment for sign, moment in bounds})
    waits = "".join(f" AND waiting_until {sign} %s" for sign, _moment in bounds)
    due = "".join(f" AND due_at {sign} %s" for sign, _moment in bounds)
    moments = [moment for _sign, moment in bounds]
    return Q(pk__in=RawSQL(_DUE.format(waits=waits, due=due), moments * 3))  # noqa: S611 the statement is written here


def _bounds(part: Condition, value: str, zone: tzinfo) -> list[tuple[str, datetime]]:
    """(sign, moment) of each end. A day is a place in time; a span says how far from now, ahead or back."""
    now, span = clock.now(), span_of(value)
    if value == "late":
        return [("<", now)]
    if span is not None:
        if part.key == "due":
            return [(part.sign, now + span)]
        back = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}  # less long ago is later
        return [(back[part.sign], now - span)]
    begins, ends = day_of(value, now, zone)
    match part.sign:
        case ":":
            return [(">=", begins), ("<", ends)]
        case "<" | ">=":
            return [(part.sign, begins)]
        case "<=":
            return [("<", ends)]
        case _:
            return [(">=", ends)]


def zone_of(person: Person) -> ZoneInfo:
    """In which zone a person's days begin: their own, or the desk's."""
    return ZoneInfo(person.zone or the_desk().zone)


def _compared(column: str, sign: str) -> str:
    return column + {"<": "__lt", "<=": "__lte", ">": "__gt", ">=": "__gte", ":": ""}[sign]


def named(value: str) -> Q:
    """The condition for what has a name, which must be annotated as `folded`: each word begins a word of it."""
    return Q(*(Q(folded__startswith=word) | Q(folded__contains=f" {word}") for word in value.split()))


def folded_name() -> Func:
    """The name of a person or an organisation as it is compared."""
    return Func(F("name"), function="derman_fold", output_field=TextField())


type _Maker = Callable[[Person, Condition, str], Q]
_MAKERS: dict[str, _Maker] = {
    "is": _state,
    "assignee": _person,
    "requester": _person,
    "team": _team,
    "org": _organisation,
    "category": _category,
    "tag": _tag,
    "priority": _priority,
    "kind": _kind,
    "channel": _channel,
    "waiting": _waiting,
    "spent": _spent,
    "watcher": _watcher,
    "issue": _issue,
    "field": _own,
    **dict.fromkeys(MOMENTS, _moment),
}
