"""Replies as real mail programs write them, language by language, in plain text.

What is expected is what a person would call the answer; the rules were mended to it, not it to them.
"""

# ruff: noqa: E501 - mails stand here as they come
import pytest

from derman.channels.mail.reading.quotes import cut_text

ANSWER = "Hello,\n\nthe printer on the third floor works again.\n\nBest regards\nAyşe"
OLD = "Dear Ayşe,\n\nhave you switched it off and on?\n\nKind regards\nDerman Support"
QUOTED = "\n".join(f"> {line}".rstrip() for line in OLD.split("\n"))
RULE = "________________________________"

# Headings under which the old mail follows, with or without ">".
HEADINGS = {
    # Gmail, web and phone, by language.
    "gmail en": "On Tue, Nov 24, 2026 at 10:05 AM Derman Support <support@derman.example> wrote:",
    "gmail en narrow space": "On Tue, Nov 24, 2026 at 10:05\u202fAM Derman Support <support@derman.example> wrote:",
    "gmail en-gb wrapped": "On Tue, 24 Nov 2026, 10:05 Derman Support Team of the Third Floor, <\nsupport@derman.example> wrote:",
    "gmail tr phone": "24 Kas 2026 Sal 10:05 tarihinde Derman Destek <destek@derman.example> şunu yazdı:",
    "gmail tr web": "Derman Destek <destek@derman.example>, 24 Kas 2026 Sal, 10:05 tarihinde şunu\nyazdı:",
    "gmail tr wrapped thrice": "Derman Destek ve Yazıcı Bakım Birimi Üçüncü Kat Nöbetçi Ekibi <\ndestek@derman.example>, 24 Kas 2026 Sal,\n10:05 tarihinde şunu yazdı:",
    "gmail de": "Am Di., 24. Nov. 2026 um 10:05 Uhr schrieb Derman Support <\nsupport@derman.example>:",
    "gmail fr": "Le mar. 24 nov. 2026 à 10:05, Derman Support <support@derman.example> a\nécrit :",
    "gmail es": "El mar, 24 nov 2026 a las 10:05, Derman Support (<support@derman.example>)\nescribió:",
    "gmail ru": "вт, 24 нояб. 2026 г. в 10:05, Derman Support <support@derman.example>:",
    "gmail ar": "في الثلاثاء، 24 نوفمبر 2026 في 10:05 ص تمت كتابة ما يلي بواسطة Derman Support\n<support@derman.example>:",
    "gmail ar arabic digits": "في الثلاثاء، ٢٤ نوفمبر ٢٠٢٦ في ١٠:٠٥ ص تمت كتابة ما يلي بواسطة Derman\n<support@derman.example>:",
    "gmail pt": "Em ter., 24 de nov. de 2026, 10:05, Derman Support <support@derman.example> escreveu:",
    "gmail it": "Il mar 24 nov 2026, 10:05 Derman Support <support@derman.example> ha scritto:",
    "gmail uk": "вт, 24 лист. 2026 р. о 10:05 Derman Support <support@derman.example> пише:",
    "gmail pl": "wt., 24 lis 2026 o 10:05 Derman Support <support@derman.example> napisał(a):",
    "gmail he": "\u202bבתאריך יום ג׳, 24 בנוב׳ 2026 ב-10:05 מאת \u202aDerman Support\u202c\u200f <\u202asupport@derman.example\u202c\u200f>:\u202c",
    "gmail el": "Στις Τρί 24 Νοε 2026 στις 10:05 π.μ., ο χρήστης Derman <support@derman.example> έγραψε:",
    "gmail cs": "út 24. 11. 2026 v 10:05 odesílatel Derman Support <support@derman.example> napsal:",
    "gmail hu": "Derman Support <support@derman.example> ezt írta (időpont: 2026. nov. 24., K, 10:05):",
    "gmail ro": "În mar., 24 nov. 2026 la 10:05, Derman Support <support@derman.example> a scris:",
    "gmail fi": "ti 24. marrask. 2026 klo 10.05 Derman Support (support@derman.example) kirjoitti:",
    "gmail no": "tir. 24. nov. 2026 kl. 10:05 skrev Derman Support <support@derman.example>:",
    "gmail da": "Den tirs. 24. nov. 2026 kl. 10.05 skrev Derman Support <support@derman.example>:",
    # Apple Mail and iPhone.
    "apple en": "On 24. Nov 2026, at 10:05, Derman Support <support@derman.example> wrote:",
    "iphone en": "On Nov 24, 2026, at 10:05 AM, Derman Support <support@derman.example> wrote:",
    "iphone tr": "Derman Destek <destek@derman.example> şunları yazdı (24 Kas 2026 10:05):",
    "apple tr": "24 Kas 2026 tarihinde saat 10:05 itibarıyla Derman Destek <destek@derman.example> şunları yazdı:",
    "apple tr without address": "24 Kas 2026 Sal, saat 10:05 tarihinde Derman Destek şunları yazdı:",
    "apple de": "Am 24.11.2026 um 10:05 schrieb Derman Support <support@derman.example>:",
    "apple fr": "Le 24 nov. 2026 à 10:05, Derman Support <support@derman.example> a écrit :",
    "apple es": "El 24 nov 2026, a las 10:05, Derman Support <support@derman.example> escribió:",
    "apple ru": "24 нояб. 2026 г., в 10:05, Derman Support <support@derman.example> написал(а):",
    "apple ar": "في ٢٤ نوفمبر ٢٠٢٦، الساعة ١٠:٠٥ ص، كتب Derman <support@derman.example>:",
    "apple nl": "Op 24 nov 2026 om 10:05 heeft Derman Support <support@derman.example> het volgende geschreven:",
    "apple sv": "24 nov. 2026 kl. 10:05 skrev Derman Support <support@derman.example>:",
    # Thunderbird and its kin.
    "thunderbird en": "On 24/11/2026 10:05, Derman Support wrote:",
    "thunderbird en us": "On 11/24/26 10:05 AM, Derman Support wrote:",
    "thunderbird tr": "24.11.2026 10:05 tarihinde Derman Destek yazdı:",
    "thunderbird tr seconds": "Derman Destek, 24.11.2026 10:05:12 tarihinde yazdı:",
    "thunderbird de": "Am 24.11.26 um 10:05 schrieb Derman Support:",
    "thunderbird fr": "Le 24/11/2026 à 10:05, Derman Support a écrit :",
    "thunderbird es": "El 24/11/2026 a las 10:05, Derman Support escribió:",
    "thunderbird ru": "24.11.2026 10:05, Derman Support пишет:",
    "evolution": "On Tue, 2026-11-24 at 10:05 +0300, Derman Support wrote:",
    "kmail": "On Tuesday, 24 November 2026 10:05:12 +03 Derman Support wrote:",
    "mutt": "On Tue, Nov 24, 2026 at 10:05:12AM +0300, Derman Support wrote:",
    "gnus": "Derman Support <support@derman.example> writes:",
    "claws": "On Tue, 24 Nov 2026 10:05:12 +0300\nDerman Support <support@derman.example> wrote:",
    # Webmail.
    "roundcube en": "On 2026-11-24 10:05, Derman Support wrote:",
    "roundcube tr": "2026-11-24 10:05 tarihinde Derman Destek yazdı:",
    "roundcube de": "Am 24.11.2026 10:05, schrieb Derman Support:",
    "yahoo en": "On Tuesday, November 24, 2026 at 10:05:12 AM GMT+3, Derman Support <support@derman.example> wrote:",
    "yahoo tr": "24 Kasım 2026 Salı 10:05:12 GMT+3 tarihinde Derman Destek <destek@derman.example> şunu yazdı:",
    "yahoo de": "Am Dienstag, 24. November 2026, 10:05:12 MEZ hat Derman <support@derman.example> Folgendes geschrieben:",
    "yahoo fr": "Le mardi 24 novembre 2026 à 10:05:12 UTC+1, Derman <support@derman.example> a écrit :",
    "yandex ru": '24.11.2026, 10:05, "Derman Support" <support@derman.example>:',
    "yandex tr": '24.11.2026, 10:05, "Derman Destek" <destek@derman.example>:',
    "mail.ru": "Вторник, 24 ноября 2026, 10:05 +03:00 от Derman Support <support@derman.example>:",
    "proton en": "On Tuesday, November 24th, 2026 at 10:05 AM, Derman Support <support@derman.example> wrote:",
    "proton tr": "24 Kasım 2026 Salı günü saat 10:05'te Derman Destek <destek@derman.example> şunu yazdı:",
    "zoho": "---- On Tue, 24 Nov 2026 10:05:12 +0300 Derman Support <support@derman.example> wrote ---",
    "zoho tr": "---- Sal, 24 Kas 2026 10:05:12 +0300 Derman Destek <destek@derman.example> tarihinde yazdı ----",
    "fastmail": "On Tue, 24 Nov 2026, at 10:05 AM, Derman Support wrote:",
    "hey": "On November 24, 2026, Derman Support <support@derman.example> wrote:",
    "gmx": 'Gesendet: Dienstag, 24. November 2026 um 10:05 Uhr\nVon: "Derman Support" <support@derman.example>\nAn: ayse@ornek.example\nBetreff: Drucker',
    "web.de bold": '*Gesendet:* Dienstag, 24. November 2026 um 10:05 Uhr\n*Von:* "Derman Support" <support@derman.example>\n*An:* ayse@ornek.example\n*Betreff:* Drucker',
    "zimbra": "----- Original Message -----\nFrom: Derman Support <support@derman.example>\nTo: Ayşe <ayse@ornek.example>\nSent: Tue, 24 Nov 2026 10:05:12 +0300 (TRT)\nSubject: Printer",
    "zimbra tr": '----- Orijinal Mesaj -----\nKimden: "Derman" <destek@derman.example>\nKime: "Ayşe" <ayse@ornek.example>\nGönderilenler: 24 Kasım Salı 2026 10:05:12\nKonu: Yazıcı',
    "zimbra fr": '----- Mail original -----\nDe: "Derman" <support@derman.example>\nÀ: "Ayşe" <ayse@ornek.example>\nEnvoyé: Mardi 24 Novembre 2026 10:05:12\nObjet: Imprimante',
    "zimbra de": '----- Ursprüngliche Mail -----\nVon: "Derman" <support@derman.example>\nAn: "Ayşe" <ayse@ornek.example>\nGesendet: Dienstag, 24. November 2026 10:05:12\nBetreff: Drucker',
    "zimbra short": "----- On Nov 24, 2026, at 10:05 AM, Derman Support support@derman.example wrote:",
    # Outlook: desktop, web, Mac, phones.
    "outlook en": "From: Derman Support <support@derman.example>\nSent: Tuesday, November 24, 2026 10:05 AM\nTo: Ayşe <ayse@ornek.example>\nCc: Ali\nSubject: RE: Printer",
    "outlook en mailto": "From: Derman Support [mailto:support@derman.example] \nSent: Tuesday, November 24, 2026 10:05 AM\nTo: Ayşe\nSubject: RE: Printer",
    "outlook original": "-----Original Message-----\nFrom: Derman Support <support@derman.example> \nSent: Tuesday, November 24, 2026 10:05 AM\nTo: Ayşe\nSubject: RE: Printer",
    "outlook web en": f"{RULE}\nFrom: Derman Support <support@derman.example>\nSent: 24 November 2026 10:05\nTo: Ayşe\nSubject: Re: Printer",
    "outlook mac": "From: Derman Support <support@derman.example>\nDate: Tuesday, 24 November 2026 at 10:05\nTo: Ayşe <ayse@ornek.example>\nSubject: Re: Printer",
    "outlook tr": "Kimden: Derman Destek <destek@derman.example> \nGönderildi: 24 Kasım 2026 Salı 10:05\nKime: Ayşe <ayse@ornek.example>\nBilgi: Ali\nKonu: Re: Yazıcı",
    "outlook tr old": "-----Özgün İleti-----\nKimden: Derman Destek [mailto:destek@derman.example] \nGönderilmiş: Salı 24 Kasım 2026 10:05\nKime: Ayşe\nKonu: Yazıcı",
    "outlook web tr": f"{RULE}\nGönderen: Derman Destek <destek@derman.example>\nGönderildi: 24 Kasım 2026 Salı 10:05:12\nKime: Ayşe\nKonu: Ynt: Yazıcı",
    "outlook mac tr": "Kimden: Derman Destek <destek@derman.example>\nTarih: 24 Kasım 2026 Salı 10:05\nKime: Ayşe <ayse@ornek.example>\nKonu: Re: Yazıcı",
    "outlook de": "Von: Derman Support <support@derman.example> \nGesendet: Dienstag, 24. November 2026 10:05\nAn: Ayşe\nCc: Ali\nBetreff: AW: Drucker",
    "outlook fr": "De : Derman Support <support@derman.example> \nEnvoyé : mardi 24 novembre 2026 10:05\nÀ : Ayşe\nCc : Ali\nObjet : RE: Imprimante",
    "outlook es": "De: Derman Support <support@derman.example> \nEnviado el: martes, 24 de noviembre de 2026 10:05\nPara: Ayşe\nCC: Ali\nAsunto: RE: Impresora",
    "outlook ru": "From: Derman Support <support@derman.example>\nОтправлено: 24 ноября 2026 г. 10:05\nКому: Ayşe\nТема: RE: Принтер",
    "outlook ar": "من: Derman Support <support@derman.example>\nتاريخ الإرسال: الثلاثاء، 24 نوفمبر 2026 10:05 ص\nإلى: Ayşe\nالموضوع: رد: الطابعة",
    "outlook web ar": f"{RULE}\nمن: Derman Support <support@derman.example>\n‏‏تم الإرسال: 24/ربيع الثاني/1448 10:05 ص\nإلى: Ayşe\nالموضوع: الطابعة",
    "outlook it": "Da: Derman Support <support@derman.example> \nInviato: martedì 24 novembre 2026 10:05\nA: Ayşe\nOggetto: R: Stampante",
    "outlook pt": "De: Derman Support <support@derman.example> \nEnviada em: terça-feira, 24 de novembro de 2026 10:05\nPara: Ayşe\nAssunto: RES: Impressora",
    "outlook zh": "发件人: Derman Support <support@derman.example>\n发送时间: 2026年11月24日 10:05\n收件人: Ayşe\n主题: 回复: 打印机",
    # Phones.
    "samsung en": "-------- Original message --------\nFrom: Derman Support <support@derman.example>\nDate: 11/24/26 10:05 AM (GMT+03:00)\nTo: ayse@ornek.example\nSubject: Printer",
    "samsung tr": "-------- Orjinal mesaj --------\nKimden: Derman <destek@derman.example>\nTarih: 24.11.2026 10:05 (GMT+03:00)\nAlıcı: ayse@ornek.example\nKonu: Yazıcı",
    "samsung de": "-------- Ursprüngliche Nachricht --------\nVon: Derman <support@derman.example>\nDatum: 24.11.26 10:05 (GMT+01:00)\nAn: ayse@ornek.example\nBetreff: Drucker",
    "samsung fr": "-------- Message d'origine --------\nDe : Derman <support@derman.example>\nDate : 24/11/2026 10:05 (GMT+01:00)\nÀ : ayse@ornek.example\nObjet : Imprimante",
    "samsung ru": "-------- Исходное сообщение --------\nОт: Derman <support@derman.example>\nДата: 24.11.2026 10:05 (GMT+03:00)\nКому: ayse@ornek.example\nТема: Принтер",
    "samsung es": "-------- Mensaje original --------\nDe: Derman <support@derman.example>\nFecha: 24/11/26 10:05 (GMT+01:00)\nPara: ayse@ornek.example\nAsunto: Impresora",
    "android mail": "Derman Support <support@derman.example> wrote:",
    # Groupware.
    "notes en": 'From:   "Derman Support" <support@derman.example>\nTo:     ayse@ornek.example\nDate:   24.11.2026 10:05\nSubject:        Re: Printer',
    "notes tr": 'Kimden:   "Derman Destek" <destek@derman.example>\nKime:     ayse@ornek.example\nTarih:   24.11.2026 10:05\nKonu:        Re: Yazıcı',
    "notes de": 'Von:    "Derman Support" <support@derman.example>\nAn:     ayse@ornek.example\nDatum:  24.11.2026 10:05\nBetreff:        Re: Drucker',
    "groupwise": '>>> "Derman Support" <support@derman.example> 11/24/2026 10:05 AM >>>',
    "groupwise short": ">>> Derman Support 11/24/2026 10:05 AM >>>",
    "groupwise german": '>>> "Derman Support" <support@derman.example> 24.11.2026 10:05 >>>',
}


