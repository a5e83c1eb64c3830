"""Standing rules: what filing does itself, at once, with the switch, the log and the versions of a rule.

A rule of the desk follows a second behind what happened. These two cannot: a ticket that was put back into work has
told its agent by then, and mails of a storm would have become a thousand tickets. So filing does them, and reads a
switch of its own; the rule throws that switch, and hears of each run. Where a desk has not added them, they are on.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from derman.automation.book import the_book
from derman.automation.models import Ran, Rule, Switch
from derman.channels.mail.trust import actions as trust
from derman.channels.mail.trust import queries as storms
from derman.kernel import clock
from derman.tickets import actions
from derman.tickets.events import RuleRan
from derman.tickets.facts import MessageAdded
from derman.tickets.incoming import Proof

AUTOMATIC, STORMS = "automatic", "storms"
# code → its name to begin with, and what it does
STANDING: Mapping[str, tuple[object, object]] = {
    AUTOMATIC: (
        _("Out-of-office replies are ignored"),
        _(
            "When a program answers by itself, like an out-of-office reply: it is filed, and a ticket that waits, or is"
            " resolved or closed, stays so. Switched off, such a reply puts the ticket back into work, as a person's"
            " does."
        ),
    ),
    STORMS: (
        _("Storms of monitoring are grouped"),
        _(
            "When many mails of one sender under one subject come within a short time: further ones join the ticket"
            " that is open. Switched off, each opens a ticket. How many are a storm stands under Senders and spam."
        ),
    ),
}


def what(code: str) -> str:
    """What a standing rule does, in the reader's language."""
    return str(STANDING[code][1])


def throw() -> None:
    """Have filing do what the switches of the standing rules say, and that for all rules."""
    on = not Switch.objects.filter(pk=1, on=False).exists()
    rows = dict(Rule.objects.filter(removed_at=None).exclude(standing="").values_list("standing", "active"))
    trust.stand(
        spares_automatic=AUTOMATIC not in rows or (on and rows[AUTOMATIC]),
        groups_storms=STORMS not in rows or (on and rows[STORMS]),
    )


def note(fact: MessageAdded) -> None:
    """Write down that filing did what a standing rule says. *Now*; no statement for what people write."""
    code = AUTOMATIC if fact.spared else STORMS if fact.proof == Proof.STORM else ""
    rule = the_book().standing.get(code) if code else None
    if rule is None:
        return
    act, did, because = None, "ignored", [[AUTOMATIC, "yes"]]
    if code == AUTOMATIC:
        ran = RuleRan(rule=rule.pk, version=rule.version, name=rule.name, when="received", because=because, did=[did])
        act = actions.note_rule(ticket=fact.ticket, ran=ran)
    else:
        did, because = "joined", [["storm", storms.storm_of(fact.ticket)]]
    Ran.objects.create(
        rule_id=rule.pk,
        version=rule.version,
        ticket_id=fact.ticket,
        cause=f"message {fact.message}",
        act=act,
        at=clock.now(),
        state=Ran.State.DONE,
        because=because,
        did=[did],
    )
