"""Mailboxes, the ledger, the quarantine, the outbox."""

from __future__ import annotations

import hashlib
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client

from derman.channels.mail import actions
from derman.channels.mail.intake import place
from derman.channels.mail.models import IncomingMail, Mailbox, OutgoingMail
from derman.desk.models import AuditEntry
from derman.kernel import secrets
from derman.kernel.files import write_durably
from derman.people.models import Person, Team
from derman.tickets.models import Ticket
from tests.cast import asks

FORM = {
    "address": "destek@ege.example",
    "name": "Ege Destek",
    "host": "mail.ege.example",
    "port": "587",
    "encryption": "starttls",
    "user": "destek",
    "password": "very secret",
    "auto_reply_when": "closed",
    "active": "on",
    "text_tr": "Merhaba {name}, numaranız #{number}.",
}
HOSTILE = b"""From: "<img src=x onerror=alert(1)>" <bad@evil.example>\r
To: destek@ege.example\r
Subject: <script>alert(1)</script>\r
Content-Type: text/html; charset=utf-8\r
\r
<p>Click <a href="javascript:alert(1)">here</a><img src="http://evil.example/x.png"></p>"""


@pytest.fixture
def box(aylin: Person) -> Mailbox:
    return actions.save_mailbox(actor=aylin, address="destek@ege.example", host="mail.ege.example", user="destek")


def came(raw: bytes = HOSTILE, **fields: Any) -> IncomingMail:
    """A mail of the ledger with its file."""
    digest = hashlib.sha256(raw).hexdigest()
    write_durably(place(digest), raw)
    known = hashlib.sha256(repr(fields).encode() + raw).hexdigest()
    return IncomingMail.objects.create(digest=digest, message_id_hash=known, size=len(raw), **fields)


def leaves(box: Mailbox, **fields: Any) -> OutgoingMail:
    """A mail of the outbox."""
    number = OutgoingMail.objects.count()
    plain: dict[str, Any] = {
        "kind": "test",
        "mailbox": box,
        "from_address": box.address,
        "language": "en",
        "subject": "Hello",
    }
    return OutgoingMail.objects.create(
        header_id=f"{number}@ege.example", to=["mert@ege.example"], **{**plain, **fields}
    )


def test_a_mailbox_is_saved_with_its_password_encrypted(as_aylin: Client, front_line: Team) -> None:
    answer = as_aylin.post("/desk/settings/mailboxes/add/", {**FORM, "team": front_line.pk})
    made = Mailbox.objects.get()
    assert answer.status_code == 302
    assert made.team == front_line
    assert made.auto_reply_texts == {"tr": "Merhaba {name}, numaranız #{number}."}
    assert "very secret" not in made.password_encrypted
    assert secrets.decrypt(made.password_encrypted) == "very secret"
    assert AuditEntry.objects.filter(kind="mailbox.added").exists()


def test_a_mailbox_is_saved_with_its_hours_texts_and_signature(as_aylin: Client, box: Mailbox) -> None:
    own = {"closed_en": "Back on {opens}.", "signature_en": "{agent} · {team}", "answer_hours": "8"}
    as_aylin.post(f"/desk/settings/mailboxes/{box.pk}/", FORM | own)
    box.refresh_from_db()
    assert (box.auto_reply_when, box.closed_texts) == ("closed", {"en": "Back on {opens}."})
    assert "Outside business hours" in as_aylin.get("/desk/settings/mailboxes/").content.decode()

    for wrong in ({"text_en": "{opens}"}, {"signature_tr": "{vorname}"}, {"text_tr": "{answer_by}"}):
        assert as_aylin.post(f"/desk/settings/mailboxes/{box.pk}/", FORM | wrong).status_code == 422
    box.refresh_from_db()
    assert (box.signature_texts, box.answer_hours) == ({"en": "{agent} · {team}"}, 8)


def test_a_kept_password_is_never_shown_and_stays_when_none_is_typed(as_aylin: Client) -> None:
    as_aylin.post("/desk/settings/mailboxes/add/", FORM)
    made = Mailbox.objects.get()
    assert "very secret" not in as_aylin.get(f"/desk/settings/mailboxes/{made.pk}/").content.decode()
    as_aylin.post(f"/desk/settings/mailboxes/{made.pk}/", {**FORM, "password": "", "name": "Other"})
    made.refresh_from_db()
    assert made.name == "Other"
    assert secrets.decrypt(made.password_encrypted) == "very secret"


