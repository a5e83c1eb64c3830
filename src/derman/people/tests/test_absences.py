"""Managers, absences and stand-ins."""

from datetime import timedelta

import pytest

from derman.kernel import clock
from derman.people import actions
from derman.people.errors import NotAllowed, PeopleError
from derman.people.queries import standing_in

ZONE = "Europe/Istanbul"


def test_only_administrators_say_who_manages_whom(aylin, elif_, mert, selin):
    actions.set_manager(actor=aylin, person=mert, manager=" Selin@EGE.example ")
    mert.refresh_from_db()
    assert mert.manager == selin
    with pytest.raises(NotAllowed):
        actions.set_manager(actor=elif_, person=mert, manager="")


def test_one_says_oneself_when_one_is_away(mert, selin):
    tomorrow = clock.now().date() + timedelta(days=1)
    actions.set_absence(actor=mert, person=mert, until=tomorrow, stand_in=selin.email)
    assert standing_in([mert.pk], clock.now(), zone=ZONE) == {selin.pk: mert.pk}
    assert standing_in([mert.pk], clock.now() + timedelta(days=3), zone=ZONE) == {mert.pk: mert.pk}
    with pytest.raises(NotAllowed):
        actions.set_absence(actor=selin, person=mert, until=None, stand_in="")


def test_they_come_in_the_order_asked_for_wherever_their_rows_lie(mert, selin, derya):
    mert.title = "moved behind the others"
    mert.save()
    for wanted in ([mert.pk, selin.pk, derya.pk], [derya.pk, mert.pk, selin.pk]):
        assert list(standing_in(wanted, clock.now(), zone=ZONE)) == wanted


@pytest.mark.parametrize(
    ("until", "stand_in", "field"),
    [
        (timedelta(days=-9), "", "away_until"),
        (timedelta(days=999), "", "away_until"),
        (None, "mert@ege.example", "stand_in"),
        (None, "nobody@ege.example", "stand_in"),
        (None, "what?", "stand_in"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(mert, until, stand_in, field):
    day = clock.now().date() + until if until is not None else None
    with pytest.raises(PeopleError) as caught:
        actions.set_absence(actor=mert, person=mert, until=day, stand_in=stand_in)
    assert caught.value.field == field


def test_an_absence_that_is_over_does_not_stand_in_the_way(mert):
    mert.away_until = clock.now().date() - timedelta(days=30)
    mert.save()
    assert actions.set_absence(actor=mert, person=mert, until=mert.away_until, stand_in="").away_until is None


def test_two_who_are_away_do_not_stand_in_for_one_another(mert, selin):
    day = clock.now().date() + timedelta(days=2)
    actions.set_absence(actor=mert, person=mert, until=day, stand_in=selin.email)
    actions.set_absence(actor=selin, person=selin, until=day, stand_in=mert.email)
    assert standing_in([mert.pk], clock.now(), zone=ZONE) == {mert.pk: mert.pk}
