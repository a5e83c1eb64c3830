"""The gate before a ticket: is the sender proven, is it spam, is it one of a storm, may it go where it points?"""

from __future__ import annotations

from collections.abc import Sequence

from derman.channels.mail.conversations import Thread
from derman.channels.mail.models import IncomingMail, Mailbox
from derman.channels.mail.reading import Mail
from derman.channels.mail.trust import forwards, policy, spam, storms
from derman.channels.mail.trust.models import RuleKind
from derman.channels.mail.trust.proof.judge import Arrived, through_server
from derman.channels.mail.trust.verdict import SenderProof, Verdict
from derman.people.addresses import BadAddress, fold_address
from derman.people.models import Person
from derman.tickets.incoming import Proof
from derman.tickets.models import Follower, Ticket


class Gate:
    """What is known of one mail, written down on its row of the ledger. 1 statement for a new ticket."""

    def __init__(self, row: IncomingMail, mail: Mail, known: policy.Known, verdict: Verdict) -> None:
        self.row, self.mail = row, mail
        self.released = bool(row.findings.get("released"))  # a person let it through
        self.spam: spam.Spam | None = None
        self.address = sender_of(row)
        self.known, self.verdict = known, verdict
        self.switched_off = known.rule(RuleKind.OFF)
        if self.switched_off:
            return
        believed = policy.trusted(known.settings)
        arrived = arrived_by(row)
        self.spam = spam.judge(
            mail.headers,
            self.known,
            self.address,
            self.verdict.proof,
            through_server=through_server(arrived, believed.networks),
        )
        row.sender_proof = self.verdict.proof
        row.findings = self.verdict.record()
        if self.released:
            row.findings["released"] = True
        if self.spam is not None:
            row.findings["spam"] = self.spam.record()

    def admit(self, thread: Thread, sender: Person) -> Thread:
        """The thread as far as this sender may carry it on, or the ticket of the storm that the mail is part of.

        What the desk signed (the reply address, its Message-IDs) is known only to those whom it wrote to. With it
        the requester and people in copy stay in their conversation even where their proof fails: forwarding servers
        and lists break proofs every day. A stored Message-ID is known to others as well: with it alone, a sender
        whose domain says that it is not so gets a ticket of their own, linked to the one they name. For an agent
        the mark was never issued, and more can be done in their name: a failed proof is refused in either case, and
        without any proof only the signed mark carries their words, as an internal note. Unknown is not failed.
        """
        if thread.ticket is not None:
            if self._may(thread.ticket, thread.proof, sender):
                return thread
            self.row.findings["refused"] = thread.ticket
            thread = Thread(mentioned=thread.ticket)
        if self.spam is None and (joined := self._storm()) is not None:
            self.row.findings["storm"] = joined
            return Thread(joined, Proof.STORM)
        return thread

    def _may(self, ticket: int, mark: Proof, sender: Person) -> bool:
        proof = self.verdict.proof
        if proof is SenderProof.PROVEN:
            return True
        if sender.is_staff_member and not _asks(sender, ticket):
            return proof is SenderProof.UNKNOWN and mark == Proof.TOKEN
        return proof is SenderProof.UNKNOWN or mark == Proof.TOKEN

    def _storm(self) -> int | None:
        return storms.count(
            sender=self.address, subject=self.row.subject, at=self.row.received_at, settings=self.known.settings
        )

    def forward(self, thread: Thread, sender: Person, boxes: Sequence[Mailbox]) -> forwards.Forward | None:
        """What an agent forwarded for somebody else, where the agent is proven; the reason stays on the ledger."""
        if thread.ticket is not None or self.spam is not None or not sender.is_staff_member:
            return None
        found = forwards.find(self.mail, ours={box.folded for box in boxes}, agent=self.address)
        if found is None:
            return None
        if self.verdict.proof is not SenderProof.PROVEN:
            self.row.findings["forward"] = "not_proven"
            return None
        self.row.findings["forward"] = "opened"
        return found


def _asks(person: Person, ticket: int) -> bool:
    """Is this person the requester or in copy?"""
    return (
        Ticket.objects.filter(pk=ticket, requester=person).exists()
        or Follower.objects.filter(ticket=ticket, person=person).exists()
    )


def arrived_by(row: IncomingMail) -> Arrived:
    """How the mail of this row came."""
    return Arrived(row.source, row.peer, row.helo, row.envelope_from)


def sender_of(row: IncomingMail) -> str:
    """The folded address of From, once it is read; empty for what is none."""
    try:
        return fold_address(row.sender)
    except BadAddress:
        return ""
