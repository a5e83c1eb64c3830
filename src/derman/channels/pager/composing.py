"""What leaves for the gateway: the address, headers, and a body that is signed."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from derman.channels.pager.models import Gateway, Page
from derman.channels.pager.words import text_of
from derman.desk.queries import the_desk
from derman.identity import accounts
from derman.kernel import clock, secrets

PHONE = "person.phone"
# name of the place → what stands there
PLACES: Mapping[str, Promise] = {
    "title": _("a few words, like “#10017 needs you now”"),
    "message": _("a sentence or two, in the language of whoever is paged"),
    "link": _("where to look on the desk"),
    PHONE: _("the phone number in their profile"),
    "person.email": _("their address"),
    "person.login": _("what stands before the @ in it"),
    "person.name": _("their name"),
    "number": _("of the ticket, or of the major incident"),
    "why": _("promise, major, major_late, major_off or test"),
}


class NoPhone(Exception):
    """The gateway needs a phone number, and the person has none."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call, ready to leave; `hidden` is what must not be kept of an answer."""

    address: str
    body: bytes
    headers: dict[str, str]
    inside: bool
    hidden: list[str] = field(default_factory=list)


def call_of(gateway: Gateway, page: Page) -> Call:
    """What is sent for a page. Raises NoPhone, and SecretUnreadable where the desk's key has changed."""
    headers = accounts.headers_of(secrets.decrypt(gateway.headers_sealed)) if gateway.headers_sealed else {}
    secret = secrets.decrypt(gateway.secret_sealed) if gateway.secret_sealed else ""
    values = _values(page)
    if not values[PHONE] and PHONE in accounts.places_in(gateway.address + gateway.body):
        raise NoPhone
    own = not gateway.body.strip()
    kind = accounts.JSON if own else gateway.content_type
    body = _own_body(page, values) if own else accounts.filled_body(gateway.body, kind, values)
    moment = str(int(clock.now().timestamp()))
    sent = {**headers, "Content-Type": f"{kind}; charset=utf-8", "Idempotency-Key": f"page-{page.pk}"}
    if secret:
        sent |= {"X-Derman-Timestamp": moment, "X-Derman-Signature": f"sha256={signature(secret, moment, body)}"}
    hidden = [secret, *(value for value in headers.values() if len(value) > 3)]
    return Call(accounts.filled_address(gateway.address, values), body, sent, gateway.inside, hidden)


def signature(secret: str, moment: str, body: bytes) -> str:
    """HMAC with SHA-256 over the moment, a dot and the body, in hexadecimal."""
    return hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()


def _values(page: Page) -> dict[str, str]:
    person = page.person
    known = dict(settings.LANGUAGES)
    with override(person.language if person.language in known else the_desk().language):
        title, message, link = text_of(page)
    number = page.major.number if page.major is not None else str(page.ticket_id or "")
    return {
        "title": title,
        "message": message,
        "link": link,
        PHONE: person.phone,
        "person.email": person.email,
        "person.login": person.email.partition("@")[0],
        "person.name": person.name,
        "number": number,
        "why": page.why,
    }


def _own_body(page: Page, values: dict[str, str]) -> bytes:
    """Title, message and priority stand outermost, where Gotify and its like look for them."""
    told = {
        "id": page.pk,
        "title": values["title"],
        "message": f"{values['message']} {values['link']}",
        "priority": 10,
        "why": page.why,
        "number": values["number"],
        "link": values["link"],
        "person": {name: values[f"person.{name}"] for name in ("name", "email", "phone")},
        "at": page.at.isoformat(),
    }
    return json.dumps(told, ensure_ascii=False).encode()
