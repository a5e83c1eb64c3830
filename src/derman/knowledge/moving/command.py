"""`derman knowledge import` and `derman knowledge export`."""

from __future__ import annotations

from pathlib import Path

from derman.knowledge.actions.importing import Importer, articles_in, articles_of
from derman.knowledge.actions.locking import require_agent
from derman.knowledge.errors import WrongInput
from derman.knowledge.moving.bundles import Folder
from derman.knowledge.moving.exporting import export as write_export
from derman.people.models import Person
from derman.people.queries import person_by_address


def _person(email: str) -> Person:
    found = person_by_address(email)
    if found is None:
        raise WrongInput(f"Nobody has the address {email}.")
    require_agent(found)
    return found


def take(email: str, file: Path, *, lang: str, audience: str = "everyone", publish: bool = False) -> str:
    """Import a file or a folder; what was done, in a few lines."""
    importer = Importer(_person(email), lang, audience, publish)
    given = articles_in(Folder(file)) if file.is_dir() else articles_of(file.name, file.read_bytes())
    tally = importer.run(given)
    line = f"{tally.seen} articles: {tally.made} new, {tally.changed} changed; {tally.pictures} pictures."
    return "\n".join([line, *tally.problems])


def export(email: str, file: Path) -> str:
    """Export everything that a person of the desk may work on."""
    person = _person(email)
    with file.open("wb") as opened:
        return f"{write_export(person, opened)} articles in {file}."
