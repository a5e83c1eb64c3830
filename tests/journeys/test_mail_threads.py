"""Mail among people: a thread of ten with a colleague in copy, an absence, an agent's mailbox, a stranger, a forward.

The desk, its worker, SMTP in and out and the browser are real; the screen is looked at after each step.
"""

from __future__ import annotations

import re
import time
from email.message import EmailMessage
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.the_desk import RunningDesk, mail_from

PROVEN = "mx.ege.example; dmarc=pass header.from=ege.example"


class Thread:
    """The mails of one ticket, as those who take part see them, and the ticket's page."""

    def __init__(self, page: Page, desk: RunningDesk, *people: str) -> None:
        self.page, self.desk = page, desk
        self.seen = dict.fromkeys(people, 0)

    def comes_to(self, address: str, *, timeout: float = 60) -> EmailMessage:
        """The next mail to this address."""
        mail = self.desk.post.wait_for(address, beyond=self.seen[address], timeout=timeout)
        self.seen[address] += 1
        return mail

    def answers(self, to: EmailMessage, name: str, address: str, text: str, **headers: str) -> None:
        """Somebody answers a mail of the desk; their text stands on the screen, and nothing of what they quote."""
        quote = "Ege Destek <destek@ege.example>, 28 Kas 2026 Cmt, 09:00 tarihinde şunu yazdı:\n> eskisi\n"
        mail = mail_from(
            name, address, f"Ynt: {to['Subject']}", f"{text}\n\n{quote}",
            In_Reply_To=to["Message-ID"], References=to["Message-ID"], **headers,
        )  # fmt: skip
        self.desk.send(mail, address, to=_bare(to["Reply-To"]))
        shown = self.page.locator(".msg", has_text=text)
        expect(shown).to_be_visible()
        expect(shown.locator(".body")).not_to_contain_text("şunu yazdı")

    def writes(self, text: str) -> None:
        """The agent answers on the screen."""
        self.page.keyboard.press("r")
        self.page.keyboard.type(text)
        self.page.keyboard.press("Control+Enter")
        expect(self.page.locator(".msg--agent", has_text=text)).to_be_visible()


def _bare(address: str) -> str:
    return str(address).split("<")[-1].strip(">")


@pytest.fixture
def token(desk: RunningDesk) -> str:
    return desk.derman("token", "create", "--email", "aylin@ege.example").split()[-1]


@pytest.fixture
def page(screen: Any, desk: RunningDesk) -> Page:
    """Aylin, who has told the desk which mail server it may believe."""
    page: Page = screen.sign_in("aylin@ege.example")
    page.goto(f"{desk.url}/desk/settings/senders/")
    page.fill("#id_servers", "mx.ege.example")
    page.locator("form[data-saves] .btn--main").click()
    expect(page.locator("#id_servers")).to_have_value("mx.ege.example")
    return page


def opened(page: Page, desk: RunningDesk, subject: str) -> str:
    """The ticket of this subject is in the list, and opened; its number."""
    page.goto(f"{desk.url}/desk/?view=all")
    row = page.locator("#list").get_by_text(subject)
    expect(row).to_be_visible()
    row.click()
    page.wait_for_url("**/desk/tickets/**")
    found = re.search(r"/tickets/(\d+)/", page.url)
    assert found is not None
    return found[1]


