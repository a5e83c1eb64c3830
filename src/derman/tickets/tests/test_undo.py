"""What an agent did can be taken back: what was said for ten seconds, all else as long as nothing builds on it."""

import random
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from derman.kernel import clock
from derman.tickets import actions, queries
from derman.tickets.access import visible_to
from derman.tickets.actions.change_many import FieldChanges
from derman.tickets.actions.many import running
from derman.tickets.errors import AnsweredAlready, NotAllowed, TicketNotFound, TooLateToUndo, WrongInput
from derman.tickets.events import MacroRan, RuleRan
from derman.tickets.incoming import IncomingFile
from derman.tickets.jobs import forget_uploads
from derman.tickets.models import Aside, Attachment, Draft, Ticket
from derman.tickets.tests.conversing import answers
from tests.cast import asks


def latest_act(ticket):
    return ticket.events.last().act


def test_an_assignment_is_taken_back(vpn, elif_):
    actions.take(actor=elif_, ticket=vpn.pk)
    ticket = actions.undo(actor=elif_, ticket=vpn.pk, act=latest_act(vpn))
    assert (ticket.assignee, ticket.status) == (None, "new")
    assert ticket.events.last().kind == "ticket.undone"


def test_waiting_until_a_morning_of_the_reader_is_taken_back(vpn, elif_):
    morning = (clock.now() + timedelta(days=2)).astimezone(ZoneInfo("Europe/Istanbul"))
    actions.wait(actor=elif_, ticket=vpn.pk, waiting_for="date", until=morning)
    assert actions.undo(actor=elif_, ticket=vpn.pk, act=latest_act(vpn)).status == "new"


def test_a_reply_is_taken_back_and_its_text_is_a_draft_again(vpn, elif_):
    actions.reply(actor=elif_, ticket=vpn.pk, text="Wrong person!", then="resolved")
    ticket = actions.undo(actor=elif_, ticket=vpn.pk, act=latest_act(vpn))
    assert (ticket.status, ticket.first_response_at) == ("new", None)
    assert ticket.messages.filter(withdrawn_at=None).count() == 1
    assert Draft.objects.get(ticket=vpn).html == "<p>Wrong person!</p>"


def test_what_was_typed_after_sending_stays_below_what_is_taken_back(vpn, elif_):
    actions.reply(actor=elif_, ticket=vpn.pk, text="Wrong person!")
    act = latest_act(vpn)
    actions.save_draft(actor=elif_, ticket=vpn.pk, public=True, html_body="<p>And then</p>", writer="desktop")
    actions.undo(actor=elif_, ticket=vpn.pk, act=act)
    draft = Draft.objects.get(ticket=vpn)
    assert draft.html == "<p>Wrong person!</p><p>And then</p>"
    assert draft.writer not in ("", "desktop")


def test_what_was_said_only_for_its_time_and_by_its_author(vpn, elif_, derya):
    actions.reply(actor=elif_, ticket=vpn.pk, text="Hello", then="resolved")
    with pytest.raises(TooLateToUndo):
        actions.undo(actor=derya, ticket=vpn.pk, act=latest_act(vpn))
    with clock.frozen_at(clock.now() + timedelta(seconds=20)), pytest.raises(TooLateToUndo):
        actions.undo(actor=elif_, ticket=vpn.pk, act=latest_act(vpn))


def test_what_was_set_at_any_time_and_by_any_agent(vpn, elif_, derya):
    actions.resolve(actor=elif_, ticket=vpn.pk)
    act = latest_act(vpn)
    with clock.frozen_at(clock.now() + timedelta(days=3)):
        assert actions.undo(actor=derya, ticket=vpn.pk, act=act).status == "new"


def test_what_the_desk_did_is_not_taken_back(vpn, elif_):
    opening = vpn.events.first()
    with pytest.raises(TooLateToUndo):
        actions.undo(actor=elif_, ticket=vpn.pk, act=opening.act)


def test_not_what_was_changed_again_since(vpn, elif_, derya):
    actions.resolve(actor=elif_, ticket=vpn.pk)
    act = latest_act(vpn)
    actions.reopen(actor=derya, ticket=vpn.pk)
    with pytest.raises(TooLateToUndo, match="Derya Aydın"):
        actions.undo(actor=elif_, ticket=vpn.pk, act=act)


def test_not_twice(vpn, elif_):
    actions.resolve(actor=elif_, ticket=vpn.pk)
    act = latest_act(vpn)
    actions.undo(actor=elif_, ticket=vpn.pk, act=act)
    with pytest.raises(TooLateToUndo):
        actions.undo(actor=elif_, ticket=vpn.pk, act=act)


