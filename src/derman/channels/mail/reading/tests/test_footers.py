"""Cards and legal notes that stand under a mail with no line of dashes above them."""

# ruff: noqa: E501 - mails stand here as they come
import pytest

from derman.channels.mail.reading.html_quotes import cut_html
from derman.channels.mail.reading.quotes import cut_text

from .post import read

CARDS = [
    ("Saygılarımla,\n\nMehmet Öz", "Muhasebe Uzmanı\nT: +90 212 555 01 02"),
    (
        "Saygılarımla / Best regards\n\nHakan Yıldız",
        "IT Manager\nTel: +90 216 555 11 22 | Dahili: 1122\nwww.firma.example",
    ),
    ("İyi çalışmalar dilerim.\nSelin Kaya", "ABC Lojistik A.Ş.\nGSM: 0532 555 11 22"),
    ("Thanks & Regards,\nJo", "Jo Blake\nSenior Accountant | Acme Ltd\nM +44 7700 900123"),
    ("Mit freundlichen Grüßen\n\nUwe Lang", "Werk GmbH\nTel. +49 30 123456"),
    ("Bien cordialement,\nLuc Roy", "Comptable\nPortable : 06 12 34 56 78"),
    ("Un saludo,\nEva Paz", "Contabilidad\neva@emp.example"),
    ("С уважением,\nИван Петров", "Бухгалтер\nтел. +7 495 123-45-67"),
    ("مع فائق الاحترام\nعلي", "قسم المالية\nهاتف: +966 11 234 5678"),
]
NOTES = [
    "YASAL UYARI: Bu e-posta ve ekleri gizli bilgi içerebilir. Yetkili alıcısı değilseniz lütfen göndereni uyarıp siliniz.",
    "Gizlilik Bildirimi\n\nBu mesajda yer alan bilgiler gizlidir, yalnız yetkili alıcısı içindir; kopyalanması yasaktır.",
    "This e-mail and its attachments are confidential and intended solely for the addressee. If you are not the intended\n"
    "recipient, please delete it.",
    "Diese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Adressat sind, vernichten Sie diese Mail.",
    "Ce message est confidentiel et destiné à son seul destinataire. Toute diffusion est interdite; merci de le détruire.",
    "Este mensaje es confidencial y está dirigido a su destinatario. Se prohíbe divulgarlo; avise al remitente y elimínelo.",
    "Это сообщение конфиденциально и предназначено только для адресата. Если вы не получатель, удалите его.",
    "********************\nBu mesaj ve ekleri kişiye özeldir ve gizlidir. Hatalı aldıysanız siliniz, göndereni uyarınız; sorumluluk alınmaz.\n********************",
    "Acme Ltd. Registered in England. The information transmitted is intended only for the addressee and may be confidential.",
    "Kişisel verileriniz 6698 sayılı Kanun kapsamında işlenmektedir. Aydınlatma metnimize www.firma.example/kvkk adresinden ulaşın.",
    "*****************************\nBu mesaj gizlidir.\n*****************************",
    "==============================\nThis e-mail is confidential.\n==============================",
    "Bu e-postanın ve eklerinin virüs içermediğine dair garanti verilmez. Şirketimiz içerdiği bilgilerden sorumluluk kabul etmez.",
    "Mersis No: 0123456789012345  Ticaret Sicil No: 123456\nTicari elektronik ileti almak istemiyorsanız lütfen iptal@firma.example adresine yazınız.",
    "Virüs bulunmuyor. www.avast.com",
    "Please consider the environment before printing this e-mail.",
    "Çevreyi korumak için lütfen gerekmedikçe bu e-postayı yazdırmayınız.",
]


@pytest.mark.parametrize(("closing", "card"), CARDS)
def test_the_card_below_a_closing_is_signature_and_the_name_stays(closing, card):
    cut = cut_text(f"VPN kopuyor.\n\n{closing}\n{card}\n")
    assert cut.reply == f"VPN kopuyor.\n\n{closing}"
    assert cut.signature == card


@pytest.mark.parametrize("note", NOTES)
def test_a_legal_note_at_the_end_is_signature(note):
    cut = cut_text(f"VPN kopuyor.\n\nAhmet\n\n{note}\n")
    assert cut.reply == "VPN kopuyor.\n\nAhmet"
    assert cut.signature == note


