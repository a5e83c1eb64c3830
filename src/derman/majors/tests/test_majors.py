"""A major incident has one lead, tells everybody affected at an interval, and is learned from."""

from __future__ import annotations

from datetime import timedelta

import pytest

from derman.announcements import actions as outages
from derman.announcements import jobs as outage_jobs
from derman.announcements.models import Affected, Announcement
from derman.announcements.models import Update as PublicUpdate
from derman.channels.mail.models import OutgoingMail
from derman.desk.queries import the_desk
from derman.kernel import clock
from derman.majors import actions, jobs, queries, words
from derman.majors.errors import MajorNotFound, NotAllowed, Overtaken, WrongInput
from derman.majors.models import Joined, MajorIncident, Update
from derman.notify.models import Notice
from derman.obligations.queries import could_slip
from derman.people.models import Person
from derman.radar.likely import look_back
from derman.tickets.errors import TicketNotFound
from derman.tickets.models import Message, Ticket
from tests.cast import asks

SAID = actions.Words(
    titles={"en": "No VPN", "tr": "VPN yok"},
    impacts={"en": "Nobody can connect from home.", "tr": "Evden kimse bağlanamıyor."},
    audience="signed_in",
)
NEWS = {"en": "A gateway is **replaced**.", "tr": "Bir ağ geçidi **değiştiriliyor**."}


@pytest.fixture
def again(front_line, selin) -> Ticket:
    return asks(selin, "VPN kopuyor", "On dakikada bir kopuyor.")


@pytest.fixture
def major(leyla, vpn, again) -> MajorIncident:
    return actions.declare(actor=leyla, said=SAID, tickets=[vpn.pk, again.pk])


def a_minute_later() -> None:
    """What can no longer be undone is told."""
    Joined.objects.update(at=clock.now() - actions.UNDO)
    for row in Update.objects.filter(told_at=None):
        row.at = clock.now() - actions.UNDO
        row.save(update_fields=["at"])
    Joined.objects.update(at=clock.now() - 2 * actions.UNDO)
    PublicUpdate.objects.filter(told_at=None).update(at=clock.now() - actions.UNDO)
    jobs.tell()
    outage_jobs.tell()


def public(ticket: Ticket) -> list[Message]:
    return list(Message.objects.filter(ticket=ticket, public=True, staff=True).order_by("seq"))


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


def test_closed_teams_stay_closed(major, secret, leyla, kaan, elif_):
    with pytest.raises(TicketNotFound):
        actions.join(actor=leyla, major=major.pk, ticket=secret.pk)
    actions.join(actor=kaan, major=major.pk, ticket=secret.pk)
    seen = queries.opened(leyla, major.pk)
    assert seen.hidden == 1
    assert secret.pk not in seen.numbers | {one.ticket_id for one in seen.joined}


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


def test_resolving_tells_everybody_and_resolves_their_tickets(major, vpn, again, leyla):
    a_minute_later()
    actions.resolve(actor=leyla, major=major.pk, texts=NEWS)
    a_minute_later()
    assert {one.status for one in Ticket.objects.filter(pk__in=[vpn.pk, again.pk])} == {"resolved"}
    assert Announcement.objects.get(pk=major.announcement_id).is_over
    row = MajorIncident.objects.get(pk=major.pk)
    assert (row.state, row.update_due_at, row.step_at) == ("resolved", None, None)
    assert actions.unresolve_tickets(actor=leyla, major=major.pk) == 2
    assert {one.status for one in Ticket.objects.filter(pk__in=[vpn.pk, again.pk])} == {"open"}
    assert actions.unresolve_tickets(actor=leyla, major=major.pk) == 0


def test_reopened_within_a_minute_nobody_heard_of_the_end(major, vpn, leyla):
    a_minute_later()
    actions.resolve(actor=leyla, major=major.pk, texts=NEWS)
    actions.reopen(actor=leyla, major=major.pk)
    a_minute_later()
    assert len(public(vpn)) == 1
    row = MajorIncident.objects.get(pk=major.pk)
    assert row.is_open
    assert row.update_due_at == major.update_due_at
    assert not Announcement.objects.get(pk=major.announcement_id).is_over


def test_reopened_later_it_goes_on_and_an_update_is_due(major, leyla):
    actions.resolve(actor=leyla, major=major.pk, texts=NEWS)
    a_minute_later()
    actions.reopen(actor=leyla, major=major.pk)
    row = MajorIncident.objects.get(pk=major.pk)
    assert row.is_open
    assert row.update_due_at is not None
    assert not Announcement.objects.get(pk=major.announcement_id).is_over


def test_agents_without_a_part_in_it_note_and_join_but_do_not_tell(major, elif_, front_line, mert):
    actions.note(actor=elif_, major=major.pk, text="The gateway is warm.")
    late = asks(mert, "VPN down")
    actions.join(actor=elif_, major=major.pk, ticket=late.pk)
    for work in (
        lambda: actions.tell(actor=elif_, major=major.pk, texts=NEWS),
        lambda: actions.move(actor=elif_, major=major.pk, state="identified"),
        lambda: actions.resolve(actor=elif_, major=major.pk, texts=NEWS),
    ):
        with pytest.raises(NotAllowed):
            work()


