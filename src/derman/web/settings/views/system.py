"""Access tokens, jobs that failed, and the audit log."""

from __future__ import annotations

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from derman.desk import queries as desk
from derman.desk.actions import audit
from derman.kernel import given_up
from derman.people import actions, queries
from derman.web.offering import offer
from derman.web.settings.doors import asker, for_administrators
from derman.web.settings.pages import refused, saved, show, show_form
from derman.web.settings.sentences import sentence

page = require_http_methods(["GET", "HEAD", "POST"])
LINES = 50


class TokenForm(forms.Form):
    """A new token: for what, as whom, and what it may do."""

    name = forms.CharField(
        label=gettext_lazy("What for"),
        max_length=80,
        help_text=gettext_lazy("So that you know it again, like “Monitoring”"),
    )
    person = forms.TypedChoiceField(
        label=gettext_lazy("Acts as"),
        coerce=int,
        help_text=gettext_lazy("It sees what this person sees, and signs as them"),
    )
    write = forms.BooleanField(
        label=gettext_lazy("May change things"), required=False, help_text=gettext_lazy("Otherwise it only reads")
    )


@page
@for_administrators
def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens in force, and a form for a new one, which is shown this once."""
    actor = asker(request)
    people = list(queries.agents(actor))
    data = request.POST if request.method == "POST" else None
    form = TokenForm(data, initial={"person": actor.pk, "write": True})
    offer(form, person=[(person.pk, person.name) for person in people])
    made = ""
    if data is not None and form.is_valid():
        given = form.cleaned_data
        bearer = next(person for person in people if person.pk == given["person"])
        scopes = ("read", "write") if given["write"] else ("read",)
        with transaction.atomic():
            made = actions.create_token(actor=actor, person=bearer, name=given["name"], scopes=scopes)
            audit(actor=actor, kind="token.created", name=given["name"], person=bearer.pk, bearer=bearer.name)
    context = {"tokens": queries.tokens(actor), "made": made}
    return show_form(request, "tokens.html", form, context, here="tokens")


@require_POST
@for_administrators
def end_token(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a token useless."""
    found = queries.token(asker(request), pk)
    if found is None:
        raise Http404
    with transaction.atomic():
        actions.end_token(actor=asker(request), token=found)
        audit(
            actor=asker(request), kind="token.ended", name=found.name, person=found.person_id, bearer=found.person.name
        )
    return saved(request, _("The token “%(name)s” no longer opens anything.") % {"name": found.name}, "tokens")


def _behind(request: HttpRequest) -> int:
    key = request.GET.get("before", "")
    return int(key) if key.isdecimal() and len(key) < 19 else 0


@require_safe
@for_administrators
def failed_jobs(request: HttpRequest) -> HttpResponse:
    """Work that was given up."""
    found = given_up.failed_jobs(before=_behind(request), limit=LINES + 1)
    more = found[LINES - 1].id if len(found) > LINES else 0
    return show(request, "jobs.html", {"jobs": found[:LINES], "next": more}, here="jobs")


@require_POST
@for_administrators
def decide_job(request: HttpRequest, pk: int, decision: str) -> HttpResponse:
    """Try a job again, or drop it."""
    done = given_up.retry(pk) if decision == "retry" else given_up.drop(pk)
    if not done:
        return refused(request, LookupError(_("Somebody has decided about this job already.")), "jobs")
    audit(actor=asker(request), kind="job.retried" if decision == "retry" else "job.dropped", job=pk)
    said = _("The job is tried again now.") if decision == "retry" else _("The job is dropped.")
    return saved(request, said, "jobs")


@require_safe
@for_administrators
def audit_log(request: HttpRequest) -> HttpResponse:
    """Who changed which setting, the latest first."""
    found = desk.audit_log(asker(request), before=_behind(request), limit=LINES + 1)
    lines = [(entry, sentence(entry.kind, entry.details)) for entry in found[:LINES]]
    more = found[LINES - 1].pk if len(found) > LINES else 0
    return show(request, "audit.html", {"lines": lines, "next": more}, here="audit")
