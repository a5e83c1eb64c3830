"""One's own profile: name, language, zone, look, password."""

from __future__ import annotations

from allauth.account.signals import password_changed
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from derman.people import actions as people
from derman.people import queries as people_queries
from derman.people.errors import PeopleError
from derman.web.accounts.forms import Absence, NewAddress, NewPassword, Profile
from derman.web.accounts.frames import frame_of
from derman.web.language import desk_of, language_of
from derman.web.signed_in import agent_of
from derman.web.signed_in_only import signed_in_only
from derman.web.toasts import toast

YEAR = 365 * 24 * 3600


def profile_page(
    request: HttpRequest,
    *,
    form: Profile | None = None,
    password_form: NewPassword | None = None,
    address_form: NewAddress | None = None,
    absence_form: Absence | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; a form that is given comes back with what was typed and what is wrong."""
    person = agent_of(request)
    own = people_queries.profile(person, person.pk)
    assert own is not None
    context = {
        "form": form or Profile(person=person, desk=desk_of(request)),
        "password_form": password_form or NewPassword(person=person),
        "address_form": address_form or NewAddress(),
        "absence_form": absence_form or Absence(person=own),
        "addresses": own.addresses.all(),
        "claims": own.address_claims.all(),
        "here": "profile",
        "frame": frame_of(request),
    }
    return render(request, "accounts/profile.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_only
def profile(request: HttpRequest) -> HttpResponse:
    """See and change what one says about oneself."""
    person = agent_of(request)
    form = Profile(request.POST if request.method == "POST" else None, person=person, desk=desk_of(request))
    if not form.is_bound:
        return profile_page(request, form=form)
    if not form.is_valid():
        return profile_page(request, form=form, status=422)
    given = form.cleaned_data
    request.user = people.change_person(
        actor=person,
        person=person,
        name=" ".join(given["name"].split()),
        phone=given["phone"],
        language=given["language"],
        zone=given["zone"],
        theme=given["theme"],
        available=given.get("available"),
    )
    # said in the language that was just chosen
    with translation.override(language_of(request)):
        toast(request, _("Saved."))
    answer = HttpResponseRedirect(reverse("accounts:profile"))
    if given["theme"]:
        answer.set_cookie("derman_theme", given["theme"], max_age=YEAR, samesite="Lax", secure=request.is_secure())
    else:
        answer.delete_cookie("derman_theme", samesite="Lax")
    return answer


@require_POST
@signed_in_only
def absence(request: HttpRequest) -> HttpResponse:
    """Say until when one is away, and who is asked instead."""
    person = agent_of(request)
    form = Absence(request.POST, person=person)
    if form.is_valid():
        try:
            until, stand_in = form.cleaned_data["away_until"], form.cleaned_data["stand_in"]
            since = form.cleaned_data["away_from"]
            people.set_absence(actor=person, person=person, since=since, until=until, stand_in=stand_in)
        except PeopleError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
    if form.errors:
        return profile_page(request, absence_form=form, status=422)
    toast(request, _("Saved."))
    return HttpResponseRedirect(reverse("accounts:profile") + "#away")


@require_POST
@signed_in_only
def change_password(request: HttpRequest) -> HttpResponse:
    """Set another password; all other sessions end by it."""
    person = agent_of(request)
    form = NewPassword(request.POST, person=person)
    if not form.is_valid():
        return profile_page(request, password_form=form, status=422)
    people.set_password(actor=person, person=person, password=form.cleaned_data["password"])
    update_session_auth_hash(request, person)
    password_changed.send(sender=type(person), request=request, user=person)
    toast(request, _("Your password is changed. You are signed out everywhere else."))
    return HttpResponseRedirect(reverse("accounts:profile"))
