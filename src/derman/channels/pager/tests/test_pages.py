"""Whoever is on call is paged through the gateway: once, signed, again where it fails, and never for nothing."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, date, datetime, time, timedelta

import pytest

from derman.channels.pager import access, actions, jobs
from derman.channels.pager.actions import Given
from derman.channels.pager.errors import NotAllowed, PagerError, Unfit
from derman.channels.pager.models import Gateway, Page
from derman.desk.on_call import RotaGiven, save_rota
from derman.kernel import clock
from derman.majors import actions as majors
from derman.majors import jobs as major_jobs
from derman.majors.models import MajorIncident
from derman.majors.tests.said import SAID
from derman.sla.actions import acknowledge, save_policy
from derman.sla.given import Given as Policy
from derman.sla.jobs import announce_due
from derman.tickets.models import Ticket
from tests.cast import asks

NIGHT = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)
LATE = NIGHT + timedelta(minutes=30)
LADDER = [{"at": "late", "after": 0, "tell": ["on_call"]}]


@pytest.fixture
def late(mert, elif_, leyla, front_line) -> Ticket:
    """A promise that nobody kept at night; Elif is on call."""
    given = RotaGiven(people=[elif_.pk], first_day=date(2026, 11, 23), zone="Europe/Istanbul", change_at=time(9))
    save_rota(actor=leyla, team=front_line.pk, given=given)
    targets = {"normal": {"first_response": 1800, "always": True}}
    with clock.frozen_at(NIGHT - timedelta(days=1)):
        save_policy(actor=None, given=Policy(name="Standard", targets=targets, ladder=LADDER))
    with clock.frozen_at(NIGHT):
        return asks(mert, "VPN drops")


def gateway(aylin, phone, **more) -> Gateway:
    return actions.save(actor=aylin, given=Given(**{"address": f"{phone.url}/message", "inside": True} | more))


def falls_due() -> Page:
    with clock.frozen_at(LATE):
        announce_due()
    return Page.objects.get()


def send(page: Page, after: float = 0) -> Page:
    with clock.frozen_at(LATE + timedelta(seconds=after)):
        jobs.send(page=page.pk)
    page.refresh_from_db()
    return page


def test_the_one_on_call_is_paged_with_a_signed_body_and_the_ticket_says_so(aylin, phone, late, elif_) -> None:
    gateway(aylin, phone, secret="s-77", headers="Authorization: Bearer k-3f9a")
    page = send(falls_due())
    ((path, headers, body),) = phone.asked
    told = json.loads(body)
    assert path == "/message" and headers["Authorization"] == "Bearer k-3f9a"
    signed = hmac.new(b"s-77", headers["X-Derman-Timestamp"].encode() + b"." + body, hashlib.sha256).hexdigest()
    assert headers["X-Derman-Signature"] == f"sha256={signed}"
    assert told["title"] == f"#{late.pk} needs you now" and "VPN drops" in told["message"]
    assert told["person"]["email"] == elif_.email and told["link"].endswith(f"/desk/tickets/{late.pk}/")
    assert (page.state, page.status, page.said) == ("reached", 200, "queued")
    event = late.events.get(kind="page.ended")
    assert (event.details["outcome"], event.details["person"]) == ("reached", elif_.pk)
    # a job that runs twice rings once
    send(page)
    assert len(phone.asked) == 1


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://push.example.com/other", True),
        ("https://push.example.org/message", False),
        ("https://push.example.com:8443/message", False),
        ("http://push.example.com/message", False),
    ],
)
def test_headers_and_secret_are_never_sent_to_another_machine(aylin, address, kept) -> None:
    given = {"headers": "Authorization: Bearer k-3f9a", "secret": "s-77"}
    actions.save(actor=aylin, given=Given(address="https://push.example.com/message", **given))
    row = actions.save(actor=aylin, given=Given(address=address))
    assert (bool(row.headers_sealed), bool(row.secret_sealed)) == (kept, kept)
    row = actions.save(actor=aylin, given=Given(address="https://sms.example.net", **given))
    assert row.headers_sealed and row.secret_sealed


def test_secrets_are_kept_encrypted_and_never_in_what_the_gateway_said(aylin, phone, late) -> None:
    row = gateway(aylin, phone, secret="s-77-long", headers="X-Key: k-3f9a")
    assert "s-77" not in row.secret_sealed and "k-3f9a" not in row.headers_sealed
    phone.status, phone.body = 403, "bad key k-3f9a"
    page = send(falls_due())
    assert (page.code, page.said) == ("key", "bad key •••")
    # nothing typed keeps them, “forget” forgets them
    kept = gateway(aylin, phone)
    assert (kept.secret_sealed, kept.headers_sealed) == (row.secret_sealed, row.headers_sealed)
    assert gateway(aylin, phone, secret="", headers="").secret_sealed == ""


def test_a_body_of_ones_own_keeps_each_value_one_value(aylin, phone, late, elif_) -> None:
    Ticket.objects.filter(pk=late.pk).update(subject='Say "hello", \\ all')
    gateway(aylin, phone, body='{"topic": "desk-{{person.login}}", "message": "{{message}}"}')
    send(falls_due())
    told = json.loads(phone.asked[0][2])
    assert set(told) == {"topic", "message"} and 'Say "hello", \\ all' in told["message"]
    assert told["topic"] == f"desk-{elif_.email.partition('@')[0]}"


def test_what_fails_is_tried_again_and_then_said_to_have_failed(aylin, phone, late, elif_) -> None:
    gateway(aylin, phone)
    phone.status, phone.body = 503, "no credit"
    page, moment = falls_due(), 0.0
    for wait in jobs.WAITS:
        page = send(page, moment)
        assert (page.state, page.code, page.said) == ("waiting", "broken", "no credit")
        send(page, moment + wait - 1)  # not before its time
        moment += wait
    page = send(page, moment)
    assert (page.state, page.tries, len(phone.asked)) == ("failed", len(jobs.WAITS) + 1, len(jobs.WAITS) + 1)
    event = late.events.get(kind="page.ended")
    assert (event.details["outcome"], event.details["why"], event.details["said"]) == ("failed", "broken", "no credit")


def test_it_comes_through_when_the_gateway_is_well_again(aylin, phone, late) -> None:
    gateway(aylin, phone)
    phone.status = 500
    page = send(falls_due())
    phone.status = 202
    assert send(page, 5).state == "reached" and len(phone.asked) == 2


def test_whoever_has_seen_it_is_not_called_again(aylin, phone, late, elif_) -> None:
    gateway(aylin, phone)
    phone.status = 500
    page = send(falls_due())
    with clock.frozen_at(LATE + timedelta(seconds=2)):
        acknowledge(actor=elif_, ticket=late.pk)
    page = send(page, 5)
    assert (page.state, page.code, len(phone.asked)) == ("dropped", "seen", 1)


def test_whoever_may_not_see_the_ticket_any_more_reads_nothing_of_it(aylin, phone, late, security) -> None:
    gateway(aylin, phone)
    page = falls_due()
    Ticket.objects.filter(pk=late.pk).update(team=security)
    assert (send(page).code, phone.asked) == ("person", [])


def test_a_phone_rings_ten_times_in_ten_minutes_at_most(aylin, phone, late, elif_) -> None:
    gateway(aylin, phone)
    page = falls_due()
    over = {"person": elif_, "why": "promise", "state": "reached", "ended_at": LATE}
    Page.objects.bulk_create(Page(**over) for _ in range(jobs.RINGS))
    assert (send(page).code, phone.asked) == ("enough", [])


def test_a_number_is_missing_and_that_is_said(aylin, phone, late, elif_) -> None:
    gateway(aylin, phone, body='{"to": "{{person.phone}}"}')
    page = send(falls_due())
    assert (page.state, page.code, phone.asked) == ("failed", "phone", [])


def test_the_network_of_the_desk_is_not_called_unless_it_is_said_to_be_there(aylin, phone, late) -> None:
    gateway(aylin, phone, inside=False)
    page = send(falls_due())
    assert (page.state, page.code, phone.asked) == ("failed", "network", [])


def test_without_a_gateway_nothing_is_written(aylin, phone, late) -> None:
    with clock.frozen_at(LATE):
        announce_due()
    gateway(aylin, phone, active=False)
    assert not Page.objects.exists()


def test_what_a_dead_job_left_leaves_all_the_same(aylin, phone, late) -> None:
    gateway(aylin, phone)
    page = falls_due()
    with clock.frozen_at(LATE + jobs.LEFT), pytest.MonkeyPatch.context() as patch:
        queued: list[int] = []
        patch.setattr(
            jobs.jobs, "enqueue_many", lambda works: queued.extend(arguments["page"] for _job, arguments in works)
        )
        jobs.send_left()
    assert queued == [page.pk]


def test_a_part_in_a_major_incident_rings_once_it_can_no_longer_be_undone(aylin, phone, leyla, elif_) -> None:
    gateway(aylin, phone)
    now = clock.now()
    with clock.frozen_at(now):
        majors.declare(actor=leyla, said=SAID, lead=elif_.pk)
    page = Page.objects.get(why="major")
    assert page.person == elif_ and page.next_at == now + timedelta(seconds=10)
    with clock.frozen_at(now + timedelta(seconds=9)):
        jobs.send(page=page.pk)
    assert phone.asked == []
    with clock.frozen_at(now + timedelta(seconds=10)):
        jobs.send(page=page.pk)
    assert "No VPN" in json.loads(phone.asked[0][2])["message"]


def test_whoever_was_woken_by_mistake_is_called_off(aylin, phone, leyla, elif_, derya) -> None:
    gateway(aylin, phone)
    row = majors.declare(actor=leyla, said=SAID, lead=elif_.pk, roles={"technical": derya.pk})
    page = Page.objects.get(person=elif_)
    with clock.frozen_at(clock.now() + timedelta(seconds=10)):
        jobs.send(page=page.pk)
    majors.withdraw(actor=leyla, major=row.pk)
    # Derya's phone had not rung yet, and does not
    with clock.frozen_at(clock.now() + timedelta(seconds=11)):
        jobs.send(page=Page.objects.get(person=derya).pk)
    MajorIncident.objects.update(resolved_at=clock.now() - timedelta(minutes=1))
    major_jobs.tell()
    off = Page.objects.get(why="major_off")
    jobs.send(page=off.pk)
    assert off.person == elif_ and len(phone.asked) == 2
    assert "declared by mistake" in json.loads(phone.asked[1][2])["message"]


def test_major_incidents_ring_nowhere_where_the_desk_says_so(aylin, phone, leyla, elif_) -> None:
    gateway(aylin, phone, majors=False)
    majors.declare(actor=leyla, said=SAID, lead=elif_.pk)
    assert not Page.objects.exists()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"address": "ftp://push.example.com"}, "address"),
        ({"address": "https://{{person.login}}.example.com"}, "address"),
        ({"body": "{{person.password}}"}, "body"),
        ({"body": '{"to": {{person.phone}}}'}, "body"),
        ({"headers": "no colon"}, "headers"),
        ({"secret": "x" * 201}, "secret"),
    ],
)
def test_what_cannot_be_sent_is_refused_beside_its_field(aylin, given, field) -> None:
    with pytest.raises(Unfit) as refused:
        actions.save(actor=aylin, given=Given(**{"address": "https://push.example.com"} | given))
    assert refused.value.field == field and not Gateway.objects.exists()


def test_only_administrators_set_it_and_test_it(leyla, phone) -> None:
    with pytest.raises(NotAllowed):
        gateway(leyla, phone)
    with pytest.raises(NotAllowed):
        actions.test(actor=leyla)


@pytest.mark.parametrize(
    ("status", "code"), [(200, ""), (302, "elsewhere"), (401, "key"), (404, "nowhere"), (422, "body"), (429, "many")]
)
def test_a_test_says_what_is_wrong(aylin, phone, status, code) -> None:
    gateway(aylin, phone, active=False)
    phone.status = status
    outcome = actions.test(actor=aylin)
    assert (outcome.code, outcome.status, outcome.said) == (code, status, "queued")
    assert Page.objects.get().state == ("failed" if code else "reached")


def test_a_test_of_what_nobody_listens_at_says_that(aylin, phone) -> None:
    with pytest.raises(PagerError):
        actions.test(actor=aylin)
    gateway(aylin, phone, address="http://127.0.0.1:9/")
    assert actions.test(actor=aylin).code == "refused"


def test_pages_for_closed_teams_are_seen_by_their_members_alone(aylin, phone, leyla, kaan, secret) -> None:
    page = Page.objects.create(person=kaan, ticket=secret, why="promise", next_at=clock.now())
    tested = Page.objects.create(person=aylin, why="test", next_at=clock.now())
    kaan.role = "lead"
    kaan.save()
    assert set(access.visible_to(leyla)) == {tested} and set(access.visible_to(kaan)) == {page, tested}
    kaan.role = "agent"
    assert not access.visible_to(kaan).exists()