def test_a_mailbox_without_a_user_name_keeps_no_password(as_aylin: Client) -> None:
    as_aylin.post("/desk/settings/mailboxes/add/", FORM)
    made = Mailbox.objects.get()
    as_aylin.post(f"/desk/settings/mailboxes/{made.pk}/", {**FORM, "user": "", "password": ""})
    made.refresh_from_db()
    assert made.password_encrypted == ""


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(as_aylin: Client, box: Mailbox) -> None:
    answer = as_aylin.post("/desk/settings/mailboxes/add/", {**FORM, "text_tr": "Merhaba {isim}"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“{isim}” is nothing that can be filled in" in page
    assert 'value="very secret"' in page
    taken = as_aylin.post("/desk/settings/mailboxes/add/", FORM)
    assert taken.status_code == 422
    assert "Another mailbox has this address already" in taken.content.decode()


def test_a_test_mail_says_in_plain_words_what_is_wrong(as_aylin: Client, box: Mailbox) -> None:
    wrong = actions.TestResult(False, "mail.ege.example refused the user name or password.")
    with patch("derman.channels.mail.actions.send_test", return_value=wrong):
        page = as_aylin.post(f"/desk/settings/mailboxes/{box.pk}/test/").content.decode()
    assert "refused the user name or password" in page
    assert "Cannot send" in page
    assert "Nothing is lost" in page


def test_a_test_uses_what_was_just_typed(as_aylin: Client, box: Mailbox) -> None:
    fine = actions.TestResult(True, "It took the mail.")
    with patch("derman.channels.mail.actions.send_test", return_value=fine) as sent:
        answer = as_aylin.post(f"/desk/settings/mailboxes/{box.pk}/test/", {**FORM, "host": "new.example"})
    assert "It works." in answer.content.decode()
    assert sent.call_args.kwargs["mailbox"].host == "new.example"
    assert Mailbox.objects.get().host == "new.example"


def test_the_only_mailbox_stays(as_aylin: Client, box: Mailbox) -> None:
    answer = as_aylin.post(f"/desk/settings/mailboxes/{box.pk}/remove/", follow=True)
    assert "The desk needs a mailbox" in answer.content.decode()
    assert Mailbox.objects.exists()


def test_the_ledger_says_what_became_of_each_mail(as_aylin: Client, box: Mailbox, vpn: Ticket) -> None:
    came(sender="mert@ege.example", subject="VPN drops", state="filed", ticket=vpn)
    came(sender="x@ege.example", subject="Twice", state="ignored", reason="duplicate")
    page = as_aylin.get("/desk/settings/ledger/").content.decode()
    assert f"Ticket #{vpn.pk}" in page
    assert "The same mail was filed already" in page
    only = as_aylin.get("/desk/settings/ledger/", {"state": "ignored"}).content.decode()
    assert "Twice" in only
    assert "VPN drops" not in only


def test_the_ledger_is_paged_by_key(as_aylin: Client) -> None:
    for number in range(45):
        came(subject=f"Mail {number:02d}", state="filed")
    first = as_aylin.get("/desk/settings/ledger/")
    assert "Mail 44" in first.content.decode()
    second = as_aylin.get("/desk/settings/ledger/", {"before": first.context["next"]}).content.decode()
    assert "Mail 04" in second
    assert "Mail 05" not in second


def test_mail_of_a_closed_team_is_hidden_from_the_administrator(as_aylin: Client, secret: Ticket) -> None:
    mail = came(sender="selin@ege.example", subject="Badge stolen", state="filed", ticket=secret)
    page = as_aylin.get("/desk/settings/ledger/").content.decode()
    assert "Badge stolen" not in page
    assert "Belongs to a closed team" in page
    opened = as_aylin.get(f"/desk/settings/ledger/{mail.pk}/").content.decode()
    assert "Badge stolen" not in opened
    assert "evil.example" not in opened
    assert as_aylin.get(f"/desk/settings/ledger/{mail.pk}/file.eml").status_code == 404


def test_a_hostile_mail_is_shown_as_text_and_loads_nothing(as_aylin: Client) -> None:
    mail = came(sender="bad@evil.example", subject="<script>alert(1)</script>", state="quarantined", reason="error")
    page = as_aylin.get(f"/desk/settings/ledger/{mail.pk}/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert "<img src=" not in page
    assert 'href="javascript' not in page


def test_a_mail_can_be_saved_but_not_opened_in_the_page(as_aylin: Client) -> None:
    answer = as_aylin.get(f"/desk/settings/ledger/{came(state='quarantined').pk}/file.eml")
    assert answer.content == HOSTILE
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_a_mail_whose_file_is_missing_says_so(as_aylin: Client) -> None:
    mail = IncomingMail.objects.create(digest="0" * 64, message_id_hash="1" * 64, size=1, state="quarantined")
    assert "missing in the data folder" in as_aylin.get(f"/desk/settings/ledger/{mail.pk}/").content.decode()


def test_a_lead_sees_the_quarantine_but_does_not_decide(client: Client, leyla: Person) -> None:
    mail = came(sender="a@b.example", subject="Odd mail", state="quarantined", reason="no_sender")
    client.force_login(leyla)
    page = client.get("/desk/settings/quarantine/").content.decode()
    assert "Odd mail" in page
    assert "File again" not in page
    assert client.post(f"/desk/settings/ledger/{mail.pk}/file/").status_code == 403
    assert client.get(f"/desk/settings/ledger/{mail.pk}/").status_code == 403


def test_a_mail_in_quarantine_is_filed_again_or_ignored(as_aylin: Client) -> None:
    again, rests = came(state="quarantined", subject="One"), came(state="quarantined", subject="Two")
    as_aylin.post(f"/desk/settings/ledger/{again.pk}/file/")
    as_aylin.post(f"/desk/settings/ledger/{rests.pk}/ignore/")
    again.refresh_from_db()
    rests.refresh_from_db()
    assert (again.state, rests.state) == ("stored", "ignored")
    twice = as_aylin.post(f"/desk/settings/ledger/{rests.pk}/ignore/", follow=True).content.decode()
    assert "no such mail" in twice


def test_the_outbox_shows_the_servers_words_and_sends_again(as_aylin: Client, box: Mailbox) -> None:
    mail = leaves(box, state="failed", words="550 5.1.1 No such user", tries=1)
    assert "550 5.1.1 No such user" in as_aylin.get("/desk/settings/outbox/", {"state": "failed"}).content.decode()
    as_aylin.post(f"/desk/settings/outbox/{mail.pk}/retry/")
    mail.refresh_from_db()
    assert (mail.state, mail.tries) == ("waiting", 0)


def test_the_outbox_keeps_the_links_that_open_without_signing_in_to_their_readers(
    as_aylin: Client, box: Mailbox
) -> None:
    text = "Hello Mert,\n\nhttps://desk.example/r/10017.2.abcDEF-123456/\nhttps://desk.example/kb/set-up-the-vpn-at-home/\n"
    leaves(box, kind="auto_reply", text=text)
    page = as_aylin.get("/desk/settings/outbox/").content.decode()
    assert "Hello Mert" in page
    assert "set-up-the-vpn-at-home" in page
    assert "/r/[only for the recipient]/" in page
    assert "abcDEF" not in page


def test_a_waiting_mail_can_be_kept_from_leaving(as_aylin: Client, box: Mailbox) -> None:
    mail, sent = leaves(box, state="waiting"), leaves(box, state="sent")
    as_aylin.post(f"/desk/settings/outbox/{mail.pk}/cancel/")
    mail.refresh_from_db()
    assert mail.state == "cancelled"
    answer = as_aylin.post(f"/desk/settings/outbox/{sent.pk}/cancel/", follow=True)
    assert "has left already" in answer.content.decode()


def test_a_lead_reads_what_left_for_the_tickets_of_their_teams(
    client: Client, leyla: Person, box: Mailbox, vpn: Ticket, network: Team, selin: Person
) -> None:
    elsewhere = asks(selin, "Switch down")
    Ticket.objects.filter(pk=elsewhere.pk).update(team=network)
    leaves(box, subject="Ours", ticket=vpn, state="failed")
    leaves(box, subject="Theirs", ticket=elsewhere)
    leaves(box, subject="A link to sign in", kind="sign_in")
    client.force_login(leyla)
    page = client.get("/desk/settings/outbox/").content.decode()
    assert "Ours" in page
    assert "Theirs" not in page
    assert "A link to sign in" not in page
    assert "/retry/" not in page


def test_a_lead_of_no_closed_team_sees_nothing_of_it(
    client: Client, leyla: Person, box: Mailbox, secret: Ticket
) -> None:
    leaves(box, subject="Badge stolen", ticket=secret)
    client.force_login(leyla)
    assert "Badge stolen" not in client.get("/desk/settings/outbox/").content.decode()
