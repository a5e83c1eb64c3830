"""The steps of a learning path: articles, checks, their order."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from derman.teaching import actions, queries
from derman.teaching.errors import NotAllowed, NotFound, Overtaken, TeachingError
from derman.web.signed_in import agent_of
from derman.web.teaching import typed
from derman.web.teaching.views.doors import desk_page, moved, to
from derman.web.teaching.views.paths import page
from derman.web.templatetags.beside import where
from derman.web.toasts import toast


@require_POST
@desk_page
def add_article(request: HttpRequest, pk: int) -> HttpResponse:
    """An article becomes the last step."""
    try:
        article = typed.number(request.POST.get("article", "")) or 0
        actions.add_article(actor=agent_of(request), path=pk, article=article)
    except (NotFound, NotAllowed):
        raise
    except TeachingError as error:
        return page(request, pk, wrong=str(error), form="steps", status=422)
    return to("one", pk, anchor="#steps")


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def check(request: HttpRequest, pk: int, step: int | None = None) -> HttpResponse:
    """A check, a new one or one that is there."""
    asker = agent_of(request)
    path = queries.path_at_desk(asker, pk)
    kept = queries.step(asker, path, step).step if step is not None else None
    if kept is not None and not kept.is_check:
        raise NotFound(_("There is no such step."))
    said, status = {"wrong": "", "wrong_at": {}}, 200
    if request.method == "POST":
        try:
            _save(request, pk, step)
        except (NotFound, NotAllowed):
            raise
        except Overtaken as error:
            said["wrong"] = f"{error} " + _("What you typed is still here: saving it again replaces theirs.")
            status = 409
        except TeachingError as error:
            said, status = where(error, ("questions", "choices", "explanations")), 422
        else:
            toast(request, _("Saved."))
            return to("one", pk, anchor="#steps")
    post = request.POST if request.method == "POST" else None
    context = {
        "path": path,
        "step": kept,
        "questions": typed.fields(kept.questions if kept else {}, post, "question"),
        "explanations": typed.fields(kept.explanations if kept else {}, post, "explanation"),
        "choices": typed.choice_fields(kept.choices if kept else [], post),
        **said,
    }
    return render(request, "teaching/check.html", context, status=status)


def _save(request: HttpRequest, pk: int, step: int | None) -> None:
    asker, post = agent_of(request), request.POST
    questions, explanations = typed.both(post, "question"), typed.both(post, "explanation")
    choices = typed.choices(post)
    if step is None:
        actions.add_check(actor=asker, path=pk, questions=questions, choices=choices, explanations=explanations)
        return
    actions.change_check(
        actor=asker,
        path=pk,
        step=step,
        questions=questions,
        choices=choices,
        explanations=explanations,
        revision=typed.number(post.get("revision", "")),
    )


@require_POST
@desk_page
def move(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    """Up or down, to a place."""
    place = typed.number(request.POST.get("place", "")) or 1
    actions.move_step(actor=agent_of(request), path=pk, step=step, place=place)
    return to("one", pk, anchor=f"#step-{step}")


@require_POST
@desk_page
def remove(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    """Out of the path."""
    actions.remove_step(actor=agent_of(request), path=pk, step=step)
    toast(request, _("The step is taken out."), undo=reverse("teaching:step_bring_back", args=[pk, step]))
    return to("one", pk, anchor="#steps")


@require_POST
@desk_page
def bring_back(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    """Where it was."""
    actions.bring_step_back(actor=agent_of(request), path=pk, step=step)
    return moved(request, "one", pk)
