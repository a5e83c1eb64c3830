import pytest

from derman.channels.mail.reading import Automatic

from .post import parts, read


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"auto_submitted": "auto-replied; owner-email=x"}, Automatic.AUTO_SUBMITTED),
        ({"precedence": "Bulk"}, Automatic.PRECEDENCE),
        ({"x_auto_response_suppress": "DR, OOF, AutoReply"}, Automatic.SUPPRESSED),
        ({"list_id": "<liste.ornek.example>"}, Automatic.LIST),
        ({"x_autoreply": "yes"}, Automatic.AUTO_HEADER),
        ({"return_path": "<>"}, Automatic.NULL_SENDER),
        ({"subject": "OTOMATİK YANIT: Yazıcı"}, Automatic.SUBJECT),
        ({"subject": "Réponse automatique : Yazıcı"}, Automatic.SUBJECT),
        ({"from_": "Derman <DESTEK+4512@derman.example>"}, Automatic.OWN),
        ({"x_loop": "destek@derman.example"}, Automatic.OWN),
    ],
)
def test_a_mail_that_must_not_be_answered_says_why(fields, reason):
    assert read(**fields).automatic is reason


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"auto_submitted": "no"},
        {"precedence": "first-class"},
        {"x_auto_response_suppress": "DR, RN, NRN"},
        {"subject": "Automatic reply does not work"},
        {"subject": "YNT: Otomatik yanıt: Yazıcı"},
        {"from_": "Destek <destek@derman.example.kotu.example>"},
        {"return_path": "<ayse@ornek.example>"},
    ],
)
def test_a_mail_of_a_person_may_be_answered(fields):
    assert read(**fields).automatic is None


@pytest.mark.parametrize(
    "start",
    [
        "Ofis dışında yanıtı",
        "Ofis Dışı Mesajı",
        "İzin bildirimi",
        "İş yeri dışında",
        "Out-of-Office",
        "Out of Office Re",
        "Out of Office Notification",
        "Vacation auto-reply",
        "Auto-Reply from Ali",
        "Automatic response to your mail",
        "Automated Message",
        "Abwesenheits-Notiz",
        "Automatische Abwesenheitsnotiz",
        "Réponse automatique d'absence",
        "Réponse d'absence",
        "Respuesta automática de fuera de oficina",
        "Автоответчик",
        "Odpowiedź automatyczna",
        "رد آلي",
    ],
)
def test_an_automatic_answer_is_known_by_its_subject(start):
    assert read(subject=f"{start}: Yazıcı").automatic is Automatic.SUBJECT


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic door broken: third floor",
        "Automatic reply does not work: help",
        "Out of office message cannot be set: error 5",
        "Otomatik kapı bozuk: 3. kat",
        "İzin formu: açılmıyor",
        "Yıllık izin: talep",
        "Vacation calendar: wrong days",
        "Message: please call",
    ],
)
def test_a_person_may_begin_a_subject_alike(subject):
    assert read(subject=subject).automatic is None


def test_a_mail_on_its_fiftieth_hop_goes_round_in_a_circle():
    hops = "\r\n".join(f"Received: from h{hop}" for hop in range(49))
    assert read(received=f"from a\r\n{hops}").automatic is Automatic.HOPS


def test_a_read_receipt_is_a_report_and_no_bounce():
    receipt = "Content-Type: message/disposition-notification\n\nDisposition: manual-action/x; displayed"
    body, kind = parts("\nOkundu.", receipt, kind="report")
    mail = read(body, f"{kind}; report-type=disposition-notification")
    assert (mail.automatic, mail.bounce) == (Automatic.REPORT, None)
