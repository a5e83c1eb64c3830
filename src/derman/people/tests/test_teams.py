"""Teams: what a name means, so that nothing meant for a closed team goes to another one."""

import pytest

from derman.people import actions
from derman.people.errors import PeopleError
from derman.people.models import Team
from derman.people.naming import team_called


@pytest.mark.parametrize("same", ["HR Gizli", "HR gizli", "HR GİZLİ", "hr  gızlı"])
def test_two_teams_have_two_names_however_they_are_written(aylin, same):
    actions.save_team(actor=aylin, name="HR Gizli", tier=2, closed=True)

    with pytest.raises(PeopleError, match="Another team has this name") as caught:
        actions.save_team(actor=aylin, name=same, tier=1)

    assert caught.value.field == "name"


def test_a_team_is_written_anew_and_one_that_had_a_double_before_can_still_be_changed(aylin):
    team = actions.save_team(actor=aylin, name="HR gizli", tier=2, closed=True)
    assert actions.save_team(actor=aylin, team=team, name="HR Gizli", tier=2, closed=True).name == "HR Gizli"
    Team.objects.create(name="HR GİZLİ")

    assert actions.save_team(actor=aylin, team=team, name="HR Gizli", tier=3, closed=True).tier == 3


def test_of_two_teams_from_before_that_are_called_alike_none_is_guessed(aylin):
    closed = Team.objects.create(name="HR Gizli", closed=True)
    Team.objects.create(name="HR GİZLİ")

    assert team_called(aylin, "HR Gizli") == closed
    assert team_called(aylin, "hr gizli") is None
