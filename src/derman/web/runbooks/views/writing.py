"""Writing guided fixes: details, steps, publishing, versions. What is wrong is said on the page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from derman.kernel import files
from derman.runbooks import actions
from derman.runbooks import tree as trees
from derman.runbooks.errors import NotAllowed, NotReady, Overtaken, RunbookError, RunbookNotFound
from derman.web.runbooks.typed import both, number
from derman.web.runbooks.views.reading import found_or_404, listed, shown
from derman.web.signed_in import agent_of, agents_only
from derman.web.toasts import toast


def _says(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What an action refuses is said on the page of the guided fix."""

    @wraps(view)
    def guarded(request: HttpRequest, pk: int, **named: Any) -> HttpResponse:
        try:
            return view(request, pk, **named)
        except NotAllowed as error:
            raise PermissionDenied(str(error)) from None
        except RunbookNotFound:
            raise
        except (RunbookError, files.FileTooLarge, files.DiskFull) as error:
            status, wrong = (409, _overtaken(error)) if isinstance(error, Overtaken) else (422, str(error))
            form = view.__name__  # `step` and `details` show again what was typed
            return shown(request, pk, request.POST.get("step", ""), wrong=wrong, typed=form, status=status)

    return require_POST(agents_only(found_or_404(guarded)))


def _overtaken(error: Overtaken) -> str:
    return f"{error} " + _("What you typed is still here: saving it again replaces theirs.")


def _to(pk: int, step: str = "") -> HttpResponse:
    return HttpResponseRedirect(reverse("runbooks:one", args=[pk]) + (f"?step={step}#step" if step else ""))


def _revision(request: HttpRequest) -> int | None:
    return number(request.POST.get("revision", ""))


@require_POST
@agents_only
def add(request: HttpRequest) -> HttpResponse:
    """Begin one."""
    try:
        made = actions.start(actor=agent_of(request), titles=both(request.POST, "title"))
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from None
    except RunbookError as error:
        return listed(request, wrong=str(error), status=422)
    return _to(made.pk)


@require_POST
@agents_only
def seed(request: HttpRequest) -> HttpResponse:
    """The starting set, by one button."""
    try:
        made = actions.install_starting_set(actor=agent_of(request))
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from None
    toast(request, _("Added and published: %(count)s guided fixes.") % {"count": len(made)})
    return HttpResponseRedirect(reverse("runbooks:index"))


@_says
def details(request: HttpRequest, pk: int) -> HttpResponse:
    """Title, summary, audience, icon, address."""
    actions.change_details(
        actor=agent_of(request),
        runbook=pk,
        titles=both(request.POST, "title"),
        summaries=both(request.POST, "summary"),
        audience=request.POST.get("audience", ""),
        icon=request.POST.get("icon", ""),
        slug=request.POST.get("slug", ""),
        revision=_revision(request),
    )
    toast(request, _("Saved."))
    return _to(pk)


@_says
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """One step as its form gives it; an answer may ask for a new step."""
    post, actor = request.POST, agent_of(request)
    picture = post.get("picture", "") if "no_picture" not in post else ""
    upload = request.FILES.get("upload")
    if isinstance(upload, UploadedFile) and upload.size:
        if upload.size > files.LIMIT:
            raise files.FileTooLarge(_("This picture is too large."))
        picture = actions.add_picture(actor=actor, runbook=pk, name=upload.name or "", content=upload.read()).key
    ways = []
    for key in post.getlist("way")[: trees.MOST_ANSWERS]:
        label = both(request.POST, f"label_{key}")
        if any(label.values()) or post.get(f"next_{key}"):
            ways.append({"key": key, "label": label, "next": post.get(f"next_{key}", "")})
    given: dict[str, Any] = {
        "kind": post.get("kind", ""),
        "title": both(request.POST, "title"),
        "text": both(request.POST, "text"),
        "picture": picture,
        "alt": both(request.POST, "alt"),
        "exits": ways,
        "result": post.get("result", ""),
        "address": post.get("address", ""),
        "team": number(post.get("team", "")),
        "tier": number(post.get("tier", "")),
    }
    key = actions.save_step(
        actor=actor, runbook=pk, step=post.get("step", ""), given=given, revision=_revision(request)
    )  # fmt: skip
    toast(request, _("Saved."))
    return _to(pk, key)


@_says
def remove_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a step out; the gap is closed."""
    key = request.POST.get("step", "")
    actions.remove_step(actor=agent_of(request), runbook=pk, step=key, revision=_revision(request))
    toast(request, _("The step is gone. What led to it leads on to what came behind it."))
    return _to(pk)


@_says
def move_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Put it behind another answer, or first."""
    behind, _colon, answer = request.POST.get("behind", "").partition(":")
    key = request.POST.get("step", "")
    actions.move_step(
        actor=agent_of(request), runbook=pk, step=key, behind=behind, answer=answer, revision=_revision(request)
    )
    return _to(pk, key)


@_says
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the draft what people walk; the page says what is to be mended where it cannot be."""
    try:
        actions.publish(actor=agent_of(request), runbook=pk, revision=_revision(request))
    except NotReady as error:
        return shown(request, pk, request.POST.get("step", ""), wrong=str(error), status=422)
    toast(request, _("Published. From now on people walk it like this."))
    return _to(pk)


@_says
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Nobody walks it any more."""
    actions.withdraw(actor=agent_of(request), runbook=pk)
    toast(request, _("Withdrawn. The draft and every version are kept."))
    return _to(pk)


@_says
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it away; the toast brings it back."""
    gone = actions.remove(actor=agent_of(request), runbook=pk)
    said = _("Deleted: /fix/%(slug)s/") % {"slug": gone.slug}
    toast(request, said, undo=reverse("runbooks:bring_back", args=[pk]))
    return HttpResponseRedirect(reverse("runbooks:index"))


@_says
def bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    """It is there again, as a draft."""
    actions.bring_back(actor=agent_of(request), runbook=pk)
    to = reverse("runbooks:one", args=[pk])
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": to})
    return HttpResponseRedirect(to)


@_says
def restore(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Make an earlier version the draft."""
    actions.restore_version(actor=agent_of(request), runbook=pk, number=number)
    toast(request, _("Version %(number)s is the draft now. Publish it when it is right.") % {"number": number})
    return _to(pk)
