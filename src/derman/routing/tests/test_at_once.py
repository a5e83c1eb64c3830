"""Many tickets at the same moment: nobody gets more than their capacity, and whoever goes away is given none."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from derman.people.actions import change_person
from derman.people.models import Person
from derman.routing import actions, queries
from derman.routing.jobs import give_out
from derman.routing.models import Waiting
from derman.routing.rows import Row
from derman.tickets.models import Ticket
from tests.cast import asks

TOGETHER = 10  # connections at a time


def _at_once(works):
    """Each in a thread of its own with a connection of its own, begun at the same moment."""
    barrier = Barrier(TOGETHER)

    def run(work):
        try:
            barrier.wait(timeout=60)
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(TOGETHER) as pool:
        return [one.result() for one in [pool.submit(run, work) for work in works]]


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_never_go_over_anybodys_capacity(leyla, network, derya, kaan, elif_, mert):
    network.members.add(kaan, elif_)
    actions.save_row(actor=leyla, row=Row(id="", name="All", team=network.pk, capacity=5))
    actions.put_live(actor=leyla, stamp=queries.sheet(leyla).stamp)
    _at_once([lambda: asks(mert)] * 50)
    give_out()
    held = [Ticket.objects.filter(assignee=person).count() for person in (derya, kaan, elif_)]
    assert held == [5, 5, 5], "all of the room, and no more"
    assert Ticket.objects.filter(assignee=None).count() == 35 == Waiting.objects.count()


@pytest.mark.django_db(transaction=True)
def test_whoever_went_away_is_given_nothing_from_then_on(leyla, network, derya, kaan, mert):
    network.members.add(kaan)
    actions.save_row(actor=leyla, row=Row(id="", name="All", team=network.pk))
    actions.put_live(actor=leyla, stamp=queries.sheet(leyla).stamp)
    asks(mert)

    def go_away():
        change_person(actor=derya, person=Person.objects.get(pk=derya.pk), available=False)
        return Ticket.objects.filter(assignee=derya).count()

    counts = _at_once([go_away, *[lambda: asks(mert)] * 19])
    assert Ticket.objects.filter(assignee=derya).count() == counts[0]
    give_out()
    assert Ticket.objects.filter(assignee=None).count() == 0
