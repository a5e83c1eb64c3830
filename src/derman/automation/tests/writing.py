"""Writing rules and their conditions in a line, and mails that set them off."""

from __future__ import annotations

from derman.automation import actions
from derman.automation.given import Given
from derman.automation.models import Rule
from derman.tickets import actions as tickets
from derman.tickets.incoming import Incoming, Proof

HIGH = [{"do": "priority", "to": "high"}]


def rule(owner, when="opened", conditions=None, steps=None, **more) -> Rule:
    given = Given(name="Printers first", when=when, conditions=conditions or {}, steps=steps or HIGH, **more)
    return actions.switch(actor=owner, rule=actions.save(actor=owner, given=given).pk, on=True)


def leaf(key, *values, sign=":", negated=False):
    return {"key": key, "values": list(values), "sign": sign, "negated": negated}


def writes(person, ticket, text="And it is still so.", **more):
    incoming = Incoming(
        channel="email", sender=person, subject="Re", text=text, answers=ticket.pk, proof=Proof.TOKEN, **more
    )
    return tickets.receive(incoming)
