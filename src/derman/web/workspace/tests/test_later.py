"""An answer for tomorrow at nine leaves at nine on the requester's clock, wherever they live and whatever clocks do."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from derman.kernel import clock
from derman.web.workspace.later import moment_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("now", "zone", "tomorrow", "monday"),
    [
        ("2026-11-30T09:00", "Europe/Istanbul", "2026-12-01T06:00", "2026-12-07T06:00"),
        ("2027-03-13T20:00", "America/New_York", "2027-03-14T13:00", "2027-03-15T13:00"),  # the night clocks go forward
        ("2027-11-06T20:00", "America/New_York", "2027-11-07T14:00", "2027-11-08T14:00"),  # and back
        ("2026-11-30T23:30", "Asia/Tokyo", "2026-12-02T00:00", "2026-12-07T00:00"),  # there it is Tuesday already
        ("2027-04-03T10:00", "Australia/Lord_Howe", "2027-04-03T22:30", "2027-04-04T22:30"),  # by half an hour
        ("2026-11-30T09:00", "nowhere", "2026-12-01T06:00", "2026-12-07T06:00"),  # the desk's zone
    ],
)
def test_nine_in_the_morning_is_nine_where_the_requester_lives(vpn, now, zone, tomorrow, monday):
    ticket = SimpleNamespace(requester=SimpleNamespace(zone=zone))
    with clock.frozen_at(datetime.fromisoformat(now).replace(tzinfo=UTC)):
        found = [moment_of(ticket, code, "").astimezone(UTC) for code in ("tomorrow", "monday")]
    assert [f"{moment:%Y-%m-%dT%H:%M}" for moment in found] == [tomorrow, monday]


def test_an_hour_that_clocks_leave_out_is_the_one_after(vpn):
    ticket = SimpleNamespace(requester=SimpleNamespace(zone="Europe/Berlin"))
    assert moment_of(ticket, "at", "2027-03-28T02:30").astimezone(UTC) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
