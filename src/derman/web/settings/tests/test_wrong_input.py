"""What is wrong is said beside the field, and nothing that was typed is lost."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from derman.channels.mail.actions import save_mailbox
from derman.channels.mail.fetching.models import MailboxSource
from derman.channels.mail.trust.models import SenderRule
from derman.people.models import Person


def wrong(answer: Any) -> list[str]:
    """The names of the fields that are marked as wrong."""
    page = answer.content.decode()
    controls = re.findall(r"<(?:input|select|textarea)\b[^>]*>", page)
    return [re.findall(r'name="([^"]+)"', one)[0] for one in controls if 'aria-invalid="true"' in one]


def test_a_sender_that_cannot_be_listed_stays_in_its_field(as_aylin: Client) -> None:
    answer = as_aylin.post(
        "/desk/settings/senders/add/", {"kind": "block", "pattern": "no pattern", "reason": "It sends newsletters"}
    )
    assert (answer.status_code, wrong(answer)) == (422, ["pattern"])
    assert 'value="no pattern"' in answer.content.decode()
    assert 'value="It sends newsletters"' in answer.content.decode()
    assert not SenderRule.objects.exists()


def test_a_service_without_a_name_is_told_where_the_name_is_missing(as_aylin: Client) -> None:
    answer = as_aylin.post("/desk/settings/services/add/", {"audience": "signed_in", "takes_unit": "days"})
    assert (answer.status_code, wrong(answer)) == (422, ["name_en"])


def test_what_is_not_asked_cannot_be_wrong(as_aylin: Client, aylin: Person) -> None:
    box = save_mailbox(actor=aylin, address="destek@ege.example")
    page = f"/desk/settings/mailboxes/{box.pk}/arrival/"
    handed = {"arrival": "handed", "port": "x", "days": "x", "folder": "INBOX"}
    assert as_aylin.post(page, handed).status_code == 302
    fetched = {**handed, "arrival": "imap", "host": "imap.ege.example", "user": "destek", "password": "p"}
    assert wrong(as_aylin.post(page, {**fetched, "port": "x", "afterwards": "leave"})) == ["port"]
    assert wrong(as_aylin.post(page, {**fetched, "port": "", "afterwards": "later"})) == ["days"]
    assert as_aylin.post(page, {**fetched, "port": "", "afterwards": "leave"}).status_code == 302
    assert MailboxSource.objects.get().days == 30
