"""The guided fixes of the desk: all of them, one with its drawing, preview, versions and figures."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from derman.people.queries import teams
from derman.runbooks import actions, queries
from derman.runbooks import tree as trees
from derman.runbooks.access import may_write
from derman.runbooks.checking import faults_of
from derman.runbooks.errors import RunbookNotFound, WrongInput
from derman.runbooks.tree import Kind, Result, Step, Tree, said
from derman.runbooks.words import label_of
from derman.web.portal.fixes import screen_of
from derman.web.runbooks.drawing import drawn
from derman.web.runbooks.typed import details_typed, number, step_typed
from derman.web.runbooks.words import AUDIENCES, KINDS, RESULTS
from derman.web.signed_in import agent_of, agents_only


def found_or_404(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What is not there, or is not to be seen, is a page that says so."""

    @wraps(view)
    def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        try:
            return view(request, *arguments, **named)
        except RunbookNotFound as error:
            raise Http404(str(error)) from None

    return guarded


def language() -> str:
    """The reader's."""
    return get_language() or "en"


def _title(tree: Tree) -> str:
    return said(tree.titles, language())[0]


@require_safe
@agents_only
def index(request: HttpRequest) -> HttpResponse:
    """All, with how often each was walked and what came of it."""
    return listed(request)


def listed(request: HttpRequest, *, wrong: str = "", status: int = 200) -> HttpResponse:
    """The list; `wrong` is a sentence about the titles that were just sent, which stay where they were typed."""
    agent = agent_of(request)
    counted = queries.figures_of_all()
    rows = [
        {"runbook": row, "title": _title(trees.read(row.draft)), "figures": counted.get(row.pk)}
        for row in queries.at_desk(agent)
    ]
    rows.sort(key=lambda row: str(row["title"]))
    context = {"rows": rows, "may_write": may_write(agent), "missing": queries.seeds_missing()}
    context |= {"wrong": wrong, "typed": request.POST}
    return render(request, "runbooks/index.html", context, status=status)


@require_safe
@agents_only
@found_or_404
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One: its drawing, and the step to be written (`?step=s2`)."""
    return shown(request, pk, request.GET.get("step", ""))


def shown(
    request: HttpRequest, pk: int, step: str, *, wrong: str = "", typed: str = "", status: int = 200
) -> HttpResponse:
    """The page on which a guided fix is written; `wrong` is a sentence about what was just sent.

    `typed` says which form that was (`step`, `details`): it shows what was typed. A step that is gone meanwhile becomes
    a new one, so that its words are not lost.
    """
    agent = agent_of(request)
    runbook = queries.one_at_desk(agent, pk=pk)
    tree, lang = trees.read(runbook.draft), language()
    faults = faults_of(tree, lang)
    chosen = tree.steps.get(step)
    if chosen is None and typed == "step":
        kind = request.POST.get("kind", "")
        chosen = Step(key="", kind=Kind(kind) if kind in list(Kind) else Kind.QUESTION)
    chosen = chosen or tree.steps.get(tree.start)
    form = _form(tree, chosen) if chosen else None
    context = {
        "runbook": runbook,
        "title": _title(tree),
        "tree": tree,
        "drawing": drawn(tree, lang, {fault.step for fault in faults}),
        "faults": faults,
        "step": step_typed(form, request.POST) if form and typed == "step" else form,
        "steps": [(one.key, said(one.title, lang)[0] or one.key) for one in tree.steps.values()],
        "ways": [
            (f"{one.key}:{way.key}", said(one.title, lang)[0], label_of(way, lang)[0])
            for one in tree.steps.values()
            for way in one.exits
            if chosen is None or one.key != chosen.key
        ],
        "languages": [(code, tree.titles.get(code, ""), tree.summaries.get(code, "")) for code in trees.languages()],
        "changed": runbook.live is not None and runbook.live.tree != runbook.draft,
        "may_write": may_write(agent),
        "kinds": KINDS,
        "results": RESULTS,
        "audiences": AUDIENCES,
        "icons": actions.ICONS,
        "teams": teams(agent),
        "wrong": wrong,
        "details": {"audience": runbook.audience, "icon": runbook.icon, "slug": runbook.slug},
        "behind": request.POST.get("behind", ""),
    }
    if typed == "details":
        context |= details_typed(request.POST)
    return render(request, "runbooks/one.html", context, status=status)


def _form(tree: Tree, step: Step) -> dict[str, Any]:
    """A step as its form shows it: two empty answers more for a question."""
    ways = [
        {"key": way.key, "next": way.next, "labels": [(code, way.label.get(code, "")) for code in trees.languages()],
         "default": label_of(way, language())[0]}
        for way in step.exits
    ]  # fmt: skip
    if step.kind == Kind.QUESTION:
        used = {way["key"] for way in ways}
        free = [f"a{place}" for place in range(1, 30) if f"a{place}" not in used]
        empty = [(code, "") for code in trees.languages()]
        more = free[: max(0, min(2, trees.MOST_ANSWERS - len(ways)))]
        ways += [{"key": key, "next": "", "labels": empty, "default": ""} for key in more]
    return {
        "key": step.key,
        "kind": step.kind.value,
        "is_outcome": step.kind == Kind.OUTCOME,
        "is_start": step.key == tree.start,
        "words": [
            (code, step.title.get(code, ""), step.text.get(code, ""), step.alt.get(code, ""))
            for code in trees.languages()
        ],
        "picture": step.picture,
        "picture_url": actions.picture_address(step.picture) if step.picture else "",
        "ways": ways,
        "result": step.result,
        "article": step.result == Result.ARTICLE,
        "hands_on": step.result == Result.ESCALATE,
        "address": step.address,
        "team": step.team,
        "tier": step.tier,
    }


@require_safe
@agents_only
@found_or_404
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft as people will walk it; nothing is counted. `?way=s1.s2` are the steps so far."""
    runbook = queries.one_at_desk(agent_of(request), pk=pk)
    tree = trees.read(runbook.draft)
    way = [key for key in request.GET.get("way", "").split(".")[:60] if key in tree.steps] or [tree.start]
    if way[0] not in tree.steps:
        raise Http404
    step = tree.steps[way[-1]]
    screen = screen_of(step, language(), place=len(way), rest=tree.rest(step.key))
    links = [
        (button, f"?{urlencode({'way': '.'.join([*way, leads.next])})}" if leads.next in tree.steps else "")
        for button, leads in zip(screen.buttons, step.exits, strict=True)
    ]
    context = {
        "runbook": runbook,
        "title": _title(tree),
        "screen": screen,
        "links": links,
        "back": f"?{urlencode({'way': '.'.join(way[:-1])})}" if len(way) > 1 else "",
    }
    return render(request, "runbooks/preview.html", context)


