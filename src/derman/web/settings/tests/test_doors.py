"""Who may open which page."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from derman.people.models import Person
from derman.web.settings.navigation import SECTIONS

ENTRIES = [entry for _title, entries in SECTIONS for entry in entries]
PAGES = [reverse(f"settings:{entry.name}") for entry in ENTRIES]
OF_LEADS = [reverse(f"settings:{entry.name}") for entry in ENTRIES if entry.leads]
OF_AGENTS = [reverse(f"settings:{entry.name}") for entry in ENTRIES if entry.agents]
CHANGES = [
    "/desk/settings/people/1/link/",
    "/desk/settings/people/1/active/",
    "/desk/settings/people/1/hand-over/",
    "/desk/settings/people/1/addresses/",
    "/desk/settings/people/1/addresses/1/verify/",
    "/desk/settings/people/1/addresses/1/primary/",
    "/desk/settings/people/1/addresses/1/remove/",
    "/desk/settings/categories/1/move/",
    "/desk/settings/categories/1/delete/",
    "/desk/settings/teams/1/delete/",
    "/desk/settings/organisations/1/delete/",
    "/desk/settings/tokens/1/end/",
    "/desk/settings/jobs/1/retry/",
    "/desk/settings/jobs/1/drop/",
    "/desk/settings/mailboxes/1/test/",
    "/desk/settings/mailboxes/1/key/make/",
    "/desk/settings/mailboxes/1/key/begin/",
    "/desk/settings/mailboxes/1/key/stop/",
    "/desk/settings/ledger/1/file/",
    "/desk/settings/ledger/1/ignore/",
    "/desk/settings/outbox/1/retry/",
    "/desk/settings/outbox/1/cancel/",
]
ADDING = [
    "/desk/settings/people/add/",
    "/desk/settings/teams/add/",
    "/desk/settings/organisations/add/",
    "/desk/settings/mailboxes/add/",
    "/desk/settings/categories/add/",
]


@pytest.mark.parametrize("address", PAGES + ADDING)
def test_a_stranger_is_asked_to_sign_in(client: Client, desk: object, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("address", PAGES + ADDING)
def test_a_requester_finds_no_settings(client: Client, mert: Person, address: str) -> None:
    client.force_login(mert)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", PAGES + ADDING)
def test_an_agent_opens_nothing_but_saved_replies_and_signatures(client: Client, elif_: Person, address: str) -> None:
    client.force_login(elif_)
    assert client.get(address).status_code == (200 if address in OF_AGENTS else 403)


def test_only_assets_macros_saved_replies_and_signatures_are_the_agents_too() -> None:
    assert [f"/desk/settings/{page}/" for page in ("assets", "signatures", "macros", "replies")] == OF_AGENTS


@pytest.mark.parametrize("change", ["/desk/settings/replies/1/delete/", "/desk/settings/replies/1/restore/"])
def test_a_saved_reply_is_not_changed_by_get(as_aylin: Client, change: str) -> None:
    assert as_aylin.get(change).status_code == 405


@pytest.mark.parametrize("address", PAGES)
def test_a_lead_opens_what_concerns_the_daily_mail_only(client: Client, leyla: Person, address: str) -> None:
    client.force_login(leyla)
    assert client.get(address).status_code == (200 if address in OF_LEADS else 403)


@pytest.mark.parametrize("address", ["/desk/settings/", *PAGES, *ADDING])
def test_the_administrator_opens_every_page(as_aylin: Client, address: str) -> None:
    assert as_aylin.get(address).status_code == 200


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_rejects_get(as_aylin: Client, change: str) -> None:
    assert as_aylin.get(change).status_code == 405


# of the signatures, everybody has one of their own; what counts in the ranked list is for the leads to say
NOT_FOR_THEM = [page for page in PAGES if page not in ("/desk/settings/signatures/", "/desk/settings/ranking/")]


@pytest.mark.parametrize("change", [*NOT_FOR_THEM, *ADDING, *CHANGES])
def test_nobody_but_the_administrator_changes_anything(client: Client, leyla: Person, change: str) -> None:
    client.force_login(leyla)
    assert client.post(change).status_code in (403, 405)


def test_a_change_needs_the_token_against_forgery(aylin: Person) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(aylin)
    assert strict.post("/desk/settings/closing/", {"close_after_days": "3"}).status_code == 403


def test_somebody_deactivated_is_out_at_once(as_aylin: Client, aylin: Person) -> None:
    Person.objects.filter(pk=aylin.pk).update(is_active=False)
    assert as_aylin.get("/desk/settings/").status_code == 302
