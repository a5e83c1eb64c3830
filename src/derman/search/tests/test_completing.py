"""What is offered while a query is typed."""

from __future__ import annotations

import pytest
from django.utils import translation

from derman.search.typed.completing import complete
from derman.search.typed.grammar import parse
from derman.tickets import actions
from derman.tickets.models import Ticket
from tests.cast import asks

pytestmark = pytest.mark.django_db


def offered(person, typed):
    """The texts as they would stand then; | is where one stands, else at the end."""
    before, _stands, after = typed.partition("|")
    found = complete(person, before + after, len(before))
    text = before + after
    return [text[: found.start] + offer.text + text[found.end :] for offer in found.offers]


def test_keys_by_their_beginning_in_either_language(elif_):
    assert offered(elif_, "printer pri") == ["printer priority:"]
    assert offered(elif_, "-ta") == ["-tag:"]
    assert offered(elif_, "ÖNCE") == ["priority:"]
    assert offered(elif_, "pri| is:open") == ["priority: is:open"]
    assert offered(elif_, "toner") == offered(elif_, "printer ") == offered(elif_, "") == []
    with translation.override("tr"):
        assert offered(elif_, "oncel") == ["öncelik:"]


def test_values_that_have_a_code_and_of_several_the_last(elif_):
    assert offered(elif_, "is:res") == ["is:resolved "]
    assert offered(elif_, "priority:critical,hi") == ["priority:critical,high "]
    assert offered(elif_, "due:la") == ["due:late "]
    assert offered(elif_, "due<") == ["due<1h ", "due<4h ", "due<1d ", "due<1w ", "due<today ", "due<yesterday ",
                                      "due<tomorrow ", "due<now "]  # fmt: skip
    with translation.override("tr"):
        assert offered(elif_, "termin:gec") == ["termin:geciken "]


def test_who_and_what_there_is_by_folded_words(elif_, derya, mert, network, security, kaan):
    assert offered(elif_, "team:net") == ['team:"L2 Network" ']
    assert offered(elif_, 'team:"l2 ne') == ['team:"L2 Network" ']
    assert offered(elif_, "team:secu") == []  # closed
    assert offered(kaan, "team:secu") != []
    assert offered(elif_, "to:DERY") == [f'to:"{derya.name}" ']
    assert offered(elif_, "from:mer") == [f"from:{mert.email} "]
    for typed in ("team:net", "to:der", "from:mer"):
        for text in offered(elif_, typed):
            assert not parse(text).mistakes, text


def test_tags_of_tickets_that_one_may_see(elif_, kaan, secret, mert, front_line):
    Ticket.objects.filter(pk=asks(mert, "Toner").pk).update(tags=["printer", "50%"])
    Ticket.objects.filter(pk=secret.pk).update(tags=["private"])
    assert offered(elif_, "tag:pri") == ["tag:printer "]
    assert offered(kaan, "tag:pri") == ["tag:printer ", "tag:private "]
    assert offered(elif_, "tag:%") == []
    assert offered(elif_, "tag:50") == ["tag:50% "]


def test_the_desks_own_fields_and_their_choices(elif_):
    choices = [{"labels": {"en": "Dark red"}}, {"labels": {"en": "Blue"}}]
    actions.save_field(actor=None, labels={"en": "Colour"}, asks="choice", key="colour", choices=choices)
    assert offered(elif_, "fie") == ["field."]
    assert offered(elif_, "field.col") == ["field.colour:"]
    assert offered(elif_, "field.colour:re") == ['field.colour:"Dark red" ']


def test_nobody_else_is_offered_anything_and_it_costs_little(elif_, mert, network, django_assert_max_num_queries):
    assert offered(mert, "team:net") == []
    for typed in ("pri", "team:net", "to:e", "from:el", "tag:x", "org:x", "category:x", "field.x"):
        with django_assert_max_num_queries(2):
            offered(elif_, typed)


@pytest.mark.parametrize("typed", ['"', "is:", 'team:"a,', "field.:", "x:y", "-", "-:", "to:,", "tag:\0"])
def test_whatever_is_typed_is_answered(elif_, typed):
    for at in range(len(typed) + 1):
        found = complete(elif_, typed, at)
        assert 0 <= found.start <= found.end <= len(typed)
