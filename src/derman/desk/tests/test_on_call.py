"""Who is on call: in turns, with swaps and stand-ins, by the clock of a zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from derman.desk.actions import DeskError
from derman.desk.on_call import RotaGiven, SwapGiven, remove_rota, save_rota
from derman.desk.rotas import duties
from derman.people.models import Person, Team

# three people, a week each, handed over on Mondays at 09:00 in Istanbul (06:00 UTC)
MONDAY = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
WEEK, SECOND = timedelta(days=7), timedelta(seconds=1)


def rota(leyla: Person, team: Team, *people: Person, swaps: tuple[SwapGiven, ...] = ()) -> None:
    given = RotaGiven(
        people=[one.pk for one in people],
        first_day=MONDAY.date(),
        zone="Europe/Istanbul",
        swaps=swaps,
    )
    save_rota(actor=leyla, team=team.pk, given=given)


def on(moment: datetime) -> list[str]:
    (duty,) = duties(moment)
    return [one.person.name.split()[0] for one in duty.order]


@pytest.fixture
def three(leyla: Person, front_line: Team, elif_: Person, derya: Person, kaan: Person) -> Team:
    rota(leyla, front_line, elif_, derya, kaan)
    return front_line


def test_each_has_a_week_and_then_the_first_again(three: Team) -> None:
    assert on(MONDAY) == ["Elif", "Derya", "Kaan"]
    assert on(MONDAY - SECOND)[0] == "Kaan"
    assert on(MONDAY + WEEK - SECOND)[0] == "Elif"
    assert [on(MONDAY + number * WEEK)[0] for number in (1, 2, 3, -1, -2)] == ["Derya", "Kaan", "Elif", "Kaan", "Derya"]


def test_it_says_until_when_and_who_comes_then(three: Team) -> None:
    (duty,) = duties(MONDAY + timedelta(days=3))
    assert duty.until == MONDAY + WEEK and duty.following is not None and duty.following.name.startswith("Derya")


def test_it_is_handed_over_by_the_clock_on_the_wall(leyla: Person, front_line: Team, elif_: Person, derya: Person):
    given = RotaGiven(people=[elif_.pk, derya.pk], first_day=date(2026, 10, 19), zone="Europe/Berlin")
    save_rota(actor=leyla, team=front_line.pk, given=given)
    assert on(datetime(2026, 10, 19, 7, 0, tzinfo=UTC))[0] == "Elif"  # still summer there
    assert on(datetime(2026, 10, 26, 7, 59, tzinfo=UTC))[0] == "Elif"
    assert on(datetime(2026, 10, 26, 8, 0, tzinfo=UTC))[0] == "Derya"


def test_a_swap_holds_for_its_days(leyla: Person, front_line: Team, elif_: Person, derya: Person, kaan: Person) -> None:
    swap = SwapGiven(person=kaan.pk, first_day=date(2026, 11, 25), last_day=date(2026, 11, 26))
    rota(leyla, front_line, elif_, derya, swaps=(swap,))
    wednesday = MONDAY + timedelta(days=2)
    assert on(wednesday - SECOND) == ["Elif", "Derya"]
    assert on(wednesday) == ["Kaan", "Elif", "Derya"]
    assert on(wednesday + timedelta(days=2)) == ["Elif", "Derya"]
    (before,) = duties(wednesday - SECOND)
    assert before.until == wednesday and before.following == kaan


def test_whoever_is_away_is_stood_in_for_or_left_out(three: Team, elif_: Person, kaan: Person) -> None:
    Person.objects.filter(pk=elif_.pk).update(away_from=MONDAY.date(), away_until=MONDAY.date() + WEEK)
    assert on(MONDAY) == ["Derya", "Kaan"]
    Person.objects.filter(pk=elif_.pk).update(stand_in=kaan)
    (duty,) = duties(MONDAY)
    assert (duty.order[0].person, duty.order[0].why, duty.order[0].instead_of) == (kaan, "stand_in", elif_)
    Person.objects.filter(pk=kaan.pk).update(is_active=False)
    assert on(MONDAY) == ["Derya"]


def test_what_makes_no_sense_is_refused_by_name(leyla, elif_, mert, front_line, security, kaan, aylin) -> None:
    given = {"people": [elif_.pk], "first_day": MONDAY.date(), "zone": "Europe/Istanbul"}
    for wrong, field in (
        ({"people": []}, "people"),
        ({"people": [mert.pk]}, "people"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"days": 0}, "days"),
        ({"swaps": [SwapGiven(person=elif_.pk, first_day=date(2026, 2, 2), last_day=date(2026, 2, 1))]}, "swaps"),
    ):
        with pytest.raises(DeskError) as refused:
            save_rota(actor=leyla, team=front_line.pk, given=RotaGiven(**{**given, **wrong}))
        assert refused.value.field == field
    with pytest.raises(DeskError, match="Only a lead"):
        save_rota(actor=elif_, team=front_line.pk, given=RotaGiven(**given))
    with pytest.raises(DeskError, match="Choose from what is offered"):  # nobody else hears of a closed team's tickets
        save_rota(actor=aylin, team=security.pk, given=RotaGiven(**given))


def test_a_rota_is_deleted(leyla: Person, three: Team) -> None:
    remove_rota(actor=leyla, team=three.pk)
    assert duties(MONDAY) == []
