"""Many tickets at once: what the form says, as the verbs take it, and what comes of it in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from derman.automation.errors import RuleError
from derman.automation.macros import queries as macros
from derman.automation.macros.meaning import wanted_of
from derman.people import queries as people
from derman.search.errors import SearchError
from derman.tickets import queries
from derman.tickets.access import may_delete
from derman.tickets.actions import Foreseen, Wanted
from derman.tickets.actions.many import MOST
from derman.tickets.errors import WrongInput
from derman.tickets.queries import Progress
from derman.views import queries as views
from derman.views.errors import ViewError
from derman.web.settings.forms.rules import lines_drafted
from derman.web.settings.rule_page import choices
from derman.web.settings.rule_reading import steps_read
from derman.web.signed_in import Agent
from derman.web.workspace import saved, words
from derman.web.workspace.many_left import counted, refused, refused_one, so_already
from derman.web.workspace.mornings import monday, morning

STATUSES: Mapping[str, Any] = {
    "open": gettext_lazy("In progress"),
    "waiting:requester": gettext_lazy("Waiting for the requester"),
    "waiting:vendor": gettext_lazy("Waiting for a vendor"),
    "tomorrow": gettext_lazy("Waiting until tomorrow morning"),
    "monday": gettext_lazy("Waiting until Monday morning"),
    "resolved": gettext_lazy("Resolved"),
    "closed": gettext_lazy("Closed"),
    "spam": gettext_lazy("Spam"),
}
NONE = "none"


def chosen_in(agent: Agent, form: QueryDict) -> list[int]:
    """The tickets that a form names by their `numbers`, or as all of a `view`. Raises WrongInput."""
    if view := form.get("view", ""):
        return _all_of(agent, view)
    numbers = [int(part) for part in form.get("numbers", "").split(",") if part.isdigit() and len(part) < 19]
    if not numbers:
        raise WrongInput(_("Choose at least one ticket."))
    return list(dict.fromkeys(numbers))


def _all_of(agent: Agent, view: str) -> list[int]:
    """Never those of another view instead of one that is gone."""
    try:
        if saved.is_kept(view):
            return views.all_numbers(agent, views.view(agent, int(view)).query, most=MOST)
    except (ViewError, SearchError) as error:
        raise WrongInput(str(error)) from None
    if view not in words.VIEWS:
        raise WrongInput(_("Choose at least one ticket."))
    return queries.numbers_in(agent, view, most=MOST)


def _reference(value: str) -> int | None:
    if value == NONE:
        return None
    if not value.isdigit() or len(value) > 18:
        raise WrongInput(_("This choice is no longer there. Open the menu again."))
    return int(value)


def _tags(value: str) -> list[str]:
    return [tag.strip() for tag in value.split(",") if tag.strip()]


def wanted_in(agent: Agent, form: QueryDict) -> Wanted:
    """What a form asks to be done; what it leaves empty stays, and what is chosen beside a macro goes before that.

    Raises WrongInput.
    """
    wanted = _macro_in(agent, form.get("macro", ""))
    if value := form.get("assignee", ""):
        wanted["assignee"] = _reference(value)
    if value := form.get("team", ""):
        wanted["team"] = _reference(value)
    if value := form.get("category", ""):
        wanted["category"] = _reference(value)
    if value := form.get("priority", ""):
        wanted["priority"] = value
    if tags := _tags(form.get("add_tags", "")):
        wanted["add_tags"] = tags
    if tags := _tags(form.get("remove_tags", "")):
        wanted["remove_tags"] = tags
    if key := form.get("own_field", ""):
        value = form.get("own_value", "").strip()
        own = next((one for one in queries.own_fields() if one.key == key), None)
        several = [part.strip() for part in value.split(",")] if own is not None and own.type == "many" else value
        wanted["fields"] = {key: queries.choice_of(own, several) if own is not None and value else None}
    _standing(wanted, form.get("status", ""))
    if text := form.get("text", "").strip():
        if form.get("write") == "reply":
            wanted["reply"] = text
        else:
            wanted["note"] = text
    return wanted


def _macro_in(agent: Agent, value: str) -> Wanted:
    if not value:
        return {}
    try:
        return wanted_of(agent, macros.macro(agent, _reference(value) or 0))
    except RuleError as error:
        raise WrongInput(str(error), field="macro") from None


def _standing(wanted: Wanted, value: str) -> None:
    if value in ("tomorrow", "monday"):
        until = morning(1) if value == "tomorrow" else monday()
        wanted |= {"status": "waiting", "waiting_for": "date", "waiting_until": until.isoformat()}
    elif value == "deleted":
        wanted["delete"] = True
    elif value:
        status, _colon, waiting_for = value.partition(":")
        wanted["status"] = status
        if waiting_for:
            wanted["waiting_for"] = waiting_for


def form_of(agent: Agent, form: QueryDict) -> dict[str, Any]:
    """What the form shows. 7 statements at most."""
    numbers = chosen_in(agent, form)
    none = (NONE, _("none"))
    own = [(one.key, one.label) for one in queries.own_fields() if one.active]
    return {
        "own": own,
        "macros": [(one.pk, one.name) for one in macros.offered(agent)],
        # what was counted here is what is changed, whatever comes to match meanwhile
        "numbers": ",".join(map(str, numbers)),
        "title": title_of(len(numbers)),
        "capped": len(numbers) == MOST,
        "fields": [
            (
                "assignee",
                _("Assignee"),
                [(row.pk, row.name or row.email) for row in people.agents(agent)] + [(NONE, _("nobody"))],
            ),
            ("team", _("Team"), [(row.pk, row.name) for row in people.teams(agent)]),
            (
                "status",
                _("Status"),
                [*STATUSES.items(), *([("deleted", _("In the bin"))] if may_delete(agent) else [])],
            ),
            ("priority", _("Priority"), list(words.PRIORITIES.items())),
            (
                "category",
                _("Category"),
                [(row.pk, f"{'  ' * depth}{row.name}") for row, depth in queries.categories()] + [none],
            ),
        ],
    }


def title_of(count: int) -> str:
    """How many are to be changed."""
    return ngettext("Change %(count)s ticket", "Change %(count)s tickets", count) % {"count": counted(count)}


def _does(agent: Agent, wanted: Wanted) -> list[str]:
    """What a macro does, step by step."""
    if "macro" not in wanted:
        return []
    return steps_read(lines_drafted(macros.macro(agent, wanted["macro"]["id"]).steps), choices(agent))


def foreseen_in_words(agent: Agent, seen: Foreseen, wanted: Wanted) -> dict[str, Any]:
    """What would change, what would not and why."""
    lines = []
    if seen.same:
        lines.append(so_already(seen.same))
    lines += [refused(reason, count) for reason, count in sorted(seen.refused.items())]
    return {
        "will": ngettext("%(count)s ticket will change.", "%(count)s tickets will change.", seen.changed)
        % {"count": counted(seen.changed)},
        "some": bool(seen.changed),
        "lines": lines,
        "leaves": "reply" in wanted or "replies" in wanted,
        "does": _does(agent, wanted),
    }


def run_in_words(found: Progress, *, whole: bool = True) -> dict[str, Any]:
    """How far a run is: a sentence, a bar, what was left alone, and whether it can be taken back.

    `whole`: with the tickets that were left alone, for 1 statement.
    """
    run = found.run
    if run.state in ("undoing", "undone"):
        count, value = found.count("undone"), found.count("undone", "kept")
        most = found.count("undone", "kept", "changed")
        sentence = ngettext("%(count)s ticket is as before.", "%(count)s tickets are as before.", count)
        title = _("Taken back") if found.ended else _("Taking it back …")
    else:
        count, value, most = found.count("changed"), run.total - found.count("waiting"), run.total
        sentence = ngettext("%(count)s ticket changed.", "%(count)s tickets changed.", count)
        title = pgettext("change of many tickets", "Done") if found.ended else _("Changing …")
    left = [so_already(found.count("same"))] if found.count("same") else []
    left += [refused(reason, number) for reason, number in sorted(found.why.items())]
    return {
        "pk": run.pk,
        "title": title,
        "what": what_of(run.wanted),
        "sentence": sentence % {"count": counted(count)},
        "value": value,
        "most": max(most, 1),
        "ended": found.ended,
        "lines": left,
        "numbers": [
            (number, refused_one(why))
            for number, _state, why in (queries.left_alone(run, most=20) if whole and found.why else [])
        ],
        "can_undo": run.state in ("running", "done") and bool(found.count("changed", "waiting")),
        "at": run.created_at,
        "total": run.total,
    }


FIELDS: Mapping[str, Any] = {
    "macro": gettext_lazy("Macro"),
    "status": gettext_lazy("Status"),
    "priority": gettext_lazy("Priority"),
    "kind": gettext_lazy("Kind"),
    "category": gettext_lazy("Category"),
    "team": gettext_lazy("Team"),
    "assignee": gettext_lazy("Assignee"),
    "add_tags": gettext_lazy("Tags added"),
    "remove_tags": gettext_lazy("Tags removed"),
    "note": gettext_lazy("Note"),
    "reply": pgettext_lazy("what is written", "Answer"),
    "replies": pgettext_lazy("what is written", "Answer"),
    "tasks": gettext_lazy("Tasks"),
    "watch": gettext_lazy("Watchers"),
    "delete": gettext_lazy("In the bin"),
    "fields": gettext_lazy("Fields"),
}


def what_of(wanted: Mapping[str, Any]) -> str:
    """Which things a run changed: Status, Team."""
    return ", ".join(str(word) for name, word in FIELDS.items() if name in wanted)
