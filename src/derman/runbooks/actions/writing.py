"""Writing a runbook: its draft, step by step. What people walk stays as it is until it is published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import count
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from derman.desk.actions import audit
from derman.kernel.facts import announce
from derman.people.models import Person
from derman.runbooks import tree as trees
from derman.runbooks.actions.locking import locked, require_writer, touch
from derman.runbooks.errors import RunbookNotFound, WrongInput
from derman.runbooks.facts import RunbookChanged
from derman.runbooks.models import Audience, Runbook
from derman.runbooks.slugs import free_slug, slug_of
from derman.runbooks.tree import Exit, Kind, Result, Step, Tree

KEEP: Final[Any] = object()  # this one stays as it is
ICONS = (
    *("steps", "key", "lock", "globe", "print", "wifi", "phone", "monitor", "folder", "person-add", "shield"),
    *("mail", "server", "zap", "users", "gear"),
)


def start(
    *,
    actor: Person,
    titles: Mapping[str, str],
    tree: Any = None,
    audience: str = "agents",
    icon: str = "",
    slug: str = "",
) -> Runbook:
    """Begin a runbook, as a draft: with `tree` (JSON), or with an instruction and two outcomes to write on.

    Raises NotAllowed, WrongInput.
    """
    require_writer(actor)
    made = trees.read(tree) if tree is not None else _beginning()
    made = replace(made, titles=trees.words_of(titles, trees.LONGEST_TITLE, "titles") or made.titles)
    if not made.titles:
        raise WrongInput(_("Give the guided fix a title."), field="title")
    if audience not in Audience.values:
        raise WrongInput(_("Choose who may walk it."), field="audience")
    runbook = Runbook(
        slug=free_slug(slug or next(iter(made.titles.values()))),
        audience=audience,
        icon=icon if icon in ICONS else ICONS[0],
        draft=trees.write(made),
        draft_by=actor,
    )
    with transaction.atomic():
        try:
            with transaction.atomic():
                runbook.save()
        except IntegrityError:  # somebody took the address at the same moment
            runbook.slug = free_slug(f"{runbook.slug}-2")
            runbook.save()
        audit(actor=actor, kind="runbook.added", runbook=runbook.pk, slug=runbook.slug)
    return runbook


def _beginning() -> Tree:
    steps = (
        Step(key="s1", kind=Kind.CHECK, exits=(Exit(key=trees.WORKED, next="s2"), Exit(key=trees.FAILED, next="s3"))),
        Step(key="s2", kind=Kind.OUTCOME, result=Result.SOLVED),
        Step(key="s3", kind=Kind.OUTCOME, result=Result.TICKET),
    )
    return Tree(start="s1", steps={step.key: step for step in steps})


def change_details(
    *,
    actor: Person,
    runbook: int,
    titles: Mapping[str, str] = KEEP,
    summaries: Mapping[str, str] = KEEP,
    audience: str = KEEP,
    icon: str = KEEP,
    slug: str = KEEP,
    revision: int | None = None,
) -> Runbook:
    """Title and summary (of the draft), audience, icon and address (at once). Raises as `locked`, and WrongInput."""
    with transaction.atomic():
        held = locked(actor, runbook, revision=revision)
        tree = trees.read(held.draft)
        if titles is not KEEP:
            tree = replace(tree, titles=trees.words_of(titles, trees.LONGEST_TITLE, "titles"))
            if not tree.titles:
                raise WrongInput(_("Give the guided fix a title."), field="title")
        if summaries is not KEEP:
            tree = replace(tree, summaries=trees.words_of(summaries, trees.LONGEST_SUMMARY, "summaries"))
        before = (held.audience, held.slug)
        if audience is not KEEP:
            if audience not in Audience.values:
                raise WrongInput(_("Choose who may walk it."), field="audience")
            held.audience = audience
        if icon is not KEEP:
            held.icon = icon if icon in ICONS else ICONS[0]
        if slug is not KEEP:
            if slug_of(slug) != slug or free_slug(slug, besides=held.pk) != slug:
                raise WrongInput(_("This address is taken, or has other signs than a–z, 0–9 and dashes."), field="slug")
            held.slug = slug
        _put(held, actor, tree, "audience", "icon", "slug")
        if before != (held.audience, held.slug):
            audit(actor=actor, kind="runbook.changed", runbook=held.pk, slug=held.slug, audience=held.audience)
            if held.live_id is not None:
                announce(RunbookChanged(runbook=held.pk))
    return held


def _put(held: Runbook, actor: Person, tree: Tree, *fields: str) -> None:
    held.draft, held.draft_by = trees.write(tree), actor
    touch(held, "draft", "draft_by", *fields)


def write(*, actor: Person, runbook: int, tree: Any, revision: int | None = None) -> Runbook:
    """Replace the whole draft by a tree in JSON. Raises as `locked`, and WrongInput."""
    made = trees.read(tree)
    with transaction.atomic():
        held = locked(actor, runbook, revision=revision)
        if not made.titles:
            made = replace(made, titles=trees.read(held.draft).titles)
        _put(held, actor, made)
    return held


def save_step(*, actor: Person, runbook: int, step: str, given: Mapping[str, Any], revision: int | None = None) -> str:
    """Write one step of the draft; `step` is empty for a new one. Gives back its key.

    `given` is the step in JSON. An exit whose `next` is `+question`, `+instruction`, `+check` or `+outcome` makes the
    step that comes then. Raises as `locked`, and WrongInput.
    """
    with transaction.atomic():
        held = locked(actor, runbook, revision=revision)
        tree = trees.read(held.draft)
        if step and step not in tree.steps:
            raise RunbookNotFound(_("There is no such step."))
        key = step or _free_key(tree)
        wanted = dict(given)
        exits = [dict(one) for one in wanted.get("exits") or [] if isinstance(one, Mapping)]
        following: list[tuple[str, str]] = []
        taken = tree.with_step(Step(key=key, kind=Kind.QUESTION))
        for one in exits:
            asked = str(one.get("next") or "")
            if asked.startswith("+") and asked[1:] in list(Kind):
                one["next"] = _free_key(taken)
                following.append((one["next"], asked[1:]))
                taken = taken.with_step(Step(key=one["next"], kind=Kind.QUESTION))
        wanted["exits"] = exits
        made = trees.read({"steps": {key: wanted}}).steps[key]
        tree = tree.with_step(made)
        for name, kind in following:
            tree = tree.with_step(trees.read({"steps": {name: {"kind": kind}}}).steps[name])
        if len(tree.steps) > trees.MOST_STEPS:
            raise WrongInput(_("A guided fix has %(most)s steps at most.") % {"most": trees.MOST_STEPS}, field="exits")
        if tree.start not in tree.steps:
            tree = replace(tree, start=key)
        _put(held, actor, tree)
    return key


def _free_key(tree: Tree) -> str:
    return next(f"s{number}" for number in count(1) if f"s{number}" not in tree.steps)


def remove_step(*, actor: Person, runbook: int, step: str, revision: int | None = None) -> Runbook:
    """Take a step out of the draft. What led to it leads to what came first behind it. Raises as `locked`."""
    with transaction.atomic():
        held = locked(actor, runbook, revision=revision)
        tree = trees.read(held.draft)
        gone = tree.steps.get(step)
        if gone is None:
            raise RunbookNotFound(_("There is no such step."))
        behind = _first_behind(gone)
        steps = {key: _bent(one, {step: behind}) for key, one in tree.steps.items() if key != step}
        start = behind or next(iter(steps), "") if tree.start == step else tree.start
        _put(held, actor, replace(tree, steps=steps, start=start))
    return held


def _first_behind(step: Step) -> str:
    return next((one.next for one in step.exits if one.next and one.next != step.key), "")


def _bent(step: Step, to: Mapping[str, str]) -> Step:
    return replace(step, exits=tuple(replace(one, next=to.get(one.next, one.next)) for one in step.exits))


def move_step(
    *, actor: Person, runbook: int, step: str, behind: str, answer: str, revision: int | None = None
) -> Runbook:
    """Put a step of the draft behind an answer of another one: it leads on to what came there before.

    With `behind` empty it becomes the first step. The gap it leaves is closed. Raises as `locked`, and WrongInput.
    """
    with transaction.atomic():
        held = locked(actor, runbook, revision=revision)
        tree = trees.read(held.draft)
        moved, before = tree.steps.get(step), tree.steps.get(behind)
        way = before.exit_by(answer) if before is not None else None
        if moved is None or (behind and way is None):
            raise RunbookNotFound(_("There is no such step."))
        if not moved.exits or behind == step:
            raise WrongInput(_("An outcome cannot be moved: choose it as what comes next."), field="move")
        closed = {key: _bent(one, {step: _first_behind(moved)}) for key, one in tree.steps.items() if key != step}
        leading = closed[behind].exit_by(answer) if before is not None else None
        follows = leading.next if leading is not None else tree.start
        if follows == step:
            follows = _first_behind(moved)
        first, *others = moved.exits
        closed[step] = replace(moved, exits=(replace(first, next=follows), *others))
        start = _first_behind(moved) if tree.start == step else tree.start
        if before is None:
            start = step
        else:
            old = closed[behind]
            led = tuple(replace(one, next=step) if one.key == answer else one for one in old.exits)
            closed[behind] = replace(old, exits=led)
        order = {key: closed[key] for key in tree.steps}
        _put(held, actor, replace(tree, steps=order, start=start))
    return held
