"""Invitations as calendars really send them."""

from datetime import timedelta

import pytest

from derman.channels.mail.reading import Address
from derman.channels.mail.reading.invitations import read_invitation

from .post import parts, read


def calendar(*lines: str, method: str = "REQUEST", before: str = "") -> str:
    event = "\r\n".join(lines)
    return (
        f"BEGIN:VCALENDAR\r\nPRODID:-//x//y\r\nVERSION:2.0\r\nMETHOD:{method}\r\n{before}"
        f"BEGIN:VEVENT\r\n{event}\r\nBEGIN:VALARM\r\nTRIGGER:-PT15M\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )


WHEN = {
    "a zone of the world": ("DTSTART;TZID=Europe/Istanbul:20261124T100500", "2026-11-24T10:05:00+03:00"),
    "a zone in quotes": ('DTSTART;TZID="Europe/Berlin":20261124T100500', "2026-11-24T10:05:00+01:00"),
    "a zone of Outlook": ("DTSTART;TZID=Turkey Standard Time:20261124T100500", "2026-11-24T10:05:00+03:00"),
    "summer in a zone of Outlook": (
        "DTSTART;TZID=W. Europe Standard Time:20260724T100500",
        "2026-07-24T10:05:00+02:00",
    ),
    "a zone with a prefix": (
        "DTSTART;TZID=/freeassociation.sourceforge.net/Europe/Istanbul:20261124T100500",
        "2026-11-24T10:05:00+03:00",
    ),
    "UTC": ("DTSTART:20261124T070500Z", "2026-11-24T07:05:00+00:00"),
    "no zone": ("DTSTART:20261124T100500", "2026-11-24T10:05:00"),
    "a zone of nobody": ("DTSTART;TZID=../../etc/passwd:20261124T100500", "2026-11-24T10:05:00"),
    "a whole day": ("DTSTART;VALUE=DATE:20261124", "2026-11-24T00:00:00"),
    "no date": ("DTSTART:20261324T100500", None),
}


@pytest.mark.parametrize(("line", "start"), WHEN.values(), ids=WHEN)
def test_the_time_of_an_event_is_known_with_its_zone(line, start):
    event = read_invitation(calendar(line, "SUMMARY:Bakım"))
    assert (event.start.isoformat() if event.start else None) == start


def test_a_zone_that_the_calendar_defines_itself_is_used():
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:Bizim saat\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\nTZOFFSETFROM:+0300\r\n"
        "TZOFFSETTO:+0330\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    )
    event = read_invitation(calendar("DTSTART;TZID=Bizim saat:20261124T100500", before=zone))
    assert event.start.isoformat() == "2026-11-24T10:05:00+03:30"


def test_what_a_person_must_know_is_read():
    event = read_invitation(
        calendar(
            "UID:1@ornek.example",
            'ORGANIZER;CN="Yılmaz, Ayşe";ROLE=CHAIR:mailto:ayse@ornek.example',
            "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:destek@derman.example",
            "SUMMARY;LANGUAGE=tr:Sunucu bakımı\\, 2. kat\\; uzun bir başlık ki katlan",
            " ır",
            "LOCATION:Toplantı odası 3\\nA blok",
            "DTSTART;TZID=Europe/Istanbul:20261124T100500",
            "DTEND;TZID=Europe/Istanbul:20261124T110500",
            "RRULE:FREQ=WEEKLY",
        )
    )
    assert (event.method, event.title) == ("REQUEST", "Sunucu bakımı, 2. kat; uzun bir başlık ki katlanır")
    assert (event.place, event.uid, event.repeats) == ("Toplantı odası 3 A blok", "1@ornek.example", True)
    assert event.organiser == Address("Yılmaz, Ayşe", "ayse@ornek.example")
    assert event.end - event.start == timedelta(hours=1)
    assert not event.cancelled


def test_the_end_of_an_event_comes_from_its_length_and_whole_days_end_on_their_last():
    assert (
        read_invitation(calendar("DTSTART:20261124T100500Z", "DURATION:PT1H30M")).end.isoformat()[:16]
        == "2026-11-24T11:35"
    )
    days = read_invitation(calendar("DTSTART;VALUE=DATE:20261124", "DTEND;VALUE=DATE:20261126"))
    assert (days.whole_days, days.end.day) == (True, 25)


@pytest.mark.parametrize("given", [("METHOD", "CANCEL"), ("STATUS", "CANCELLED")])
def test_a_cancelled_event_says_so(given):
    name, value = given
    text = calendar("STATUS:CANCELLED") if name == "STATUS" else calendar("SUMMARY:x", method=value)
    assert read_invitation(text).cancelled


def test_an_answer_says_what_it_answers():
    event = read_invitation(calendar("ATTENDEE;PARTSTAT=ACCEPTED;CN=Ali:mailto:ali@ornek.example", method="REPLY"))
    assert (event.method, event.answer) == ("REPLY", "ACCEPTED")


@pytest.mark.parametrize(
    "text", ["", "BEGIN:VCALENDAR\nEND:VCALENDAR", "BEGIN:VEVENT", "x" * 100_000, "BEGIN:VCALENDAR\n" * 5_000]
)
def test_what_holds_no_event_is_none(text):
    assert read_invitation(text) is None


def test_a_calendar_file_is_an_invitation_too():
    file = 'Content-Type: application/octet-stream; name="toplanti.ics"\n\n' + calendar("SUMMARY:Bakım").replace(
        "\r\n", "\n"
    )
    mail = read(*parts("\nEkte.", file))
    assert mail.invitation.title == "Bakım"
    assert [attached.name for attached in mail.files] == ["toplanti.ics"]
