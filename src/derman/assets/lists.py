"""A list of devices from a CSV file: a line each, found again by its inventory number."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, field
from io import StringIO

from django.conf import settings
from django.db import transaction
from django.db.models import TextChoices
from django.utils import translation
from django.utils.translation import gettext as _

from derman.assets.access import may_write
from derman.assets.actions import LONGEST_NOTES, fill
from derman.assets.errors import NotAllowed, WrongInput
from derman.assets.models import Asset, Kind, State
from derman.assets.queries import folded_number
from derman.kernel.folding import fold
from derman.kernel.locks import hold
from derman.people.addresses import BadAddress, fold_address
from derman.people.models import EmailAddress, Person

LARGEST = 5_000_000  # bytes
MOST_LINES = 20_000
MOST_WRONG = 50  # lines that are named
# the names that a column may have, folded
COLUMNS = {
    "name": ("name", "device", "model", "ad", "adi", "cihaz"),
    "kind": ("kind", "type", "tur", "turu", "tip"),
    "number": ("number", "inventory number", "asset tag", "numara", "envanter no", "envanter numarasi", "demirbas no"),
    "serial": ("serial", "serial number", "seri", "seri no", "seri numarasi"),
    "person": ("person", "user", "email", "e-mail", "kisi", "kullanici", "e-posta", "eposta"),
    "place": ("place", "location", "yer", "konum"),
    "state": ("state", "status", "durum"),
    "notes": ("notes", "note", "notlar", "not"),
}

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # with what a spreadsheet takes a text for a formula


@dataclass(slots=True)
class Taken:
    """What became of a list: how many lines were new or changed something, and what was wrong with others."""

    added: int = 0
    changed: int = 0
    left: int = 0
    wrong: list[str] = field(default_factory=list)

    def refuse(self, line: int, why: object) -> None:
        """A line that is left out, and why."""
        self.left += 1
        if len(self.wrong) < MOST_WRONG:
            self.wrong.append(_("Line %(number)d: %(why)s") % {"number": line, "why": why})


def take_list(*, actor: Person, content: bytes) -> Taken:
    """Take the lines of a CSV file in. What is wrong is left out and said; the same list may come again.

    A column that the file does not have leaves what it would say as it is. 4 statements and 1 for each 500 lines.
    Raises NotAllowed, WrongInput where the file as a whole cannot be used.
    """
    if not may_write(actor):
        raise NotAllowed(_("Only agents can do this."))
    if len(content) > LARGEST:
        raise WrongInput(_("A list may have %(most)d MB at most.") % {"most": LARGEST // 1_000_000}, field="file")
    taken = Taken()
    with transaction.atomic():
        hold("assets.list")
        lines = list(_lines(content))
        if len(lines) > MOST_LINES:
            raise WrongInput(_("A list may have %(most)d lines at most.") % {"most": MOST_LINES}, field="file")
        known = {row.folded: row for row in Asset.objects.select_for_update().filter(folded__in=_numbers(lines))}
        people = _people(lines)
        fresh: dict[str, Asset] = {}
        changed: dict[str, Asset] = {}
        for number, given in lines:
            folded = folded_number(given.get("number", ""))
            before = changed.get(folded) or known.get(folded) or fresh.get(folded)
            row = copy(before) if before is not None else Asset()
            try:
                _apply(row, given, people)
            except WrongInput as error:
                taken.refuse(number, error)
                continue
            if row.pk is None:
                fresh[folded] = row
            elif before is not None and _said(row) != _said(before):
                changed[folded] = row
        Asset.objects.bulk_create(fresh.values(), batch_size=500)
        names = ["name", "kind", "number", "serial", "person", "place", "state", "notes", "words", "updated_at"]
        Asset.objects.bulk_update(changed.values(), names, batch_size=500)
        taken.added, taken.changed = len(fresh), len(changed)
    return taken


def _lines(content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Each line with its number, as texts by column. Raises WrongInput."""
    text = _decoded(content).replace("\0", "")
    head = text.split("\n", 1)[0]
    rows = csv.reader(StringIO(text, newline=""), delimiter=max(",;\t|", key=head.count))
    try:
        names = [fold(name) for name in next(rows, [])]
        places = {
            field: names.index(known) for field, all_ in COLUMNS.items() for known in all_[::-1] if known in names
        }
        if "name" not in places or "number" not in places:
            raise WrongInput(_("The first line must name the columns, “name” and “number” among them."), field="file")
        for number, row in enumerate(rows, start=2):
            given = {field: _plain(row[place]) if place < len(row) else "" for field, place in places.items()}
            if any(given.values()):
                yield number, given
            if number > MOST_LINES + 1:
                return
    except csv.Error:
        raise WrongInput(_("This CSV file cannot be read."), field="file") from None


def guarded(text: str) -> str:
    """A text that no spreadsheet reads as a formula; a list with it can be taken in again."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _plain(cell: str) -> str:
    return (cell[1:] if cell[:1] == "'" and cell[1:].startswith(_FORMULA) else cell).strip()


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1254", "replace")  # as a Turkish spreadsheet writes it


def _numbers(lines: list[tuple[int, dict[str, str]]]) -> list[str]:
    return [folded for _line, given in lines if (folded := folded_number(given.get("number", "")))]


def _people(lines: list[tuple[int, dict[str, str]]]) -> dict[str, int]:
    wanted = set()
    for _line, given in lines:
        address = _address(given.get("person", ""))
        if address:
            wanted.add(address)
    return dict(EmailAddress.objects.filter(folded__in=wanted).values_list("folded", "person"))


def _address(text: str) -> str:
    try:
        return fold_address(text) if text else ""
    except BadAddress:
        return ""


def _apply(row: Asset, given: dict[str, str], people: dict[str, int]) -> None:
    if given.get("person"):
        found = people.get(_address(given["person"]))
        if found is None:
            raise WrongInput(_("Nobody has the address %(address)s.") % {"address": given["person"][:80]})
        row.person_id = found
    elif "person" in given:
        row.person_id = None
    if len(given.get("notes", "")) > LONGEST_NOTES:
        raise WrongInput(_("This is too long: %(most)d characters at most.") % {"most": LONGEST_NOTES})
    row.notes = given.get("notes", row.notes)
    fill(
        row,
        name=given["name"],
        number=given["number"],
        kind=_code(Kind, given["kind"], Kind.OTHER) if "kind" in given else row.kind,
        serial=given.get("serial", row.serial),
        place=given.get("place", row.place),
        state=_code(State, given["state"], State.IN_USE) if "state" in given else row.state,
    )


def _code(choices: type[TextChoices], text: str, first: str) -> str:
    """What a cell says, as a code or in the words of any language. What is no such word is refused by `fill`."""
    wanted = fold(text)
    if not wanted:
        return first
    if wanted.replace(" ", "_") in choices.values:
        return wanted.replace(" ", "_")
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            said = {fold(str(label)): code for code, label in choices.choices}
        if wanted in said:
            return said[wanted]
    return text[:12]


def _said(row: Asset) -> tuple[object, ...]:
    return (row.name, row.kind, row.number, row.serial, row.person_id, row.place, row.state, row.notes)
