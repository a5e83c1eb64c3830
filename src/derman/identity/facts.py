"""What the room announces."""

from __future__ import annotations

from dataclasses import dataclass, field

from derman.kernel.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeToSend(Fact):
    """A code goes to a registered address. `code` is the only copy: it goes into the mail and nowhere else."""

    ticket: int
    person: int
    address: str
    code: str = field(repr=False)
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ManagerToAsk(Fact):
    """A manager is to say, on their own signed-in page, whether it is their report who asks."""

    ticket: int
    check: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFailed(Fact):
    """Whoever calls could not be proven; the person's credentials are locked now."""

    ticket: int
    check: int
    person: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretToSend(Fact):
    """A link to a secret goes out. `token` is the only copy: it goes into the mail and nowhere else."""

    ticket: int
    secret: int
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountActionToRun(Fact):
    """A web service is to be called for a requester's account."""

    run: int
