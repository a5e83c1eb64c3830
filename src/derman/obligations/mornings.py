"""The mail in the morning: what could slip, for each agent and lead at eight in their own zone, in their language.

Nothing is sent where nothing could slip, on days on which the desk is closed, and to who is away.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from derman.channels.mail.models import OutgoingKind
from derman.channels.mail.outgoing import language_of, mailbox_of, write_mail
from derman.desk.hours import Hours, the_hours, the_zone
from derman.desk.queries import the_desk
from derman.kernel import clock
from derman.obligations.models import Morning
from derman.obligations.queries import Group, could_slip
from derman.people.models import Person, Role

FIRST, LAST = 8, 12  # o'clock: a worker that was away in the morning does not mail it in the evening
OF_A_KIND = 5


def due(now: datetime) -> list[int]:
    """For whom it is morning, and who has not been mailed today (ids). 3 statements."""
    hours, here = the_hours(), the_zone()
    people = Person.objects.filter(is_active=True).exclude(role=Role.REQUESTER).exclude(email="")
    known = {row.person_id: row for row in Morning.objects.filter(person__in=people)}
    found = []
    for person in people.only("zone", "away_until"):
        local = now.astimezone(ZoneInfo(person.zone) if person.zone else here)
        row = known.get(person.pk)
        told = row is not None and (not row.wanted or (row.sent_on is not None and row.sent_on >= local.date()))
        away = person.away_until is not None and person.away_until >= local.date()
        if FIRST <= local.hour < LAST and not told and not away and _works_on(hours, local.date()):
            found.append(person.pk)
    return found


def _works_on(hours: Hours | None, day: date) -> bool:
    return hours is None or bool(hours.spans_on(day))


def tell(person: int) -> bool:
    """Mail it to one of them, once a day; gives whether there was anything to mail. Safe to call twice."""
    with transaction.atomic():
        Morning.objects.get_or_create(person_id=person)
        row = Morning.objects.select_for_update().select_related("person").get(person=person)
        reader: Person = row.person
        zone = ZoneInfo(reader.zone) if reader.zone else the_zone()
        today = clock.now().astimezone(zone).date()
        if not row.wanted or (row.sent_on is not None and row.sent_on >= today):
            return False
        row.sent_on = today
        row.save(update_fields=["sent_on"])
        mailbox = mailbox_of(None)
        language = reader.language if reader.language in dict(settings.LANGUAGES) else language_of(None, None, mailbox)
        with override(language), timezone.override(zone):
            groups = could_slip(reader)
            if not groups:
                return False
            write_mail(
                kind=OutgoingKind.AGENT,
                mailbox=mailbox,
                to=[reader.email],
                subject=_("What could slip today: %(desk)s") % {"desk": the_desk().name},
                text=_text(reader, groups),
                language=language,
                person=reader,
            )
    return True


def _text(reader: Person, groups: Sequence[Group]) -> str:
    now, page = clock.now(), f"{settings.DERMAN_URL}/desk/obligations/"
    parts = [_("Good morning, %(name)s,") % {"name": reader.name}, _("this is what could slip:")]
    for group in groups:
        count = f"{len(group.findings)}+" if group.more else str(len(group.findings))
        lines = [f"{group.kind.name} ({count})"]
        for one in group.findings[:OF_A_KIND]:
            title = f"#{one.ticket} {one.subject}" if one.ticket is not None else ""
            link = f"{settings.DERMAN_URL}/desk/tickets/{one.ticket}/" if one.ticket is not None else ""
            lines += [f"- {line}" if place == 0 else f"  {line}" for place, line in enumerate(
                part for part in (title, one.reason(now), link) if part
            )]  # fmt: skip
        parts.append("\n".join(lines))
    parts.append(_("Everything, with a button for each: %(link)s") % {"link": page})
    parts.append(_("You can switch this mail off at the foot of that page."))
    return "\n\n".join(parts)
