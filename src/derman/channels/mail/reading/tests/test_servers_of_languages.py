"""Notices of mail servers that say it in the language of their country alone."""

# ruff: noqa: E501 - mails stand here as they come
import pytest

from .post import read

SERVERS = {
    "tr, hoster": (
        "E-posta teslim edilemedi",
        "Sayın kullanıcımız,\n\nGöndermiş olduğunuz e-posta aşağıdaki adrese iletilememiştir:\n\n    yok@ornek.example\n\nHata: Alıcının posta kutusu dolu",
        "5.2.2",
    ),
    "tr, iade": (
        "İade edilen ileti: Yazıcı",
        "Bu otomatik bir mesajdır.\n\nİletiniz yok@ornek.example adresine ulaştırılamadı: böyle bir kullanıcı yok",
        "5.1.1",
    ),
    "de": (
        "Zustellung fehlgeschlagen",
        "Diese Nachricht wurde automatisch erzeugt.\n\nIhre Nachricht konnte nicht zugestellt werden:\n\nyok@ornek.example\n  Empfänger unbekannt",
        "5.1.1",
    ),
    "fr": (
        "Avis de non-remise",
        "Votre message n'a pas pu être remis :\n\n  yok@ornek.example\n\nLa boîte est pleine",
        "5.2.2",
    ),
    "es": (
        "Entrega de correo fallida: devolviendo mensaje",
        "Este mensaje ha sido generado automáticamente.\n\nSu mensaje no ha podido ser entregado:\n\n  yok@ornek.example\n    el buzón está lleno",
        "5.2.2",
    ),
    "pt": (
        "Mensagem não entregue",
        "Esta mensagem foi gerada automaticamente.\n\nNão foi possível entregar a sua mensagem:\n\n  yok@ornek.example\n    a caixa de correio está cheia",
        "5.2.2",
    ),
    "it": (
        "Consegna non riuscita",
        "Non è stato possibile consegnare il messaggio:\n\n  yok@ornek.example\n    utente sconosciuto",
        "5.1.1",
    ),
    "ru": (
        "Возврат письма",
        "Это письмо создано автоматически.\n\nВаше сообщение не может быть доставлено:\n\n  yok@ornek.example\n    ящик не существует",
        "5.1.1",
    ),
    "ar": ("تعذر تسليم الرسالة", "لم نتمكن من تسليم رسالتك إلى:\n\n  yok@ornek.example\n\nعنوان غير صالح", "5.1.1"),
}


@pytest.mark.parametrize(("subject", "body", "status"), SERVERS.values(), ids=SERVERS)
def test_a_server_is_understood_in_its_own_language(subject, body, status):
    bounce = read(body, from_="Posta <mailer@mx.ornek.example>", subject=subject, return_path="<>").bounce
    assert bounce is not None
    assert (bounce.recipients, bounce.status, bounce.action) == (("yok@ornek.example",), status, "failed")


@pytest.mark.parametrize("subject", [subject for subject, _body, _status in SERVERS.values()])
def test_a_person_who_asks_about_such_a_notice_is_a_person(subject):
    mail = read(
        "Merhaba, bu ne demek? yok@ornek.example adresine yazmıştım.",
        subject=subject,
        return_path="<ayse@ornek.example>",
    )
    assert mail.bounce is None


def test_a_turkish_server_that_goes_on_trying_reports_a_delay():
    mail = read(
        "İletinizin teslimi gecikti. Sunucu 48 saat boyunca denemeye devam edecek.\n\nAlıcı: can@uzak.example\n"
        "Durum: 4.4.1 Bağlantı zaman aşımı\n",
        from_="MAILER-DAEMON@posta.example",
        subject="Teslimat gecikti: [#20331]",
        return_path="<>",
    )
    assert mail.bounce is not None
    assert (mail.bounce.recipients, mail.bounce.status, mail.bounce.action) == (
        ("can@uzak.example",),
        "4.4.1",
        "delayed",
    )
