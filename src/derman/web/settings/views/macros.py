"""Macros: one's own, those of the teams that one leads, and for administrators all others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from derman.automation.errors import MacroNotFound, Overtaken, RuleError
from derman.automation.macros import actions, queries
from derman.automation.steps import checked
from derman.desk.actions import audit
from derman.tickets.variables import VARIABLES
from derman.web.settings.doors import asker, for_agents
from derman.web.settings.forms.macros import MacroDraft, drafted, typed
from derman.web.settings.pages import CONFLICT, UNPROCESSABLE, saved, show
from derman.web.settings.rule_page import choices, lines_of
from derman.web.settings.rule_reading import steps_read
from derman.web.settings.taking_away import Taken
from derman.web.workspace.saved import language

if TYPE_CHECKING:
    from derman.automation.models import Macro
    from derman.people.models import Person


@require_safe
@for_agents
def macros(request: HttpRequest) -> HttpResponse:
    """All that one may use, with what they do."""
    actor = asker(request)
    given = choices(actor)
    rows = [(one, steps_read(drafted(one, "en").lines, given)) for one in queries.macros(actor)]
    return show(request, "macros.html", {"rows": rows, "changeable": queries.changeable(actor)}, here="macros")


@require_http_methods(["GET", "HEAD", "POST"])
@for_agents
def macro(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """One macro, or a new one. A button with `act` adds or takes away a step and saves nothing."""
    actor = asker(request)
    try:
        found = queries.macro(actor, pk) if pk is not None else None
    except MacroNotFound:
        raise Http404 from None
    if request.method != "POST":
        draft = drafted(found, language()) if found is not None else MacroDraft()
        wrong = _wrong_steps(draft) if found is not None else {}
        return _shown(request, found, draft, wrong)
    draft = typed(request.POST)
    act, _blank, key = request.POST.get("act", "").partition(" ")
    if act:
        draft.act(act, key)
        return _shown(request, found, draft, {}, unsaved=True)
    return _save(request, found, draft)


def _wrong_steps(draft: MacroDraft) -> dict[str, str]:
    """Each step with which something is wrong, beside its place."""
    found = {}
    for place, step in enumerate(draft.steps()):
        try:
            checked([step], macro=True)
        except RuleError as error:
            found[f"steps.{place}"] = str(error)
    return found


def _save(request: HttpRequest, found: Macro | None, draft: MacroDraft) -> HttpResponse:
    actor, seen = asker(request), request.POST.get("version", "")
    version = int(seen) if seen.isdecimal() and seen.isascii() and len(seen) < 9 else None
    wrong = _wrong_steps(draft)
    try:
        if wrong:
            return _shown(request, found, draft, wrong, status=UNPROCESSABLE, unsaved=True)
        with transaction.atomic():
            kept = actions.save(
                actor=actor, given=draft.given(), pk=found.pk if found is not None else None, version=version
            )
            if kept.owner_id is None:  # what people write for themselves is no setting of the desk
                audit(actor=actor, kind="macro.saved", macro=kept.pk, name=kept.name)
    except Overtaken as error:
        said = {"": f"{error} " + _("What you typed is still here: saving again replaces theirs.")}
        fresh = queries.macro(actor, found.pk) if found is not None else None
        return _shown(request, fresh, draft, said, status=CONFLICT, unsaved=True)
    except RuleError as error:
        return _shown(request, found, draft, {error.field: str(error)}, status=UNPROCESSABLE, unsaved=True)
    return saved(request, _("The macro “%(name)s” is saved.") % {"name": kept.name}, "macros")


def _shown(
    request: HttpRequest,
    found: Macro | None,
    draft: MacroDraft,
    wrong: dict[str, str],
    *,
    status: int = 200,
    unsaved: bool = False,
) -> HttpResponse:
    actor = asker(request)
    given = choices(actor)
    context: dict[str, Any] = {
        "macro": found,
        "draft": draft,
        "steps": lines_of(draft, given, wrong, macro=True),
        "wrong": wrong,
        "audiences": _audiences(actor),
        "may_change": found is None or found.pk in queries.changeable(actor),
        "said": steps_read(draft.lines, given),
        "variables": [(f"{{{{{name}}}}}", meaning) for name, meaning in VARIABLES.items()],
        "unsaved": unsaved,
    }
    return show(request, "macro.html", context, here="macros", status=status)


def _audiences(actor: Person) -> list[tuple[str, Any]]:
    offered: list[tuple[str, Any]] = [("me", _("Only you"))]
    offered += [(str(team.pk), team.name) for team in queries.writable_teams(actor)]
    if actor.is_administrator:
        offered.append(("desk", _("Everybody at the desk")))
    return offered


remove, restore = Taken(
    page="macro",
    pages="macros",
    remove=lambda actor, pk: actions.remove(actor=actor, pk=pk),
    restore=lambda actor, pk: actions.restore(actor=actor, pk=pk),
    not_found=MacroNotFound,
    wrong=RuleError,
    gone=gettext_lazy("The macro “%(name)s” is deleted."),
    back=gettext_lazy("The macro “%(name)s” is back."),
).views()
