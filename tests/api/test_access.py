"""Every call × every role: who gets what, as one table."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.urls import URLPattern

from derman.api import urls
from derman.assets.actions import save_asset
from derman.automation import actions as automation
from derman.automation.given import Given as RuleGiven
from derman.automation.macros import actions as macros
from derman.automation.macros.actions import Given as MacroGiven
from derman.automation.models import Template
from derman.automation.recurring import actions as recurring
from derman.automation.recurring.actions import Given as TemplateGiven
from derman.automation.replaying import replay
from derman.catalogue import actions as catalogue
from derman.channels.mail.intake import place
from derman.channels.mail.models import IncomingMail, OutgoingMail
from derman.desk.models import Calendar, Rota
from derman.kernel import clock
from derman.knowledge.actions import save_category
from derman.majors import actions as majors
from derman.obligations.models import Obligation
from derman.people.actions import add_note, end_token, save_group
from derman.people.models import ApiToken, Person, Team
from derman.radar.tests.seen import surge_of
from derman.runbooks.actions import begin, install_starting_set
from derman.search.indexing import index_tickets
from derman.sla.actions import save_policy
from derman.sla.given import Given
from derman.surveys.actions import rate
from derman.teaching import actions as teaching
from derman.teaching.models import News
from derman.teaching.tests.paths import check as check_in
from derman.teaching.tests.paths import path_of
from derman.tickets import actions
from derman.tickets.incoming import IncomingFile
from derman.tickets.models import Approval, Attachment, Message, Ticket
from derman.trackers import actions as trackers
from derman.vendors import actions as vendors
from tests.api.calls import A_MAJOR, A_RUNBOOK, AN_ARTICLE, AN_IMPORT, AN_OUTAGE, MAJOR_NEWS, ROLES, TABLE
from tests.api.conftest import Of, Program
from tests.cast import asks


@dataclass
class House:
    """A desk with an open ticket and one in a closed team, both Selin's, and a program for each role."""

    programs: dict[str, Program]
    names: dict[str, int | str]

    def filled(self, body: dict[str, Any] | None) -> dict[str, Any] | None:
        """A body in which a name in braces stands for its number."""
        if body is None:
            return None
        return {field: self._named(value) for field, value in body.items()}

    def _named(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._named(one) for one in value]
        return self.names.get(value.strip("{}"), value) if isinstance(value, str) and value.startswith("{") else value


