"""The catalogue: services, what they ask, who agrees, and what is then done."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from derman.catalogue import actions, queries
from derman.catalogue.errors import CatalogueError, ServiceNotFound
from derman.catalogue.fields import fields_of
from derman.desk.actions import audit
from derman.kernel import files
from derman.people import queries as people
from derman.tickets.devices import not_listed
from derman.web.portal.service_form import questions
from derman.web.settings.doors import asker, for_administrators, one_at_a_time
from derman.web.settings.forms.catalogue import ServiceForm
from derman.web.settings.forms.zones import languages
from derman.web.settings.pages import blame, refused, saved, show, show_form

if TYPE_CHECKING:
    from derman.catalogue.models import Service

page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@for_administrators
def services(request: HttpRequest) -> HttpResponse:
    """All of them, shelf by shelf."""
    return show(request, "services.html", {"services": queries.services(asker(request))}, here="services")


@page
@for_administrators
@one_at_a_time("service")
def service(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """One service, or a new one."""
    actor = asker(request)
    try:
        found = queries.service_by_id(actor, pk) if pk is not None else None
    except ServiceNotFound:
        raise Http404 from None
    sent = request.method == "POST"
    teams, agents, groups = list(people.teams(actor)), list(people.agents(actor)), people.groups(actor)
    form = ServiceForm(
        found,
        request.POST if sent else None,
        request.FILES if sent else None,
        shelves=queries.shelves(),
        teams=teams,
        agents=agents,
        organisations=people.organisations(actor),
        groups=groups,
    )
    if sent and form.is_valid():
        try:
            kept = _save(request, form, pk)
            return saved(request, _("The service “%(name)s” is saved.") % {"name": kept.name}, "services")
        except CatalogueError as error:
            blame(form, error)
    context = {
        "service": found,
        "languages": list(languages()),
        "teams": [(team.pk, team.name) for team in teams],
        "groups": [(group.pk, group.name) for group in groups],
        "people": [(person.pk, person.name) for person in agents],
    }
    return show_form(request, "service.html", form, context, here="services")


def _save(request: HttpRequest, form: ServiceForm, pk: int | None) -> Service:
    actor, given = asker(request), form.cleaned_data
    upload = given["picture"]
    with transaction.atomic():
        shelf = given["shelf"]
        if given["new_shelf"].strip():
            shelf = actions.save_shelf(actor=actor, names={get_language() or "en": given["new_shelf"]}).pk
        kept = actions.save_service(
            actor=actor,
            service=pk,
            names=form.texts_of("name"),
            summaries=form.texts_of("summary"),
            texts=form.texts_of("text"),
            costs=form.texts_of("cost"),
            shelf=shelf,
            takes=given["takes"],
            takes_unit=given["takes_unit"],
            audience=given["audience"],
            organisations=given["organisations"],
            groups=given["groups"],
            owner=given["owner"],
            team=given["team"],
            form=given["form"],
            approvals=given["approvals"],
            stages=given["stages"],
            words=given["words"].split(","),
            published=given["published"],
            picture=files.store(upload.read()) if upload is not None else None,
            remove_picture=given["remove_picture"],
        )
        audit(
            actor=actor,
            kind="service.changed" if pk else "service.added",
            service=kept.pk,
            name=kept.name,
            published=kept.published,
        )
    return kept


@require_POST
@for_administrators
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Into the catalogue (`published=yes`), or out of it."""
    published = request.POST.get("published") == "yes"
    try:
        with transaction.atomic():
            kept = actions.set_published(actor=asker(request), service=pk, published=published)
            audit(actor=asker(request), kind="service.changed", service=pk, name=kept.name, published=published)
    except ServiceNotFound:
        raise Http404 from None
    except CatalogueError as error:
        return refused(request, error, "services")
    said = _("“%(name)s” is in the catalogue now.") if published else _("“%(name)s” is out of the catalogue.")
    return saved(request, said % {"name": kept.name}, "services")


@require_POST
@for_administrators
def preview(request: HttpRequest) -> HttpResponse:
    """The form (`form`, as JSON) as people will see it, or what is still wrong with it."""
    context: dict[str, Any] = {}
    try:
        given = json.loads(request.POST.get("form", "[]")[:200_000])
        # as an example: whoever edits the form need not have a device
        example = [("1042", "ThinkPad T14 (NB-1042)"), ("-", not_listed().label)]
        context["fields"] = questions(fields_of(given), {}, {}, {}, devices=example)
    except (ValueError, RecursionError):
        context["wrong"] = _("This cannot be read. Reload the page and try again.")
    except CatalogueError as error:
        context["wrong"] = str(error)
    return render(request, "settings/parts/service_preview.html", context)
