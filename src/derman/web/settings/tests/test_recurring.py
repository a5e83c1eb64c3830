"""The pages of recurring tickets: written, foretold, opened by hand, paused, deleted and brought back."""

from __future__ import annotations

import pytest

from derman.automation.models import Template
from derman.tickets.models import Ticket

PAGES = "/desk/settings/recurring/"
SENT = {
    "name": "Patches", "requester": "it@ege.example", "subject": "Patch the servers", "text": "All of them.",
    "kind": "request", "priority": "high", "category": "", "team": "", "tags": "patch, night", "every": "weekday",
    "number": "1", "nth": "1", "weekday": "0", "first": "2040-01-01", "until": "", "at": "09:00",
    "zone": "Europe/Istanbul", "closed": "open", "task-0-title": "Save first", "task-0-team": "", "task-0-days": "2",
    "task-0-blocking": "1", "task-1-title": "",
}  # fmt: skip


@pytest.fixture
def as_lead(client, leyla):
    client.force_login(leyla)
    return client


def test_a_template_is_written_and_shown_as_it_is_kept(as_lead):
    assert b"No templates yet" in as_lead.get(PAGES).content
    assert as_lead.post(f"{PAGES}add/", SENT).status_code == 302
    kept = Template.objects.get()
    assert (kept.priority, kept.tags, kept.tasks) == (
        2, ["patch", "night"], [{"title": "Save first", "team": None, "days": 2, "blocking": True}],
    )  # fmt: skip
    page = as_lead.get(f"{PAGES}{kept.pk}/").content.decode()
    assert "Every month on the first Monday, 09:00" in page
    assert page.count("<li>Monday, ") == 5
    assert "Monday, Jan. 2, 2040 09:00" in page
    assert 'value="Save first"' in page
    assert "Patches" in as_lead.get(PAGES).content.decode()


def test_the_dates_stand_there_before_it_is_saved(as_lead):
    shown = as_lead.post(f"{PAGES}dates/", {**SENT, "name": "", "every": "days", "number": "90"}).content.decode()
    assert shown.count("<li>") == 5
    assert "Sunday, Jan. 1, 2040 09:00" in shown
    for wrong in ({"first": ""}, {"number": "x"}, {"every": "often"}, {"zone": "Mars"}, {"first": "0001-01-01"}):
        assert "<li>" not in as_lead.post(f"{PAGES}dates/", {**SENT, **wrong}).content.decode()
    assert "by hand" in as_lead.post(f"{PAGES}dates/", {**SENT, "every": ""}).content.decode()
    assert "No date lies ahead" in as_lead.post(
        f"{PAGES}dates/", {**SENT, "first": "2020-01-01", "until": "2020-02-01"}
    ).content.decode()  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"text": "See {{invoice}}"}, "{{invoice}}"),
        ({"requester": "nobody"}, "is not an e-mail address"),
        ({"task-0-title": "{{ticket.number}}"}, "{{ticket.number}}"),
        ({"first": "2020-01-01", "until": "2020-01-02"}, "never be opened"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(as_lead, wrong, said):
    answer = as_lead.post(f"{PAGES}add/", {**SENT, **wrong})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert 'value="Patch the servers"' in page
    assert not Template.objects.exists()


def test_it_is_opened_paused_deleted_and_brought_back(as_lead):
    as_lead.post(f"{PAGES}add/", SENT)
    kept = Template.objects.get()
    answer = as_lead.post(f"{PAGES}{kept.pk}/open/")
    ticket = Ticket.objects.get()
    assert answer.headers["Location"] == f"/desk/tickets/{ticket.pk}/"
    page = as_lead.get(answer.headers["Location"]).content.decode()
    assert "after the template “<b>Patches</b>”" in page
    assert "Save first" in page
    as_lead.post(f"{PAGES}{kept.pk}/pause/", {"on": "1"})
    assert "Paused" in as_lead.get(PAGES).content.decode()
    as_lead.post(f"{PAGES}{kept.pk}/pause/")
    assert not Template.objects.get().paused
    as_lead.post(f"{PAGES}{kept.pk}/delete/")
    assert as_lead.get(f"{PAGES}{kept.pk}/").status_code == 404
    as_lead.post(f"{PAGES}{kept.pk}/restore/")
    assert as_lead.get(f"{PAGES}{kept.pk}/").status_code == 200
