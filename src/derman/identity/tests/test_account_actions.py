"""A web service touches an account: by right, after the check, once at most, and no secret is written down."""

from __future__ import annotations

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from derman.identity import accounts, actions
from derman.identity.errors import CallWaits, CannotCheck, Locked, NotProven
from derman.identity.models import (
    AccountAction,
    AccountActionRun,
    CredentialLock,
    HandedSecret,
    IdentityCheck,
    Method,
    RunState,
    State,
)
from derman.kernel import clock, secrets
from derman.tickets.errors import NotAllowed, TicketNotFound

KEY = "Bearer k-3f9a77d1"


@pytest.fixture
def service():
    """An identity service on this machine: what it was asked, and what it says."""
    asked: list[tuple[str, str, dict[str, str], str]] = []
    said = {"status": 200, "body": '{"ok": true}'}

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
            asked.append((self.command, self.path, dict(self.headers), body))
            answer = said["body"].encode()
            self.send_response(said["status"])
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *given: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked, said
    server.shutdown()
    server.server_close()


def saved(aylin, at: str, **more) -> AccountAction:
    given = {
        "names": {"en": "Unlock the account", "tr": "Hesabın kilidini aç"},
        "method": "POST",
        "address": f"{at}/users/{{{{requester.login}}}}/unlock",
        "content_type": accounts.JSON,
        "body": '{"by": "{{agent.email}}", "ticket": {{ticket.number}}}',
        "headers": f"Authorization: {KEY}",
        "inside": True,
        "password_at": "",
        "leads_only": False,
        "team": None,
        "active": True,
    }
    return actions.save_account_action(actor=aylin, action=None, **given | more)


def prove(agent, ticket) -> None:
    IdentityCheck.objects.create(
        ticket=ticket,
        person=ticket.requester,
        by=agent,
        method=Method.CALL_BACK,
        state=State.PROVEN,
        nonce="n",
        expires_at=clock.now(),
        ended_at=clock.now(),
    )


def ask(agent, ticket, action) -> AccountActionRun:
    return actions.ask_account_action(actor=agent, ticket=ticket.pk, action=action.pk)


def story(ticket) -> list[tuple[str, str, int, str]]:
    rows = ticket.events.filter(kind="account.ended").order_by("seq")
    return [(row.details["outcome"], row.details["why"], row.details["status"], row.details["said"]) for row in rows]


def test_an_account_is_unlocked_and_the_answer_stands_on_the_timeline(aylin, elif_, vpn, service):
    address, asked, _said = service
    unlock = saved(aylin, address)
    prove(elif_, vpn)
    run = ask(elif_, vpn, unlock)
    assert not asked  # not in the agent's own request
    actions.run_account_action(run=run.pk)
    ((method, path, headers, body),) = asked
    assert (method, path) == ("POST", f"/users/{vpn.requester.email.partition('@')[0]}/unlock")
    assert json.loads(body) == {"by": elif_.email, "ticket": vpn.pk}
    assert headers["Authorization"] == KEY
    assert story(vpn) == [("done", "", 200, '{"ok": true}')]
    actions.run_account_action(run=run.pk)
    assert len(asked) == 1 and len(story(vpn)) == 1
    assert KEY not in AccountAction.objects.get().headers_sealed


def test_a_new_password_goes_to_the_requester_alone(aylin, elif_, vpn, service):
    address, asked, said = service
    reset = saved(aylin, address, body='{"password": "{{new_password}}"}')
    prove(elif_, vpn)
    # a service that says it again, in clear and as JSON
    said["body"] = "{}"
    run = ask(elif_, vpn, reset)
    actions.run_account_action(run=run.pk)
    made = json.loads(asked[0][3])["password"]
    handed = HandedSecret.objects.get()
    assert secrets.decrypt(handed.sealed) == made and handed.person == vpn.requester
    assert made not in json.dumps(list(vpn.events.values_list("details", flat=True)))


@pytest.mark.parametrize(
    ("body", "why", "handed"),
    [
        ('{"result": {"pw": "Gülü-77"}}', "", 1),
        ('{"other": "Gülü-77"}', "no_password", 0),
        ("no json: Gülü-77", "no_password", 0),
    ],
)
def test_a_password_in_the_answer_is_handed_over_and_never_shown(aylin, elif_, vpn, service, body, why, handed):
    address, _asked, said = service
    reset = saved(aylin, address, password_at="result.pw")
    said["body"] = body
    prove(elif_, vpn)
    actions.run_account_action(run=ask(elif_, vpn, reset).pk)
    ((outcome, reason, _status, shown),) = story(vpn)
    assert (outcome, reason) == ("done", why) and "77" not in shown
    assert HandedSecret.objects.count() == handed


def test_what_the_service_refuses_or_nobody_answers_is_said(aylin, elif_, vpn, service):
    address, _asked, said = service
    unlock = saved(aylin, address)
    prove(elif_, vpn)
    said.update(status=403, body=f"no such right for {KEY}\x00\n")
    actions.run_account_action(run=ask(elif_, vpn, unlock).pk)
    assert story(vpn) == [("failed", "status", 403, "no such right for •••")]
    gone = saved(aylin, "http://127.0.0.1:9")
    actions.run_account_action(run=ask(elif_, vpn, gone).pk)
    assert story(vpn)[-1][:2] == ("failed", "away")
    public = saved(aylin, address, inside=False)
    actions.run_account_action(run=ask(elif_, vpn, public).pk)
    assert story(vpn)[-1][:2] == ("failed", "away")


