"""Months of random life at a desk, and an oracle that knows by itself what is owed: it asks none of the tables."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from derman.kernel import clock
from derman.obligations import actions as obligations
from derman.obligations.models import Obligation
from derman.people.models import Person, Team
from derman.tickets import actions, jobs
from derman.tickets.incoming import Incoming, Proof
from derman.tickets.models import Ticket

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CALM = ["The printer jams.", "Yazıcı sıkışıyor.", "VPN drops.", "Teşekkürler, deniyorum."]
ANGRY = ["This is unacceptable.", "Bu bir rezalet!", "I am still waiting."]
URGENT = ["It is urgent.", "Acil!", "Üretim durdu."]
PLAIN = ["We are looking into it.", "Bakıyoruz.", "Please try once more."]
PROMISES = [("I'll call you tomorrow.", DAY), ("Yarın arayacağım.", DAY), ("We will answer within 2 days.", 2 * DAY)]
WORKS = ("new", "open")


@dataclass
class Known:
    """What the oracle knows of one ticket."""

    number: int
    created: datetime
    touched: datetime
    status: str = "new"
    owner: int | None = None
    whom: str = ""
    until: datetime | None = None
    unless: bool = False
    asked: datetime | None = None  # since when its requester waits
    mood: bool = False
    lost: bool = False
    back: bool = False
    reopened: int = 0
    seen_reopened: bool = False
    words: dict[int, tuple[str, datetime]] = field(default_factory=dict)  # message → offered or kept, until when
    task: datetime | None = None


class Life:
    """A desk with some agents and requesters, at which anything happens, one thing after the other."""

    def __init__(self, seed: int, agents: list[Person], requesters: list[Person], team: Team, start: datetime) -> None:
        self.dice = random.Random(seed)
        self.agents, self.requesters, self.team, self.now = agents, requesters, team, start
        self.known: dict[int, Known] = {}
        self.away: dict[int, datetime] = {}

    def step(self) -> None:
        """Time passes, the worker does its part, and one thing happens."""
        self.now += timedelta(minutes=self.dice.choice([1, 5, 20, 50, 90, 240, 600, 1500, 4000]))
        with clock.frozen_at(self.now):
            self.pass_time()
            names = [name for name in dir(self) if name.startswith("do_")]
            weights = [5 if name in ("do_ask", "do_write", "do_reply", "do_promise") else 2 for name in names]
            getattr(self, self.dice.choices(names, weights)[0])()

    def pass_time(self) -> None:
        """What the worker does by itself each minute."""
        jobs.wake()
        jobs.close_resolved()
        for one in self.known.values():
            if one.status == "waiting" and one.until is not None and one.until <= self.now:
                self.stand(one, "open", touches=True)
                one.back = True
            if one.status == "resolved" and one.touched + 7 * DAY < self.now:
                one.status, one.touched = "closed", self.now
                self.over(one)

    def stand(self, one: Known, status: str, *, touches: bool = True) -> None:
        if one.status in ("resolved", "closed") and status in ("new", "open", "waiting"):
            one.reopened += 1
            one.seen_reopened = one.reopened < 2
        one.status, one.whom, one.until = status, "", None
        if touches:
            one.touched = self.now
        if status in ("closed", "spam"):
            self.over(one)

    def over(self, one: Known) -> None:
        one.mood = one.lost = one.back = False
        one.words.clear()

    def some(self, *statuses: str) -> Known | None:
        found = [one for one in self.known.values() if one.status in (statuses or ("new", "open", "waiting"))]
        return self.dice.choice(found) if found else None

    def agent(self) -> Person:
        return self.dice.choice(self.agents)

    def touch(self, one: Known) -> None:
        one.touched, one.back = self.now, False

    def words(self) -> tuple[str, bool]:
        text = self.dice.choice(self.dice.choice([CALM, CALM, ANGRY, URGENT]))
        return text, text not in CALM

    def do_ask(self) -> None:
        text, mood = self.words()
        asker = self.dice.choice(self.requesters)
        got = actions.receive(
            Incoming(channel="portal", sender=asker, subject="Help", text=text, proof=Proof.SIGNED_IN)
        ).ticket
        one = Known(got.pk, self.now, self.now, asked=self.now, mood=mood)
        self.known[got.pk] = one

    def do_write(self) -> None:
        one = self.some("new", "open", "waiting", "resolved")
        if one is None:
            return
        text, mood = self.words()
        actions.receive(
            Incoming(
                channel="portal", sender=Ticket.objects.get(pk=one.number).requester, subject="Re", text=text,
                answers=one.number, proof=Proof.SIGNED_IN,
            )
        )  # fmt: skip
        one.touched, one.back = self.now, False
        one.asked = one.asked or self.now
        one.mood = one.mood or mood
        if one.status in ("waiting", "resolved"):
            self.stand(one, "open")

    def reply(self, text: str) -> tuple[Known, int] | None:
        one = self.some("new", "open", "waiting")
        if one is None:
            return None
        agent = self.agent()
        then = self.dice.choice(["", "waiting", "resolved"])
        message = actions.reply(actor=agent, ticket=one.number, text=text, then=then)
        self.touch(one)
        one.asked, one.mood, one.lost = None, False, False
        found = Ticket.objects.get(pk=one.number)
        one.owner = found.assignee_id  # who answers a free ticket may get it: no matter of what is owed
        if then:
            self.stand(one, then)
            one.whom = "requester" if then == "waiting" else ""
        elif found.status != one.status:
            self.stand(one, found.status)
        return one, message.pk

    def do_reply(self) -> None:
        self.reply(self.dice.choice(PLAIN))

    def do_promise(self) -> None:
        text, later = self.dice.choice(PROMISES)
        done = self.reply(text)
        if done is not None:
            one, message = done
            local = self.now.astimezone(self.zone)
            due = (local + later).replace(hour=17, minute=0, second=0, microsecond=0)
            one.words[message] = ("offered", due)

    zone: Any = None

    def _word(self, state: str) -> tuple[Known, int] | None:
        found = [
            (one, message) for one in self.known.values() for message, (was, _due) in one.words.items() if was == state
        ]
        return self.dice.choice(found) if found else None

    def _row(self, message: int) -> int:
        return int(Obligation.objects.get(message=message, kind="word").pk)

    def do_keep(self) -> None:
        if found := self._word("offered"):
            one, message = found
            obligations.keep(actor=self.agent(), obligation=self._row(message))
            one.words[message] = ("open", one.words[message][1])

    def do_drop(self) -> None:
        if (found := self._word("offered")) and self.dice.random() < 0.5:
            one, message = found
            obligations.drop(actor=self.agent(), obligation=self._row(message))
            if self.dice.random() < 0.5:
                obligations.take_back(actor=self.agent(), obligation=self._row(message))
            else:
                del one.words[message]

    def do_settle_word(self) -> None:
        if found := self._word("open"):
            one, message = found
            obligations.settle(actor=self.agent(), obligation=self._row(message))
            del one.words[message]

    def do_take(self) -> None:
        if one := self.some():
            agent = self.agent()
            if one.owner != agent.pk:
                actions.assign(actor=agent, ticket=one.number, assignee=agent)
                one.owner = agent.pk
                self.touch(one)

    def do_release(self) -> None:
        if (one := self.some()) and one.owner is not None:
            actions.assign(actor=self.agent(), ticket=one.number, assignee=None)
            one.owner = None
            self.touch(one)

    def do_take_and_undo(self) -> None:
        if one := self.some():
            agent = self.agent()
            if one.owner != agent.pk:
                actions.assign(actor=agent, ticket=one.number, assignee=agent)
                done = actions.last_act(actor=agent, ticket=one.number)
                assert done is not None
                actions.undo(actor=agent, ticket=one.number, act=done.act)
                self.touch(one)

    def do_note(self) -> None:
        if one := self.some():
            actions.note(actor=self.agent(), ticket=one.number, text="Looked at it.")
            self.touch(one)

    def do_wait(self) -> None:
        if one := self.some("new", "open"):
            whom = self.dice.choice(["requester", "vendor", "change", "date"])
            until = self.now + timedelta(hours=self.dice.randint(1, 100)) if whom == "date" else None
            actions.wait(actor=self.agent(), ticket=one.number, waiting_for=whom, until=until)
            self.touch(one)
            self.stand(one, "waiting")
            one.whom, one.until = whom, until

    def do_resolve(self) -> None:
        if one := self.some():
            agent = self.agent()
            actions.resolve(actor=agent, ticket=one.number)
            self.touch(one)
            if self.dice.random() < 0.3:
                done = actions.last_act(actor=agent, ticket=one.number)
                assert done is not None
                actions.undo(actor=agent, ticket=one.number, act=done.act)
            else:
                self.stand(one, "resolved")

    def do_reopen(self) -> None:
        if one := self.some("resolved", "closed"):
            actions.reopen(actor=self.agent(), ticket=one.number)
            self.touch(one)
            self.stand(one, "open")

    def do_spam(self) -> None:
        if (one := self.some()) and self.dice.random() < 0.2:
            actions.mark_as_spam(actor=self.agent(), ticket=one.number)
            self.stand(one, "spam")

    def do_lose(self) -> None:
        if one := self.some():
            actions.note_lost_mail(ticket=one.number, mail=1, what="bounce", reopen=True)
            one.touched, one.lost = self.now, True
            if one.status == "waiting" and one.whom == "requester":
                self.stand(one, "open")

    def do_task(self) -> None:
        if (one := self.some()) and one.task is None:
            due = self.now + timedelta(hours=self.dice.randint(1, 90))
            actions.add_task(actor=self.agent(), ticket=one.number, title="Order a part", due_at=due)
            one.task = due
            self.touch(one)

    def do_go_away(self) -> None:
        agent = self.agent()
        until = (self.now + timedelta(days=self.dice.randint(1, 6))).date()
        Person.objects.filter(pk=agent.pk).update(away_until=until)
        self.away[agent.pk] = datetime(until.year, until.month, until.day, 23, 59, tzinfo=self.zone)

    def owed(self) -> set[tuple[str, int]]:
        """What is owed now, as (kind, ticket), to whoever sees everything."""
        found = set[tuple[str, int]]()
        for one in self.known.values():
            if one.status not in ("new", "open", "waiting"):
                if one.lost and one.status == "resolved":
                    found.add(("bounced", one.number))
                continue
            found |= {(kind, one.number) for kind in self._of(one)}
        return found

    def _of(self, one: Known) -> set[str]:
        now, working = self.now, one.status in WORKS
        told = working or (one.status == "waiting" and one.whom in ("vendor", "change"))
        holds = {
            "unanswered": one.asked is not None and one.asked < now - HOUR and one.owner is not None and told,
            "untaken": working and one.owner is None and one.created < now - HOUR,
            "mood": one.mood,
            "bounced": one.lost,
            "returned": one.back and working,
            "reopened": one.reopened >= 2,
            "waiting": one.status == "waiting" and one.until is None and one.touched < now - 7 * DAY,
            "idle": working and one.owner is not None and one.touched < now - 3 * DAY,
            "word": any(state == "open" and due < now + DAY for state, due in one.words.values()),
            "offered": any(state == "offered" for state, _due in one.words.values()),
            "task": one.task is not None and one.task < now,
            "absent": working and one.owner in self.away and self.away[one.owner] >= now,
        }
        return {kind for kind, holds_now in holds.items() if holds_now}
