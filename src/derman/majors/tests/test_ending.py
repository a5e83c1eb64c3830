"""A major incident ends, is opened again, and is learned from; what is owed of it is found."""

from __future__ import annotations

from datetime import timedelta

import pytest

from derman.announcements.models import Announcement
from derman.desk.queries import the_desk
from derman.kernel import clock
from derman.majors import actions, queries
from derman.majors.errors import NotAllowed, Overtaken, WrongInput
from derman.majors.models import MajorIncident
from derman.majors.tests.said import NEWS, a_minute_later, public
from derman.obligations.queries import could_slip
from derman.people.models import Person
from derman.radar.likely import look_back
from derman.tickets.models import Ticket
from tests.cast import asks


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
