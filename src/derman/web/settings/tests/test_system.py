"""Access tokens, jobs that failed, the audit log."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test import Client

from derman.desk.actions import audit
from derman.desk.models import AuditEntry
from derman.kernel import given_up
from derman.people.models import ApiToken, Person
from derman.people.queries import person_by_token


@pytest.fixture
def failed_job(db: None) -> int:
    arguments = {"fact": "derman.x.facts:TicketOpened", "handler": "derman.x.handlers:index"}
    details = {"ticket": 48213, "token": "very secret"}
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args, status, attempts)"
            " VALUES ('desk', 'kernel.react', 0, %s, 'failed', 8) RETURNING id",
            [json.dumps({**arguments, "details": details})],
        )
        return int(cursor.fetchone()[0])


def state_of(job: int) -> tuple[str, int] | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status, attempts FROM procrastinate_jobs WHERE id = %s", [job])
        return cursor.fetchone()


def test_a_token_is_shown_once_and_never_again(as_aylin: Client, elif_: Person) -> None:
    form = {"name": "Monitoring", "person": elif_.pk, "write": "on"}
    answer = as_aylin.post("/desk/settings/tokens/", form)
    made = answer.context["made"]
    assert made in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert person_by_token(made) is not None
    assert made not in as_aylin.get("/desk/settings/tokens/").content.decode()
    assert AuditEntry.objects.get(kind="token.created").details["bearer"] == "Elif Yıldız"


def test_a_token_may_only_read_where_nothing_else_is_asked(as_aylin: Client, elif_: Person) -> None:
    as_aylin.post("/desk/settings/tokens/", {"name": "Reports", "person": elif_.pk})
    assert ApiToken.objects.get().scopes == ["read"]


def test_a_token_needs_a_name(as_aylin: Client, elif_: Person) -> None:
    assert as_aylin.post("/desk/settings/tokens/", {"person": elif_.pk}).status_code == 422


def test_an_ended_token_opens_nothing(as_aylin: Client, elif_: Person) -> None:
    made = as_aylin.post("/desk/settings/tokens/", {"name": "Old", "person": elif_.pk}).context["made"]
    as_aylin.post(f"/desk/settings/tokens/{ApiToken.objects.get().pk}/end/")
    assert person_by_token(made) is None


def test_a_failed_job_is_shown_without_its_secrets(as_aylin: Client, failed_job: int) -> None:
    page = as_aylin.get("/desk/settings/jobs/").content.decode()
    assert "x.handlers:index" in page
    assert "ticket 48213" in page
    assert "very secret" not in page


def test_a_failed_job_is_tried_again_with_all_its_tries(as_aylin: Client, failed_job: int) -> None:
    as_aylin.post(f"/desk/settings/jobs/{failed_job}/retry/")
    assert state_of(failed_job) == ("todo", 0)
    assert given_up.count_failed() == 0
    assert AuditEntry.objects.filter(kind="job.retried").exists()


def test_a_failed_job_can_be_dropped(as_aylin: Client, failed_job: int) -> None:
    as_aylin.post(f"/desk/settings/jobs/{failed_job}/drop/")
    assert state_of(failed_job) is None


def test_a_job_that_somebody_decided_about_is_left_alone(as_aylin: Client, failed_job: int) -> None:
    as_aylin.post(f"/desk/settings/jobs/{failed_job}/retry/")
    answer = as_aylin.post(f"/desk/settings/jobs/{failed_job}/drop/", follow=True)
    assert "decided about this job already" in answer.content.decode()
    assert state_of(failed_job) == ("todo", 0)


def test_the_audit_log_speaks_and_pages_by_key(as_aylin: Client, aylin: Person) -> None:
    for number in range(60):
        audit(actor=aylin, kind="team.changed", name=f"Team {number}")
    audit(actor=None, kind="something.new")
    first = as_aylin.get("/desk/settings/audit/")
    page = first.content.decode()
    assert "Changed the team “Team 59”" in page
    assert "something.new" in page
    older = as_aylin.get("/desk/settings/audit/", {"before": first.context["next"]}).content.decode()
    assert "“Team 0”" in older
    assert "“Team 59”" not in older
