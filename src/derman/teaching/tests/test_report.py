"""Who has learned what, for whoever may know."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from derman.kernel import clock
from derman.people.models import Person
from derman.teaching import actions, queries
from derman.teaching.actions import Whom
from derman.teaching.models import Learner
from derman.teaching.queries import Wanted
from derman.teaching.tests.paths import path_of, take
from derman.teaching.words import today


@pytest.fixture
def path(aylin, leyla, elif_, derya, kaan, mert):
    made = path_of(leyla)
    for days, person in enumerate((derya, leyla, elif_, kaan, mert), start=3):
        due = today() + timedelta(days=days)
        actions.assign(actor=aylin, path=made.pk, whom=Whom(person=person.pk), due_on=due)
    take(leyla, made)
    return made


def names(asker, **wanted):
    return [line.learner.person.name.split()[0] for line in queries.report(asker, Wanted(**wanted))[0]]


def test_leads_see_their_people_overdue_first_and_finished_last(path, aylin, leyla, elif_, mert, network):
    with clock.frozen_at(clock.now() + timedelta(days=6)):
        assert names(aylin) == ["Derya", "Elif", "Kaan", "Mert", "Leyla"]
        assert names(leyla) == ["Elif", "Leyla"]
        assert names(elif_) == names(mert) == []
        Person.objects.filter(pk=mert.pk).update(manager=leyla)
        assert names(leyla) == ["Elif", "Mert", "Leyla"]
        assert queries.counts(leyla, Wanted()) == queries.Counts(overdue=1, open=1, done=1)
        assert names(aylin, state="overdue") == ["Derya", "Elif"]
        assert names(aylin, team=network.pk) == ["Derya"]
        done = queries.report(aylin, Wanted(state="done"))[0][0]
        assert (done.done, done.of, done.checks, done.at_once) == (2, 2, 1, 1)


def test_who_is_in_a_closed_team_is_not_told_by_asking_for_it(path, leyla, kaan, security):
    Person.objects.filter(pk=kaan.pk).update(manager=leyla)
    assert "Kaan" in names(leyla)
    assert names(leyla, team=security.pk) == []


def test_pages_hold_each_line_once(path, aylin):
    first, key = queries.report(aylin, Wanted(), size=2)
    second, key = queries.report(aylin, Wanted(), key=key, size=2)
    third, key = queries.report(aylin, Wanted(), key=key, size=2)
    found = [line.learner.person_id for line in (*first, *second, *third)]
    assert (len(found), len(set(found)), key) == (5, 5, "")
    assert queries.report(aylin, Wanted(), key="0~nonsense~x")[0]


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Honolulu"])
def test_what_is_due_is_overdue_when_the_desks_day_is_over_wherever_one_reads(path, aylin, mert, zone):
    due = Learner.objects.get(person=mert, path=path.pk).due_on
    midnight = datetime.combine(due + timedelta(days=1), time.min, ZoneInfo("Europe/Istanbul"))
    for moment, late in ((midnight - timedelta(minutes=1), False), (midnight, True)):
        with clock.frozen_at(moment), timezone.override(zone):
            assert queries.one(mert, path.pk, "en").is_overdue is late
            assert queries.waiting(mert).overdue == late
            assert ("Mert" in names(aylin, state="overdue"), "Mert" in names(aylin, state="open")) == (late, not late)
            assert next(one for one in queries.report(aylin, Wanted())[0] if one.learner.person == mert).state == (
                "overdue" if late else "open"
            )
