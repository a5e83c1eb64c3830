"""Rules that a new desk can begin with, in the desk's language.

They are added switched off, to be looked at first; the standing ones are on, as they were before.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from derman.automation import actions
from derman.automation.given import Given
from derman.automation.models import Rule, Version
from derman.automation.stamping import changed
from derman.automation.standing import STANDING
from derman.desk.actions import audit
from derman.desk.hours import the_hours
from derman.desk.queries import the_desk
from derman.desk.working import WorkingTime
from derman.people.models import Person

_TITLES = ["CEO", "CFO", "CTO", "Director", "Genel Müdür", "Direktör", "Yönetim Kurulu"]


def begin(*, actor: Person) -> list[Rule]:
    """Add those of them whose name no rule has, and the standing ones. Raises NotAllowed, WrongInput."""
    with transaction.atomic():
        names = set(Rule.objects.filter(removed_at=None).values_list("name", flat=True))
        with override(the_desk().language):
            wanted = [given for given in _rules() if given.name not in names]
            made = [actions.save(actor=actor, given=given) for given in wanted]
            return made + _stand(actor)


def _stand(actor: Person) -> list[Rule]:
    there = set(Rule.objects.exclude(standing="").values_list("standing", flat=True))
    made = []
    for code, (name, _what) in STANDING.items():
        if code in there:
            continue
        position = Rule.objects.filter(removed_at=None).count()
        row = Rule.objects.create(
            name=str(name), owner=actor, active=True, position=position, when="received", standing=code
        )
        Version.objects.create(rule=row, version=1, kept=actions.given_of(row).columns(), by=actor)
        audit(actor=actor, kind="rule.saved", rule=row.pk, name=row.name, version=1)
        made.append(row)
    if made:
        changed()
    return made


def _rules() -> list[Given]:
    waits = [_is("is", "waiting"), _is("waiting", "requester")]
    reminder = _(
        "Hello {{requester.name}},\n\n"
        "we have not heard from you about “{{ticket.subject}}” for three working days. Does it still concern you? "
        "If we hear nothing for two more working days, we close the request; you can write again at any time.\n\n"
        "{{desk.name}}"
    )
    return [
        Given(
            name=_("Thanks do not reopen"),
            when="reopened",
            conditions={"all": [_is("thanks", "yes")]},
            steps=[{"do": "back"}],
            stop=True,
        ),
        Given(
            name=_("Reopened goes back to its last agent"),
            when="reopened",
            conditions={"all": [_is("assignee", "none")]},
            steps=[{"do": "assignee", "to": "last"}],
        ),
        Given(
            name=_("A reminder after three working days of silence"),
            when="silent",
            hours=_working_days(3),
            working=True,
            conditions={"all": waits},
            steps=[{"do": "reply", "text": reminder}],
        ),
        Given(
            name=_("Closed after five working days of silence"),
            when="silent",
            hours=_working_days(5),
            working=True,
            conditions={"all": waits},
            steps=[{"do": "status", "to": "closed"}],
        ),
        Given(
            name=_("People at the top come first"),
            when="opened",
            conditions={"all": [_is("title", *_TITLES), _is("priority", "normal", "low")]},
            steps=[{"do": "priority", "to": "high"}, {"do": "tag", "to": "vip"}],
        ),
    ]


def _is(key: str, *values: str) -> dict[str, Any]:
    return {"key": key, "values": list(values)}


def _working_days(days: int) -> int:
    """So many working days of the desk, in open hours."""
    hours = the_hours()
    week = WorkingTime.of(ZoneInfo("UTC"), hours.weekly, {}).week if hours is not None else ()
    open_days = [sum((closes - opens for opens, closes in day), timedelta()) for day in week if day]
    if not open_days:
        return days * 24
    return max(1, round(sum(open_days, timedelta()) / len(open_days) * days / timedelta(hours=1)))
