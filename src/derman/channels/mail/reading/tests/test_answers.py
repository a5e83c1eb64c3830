"""What people do in their answers: write between quotes, sign, quote no more than they need, and
write lines that only look like what a program puts around a quote."""

# ruff: noqa: E501 - mails stand here as they come
import pytest

from derman.channels.mail.reading.quotes import cut_text

HEADING = "On Tue, Nov 24, 2026 at 10:05 AM Derman <support@derman.example> wrote:"

# What was written, and what of it is new.
BETWEEN = {
    "one answer to each question": (
        f"{HEADING}\n> Which floor?\n\nThe third.\n\n> Which printer?\n\nThe one with colours.\n",
        "The third.\n\nThe one with colours.",
    ),
    "greeting, then answers": (
        f"Hi, see below.\n\n{HEADING}\n> Which floor?\nThe third.\n> Which printer?\nThe one with colours.\n> Thank you\n",
        "Hi, see below.\n\nThe third.\n\nThe one with colours.",
    ),
    "answer under the quote": (f"{HEADING}\n> Does it print?\n>\n> Derman\n\nYes, it does.", "Yes, it does."),
    "answer under a signature in the quote": (
        f"{HEADING}\n> Does it print?\n> -- \n> Derman Support\n> Phone 1234\n\nYes.\n\n-- \nAyşe",
        "Yes.",
    ),
    "quotes of two depths": (
        f"{HEADING}\n>> Does it print?\n> It should.\n\nIt does not.\n",
        "It does not.",
    ),
    "in Turkish": (
        "Derman <destek@derman.example>, 24 Kas 2026 Sal, 10:05 tarihinde şunu yazdı:\n\n> Hangi kat?\n\n3. kat\n\n> Saat kaçta gelelim?\n\n14:30 uygundur.\n",
        "3. kat\n\n14:30 uygundur.",
    ),
    "quote without a heading": (
        "> Which floor?\n\nThe third.",
        "The third.",
    ),
    "only a quote": (f"{HEADING}\n> Which floor?\n", ""),
    "an empty answer over the old mail": (
        "\n\n________________________________\nFrom: Derman <support@derman.example>\nSent: 24 November 2026 10:05\nTo: Ayşe\nSubject: Printer\n\nWhich floor?",
        "",
    ),
    "initials before the quote": ("AY> which floor?\nThe third.", "The third."),
    "two headings over two quotes": (
        f"Thanks!\n\n{HEADING}\n> Which floor?\n> On Mon, Nov 23, 2026 at 9:00 AM Ayşe <ayse@ornek.example> wrote:\n>> The printer is broken.\n",
        "Thanks!",
    ),
    "answer above a bare thread of two": (
        "Danke!\n\nVon: Derman <support@derman.example>\nGesendet: Dienstag, 24. November 2026 10:05\nAn: Ayşe\nBetreff: AW: Drucker\n\nWelches Stockwerk?\n\nVon: Ayşe <ayse@ornek.example>\nGesendet: Montag, 23. November 2026 09:00\nAn: Derman\nBetreff: Drucker\n\nkaputt",
        "Danke!",
    ),
    "heading in bold stars": (
        "Tamam.\n\n*From:* Derman <support@derman.example>\n*Sent:* Tuesday, November 24, 2026 10:05 AM\n*To:* Ayşe\n*Subject:* Printer\n\nWhich floor?",
        "Tamam.",
    ),
    "heading fields with blank lines between": (
        "Tamam.\n\nFrom: Derman <support@derman.example>\n\nSent: Tuesday, November 24, 2026 10:05 AM\n\nTo: Ayşe\n\nSubject: Printer\n\nWhich floor?",
        "Tamam.",
    ),
    "recipients over several lines": (
        "Tamam.\n\nFrom: Derman <support@derman.example>\nSent: Tuesday, November 24, 2026 10:05 AM\nTo: Ayşe <ayse@ornek.example>; Ali\n<ali@ornek.example>; Veli\n<veli@ornek.example>\nCc: Can\nSubject: Printer\n\nWhich floor?",
        "Tamam.",
    ),
    "ticket mail's own line": (
        "It works.\n\n## Please reply above this line ##\n\nYour ticket was answered.",
        "It works.",
    ),
    "Turkish ticket mail's own line": (
        "Çalıştı.\n\n--- Lütfen yanıtınızı bu satırın üzerine yazın ---\n\nTalebiniz yanıtlandı.",
        "Çalıştı.",
    ),
}


@pytest.mark.parametrize(("text", "answer"), BETWEEN.values(), ids=BETWEEN)
def test_what_was_written_around_quotes_is_the_answer(text, answer):
    assert cut_text(text).reply == answer


