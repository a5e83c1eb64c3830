"""Whether a tree can be walked by people: no dead end, no step out of reach, no circle without a way out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from derman.runbooks.tree import AGAIN, Kind, Result, Step, Tree, languages, said


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend: a code, the step (empty: the runbook itself), and a sentence for the person who writes."""

    code: str
    step: str
    sentence: str


def faults_of(tree: Tree, lang: str) -> list[Fault]:
    """Everything that keeps the tree from being published; names of steps in `lang` where they have one."""
    return list(_faults(tree, lang))


def _name(step: Step, lang: str) -> str:
    return said(step.title, lang)[0] or _("a step without words")


def _faults(tree: Tree, lang: str) -> Iterator[Fault]:
    if not tree.titles:
        yield Fault("no_title", "", _("The guided fix needs a title."))
    if tree.start not in tree.steps:
        yield Fault("no_start", "", _("The guided fix has no first step. Add one."))
        return
    written = [code for code in languages() if tree.titles.get(code)]
    in_reach = set(tree.reachable())
    for step in tree.steps.values():
        yield from _of_step(tree, step, lang, written)
        if step.key not in in_reach:
            text = _("No answer leads to “%(step)s”. Let one lead there, or remove the step.")
            yield Fault("out_of_reach", step.key, text % {"step": _name(step, lang)})
    yield from _circles(tree, in_reach, lang)


def _of_step(tree: Tree, step: Step, lang: str, written: list[str]) -> Iterator[Fault]:
    name = {"step": _name(step, lang)}
    for code in written:
        missing = not step.title.get(code)
        missing |= bool(step.text) and not step.text.get(code)
        missing |= step.kind == Kind.QUESTION and any(not one.label.get(code) for one in step.exits)
        if missing:
            text = _("“%(step)s” is not complete in this language: %(language)s. Write its words, text and answers.")
            yield Fault("words_missing", step.key, text % {**name, "language": code})
    if step.picture and any(not step.alt.get(code) for code in written):
        text = _("The picture of “%(step)s” needs words for those who cannot see it, in each language.")
        yield Fault("alt_missing", step.key, text % name)
    if step.kind == Kind.QUESTION and len(step.exits) < 2:
        yield Fault("few_answers", step.key, _("The question “%(step)s” needs two answers at least.") % name)
    if any(one.next not in tree.steps for one in step.exits):
        text = _("“%(step)s” is a dead end: one of its answers leads nowhere. Say which step comes then.")
        yield Fault("dead_end", step.key, text % name)
    if step.kind == Kind.OUTCOME:
        if not step.result:
            yield Fault("no_result", step.key, _("Say what becomes of it at the outcome “%(step)s”.") % name)
        if step.result == Result.ARTICLE and not step.address:
            yield Fault("no_address", step.key, _("The outcome “%(step)s” needs the address of its article.") % name)
        if step.result == Result.ESCALATE and step.team is None and step.tier is None:
            yield Fault("no_team", step.key, _("Say to which team or tier “%(step)s” hands on.") % name)


def _circles(tree: Tree, in_reach: set[str], lang: str) -> Iterator[Fault]:
    ends = {key for key in in_reach if tree.steps[key].kind == Kind.OUTCOME}
    if not ends:
        yield Fault("no_outcome", "", _("No walk ever ends. Add an outcome."))
        return
    leads_out = set(ends)
    grown = True
    while grown:
        more = {
            key for key in in_reach - leads_out if any(one.next in leads_out for one in tree.steps[key].exits)
        }  # fmt: skip
        grown = bool(more)
        leads_out |= more
    for key in tree.steps:
        if key in in_reach - leads_out and all(one.next in tree.steps for one in tree.steps[key].exits):
            text = _("“%(step)s” goes round in a circle that nobody gets out of. Let an answer lead to an outcome.")
            yield Fault("endless", key, text % {"step": _name(tree.steps[key], lang)})
    round_again = next((key for key in tree.steps if key in in_reach and goes_round(tree, key)), "")
    if round_again and not tree.fallback():
        text = _(
            "“%(step)s” can come again. After %(times)s times the desk takes over: add an outcome that"
            " opens a ticket or hands on."
        )
        yield Fault("no_way_out", round_again, text % {"step": _name(tree.steps[round_again], lang), "times": AGAIN})


def goes_round(tree: Tree, key: str) -> bool:
    """Can a walk that is at this step come to it again?"""
    return any(key in tree.reachable(one.next) for one in tree.steps[key].exits if one.next in tree.steps)
