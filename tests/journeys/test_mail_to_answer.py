"""The main job: a mail becomes a ticket, is seen without a reload, is answered, and the answer's answer finds it."""

from __future__ import annotations

import re
import time
from email.message import EmailMessage

from playwright.sync_api import Browser, expect

from tests.journeys.the_desk import mail_from


def test_a_mail_is_answered_and_its_answer_comes_back_to_the_same_ticket(screen, desk, chromium):
    page = screen.sign_in("aylin@ege.example")
    page.goto(f"{desk.url}/desk/?view=all")
    subject = f"Yazıcı çalışmıyor {time.time_ns()}"
    desk.send(
        mail_from("Sema Aksoy", "sema@musteri.example", subject, "Merhaba, yazıcı çıktı vermiyor."),
        "sema@musteri.example",
    )

    row = page.locator("#list").get_by_text(subject)
    expect(row).to_be_visible()
    auto = desk.post.wait_for("sema@musteri.example")
    assert auto["Auto-Submitted"] == "auto-replied"
    number = re.search(r"\[#(\d+)\]", auto["Subject"])[1]

    row.click()
    page.wait_for_url(f"**/desk/tickets/{number}/**")
    page.keyboard.press("r")
    page.keyboard.type("Merhaba Sema, birazdan bakıyoruz.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".timeline").get_by_text("birazdan bakıyoruz")).to_be_visible()
    page.keyboard.press("e")
    expect(page.locator(".toast", has_text="resolved")).to_be_visible()
    page.goto(f"{desk.url}/desk/tickets/{number}/")

    answer = desk.post.wait_for("sema@musteri.example", beyond=1, timeout=40)
    assert f"[#{number}]" in answer["Subject"]
    assert answer["In-Reply-To"]
    assert "Auto-Submitted" not in answer
    assert "birazdan bakıyoruz" in answer.get_body(("plain",)).get_content()
    assert answer.get_body(("html",)) is not None
    rated_by_one_click(chromium, answer)
    expect(page.locator(".timeline")).to_contain_text("The help was rated by Sema Aksoy: Fair")

    reply = mail_from(
        "Sema Aksoy",
        "sema@musteri.example",
        "Ynt: konu değişti",
        "Teşekkürler, bekliyorum.\n",
        In_Reply_To=answer["Message-ID"],
        References=answer["Message-ID"],
    )
    desk.send(reply, "sema@musteri.example", to=answer.get("Reply-To", answer["From"]).split("<")[-1].strip(">"))
    expect(page.locator(".timeline").get_by_text("Teşekkürler, bekliyorum.")).to_be_visible()
    assert page.url.split("?")[0].endswith(f"/desk/tickets/{number}/")


def rated_by_one_click(chromium: Browser, answer: EmailMessage) -> None:
    """What looks at the links of the mail keeps nothing; whoever comes by one has rated with the first touch."""
    links = re.findall(r"https?://\S+/rate/\S+score=\w+", answer.get_body(("plain",)).get_content())
    window = chromium.new_context(locale="tr-TR")
    guest = window.new_page()
    for link in (*links, links[1]):
        guest.goto(link)
    expect(guest.get_by_role("radio", name="Orta")).to_be_checked()
    note = guest.locator("[data-kept]")
    expect(note).to_have_text("Seçiminiz: Orta.")
    guest.mouse.move(200, 200)
    expect(note).to_contain_text("kaydedildi")
    window.close()


def test_hostile_mail_is_shown_and_nothing_of_it_runs(screen, desk):
    page = screen.sign_in("aylin@ege.example")
    hostile = (
        b'From: "<script>alert(1)</script>" <kotu@musteri.example>\r\nTo: destek@ege.example\r\n'
        b"Subject: <img src=x onerror=alert(2)> hostile\r\nMessage-ID: <evil-%d@musteri.example>\r\n"
        b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
        b"Content-Type: text/html; charset=utf-8\r\n\r\n"
        b"<p onclick=alert(3)>shown text</p><script>alert(4)</script><svg onload=alert(5)>"
        b'<a href="javascript:alert(6)">x</a>'
        b"<style>body{display:none}</style><iframe srcdoc='<script>alert(7)</script>'></iframe>"
        b"<form action=/desk/><input></form>"
        b"<math><mtext><table><mglyph><style><img src=x onerror=alert(8)></style></mglyph></table></mtext></math>\r\n"
        b"--b\r\n"
        b'Content-Type: text/html; name="<img src=x onerror=alert(9)>.html"\r\n'
        b'Content-Disposition: attachment; filename="<img src=x onerror=alert(9)>.html"\r\n\r\n'
        b"<script>alert(10)</script>\r\n--b--\r\n" % time.time_ns()
    )
    hostile_sender = f"kotu{time.time_ns()}@musteri.example"
    hostile = hostile.replace(b"kotu@musteri.example", hostile_sender.encode())
    desk.send(hostile, hostile_sender)
    page.goto(f"{desk.url}/desk/?view=all")
    row = page.locator("#list").get_by_text("onerror=alert(2)").first
    expect(row).to_be_visible()
    row.click()
    expect(page.locator(".timeline").get_by_text("shown text")).to_be_visible()
    page.wait_for_timeout(500)
    assert (
        page.locator(
            ".timeline script, .timeline iframe, .timeline form:not(.composer *), .timeline svg[onload]"
        ).count()
        == 0
    )
    href = page.locator(".timeline a.file").first.get_attribute("href")
    answer = page.request.get(desk.url + href)
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["content-security-policy"]

    # whoever sent it opens the request by the link of the desk's mail: nothing of it runs there either
    link = re.search(r"https?://\S+/r/\S+", desk.post.wait_for(hostile_sender).get_body(("plain",)).get_content())[0]
    page.goto("about:blank")  # the ticket's page says goodbye to the desk while it is still signed in
    page.context.clear_cookies()
    page.goto(link)
    expect(page.locator("#request").get_by_text("shown text")).to_be_visible()
    expect(page.get_by_role("heading", name="<img src=x onerror=alert(2)> hostile")).to_be_visible()
    expect(page.locator("#request").get_by_text("onerror=alert(9)")).to_be_visible()
    expect(
        page.locator("#request").locator("script, iframe, svg[onload], [onclick], [onerror], [href^='java']")
    ).to_have_count(0)
    given = page.request.get(page.locator("#request a.file").first.evaluate("link => link.href"))
    assert given.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in given.headers["content-security-policy"]