SIGNED = {
    "delimiter": "-- \nAyşe Yılmaz\nAccounting\nTel: +90 212 000 00 00\nwww.ornek.example",
    "delimiter without its blank": "--\nAyşe Yılmaz\nAccounting",
    "delimiter and phone line": "-- \nAyşe Yılmaz\n\nSent from my iPhone",
    "underscores and company": "____________________\nAyşe Yılmaz\nOrnek A.Ş.",
    "em dash": "—\nAyşe Yılmaz",
    "legal footer under a rule": "______________________________________________\nBu e-posta ve ekleri gizlidir. Yalnızca gönderildiği kişiye aittir.\nThis e-mail is confidential.",
    "virus scanner": "-- \nBu e-posta Avast antivirüs yazılımı tarafından virüslere karşı denetlenmiştir.\nhttps://www.avast.com/antivirus",
}


@pytest.mark.parametrize("signature", SIGNED.values(), ids=SIGNED)
def test_a_signature_with_its_mark_is_cut(signature):
    cut = cut_text(f"The printer works.\n\n{signature}\n\n{HEADING}\n> old")
    assert (cut.reply, cut.signature) == ("The printer works.", signature)


KEPT = {
    "sentence with wrote": "My colleague wrote:\n\nthe printer is on fire.\n\nWhat shall I do?",
    "sentence with a date and wrote": "On Monday the screen went black and this morning the vendor wrote:\nno spare parts.\n\nPlease help.",
    "Turkish sentence that ends in yazdı": "Ekranda şunu yazdı:\nBağlantı yok\n\nNe yapmalıyım?",
    "Turkish sentence with a date": "24.11.2026 tarihinde muhasebe bana mesaj yazdı:\nfatura açılmıyor\nBakabilir misiniz?",
    "sentence that begins with On": "On Tuesday at 10:05 the server went down.\nSince then: nothing.",
    "German sentence": "Am Montag um 10:05 Uhr ging der Server aus.\nSeitdem: nichts.",
    "French sentence": "Le 24 novembre à 10:05 le serveur est tombé.\nDepuis : rien.",
    "route": "From: Istanbul\nTo: Ankara\nDate: tomorrow\n\nplease book it",
    "log with dates": "The log says:\n2026-11-24 10:05:12 ERROR: connection refused\n2026-11-24 10:05:13 INFO: retrying\n\nWhat does it mean?",
    "shell": "I typed this:\n\n$ echo a > b.txt\n$ cat b.txt\n\nand nothing came.",
    "python": "I typed this:\n\n>>> import os\n>>> os.getcwd()\n\nand nothing came.",
    "XML": "The file begins with\n<?xml version='1.0'?>\n<order>\n</order>\n\nand cannot be read.",
    "arrow": "Steps:\nFile -> Print -> Properties\n=> it hangs\n-> restart\nand so on.",
    "comparison": "The value is\n\n5 > 3\n\nand the other 2 < 4.",
    "list of dashes": "We need:\n- paper\n- toner\n-- black\n-- colour\nThank you",
    "table of rules": "Name   Room\n----   ----\nAli    301\nAyşe   302\n\nPlease move both.",
    "markdown rule": "First part.\n\n---\n\nSecond part, still mine and longer.",
    "asterisk rule": "First part.\n\n*****\n\nSecond part.",
    "subject of another": "Subject: printers\n\nWe need three of them.",
    "field list of a form": "Adı: Ayşe\nTarih: 24.11.2026\nKonu: Yazıcı\nAçıklama: çalışmıyor",
    "contact data": "My new data:\nName: Ayşe\nE-mail: ayse@ornek.example\nTel: 1234",
    "address in a sentence": "Please write to ayse@ornek.example:\nshe has the key.",
    "forward by words": "I forward the message of the vendor below:\n\nthe part comes on Friday",
    "sent from in a sentence": "The mail was sent from my phone\nand had no attachment.",
    "phone in a sentence": "I can read mails on the laptop, but nothing can be\nsent from my iPhone since Monday.",
    "phone line in the middle": "My signature says\nSent from my iPhone\nand I want to get rid of it.",
    "Turkish phone sentence": "Fotoğraf iPhone'umdan gönderildi ama size ulaşmadı mı?",
    "Turkish shipment": "Bilgisayar dün kargo ile gönderildi.",
    "clock at the end": "Please call me back at 10:05:\n0212 000 00 00",
    "only a word": "Evet",
    "thanks": "Thanks,\nAyşe",
    "date first": "24.11.2026 10:05 toplantısı için oda lazım:\nprojeksiyonlu olsun",
    "number sign": "#12345 numaralı talep hakkında yazıyorum:\nsorun sürüyor",
    "mail client question": "Outlook shows 'From: unknown' above each mail. Why?",
    "Kimden in a sentence": "Kimden: bilinmiyor yazıyor, neden?",
    "someone said": "Ali Veli <ali@ornek.example> said that\nthe door is open: is it?",
    "original message in a sentence": "The original message was lost, please send it again.",
    "dashes around words": "--- important ---\n\nthe server room is hot",
    "numbers and a dash": "1 - restart\n2 - wait\n3 - tell me",
}


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_what_only_looks_like_a_quote_stays(text):
    assert cut_text(text).reply == text
    assert cut_text(f"{text}\n\n{HEADING}\n> old").reply == text
