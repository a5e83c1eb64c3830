"""Saved replies: one's own, those of the teams that one leads, and for administrators all others."""

from __future__ import annotations

from itertools import groupby

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from derman.desk.actions import audit
from derman.kernel.files import DiskFull, FileTooLarge
from derman.kernel.folding import fold
from derman.replies import actions, queries
from derman.replies.errors import ReplyError, ReplyNotFound
from derman.tickets.variables import VARIABLES
from derman.web.settings.doors import asker, for_agents, one_at_a_time
from derman.web.settings.forms.replies import SavedReplyForm
from derman.web.settings.pages import blame, saved, show, show_form
from derman.web.settings.taking_away import Taken

page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@for_agents
def replies(request: HttpRequest) -> HttpResponse:
    """All that one may use, folder by folder."""
    actor = asker(request)
    seen = sorted(queries.saved_replies(actor), key=lambda one: (fold(one.folder), one.folder, fold(one.name)))
    shelves = [(name, list(found)) for name, found in groupby(seen, lambda one: one.folder)]
    context = {"folders": shelves, "changeable": queries.changeable(actor)}
    return show(request, "replies.html", context, here="replies")


@page
@for_agents
@one_at_a_time("reply")
def reply(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """One saved reply, or a new one."""
    actor = asker(request)
    try:
        found = queries.saved_reply(actor, pk) if pk is not None else None
    except ReplyNotFound:
        raise Http404 from None
    data = request.POST if request.method == "POST" else None
    files = request.FILES.getlist("files")
    form = SavedReplyForm(found, data, teams=queries.writable_teams(actor), everybody=actor.is_administrator)
    if data is not None and form.is_valid():
        try:
            with transaction.atomic():
                added = [(file.name or "", file.read()) for file in files]
                dropped = [int(file) for file in request.POST.getlist("drop") if file.isdecimal() and len(file) < 19]
                kept = actions.save(actor=actor, reply=pk, add_files=added, drop_files=dropped, **form.cleaned_data)
                if kept.owner_id is None:  # what people write for themselves is no setting of the desk
                    kind = "reply.changed" if found else "reply.added"
                    audit(actor=actor, kind=kind, reply=kept.pk, name=kept.name)
            return saved(request, _("The saved reply “%(name)s” is saved.") % {"name": kept.name}, "replies")
        except ReplyError as error:
            blame(form, error)
        except (FileTooLarge, DiskFull):
            form.add_error(None, _("A file is too large, or there is no room for it."))
    context = {
        "reply": found,
        "may_change": found is None or found.pk in queries.changeable(actor),
        "folders": queries.folders(actor),
        # a browser does not choose a file a second time by itself
        "not_kept": ", ".join(file.name or "" for file in files),
        "files": queries.files_of([found])[found.pk] if found is not None else [],
        "variables": [(f"{{{{{name}}}}}", meaning) for name, meaning in VARIABLES.items()],
    }
    return show_form(request, "reply.html", form, context, here="replies")


remove, restore = Taken(
    page="reply",
    pages="replies",
    remove=lambda actor, pk: actions.remove(actor=actor, reply=pk),
    restore=lambda actor, pk: actions.restore(actor=actor, reply=pk),
    not_found=ReplyNotFound,
    wrong=ReplyError,
    gone=gettext_lazy("The saved reply “%(name)s” is deleted."),
    back=gettext_lazy("The saved reply “%(name)s” is back."),
).views()
