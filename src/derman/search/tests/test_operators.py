"""Agents narrow a search of tickets by what they type."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.db.models import Q

from derman.search import queries
from derman.search.indexing import index_tickets
from derman.search.operators import narrowed, words_alone
from derman.tickets.access import visible_to
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


def test_a_tag_without_words_is_answered_by_its_index(elif_):
    found = visible_to(elif_).filter(*narrowed(elif_, "tag:printer").conditions)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
        assert "ticket_tags" in found.order_by("-number")[:20].explain()


def test_people_are_looked_up_once_and_not_for_each_ticket(elif_, mert):
    (condition,) = narrowed(elif_, f"from:{mert.email}").conditions
    assert condition == Q(requester__in=[mert.pk])


def test_what_is_left_without_the_operators():
    assert words_alone('tag:printer from:"Mert Kaya" toner note:it') == "toner note:it"
