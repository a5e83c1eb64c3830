"""How every page of the settings is answered."""

from __future__ import annotations

from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url

from derman.web.settings.attention import waiting
from derman.web.settings.doors import asker
from derman.web.settings.forms.hours import HoursForm
from derman.web.settings.navigation import lines_for
from derman.web.toasts import toast

CONFLICT = 409  # somebody else changed the object since the form was shown
UNPROCESSABLE = 422  # the page comes back with what was typed and what is wrong


def show(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, here: str, status: int = 200
) -> HttpResponse:
    """A page with the sub-navigation beside it; `here` is the entry that it belongs to."""
    person = asker(request)
    sections = lines_for(person, here, waiting(person))
    return render(request, f"settings/{template}", {"sections": sections, **(context or {})}, status=status)


def show_form(
    request: HttpRequest, template: str, form: BaseForm, context: dict[str, Any] | None = None, *, here: str
) -> HttpResponse:
    """A page with a form: 422 when it comes back with errors, 409 when somebody else was faster."""
    return show(request, template, {"form": form, **(context or {})}, here=here, status=status_of(form))


def status_of(form: BaseForm | HoursForm) -> int:
    """With which status the page of a form is answered."""
    if getattr(form, "meanwhile", ()):
        return CONFLICT
    return UNPROCESSABLE if getattr(form, "is_bound", True) and form.errors else 200


def saved(request: HttpRequest, text: str, to: str, *arguments: object) -> HttpResponse:
    """Say that it is done, and go to a page of the settings by name."""
    toast(request, text)
    return HttpResponseRedirect(resolve_url(f"settings:{to}", *arguments))


def refused(request: HttpRequest, error: Exception, to: str, *arguments: object) -> HttpResponse:
    """Say why a button did nothing, and go to a page of the settings by name."""
    toast(request, str(error), wrong=True)
    return HttpResponseRedirect(resolve_url(f"settings:{to}", *arguments))


def blame(form: BaseForm, error: Exception) -> None:
    """Put what an action refused beside the field that it names."""
    field = getattr(error, "field", "")
    if field not in form.fields:
        # of a text in several languages, the first one is where to begin
        texts = (name for name in form.fields if name.startswith(f"{field.removesuffix('s')}_"))
        field = next(texts, "") if field else ""
    form.add_error(field if field in form.fields else None, str(error))
