"""Whatever comes off the wire is read: no bytes make `read_mail` raise."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from derman.channels.mail.reading import as_record, read_mail

from .post import parts, write
from .test_bounces import WORDS, outcome, report
from .test_html_replies import MAILS
from .test_replies import HEADINGS, NEW, QUOTED_OLD

SEEDS = [
    write(),
    write(
        *parts(
            "\nbir",
            "Content-Type: image/png; name*=utf-8''%C4%B1.png\nContent-Transfer-Encoding: base64\n\nQQ==",
            "Content-Type: message/rfc822\n\nSubject: x\n\ny",
        )
    ),
    write(*report(outcome("yok@ornek.example"))),
    write(f"{NEW}\n\n{HEADINGS[0]}\n{QUOTED_OLD}\n-- \nAyşe"),
    *(write(body, from_="MAILER-DAEMON@x.example", subject="failure notice") for body in WORDS.values()),
    *(write(source, "text/html; charset=utf-8") for source in MAILS.values()),
    write(
        "=C5=9F=\nx",
        content_transfer_encoding="quoted-printable",
        subject="=?utf-8?Q?a=C5=9F?= =?iso-2022-jp?B?GyRCLSE=?=",
    ),
]

FRAGMENTS = [
    b"\r\n",
    b"\n\n",
    b"=?utf-8?B?",
    b"?=",
    b"--sinir",
    b"Content-Type: ",
    b"multipart/mixed; boundary=",
    b"<",
    b">",
    b'"',
    b"\x00",
    b"\xff\xfe",
    b"\x1b$B",
    b"charset=utf-16",
    b"charset=utf-7",
    b"charset=idna",
    b"message/delivery-status",
    b"begin 644 a\n",
    b"> ",
    b"wrote:",
    b"<blockquote type=cite>",
    b"%",
    b"''",
    b";*0*=",
    b"\xc5",
]


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=2_000))
def test_any_bytes_are_read(raw):
    json.dumps(as_record(read_mail(raw, ("destek@derman.example",)), "a.eml"))


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_any_damaged_mail_is_read(data):
    raw = bytearray(data.draw(st.sampled_from(SEEDS)))
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(raw)))
        length = data.draw(st.integers(0, 40))
        raw[place : place + length] = data.draw(st.sampled_from(FRAGMENTS) | st.binary(max_size=12))
    mail = read_mail(bytes(raw), ("destek@derman.example",))
    json.dumps(as_record(mail, "a.eml"))
    assert all(len(file.content) == file.size for file in mail.attachments)
