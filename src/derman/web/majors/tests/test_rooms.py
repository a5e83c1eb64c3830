"""The pages of major incidents: who gets in, what a form keeps, and what a room costs."""

from __future__ import annotations

import pytest

from derman.kernel import clock
from derman.majors import actions
from derman.majors.models import Joined, MajorIncident
from derman.radar.likely import look_back
from derman.tickets import actions as tickets
from tests.cast import asks

SAID = actions.Words(
    titles={"en": "No VPN today", "tr": "Bugün VPN yok"},
    impacts={"en": "Nobody connects.", "tr": "Bağlanılamıyor."},
    audience="signed_in",
)
FORM = {
    "title_en": "No VPN", "title_tr": "VPN yok", "impact_en": "Nobody connects.", "impact_tr": "Bağlanılamıyor.",
    "audience": "everyone", "update_every": "20",
}  # fmt: skip


@pytest.fixture
def major(leyla, vpn) -> MajorIncident:
    return actions.declare(actor=leyla, said=SAID, tickets=[vpn.pk])


def test_a_form_that_lacks_a_language_keeps_what_was_typed(client, leyla):
    client.force_login(leyla)
    answer = client.post("/desk/majors/declare/", {**FORM, "lead": leyla.pk, "title_tr": ""})
    assert answer.status_code == 422
    assert "Nobody connects." in answer.text
    assert not MajorIncident.objects.exists()


def test_a_ticket_becomes_one_that_it_belongs_to(client, leyla, vpn):
    client.force_login(leyla)
    client.post("/desk/majors/declare/", {**FORM, "lead": leyla.pk, "ticket": vpn.pk})
    row = MajorIncident.objects.get()
    assert (row.update_every, row.joined, row.announcement.audience) == (20, 1, "everyone")


def test_agents_are_told_that_they_do_not_declare(client, elif_):
    client.force_login(elif_)
    assert client.get("/desk/majors/declare/").status_code == 403
    assert "data-key" not in client.get("/desk/majors/now/").text


def test_beside_a_ticket_stands_what_it_looks_like_and_one_press_joins_it(client, elif_, major, mert):
    like = asks(mert, "VPN again today")
    look_back(major.pk)
    client.force_login(elif_)
    assert major.number in client.get(f"/desk/majors/at/{like.pk}/").text
    client.post(f"/desk/majors/at/{like.pk}/change/", {"likely": major.pk})
    assert Joined.objects.filter(ticket=like, way="like").exists()
    client.post(f"/desk/majors/at/{like.pk}/change/?leave={major.pk}")
    assert not Joined.objects.filter(ticket=like).exists()


def test_beside_a_ticket_that_was_deleted_meanwhile_stands_nothing(client, leyla, vpn):
    client.force_login(leyla)
    tickets.delete(actor=leyla, ticket=vpn.pk)
    answer = client.get(f"/desk/majors/at/{vpn.pk}/")
    assert (answer.status_code, answer.text) == (204, "")


def test_an_update_that_is_wrong_stays_in_its_form(client, leyla, major):
    client.force_login(leyla)
    sent = {"text_en": "A cable is cut.", "text_tr": "", "state": "identified", "next_in": "30"}
    answer = client.post(f"/desk/majors/{major.pk}/updates/", sent)
    assert answer.status_code == 422
    assert "A cable is cut." in answer.text


def test_a_room_asks_the_database_as_often_whatever_is_in_it(client, leyla, major, mert, django_assert_max_num_queries):
    client.force_login(leyla)
    client.get(f"/desk/majors/{major.pk}/")
    for n in range(5):
        actions.join(actor=leyla, major=major.pk, ticket=asks(mert, f"VPN {n}").pk)
        actions.note(actor=leyla, major=major.pk, text=f"Note {n}", at=clock.now())
    with django_assert_max_num_queries(24):
        client.get(f"/desk/majors/{major.pk}/")


def test_the_review_and_the_report_are_read_by_every_agent(client, leyla, elif_, major):
    actions.resolve(actor=leyla, major=major.pk, texts=SAID["titles"])
    actions.write_review(actor=leyla, major=major.pk, went_well="Fast", cause="A fan stood still")
    client.force_login(elif_)
    for page in ("review", "report"):
        assert "A fan stood still" in client.get(f"/desk/majors/{major.pk}/{page}/").text
    assert client.post(f"/desk/majors/{major.pk}/review/", {"cause": "Mine"}).status_code == 403


def test_a_review_without_a_cause_is_not_done_and_says_so_beside_the_field(client, leyla, major):
    actions.resolve(actor=leyla, major=major.pk, texts=SAID["titles"])
    client.force_login(leyla)
    answer = client.post(f"/desk/majors/{major.pk}/review/finish/")
    assert answer.status_code == 422
    assert "Write what went well, or what did not." in answer.text
    actions.write_review(actor=leyla, major=major.pk, went_well="Fast")
    assert "Write why it happened" in client.post(f"/desk/majors/{major.pk}/review/finish/").text