def test_the_files_of_a_reply_taken_back_wait_with_the_draft(vpn, elif_):
    file = actions.upload(actor=elif_, name="notes.txt", content=b"hello")
    actions.reply(actor=elif_, ticket=vpn.pk, text="See file", attached=[IncomingFile(upload=file.key)])
    actions.undo(actor=elif_, ticket=vpn.pk, act=latest_act(vpn))
    assert Draft.objects.get(ticket=vpn).files == [file.key]
    actions.reply(actor=elif_, ticket=vpn.pk, text="See file", attached=[IncomingFile(upload=file.key)])
    file.refresh_from_db()
    assert file.message == vpn.messages.filter(withdrawn_at=None).last()


def test_a_file_that_a_draft_keeps_is_not_forgotten(vpn, elif_):
    kept, lost = (actions.upload(actor=elif_, name=name, content=b"hello") for name in ("a.txt", "b.txt"))
    actions.save_draft(actor=elif_, ticket=vpn.pk, public=True, html_body="", files=[kept.key])
    with clock.frozen_at(clock.now() + timedelta(days=3)):
        forget_uploads()
    assert list(Attachment.objects.values_list("key", flat=True)) == [kept.key]
    assert lost.key != kept.key


PEOPLE = ("elif_", "derya")
SETS = (
    "status", "priority", "category", "tags", "kind", "subject", "team", "assignee", "copies", "task", "link", "bin",
    "copy", "watch", "field", "time", "up", "answered", "done", "split", "merge",
    "parts", "together", "rule", "macro", "aside", "many_changes",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(10))
def test_any_verbs_followed_by_their_undos_give_what_was_before(
    seed, vpn, mert, selin, elif_, derya, leyla, front_line, network
):
    """Verbs of two agents in any order, taken back from the last to the first, hours later."""
    chance = random.Random(seed)
    other = asks(mert, "Another one")
    for text in ("And at home.", "The printer is out of paper as well."):
        answers(mert, vpn, text)
    category = actions.save_category(actor=None, names={"en": "Printers"})
    people = {"elif_": elif_, "derya": derya}
    actions.save_field(actor=None, labels={"en": "Floor"}, asks="text", key="floor")
    aside = actions.begin_aside(actor=elif_, ticket=vpn.pk, people=[derya.pk], text="Do you know it?").pk
    before = whole(vpn)
    acts = []
    for _step in range(12):
        actor = people[chance.choice(PEOPLE)]
        row = Ticket.objects.get(pk=vpn.pk)
        seq, what = row.seq, chance.choice(["bin", *SETS] if row.status != "deleted" else ["bin", "status"])
        try:
            change(chance, actor, vpn, what, other, category, selin, [front_line, network], leyla, aside)
        except (WrongInput, NotAllowed, TicketNotFound, AnsweredAlready):
            continue
        if Ticket.objects.get(pk=vpn.pk).seq > seq:
            acts.append((latest_act(vpn), whole(vpn)))
    assert acts
    with clock.frozen_at(clock.now() + timedelta(hours=5)):
        while acts:
            act, after = acts.pop()
            assert whole(vpn) == after
            actions.undo(actor=leyla, ticket=vpn.pk, act=act)
    assert whole(vpn) == before


def whole(ticket):
    """All that the verbs below set."""
    row = Ticket.objects.get(pk=ticket.pk)
    skipped = {"seq", "updated_at", "tasks", "message_seq"}
    columns = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return (
        {name: value for name, value in columns.items() if name not in skipped},
        sorted(row.followers.values_list("person", flat=True)),
        sorted(row.links.values_list("other", "kind")),
        sorted(Aside.objects.filter(ticket=row).values_list("pk", "people")),
        sorted(row.tasks_of.exclude(state="dropped").values_list("pk", "state", "assignee")),
        sorted(row.messages.filter(withdrawn_at=None).values_list("pk", "created_at")),
        sorted(row.time_spent.filter(removed_at=None).values_list("pk", "minutes")),
        {name: value for name, value in queries.values_of(row.pk).items() if value is not None},
    )


