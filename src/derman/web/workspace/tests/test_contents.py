"""What a mail holds beside its words stands at the message: an invitation, a signature, an encryption."""

from __future__ import annotations

import pytest

from derman.channels.mail.actions import save_mailbox
from derman.channels.mail.reading.tests.post import parts, write
from derman.channels.mail.reading.tests.test_invitations import calendar
from derman.channels.mail.reading.tests.test_opening import packed, winmail
from derman.channels.mail.tests.post import arrives, letter
from derman.channels.mail.trust.models import TrustSettings
from derman.people.models import Person
from derman.search.jobs import index_ticket
from derman.tickets.models import Attachment


@pytest.fixture
def shown(as_, elif_: Person):
    """`shown(body, content type)` is the page of the ticket that such a mail opens, as Elif sees it."""
    save_mailbox(actor=None, address="help@ege.example")

    def page(body: str, kind: str = "text/plain; charset=utf-8") -> str:
        row = arrives(write(body, kind))
        assert row.state == "filed", row.detail
        return as_(elif_).get(f"/desk/tickets/{row.ticket_id}/").content.decode()

    return page


def invitation(*lines: str, method: str = "REQUEST") -> tuple[str, str]:
    text = calendar("SUMMARY:Sunucu <b>bakımı</b>", *lines, method=method).replace("\r\n", "\n")
    return parts("\nDavetlisiniz.", f"Content-Type: text/calendar; charset=utf-8\n\n{text}", kind="alternative")


def test_an_invitation_shows_what_when_where_and_who(shown) -> None:
    page = shown(
        *invitation(
            "DTSTART;TZID=Turkey Standard Time:20261124T100500",
            "DTEND;TZID=Turkey Standard Time:20261124T110500",
            "LOCATION:Toplantı odası 3",
            "ORGANIZER;CN=Ayşe Yılmaz:mailto:ayse@ornek.example",
        )
    )
    card = page.split('<section class="event"')[1].split("</section>")[0]
    assert "Sunucu &lt;b&gt;bakımı&lt;/b&gt;" in card
    assert "24 November 2026 10:05 – 11:05" in card
    assert "Place: Toplantı odası 3" in card
    assert "Organised by Ayşe Yılmaz" in card


def test_an_event_of_a_whole_day_has_no_hour_and_one_of_an_unknown_zone_names_it(shown) -> None:
    assert "24 November 2026 – 25 November 2026" in shown(
        *invitation("DTSTART;VALUE=DATE:20261124", "DTEND;VALUE=DATE:20261126")
    )
    assert "24 November 2026 10:05 (Bizim saat)" in shown(*invitation("DTSTART;TZID=Bizim saat:20261124T100500"))


def test_a_cancelled_event_is_struck_out(shown) -> None:
    page = shown(*invitation("DTSTART:20261124T100500Z", method="CANCEL"))
    assert "Cancelled" in page
    assert "<s>Sunucu" in page


def test_a_signed_mail_says_so_and_keeps_no_bare_signature(shown) -> None:
    signature = "Content-Type: application/pkcs7-signature; name=smime.p7s\n\nx"
    page = shown(*parts("Content-Type: text/plain\n\nMetin", signature, kind="signed"))
    assert "<span>signed</span>" in page
    assert not Attachment.objects.exists()


def test_an_encrypted_mail_says_what_to_do(shown) -> None:
    page = shown("eA==", "application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m")
    assert "<span>encrypted</span>" in page
    assert "Ask the sender to write again" in page


def test_a_plain_mail_says_nothing_of_the_kind(shown) -> None:
    page = shown("Metin")
    assert "<span>signed</span>" not in page
    assert 'class="event"' not in page


def test_the_files_of_a_winmail_dat_hang_at_the_message(shown) -> None:
    page = shown(*packed(winmail(("Şikâyet.pdf", b"%PDF"))))
    assert "Şikâyet.pdf" in page
    assert "winmail.dat" not in page


def test_a_mail_that_an_agent_forwarded_says_so_on_its_ticket(as_, elif_: Person) -> None:
    save_mailbox(actor=None, address="help@ege.example")
    TrustSettings.objects.create(servers=["mx.ege.example"], asks_dns=False)
    text = (
        "Please look.\n\n---------- Forwarded message ---------\nFrom: Selin Aksoy <selin@musteri.example>\n"
        "Date: Sat, 28 Nov 2026 at 09:00\nSubject: Printer\nTo: <elif@ege.example>\n\nIt jams.\n"
    )
    raw = letter(
        sender="Elif <elif@ege.example>",
        subject="Fwd: Printer",
        text=text,
        Authentication_Results="mx.ege.example; dmarc=pass header.from=ege.example",
    )
    row = arrives(raw)
    page = as_(elif_).get(f"/desk/tickets/{row.ticket_id}/").content.decode()
    assert "Forwarded by <b>you</b> for the requester, whose ticket it is" in page


def test_spam_can_be_opened_found_and_brought_back_by_one_click(as_, elif_: Person) -> None:
    save_mailbox(actor=None, address="help@ege.example")
    row = arrives(letter(sender="Win <win@spam.example>", subject="Kazandınız", X_Spam_Flag="YES"))
    client = as_(elif_)
    page = client.get(f"/desk/tickets/{row.ticket_id}/").content.decode()
    assert "No spam" in page
    assert "the mail server marked it so" in page
    index_ticket(ticket=row.ticket_id)
    assert b"Kazand" in client.get("/desk/search/?q=kazandiniz").content
    client.post(f"/desk/tickets/{row.ticket_id}/reopen/")
    page = client.get(f"/desk/tickets/{row.ticket_id}/").content.decode()
    assert "In progress" in page
