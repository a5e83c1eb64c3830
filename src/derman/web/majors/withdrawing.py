"""What was declared by mistake: whoever was told reads that it is none, after a look; within a minute nobody need."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from derman.majors import actions, queries
from derman.majors.errors import MajorError, MajorNotFound, NotAllowed
from derman.majors.words import drafts
from derman.web.majors import screens
from derman.web.majors.guarding import desk_page, led_by, to
from derman.web.signed_in import agent_of
from derman.web.teaching import typed
from derman.web.templatetags.beside import where
from derman.web.toasts import toast


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """What those read who were told of it; then it is none. Sent without words, those of the desk are taken."""
    actor, post = agent_of(request), request.POST
    row = led_by(actor, pk)
    said, status = {"wrong": "", "wrong_at": {}}, 200
    if request.method == "POST":
        texts = typed.both(post, "text") if any(name.startswith("text_") for name in post) else None
        try:
            actions.withdraw(actor=actor, major=pk, texts=texts, revision=typed.number(post.get("revision", "")))
            undo = reverse("majors:reopen", args=[pk])
            toast(request, _("Withdrawn: it was declared by mistake. For a minute that can be taken back."), undo=undo)
            return to(request, "one", pk)
        except (MajorNotFound, NotAllowed):
            raise
        except MajorError as error:
            said, status = where(error, ("texts",)), 422
    reach = queries.reach(actor, row)
    context = {
        "row": row,
        "line": screens.line_of(row),
        "heard": actions.was_heard_of(row),
        "texts": typed.fields(drafts(row, "withdrawn"), post if request.method == "POST" else None, "text"),
        "reach": reach,
        "reach_words": [(screens.LANGUAGES[code], n) for code, n in reach.by_language.items()],
        **said,
    }
    return render(request, "majors/withdraw.html", context, status=status)
