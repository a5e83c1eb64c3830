"""The pictures of README and docs: a demo desk of its own, seen through a browser. `make pictures` runs it.

Goes the way of a new desk: opens the set-up link, fills the wizard in, has `derman demo` fill it, signs people in.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import signal
import smtplib
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from playwright.sync_api import TimeoutError as TookTooLong

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
DERMAN = str(Path(sys.executable).parent / "derman")
PASSWORD = "ege-holding-demo"  # noqa: S105 -- of the demo desk, see site/demo/cast.py
SUBJECT = "VPN drops every ten minutes"
MOST = 200 * 1024  # bytes of a picture
QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Post:
    """The mail server of the demo desk: keeps what leaves, so that a sign-in link can be opened."""

    def __init__(self) -> None:
        self.mails: list[tuple[list[str], bytes]] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.mails.append((list(envelope.rcpt_tos), envelope.content))
        return "250 OK"

    def link_for(self, address: str) -> str:
        """The sign-in link that came for `address`; waits half a minute for it."""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            for recipients, content in self.mails:
                if address in recipients:
                    body = message_from_bytes(content, policy=policy.default).get_body(("plain",))
                    found = re.search(r"http\S+/accounts/link/\S+", body.get_content() if body else "")
                    if found:
                        return found[0]
            time.sleep(0.1)
        raise SystemExit(f"No sign-in link came for {address}.")


@contextlib.contextmanager
def desk(folder: Path, post: Post) -> Iterator[tuple[str, str, dict[str, str]]]:
    """A new desk that runs: its address, its set-up link, the environment of its commands."""
    server = Controller(post, hostname="127.0.0.1", port=free_port())
    server.start()
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("DERMAN_", "DATABASE_URL"))}
    environment = {
        **clean,
        "DERMAN_DATA": str(folder),
        "DERMAN_PORT": str(free_port()),
        "DERMAN_SMTP_PORT": str(free_port()),
        "DERMAN_MAIL_URL": f"smtp://127.0.0.1:{server.port}?tls=none",
    }
    process = subprocess.Popen([DERMAN, "run"], env=environment, stdout=subprocess.PIPE, text=True)
    try:
        said: dict[str, str] = {}
        for line in process.stdout or ():
            what, _blank, address = line.strip().rpartition(" ")
            said[what] = address
            if "set up" in said:
                break
        yield said["ready"], said["set up"], environment
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=15)
        server.stop()


def keep(page: Page, name: str) -> None:
    """Take the picture `name` once the page is at rest, with fewer colours where it would be too large."""
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(700)
    whole = Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="hide"))).convert("RGB")
    for colours in (0, 256, 128, 64):
        buffer = io.BytesIO()
        fewer = whole.quantize(colours, dither=Image.Dither.NONE, kmeans=2) if colours else whole
        fewer.save(buffer, "PNG", optimize=True)
        if len(buffer.getvalue()) <= MOST:
            break
    (PICTURES / f"{name}.png").write_bytes(buffer.getvalue())
    print(f"{name}.png  {whole.width} × {whole.height}, {len(buffer.getvalue()) // 1024} KB", flush=True)


def window(browser: Browser, *, width: int = 1440, height: int = 900, **options: Any) -> BrowserContext:
    context = browser.new_context(
        viewport={"width": width, "height": height}, timezone_id="Europe/Istanbul", **{"locale": "en-GB", **options}
    )
    context.set_default_timeout(20_000)
    return context


def set_up(page: Page, link: str) -> None:
    """The wizard, step by step, as a new desk is set up."""
    page.goto(link)
    page.fill("[name=name]", "Ege Holding")
    keep(page, "wizard")
    page.locator("[data-next]").click()
    page.fill("[name=administrator]", "Aylin Su")
    page.fill("[name=email]", "admin@ege.example")
    page.fill("[name=password]", PASSWORD)
    page.locator("[data-next]").click()
    for place, (team, tier) in enumerate((("L1 Front line", "1"), ("L2 Network", "2"), ("L2 Systems", "2"))):
        page.locator("[name=team_name]").nth(place).fill(team)
        page.locator("[name=team_tier]").nth(place).select_option(tier)
    page.locator("[data-next]").click()
    page.fill("[name=address]", "help@ege.example")
    page.locator(".btn--main[data-finish]").click()
    try:
        page.wait_for_url("**/desk/**")
    except TookTooLong:
        wrong = page.locator(".wrong, .banner").all_inner_texts()
        raise SystemExit(f"The wizard refused: {'; '.join(wrong)}") from None


def sign_in(page: Page, address: str, email: str) -> None:
    page.goto(f"{address}/accounts/login/")
    page.fill("[name=login]", email)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "/accounts/login" not in url)


def sign_in_by_link(page: Page, address: str, email: str, post: Post) -> None:
    page.goto(f"{address}/accounts/login/")
    page.fill("[name=login]", email)
    page.locator("[formaction*='/accounts/link/']").click()
    page.wait_for_url("**/link/sent/")
    page.goto(post.link_for(email))
    page.locator("form .btn--main").click()
    page.wait_for_url(lambda url: "/accounts/link/" not in url)


def in_english(page: Page, address: str) -> None:
    """Have the pages of whoever is signed in speak English, as the menu at their picture does."""
    token = next(str(cookie.get("value")) for cookie in page.context.cookies() if cookie.get("name") == "derman_csrf")
    page.request.post(f"{address}/choose/", form={"language": "en"}, headers={"X-CSRFToken": token})


def open_ticket(page: Page, address: str) -> None:
    page.goto(f"{address}/desk/search/?q=VPN+drops")
    subject = page.locator(".subject", has_text=re.compile(rf"{SUBJECT}\s*$"))
    number = page.locator("#rows .ticket > a", has=subject).first.get_attribute("data-number")
    page.goto(f"{address}/desk/tickets/{number}/")


def write_to_the_desk(port: str) -> None:
    """Two mails from outside, so that the mailbox has something to show."""
    for name, sender, subject in (
        ("Tom Becker", "tom.becker@ege.example", "The printer is out of toner"),
        ("Marie Dubois", "marie.dubois@ege.example", "Access to the shared folder Contracts"),
    ):
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = f"{name} <{sender}>", "help@ege.example", subject
        mail["Message-ID"] = make_msgid(domain="ege.example")
        mail.set_content(f"Hello,\n\n{subject}.\n\n{name}")
        with smtplib.SMTP("127.0.0.1", int(port), timeout=20) as server:
            server.send_message(mail)
    time.sleep(3)


def take_all(browser: Browser, address: str, link: str, environment: dict[str, str], post: Post) -> None:
    with window(browser) as context:
        page = context.new_page()
        set_up(page, link)
        subprocess.run([DERMAN, "demo"], env=environment, check=True, stdout=subprocess.DEVNULL)
        write_to_the_desk(environment["DERMAN_SMTP_PORT"])
        page.goto(f"{address}/desk/settings/mailboxes/")
        page.get_by_role("link", name="help@ege.example").click()
        page.locator("[formaction*='/test/']").click()
        page.wait_for_selector(".banner--good")
        keep(page, "mailboxes")
    for name, options in (
        ("workspace", {}),
        ("workspace-dark", {"color_scheme": "dark"}),
        ("workspace-phone", {"width": 390, "height": 844, "device_scale_factor": 2, "has_touch": True}),
    ):
        with window(browser, **options) as context:
            page = context.new_page()
            sign_in(page, address, "elif@ege.example")
            in_english(page, address)
            open_ticket(page, address)
            keep(page, name)
    with window(browser, locale="tr-TR") as context:
        page = context.new_page()
        sign_in_by_link(page, address, "selin.aksoy@ege.example", post)
        page.goto(f"{address}/")
        keep(page, "portal")


def main() -> int:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        print("The pictures need Chromium; this machine has none.", file=sys.stderr)
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="derman-pictures-"))
    folder.chmod(0o755)
    post = Post()
    try:
        with desk(folder / "data", post) as (address, link, environment), sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
            take_all(browser, address, link, environment, post)
            browser.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
