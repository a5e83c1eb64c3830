"""A rule is written in sentences; what is wrong is said beside it, and nothing typed is lost."""

from __future__ import annotations

import re

from derman.automation import actions, queries
from derman.automation.given import Given
from derman.automation.models import Rule
from derman.automation.replaying import go_on
from derman.people.models import Organisation
from derman.tickets import actions as tickets
from tests.cast import asks

ADD = "/desk/settings/rules/add/"


def sent(**more):
    """What the form sends: if the priority is high and (the team is … or words are said), then a tag is added."""
    return {
        "name": "Printers",
        "when": "opened",
        "hours": "",
        "most": "500",
        "node": ["c0 ", "n1 c0", "n2 c0", "n3 n2"],
        "c0-group": "all",
        "n1-name": "priority",
        "n1-was": "priority",
        "n1-op": "is",
        "n1-value": ["high", "critical", ""],
        "n2-group": "any",
        "n3-name": "words",
        "n3-was": "words",
        "n3-op": "not",
        "n3-words": "yazıcı,  printer ,",
        "step": ["n4"],
        "n4-do": "tag",
        "n4-was": "tag",
        "n4-to": "printer",
        "stop": "on",
    } | more


def test_a_rule_written_on_the_page_is_the_one_that_is_kept(leyla, client, front_line):
    client.force_login(leyla)
    assert client.post(ADD, sent()).status_code == 302
    made = Rule.objects.get()
    assert made.conditions == {
        "all": [
            {"key": "priority", "sign": ":", "values": ["high", "critical"], "negated": False},
            {"any": [{"key": "words", "sign": ":", "values": ["yazıcı", "printer"], "negated": True}]},
        ]
    }
    assert (made.steps, made.stop, made.once, made.active) == ([{"do": "tag", "to": "printer"}], True, False, False)
    page = client.get(f"/desk/settings/rules/{made.pk}/").content.decode()
    shown = _fields(page)
    assert client.post(f"/desk/settings/rules/{made.pk}/", shown).status_code == 302
    made.refresh_from_db()
    assert made.version == 1, "what was not changed is no version"


def test_every_rule_to_begin_with_and_every_comparison_survives_the_page(leyla, mert, client, network, front_line):
    client.force_login(leyla)
    client.post("/desk/settings/rules/begin/")
    conditions = {
        "none": [
            {"key": "requester", "values": [mert.pk], "sign": ":", "negated": True},
            {"key": "team", "values": ["none", network.pk], "sign": ":", "negated": False},
            {"key": "created", "values": ["90m"], "sign": "<=", "negated": True},
            {"key": "tag", "values": ["none"], "sign": ":", "negated": True},
            {"key": "spent", "values": ["2h"], "sign": ">", "negated": False},
            {"any": [{"all": [{"key": "title", "values": ["Genel Müdür"], "sign": ":", "negated": False}]}]},
        ]
    }
    steps = [
        {"do": "task", "to": network.pk, "text": "Ara,\nsor", "days": 2},
        {"do": "task", "to": None, "text": "x", "days": None},
        {"do": "wait", "to": "date", "days": 3},
        {"do": "back"},
        {"do": "notify", "to": leyla.pk},
    ]
    given = Given(name="x", when="silent", hours=30, working=True, conditions=conditions, steps=steps, once=True)
    actions.save(actor=leyla, given=given)
    for row in queries.rules(leyla):
        address = f"/desk/settings/rules/{row.pk}/"
        assert client.post(address, _fields(client.get(address).content.decode())).status_code == 302
        assert (row.name, Rule.objects.get(pk=row.pk).version) == (row.name, 1)


