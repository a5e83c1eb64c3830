import base64

import pytest

from derman.channels.mail.reading import bodies, read_mail
from derman.channels.mail.reading.html_text import html_to_text

from .post import parts, read


@pytest.mark.parametrize(
    ("label", "charset"),
    [
        ("utf-8", "utf-8"),
        ("iso-8859-9", "windows-1254"),
        ("x-cp1254", "windows-1254"),
        ("iso-8859-1", "utf-8"),
        ("us-ascii", "windows-1254"),
        ("iso-8859-1", "windows-1254"),
        ("bilinmeyen", "utf-8"),
        ("utf-8", "utf-16"),
    ],
)
def test_a_text_is_read_in_the_charset_it_is_really_in(label, charset):
    assert read("Şifre ığdır".encode(charset), f"text/plain; charset={label}").text == "Şifre ığdır"


def test_an_icelandic_text_stays_icelandic():
    assert (
        read("Það er gott að fá þetta".encode("latin-1"), "text/plain; charset=iso-8859-1").text
        == "Það er gott að fá þetta"
    )


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("quoted-printable", "Yaz=C4=B1c=C4=B1 =\nbozuk =ZZ"),
        ("base64", base64.b64encode("Yazıcı bozuk =ZZ".encode()).decode().rstrip("=")),
        ("base64", "\n".join(base64.b64encode("Yazıcı bozuk =ZZ".encode()).decode())),
        ("sekizbit", "Yazıcı bozuk =ZZ"),
    ],
)
def test_a_transfer_encoding_is_undone_as_far_as_it_goes(encoding, body):
    assert read(body, content_transfer_encoding=encoding).text == "Yazıcı bozuk =ZZ"


def test_html_alone_gives_its_readable_text():
    mail = read("<style>p{}</style><p>Bir &amp; iki<br>üç</p><script>dört</script>", "text/html; charset=utf-8")
    assert mail.text == "Bir & iki\nüç"
    assert mail.html.startswith("<style>")


def test_an_empty_plain_part_does_not_hide_the_html():
    mail = read(
        *parts(
            "Content-Type: text/plain\n\n ",
            "Content-Type: text/html\n\n<p>Asıl metin</p>",
            kind="alternative",
        )
    )
    assert mail.text == mail.reply == "Asıl metin"


def test_an_attachment_keeps_its_turkish_name_and_its_bytes():
    mail = read(
        *parts(
            "\nEkte.",
            "Content-Type: application/pdf; name*0*=utf-8''%C5%9Eik%C3%A2yet; name*1=\" dilekçesi.pdf\"\n"
            "Content-Disposition: attachment\nContent-Transfer-Encoding: base64\n\nJVBERg==",
        )
    )
    (file,) = mail.attachments
    assert mail.text.strip() == "Ekte."
    assert (file.name, file.type, file.size, file.content) == (
        "Şikâyet dilekçesi.pdf",
        "application/pdf",
        4,
        b"%PDF",
    )


def test_an_image_of_the_text_is_inline_by_its_content_id():
    (file,) = read(
        *parts(
            "Content-Type: text/html\n\n<img src=cid:a@b>",
            "Content-Type: image/png\nContent-ID: <a@b>\n\nx",
            kind="related",
        )
    ).attachments
    assert (file.inline, file.content_id) == (True, "a@b")


def test_an_attached_mail_is_one_file_and_none_of_the_text():
    attached = "Content-Type: message/rfc822\nContent-Disposition: attachment; filename=ileti.eml"
    mail = read(*parts("\nEkte.", f"{attached}\n\nSubject: iç\n\nİç metin"))
    assert [(file.type, file.name) for file in mail.attachments] == [("message/rfc822", "ileti.eml")]
    assert "İç metin" not in mail.text


def test_an_invitation_is_found_and_is_no_text():
    mail = read(
        *parts(
            "\nDavet.",
            "Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VEVENT\nEND:VCALENDAR",
            kind="alternative",
        )
    )
    assert mail.invitation is not None
    assert "VCALENDAR" not in mail.text


def test_a_uuencoded_file_is_taken_out_of_the_text():
    mail = read("Ekte.\nbegin 644 a.txt\n#86)C\n`\nend\nSon.")
    assert mail.text == "Ekte.\nSon."
    assert [(file.name, file.content) for file in mail.attachments] == [("a.txt", b"abc")]


def test_a_winmail_dat_stays_listed():
    (file,) = read("x", 'application/ms-tnef; name="winmail.dat"').attachments
    assert (file.name, file.type, file.size) == ("winmail.dat", "application/ms-tnef", 1)


def test_a_multipart_that_names_the_wrong_boundary_is_read_all_the_same():
    body, _ = parts("Content-Type: text/plain; charset=utf-8\n\nMetin")
    assert read(body, "multipart/mixed; boundary=baska").text.strip() == "Metin"


def test_flowed_lines_become_paragraphs():
    assert (
        read("Bu satır \nsürüyor.\nBu yeni.", "text/plain; charset=utf-8; format=flowed").text
        == "Bu satır sürüyor.\nBu yeni."
    )


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a < b", "a < b"),
        ("<p title='>'>x</p>", "x"),
        ("<!-- <p>y</p> -->x", "x"),
        ("<td>a</td><td>b</td>", "a b"),
        ("<ul><li>a<li>b</ul>", "- a\n- b"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("<p>bitmeyen", "bitmeyen"),
    ],
)
def test_html_becomes_text_as_a_browser_shows_it(source, text):
    assert html_to_text(source) == text


@pytest.mark.parametrize("encoding", ["8bit", "base64", "quoted-printable"])
def test_a_text_that_nobody_reads_to_its_end_is_a_file_as_well(monkeypatch, encoding):
    monkeypatch.setattr(bodies, "MAX_TEXT", 40)
    words = b"One line of a log.\n" * 5
    body = {"8bit": words, "base64": base64.encodebytes(words), "quoted-printable": words}[encoding]
    mail = read_mail(b"Content-Transfer-Encoding: " + encoding.encode() + b"\n\n" + body)
    assert mail.text.startswith("One line of a log.\nOne line")
    assert len(mail.text) <= 40
    (whole,) = mail.attachments
    assert (whole.name, whole.content) == ("message.txt", words)
