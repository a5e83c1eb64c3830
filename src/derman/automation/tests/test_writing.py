"""Rules are written, refused with their field, kept in versions, taken to another desk, and there to begin with."""

from __future__ import annotations

import pytest

from derman.automation import actions, queries
from derman.automation.beginning import begin
from derman.automation.errors import NotAllowed, WrongInput
from derman.automation.given import Given
from derman.automation.jobs import follow
from derman.automation.models import Rule
from derman.automation.tests.writing import HIGH, leaf, rule, writes
from derman.tickets import actions as tickets
from tests.cast import asks


@pytest.mark.parametrize(
    "given, field",
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"when": "never"}, "when"),
        ({"when": "silent", "hours": 0}, "hours"),
        ({"most": 0}, "most"),
        ({"steps": []}, "steps"),
        ({"steps": [{"do": "explode"}]}, "steps"),
        ({"steps": [{"do": "team", "to": 999_999}]}, "steps"),
        ({"steps": [{"do": "mail", "to": "nobody", "text": "x"}]}, "steps"),
        ({"steps": [{"do": "note", "text": "{{password}}"}]}, "steps"),
        ({"steps": [{"do": "webhook", "to": "file:///etc/passwd"}]}, "steps"),
        ({"steps": [{"do": "wait", "to": "date"}]}, "steps"),
        ({"conditions": leaf("colour", "red")}, "conditions"),
        ({"conditions": leaf("priority", "urgent")}, "conditions"),
        ({"conditions": leaf("created", "soon", sign=">")}, "conditions"),
        ({"conditions": {"all": [{"all": [{"all": [{"all": [leaf("is", "open")]}]}]}]}}, "conditions"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_field(leyla, given, field):
    with pytest.raises(WrongInput) as refused:
        Given(**{"name": "x", "when": "opened", "steps": HIGH, **given}).checked()
    assert refused.value.field == field


def test_versions_are_kept_and_brought_back(leyla, elif_, front_line):
    written = rule(leyla)
    actions.save(actor=leyla, given=Given(name="Other", when="received", steps=HIGH), rule=written.pk)
    back = actions.restore(actor=leyla, rule=written.pk, version=1)
    assert (back.name, back.when, back.version) == ("Printers first", "opened", 3)
    assert [one.version for one in queries.versions(leyla, written.pk)] == [3, 2, 1]
    with pytest.raises(NotAllowed):
        actions.save(actor=elif_, given=Given(name="Mine", when="opened", steps=HIGH))
    assert queries.rules(elif_) == []


def test_rules_are_taken_to_another_desk_and_are_off_there(leyla, front_line):
    rule(leyla, conditions={"any": [leaf("tag", "vpn"), leaf("hours", "closed")]})
    exported = actions.export(queries.rules(leyla))
    (copy,) = actions.import_rules(actor=leyla, exported=exported)
    assert (copy.active, copy.conditions) == (False, exported["rules"][0]["conditions"])
    exported["rules"][0]["when"] = "never"
    with pytest.raises(WrongInput, match="Rule 1"):
        actions.import_rules(actor=leyla, exported=exported)


def test_the_rules_to_begin_with_work_and_are_added_once(leyla, elif_, mert, selin, vpn):
    made = {one.name: one for one in begin(actor=leyla)}
    assert begin(actor=leyla) == []
    assert not any(one.active for one in made.values() if not one.standing)
    # five days of half past eight to six
    assert made["Closed after five working days of silence"].hours == 48
    for one in made.values():
        actions.switch(actor=leyla, rule=one.pk, on=True)
    tickets.take(actor=elif_, ticket=vpn.pk)
    resolved = tickets.resolve(actor=elif_, ticket=vpn.pk).resolved_at
    tickets.assign(actor=None, ticket=vpn.pk, assignee=None)
    writes(mert, vpn, "Çok teşekkürler, sorun çözüldü!")
    follow()
    vpn.refresh_from_db()
    assert (vpn.status, vpn.resolved_at, vpn.assignee) == ("resolved", resolved, None)
    writes(mert, vpn, "Thanks, but it drops again.")
    follow()
    vpn.refresh_from_db()
    assert (vpn.status, vpn.assignee) == ("open", elif_)


def test_the_page_shows_switches_and_tells_what_a_rule_did(leyla, mert, front_line, client):
    client.force_login(leyla)
    assert "No rules yet" in client.get("/desk/settings/rules/").content.decode()
    client.post("/desk/settings/rules/begin/")
    made = Rule.objects.get(name="People at the top come first")
    client.post(f"/desk/settings/rules/{made.pk}/switch/", {"on": "yes"})
    mert.title = "Genel Müdür Yardımcısı"
    mert.save()
    ticket = asks(mert)
    follow()
    told = client.get(f"/desk/settings/rules/{made.pk}/log/").content.decode()
    assert f"#{ticket.pk}" in told
    assert "title: genel mudur" in told
    assert "People at the top come first" in client.get(f"/desk/tickets/{ticket.pk}/").content.decode()
    client.post("/desk/settings/rules/switch/", {"on": "no"})
    assert "All rules are stopped:" in client.get("/desk/settings/rules/").content.decode()
