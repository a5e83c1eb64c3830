"""Values of many tickets are written together: hardly a statement for each, and the same as one by one."""

import pytest
from django.db import connection

from derman.automation.models import Happening
from derman.channels.mail.models import OutgoingMail
from derman.channels.mail.trust.models import Judgement
from derman.kernel import clock
from derman.notify.models import Notice
from derman.obligations.models import Obligation
from derman.sla.actions import make_beginning
from derman.sla.models import Clock
from derman.tickets import actions, queries
from derman.tickets.actions.many import running
from derman.tickets.models import Draft, Ticket
from derman.tickets.tests.runs import run, take_back
from tests.cast import asks


@pytest.mark.parametrize(
    ("wanted", "each"),
    [
        ({"priority": "high", "add_tags": ["a"], "status": "resolved"}, 0),
        ({"team": "L2 Network"}, 2),  # which gives tickets out: each gets a place and a job
        ({"assignee": "derya", "status": "waiting"}, 1),  # who hears of each
        ({"note": "For us", "reply": "They print again.", "status": "resolved"}, 2),
    ],
)
def test_hardly_a_statement_for_each_ticket(wanted, each, mert, elif_, derya, network, front_line):
    """With promises, as every desk has them. More would be felt: a thousand tickets are changed in five seconds."""
    make_beginning(active=True)
    found = {"team": network.pk, "assignee": derya.pk}
    some = {name: found.get(name, value) for name, value in wanted.items()}
    hundred = [asks(mert, f"Printer {number}") for number in range(100)]
    counted = []
    with connection.execute_wrapper(lambda do, *args: (counted.append(1), do(*args))[1]):
        assert run(elif_, hundred, **some).count("changed") == 100
        done = len(counted)
        assert take_back(elif_, queries.runs_of(elif_)[0]).count("undone") == 100
    assert done < 100 * each + (130 if "reply" not in wanted else 330)
    assert len(counted) - done < 130


def test_together_or_one_by_one_is_the_same(elif_, mert, derya, network, front_line, monkeypatch):
    """What is written for many at once: the same columns, events, clocks and debts as for each alone, and back."""
    make_beginning(active=True)
    asks(mert, "Before")  # who gets an automatic reply gets no further one within the hour
    actions.save_field(actor=None, labels={"en": "Floor"}, asks="text", key="floor", required="resolving")
    steps = [
        {"priority": "critical", "team": network.pk, "add_tags": ["x"]},
        {"assignee": derya.pk, "status": "open", "kind": "request"},
        {"note": "For us", "reply": "I call you tomorrow at 10:00.", "status": "resolved"},
        {"status": "waiting", "waiting_for": "vendor"},
        {"status": "spam"},
        {"status": "open", "assignee": None},
        {"team": front_line.pk, "priority": "low"},
    ]

    def told(together):
        if not together:
            monkeypatch.setattr(running, "SETS", frozenset())
        tickets = [asks(mert, f"Printer {number}") for number in range(4)]
        actions.set_own_fields(actor=elif_, ticket=tickets[0].pk, values={"floor": "2"})
        actions.add_task(actor=elif_, ticket=tickets[1].pk, title="First", blocking=True)
        actions.reply(actor=elif_, ticket=tickets[2].pk, text="I look into it.")
        actions.watch(actor=elif_, ticket=tickets[3].pk, who=derya)
        seen, runs = [], []
        for step in steps:
            runs.append(run(elif_, tickets, **step))
            seen.append((runs[-1].states, runs[-1].why, [standing(ticket) for ticket in tickets]))
        while runs:
            found = take_back(elif_, runs.pop())
            seen.append((found.states, found.why, [standing(ticket) for ticket in tickets]))
        return seen

    with clock.frozen_at(clock.now()):
        for together, alone in zip(told(together=True), told(together=False), strict=True):
            assert together[:2] == alone[:2]
            for one, other in zip(together[2], alone[2], strict=True):
                for part, same in zip(one, other, strict=True):
                    assert part == same


@pytest.mark.parametrize("step", ["reply", "note"])
def test_nothing_is_said_where_the_rest_is_refused(step, elif_, mert, front_line):
    """The others hear it once; what is refused after something was said leaves no word behind."""
    tickets = [asks(mert, f"Printer {number}") for number in range(4)]
    actions.add_task(actor=elif_, ticket=tickets[1].pk, title="First", blocking=True)
    mails = OutgoingMail.objects.filter(kind="reply").count()
    found = run(elif_, tickets, status="resolved", **{step: "They print again."})
    assert (found.states, found.why) == ({"changed": 3, "refused": 1}, {"tasks": 1})
    said = [ticket.messages.filter(staff=True).count() for ticket in tickets]
    assert said == [1, 0, 1, 1]
    assert OutgoingMail.objects.filter(kind="reply").count() - mails == (3 if step == "reply" else 0)


def test_what_was_typed_and_is_said_together_waits_no_longer(elif_, derya, mert, front_line):
    """The draft of who writes goes, that of others and of the other kind stays; nobody hears of their own note."""
    tickets = [asks(mert, f"Printer {number}") for number in range(3)]
    for agent in (elif_, derya):
        for public in (True, False):
            actions.save_draft(actor=agent, ticket=tickets[0].pk, public=public, html_body="<p>Wait</p>")
    run(elif_, tickets, reply="They print again.")
    assert set(Draft.objects.values_list("agent", "public")) == {
        (elif_.pk, False),
        (derya.pk, True),
        (derya.pk, False),
    }


def standing(ticket):
    """All that a change of values leads to, without what differs from one ticket to the next."""
    row = Ticket.objects.get(pk=ticket.pk)
    skipped = {"number", "subject", "requester_id", "origin", "excerpt"}
    columns = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return (
        {name: value for name, value in columns.items() if name not in skipped},
        [
            (event.seq, event.kind, event.actor_id, {**event.details, "run": None, "message": None, "task": None})
            for event in row.events.order_by("seq")
        ],
        sorted(Clock.objects.filter(ticket=row).values_list("target", "team", "state", "due_at", "left", "marks")),
        sorted(Obligation.objects.filter(ticket=row).values_list("kind", "state", "since", "settled_by", "words")),
        sorted(Notice.objects.filter(ticket=row).values_list("person", "kind", "actor")),
        sorted(map(sorted, Happening.objects.filter(ticket=row.pk).values_list("kinds", flat=True))),
        list(Judgement.objects.filter(ticket=row).values_list("spam")),
        list(row.messages.order_by("seq").values_list("seq", "public", "staff", "text", "author", "channel")),
        list(
            OutgoingMail.objects.filter(ticket=row, kind="reply")
            .order_by("pk")
            .values_list("to", "cc", "language", "person", "message__seq", "state", "mailbox")
        ),
    )
