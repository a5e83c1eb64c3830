"""Months around the tickets: causes, vendors, contracts, mails, jobs, approvals, promises; and an oracle of its own."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection

from derman.channels.mail.actions import ignore, retry_mail
from derman.channels.mail.models import IncomingMail, OutgoingMail
from derman.kernel import clock, given_up
from derman.people.models import Person
from derman.problems import actions as problems
from derman.tickets import actions
from derman.tickets.models import Approval, ServiceRequest
from derman.vendors import actions as vendors
from derman.vendors.links import token_of
from derman.vendors.models import Case, Contract, Vendor
from tests.cast import asks

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ANSWER, SOLUTION = 4 * HOUR, 48 * HOUR  # of the vendor's contract
FIRST, SOLVED = 4 * HOUR, 40 * HOUR  # of the desk's own policy, around the clock


@dataclass
class Asked:
    """What the oracle knows of one ticket."""

    opened: datetime
    answered: bool = False


@dataclass
class Sent:
    """… and of what a vendor was asked for on one."""

    ticket: int
    at: datetime
    answered: bool = False
    day: date | None = None


class Surroundings:
    """A desk at which all but the work on tickets happens."""

    def __init__(self, seed: int, admin: Person, agent: Person, requester: Person, firm: Vendor, now: datetime) -> None:
        self.dice, self.now, self.zone = random.Random(seed), now, ZoneInfo("Europe/Istanbul")
        self.admin, self.agent, self.requester, self.firm = admin, agent, requester, firm
        self.tickets: dict[int, Asked] = {}
        self.cases: dict[int, Sent] = {}
        self.approvals: dict[int, tuple[int, datetime]] = {}  # → ticket, asked since
        self.problems: dict[int, tuple[datetime, int]] = {}  # → touched, days that it may rest
        self.contracts: dict[int, tuple[date, int]] = {}  # → last day, warned so many days before
        self.plain: dict[str, set[int]] = {"quarantine": set(), "mail": set(), "job": set()}
        self.count = 0

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def step(self) -> None:
        self.now += timedelta(minutes=self.dice.choice([5, 40, 190, 600, 1500, 4000]))
        with clock.frozen_at(self.now):
            names = [name for name in dir(self) if name.startswith("do_")]
            getattr(self, self.dice.choice(names))()

    def do_ask(self) -> None:
        self.tickets[asks(self.requester).pk] = Asked(self.now)

    def do_reply(self) -> None:
        if self.tickets:
            number = self.dice.choice(list(self.tickets))
            actions.reply(actor=self.agent, ticket=number, text="We are looking into it.")
            self.tickets[number].answered = True

    def do_resolve(self) -> None:
        if self.tickets and self.dice.random() < 0.5:
            number = self.dice.choice(list(self.tickets))
            actions.resolve(actor=self.agent, ticket=number)
            del self.tickets[number]

    def do_send(self) -> None:
        if self.tickets and (number := self.dice.choice(list(self.tickets))) not in {
            case.ticket for case in self.cases.values()
        }:
            case = vendors.hand_to_vendor(
                actor=self.agent, ticket=number, vendor=self.firm.pk, text="Down.", way="guest"
            )
            self.cases[case.pk] = Sent(number, self.now)

    def do_hear(self) -> None:
        found = [key for key, one in self.cases.items() if not one.answered and one.ticket in self.tickets]
        if found:
            key = self.dice.choice(found)
            day = self.dice.choice([None, self.today + timedelta(days=self.dice.randint(0, 9))])
            vendors.answer(token=token_of(Case.objects.get(pk=key)), text="On it.", day=day)
            self.cases[key].answered, self.cases[key].day = True, day

    def do_end_case(self) -> None:
        found = [key for key, one in self.cases.items() if one.ticket in self.tickets]
        if found and self.dice.random() < 0.3:
            key = self.dice.choice(found)
            vendors.end(actor=self.agent, ticket=self.cases[key].ticket, case=key)
            del self.cases[key]

    def do_want_approval(self) -> None:
        if self.tickets:
            number = self.dice.choice(list(self.tickets))
            asked, _new = ServiceRequest.objects.get_or_create(ticket_id=number)
            asked.approvals.append({"by": "people", "people": [self.admin.pk]})
            asked.save()
            row = Approval.objects.create(
                ticket_id=number,
                step=len(asked.approvals) - 1,
                person=self.admin,
                asked_at=self.now,
                expires_at=self.now + 300 * DAY,
            )
            self.approvals[row.pk] = (number, self.now)

    def do_begin_problem(self) -> None:
        row = problems.begin(actor=self.agent, title="VPN drops at night")
        self.problems[row.pk] = (self.now, 14)

    def do_move_problem(self) -> None:
        if self.problems:
            key = self.dice.choice(list(self.problems))
            problems.note(actor=self.agent, problem=key, text="The log says nothing.")
            self.problems[key] = (self.now, self.problems[key][1])

    def do_live_with_problem(self) -> None:
        found = [key for key, (_at, rest) in self.problems.items() if rest == 14]
        if found and self.dice.random() < 0.4:
            key = self.dice.choice(found)
            problems.describe(actor=self.agent, problem=key, decision="accept", decision_reason="It goes in spring.")
            self.problems[key] = (self.now, 90)

    def do_sign_contract(self) -> None:
        self.count += 1
        last = max((day for day, _warn in self.contracts.values()), default=self.today)
        ends, warn = max(last, self.today) + timedelta(days=self.dice.randint(1, 30)), self.dice.randint(1, 40)
        contacts = [("", f"care@firm{self.count}.example", "")]
        given = vendors.ContractGiven(number=f"N-{self.count}", ends_on=ends, warn_days=warn)
        firm = vendors.save(actor=self.admin, given=vendors.Details(name=f"Firm {self.count}", contacts=contacts))
        self.contracts[vendors.save_contract(actor=self.admin, vendor=firm.pk, given=given).pk] = (ends, warn)

    def do_renew_contract(self) -> None:
        if self.contracts and self.dice.random() < 0.5:
            key = self.dice.choice(list(self.contracts))
            ends, warn = self.contracts.pop(key)
            self.count += 1
            later = max(ends, self.today) + timedelta(days=self.dice.randint(1, 60))
            given = vendors.ContractGiven(number=f"N-{self.count}", ends_on=later, warn_days=warn)
            firm = Contract.objects.get(pk=key).vendor_id
            self.contracts[vendors.save_contract(actor=self.admin, vendor=firm, given=given).pk] = (later, warn)

    def do_quarantine(self) -> None:
        self.count += 1
        name = f"{self.count:064d}"
        row = IncomingMail.objects.create(
            digest=name, message_id_hash=name, size=7, state="quarantined", reason="no_sender"
        )
        self.plain["quarantine"].add(row.pk)

    def do_decide(self) -> None:
        if self.plain["quarantine"]:
            ignore(actor=self.admin, mail=self.plain["quarantine"].pop())

    def do_fail_mail(self) -> None:
        self.count += 1
        row = OutgoingMail.objects.create(
            kind="notice", from_address="d@x.example", to=["a@x.example"], subject="s", header_id=f"{self.count}@x",
            language="en", state="failed",
        )  # fmt: skip
        self.plain["mail"].add(row.pk)

    def do_send_again(self) -> None:
        if self.plain["mail"]:
            retry_mail(actor=self.admin, mail=self.plain["mail"].pop())

    def do_fail_job(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args, status, attempts)"
                " VALUES ('default', 'search.index', 0, '{}', 'failed', 5) RETURNING id"
            )
            self.plain["job"].add(cursor.fetchone()[0])

    def do_try_again(self) -> None:
        if self.plain["job"]:
            given_up.retry(self.plain["job"].pop())

    def owed(self) -> set[tuple[str, int]]:
        """What is owed now, as (kind, the row that is meant, or the ticket)."""
        now, today = self.now, self.today
        found = {(kind, key) for kind, keys in self.plain.items() for key in keys}
        found |= {("problem", key) for key, (at, rest) in self.problems.items() if at < now - rest * DAY}
        found |= {
            ("contract", key)
            for key, (ends, warn) in self.contracts.items()
            if today >= ends - timedelta(days=warn) and (today - ends).days <= 365
        }
        found |= {
            ("approval", key)
            for key, (number, at) in self.approvals.items()
            if number in self.tickets and at < now - DAY
        }
        for key, one in self.cases.items():
            silent = not one.answered and one.at + ANSWER < now
            unsolved = one.at + SOLUTION < now and (one.day is None or one.day < today)
            if one.ticket in self.tickets and (silent or unsolved):
                found.add(("vendor", key))
        for number, asked in self.tickets.items():
            if asked.opened + (SOLVED if asked.answered else FIRST) < now + HOUR:
                found.add(("promise", number))
        return found
