# ruff: noqa: E501 - mails stand here as they come
import pytest

from derman.channels.mail.reading.quotes import cut_text

NEW = "Merhaba,\n\nYazıcı hâlâ çalışmıyor."
OLD = "Kapatıp açtınız mı?\nİyi günler"
QUOTED_OLD = "\n".join(f"> {line}" for line in OLD.split("\n"))

HEADINGS = [
    "Derman Destek <destek@derman.example>, 3 Mar 2026 Sal, 09:12 tarihinde şunu yazdı:",
    "Derman Destek Ekibi Yazıcı Birimi <destek@derman.example>, 3 Mar 2026 Sal,\n09:12 tarihinde şunu yazdı:",
    "Derman Destek <destek@derman.example> şunları yazdı (3 Mar 2026 09:12):",
    "3.03.2026 09:12 tarihinde Derman Destek yazdı:",
    "On Tue, 3 Mar 2026 at 09:12, Derman Destek <destek@derman.example>\nwrote:",
    "On Mar 3, 2026, at 09:12, Derman Destek <\ndestek@derman.example> wrote:",
    "Derman Destek wrote on 3/3/2026 9:12 AM:",
    "Am Di., 3. März 2026 um 09:12 Uhr schrieb Derman Destek <destek@derman.example>:",
    "Derman Destek <destek@derman.example> hat am 03.03.2026 09:12 geschrieben:",
    "Le mar. 3 mars 2026 à 09:12, Derman Destek <destek@derman.example> a écrit :",
    "El mar, 3 mar 2026 a las 9:12, Derman Destek (<destek@derman.example>) escribió:",
    "Il giorno mar 3 mar 2026 alle ore 09:12 Derman Destek <destek@derman.example> ha scritto:",
    "Em ter., 3 de mar. de 2026 às 09:12, Derman Destek <destek@derman.example> escreveu:",
    "Op di 3 mrt 2026 om 09:12 schreef Derman Destek <destek@derman.example>:",
    "вт, 3 мар. 2026 г. в 09:12, Derman Destek <destek@derman.example>:",
    "Вторник, 3 марта 2026, 9:12 +03:00 от Derman Destek <destek@derman.example>:",
    '03.03.2026, 09:12, "Derman Destek" <destek@derman.example>:',
    "في الثلاثاء، 3 مارس 2026 في 09:12 تمت كتابة ما يلي بواسطة Derman <destek@derman.example>:",
    "wt., 3 mar 2026 o 09:12 Derman Destek <destek@derman.example> napisał(a):",
    "Den tis 3 mars 2026 kl 09:12 skrev Derman Destek <destek@derman.example>:",
    "2026年3月3日(火) 9:12 Derman Destek <destek@derman.example>:",
    "2026년 3월 3일 (화) 오전 9:12, Derman Destek <destek@derman.example>님이 작성:",
    "---- On Tue, 03 Mar 2026 09:12:11 +0300 Derman Destek wrote ----",
    "-----Özgün İleti-----",
    "-------- Orijinal mesaj --------",
    "-----Ursprüngliche Nachricht-----",
    "-------- Message d'origine --------",
    "________________________________\nKimden: Derman Destek\nGönderildi: 3 Mart 2026 Salı 09:12\nKime: Ayşe\nKonu: Yazıcı",
    "*Kimden:* Derman Destek <destek@derman.example>\n*Gönderilen:* Salı, 3 Mart 2026 09:12\n*Kime:* Ayşe\n*Konu:* Yazıcı",
    "From: Derman Destek <destek@derman.example>\nSent: Tuesday, March 3, 2026 9:12 AM\nTo: Ayşe\nSubject: Yazıcı",
    "Von: Derman Destek\nGesendet: Dienstag, 3. März 2026\nAn: Ayşe\nBetreff: Drucker",
    "De : Derman Destek\nEnvoyé : mardi 3 mars 2026\nÀ : Ayşe\nObjet : Imprimante",
    "От: Derman Destek\nОтправлено: 3 марта 2026 г.\nКому: Ayşe\nТема: принтер",
    "من: Derman\nتم الإرسال: 3 مارس 2026\nإلى: Ayşe\nالموضوع: الطابعة",
    "##- Yanıtınızı bu çizginin üzerine yazın -##",
]


