"""Promises through the API: policies are written, and every ticket tells its clocks."""

from __future__ import annotations

from tests.api.conftest import Of
from tests.cast import asks

GIVEN = {
    "name": "Standard",
    "targets": {"normal": {"first_response": 3600, "resolution": 28800, "always": True}},
    "ladder": [{"at": "late", "tell": ["lead"]}],
}


def test_a_ticket_tells_its_clocks_to_whoever_may_see_it(program_of: Of, leyla, elif_, mert, front_line):
    assert program_of(leyla).post("/policies", GIVEN).status == 201
    ticket = asks(mert)
    told = program_of(elif_).get(f"/tickets/{ticket.pk}").json["clocks"]
    assert [(one["target"], one["state"]) for one in told] == [("first_response", "running"), ("resolution", "running")]
    assert 3590 <= told[0]["business_seconds_left"] <= 3600
    assert program_of(mert).get(f"/tickets/{ticket.pk}/clocks").json["items"][0]["due_at"] == told[0]["due_at"]


def test_a_policy_is_changed_in_part_and_only_as_it_was_seen(program_of: Of, leyla):
    lead = program_of(leyla)
    made = lead.post("/policies", GIVEN).json
    seen = lead.get(f"/policies/{made['id']}")
    changed = lead.patch(f"/policies/{made['id']}", {"name": "Slower"}, If_Match=seen.headers["ETag"])
    assert (changed.status, changed.json["name"], changed.json["ladder"]) == (200, "Slower", seen.json["ladder"])
    again = lead.patch(f"/policies/{made['id']}", {"name": "Other"}, If_Match=seen.headers["ETag"])
    assert again.status == 412


def test_what_makes_no_sense_is_refused_with_its_field(program_of: Of, leyla):
    lead = program_of(leyla)
    for given, field in (
        ({"targets": {"normal": {"first_response": 7200, "resolution": 3600}}}, "normal-first_response"),
        ({"targets": {"normal": {"first_response": 5}}}, "normal-first_response"),
        ({"targets": {"urgent": {"resolution": 3600}}}, "targets"),
        ({"targets": {}}, "targets"),
        ({"teams": [999_999]}, "teams"),
        ({"calendar": 999_999}, "calendar"),
        ({"warnings": [90, 75]}, "warnings"),
        ({"ladder": [{"at": "never", "tell": ["lead"]}]}, "ladder"),
        ({"ladder": [{"at": "late", "tell": ["everybody"]}]}, "ladder"),
        ({"name": " "}, "name"),
    ):
        answer = lead.post("/policies", GIVEN | given)
        assert answer.status == 422, given
        assert field in str(answer.json), given
