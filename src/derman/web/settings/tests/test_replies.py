"""Saved replies as agents, leads and administrators keep them."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from derman.desk.models import AuditEntry
from derman.people.models import Person, Team
from derman.replies import actions
from derman.replies.models import SavedReply

PAGE = "/desk/settings/replies/"


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="derman.people.backends.AddressBackend")
    return client


def test_an_agent_writes_one_for_themselves(elif_: Person) -> None:
    client = browser(elif_)
    assert "No saved replies yet" in client.get(PAGE).content.decode()
    given = {"name": "Hello", "folder": "Daily", "audience": "me", "text_en": "Hi", "text_tr": "Merhaba"}
    assert client.post(f"{PAGE}add/", given).status_code == 302
    kept = SavedReply.objects.get()
    assert (kept.owner, kept.team, kept.folder, kept.texts) == (elif_, None, "Daily", {"en": "Hi", "tr": "Merhaba"})
    page = client.get(PAGE).content.decode()
    assert "Hello" in page
    assert "Daily" in page
    # an agent sees no other page of the settings, and is not sent to one
    assert "/desk/settings/teams/" not in page
    assert not AuditEntry.objects.filter(kind__startswith="reply.").exists()


def test_an_agent_is_offered_no_team_and_cannot_choose_one(elif_: Person, front_line: Team) -> None:
    client = browser(elif_)
    assert f'name="audience" value="{front_line.pk}"' not in client.get(f"{PAGE}add/").content.decode()
    given = {"name": "Hello", "audience": front_line.pk, "text_en": "Hi"}
    assert client.post(f"{PAGE}add/", given).status_code == 422
    assert not SavedReply.objects.exists()


def test_a_lead_writes_for_their_team_and_its_agents_only_use_it(
    leyla: Person, elif_: Person, front_line: Team
) -> None:
    given = {"name": "Hello", "audience": front_line.pk, "text_en": "Hi <b>"}
    browser(leyla).post(f"{PAGE}add/", given)
    kept = SavedReply.objects.get()
    assert kept.team == front_line
    assert AuditEntry.objects.get(kind="reply.added").actor == leyla
    client = browser(elif_)
    shown = client.get(f"{PAGE}{kept.pk}/").content.decode()
    assert "Hi &lt;b&gt;" in shown
    assert "<textarea" not in shown
    client.post(f"{PAGE}{kept.pk}/", given | {"name": "Taken"})
    client.post(f"{PAGE}{kept.pk}/delete/")
    kept.refresh_from_db()
    assert (kept.name, kept.removed_at) == ("Hello", None)


def test_an_administrator_writes_for_everybody(aylin: Person, derya: Person) -> None:
    given = {"name": "Hello", "audience": "desk", "text_tr": "Merhaba {{requester.name}}"}
    browser(aylin).post(f"{PAGE}add/", given)
    assert "Hello" in browser(derya).get(PAGE).content.decode()


def test_what_is_wrong_stands_beside_the_field_and_nothing_is_lost(elif_: Person) -> None:
    given = {"name": "Hello", "audience": "me", "text_en": "Dear {{requester.shoe}}"}
    answer = browser(elif_).post(f"{PAGE}add/", given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "no variable {{requester.shoe}}" in page
    assert "Dear {{requester.shoe}}</textarea>" in page


def test_one_is_deleted_and_brought_back(elif_: Person) -> None:
    kept = actions.save(actor=elif_, name="Hello", texts={"en": "Hi"})
    client = browser(elif_)
    page = client.post(f"{PAGE}{kept.pk}/delete/", follow=True).content.decode()
    undo = f"{PAGE}{kept.pk}/restore/"
    assert undo in page
    assert f'"{PAGE}{kept.pk}/"' not in page
    assert client.get(f"{PAGE}{kept.pk}/").status_code == 404
    back = client.post(undo, headers={"HX-Request": "true"})
    assert back.headers["HX-Redirect"] == PAGE
    assert client.get(f"{PAGE}{kept.pk}/").status_code == 200


def test_nobody_reaches_what_somebody_keeps_for_themselves(elif_: Person, leyla: Person, aylin: Person) -> None:
    kept = actions.save(actor=elif_, name="Hello", texts={"en": "Hi"})
    for person in (leyla, aylin):
        client = browser(person)
        assert "Hello" not in client.get(PAGE).content.decode()
        for address in ("", "delete/"):
            assert client.post(f"{PAGE}{kept.pk}/{address}", {"name": "x", "text_en": "y"}).status_code == 404
        client.post(f"{PAGE}{kept.pk}/restore/")
    kept.refresh_from_db()
    assert (kept.name, kept.removed_at) == ("Hello", None)


def test_a_file_that_was_chosen_with_a_wrong_text_is_asked_for_once_more(elif_: Person) -> None:
    client = browser(elif_)
    plan = SimpleUploadedFile("plan.txt", b"plan")
    page = client.post(f"{PAGE}add/", {"name": "Hello", "audience": "me", "text_en": "{{no.such}}", "files": plan})
    assert page.status_code == 422
    assert "Choose once more, nothing is saved yet: plan.txt" in page.content.decode()
