"""What a requester sees of their requests, and what nobody else does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from derman.catalogue import actions as catalogue
from derman.kernel import clock
from derman.people import actions as people
from derman.tickets import actions
from derman.tickets.incoming import IncomingFile
from derman.tickets.models import Ticket
from derman.web.portal import words
from tests.cast import asks


def test_strangers_are_asked_to_sign_in_and_come_back(client, vpn, aylin):
    for path in ("/requests/", "/requests/new/", f"/requests/{vpn.pk}/"):
        assert client.get(path).headers["Location"] == f"/accounts/login/?next={path}"
    assert client.get("/").headers["Location"] == "/accounts/login/"


def test_a_new_desk_says_that_it_is_not_set_up(client, desk):
    assert b"not set up yet" in client.get("/").content


def test_the_first_page_lists_the_latest_requests(signed_in_as, mert, vpn):
    page = signed_in_as(mert).get("/").content.decode()
    assert "VPN drops" in page
    assert f"/requests/{vpn.pk}/" in page


def test_the_list_says_by_when_one_hears_from_the_desk(signed_in_as, mert, vpn):
    browser = signed_in_as(mert)
    Ticket.objects.filter(pk=vpn.pk).update(due_at=clock.now() + timedelta(hours=2), promise="first_response")
    for path in ("/requests/", "/", f"/requests/{vpn.pk}/"):
        assert "Answer by " in browser.get(path).content.decode(), path
    actions.resolve(actor=None, ticket=vpn.pk)
    assert "Answer by " not in browser.get("/requests/").content.decode()


def test_an_empty_list_says_what_to_do_next(signed_in_as, mert):
    assert b"/requests/new/" in signed_in_as(mert).get("/requests/").content


def test_a_requester_reads_their_request(signed_in_as, mert, vpn, elif_):
    actions.reply(actor=elif_, ticket=vpn.pk, text="Please try gateway 3.")
    address = f"/requests/{vpn.pk}/"
    page = signed_in_as(mert).get(address).content.decode()
    assert "It drops every ten minutes." in page
    # what can still be taken back has not been said
    assert "Please try gateway 3." not in page
    with clock.frozen_at(clock.now() + timedelta(seconds=14)):
        assert "Please try gateway 3." in signed_in_as(mert).get(address).content.decode()


def test_a_requester_takes_their_conversation_along_without_the_notes(signed_in_as, mert, vpn, elif_):
    actions.note(actor=elif_, ticket=vpn.pk, text="He unplugs it.")
    client = signed_in_as(mert)
    page = client.get(f"/requests/{vpn.pk}/print/?notes=1").content.decode()
    assert f'<h1 class="break">#{vpn.pk:d} ' in page
    assert "a.m." not in page and "p.m." not in page
    assert "It drops every ten minutes." in page
    assert "unplugs" not in page
    assert client.get(f"/requests/{vpn.pk}/conversation.pdf?notes=1").content.startswith(b"%PDF-")
    mail = client.get(f"/requests/{vpn.pk}/conversation.eml?notes=1")
    assert b"It drops" in mail.content and b"unplugs" not in mail.content
    assert mail.headers["Content-Disposition"] == f'attachment; filename="{vpn.pk}.eml"'


def test_notes_of_the_desk_are_never_shown(signed_in_as, mert, vpn, elif_):
    actions.note(actor=elif_, ticket=vpn.pk, text="He always says that.")
    for path in (f"/requests/{vpn.pk}/", f"/requests/{vpn.pk}/live/", "/", "/requests/"):
        assert b"He always says" not in signed_in_as(mert).get(path).content


def test_somebody_elses_request_is_not_there(signed_in_as, selin, vpn):
    browser = signed_in_as(selin)
    assert browser.get(f"/requests/{vpn.pk}/").status_code == 404
    assert browser.get(f"/requests/{vpn.pk}/live/").status_code == 404
    for path in ("reply", "solved", "not-solved"):
        assert browser.post(f"/requests/{vpn.pk}/{path}/", {"text": "hello"}).status_code == 404
    assert "VPN" not in browser.get("/requests/").content.decode()


def test_an_agent_finds_somebodys_request_in_the_workspace(signed_in_as, elif_, vpn):
    assert signed_in_as(elif_).get(f"/requests/{vpn.pk}/").headers["Location"] == f"/desk/tickets/{vpn.pk}/"


def test_an_agent_is_not_led_to_a_closed_teams_ticket(signed_in_as, elif_, secret):
    assert signed_in_as(elif_).get(f"/requests/{secret.pk}/").status_code == 404


def test_an_agent_asks_for_help_like_everybody(signed_in_as, elif_, vpn):
    own = asks(elif_, "My chair", "It squeaks.")
    actions.note(actor=elif_, ticket=own.pk, text="internal word")
    page = signed_in_as(elif_).get(f"/requests/{own.pk}/").content.decode()
    assert "It squeaks." in page
    assert "internal word" not in page


def test_who_is_in_copy_sees_the_request(signed_in_as, selin, vpn, elif_):
    actions.set_followers(actor=elif_, ticket=vpn.pk, followers=[selin.pk])
    assert b"It drops" in signed_in_as(selin).get(f"/requests/{vpn.pk}/").content


def test_a_number_beyond_all_numbers_is_not_there(signed_in_as, mert):
    assert signed_in_as(mert).get(f"/requests/{10**30}/").status_code == 404


def test_hostile_words_are_only_words(signed_in_as, mert, front_line):
    ticket = asks(mert, "<img src=x onerror=alert(1)>", "<script>alert(2)</script>")
    for path in ("/", "/requests/", f"/requests/{ticket.pk}/"):
        page = signed_in_as(mert).get(path).content
        assert b"<img src=x" not in page
        assert b"<script>alert" not in page


def test_a_key_that_no_page_gave_leads_to_the_start_of_the_list(signed_in_as, mert):
    assert signed_in_as(mert).get("/requests/?after=nonsense").headers["Location"] == "/requests/"


# session, person, desk, requests; on the first page also what others look for, categories and their articles,
# services, guided fixes and approvals
@pytest.mark.parametrize(("path", "statements"), [("/", 15), ("/requests/", 4)])
def test_lists_cost_the_same_whatever_their_length(
    signed_in_as, mert, vpn, path, statements, django_assert_num_queries
):
    browser = signed_in_as(mert)
    with django_assert_num_queries(statements):
        browser.get(path)
    for number in range(4):
        asks(mert, f"Another {number}")
    with django_assert_num_queries(statements):
        browser.get(path)


def test_a_request_costs_the_same_whatever_was_said(signed_in_as, mert, vpn, elif_, django_assert_num_queries):
    browser = signed_in_as(mert)
    with django_assert_num_queries(9):  # session, person, desk; request, messages, files, copies, fields, known errors
        browser.get(f"/requests/{vpn.pk}/")
    for number in range(4):
        files = [IncomingFile(name=f"{number}.txt", content=b"log")]
        actions.reply(actor=elif_, ticket=vpn.pk, text=f"Answer {number}", attached=files)
    with django_assert_num_queries(9):
        browser.get(f"/requests/{vpn.pk}/")


def test_the_state_says_who_has_it_and_what_happens_next(mert, vpn, elif_):
    steps = [words.state_of(vpn)]
    steps.append(words.state_of(actions.take(actor=elif_, ticket=vpn.pk)))
    steps.append(words.state_of(actions.wait(actor=elif_, ticket=vpn.pk)))
    steps.append(words.state_of(actions.resolve(actor=elif_, ticket=vpn.pk)))
    steps.append(words.state_of(actions.close(actor=elif_, ticket=vpn.pk)))
    said = [state.words for state in steps]
    assert said == ["We have it", "Elif is working on it", "Waiting for your answer", "Solved", "Closed"]
    assert [state.step for state in steps] == [1, 3, 3, 4, 4]


def test_what_waits_for_approval_says_whose_and_is_with_no_agent_yet(signed_in_as, aylin, mert, selin, derya):
    steps = [{"by": "people", "people": [selin.pk]}, {"by": "people", "people": [selin.pk, derya.pk]}]
    service = catalogue.save_service(actor=aylin, names={"en": "Laptop"}, published=True, approvals=steps)
    ticket = actions.ask_for(actor=mert, requester=mert, service=service.pk, given={}).ticket
    browser, said = signed_in_as(mert), "Waiting for approval: Selin Aksoy"
    for path in ("/", "/requests/", f"/requests/{ticket.pk}/"):
        page = browser.get(path).content.decode()
        assert (said in page, "With an agent" in page, "or another" in page) == (True, False, False), path
    token = people.create_token(actor=None, person=mert, name="mine", scopes=("read",))
    api = {"Authorization": f"Bearer {token}"}
    assert [one["name"] for one in Client().get(f"/api/v1/tickets/{ticket.pk}", headers=api).json()["approvers"]] == [
        "Selin Aksoy"
    ]
    actions.decide(actor=selin, approval=ticket.approvals.get().pk, approved=True)
    assert f"{said} or another" in browser.get("/requests/").content.decode()
    actions.decide(actor=derya, approval=ticket.approvals.get(person=derya).pk, approved=True)
    assert "Waiting for approval" not in browser.get("/requests/").content.decode()
    assert Client().get(f"/api/v1/tickets/{ticket.pk}", headers=api).json()["approvers"] == []


def test_the_portal_speaks_turkish(signed_in_as, selin, front_line):
    asks(selin, "Yazıcı", "Kağıt sıkıştı.")
    page = signed_in_as(selin).get("/").content.decode()
    assert "Nasıl yardımcı olabiliriz?" in page
    assert "Bize ulaştı" in page


def test_a_requester_who_chose_no_language_is_met_in_the_browsers(signed_in_as, mert, elif_):
    turkish = {"Accept-Language": "tr-TR,tr;q=0.9"}
    for person in (mert, elif_):
        person.language = ""
        person.save()
    assert signed_in_as(mert).get("/requests/", headers=turkish).headers["Content-Language"] == "tr"
    # who works here reads the desk's
    assert signed_in_as(elif_).get("/requests/", headers=turkish).headers["Content-Language"] == "en"
    mert.language = "en"
    mert.save()
    assert signed_in_as(mert).get("/requests/", headers=turkish).headers["Content-Language"] == "en"


def test_fields_that_are_meant_for_requesters_stand_on_their_requests(signed_in_as, mert, vpn, elif_):
    actions.save_field(actor=None, labels={"en": "Ticket at the vendor"}, asks="link", key="far", visible=True)
    actions.save_field(actor=None, labels={"en": "Cost centre"}, asks="text", key="cost")
    values = {"far": "https://vendor.example/77?a=1&b=2", "cost": "Secret 4711"}
    actions.set_own_fields(actor=elif_, ticket=vpn.pk, values=values)
    page = signed_in_as(mert).get(f"/requests/{vpn.pk}/").content.decode()
    assert 'href="https://vendor.example/77?a=1&amp;b=2"' in page
    assert "Secret 4711" not in page
    assert 'rel="noopener noreferrer nofollow"' in signed_in_as(elif_).get(f"/desk/tickets/{vpn.pk}/").content.decode()
