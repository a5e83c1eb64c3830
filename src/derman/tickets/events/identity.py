"""Events of checks of who is calling, and of what is done with credentials. Never a code, never a secret."""

from __future__ import annotations

from dataclasses import dataclass

from derman.tickets.events.payload import Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityCheckBegun(Payload):
    """An agent began to prove who asks. `method`: code, call_back or manager.

    `changed`: the day (ISO 8601) on which the address or number was registered, where that was lately; else empty.
    """

    kind = "identity.begun"
    check: int
    method: str
    person: int
    manager: int | None = None
    changed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityCheckEnded(Payload):
    """`outcome`: proven, failed, expired or withdrawn; `why`: wrong_code, late, denied, not_reached, changed."""

    kind = "identity.ended"
    check: int
    method: str
    person: int
    outcome: str
    why: str = ""
    changed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityLockLifted(Payload):
    """A lead lets the person be checked again, and says why."""

    kind = "identity.lifted"
    person: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretHandedOver(Payload):
    """A link went to the requester by which they read a secret once. `label`: what it is, which is no secret."""

    kind = "secret.handed"
    secret: int
    person: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretEnded(Payload):
    """`outcome`: opened, expired or withdrawn."""

    kind = "secret.ended"
    secret: int
    person: int
    outcome: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountActionAsked(Payload):
    """An agent had a web service do something to the requester's account. `names`: what, by language."""

    kind = "account.asked"
    run: int
    person: int
    names: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountActionEnded(Payload):
    """What became of it. `outcome`: done, failed or unclear; `why`: status, away, locked, unreadable, no_password.

    `status`: of HTTP, 0 without an answer; `said`: the beginning of the answer, never with a secret in it.
    """

    kind = "account.ended"
    run: int
    person: int
    names: dict[str, str]
    outcome: str
    why: str
    status: int
    said: str
