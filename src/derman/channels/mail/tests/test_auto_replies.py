"""The auto-reply: once for a ticket, once an hour for a sender, never to machines."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from derman.channels.mail import texts
from derman.channels.mail.composing import compose
from derman.channels.mail.models import Mailbox, OutgoingMail
from derman.channels.mail.tests.post import arrives, letter
from derman.desk.models import Desk
from derman.kernel import clock
from derman.people.models import Person
from derman.tickets import actions
from derman.tickets.incoming import Incoming
from derman.tickets.models import Ticket
from tests.cast import works_by

pytestmark = pytest.mark.django_db


def test_a_new_ticket_is_answered_with_its_number_and_a_link(helpdesk: Mailbox, mert: Person) -> None:
    arrives(letter())

    ticket, row = Ticket.objects.get(), OutgoingMail.objects.get()
    assert (row.kind, row.to) == ("auto_reply", ["mert@ege.example"])
    assert f"#{ticket.pk}" in row.text and f"http://testserver/r/{ticket.pk}." in row.text
    assert compose(row)["Auto-Submitted"] == "auto-replied"
    assert ticket.events.filter(kind="mail.sent").get().details == {"mail": row.pk, "what": "auto_reply"}


def test_it_speaks_the_requesters_language(helpdesk: Mailbox, selin: Person) -> None:
    arrives(letter(sender="Selin <selin@ege.example>"))
    assert OutgoingMail.objects.get().text.startswith("Merhaba Selin Aksoy,")

    arrives(letter(sender="Yeni <yeni@ege.example>", text="Merhaba, şifremi unuttum, lütfen yardım edin."))
    assert OutgoingMail.objects.latest("pk").language == "tr"


def test_one_sender_hears_it_once_an_hour(helpdesk: Mailbox) -> None:
    arrives(letter())
    arrives(letter(text="And another thing."))
    assert OutgoingMail.objects.count() == 1

    with clock.frozen_at(clock.now() + timedelta(minutes=61)):
        arrives(letter(text="And one more."))

    assert OutgoingMail.objects.count() == 2


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-generated"},
        {"Precedence": "bulk"},
        {"X_Auto_Response_Suppress": "All"},
        {"List_Id": "<news.ege.example>"},
        {"sender": "Shop <no-reply@shop.example>"},
        {"sender": "MAILER-DAEMON@mx.example"},
        {"subject": "Otomatik yanıt: İzindeyim"},
        {"X_JIRA_FingerPrint": "7c2f"},
        {"X_Mailer": "Zabbix 6.4"},
        {"List_Unsubscribe": "<https://shop.example/u/1>"},
        {"sender": "nagios@watch.ege.example"},
        {"sender": "Bank <cevaplamayin@bank.example>"},
        {"sender": "root@web01.ege.example"},
        {"subject": "Okundu: VPN", "text": "İletiniz\n\n  Konu: VPN\n\n30 Kasım 2026 tarihinde okundu."},
    ],
)
def test_machines_are_never_answered(helpdesk: Mailbox, headers: dict[str, str]) -> None:
    row = arrives(letter(**headers))

    assert row.state == "filed"
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize("sender", ["rootlu@ege.example", "alerter.can@ege.example", "cevap@ege.example"])
def test_a_person_whose_name_begins_alike_is_answered(helpdesk: Mailbox, sender: str) -> None:
    arrives(letter(sender=sender))

    assert OutgoingMail.objects.count() == 1


def test_a_mail_without_an_envelope_sender_is_never_answered(helpdesk: Mailbox) -> None:
    arrives(letter(), envelope_from="")

    assert not OutgoingMail.objects.exists()


def test_a_mailbox_may_stay_silent(helpdesk: Mailbox) -> None:
    Mailbox.objects.update(auto_reply_when="never")
    arrives(letter())

    assert not OutgoingMail.objects.exists()


def test_what_an_agent_writes_down_is_not_answered(helpdesk: Mailbox, elif_: Person, mert: Person) -> None:
    incoming = Incoming(channel="phone", sender=mert, subject="VPN", text="He called.")
    actions.open_ticket(actor=elif_, requester=mert, subject="VPN", incoming=incoming)

    assert not OutgoingMail.objects.exists()


def test_the_desks_own_text_is_filled_in_once(helpdesk: Mailbox) -> None:
    helpdesk.auto_reply_texts = {"en": "{number}: {subject} {other}"}

    text = texts.auto_reply(helpdesk, "en", {"number": "7", "subject": "{link}", "link": "http://x"})

    assert text == "7: {link} {other}"


TUESDAY_NOON = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)  # 12:00 in Istanbul
FRIDAY_NIGHT = datetime(2026, 11, 27, 19, 0, tzinfo=UTC)
HOLIDAY = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


@pytest.fixture
def hours(aylin: Person) -> None:
    """Open from Monday to Friday, but not on Monday, 30 November."""
    weekly = {str(day): [["08:30", "18:00"]] for day in range(5)}
    works_by(aylin, zone="Europe/Istanbul", weekly=weekly, holidays=[(date(2026, 11, 30), "Bayram")])


@pytest.mark.parametrize(
    ("when", "answered"),
    [
        ("always", [True, True, True]),
        ("closed", [False, True, True]),
        ("holidays", [False, False, True]),
        ("never", [False, False, False]),
    ],
)
def test_it_answers_when_the_mailbox_says_so(helpdesk: Mailbox, hours: None, when: str, answered: list[bool]) -> None:
    Mailbox.objects.update(auto_reply_when=when)
    seen = []
    for moment in (TUESDAY_NOON, FRIDAY_NIGHT, HOLIDAY):
        with clock.frozen_at(moment):
            arrives(letter(text=f"At {moment}"))
        seen.append(OutgoingMail.objects.filter(created_at=moment).exists())
    assert seen == answered


def test_a_desk_without_hours_is_always_open(helpdesk: Mailbox) -> None:
    Desk.objects.update(calendar=None)
    Mailbox.objects.update(auto_reply_when="closed")
    with clock.frozen_at(FRIDAY_NIGHT):
        arrives(letter())
    assert not OutgoingMail.objects.exists()


def test_a_closed_desk_says_when_it_opens(helpdesk: Mailbox, hours: None, mert: Person, selin: Person) -> None:
    Person.objects.filter(pk=mert.pk).update(language="en", zone="Europe/Berlin")
    with clock.frozen_at(FRIDAY_NIGHT):
        arrives(letter())
        arrives(letter(sender="Selin <selin@ege.example>"))
    english, turkish = OutgoingMail.objects.order_by("pk")
    # on the reader's clock, which is two hours behind, and named
    assert "open again on Tuesday, 1 December, 06:30 (Europe/Berlin)." in english.text
    assert "Yeniden açılacağımız zaman: 1 Aralık Salı, 08.30." in turkish.text


def test_a_mailbox_has_its_own_text_for_a_closed_desk(helpdesk: Mailbox, hours: None, mert: Person) -> None:
    Mailbox.objects.update(closed_texts={"en": "Back on {opens}. {subject}"}, auto_reply_texts={"en": "Soon."})
    with clock.frozen_at(TUESDAY_NOON):
        arrives(letter(text="By day."))
    with clock.frozen_at(FRIDAY_NIGHT):
        arrives(letter(subject="Says {opens}"))
    by_day, closed = OutgoingMail.objects.order_by("pk")
    assert closed.text == "Back on Tuesday, 1 December, 08:30. Says {opens}"
    assert by_day.text == "Soon."


def test_the_usual_text_goes_before_the_desks_own_for_a_closed_desk(helpdesk: Mailbox, hours: None) -> None:
    Mailbox.objects.update(auto_reply_texts={"en": "Soon."})
    with clock.frozen_at(FRIDAY_NIGHT):
        arrives(letter())
    assert OutgoingMail.objects.get().text == "Soon."


def test_it_says_until_when_one_usually_answers(helpdesk: Mailbox, selin: Person, aylin: Person) -> None:
    works_by(
        aylin,
        zone="Europe/Istanbul",
        weekly={str(day): [["08:30", "18:00"]] for day in range(5)},
        holidays=[(date(2026, 11, 30), "Bayram")],
    )
    Mailbox.objects.update(answer_hours=4)
    with clock.frozen_at(datetime(2026, 11, 27, 13, 20, tzinfo=UTC)):  # a Friday, 16:20 in Istanbul
        arrives(letter())
        arrives(letter(sender="Selin <selin@ege.example>"))
    english, turkish = (row.text for row in OutgoingMail.objects.order_by("pk"))

    # 1 h 40 min of Friday, and the rest of Tuesday: Monday is a holiday; rounded up to the half hour
    assert "We usually answer by Tuesday, 1 December, 11:00." in english
    assert "Genellikle en geç şu zamana kadar yanıt veririz: 1 Aralık Salı, 11.00." in turkish
    assert "as soon as we can" not in english


def test_an_own_text_has_the_time_where_it_asks_for_it(helpdesk: Mailbox) -> None:
    Mailbox.objects.update(answer_hours=2, auto_reply_texts={"en": "By {answer_by}, #{number}."})
    Desk.objects.update(calendar=None)
    with clock.frozen_at(datetime(2026, 11, 27, 13, 0, tzinfo=UTC)):
        arrives(letter())

    assert OutgoingMail.objects.get().text.startswith("By Friday, 27 November, 18:00, #")
