"""The mailbox's page says whether others believe its mails, and lets the desk sign them."""

from __future__ import annotations

import pytest
from django.test import Client

from derman.channels.mail.actions import save_mailbox
from derman.channels.mail.domains.models import DkimKey
from derman.channels.mail.domains.tests.conftest import zone
from derman.channels.mail.domains.tests.zones import Zone
from derman.channels.mail.models import Mailbox
from derman.people.models import Person

__all__ = ["zone"]


@pytest.fixture
def box(aylin: Person) -> Mailbox:
    return save_mailbox(actor=aylin, address="destek@ege.example", host="mail.ege.example")


def test_the_records_are_asked_by_a_button_only(as_aylin: Client, box: Mailbox, zone: Zone) -> None:
    zone.records["mail.ege.example", "A"] = ["93.184.216.34"]
    page = f"/desk/settings/mailboxes/{box.pk}/"
    assert as_aylin.get(page).status_code == 200
    assert as_aylin.get(f"{page}records/").status_code == 302
    assert zone.asked == []

    shown = as_aylin.get(f"{page}records/", headers={"HX-Request": "true"}).content.decode()
    assert "v=spf1 a:mail.ege.example ~all" in shown
    assert "Publish as TXT at _dmarc.ege.example:" in shown


def test_the_way_to_signed_mails(as_aylin: Client, box: Mailbox, zone: Zone) -> None:
    page = f"/desk/settings/mailboxes/{box.pk}/"
    as_aylin.post(f"{page}key/make/")
    key = DkimKey.objects.get()
    assert key.record in as_aylin.get(page).content.decode().replace("&#x27;", "'")
    early = as_aylin.post(f"{page}key/begin/", follow=True).content.decode()
    assert "DNS does not give the record" in early and not DkimKey.objects.get().signs
    zone.text(key.record_name, key.record)
    as_aylin.post(f"{page}key/begin/")
    assert DkimKey.objects.get().signs
    as_aylin.post(f"{page}key/stop/")
    assert not DkimKey.objects.exists()


def test_the_preview_is_light_or_dark_as_it_says(as_aylin: Client) -> None:
    light = as_aylin.get("/desk/settings/mail-look/preview/?language=tr")
    dark = as_aylin.get("/desk/settings/mail-look/preview/?language=tr&theme=dark")
    assert "Merhaba Mert" in light.content.decode() and "@media not all" in light.content.decode()
    assert "@media all" in dark.content.decode()
    assert "sandbox" in dark["Content-Security-Policy"] and dark["X-Frame-Options"] == "SAMEORIGIN"