@pytest.mark.parametrize("old", [OLD, QUOTED], ids=["bare", "quoted"])
@pytest.mark.parametrize("heading", HEADINGS.values(), ids=HEADINGS)
def test_the_answer_stands_alone(heading, old):
    cut = cut_text(f"{ANSWER}\n\n{heading}\n\n{old}\n")
    assert cut.reply == ANSWER
    assert "switched it off" in cut.quoted


@pytest.mark.parametrize("heading", HEADINGS.values(), ids=HEADINGS)
def test_the_answer_stands_alone_right_above_the_heading(heading):
    """Some programs leave no blank line between the last sentence and the heading."""
    assert cut_text(f"It works again, thank you.\n{heading}\n{QUOTED}\n").reply == "It works again, thank you."


SIGNATURES = (
    "Sent from my iPhone",
    "Sent from my Galaxy",
    "Sent from Outlook for Android<https://aka.ms/AAb9ysg>",
    "Get Outlook for iOS <https://aka.ms/o0ukef>",
    "Sent from Yahoo Mail on Android",
    "Sent with Proton Mail secure email.",
    "Sent with [ProtonMail](https://protonmail.com/) Secure Email.",
    "Sent from Mail for Windows",
    "Sent from my Samsung Galaxy smartphone.",
    "Sent using Zoho Mail",
    "iPhone’umdan gönderildi",
    "iPad'imden gönderildi",
    "Android için Outlook'u edinin<https://aka.ms/AAb9ysg>",
    "iOS için Outlook'u edinin",
    "Windows için Posta ile gönderildi",
    "Galaxy cihazımdan gönderildi",
    "Samsung cihazımdan gönderildi",
    "Android'de Yahoo Postadan gönderildi",
    "Yandex.Mail mobil uygulamasından gönderildi",
    "Proton Mail güvenli e-posta ile gönderildi.",
    "Huawei telefonumdan gönderildi",
    "Xiaomi telefonumdan gönderildi",
    "Von meinem iPhone gesendet",
    "Gesendet von Outlook für Android<https://aka.ms/AAb9ysg>",
    "Diese Nachricht wurde von meinem Android-Gerät mit GMX Mail gesendet.",
    "Von meinem Samsung Galaxy Smartphone gesendet.",
    "Envoyé de mon iPhone",
    "Télécharger Outlook pour Android<https://aka.ms/AAb9ysg>",
    "Envoyé depuis mon smartphone Samsung Galaxy.",
    "Enviado desde mi iPhone",
    "Obtener Outlook para Android<https://aka.ms/AAb9ysg>",
    "Enviado desde Correo para Windows",
    "Отправлено с iPhone",
    "Отправлено из мобильной Яндекс Почты",
    "Отправлено из Mail.ru для Android",
    "Отправлено с устройства Galaxy",
    "تم الإرسال من iPhone الخاص بي",
    "أُرسلت من الـ iPhone",
    "الحصول على Outlook for Android<https://aka.ms/AAb9ysg>",
    "Inviato da iPhone",
    "Verzonden vanaf mijn iPhone",
    "Enviado do meu iPhone",
)


