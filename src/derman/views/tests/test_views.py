"""What a view finds, page by page, and for whom."""

from __future__ import annotations

from datetime import timedelta

import pytest

from derman.kernel import clock, sql
from derman.search.errors import SearchError, TooSlow
from derman.search.indexing import index_tickets
from derman.search.typed.patience import patiently
from derman.tickets.actions import pin, resolve
from derman.tickets.models import Ticket
from derman.views import actions, queries
from derman.views.errors import ViewNotFound, WrongInput
from derman.views.models import Order, SavedView
from tests.cast import asks


@pytest.fixture
def nine(front_line, mert):
    made = [asks(mert, f"Ticket {number}").pk for number in range(9)]
    now = clock.now()
    for place, pk in enumerate(made):  # two at each moment
        Ticket.objects.filter(pk=pk).update(updated_at=now - timedelta(hours=(place * 4) % 9 // 2))
    return made


@pytest.mark.parametrize("order", Order.values)
def test_pages_by_key_show_each_ticket_once_in_order(elif_, nine, order):
    whole, _end = queries.numbers(elif_, "is:open", order=order, size=20)
    assert sorted(whole) == nine
    paged, key = [], ""
    while True:
        some, key = queries.numbers(elif_, "is:open", order=order, size=2, key=key)
        paged += some
        if not key:
            break
    assert paged == whole


def test_longest_is_the_other_way_round_of_latest(elif_, nine):
    latest, _end = queries.numbers(elif_, "", order="updated")
    longest, _end = queries.numbers(elif_, "", order="longest")
    assert longest == latest[::-1]


def test_all_that_match_is_a_queryset_for_whatever_is_done_to_them(elif_, kaan, nine, secret):
    assert set(queries.matching(elif_, "is:open").values_list("pk", flat=True)) == set(nine)
    index_tickets([secret.pk, *nine])
    inside = Ticket.objects.filter(pk__in=queries.matching(kaan, "is:open -ticket badge").values("pk"))
    assert list(inside) == [secret]
    assert queries.count(kaan, "is:open") == 10
    with pytest.raises(ViewNotFound):
        queries.matching_view(elif_, 2**70)


@pytest.mark.django_db
def test_a_question_that_takes_too_long_is_given_up_and_the_next_one_is_answered():
    with pytest.raises(TooSlow), patiently(30):
        sql.rows("SELECT pg_sleep(10)")
    assert sql.rows("SELECT 1") == [(1,)]
    with patiently(5_000):
        sql.rows("SELECT 1")
    assert sql.rows("SHOW statement_timeout") == [("0",)]


def test_due_first_goes_on_with_what_was_not_promised(elif_, nine):
    now = clock.now()
    Ticket.objects.update(due_at=None)
    for hours, pk in enumerate(nine[:4]):
        Ticket.objects.filter(pk=pk).update(due_at=now - timedelta(hours=hours // 2))
    found = queries.all_numbers(elif_, "is:open", most=20, order=Order.DUE)
    assert found[:4] == [nine[2], nine[3], nine[0], nine[1]]
    assert found[4:] == [pk for pk in queries.all_numbers(elif_, "is:open", most=20) if pk not in nine[:4]]


def test_how_a_view_is_shown_is_kept_with_it(elif_):
    kept = actions.save(actor=elif_, name="x", query="", layout="board", group="team", columns=["due", "number", "due"])
    assert (kept.layout, kept.group, kept.columns) == ("board", "team", ["due", "number"])
    for wrong in ({"layout": "cloud"}, {"group": "moon"}, {"columns": ["moon"]}):
        with pytest.raises(WrongInput):
            actions.save(actor=elif_, name="x", query="", **wrong)


@pytest.mark.parametrize("order", Order.values)
def test_what_is_pinned_stands_first_in_a_kept_view_and_once(elif_, derya, nine, order):
    for pk in (nine[2], nine[7]):
        pin(actor=elif_, ticket=pk)
    resolve(actor=elif_, ticket=nine[7])
    shown, key = [], ""
    while True:
        page = queries.page(elif_, "is:open", order=order, key=key, size=3, pins=True)
        shown += [(row.ticket.pk, row.ticket.pinned) for row in page.rows]
        key = page.next
        if not key:
            break
    assert shown[0] == (nine[2], True)
    assert sorted(shown) == sorted((pk, pk == nine[2]) for pk in nine if pk != nine[7])
    assert not any(row.ticket.pinned for row in queries.page(derya, "is:open", order=order, pins=True).rows)


@pytest.mark.parametrize(
    "hostile",
    [
        "(" * 500, "' OR 1=1; DROP TABLE tickets_ticket; --", "tag:\0", "is:open " * 400, "%s %(person)s {0} {{x}}",
        "a:*|&!<->", "due<99999999999999d", "created<" + "9" * 400, "spent>" + "9" * 30, "-" * 300, '"' * 301,
        "requester:" + "ş" * 5_000, "#" + "9" * 60, "field.x:1", "org:'; --",
    ],
)  # fmt: skip
def test_a_hostile_query_is_refused_or_finds_something_and_breaks_nothing(elif_, nine, hostile):
    try:
        kept = actions.save(actor=elif_, name="Hostile", query=hostile)
    except (WrongInput, SearchError) as error:
        assert str(error)
        assert not SavedView.objects.exists()
    else:
        try:
            queries.page(elif_, kept.query, pins=True)
        except SearchError as error:
            assert str(error)
    assert Ticket.objects.count() == 9
    assert queries.counts(elif_) is not None
