"""The door through which files leave."""

from __future__ import annotations

import pytest

from derman.tickets import actions
from derman.tickets.incoming import IncomingFile
from tests.cast import asks

TEXT = b"0123456789" * 20


@pytest.fixture
def log(mert):
    """A file that Mert is about to send."""
    return f"/files/{actions.upload(actor=mert, name='günlük.html', content=TEXT).key}/"


@pytest.fixture
def get(signed_in_as, mert, log):
    def answer(**headers):
        found = signed_in_as(mert).get(log, headers={name.replace("_", "-"): value for name, value in headers.items()})
        return found.status_code, b"".join(found.streaming_content) if found.streaming else found.content, found.headers

    return answer


def test_a_file_is_a_download_and_never_a_page(get):
    code, body, headers = get()
    assert (code, body) == (200, TEXT)
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["Content-Disposition"].startswith("attachment")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in headers["Content-Security-Policy"]


def test_nobody_else_gets_it(client, signed_in_as, selin, elif_, log):
    assert client.get(log).status_code == 404
    assert signed_in_as(selin).get(log).status_code == 404
    assert signed_in_as(elif_).get(log).status_code == 404


def test_the_file_of_a_note_stays_with_the_desk(signed_in_as, mert, elif_, front_line):
    ticket = asks(mert)
    kept = actions.upload(actor=elif_, name="plan.txt", content=b"plan")
    actions.note(actor=elif_, ticket=ticket.pk, text="Look.", attached=[IncomingFile(upload=kept.key)])
    assert signed_in_as(mert).get(f"/files/{kept.key}/").status_code == 404
    assert signed_in_as(elif_).get(f"/files/{kept.key}/").status_code == 200


def test_what_the_browser_has_is_not_sent_again(get):
    etag = get()[2]["ETag"]
    assert get(If_None_Match=etag)[:2] == (304, b"")
    assert get(If_None_Match=f'"other", W/{etag}')[0] == 304
    assert get(If_None_Match='"other"')[0] == 200


@pytest.mark.parametrize(
    ("asked", "code", "body"),
    [
        ("bytes=0-9", 206, TEXT[:10]),
        ("bytes=190-", 206, TEXT[190:]),
        ("bytes=-5", 206, TEXT[-5:]),
        ("bytes=150-9999", 206, TEXT[150:]),
        ("bytes=200-", 416, b""),
        ("bytes=9-3", 416, b""),
        ("bytes=-", 200, TEXT),
        ("bytes=0-1,5-6", 200, TEXT),
        ("lines=1-2", 200, TEXT),
    ],
)
def test_a_download_goes_on_where_it_stopped(get, asked, code, body):
    assert get(Range=asked)[:2] == (code, body)


def test_a_part_says_where_it_belongs(get):
    headers = get(Range="bytes=10-19", Accept_Encoding="gzip")[2]
    assert headers["Content-Range"] == f"bytes 10-19/{len(TEXT)}"
    assert headers["Content-Length"] == "10"


def test_a_part_of_another_file_is_the_whole(get):
    assert get(Range="bytes=0-9", If_Range='"other"')[0] == 200
