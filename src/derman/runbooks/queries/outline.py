"""A runbook in outline, line by line, to be read and compared without its picture."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from derman.runbooks.tree import Kind, Result, Step, Tree, languages, said
from derman.runbooks.words import label_of


def outline(tree: Tree, lang: str) -> list[str]:
    """Title, steps in the order of the walk, texts in both languages, and where each answer leads."""
    keys = [*tree.reachable(), *(key for key in tree.steps if key not in tree.reachable())]
    number = {key: place for place, key in enumerate(keys, start=1)}
    lines = [f"{code}: {tree.titles[code]}" for code in languages() if tree.titles.get(code)]
    lines += [f"{code}: {tree.summaries[code]}" for code in languages() if tree.summaries.get(code)]
    for key in keys:
        lines += _lines(tree.steps[key], number, lang)
    return lines


def _lines(step: Step, number: dict[str, int], lang: str) -> list[str]:
    kinds = {
        Kind.QUESTION: _("Question"), Kind.INSTRUCTION: _("Instruction"), Kind.CHECK: pgettext("step", "Check"),
        Kind.OUTCOME: _("Outcome"),
    }  # fmt: skip
    lines = [f"{number[step.key]}. {kinds[step.kind]}: {said(step.title, lang)[0]}"]
    for code in languages():
        if step.title.get(code) and step.title.get(code) != said(step.title, lang)[0]:
            lines.append(f"   {code}: {step.title[code]}")
        lines += [f"   {code}: {line}" for line in step.text.get(code, "").splitlines() if line.strip()]
    if step.picture:
        lines.append("   " + _("Picture: %(words)s") % {"words": said(step.alt, lang)[0]})
    for way in step.exits:
        both = " / ".join(dict.fromkeys(label_of(way, code)[0] for code in languages()))
        lines.append(f"   → {both}: {number.get(way.next, '?')}")
    if step.kind == Kind.OUTCOME:
        lines.append("   ⇒ " + result_words(step))
    return lines


def result_words(step: Step) -> str:
    """What an outcome does."""
    match step.result:
        case Result.SOLVED:
            return _("Solved")
        case Result.ARTICLE:
            return _("Leads to the article %(address)s") % {"address": step.address}
        case Result.TICKET:
            return _("Opens a ticket with everything already tried")
        case Result.ESCALATE if step.team is not None:
            return _("Hands on to a team")
        case Result.ESCALATE if step.tier is not None:
            return _("Hands on to tier L%(tier)s") % {"tier": step.tier}
    return "?"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of two outlines: as it was and as it is; `what` is same, gone, new or changed."""

    what: str
    before: str
    after: str


def compared(before: Tree, after: Tree, lang: str) -> list[Line]:
    """Two trees beside one another."""
    old, new = outline(before, lang), outline(after, lang)
    made: list[Line] = []
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        left, right = old[old_from:old_to], new[new_from:new_to]
        what = {"equal": "same", "delete": "gone", "insert": "new", "replace": "changed"}[tag]
        for place in range(max(len(left), len(right))):
            one = left[place] if place < len(left) else ""
            other = right[place] if place < len(right) else ""
            made.append(Line(what if (one and other) or what != "changed" else "gone" if one else "new", one, other))
    return made
