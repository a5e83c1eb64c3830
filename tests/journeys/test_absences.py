"""People who are away: a machine answers each mail of the desk, and the desk does not answer the machine.

The desk, its worker and SMTP both ways are real; what the machine wrote is looked for on the screen.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.the_desk import RunningDesk, mail_from

WORDS = "Pazartesiye kadar izindeyim."


@pytest.fixture
def token(desk: RunningDesk) -> str:
    return desk.derman("token", "create", "--email", "aylin@ege.example").split()[-1]


@pytest.fixture
def away(desk: RunningDesk) -> Iterator[Callable[[str, bool], None]]:
    """Let a machine answer for an address: one that says what it is, or one that says nothing and knows no thread."""

    def answers(address: str, honest: bool) -> None:
        def answer(came: EmailMessage) -> None:
            marks = {
                "Auto_Submitted": "auto-replied", "In_Reply_To": came["Message-ID"], "References": came["Message-ID"],
            } if honest else {}  # fmt: skip
            subject = f"Otomatik yanıt: {came['Subject']}" if honest else "Ofis dışındayım"
            mail = mail_from("Uzak Kişi", address, subject, WORDS, **marks)
            desk.send(
                mail, "" if honest else address, to=parseaddr(came["Reply-To"])[1] if honest else "destek@ege.example"
            )

        desk.post.away[address] = answer

    yield answers
    desk.post.away.clear()


def _sent(desk: RunningDesk, token: str, address: str) -> list[Any]:
    return [mail for mail in desk.api(token, "/outbox?limit=100")["items"] if address in mail["to"]]


def _tickets(desk: RunningDesk, token: str, address: str) -> list[Any]:
    found: list[Any] = desk.api(token, f"/tickets?requester={address}")["items"]
    return found


def test_an_absence_notice_stands_on_its_ticket_and_changes_nothing(screen, desk, token, away):
    address = "izinde@halka.example"
    away(address, True)
    page = screen.sign_in("aylin@ege.example")
    desk.send(mail_from("Uzak Kişi", address, f"Rapor {time.time_ns()}", "Rapor açılmıyor, acil değil."), address)
    # the first mail of the desk is answered by the machine
    desk.post.wait_for(address)
    (ticket,) = _tickets(desk, token, address)
    page.goto(f"{desk.url}/desk/tickets/{ticket['number']}/")
    expect(page.locator(".msg", has_text=WORDS)).to_have_count(1)
    assert _tickets(desk, token, address)[0]["status"] == "new"

    desk.api(token, f"/tickets/{ticket['number']}/messages", {"text": "Düzeldi mi?"})
    desk.api(token, f"/tickets/{ticket['number']}", {"status": "resolved"}, "PATCH")
    desk.post.wait_for(address, beyond=1)
    expect(page.locator(".msg", has_text=WORDS)).to_have_count(2)
    (after,) = _tickets(desk, token, address)
    assert after["status"] == "resolved"
    assert [mail["kind"] for mail in _sent(desk, token, address)].count("auto_reply") == 1
    assert len(_sent(desk, token, address)) == 2


def test_a_machine_that_hides_what_it_is_hears_the_desk_once(screen, desk, token, away):
    address = "sessiz@halka.example"
    away(address, False)
    page = screen.sign_in("aylin@ege.example")
    desk.send(mail_from("Uzak Kişi", address, f"Yazıcı {time.time_ns()}", "Yazıcı basmıyor."), address)
    page.goto(f"{desk.url}/desk/?view=all")
    # its answer is a ticket of its own, for it names none; nothing answers that, and so it ends
    expect(page.locator("#list").get_by_text("Ofis dışındayım")).to_have_count(1)
    assert len(_tickets(desk, token, address)) == 2
    assert [mail["kind"] for mail in _sent(desk, token, address)] == ["auto_reply"]
