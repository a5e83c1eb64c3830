"""Agents narrow a search of tickets by what they type."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.db.models import Q
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from derman.kernel import clock
from derman.kernel.folding import fold
from derman.search import queries
from derman.search.errors import QueryError
from derman.search.indexing import index_tickets
from derman.search.queries import words_alone
from derman.search.typed.conditions import compiled, tickets_of
from derman.search.typed.grammar import LONGEST, MOST, Condition, Query, Word, parse, read, written
from derman.search.typed.keywords import CLOSED, KEY_OF, MOMENTS, VALUE_OF, VALUES
from derman.tickets import actions
from derman.tickets.access import visible_to
from derman.tickets.models import Status, Task, Ticket
from derman.trackers import actions as trackers
from derman.trackers.models import Issue
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
    found = visible_to(elif_).filter(*compiled(elif_, read("tag:printer")).conditions)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
        assert "ticket_tags" in found.order_by("-number")[:20].explain()


def test_people_are_looked_up_once_and_not_for_each_ticket(elif_, mert):
    (condition,) = compiled(elif_, read(f"from:{mert.email}")).conditions
    assert condition == Q(requester__in=[mert.pk])


def test_what_is_left_without_the_operators():
    assert words_alone('tag:printer from:"Mert Kaya" toner note:it') == "toner note:it"


# the signs that mean something here, and some that fold to others
SIGNS = "abmeiısğİKŞ09 \t\n-:,<>=\"“”„\\'./@ﬁ\u00a0\0"
free = st.text(SIGNS, min_size=1, max_size=20).map(lambda text: " ".join(text.replace("\0", "").split())).filter(bool)
spans = st.builds(lambda count, unit: f"{count}{unit}", st.integers(0, 99), st.sampled_from("mhdw"))
days = st.dates(min_value=date(1990, 1, 1), max_value=date(2200, 12, 31)).map(date.isoformat)


own_values = free.filter(lambda text: fold(text) not in VALUE_OF["field"])


@st.composite
def conditions(draw):
    """Any condition that reading can give."""
    key = draw(st.sampled_from([*sorted(set(KEY_OF.values())), "field.cost_centre"]))
    negated = draw(st.booleans())
    if key == "field.cost_centre":
        sign = draw(st.sampled_from([":", "<", ">="]))
        return Condition(key, (draw(own_values),), sign, negated)
    if key == "spent" or (key in MOMENTS and draw(st.booleans())):
        return Condition(key, (draw(spans),), draw(st.sampled_from(["<", ">", "<=", ">="])), negated)
    if key in MOMENTS:
        return Condition(key, (draw(days | st.sampled_from(["today", "yesterday"])),), ":", negated)
    values = st.sampled_from(sorted(VALUES[key]))
    if key not in CLOSED:
        values |= free.map(lambda text: VALUE_OF[key].get(fold(text), text))
    return Condition(key, tuple(draw(st.lists(values, min_size=1, max_size=3, unique=True))), ":", negated)


words = st.text(SIGNS, min_size=1, max_size=30).map(lambda text: text.replace("\0", "")).filter(str.strip)
asked = st.lists(conditions() | st.builds(Word, words, st.booleans()), max_size=8).map(lambda some: Query(tuple(some)))


# how long the first draw takes depends on what else the machine does
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(asked, st.sampled_from(["en", "tr"]))
def test_what_is_written_is_read_as_the_same(query, lang):
    text = written(query, lang)
    assume(len(text) <= LONGEST)
    assert read(text) == query


@given(st.text(SIGNS, max_size=60) | st.text('istme:,-" ', max_size=60))
@example('team:"L2 Net')
@example("is:")
@example("-")
@example('""')
@example('tag:"" x')
@example('team:a"b')
def test_whatever_is_typed_is_read_and_mistakes_have_their_place(text):
    found = parse(text)
    assert all(0 <= mistake.start <= mistake.end <= len(text) for mistake in found.mistakes)
    again = written(found.query)
    if len(again) <= LONGEST:
        assert read(again) == found.query


@pytest.mark.parametrize(
    ("text", "wrong", "says"),
    [
        ("is:open priority:urgnt", "urgnt", "none of these: critical, high"),
        ('vpn team:"L2 Net', '"L2 Net', "not closed"),
        ("assignee<me", "<", "colon"),
        ("due:4h", "4h", "due<4h"),
        ("due<late", "late", "no date"),
        ("created>2026-02-30", "2026-02-30", "no date"),
        ("spent>long", "long", "no time span"),
        ("printer is:", "", "is:open"),
        ("created<today,tomorrow", "created<today,tomorrow", "Only one value"),
        ("x" * LONGEST + "yz", "yz", "too long"),
        ("a " * (MOST + 1), "a ", "too many parts"),
    ],
)
def test_a_mistake_says_what_and_where(text, wrong, says):
    with pytest.raises(QueryError) as raised:
        read(text)
    assert text[raised.value.start : raised.value.end] == wrong
    assert says in str(raised.value)


@pytest.mark.parametrize(
    ("turkish", "english"),
    [
        ('durum:açık ekip:"L2 Network" termin<4sa -etiket:bekleme yazıcı',
         'is:open team:"L2 Network" due<4h -tag:bekleme yazıcı'),
        ("TEMSİLCİ:ben ÖNCELİK:Kritik,YÜKSEK", "assignee:me priority:critical,high"),
        ("temsilci:kimse kanal:e-posta tür:arıza", "assignee:nobody channel:email kind:incident"),
        ("açılış>23.11.2026 güncelleme<2g", "created>2026-11-23 updated<2d"),
        ("termin:geciken -termin:bugün", "due:late -due:today"),
        ("alan.kat:3 -alan.tutar>=100 ALAN.renk:yok izleyen:ben",
         "field.kat:3 -field.tutar>=100 field.renk:none watcher:me"),
    ],
)  # fmt: skip
def test_turkish_words_mean_the_same(turkish, english):
    assert read(turkish) == read(english)
    assert written(read(turkish)) == english
    assert read(written(read(english), "tr")) == read(english)


def found(person, text):
    return set(tickets_of(person, read(text)).values_list("pk", flat=True))


def test_days_begin_where_the_person_lives_and_spans_say_how_far(elif_, three):
    # half past midnight in Istanbul is still yesterday in UTC
    Ticket.objects.filter(pk=three["vpn"]).update(created_at=datetime(2026, 11, 22, 21, 30, tzinfo=UTC))
    Ticket.objects.filter(pk=three["printer"]).update(created_at=datetime(2026, 11, 22, 20, 30, tzinfo=UTC))
    Ticket.objects.filter(pk=three["badge"]).update(created_at=datetime(2026, 11, 1, 12, tzinfo=UTC))
    with clock.frozen_at(datetime(2026, 11, 23, 9, tzinfo=UTC)):
        assert found(elif_, "created:today") == found(elif_, "created>=2026-11-23") == {three["vpn"]}
        assert found(elif_, "created:yesterday") == {three["printer"]}
        assert found(elif_, "created<2d") == {three["vpn"], three["printer"]}
        assert found(elif_, "created>2d") == found(elif_, "created<=1.11.2026") == {three["badge"]}


def test_due_is_a_task_to_be_done_or_a_date_that_is_waited_for(elif_, three):
    soon = clock.now() + timedelta(hours=2)
    Ticket.objects.update(due_at=None)  # nothing was promised
    Ticket.objects.filter(pk=three["vpn"]).update(status=Status.WAITING, waiting_for="date", waiting_until=soon)
    Task.objects.create(ticket_id=three["printer"], titles={"en": "Toner"}, due_at=soon)
    Task.objects.create(ticket_id=three["badge"], titles={"en": "Done"}, due_at=soon, state="done")
    assert found(elif_, "due<4h") == {three["vpn"], three["printer"]}
    assert found(elif_, "due<1h") == set()
    assert found(elif_, "due:none") == {three["badge"]}
    assert found(elif_, "waiting:date") == {three["vpn"]}


def test_due_is_what_the_requester_was_promised_too(elif_, three):
    now = datetime(2026, 11, 23, 9, tzinfo=UTC)
    Ticket.objects.update(promise="resolution", promised_at=now, due_at=None)
    Ticket.objects.filter(pk=three["vpn"]).update(due_at=now + timedelta(hours=2))
    Ticket.objects.filter(pk=three["printer"]).update(due_at=now - timedelta(days=2))
    with clock.frozen_at(now):
        assert found(elif_, "due<4h") == {three["vpn"], three["printer"]}
        assert found(elif_, "due:late") == found(elif_, "due<now") == {three["printer"]}
        assert found(elif_, "due:today") == found(elif_, "due>1h") == {three["vpn"]}
        assert found(elif_, "-due:late") == {three["vpn"], three["badge"]}
        assert found(elif_, "due:none") == {three["badge"]}


def test_everything_can_be_asked_and_turned_round(elif_, three, network):
    numbers = set(three.values())
    for text in ("team:none", "tag:vpn", "assignee:me", "is:resolved", "slow", "vpn", "spent>1h", "priority:high",
                 "category:none", "org:none", "channel:portal", "kind:incident", "waiting:vendor"):  # fmt: skip
        assert found(elif_, f"-{text}") == numbers - found(elif_, text), text
    assert found(elif_, "team:net,front -vpn") == {three["printer"], three["badge"]}
    assert found(elif_, f"{three['vpn']}") == {three["vpn"]}


def test_who_and_what_does_not_exist_is_said_by_name(elif_, three, security):
    for text, name in [("slow assignee:zzz", "zzz"), ("team:l9", "l9"), ("category:moon", "moon"), ("org:x", "x"),
                       ("team:security", "security")]:  # fmt: skip
        with pytest.raises(QueryError, match=f"“{name}”"):
            tickets_of(elif_, read(text))


def test_a_query_never_shows_what_may_not_be_seen(elif_, mert, kaan, secret):
    index_tickets([secret.pk])
    for text in ("", "badge", "is:open", "-tag:x", "due:none", "from:selin", f"{secret.pk}"):
        assert secret.pk not in found(elif_, text)
        assert secret.pk in found(kaan, text)
    assert found(mert, "") == set()


def test_the_desks_own_fields_are_asked(elif_, three):
    actions.save_field(actor=None, labels={"en": "Cost centre"}, asks="text", key="cost_centre")
    actions.save_field(actor=None, labels={"en": "Amount"}, asks="number", key="amount")
    choices = [{"labels": {"en": "Red", "tr": "Kırmızı"}}, {"labels": {"en": "Blue"}}]
    actions.save_field(actor=None, labels={"en": "Colour"}, asks="choice", key="colour", choices=choices)
    actions.set_own_fields(actor=elif_, ticket=three["vpn"], values={"cost_centre": "İzmir 4711", "amount": "90"})
    actions.set_own_fields(actor=elif_, ticket=three["printer"], values={"amount": "100", "colour": "c1"})
    assert found(elif_, "field.cost_centre:IZMIR") == {three["vpn"]}
    assert found(elif_, "field.amount>=100") == {three["printer"]}
    assert found(elif_, "field.colour:kirmizi") == {three["printer"]}
    assert found(elif_, "field.amount:any -field.amount<95") == {three["printer"]}
    assert found(elif_, "field.amount:none") == {three["badge"]}
    for wrong, says in (("field.lost:1", "no field"), ("field.cost_centre<1", "cannot be compared")):
        with pytest.raises(QueryError, match=says) as raised:
            tickets_of(elif_, read(wrong))
        assert (raised.value.start, raised.value.end) == (0, len(wrong))


def test_issues_at_the_makers_are_asked(aylin, elif_, three):
    given = trackers.Details(name="ERP", kind="github", address="https://api.github.com", project="ege/erp")
    erp = trackers.save(actor=aylin, given=given)
    first, second = (
        trackers.link_issue(actor=elif_, tracker=erp.pk, number=str(number), ticket=three[name])
        for number, name in enumerate(("vpn", "printer"), 1)
    )
    Issue.objects.filter(pk=second.pk).update(closed=True)
    assert found(elif_, "issue:open") == found(elif_, "kayıt:açık") == {three["vpn"]}
    assert found(elif_, "issue:closed") == {three["printer"]}
    assert found(elif_, "issue:any") == {three["vpn"], three["printer"]}
    assert found(elif_, "issue:failing") == set()
    trackers.unlink(actor=elif_, issue=first.pk)
    assert found(elif_, "issue:none issue:none") == {three["vpn"], three["badge"]}


def test_who_watches_is_asked(elif_, leyla, three):
    actions.watch(actor=elif_, ticket=three["vpn"])
    actions.watch(actor=leyla, ticket=three["printer"])
    assert found(elif_, "watcher:me") == {three["vpn"]}
    assert found(elif_, "watcher:leyla") == {three["printer"]}
    assert three["vpn"] not in found(elif_, "watcher:nobody")
