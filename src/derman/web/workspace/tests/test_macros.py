"""A macro on a ticket's page: what fits is offered, looked at, run; and written in the settings."""

from __future__ import annotations

from derman.automation.macros import actions
from derman.automation.macros.actions import Given
from derman.automation.models import Macro
from derman.tickets.models import Message

STEPS = [
    {"do": "reply", "text": "Dear {{requester.first_name}}, done."},
    {"do": "priority", "to": "high"},
    {"do": "task", "text": "Call {{requester.name}}", "days": 1},
]
SENT = {
    "name": "Printers", "query": "is:open", "audience": "me", "step": ["n1", "n2"], "n1-do": "tag", "n1-was": "tag",
    "n1-to": "printer", "n2-do": "take", "n2-was": "take",
}  # fmt: skip
ADD = "/desk/settings/macros/add/"


def write(actor, **more) -> Macro:
    return actions.save(actor=actor, given=Given(**{"name": "Call back", "steps": STEPS, **more}))


def test_it_is_offered_looked_at_and_run(elif_, client, vpn):
    one = write(elif_)
    write(elif_, name="Never here", query="is:closed")
    client.force_login(elif_)
    menu = client.get(f"/desk/tickets/{vpn.pk}/macros/").content.decode()
    assert "Call back" in menu
    assert "Never here" not in menu
    looked = client.get(f"/desk/tickets/{vpn.pk}/macros/{one.pk}/").content.decode()
    assert "Dear Mert, done." in looked
    assert "Set the priority to High" in looked
    assert "Call Mert Kaya" in looked
    assert not Message.objects.filter(ticket=vpn, staff=True).exists()
    given = {"reply": "Dear Mert, all done."}
    said = client.post(f"/desk/tickets/{vpn.pk}/macros/{one.pk}/", given, headers={"HX-Request": "true"})
    assert said.status_code == 200
    assert "macro" in said.content.decode()
    assert "/undo/" in said.content.decode()
    assert Message.objects.get(ticket=vpn, staff=True).text == "Dear Mert, all done."


def test_one_that_is_not_there_and_one_that_cannot_be_run_say_so(elif_, client, vpn, derya):
    one = write(elif_)
    client.force_login(derya)
    assert client.get(f"/desk/tickets/{vpn.pk}/macros/{one.pk}/").status_code == 404
    client.force_login(elif_)
    Macro.objects.update(steps=[{"do": "team", "to": 4711}])
    assert "no longer there" in client.get(f"/desk/tickets/{vpn.pk}/macros/{one.pk}/").content.decode()
    refused = client.post(f"/desk/tickets/{vpn.pk}/macros/{one.pk}/", headers={"HX-Request": "true"})
    assert refused.status_code == 400
    assert "X-Sentence" in refused.headers


def test_one_written_on_the_page_is_kept_and_what_is_wrong_is_said_beside_it(elif_, client):
    client.force_login(elif_)
    wrong = client.post(ADD, SENT | {"n1-to": "", "query": "is:lost"})
    assert wrong.status_code == 422
    assert "n1-wrong" in wrong.content.decode()
    assert 'value="is:lost"' in wrong.content.decode()
    assert client.post(ADD, SENT | {"query": "is:lost"}).status_code == 422
    more = client.post(ADD, SENT | {"act": "step"}).content.decode()
    assert more.count('name="step"') == 3
    assert client.post(ADD, SENT).status_code == 302
    made = Macro.objects.get()
    assert (made.steps, made.query, made.owner) == ([{"do": "tag", "to": "printer"}, {"do": "take"}], "is:open", elif_)
    page = client.get(f"/desk/settings/macros/{made.pk}/").content.decode()
    assert "Give it to whoever runs the macro" in page
    later = client.post(f"/desk/settings/macros/{made.pk}/", SENT | {"version": "9", "name": "Theirs"})
    assert later.status_code == 409
    assert "Printers" in client.get("/desk/settings/macros/").content.decode()
    assert client.post(f"/desk/settings/macros/{made.pk}/delete/").status_code == 302
    assert "Printers</a>" not in client.get("/desk/settings/macros/").content.decode()
    client.post(f"/desk/settings/macros/{made.pk}/restore/")
    assert Macro.objects.get().removed_at is None


def test_in_many_tickets_the_form_says_what_it_does(elif_, client, vpn):
    one = write(elif_)
    client.force_login(elif_)
    chosen = {"numbers": str(vpn.pk)}
    assert "Call back" in client.post("/desk/many/", chosen).content.decode()
    seen = client.post("/desk/many/foresee/", chosen | {"macro": one.pk}).content.decode()
    assert "1 ticket will change." in seen
    assert "Set the priority to High" in seen
    assert "gets the answer by mail" in seen
