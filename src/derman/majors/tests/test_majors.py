"""A major incident has one lead, and tells everybody affected at an interval."""

from __future__ import annotations

from datetime import timedelta

import pytest

from derman.announcements import actions as outages
from derman.announcements.models import Affected, Announcement
from derman.announcements.models import Update as PublicUpdate
from derman.channels.mail.models import OutgoingMail
from derman.kernel import clock
from derman.majors import actions, jobs, queries, words
from derman.majors.errors import MajorNotFound, NotAllowed, WrongInput
from derman.majors.models import MajorIncident, Update
from derman.majors.tests.said import NEWS, SAID, a_minute_later, public
from derman.notify.models import Notice
from derman.tickets.errors import TicketNotFound
from tests.cast import asks


def test_leads_declare_one_and_agents_where_the_desk_says_so(leyla, elif_, aylin):
    with pytest.raises(NotAllowed):
        actions.declare(actor=elif_, said=SAID)
    actions.rule(actor=aylin, declared_by="agents", update_every=20)
    row = actions.declare(actor=elif_, said=SAID, lead=leyla.pk, roles={"scribe": elif_.pk})
    assert (row.lead, row.update_every, row.number) == (leyla, 20, f"MI{row.pk}")
    assert [seat.role for seat in row.seats.all()] == ["scribe"]
    assert list(Notice.objects.values_list("person", "kind", "major")) == [(leyla.pk, "major", row.pk)]


def test_what_people_read_is_asked_for_in_each_language(leyla):
    half = actions.Words(titles={"en": "No VPN"}, impacts=SAID["impacts"], audience="signed_in")
    with pytest.raises(WrongInput) as error:
        actions.declare(actor=leyla, said=half)
    assert error.value.field == "titles"
    assert not Announcement.objects.exists()


def test_the_portal_shows_it_at_once(major, mert):
    public = major.announcement
    assert (public.title, public.state, public.audience) == ("No VPN", "investigating", "signed_in")
    assert public.published_at is not None


def test_whose_ticket_belongs_to_it_hears_so_once_in_their_language(major, vpn, again):
    a_minute_later()
    a_minute_later()
    assert ["No VPN" in one.text for one in public(vpn)] == [True]
    assert ["VPN yok" in one.text and "30" in one.text for one in public(again)] == [True]
    assert [event.details["why"] for event in vpn.events.filter(kind="major.told")] == ["joined"]


def test_an_update_reaches_each_person_once_in_their_language(major, vpn, again, mert, aylin, leyla):
    asks_twice = asks(mert, "VPN again", "Still not.")
    actions.join(actor=leyla, major=major.pk, ticket=asks_twice.pk)
    outages.affects(person=aylin, announcement=major.announcement_id)
    a_minute_later()
    actions.tell(actor=leyla, major=major.pk, texts=NEWS, state="identified")
    a_minute_later()
    assert "A gateway is replaced." in public(vpn)[-1].text
    assert "Bir ağ geçidi değiştiriliyor." in public(again)[-1].text
    assert len(public(asks_twice)) == 1
    outage_mails = OutgoingMail.objects.filter(kind="outage")
    assert [mail.to for mail in outage_mails] == [["aylin@ege.example"]]
    public_row = Announcement.objects.get(pk=major.announcement_id)
    assert public_row.state == "cause_known"
    assert PublicUpdate.objects.get().texts == NEWS
    assert Update.objects.get().told == 2


def test_a_draft_that_nobody_filled_in_is_not_sent(major, leyla):
    draft = words.drafts(major, "declared")
    with pytest.raises(WrongInput) as error:
        actions.tell(actor=leyla, major=major.pk, texts=draft)
    assert error.value.field == "texts"
    assert not Update.objects.exists()


def test_an_update_is_taken_back_before_anybody_reads_it(major, vpn, leyla):
    a_minute_later()
    before = MajorIncident.objects.get(pk=major.pk)
    made = actions.tell(actor=leyla, major=major.pk, texts=NEWS, state="monitoring")
    actions.take_back(actor=leyla, major=major.pk, update=made.pk)
    a_minute_later()
    after = MajorIncident.objects.get(pk=major.pk)
    assert (after.state, after.update_due_at, after.step_at) == (before.state, before.update_due_at, before.step_at)
    assert len(public(vpn)) == 1
    assert not PublicUpdate.objects.exists()
    sent = actions.tell(actor=leyla, major=major.pk, texts=NEWS)
    a_minute_later()
    with pytest.raises(WrongInput):
        actions.take_back(actor=leyla, major=major.pk, update=sent.pk)


