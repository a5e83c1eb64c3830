"""Problems at which nothing is done stand among what could slip, for whom they concern."""

from __future__ import annotations

from datetime import timedelta

import pytest

from derman.kernel import clock
from derman.obligations.tests.test_vendors import reasons
from derman.problems import actions
from derman.problems.models import Problem

pytestmark = pytest.mark.django_db


def ago(**back: int) -> None:
    Problem.objects.update(updated_at=clock.now() - timedelta(**back))


def test_a_problem_that_nobody_moves_comes_up_for_its_owner_and_the_leads(elif_, leyla, derya, front_line):
    row = actions.begin(actor=elif_, title="VPN drops at night", team=front_line.pk, owner=elif_.pk)
    ago(days=13)
    assert reasons(elif_, "problem") == []
    ago(days=15)
    said = f"P{row.pk} “VPN drops at night”: nothing was done for 15 days."
    assert reasons(elif_, "problem") == [said] == reasons(leyla, "problem")
    assert reasons(derya, "problem") == []  # it is another team's, and somebody has it
    Problem.objects.update(owner=None)
    assert "has no owner" in reasons(elif_, "problem")[0]
    actions.note(actor=elif_, problem=row.pk, text="The log says nothing.")
    assert reasons(elif_, "problem") == []


def test_what_the_desk_lives_with_comes_up_once_a_quarter_and_what_is_closed_never(elif_, mert):
    row = actions.begin(actor=elif_, title="The old printer is slow", owner=elif_.pk)
    actions.describe(actor=elif_, problem=row.pk, decision="accept", decision_reason="It is replaced in spring.")
    ago(days=60)
    assert reasons(elif_, "problem") == []
    ago(days=91)
    assert len(reasons(elif_, "problem")) == 1
    assert reasons(mert, "problem") == []
    Problem.objects.update(status="closed", closed_at=clock.now())
    assert reasons(elif_, "problem") == []


def test_a_closed_teams_problem_is_its_members_alone(kaan, leyla, security):
    actions.begin(actor=kaan, title="Gate", team=security.pk, owner=kaan.pk)
    ago(days=20)
    assert len(reasons(kaan, "problem")) == 1
    assert reasons(leyla, "problem") == []
