"""What can be done with the desk: set it up, change its look; and write the audit log."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any
from zoneinfo import available_timezones

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from derman.desk.facts import DemoAsked, DeskSetUp
from derman.desk.models import AuditEntry, Calendar, Desk
from derman.desk.origins import origin_of
from derman.desk.queries import the_desk
from derman.kernel import clock, secrets
from derman.kernel.facts import announce
from derman.kernel.models import StoredFile
from derman.people import actions as people
from derman.people.models import Person, Role
from derman.people.queries import administrator_exists

MOST_ORIGINS = 50


class DeskError(Exception):
    """What was given for the desk is wrong; `field` names it."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


def audit(*, actor: Person | None, kind: str, **details: Any) -> None:
    """Write one line of the audit log."""
    AuditEntry.objects.create(actor=actor, kind=kind, details=details)


def count_majors(count: Callable[[], int]) -> None:
    """Keep how many major incidents are open, which pages know at no cost; counted one at a time. 3 statements."""
    with transaction.atomic():
        Desk.objects.select_for_update(no_key=True).get(pk=the_desk().pk)
        Desk.objects.filter(pk=1).update(majors_open=count())


def new_setup_link() -> str | None:
    """A fresh one-time address for the wizard, as long as there is no administrator; None afterwards."""
    if administrator_exists():
        return None
    desk = the_desk()
    token = secrets.new_token()
    Desk.objects.filter(pk=desk.pk).update(setup_digest=secrets.digest(token))
    return f"{settings.DERMAN_URL}/setup/{token}/"


def setup_token_fits(token: str) -> bool:
    """May the bearer of `token` set the desk up?"""
    digest = the_desk().setup_digest
    return bool(digest) and digest == secrets.digest(token) and not administrator_exists()


def set_up(
    *,
    name: str,
    email: str,
    administrator: str,
    password: str,
    language: str = "en",
    zone: str = "Europe/Istanbul",
    teams: Sequence[tuple[str, int]] = (),
) -> Person:
    """Set the desk up: its name, language and zone, the first administrator, and teams as (name, tier).

    Raises DeskError where an administrator exists already, PeopleError for a bad address.
    """
    with transaction.atomic():
        desk = Desk.objects.select_for_update().get(pk=the_desk().pk)
        if administrator_exists():
            raise DeskError(_("This desk is set up already. Sign in instead."))
        change_desk(actor=None, name=name, language=language, zone=zone)
        person = people.add_person(
            actor=None,
            email=email,
            name=administrator,
            role=Role.ADMINISTRATOR,
            password=password,
            verified=True,
            language=language,
        )
        for position, (team, tier) in enumerate(teams):
            people.save_team(actor=None, name=team, tier=tier, is_default=position == 0, members=[person.pk])
        Desk.objects.filter(pk=desk.pk).update(setup_digest="", set_up_at=clock.now())
        audit(actor=person, kind="desk.set_up")
        announce(DeskSetUp())
    return person


def ask_for_demo(*, actor: Person) -> None:
    """Have a new desk filled with a sample company, to look around in. Raises DeskError."""
    if not actor.is_administrator:
        raise DeskError(_("Only an administrator can do this."))
    with transaction.atomic():
        announce(DemoAsked(person=actor.pk))


def change_desk(
    *,
    actor: Person | None,
    name: str | None = None,
    language: str | None = None,
    languages: Sequence[str] | None = None,
    zone: str | None = None,
    accent: str | None = None,
    logo: StoredFile | None = None,
    remove_logo: bool = False,
    in_search_engines: bool | None = None,
    keeps_searches: bool | None = None,
    help_origins: Sequence[str] | None = None,
    close_after_days: int | None = None,
) -> Desk:
    """Change what is given. Raises DeskError that names the field."""
    if actor is not None and not actor.is_administrator:
        raise DeskError(_("Only an administrator can do this."))
    desk = the_desk()
    known = dict(settings.LANGUAGES)
    if name is not None:
        desk.name = " ".join(name.split())[:80]
        if not desk.name:
            raise DeskError(_("The desk needs a name."), field="name")
    if language is not None:
        if language not in known:
            raise DeskError(_("Choose one of the languages."), field="language")
        desk.language = language
    if languages is not None:
        desk.languages = [code for code in languages if code in known] or [desk.language]
    if zone is not None:
        if zone not in available_timezones():
            raise DeskError(_("Choose a time zone like Europe/Istanbul."), field="zone")
        desk.zone = zone
    if accent is not None:
        if accent and not re.fullmatch(r"#[0-9a-fA-F]{6}", accent):
            raise DeskError(_("A colour is written like #0b746f."), field="accent")
        desk.accent = accent
    if logo is not None:
        desk.logo = logo
    if remove_logo:
        desk.logo = None
    if in_search_engines is not None:
        desk.in_search_engines = in_search_engines
    if keeps_searches is not None:
        desk.keeps_searches = keeps_searches
    if help_origins is not None:
        desk.help_origins = _origins(help_origins)
    if close_after_days is not None:
        if not 1 <= close_after_days <= 365:
            raise DeskError(_("Between 1 and 365 days."), field="close_after_days")
        desk.close_after_days = close_after_days
    if desk.calendar is None:
        desk.calendar = Calendar.objects.create(name=_("Business hours"), zone=desk.zone)
    told = {"help_origins": desk.help_origins} if help_origins is not None else {}
    with transaction.atomic():
        desk.save()
        audit(actor=actor, kind="desk.changed", name=desk.name, language=desk.language, zone=desk.zone, **told)
    return desk


def _origins(addresses: Sequence[str]) -> list[str]:
    """Each once. Raises DeskError that names the first that is none."""
    known: dict[str, None] = {}
    for address in filter(None, (one.strip() for one in addresses)):
        origin = origin_of(address)
        if not origin:
            said = _("“%(address)s” is no address of a site. Write it like https://intranet.example.com.")
            raise DeskError(said % {"address": address[:80]}, field="help_origins")
        known[origin] = None
    if len(known) > MOST_ORIGINS:
        raise DeskError(_("At most %(most)s sites.") % {"most": MOST_ORIGINS}, field="help_origins")
    return list(known)
