"""STARTTLS at the listener (RFC 3207): what is said afterwards, certificates that are renewed, what is told of it."""

from __future__ import annotations

import os
import smtplib
import socket
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from derman.channels.mail import intake
from derman.channels.mail.certificate import Renewed, protection
from derman.channels.mail.models import IncomingMail, Mailbox
from derman.channels.mail.tests.certificates import write_certificate
from derman.channels.mail.tests.listening import listening
from derman.channels.mail.tests.post import letter
from derman.people.models import Person
from derman.site.doctor import _about_the_listener

pytestmark = pytest.mark.django_db(transaction=True)


def trusting(certificate: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(certificate))


def _answer(client: socket.socket) -> bytes:
    """The last line of what the listener says, read byte by byte: what follows belongs to the handshake."""
    while True:
        line = b""
        while not line.endswith(b"\r\n"):
            line += client.recv(1)
        if line[3:4] == b" ":
            return line


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    return write_certificate(tmp_path)


def test_mail_comes_in_encrypted_where_the_server_asks_for_it(files: tuple[Path, Path], helpdesk: Mailbox) -> None:
    raw = letter().replace(b"\n", b"\r\n")
    with listening(Renewed(*map(str, files))) as port, smtplib.SMTP("localhost", port, timeout=10) as client:
        client.ehlo("mx.ege.example")
        assert client.has_extn("starttls")
        client.starttls(context=trusting(files[0]))
        client.ehlo("mx.ege.example")
        assert not client.has_extn("starttls")
        assert not client.has_extn("auth")  # nobody signs in here
        client.sendmail("mert@ege.example", ["help@ege.example"], raw)
        client.sendmail("mert@ege.example", ["help@ege.example"], raw.replace(b"VPN", b"GPS"))

    first, second = IncomingMail.objects.order_by("pk")
    assert (first.peer, first.helo) == ("127.0.0.1", "mx.ege.example")
    assert intake.place(first.digest).read_bytes() == raw
    assert intake.place(second.digest).read_bytes() == raw.replace(b"VPN", b"GPS")


def test_what_was_said_before_the_encryption_counts_for_nothing(files: tuple[Path, Path], helpdesk: Mailbox) -> None:
    with listening(Renewed(*map(str, files))) as port, socket.create_connection(("localhost", port), 10) as plain:
        _answer(plain)
        plain.sendall(b"EHLO x\r\n")
        _answer(plain)
        # somebody in between puts the beginning of a mail of their own behind the word
        plain.sendall(b"STARTTLS\r\nEHLO evil\r\nMAIL FROM:<evil@x.example>\r\n")
        assert _answer(plain).startswith(b"220")
        with trusting(files[0]).wrap_socket(plain, server_hostname="localhost") as client:
            client.sendall(b"RCPT TO:<help@ege.example>\r\n")
            assert _answer(client).startswith(b"503")


def test_a_broken_handshake_ends_that_connection_alone(files: tuple[Path, Path], helpdesk: Mailbox) -> None:
    with listening(Renewed(*map(str, files))) as port:
        for _try in range(3):
            with socket.create_connection(("localhost", port), 10) as plain:
                plain.recv(1000)
                plain.sendall(b"EHLO x\r\nSTARTTLS\r\n")
                plain.recv(1000)
                plain.sendall(b"this is no handshake at all\r\n" * 20)
        with smtplib.SMTP("localhost", port, timeout=10) as client:
            client.sendmail("mert@ege.example", ["help@ege.example"], letter())  # unencrypted is taken as well
    assert IncomingMail.objects.count() == 1