def test_a_card_a_note_and_a_scanner_come_off_together_and_the_quote_below():
    closing, card = CARDS[0]
    cut = cut_text(
        f"VPN kopuyor.\n\n{closing}\n{card}\n\n{NOTES[0]}\n\nBu e-posta Avast ile virüslere karşı denetlendi.\n\n"
        "Kimden: Derman <destek@derman.example>\nGönderildi: 2 Kasım 2026 14:05\nKime: Mehmet\nKonu: VPN\n\nEski.\n"
    )
    assert cut.reply == f"VPN kopuyor.\n\n{closing}"
    assert "Eski." in cut.quoted


SCANNED = [
    "---\nBu e-posta Avast Antivirüs yazılımı tarafından virüslere karşı kontrol edilmiştir.\nhttps://www.avast.com/antivirus",
    "__________ ESET Endpoint Antivirus tarafından sağlanan bilgiler, virüs imza veritabanı sürümü 24512 (20260812) "
    "__________\n\nİleti, ESET Endpoint Antivirus tarafından denetlendi.\n\nhttp://www.eset.com",
    "********************\n" + NOTES[0] + "\n********************",
]


@pytest.mark.parametrize("footer", SCANNED)
def test_what_a_scanner_writes_and_the_row_above_it_are_signature(footer):
    cut = cut_text(f"Ekteki dosyayı açamıyorum.\n\n{footer}\n")
    assert cut.reply == "Ekteki dosyayı açamıyorum."


@pytest.mark.parametrize(
    "text", ["ESET Endpoint Antivirus dosyamı sildi, geri gelir mi.", "Bu e-posta Avast ile açılmıyor, taranıyor mu?"]
)
def test_a_scanner_that_the_mail_is_about_stays(text):
    assert cut_text(f"Merhaba,\n\n{text}\n").reply == f"Merhaba,\n\n{text}"


@pytest.mark.parametrize(
    "text",
    [
        "Saygılarımla,\nAli\nNot: Beni 0532 555 11 22 numarasından arayın.",
        "Teşekkürler,\nAli\nBir de 0532 555 11 22 numaralı hat açılacak mı?",
        "Saygılarımla,\nAli\nMonitör\nKlavye",
        "Bu e-posta gizli mi sayılıyor, alıcı dışındakiler görebilir mi, bunu kime sormalıyım acaba, biliyor musunuz?",
        "This e-mail is confidential.",
        "Ekranda şu uyarı çıkıyor:\n*****************\nBu mesaj gizlidir.\n*****************",
        "*****************\nDisk dolu: /var\n*****************",
        "Ticari elektronik ileti almak istemiyorum, beni listenizden çıkarır mısınız lütfen.",
        "Vergi dairesi değişti, yeni kayıt şöyle.\nMersis No: 0123456789012345",
        "Aşağıdaki adrese gönderin:\nAtatürk Cad. 12\nTel: 0212 555 44 33",
        "Lütfen yazdırmayı deneyin, çıktı hep boş geliyor.",
    ],
)
def test_what_somebody_wants_to_say_stays(text):
    assert cut_text(f"Merhaba,\n\n{text}\n").reply == f"Merhaba,\n\n{text}"


def test_a_mail_that_is_nothing_but_a_note_is_kept():
    assert cut_text(NOTES[0]).reply == NOTES[0]


def test_a_card_in_a_table_comes_off_an_html_mail():
    cut = cut_html(
        "<p>Toner bitti.</p><p>Saygılarımla,</p><table><tr><td><img src='cid:logo'></td>"
        "<td>Veli Ak<br>Depo Sorumlusu<br>T: 0212 555 44 33</td></tr></table>"
    )
    assert cut.text.reply == "Toner bitti.\n\nSaygılarımla,\n\nVeli Ak"
    assert "555 44 33" not in cut.reply
    assert "555 44 33" in cut.quoted


NAMED = "Zehra Aksoy\nİK Uzmanı\nToros Tarım A.Ş.\nTel: 0324 555 12 12"


