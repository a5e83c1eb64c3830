"""Agents narrow a search of tickets by what they type."""

from __future__ import annotations

import pytest

from derman.search import queries
from derman.search.indexing import index_tickets
from derman.tickets.models import Status, Ticket
from tests.cast import asks


@pytest.fixture
def three(elif_, mert, selin, network):
    vpn, printer, badge = (
        asks(mert, "VPN is slow", "Since Monday."),
        asks(selin, "Printer is slow", "Paper jam."),
        asks(mert, "Badge is slow", "At the door."),
    )
    Ticket.objects.filter(pk=vpn.pk).update(tags=["vpn"], team=network)
    Ticket.objects.filter(pk=badge.pk).update(status=Status.RESOLVED, assignee=elif_)
    index_tickets([vpn.pk, printer.pk, badge.pk])
    return {"vpn": vpn.pk, "printer": printer.pk, "badge": badge.pk}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("slow", {"vpn", "printer", "badge"}),
        ("slow from:mert", {"vpn", "badge"}),
        ('from:"mert kaya" slow is:open', {"vpn"}),
        ("kimden:selin@ege.example", {"printer"}),
        ("is:resolved", {"badge"}),
        ("durum:açık YAVAŞ-yok", set()),
        ("durum:açık slow", {"vpn", "printer"}),
        ("tag:VPN", {"vpn"}),
        ("team:network slow", {"vpn"}),
        ("to:me", {"badge"}),
        ("to:nobody slow", {"vpn", "printer"}),
        ("from:nobody-at-all slow", set()),
        ("is:unknown", set()),
    ],
)
def test_operators_narrow_a_search(elif_, three, text, names):
    assert {hit.number for hit in queries.tickets(elif_, text)} == {three[name] for name in names}


def test_operators_show_nobody_what_they_may_not_see(elif_, mert, secret):
    index_tickets([secret.pk])
    assert queries.tickets(elif_, "from:selin is:open") == []
    # for a requester they are words like others
    assert queries.tickets(mert, "is:open") == []
