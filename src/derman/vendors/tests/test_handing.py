"""A ticket is handed to a vendor: by mail or by a guest page, with what was chosen and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from derman.channels.mail.marks import forward_address
from derman.channels.mail.models import OutgoingMail
from derman.channels.mail.tests.post import arrives, letter
from derman.kernel import clock, secrets
from derman.tickets import access, queries
from derman.tickets import actions as tickets
from derman.tickets.errors import TicketNotFound
from derman.tickets.errors import WrongInput as WrongTicketInput
from derman.tickets.incoming import IncomingFile
from derman.tickets.models import Attachment
from derman.vendors import actions
from derman.vendors.errors import RoomClosed, VendorNotFound
from derman.vendors.links import case_of, file_of, token_of
from derman.vendors.models import Case
from derman.vendors.queries import said_in
from derman.vendors.tests.cases import handed, kinds, settled

pytestmark = pytest.mark.django_db


def test_a_ticket_that_is_handed_over_waits_for_the_vendor_and_says_so(elif_, vpn, arda):
    case = handed(elif_, vpn, arda)
    vpn.refresh_from_db()
    assert (vpn.status, vpn.waiting_for) == ("waiting", "vendor")
    assert kinds(vpn)[-3:] == ["message.forwarded", "vendor.asked", "status.changed"]
    assert case.response_due == case.sent_at + timedelta(hours=4)
    assert case.solution_due == case.sent_at + timedelta(days=2)


def test_the_guest_page_is_mailed_as_a_link_that_lies_encrypted_and_shows_nothing_else(elif_, vpn, arda):
    case = handed(elif_, vpn, arda)
    row = OutgoingMail.objects.get(kind="vendor")
    assert (row.to, row.ticket_id) == (["destek@arda.example"], vpn.pk)
    assert token_of(case) not in row.text and token_of(case) in secrets.decrypt(row.sealed)
    assert "every ten minutes" not in secrets.decrypt(row.sealed)
    assert row.not_before > clock.now() + timedelta(seconds=10)


def test_by_mail_it_leaves_in_a_thread_of_its_own_with_what_was_chosen(elif_, vpn, arda):
    first = vpn.messages.get()
    case = handed(elif_, vpn, arda, way="mail", messages=[first.pk])
    row = OutgoingMail.objects.get(kind="forward")
    assert row.message.forward_id == case.forward_id
    assert "every ten minutes" in row.message.quoted


def test_notes_and_files_of_notes_never_go_along(elif_, vpn, arda):
    note = tickets.note(
        actor=elif_, ticket=vpn.pk, text="He is difficult.", attached=[IncomingFile(name="secret.txt", content=b"x")]
    )
    with pytest.raises(WrongTicketInput):
        handed(elif_, vpn, arda, messages=[note.pk])
    with pytest.raises(WrongTicketInput):
        handed(elif_, vpn, arda, files=[Attachment.objects.get(message=note).pk])
    assert not Case.objects.exists()


def test_only_the_chosen_files_go_along_and_no_other_opens_by_the_link(elif_, vpn, arda, mert):
    for name in ("log.txt", "salary.txt"):
        content = IncomingFile(name=name, content=name.encode())
        message = vpn.messages.get()
        tickets.upload(actor=mert, name=name, content=content.content)
        Attachment.objects.filter(message=None).update(message=message)
    log, salary = Attachment.objects.order_by("pk")
    case = handed(elif_, vpn, arda, files=[log.pk])
    settled(case)
    (message,) = said_in(case, to_vendor=True)
    (sent,) = message.attachments.all()
    assert sent.name == "log.txt"
    assert file_of(case, sent.key) == sent
    assert file_of(case, log.key) is None and file_of(case, salary.key) is None


def test_taken_back_within_ten_seconds_it_never_was(elif_, vpn, arda):
    case = handed(elif_, vpn, arda)
    event = tickets.last_act(actor=elif_, ticket=vpn.pk)
    assert event is not None
    tickets.undo(actor=elif_, ticket=vpn.pk, act=event.act)
    vpn.refresh_from_db()
    assert vpn.status == "new"
    assert not Case.objects.filter(pk=case.pk).exists()
    assert OutgoingMail.objects.get(kind="vendor").state == "cancelled"
    with pytest.raises(RoomClosed):
        case_of(token_of(case))


def test_the_vendor_answers_on_its_page_for_agents_alone(elif_, vpn, arda, mert):
    case = handed(elif_, vpn, arda)
    day = clock.now().date() + timedelta(days=3)
    token = token_of(case)
    actions.answer(
        token=token, text="A disk is broken.", number="AS-9", day=day, files=[IncomingFile(name="a.txt", content=b"x")]
    )
    case.refresh_from_db()
    assert (case.their_number, case.their_date) == ("AS-9", day)
    assert case.answered_at is not None
    said = vpn.messages.get(staff=False, public=False)
    assert (said.text, said.forward_id) == ("A disk is broken.", case.forward_id)
    vpn.refresh_from_db()
    assert vpn.status == "open"
    assert said not in access.messages_visible_to(mert)
    assert "disk" not in str([one.text for one in queries.own_conversation(mert, vpn.pk).messages])
    assert not access.visible_to(said.author).exists()


def test_a_page_shows_no_other_case_and_opens_nothing_when_it_is_forged_or_withdrawn(elif_, vpn, arda, nordic):
    one, other = handed(elif_, vpn, arda), handed(elif_, vpn, nordic, text="For Nordic alone.")
    settled(one)
    settled(other)
    assert "Nordic" not in str([message.text for message in said_in(case_of(token_of(one)), to_vendor=True)])
    forged = f"{other.pk}.1.{token_of(one).rpartition('.')[2]}"
    for token in (forged, "x", "", "1.1.x", f"{one.pk}.1.", "9" * 400, f"{one.pk}.²." + "a" * 32):
        with pytest.raises(RoomClosed):
            case_of(token)
    actions.withdraw(actor=elif_, ticket=vpn.pk, case=one.pk)
    for act in (case_of, lambda token: actions.answer(token=token, text="Still me")):
        with pytest.raises(RoomClosed):
            act(token_of(one))
    assert case_of(token_of(other)) == other
    assert kinds(vpn)[-1] == "vendor.ended"


def test_a_link_ends_by_itself_and_by_a_new_one(elif_, vpn, arda):
    case = handed(elif_, vpn, arda)
    old = token_of(case)
    new = token_of(actions.renew_link(actor=elif_, ticket=vpn.pk, case=case.pk))
    assert case_of(new) == case
    with pytest.raises(RoomClosed):
        case_of(old)
    Case.objects.update(link_until=clock.now())
    with pytest.raises(RoomClosed):
        case_of(new)


def test_a_case_by_mail_has_no_page(elif_, vpn, arda):
    case = handed(elif_, vpn, arda, way="mail")
    with pytest.raises(RoomClosed):
        case_of(token_of(case))


def test_an_answer_by_mail_meets_the_clock_but_a_machine_does_not(elif_, vpn, arda):
    case = handed(elif_, vpn, arda, way="mail")
    address = forward_address("help@ege.example", case.forward_id)
    sender = "Nöbetçi <destek@arda.example>"
    away = letter(sender=sender, to=address, text="We are away.", **{"Auto-Submitted": "auto-replied"})
    arrives(away, to=[address])
    case.refresh_from_db()
    assert case.answered_at is None
    arrives(letter(sender="Eng <eng@arda.example>", to=address, text="We look."), to=[address])
    case.refresh_from_db()
    assert case.answered_at is not None
    assert vpn.messages.filter(forward=case.forward_id, staff=False).count() == 2


def test_who_may_not_see_the_ticket_hands_over_nothing(elif_, secret, arda, mert, vpn, derya):
    with pytest.raises(TicketNotFound):
        handed(elif_, secret, arda)
    with pytest.raises((TicketNotFound, VendorNotFound)):
        handed(mert, vpn, arda)
    case = handed(elif_, vpn, arda)
    for act in (actions.withdraw, actions.end):
        with pytest.raises(VendorNotFound):
            act(actor=mert, ticket=vpn.pk, case=case.pk)
        with pytest.raises(VendorNotFound):
            act(actor=derya, ticket=secret.pk, case=case.pk)