def test_the_next_update_is_announced_soon_late_and_once_more(major, leyla, aylin, elif_):
    actions.give_role(actor=leyla, major=major.pk, role="communications", person=elif_.pk)
    Notice.objects.all().delete()
    said = []
    for minutes in (25, 31, 61, 200):
        start = clock.now() - timedelta(minutes=minutes)
        row = MajorIncident.objects.get(pk=major.pk)
        row.update_due_at = start + timedelta(minutes=30)
        row.step_at = jobs.promised.step_of(row)
        row.save()
        jobs.announce_due()
        said.append(sorted(Notice.objects.values_list("kind", "person")))
        Notice.objects.all().delete()
    soon = sorted(("major_due", one.pk) for one in (leyla, elif_))
    late = sorted(("major_late", one.pk) for one in (leyla, elif_))
    still = sorted(("major_late", one.pk) for one in (leyla, elif_, aylin))
    assert said == [soon, late, still, []]


def test_a_late_update_is_seen_afterwards(major, leyla):
    MajorIncident.objects.filter(pk=major.pk).update(update_due_at=clock.now() - timedelta(minutes=7))
    made = actions.tell(actor=leyla, major=major.pk, texts=NEWS)
    assert made.was_late
    assert major.happenings.get(kind="told").details["late"] // 60 == 7


def test_joining_is_undone_and_nobody_hears_of_it(major, vpn, again, leyla, selin):
    actions.leave(actor=leyla, major=major.pk, numbers=[again.pk])
    actions.leave(actor=leyla, major=major.pk, numbers=[again.pk])
    a_minute_later()
    assert not public(again)
    assert again.events.filter(kind="major.left").count() == 1
    assert not Affected.objects.filter(person=selin).exists()
    assert Announcement.objects.get(pk=major.announcement_id).affected == 1
    assert MajorIncident.objects.get(pk=major.pk).joined == 1


def test_who_said_that_it_affects_them_stays_affected_when_their_ticket_leaves(leyla, vpn, mert):
    row = actions.declare(actor=leyla, said=SAID)
    outages.affects(person=mert, announcement=row.announcement_id)
    actions.join(actor=leyla, major=row.pk, ticket=vpn.pk)
    actions.leave(actor=leyla, major=row.pk, numbers=[vpn.pk])
    assert Affected.objects.filter(person=mert).count() == 1


def test_a_ticket_belongs_to_one_that_goes_on_at_most(major, leyla, vpn):
    other = actions.declare(actor=leyla, said=SAID)
    with pytest.raises(WrongInput):
        actions.join(actor=leyla, major=other.pk, ticket=vpn.pk)


def test_closed_teams_stay_closed(major, secret, again, leyla, kaan, elif_):
    with pytest.raises(TicketNotFound):
        actions.join(actor=leyla, major=major.pk, ticket=secret.pk)
    actions.join(actor=kaan, major=major.pk, ticket=secret.pk)
    seen = queries.opened(leyla, major.pk)
    assert seen.hidden == 1
    assert secret.pk not in seen.numbers | {one.ticket_id for one in seen.joined}
    # how many hear of it is no secret, who they are is one
    actions.leave(actor=leyla, major=major.pk, numbers=[again.pk])
    assert [sum(queries.reach(one, major).by_language.values()) for one in (leyla, kaan)] == [1, 2]
    assert {queries.reach(one, major).people for one in (leyla, kaan)} == {2}


def test_one_from_a_closed_team_is_seen_by_it_alone(security, secret, kaan, leyla, aylin):
    actions.rule(actor=aylin, declared_by="agents", update_every=30)
    row = actions.declare(actor=kaan, said=SAID, tickets=[secret.pk])
    assert row.team == security
    with pytest.raises(MajorNotFound):
        queries.find(leyla, row.pk)
    with pytest.raises(WrongInput):
        actions.give_role(actor=kaan, major=row.pk, role="technical", person=leyla.pk)


def test_requesters_see_none(major, mert):
    with pytest.raises(MajorNotFound):
        queries.find(mert, major.pk)
