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
from derman.tickets.binned import Binned
from derman.tickets.models import Draft, OwnField, OwnValues, Ticket
from derman.tickets.tests.runs import run, take_back
from tests.cast import asks

TASK = {"title": "Call", "team": None, "days": 3}
MACRO = {"id": 1, "version": 1, "name": "New desk", "did": ["task"]}


@pytest.mark.parametrize(
    ("wanted", "each"),
    [
        ({"priority": "high", "add_tags": ["a"], "status": "resolved"}, 0),
        ({"team": "L2 Network"}, 2),  # which gives tickets out: each gets a place and a job
        ({"assignee": "derya", "status": "waiting"}, 1),  # who hears of each
        ({"note": "For us", "reply": "They print again.", "status": "resolved"}, 2),
        ({"fields": {"floor": "3", "seats": "12"}, "status": "resolved"}, 0),
        ({"status": "spam"}, 1),  # nothing is owed on it any more
        ({"delete": True}, 0),
        ({"tasks": [TASK, TASK], "macro": MACRO, "priority": "high"}, 0),
        ({"replies": {"en": "Hello", "tr": "Merhaba"}, "tasks": [TASK], "macro": MACRO, "add_tags": ["a"]}, 2),
    ],
)
def test_hardly_a_statement_for_each_ticket(wanted, each, mert, leyla, derya, network, front_line):
    """With promises, as every desk has them. More would be felt: a thousand tickets are changed in five seconds."""
    make_beginning(active=True)
    actions.save_field(actor=None, labels={"en": "Floor"}, asks="text", key="floor", required="resolving")
    actions.save_field(actor=None, labels={"en": "Seats"}, asks="number", key="seats")
    if "fields" not in wanted:
        actions.save_field(actor=None, field=OwnField.objects.get(key="floor"), labels={"en": "Floor"}, asks="text")
    found = {"team": network.pk, "assignee": derya.pk}
    some = {name: found.get(name, value) for name, value in wanted.items()}
    hundred = [asks(mert, f"Printer {number}") for number in range(100)]
    counted = []
    with connection.execute_wrapper(lambda do, *args: (counted.append(1), do(*args))[1]):
        assert run(leyla, hundred, **some).count("changed") == 100
        done = len(counted)
        assert take_back(leyla, queries.runs_of(leyla)[0]).count("undone") == 100
    assert done < 100 * each + (130 if "reply" not in wanted and "replies" not in wanted else 330)
    assert len(counted) - done < 130


def test_together_or_one_by_one_is_the_same(leyla, mert, derya, network, front_line, monkeypatch):
    """What is written for many at once: the same columns, events, clocks and debts as for each alone, and back."""
    make_beginning(active=True)
    asks(mert, "Before")  # who gets an automatic reply gets no further one within the hour
    actions.save_field(actor=None, labels={"en": "Floor"}, asks="text", key="floor", required="resolving")
    actions.save_field(actor=None, labels={"en": "Seats"}, asks="number", key="seats")
    steps = [
        {"priority": "critical", "team": network.pk, "add_tags": ["x"]},
        {"assignee": derya.pk, "status": "open", "kind": "request"},
        {"note": "For us", "reply": "I call you tomorrow at 10:00.", "status": "resolved"},
        {"status": "waiting", "waiting_for": "vendor"},
        {"status": "spam"},
        {"status": "open", "assignee": None},
        {"team": front_line.pk, "priority": "low", "fields": {"floor": "3", "seats": "12"}},
        {"tasks": [{"title": "Call {{requester.name}}", "team": network.pk, "days": 3}, TASK], "macro": MACRO},
        {"fields": {"floor": None}, "status": "resolved"},  # which must be filled in
        {"fields": {"seats": "7"}, "status": "resolved"},
        {"delete": True},
    ]

    def told(together):
        if not together:
            monkeypatch.setattr(running, "SETS", frozenset())
        tickets = [asks(mert, f"Printer {number}") for number in range(4)]
        actions.set_own_fields(actor=leyla, ticket=tickets[0].pk, values={"floor": "2"})
        actions.add_task(actor=leyla, ticket=tickets[1].pk, title="First", blocking=True)
        actions.reply(actor=leyla, ticket=tickets[2].pk, text="I look into it.")
        actions.watch(actor=leyla, ticket=tickets[3].pk, who=derya)
        seen, runs = [], []
        for step in steps:
            runs.append(run(leyla, tickets, **step))
            seen.append((runs[-1].states, runs[-1].why, [standing(ticket) for ticket in tickets]))
        while runs:
            found = take_back(leyla, runs.pop())
            seen.append((found.states, found.why, [standing(ticket) for ticket in tickets]))
        return seen

    with clock.frozen_at(clock.now()):
        for together, alone in zip(told(together=True), told(together=False), strict=True):
            assert together[:2] == alone[:2]
            for one, other in zip(together[2], alone[2], strict=True):
                for part, same in zip(one, other, strict=True):
                    assert part == same


def test_what_was_merged_goes_along_as_a_whole_or_not_at_all(leyla, mert, front_line):
    """Where one of those that were merged into a ticket cannot be deleted, none of them is, and no other waits."""
    kept, first, second, other = [asks(mert, f"Printer {number}") for number in range(4)]
    for one in (first, second):
        actions.merge(actor=leyla, ticket=one.pk, into=kept.pk)
    Ticket.objects.filter(pk=second.pk).update(later="answer")
    found = run(leyla, [kept, other], delete=True)
    assert (found.states, found.why) == ({"changed": 1, "refused": 1}, {"later": 1})
    in_bin = set(Ticket.objects.filter(status="deleted").values_list("pk", flat=True))
    assert in_bin == set(Binned.objects.values_list("ticket", flat=True)) == {other.pk}
    Ticket.objects.filter(pk=second.pk).update(later="")

    def stands():
        return list(
            Ticket.objects.order_by("pk").values_list("status", "merged_into", "closed_at", "promise", "due_at")
        )

    before = stands()
    found = run(leyla, [kept], delete=True)
    assert Binned.objects.count() == 4
    assert take_back(leyla, found).states == {"undone": 1}
    assert stands() == before


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


def test_many_answers_wake_the_post_once(elif_, mert, front_line, settings):
    settings.DERMAN_MAIL_URL = "smtp://127.0.0.1:1"
    tickets = [asks(mert, f"Printer {number}") for number in range(20)]
    before = jobs_by_name()
    run(elif_, tickets, reply="They print again.")
    more = {name: count - before.get(name, 0) for name, count in jobs_by_name().items()}
    assert (more["mail.send_due"], more["tickets.settle"]) == (1, 1)


def jobs_by_name():
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, count(*) FROM procrastinate_jobs GROUP BY task_name")
        return dict(cursor.fetchall())


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
        list(OwnValues.objects.filter(ticket=row).exclude(values={}).values_list("values")),
        list(row.tasks_of.order_by("pk").values_list("titles", "team", "state", "due_at", "position")),
        list(Binned.objects.filter(ticket=row).values_list("by", "at")),
        list(row.messages.order_by("seq").values_list("seq", "public", "staff", "text", "author", "channel")),
        list(
            OutgoingMail.objects.filter(ticket=row, kind="reply")
            .order_by("pk")
            .values_list("to", "cc", "language", "person", "message__seq", "state", "mailbox")
        ),
    )