def test_who_is_overtaken_is_told(major, leyla):
    actions.move(actor=leyla, major=major.pk, state="identified")
    with pytest.raises(Overtaken):
        actions.tell(actor=leyla, major=major.pk, texts=NEWS, revision=major.revision)


def test_the_review_has_actions_with_owners_and_dates(major, leyla, elif_):
    with pytest.raises(WrongInput):
        actions.write_review(actor=leyla, major=major.pk, went_well="x")
    actions.resolve(actor=leyla, major=major.pk, texts=NEWS)
    with pytest.raises(WrongInput):
        actions.finish_review(actor=leyla, major=major.pk)
    actions.write_review(actor=leyla, major=major.pk, went_well="Fast.", went_badly="", cause="A fan.")
    today = clock.now().date()
    with pytest.raises(WrongInput):
        actions.add_action(actor=leyla, major=major.pk, title="A second gateway", owner=None, due_on=today)
    made = actions.add_action(
        actor=leyla, major=major.pk, title="A second gateway", owner=elif_.pk, due_on=today + timedelta(days=5)
    )
    actions.finish_review(actor=leyla, major=major.pk)
    actions.change_action(actor=elif_, major=major.pk, action=made.pk, done=True)
    row = MajorIncident.objects.get(pk=major.pk)
    assert (row.state, row.reviewed_by) == ("reviewed", leyla)
    assert row.actions.get().done_by == elif_


def test_the_cause_is_a_problem_with_the_tickets_and_a_copy_of_the_timeline(major, leyla, vpn, again):
    actions.note(actor=leyla, major=major.pk, text="The fan stands still.")
    actions.resolve(actor=leyla, major=major.pk, texts=NEWS)
    row = actions.link_problem(actor=leyla, major=major.pk, problem=None)
    assert row.problem is not None
    assert row.problem.incidents == 2
    noted = [one.details["text"] for one in row.problem.happenings.filter(kind="noted")]
    assert any("The fan stands still." in text for text in noted)
    actions.link_problem(actor=leyla, major=major.pk, problem=row.problem.pk)
    assert row.problem.happenings.filter(kind="noted").count() == len(noted)


def test_a_room_costs_the_same_however_much_is_in_it(major, leyla, front_line, django_assert_max_num_queries):
    for n in range(25):
        asked = asks(Person.objects.get(email="mert@ege.example"), f"VPN {n}")
        actions.join(actor=leyla, major=major.pk, ticket=asked.pk)
    with django_assert_max_num_queries(13):
        queries.opened(leyla, major.pk)


def test_tickets_that_share_its_words_are_offered_and_refused_ones_never_again(major, leyla, elif_, mert, secret):
    like = asks(mert, "VPN yok, evden bağlanamıyorum")
    other = asks(mert, "New keyboard")
    look_back(major.pk)
    assert [one.ticket_id for one in queries.likely_for(elif_, major.pk)] == [like.pk]
    assert [one.major_id for one in queries.some_for_ticket(elif_, like.pk)] == [major.pk]
    assert not queries.some_for_ticket(elif_, other.pk)
    actions.refuse(actor=elif_, major=major.pk, ticket=like.pk)
    look_back(major.pk)
    assert not queries.likely_for(elif_, major.pk)
    actions.refuse(actor=elif_, major=major.pk, ticket=like.pk, again=True)
    actions.join(actor=elif_, major=major.pk, ticket=like.pk, way="like")
    assert not queries.likely_for(elif_, major.pk)
    assert "VPN" in like.events.get(kind="major.joined").details["words"]


def test_what_is_owed_of_it_is_found(major, leyla, elif_, mert):
    def owed(person: Person) -> list[str]:
        kinds = ("major_update", "major_review", "major_action")
        return [one.reason(clock.now()) for group in could_slip(person, kinds=kinds) for one in group.findings]

    assert not owed(leyla)
    MajorIncident.objects.filter(pk=major.pk).update(update_due_at=clock.now() - timedelta(minutes=3))
    assert ["No VPN" in sentence for sentence in owed(leyla)] == [True]
    assert not owed(elif_)
    actions.resolve(actor=leyla, major=major.pk, texts=NEWS)
    assert not owed(leyla)
    MajorIncident.objects.filter(pk=major.pk).update(resolved_at=clock.now() - timedelta(days=2))
    assert len(owed(leyla)) == 1
    today = clock.now().date()
    actions.add_action(actor=leyla, major=major.pk, title="A second gateway", owner=elif_.pk, due_on=today)
    assert ["A second gateway" in sentence for sentence in owed(elif_)] == [True]


def test_every_page_knows_whether_one_goes_on(leyla, major):
    assert the_desk().majors_open == 1
    actions.resolve(actor=leyla, major=major.pk, texts=NEWS)
    assert the_desk().majors_open == 0
    actions.reopen(actor=leyla, major=major.pk)
    assert the_desk().majors_open == 1