@pytest.mark.parametrize("old", [OLD, QUOTED_OLD], ids=["bare", "quoted"])
@pytest.mark.parametrize("heading", HEADINGS)
def test_what_stands_under_the_heading_of_a_quote_is_cut(heading, old):
    cut = cut_text(f"{NEW}\n\n{heading}\n{old}\n")
    assert cut.reply == NEW
    assert OLD.split("\n")[0] in cut.quoted


@pytest.mark.parametrize(
    "line",
    [
        "iPhone'umdan gönderildi",
        "Samsung Galaxy akıllı telefonumdan gönderildi.",
        "Android için Outlook’u edinin",
        "Yahoo Mail'den gönderildi",
        "Sent from my iPhone",
        "Get Outlook for iOS<https://ornek.example/x>",
        "Von meinem iPhone gesendet",
        "Envoyé de mon iPhone",
        "Enviado desde mi Samsung Galaxy",
        "Отправлено с iPhone",
        "iPhoneから送信",
        "-- \nAyşe Yılmaz\nMuhasebe Müdürü\n0212 000 00 00",
        "--\nAyşe Yılmaz\n\niPhone'umdan gönderildi",
    ],
)
def test_a_signature_is_no_part_of_the_reply(line):
    cut = cut_text(f"{NEW}\n\n{line}\n")
    assert (cut.reply, cut.signature) == (NEW, line)


def test_a_signature_above_the_quote_is_cut_as_well():
    assert cut_text(f"{NEW}\n\niPhone'umdan gönderildi\n\n{HEADINGS[0]}\n{QUOTED_OLD}").reply == NEW


def test_answers_between_the_pieces_of_a_quote_stay():
    text = f"{HEADINGS[0]}\n> Hangi kat?\n\nÜçüncü kat.\n\n> Hangi yazıcı?\n\nRenkli olan.\n"
    assert cut_text(text).reply == "Üçüncü kat.\n\nRenkli olan."


def test_a_reply_on_the_line_of_the_heading_is_kept():
    assert cut_text("Olur On Tue, Mar 3, 2026 at 9:12 AM, destek@derman.example wrote:\n> Gelelim mi?").reply == "Olur"


def test_a_line_torn_by_wrapping_belongs_to_the_quote():
    text = f"{NEW}\n\n{HEADINGS[0]}\n> Bu satır posta programının sardığı, oldukça uzun bir satırdır ve\nburada biter\n> sonraki satır"
    assert cut_text(text).reply == NEW


def test_a_forwarded_mail_is_content():
    text = "Bilginize.\n\n---------- Yönlendirilmiş Mesaj ----------\nKimden: Ali <ali@ornek.example>\nTarih: 3 Mart 2026\nKonu: Fatura\n\nEkte."
    assert cut_text(text).reply == text


@pytest.mark.parametrize(
    "text",
    [
        "On kişiyiz, onumuz da bağlanamıyoruz.\nOn the VPN it says: timeout.",
        "From the printer menu I chose reset.",
        "From: İstanbul\nTo: Ankara\nbilet istiyorum",
        "Hata şu:\n\n>>> import win32print\nTraceback (most recent call last):\n\nNasıl kurarım?",
        "Dosya telefonumdan gönderildi.",
        "Fatura kargo ile gönderildi",
        "I can't delete the mail\nfrom my phone",
        "Tarih: 3 Mart\nSaat: 14:22\nSorun: açılmıyor",
        "Yapılacaklar:\n- bir\n-- iki\n- üç",
        "Ali Bey bana şunu yazdı:\nyarın geliyorum",
        "2026-03-03 14:22 tarihli fatura",
        "iPhone'umdan gönderildi yazısını nasıl kaldırırım?",
    ],
)
def test_what_only_looks_like_a_quote_or_a_signature_stays(text):
    assert cut_text(f"Merhaba,\n\n{text}").reply == f"Merhaba,\n\n{text}"
