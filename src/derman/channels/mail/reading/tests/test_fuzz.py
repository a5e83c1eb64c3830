"""Damage of every kind, and lines made to hurt: nothing raises, nothing takes long.

The drill reads 24,000 damaged mails (`pytest -m drill src/derman/channels/mail/reading`), with
`DERMAN_DRILL_SIZE=small` 2,000, the suite 300. `DERMAN_FUZZ` sets another number, `DERMAN_FUZZ_SEED` another beginning.
"""

import importlib
import json
import os
import pkgutil
import random
import re
import tarfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import derman.channels.mail.reading as package
from derman.channels.mail.reading import as_record, read_mail

from .post import parts, write
from .server_words import SERVERS
from .test_any_bytes import FRAGMENTS, SEEDS
from .test_html_clients import MAILS
from .test_invitations import calendar
from .test_opening import INNER, packed, signed, signed_in_pieces, winmail

CORPUS = Path(__file__).parents[6].parent / "shared" / "corpora" / "mail" / "cases-dev.tar.gz"
EVENT = calendar("DTSTART;TZID=Europe/Istanbul:20261124T100500", "SUMMARY:x", "ORGANIZER;CN=a:mailto:a@b.example")
OWN = ("destek@derman.example",)
SMALL = os.environ.get("DERMAN_DRILL_SIZE") == "small"
SLOWEST = 2.0
"""Seconds of processor time that one mail may take."""


def seeds() -> list[bytes]:
    """Mails to damage: the tests' own, and those of the corpus where it lies beside the repository."""
    mails = [*SEEDS, *(write(source, "text/html; charset=utf-8") for source in MAILS.values())]
    mails += [
        write(*packed(winmail(("a.pdf", b"%PDF"), body="x"))),
        write(*parts("\nx", f"Content-Type: text/calendar\n\n{EVENT}")),
    ]
    mails += [write(sign(INNER), "application/pkcs7-mime; name=smime.p7m") for sign in (signed, signed_in_pieces)]
    mails += [write(words.body, from_=words.sender, subject=words.subject) for words in SERVERS.values()]
    if CORPUS.exists():
        with tarfile.open(CORPUS) as archive:
            files = (archive.extractfile(member) for member in archive if member.name.endswith(".eml"))
            mails += [file.read()[:200_000] for file in files if file]
    return mails


def damaged(mails: list[bytes], dice: random.Random) -> bytes:
    """A mail with one to ten wounds: bytes changed, cut, doubled, moved, or taken from another mail."""
    raw = bytearray(dice.choice(mails))
    for _ in range(dice.randint(1, 10)):
        start = dice.randrange(len(raw) + 1)
        length = min(int(dice.expovariate(1 / 60)), len(raw) - start)
        stop = start + length
        match dice.randrange(8):
            case 0:
                raw[start:stop] = dice.randbytes(length)
            case 1:
                del raw[start:stop]
            case 2:
                raw[start:start] = raw[start:stop] * dice.choice((2, 3, 50))
            case 3:
                raw[start:start] = dice.choice(FRAGMENTS) * dice.choice((1, 1, 2, 200))
            case 4:
                other = dice.choice(mails)
                place = dice.randrange(len(other) + 1)
                raw[start:stop] = other[place : place + dice.choice((20, 200, 2_000))]
            case 5:
                del raw[start:]
            case 6:
                lines = bytes(raw).split(b"\n")
                dice.shuffle(lines)
                raw = bytearray(b"\n".join(lines))
            case 7:
                raw[start:stop] = raw[start:stop].translate(bytes.maketrans(b'\n":;<>', b'"\n;:><'))
    return bytes(raw)


def read_many(number: int) -> None:
    seed = int(os.environ.get("DERMAN_FUZZ_SEED", "4"))
    dice = random.Random(seed)
    mails = seeds()
    for count in range(number):
        raw = damaged(mails, dice)
        start = time.process_time()
        mail = read_mail(raw, OWN)
        json.dumps(as_record(mail, "a.eml"))
        spent = time.process_time() - start
        assert spent < SLOWEST, f"mail {count} of seed {seed} took {spent:.1f} s"
        assert all(len(file.content) == file.size for file in mail.attachments)


def test_damaged_mails_are_read():
    read_many(300)


