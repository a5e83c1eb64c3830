"""Agents, teams, organisations and requesters."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client

from derman.channels.mail.actions import save_mailbox
from derman.desk.models import AuditEntry
from derman.people.actions import find_or_add_requester, save_organisation
from derman.people.models import EmailAddress, Person, SignInLink, Team

INVITE = {"name": "Şule Ünal", "email": "sule@ege.example", "role": "agent", "language": "tr", "invite": "on"}


def profile(person: Person, **changes: object) -> dict[str, object]:
    """The form of a person as the page sends it."""
    form: dict[str, object] = {
        "name": person.name,
        "role": person.role,
        "teams": [team.pk for team in person.teams.all()],
        "skills": "",
        "available": "on",
        "language": person.language,
        "zone": "",
        "organisation": "",
    }
    return {**form, **changes}


def test_an_invited_agent_gets_a_sign_in_link(as_aylin: Client, front_line: Team, settings: Any) -> None:
    settings.DERMAN_MAIL_URL = "smtp://127.0.0.1:1?tls=none"
    answer = as_aylin.post("/desk/settings/people/add/", {**INVITE, "teams": [front_line.pk]})
    added = Person.objects.get(name="Şule Ünal")
    assert answer.status_code == 302
    assert added.role == "agent"
    assert list(added.teams.all()) == [front_line]
    assert SignInLink.objects.filter(person=added, next="/desk/").exists()
    assert AuditEntry.objects.get(kind="person.added").details["name"] == "Şule Ünal"


def test_an_address_that_is_taken_is_named_beside_the_field(as_aylin: Client, elif_: Person) -> None:
    answer = as_aylin.post("/desk/settings/people/add/", {**INVITE, "email": "ELIF@ege.example"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "belongs to somebody else" in page
    assert "Şule Ünal" in page
    assert not SignInLink.objects.exists()


def test_an_agent_becomes_a_lead_with_skills(as_aylin: Client, elif_: Person, network: Team) -> None:
    form = profile(elif_, role="lead", skills="VPN, Wi-Fi,", teams=[network.pk])
    assert as_aylin.post(f"/desk/settings/people/{elif_.pk}/", form).status_code == 302
    elif_.refresh_from_db()
    assert elif_.role == "lead"
    assert [known.skill.name for known in elif_.skills.order_by("skill__name")] == ["VPN", "Wi-Fi"]
    assert list(elif_.teams.all()) == [network]
    assert AuditEntry.objects.filter(kind="person.role_changed").exists()


def test_the_last_administrator_keeps_the_role(as_aylin: Client, aylin: Person) -> None:
    answer = as_aylin.post(f"/desk/settings/people/{aylin.pk}/", profile(aylin, role="agent"))
    assert answer.status_code == 422
    assert "at least one administrator" in answer.content.decode()
    aylin.refresh_from_db()
    assert aylin.is_administrator


def test_the_last_administrator_cannot_be_deactivated(as_aylin: Client, aylin: Person) -> None:
    answer = as_aylin.post(f"/desk/settings/people/{aylin.pk}/active/", {"active": "no"}, follow=True)
    assert "at least one administrator" in answer.content.decode()
    aylin.refresh_from_db()
    assert aylin.is_active


def test_a_deactivated_agent_can_come_back(as_aylin: Client, elif_: Person) -> None:
    as_aylin.post(f"/desk/settings/people/{elif_.pk}/active/", {"active": "no"})
    elif_.refresh_from_db()
    assert not elif_.is_active
    as_aylin.post(f"/desk/settings/people/{elif_.pk}/active/", {"active": "yes"})
    elif_.refresh_from_db()
    assert elif_.is_active


def test_nobody_is_invited_by_an_address_of_the_desk(as_aylin: Client, aylin: Person) -> None:
    save_mailbox(actor=aylin, address="destek@ege.example")

    answer = as_aylin.post("/desk/settings/people/add/", {**INVITE, "email": "Destek@ege.example"})

    assert answer.status_code == 422
    assert "an address of the desk itself" in answer.content.decode()
    assert not Person.objects.filter(name="Şule Ünal").exists()


def test_all_addresses_of_a_person_are_shown(as_aylin: Client, elif_: Person) -> None:
    EmailAddress.objects.create(person=elif_, address="Elif@Home.example", folded="elif@home.example")
    page = as_aylin.get(f"/desk/settings/people/{elif_.pk}/").content.decode()
    assert "elif@ege.example" in page
    assert "Elif@Home.example" in page


def test_an_organisation_can_be_taken_off_a_person(as_aylin: Client, aylin: Person, mert: Person) -> None:
    organisation = save_organisation(actor=aylin, name="Karya", domains=["karya.example"])
    as_aylin.post(f"/desk/settings/people/{mert.pk}/", profile(mert, organisation=organisation.pk))
    mert.refresh_from_db()
    assert mert.organisation == organisation
    as_aylin.post(f"/desk/settings/people/{mert.pk}/", profile(mert))
    mert.refresh_from_db()
    assert mert.organisation is None


def test_a_person_nobody_knows_is_not_found(as_aylin: Client) -> None:
    assert as_aylin.get("/desk/settings/people/999999/").status_code == 404


def test_a_team_is_made_with_its_members(as_aylin: Client, elif_: Person) -> None:
    form = {"name": "L2 Workplace", "tier": "2", "placing": "push", "members": [elif_.pk]}
    assert as_aylin.post("/desk/settings/teams/add/", form).status_code == 302
    team = Team.objects.get(name="L2 Workplace")
    assert team.placing == "push"
    assert list(team.members.all()) == [elif_]
    assert AuditEntry.objects.filter(kind="team.added").exists()


def test_a_closed_team_cannot_be_the_default(as_aylin: Client, front_line: Team) -> None:
    form = {"name": "Security", "tier": "3", "placing": "pull", "closed": "on", "is_default": "on"}
    answer = as_aylin.post("/desk/settings/teams/add/", form)
    assert answer.status_code == 422
    assert "cannot be the default" in answer.content.decode()


def test_two_teams_never_have_one_name(as_aylin: Client, front_line: Team, network: Team) -> None:
    form = {"name": front_line.name, "tier": "2", "placing": "pull"}
    answer = as_aylin.post(f"/desk/settings/teams/{network.pk}/", form)
    assert answer.status_code == 422
    assert "Another team has this name" in answer.content.decode()


def test_an_organisation_takes_domains_line_by_line(as_aylin: Client) -> None:
    form = {"name": "Karya", "domains": "@karya.example\nKarya.COM.tr"}
    assert as_aylin.post("/desk/settings/organisations/add/", form).status_code == 302
    assert find_or_add_requester(email="a@karya.com.tr").organisation is not None


def test_what_is_no_domain_is_named(as_aylin: Client) -> None:
    answer = as_aylin.post("/desk/settings/organisations/add/", {"name": "Karya", "domains": "karya.example\nnonsense"})
    assert answer.status_code == 422
    assert "“nonsense” is not a domain" in answer.content.decode()


@pytest.mark.parametrize("words", ["çelik", "CELIK", "ışıl çel", "isil@karya"])
def test_people_are_found_by_folded_parts_of_name_and_address(as_aylin: Client, words: str) -> None:
    find_or_add_requester(email="isil@karya.example", name="Işıl Çelik")
    find_or_add_requester(email="x@y.example", name="Somebody Else")
    page = as_aylin.get("/desk/settings/requesters/", {"q": words}).content.decode()
    assert "Işıl Çelik" in page
    assert "Somebody Else" not in page


def test_the_list_of_people_is_paged_by_key_and_shows_everybody_once(as_aylin: Client) -> None:
    names = [f"{letter}{number:02d}" for letter in "ÇaZş" for number in range(25)]
    for place, name in enumerate(names):
        find_or_add_requester(email=f"p{place}@y.example", name=name)
    seen: list[str] = []
    key = ""
    for _page in range(4):
        found = as_aylin.get("/desk/settings/requesters/", {"after": key}).context["found"]
        seen += [person.name for person in found.people]
        key = found.next
        if not key:
            break
    assert sorted(seen) == sorted([*names, "Aylin Su"])


def test_a_key_that_no_page_gave_is_harmless(as_aylin: Client) -> None:
    assert as_aylin.get("/desk/settings/requesters/", {"after": "~'--", "organisation": "x"}).status_code == 200


def test_nothing_is_kept_where_the_audit_line_cannot_be_written(as_aylin: Client) -> None:
    with patch("derman.web.settings.views.people.audit", side_effect=RuntimeError), pytest.raises(RuntimeError):
        as_aylin.post("/desk/settings/people/add/", INVITE)
    assert not Person.objects.filter(name="Şule Ünal").exists()
