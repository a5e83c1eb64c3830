"""A secret is handed over once: shown by the button alone, gone afterwards, and only to whom may have it."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.test import Client

from derman.channels.mail.composing import compose
from derman.channels.mail.models import OutgoingKind, OutgoingMail
from derman.identity import actions
from derman.identity.errors import CannotCheck, CheckOver, Locked, NotProven, SecretGone
from derman.identity.handlers import forget_secrets
from derman.identity.models import HandedSecret
from derman.kernel import clock
from derman.tickets import actions as tickets
from derman.tickets.errors import TicketNotFound
from derman.tickets.facts import TicketEmptied
from tests.cast import asks

SECRET = "Zx9-çok-gizli"


def hand_over(agent, ticket, **more):
    return actions.hand_over_secret(actor=agent, ticket=ticket.pk, secret=SECRET, label="VPN", **more)


def link_of() -> str:
    mail = OutgoingMail.objects.filter(kind=OutgoingKind.IDENTITY).latest("pk")
    body = compose(mail).get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert SECRET not in text
    found = re.search(r"(/secret/[\w-]+/)", text)
    assert found
    return found[1]


def told(ticket) -> list[str]:
    rows = ticket.events.filter(kind__startswith="secret.").order_by("seq")
    return [row.details.get("outcome", "handed") for row in rows]


def test_the_button_shows_it_once_and_then_it_is_gone(elif_, mert, vpn):
    handed = hand_over(elif_, vpn)
    link, client = link_of(), Client()
    for _look in range(3):  # as mail scanners do
        looked = client.get(link)
        assert looked.status_code == 200
        assert SECRET not in looked.content.decode()
    opened = client.post(link)
    assert SECRET in opened.content.decode()
    assert "no-store" in opened.headers["Cache-Control"]
    for again in (client.get(link), client.post(link)):
        assert again.status_code == 404
        assert SECRET not in again.content.decode()
    handed.refresh_from_db()
    assert (handed.state, handed.sealed) == ("opened", "")
    assert told(vpn) == ["handed", "opened"]


def test_it_stands_nowhere_to_be_read(elif_, vpn):
    hand_over(elif_, vpn)
    token = link_of().split("/")[2]
    stored = json.dumps(
        [*HandedSecret.objects.values(), *OutgoingMail.objects.values(), *vpn.events.values()],
        default=str,
        ensure_ascii=False,
    )
    assert SECRET not in stored
    assert token not in stored


def test_what_nobody_opens_in_a_day_is_gone(elif_, vpn):
    handed, link = hand_over(elif_, vpn), link_of()
    with clock.frozen_at(clock.now() + timedelta(hours=25)):
        with pytest.raises(SecretGone):
            actions.open_secret(token=link.split("/")[2])
        assert (actions.end_secrets_due(), actions.end_secrets_due()) == (1, 0)
    handed.refresh_from_db()
    assert (handed.sealed, told(vpn)) == ("", ["handed", "expired"])


def test_an_agent_withdraws_it_as_long_as_nobody_opened_it(elif_, derya, vpn, secret):
    handed, link = hand_over(elif_, vpn), link_of()
    with pytest.raises(CheckOver):
        actions.withdraw_secret(actor=derya, ticket=vpn.pk, secret=handed.pk + 1)
    actions.withdraw_secret(actor=derya, ticket=vpn.pk, secret=handed.pk)
    for token in (link.split("/")[2], "x"):
        with pytest.raises(SecretGone):
            actions.open_secret(token=token)
    with pytest.raises(CheckOver):
        actions.withdraw_secret(actor=elif_, ticket=vpn.pk, secret=handed.pk)
    with pytest.raises(TicketNotFound):
        hand_over(elif_, secret)


def test_a_category_refuses_until_the_requester_is_proven(elif_, aylin, mert, vpn):
    asked_for = tickets.save_category(actor=aylin, names={"en": "Passwords"}, identity_required=True)
    tickets.set_category(actor=elif_, ticket=vpn.pk, category=asked_for)
    with pytest.raises(NotProven):
        hand_over(elif_, vpn)
    assert not HandedSecret.objects.exists()
    actions.begin(actor=elif_, ticket=vpn.pk, method="code")
    mail = OutgoingMail.objects.filter(kind=OutgoingKind.IDENTITY).latest("pk")
    found = re.search(r"^(\d{3} \d{3})$", compose(mail).get_body(("plain",)).get_content(), re.MULTILINE)
    assert found
    assert actions.say_code(actor=elif_, ticket=vpn.pk, code=found[1]).right
    hand_over(elif_, vpn)
    with clock.frozen_at(clock.now() + timedelta(minutes=61)), pytest.raises(NotProven):
        hand_over(elif_, vpn)


def test_a_failed_check_closes_what_waits_and_what_is_to_come(elif_, leyla, mert, vpn):
    hand_over(elif_, vpn)
    token = link_of().split("/")[2]
    other = asks(mert, "Another")
    actions.begin(actor=elif_, ticket=other.pk, method="code")
    with clock.frozen_at(clock.now() + timedelta(minutes=11)):
        actions.end_due()
        with pytest.raises(SecretGone):
            actions.open_secret(token=token)
        with pytest.raises(Locked):
            hand_over(elif_, vpn)
        actions.lift(actor=leyla, ticket=vpn.pk, reason="Seen in person")
        assert actions.open_secret(token=token) == SECRET


def test_it_goes_with_the_content_of_a_deleted_ticket(elif_, vpn):

    handed = hand_over(elif_, vpn)
    forget_secrets(TicketEmptied(ticket=vpn.pk, files=[]))
    handed.refresh_from_db()
    assert (handed.sealed, handed.state, handed.label) == ("", "withdrawn", "")


def test_what_is_handed_over_is_something(elif_, selin, vpn):
    for secret in ("", " ", "a\0b", "x" * 4001):
        with pytest.raises(CannotCheck):
            actions.hand_over_secret(actor=elif_, ticket=vpn.pk, secret=secret)
    with pytest.raises(CannotCheck):
        hand_over(elif_, vpn, address=selin.addresses.get().pk)
    assert len({actions.make_secret() for _time in range(20)}) == 20
