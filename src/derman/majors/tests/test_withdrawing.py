"""A major incident that was declared by mistake: within a minute nobody hears of it, later whoever did hears so."""

from __future__ import annotations

from datetime import timedelta

import pytest

from derman.announcements.models import Announcement
from derman.channels.mail.models import OutgoingMail
from derman.desk.queries import the_desk
from derman.kernel import clock
from derman.majors import actions, jobs
from derman.majors.errors import NotAllowed, WrongInput
from derman.majors.models import Joined, MajorIncident
from derman.majors.tests.said import NEWS, SAID, a_minute_later, public
from derman.notify.jobs import tell_next
from tests.cast import asks


def now_of(major: MajorIncident) -> MajorIncident:
    return MajorIncident.objects.select_related("announcement").get(pk=major.pk)


def a_minute_after_withdrawing() -> None:
    MajorIncident.objects.filter(state="withdrawn").update(resolved_at=clock.now() - actions.UNDO)
    a_minute_later()


def kinds(major: MajorIncident) -> list[str]:
    return list(major.happenings.order_by("pk").values_list("kind", flat=True))


def test_undone_at_once_nobody_hears_of_it(major, vpn, again, leyla):
    row = actions.withdraw(actor=leyla, major=major.pk)
    assert (row.state, row.update_due_at, row.step_at, row.is_open) == ("withdrawn", None, None, False)
    assert Announcement.objects.get(pk=major.announcement_id).published_at is None
    assert the_desk().majors_open == 0
    a_minute_after_withdrawing()
    assert public(vpn) == public(again) == []
    assert not Joined.objects.exists() and now_of(major).joined == 0
    assert vpn.events.get(kind="major.left").details["why"] == "withdrawn"
    assert kinds(major)[-3:] == ["withdrawn", "left", "called_off"]


def test_later_whoever_was_told_hears_in_their_language_that_it_is_none(major, vpn, again, leyla):
    a_minute_later()
    actions.withdraw(actor=leyla, major=major.pk)
    late = now_of(major)
    assert Announcement.objects.get(pk=late.announcement_id).is_over
    a_minute_after_withdrawing()
    assert "yanlış" in public(again)[-1].text and len(public(again)) == 2
    assert not Joined.objects.exists()
    assert vpn.events.filter(kind="major.told").last().details["why"] == "withdrawn"
    before = len(public(again))
    jobs.tell()
    assert len(public(again)) == before


def test_a_ticket_whose_people_never_heard_of_it_hears_nothing_now(major, vpn, leyla, mert):
    a_minute_later()
    young = asks(mert, "VPN is down")
    actions.join(actor=leyla, major=major.pk, ticket=young.pk)
    actions.withdraw(actor=leyla, major=major.pk)
    a_minute_after_withdrawing()
    assert public(young) == []


def test_words_of_ones_own_are_what_people_read(major, vpn, leyla):
    a_minute_later()
    actions.withdraw(actor=leyla, major=major.pk, texts={"en": "We were wrong.", "tr": "Yanılmışız."})
    a_minute_after_withdrawing()
    assert "Yanılmışız." in public(vpn)[-1].text or "We were wrong." in public(vpn)[-1].text
    row = MajorIncident.objects.get(pk=major.pk)
    with pytest.raises(WrongInput):
        actions.withdraw(actor=leyla, major=row.pk)


@pytest.mark.parametrize("heard", [False, True])
def test_taken_back_within_a_minute_it_goes_on_with_its_tickets(major, vpn, leyla, heard):
    if heard:
        a_minute_later()
    actions.withdraw(actor=leyla, major=major.pk)
    actions.reopen(actor=leyla, major=major.pk)
    row = now_of(major)
    assert (row.state, row.joined, row.is_open) == ("declared", 2, True) and row.update_due_at is not None
    assert row.announcement.published_at is not None and not row.announcement.is_over
    a_minute_later()
    assert len(public(vpn)) == 1 and Joined.objects.count() == 2
    assert the_desk().majors_open == 1


def test_reopened_much_later_it_is_one_again_without_its_tickets(major, leyla):
    actions.withdraw(actor=leyla, major=major.pk)
    a_minute_after_withdrawing()
    actions.reopen(actor=leyla, major=major.pk)
    row = now_of(major)
    assert row.is_open and row.joined == 0 and row.announcement.published_at is not None


def test_an_update_that_has_not_left_does_not_leave(major, vpn, leyla):
    actions.tell(actor=leyla, major=major.pk, texts=NEWS)
    actions.withdraw(actor=leyla, major=major.pk)
    a_minute_after_withdrawing()
    assert public(vpn) == []


def test_only_who_leads_withdraws_and_nothing_is_learned_from_it(major, elif_, leyla):
    with pytest.raises(NotAllowed):
        actions.withdraw(actor=elif_, major=major.pk)
    actions.withdraw(actor=leyla, major=major.pk)
    for work in (actions.write_review, actions.finish_review):
        with pytest.raises(WrongInput, match="by mistake"):
            work(actor=leyla, major=major.pk)


def test_whoever_has_a_part_hears_nothing_of_what_was_undone_at_once(leyla, elif_):
    OutgoingMail.objects.all().delete()
    row = actions.declare(actor=leyla, said=SAID, lead=elif_.pk)
    assert not tell_next()  # it may still be undone
    actions.withdraw(actor=leyla, major=row.pk)
    with clock.frozen_at(clock.now() + timedelta(seconds=30)):
        tell_next()
    a_minute_after_withdrawing_soon(row)
    assert not OutgoingMail.objects.filter(person=elif_).exists()


def a_minute_after_withdrawing_soon(row: MajorIncident) -> None:
    """As it is when both lie back: declared and withdrawn in the same seconds."""
    past = clock.now() - 2 * actions.UNDO
    MajorIncident.objects.filter(pk=row.pk).update(declared_at=past, resolved_at=past + timedelta(seconds=5))
    jobs.tell()


def test_whoever_read_that_they_have_a_part_reads_that_they_have_none(leyla, elif_):
    row = actions.declare(actor=leyla, said=SAID, lead=elif_.pk)
    MajorIncident.objects.filter(pk=row.pk).update(declared_at=clock.now() - timedelta(hours=1))
    actions.withdraw(actor=leyla, major=row.pk)
    OutgoingMail.objects.all().delete()
    a_minute_after_withdrawing()
    mail = OutgoingMail.objects.get(person=elif_)
    assert "declared by mistake" in mail.text
