"""Closing a problem: whom it tells and what, looked at before; and reopening it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from derman.kernel import html
from derman.problems import actions, queries
from derman.problems.access import may_close
from derman.problems.errors import NotAllowed, ProblemError, ProblemNotFound
from derman.web import markup
from derman.web.problems import screens
from derman.web.problems.guarding import desk_page, to
from derman.web.signed_in import agent_of
from derman.web.teaching import typed
from derman.web.templatetags.beside import where
from derman.web.toasts import toast


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """What is told to whom, for a look; then closed (`tell`, or `silently`)."""
    actor, post = agent_of(request), request.POST
    row = queries.find(actor, pk)
    if not may_close(actor, row):
        raise PermissionDenied(_("Leads, its team and its owner close a problem, for closing tells people."))
    said, status = {"wrong": "", "wrong_at": {}}, 200
    if request.method == "POST" and ("tell" in post or "silently" in post):
        try:
            return _closed(request, pk)
        except (ProblemNotFound, NotAllowed):
            raise
        except ProblemError as error:
            said, status = where(error, ("texts",)), 422
    found = queries.preview(row)
    texts = typed.fields(found.drafts, post if request.method == "POST" else None, "text")
    context = {
        "row": row,
        "line": screens.line_of(row),
        "texts": texts,
        "preview": [(code, screens.LANGUAGES[code], markup.cleaned(html.from_text(text))) for code, text in texts],
        "counts": [(screens.LANGUAGES[code], count) for code, count in sorted(found.counts.items())],
        "found": found,
        "resolve": "resolve" in post or request.method != "POST",
        "looked": request.method == "POST",
        **said,
    }
    return render(request, "problems/close.html", context, status=status)


def _closed(request: HttpRequest, pk: int) -> HttpResponse:
    post = request.POST
    made = actions.close(
        actor=agent_of(request),
        problem=pk,
        texts=typed.both(post, "text") if "tell" in post else None,
        resolve="tell" in post and "resolve" in post,
        revision=typed.number(post.get("revision", "")),
    )
    said = _("Closed. Those affected are told in a minute.") if made else _("Closed, and nobody is told.")
    toast(request, said, undo=reverse("problems:reopen", args=[pk]))
    return to(request, "one", pk)


@require_POST
@desk_page
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """It goes on; what was not told yet is told to nobody."""
    try:
        actions.reopen(actor=agent_of(request), problem=pk)
        toast(request, _("The problem is open again."))
    except NotAllowed:
        raise
    except ProblemNotFound:
        raise
    except ProblemError as error:
        toast(request, str(error), wrong=True)
    return to(request, "one", pk)
