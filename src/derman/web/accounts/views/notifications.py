"""What an agent is told: the latest of it, and of what they get mails."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from derman.notify import actions, queries
from derman.web import markup
from derman.web.accounts.forms import Notifications
from derman.web.accounts.frames import frame_of
from derman.web.signed_in import agent_of, agents_only
from derman.web.toasts import toast

ICONS = {
    "assigned": "assign",
    "wrote": "mail",
    "mentioned": "note",
    "aside": "users",
    "watched": "eye",
    "team": "team",
    "due": "clock",
    "late": "clock",
    "paged": "bell",
    "rule": "zap",
    "rule_off": "warn",
    "identity": "shield",
    "maker": "out",
    "surge": "activity",
    "major": "alert",
    "major_due": "clock",
    "major_late": "clock",
    "review": "book",
}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@agents_only
def notifications(request: HttpRequest) -> HttpResponse:
    """The page; by POST it keeps the choices. `?before=` is the key of a further page of the list."""
    person = agent_of(request)
    if request.method == "POST":
        form = Notifications(request.POST, kinds=queries.kinds())
        if form.is_valid():
            actions.choose(actor=person, **form.cleaned_data)
            toast(request, _("Saved."))
        return HttpResponseRedirect(reverse("accounts:notifications"))
    before = request.GET.get("before", "")
    number = int(before) if before.isdecimal() and len(before) < 19 else 0
    rows = queries.latest(person, before=number, size=queries.PAGE + 1)
    shown = rows[: queries.PAGE]
    context = {
        "form": _form(person),
        "rows": [_row(row) for row in shown],
        "next": str(shown[-1].pk) if len(rows) > queries.PAGE else "",
        "is_first": not number,
        "here": "notifications",
        "frame": frame_of(request),
    }
    return render(request, "accounts/notifications.html", context)


def _form(person: Any) -> forms.Form:
    choices = queries.choices_of(person)
    kinds = queries.kinds()
    return Notifications(kinds=kinds, initial={kind: getattr(choices, kind) for kind, _name in kinds})


def _row(notice: Any) -> dict[str, Any]:
    row = {"sentence": sentence_of(notice), "at": notice.at, "icon": ICONS[notice.kind]}
    if notice.ticket is not None:
        address = reverse("workspace:ticket", args=[notice.ticket_id])
        return {**row, "address": address, "title": f"#{notice.ticket_id} {notice.ticket.subject}"}
    if notice.major is not None:
        row["address"] = reverse("majors:one", args=[notice.major_id])
        return {**row, "title": f"{notice.major.number} {notice.major.title}"}
    if notice.problem is not None:
        row["address"] = reverse("problems:one", args=[notice.problem_id])
        return {**row, "title": f"{notice.problem.number} {notice.problem.title}"}
    text = notice.translation
    address = reverse("desk_knowledge:article", args=[text.pk])
    return {**row, "address": address, "title": text.newest.title if text.newest else text.slug}


def sentence_of(notice: Any) -> SafeString:
    """What happened, for the reader."""
    who = (notice.actor.name or notice.actor.email) if notice.actor else ""
    if notice.kind == "assigned":
        template = _("%(who)s assigned it to you") if who else _("The desk gave it to you")
    elif notice.kind == "wrote":
        template = _("%(who)s wrote")
    elif notice.kind == "mentioned":
        template = _("%(who)s mentioned you in a note")
    elif notice.kind == "aside":
        template = _("%(who)s wrote to you in a side conversation")
    elif notice.kind == "watched" and notice.message_id is not None:
        template = _("%(who)s wrote; you watch this ticket")
    elif notice.kind == "watched":
        template = _("%(who)s moved it on; you watch this ticket") if who else _("It moved on; you watch this ticket")
    elif notice.kind == "due":
        template = _("A promise will be due soon")
    elif notice.kind == "late":
        template = _("A promise is late")
    elif notice.kind == "paged":
        template = _("You are on call: a promise needs you now")
    elif notice.kind == "rule":
        template = _("A rule of the desk tells you of it")
    elif notice.kind == "rule_off":
        template = _("A rule of yours was switched off: it ran too often, the last time here")
    elif notice.kind == "identity":
        template = _("An identity check failed; credentials are locked until a lead lifts it")
    elif notice.kind == "maker":
        template = _("The makers of the software wrote, or moved an issue of it")
    elif notice.kind == "surge":
        template = _("The radar sees many tickets about one thing, this among them")
    elif notice.kind == "major":
        template = _("%(who)s gave you a part in a major incident")
    elif notice.kind == "major_due":
        template = _("An update of a major incident will be due soon")
    elif notice.kind == "major_late":
        template = _("An update of a major incident is late")
    elif notice.kind == "review":
        template = _("%(who)s asks for a review")
    else:
        template = _("It came to your team")
    return SafeString(template % {"who": f"<b>{markup.text(who or _('Somebody'))}</b>"})