def test_encrypted_connections_are_counted_once(
    files: tuple[Path, Path], helpdesk: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("derman.channels.mail.smtp.MOST_CONNECTIONS", 2)
    with listening(Renewed(*map(str, files))) as port:
        for _round in range(3):
            with smtplib.SMTP("localhost", port, timeout=10) as one, smtplib.SMTP("localhost", port, timeout=10) as two:
                for client in (one, two):
                    client.starttls(context=trusting(files[0]))
                    assert client.noop()[0] == 250
                with pytest.raises(smtplib.SMTPConnectError):
                    smtplib.SMTP("localhost", port, timeout=10)


def test_a_renewed_certificate_is_used_without_a_restart_and_half_of_one_is_not(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    def end_seen(port: int, trusted: Path) -> str:
        with smtplib.SMTP("localhost", port, timeout=10) as client:
            client.starttls(context=trusting(trusted))
            assert isinstance(client.sock, ssl.SSLSocket)
            return str((client.sock.getpeercert() or {})["notAfter"])

    first = tmp_path / "first.pem"
    first.write_bytes(files[0].read_bytes())
    with listening(Renewed(*map(str, files))) as port:
        earlier = end_seen(port, first)
        files[1].write_bytes(b"half a k")
        assert end_seen(port, first) == earlier
        write_certificate(tmp_path, days=300)
        os.utime(files[0], (1, 1))
        assert end_seen(port, files[0]) != earlier


def test_without_a_certificate_nothing_is_offered(helpdesk: Mailbox) -> None:
    with listening(Renewed("", "")) as port, smtplib.SMTP("localhost", port, timeout=10) as client:
        client.ehlo()
        assert not client.has_extn("starttls")


def _open_to_others(settings: Any) -> None:
    settings.DERMAN_SMTP_HOST, settings.DERMAN_SMTP_PORT = "::", 2525
    settings.DERMAN_SMTP_CERT = settings.DERMAN_SMTP_KEY = ""


def _certified(settings: Any, folder: Path, days: int) -> None:
    certificate, key = write_certificate(folder, days=days)
    settings.DERMAN_SMTP_CERT, settings.DERMAN_SMTP_KEY = str(certificate), str(key)


def _of_this_machine(settings: Any, folder: Path) -> None:
    settings.DERMAN_SMTP_HOST = "127.0.0.1"


def _missing(settings: Any, folder: Path) -> None:
    settings.DERMAN_SMTP_CERT = str(folder / "nothing.pem")


def _of_another_key(settings: Any, folder: Path) -> None:
    _certified(settings, folder, 90)
    other = folder / "other"
    other.mkdir()
    settings.DERMAN_SMTP_KEY = str(write_certificate(other)[1])


@pytest.mark.parametrize(
    ("arrange", "page_says", "doctor_says", "well"),
    [
        (lambda _s, _f: None, "takes mail from other machines unencrypted", "unencrypted. Set DERMAN_SMTP_CERT", True),
        (_of_this_machine, "", "reached from this machine alone", True),
        (lambda s, f: _certified(s, f, 90), "", "certificate is good until", True),
        (lambda s, f: _certified(s, f, 5), "([::]:2525) ends on", "renew it soon", True),
        (lambda s, f: _certified(s, f, -1), "([::]:2525) ended on", "certificate ended on", False),
        (_missing, "No such file or directory", "No such file or directory", False),
        (_of_another_key, "KEY_VALUES_MISMATCH", "KEY_VALUES_MISMATCH", False),
    ],
)
def test_administrators_are_told_how_well_the_listener_is_protected(
    settings: Any,
    tmp_path: Path,
    helpdesk: Mailbox,
    aylin: Person,
    arrange: Callable[[Any, Path], None],
    page_says: str,
    doctor_says: str,
    well: bool,
) -> None:
    _open_to_others(settings)
    arrange(settings, tmp_path)
    client = Client()
    client.force_login(aylin, backend="derman.people.backends.AddressBackend")
    for address in ("/desk/settings/mailboxes/", f"/desk/settings/mailboxes/{helpdesk.pk}/arrival/"):
        page = client.get(address).content.decode()
        assert page_says in page
        assert bool(page_says) is ("The SMTP listener (" in page or "The certificate of the SMTP" in page)
    (finding,) = _about_the_listener()
    assert doctor_says in finding.sentence
    assert finding.well is well


def test_a_desk_without_a_listener_says_nothing_of_it(settings: Any) -> None:
    settings.DERMAN_SMTP_PORT = None
    assert protection() is None
    assert list(_about_the_listener()) == []
