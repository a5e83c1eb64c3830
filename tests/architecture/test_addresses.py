"""Every address × every role: nobody gets in where they have no business, and no closed team's word gets out."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from derman.channels.mail.own_links import without_keys
from derman.kernel import files
from derman.tickets.models import Attachment, Ticket

# What anybody may open without signing in; a new address that is not here must ask who comes
PUBLIC = (
    "accounts/login/",
    "accounts/link/",
    "setup/",
    "health/",
    "metrics",
    "look",
    "manifest.webmanifest",
    "robots.txt",
    "favicon.ico",
    "choose/",
    "kb/",
    "fix/",
    "help",
    "news/",
    "announcements/",
    "rate/",
    "api/v1/openapi.json",
    "api/v1/docs",
)
SECRETS = ("Badge stolen", "Somebody took my badge", "badge-photo")
STAFF = ("desk/",)
ADMINISTRATORS = ("desk/settings/",)
LEADS_TOO = (
    "desk/settings/mail/",
    "desk/settings/ledger/",
    "desk/settings/outbox/",
    "desk/settings/quarantine/",
    "desk/settings/ratings/",
    "desk/settings/promises/",
    "desk/settings/on-call/",
    "desk/settings/organisations/like/",
    "desk/settings/ranking/",
    "desk/settings/routing/",
    "desk/settings/shifts/",
    "desk/settings/rules/",
    "desk/settings/recurring/",
    "desk/settings/vendors/",
)
SENT_OFF = ("/accounts/login/", "/desk/tickets/", "/requests/")
SETTINGS = "desk/settings/"  # sends everybody on to the first page that they may open
AGENTS_TOO = ("desk/settings/assets/", "desk/settings/macros/", "desk/settings/replies/", "desk/settings/signatures/")


def addresses(patterns=None, prefix=""):
    """Every route below the root, as it stands in the table of addresses."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        route = prefix + str(pattern.pattern).removeprefix("^").removesuffix("$")
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route


def filled(route: str, values: dict[str, object]) -> str:
    """The route with something in each of its places."""
    parts = []
    for part in route.split("<"):
        if ">" not in part:
            parts.append(part)
            continue
        place, _, rest = part.partition(">")
        converter, _, name = place.rpartition(":")
        value = values.get(name, 1 if converter == "int" else uuid.uuid4() if converter == "uuid" else "x")
        parts.append(f"{value}{rest}")
    return "/" + "".join(parts)


@pytest.fixture
def secret_file(secret):
    return Attachment.objects.create(
        message=secret.messages.first(), file=files.store(b"badge-photo"), name="badge-photo.txt", key="k" * 43
    )


# whoever must not see the closed team's ticket; Selin (who asked) and Kaan (a member) may
ROLES = {
    "nobody": "",
    "requester": "mert",
    "agent": "elif_",
    "other agent": "derya",
    "lead": "leyla",
    "administrator": "aylin",
}


# what forms of tickets send, all in one: whichever of it an address reads, it would change something
SENT = {
    "text": "Planted", "html": "<p>Planted</p>", "subject": "Planted", "public": "true", "note": "Planted",
    "assignee": "me", "team": "1", "priority": "critical", "status": "resolved", "to": "x@vendor.example",
    "tag": "planted", "tags": "planted", "cc": "x@ege.example", "email": "x@ege.example", "kind": "request",
    "title": "Planted", "minutes": "5", "time": "5", "days": "3", "until": "2030-01-01", "score": "good",
    "reason": "Planted", "field": "priority", "value": "critical", "category": "1", "verb": "spam",
}  # fmt: skip


def of_ticket(route: str) -> bool:
    """An address of one ticket (or of what has a number as well); of the API, tests/api know each answer."""
    return "<int:number>" in route and not route.startswith("api/")


def visit(client: Client, url: str, *, of_ticket: bool):
    """GET and POST with nothing, and for a ticket with all that could be meant: it must be refused or harmless."""
    yield client.get(url)
    yield client.post(url, {})
    if of_ticket:
        yield client.post(url, SENT)


def state_of(ticket: Ticket) -> tuple:
    """All that an outsider could have changed of a ticket; who looks at it leaves nothing either."""
    row = Ticket.objects.values_list().get(pk=ticket.pk)
    counted = (
        relation.related_model._base_manager.filter(**{relation.field.name: ticket.pk}).count()
        for relation in Ticket._meta.related_objects
    )
    return row, tuple(counted)


@pytest.mark.parametrize("role", ROLES)
def test_every_address_refuses_whoever_has_no_business_there(
    role, aylin, leyla, elif_, derya, mert, secret, secret_file, request, subtests
):
    person = request.getfixturevalue(ROLES[role]) if ROLES[role] else None
    values = {"number": secret.pk, "key": secret_file.key, "ticket": secret.pk, "name": "volume"}
    untouched = state_of(secret)
    for route in sorted(set(addresses())):
        if "logout" in route or route.rsplit("/", 1)[-1] == "live":
            continue
        url = filled(route, values)
        client = Client(raise_request_exception=False)
        if person is not None:
            client.force_login(person, backend="derman.people.backends.AddressBackend")
        with subtests.test(role=role, url=url):
            for answer in visit(client, url, of_ticket=of_ticket(route)):
                check(role, route, answer)
    assert state_of(secret) == untouched, "the closed team's ticket was changed"


def check(role: str, route: str, answer) -> None:
    assert answer.status_code < 500 or answer.status_code == 503, answer.status_code
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    for word in SECRETS:
        assert word.encode() not in body, word
    opened = (
        answer.status_code == 200 and not answer.redirect_chain
        if hasattr(answer, "redirect_chain")
        else answer.status_code == 200
    )
    if of_ticket(route):
        # back to the ticket's own page, which is not there for them, is as good as a refusal; nothing is nothing
        sent_off = answer.status_code == 302 and answer.headers["Location"].startswith(SENT_OFF)
        # the part of an open page whose ticket has gone, the same for every number
        gone = route == "desk/tickets/<int:number>/live/" and b" data-gone" in body
        refused = answer.status_code in (403, 404, 405)
        assert refused or sent_off or gone or not body, f"answered with {answer.status_code}"
    if role == "nobody" and not route.startswith(PUBLIC):
        assert not opened, "open to everybody"
    if role == "requester" and route.startswith(STAFF):
        assert not opened, "open to requesters"
    if role in ("agent", "other agent") and route.startswith(ADMINISTRATORS) and not route.startswith(AGENTS_TOO):
        assert not opened, "open to agents"
    if (
        role == "lead"
        and route.startswith(ADMINISTRATORS)
        and route != SETTINGS
        and not route.startswith(LEADS_TOO + AGENTS_TOO)
    ):
        assert not opened, "open to leads"


@pytest.mark.parametrize("route", [route for route in addresses() if "<str:token>" in route])
def test_the_outbox_leaves_out_the_key_of_every_page_that_opens_by_one(route):
    link = f"https://desk.example{filled(route, {'token': 'k' * 30})}"
    assert "kkk" not in without_keys(f"Look: {link}\n")
