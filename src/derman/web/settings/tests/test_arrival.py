"""How mail arrives: the questions, the check, and the way to a provider and back."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from derman.channels.mail.actions import save_mailbox
from derman.channels.mail.fetching import oauth
from derman.channels.mail.fetching.actions import CheckResult
from derman.channels.mail.fetching.models import MailboxGrant, MailboxSource
from derman.channels.mail.models import IncomingMail, Mailbox
from derman.desk.models import AuditEntry
from derman.kernel import clock, secrets
from derman.people.models import Person
from derman.web.settings.handing_over import handing_over

FORM = {
    "arrival": "imap",
    "host": "imap.ege.example",
    "port": "",
    "encryption": "tls",
    "user": "destek@ege.example",
    "sign_in": "password",
    "password": "very secret",
    "folder": "INBOX",
    "afterwards": "leave",
    "days": "30",
}
PROVIDED = {**FORM, "sign_in": "google", "password": "", "client_id": "desk.apps", "client_secret": "hush"}


@pytest.fixture
def box(aylin: Person) -> Mailbox:
    return save_mailbox(actor=aylin, address="destek@ege.example")


def page(box: Mailbox, rest: str = "") -> str:
    return f"/desk/settings/mailboxes/{box.pk}/arrival/{rest}"


def save(client: Client, box: Mailbox, **changes: str) -> Any:
    return client.post(page(box), {**FORM, **changes})


def test_where_mail_is_fetched_from_is_saved_with_the_password_encrypted(as_aylin: Client, box: Mailbox) -> None:
    assert save(as_aylin, box).status_code == 302
    source = MailboxSource.objects.get()
    assert (source.host, source.port, source.folder) == ("imap.ege.example", 993, "INBOX")
    assert secrets.decrypt(source.password_encrypted) == "very secret"
    assert "very secret" not in as_aylin.get(page(box)).content.decode()
    assert AuditEntry.objects.filter(kind="mailbox.arrival_changed").exists()


def test_an_empty_mailbox_says_how_its_mail_comes(as_aylin: Client, box: Mailbox) -> None:
    def shown() -> str:
        return as_aylin.get(f"/desk/settings/mailboxes/{box.pk}/").content.decode()

    assert "Have your mail server hand mail" in shown()
    MailboxSource.objects.update_or_create(mailbox=box, defaults={"arrival": "imap", "host": "imap.ege.example"})
    assert "Mail is fetched from imap.ege.example" in shown()
    assert "Have your mail server hand mail" not in shown()


def test_a_mailbox_says_that_it_receives_and_how_much_came_today(as_aylin: Client, box: Mailbox) -> None:
    def shown() -> str:
        return as_aylin.get(f"/desk/settings/mailboxes/{box.pk}/").content.decode()

    with clock.frozen_at(datetime(2026, 11, 27, 12, tzinfo=UTC)):
        assert "Receives" not in shown()
    for moment in (26, 27, 27):
        with clock.frozen_at(datetime(2026, 11, moment, 12, tzinfo=UTC)):
            name = f"{IncomingMail.objects.count():064}"
            IncomingMail.objects.create(digest=name, message_id_hash=name, size=7, mailbox=box)
    with clock.frozen_at(datetime(2026, 11, 27, 13, tzinfo=UTC)):
        assert "Receives" in shown()
        assert "2 today." in shown()


def test_a_password_stays_for_its_server_and_goes_to_no_other(as_aylin: Client, box: Mailbox) -> None:
    save(as_aylin, box)
    assert save(as_aylin, box, password="", folder="Support", port="993").status_code == 302
    answer = save(as_aylin, box, password="", host="imap.evil.example", port="993")
    assert answer.status_code == 422
    assert "Enter the password for this server and user" in answer.content.decode()
    assert MailboxSource.objects.get().host == "imap.ege.example"


def test_the_port_follows_the_protocol_unless_one_was_typed(as_aylin: Client, box: Mailbox) -> None:
    save(as_aylin, box)
    save(as_aylin, box, arrival="pop3", port="993")
    assert MailboxSource.objects.get().port == 995
    save(as_aylin, box, arrival="pop3", port="1995")
    assert MailboxSource.objects.get().port == 1995


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"host": ""}, "A server&#x27;s name looks like"),
        ({"host": "imap.ege.example/x"}, "A server&#x27;s name looks like"),
        ({"user": ""}, "Enter the user name"),
        ({"afterwards": "move"}, "Name another folder"),
        ({"afterwards": "move", "move_to": "INBOX"}, "Name another folder"),
        ({"arrival": "pop3", "afterwards": "move", "move_to": "Done"}, "POP3 knows no folders"),
        ({"sign_in": "google"}, "Enter the client ID"),
        ({"sign_in": "other", "client_id": "x", "authorize_url": "http://a.example"}, "must begin with https://"),
        ({"sign_in": "microsoft", "client_id": "x", "tenant": "a/../b"}, "A tenant is a domain"),
    ],
)
def test_what_cannot_work_is_said_beside_its_field(
    as_aylin: Client, box: Mailbox, changes: dict[str, str], sentence: str
) -> None:
    answer = save(as_aylin, box, **changes)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not MailboxSource.objects.exists()


def test_a_mailbox_can_be_handed_over_again(as_aylin: Client, box: Mailbox) -> None:
    save(as_aylin, box)
    MailboxSource.objects.update(failures=3, failing_since=clock.now(), problem="silent", told=True)
    assert as_aylin.post(page(box), {"arrival": "handed"}).status_code == 302
    source = MailboxSource.objects.get()
    assert (source.arrival, source.failures, source.told) == ("handed", 0, False)


def test_the_check_uses_what_was_just_typed_and_says_what_is_wrong(as_aylin: Client, box: Mailbox) -> None:
    wrong = CheckResult(False, "imap.ege.example refused the password.")
    with patch("derman.channels.mail.fetching.actions.check_connection", return_value=wrong):
        answer = as_aylin.post(page(box, "check/"), {**FORM, "host": "new.example"})
    assert "refused the password" in answer.content.decode()
    assert MailboxSource.objects.get().host == "new.example"


def test_a_failing_mailbox_says_so_on_its_page_in_the_list_and_on_the_desk(
    as_aylin: Client, box: Mailbox, elif_: Person
) -> None:
    save(as_aylin, box)
    MailboxSource.objects.update(
        failures=3,
        failing_since=clock.now() - timedelta(minutes=2),
        problem="folder_missing",
        particulars={"folder": "<b>Inbox</b>", "folders": "INBOX"},
    )
    for address in (page(box), "/desk/"):
        text = as_aylin.get(address).content.decode()
        assert "There is no folder “&lt;b&gt;Inbox&lt;/b&gt;” in this mailbox" in text
    assert "Cannot fetch" in as_aylin.get("/desk/settings/mailboxes/").content.decode()
    agent = Client()
    agent.force_login(elif_)
    assert "There is no folder" not in agent.get("/desk/").content.decode()


def go(client: Client, box: Mailbox) -> dict[str, str]:
    """The administrator is sent to the provider; with what."""
    answer = client.get(f"/desk/settings/mailboxes/{box.pk}/sign-in/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("https://accounts.google.com/")
    return {name: values[0] for name, values in parse_qs(urlsplit(answer["Location"]).query).items()}


def back(client: Client, **query: str) -> Any:
    return client.get("/desk/settings/mailboxes/signed-in/", query, follow=True)


def test_the_way_to_the_provider_and_back(as_aylin: Client, box: Mailbox) -> None:
    as_aylin.post(page(box), PROVIDED)
    sent = go(as_aylin, box)
    assert sent["redirect_uri"].endswith("/desk/settings/mailboxes/signed-in/")
    tokens = oauth.Tokens("access", "refresh", 3600)
    with patch("derman.channels.mail.fetching.oauth.exchange", return_value=tokens) as exchanged:
        answer = back(as_aylin, state=sent["state"], code="abc")
    assert "The desk may use this mailbox now" in answer.content.decode()
    assert exchanged.call_args.kwargs["verifier"] not in str(sent)
    assert exchanged.call_args.kwargs["client_secret"] == "hush"
    assert secrets.decrypt(MailboxGrant.objects.get().refresh_token_encrypted) == "refresh"
    with patch("derman.channels.mail.fetching.oauth.exchange") as again:
        assert "was not begun here" in back(as_aylin, state=sent["state"], code="abc").content.decode()
    assert not again.called


def test_a_sign_in_that_somebody_else_began_counts_for_nothing(as_aylin: Client, box: Mailbox, leyla: Person) -> None:
    as_aylin.post(page(box), PROVIDED)
    sent = go(as_aylin, box)
    other = Client()
    other.force_login(Person.objects.get(email="aylin@ege.example"))
    with patch("derman.channels.mail.fetching.oauth.exchange") as exchanged:
        for state in (sent["state"], "forged", ""):
            assert "was not begun here" in back(other, state=state, code="abc").content.decode()
        assert "was not begun here" in back(as_aylin, state=sent["state"] + "x", code="abc").content.decode()
    assert not exchanged.called


def test_a_provider_that_says_no_is_quoted(as_aylin: Client, box: Mailbox) -> None:
    as_aylin.post(page(box), PROVIDED)
    sent = go(as_aylin, box)
    text = back(as_aylin, state=sent["state"], error="access_denied").content.decode()
    assert "The provider did not agree: access_denied" in text


def test_tokens_of_one_provider_are_not_shown_to_another(as_aylin: Client, box: Mailbox) -> None:
    as_aylin.post(page(box), PROVIDED)
    MailboxGrant.objects.update(refresh_token_encrypted=secrets.encrypt("refresh"))
    as_aylin.post(page(box), {**PROVIDED, "client_secret": "", "port": "993"})
    assert MailboxGrant.objects.get().refresh_token_encrypted
    as_aylin.post(
        page(box),
        {
            **PROVIDED,
            "sign_in": "other",
            "client_secret": "",
            "authorize_url": "https://evil.example/a",
            "token_url": "https://evil.example/t",
        },
    )
    grant = MailboxGrant.objects.get()
    assert (grant.token_url, grant.refresh_token_encrypted, grant.client_secret_encrypted) == (
        "https://evil.example/t",
        "",
        "",
    )


def test_the_page_shows_the_lines_for_the_own_mail_server(as_aylin: Client, box: Mailbox, settings: Any) -> None:
    settings.DERMAN_SMTP_HOST, settings.DERMAN_SMTP_PORT = "127.0.0.1", 2525
    shown = html.unescape(as_aylin.get(page(box)).content.decode())
    local, domain = (re.escape(part) for part in box.address.split("@"))
    assert rf"/^{local}(\+.*)?@{domain}$/    smtp:[127.0.0.1]:2525" in shown
    assert rf"/^{local}(\+.*)?@{domain}$/    derman:" in shown
    assert f"export DERMAN_DATA={settings.DERMAN_DATA}" in shown
    assert "mail deliver --mailbox" in shown


def test_a_listener_on_all_addresses_is_named_by_the_desks_own_name(settings: Any) -> None:
    settings.DERMAN_SMTP_HOST, settings.DERMAN_SMTP_PORT = "::", 2525
    settings.DERMAN_URL = "https://desk.ege.example"
    assert handing_over("help@ege.example").transport.endswith("smtp:[desk.ege.example]:2525")
