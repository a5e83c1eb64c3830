"""A portal under a domain of its own."""

import pytest
from django.test import Client

from derman.catalogue.actions import save_service
from derman.channels.mail.models import OutgoingMail
from derman.kernel import secrets
from derman.people import actions as people
from derman.site.environment import BadEnvironment, environment
from derman.tickets import actions

DESK, PORTAL = "https://desk.ege.example", "https://help.ege.example"


@pytest.fixture
def two_domains(settings):
    settings.DERMAN_URL, settings.DERMAN_PORTAL_URL = DESK, PORTAL
    settings.ALLOWED_HOSTS = ["desk.ege.example", "help.ege.example"]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")


def at(host: str) -> Client:
    return Client(headers={"host": host, "X-Forwarded-Proto": "https"})


def test_mails_to_requesters_lead_to_the_portal(two_domains, aylin, mert, selin):
    approvals = [{"by": "people", "people": [selin.pk]}]
    badge = save_service(actor=aylin, names={"en": "Badge"}, published=True, approvals=approvals)
    actions.ask_for(actor=mert, requester=mert, service=badge.pk, given={})
    mail = OutgoingMail.objects.get(kind="approval")
    assert f"{PORTAL}/approvals/" in mail.text
    assert DESK not in mail.text


@pytest.mark.parametrize(("who", "where"), [("mert", PORTAL), ("elif_", DESK)])
def test_each_signs_in_where_they_belong(request, two_domains, who, where):
    person = request.getfixturevalue(who)
    people.ask_for_link(address=person.email)
    text = secrets.decrypt(OutgoingMail.objects.get(kind="sign_in").sealed)
    assert f"{where}/accounts/link/" in text


def test_the_workspace_is_not_under_the_portals_domain(two_domains, desk):
    answer = at("help.ege.example").get("/desk/tickets/1/?q=x")
    assert (answer.status_code, answer["Location"]) == (302, f"{DESK}/desk/tickets/1/?q=x")
    assert at("help.ege.example").post("/desk/tickets/1/").status_code == 404
    here = at("desk.ege.example").get("/desk/tickets/1/")
    assert (here.status_code, here["Location"]) == (302, "/accounts/login/?next=/desk/tickets/1/")


@pytest.mark.parametrize("given", ["help.example", "http://help.example", "https://help.example/portal"])
def test_an_address_that_cannot_be_the_portals_is_refused_with_a_sentence(monkeypatch, given):
    monkeypatch.setenv("DERMAN_URL", DESK)
    monkeypatch.setenv("DERMAN_PORTAL_URL", given)
    with pytest.raises(BadEnvironment, match="DERMAN_PORTAL_URL"):
        environment.__wrapped__()


def test_without_one_the_portal_is_where_the_desk_is(monkeypatch):
    monkeypatch.setenv("DERMAN_URL", DESK)
    monkeypatch.delenv("DERMAN_PORTAL_URL", raising=False)
    assert environment.__wrapped__().portal_url == DESK
    assert environment.__wrapped__().other_origins == []


def test_a_browser_lets_an_agent_who_signs_in_at_the_portal_through_to_the_desk(monkeypatch):
    monkeypatch.setenv("DERMAN_URL", DESK)
    monkeypatch.setenv("DERMAN_PORTAL_URL", PORTAL)
    assert environment.__wrapped__().other_origins == [DESK]  # else it stops the answer, and the page stands still
