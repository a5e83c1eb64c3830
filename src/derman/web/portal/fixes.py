"""Guided fixes made ready for templates: one step on a screen, in the portal, beside a ticket and in the preview."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString

from derman.runbooks import actions
from derman.runbooks.tree import said
from derman.runbooks.words import as_html, label_of
from derman.web import markup

if TYPE_CHECKING:
    from derman.runbooks.queries import Standing
    from derman.runbooks.tree import Step


@dataclass(frozen=True, slots=True)
class Button:
    """An answer, and whether it was given here before."""

    key: str
    words: str
    lang: str
    chosen: bool
    number: int  # the key that presses it on a ticket


@dataclass(frozen=True, slots=True)
class Screen:
    """A step as it is shown."""

    kind: str
    result: str
    title: str
    body: SafeString
    lang: str
    picture: str
    alt: str
    address: str
    buttons: list[Button]
    place: int
    rest: int

    @property
    def all(self) -> int:
        """How many steps it will be at most, as far as one knows here."""
        return self.place + self.rest

    @property
    def asks_desk(self) -> bool:
        """Does the desk take over here?"""
        return self.result in ("ticket", "escalate")


def screen_of(step: Step, lang: str, *, place: int = 1, rest: int = 0, chosen: str = "") -> Screen:
    """One step in a language, or in the one it has."""
    title, code = said(step.title, lang)
    buttons = []
    for number, way in enumerate(step.exits, start=1):
        words, of = label_of(way, code)
        buttons.append(Button(way.key, words, of, way.key == chosen, number))
    return Screen(
        kind=step.kind.value,
        result=step.result,
        title=title,
        body=markup.cleaned(as_html(said(step.text, code)[0])),
        lang=code,
        picture=actions.picture_address(step.picture) if step.picture else "",
        alt=said(step.alt, code)[0],
        address=step.address,
        buttons=buttons,
        place=place,
        rest=rest,
    )


def screen_at(standing: Standing, lang: str) -> Screen:
    """Where somebody looks at their walk."""
    return screen_of(
        standing.step, lang, place=standing.place, rest=standing.rest, chosen=standing.chosen
    )  # fmt: skip
