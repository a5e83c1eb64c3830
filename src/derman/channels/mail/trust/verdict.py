"""What a proof of the sender comes to, as values."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class SenderProof(StrEnum):
    """Is the address in From the one that sent the mail?"""

    PROVEN = "proven"  # its domain signed the mail, or lets the machine that brought it send
    UNKNOWN = "unknown"  # nobody can say: not proven, but nothing speaks against it
    FAILED = "failed"  # its domain says that it is not so


class Why(StrEnum):
    """The reason, as a code; `queries.WHY` has the words."""

    DMARC = "dmarc"  # DMARC passed
    DKIM = "dkim"  # a signature of the sender's domain
    SPF = "spf"  # the machine may send for the sender's domain
    ARC = "arc"  # a trusted forwarder says that it was proven before
    INSIDE = "inside"  # Microsoft 365: one of its own people, signed in
    HERE = "here"  # handed over by a program on this desk's own machine, which is trusted to know
    NOTHING = "nothing"  # no signature, and no rule of the domain
    NOT_ASKED = "not_asked"  # it came through a server that says nothing about it
    NO_ANSWER = "no_answer"  # DNS did not answer in time
    DMARC_FAILED = "dmarc_failed"
    SPF_FAILED = "spf_failed"
    BROKEN = "broken"  # a signature of the sender's domain that does not fit
    SEVERAL = "several"  # more than one sender, of whom one cannot be proven


@dataclass(frozen=True, slots=True)
class Verdict:
    """How far the sender is proven, why, and what each method gave (`pass`, `fail`, `none`, …)."""

    proof: SenderProof
    why: Why
    domain: str = ""
    spf: str = ""
    dkim: str = ""
    dmarc: str = ""
    by: str = ""  # the server whose word it is; empty: the desk looked itself
    details: dict[str, Any] = field(default_factory=dict)

    def record(self) -> dict[str, Any]:
        """For the ledger: without what is empty."""
        return {name: str(value) for name, value in asdict(self).items() if value and name != "details"}