def test_ten_messages_of_a_requester_a_colleague_and_an_agent_are_one_thread(
    page: Page, desk: RunningDesk, token: str
) -> None:
    selin, can = "selin@halka.example", "can@halka.example"
    subject = f"Kargo ekranı açılmıyor {time.time_ns()}"
    first = mail_from("Selin Aksoy", selin, subject, "Merhaba, kargo ekranı açılmıyor.", Cc=f"Can Öz <{can}>")
    desk.send(first, selin)
    number = opened(page, desk, subject)
    expect(page.locator(".msg", has_text="kargo ekranı açılmıyor")).to_be_visible()
    expect(page.get_by_text("Can Öz").first).to_be_visible()
    thread = Thread(page, desk, selin, can, "aylin@ege.example")
    assert thread.comes_to(selin)["Auto-Submitted"] == "auto-replied"

    thread.writes("Hangi tarayıcıyı kullanıyorsunuz?")  # 2
    asked = thread.comes_to(selin)
    copy = thread.comes_to(can)
    assert (copy["Message-ID"], _bare(copy["Cc"])) == (asked["Message-ID"], can)

    thread.answers(copy, "Can Öz", can, "Bende de aynı, Firefox.")  # 3, by the colleague
    away = "Ofiste değilim, pazartesi dönüyorum."
    thread.answers(asked, "Selin Aksoy", selin, away, Auto_Submitted="auto-replied")  # 4, by a machine
    thread.writes("Sayfayı Ctrl F5 ile yenileyin lütfen.")  # 5
    refreshed = thread.comes_to(selin)
    assert "Auto-Submitted" not in refreshed  # nobody answered the absence notice
    assert thread.comes_to(can)["Message-ID"] == refreshed["Message-ID"]

    thread.answers(refreshed, "Selin Aksoy", selin, "Olmadı, hâlâ boş.")  # 6
    thread.answers(refreshed, "Can Öz", can, "Bende oldu!")  # 7

    # what concerns Aylin came to her own mailbox, and she answers there
    told = thread.comes_to("aylin@ege.example", timeout=120)
    while f"[#{number}]" not in told["Subject"]:
        told = thread.comes_to("aylin@ege.example", timeout=120)
    text = told.get_body(("plain",)).get_content()
    assert told["Auto-Submitted"] == "auto-generated"
    assert "Bende de aynı, Firefox." in text
    assert away not in text
    own = _bare(told["Reply-To"])
    # a mistyped #not comes back to her, and to nobody else
    answer = f"Re: {told['Subject']}"
    mistyped = mail_from("Aylin Su", "aylin@ege.example", answer, "#nto\nHep böyle.", Authentication_Results=PROVEN)
    desk.send(mistyped, "aylin@ege.example", to=own)
    expect(page.locator(".msg--note", has_text="Hep böyle.")).to_be_visible()
    report = thread.comes_to("aylin@ege.example")
    assert "#nto" in report.get_body(("plain",)).get_content()
    quoted = "\n".join(f"> {line}" for line in text.splitlines())
    lines = f"#priority high\nSelin Hanım, önbelleği temizledik; yeniden dener misiniz?\n\n{quoted}"
    right = mail_from("Aylin Su", "aylin@ege.example", answer, lines, Authentication_Results=PROVEN)
    desk.send(right, "aylin@ege.example", to=own)  # 8
    shown = page.locator(".msg--agent", has_text="önbelleği temizledik")
    expect(shown).to_be_visible()
    expect(shown).not_to_contain_text("#priority")
    assert desk.api(token, f"/tickets/{number}")["priority"] == "high"
    cleaned = thread.comes_to(selin)
    body = cleaned.get_body(("plain",)).get_content()
    assert "önbelleği temizledik" in body
    assert "#priority" not in body
    assert "above this line" not in body
    assert "aylin@ege.example" not in cleaned.as_string()

    thread.answers(cleaned, "Selin Aksoy", selin, "Şimdi oldu, teşekkürler.")  # 9
    page.keyboard.press("r")
    page.keyboard.type("Rica ederiz.")
    page.keyboard.press("Control+Enter")  # 10
    expect(page.locator(".msg:not(.msg--note)")).to_have_count(10)
    said = [one for one in desk.api(token, f"/tickets/{number}/messages")["items"] if one["public"]]
    assert len(said) == 10
    assert not [mail for mail in desk.post.received if selin in mail.rcpt_tos and b"Hep b" in bytes(mail.content)]
    assert [message["author"]["email"] for message in said].count(can) == 2
    assert len(desk.api(token, f"/tickets?requester={selin}")["items"]) == 1
    assert len(desk.api(token, f"/tickets?requester={can}")["items"]) == 0


