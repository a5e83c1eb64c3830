"""Groups: people under one name."""

import pytest

from derman.people import actions, queries
from derman.people.errors import NotAllowed, PeopleError


def test_a_pasted_list_makes_a_group(aylin, mert, selin):
    lines = [f"Kaya, Mert <{mert.email}>", f"  {selin.email.upper()}, {mert.email}", ""]
    lines[0] = f'"Kaya, Mert" <{mert.email}>'
    group = actions.save_group(actor=aylin, name="  Buyers ", members=lines)
    assert (group.name, queries.members_of(aylin, group.pk)) == ("Buyers", [mert, selin])
    assert [one.size for one in queries.groups(aylin)] == [2]


def test_who_is_not_named_any_more_is_out(aylin, mert, selin):
    group = actions.save_group(actor=aylin, name="Buyers", members=[mert.email])
    actions.save_group(actor=aylin, group=group.pk, name="Buyers", members=[selin.email])
    assert queries.members_of(aylin, group.pk) == [selin]


def test_an_unknown_address_is_named_and_nothing_changes(aylin, mert):
    with pytest.raises(PeopleError, match=r"not an address, nobody@ege\.example, Ay <<x@y") as caught:
        actions.save_group(
            actor=aylin, name="Buyers", members=[mert.email, "nobody@ege.example", "not an address", "Ay <<x@y"]
        )
    assert caught.value.field == "members"
    assert queries.groups(aylin) == []


def test_two_groups_have_two_names(aylin):
    actions.save_group(actor=aylin, name="Buyers", members=[])
    for same in ("Buyers", "BUYERS"):
        with pytest.raises(PeopleError, match="Another group has this name"):
            actions.save_group(actor=aylin, name=same, members=[])


def test_only_administrators_keep_groups_and_requesters_know_of_none(aylin, leyla, mert):
    group = actions.save_group(actor=aylin, name="Buyers", members=[mert.email])
    for change in (
        lambda: actions.save_group(actor=leyla, group=group.pk, name="Mine", members=[]),
        lambda: actions.remove_group(actor=leyla, group=group.pk),
    ):
        with pytest.raises(NotAllowed):
            change()
    assert (queries.groups(mert), queries.group(mert, group.pk), queries.members_of(mert, group.pk)) == ([], None, [])
