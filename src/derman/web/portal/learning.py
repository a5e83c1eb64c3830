"""Learning paths made ready for the templates of the portal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from derman.kernel.texts import in_language, spoken
from derman.teaching.words import as_html
from derman.web import markup

if TYPE_CHECKING:
    from collections.abc import Mapping

    from derman.teaching.queries import Outline, SeenStep, WrittenStep


@dataclass(frozen=True, slots=True)
class Words:
    """A text, and the language in which it is there."""

    text: str
    lang: str


def words_of(texts: Mapping[str, Any]) -> Words:
    """In the reader's language, or in one that there is."""
    return Words(in_language(texts), spoken(texts))


def rich_of(text: str) -> SafeString:
    """Markdown of the desk as safe HTML."""
    return markup.cleaned(as_html(text))


@dataclass(frozen=True, slots=True)
class Line:
    """A step in the list of its path."""

    place: int | None  # null: it is not theirs to read and does not count
    pk: int
    title: str
    lang: str
    is_check: bool
    is_done: bool


def lines_of(outline: Outline) -> list[Line]:
    """The steps of a path, those that are not open without their title."""
    lines, place = [], 0
    for seen in outline.steps:
        place += seen.is_open
        title, lang = title_of(seen)
        number = place if seen.is_open else None
        lines.append(Line(number, seen.step.pk, title, lang, seen.step.is_check, seen.is_done))
    return lines


def title_of(seen: SeenStep) -> tuple[str, str]:
    """What a step is called, and in which language."""
    if seen.step.is_check:
        words = words_of(seen.step.questions)
        return words.text, words.lang
    if seen.text is not None and seen.text.live is not None:
        return seen.text.live.title, seen.text.lang
    return "", ""


def title_of_written(written: WrittenStep) -> tuple[str, str]:
    """The same for whoever writes the path, who may see drafts; empty for an article that is not theirs to see."""
    if written.step.is_check:
        words = words_of(written.step.questions)
        return words.text, words.lang
    text = written.text
    version = (text.live or text.newest) if text is not None else None
    return (version.title, text.lang) if version is not None and text is not None else ("", "")


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice of a check."""

    key: str
    words: str
    lang: str
    chosen: bool
    right: bool  # said only once it was passed


@dataclass(frozen=True, slots=True)
class Check:
    """A check as it is asked, and what came of it."""

    question: Words
    choices: list[Choice]
    several: bool
    state: str  # "", "wrong", "right"
    explanation: SafeString | str
    lang: str  # of the explanation

    @property
    def said(self) -> str:
        """What is said of the answer."""
        if self.state == "right":
            return _("That is right.")
        return _("Not quite. Think again.") if self.state == "wrong" else ""


def check_of(seen: SeenStep) -> Check:
    """The explanation comes once it was passed, or was wrong twice."""
    step, progress = seen.step, seen.progress
    tries = progress.tries if progress is not None else 0
    state = "right" if seen.is_done else "wrong" if tries else ""
    chosen = set(progress.chosen) if progress is not None else set()
    explanation = words_of(step.explanations) if seen.is_done or tries > 1 else Words("", "")
    choices = []
    for choice in step.choices:
        words = words_of(choice["words"])
        key = str(choice["key"])
        choices.append(Choice(key, words.text, words.lang, key in chosen, seen.is_done and key in step.right))
    return Check(
        question=words_of(step.questions),
        choices=choices,
        several=len(step.right) > 1,
        state=state,
        explanation=rich_of(explanation.text) if explanation.text else "",
        lang=explanation.lang,
    )