@pytest.mark.parametrize("author", ["Zehra Aksoy", "AKSOY, Zehra"])
def test_a_card_headed_by_the_name_of_who_writes_needs_no_closing(author):
    cut = cut_text(f"Yazıcı düzeldi.\n\n{NAMED}\n", author)
    assert cut.reply == "Yazıcı düzeldi."
    assert cut.signature == NAMED


def test_the_same_in_html_in_whatever_table():
    card = '<table><tr><td><img src="cid:logo"></td><td><b>Zehra Aksoy</b><br>İK Uzmanı<br>T: 0324 555 12 12</td></tr></table>'
    cut = cut_html(f"<div>Yazıcı düzeldi.</div><div><br></div>{card}", "Zehra Aksoy")
    assert cut.text.reply == "Yazıcı düzeldi."


@pytest.mark.parametrize(
    "text",
    [
        f"Yeni bilgilerim şöyle:\n\n{NAMED}\n",  # what the mail is about
        f"Adımı düzeltir misiniz?\n\n{NAMED}\n\nTeşekkürler, rehberde yanlış yazıyor.\nNe zaman olur?\n",
        "Arkadaşımı arayın.\n\nAli Can\nTel: 0324 555 12 12\n",  # somebody else
        f"{NAMED}\n",  # nothing but the card
    ],
)
def test_a_name_and_a_number_that_are_the_message_stay(text):
    assert cut_text(text, "Zehra Aksoy").reply == text.strip()


def test_a_firm_that_names_its_register_below_its_legal_note_is_footer():
    cut = cut_text(
        f"VPN kopuyor.\n\n{NOTES[2]}\n\nLumen Ltd, registered in Scotland no. SC123456. Registered office: Edinburgh.\n"
    )
    assert cut.reply == "VPN kopuyor."


REGISTERS = [
    "Werk GmbH & Co. KG\nHauptstraße 1, 10115 Berlin\nGeschäftsführer: Dr. Hans Kurz\nAmtsgericht Charlottenburg, HRB 12345",
    "Toros Tarım A.Ş.\nMersis No: 0123456789012345",
    "Lumen Ltd\nRegistered in Scotland, company no. SC123456",
    "Lumière SARL au capital de 10 000 €\nRCS Paris 123 456 789",
]


@pytest.mark.parametrize("register", REGISTERS)
def test_a_card_may_name_the_register_of_the_firm_and_no_number(register):
    assert cut_text(f"VPN kopuyor.\n\ni. A. Jens Kurz\nEinkauf\n\n{register}\n", "Jens Kurz").reply == "VPN kopuyor."
    for closing in ("Mit freundlichen Grüßen", "i. V.", "Saygılarımla,"):
        signed = f"VPN kopuyor.\n\n{closing}\nJens Kurz"
        assert cut_text(f"{signed}\n{register}\n").reply == signed


def test_a_register_alone_is_what_somebody_writes():
    text = "Faturayı şu adla kesin:\n\nLumen Ltd, registered office: 1 Princes Street"
    assert cut_text(text).reply == text


def test_a_card_of_an_extension_alone_is_one():
    cut = cut_text("Gereği yapıldı.\n\nBilginize\nAhmet Er\nBilgi İşlem\nDahili: 4456\n")
    assert cut.reply == "Gereği yapıldı.\n\nBilginize\nAhmet Er"


def test_an_app_that_links_to_itself_behind_a_colon_is_signature():
    assert (
        cut_text("Oldu.\n\nYandex Mail mobil uygulamasından gönderildi: https://mail.yandex.example/a\n").reply
        == "Oldu."
    )


def test_an_address_of_first_and_last_name_names_who_writes_too():
    mail = read(f"Yazıcı düzeldi.\n\n{NAMED}\n", from_="zehra.aksoy@toros.example")
    assert mail.reply == "Yazıcı düzeldi."


@pytest.mark.parametrize(
    "signed",
    [
        "Mit freundlichem Gruß\nTom Kern\n------------------------\nKern Elektro e.K.\nTel. 0221/55512",
        "مع خالص التحية،\nسمير\nجوال: +966 55 555 1234",
        "Best\nDana\nPeople Ops\n(555) 010-4477",
    ],
)
def test_a_card_may_be_written_in_many_ways(signed):
    reply = cut_text(f"VPN kopuyor.\n\n{signed}\n").reply
    assert reply == "VPN kopuyor.\n\n" + "\n".join(signed.splitlines()[:2])


