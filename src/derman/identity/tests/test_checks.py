"""Who is calling: codes, call backs and managers; what fails, what locks, and that no code stands anywhere."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest

from derman.channels.mail.composing import compose
from derman.channels.mail.models import OutgoingKind, OutgoingMail
from derman.channels.mail.queries import outbox
from derman.identity import actions, queries
from derman.identity.errors import CannotCheck, CheckOver, CheckWaits, Locked, NotProven
from derman.identity.models import CredentialLock, IdentityCheck, State
from derman.kernel import clock
from derman.notify.models import Notice
from derman.people.actions import add_address, change_person, find_or_add_requester, set_manager, verify_address
from derman.people.models import Person
from derman.tickets import actions as tickets
from derman.tickets.errors import NotAllowed, Overtaken, TicketNotFound, WrongInput
from derman.tickets.queries import conversation, find
from tests.cast import asks


def mails() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(kind=OutgoingKind.IDENTITY).order_by("pk"))


def code_in(mail: OutgoingMail) -> str:
    body = compose(mail).get_body(("plain",))
    assert body is not None
    found = re.search(r"^(\d{3}) (\d{3})$", body.get_content(), re.MULTILINE)
    assert found
    return found[1] + found[2]


def begin(agent, ticket, method="code", **more):
    return actions.begin(actor=agent, ticket=ticket.pk, method=method, **more)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def told(ticket) -> list[tuple[str, str]]:
    rows = ticket.events.filter(kind__startswith="identity.").order_by("seq")
    return [(row.kind, row.details.get("outcome", "")) for row in rows]


def test_the_caller_says_the_code_that_went_to_the_registered_address(elif_, mert, vpn, aylin):
    begin(elif_, vpn)
    (mail,) = mails()
    code = code_in(mail)
    assert mail.to == ["mert@ege.example"]
    said = actions.say_code(actor=elif_, ticket=vpn.pk, code=f" {code[:3]} {code[3:]} ")
    assert said.right
    standing = queries.standing_of(find(elif_, vpn.pk))
    assert standing.proven_until is not None
    with clock.frozen_at(clock.now() + timedelta(minutes=61)):
        assert queries.standing_of(find(elif_, vpn.pk)).proven_until is None
    with pytest.raises(CheckOver):  # used
        actions.say_code(actor=elif_, ticket=vpn.pk, code=code)
    assert told(vpn) == [("identity.begun", ""), ("identity.ended", "proven")]


def test_the_code_stands_nowhere_but_in_the_mail(elif_, vpn, aylin):
    check = begin(elif_, vpn)
    (mail,) = mails()
    code = code_in(mail)
    shown = json.dumps(
        [
            *IdentityCheck.objects.filter(pk=check.pk).values(),
            *vpn.events.values(),
            *OutgoingMail.objects.filter(pk=mail.pk).values(),
            [vars(row) if hasattr(row, "__dict__") else str(row) for row in outbox(aylin).rows],
        ],
        default=str,
    )
    assert code not in shown
    assert f"{code[:3]} {code[3:]}" not in shown


def test_the_mail_speaks_the_language_of_the_person(elif_, selin, front_line):
    begin(elif_, asks(selin, "Parola"))
    (mail,) = mails()
    assert mail.language == "tr"
    assert "Merhaba" in compose(mail).get_body(("plain",)).get_content()


def test_three_wrong_codes_lock_the_person_and_alarm_the_leads(elif_, leyla, aylin, mert, vpn):
    begin(elif_, vpn)
    code = code_in(mails()[0])
    with pytest.raises(CannotCheck):  # no code at all costs no try
        actions.say_code(actor=elif_, ticket=vpn.pk, code="12345")
    left = [actions.say_code(actor=elif_, ticket=vpn.pk, code=wrong(code)).left for _try in range(3)]
    assert left == [2, 1, 0]
    with pytest.raises(CheckOver):
        actions.say_code(actor=elif_, ticket=vpn.pk, code=code)
    assert set(Notice.objects.filter(kind="identity").values_list("person", flat=True)) == {leyla.pk, aylin.pk}
    other = asks(mert, "Another")
    for method in ("code", "call_back", "manager"):
        with pytest.raises(Locked):
            begin(elif_, other, method)
    with pytest.raises(Locked):
        queries.require_proven(find(elif_, other.pk))
    with pytest.raises(NotAllowed):
        actions.lift(actor=elif_, ticket=other.pk, reason="I know her")
    with pytest.raises(WrongInput):
        actions.lift(actor=leyla, ticket=other.pk, reason=" ")
    actions.lift(actor=leyla, ticket=other.pk, reason="Seen in person")
    with pytest.raises(CheckOver):
        actions.lift(actor=aylin, ticket=other.pk, reason="Twice")
    assert begin(elif_, other).tries == 0


def test_a_code_that_nobody_says_in_time_has_failed_once(elif_, leyla, vpn):
    begin(elif_, vpn)
    code = code_in(mails()[0])
    with clock.frozen_at(clock.now() + timedelta(minutes=11)):
        with pytest.raises(CheckOver):
            actions.say_code(actor=elif_, ticket=vpn.pk, code=code)
        assert (actions.end_due(), actions.end_due()) == (0, 0)
    assert told(vpn)[-1] == ("identity.ended", "failed")
    assert CredentialLock.objects.filter(lifted_at=None).count() == 1


def test_a_code_of_another_check_is_a_wrong_one(elif_, mert, vpn):
    begin(elif_, vpn)
    other = asks(mert, "Another")
    begin(elif_, other)
    first, second = (code_in(mail) for mail in mails())
    if first != second:
        assert not actions.say_code(actor=elif_, ticket=other.pk, code=first).right
    assert actions.say_code(actor=elif_, ticket=other.pk, code=second).right


def test_breaking_off_gives_no_further_tries(elif_, vpn):
    begin(elif_, vpn)
    code = code_in(mails()[0])
    for _try in range(2):
        actions.say_code(actor=elif_, ticket=vpn.pk, code=wrong(code))
    actions.withdraw(actor=elif_, ticket=vpn.pk)
    assert begin(elif_, vpn).tries == 2
    code = code_in(mails()[1])
    assert actions.say_code(actor=elif_, ticket=vpn.pk, code=wrong(code)).left == 0
    assert CredentialLock.objects.filter(lifted_at=None).exists()


def test_an_address_that_a_mail_merely_came_from_gets_no_code(elif_, front_line):
    caller = find_or_add_requester(email="caller@evil.example", name="Caller")
    with pytest.raises(CannotCheck):
        begin(elif_, asks(caller))
    with pytest.raises(CannotCheck):
        begin(elif_, asks(caller), address=caller.addresses.get().pk)
    assert not mails()


def test_what_was_registered_lately_is_said_beside_the_choice_and_on_the_timeline(elif_, aylin, mert, vpn):
    mert.addresses.update(created_at=clock.now() - timedelta(days=90), verified_at=None)
    ways = queries.ways_for(elif_, vpn)
    assert ([one.changed_at for one in ways.addresses], ways.phone) == ([None], None)
    new = add_address(actor=aylin, person=mert, address="m.kaya@ege.example")
    new.__class__.objects.filter(pk=new.pk).update(created_at=clock.now() - timedelta(days=90))
    assert len(queries.ways_for(elif_, vpn).addresses) == 1  # not verified
    verify_address(actor=aylin, person=mert, address=new.pk)
    change_person(actor=mert, person=mert, phone="+90 555 000 00 00")
    ways = queries.ways_for(elif_, vpn)
    assert [one.changed_at is not None for one in ways.addresses] == [False, True]
    assert ways.phone is not None and ways.phone.changed_at is not None
    begin(elif_, vpn, "call_back")
    assert vpn.events.get(kind="identity.begun").details["changed"]
    with clock.frozen_at(clock.now() + timedelta(days=15)):
        assert queries.ways_for(elif_, vpn).phone.changed_at is None


def test_calling_back_proves_denies_or_reaches_nobody(elif_, mert, vpn):
    with pytest.raises(CannotCheck):
        begin(elif_, vpn, "call_back")
    change_person(actor=mert, person=mert, phone="+90 555 000 00 00")
    for outcome, state in (("not_reached", "expired"), ("confirmed", "proven"), ("denied", "failed")):
        begin(elif_, vpn, "call_back")
        assert actions.note_call(actor=elif_, ticket=vpn.pk, outcome=outcome).state == state
    assert CredentialLock.objects.filter(person=mert, lifted_at=None).exists()


def test_the_number_that_changed_meanwhile_proves_nothing(elif_, mert, vpn):
    change_person(actor=mert, person=mert, phone="+90 555 000 00 00")
    begin(elif_, vpn, "call_back")
    change_person(actor=mert, person=mert, phone="+90 555 111 11 11")
    with pytest.raises(CheckOver):
        actions.note_call(actor=elif_, ticket=vpn.pk, outcome="confirmed")
    assert told(vpn)[-1] == ("identity.ended", "withdrawn")
    assert not CredentialLock.objects.exists()


def test_only_the_manager_answers_and_only_once(elif_, aylin, selin, mert, vpn):
    with pytest.raises(CannotCheck):
        begin(elif_, vpn, "manager")
    set_manager(actor=aylin, person=mert, manager="selin@ege.example")
    mert.refresh_from_db()
    check = begin(elif_, vpn, "manager")
    (mail,) = mails()
    assert mail.to == ["selin@ege.example"]
    assert f"/identity/{check.pk}/" in mail.text
    for other in (mert, elif_, aylin):
        with pytest.raises(TicketNotFound):
            actions.decide(actor=other, check=check.pk, confirmed=True)
    assert actions.decide(actor=selin, check=check.pk, confirmed=True).state == State.PROVEN
    with pytest.raises(CheckOver):
        actions.decide(actor=selin, check=check.pk, confirmed=False)
    again = begin(elif_, vpn, "manager")
    assert actions.decide(actor=selin, check=again.pk, confirmed=False).state == State.FAILED
    assert CredentialLock.objects.filter(person=mert, lifted_at=None).exists()


def test_one_check_at_a_time_and_not_of_oneself(elif_, leyla, vpn, secret):
    begin(elif_, vpn)
    with pytest.raises(CheckWaits):
        begin(leyla, vpn)
    with pytest.raises(TicketNotFound):
        begin(elif_, secret)
    with pytest.raises(CannotCheck):
        begin(elif_, asks(elif_, "My own"))


def test_a_ticket_that_was_merged_meanwhile_has_no_check_any_more(elif_, mert, vpn):
    begin(elif_, vpn)
    code = code_in(mails()[0])
    tickets.merge(actor=elif_, ticket=vpn.pk, into=asks(mert, "The same").pk)
    with pytest.raises(Overtaken):
        actions.say_code(actor=elif_, ticket=vpn.pk, code=code)
    with clock.frozen_at(clock.now() + timedelta(minutes=11)):
        assert actions.end_due() == 1
    assert not CredentialLock.objects.exists()  # nobody failed


def test_a_category_asks_for_it_also_for_those_below(elif_, aylin, mert, vpn):
    above = tickets.save_category(actor=aylin, names={"en": "Accounts"}, identity_required=True)
    below = tickets.save_category(actor=aylin, names={"en": "Passwords"}, parent=above)
    queries.require_proven(find(elif_, vpn.pk))
    tickets.set_category(actor=elif_, ticket=vpn.pk, category=below)
    with pytest.raises(NotProven):
        queries.require_proven(find(elif_, vpn.pk))
    begin(elif_, vpn)
    actions.say_code(actor=elif_, ticket=vpn.pk, code=code_in(mails()[0]))
    queries.require_proven(find(elif_, vpn.pk))


def test_how_it_stands_is_one_statement(elif_, vpn, django_assert_num_queries):
    ticket = conversation(elif_, vpn.pk).ticket
    with django_assert_num_queries(1):
        queries.standing_of(ticket)


def test_nobody_is_flooded_with_codes(elif_, vpn):
    for _time in range(5):
        begin(elif_, vpn)
        actions.withdraw(actor=elif_, ticket=vpn.pk)
    with pytest.raises(CannotCheck):
        begin(elif_, vpn)
    assert isinstance(vpn.requester, Person)
