"""The starting set: every runbook holds, in both languages."""

from __future__ import annotations

import pytest

from derman.runbooks import actions, queries, seeds
from derman.runbooks import tree as trees
from derman.runbooks.checking import faults_of
from derman.runbooks.models import Runbook


@pytest.mark.parametrize("sketch", seeds.ALL, ids=lambda one: one.name)
def test_each_of_the_starting_set_can_be_published(sketch):
    tree = sketch.tree()
    assert [fault.sentence for fault in faults_of(tree, "en")] == []
    assert trees.read(trees.write(tree)) == tree
    # as people walk it: nobody goes through more than twelve screens
    assert 5 <= tree.rest(tree.start) + 1 <= 12 or sketch.name == "phishing"
    for step in tree.steps.values():
        assert set(step.title) == {"tr", "en"}, step.key


def test_a_desk_gets_the_starting_set_once(aylin):
    assert len(actions.install_starting_set(actor=aylin)) == len(seeds.ALL)
    assert queries.seeds_missing() == 0
    assert actions.install_starting_set(actor=aylin) == []
    assert len(queries.offers(None, "tr")) == len([one for one in seeds.ALL if one.audience == "everyone"])


def test_what_was_deleted_of_it_does_not_come_back(aylin):
    actions.install_starting_set(actor=aylin)
    actions.remove(actor=aylin, runbook=Runbook.objects.get(seed="vpn").pk)
    assert actions.install_starting_set(actor=aylin) == []
    assert "vpn" not in [one.slug for one in queries.offers(aylin, "en")]
