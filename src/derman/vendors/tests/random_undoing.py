"""Random sequences of verbs on one ticket that is with vendors, taken back from the last to the first."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from derman.automation.jobs import follow
from derman.kernel import clock
from derman.obligations.models import Obligation
from derman.people.models import Person
from derman.problems import actions as problems
from derman.problems.errors import ProblemError
from derman.problems.models import Incident
from derman.runbooks.errors import RunbookError
from derman.runbooks.models import Taken, Walk
from derman.sla.models import LIVE, Clock
from derman.tickets import actions, events
from derman.tickets.actions.undoable import SAID
from derman.tickets.errors import TicketError
from derman.tickets.incoming import Incoming, Proof
from derman.tickets.models import LaterReply, Ticket
from derman.vendors import actions as vendors
from derman.vendors.errors import VendorError
from derman.vendors.links import token_of
from derman.vendors.models import Case, Vendor

MOMENT, MINUTE, HOUR = timedelta(milliseconds=1), timedelta(minutes=1), timedelta(hours=1)
REFUSED = (TicketError, VendorError, ProblemError, RunbookError)
SEEN = ("state", "sent_at", "answered_at", "solved_at", "heard_at", "ended_at", "ended_why", "their_number",
        "their_date", "reopened", "reminded", "reminded_at", "link_serial", "remind_at")  # fmt: skip


@dataclass
class Sequence:
    """What happens to one ticket. `at_once`: within the time in which what was said can be taken back too.

    Before something happens that nobody takes back, like the word of a vendor, what agents did is taken back, or it
    stays for good.
    """

    seed: int
    ticket: int
    agents: list[Person]
    lead: Person
    requester: Person
    firms: list[Vendor]
    problem: int
    other: int
    at_once: bool
    acts: list[tuple[str, Person, str, Any]] = field(default_factory=list)
    story: list[str] = field(default_factory=list)
    was_spam: bool = False

    def __post_init__(self) -> None:
        self.dice, self.now = random.Random(self.seed), clock.now()
        self.last = self.whole()

    def go(self, steps: int) -> None:
        for _step in range(steps):
            self.now += MOMENT if self.at_once else MINUTE
            self.actor = self.dice.choice(self.agents)
            names = sorted(name for name in dir(self) if name.startswith(("do_", "fact_")))
            # what nobody takes back comes more rarely, so that much lies between
            weights = [2 if name.startswith("fact_") else 3 for name in names]
            name = self.dice.choices(names, weights)[0]
            if name.startswith("fact_"):
                self.take_all_back() if self.dice.random() < 0.5 else self.acts.clear()
                self.now += HOUR
            with clock.frozen_at(self.now):
                self.happen(name)
        self.take_all_back()

    def happen(self, name: str) -> None:
        seq = self.row.seq
        try:
            getattr(self, name)()
        except REFUSED:
            return
        new = list(self.row.events.filter(seq__gt=seq).select_related("actor"))
        self.story.append(f"{name} {self.row.status}")
        rules = {event.act for event in new if event.kind == events.RuleRan.kind}
        own = [event for event in new if event.actor is not None or event.act in rules]
        said = any(event.kind in SAID for event in own)
        if name.startswith("fact_") or (said and not self.at_once):
            self.acts.clear()
            self.last = self.whole()
            return
        done = {event.act: event.actor if said and event.actor else self.lead for event in own}
        for place, (act, actor) in enumerate(done.items()):
            self.acts.append((name, actor, str(act), self.last if place == 0 else None))
        self.last = self.whole()

    def take_all_back(self) -> None:
        """Each gives what was there before it."""
        self.now += MOMENT if self.at_once else HOUR
        while self.acts:
            self.now += MOMENT
            with clock.frozen_at(self.now):
                name, actor, act, before = self.acts.pop()
                try:
                    actions.undo(actor=actor, ticket=self.ticket, act=act)
                except TicketError as error:
                    raise AssertionError(f"{name}: {error} after {self.story}") from error
                now = self.whole()
                assert before is None or self.same(now, before), (name, differences(before, now), self.story)
                self.story.append(f"undone {name}")
                self.last = now

    def same(self, now: dict[str, Any], before: dict[str, Any]) -> bool:
        """What was spam was promised nothing for a while: whether a promise on it was kept is not told any more."""
        if not self.was_spam:
            return now == before
        live = [[told for told in one["clocks"] if told[1] in LIVE] for one in (now, before)]
        return live[0] == live[1] and {**now, "clocks": ()} == {**before, "clocks": ()}

    @property
    def row(self) -> Ticket:
        return Ticket.objects.get(pk=self.ticket)

    def whole(self) -> dict[str, Any]:
        """All that counts of the ticket, in all rooms."""
        row = self.row
        self.was_spam = self.was_spam or row.status == "spam"
        skipped = {"seq", "updated_at", "message_seq", "due_at"}
        found = {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields}
        seen = tuple(name for name in SEEN if self.at_once or name != "remind_at")
        return {
            **{name: value for name, value in found.items() if name not in skipped},
            "followers": sorted(row.followers.values_list("person", flat=True)),
            "tasks": sorted(row.tasks_of.exclude(state="dropped").values_list("pk", "state")),
            "messages": sorted(row.messages.filter(withdrawn_at=None).values_list("pk", flat=True)),
            "later": sorted(
                LaterReply.objects.filter(ticket=row).exclude(state="taken_back").values_list("pk", "state")
            ),
            "walks": sorted(Walk.objects.filter(ticket=row.pk).values_list("pk", "step", "state", "moved_at")),
            "ways": sorted(
                Taken.objects.filter(walk__ticket=row.pk).values_list("walk", "place", "step", "answer", "at")
            ),
            "problems": sorted(Incident.objects.filter(ticket=row).values_list("problem", "way", "by", "at", "told")),
            "links": sorted(row.links.values_list("other", "kind")),
            "owed": sorted(
                Obligation.objects.filter(ticket=row, state__in=("open", "offered")).values_list("kind", "words"),
            ),
            "clocks": sorted(self.told(one) for one in Clock.objects.filter(ticket=row)),
            "cases": {one.pk: {name: getattr(one, name) for name in seen} for one in Case.objects.filter(ticket=row)},
        }

    def told(self, one: Clock) -> tuple[Any, ...]:
        """While a ticket waits for its requester a clock stands still: hours later it is due later."""
        due = round((one.due_at - one.started_at).total_seconds()) if one.due_at is not None else -1
        return (one.target, one.state, one.seconds, one.stage, *((due, one.left or -1) if self.at_once else ()))

    def case(self) -> Case:
        found = list(Case.objects.filter(ticket=self.ticket).order_by("pk"))
        if not found:
            raise VendorError("none")
        return self.dice.choice(found)

    def agent(self, verb: Callable[..., Any], **given: Any) -> Any:
        return verb(actor=self.actor, ticket=self.ticket, **given)

    def do_note(self) -> None:
        self.agent(actions.note, text="Look at the router.")

    def do_reply(self) -> None:
        then = self.dice.choice(["", "waiting", "resolved"])
        self.agent(actions.reply, text=self.dice.choice(["Try again.", "I'll call you tomorrow."]), then=then)

    def do_reply_later(self) -> None:
        self.agent(actions.reply_later, send_at=self.now + 48 * HOUR, text="Good morning!", then="waiting")

    def do_hand_to_vendor(self) -> None:
        firm, way = self.dice.choice(self.firms), self.dice.choice(["mail", "guest"])
        self.agent(vendors.hand_to_vendor, vendor=firm.pk, text="It is down.", way=way)

    def do_write_to_vendor(self) -> None:
        self.agent(vendors.write_to_vendor, case=self.case().pk, text="Any news?")

    def do_wait(self) -> None:
        whom = self.dice.choice(["requester", "date", "vendor"])
        self.agent(actions.wait, waiting_for=whom, until=self.now + 24 * HOUR if whom == "date" else None)

    def do_remind(self) -> None:
        self.agent(actions.remind, days=2)

    def do_bin(self) -> None:
        verb = actions.restore if self.row.status == "deleted" else actions.delete
        verb(actor=self.lead, ticket=self.ticket)

    def do_spam(self) -> None:
        self.agent(actions.mark_as_spam)

    def do_resolve(self) -> None:
        self.agent(self.dice.choice([actions.resolve, actions.resolve, actions.close]))

    def do_reopen(self) -> None:
        self.agent(actions.reopen)

    def do_fix(self) -> None:
        self.agent(actions.begin_runbook, runbook="vpn")

    def do_link(self) -> None:
        self.agent(actions.link, other=self.other, kind=self.dice.choice(["related", "caused_by"]))

    def do_take(self) -> None:
        self.agent(actions.take)

    def do_task(self) -> None:
        self.agent(actions.add_task, title="Look")

    def do_tags(self) -> None:
        self.agent(actions.set_tags, tags=[self.dice.choice("ab"), self.dice.choice("cdef")])

    def do_let_rules_follow(self) -> None:
        """The rules look at what was tagged since, be the ticket in the bin by now or not."""
        follow()

    def fact_vendor_answers(self) -> None:
        case = self.case()
        solved = self.dice.choice([True, False])
        vendors.answer(token=token_of(case), text=self.dice.choice(["A disk.", ""]), number="7", solved=solved)

    def fact_requester_writes(self) -> None:
        given = {"channel": "email", "sender": self.requester, "subject": "Re", "proof": Proof.TOKEN}
        actions.receive(Incoming(**given, text="It is urgent.", answers=self.ticket))

    def do_vendor_ends(self) -> None:
        verb = self.dice.choice([vendors.end, vendors.withdraw, vendors.ask_again])
        self.agent(verb, case=self.case().pk)

    def do_problem(self) -> None:
        verb = self.dice.choice([problems.link, problems.unlink])
        self.agent(verb, problem=self.problem)

    def do_step_of_fix(self) -> None:
        walk = Walk.objects.filter(ticket=self.ticket).last()
        if walk is not None:
            self.agent(
                actions.answer_runbook,
                walk=walk.key,
                place=self.dice.choice([1, walk.way.count()]),
                answer=self.dice.choice(["a1", "a2"]),
            )

    def fact_later_ends(self) -> None:
        row = LaterReply.objects.filter(ticket=self.ticket, state__in=("waiting", "held")).last()
        if row is not None:
            self.agent(self.dice.choice([actions.send_now, actions.take_back]), later=row.pk)


def differences(before: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    return {name: (before[name], now[name]) for name in before if before[name] != now[name]}
