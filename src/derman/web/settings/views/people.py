"""Agents, requesters, and one person's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from derman.channels.mail.queries import is_mailbox, links_leave
from derman.channels.mail.recipients import unreachable
from derman.desk.actions import audit
from derman.people import actions, queries
from derman.people.errors import PeopleError
from derman.web.settings.doors import asker, for_administrators, one_at_a_time
from derman.web.settings.forms.people import InviteForm, PersonForm
from derman.web.settings.pages import blame, refused, saved, show, show_form, status_of

if TYPE_CHECKING:
    from django.forms import BaseForm

    from derman.people.models import Person

page = require_http_methods(["GET", "HEAD", "POST"])
STAFF_ROLES = ("agent", "lead", "administrator")


def find_person(request: HttpRequest, pk: int) -> Person:
    """Raises Http404."""
    person = queries.profile(asker(request), pk)
    if person is None:
        raise Http404
    return person


@require_safe
@for_administrators
def agents(request: HttpRequest) -> HttpResponse:
    """Everybody who works here, or did."""
    people = queries.staff(asker(request))
    present = [person for person in people if person.is_active]
    gone = [person for person in people if not person.is_active]
    return show(request, "agents.html", {"present": present, "gone": gone}, here="agents")


@require_safe
@for_administrators
def requesters(request: HttpRequest) -> HttpResponse:
    """Everybody the desk knows, searched by name or address."""
    person = asker(request)
    words = request.GET.get("q", "")[:200].strip()
    number = request.GET.get("organisation", "")
    organisation = queries.organisation(person, int(number)) if number.isdecimal() and len(number) < 10 else None
    found = queries.find_people(
        person,
        words=words,
        organisation=organisation.pk if organisation else None,
        key=request.GET.get("after", "")[:300],
    )
    context = {"found": found, "words": words, "organisation": organisation}
    return show(request, "requesters.html", context, here="requesters")


@page
@for_administrators
def add(request: HttpRequest) -> HttpResponse:
    """Invite an agent, or add a requester with `?role=requester`."""
    person = asker(request)
    for_requester = request.GET.get("role") == "requester"
    roles, role = (("requester",), "requester") if for_requester else (STAFF_ROLES, "agent")
    here = "requesters" if for_requester else "agents"
    sends = links_leave()
    form = InviteForm(request.POST or None, teams=queries.teams(person), roles=roles, role=role, sends=sends)
    if request.method == "POST" and form.is_valid() and is_mailbox(form.cleaned_data["email"]):
        form.add_error("email", _("This is an address of the desk itself: mail from it opens no ticket."))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            with transaction.atomic():
                added = actions.add_person(
                    actor=person,
                    email=given["email"],
                    name=given["name"],
                    role=given["role"],
                    language=given["language"],
                    teams=given["teams"],
                )
                audit(actor=person, kind="person.added", person=added.pk, name=added.name, role=added.role)
                if given["invite"] and sends:
                    actions.ask_for_link(address=given["email"], next_page="/desk/" if added.is_staff_member else "/")
            if given["invite"] and not sends:
                return hand_over(request, added.pk)
            said = (
                _("%(name)s is added, and the sign-in link is on its way.")
                if given["invite"]
                else _("%(name)s is added.")
            )
            return saved(request, said % {"name": added.name}, "person", added.pk)
        except PeopleError as error:
            blame(form, error)
    return show_form(request, "person_add.html", form, {"for_requester": for_requester, "back": here}, here=here)


def show_person(request: HttpRequest, person: Person, **forms: BaseForm) -> HttpResponse:
    """The page of a person, with a form that comes back, if one does (`form`, `address_form`)."""
    actor = asker(request)
    here = "requesters" if person.role == "requester" else "agents"
    if "form" not in forms:
        teams, organisations = queries.teams(actor), queries.organisations(actor)
        forms["form"] = PersonForm(person, teams=teams, organisations=organisations)
    marked = unreachable([row.address for row in person.addresses.all()])
    context = {"person": person, "back": here, "sends": links_leave(), "unreachable": list(marked.values()), **forms}
    status = max(status_of(form) for form in forms.values())
    return show(request, "person.html", context, here=here, status=status)


@page
@for_administrators
@one_at_a_time("person")
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """What the desk knows of a person, and what they may do."""
    actor, found = asker(request), find_person(request, pk)
    data = request.POST if request.method == "POST" else None
    form = PersonForm(found, data, teams=queries.teams(actor), organisations=queries.organisations(actor))
    if data is not None and form.is_valid():
        given = form.cleaned_data
        number = given["organisation"]
        chosen = queries.organisation(actor, number) if number else None
        plain = {
            name: given[name]
            for name in ("name", "role", "language", "zone", "title", "phone", "place", "available", "teams")
        }
        try:
            with transaction.atomic():
                changed = actions.change_person(
                    actor=actor,
                    person=found,
                    organisation=chosen,
                    no_organisation=chosen is None,
                    skills=form.skill_names(),
                    **plain,
                )
                actions.set_manager(actor=actor, person=changed, manager=given["manager"])
                absence = {"since": given["away_from"], "until": given["away_until"], "stand_in": given["stand_in"]}
                actions.set_absence(actor=actor, person=changed, **absence)
                kind = "person.role_changed" if changed.role != found.role else "person.changed"
                audit(
                    actor=actor, kind=kind, person=changed.pk, name=changed.name, before=found.role, role=changed.role
                )
            return saved(request, _("%(name)s is saved.") % {"name": changed.name}, "person", pk)
        except PeopleError as error:
            blame(form, error)
    return show_person(request, found, form=form)


@require_POST
@for_administrators
def send_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Mail a person a link by which they can sign in."""
    found = find_person(request, pk)
    address = found.email if found.addresses.all() else ""
    if not address or not found.is_active:
        return refused(request, PeopleError(_("There is no address to which a link could be sent.")), "person", pk)
    actions.ask_for_link(address=address, next_page="/desk/" if found.is_staff_member else "/")
    audit(actor=asker(request), kind="person.link_sent", person=found.pk, name=found.name)
    return saved(request, _("A sign-in link is on its way to %(address)s.") % {"address": address}, "person", pk)


@require_POST
@never_cache
@for_administrators
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a one-time sign-in link, this once, for the administrator to give to the person by hand."""
    actor, found = asker(request), find_person(request, pk)
    try:
        with transaction.atomic():
            token = actions.hand_over_link(actor=actor, person=found)
            audit(actor=actor, kind="person.link_handed_over", person=found.pk, name=found.name)
    except PeopleError as error:
        return refused(request, error, "person", pk)
    context = {
        "person": found,
        "link": f"{settings.DERMAN_URL}{resolve_url('accounts:link', token)}",
        "hours": int(actions.HAND_OVER_LIFE.total_seconds() // 3600),
    }
    return show(request, "hand_over.html", context, here="requesters" if found.role == "requester" else "agents")


@require_POST
@for_administrators
def set_active(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody in again, or no longer."""
    found, active = find_person(request, pk), request.POST.get("active") == "yes"
    try:
        with transaction.atomic():
            actions.change_person(actor=asker(request), person=found, active=active)
            audit(
                actor=asker(request),
                kind="person.activated" if active else "person.deactivated",
                person=found.pk,
                name=found.name,
            )
    except PeopleError as error:
        return refused(request, error, "person", pk)
    said = (
        _("%(name)s can sign in again.") if active else _("%(name)s can no longer sign in. Nothing of theirs is lost.")
    )
    return saved(request, said % {"name": found.name}, "person", pk)
