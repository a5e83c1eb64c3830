"""The first lines of an agent's answer: `#note`, `#assign elif@…` and their like, in English and Turkish.

A table and a reader of lines: nothing here looks at the database.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from derman.kernel.folding import fold

# what a line may begin with, folded → what it asks for
WORDS = {
    **dict.fromkeys(("note", "internal", "not", "icnot", "dahili"), "note"),
    **dict.fromkeys(("resolve", "resolved", "solve", "solved", "done", "coz", "cozuldu", "cozumle"), "resolve"),
    **dict.fromkeys(("close", "closed", "kapat", "kapandi"), "close"),
    **dict.fromkeys(("reopen", "open", "ac", "yenidenac", "islemde"), "reopen"),
    **dict.fromkeys(("wait", "waiting", "pending", "bekle", "beklet", "bekliyor"), "wait"),
    **dict.fromkeys(("take", "mine", "ustlen", "bana"), "take"),
    **dict.fromkeys(("assign", "to", "ata", "devret"), "assign"),
    **dict.fromkeys(("team", "queue", "ekip"), "team"),
    **dict.fromkeys(("priority", "prio", "oncelik"), "priority"),
    **dict.fromkeys(("tag", "tags", "etiket", "etiketler"), "tag"),
    **dict.fromkeys(("help", "commands", "yardim", "komutlar"), "help"),
}
PRIORITIES = {
    **dict.fromkeys(("critical", "urgent", "p1", "kritik", "acil"), "critical"),
    **dict.fromkeys(("high", "p2", "yuksek"), "high"),
    **dict.fromkeys(("normal", "p3", "olagan"), "normal"),
    **dict.fromkeys(("low", "p4", "dusuk"), "low"),
}
WAITS = {
    **dict.fromkeys(("", "requester", "customer", "talep sahibi", "musteri", "yanit"), "requester"),
    **dict.fromkeys(("vendor", "supplier", "tedarikci"), "vendor"),
    **dict.fromkeys(("change", "degisiklik"), "change"),
}
MYSELF = ("me", "myself", "ben", "bana")
NOBODY = ("nobody", "none", "no one", "kimse", "hic kimse", "bos")
ALONE = ("resolve", "close", "reopen", "take", "help")  # nothing may stand behind these
MOST = 20  # lines
_LINE = re.compile(r"#\s?([^\W\d_]+)\s*[:=]?\s*(.*)")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
_AHEAD = re.compile(r"(\d{1,3}) ?(?:d|days?|g|gun)")


@dataclass(frozen=True, slots=True)
class Command:
    """One line: what it asks for, and what stands behind the word."""

    line: str
    name: str
    argument: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An agent's answer, read: its commands, lines that look like one and are none, and the text below."""

    commands: tuple[Command, ...]
    unknown: tuple[str, ...]
    text: str

    def of(self, name: str) -> Command | None:
        """The last command of this name."""
        return next((one for one in reversed(self.commands) if one.name == name), None)


def read(text: str) -> Answer:
    """Read the lines at the beginning that start with `#`; the first other line ends them.

    What stands behind `#note` on its line is the beginning of the text. A line that starts with `#` and is not
    understood is never text: whoever mistypes `#note` must not write to the requester.
    """
    lines = text.strip().splitlines()
    commands: list[Command] = []
    unknown: list[str] = []
    first: list[str] = []
    place = 0
    while place < len(lines):
        line = lines[place].strip().replace("\u200b", "").removeprefix("\ufeff")
        if line and not line.startswith(("#", "\uff03")):
            break
        place += 1
        if not line:
            continue
        found = _LINE.fullmatch(line.replace("\uff03", "#"))
        name = WORDS.get(fold(found[1]).replace(" ", "")) if found else None
        if found is None or name is None or len(commands) >= MOST or (name in ALONE and found[2].strip()):
            unknown.append(line[:200])
            continue
        argument = found[2].strip()
        if name == "note" and argument:
            first.append(argument)
        commands.append(Command(line[:200], name, argument))
    rest = "\n".join(lines[place:]).strip()
    return Answer(tuple(commands), tuple(unknown), "\n\n".join(filter(None, ("\n".join(first), rest))))


def day_of(argument: str, today: date) -> date | None:
    """The day that is meant by `2026-12-01`, `01.12.2026`, `3 days` or `3 gün`; None for what is no day."""
    words = fold(argument)
    try:
        if found := _ISO.fullmatch(words):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _DAY.fullmatch(words):
            return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None
    if found := _AHEAD.fullmatch(words):
        return today + timedelta(days=int(found[1]))
    return None
