"""A desk with many rules, fields and views: what is made up counts, is there once, and measuring changes nothing."""

from __future__ import annotations

import pytest

from derman.automation.models import Ran, Rule
from derman.site.bench import craft, habits, many
from derman.site.bench.measures import NothingToMeasure, agent
from derman.site.bench.seeding import seed
from derman.tickets import actions, queries
from derman.tickets.actions.many import running
from derman.tickets.models import Event, OwnField, OwnValues
from derman.views.models import SavedView

pytestmark = pytest.mark.django_db


def silent(line):
    """Progress nobody reads."""


def test_an_empty_desk_is_not_filled(desk):
    with pytest.raises(NothingToMeasure):
        habits.fill(rules=1, fields=1, views=1, say=silent)


def test_rules_fields_and_views_are_there_once_and_each_view_can_be_read(desk):
    seed(tickets=60, seed_=3, messages=2, say=silent)
    for _time in range(2):
        habits.fill(rules=6, fields=50, views=len(habits.ASKED), say=silent)
    assert Rule.objects.filter(active=True).count() == 6
    assert OwnField.objects.count() == 50
    assert OwnValues.objects.count() == 60
    kept = list(SavedView.objects.all())
    assert len(kept) == len(habits.ASKED)
    assert craft.queries(agent(), kept)["refused"] == 0


def test_measuring_rules_leaves_no_trace(desk):
    seed(tickets=60, seed_=3, messages=2, say=silent)
    habits.fill(rules=9, fields=5, views=1, say=silent)
    before = Event.objects.count()
    figures = craft.rules()
    assert figures["facts"] > 0
    assert (Event.objects.count(), Ran.objects.count()) == (before, 0)


def test_each_verb_over_many_is_done_and_taken_back(desk, leyla):
    seed(tickets=30, seed_=3, messages=2, say=silent)
    who, numbers = many.prepared(20)
    assert who == leyla
    for verb, wanted in many.verbs().items():
        begun = actions.change_many(actor=who, numbers=numbers, wanted=wanted)
        running.go_on(run=begun.pk)
        found = queries.run_of(who, begun.pk)
        assert found.count("changed", "same") == len(numbers), verb
        changed = found.count("changed")
        actions.take_back_run(actor=who, run=begun.pk)
        running.go_on(run=begun.pk)
        undone = queries.run_of(who, begun.pk).count("undone")
        assert undone == (0 if verb in ("note", "answer") else changed), verb