def test_a_number_that_is_no_telephone_makes_no_card():
    text = "Kaydım yok.\n\nSaygılarımla\nAli Can\n20231045\n17.11.2026"
    assert cut_text(text).reply == text


def test_an_original_message_whose_heading_shares_its_line_is_quote():
    heading = "-------- Ursprüngliche Nachricht --------Von: Derman <destek@derman.example> Datum: 17.11.26  16:12  (GMT+01:00)"
    assert (
        cut_text(f"Erledigt.\n\n{heading} An: tom@kg.example Betreff: Drucker im zweiten Stock \nIst es so?\n").reply
        == "Erledigt."
    )
    text = "Menü:\n\n-------- Nachricht --------Von hier nach dort\nweiter"
    assert cut_text(text).reply == text


OFFICES = [
    ("Gizem Ak", "Gizem AK\nÇağrı Merkezi Takım Lideri"),
    ("Nadia Haddad", "Nadia Haddad\nHead of Facilities\nNorthgate Ltd"),
    ("Jens Kurz", "Jens Kurz\nLeiter der Abteilung Vertrieb"),
    ("Pınar Aksoy", "Pınar AKSOY | Kalite Güvence Mühendisi\nArka Plastik A.Ş.\nt: +90 262 655 10 20"),
]


@pytest.mark.parametrize(("author", "card"), OFFICES)
def test_a_name_and_an_office_without_any_number_are_a_card(author, card):
    assert cut_text(f"VPN kopuyor.\n\n{card}\n", author).reply == "VPN kopuyor."
    name = card.splitlines()[0]
    signed = cut_text(f"VPN kopuyor.\n\nTeşekkürler,\n{card}\n", author).reply
    assert signed == f"VPN kopuyor.\n\nTeşekkürler,\n{name}"


@pytest.mark.parametrize(
    "text",
    [
        "Liste şöyle:\n\nGizem Ak\nTakım Lideri",
        "Gelenler belli oldu.\n\nGizem Ak\nYeni takım lideri geldi",
        "Kim gelecek?\n\nGizem Ak\nMonitör\nKlavye",
        "Adımlar:\n---\nOutlook açılır\nGönder denir\n---\nHiçbir şey olmuyor.",
        "Order:\n---\n2 x keyboard\n1 x mouse",
    ],
)
def test_names_offices_and_rules_that_say_something_stay(text):
    assert cut_text(text, "Gizem Ak").reply == text


@pytest.mark.parametrize("rule", ["---", "=====================", "--------------------------"])
def test_a_rule_with_nothing_but_a_card_below_it_begins_the_signature(rule):
    card = "Doç. Dr. Emre Güneş\nFizik Bölümü\nOda: B-214"
    assert cut_text(f"Kotam doldu.\n\n{rule}\n{card}\n", "Emre GÜNEŞ").reply == "Kotam doldu."


def test_a_heading_with_the_first_words_of_the_quote_behind_it():
    text = (
        "Hâlâ boş.\n\n  On Fri, Nov 27, 2026 at 10:20, Help<destek@derman.example> wrote:   Please reload.\nWe wait.\n"
    )
    assert cut_text(text).reply == "Hâlâ boş."
    said = "At 10:20 on 27.11.2026 my screen said:   error 5"
    assert cut_text(said).reply == said


def test_the_frames_that_notes_draws_around_its_heading():
    frame = (
        "|------------>\n| Kimden:    |\n|------------>\n  >------|\n  |Destek <destek@derman.example>  |\n  >------|\n"
    )
    assert cut_text(f"Açılmıyor.\n\n{frame}\nHangi ekran?\n").reply == "Açılmıyor."


def test_a_mail_that_begins_with_what_somebody_wrote_at_an_hour_stays():
    text = "On Monday at 9:00 I wrote:\nthe scanner is dead. No answer yet."
    assert cut_text(text).reply == text
