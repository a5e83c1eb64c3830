"""The house is drawn twice, for import-linter and for people: in CONTRIBUTING.md stands what the contract holds."""

import configparser
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def rows() -> list[str]:
    """The rooms of each floor as the page for developers draws them, from the roof down."""
    table = (ROOT / "CONTRIBUTING.md").read_text().split("| floor | rooms |")[1].split("\n\n")[0]
    return [line.split("|")[2] for line in table.splitlines()[2:]]


def names(words: str) -> set[str]:
    return set(re.findall(r"`(\w+)`", words))


def test_each_floor_of_the_contract_is_drawn_with_its_rooms():
    contract = configparser.ConfigParser(interpolation=None)
    contract.read(ROOT / ".importlinter")
    layers = contract["importlinter:contract:floors"]["layers"].strip().splitlines()
    assert [names(re.sub(r"\([^)]*\)", "", row)) for row in rows()] == [
        set(re.findall(r"\w+", each)) for each in layers
    ]


def test_each_part_of_the_web_and_each_channel_is_drawn():
    drawn = " ".join(rows())
    for room in ("web", "channels"):
        parts = {app.parent.name for app in (ROOT / "src" / "derman" / room).glob("*/apps.py")}
        assert names(drawn.split(f"`{room}` (")[1].split(")")[0]) == parts
