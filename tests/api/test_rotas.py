"""The rota of a team, by a program: written, read, and swapped."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from derman.desk.models import Rota
from derman.kernel import clock

pytestmark = pytest.mark.django_db


def test_a_lead_writes_a_rota_and_somebody_stands_in_for_two_days(program_of, leyla, elif_, mert, front_line):
    lead, there = program_of(leyla), f"/teams/{front_line.pk}/rota"
    assert lead.get(there).status == 404
    given = {"people": [elif_.pk, leyla.pk], "first_day": "2026-11-23", "zone": "Europe/Istanbul", "change_at": "09:00"}
    made = lead.call("PUT", there, given)
    assert (made.status, made.json["people"], made.json["days"]) == (200, [elif_.pk, leyla.pk], 7)
    swap = {"person": leyla.pk, "first_day": "2026-11-24", "last_day": "2026-11-25"}
    assert lead.post(f"{there}/swaps", swap).json["swaps"] == [swap]
    assert program_of(elif_).get(there).json["swaps"] == [swap]
    for day, called in ((23, elif_), (24, leyla), (26, elif_)):
        with clock.frozen_at(datetime(2026, 11, day, 12, tzinfo=UTC)):
            (duty,) = program_of(elif_).get("/on-call").json["items"]
        assert duty["order"][0]["person"]["id"] == called.pk
    # written anew as a whole: what is left out is gone
    assert lead.call("PUT", there, {**given, "days": 14}).json["swaps"] == []
    for wrong, field in (
        ({**given, "people": [mert.pk]}, "people"),
        ({**given, "zone": "Mars/Base"}, "zone"),
        ({**given, "swaps": [{**swap, "last_day": "2026-11-20"}]}, "swaps"),
    ):
        answer = lead.call("PUT", there, wrong)
        assert (answer.status, list(answer.json["errors"])) == (422, [field])
    assert Rota.objects.get().days == 14
    assert lead.call("DELETE", there).status == 204
    assert lead.post(f"{there}/swaps", swap).status == 404
