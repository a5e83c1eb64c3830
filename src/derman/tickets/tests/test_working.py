"""Time spent on tickets."""

from datetime import timedelta

import pytest

from derman.kernel import clock
from derman.tickets import actions, queries
from derman.tickets.errors import NotAllowed, TooLateToUndo, WrongInput
from derman.tickets.models import Ticket
from derman.tickets.worked import minutes_of


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("45", 45), ("45 m", 45), ("45min", 45), ("45 dk", 45), ("45 dakika", 45),
        ("1h", 60), ("1 sa", 60), ("2 SAAT", 120), ("1h 20", 80), ("1h20m", 80), ("1 sa 20 dk", 80), ("1 s 5 dk", 65),
        ("1:20", 80), ("0:05", 5), ("1,5 saat", 90), ("1.25 h", 75), ("  1h   20  ", 80),
        ("", None), ("soon", None), ("1:75", None), ("-5", None), ("1h -5", None), ("5 days", None), ("٣", 3),
    ],
)  # fmt: skip
def test_as_people_write_it(written, minutes):
    assert minutes_of(written) == minutes


def spent(ticket, reader):
    return [(row.minutes, row.billable) for row in queries.time_of(queries.find(reader, ticket.pk))]


def test_written_down_counted_and_taken_away(vpn, elif_, leyla, derya):
    before = Ticket.objects.get(pk=vpn.pk).updated_at
    first = actions.add_time(actor=elif_, ticket=vpn.pk, written="1h 20", billable=True)
    actions.add_time(actor=derya, ticket=vpn.pk, minutes=5, note="Called")
    assert spent(vpn, elif_) == [(80, True), (5, False)]
    row = Ticket.objects.get(pk=vpn.pk)
    assert (row.minutes, row.updated_at) == (85, before)  # nothing for the requester's eyes
    with pytest.raises(NotAllowed):
        actions.remove_time(actor=derya, ticket=vpn.pk, entry=first.pk)
    actions.remove_time(actor=leyla, ticket=vpn.pk, entry=first.pk)
    assert spent(vpn, elif_) == [(5, False)]
    with pytest.raises(WrongInput):
        actions.remove_time(actor=leyla, ticket=vpn.pk, entry=first.pk)


def test_each_entry_is_taken_back_by_itself(vpn, elif_):
    actions.add_time(actor=elif_, ticket=vpn.pk, minutes=10)
    act = vpn.events.last().act
    actions.add_time(actor=elif_, ticket=vpn.pk, minutes=20)
    events = list(vpn.events.order_by("seq"))
    assert {event.seq for event in events[-2:]} <= actions.can_be_taken_back(events, set())
    with clock.frozen_at(clock.now() + timedelta(hours=2)):
        actions.undo(actor=elif_, ticket=vpn.pk, act=act)
    assert spent(vpn, elif_) == [(20, False)]
    with pytest.raises(TooLateToUndo):
        actions.undo(actor=elif_, ticket=vpn.pk, act=act)


@pytest.mark.parametrize("written", ["", "soon", "0", "99999", "999:00"])
def test_what_cannot_be_written_down(vpn, elif_, written):
    with pytest.raises(WrongInput):
        actions.add_time(actor=elif_, ticket=vpn.pk, written=written)
