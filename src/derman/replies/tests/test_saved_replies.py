"""Who has which saved replies, in which language they are used, and how they are found."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from derman.kernel import clock
from derman.people.models import Person, Team
from derman.replies import actions, queries
from derman.replies.access import changeable_by, visible_to
from derman.replies.errors import NotAllowed, ReplyNotFound, WrongInput
from derman.replies.models import SavedReply
from derman.tickets.models import Ticket
from derman.tickets.variables import fill
from tests.cast import asks


def written(actor: Person, name: str = "Hello", *, audience: str | int = "me", **texts: str) -> SavedReply:
    return actions.save(actor=actor, name=name, texts=texts or {"en": "Hello"}, audience=audience)


@pytest.fixture
def shelves(aylin: Person, leyla: Person, elif_: Person, front_line: Team) -> dict[str, SavedReply]:
    """One for everybody, one of the front line, one of Elif alone."""
    return {
        "desk": written(aylin, "Desk", audience="desk"),
        "team": written(leyla, "Team", audience=front_line.pk),
        "own": written(elif_, "Own"),
    }


def seen(person: Person) -> set[str]:
    return set(visible_to(person).values_list("name", flat=True))


def test_everybody_sees_what_is_theirs(
    shelves: dict[str, SavedReply], elif_: Person, derya: Person, leyla: Person, aylin: Person, mert: Person
) -> None:
    assert seen(elif_) == {"Desk", "Team", "Own"}
    assert seen(leyla) == {"Desk", "Team"}
    assert seen(aylin) == {"Desk", "Team"}  # of all teams, but nobody's own
    assert seen(derya) == {"Desk"}
    assert seen(mert) == set()
    assert visible_to(None).count() == 0


def test_a_lead_changes_those_of_their_team_an_administrator_all_but_personal_ones(
    shelves: dict[str, SavedReply], elif_: Person, leyla: Person, aylin: Person
) -> None:
    def may_change(person: Person) -> set[str]:
        return set(changeable_by(person).values_list("name", flat=True))

    assert may_change(elif_) == {"Own"}
    assert may_change(leyla) == {"Team"}
    assert may_change(aylin) == {"Desk", "Team"}
    with pytest.raises(NotAllowed):
        actions.save(actor=elif_, reply=shelves["team"].pk, name="Mine now", texts={"en": "x"})
    with pytest.raises(ReplyNotFound):
        actions.remove(actor=aylin, reply=shelves["own"].pk)
    with pytest.raises(ReplyNotFound):
        actions.save(actor=leyla, reply=shelves["own"].pk, name="x", texts={"en": "x"})


def test_nobody_writes_for_a_team_that_they_do_not_lead(elif_: Person, leyla: Person, network: Team) -> None:
    for actor, audience in ((elif_, network.pk), (leyla, network.pk), (elif_, "desk"), (leyla, "desk")):
        with pytest.raises(NotAllowed):
            written(actor, audience=audience)


def test_a_requester_has_none(mert: Person, shelves: dict[str, SavedReply], vpn: Ticket) -> None:
    with pytest.raises(NotAllowed):
        written(mert)
    with pytest.raises(ReplyNotFound):
        actions.use(actor=mert, reply=shelves["desk"].pk, ticket=vpn)


def test_the_variables_are_filled_from_the_ticket(elif_: Person, vpn: Ticket, settings: Any) -> None:
    settings.DERMAN_PORTAL_URL = "https://desk.ege.example"
    text = (
        "Dear {{requester.name}}, {{ requester.first_name }}: #{{ticket.number}} “{{ticket.subject}}”"
        " {{ticket.link}}, {{agent.name}}, {{desk.name}}"
    )
    filled = actions.use(actor=elif_, reply=written(elif_, en=text).pk, ticket=vpn)
    assert filled.text == (
        f"Dear Mert Kaya, Mert: #{vpn.pk} “VPN drops”"
        f" https://desk.ege.example/requests/{vpn.pk}/, Elif Yıldız, Ege Holding"
    )
    assert filled.missing == []


@pytest.mark.parametrize("name", ["mert@ege.example", "mert", ""])
def test_what_is_not_known_stays_and_is_named(elif_: Person, vpn: Ticket, name: str) -> None:
    Person.objects.filter(pk=vpn.requester_id).update(name=name)
    vpn = Ticket.objects.get(pk=vpn.pk)
    filled = actions.use(actor=elif_, reply=written(elif_, en="Dear {{requester.name}}").pk, ticket=vpn)
    assert filled.text == "Dear {{requester.name}}"
    assert filled.missing == ["requester.name"]


def test_what_is_filled_in_is_not_read_again() -> None:
    values = {"ticket.subject": "{{agent.name}}\r\nline", "agent.name": "Elif"}
    assert fill("{{ticket.subject}} {{agent.name}}", values) == ("{{agent.name}} line Elif", [])


def test_a_variable_that_does_not_exist_is_refused(elif_: Person) -> None:
    with pytest.raises(WrongInput, match=r"\{\{requester\.shoe\}\}") as refused:
        written(elif_, en="Hi", tr="Merhaba {{requester.shoe}}")
    assert refused.value.field == "text_tr"


@pytest.mark.parametrize(("name", "texts"), [(" ", {"en": "x"}), ("x", {"en": "  "}), ("x", {"xx": "y"})])
def test_a_name_and_a_text_are_needed(elif_: Person, name: str, texts: dict[str, str]) -> None:
    with pytest.raises(WrongInput):
        actions.save(actor=elif_, name=name, texts=texts)


def test_the_language_is_the_requesters(elif_: Person, selin: Person, mert: Person, vpn: Ticket) -> None:
    both = written(elif_, en="Hello", tr="Merhaba")
    only_turkish = written(elif_, tr="Merhaba")
    turkish = asks(selin)
    assert actions.use(actor=elif_, reply=both.pk, ticket=turkish).text == "Merhaba"
    assert actions.use(actor=elif_, reply=both.pk, ticket=vpn).text == "Hello"
    assert actions.use(actor=elif_, reply=only_turkish.pk, ticket=vpn).language == "tr"
    # nothing is known of the requester: the language in which they wrote, else the desk's
    Person.objects.filter(pk=mert.pk).update(language="")
    Ticket.objects.filter(pk=vpn.pk).update(language="tr")
    assert queries.languages_for(Ticket.objects.get(pk=vpn.pk))(both) == "tr"
    Ticket.objects.filter(pk=vpn.pk).update(language="")
    assert queries.languages_for(Ticket.objects.get(pk=vpn.pk))(both) == "en"


def test_words_find_whatever_their_accents_and_capitals(elif_: Person) -> None:
    printer = actions.save(actor=elif_, name="YAZICI kurulumu", folder="Donanım", texts={"tr": "Fişi çekin"})
    written(elif_, "Other")
    for words in ("yazici", "yazıcı DONANIM", "fisi çek", "  kurulum yaz "):
        assert queries.offered(elif_, words) == [printer], words
    assert queries.offered(elif_, "yazici other") == []


def test_what_is_used_most_stands_first(elif_: Person, vpn: Ticket) -> None:
    written(elif_, "A")
    often = written(elif_, "B")
    actions.use(actor=elif_, reply=often.pk, ticket=vpn)
    assert [(reply.name, reply.used) for reply in queries.offered(elif_)] == [("B", 1), ("A", 0)]


def test_a_removed_one_is_brought_back_for_an_hour(elif_: Person, derya: Person) -> None:
    reply = written(elif_)
    actions.remove(actor=elif_, reply=reply.pk)
    assert seen(elif_) == set()
    with pytest.raises(NotAllowed):
        actions.restore(actor=derya, reply=reply.pk)
    actions.restore(actor=elif_, reply=reply.pk)
    assert seen(elif_) == {"Hello"}
    actions.remove(actor=elif_, reply=reply.pk)
    other = written(elif_, "Other")
    with clock.frozen_at(clock.now() + timedelta(hours=2)):
        actions.remove(actor=elif_, reply=other.pk)
    assert list(SavedReply.objects.values_list("name", flat=True)) == ["Other"]


def test_its_files_wait_for_the_message_each_time_it_is_used(elif_, vpn):
    kept = actions.save(actor=elif_, name="Form", texts={"en": "Here"}, add_files=[("form.txt", b"form"), ("b", b"b")])
    first = actions.use(actor=elif_, reply=kept.pk, ticket=vpn).files
    second = actions.use(actor=elif_, reply=kept.pk, ticket=vpn).files
    assert [file.name for file in first] == ["form.txt", "b"]
    assert {file.key for file in first}.isdisjoint({file.key for file in second})
    assert {file.uploader_id for file in first} == {elif_.pk}
    kept = actions.save(
        actor=elif_, reply=kept.pk, name="Form", texts={"en": "Here"}, drop_files=[kept.files.first().pk]
    )
    assert [file.name for file in actions.use(actor=elif_, reply=kept.pk, ticket=vpn).files] == ["b"]


def test_ten_files_are_the_most(elif_):
    with pytest.raises(WrongInput):
        actions.save(actor=elif_, name="x", texts={"en": "x"}, add_files=[(f"{n}", b"x") for n in range(11)])
