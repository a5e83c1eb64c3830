"""A runbook as a tree of steps: read from and written to JSON, bounded whatever it holds.

A question has answers that lead on, an instruction leads on, a check leads on by whether it worked, an outcome ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from derman.kernel.html.addresses import safe_address
from derman.runbooks.errors import WrongInput

type Words = Mapping[str, str]  # by language

MOST_STEPS, MOST_ANSWERS = 80, 9  # nine, because an agent answers by the keys 1 to 9
LONGEST_TITLE, LONGEST_TEXT, LONGEST_LABEL, LONGEST_SUMMARY = 160, 4000, 120, 300
AGAIN = 3  # a walk that goes round comes by the same step so often at most
NEXT, WORKED, FAILED = "next", "worked", "failed"
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_PICTURE = re.compile(r"[A-Za-z0-9_-]{20,64}")


class Kind(StrEnum):
    QUESTION = "question"
    INSTRUCTION = "instruction"
    CHECK = "check"
    OUTCOME = "outcome"


class Result(StrEnum):
    SOLVED = "solved"
    ARTICLE = "article"
    TICKET = "ticket"
    ESCALATE = "escalate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exit:
    """An answer and where it leads; `next` is empty until somebody says so."""

    key: str
    next: str = ""
    label: Words = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One screen of the walk."""

    key: str
    kind: Kind
    title: Words = field(default_factory=dict)
    text: Words = field(default_factory=dict)  # Markdown, without HTML
    picture: str = ""  # the key of a Picture
    alt: Words = field(default_factory=dict)
    exits: tuple[Exit, ...] = ()
    result: str = ""  # of an outcome
    address: str = ""  # result: article
    team: int | None = None  # result: escalate; a team, or any of a tier
    tier: int | None = None

    def exit_by(self, key: str) -> Exit | None:
        """The answer of this key."""
        return next((one for one in self.exits if one.key == key), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """All steps of a runbook, by key, in the order in which they were made."""

    titles: Words = field(default_factory=dict)
    summaries: Words = field(default_factory=dict)
    start: str = ""
    steps: Mapping[str, Step] = field(default_factory=dict)

    def with_step(self, step: Step) -> Tree:
        """The tree in which this step stands instead of the one of its key, or besides."""
        return replace(self, steps={**self.steps, step.key: step})

    def leading_to(self, key: str) -> list[tuple[Step, Exit]]:
        """Every answer that leads to a step."""
        return [(step, one) for step in self.steps.values() for one in step.exits if one.next == key]

    def reachable(self, start: str = "") -> list[str]:
        """The steps that a walk can come to, in breadth."""
        found = dict.fromkeys([start or self.start] if (start or self.start) in self.steps else [])
        queue = list(found)
        for key in queue:
            for one in self.steps[key].exits:
                if one.next in self.steps and one.next not in found:
                    found[one.next] = None
                    queue.append(one.next)
        return list(found)

    def fallback(self) -> str:
        """Where a walk ends that went round too often: the first outcome in reach at which the desk takes over."""
        for key in self.reachable():
            if self.steps[key].result in (Result.TICKET, Result.ESCALATE):
                return key
        return ""

    def rest(self, key: str) -> int:
        """How many steps follow at most, ways back not counted."""
        known: dict[str, int] = {}

        def deepest(at: str, above: frozenset[str]) -> int:
            if at not in known:
                onward = [one.next for one in self.steps[at].exits if one.next in self.steps and one.next not in above]
                known[at] = max((1 + deepest(one, above | {one}) for one in onward), default=0)
            return known[at]

        return deepest(key, frozenset((key,))) if key in self.steps else 0


def languages() -> list[str]:
    """The languages in which a runbook may be written."""
    return [code for code, _name in settings.LANGUAGES]


def said(words: Words, lang: str) -> tuple[str, str]:
    """The text in a language, or else in one that it has; and in which."""
    if words.get(lang):
        return words[lang], lang
    return next(((text, code) for code, text in words.items() if text), ("", lang))


def words_of(given: Any, longest: int, where: str, *, one_line: bool = True) -> dict[str, str]:
    """Texts by language, cleaned of what cannot be kept. Raises WrongInput for too long ones."""
    if given in (None, ""):
        return {}
    if not isinstance(given, Mapping):
        raise WrongInput(_("Give the text by language, like {\"en\": \"…\"}."), field=where)  # fmt: skip
    found = {}
    for code in languages():
        text = given.get(code)
        if text is None:
            continue
        if not isinstance(text, str):
            raise WrongInput(_("This must be a text."), field=where)
        text = text.replace("\0", "").replace("\r\n", "\n").strip()
        text = " ".join(text.split()) if one_line else text
        if len(text) > longest:
            raise WrongInput(_("This text is too long. %(most)s signs are the most.") % {"most": longest}, field=where)
        if text:
            found[code] = text
    return found


def read(given: Any) -> Tree:
    """A tree from JSON that anybody may have written. Raises WrongInput with the field; says nothing of its sense."""
    if not isinstance(given, Mapping):
        raise WrongInput(_("A guided fix is an object with titles, start and steps."), field="tree")
    steps = given.get("steps") or {}
    if not isinstance(steps, Mapping) or len(steps) > MOST_STEPS:
        raise WrongInput(_("Steps are an object by key, %(most)s at most.") % {"most": MOST_STEPS}, field="steps")
    return Tree(
        titles=words_of(given.get("titles"), LONGEST_TITLE, "titles"),
        summaries=words_of(given.get("summaries"), LONGEST_SUMMARY, "summaries"),
        start=str(given.get("start") or "")[:40],
        steps={str(key): _step(str(key), one) for key, one in steps.items()},
    )


def _step(key: str, given: Any) -> Step:
    where = f"steps.{key[:40]}"
    if not _KEY.fullmatch(key):
        raise WrongInput(_("The key of a step has small letters, figures and dashes."), field=where)
    if not isinstance(given, Mapping) or given.get("kind") not in list(Kind):
        raise WrongInput(_("A step is a question, an instruction, a check or an outcome."), field=f"{where}.kind")
    kind = Kind(given["kind"])
    result = str(given.get("result") or "") if kind == Kind.OUTCOME else ""
    if result and result not in list(Result):
        raise WrongInput(_("An outcome is solved, article, ticket or escalate."), field=f"{where}.result")
    picture = str(given.get("picture") or "")
    if picture and not _PICTURE.fullmatch(picture):
        raise WrongInput(_("There is no such picture."), field=f"{where}.picture")
    return Step(
        key=key,
        kind=kind,
        title=words_of(given.get("title"), LONGEST_TITLE, f"{where}.title"),
        text=words_of(given.get("text"), LONGEST_TEXT, f"{where}.text", one_line=False),
        picture=picture,
        alt=words_of(given.get("alt"), 300, f"{where}.alt") if picture else {},
        exits=tuple(_exits(kind, given.get("exits"), where)),
        result=result,
        address=address_of(given.get("address"), f"{where}.address") if result == Result.ARTICLE else "",
        team=_whole(given.get("team"), f"{where}.team", 2**31) if result == Result.ESCALATE else None,
        tier=_whole(given.get("tier"), f"{where}.tier", 4) if result == Result.ESCALATE else None,
    )


def _exits(kind: Kind, given: Any, where: str) -> Iterator[Exit]:
    if kind == Kind.OUTCOME:
        return
    if not isinstance(given or [], list) or len(given or []) > MOST_ANSWERS:
        raise WrongInput(_("Answers are a list, %(most)s at most.") % {"most": MOST_ANSWERS}, field=f"{where}.exits")
    found: dict[str, Exit] = {}
    for place, one in enumerate(given or []):
        at = f"{where}.exits.{place}"
        key = str(one.get("key") or "") if isinstance(one, Mapping) else ""
        if not _KEY.fullmatch(key) or key in found:
            raise WrongInput(_("Each answer needs a key of its own, of small letters and figures."), field=at)
        label = words_of(one.get("label"), LONGEST_LABEL, f"{at}.label")
        found[key] = Exit(key=key, next=str(one.get("next") or "")[:40], label=label)
    wanted = {Kind.INSTRUCTION: (NEXT,), Kind.CHECK: (WORKED, FAILED)}.get(kind)
    yield from (found.get(key, Exit(key=key)) for key in wanted) if wanted else found.values()


def address_of(given: Any, where: str) -> str:
    """Where an article is: a page of this desk, or one at https. Raises WrongInput."""
    address = str(given or "").strip()[:500]
    if not address:
        return ""
    if address.startswith("/") and not address.startswith("//"):
        return address
    if not address.startswith("https://") or not safe_address(address):
        raise WrongInput(_("Give an address like /kb/vpn/ or https://…"), field=where)
    return address


def _whole(given: Any, where: str, most: int) -> int | None:
    if given in (None, ""):
        return None
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given <= most:
        raise WrongInput(_("This must be a whole number."), field=where)
    return given


def write(tree: Tree) -> dict[str, Any]:
    """The tree as JSON."""
    return {
        "titles": dict(tree.titles),
        "summaries": dict(tree.summaries),
        "start": tree.start,
        "steps": {key: _written(step) for key, step in tree.steps.items()},
    }


def _written(step: Step) -> dict[str, Any]:
    made: dict[str, Any] = {"kind": step.kind.value, "title": dict(step.title)}
    for name in ("text", "picture", "alt", "result", "address", "team", "tier"):
        value = getattr(step, name)
        if value not in ("", None) and value != {}:
            made[name] = dict(value) if isinstance(value, Mapping) else value
    if step.kind != Kind.OUTCOME:
        made["exits"] = [{"key": one.key, "next": one.next, "label": dict(one.label)} for one in step.exits]
    return made
