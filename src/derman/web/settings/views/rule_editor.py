"""Writing a rule in sentences: when, if, then. What is wrong is said beside it, and nothing typed is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from derman.automation import actions, queries
from derman.automation.errors import Overtaken, RuleError, RuleNotFound
from derman.people import queries as people
from derman.web.settings.doors import asker, for_leads
from derman.web.settings.forms.rules import Draft, drafted, typed
from derman.web.settings.pages import CONFLICT, UNPROCESSABLE, refused, saved, show
from derman.web.settings.rule_page import choices, organisations_in, page
from derman.web.settings.rule_reading import read

if TYPE_CHECKING:
    from derman.automation.models import Rule
    from derman.people.models import Person


@require_http_methods(["GET", "HEAD", "POST"])
@for_leads
def rule(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """One rule, or a new one. A button with `act` adds or takes away a line and saves nothing."""
    actor = asker(request)
    found = queries.rule(actor, pk) if pk is not None else None
    if pk is not None and found is None:
        raise Http404
    if found is not None and found.standing:  # there is nothing to write
        return redirect("settings:rule_log", found.pk)
    if request.method != "POST":
        draft = drafted(actions.given_of(found)) if found is not None else Draft()
        wrong = draft.given().wrong() if found is not None else {}
        return _shown(request, found, draft, wrong)
    draft = typed(request.POST)
    act, _blank, key = request.POST.get("act", "").partition(" ")
    if act:
        _organisations(draft, actor)
        draft.act(act, key)
        return _shown(request, found, draft, {}, unsaved=True)
    return _save(request, found, draft)


def _save(request: HttpRequest, found: Rule | None, draft: Draft) -> HttpResponse:
    actor, seen = asker(request), request.POST.get("version", "")
    strangers = _people(draft, actor) | _organisations(draft, actor)
    wrong = draft.given().wrong() | strangers
    for at, node in draft.places():
        if not node.group and not node.tree()["values"]:
            wrong[at] = _("Choose or write what it is compared with.")
    version = int(seen) if seen.isdecimal() and seen.isascii() and len(seen) < 9 else None
    if wrong:
        return _shown(request, found, draft, wrong, status=UNPROCESSABLE, unsaved=True)
    try:
        kept = actions.save(
            actor=actor, given=draft.given(), rule=found.pk if found is not None else None, version=version
        )
    except RuleNotFound:
        raise Http404 from None
    except Overtaken as error:
        # the version that is there now goes out with the page: saving once more has it their way
        said = {"": f"{error} " + _("What you typed is still here: saving again replaces theirs.")}
        return _shown(request, found, draft, said, status=CONFLICT, unsaved=True)
    except RuleError as error:
        return _shown(request, found, draft, {error.field: str(error)}, status=UNPROCESSABLE, unsaved=True)
    text = _("The rule “%(name)s” is saved.") if kept.active else _("The rule “%(name)s” is saved. It is off.")
    return saved(request, text % {"name": kept.name}, "rules")


def _people(draft: Draft, actor: Person) -> dict[str, str]:
    """Requesters are written by their address and kept by their id; those whom nobody knows are said."""
    wrong = {}
    for at, node in draft.places():
        if node.name != "requester" or node.group:
            continue
        values = []
        for written in node.values:
            if written == "none" or written.isdecimal():
                values.append(written)
                continue
            person = people.person_by_address(written)
            values.append(str(person.pk) if person is not None else written)
            if person is None:
                wrong[at] = _("Nobody has the address “%(address)s”.") % {"address": written[:80]}
        node.values = values
    return wrong


def _organisations(draft: Draft, actor: Person) -> dict[str, str]:
    """Organisations are found by their name and kept by their id; those that nobody knows are said."""
    wrong = {}
    for at, node in draft.places():
        if node.name != "org" or node.group:
            continue
        values = []
        for written in node.values:
            pk = None if written == "none" or written.isdecimal() else people.organisation_called(actor, written)
            values.append(written if pk is None else str(pk))
            if pk is None and written != "none" and not written.isdecimal():
                wrong[at] = _("No organisation is called “%(name)s”.") % {"name": written[:80]}
        node.values = list(dict.fromkeys(values))
    return wrong


def _shown(
    request: HttpRequest,
    found: Rule | None,
    draft: Draft,
    wrong: dict[str, str],
    *,
    status: int = 200,
    unsaved: bool = False,
) -> HttpResponse:
    actor = asker(request)
    kept = queries.versions(actor, found.pk) if found is not None and not request.headers.get("HX-Request") else []
    given = choices(actor, organisations_in([draft.root.tree(), *(row.kept["conditions"] for row in kept)]))
    _addresses(draft, actor)
    context: dict[str, Any] = page(draft, given, wrong) | {"rule": found, "unsaved": unsaved}
    if found is not None and not request.headers.get("HX-Request"):
        context["versions"] = [(row, read(actions.as_given(row.kept), given)) for row in kept]
        context["tries"] = queries.replays(actor, found.pk)
    return show(request, "rule.html", context, here="rules", status=status)


def _addresses(draft: Draft, actor: Person) -> None:
    nodes = [node for node, _group in draft.nodes() if node.name == "requester"]
    known = people.addresses_of(actor, {int(value) for node in nodes for value in node.values if value.isdecimal()})
    for node in nodes:
        node.values = [known.get(int(value), value) if value.isdecimal() else value for value in node.values]


@require_POST
@for_leads
def restore(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """As it was in an earlier version."""
    try:
        actions.restore(actor=asker(request), rule=pk, version=version)
    except RuleNotFound:
        raise Http404 from None
    except RuleError as error:
        return refused(request, error, "rule", pk)
    return saved(request, _("The rule is as it was in version %(number)s.") % {"number": version}, "rule", pk)


@require_POST
@for_leads
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it away."""
    try:
        actions.remove(actor=asker(request), rule=pk)
    except RuleNotFound:
        raise Http404 from None
    return saved(request, _("The rule is deleted. What it did stays on the tickets."), "rules")
