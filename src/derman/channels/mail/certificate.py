"""The certificate by which the SMTP listener encrypts (STARTTLS, RFC 3207), and how well protected its way in is."""

from __future__ import annotations

import ipaddress
import logging
import ssl
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from django.conf import settings

from derman.kernel import clock

log = logging.getLogger("derman.mail.smtp")

SOON = timedelta(days=14)  # a certificate that ends within this time is spoken of


class CertificateUnusable(Exception):
    """The files of the certificate cannot be used; the message says why, in the words of the system."""


def context_of(certificate: str, key: str) -> ssl.SSLContext:
    """What offers STARTTLS with these PEM files. Raises CertificateUnusable."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        # an empty password: a key that asks for one is refused instead of asking at the terminal
        context.load_cert_chain(certificate, key or None, password="")
    except ssl.SSLError as error:
        raise CertificateUnusable(error.reason or str(error)) from None
    except OSError as error:
        raise CertificateUnusable(error.strerror or str(error)) from None
    return context


class Renewed:
    """The context of two files, read anew when they change: whoever renews a certificate need not restart the desk."""

    def __init__(self, certificate: str, key: str) -> None:
        self._certificate, self._key = certificate, key
        self._context: ssl.SSLContext | None = None
        self._seen: tuple[int, ...] | None = None

    def context(self) -> ssl.SSLContext | None:
        """None where there is none, or none that can be used: mail comes in unencrypted then, but it comes in."""
        if not self._certificate:
            return None
        seen = self._looked()
        if seen != self._seen:
            self._seen = seen
            try:
                self._context = context_of(self._certificate, self._key)
            except CertificateUnusable as error:
                # half of a renewal is no reason to stop encrypting: the earlier one goes on
                log.error("The certificate %s cannot be used: %s", self._certificate, error)
        return self._context

    def _looked(self) -> tuple[int, ...]:
        found = []
        for path in (self._certificate, self._key or self._certificate):
            try:
                stat = Path(path).stat()
            except OSError:
                found += [0, 0]
            else:
                found += [stat.st_mtime_ns, stat.st_ino]
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Protection:
    """How the listener is reached, and whether what is said to it is encrypted."""

    listener: str  # host:port
    reachable: bool  # from other machines
    certificate: str = ""  # its file
    until: datetime | None = None  # the certificate's end
    wrong: str = ""  # why it cannot be used

    @property
    def has_ended(self) -> bool:
        """Is the certificate past its end?"""
        return self.until is not None and self.until <= clock.now()

    @property
    def ends_soon(self) -> bool:
        """Does it end within two weeks?"""
        return self.until is not None and clock.now() < self.until <= clock.now() + SOON

    @property
    def in_the_clear(self) -> bool:
        """Does mail from other machines pass the network unencrypted?"""
        return self.reachable and (not self.certificate or bool(self.wrong))


def protection() -> Protection | None:
    """How the listener of this desk is protected; None where it has none. Reads the certificate's files."""
    if settings.DERMAN_SMTP_PORT is None:
        return None
    host, certificate = settings.DERMAN_SMTP_HOST, settings.DERMAN_SMTP_CERT
    shown = f"[{host}]" if ":" in host else host
    listener, reachable = f"{shown}:{settings.DERMAN_SMTP_PORT}", not _is_loopback(host)
    if not certificate:
        return Protection(listener, reachable)
    try:
        context_of(certificate, settings.DERMAN_SMTP_KEY)
        until = x509.load_pem_x509_certificate(Path(certificate).read_bytes()).not_valid_after_utc
    except (CertificateUnusable, OSError, ValueError) as error:
        return Protection(listener, reachable, certificate, wrong=str(error))
    return Protection(listener, reachable, certificate, until)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