@pytest.fixture
def house(
    program_of: Of, selin: Person, mert: Person, elif_: Person, kaan: Person, leyla: Person, aylin: Person,
    derya: Person, front_line: Team, security: Team, secret: Ticket,
) -> House:  # fmt: skip
    category = actions.save_category(actor=None, names={"en": "Doors"}, team=security)
    seen = asks(selin, "Keyboard sticks", "The letter k.")
    actions.note(actor=kaan, ticket=secret.pk, text="Badge camera footage")
    file = [IncomingFile(name="a.txt", content=b"{}")]
    actions.reply(actor=elif_, ticket=seen.pk, text="See the file", attached=file)
    actions.reply(actor=kaan, ticket=secret.pk, text="See the file", attached=file)
    actions.note(actor=kaan, ticket=secret.pk, text="For us", attached=file)
    mails = {name: _came_by_mail(ticket) for name, ticket in (("message", seen), ("hers", secret))}
    # long enough ago that the replies are final: until then they are their authors' own
    Message.objects.update(created_at=clock.now() - timedelta(minutes=1))
    index_tickets([seen.pk, secret.pk])
    step = {"by": "people", "people": [mert.pk]}
    agreed = catalogue.save_service(actor=aylin, names={"en": "Agreed"}, published=True, approvals=[step])
    asked = actions.ask_for(actor=selin, requester=selin, service=agreed.pk, given={}).ticket
    service = catalogue.save_service(actor=aylin, names={"en": "Laptop"}, published=True)
    draft = catalogue.save_service(actor=aylin, names={"en": "Secret project"})
    task = actions.add_task(actor=elif_, ticket=seen.pk, title="Order a keyboard")
    hidden_task = actions.add_task(actor=kaan, ticket=secret.pk, title="Ask the guard")
    ended = program_of(elif_)
    end_token(actor=elif_, token=ApiToken.objects.get(person=elif_))
    agent, member = program_of(elif_), program_of(kaan)
    buyers = save_group(actor=aylin, name="Buyers", members=[mert.email])
    Rota.objects.create(team=front_line, people=[elif_.pk], first_day=date(2026, 1, 5), zone="Europe/Istanbul")
    laptop = save_asset(actor=aylin, name="Laptop", person=selin.pk)
    shelf = save_category(actor=Person.objects.get(email="aylin@ege.example"), names={"en": "For the desk"})
    agent.post("/articles", {**AN_ARTICLE, "slug": "everybody"})
    agent.post("/articles", {**AN_ARTICLE, "slug": "agents", "audience": "agents"})
    agent.post("/articles", {**AN_ARTICLE, "slug": "draft", "status": "draft"})
    member.post("/articles", {**AN_ARTICLE, "slug": "closed", "audience": "team", "team": "Security"})
    install_starting_set(actor=aylin)
    program_of(aylin).post("/runbooks", {**A_RUNBOOK, "status": "published"})
    walk = begin(runbook="vpn", person=selin)
    solved = actions.hand_over(actor=None, ticket=asks(selin, "Gate", "It stays shut.").pk, team=security)
    actions.resolve(actor=kaan, ticket=solved.pk)
    rate(person=selin, ticket=solved.pk, score="bad")
    outage = program_of(leyla).post("/announcements", AN_OUTAGE).json["id"]
    of_team = member.post("/announcements", {**AN_OUTAGE, "audience": "team", "team": "Security"}).json["id"]
    gateway = program_of(leyla).post(
        "/problems", {"title": "Gateway", "tickets": [seen.pk], "workarounds": {"en": "Wait", "tr": "Bekleyin"}}
    ).json["number"]  # fmt: skip
    guarded = member.post("/problems", {"title": "Gate", "team": "Security"}).json["number"]
    major, major_update, major_closed = _majors(leyla, kaan, aylin, asked.pk, secret.pk)
    firm, unused, agreement, with_firm = _vendors(leyla, elif_, seen)
    tracker, issue, hidden_issue = _issues(aylin, elif_, kaan, seen, secret)
    taught = _taught(leyla, aylin, kaan, selin, security)
    event, hidden = seen.events.first(), secret.events.first()
    assert event is not None
    assert hidden is not None
    return House(
        programs={
            "anonymous": Program(),
            "requester": program_of(selin),
            "stranger": program_of(mert),
            "agent": program_of(elif_),
            "member": program_of(kaan),
            "lead": program_of(leyla),
            "administrator": program_of(aylin),
            "reader": program_of(elif_, "read"),
            "ended": ended,
        },
        names={
            "open": seen.pk,
            "asset": laptop.pk,
            "group": buyers.pk,
            "closed": secret.pk,
            "beside": asked.pk,
            "spent": actions.add_time(actor=elif_, ticket=seen.pk, minutes=10).pk,
            "asked": derya.pk,
            "aside": actions.begin_aside(actor=elif_, ticket=seen.pk, people=[derya.pk], text="Hm?").pk,
            "run": actions.change_many(actor=elif_, numbers=[seen.pk], wanted={"priority": "low"}).pk,
            "binned": actions.delete(actor=leyla, ticket=asks(selin, "By mistake", "Sorry.").pk).pk,
            "event": event.pk,
            "walk": walk.key,
            "solved": solved.pk,
            "outage": outage,
            "of_team": of_team,
            "problem": gateway,
            "surge": surge_of(seen),
            "guarded": guarded,
            "major": major,
            "major_update": major_update,
            "major_closed": major_closed,
            "firm": firm,
            "unused": unused,
            "agreed": agreement,
            "with_firm": with_firm,
            "tracker": tracker,
            "issue": issue,
            "hidden_issue": hidden_issue,
            "hidden": hidden.pk,
            "person": selin.pk,
            "about": add_note(actor=elif_, person=selin.pk, text="Write, don't call").pk,
            "team": front_line.pk,
            "hidden_team": security.pk,
            "category": category.pk,
            "word": _word(seen, elif_).pk,
            "word_hidden": _word(secret, kaan).pk,
            "calendar": Calendar.objects.create(name="Izmir").pk,
            "policy": save_policy(actor=None, given=Given(name="Slow", targets={"low": {"resolution": 60}})).pk,
            "macro": write_macro(aylin),
            "rule": (rule := write_rule(leyla)),
            "template": write_template(leyla, front_line),
            "closed_template": write_template(leyla, security),
            "replay": replay(actor=leyla, rule=rule).pk,
            "own_field": actions.save_field(actor=aylin, labels={"en": "Spot"}, asks="text").pk,
            **mails,
            **taught,
            "came": IncomingMail.objects.get(ticket=seen).pk,
            "came_closed": IncomingMail.objects.get(ticket=secret).pk,
            "kept": IncomingMail.objects.create(digest="0" * 64, size=1, state="quarantined").pk,
            "leaves": OutgoingMail.objects.get(ticket=seen, kind="reply").pk,
            "leaves_closed": OutgoingMail.objects.get(ticket=secret, kind="reply").pk,
            "service": service.slug,
            "draft": draft.slug,
            "approval": Approval.objects.get(ticket=asked).pk,
            "task": task.pk,
            "hidden_task": hidden_task.pk,
            "shelf": shelf.pk,
            "import": program_of(leyla).post("/knowledge/imports", AN_IMPORT).json["id"],
        }
        | dict(
            zip(
                ("file", "secret", "noted"),
                Attachment.objects.order_by("pk").values_list("key", flat=True),
                strict=True,
            )
        ),
    )


