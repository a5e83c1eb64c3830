"""What the room `people` announces."""

from __future__ import annotations

from dataclasses import dataclass

from derman.kernel.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInLinkAsked(Fact):
    """Somebody asked for a link to sign in. `token` is the only copy: it goes into the mail and nowhere else."""

    person: int
    address: str
    token: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonChanged(Fact):
    """A person's name, address, role or teams changed. `added`: nobody knew them before."""

    person: int
    added: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressClaimed(Fact):
    """Somebody says that an address is theirs. `token` is the only copy: it goes into the mail and nowhere else."""

    person: int
    address: str
    token: str
    language: str
