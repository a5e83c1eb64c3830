"""The desk itself: name and look, languages and time, help button, closing."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from derman.desk import actions
from derman.desk.actions import DeskError
from derman.kernel import files
from derman.web import accent
from derman.web.language import desk_of
from derman.web.settings.doors import asker, for_administrators, one_at_a_time
from derman.web.settings.forms.desk import ClosingForm, HelpButtonForm, LanguagesForm, LookForm
from derman.web.settings.pages import blame, saved, show_form

page = require_http_methods(["GET", "HEAD", "POST"])


@page
@for_administrators
@one_at_a_time("desk")
def look(request: HttpRequest) -> HttpResponse:
    """Name, logo and colour."""
    desk = desk_of(request)
    form = LookForm.of(desk)
    if request.method == "POST":
        form = LookForm.of(desk, request.POST, request.FILES)
        if form.is_valid():
            try:
                upload = form.cleaned_data["logo"]
                actions.change_desk(
                    actor=asker(request),
                    name=form.cleaned_data["name"],
                    accent=form.cleaned_data["accent"],
                    logo=files.store(upload.read()) if upload else None,
                    remove_logo=form.cleaned_data["remove_logo"] and not upload,
                    in_search_engines=form.cleaned_data["in_search_engines"],
                    keeps_searches=form.cleaned_data["keeps_searches"],
                )
                return saved(request, _("The name and look are saved."), "look")
            except (DeskError, files.DiskFull) as error:
                blame(form, error)
    colour = str(form["accent"].value() or "")
    return show_form(request, "look.html", form, {"desk": desk, "readable": readable(colour)}, here="look")


@require_safe
@for_administrators
def contrast(request: HttpRequest) -> HttpResponse:
    """What is to be said about a colour that somebody is just choosing."""
    return render(request, "settings/parts/contrast.html", {"readable": readable(request.GET.get("accent", ""))})


def readable(colour: str) -> dict[str, str | bool]:
    """How well a colour can be read on white, and whether it must be changed for light or dark pages."""
    if not accent.is_colour(colour):
        return {}
    on_light, on_dark = accent.contrast(colour, "#ffffff"), accent.contrast(colour, "#151c1f")
    return {
        "light": f"{on_light:.1f}",
        "light_fits": on_light >= 4.5,
        "dark_fits": on_dark >= 4.5,
    }


@page
@for_administrators
@one_at_a_time("desk")
def languages(request: HttpRequest) -> HttpResponse:
    """Languages and the time zone."""
    desk = desk_of(request)
    form = LanguagesForm.of(desk)
    if request.method == "POST":
        form = LanguagesForm.of(desk, request.POST)
        if form.is_valid():
            try:
                actions.change_desk(actor=asker(request), **form.cleaned_data)
                return saved(request, _("Languages and time are saved."), "languages")
            except DeskError as error:
                blame(form, error)
    return show_form(request, "languages.html", form, here="languages")


@page
@for_administrators
@one_at_a_time("desk")
def help_button(request: HttpRequest) -> HttpResponse:
    """On which sites the help button may stand, and the line that puts it there."""
    initial = {"help_origins": "\n".join(desk_of(request).help_origins)}
    form = HelpButtonForm(initial=initial)
    if request.method == "POST":
        form = HelpButtonForm(request.POST, initial=initial)
        if form.is_valid():
            try:
                sites = form.cleaned_data["help_origins"].splitlines()
                actions.change_desk(actor=asker(request), help_origins=sites)
                return saved(request, _("The sites of the help button are saved."), "help_button")
            except DeskError as error:
                blame(form, error)
    line = f'<script async src="{settings.DERMAN_PORTAL_URL}/help.js"></script>'
    return show_form(request, "help_button.html", form, {"line": line}, here="help_button")


@page
@for_administrators
@one_at_a_time("desk")
def closing(request: HttpRequest) -> HttpResponse:
    """When resolved tickets close."""
    initial = {"close_after_days": desk_of(request).close_after_days}
    form = ClosingForm(initial=initial)
    if request.method == "POST":
        form = ClosingForm(request.POST, initial=initial)
        if form.is_valid():
            try:
                actions.change_desk(actor=asker(request), **form.cleaned_data)
                return saved(request, _("When tickets close is saved."), "closing")
            except DeskError as error:
                blame(form, error)
    return show_form(request, "closing.html", form, here="closing")