@pytest.mark.parametrize("line", SIGNATURES)
def test_what_a_phone_puts_under_a_mail_is_no_answer(line):
    cut = cut_text(f"{ANSWER}\n\n{line}\n\n{HEADINGS['gmail en']}\n{QUOTED}\n")
    assert (cut.reply, cut.signature) == (ANSWER, line)
    assert cut_text(f"{ANSWER}\n\n{line}\n").reply == ANSWER


FORWARDS = {
    "gmail": "---------- Forwarded message ---------\nFrom: Ali <ali@ornek.example>\nDate: Tue, Nov 24, 2026 at 10:05 AM\nSubject: Invoice\nTo: <ayse@ornek.example>",
    "gmail tr": "---------- Forwarded message ---------\nGönderen: Ali <ali@ornek.example>\nDate: 24 Kas 2026 Sal, 10:05\nSubject: Fatura\nTo: <ayse@ornek.example>",
    "apple": "Begin forwarded message:\n\nFrom: Ali <ali@ornek.example>\nSubject: Invoice\nDate: 24. November 2026 at 10:05:12 GMT+3\nTo: ayse@ornek.example",
    "apple quoted": "> Begin forwarded message:\n>\n> From: Ali <ali@ornek.example>\n> Subject: Invoice\n> Date: 24. November 2026 at 10:05:12 GMT+3\n> To: ayse@ornek.example",
    "apple tr": "Yönlendirilen ileti:\n\nKimden: Ali <ali@ornek.example>\nKonu: Fatura\nTarih: 24 Kasım 2026 10:05:12 GMT+3\nKime: ayse@ornek.example",
    "apple de": "Anfang der weitergeleiteten Nachricht:\n\nVon: Ali <ali@ornek.example>\nBetreff: Rechnung\nDatum: 24. November 2026 um 10:05:12 MEZ\nAn: ayse@ornek.example",
    "apple fr": "Début du message réexpédié :\n\nDe: Ali <ali@ornek.example>\nObjet: Facture\nDate: 24 novembre 2026 à 10:05:12\nÀ: ayse@ornek.example",
    "apple es": "Inicio del mensaje reenviado:\n\nDe: Ali <ali@ornek.example>\nAsunto: Factura\nFecha: 24 de noviembre de 2026, 10:05:12\nPara: ayse@ornek.example",
    "apple ru": "Начало переадресованного сообщения:\n\nОт: Ali <ali@ornek.example>\nТема: Счёт\nДата: 24 ноября 2026 г., 10:05:12\nКому: ayse@ornek.example",
    "apple ar": "بداية الرسالة المحولة:\n\nمن: Ali <ali@ornek.example>\nالموضوع: فاتورة\nالتاريخ: 24 نوفمبر 2026\nإلى: ayse@ornek.example",
    "thunderbird": "-------- Forwarded Message --------\nSubject: \tInvoice\nDate: \tTue, 24 Nov 2026 10:05:12 +0300\nFrom: \tAli <ali@ornek.example>\nTo: \tayse@ornek.example",
    "thunderbird tr": "-------- İletilmiş İleti --------\nKonu: \tFatura\nTarih: \tTue, 24 Nov 2026 10:05:12 +0300\nKimden: \tAli <ali@ornek.example>\nKime: \tayse@ornek.example",
    "thunderbird de": "-------- Weitergeleitete Nachricht --------\nBetreff: \tRechnung\nDatum: \tTue, 24 Nov 2026 10:05:12 +0300\nVon: \tAli <ali@ornek.example>\nAn: \tayse@ornek.example",
    "thunderbird fr": "-------- Message transféré --------\nSujet : \tFacture\nDate : \tTue, 24 Nov 2026 10:05:12 +0300\nDe : \tAli <ali@ornek.example>\nPour : \tayse@ornek.example",
    "yandex": '-------- Пересылаемое сообщение --------\n24.11.2026, 10:05, "Ali" <ali@ornek.example>:',
    "yandex tr": '-------- Yönlendirilen ileti --------\n24.11.2026, 10:05, "Ali" <ali@ornek.example>:',
    "mail.ru": "-------- Пересылаемое сообщение --------\nОт кого: Ali <ali@ornek.example>\nКому: ayse@ornek.example\nДата: Вторник, 24 ноября 2026, 10:05 +03:00\nТема: Счёт",
    "yahoo": "----- Forwarded Message -----\nFrom: Ali <ali@ornek.example>\nTo: ayse@ornek.example\nSent: Tuesday, November 24, 2026, 10:05:12 AM GMT+3\nSubject: Invoice",
    "yahoo tr": "----- İletilen Mesaj -----\nGönderen: Ali <ali@ornek.example>\nKime: ayse@ornek.example\nGönderildi: 24 Kasım 2026 Salı\nKonu: Fatura",
    "notes": "----- Forwarded by Ayşe Yılmaz/IT/Ornek on 24.11.2026 10:10 -----\n\nFrom:   Ali/Muhasebe/Ornek\nTo:     Ayşe Yılmaz/IT/Ornek@Ornek\nDate:   24.11.2026 10:05\nSubject:        Invoice",
    "proton": "------- Forwarded Message -------\nFrom: Ali <ali@ornek.example>\nDate: On Tuesday, November 24th, 2026 at 10:05 AM\nSubject: Invoice\nTo: ayse@ornek.example",
    "zoho": "============ Forwarded message ============\nFrom: Ali <ali@ornek.example>\nTo: ayse@ornek.example\nDate: Tue, 24 Nov 2026 10:05:12 +0300\nSubject: Invoice\n============ Forwarded message ============",
}


@pytest.mark.parametrize("heading", FORWARDS.values(), ids=FORWARDS)
def test_what_is_passed_on_is_content(heading):
    text = f"Can you pay this?\n\n{heading}\n\nThe invoice of November is due."
    assert cut_text(text).reply == text
