"""The page of the gateway, its test, and what stands below the rotas."""

from __future__ import annotations

from django.test import Client

from derman.channels.pager.models import Gateway, Page
from derman.channels.pager.tests.conftest import Phone, phone
from derman.kernel import clock
from derman.people.models import Person

__all__ = ["phone"]


def test_a_gateway_is_set_and_tested_and_the_page_says_what_came_of_it(as_aylin: Client, phone: Phone) -> None:
    typed = {
        "address": f"{phone.url}/m",
        "active": "on",
        "inside": "on",
        "content_type": "application/json",
        "secret": "s-77",
    }
    assert as_aylin.post("/desk/settings/paging/", typed).status_code == 302
    assert Gateway.objects.get().active and not Gateway.objects.get().majors
    page = as_aylin.get("/desk/settings/paging/").content.decode()
    assert "One is kept, encrypted" in page and "s-77" not in page

    phone.status, phone.body = 401, "who are you?"
    said = as_aylin.post("/desk/settings/paging/test/", follow=True).content.decode()
    assert "It does not accept the desk" in said and "who are you?" in said
    phone.status, phone.body = 200, "ok"
    assert "Your phone should ring now" in as_aylin.post("/desk/settings/paging/test/", follow=True).content.decode()
    below = as_aylin.get("/desk/settings/on-call/").content.decode()
    assert "reached" in below and "failed" in below and "who are you?" in below


def test_where_another_machine_is_named_the_page_says_that_secrets_were_forgotten(as_aylin: Client) -> None:
    typed = {"address": "https://push.example.com/m", "content_type": "application/json", "secret": "s-77"}
    as_aylin.post("/desk/settings/paging/", typed)
    same = typed | {"secret": "", "address": "https://push.example.com/other"}
    said = as_aylin.post("/desk/settings/paging/", same, follow=True).content.decode()
    assert "The gateway is saved. Have it page you once." in said and Gateway.objects.get().secret_sealed
    other = same | {"address": "https://elsewhere.example.com/m"}
    said = as_aylin.post("/desk/settings/paging/", other, follow=True).content.decode()
    assert "names another machine: what headers and secret held was forgotten" in said
    assert not Gateway.objects.get().secret_sealed
    # nothing was there any more that could be forgotten, and nobody is told twice
    said = as_aylin.post("/desk/settings/paging/", same, follow=True).content.decode()
    assert "was forgotten" not in said


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(as_aylin: Client) -> None:
    typed = {"address": "https://push.example.com", "content_type": "application/json", "body": '{"a": {{title}}}'}
    answer = as_aylin.post("/desk/settings/paging/", typed)
    assert answer.status_code == 422
    assert "This is no JSON" in answer.content.decode() and "{&quot;a&quot;: {{title}}}" in answer.content.decode()


def test_a_lead_sees_what_became_of_pages_but_not_the_gateway(client: Client, leyla: Person) -> None:
    client.force_login(leyla)
    Page.objects.create(person=leyla, why="test", state="dropped", code="seen", ended_at=clock.now())
    page = client.get("/desk/settings/on-call/").content.decode()
    assert "not needed any more" in page and "/desk/settings/paging/" not in page
    assert client.get("/desk/settings/paging/").status_code == 403
