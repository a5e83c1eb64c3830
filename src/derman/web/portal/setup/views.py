"""`/setup/<token>/`: the wizard, for whoever holds the one-time address, until there is an administrator."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from derman.desk import actions as desk
from derman.kernel import progress
from derman.people import queries as people
from derman.people.errors import PeopleError
from derman.tickets import queries
from derman.web.accounts.views.sign_in import BACKEND
from derman.web.language import KNOWN
from derman.web.portal.setup.first_address import AddressRefused, add_first_address
from derman.web.portal.setup.forms import SetUp
from derman.web.portal.setup.welcome import open_welcome_ticket
from derman.web.signed_in import agent_of, agents_only
from derman.web.toasts import toast

YEAR = 365 * 24 * 3600


def _page(request: HttpRequest, form: SetUp, status: int = 200) -> HttpResponse:
    context = {"form": form, "tiers": people.tiers(), "suggested": "|".join(row["name"] for row in form.team_rows)}
    return render(request, "portal/setup/wizard.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password")
@never_cache
def wizard(request: HttpRequest, token: str) -> HttpResponse:
    """One form in steps. All of it is done together at the end, or nothing."""
    if not desk.setup_token_fits(token):
        return render(request, "portal/setup/over.html", status=404)
    if request.method != "POST":
        return _page(request, SetUp(initial={"language": get_language(), "zone": "Europe/Istanbul"}))
    language = request.POST.get("language", "")
    language = language if language in KNOWN else get_language() or settings.LANGUAGE_CODE
    # the rest of the wizard speaks the language that was chosen in it
    with translation.override(language):
        if "again" in request.POST:
            form = SetUp(request.POST)
            form.full_clean()
            form.errors.clear()
            form.teams_wrong = ""
            answer = _page(request, form)
        else:
            answer = _finish(request, SetUp(request.POST))
    answer.headers["Content-Language"] = language
    answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=YEAR, samesite="Lax", secure=request.is_secure())
    return answer


def _finish(request: HttpRequest, form: SetUp) -> HttpResponse:
    if not form.is_valid():
        return _page(request, form, status=422)
    given = form.cleaned_data
    try:
        with transaction.atomic(), timezone.override(given["zone"]):
            person = desk.set_up(
                name=given["name"],
                email=given["email"],
                administrator=given["administrator"],
                password=given["password"],
                language=given["language"],
                zone=given["zone"],
                teams=form.teams,
            )
            if given["address"]:
                add_first_address(actor=person, address=given["address"])
            open_welcome_ticket(reader=person, language=given["language"], address=given["address"])
            if "demo" in request.POST:
                desk.ask_for_demo(actor=person)
    except (desk.DeskError, PeopleError) as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return _page(request, form, status=422)
    except AddressRefused as error:
        form.add_error("address", str(error))
        return _page(request, form, status=422)
    login(request, person, backend=BACKEND)
    if "demo" in request.POST:
        return HttpResponseRedirect(reverse("portal:demo"))
    toast(request, _("Your desk is ready. Have a look at its first ticket."))
    # what arrives first is nobody's yet, and is to be seen
    return HttpResponseRedirect("/desk/?view=all")


@require_safe
@never_cache
@agents_only
def demo(request: HttpRequest) -> HttpResponse:
    """Wait for the sample company; the page asks again by itself, and leads to the desk once it is there."""
    if queries.counts(agent_of(request))["all"] > 1:
        toast(request, _("This is the demo desk. Try whatever you like."))
        return HttpResponseRedirect("/desk/?view=all")
    answer = render(request, "portal/setup/demo.html", {"percent": progress.progress(progress.DEMO)})
    answer.headers["Refresh"] = "1"
    return answer
