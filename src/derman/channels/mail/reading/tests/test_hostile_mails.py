"""Mails made to hurt. Each must be read in a few seconds; most are linear in what they cost."""

import time

import pytest

from derman.channels.mail.reading import read_mail

from .post import write

HTML = "text/html; charset=utf-8"
BOUNCE = {"from_": "MAILER-DAEMON@x.example", "return_path": "<>", "subject": "failure notice"}
MULTIPART = "multipart/mixed; boundary=b"

MAILS = {
    "a thousand parts in one another": lambda: write(
        "".join(f"--b{n}\nContent-Type: multipart/mixed; boundary=b{n + 1}\n\n" for n in range(1000)),
        "multipart/mixed; boundary=b0",
    ),
    "one boundary for all of them": lambda: write(f"--b\nContent-Type: {MULTIPART}\n\n" * 20_000, MULTIPART),
    "a hundred thousand boundaries": lambda: write("--b\n" * 100_000, MULTIPART),
    "ten megabytes of one header": lambda: write(x_long="a" * 10_000_000),
    "a folded header without an end": lambda: b"Subject: a\r\n" + b" b\r\n" * 200_000,
    "lines that are no headers": lambda: b"junk\r\n" * 100_000,
    "encoded words that never end": lambda: write(subject="=?utf-8?Q?" * 50_000),
    "quotes in an address": lambda: write(from_='"a\\' * 100_000),
    "brackets in an address": lambda: write(from_="(" * 100_000 + "a@b.example"),
    "semicolons in a content type": lambda: write(content_type="text/plain" + ";" * 200_000),
    "references without an end": lambda: write(references="<a" * 100_000),
    "brackets in a date": lambda: write(date="(" * 100_000),
    "signature marks on every line": lambda: write("--\nx\n" * 50_000),
    "underscores on every line": lambda: write("______\n" * 50_000),
    "headings on every line": lambda: write("On 3 Mar 2026 at 09:12 somebody x says things 12:\n" * 20_000),
    "header fields on every line": lambda: write("From: a\n" * 50_000),
    "quotes and answers on every line": lambda: write("> a\nb\n" * 30_000),
    "one very long line": lambda: write("On " * 1_000_000),
    "addresses on every line of a bounce": lambda: write(
        "a@b.example " * 50 + "\n" + "to: deliver mail to <" * 30 + "\n" * 500, **BOUNCE
    ),
    "reports of a hundred thousand recipients": lambda: write(
        "Final-Recipient: rfc822; a@b.example\nAction: failed\n" * 20_000, **BOUNCE
    ),
    "files that begin and never end": lambda: write("begin 644 x\n" * 30_000),
    "tags in one another": lambda: write("<div>" * 100_000, HTML),
    "tags that never close": lambda: write("<" * 500_000, HTML),
    "comments that never close": lambda: write("<!-- " * 100_000, HTML),
    "quotes in tags": lambda: write("<a x=\"'" * 50_000, HTML),
    "quote containers": lambda: write("<div class=gmail_quote>a</div>b<br>" * 20_000, HTML),
    "scripts that half close": lambda: write("<script></script" * 50_000, HTML),
    "entities": lambda: write("&amp" * 200_000, HTML),
}


@pytest.mark.parametrize("make", MAILS.values(), ids=MAILS)
def test_a_hostile_mail_is_read_in_seconds(make):
    raw = make()
    start = time.process_time()
    read_mail(raw, ("destek@derman.example",))
    assert time.process_time() - start < 10


def test_a_typical_mail_takes_a_few_milliseconds():
    raw = write("Merhaba,\n\nYazıcı çalışmıyor.\n\n" + "> eski satır\n" * 40)
    read_mail(raw)
    start = time.process_time()
    for _ in range(20):
        read_mail(raw)
    assert (time.process_time() - start) / 20 < 0.05


def test_a_mail_of_thirty_megabytes_is_not_copied_for_its_attachments():
    body = "--b\nContent-Type: application/zip\n\n" + "x" * 30_000_000 + "\n--b--"
    (file,) = read_mail(write(body, MULTIPART)).attachments
    assert file.size == 30_000_000


def test_nul_bytes_do_no_harm():
    mail = read_mail(write(b"a\x00b", subject="Yaz\x00ici"))
    assert (mail.subject, mail.text) == ("Yaz ici", "ab")


def test_no_bytes_at_all_are_an_empty_mail():
    mail = read_mail(b"")
    assert (mail.author, mail.subject, mail.text, mail.attachments) == (None, "", "", ())