@pytest.mark.drill
def test_very_many_damaged_mails_are_read():
    read_many(int(os.environ.get("DERMAN_FUZZ", "2000" if SMALL else "24000")))


def patterns() -> Iterator[tuple[str, re.Pattern[str] | re.Pattern[bytes]]]:
    """Every regular expression that a module of the package holds, with its name."""
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if ".tests" in module.name or module.name.endswith("__main__"):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            for found in value if isinstance(value, tuple) else (value,):
                for inner in found if isinstance(found, tuple) else (found,):
                    if isinstance(inner, re.Pattern):
                        yield f"{module.name.removeprefix(package.__name__)[1:]}.{name}", inner


WIDE = {
    "one letter": "a",
    "blanks": " ",
    "dashes": "-",
    "quote signs": "> ",
    "digits and points": "1.2",
    "addresses": "a@b.example ",
    "half addresses": "a@",
    "brackets": "<(",
    "tags": "<a x='",
    "encoded words": "=?u?Q?",
    "headings": "On 3 Mar 2026 at 09:12, a wrote ",
    "fields": "From: a ",
    "percent": "%C5''*0*=",
    "quotes": '"\\',
    "Turkish": "ığüşöçİ ",
    "sentences": "your message to a could not be delivered, user unknown; ",
    "codes": "550 5.1.1 ",
    "links": "https://a ",
    "new lines": "a\n ",
}
LINE = 1_000_000


def look(pattern: re.Pattern[Any], text: str) -> None:
    given = text.encode() if isinstance(pattern.pattern, bytes) else text
    pattern.match(given)
    next(pattern.finditer(given), None)


def test_no_regular_expression_is_slow_on_what_it_is_given():
    """Each is given as much as its callers give it: a line of bounded length, or a text of bounded size."""
    slow: list[str] = []
    for name, pattern in dict(patterns()).items():
        for kind, piece in WIDE.items():
            text = (piece * (bound_of(name) // len(piece) + 1))[: bound_of(name)]
            start = time.process_time()
            look(pattern, text)
            spent = time.process_time() - start
            if spent > 0.1:
                slow.append(f"{name} on {kind}: {spent:.1f} s")
    assert not slow, "\n".join(slow)


BOUNDS = {
    "quotes.signature._PHONE": 110,
    "quotes.attribution._ONLY_VERB": 60,
    "quotes": 600,
    "bounces": 700,
    "dates": 200,
}


def bound_of(name: str) -> int:
    """Signs that the callers of a pattern let it search; of those that get whole texts, a good piece."""
    return next((bound for start, bound in BOUNDS.items() if name.startswith(start)), 2_000)


@pytest.mark.parametrize("piece", WIDE.values(), ids=WIDE)
@pytest.mark.parametrize("place", ["text", "html", "bounce", "headers"])
def test_much_of_one_thing_is_read(piece, place):
    read_long(piece, place, 100_000)


@pytest.mark.drill
@pytest.mark.parametrize("width", [410] if SMALL else [40, 140, 410, 590, 690, LINE])
@pytest.mark.parametrize("piece", WIDE.values(), ids=WIDE)
@pytest.mark.parametrize("place", ["text", "html", "bounce", "headers"])
def test_a_megabyte_of_one_thing_is_read_in_lines_of_any_length(piece, place, width):
    read_long(piece, place, LINE // 5 if SMALL else LINE, width)


@pytest.mark.parametrize("width", [40, 410])
def test_dashes_in_lines_as_long_as_a_rule_or_a_heading_are_read(width):
    read_long("-", "text", 600_000, width)


def read_long(piece: str, place: str, length: int, width: int = LINE) -> None:
    text = (piece * (length // len(piece) + 1))[:length]
    if width < length:
        text = "\n".join(text[start : start + width] for start in range(0, length, width))
    raw = {
        "text": lambda: write(text),
        "html": lambda: write(text, "text/html; charset=utf-8"),
        "bounce": lambda: write(text, from_="MAILER-DAEMON@x.example", subject="failure notice"),
        "headers": lambda: write(
            "x", **dict.fromkeys(("subject", "to", "references", "content_disposition"), text.replace("\n", "\r\n "))
        ),
    }[place]()
    start = time.process_time()
    read_mail(raw, OWN)
    assert time.process_time() - start < 2 * SLOWEST