def test_a_stranger_who_quotes_the_number_gets_a_ticket_of_their_own(page: Page, desk: RunningDesk, token: str) -> None:
    subject = f"Maaş bordrosu {time.time_ns()}"
    desk.send(mail_from("Oya Tan", "oya@halka.example", subject, "Bordromu göremiyorum."), "oya@halka.example")
    number = opened(page, desk, subject)
    mine = f"Ben de göremiyorum {time.time_ns()}"
    desk.send(
        mail_from("Yabancı", "yabanci@baska.example", f"Re: [#{number}] {mine}", "Bana da gönderin."),
        "yabanci@baska.example",
    )
    other = opened(page, desk, mine)
    assert other != number
    expect(page.locator(".timeline")).to_contain_text(f"#{number}")
    expect(page.locator(".msg", has_text="Bana da gönderin.")).to_be_visible()
    page.goto(f"{desk.url}/desk/tickets/{number}/")
    expect(page.locator(".msg")).to_have_count(1)
    expect(page.locator(".timeline")).not_to_contain_text("Bana da gönderin.")
    # the answer to the stranger quotes nothing of the other's conversation
    confirmed = desk.post.wait_for("yabanci@baska.example")
    assert "Bordromu" not in confirmed.as_string()
    assert f"[#{other}]" in confirmed["Subject"]


def test_an_agent_forwards_a_users_mail_and_the_ticket_is_the_users(page: Page, desk: RunningDesk) -> None:
    subject = f"Kart okuyucu {time.time_ns()}"
    text = (
        "Bakar mısınız?\n\n---------- Forwarded message ---------\nKimden: Deniz Ak <deniz@halka.example>\n"
        f"Tarih: 28 Kas 2026 Cmt 09:00\nKonu: {subject}\nAlıcı: Aylin Su <aylin@ege.example>\n\n\n"
        "Kart okuyucu kapıyı açmıyor.\n"
    )
    forwarded = mail_from("Aylin Su", "aylin@ege.example", f"Fwd: {subject}", text, Authentication_Results=PROVEN)
    desk.send(forwarded, "aylin@ege.example")
    opened(page, desk, subject)
    expect(page.locator(".msg", has_text="Kart okuyucu kapıyı açmıyor.")).to_contain_text("Deniz Ak")
    expect(page.locator(".msg--note", has_text="Bakar mısınız?")).to_be_visible()
    expect(page.locator(".timeline")).to_contain_text("Forwarded by you for the requester")
    thread = Thread(page, desk, "deniz@halka.example")
    thread.writes("Deniz Hanım, bakıyoruz.")
    answer = thread.comes_to("deniz@halka.example")
    while "bakıyoruz" not in answer.as_string() and "bak=C4=B1yoruz" not in answer.as_string():
        answer = thread.comes_to("deniz@halka.example")
    thread.answers(answer, "Deniz Ak", "deniz@halka.example", "Teşekkür ederim.")


def test_a_bounce_of_a_real_listener_comes_back_to_its_message(page: Page, desk: RunningDesk) -> None:
    gone = "dolu@halka.example"
    subject = f"Parola {time.time_ns()}"
    desk.send(mail_from("Ece Gün", gone, subject, "Parolamı unuttum."), gone)
    opened(page, desk, subject)
    desk.post.wait_for(gone)
    desk.post.full[gone] = lambda report: desk.send(report, "")
    thread = Thread(page, desk, gone)
    thread.writes("Yeni parolanız hazır.")
    expect(page.locator(".msg--agent", has_text="Yeni parolanız")).to_contain_text("Mailbox full", timeout=40_000)
    expect(page.locator(".timeline")).to_contain_text("could not be delivered: it came back")
    del desk.post.full[gone]
