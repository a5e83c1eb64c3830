"""Bounces as real mail servers write them: in words alone, as the oldest and oddest of them do."""

import pytest

from .post import read
from .server_words import SERVERS


@pytest.mark.parametrize("words", SERVERS.values(), ids=SERVERS)
def test_the_words_of_a_server_say_who_and_why(words):
    mail = read(words.body, from_=words.sender, subject=words.subject, return_path="<>" if words.silent else "")
    assert mail.bounce
    assert mail.bounce.recipients == words.who
    assert mail.bounce.action == words.action
    assert mail.bounce.status in words.status
    assert mail.auto_submitted


@pytest.mark.parametrize("words", SERVERS.values(), ids=SERVERS)
def test_a_person_who_passes_the_words_on_reports_no_bounce(words):
    body = f"Hello,\n\nI got this today, what does it mean?\n\n{words.body}"
    assert read(body, subject=f"FW: {words.subject}").bounce is None
