"""What goes wrong is said in plain words, to those who can mend it, and never stops anybody else."""

from __future__ import annotations

import socket
from collections.abc import Callable
from datetime import timedelta

import pytest

from derman.channels.mail.fetching import state
from derman.channels.mail.fetching.actions import check_connection
from derman.channels.mail.fetching.models import MailboxSource
from derman.channels.mail.fetching.queries import failing
from derman.channels.mail.fetching.tests.looks import ledger, look, numbered
from derman.channels.mail.fetching.words import PROBLEMS, FetchError, explain
from derman.channels.mail.models import OutgoingMail
from derman.kernel import clock, secrets
from derman.people.models import Person
from tests.dovecot import Dovecot, Mails
from tests.journeys.the_desk import free_port

Sourced = Callable[..., MailboxSource]
BOTH = pytest.mark.parametrize("arrival", ["imap", "pop3"])


def problem_of(source: MailboxSource) -> FetchError:
    with pytest.raises(FetchError) as failed:
        look(source)
    return failed.value


@BOTH
def test_a_wrong_password(sourced: Sourced, mails: Mails, arrival: str) -> None:
    error = problem_of(sourced(mails, arrival=arrival, password_encrypted=secrets.encrypt("wrong")))
    assert error.code == "wrong_password"
    assert f"refused the user name or password of {mails.user}" in str(error)
    assert "[AUTH" in str(error)
    assert "b'" not in str(error)


@BOTH
def test_a_server_that_is_not_there(sourced: Sourced, mails: Mails, arrival: str) -> None:
    assert problem_of(sourced(mails, arrival=arrival, port=free_port())).code == "nothing_listens"


@BOTH
def test_a_name_that_no_server_has(sourced: Sourced, mails: Mails, arrival: str) -> None:
    assert problem_of(sourced(mails, arrival=arrival, host="mail.invalid")).code == "unknown_host"


