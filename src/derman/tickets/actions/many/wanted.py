"""What is wanted of many tickets: codes and ids, as they are stored with the run."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, TypedDict

from django.utils.translation import gettext as _

from derman.kernel import clock
from derman.people import queries as people
from derman.people.models import Person
from derman.tickets.access import may_delete
from derman.tickets.actions import own_fields
from derman.tickets.actions.messages import require_words
from derman.tickets.actions.standing import LONGEST_WAIT
from derman.tickets.errors import NotAllowed, WrongInput
from derman.tickets.models import PRIORITY_OF, Category, Kind, Status, WaitingFor

MOST = 20_000  # tickets of one run


class Named(TypedDict):
    """The macro that does it, as events name it."""

    id: int
    version: int
    name: str
    did: list[str]


class Wanted(TypedDict, total=False):
    """What to do with each ticket; what is left out stays. `null` of a reference: none."""

    status: str
    waiting_for: str
    waiting_until: str  # ISO 8601
    priority: str
    kind: str
    category: int | None
    team: int | None
    assignee: int | None
    add_tags: list[str]
    remove_tags: list[str]
    note: str
    reply: str
    fields: dict[str, Any]  # of the desk's own, by key; None empties one
    delete: bool  # into the bin; alone
    # of a macro alone; what it writes has places, which are filled for each ticket
    macro: Named
    replies: dict[str, str]  # one answer, by language
    tasks: list[dict[str, Any]]  # title, team, days
    watch: list[int]


def checked(actor: Person, wanted: Wanted) -> Wanted:
    """What can be done at all, in the form in which it is stored. Raises WrongInput with the field, NotAllowed."""
    if not (actor.is_active and actor.is_staff_member):
        raise NotAllowed(_("Only agents can do this."))
    found = wanted.copy()
    _deletion(actor, found)
    for field, values in (("status", Status.values), ("priority", PRIORITY_OF), ("kind", Kind.values)):
        if field in found and found[field] not in values:  # type: ignore[literal-required]  # the three above
            raise WrongInput(_("There is no such choice."), field=field)
    _waiting(found)
    _references(actor, found)
    for field in ("add_tags", "remove_tags"):
        if field in found:
            words = {" ".join(tag.replace("\0", "").split())[:40] for tag in found[field]} - {""}  # type: ignore[literal-required]  # the two above
            if not words or len(words) > 30:
                raise WrongInput(_("Name 1 to 30 tags."), field=field)
            found[field] = sorted(words)  # type: ignore[literal-required]  # the two above
    if "fields" in found:
        found["fields"] = own_fields.checked(found["fields"])
    for field in ("note", "reply"):
        if field in found:
            require_words(found[field], "", ())  # type: ignore[literal-required]  # the two above
    if not found:
        raise WrongInput(_("Choose what to change."), field="change")
    return found


def _deletion(actor: Person, found: Wanted) -> None:
    if "delete" not in found:
        return
    if not found["delete"]:
        del found["delete"]
    elif not may_delete(actor):
        raise NotAllowed(_("Only leads and administrators delete tickets."))
    elif len(found) > 1:
        raise WrongInput(_("Delete tickets, or change something about them; not both."), field="delete")


def _waiting(found: Wanted) -> None:
    if found.get("status") != Status.WAITING:
        if "waiting_for" in found or "waiting_until" in found:
            raise WrongInput(_("Only a waiting ticket waits for somebody or something."), field="waiting_for")
        return
    found.setdefault("waiting_for", WaitingFor.REQUESTER)
    until = until_of(found)
    if found["waiting_for"] not in WaitingFor.values or found["waiting_for"] == WaitingFor.APPROVAL:
        raise WrongInput(_("Say for whom or what the ticket waits."), field="waiting_for")
    if found["waiting_for"] == WaitingFor.DATE and until is None:
        raise WrongInput(_("Say until when the ticket waits."), field="waiting_until")
    if until is not None and not clock.now() < until < clock.now() + timedelta(days=LONGEST_WAIT):
        raise WrongInput(_("The date must lie in the future, at most two years from now."), field="waiting_until")


def until_of(found: Wanted) -> datetime | None:
    """Until when the tickets are to wait. Raises WrongInput."""
    if not found.get("waiting_until"):
        return None
    try:
        moment = datetime.fromisoformat(found["waiting_until"])
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise WrongInput(_("Say until when the ticket waits."), field="waiting_until")
    return moment


def _references(actor: Person, found: Wanted) -> None:
    gone = _("This choice is no longer there. Open the menu again.")
    team, assignee, category = found.get("team"), found.get("assignee"), found.get("category")
    if team is not None and not people.teams(actor).filter(pk=team).exists():
        raise WrongInput(gone, field="team")
    if assignee is not None and not people.agents(actor).filter(pk=assignee).exists():
        raise WrongInput(gone, field="assignee")
    if category is not None and not Category.objects.filter(pk=category, active=True).exists():
        raise WrongInput(gone, field="category")
