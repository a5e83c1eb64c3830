"""Nothing is lost and nothing doubled, whatever others do to the mailbox."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from derman.channels.mail import jobs
from derman.channels.mail.fetching.jobs import forget_fetched
from derman.channels.mail.fetching.models import FetchedMail, MailboxSource
from derman.channels.mail.fetching.tests.looks import ledger, look, numbered
from derman.channels.mail.fetching.words import FetchError
from derman.channels.mail.intake import place
from derman.channels.mail.models import IncomingMail, IncomingState
from derman.channels.mail.tests.post import letter
from derman.kernel import clock
from derman.people.models import Team
from derman.tickets.models import Ticket
from tests.dovecot import Mails

Sourced = Callable[..., MailboxSource]
BOTH = pytest.mark.parametrize("arrival", ["imap", "pop3"])


@BOTH
def test_a_mail_in_the_mailbox_becomes_a_ticket_of_its_team(
    sourced: Sourced, mails: Mails, arrival: str, front_line: Team
) -> None:
    raw = letter(subject="Printer on fire", text="Line one\n.\n..dots\nlast line", Return_Path="<mert@ege.example>")
    mails.deliver(raw.replace(b"\n", b"\r\n"))
    assert look(sourced(mails, arrival=arrival)) == 1
    row = IncomingMail.objects.get()
    assert row.source == arrival
    assert row.envelope_from == "mert@ege.example"
    assert place(row.digest).read_bytes() == raw.replace(b"\n", b"\r\n")
    jobs.file_waiting()
    ticket = Ticket.objects.get()
    assert (ticket.subject, ticket.team) == ("Printer on fire", front_line)


@BOTH
def test_what_is_here_is_not_fetched_again(sourced: Sourced, mails: Mails, arrival: str) -> None:
    source = sourced(mails, arrival=arrival)
    mails.deliver(*numbered(1, 2))
    assert look(source) == 2
    mails.deliver(*numbered(3))
    assert look(source) == 1
    assert look(source) == 0
    assert ledger() == [1, 2, 3]


def test_a_mail_that_somebody_read_meanwhile_comes_all_the_same(source: MailboxSource, mails: Mails) -> None:
    mails.deliver(*numbered(1, 2))
    mails.mark_seen()
    assert look(source) == 2
    with mails.client() as person:
        person.select(readonly=True)
        assert person.search(None, "UNSEEN")[1] == [b""]


def test_fetching_marks_nothing_as_read(source: MailboxSource, mails: Mails) -> None:
    mails.deliver(*numbered(1))
    look(source)
    with mails.client() as person:
        person.select(readonly=True)
        assert person.search(None, "UNSEEN")[1] == [b"1"]


@BOTH
def test_a_server_that_numbers_anew_doubles_nothing(sourced: Sourced, mails: Mails, arrival: str) -> None:
    source = sourced(mails, arrival=arrival)
    mails.deliver(*numbered(1, 2, 3))
    look(source)
    before = set(FetchedMail.objects.values_list("validity", "name"))
    mails.renumber()
    mails.deliver(*numbered(4))
    assert look(source) == 1
    assert ledger() == [1, 2, 3, 4]
    now = set(FetchedMail.objects.filter(gone_at=None).values_list("validity", "name"))
    assert now.isdisjoint(before)
    assert look(source) == 0


@BOTH
def test_a_mailbox_restored_from_a_backup_loses_nothing_that_gets_an_old_number(
    sourced: Sourced, mails: Mails, arrival: str
) -> None:
    source = sourced(mails, arrival=arrival)
    mails.deliver(*numbered(1, 2))
    look(source)
    with mails.restored_afterwards():
        mails.deliver(*numbered(3, 4))
        look(source)
    # 5 and 6 get the numbers that 3 and 4 had; POP3, which has no dates, tells them by their sizes
    fresh = numbered(5, 6) if arrival == "imap" else [raw + b"P. S.\n" for raw in numbered(5, 6)]
    mails.deliver(*fresh, later=60)
    assert look(source) == 2
    assert ledger() == [1, 2, 3, 4, 5, 6]


def test_old_mails_that_a_backup_brings_back_are_known(sourced: Sourced, mails: Mails) -> None:
    source = sourced(mails, afterwards="delete")
    mails.deliver(*numbered(1, 2))
    with mails.restored_afterwards():
        look(source)
        assert mails.count() == 0
        assert look(source) == 0
        assert not FetchedMail.objects.filter(gone_at=None).exists()
    assert mails.count() == 2
    assert look(source) == 0
    assert ledger() == [1, 2]
    assert mails.count() == 0


def test_killed_between_storing_and_noting_a_mail_is_not_doubled(source: MailboxSource, mails: Mails) -> None:
    mails.deliver(*numbered(1, 2))
    look(source)
    FetchedMail.objects.all().delete()
    assert look(source) == 0
    assert ledger() == [1, 2]
    assert FetchedMail.objects.count() == 2


def test_the_same_mail_twice_in_the_mailbox_is_one(source: MailboxSource, mails: Mails) -> None:
    mails.deliver(*numbered(1, 1))
    look(source)
    assert ledger() == [1]
    assert FetchedMail.objects.count() == 2
    assert look(source) == 0


def test_mails_that_others_delete_meanwhile_move_none_past_the_reader(
    source: MailboxSource, mails: Mails, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("derman.channels.mail.fetching.imap.LISTED", 3)
    mails.deliver(*numbered(*range(1, 11)))
    from derman.channels.mail.fetching.fetcher import opened
    from derman.channels.mail.fetching.rounds import Round

    with opened(source) as box:
        portions = box.entries()
        first = list(next(portions))
        mails.delete(2)
        box.client.noop()
        box.entries = lambda: iter([first, *portions])
        Round(source, box).everything()
    assert set(range(3, 11)) <= set(ledger())


def test_a_mail_that_goes_between_list_and_download_is_no_failure(source: MailboxSource, mails: Mails) -> None:
    mails.deliver(*numbered(1, 2))
    from derman.channels.mail.fetching.fetcher import opened

    with opened(source) as box:
        entries = [entry for portion in box.entries() for entry in portion]
        mails.delete(1)
        box.client.noop()
        came = list(box.download(entries))
        assert [download.spool is None for download in came] == [True, False]


@BOTH
def test_mails_are_deleted_afterwards(sourced: Sourced, mails: Mails, arrival: str) -> None:
    source = sourced(mails, arrival=arrival, afterwards="delete")
    mails.deliver(*numbered(1, 2))
    look(source)
    if arrival == "pop3":
        # a session of POP3 deletes at its end: what was fetched in it goes with the same QUIT
        assert mails.count() == 0
    assert mails.count() == 0
    assert ledger() == [1, 2]


@BOTH
def test_mails_are_deleted_after_some_days(sourced: Sourced, mails: Mails, arrival: str) -> None:
    source = sourced(mails, arrival=arrival, afterwards="later", days=7)
    mails.deliver(*numbered(1))
    look(source)
    with clock.frozen_at(clock.now() + timedelta(days=6)):
        look(source)
        assert mails.count() == 1
    with clock.frozen_at(clock.now() + timedelta(days=8)):
        look(source)
        assert mails.count() == 0


def test_mails_are_moved_to_a_folder_that_is_made(sourced: Sourced, mails: Mails) -> None:
    source = sourced(mails, afterwards="move", move_to="Derman işlendi")
    mails.deliver(*numbered(1, 2))
    look(source)
    assert mails.count() == 0
    assert mails.count("Derman i&AV8-lendi") == 2
    assert look(source) == 0


def test_a_kept_mail_is_moved_once_that_is_wished(sourced: Sourced, mails: Mails) -> None:
    source = sourced(mails)
    mails.deliver(*numbered(1))
    look(source)
    MailboxSource.objects.update(afterwards="move", move_to="Done")
    assert look(source) == 0
    assert (mails.count(), mails.count("Done")) == (0, 1)


def test_another_folder_is_read(sourced: Sourced, mails: Mails) -> None:
    mails.add_folder("Support")
    mails.deliver(*numbered(1), folder="Support")
    mails.deliver(*numbered(2))
    look(sourced(mails, folder="Support"))
    assert ledger() == [1]


def test_a_missing_folder_is_named_with_those_that_there_are(sourced: Sourced, mails: Mails) -> None:
    mails.add_folder("Support")
    with pytest.raises(FetchError) as failed:
        look(sourced(mails, folder="Suport"))
    assert failed.value.code == "folder_missing"
    assert "“Suport”" in str(failed.value)
    assert "INBOX" in str(failed.value)
    assert "Support" in str(failed.value)


@BOTH
def test_what_lay_there_before_can_be_left_alone(sourced: Sourced, mails: Mails, arrival: str) -> None:
    source = sourced(mails, arrival=arrival, skip_existing=True, afterwards="delete")
    mails.deliver(*numbered(1, 2))
    assert look(source) == 0
    mails.deliver(*numbered(3))
    assert look(source) == 1
    assert ledger() == [3]
    assert mails.count() == 2


def test_what_was_left_alone_stays_so_under_new_numbers(sourced: Sourced, mails: Mails) -> None:
    source = sourced(mails, skip_existing=True)
    mails.deliver(*numbered(1, 2))
    look(source)
    mails.renumber()
    mails.deliver(*numbered(3))
    assert look(source) == 1
    assert ledger() == [3]


@BOTH
def test_a_mail_that_is_too_big_waits_for_a_person_and_stays_on_its_server(
    sourced: Sourced, mails: Mails, arrival: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for room in ("rounds", "pop", "imap"):
        monkeypatch.setattr(f"derman.channels.mail.fetching.{room}.LIMIT", 20_000)
    source = sourced(mails, arrival=arrival, afterwards="delete")
    mails.deliver(letter(subject="Huge", message_id="7@out.example", text="x" * 40 + "\n" + "y\n" * 20_000))
    mails.deliver(*numbered(8))
    look(source)
    row = IncomingMail.objects.get(message_id="7@out.example")
    assert (row.state, row.reason) == (IncomingState.QUARANTINED, "too_big")
    assert place(row.digest).read_bytes().startswith(b"From:")
    assert mails.count() == 1
    assert look(source) == 0
    assert ledger() == [7, 8]


def test_what_is_long_gone_is_forgotten(source: MailboxSource, mails: Mails) -> None:
    mails.deliver(*numbered(1, 2))
    look(source)
    mails.delete(1)
    look(source)
    forget_fetched()
    assert FetchedMail.objects.count() == 2
    with clock.frozen_at(clock.now() + timedelta(days=401)):
        forget_fetched()
    assert FetchedMail.objects.count() == 1