def change(chance, actor, ticket, what, other, category, selin, teams, leyla, aside):
    verbs = {
        "status": [
            lambda: actions.resolve(actor=actor, ticket=ticket.pk),
            lambda: actions.reopen(actor=actor, ticket=ticket.pk),
            lambda: actions.close(actor=actor, ticket=ticket.pk),
            lambda: actions.wait(actor=actor, ticket=ticket.pk),
            lambda: actions.remind(actor=actor, ticket=ticket.pk, days=3),
            lambda: actions.mark_as_spam(actor=actor, ticket=ticket.pk),
        ],
        "priority": [
            lambda: actions.set_priority(actor=actor, ticket=ticket.pk, priority="high"),
            lambda: actions.set_priority(actor=actor, ticket=ticket.pk, impact=1, urgency=2),
        ],
        "category": [lambda: actions.set_category(actor=actor, ticket=ticket.pk, category=category)],
        "tags": [lambda: actions.set_tags(actor=actor, ticket=ticket.pk, tags=[chance.choice("abc")])],
        "kind": [lambda: actions.set_kind(actor=actor, ticket=ticket.pk, kind=chance.choice(["incident", "request"]))],
        "subject": [lambda: actions.set_subject(actor=actor, ticket=ticket.pk, subject=chance.choice("xyz"))],
        "team": [lambda: actions.hand_over(actor=actor, ticket=ticket.pk, team=chance.choice(teams))],
        "assignee": [
            lambda: actions.assign(actor=actor, ticket=ticket.pk, assignee=chance.choice([actor, None])),
            lambda: actions.take(actor=actor, ticket=ticket.pk),
        ],
        "copies": [
            lambda: actions.set_followers(actor=actor, ticket=ticket.pk, followers=chance.choice([[], [selin.pk]]))
        ],
        "bin": [
            lambda: (actions.delete if visible_to(leyla).filter(pk=ticket.pk) else actions.restore)(
                actor=leyla, ticket=ticket.pk
            )
        ],
        "copy": [lambda: actions.copy(actor=actor, ticket=ticket.pk)],
        "watch": [
            lambda: actions.watch(actor=actor, ticket=ticket.pk),
            lambda: actions.watch(actor=actor, ticket=ticket.pk, who=leyla),
            lambda: actions.unwatch(actor=actor, ticket=ticket.pk),
        ],
        "field": [
            lambda: actions.set_own_fields(
                actor=actor, ticket=ticket.pk, values={"floor": chance.choice(["1", "2", None])}
            )
        ],
        "time": [
            lambda: actions.add_time(actor=actor, ticket=ticket.pk, minutes=5),
            lambda: actions.remove_time(
                actor=leyla, ticket=ticket.pk, entry=getattr(ticket.time_spent.filter(removed_at=None).last(), "pk", 0)
            ),
        ],
        "up": [
            lambda: actions.escalate(
                actor=actor, ticket=ticket.pk, team=teams[1], wrong="It drops", tried="Nothing", asked="Look"
            )
        ],
        "answered": [
            lambda: actions.accept(actor=actor, ticket=ticket.pk),
            lambda: actions.send_back(actor=actor, ticket=ticket.pk, reason="Which router?"),
        ],
        "done": [
            lambda: actions.change_task(
                actor=actor,
                ticket=ticket.pk,
                task=getattr(ticket.tasks_of.order_by("pk").last(), "pk", 0),
                done=chance.choice([True, False]),
            )
        ],
        "split": [
            lambda: actions.split(
                actor=actor,
                ticket=ticket.pk,
                messages=[chance.choice(list(ticket.messages.filter(staff=False).values_list("pk", flat=True)))],
            )
        ],
        "parts": [
            lambda: actions.link(actor=actor, ticket=other.pk, other=ticket.pk, kind="parent"),
            lambda: actions.resolve_with_parts(actor=actor, ticket=ticket.pk),
        ],
        "together": [
            lambda: running.go_on(
                run=actions.change_many(
                    actor=actor,
                    numbers=[ticket.pk, other.pk],
                    wanted={"priority": chance.choice(["low", "high"]), "add_tags": ["bulk"], "status": "open"},
                ).pk
            )
        ],
        "rule": [
            lambda: actions.carry_out(
                ticket=ticket.pk,
                doing=actions.Doing(
                    kind=chance.choice(["incident", "request"]),
                    add_tags=[chance.choice("rs")],
                    team=chance.choice(teams),
                    watch=[leyla.pk],
                    tasks=[actions.NewTask(title="Call back")],
                ),
                ran=RuleRan(rule=1, version=1, name="A rule", when="opened"),
            )
        ],
        "macro": [
            lambda: actions.run_macro(
                actor=actor,
                ticket=ticket.pk,
                doing=actions.Doing(add_tags=["called"], status="waiting", waiting_for="requester"),
                ran=MacroRan(macro=1, version=1, name="Call", did=["tag", "status"]),
            )
        ],
        "aside": [lambda: actions.bring_aside(actor=actor, ticket=ticket.pk, aside=aside, who=leyla.pk)],
        "many_changes": [
            lambda: actions.change_fields(
                actor=actor,
                ticket=ticket.pk,
                changes=FieldChanges(priority=chance.choice(["low", "critical"]), tags=["x", chance.choice("yz")]),
            )
        ],
        "merge": [lambda: actions.merge(actor=actor, ticket=other.pk, into=ticket.pk)],
        "task": [lambda: actions.add_task(actor=actor, ticket=ticket.pk, title="Look")],
        "link": [
            lambda: actions.link(actor=actor, ticket=ticket.pk, other=other.pk, kind="related"),
            lambda: actions.link(actor=actor, ticket=ticket.pk, other=other.pk, kind="caused_by"),
            lambda: actions.unlink(actor=actor, ticket=ticket.pk, other=other.pk),
        ],
    }
    chance.choice(verbs[what])()
