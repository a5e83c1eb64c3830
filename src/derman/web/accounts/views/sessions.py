"""Where one is signed in, and ending that."""

from __future__ import annotations

from allauth.usersessions.internal.flows.sessions import end_other_sessions, end_sessions
from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from derman.web.accounts.browsers import browser_of
from derman.web.accounts.frames import frame_of
from derman.web.signed_in import agent_of
from derman.web.signed_in_only import signed_in_only
from derman.web.toasts import toast


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@signed_in_only
def sessions(request: HttpRequest) -> HttpResponse:
    """The list; by POST one (`session`) or all others end."""
    person = agent_of(request)
    if request.method == "POST":
        wanted = request.POST.get("session", "")
        if wanted.isdecimal() and len(wanted) < 19:
            end_sessions(request, list(UserSession.objects.filter(user=person, pk=int(wanted))))
        elif wanted == "others":
            end_other_sessions(request, person)
        if not request.user.is_authenticated:
            return HttpResponseRedirect(reverse("accounts:sign_in"))
        toast(request, _("Ended."))
        return HttpResponseRedirect(reverse("accounts:sessions"))
    found = sorted(UserSession.objects.purge_and_list(person), key=lambda session: session.created_at, reverse=True)
    rows = [
        {
            "id": session.pk,
            "browser": browser_of(session.user_agent),
            "ip": session.ip,
            "since": session.created_at,
            "is_this": session.session_key == request.session.session_key,
        }
        for session in found
    ]
    rows.sort(key=lambda row: not row["is_this"])
    context = {"sessions": rows, "here": "sessions", "frame": frame_of(request)}
    return render(request, "accounts/sessions.html", context)
