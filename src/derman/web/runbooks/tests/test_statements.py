"""Each page of the guided fixes asks the database the same number of questions, however many there are."""

from __future__ import annotations

import pytest

from derman.runbooks import actions, queries
from derman.runbooks.models import Runbook

# page → statements: session, person and desk, then its own
DESK = {"": 6, "{pk}/": 4, "{pk}/preview/": 4, "{pk}/figures/": 9, "{pk}/versions/": 5, "{pk}/versions/1/": 5}
# the first page of a fix also notes that it was opened after a search
PORTAL = {"/fix/": 4, "/fix/locked-out/": 6, "/fix/locked-out/{key}/": 6}


@pytest.fixture
def seeded(aylin) -> Runbook:
    actions.install_starting_set(actor=aylin)
    return Runbook.objects.get(seed="locked-out")


def more(aylin, mert) -> None:
    """More guided fixes, versions, walks, and steps of them."""
    again = Runbook.objects.get(seed="locked-out")
    actions.publish(actor=aylin, runbook=again.pk)
    for number in range(4):
        actions.start(actor=aylin, titles={"en": f"Another {number}"})
        walk = actions.begin(runbook="locked-out", person=mert, browser=f"b{number}", lang="en")
        actions.answer(key=walk.key, person=mert, browser=f"b{number}", place=1, answer="a1")


@pytest.mark.parametrize(("path", "statements"), DESK.items())
def test_pages_at_the_desk(signed_in_as, leyla, aylin, mert, seeded, path, statements, django_assert_num_queries):
    browser, address = signed_in_as(leyla), f"/desk/runbooks/{path.format(pk=seeded.pk)}"
    with django_assert_num_queries(statements):
        assert browser.get(address).status_code == 200
    more(aylin, mert)
    with django_assert_num_queries(statements):
        browser.get(address)


@pytest.mark.parametrize(("path", "statements"), PORTAL.items())
def test_pages_of_the_portal(signed_in_as, aylin, mert, seeded, path, statements, django_assert_num_queries):
    walk = actions.begin(runbook="locked-out", person=mert, browser="b", lang="en")
    browser, address = signed_in_as(mert), path.format(key=walk.key)
    with django_assert_num_queries(statements):
        assert browser.get(address).status_code == 200
    more(aylin, mert)
    with django_assert_num_queries(statements):
        browser.get(address)


def test_figures_are_of_all_versions_or_of_one(signed_in_as, leyla, aylin, mert, seeded):
    first = actions.begin(runbook="locked-out", person=mert, browser="b", lang="en")
    actions.answer(key=first.key, person=mert, browser="b", place=1, answer="a1")
    title = {"en": "Locked out, anew", "tr": "Kilitlendim"}
    actions.change_details(actor=aylin, runbook=seeded.pk, titles=title)
    actions.publish(actor=aylin, runbook=seeded.pk)
    actions.begin(runbook="locked-out", person=None, browser="c", lang="en")
    seeded.refresh_from_db()
    assert queries.walked_versions(seeded) == [(2, 1), (1, 1)]
    assert [queries.figures(seeded, number=number).walks for number in (None, 1, 2)] == [2, 1, 1]
    assert queries.figures(seeded, number=2).steps["says"].answers == {}
    page = signed_in_as(leyla).get(f"/desk/runbooks/{seeded.pk}/figures/?version=1").content.decode()
    assert "Locked out, anew" not in page
    assert signed_in_as(leyla).get(f"/desk/runbooks/{seeded.pk}/figures/?version=9").status_code == 404