def _majors(leyla, kaan, aylin, beside: int, closed: int) -> tuple[int, int, int]:
    """A major incident with a ticket and an update, and one of the closed team."""
    said = majors.Words(titles=A_MAJOR["titles"], impacts=A_MAJOR["impacts"], audience="signed_in")
    open_one = majors.declare(actor=leyla, said=said, tickets=[beside])
    update = majors.tell(actor=leyla, major=open_one.pk, texts=MAJOR_NEWS["texts"])
    majors.rule(actor=aylin, declared_by="agents", update_every=30)
    guarded = majors.declare(actor=kaan, said=said, tickets=[closed])
    majors.rule(actor=aylin, declared_by="leads", update_every=30)
    return open_one.pk, update.pk, guarded.pk


def _vendors(lead: Person, agent: Person, ticket: Ticket) -> tuple[int, int, int, int]:
    """A vendor with a contract, which a ticket was handed to, and one that nobody used."""
    firm, unused = (
        vendors.save(actor=lead, given=vendors.Details(name=name, contacts=[("", f"help@{name}.example", "")]))
        for name in ("arda", "nordic")
    )
    contract = vendors.save_contract(actor=lead, vendor=firm.pk, given=vendors.ContractGiven(number="A-1"))
    case = vendors.hand_to_vendor(actor=agent, ticket=ticket.pk, vendor=firm.pk, text="Please look.")
    return firm.pk, unused.pk, contract.pk, case.pk


def _issues(keeper: Person, agent: Person, member: Person, ticket: Ticket, hidden: Ticket) -> tuple[int, int, int]:
    """A tracker, an issue of a ticket that all see, and one of a closed team's."""
    given = trackers.Details(name="ERP", kind="github", address="https://api.github.com", project="ege/erp")
    tracker = trackers.save(actor=keeper, given=given)
    words = {"tracker": tracker.pk, "title": "It drops", "body": "Often.", "waits": False}
    seen = trackers.open_issue(actor=agent, ticket=ticket.pk, **words)
    unseen = trackers.open_issue(actor=member, ticket=hidden.pk, **words)
    return tracker.pk, seen.pk, unseen.pk


def _word(ticket, agent):
    """A promise that was read out of an agent's reply."""
    return Obligation.objects.create(
        ticket=ticket, kind="word", person=agent, since=clock.now(), due_at=clock.now(), words="Soon", state="offered"
    )


def _taught(leyla: Person, aylin: Person, kaan: Person, selin: Person, security: Team) -> dict[str, int]:
    """Selin's learning path and one that was taken away, news and tips: the ids."""
    path, gone = (path_of(leyla, title) for title in ("First week", "Gone"))
    read, asked = path.steps.all()
    out = check_in(leyla, path)
    teaching.remove_step(actor=leyla, path=path.pk, step=out.pk)
    teaching.remove(actor=leyla, path=gone.pk)
    whom, closed = teaching.Whom(person=selin.pk), teaching.Whom(team=security.pk)
    assignment = teaching.assign(actor=leyla, path=path.pk, whom=whom)
    to_closed = teaching.assign(actor=aylin, path=path_of(leyla, "For guards").pk, whom=closed)
    told = [told_of(leyla, audience="everyone"), told_of(kaan, audience="team", team=security.pk), told_of(leyla)]
    teaching.remove_news(actor=leyla, news=told[2].pk)
    tips = [teaching.save_tip(actor=leyla, given=teaching.TipGiven(texts={"en": text})) for text in ("Lock", "Old")]
    teaching.remove_tip(actor=leyla, tip=tips[1].pk)
    teaching.set_practice(actor=aylin, tip_of_the_day=True)
    names = ("path", "gone", "read", "check", "out", "assignment", "to_closed", "news", "closed_news", "old_news")
    rows = (path, gone, read, asked, out, assignment, to_closed, *told)
    return {name: row.pk for name, row in zip(names, rows, strict=True)} | {"tip": tips[0].pk, "old_tip": tips[1].pk}


