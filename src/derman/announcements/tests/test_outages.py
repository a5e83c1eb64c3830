"""Outages: who sees them, who writes them, whom they affect, and that each hears of each update once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from derman.announcements import actions, jobs, queries
from derman.announcements.access import visible_to
from derman.announcements.errors import NotAllowed, NotFound, Overtaken, WrongInput
from derman.announcements.models import Affected, Update
from derman.channels.mail.models import OutgoingKind, OutgoingMail
from derman.kernel import clock
from derman.people.models import Person
from derman.tickets.errors import TicketNotFound

BOTH = {"en": "VPN is down", "tr": "VPN çalışmıyor"}


def down(actor, audience="signed_in", **more):
    row = actions.begin(actor=actor, kind="outage", titles=BOTH, audience=audience, **more)
    return actions.publish(actor=actor, announcement=row.pk)


def say(actor, row, state="being_fixed", texts=None):
    made = actions.go_on(actor=actor, announcement=row.pk, state=state, texts=texts or {})
    Update.objects.filter(pk=made.pk).update(at=clock.now() - actions.UNDO)
    return made


def mails():
    return list(OutgoingMail.objects.filter(kind=OutgoingKind.OUTAGE).order_by("pk"))


def seen(reader):
    return {row.pk for row in queries.current(reader)}


def test_only_its_audience_sees_it(leyla, elif_, kaan, mert, security):
    rows = {audience: down(leyla, audience).pk for audience in ("everyone", "signed_in", "agents")}
    rows["team"] = down(kaan, "team", team=security.pk).pk
    assert seen(None) == {rows["everyone"]}
    assert seen(mert) == {rows["everyone"], rows["signed_in"]}
    assert seen(elif_) == seen(leyla) == {rows["everyone"], rows["signed_in"], rows["agents"]}
    assert seen(kaan) == set(rows.values())
    with pytest.raises(NotFound):
        queries.one(mert, rows["agents"])
    with pytest.raises(NotFound):
        queries.one_at_desk(leyla, rows["team"])


def test_it_is_shown_from_until_and_a_while_after_the_end(leyla, mert):
    now = clock.now()
    row = actions.begin(actor=leyla, kind="notice", titles={"tr": "Bakım"}, until=now + timedelta(hours=4))
    assert seen(mert) == set()
    actions.publish(actor=leyla, announcement=row.pk, at=now + timedelta(hours=2))
    assert seen(mert) == set()
    with clock.frozen_at(now + timedelta(hours=3)):
        assert seen(mert) == {row.pk}
    with clock.frozen_at(now + timedelta(hours=5)):
        assert seen(mert) == set()
        outage = down(leyla)
        actions.go_on(actor=leyla, announcement=outage.pk, state="over")
        assert seen(mert) == {outage.pk}
    with clock.frozen_at(now + timedelta(hours=18)):
        assert seen(mert) == set()


def test_agents_write_the_outages_that_they_began(elif_, derya, leyla, mert):
    row = down(elif_)
    with pytest.raises(NotAllowed):
        actions.describe(actor=derya, announcement=row.pk, titles={"en": "x"})
    with pytest.raises(NotAllowed):
        actions.begin(actor=elif_, kind="notice", titles=BOTH)
    with pytest.raises(NotAllowed):
        actions.begin(actor=mert, kind="outage", titles=BOTH)
    with pytest.raises(NotFound):
        actions.publish(actor=mert, announcement=row.pk)
    actions.describe(actor=leyla, announcement=row.pk, revision=2, titles={"en": "All of the VPN"})
    with pytest.raises(Overtaken):
        actions.describe(actor=elif_, announcement=row.pk, revision=2, titles={"en": "x"})


def test_who_it_affects_hears_of_each_update_once_and_of_the_end(leyla, mert, selin):
    row = down(leyla)
    for _twice in range(2):
        actions.affects(person=mert, announcement=row.pk)
    say(leyla, row, texts={"en": "A part comes at noon", "tr": "Parça öğlen geliyor"})
    jobs.tell()
    actions.affects(person=selin, announcement=row.pk)
    say(leyla, row, "over")
    for _twice in range(2):
        jobs.tell()
    said = [(mail.to, mail.subject) for mail in mails()]
    assert said == [
        (["mert@ege.example"], "Being fixed: VPN is down"),
        (["mert@ege.example"], "Over: VPN is down"),
        (["selin@ege.example"], "Sona erdi: VPN çalışmıyor"),
    ]
    assert "A part comes at noon" in mails()[0].text
    row.refresh_from_db()
    assert row.affected == 2


def test_who_takes_it_back_hears_no_more(leyla, mert):
    row = down(leyla)
    actions.affects(person=mert, announcement=row.pk)
    for _twice in range(2):
        actions.affects_no_longer(person=mert, announcement=row.pk)
    say(leyla, row)
    jobs.tell()
    row.refresh_from_db()
    assert (row.affected, mails()) == (0, [])


def test_who_may_no_longer_see_it_hears_nothing(leyla, mert):
    row = down(leyla)
    actions.affects(person=mert, announcement=row.pk)
    actions.describe(actor=leyla, announcement=row.pk, audience="agents")
    say(leyla, row)
    jobs.tell()
    assert mails() == []


def test_an_update_is_taken_back_before_it_is_mailed_and_not_after(leyla, mert):
    row = down(leyla)
    actions.affects(person=mert, announcement=row.pk)
    wrong = actions.go_on(actor=leyla, announcement=row.pk, state="over")
    jobs.tell()
    row = actions.take_back(actor=leyla, announcement=row.pk, update=wrong.pk)
    assert (row.state, row.over_at, mails()) == ("investigating", None, [])
    told = say(leyla, row)
    jobs.tell()
    with pytest.raises(WrongInput):
        actions.take_back(actor=leyla, announcement=row.pk, update=told.pk)


def test_what_is_over_affects_nobody_more_and_may_begin_again(leyla, mert):
    row = down(leyla)
    say(leyla, row, "over")
    with pytest.raises(WrongInput):
        actions.affects(person=mert, announcement=row.pk)
    say(leyla, row, "investigating")
    assert actions.affects(person=mert, announcement=row.pk).affected == 1


def test_an_outage_from_a_ticket(elif_, kaan, vpn, secret, mert):
    row = down(elif_, ticket=vpn.pk)
    assert list(Affected.objects.filter(announcement=row).values_list("person", flat=True)) == [mert.pk]
    event = vpn.events.get(kind="outage.begun")
    assert (event.actor, event.details) == (elif_, {"announcement": row.pk})
    assert queries.one_at_desk(elif_, row.pk).ticket == vpn.pk
    with pytest.raises(TicketNotFound):
        down(elif_, ticket=secret.pk)
    hidden = down(kaan, ticket=secret.pk)
    assert queries.one_at_desk(elif_, hidden.pk).ticket is None


def test_a_link_opens_one_outage_and_only_while_it_is_theirs(leyla, mert):
    row = down(leyla)
    token = queries.token_for(row.pk, mert.pk)
    assert queries.opened_by(token) == (mert, row)
    for broken in (token[:-1], token.replace(".", "", 1), "1.2.3.x", "", "²." + token):
        with pytest.raises(NotFound):
            queries.opened_by(broken)
    with clock.frozen_at(clock.now() + timedelta(days=91)), pytest.raises(NotFound):
        queries.opened_by(token)
    actions.describe(actor=leyla, announcement=row.pk, audience="agents")
    with pytest.raises(NotFound):
        queries.opened_by(token)


@pytest.mark.parametrize(
    "given",
    [
        {"titles": {}},
        {"titles": BOTH, "audience": "x"},
        {"titles": BOTH, "audience": "team"},
        {"titles": BOTH, "state": "over"},
    ],
)
def test_what_cannot_be(leyla, given):
    with pytest.raises(WrongInput):
        actions.begin(actor=leyla, kind="outage", **given)


def test_the_first_page_asks_by_the_rule_of_access(leyla, elif_, kaan, mert, security):
    for audience in ("everyone", "signed_in", "agents"):
        down(leyla, audience)
    down(kaan, "team", team=security.pk)
    actions.begin(actor=leyla, kind="outage", titles=BOTH, audience="everyone")  # a draft
    gone = Person(is_active=False, pk=mert.pk)
    for reader in (None, mert, elif_, kaan, gone):
        assert seen(reader) == {row.pk for row in visible_to(reader)}, reader
