"""What the environment says about this installation. See docs/configuration.md for every variable."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Environment:
    """The variables that Derman reads, with their defaults filled in."""

    data: Path
    host: str
    port: int
    smtp_host: str
    smtp_port: int | None
    smtp_cert: str  # PEM files by which the listener encrypts; empty: it does not
    smtp_key: str
    url: str
    portal_url: str
    database_url: str
    mail_url: str
    secret_key: str
    debug: bool
    proxies: int  # trusted reverse proxies before the web server
    web_threads: int

    @property
    def other_origins(self) -> list[str]:
        """Where forms of the portal may lead, beside itself: the desk, for an agent who signs in at its domain."""
        return [self.url] if self.portal_url != self.url else []


class BadEnvironment(Exception):
    """A variable has a value that cannot be used; the message says which and what to do."""


def _port(name: str, default: str) -> int | None:
    value = os.environ.get(name, default).strip()
    if value == "off":
        return None
    if not value.isdigit() or not 0 < int(value) < 65536:
        raise BadEnvironment(f"{name} must be a port from 1 to 65535, not “{value}”.")
    return int(value)


def _count(name: str, default: str, *, most: int) -> int:
    value = os.environ.get(name, default).strip()
    if not value.isdigit() or int(value) > most:
        raise BadEnvironment(f"{name} must be a number from 0 to {most}, not “{value}”.")
    return int(value)


def _secret_key(data: Path) -> str:
    given = os.environ.get("DERMAN_SECRET_KEY", "")
    if given:
        return given
    path = data / "secret.key"
    data.mkdir(parents=True, exist_ok=True)
    try:
        # O_EXCL: of two processes that start at once on a new folder, one makes the key, the other reads it
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read_key(path)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return _read_key(path)


def _read_key(path: Path) -> str:
    key = path.read_text().strip()
    if len(key) < 32:
        raise BadEnvironment(f"{path} holds no usable key. Restore it from a backup, or delete it to make a new one.")
    return key


def _portal_url(url: str) -> str:
    given = os.environ.get("DERMAN_PORTAL_URL", "").strip().rstrip("/") or url
    parts, desk = urlsplit(given), urlsplit(url)
    if not parts.hostname or parts.path or parts.query:
        raise BadEnvironment("DERMAN_PORTAL_URL must be an address like https://help.example.com, without a path.")
    if parts.scheme != desk.scheme:
        raise BadEnvironment("DERMAN_PORTAL_URL and DERMAN_URL must both begin with https://, or both with http://.")
    return given


def _certificate() -> tuple[str, str]:
    """The files of the listener's certificate and its key. Whether they can be used is the listener's to find out."""
    certificate, key = (os.environ.get(name, "").strip() for name in ("DERMAN_SMTP_CERT", "DERMAN_SMTP_KEY"))
    if key and not certificate:
        raise BadEnvironment("DERMAN_SMTP_KEY needs the certificate beside it: set DERMAN_SMTP_CERT.")
    return certificate, key


def data_folder() -> Path:
    """The data folder, which need not be there yet."""
    return Path(os.environ.get("DERMAN_DATA", "./var")).expanduser().resolve()


@cache
def environment() -> Environment:
    """Read the environment once. Raises BadEnvironment with a sentence that names the variable."""
    data = data_folder()
    host = os.environ.get("DERMAN_HOST", "127.0.0.1")
    port = _port("DERMAN_PORT", "8000")
    if port is None:
        raise BadEnvironment("DERMAN_PORT cannot be off.")
    certificate, key = _certificate()
    url = os.environ.get("DERMAN_URL", f"http://{host}:{port}").rstrip("/")
    return Environment(
        data=data,
        host=host,
        port=port,
        smtp_host=os.environ.get("DERMAN_SMTP_HOST", "").strip() or host,
        smtp_port=_port("DERMAN_SMTP_PORT", "2525"),
        smtp_cert=certificate,
        smtp_key=key,
        url=url,
        portal_url=_portal_url(url),
        database_url=os.environ.get("DATABASE_URL", ""),
        mail_url=os.environ.get("DERMAN_MAIL_URL", ""),
        secret_key=_secret_key(data),
        debug=os.environ.get("DERMAN_DEBUG", "") == "1",
        proxies=_count("DERMAN_PROXIES", "0", most=5),
        web_threads=_count("DERMAN_WEB_THREADS", "4", most=64) or 1,
    )