@require_safe
@agents_only
@found_or_404
def figures(request: HttpRequest, pk: int) -> HttpResponse:
    """How it is walked, and where people give up: each figure with its count."""
    runbook = queries.one_at_desk(agent_of(request), pk=pk)
    chosen = number(request.GET.get("version", ""))
    words = queries.version(runbook, chosen) if chosen is not None else runbook.live
    tree = trees.read(words.tree if words else runbook.draft)
    found, lang = queries.figures(runbook, number=chosen), language()
    steps = []
    for key in tree.reachable():
        step, counted = tree.steps[key], found.steps.get(key) or queries.StepFigures()
        given = [(queries.answer_words(step, way.key, lang), counted.answers.get(way.key, 0)) for way in step.exits]
        steps.append({"title": said(step.title, lang)[0], "counted": counted, "answers": given})
    ends = [(name, count, found.share(count)) for name, count in _ends(found)]
    context = {
        "runbook": runbook,
        "title": _title(tree),
        "found": found,
        "steps": steps,
        "ends": ends,
        "chosen": chosen,
        "walked": queries.walked_versions(runbook),
    }
    return render(request, "runbooks/figures.html", context)


def _ends(found: queries.Figures) -> list[tuple[str, int]]:
    return [
        ("solved", found.solved),
        ("article", found.article),
        ("ticket", found.ticket),
        ("escalated", found.escalated),
        ("given_up", found.given_up),
    ]


@require_safe
@agents_only
@found_or_404
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """Every version that was kept."""
    runbook = queries.one_at_desk(agent_of(request), pk=pk)
    context = {
        "runbook": runbook,
        "title": _title(trees.read(runbook.draft)),
        "versions": queries.versions(runbook),
        "may_write": may_write(agent_of(request)),
    }
    return render(request, "runbooks/versions.html", context)


@require_safe
@agents_only
@found_or_404
def compare(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A version beside the draft, in outline."""
    runbook = queries.one_at_desk(agent_of(request), pk=pk)
    old = queries.version(runbook, number)
    try:
        lines = queries.compared(trees.read(old.tree), trees.read(runbook.draft), language())
    except WrongInput as error:
        raise Http404 from error
    context = {
        "runbook": runbook,
        "title": _title(trees.read(runbook.draft)),
        "version": old,
        "lines": lines,
        "may_write": may_write(agent_of(request)),
    }
    return render(request, "runbooks/compare.html", context)
