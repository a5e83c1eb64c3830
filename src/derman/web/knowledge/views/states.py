"""Buttons of an article: review, publish, withdraw, delete; and what counts for all its languages."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from derman.knowledge import actions
from derman.knowledge.errors import KnowledgeError, WrongInput
from derman.web.knowledge.forms.articles import DetailsForm
from derman.web.knowledge.views.doors import found, moved, refused, to
from derman.web.signed_in import agent_of, agents_only
from derman.web.toasts import toast


def _moment(given: str) -> datetime:
    try:
        moment = parse_datetime(given)
    except ValueError:
        moment = None
    if moment is None:
        raise WrongInput(_("Choose the day and the time."), field="publish_at")
    return timezone.make_aware(moment) if moment.tzinfo is None else moment


def _revision(request: HttpRequest) -> int | None:
    given = request.POST.get("revision", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None


@require_POST
@agents_only
def state(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish, ask for a review, and the like; `revision` is what the agent has before them."""
    actor, revision = agent_of(request), _revision(request)
    try:
        match request.POST.get("to", ""):
            case "publish":
                small = request.POST.get("small") == "on"
                actions.publish(actor=actor, translation=pk, small=small, revision=revision)
                said = _("Published. Readers see it now.")
            case "later":
                at = _moment(request.POST.get("publish_at", ""))
                actions.publish_later(actor=actor, translation=pk, at=at, revision=revision)
                said = _("It will be published at that time.")
            case "review":
                actions.ask_review(actor=actor, translation=pk, revision=revision)
                said = _("Sent for review. Somebody else reads it before it is published.")
            case "back":
                actions.send_back(actor=actor, translation=pk)
                said = _("It is a draft again.")
            case "withdraw":
                actions.withdraw(actor=actor, translation=pk)
                said = _("Withdrawn. Readers do not find it any more; it stays as a draft.")
            case "right":
                actions.still_right(actor=actor, translation=pk)
                said = _("Noted: the translation is right as it stands.")
            case _:
                return to("article", pk)
    except KnowledgeError as error:
        return refused(request, error, "article", pk)
    toast(request, said)
    return to("article", pk)


@require_POST
@agents_only
def details(request: HttpRequest, pk: int) -> HttpResponse:
    """Category, audience, owner, date; and the address of this language."""
    actor = agent_of(request)
    translation = found(request, pk)
    form = DetailsForm(translation.article, actor, request.POST)
    try:
        if not form.is_valid():
            raise WrongInput(" ".join(str(sentence) for errors in form.errors.values() for sentence in errors))
        actions.change_details(actor=actor, article=translation.article_id, details=form.details)
        if slug := request.POST.get("slug", "").strip():
            actions.change_address(actor=actor, translation=pk, slug=slug)
    except KnowledgeError as error:
        return refused(request, error, "article", pk)
    toast(request, _("Saved."))
    return to("article", pk)


@require_POST
@agents_only
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete an article with all its languages; the toast brings it back."""
    try:
        actions.remove(actor=agent_of(request), article=pk)
    except KnowledgeError as error:
        return refused(request, error, "articles")
    toast(request, _("The article is deleted."), undo=reverse("desk_knowledge:restore", args=[pk]))
    return to("articles")


@require_POST
@agents_only
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring a deleted article back."""
    try:
        actions.restore(actor=agent_of(request), article=pk)
    except KnowledgeError as error:
        return refused(request, error, "articles")
    toast(request, _("The article is back."))
    return moved(request, "articles")
