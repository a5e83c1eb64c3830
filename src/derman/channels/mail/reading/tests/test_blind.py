"""Reports of servers and replies of programs that were written from what is known of them, before the rules were read.

`reports_of_servers.txt`: `### name :: action status,… address|the same,address id`, then the mail; `*` is any status,
`@ORIG address@` stands for the header of the mail that came back, `@ID@` for its Message-ID; `quiet` is no bounce, but
automatic. `replies_of_programs.txt`: `### name`, then the body with `¦` where the reply may end, or with the right
answers behind `===>`; `html` marks one in HTML.
"""

import re
import unicodedata
from pathlib import Path

import pytest

from derman.channels.mail.reading import read_mail

from .post import OWN, read

_HERE = Path(__file__).parent
_MARK = re.compile(r"^### ", re.MULTILINE)
_ID = "otuz@derman.example"
_ORIGINAL = (
    "Received: from app (localhost [127.0.0.1]) by mx1.derman.example; Mon, 30 Nov 2026 10:00:00 +0300\n"
    "From: Destek <destek@derman.example>\nTo: {}\nSubject: [DRM-12] Talebiniz\n"
    f"Message-ID: <{_ID}>\nDate: Mon, 30 Nov 2026 10:00:00 +0300\n"
)


def _blocks(name: str) -> list[str]:
    return _MARK.split((_HERE / name).read_text(encoding="utf-8"))[1:]


REPORTS = _blocks("reports_of_servers.txt")
REPLIES = _blocks("replies_of_programs.txt")


@pytest.mark.parametrize("block", REPORTS, ids=[block.partition(" ::")[0] for block in REPORTS])
def test_a_server_says_what_became_of_which_mail_and_for_whom(block):
    head, _, raw = block.partition("\n")
    action, *expected = head.partition(" :: ")[2].split()
    raw = re.sub(r"@ORIG ([^\n]+)@\n", lambda match: _ORIGINAL.format(match[1]), raw).replace("@ID@", _ID)
    mail = read_mail(raw.encode(), OWN)
    assert mail.auto_submitted
    if action == "quiet":
        assert mail.bounce is None
        return
    statuses, addresses, named = expected
    assert mail.bounce.action in action.split(",")
    assert "*" in statuses.split(",") or mail.bounce.status in statuses.split(",")
    wanted = [{each.casefold() for each in group.split("|")} for group in addresses.split(",")]
    found = {each.casefold() for each in mail.bounce.recipients}
    assert all(group & found for group in wanted)
    assert found <= set.union(*wanted)
    assert named == "noid" or _ID in (mail.reported_id, mail.in_reply_to)


@pytest.mark.parametrize("block", REPLIES, ids=[block.split()[0] for block in REPLIES])
def test_a_reply_is_what_somebody_wrote_and_nothing_of_what_stands_around(block):
    head, _, raw = block.partition("\n")
    raw, *answers = re.split(r"^===> ?", raw, flags=re.MULTILINE)
    if not answers:
        pieces = raw.split("¦")
        answers = ["".join(pieces[:count]) for count in range(1, len(pieces))] or [raw]
        raw = "".join(pieces)
    kind = "html" if head.endswith(" html") else "plain"
    mail = read(raw, f"text/{kind}; charset=utf-8", from_="Ayşe Demir <ayse@ornek.example>", in_reply_to=f"<{_ID}>")
    assert _plain(mail.reply) in [_plain(answer) for answer in answers]


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