def test_what_is_wrong_stands_beside_it_and_nothing_typed_is_lost(leyla, client, front_line):
    client.force_login(leyla)
    wrong = sent(name=" ", **{"n1-value": [""], "n4-do": "mail", "n4-was": "mail", "n4-to": "nobody", "n4-text": "Söz"})
    answer = client.post(ADD, wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="rule-name-wrong"' in page
    assert 'id="n1-wrong"' in page
    assert 'id="n4-wrong"' in page
    assert 'value="yazıcı, printer"' in page
    assert ">Söz</textarea>" in page
    assert not Rule.objects.exists()


def test_lines_are_added_moved_and_taken_away_without_saving(leyla, client, front_line):
    client.force_login(leyla)
    page = client.post(ADD, sent(act="condition n2")).content.decode()
    assert 'value="n5 n2"' in page
    page = client.post(ADD, sent(act="drop n2")).content.decode()
    assert 'name="node" value="n3' not in page
    page = client.post(ADD, sent(act="step")).content.decode()
    assert re.findall(r'name="step" value="(\w+)"', page) == ["n4", "n5"]
    more = sent(act="up n5", step=["n4", "n5"], **{"n5-do": "note", "n5-was": "note", "n5-text": "x"})
    assert re.findall(r'name="step" value="(\w+)"', client.post(ADD, more).content.decode()) == ["n5", "n4"]
    assert not Rule.objects.exists()


def test_a_rule_that_points_at_a_deleted_team_says_so_in_the_list_and_beside_the_step(
    leyla, aylin, client, network, front_line
):
    client.force_login(leyla)
    conditions = {"any": [{"key": "team", "values": [network.pk]}]}
    given = Given(name="Net", when="opened", conditions=conditions, steps=[{"do": "team", "to": network.pk}])
    made = actions.save(actor=leyla, given=given)
    tickets.remove_team(actor=aylin, team=network)
    assert "Names something that is no longer there" in client.get("/desk/settings/rules/").content.decode()
    page = client.get(f"/desk/settings/rules/{made.pk}/").content.decode()
    assert page.count("no longer there</option>") == 2
    assert len(re.findall(r'id="k\d-wrong"', page)) == 2
    assert client.post(f"/desk/settings/rules/{made.pk}/", _fields(page)).status_code == 422


def test_who_saves_second_is_told_and_keeps_what_they_typed(leyla, client, front_line):
    client.force_login(leyla)
    client.post(ADD, sent())
    made = Rule.objects.get()
    address = f"/desk/settings/rules/{made.pk}/"
    mine = _fields(client.get(address).content.decode())
    client.post(address, mine | {"name": "Theirs"})
    answer = client.post(address, mine | {"name": "Mine"})
    assert answer.status_code == 409
    assert 'value="Mine"' in answer.content.decode()
    again = _fields(answer.content.decode())
    assert client.post(address, again).status_code == 302
    made.refresh_from_db()
    assert (made.name, made.version) == ("Mine", 3)
    client.post(f"{address}versions/1/restore/")
    made.refresh_from_db()
    assert (made.name, made.version) == ("Printers", 4)


def test_a_requester_is_written_by_their_address(leyla, mert, client, front_line):
    client.force_login(leyla)
    asked = {"n1-name": "requester", "n1-was": "requester", "n1-words": "mert@ege.example"}
    assert client.post(ADD, sent(**asked)).status_code == 302
    made = Rule.objects.get()
    assert made.conditions["all"][0]["values"] == [mert.pk]
    assert "mert@ege.example" in client.get(f"/desk/settings/rules/{made.pk}/").content.decode()
    answer = client.post(ADD, sent(**(asked | {"n1-words": "nobody@nowhere.example"})))
    assert "Nobody has the address “nobody@nowhere.example”." in answer.content.decode()


def test_a_rule_is_tried_on_the_past_and_the_page_tells_ticket_by_ticket(leyla, mert, client, front_line):
    client.force_login(leyla)
    ticket = asks(mert)
    given = Given(name="Net", when="opened", steps=[{"do": "priority", "to": "high"}, {"do": "note", "text": "x"}])
    made = actions.save(actor=leyla, given=given)
    address = client.post(f"/desk/settings/rules/{made.pk}/tries/")["Location"]
    assert "at work" in client.get(f"/desk/settings/rules/{made.pk}/").content.decode()
    assert 'value="0"' in client.get(address).content.decode()
    go_on(replay=queries.replays(leyla, made.pk)[0].pk)
    page = client.get(address).content.decode()
    assert f"#{ticket.pk}</a>" in page
    assert "Set the priority to High (it was Normal)" in page
    assert "It was not done; today it is Normal." in page
    assert client.post(f"{address}stop/").status_code == 302


def _fields(page: str) -> dict[str, list[str]]:
    """What a browser would send of the form on the page."""
    from html.parser import HTMLParser

    class Form(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.found: dict[str, list[str]] = {}
            self.inside, self.select, self.area = False, None, None

        def handle_starttag(self, tag, attrs):
            has = dict(attrs)
            if tag == "form":
                self.inside = "rule" in (has.get("class") or "").split()
            if not self.inside:
                return
            name = has.get("name")
            if tag == "select":
                self.select = [name, None, None]
            elif tag == "option" and self.select:
                self.select[1] = has.get("value") if self.select[1] is None else self.select[1]
                if "selected" in has:
                    self.select[2] = has.get("value")
            elif tag == "textarea":
                self.area = name
                self.found.setdefault(name, []).append("")
            elif tag == "input" and name and (has.get("type") != "checkbox" or "checked" in has):
                self.found.setdefault(name, []).append(has.get("value") or "")

        def handle_data(self, data):
            if self.area:
                self.found[self.area][-1] += data

        def handle_endtag(self, tag):
            if tag == "select" and self.select:
                name, first, chosen = self.select
                self.found.setdefault(name, []).append((first if chosen is None else chosen) or "")
                self.select = None
            if tag == "textarea":
                self.area = None
            if tag == "form":
                self.inside = False

    form = Form()
    form.feed(page)
    return form.found


def test_an_organisation_is_found_by_its_name_and_none_is_loaded_that_is_not_named(leyla, client, front_line):
    client.force_login(leyla)
    ege, zeta = (Organisation.objects.create(name=name) for name in ("Ege Üniversitesi", "Zeta, Inc."))
    asked = {"node": ["c0 ", "n1 c0"], "n1-name": "org", "n1-was": "org", "n1-op": "is", "n1-value": []}
    offered = client.get("/desk/settings/organisations/like/?query=universite&at=10").json()
    assert [one["text"] for one in offered["offers"]] == ["Ege Üniversitesi"]
    page = client.post(ADD, sent(**asked, **{"n1-find": "Ege Üniversitezi"}))
    assert page.status_code == 422
    assert "No organisation is called “Ege Üniversitezi”." in page.content.decode()
    assert 'value="Ege Üniversitezi"' in page.content.decode()
    assert client.post(ADD, sent(**asked, **{"n1-find": "ege universitesi"})).status_code == 302
    made = Rule.objects.get()
    assert made.conditions == {"all": [{"key": "org", "sign": ":", "values": [ege.pk], "negated": False}]}
    for address in (f"/desk/settings/rules/{made.pk}/", "/desk/settings/rules/"):
        shown = client.get(address).content.decode()
        assert "Ege Üniversitesi" in shown
        assert "Zeta" not in shown
    shown = _fields(client.get(f"/desk/settings/rules/{made.pk}/").content.decode())
    client.post(f"/desk/settings/rules/{made.pk}/", {**shown, f"{shown['node'][1].split()[0]}-find": "Zeta, Inc."})
    made.refresh_from_db()
    assert made.conditions["all"][0]["values"] == [ege.pk, zeta.pk]
