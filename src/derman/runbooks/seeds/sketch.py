"""How a runbook of the starting set is written down: Turkish and English side by side, one line a thought."""

from __future__ import annotations

from dataclasses import dataclass, replace

from derman.runbooks.tree import FAILED, NEXT, WORKED, Exit, Kind, Result, Step, Tree

type Both = tuple[str, str]  # Turkish, English


def _words(both: Both | None) -> dict[str, str]:
    return {"tr": both[0].strip(), "en": both[1].strip()} if both else {}


def ask(key: str, title: Both, *answers: tuple[Both, str], text: Both | None = None) -> Step:
    """A question; each answer is its words and the step that comes."""
    ways = tuple(
        Exit(key=f"a{number}", next=to, label=_words(label)) for number, (label, to) in enumerate(answers, start=1)
    )
    return Step(key=key, kind=Kind.QUESTION, title=_words(title), text=_words(text), exits=ways)


def do(key: str, title: Both, text: Both, *, then: str) -> Step:
    """An instruction."""
    return Step(
        key=key, kind=Kind.INSTRUCTION, title=_words(title), text=_words(text), exits=(Exit(key=NEXT, next=then),)
    )


def check(key: str, title: Both, text: Both | None = None, *, yes: str, no: str) -> Step:
    """Whether it worked."""
    ways = (Exit(key=WORKED, next=yes), Exit(key=FAILED, next=no))
    return Step(key=key, kind=Kind.CHECK, title=_words(title), text=_words(text), exits=ways)


def solved(key: str, title: Both, text: Both) -> Step:
    """It is solved."""
    return Step(key=key, kind=Kind.OUTCOME, title=_words(title), text=_words(text), result=Result.SOLVED)


def desk(key: str, title: Both, text: Both) -> Step:
    """The desk takes over, with everything already tried."""
    return Step(key=key, kind=Kind.OUTCOME, title=_words(title), text=_words(text), result=Result.TICKET)


def escalate(key: str, title: Both, text: Both, *, tier: int) -> Step:
    """It goes straight to a higher tier."""
    return replace(desk(key, title, text), result=Result.ESCALATE, tier=tier)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """A runbook of the starting set; its first step is the first in the list."""

    name: str  # also its address
    icon: str
    title: Both
    summary: Both
    steps: tuple[Step, ...]
    audience: str = "everyone"

    def tree(self) -> Tree:
        """As it is stored."""
        return Tree(
            titles=_words(self.title),
            summaries=_words(self.summary),
            start=self.steps[0].key,
            steps={step.key: step for step in self.steps},
        )