@BOTH
def test_a_server_that_says_nothing(
    sourced: Sourced, mails: Mails, arrival: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("imap", "pop"):
        monkeypatch.setattr(f"derman.channels.mail.fetching.{module}.CONNECT", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        error = problem_of(sourced(mails, arrival=arrival, port=silent.getsockname()[1]))
    assert error.code == "silent"


@BOTH
def test_a_certificate_that_nobody_trusts(sourced: Sourced, mails: Mails, arrival: str, dovecot: Dovecot) -> None:
    port = dovecot.pop3s_port if arrival == "pop3" else dovecot.imaps_port
    error = problem_of(sourced(mails, arrival=arrival, host="localhost", port=port, encryption="tls"))
    assert error.code == "untrusted"


@BOTH
@pytest.mark.parametrize("encryption", ["tls", "starttls"])
def test_a_certificate_that_this_machine_trusts(
    sourced: Sourced, mails: Mails, arrival: str, encryption: str, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(dovecot.certificate))
    ports = {
        ("imap", "tls"): dovecot.imaps_port,
        ("pop3", "tls"): dovecot.pop3s_port,
        ("imap", "starttls"): dovecot.imap_port,
        ("pop3", "starttls"): dovecot.pop3_port,
    }
    mails.deliver(*numbered(1))
    source = sourced(mails, arrival=arrival, host="localhost", port=ports[arrival, encryption], encryption=encryption)
    assert look(source) == 1


@BOTH
def test_tls_where_the_server_speaks_none(sourced: Sourced, mails: Mails, arrival: str) -> None:
    assert problem_of(sourced(mails, arrival=arrival, encryption="tls")).code == "no_tls"


def test_a_secret_of_another_key(sourced: Sourced, mails: Mails) -> None:
    assert problem_of(sourced(mails, password_encrypted="nonsense")).code == "secret_unreadable"


def test_a_full_disk_keeps_the_mail_on_its_server(
    sourced: Sourced, mails: Mails, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = sourced(mails, afterwards="delete")
    mails.deliver(*numbered(1))

    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("os.fsync", full)
        error = problem_of(source)
    assert error.code == "store"
    assert (mails.count(), ledger()) == (1, [])
    assert look(source) == 1
    assert (mails.count(), ledger()) == (0, [1])


def test_every_problem_has_a_sentence_whatever_is_known_of_it() -> None:
    for code in PROBLEMS:
        assert "%(" not in explain(code, {})


def test_a_name_with_a_percent_sign_is_only_a_name() -> None:
    assert "%s%(x)s" in explain("folder_missing", {"folder": "%s%(x)s", "folders": "INBOX"})


@pytest.fixture
def failed(source: MailboxSource) -> Callable[..., float]:
    """The mailbox fails, `after` seconds after the first time."""
    begun = clock.now()

    def fail(after: float = 0, code: str = "wrong_password") -> float:
        with clock.frozen_at(begun + timedelta(seconds=after)):
            return state.failed(source, FetchError(code, server="mail.ege.example", user="help", words="no"))

    return fail


def test_administrators_get_one_mail_when_it_fails_and_one_when_it_works_again(
    source: MailboxSource, failed: Callable[..., float], aylin: Person, elif_: Person
) -> None:
    failed()
    assert not OutgoingMail.objects.exists()
    failed(after=90)
    failed(after=200)
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.kind) == ([aylin.email], "notice")
    assert "help@ege.example" in mail.subject
    assert "Enter them anew" in mail.text
    assert f"/desk/settings/mailboxes/{source.mailbox_id}/arrival/" in mail.text
    state.all_well(source)
    good = OutgoingMail.objects.exclude(pk=mail.pk).get()
    assert "again" in good.subject
    source.refresh_from_db()
    assert (source.failures, source.problem, source.failing_since) == (0, "", None)
    state.all_well(source)
    assert OutgoingMail.objects.count() == 2


def test_a_server_that_restarts_is_nothing_to_write_about(
    source: MailboxSource, failed: Callable[..., float], aylin: Person
) -> None:
    failed(code="closed")
    failed(after=10, code="nothing_listens")
    state.all_well(source)
    assert not OutgoingMail.objects.exists()


def test_within_five_minutes_somebody_knows_whatever_fails(
    source: MailboxSource, failed: Callable[..., float], aylin: Person
) -> None:
    for code in PROBLEMS:
        MailboxSource.objects.update(failures=0, failing_since=None, told=False, told_at=None)
        OutgoingMail.objects.all().delete()
        passed = 0.0
        while not OutgoingMail.objects.exists():
            passed += failed(after=passed, code=code)
            assert passed < 5 * 60, code


def test_a_mailbox_that_comes_and_goes_does_not_write_each_time(
    source: MailboxSource, failed: Callable[..., float], aylin: Person
) -> None:
    for minute in range(0, 30, 5):
        failed(after=minute * 60)
        failed(after=minute * 60 + 90)
        with clock.frozen_at(clock.now() + timedelta(seconds=minute * 60 + 100)):
            state.all_well(source)
    assert OutgoingMail.objects.count() == 2


def test_news_of_settings_that_somebody_changed_meanwhile_is_none(
    source: MailboxSource, failed: Callable[..., float]
) -> None:
    MailboxSource.objects.update(revision=source.revision + 1)
    failed()
    source.refresh_from_db()
    assert source.failures == 0


def test_only_administrators_hear_of_it(source: MailboxSource, aylin: Person, elif_: Person) -> None:
    MailboxSource.objects.update(failing_since=clock.now() - timedelta(minutes=3), problem="silent", failures=3)
    assert [box.address for box in failing(aylin)] == ["help@ege.example"]
    assert failing(elif_) == []


def test_a_mailbox_that_nobody_looks_into_is_said_to_be_so(source: MailboxSource, aylin: Person) -> None:
    MailboxSource.objects.update(looked_at=clock.now() - timedelta(minutes=3))
    assert failing(aylin) == []
    MailboxSource.objects.update(looked_at=clock.now() - timedelta(minutes=5))
    assert "No worker looks into this mailbox" in failing(aylin)[0].sentence


@BOTH
def test_the_check_says_what_it_found_and_fetches_nothing(
    sourced: Sourced, mails: Mails, arrival: str, aylin: Person
) -> None:
    source = sourced(mails, arrival=arrival)
    mails.deliver(*numbered(1, 2))
    result = check_connection(actor=aylin, mailbox=source.mailbox)
    assert result.ok
    assert "There are 2 mails" in result.words
    assert ledger() == []


def test_the_check_says_what_is_wrong(source: MailboxSource, aylin: Person) -> None:
    MailboxSource.objects.update(folder="Nowhere")
    result = check_connection(actor=aylin, mailbox=source.mailbox)
    assert not result.ok
    assert "There is no folder “Nowhere”" in result.words
