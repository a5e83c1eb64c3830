"""Who has learned what, for whoever may know."""

from __future__ import annotations

from datetime import timedelta

import pytest

from derman.kernel import clock
from derman.people.models import Person
from derman.teaching import actions, queries
from derman.teaching.actions import Whom
from derman.teaching.queries import Wanted
from derman.teaching.tests.paths import path_of, take
from derman.teaching.words import readers_today


@pytest.fixture
def path(aylin, leyla, elif_, derya, kaan, mert):
    made = path_of(leyla)
    for days, person in enumerate((derya, leyla, elif_, kaan, mert), start=3):
        due = readers_today() + timedelta(days=days)
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