def told_of(writer: Person, **given: Any) -> News:
    """Something new about the ERP, shown since an hour."""
    values = {"software": "ERP", "titles": {"en": "New"}, "published_at": clock.now() - timedelta(hours=1), **given}
    return teaching.save_news(actor=writer, given=teaching.NewsGiven(**values))


def write_macro(aylin: Person) -> int:
    given = MacroGiven(name="Call", steps=[{"do": "tag", "to": "call"}], audience="desk")
    return macros.save(actor=aylin, given=given).pk


def write_rule(leyla: Person) -> int:
    return automation.save(actor=leyla, given=RuleGiven(name="VIP", when="opened", steps=[{"do": "back"}])).pk


def write_template(leyla: Person, team: Team) -> int:
    """One of a team; leads who are not in a closed one could not write its own."""
    given = TemplateGiven(name="Patch", requester="patches@ege.example", subject="Patches", text="All servers.")
    kept = recurring.save(actor=leyla, given=given)
    Template.objects.filter(pk=kept.pk).update(team=team)
    return kept.pk


def _came_by_mail(ticket: Ticket) -> int:
    """As if the ticket's first message had come by mail: its id."""
    message = ticket.messages.first()
    assert message is not None
    raw = b"From: selin@ege.example\r\n\r\nIt is badly broken."
    digest = hashlib.sha256(raw).hexdigest()
    place(digest).parent.mkdir(parents=True, exist_ok=True)
    place(digest).write_bytes(raw)
    key = str(message.pk)
    IncomingMail.objects.create(
        digest=digest, message_id_hash=key, size=len(raw), state="filed", ticket=ticket, filed_as=message
    )
    return int(message.pk)


@pytest.mark.parametrize("role", ROLES)
def test_every_call_by_a_role(house: House, role: str) -> None:
    wrong = []
    before = _state()  # what each call changes is taken back
    for row in TABLE:
        expected = dict(zip(ROLES, map(int, row.statuses.split()), strict=True))[role]
        with transaction.atomic():
            answer = house.programs[role].call(row.method, row.address.format(**house.names), house.filled(row.body))
            problem = answer.headers["Content-Type"] == "application/problem+json"
            changed = problem and _state() != before
            transaction.set_rollback(True)
        if answer.status != expected or problem != (expected >= 400) or changed:
            wrong.append((row.method, row.address, row.body, expected, answer.status, answer.json))
    assert not wrong


def _state() -> tuple[int, ...]:
    return (
        Ticket.objects.count(),
        sum(Ticket.objects.values_list("seq", flat=True)),
        Person.objects.count(),
        Team.objects.count(),
    )


@pytest.mark.parametrize("role", ["agent", "lead", "administrator", "stranger", "reader"])
def test_a_closed_teams_tickets_appear_nowhere(house: House, role: str) -> None:
    for address in (
        "/tickets", "/tickets?team=Security", "/tickets?requester=selin@ege.example", "/tickets?q=badge",
        "/tickets?q=footage", "/tickets?q=%23{closed}", "/tickets?q={closed}", "/search?q=badge", "/search?q=footage",
        "/search?q={closed}", "/search?q=Selin&in=tickets",
    ):  # fmt: skip
        answer = house.programs[role].get(address.format(**house.names))
        assert answer.status == 200
        assert house.names["closed"] not in [entry.get("number") for entry in answer.json["items"]]
        assert "Badge" not in str(answer.json)


def test_their_members_find_them(house: House) -> None:
    for address in ("/tickets", "/tickets?team=Security", "/tickets?q=footage", "/search?q=badge"):
        answer = house.programs["member"].get(address)
        assert house.names["closed"] in [entry["number"] for entry in answer.json["items"]], address


def test_an_agent_cannot_put_a_ticket_into_a_closed_team(house: House) -> None:
    for body in ({"team": "Security"}, {"assignee": "kaan@ege.example", "team": "Security"}):
        assert house.programs["agent"].patch(f"/tickets/{house.names['open']}", body).status == 422


def test_an_agent_reaches_their_own_request_in_a_closed_team(house: House, elif_: Person, security: Team) -> None:
    own = asks(elif_, "My badge", "It was copied.")
    actions.hand_over(actor=None, ticket=own.pk, team=security)
    actions.note(actor=Person.objects.get(email="kaan@ege.example"), ticket=own.pk, text="She lost it herself.")
    agent = house.programs["agent"]
    seen = agent.get(f"/tickets/{own.pk}")
    assert seen.status == 200
    assert seen.json["team"] is None
    assert "herself" not in str(seen.json)
    assert "herself" not in str(agent.get(f"/tickets/{own.pk}/messages").json)
    assert agent.get(f"/tickets/{own.pk}/events").status == 404
    assert agent.patch(f"/tickets/{own.pk}", {"priority": "critical"}).status == 403
    assert agent.post(f"/tickets/{own.pk}/messages", {"text": "x", "public": False}).status == 403
    assert agent.post(f"/tickets/{own.pk}/messages", {"text": "Any news?"}).json["staff"] is False


