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


def test_a_mail_on_its_fiftieth_hop_goes_round_in_a_circle():
    hops = "\r\n".join(f"Received: from h{hop}" for hop in range(49))
    assert read(received=f"from a\r\n{hops}").automatic is Automatic.HOPS


def test_a_read_receipt_is_a_report_and_no_bounce():
    receipt = "Content-Type: message/disposition-notification\n\nDisposition: manual-action/x; displayed"
    body, kind = parts("\nOkundu.", receipt, kind="report")
    mail = read(body, f"{kind}; report-type=disposition-notification")
    assert (mail.automatic, mail.bounce) == (Automatic.REPORT, None)
