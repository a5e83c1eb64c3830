"""What an agent did can be taken back for ten seconds."""

from datetime import timedelta

import pytest

from derman.kernel import clock
from derman.tickets import actions
from derman.tickets.errors import TooLateToUndo
from derman.tickets.incoming import IncomingFile
from derman.tickets.jobs import forget_uploads
from derman.tickets.models import Attachment, Draft


def latest_act(ticket):
    return ticket.events.last().act


def test_an_assignment_is_taken_back(vpn, elif_):
    actions.take(actor=elif_, ticket=vpn.pk)
    ticket = actions.undo(actor=elif_, ticket=vpn.pk, act=latest_act(vpn))
    assert (ticket.assignee, ticket.status) == (None, "new")
    assert ticket.events.last().kind == "ticket.undone"


def test_a_reply_is_taken_back_and_its_text_is_a_draft_again(vpn, elif_):
    actions.reply(actor=elif_, ticket=vpn.pk, text="Wrong person!", then="resolved")
    ticket = actions.undo(actor=elif_, ticket=vpn.pk, act=latest_act(vpn))
    assert (ticket.status, ticket.first_response_at) == ("new", None)
    assert ticket.messages.filter(withdrawn_at=None).count() == 1
    assert Draft.objects.get(ticket=vpn).html == "Wrong person!"


def test_after_its_time_it_is_too_late(vpn, elif_):
    actions.resolve(actor=elif_, ticket=vpn.pk)
    with clock.frozen_at(clock.now() + timedelta(seconds=20)), pytest.raises(TooLateToUndo):
        actions.undo(actor=elif_, ticket=vpn.pk, act=latest_act(vpn))


def test_not_what_somebody_else_did(vpn, elif_, derya):
    actions.resolve(actor=elif_, ticket=vpn.pk)
    with pytest.raises(TooLateToUndo):
        actions.undo(actor=derya, ticket=vpn.pk, act=latest_act(vpn))


def test_not_what_was_changed_again_since(vpn, elif_, derya):
    actions.resolve(actor=elif_, ticket=vpn.pk)
    act = latest_act(vpn)
    actions.reopen(actor=derya, ticket=vpn.pk)
    with pytest.raises(TooLateToUndo):
        actions.undo(actor=elif_, ticket=vpn.pk, act=act)


def test_not_twice(vpn, elif_):
    actions.resolve(actor=elif_, ticket=vpn.pk)
    act = latest_act(vpn)
    actions.undo(actor=elif_, ticket=vpn.pk, act=act)
    with pytest.raises(TooLateToUndo):
        actions.undo(actor=elif_, ticket=vpn.pk, act=act)


def test_the_files_of_a_reply_taken_back_wait_with_the_draft(vpn, elif_):
    file = actions.upload(actor=elif_, name="notes.txt", content=b"hello")
    actions.reply(actor=elif_, ticket=vpn.pk, text="See file", attached=[IncomingFile(upload=file.key)])
    actions.undo(actor=elif_, ticket=vpn.pk, act=latest_act(vpn))
    assert Draft.objects.get(ticket=vpn).files == [file.key]
    actions.reply(actor=elif_, ticket=vpn.pk, text="See file", attached=[IncomingFile(upload=file.key)])
    file.refresh_from_db()
    assert file.message == vpn.messages.filter(withdrawn_at=None).last()


def test_a_file_that_a_draft_keeps_is_not_forgotten(vpn, elif_):
    kept, lost = (actions.upload(actor=elif_, name=name, content=b"hello") for name in ("a.txt", "b.txt"))
    actions.save_draft(actor=elif_, ticket=vpn.pk, public=True, html_body="", files=[kept.key])
    with clock.frozen_at(clock.now() + timedelta(days=3)):
        forget_uploads()
    assert list(Attachment.objects.values_list("key", flat=True)) == [kept.key]
    assert lost.key != kept.key
