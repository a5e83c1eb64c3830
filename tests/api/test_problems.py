"""Bad input: a problem document that says what is wrong, and never a failure of the desk."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from derman.api import limits
from derman.people.actions import end_token
from derman.people.models import ApiToken, Person
from derman.tickets.models import Ticket
from tests.api.conftest import Of, Program

A_TICKET = {"subject": "Printer", "text": "It jams."}


@pytest.mark.parametrize(
    ("body", "status", "fields"),
    [
        (b"{", 400, set()),
        (b"[]", 400, set()),
        (b'"text"', 400, set()),
        (b'{"subject": NaN}', 400, set()),
        (b"\xff\xfe", 400, set()),
        (b"[" * 100_000, 400, set()),
        (b'{"subject": ' + b"9" * 5000 + b"}", 400, set()),
        ({}, 422, {"subject"}),
        ({"subject": 7, "text": "x"}, 422, {"subject"}),
        ({"subject": None, "text": "x"}, 422, {"subject"}),
        ({"subject": "", "text": "x"}, 422, {"subject"}),
        ({"subject": "a\0b", "text": "x"}, 422, {"subject"}),
        ({"subject": "\ud800", "text": "x"}, 422, {"subject"}),
        ({"subject": "x" * 301, "text": "x"}, 422, {"subject"}),
        ({"subject": "x", "text": "x" * 1_000_000}, 422, {"text"}),
        ({"subject": "x", "html": "x" * 1_000_000}, 422, {"html"}),
        ({"subject": "x"}, 422, {"text"}),
        ({**A_TICKET, "colour": "red"}, 422, {"colour"}),
        (
            {"subject": "x", "team": "?", "assignee": "?", "category": "?", "requester": {"email": "x"}, "cc": ["y"]},
            422,
            {"text", "team", "assignee", "category", "requester.email", "cc"},
        ),
        ({**A_TICKET, "priority": "huge"}, 422, {"priority"}),
        ({**A_TICKET, "kind": "wish"}, 422, {"kind"}),
        ({**A_TICKET, "team": 2**80}, 422, {"team"}),
        ({**A_TICKET, "team": -1}, 422, {"team"}),
        ({**A_TICKET, "team": True}, 422, {"team"}),
        ({**A_TICKET, "team": {"id": 1}}, 422, {"team"}),
        ({**A_TICKET, "team": "Nobody's"}, 422, {"team"}),
        ({**A_TICKET, "category": 999_999}, 422, {"category"}),
        ({**A_TICKET, "requester": "x"}, 422, {"requester"}),
        ({**A_TICKET, "requester": {}}, 422, {"requester.email"}),
        ({**A_TICKET, "requester": {"email": "not an address"}}, 422, {"requester.email"}),
        ({**A_TICKET, "requester": {"email": "a@b\r\nBcc: c@d.example"}}, 422, {"requester.email"}),
        ({**A_TICKET, "tags": ["x" * 41]}, 422, {"tags.0"}),
        ({**A_TICKET, "tags": ["x"] * 31}, 422, {"tags"}),
        ({"subject": 1, "text": 2, "priority": 3}, 422, {"subject", "text", "priority"}),
    ],
)
def test_a_bad_ticket(program_of: Of, elif_: Person, body: object, status: int, fields: set[str]) -> None:
    refused = program_of(elif_).post("/tickets", body)
    assert refused.status == status
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert {"type", "title", "status", "detail"} <= refused.json.keys()
    assert refused.json["status"] == status
    assert set(refused.json.get("errors", {})) == fields
    assert all(sentences and all(sentences) for sentences in refused.json.get("errors", {}).values())


def test_a_text_is_told_of_in_characters_and_a_list_in_entries(program_of: Of, aylin: Person) -> None:
    wrong = {"name": "", "members": [1] * 501}
    assert program_of(aylin).post("/teams", wrong).json["errors"] == {
        "name": ["This must not be empty."],
        "members": ["At most 500 entries."],
    }
    wrong = {"name": "x" * 81}
    assert program_of(aylin).post("/teams", wrong).json["errors"] == {"name": ["At most 80 characters."]}


@pytest.mark.parametrize(
    "body",
    [
        {"status": "waiting", "waiting_for": "date"},
        {"status": "waiting", "waiting_until": "2001-01-01T00:00:00Z"},
        {"waiting_until": "9999-12-31T23:59:59-14:00"},
        {"waiting_until": "0001-01-01T00:00:00+14:00"},
        {"waiting_until": 1e300},
        {"status": None},
        {"subject": " "},
        {"impact": 1},
        {"impact": 9, "urgency": 1},
        {"impact": 10**30, "urgency": 1},
        {"tags": None},
        {"cc": ["nonsense"]},
        {"assignee": "mert@ege.example"},
        {"number": 3},
    ],
)
def test_a_bad_change(program_of: Of, elif_: Person, vpn: Ticket, body: object) -> None:
    refused = program_of(elif_).patch(f"/tickets/{vpn.pk}", body)
    assert refused.status == 422, refused.json
    assert refused.json["errors"]


@pytest.mark.parametrize(
    "query",
    [
        "limit=0", "limit=201", "limit=x", "limit=" + "9" * 5000, "cursor=x", "cursor=%00", "cursor=WzEsMl0",
        "cursor=eyJhIjogMX0", "cursor=WyIyMDI2LTAxLTAxIiwgMV0", "status=lost", "status=%00", "priority=5",
        "channel=pigeon", "updated_after=yesterday", "team=%00", "requester=%00",
    ],
)  # fmt: skip
def test_a_bad_list(program_of: Of, elif_: Person, query: str) -> None:
    refused = program_of(elif_).get(f"/tickets?{query}")
    assert refused.status == 422, refused.json
    assert set(refused.json["errors"]) == {query.partition("=")[0]}


def test_only_json_is_read(program_of: Of, elif_: Person) -> None:
    refused = program_of(elif_).post("/tickets", b"subject=x&text=y", Content_Type="application/x-www-form-urlencoded")
    assert refused.status == 415
    refused = program_of(elif_).post("/tickets", b"--x\r\n--x--", Content_Type="multipart/form-data; boundary=x")
    assert refused.status == 415
    assert refused.headers["Content-Type"] == "application/problem+json"


def test_a_body_has_a_limit(program_of: Of, elif_: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("derman.api.bodies.LIMIT", 1000)
    refused = program_of(elif_).post("/tickets", {"subject": "x", "text": "y" * 1000})
    assert refused.status == 413
    assert refused.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "address", ["/nothing", "/tickets/", "/tickets/abc", "/tickets/-1", "/tickets/" + "9" * 5000, "/people/x", "/"]
)
def test_an_unknown_address(program_of: Of, elif_: Person, address: str) -> None:
    refused = program_of(elif_).get(address)
    assert refused.status == 404
    assert refused.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("number", [0, 2**31, 2**63 - 1, 2**63, 10**30])
def test_an_unknown_ticket(program_of: Of, elif_: Person, mert: Person, number: int) -> None:
    for person in (elif_, mert):
        program = program_of(person)
        assert program.get(f"/tickets/{number}").status == 404
        assert program.patch(f"/tickets/{number}", {"status": "open"}).status == 404
        assert program.get(f"/tickets/{number}/messages").status == 404
        assert program.post(f"/tickets/{number}/messages", {"text": "x"}).status == 404
        assert program.get(f"/tickets/{number}/events").status == 404
        assert program.post(f"/tickets/{number}/events/{number}/undo").status == 404
        assert program.get(f"/people/{number}").status == 404


@pytest.mark.parametrize(
    ("method", "address", "allowed"),
    [
        ("DELETE", "/tickets", "POST"),
        ("PUT", "/tickets/1", "PATCH"),
        ("POST", "/me", "GET"),
        ("PATCH", "/teams", "GET"),
    ],
)
def test_a_method_that_is_not_answered(program_of: Of, elif_: Person, method: str, address: str, allowed: str) -> None:
    refused = program_of(elif_).call(method, address, {} if method != "DELETE" else None)
    assert refused.status == 405
    assert allowed in refused.headers["Allow"]
    assert refused.headers["Content-Type"] == "application/problem+json"


def test_who_does_not_say_who_they_are(stranger: Program, program_of: Of, elif_: Person, vpn: Ticket) -> None:
    program = program_of(elif_)
    assert program.get("/me").json["email"] == elif_.email
    end_token(actor=elif_, token=ApiToken.objects.get())
    ended, wrong, basic = program, Program("derman_nonsense"), Program("x\0y")
    for nobody in (stranger, ended, wrong, basic):
        refused = nobody.get(f"/tickets/{vpn.pk}")
        assert refused.status == 401
        assert refused.headers["WWW-Authenticate"].startswith("Bearer")
        assert refused.json["status"] == 401


def test_an_ended_token_is_not_saved_by_a_session(program_of: Of, elif_: Person) -> None:
    program = program_of(elif_)
    program.client.force_login(elif_)
    end_token(actor=elif_, token=ApiToken.objects.get())
    assert program.get("/me").status == 401


def test_an_inactive_persons_token_is_useless(program_of: Of, elif_: Person) -> None:
    program = program_of(elif_)
    Person.objects.filter(pk=elif_.pk).update(is_active=False)
    assert program.get("/me").status == 401


def test_too_many_requests(
    program_of: Of, elif_: Person, mert: Person, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("derman.api.limits.DEFAULT", 3)
    program = program_of(elif_)
    answers = [program.get("/me") for _try in range(5)]
    # the window may have turned once in between
    assert answers[0].status == 200
    assert answers[-1].status == 429
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= limits.WINDOW + 1
    assert answers[-1].headers["Content-Type"] == "application/problem+json"
    assert program_of(mert).get("/me").status == 200


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
FIELDS = ("subject", "text", "html", "requester", "priority", "category", "team", "assignee", "kind", "tags", "cc",
          "attachments", "status", "waiting_for", "waiting_until", "impact", "urgency", "public", "email", "name",
          "names", "role", "tier", "closed", "members", "parent", "position", "teams", "language")  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=6))
def test_no_body_breaks_the_desk(program_of: Of, aylin: Person, vpn: Ticket, body: object) -> None:
    program = program_of(aylin)
    content = json.dumps(body).encode()
    for method, address in (
        ("POST", "/tickets"), ("PATCH", f"/tickets/{vpn.pk}"), ("POST", f"/tickets/{vpn.pk}/messages"),
        ("POST", "/people"), ("POST", "/teams"), ("POST", "/categories"),
    ):  # fmt: skip
        assert program.call(method, address, content).status < 500


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(key=st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=30), value=st.text(max_size=30))
def test_no_header_or_query_breaks_the_desk(program_of: Of, elif_: Person, vpn: Ticket, key: str, value: str) -> None:
    program = program_of(elif_)
    sent = quote(value, safe="", errors="replace")
    for name in ("status", "team", "assignee", "requester", "priority", "updated_after", "cursor", "limit"):
        assert program.get(f"/tickets?{name}={sent}").status < 500
    assert program.get(f"/people?q={sent}&email={sent}").status < 500
    assert program.get(f"/tickets/{vpn.pk}", If_None_Match=key).status < 500
    assert program.patch(f"/tickets/{vpn.pk}", {"priority": "high"}, If_Match=key).status < 500


def test_head_is_get_without_its_body(program_of: Of, elif_: Person, vpn: Ticket) -> None:
    head = program_of(elif_).call("HEAD", f"/tickets/{vpn.pk}")
    assert head.status == 200
    assert head.json is None
    assert head.headers["ETag"] == program_of(elif_).get(f"/tickets/{vpn.pk}").headers["ETag"]
