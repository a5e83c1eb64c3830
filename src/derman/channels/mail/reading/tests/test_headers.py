from datetime import UTC, datetime

import pytest

from derman.channels.mail.reading import Address, read_addresses, read_mail
from derman.channels.mail.reading.dates import read_date

from .post import read, write


def test_an_encoded_subject_reads_as_it_was_written():
    assert read(subject="=?utf-8?Q?=C5=9Eifre_s=C4=B1f=C4=B1rlama?=").subject == "Şifre sıfırlama"


def test_a_letter_split_over_two_encoded_words_is_one_letter():
    assert read(subject="=?utf-8?B?xQ==?=\r\n =?utf-8?B?n2lmcmU=?=").subject == "şifre"


def test_a_line_break_out_of_an_encoded_word_makes_no_header():
    mail = read(subject="=?utf-8?Q?a=0D=0ABcc:_kurban@ornek.example?=")
    assert mail.subject == "a Bcc: kurban@ornek.example"
    assert "bcc" not in mail.headers


@pytest.mark.parametrize("charset", ["utf-8", "windows-1254"])
def test_raw_header_bytes_are_utf8_or_else_the_turkish_code_page(charset):
    raw = write().replace("Yazıcı".encode(), "Şifre ığdır".encode(charset))
    assert read_mail(raw).subject == "Şifre ığdır"


def test_a_subject_with_a_circled_number_of_a_japanese_phone_is_read():
    assert read(subject="=?iso-2022-jp?B?GyRCLSFGfEtcGyhC?=").subject == "①日本"


def test_an_mbox_line_before_the_mail_is_no_header():
    mail = read_mail(b"From ayse@ornek.example Tue Mar  3 09:00:00 2026\r\n" + write())
    assert mail.subject == "Yazıcı"


def test_a_stray_line_among_the_headers_is_passed_over():
    raw = write().replace(b"Subject:", b"burada bir satir\r\nve bir tane daha\r\nSubject:")
    assert read_mail(raw).subject == "Yazıcı"
    assert read_mail(raw).text == "Merhaba."


@pytest.mark.parametrize(
    ("written", "people"),
    [
        (
            '"Ünal, Şule" <b@ornek.example>, c@ornek.example',
            [("Ünal, Şule", "b@ornek.example"), ("", "c@ornek.example")],
        ),
        (
            "Ekip: Ali <ali@ornek.example>, veli@ornek.example;",
            [("Ali", "ali@ornek.example"), ("", "veli@ornek.example")],
        ),
        ("undisclosed-recipients:;", []),
        ("ayse@ornek.example (Ayşe Yılmaz)", [("Ayşe Yılmaz", "ayse@ornek.example")]),
        ("mudur@baska.example <ayse@ornek.example>", [("mudur@baska.example", "ayse@ornek.example")]),
        ("Ayşe <ayse@ornek.example", [("Ayşe", "ayse@ornek.example")]),
        (
            "Ali <ali@ornek.example> Veli <veli@ornek.example>",
            [("Ali", "ali@ornek.example"), ("Veli", "veli@ornek.example")],
        ),
        ('"Ayse \\"Bilgi\\" Yilmaz" <ayse@ornek.example>', [('Ayse "Bilgi" Yilmaz', "ayse@ornek.example")]),
        ("<@ara.example:ayse@ornek.example>", [("", "ayse@ornek.example")]),
        ("Ayşe Yılmaz", []),
    ],
)
def test_an_address_list_gives_its_people(written, people):
    assert [(person.name, person.email) for person in read_addresses(written)] == people


def test_an_address_hidden_in_an_encoded_name_is_only_a_name():
    author = read(from_="=?utf-8?Q?Destek_=3Cdestek=40derman=2Eexample=3E?= <saldirgan@kotu.example>").author
    assert author == Address("Destek <destek@derman.example>", "saldirgan@kotu.example")


def test_addresses_compare_without_case_and_with_the_domain_in_ascii():
    assert Address("", "Ayse@ÖRNEK.example").key == Address("", "ayse@xn--rnek-4qa.example").key


@pytest.mark.parametrize(
    "written",
    [
        "<t1@derman.example> <t2@derman.example>",
        "<t1@derman.example>,<t2@derman.example>",
        "<t1@derman.example><t2@derman.example>",
        "t1@derman.example\r\n t2@derman.example",
    ],
)
def test_references_come_apart_however_they_are_joined(written):
    assert read(references=written).references == ("t1@derman.example", "t2@derman.example")


def test_a_message_id_stands_without_brackets():
    mail = read(message_id="<a@b.example>", in_reply_to="c@d.example")
    assert (mail.message_id, mail.in_reply_to) == ("a@b.example", "c@d.example")


def test_the_way_of_a_mail_can_be_asked_for():
    mail = read(
        return_path="<>",
        received="from a by b",
        authentication_results="mx; dkim=pass",
        list_id="<liste.ornek.example>",
    )
    assert mail.return_path == ""
    assert mail.received_count == 1
    assert mail.authentication_results == ("mx; dkim=pass",)
    assert mail.is_list


@pytest.mark.parametrize(
    ("written", "utc"),
    [
        ("Tue, 03 Mar 2026 09:00:00 +0300", datetime(2026, 3, 3, 6, tzinfo=UTC)),
        ("3 Mar 26 09:00 +0300 (TRT)", datetime(2026, 3, 3, 6, tzinfo=UTC)),
        ("Tue Mar  3 09:00:00 2026", datetime(2026, 3, 3, 9, tzinfo=UTC)),
        ("2026-03-03T09:00:00+03:00", datetime(2026, 3, 3, 6, tzinfo=UTC)),
        ("Tue, 3 Mar 2026 09:00:00 EST", datetime(2026, 3, 3, 14, tzinfo=UTC)),
        ("30 Feb 2026 09:00:00 +0300", None),
        ("dün akşam", None),
        ("", None),
    ],
)
def test_a_date_is_a_moment_in_utc_or_none(written, utc):
    assert read_date(written) == utc
