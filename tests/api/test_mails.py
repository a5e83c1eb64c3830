"""The ledger through the API, and the files of saved replies."""

from __future__ import annotations

import base64

import pytest

from derman.channels.mail import intake, jobs
from derman.channels.mail.tests.post import arrives, letter
from derman.people.models import Person, Team
from tests.api.conftest import Of
from tests.cast import asks


@pytest.fixture
def came(front_line: Team) -> None:
    for sender, subject in (("mert@ege.example", "Yazıcı bozuk"), ("ada@ege.example", "VPN drops")):
        arrives(letter(sender=sender, subject=subject, message_id=f"of-{sender}"))


@pytest.mark.parametrize("wanted", ["ada@ege.example", "vpn", "<of-ada@ege.example>"])
def test_did_my_mail_arrive(came: None, program_of: Of, aylin: Person, wanted: str) -> None:
    (mail,) = program_of(aylin).get(f"/mails?q={wanted}").json["items"]
    assert (mail["sender"], mail["subject"], mail["state"]) == ("ada@ege.example", "VPN drops", "filed")
    assert program_of(aylin).get(f"/mails/{mail['id']}").json == mail
    ticket = program_of(aylin).get(f"/tickets/{mail['ticket']}").json
    assert mail["message"] in [message["id"] for message in ticket["messages"]]


def test_the_ledger_is_read_page_by_page(came: None, program_of: Of, aylin: Person) -> None:
    program = program_of(aylin)
    first = program.get("/mails?limit=1").json
    second = program.get(f"/mails?limit=1&cursor={first['next']}").json
    assert [page["items"][0]["sender"] for page in (first, second)] == ["ada@ege.example", "mert@ege.example"]
    assert second["next"] is None


def test_a_mail_in_quarantine_is_filed_again(front_line: Team, program_of: Of, aylin: Person) -> None:
    spool = intake.Spool()
    spool.write(b"Subject: from nobody\r\n\r\nHello")
    intake.store([intake.Arrival(spool, ["help@ege.example"])])
    jobs.file_waiting()
    program = program_of(aylin)
    (mail,) = program.get("/mails?state=quarantined").json["items"]
    assert (mail["reason"], mail["ticket"]) == ("no_sender", None)
    assert program.post(f"/mails/{mail['id']}/file").json["state"] == "stored"
    assert program.post(f"/mails/{mail['id']}/file").status == 404


def test_a_saved_reply_brings_its_files_along(program_of: Of, elif_: Person, selin: Person) -> None:
    program, ticket = program_of(elif_), asks(selin, "VPN").pk
    file = {"name": "how.txt", "content_base64": base64.b64encode(b"Step by step").decode()}
    saved = program.post(
        "/saved-replies", {"name": "VPN", "texts": {"en": "See the file."}, "attachments": [file]}
    ).json
    filled = program.post(f"/saved-replies/{saved['id']}/use", {"ticket": ticket}).json
    (waiting,) = filled["files"]
    assert (waiting["name"], waiting["size"]) == ("how.txt", 12)
    answer = {"text": filled["text"], "attachments": [{"key": waiting["key"]}]}
    sent = program.post(f"/tickets/{ticket}/messages", answer)
    assert [one["name"] for one in sent.json["attachments"]] == ["how.txt"]
    # it went with the first
    assert program.post(f"/tickets/{ticket}/messages", answer).status == 422