def test_nothing_without_a_check_that_holds(aylin, elif_, vpn, service):
    unlock = saved(aylin, service[0])
    with pytest.raises(NotProven):
        ask(elif_, vpn, unlock)
    prove(elif_, vpn)
    IdentityCheck.objects.update(ended_at=clock.now() - timedelta(minutes=61))
    with pytest.raises(NotProven):
        ask(elif_, vpn, unlock)
    IdentityCheck.objects.update(ended_at=clock.now())
    CredentialLock.objects.create(person=vpn.requester, check_failed=IdentityCheck.objects.get())
    with pytest.raises(Locked):
        ask(elif_, vpn, unlock)
    assert not AccountActionRun.objects.exists() and not service[1]


def test_a_lock_that_comes_meanwhile_is_heard(aylin, elif_, vpn, service):
    unlock = saved(aylin, service[0])
    prove(elif_, vpn)
    run = ask(elif_, vpn, unlock)
    CredentialLock.objects.create(person=vpn.requester, check_failed=IdentityCheck.objects.get())
    actions.run_account_action(run=run.pk)
    assert not service[1] and story(vpn)[0][:2] == ("failed", "locked")


def test_who_may_run_which(aylin, leyla, elif_, mert, kaan, vpn, secret, network, service):
    leads = saved(aylin, service[0], leads_only=True)
    unused = saved(aylin, service[0], active=False)
    other = saved(aylin, service[0], team=secret.team_id)
    prove(elif_, vpn)
    for action in (leads, unused, other):
        with pytest.raises(TicketNotFound):
            ask(elif_, vpn, action)
    with pytest.raises((NotAllowed, TicketNotFound)):
        ask(mert, vpn, saved(aylin, service[0]))
    with pytest.raises(TicketNotFound):
        ask(elif_, secret, saved(aylin, service[0]))
    assert ask(leyla, vpn, leads).state == RunState.WAITING
    with pytest.raises(NotAllowed):
        saved(leyla, service[0])


def test_not_twice_at_once(aylin, elif_, vpn, service):
    unlock = saved(aylin, service[0])
    prove(elif_, vpn)
    run = ask(elif_, vpn, unlock)
    with pytest.raises(CallWaits):
        ask(elif_, vpn, unlock)
    actions.run_account_action(run=run.pk)
    assert ask(elif_, vpn, unlock).pk != run.pk


def test_a_worker_killed_in_the_call_leaves_it_unknown_and_calls_no_second_time(aylin, elif_, vpn, service):
    unlock = saved(aylin, service[0])
    prove(elif_, vpn)
    run = ask(elif_, vpn, unlock)
    AccountActionRun.objects.update(state=RunState.CALLING)
    actions.run_account_action(run=run.pk)
    assert not service[1] and story(vpn) == [("unclear", "late", 0, "")]


def test_what_hangs_is_ended(aylin, elif_, vpn, service):
    unlock = saved(aylin, service[0])
    prove(elif_, vpn)
    ask(elif_, vpn, unlock)
    assert actions.end_runs_due() == 0
    AccountActionRun.objects.update(made_at=clock.now() - timedelta(minutes=11))
    assert actions.end_runs_due() == 1
    assert story(vpn) == [("failed", "late", 0, "")]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"address": "file:///etc/passwd"}, "address"),
        ({"address": "https://{{requester.login}}.example/"}, "address"),
        ({"address": "https://idm.example/{{new_password}}"}, "address"),
        ({"address": "https://idm.example/{{colour}}"}, "address"),
        ({"body": "{not json}"}, "body"),
        ({"body": "{{secret}}", "content_type": accounts.TEXT}, "body"),
        ({"headers": "Host: other.example"}, "headers"),
        ({"headers": "No colon"}, "headers"),
        ({"method": "TRACE"}, "method"),
        ({"names": {"en": " "}}, "names"),
    ],
)
def test_what_cannot_be_sent_is_said_at_its_field(aylin, given, field):
    with pytest.raises(CannotCheck) as refused:
        saved(aylin, "https://idm.example", **given)
    assert refused.value.field == field


@pytest.mark.parametrize("name", ['Ali "x", "role": "admin', "a&b=c/../..", "<x>&amp;", "satır\nsonu"])
def test_a_value_stays_a_value(name):
    values = {"requester.name": name}
    place = "{{ requester.name }}"
    assert json.loads(accounts.filled_body('{"n": "' + place + '"}', accounts.JSON, values)) == {"n": name}
    assert b"&b=" not in accounts.filled_body(f"n={place}", accounts.FORM, values)
    assert b"<x>" not in accounts.filled_body(f"<n>{place}</n>", accounts.XML, values)
    assert "/.." not in accounts.filled_address(f"https://x.example/{place}", values)
    assert b"\n" not in accounts.filled_body(place, accounts.TEXT, values)
