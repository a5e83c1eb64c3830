"""The desk signs what leaves, once everybody can check it; a key's secret half lies nowhere readable."""

from __future__ import annotations

from typing import Any, cast

import dkim
import pytest

from derman.channels.mail.domains import actions, queries
from derman.channels.mail.domains.models import DkimKey
from derman.channels.mail.domains.tests.zones import Zone
from derman.channels.mail.errors import MailError, NotAllowed
from derman.channels.mail.models import Mailbox, OutgoingMail, OutgoingState
from derman.channels.mail.tests.mail_server import Post, send_later
from derman.desk.models import AuditEntry
from derman.people.models import Person
from derman.tickets import actions as tickets
from derman.tickets.models import Ticket

pytestmark = pytest.mark.django_db


def published(zone: Zone, key: DkimKey) -> None:
    zone.text(key.record_name, key.record)


def sent(post: Post) -> bytes:
    return cast("bytes", post.received[-1].content)


def verifies(raw: bytes, zone: Zone) -> bool:
    def asks(name: Any, timeout: int = 5) -> bytes | None:
        text = name.decode() if isinstance(name, bytes) else name
        return next(iter(zone.records.get((text.rstrip("."), "TXT"), [])), None)

    return bool(dkim.verify(raw, dnsfunc=asks))


def test_signed_mails_verify(
    helpdesk: Mailbox, ticket: Ticket, aylin: Person, elif_: Person, post: Post, zone: Zone
) -> None:
    published(zone, actions.make_key(actor=aylin, mailbox=helpdesk))
    actions.begin_signing(actor=aylin, mailbox=helpdesk)
    tickets.reply(actor=elif_, ticket=ticket.pk, text="Şu adımları deneyin.\n.\nTek noktalı satır kalır.")
    send_later()

    raw = sent(post)
    assert raw.startswith(b"DKIM-Signature:") and b"d=ege.example" in raw.replace(b"\r\n ", b"")
    assert verifies(raw, zone)
    assert not verifies(raw.replace(b"noktal", b"NOKTAL"), zone)
    assert not verifies(b"Subject: Bought\r\n" + raw, zone)


def test_nothing_is_signed_before_the_record_is_published(
    helpdesk: Mailbox, ticket: Ticket, aylin: Person, elif_: Person, post: Post, zone: Zone
) -> None:
    actions.make_key(actor=aylin, mailbox=helpdesk)
    with pytest.raises(MailError, match="does not give the record"):
        actions.begin_signing(actor=aylin, mailbox=helpdesk)
    tickets.reply(actor=elif_, ticket=ticket.pk, text="Hello.")
    send_later()

    assert b"DKIM-Signature" not in sent(post)


def test_a_record_that_a_panel_cut_into_pieces_counts(helpdesk: Mailbox, aylin: Person, zone: Zone) -> None:
    key = actions.make_key(actor=aylin, mailbox=helpdesk)
    half = len(key.public_key) // 2
    zone.text(key.record_name, f"k=rsa; p={key.public_key[:half]} {key.public_key[half:]};")
    actions.begin_signing(actor=aylin, mailbox=helpdesk)

    assert DkimKey.objects.get().signs


def test_where_dns_is_away_nothing_changes(helpdesk: Mailbox, aylin: Person, zone: Zone) -> None:
    actions.make_key(actor=aylin, mailbox=helpdesk)
    zone.away = True
    with pytest.raises(MailError, match="no answer in time"):
        actions.begin_signing(actor=aylin, mailbox=helpdesk)

    assert not DkimKey.objects.get().signs


def test_a_newer_key_takes_over_once_it_is_published(helpdesk: Mailbox, aylin: Person, zone: Zone) -> None:
    first = actions.make_key(actor=aylin, mailbox=helpdesk)
    assert actions.make_key(actor=aylin, mailbox=helpdesk) == first
    published(zone, first)
    actions.begin_signing(actor=aylin, mailbox=helpdesk)
    second = actions.make_key(actor=aylin, mailbox=helpdesk)
    shown = queries.signing_of(aylin, helpdesk)
    assert shown.signing and shown.waiting and shown.signing.name == first.record_name
    published(zone, second)
    actions.begin_signing(actor=aylin, mailbox=helpdesk)

    assert DkimKey.objects.get() == second
    actions.stop_signing(actor=aylin, mailbox=helpdesk)
    assert not DkimKey.objects.exists()
    kinds = list(AuditEntry.objects.filter(kind__startswith="dkim").order_by("id").values_list("kind", flat=True))
    assert kinds == ["dkim.key_made", "dkim.begun", "dkim.key_made", "dkim.begun", "dkim.ended"]


def test_the_secret_half_is_kept_encrypted(helpdesk: Mailbox, aylin: Person, zone: Zone) -> None:
    key = actions.make_key(actor=aylin, mailbox=helpdesk)

    assert "PRIVATE KEY" not in key.private_key_encrypted and "PRIVATE" not in key.record


def test_a_key_that_cannot_be_read_keeps_the_mail_waiting(
    helpdesk: Mailbox, ticket: Ticket, aylin: Person, elif_: Person, post: Post, zone: Zone
) -> None:
    published(zone, actions.make_key(actor=aylin, mailbox=helpdesk))
    actions.begin_signing(actor=aylin, mailbox=helpdesk)
    DkimKey.objects.update(private_key_encrypted="of another desk")
    tickets.reply(actor=elif_, ticket=ticket.pk, text="Hello.")
    send_later()

    row = OutgoingMail.objects.get()
    assert (row.state, row.stalled) == (OutgoingState.WAITING, True)
    assert post.received == []


def test_only_administrators_decide_about_signing(helpdesk: Mailbox, leyla: Person) -> None:
    for act in (actions.make_key, actions.begin_signing, actions.stop_signing):
        with pytest.raises(NotAllowed):
            act(actor=leyla, mailbox=helpdesk)
