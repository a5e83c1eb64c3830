"""Issues at the makers that do not get on: a tracker that fails, and makers who are silent."""

from __future__ import annotations

from datetime import timedelta

import pytest

from derman.kernel import clock
from derman.obligations.tests.test_vendors import reasons
from derman.problems import actions as problems
from derman.trackers import actions
from derman.trackers.models import Issue

pytestmark = pytest.mark.django_db


@pytest.fixture
def erp(aylin):
    given = actions.Details(name="ERP", kind="github", address="https://api.github.com", project="ege/erp")
    return actions.save(actor=aylin, given=given)


def test_an_issue_whose_tracker_fails_or_is_silent_stands_there(elif_, kaan, vpn, erp):
    issue = actions.link_issue(actor=elif_, tracker=erp.pk, number="7", ticket=vpn.pk)
    now = clock.now()
    Issue.objects.update(wrong="token", wrong_since=now - timedelta(minutes=5))
    assert reasons(elif_, "issue") == []  # it may pass by itself
    Issue.objects.update(wrong_since=now - timedelta(hours=2))
    assert reasons(elif_, "issue") == ["The tracker has failed for the issue ERP 7 for 2 hours."]
    Issue.objects.update(wrong="", wrong_since=None, opened_at=now - timedelta(days=20))
    assert reasons(elif_, "issue") == ["Nothing was heard of the issue ERP 7 for 20 days."]
    Issue.objects.update(said_until=now - timedelta(days=3))
    assert reasons(elif_, "issue") == []
    Issue.objects.update(said_until=None)
    actions.unlink(actor=elif_, issue=issue.pk)
    assert reasons(elif_, "issue") == []


def test_of_a_problem_it_stands_there_for_leads(elif_, leyla, vpn, erp):
    problem = problems.begin(actor=elif_, title="VPN", tickets=[vpn.pk])
    actions.link_issue(actor=elif_, tracker=erp.pk, number="7", problem=problem.pk)
    Issue.objects.update(wrong="missing", wrong_since=clock.now() - timedelta(hours=2))
    assert reasons(elif_, "issue") == []
    assert reasons(leyla, "issue") == ["The tracker has failed for the issue ERP 7 for 2 hours."]
