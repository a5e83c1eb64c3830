"""A deleted ticket is as if it were not there, comes back as it was, and is empty after its days."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from derman.kernel import clock, files
from derman.kernel.models import StoredFile
from derman.people.access import lens_of
from derman.tickets import actions, queries
from derman.tickets.access import events_visible_to, messages_visible_to, own, visible_to
from derman.tickets.actions import deleting
from derman.tickets.binned import KEPT, Binned
from derman.tickets.errors import NotAllowed, Overtaken, TicketNotFound, WrongInput
from derman.tickets.incoming import Incoming, IncomingFile, Proof
from derman.tickets.jobs import empty_bin
from derman.tickets.models import Attachment, Event, Message, Ticket
from derman.tickets.queries.lines import lines_of
from derman.tickets.tests.test_undo import whole
from tests.cast import asks


def again(sender, ticket, **more):
    return actions.receive(
        Incoming(channel="email", sender=sender, subject="Re", text="Still?", answers=ticket.pk, proof=Proof.TOKEN)
    )


def test_only_leads_and_administrators_delete(vpn, secret, elif_, mert, leyla):
    with pytest.raises(NotAllowed):
        actions.delete(actor=elif_, ticket=vpn.pk)
    with pytest.raises(TicketNotFound):
        actions.delete(actor=mert, ticket=secret.pk)
    with pytest.raises(TicketNotFound):
        actions.delete(actor=leyla, ticket=secret.pk)
    assert not Binned.objects.exists()


def test_it_is_seen_nowhere(vpn, mert, elif_, leyla):
    beside = asks(mert, "Beside")
    actions.link(actor=elif_, ticket=beside.pk, other=vpn.pk, kind="related")
    actions.delete(actor=leyla, ticket=vpn.pk)
    for person in (mert, elif_, leyla):
        assert not visible_to(person).filter(pk=vpn.pk).exists()
        assert not own(person).filter(pk=vpn.pk).exists()
        assert not messages_visible_to(person).filter(ticket=vpn.pk).exists()
        assert not events_visible_to(person).filter(ticket=vpn.pk).exists()
        with pytest.raises(TicketNotFound):
            queries.find(person, vpn.pk)
    assert [row.ticket.pk for row in queries.own_page(mert).rows] == [beside.pk]
    assert [row.ticket.pk for row in queries.page(elif_, "all").rows] == [beside.pk]
    assert queries.counts(elif_)["all"] == 1
    assert lines_of(elif_, lens_of(elif_), [vpn.pk]) == {}
    assert queries.conversation(elif_, beside.pk).links == []
    for verb in (actions.take, actions.resolve, actions.reopen):
        with pytest.raises(TicketNotFound):
            verb(actor=elif_, ticket=vpn.pk)
    with pytest.raises(TicketNotFound):
        actions.reply_own(
            actor=mert, ticket=vpn.pk, incoming=Incoming(channel="portal", sender=mert, subject="", text="x")
        )


@pytest.mark.parametrize("bring_back", ["restore", "undo"])
def test_it_comes_back_as_it_was(vpn, elif_, leyla, bring_back):
    actions.wait(actor=elif_, ticket=vpn.pk, waiting_for="date", until=clock.now() + timedelta(days=3))
    before = whole(vpn)
    ticket = actions.delete(actor=leyla, ticket=vpn.pk)
    assert queries.binned(elif_) == []
    assert [(row.pk, row.binned.by) for row in queries.binned(leyla)] == [(vpn.pk, leyla)]
    if bring_back == "restore":
        actions.restore(actor=leyla, ticket=vpn.pk)
    else:
        actions.undo(actor=leyla, ticket=vpn.pk, act=ticket.events.last().act)
    assert whole(vpn) == before
    assert not Binned.objects.exists()
    with pytest.raises(TicketNotFound):
        actions.restore(actor=leyla, ticket=vpn.pk)


def test_who_may_not_delete_takes_no_deletion_back_and_deletes_nothing_by_undo(vpn, elif_, leyla):
    deleted = actions.delete(actor=leyla, ticket=vpn.pk).events.last()
    taken = vpn.events.first().act
    for person, act in ((elif_, deleted.act), (leyla, taken)):
        with pytest.raises(TicketNotFound):
            actions.undo(actor=person, ticket=vpn.pk, act=act)
    restored = actions.restore(actor=leyla, ticket=vpn.pk).events.last()
    with pytest.raises(NotAllowed):
        actions.undo(actor=elif_, ticket=vpn.pk, act=restored.act)
    actions.undo(actor=leyla, ticket=vpn.pk, act=restored.act)
    assert not visible_to(leyla).filter(pk=vpn.pk).exists()


def test_what_was_merged_into_it_goes_and_comes_along(vpn, mert, elif_, leyla):
    other = asks(mert, "The same")
    actions.merge(actor=elif_, ticket=other.pk, into=vpn.pk)
    before = (whole(vpn), whole(other))
    with pytest.raises(Overtaken):
        actions.delete(actor=leyla, ticket=other.pk)
    actions.delete(actor=leyla, ticket=vpn.pk)
    assert not visible_to(leyla).filter(pk__in=[vpn.pk, other.pk]).exists()
    actions.restore(actor=leyla, ticket=vpn.pk)
    assert (whole(vpn), whole(other)) == before


def test_an_answer_for_later_is_no_surprise(vpn, elif_, leyla):
    actions.reply_later(actor=elif_, ticket=vpn.pk, text="Soon", send_at=clock.now() + timedelta(days=1))
    with pytest.raises(WrongInput):
        actions.delete(actor=leyla, ticket=vpn.pk)


def test_a_mail_that_answers_it_opens_a_new_linked_one(vpn, mert, leyla):
    actions.delete(actor=leyla, ticket=vpn.pk)
    received = again(mert, vpn)
    assert received.opened
    assert received.ticket.links.get().other_id == vpn.pk
    assert queries.conversation(leyla, received.ticket.pk).links == []  # as long as that one is in the bin
    actions.restore(actor=leyla, ticket=vpn.pk)
    assert [link.kind for link in queries.conversation(leyla, received.ticket.pk).links] == ["follow_up"]


def test_whoever_answers_from_outside_opens_a_new_one_as_well(vpn, elif_, leyla, selin):
    actions.forward(actor=elif_, ticket=vpn.pk, to="help@vendor.example", text="Do you know?", answers=True)
    actions.delete(actor=leyla, ticket=vpn.pk)
    received = actions.receive(
        Incoming(
            channel="email",
            sender=selin,
            text="We do.",
            subject="Re",
            answers=vpn.pk,
            outside=vpn.forwards.get().pk,
            proof=Proof.TOKEN,
        )
    )
    assert received.opened and received.ticket.pk != vpn.pk


@pytest.fixture
def emptied(vpn, elif_, leyla, mert, django_capture_on_commit_callbacks):
    """A ticket with words in every place, deleted 31 days ago."""
    for name, content in (("own.txt", b"Confidential, of this ticket alone"), ("both.txt", b"Of two tickets")):
        file = actions.upload(actor=elif_, name=name, content=content)
        actions.note(actor=elif_, ticket=vpn.pk, text="Confidential", attached=[IncomingFile(upload=file.key)])
    file = actions.upload(actor=elif_, name="both.txt", content=b"Of two tickets")
    other = asks(mert, "Other")
    actions.note(actor=elif_, ticket=other.pk, text="See file", attached=[IncomingFile(upload=file.key)])
    actions.set_subject(actor=elif_, ticket=vpn.pk, subject="Confidential")
    actions.set_tags(actor=elif_, ticket=vpn.pk, tags=["confidential"])
    actions.add_task(actor=elif_, ticket=vpn.pk, title="Confidential")
    actions.add_time(actor=elif_, ticket=vpn.pk, minutes=20, note="Confidential")
    actions.delete(actor=leyla, ticket=vpn.pk)
    return vpn


def test_after_its_days_nothing_of_its_content_is_left(emptied, leyla, elif_):
    count, number = emptied.events.count(), emptied.pk
    empty_bin()
    assert Message.objects.filter(ticket=number).exists()  # not before
    with clock.frozen_at(clock.now() + KEPT + timedelta(hours=1)):
        for _twice in range(2):
            empty_bin()
    row = Ticket.objects.get(pk=number)
    assert (row.subject, row.excerpt, row.tags, row.status) == ("", "", [], "deleted")
    assert not Message.objects.filter(ticket=number).exists()
    assert not row.tasks_of.exists() and row.time_spent.get().note == ""
    told = [str(details) for details in Event.objects.filter(ticket=number).values_list("details", flat=True)]
    assert len(told) == count + 1
    assert "onfidential" not in " ".join(told)
    assert row.events.get(kind="ticket.deleted").actor == leyla  # who did what and when stays
    assert [one.pk for one in queries.emptied(leyla)] == [number]
    with pytest.raises(TicketNotFound):
        actions.restore(actor=leyla, ticket=number)


def test_one_that_cannot_be_emptied_stops_no_other(emptied, mert, leyla, monkeypatch):
    other = asks(mert, "Other")
    actions.delete(actor=leyla, ticket=other.pk)
    real = deleting.empty
    monkeypatch.setattr(deleting, "empty", lambda number: 1 / 0 if number == emptied.pk else real(number))
    with clock.frozen_at(clock.now() + KEPT + timedelta(hours=1)):
        empty_bin()
    assert set(Binned.objects.filter(emptied_at=None).values_list("pk", flat=True)) == {emptied.pk}


def test_files_go_from_the_disk_unless_another_ticket_has_them(emptied, monkeypatch):
    digests = dict(Attachment.objects.filter(message__ticket=emptied.pk).values_list("name", "file"))
    Attachment.objects.filter(message__ticket=emptied.pk).delete()
    files.forget(digests.values())
    assert all(files.place(digest).exists() for digest in digests.values())  # stored a moment ago
    monkeypatch.setattr(files, "YOUNG", -1)
    files.forget(digests.values())
    assert {name for name, digest in digests.items() if files.place(digest).exists()} == {"both.txt"}
    assert StoredFile.objects.filter(digest__in=digests.values()).count() == 1
    files.forget(digests.values())  # twice
    assert files.store(b"Confidential, of this ticket alone").digest == digests["own.txt"]
    assert files.place(digests["own.txt"]).exists()


def test_the_timeline_of_other_tickets_stays_as_final_as_before(vpn, emptied, leyla):
    beside = Event.objects.filter(kind="ticket.opened").exclude(ticket=emptied.pk).first()
    for change in ({"details": {}}, {"kind": "x"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Event.objects.filter(pk=beside.pk).update(**change)
    with clock.frozen_at(clock.now() + KEPT + timedelta(hours=1)):
        empty_bin()
    for change in ({"kind": "x"}, {"details": {"subject": "x"}}, {"actor": leyla}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Event.objects.filter(ticket=emptied.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.filter(ticket=emptied.pk).delete()
