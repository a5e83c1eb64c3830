"""A mailbox of another server: connected in the settings, fetched from, answered, and its bounces come back."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.dovecot import DOVECOT, PASSWORD, Mails, running_dovecot
from tests.journeys.the_desk import mail_from

pytestmark = pytest.mark.skipif(
    DOVECOT is None and not os.environ.get("CI"), reason="no IMAP server on this machine (Debian: dovecot-imapd)"
)
ADDRESS = "uzak@ege.example"


@pytest.fixture
def mails() -> Iterator[Mails]:
    with running_dovecot() as server:
        yield server.mailbox()


def test_a_mailbox_is_connected_and_its_mail_is_answered_there_and_back(screen, desk, mails: Mails):
    page = screen.sign_in("aylin@ege.example")
    page.goto(f"{desk.url}/desk/settings/mailboxes/add/")
    page.fill("#id_address", ADDRESS)
    page.click(".save-bar .btn--main")
    page.get_by_role("link", name="Change", exact=True).click()
    page.select_option("#id_arrival", "imap")
    page.fill("#id_host", "127.0.0.1")
    page.fill("#id_port", str(mails.server.imap_port))
    page.select_option("#id_encryption", "none")
    page.fill("#id_user", mails.user)
    page.fill("#id_password", "wrong")
    page.select_option("#id_afterwards", "move")
    page.fill("#id_move_to", "Done")
    page.get_by_role("button", name="Check the connection").click()
    expect(page.locator(".banner--urgent")).to_contain_text("refused the user name or password")
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Check the connection").click()
    expect(page.locator(".banner--good")).to_contain_text("It works.")

    page.goto(f"{desk.url}/desk/?view=all")
    subject = f"Uzaktan bağlanamıyorum {time.time_ns()}"
    asks = mail_from("Selin Aksoy", "selin@musteri.example", subject, "Merhaba, evden bağlanamıyorum.")
    asks.replace_header("To", ADDRESS)
    mails.deliver(asks.as_bytes())
    row = page.locator("#list").get_by_text(subject)
    expect(row).to_be_visible()
    row.click()
    page.wait_for_url("**/desk/tickets/**")
    number = re.search(r"/tickets/(\d+)/", page.url)[1]

    page.keyboard.press("r")
    page.keyboard.type("Merhaba Selin, bakıyoruz.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".timeline").get_by_text("bakıyoruz")).to_be_visible()
    answer = _answer(desk, number)
    assert ADDRESS in answer["From"]

    reply = mail_from(
        "Selin Aksoy", "selin@musteri.example", "Ynt: " + subject, "Sağ olun.", In_Reply_To=answer["Message-ID"]
    )
    mails.deliver(reply.as_bytes())
    expect(page.locator(".timeline").get_by_text("Sağ olun.")).to_be_visible()

    # the other server takes the next answer and sends it back, into the mailbox that is fetched from
    desk.post.full["selin@musteri.example"] = mails.deliver
    page.keyboard.press("r")
    page.keyboard.type("Yeni adresinizi yazar mısınız?")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".msg", has_text="Yeni adresinizi").get_by_text("Mailbox full")).to_be_visible(timeout=40_000)
    expect(page.locator(".msg", has_text="bakıyoruz").get_by_text("Mailbox full")).to_have_count(0)
    del desk.post.full["selin@musteri.example"]
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and mails.count("Done") < 3:
        time.sleep(0.1)
    assert (mails.count(), mails.count("Done")) == (0, 3)

    page.goto(f"{desk.url}/desk/settings/mailboxes/")
    expect(page.get_by_role("row", name=re.compile(ADDRESS))).to_contain_text("Fetches")


def _answer(desk, number: str):
    """The agent's answer to this ticket, among all mails to Selin."""
    beyond = 0
    while True:
        mail = desk.post.wait_for("selin@musteri.example", beyond=beyond, timeout=40)
        if f"[#{number}]" in mail["Subject"] and "Auto-Submitted" not in mail:
            return mail
        beyond += 1
