"""People are told: an update, the end; and both are taken back as long as nobody has read them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from derman.majors import actions, queries
from derman.majors.errors import MajorError, MajorNotFound, NotAllowed, WrongInput
from derman.majors.words import drafts
from derman.web.majors import screens
from derman.web.majors.guarding import desk_page, led_by, to
from derman.web.majors.views import tried
from derman.web.signed_in import agent_of
from derman.web.teaching import typed
from derman.web.templatetags.beside import where
from derman.web.toasts import toast


@require_POST
@desk_page
def tell(request: HttpRequest, pk: int) -> HttpResponse:
    """An update to everybody affected."""
    post, made = request.POST, list[int]()

    def work() -> None:
        minutes = typed.number(post.get("next_in", ""))
        if minutes is None:
            raise WrongInput(_("From 5 minutes to a day (1440)."), field="next_in")
        update = actions.tell(
            actor=agent_of(request),
            major=pk,
            texts=typed.both(post, "text"),
            state=post.get("state", ""),
            next_in=minutes,
        )
        made.append(update.pk)

    wrong = tried(request, pk, "update", work)
    if wrong is None:
        undo = reverse("majors:take_back", args=[pk, made[0]])
        toast(request, _("Everybody affected is told in a minute. Until then it can be taken back."), undo=undo)
    return wrong or to(request, "one", pk)


@require_POST
@desk_page
def take_back(request: HttpRequest, pk: int, update: int) -> HttpResponse:
    """As if it had not been written."""
    try:
        actions.take_back(actor=agent_of(request), major=pk, update=update)
        toast(request, _("Taken back; nobody was told."))
    except WrongInput as error:
        toast(request, str(error), wrong=True)
    return to(request, "one", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def resolve(request: HttpRequest, pk: int) -> HttpResponse:
    """What everybody is told at the end, for a look; then it is over."""
    actor, post = agent_of(request), request.POST
    row = led_by(actor, pk)
    said, status = {"wrong": "", "wrong_at": {}}, 200
    if request.method == "POST" and "tell" in post:
        try:
            actions.resolve(
                actor=actor,
                major=pk,
                texts=typed.both(post, "text"),
                resolve_tickets="resolve" in post,
                revision=typed.number(post.get("revision", "")),
            )
            undo = reverse("majors:reopen", args=[pk])
            toast(request, _("Resolved. Everybody affected is told in a minute."), undo=undo)
            return to(request, "one", pk)
        except (MajorNotFound, NotAllowed):
            raise
        except MajorError as error:
            said, status = where(error, ("texts",)), 422
    reach = queries.reach(actor, row)
    texts = typed.fields(drafts(row, "resolved"), post if request.method == "POST" else None, "text")
    context = {
        "row": row,
        "line": screens.line_of(row),
        "texts": texts,
        "preview": [(code, screens.rich(text)) for code, text in texts],
        "looked": request.method == "POST",
        "reach": reach,
        "reach_words": [(screens.LANGUAGES[code], n) for code, n in reach.by_language.items()],
        "resolve": "resolve" in post or request.method != "POST",
        **said,
    }
    return render(request, "majors/resolve.html", context, status=status)


@require_POST
@desk_page
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """It goes on after all."""
    try:
        actions.reopen(actor=agent_of(request), major=pk)
        toast(request, _("It goes on. People hear so with the next update."))
    except WrongInput as error:
        toast(request, str(error), wrong=True)
    return to(request, "one", pk)
