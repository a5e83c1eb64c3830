"""What leaves for a tracker: chosen words of a ticket, without anybody's name or address unless that was wanted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from derman.kernel.folding import fold
from derman.people.models import Person
from derman.problems.models import Problem
from derman.tickets.models import HandOver, Message, Ticket

LONGEST_TITLE = 200
LONGEST_BODY = 30_000
_WORD = re.compile(r"\w+")
_ADDRESS = re.compile(r"[^\s<>()\[\]\"',;:]+@[^\s<>()\[\]\"',;:]+\.[^\s<>()\[\]\"',;:]+")


def without_names(text: str, people: Iterable[Person]) -> str:
    """The same text: addresses, and the names and numbers of these people, are taken out."""
    known = list(people)
    kept = _ADDRESS.sub(_("[address]"), text)
    for person in known:
        if len(person.phone.strip()) > 4:
            kept = kept.replace(person.phone.strip(), _("[number]"))
    parts = {fold(part) for person in known for part in _WORD.findall(person.name)}
    names, short = {part for part in parts if len(part) > 2}, {part for part in parts if len(part) <= 2}
    told, at, after_name = [], 0, False
    for found in _WORD.finditer(kept):
        word, between = fold(found[0]), kept[at : found.start()]
        # what is too short to be told from other words is a name behind a name
        is_name = word in names or (word in short and after_name and between.isspace())
        if not (is_name and after_name and between.isspace()):
            told += [between, _("[requester]") if is_name else found[0]]
        at, after_name = found.end(), is_name
    return "".join([*told, kept[at:]])


def first_words(ticket: Ticket | None, problem: Problem | None, people: Sequence[Person]) -> tuple[str, str]:
    """Title and text to begin with: of the latest hand-over, or of the problem; without names."""
    if problem is not None:
        parts = [(_("What happens"), problem.description), (_("What helps meanwhile"), _first(problem.workarounds))]
        parts.append((_("What we know of the cause"), problem.cause))
        return without_names(problem.title, people)[:LONGEST_TITLE], _joined(parts, people)
    assert ticket is not None
    handed = HandOver.objects.filter(ticket=ticket).order_by("-pk").first()
    if handed is None:
        return without_names(ticket.subject, people)[:LONGEST_TITLE], ""
    parts = [
        (_("What is wrong"), handed.wrong),
        (_("What was tried"), handed.tried),
        (_("What we ask"), handed.asked),
    ]
    return without_names(ticket.subject, people)[:LONGEST_TITLE], _joined(parts, people)


def _first(texts: dict[str, str]) -> str:
    return texts.get("en") or next(iter(texts.values()), "")


def _joined(parts: Sequence[tuple[str, str]], people: Sequence[Person]) -> str:
    return "\n\n".join(f"{head}:\n{without_names(text.strip(), people)}" for head, text in parts if text.strip())


def with_messages(text: str, messages: Sequence[Message], *, with_names: bool, people: Sequence[Person]) -> str:
    """The text with chosen messages quoted behind it, by whom only where that is wanted."""
    parts = [text.strip()]
    for message in messages:
        if with_names:
            author = str(message.author) if message.author is not None else _("The desk")
            said = message.text
        else:
            author = _("The desk") if message.staff else _("The requester")
            said = without_names(message.text, people)
        quoted = "\n".join(f"> {line}" for line in said.strip().splitlines())
        parts.append(f"{author}, {message.created_at:%Y-%m-%d %H:%M} UTC:\n{quoted}")
    return "\n\n".join(part for part in parts if part)[:LONGEST_BODY]


def names_left(text: str, people: Iterable[Person]) -> bool:
    """Does somebody's name or address still stand in it?"""
    return without_names(text, people) != text