def test_the_table_has_every_call() -> None:
    calls = {
        (method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", f"/{pattern.pattern}"))
        for pattern in urls.urlpatterns
        if isinstance(pattern, URLPattern)
        for operation in _operations(pattern)
        for method in operation
    }
    names = {
        "/walks/{key}": "/walks/{walk}",
        "{later}": "1",
        "{reply}": "1",
        "{view}": "1",
        "{version}": "1",
        "{other}": "1",
        "{who}": "1",
        "{note}": "{about}",
        "{entry}": "{spent}",
        "{aside}": "{aside}",
        "{secret}": "1",
        "{ticket}": "{open}",
        "/vendors/{vendor}": "/vendors/{firm}",
        "{contract}": "{agreed}",
        "{case}": "{with_firm}",
        "/macros/{macro}/restore": "/macros/999999/restore",
    }
    names |= {"{number}": "{open}", "{id}": "{person}", "{key}": "{file}", "/services/{slug}": "/services/{service}",
             "/articles/{slug}": "/articles/everybody", "/runbooks/{slug}": "/runbooks/vpn",
             "{view}": "1"}  # fmt: skip
    tested = {(row.method, row.address.partition("?")[0]) for row in TABLE}
    of = {
        "/assets/{id}": "/assets/{asset}",
        "/groups/{id}": "/groups/{group}",
        "/knowledge/categories/{id}": "/knowledge/categories/{shelf}",
        "/knowledge/imports/{id}": "/knowledge/imports/{import}",
        "/major-incidents/{major}/updates/{update}": "/major-incidents/{major}/updates/{major_update}",
        "/major-incidents/{major}/tickets/{number}": "/major-incidents/{major}/tickets/{beside}",
        "/teams/{id}": "/teams/{team}",
        "/categories/{id}": "/categories/{category}",
        "/fields/{id}": "/fields/{own_field}",
        "/calendars/{id}": "/calendars/{calendar}",
        "/policies/{id}": "/policies/{policy}",
        "/policies/{id}/try": "/policies/{policy}/try",
    }
    decided = ("keep", "settle", "drop", "undo")
    of |= {f"/obligations/{{id}}/{verb}": f"/obligations/{{word}}/{verb}" for verb in decided}
    of |= {f"/mails/{{mail}}/{decision}": f"/mails/{{kept}}/{decision}" for decision in ("file", "ignore")}
    of |= {
        "/learning-paths/{path}/restore": "/learning-paths/{gone}/restore",
        "/learning-paths/{path}/steps/{step}": "/learning-paths/{path}/steps/{check}",
        "/learning-paths/{path}/steps/{step}/restore": "/learning-paths/{path}/steps/{out}/restore",
        "/learning/{path}/steps/{step}/read": "/learning/{path}/steps/{read}/read",
        "/learning/{path}/steps/{step}/answer": "/learning/{path}/steps/{check}/answer",
        "/news/{news}/restore": "/news/{old_news}/restore",
        "/tips/{tip}/restore": "/tips/{old_tip}/restore",
    }
    of |= {"/mails/{mail}": "/mails/{came}", "/mails/{mail}/original": "/mails/{came}/original"}
    of |= {"/bulk/{id}": "/bulk/{run}", "/bulk/{id}/undo": "/bulk/{run}/undo"}
    of |= {f"/outbox/{{mail}}/{decision}": f"/outbox/{{leaves}}/{decision}" for decision in ("retry", "cancel")}
    for method, address in calls:
        address = of.get(address, address)
        if address.endswith("/rating"):
            address = address.replace("{number}", "{solved}")
        if address.startswith("/announcements/"):
            address = address.replace("{number}", "{outage}").replace("{update}", "1")
        for name, sample in names.items():
            address = address.replace(name, sample)
        assert (method, address) in tested


def _operations(pattern: URLPattern) -> list[list[str]]:
    for _prefix, router in urls.api._routers:
        for address, view in router.path_operations.items():
            if pattern.name in {operation.view_func.__name__ for operation in view.operations} and str(
                pattern.pattern
            ) == address.lstrip("/").replace("{", "<").replace("}", ">"):
                return [operation.methods for operation in view.operations]
    return []
