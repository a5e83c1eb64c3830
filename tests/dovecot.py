"""A real Dovecot for tests: on the loopback, in a folder of its own, as an ordinary user."""

from __future__ import annotations

import contextlib
import datetime
import grp
import imaplib
import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.journeys.the_desk import free_port

DOVECOT = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
PASSWORD = "open-sesame"
_names = itertools.count(1)

CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap pop3
listen = 127.0.0.1
ssl = yes
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2 oauthbearer
auth_failure_delay = 0
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {group}
default_vsz_limit = 0
mail_location = maildir:{folder}/mail/%u
mail_max_userip_connections = 100
maildir_stat_dirs = yes
first_valid_uid = {uid}
protocol imap {{
  imap_idle_notify_interval = 10 s
  {imap}
}}
passdb {{
  driver = static
  mechanisms = plain login
  args = password={password}
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {folder}/oauth2.conf
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home/%u
}}
service imap-login {{
  chroot =
  process_min_avail = 1
  inet_listener imap {{
    port = {imap_port}
  }}
  inet_listener imaps {{
    port = {imaps_port}
    ssl = yes
  }}
}}
service pop3-login {{
  chroot =
  inet_listener pop3 {{
    port = {pop3_port}
  }}
  inet_listener pop3s {{
    port = {pop3s_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  # nobody is made to wait after a wrong password
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""
OAUTH2 = """
introspection_mode = post
introspection_url = {introspection}
username_attribute = email
active_attribute = active
active_value = true
"""


@dataclass
class Dovecot:
    """A server that runs: its ports, and the mailboxes on its disk."""

    folder: Path
    imap_port: int
    imaps_port: int
    pop3_port: int
    pop3s_port: int
    owner: tuple[int, int]
    process: subprocess.Popen[bytes] | None = None

    @property
    def certificate(self) -> Path:
        """What a client must trust."""
        return self.folder / "cert.pem"

    def start(self) -> None:
        """Run it, and return once it answers."""
        assert DOVECOT is not None
        uid, gid = self.owner
        self.process = subprocess.Popen(
            [DOVECOT, "-F", "-c", str(self.folder / "dovecot.conf")],
            **({"user": uid, "group": gid, "extra_groups": []} if os.geteuid() == 0 else {}),
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                with imaplib.IMAP4("127.0.0.1", self.imap_port, timeout=5):
                    return
            except (OSError, imaplib.IMAP4.error):
                time.sleep(0.05)
        raise AssertionError(f"Dovecot does not start:\n{self.log()}")

    def stop(self) -> None:
        """End it and all its connections, as a machine that goes down."""
        if self.process is None:
            return
        # all at once: by itself it would give its clients ten seconds
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None

    def log(self) -> str:
        path = self.folder / "log"
        return path.read_text(errors="replace")[-4000:] if path.exists() else ""

    def mailbox(self, user: str = "") -> Mails:
        """A mailbox with nothing in it, for one test."""
        name = user or f"user{next(_names)}"
        mails = Mails(self, name)
        mails.make(mails.path)
        return mails


@dataclass
class Mails:
    """One mailbox on the disk of the server (Maildir)."""

    server: Dovecot
    user: str

    @property
    def path(self) -> Path:
        return self.server.folder / "mail" / self.user

    def make(self, folder: Path) -> None:
        for part in (folder, *(folder / name for name in ("tmp", "new", "cur"))):
            part.mkdir(exist_ok=True)
            os.chown(part, *self.server.owner)

    def add_folder(self, name: str) -> None:
        self.make(self.path / f".{name}")

    def deliver(self, *raws: bytes, folder: str = "", later: float = 0) -> None:
        """Put mails there, as a mail server does: complete at once. `later`: seconds by which its clock is ahead."""
        place = self.path / f".{folder}" if folder else self.path
        for raw in raws:
            name = f"{time.time():.6f}.{next(_names)}.test"
            (place / "tmp" / name).write_bytes(raw)
            os.chown(place / "tmp" / name, *self.server.owner)
            moment = time.time() + later
            os.utime(place / "tmp" / name, (moment, moment))
            (place / "tmp" / name).rename(place / "new" / name)

    def count(self, folder: str = "") -> int:
        """How many mails lie there."""
        place = self.path / f".{folder}" if folder else self.path
        return sum(len(list((place / part).glob("*"))) for part in ("new", "cur"))

    def delete(self, most: int = 1) -> None:
        """Somebody else deletes mails."""
        with self.client() as client:
            client.select()
            client.store(f"1:{most}", "+FLAGS", r"(\Deleted)")
            client.expunge()

    def mark_seen(self) -> None:
        """Somebody else reads everything."""
        with self.client() as client:
            client.select()
            client.store("1:*", "+FLAGS", r"(\Seen)")

    def client(self) -> imaplib.IMAP4:
        """A client of a person."""
        client = imaplib.IMAP4("127.0.0.1", self.server.imap_port, timeout=20)
        client.login(self.user, PASSWORD)
        return client

    def renumber(self) -> None:
        """The server forgets its numbers and gives new ones, with another UIDVALIDITY."""
        for path in [*self.path.glob("dovecot*"), *self.path.glob(".*/dovecot*")]:
            path.unlink() if path.is_file() else shutil.rmtree(path)
        # the new UIDVALIDITY is the time in seconds: it must not be the same second
        time.sleep(1.1)

    @contextmanager
    def restored_afterwards(self) -> Iterator[None]:
        """What is here now comes back after the block, with its numbers, whatever happened meanwhile."""
        copy = Path(tempfile.mkdtemp(dir=self.server.folder))
        shutil.copytree(self.path, copy / "mail")
        yield
        shutil.rmtree(self.path)
        shutil.move(copy / "mail", self.path)
        for path in (self.path, *self.path.rglob("*")):
            os.chown(path, *self.server.owner)


def _certificate(folder: Path) -> None:
    """A certificate for localhost that nobody knows but the tests."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


@contextmanager
def running_dovecot(*, introspection: str = "http://127.0.0.1:9/", imap: str = "") -> Iterator[Dovecot]:
    """Start a Dovecot; ends with the block. `imap`: more settings of that protocol."""
    owner = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    folder = Path(tempfile.mkdtemp(prefix="dovecot-"))
    server = Dovecot(folder, *(free_port() for _ in range(4)), (owner.pw_uid, owner.pw_gid))
    try:
        for name in ("mail", "home", "run", "state"):
            (folder / name).mkdir()
        _certificate(folder)
        (folder / "dovecot.conf").write_text(
            CONFIG.format(
                folder=folder,
                user=owner.pw_name,
                group=grp.getgrgid(owner.pw_gid).gr_name,
                uid=owner.pw_uid,
                gid=owner.pw_gid,
                imap=imap,
                password=PASSWORD,
                imap_port=server.imap_port,
                imaps_port=server.imaps_port,
                pop3_port=server.pop3_port,
                pop3s_port=server.pop3s_port,
            )
        )
        (folder / "oauth2.conf").write_text(OAUTH2.format(introspection=introspection))
        for path in (folder, *folder.rglob("*")):
            os.chown(path, owner.pw_uid, owner.pw_gid)
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
