"""Where a walk stands, and what was tried on its way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from derman.kernel import clock
from derman.runbooks import tree as trees
from derman.runbooks.access import walks_of
from derman.runbooks.errors import RunbookNotFound
from derman.runbooks.models import Taken, Walk
from derman.runbooks.queries.statistics import LEFT_AFTER
from derman.runbooks.tree import Kind, Step, Tree, said
from derman.runbooks.words import label_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A walk, looked at from one place of its way."""

    walk: Walk
    tree: Tree
    place: int
    step: Step
    way: list[Taken]

    @property
    def is_last(self) -> bool:
        """Is it where the walk stands, and not a step that was answered before?"""
        return self.place == len(self.way)

    @property
    def chosen(self) -> str:
        """What was answered here before."""
        return self.way[self.place - 1].answer

    @property
    def rest(self) -> int:
        """How many steps may follow at most."""
        return self.tree.rest(self.step.key)


def own_walk(person: Any, browser: str, key: str, *, place: int | None = None) -> Standing:
    """One's own walk, at a place or where it stands. 2 statements. Raises RunbookNotFound."""
    rows = walks_of(person, browser).select_related("version", "runbook")
    return _standing(rows.filter(key=key[:64]).first(), place)


def walk_beside(ticket: int, key: str, *, place: int | None = None) -> Standing:
    """A walk beside a ticket that the caller may see. 2 statements. Raises RunbookNotFound."""
    rows = Walk.objects.filter(ticket=ticket, by_desk=True, key=key[:64]).select_related("version", "runbook")
    return _standing(rows.first(), place)


def _standing(walk: Walk | None, place: int | None) -> Standing:
    if walk is None:
        raise RunbookNotFound(_("This walk is over or is not yours. Begin again."))
    way = list(walk.way.all())
    at = len(way) if place is None else place
    if not 1 <= at <= len(way):
        raise RunbookNotFound(_("There is no such step."))
    tree = trees.read(walk.version.tree)
    return Standing(walk=walk, tree=tree, place=at, step=tree.steps[way[at - 1].step], way=way)


def unfinished(person: Any, browser: str, slug: str) -> Walk | None:
    """One's own walk through this runbook that is still on its way and not too old. 1 statement."""
    since = clock.now() - LEFT_AFTER * 12
    rows = walks_of(person, browser).filter(runbook__slug=slug, state=Walk.State.WALKING, moved_at__gt=since)
    return rows.first()


def walks_beside(ticket: int) -> list[Walk]:
    """The walks beside a ticket, latest first. 1 statement."""
    return list(Walk.objects.filter(ticket=ticket, by_desk=True).select_related("version", "runbook")[:20])


@dataclass(frozen=True, slots=True)
class Tried:
    """A step that was answered, in words."""

    title: str
    answer: str


def tried(tree: Tree, way: list[tuple[str, str]], lang: str) -> list[Tried]:
    """The steps of a way, (step, answer), in words; the one that was not answered is left out."""
    found = []
    for key, answer in way:
        step = tree.steps.get(key)
        leads = step.exit_by(answer) if step is not None and answer else None
        if step is not None and leads is not None:
            found.append(Tried(said(step.title, lang)[0], answer_words(step, leads.key, lang)))
    return found


def answer_words(step: Step, answer: str, lang: str) -> str:
    """What an answer means on a list of what was done."""
    leads = step.exit_by(answer)
    if leads is None:
        return answer
    if step.kind == Kind.QUESTION or leads.label:
        return label_of(leads, lang)[0]
    with override(lang):
        return {trees.NEXT: pgettext("step", "done"), trees.WORKED: _("it works"), trees.FAILED: _("did not help")}[
            leads.key
        ]
