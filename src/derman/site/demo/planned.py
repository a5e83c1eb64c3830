"""The demo's days off, who is on call at night, and what has to be done every month."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from derman.automation.recurring.actions import Given, save
from derman.desk.calendars import given_of, save_calendar
from derman.desk.on_call import RotaGiven, save_rota
from derman.desk.queries import the_desk
from derman.kernel import clock
from derman.people.models import Person, Role, Team

_ZONE = "Europe/Istanbul"


def fill_planned() -> None:
    """Turkey's holidays in the desk's calendar, a rota for the servers, and a restore that is tried each month."""
    administrator = Person.objects.filter(role=Role.ADMINISTRATOR).order_by("pk").first()
    lead = Person.objects.get(name="Leyla Tan")
    systems = Team.objects.get(name="L2 Systems")
    calendar = the_desk().calendar
    if administrator is not None and calendar is not None:
        given = replace(given_of(calendar), country="TR")
        save_calendar(actor=administrator, given=given, calendar=calendar.pk)
    today = clock.now().date()
    turns = [Person.objects.get(name=name).pk for name in ("Okan Demir", "Sophie Weber")]
    monday = today - timedelta(days=today.weekday())
    save_rota(actor=lead, team=systems.pk, given=RotaGiven(people=turns, first_day=monday, zone=_ZONE))
    save(
        actor=lead,
        given=Given(
            name="Restore a backup",
            requester="leyla@ege.example",
            subject="Monthly: restore a backup and read it",
            text="A backup that nobody has restored is none. Take the one of last night.",
            team=systems.pk,
            tags=["backup"],
            tasks=[{"title": "Restore last night's backup on erp-03"}, {"title": "Open ten documents of it"}],
            every="weekday",
            nth=1,
            weekday=0,
            first=today,
            zone=_ZONE,
            closed="after",
        ),
    )
