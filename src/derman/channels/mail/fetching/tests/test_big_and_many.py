"""Big mails, many mails, and servers that do not behave."""

from __future__ import annotations

import socket
import threading
import tracemalloc
from collections.abc import Callable

import pytest

from derman.channels.mail.fetching import imap
from derman.channels.mail.fetching.fetcher import opened
from derman.channels.mail.fetching.models import FetchedMail, MailboxSource
from derman.channels.mail.fetching.rounds import Round
from derman.channels.mail.fetching.tests.looks import ledger, look, numbered
from derman.channels.mail.fetching.words import FetchError
from derman.channels.mail.intake import place
from derman.channels.mail.models import IncomingMail
from derman.channels.mail.tests.post import letter
from tests.dovecot import Mails, running_dovecot

Sourced = Callable[..., MailboxSource]
BOTH = pytest.mark.parametrize("arrival", ["imap", "pop3"])
MEGABYTE = 1024 * 1024


@BOTH
def test_a_mail_of_thirty_megabytes_needs_little_memory(sourced: Sourced, mails: Mails, arrival: str) -> None:
    line = b"QUJD" * 240 + b"\r\n"
    raw = letter(message_id="1@out.example").replace(b"\n", b"\r\n") + line * (30 * MEGABYTE // len(line))
    mails.deliver(raw)
    source = sourced(mails, arrival=arrival)
    tracemalloc.start()
    try:
        look(source)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert place(IncomingMail.objects.get().digest).read_bytes() == raw
    assert peak < 12 * MEGABYTE


@pytest.mark.parametrize("size", [-1, 0, 1])
def test_a_mail_that_ends_at_the_end_of_a_part_is_whole(source: MailboxSource, mails: Mails, size: int) -> None:
    head = letter(message_id="1@out.example").replace(b"\n", b"\r\n")
    raw = head + b"x" * (2 * imap.PART + size - len(head) - 2) + b"\r\n"
    assert len(raw) == 2 * imap.PART + size
    mails.deliver(raw)
    look(source)
    assert place(IncomingMail.objects.get().digest).read_bytes() == raw


@pytest.mark.parametrize(("arrival", "many"), [("imap", 2000), ("pop3", 200)])
def test_many_mails_are_fetched_once(sourced: Sourced, mails: Mails, arrival: str, many: int) -> None:
    source = sourced(mails, arrival=arrival)
    mails.deliver(*numbered(*range(many)))
    assert look(source) == many
    assert look(source) == 0
    assert ledger() == list(range(many))


def test_two_who_fetch_at_once_double_nothing(sourced: Sourced, mails: Mails) -> None:
    source = sourced(mails, afterwards="move", move_to="Done")
    mails.deliver(*numbered(1, 2, 3))
    with opened(source) as one, opened(source) as other:
        listed = [list(portion) for portion in other.entries()]
        Round(source, one).everything()
        other.client.noop()
        other.entries = lambda: iter(listed)
        Round(source, other).everything()
    assert ledger() == [1, 2, 3]
    assert (mails.count(), mails.count("Done")) == (0, 3)


def test_two_who_have_both_downloaded_double_nothing(source: MailboxSource, mails: Mails) -> None:
    mails.deliver(*numbered(1, 2, 3))
    with opened(source) as one, opened(source) as other:
        entries = [entry for portion in other.entries() for entry in portion]
        downloads = list(other.download(entries))
        Round(source, one).everything()
        other.download = lambda wanted: iter(downloads)
        late = Round(source, other)
        late._fetch(entries)
    assert (late.fetched, ledger()) == (0, [1, 2, 3])
    assert FetchedMail.objects.count() == 3


def test_a_server_without_idle_move_and_uidplus(sourced: Sourced, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap, "POLL", 0.1)
    with running_dovecot(imap="imap_capability = IMAP4rev1 LITERAL+ AUTH=PLAIN") as plain:
        mails = plain.mailbox()
        source = sourced(mails, afterwards="move", move_to="Done")
        mails.deliver(*numbered(1))
        with opened(source) as box:
            assert not box.idles
            done = Round(source, box)
            done.everything()
            mails.deliver(*numbered(2))
            box.wait(120, lambda seconds: threading.Event().wait(seconds))
            done.fresh()
        assert ledger() == [1, 2]
        assert (mails.count(), mails.count("Done")) == (0, 2)


def test_mails_that_somebody_else_marked_as_deleted_stay_where_uidplus_is_missing(sourced: Sourced) -> None:
    with running_dovecot(imap="imap_capability = IMAP4rev1 LITERAL+ AUTH=PLAIN") as plain:
        mails = plain.mailbox()
        mails.deliver(*numbered(1, 2))
        with mails.client() as person:
            person.select()
            person.store("1", "+FLAGS", r"(\Deleted)")
        source = sourced(mails, afterwards="delete", skip_existing=True)
        look(source)
        mails.deliver(*numbered(3))
        look(source)
        assert mails.count() == 3
        assert look(source) == 0


def test_news_come_by_idle(source: MailboxSource, mails: Mails) -> None:
    with opened(source) as box:
        done = Round(source, box)
        done.everything()
        timer = threading.Timer(0.3, lambda: mails.deliver(*numbered(1)))
        timer.start()
        box.wait(60, lambda seconds: False)
        done.fresh()
    assert ledger() == [1]


def test_news_that_came_beside_another_answer_are_not_waited_for(source: MailboxSource, mails: Mails) -> None:
    with opened(source) as box:
        done = Round(source, box)
        done.everything()
        done.fresh()
        mails.deliver(*numbered(1))
        # one answer says that there is one more, and none says so again
        while not any(news[1:] == (b"EXISTS",) for news in box.client.noop()[1]):
            pass
        waits: list[float] = []
        box.wait(60, lambda seconds: bool(waits.append(seconds)) or len(waits) > 3)
        assert waits == []
        done.fresh()
    assert ledger() == [1]


def test_a_connection_that_ends_while_waiting_is_noticed(source: MailboxSource, mails: Mails) -> None:
    with pytest.raises(FetchError) as failed, opened(source) as box:
        Round(source, box).everything()
        threading.Timer(0.3, box.hang_up).start()
        box.wait(60, lambda seconds: False)
        box.fresh()
    assert failed.value.code == "closed"


def test_one_mail_that_the_server_cannot_give_stops_no_other(source: MailboxSource, mails: Mails) -> None:
    mails.deliver(*numbered(1, 2, 3))
    with pytest.raises(FetchError) as failed, opened(source) as box:
        fetch = box.client.fetch

        def refusing(ids: list[int], what: list[str]) -> dict[int, object]:
            if 2 in ids and "BODY.PEEK[]" in what:
                raise imap.IMAPClientError("[SERVERBUG] Internal error")
            return fetch(ids, what)

        box.client.fetch = refusing
        Round(source, box).everything()
    assert failed.value.code == "mail_refused"
    assert "Internal error" in str(failed.value)
    assert ledger() == [1, 3]
    assert look(source) == 1


def test_what_is_no_mail_server_is_said_to_be_so(sourced: Sourced, mails: Mails) -> None:
    with socket.create_server(("127.0.0.1", 0)) as strange:

        def greet() -> None:
            connection, _address = strange.accept()
            with connection:
                connection.sendall(b"SSH-2.0-OpenSSH_9.2\r\n" * 3)

        threading.Thread(target=greet, daemon=True).start()
        source = sourced(mails, port=strange.getsockname()[1])
        with pytest.raises(FetchError) as failed:
            look(source)
    assert failed.value.code in ("protocol", "closed")
    assert "SSH" in str(failed.value)
