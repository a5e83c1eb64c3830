"""Two administrators edit the same thing at once: the second one is told, and overwrites nothing unseen."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from html.parser import HTMLParser

import pytest
from django.db import connection, transaction
from django.test import Client

from derman.assets.actions import save_asset
from derman.catalogue.actions import save_service
from derman.channels.mail.actions import save_mailbox
from derman.channels.mail.fetching.actions import save_arrival
from derman.channels.pager.actions import Given as Paged
from derman.channels.pager.actions import save as save_gateway
from derman.desk.queries import the_desk
from derman.kernel.locks import hold
from derman.people import actions as people
from derman.people.models import Person
from derman.replies import actions as replies
from derman.tickets.actions import save_category
from derman.trackers.actions import Details as Tracked
from derman.trackers.actions import save as save_tracker
from derman.vendors.actions import ContractGiven, Details, save_contract
from derman.vendors.actions import save as save_vendor
from derman.web.settings.urls import urlpatterns


class Fields(HTMLParser):
    """What a browser would send of a page's form, as it stands."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self._in_form = False
        self._select = ""
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self._in_form = "data-saves" in given
        name = given.get("name") or ""
        if not self._in_form:
            return
        if tag == "input" and name and given.get("type") not in ("file", "submit", "password"):
            if given.get("type") not in ("checkbox", "radio") or "checked" in given:
                self.found.setdefault(name, []).append(given.get("value") or ("on" if "checked" in given else ""))
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in given:
            self.found.setdefault(self._select, []).append(given.get("value") or "")
        elif tag == "textarea":
            self._text = name
            self.found[name] = [""]

    def handle_data(self, data: str) -> None:
        if self._text:
            self.found[self._text][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._text:
            self.found[self._text] = [self.found[self._text][0].removeprefix("\n").removeprefix("\r\n")]
            self._text = ""
        elif tag == "form":
            self._in_form = False


def form_of(client: Client, address: str) -> dict[str, list[str]]:
    fields = Fields()
    fields.feed(client.get(address).content.decode())
    return fields.found


@dataclass(frozen=True)
class Case:
    """A form, what the first one changes in it, and what the second one changes."""

    page: str
    first: tuple[str, str]
    second: tuple[str, str]
    said: str  # a word of the first one's change, as the second one must read it

    def named(self, address: Callable[[str], str]) -> Case:
        """With the ids of people in the names of its fields."""
        first, second = (
            (address(name).removeprefix("/desk/settings/"), value) for name, value in (self.first, self.second)
        )
        return replace(self, first=first, second=second)


CASES = [
    Case("look/", ("name", "Karya BT"), ("accent", "#7a1fa2"), "Karya BT"),
    Case("languages/", ("zone", "Europe/Berlin"), ("language", "tr"), "Europe / Berlin"),
    Case(
        "help-button/",
        ("help_origins", "https://intranet.ege.example"),
        ("help_origins", "https://wiki.ege.example"),
        "https://intranet.ege.example",
    ),
    Case("hours/{calendar}/", ("until-0-0", "16:15"), ("zone", "Europe/Berlin"), "16:15"),
    Case("closing/", ("close_after_days", "21"), ("close_after_days", "30"), "21"),
    Case("people/{person}/", ("title", "Chief of cables"), ("phone", "1234"), "Chief of cables"),
    Case("teams/{team}/", ("name", "Cable team"), ("tier", "3"), "Cable team"),
    Case("organisations/{organisation}/", ("name", "Karya A.Ş."), ("domains", "karya.example"), "Karya A.Ş."),
    Case("categories/{category}/", ("name_en", "Cables"), ("name_tr", "Kablolar"), "Cables"),
    Case("priorities/", ("cell_1_1", "2"), ("cell_3_3", "2"), "Impact"),
    Case("mailboxes/{mailbox}/", ("name", "Help for all"), ("signature_en", "Regards"), "Help for all"),
    Case("mail-look/", ("footer_en", "Ege Holding A.Ş."), ("shows_logo", "on"), "Ege Holding A.Ş."),
    Case("mailboxes/{mailbox}/look/", ("footer_en", "Ege Holding A.Ş."), ("shows_logo", "on"), "Ege Holding A.Ş."),
    Case("signatures/", ("text_en", "Aylin, IT"), ("text_tr", "Aylin, BT"), "Aylin, IT"),
    Case("mailboxes/{mailbox}/arrival/", ("skip_existing", "on"), ("folder", "Help"), "Only mail from now on"),
    Case("replies/{reply}/", ("text_en", "Restart it."), ("folder", "Daily"), "Restart it."),
    Case("mailboxes/{mailbox}/provider/", ("client_id", "desk.apps"), ("client_id", "other.apps"), "desk.apps"),
    Case("synonyms/", ("groups", "modem, router"), ("groups", "fare, mouse"), "modem, router"),
    Case("assets/{asset}/", ("place", "Room 2"), ("notes", "Scratched"), "Room 2"),
    Case("services/{service}/", ("name_en", "Notebook"), ("cost_en", "Free"), "Notebook"),
    Case("ranking/", ("promise", "9"), ("effort", "7"), "9"),
    Case("ratings/asking/", ("every_days", "77"), ("after_hours", "9"), "77"),
    Case("routing/points/", ("priority-high", "4.5"), ("priority-low", "0.5"), "4.5"),
    Case("shifts/capacity/", ("person-{person}", "7"), ("person-{self}", "9"), "7"),
    Case("trackers/{tracker}/", ("name", "ERP reports"), ("project", "ege/reports"), "ERP reports"),
    Case("vendors/{vendor}/", ("notes", "Call first"), ("name", "Arda Ltd"), "Call first"),
    Case("vendors/{vendor}/contracts/{contract}/", ("number", "AS-8"), ("warn_days", "9"), "AS-8"),
    Case("paging/", ("address", "https://sms.example.com"), ("body", '"Call"'), "https://sms.example.com"),
    Case("senders/", ("storm_mails", "77"), ("spam_days", "12"), "77"),
]


@pytest.fixture
def address(aylin: Person) -> Callable[[str], str]:
    team = people.save_team(actor=aylin, name="Network", tier=2, members=[aylin.pk])
    box = save_mailbox(actor=aylin, address="help@ege.example")
    save_arrival(actor=aylin, mailbox=box, arrival="imap", host="127.0.0.1", user="help", password="secret")
    save_gateway(actor=aylin, given=Paged(address="https://push.example.com"))
    vendor = save_vendor(actor=aylin, given=Details(name="Arda", contacts=[("", "a@arda.example", "")]))
    made = {
        "tracker": save_tracker(
            actor=aylin,
            given=Tracked(name="ERP", kind="github", address="https://api.github.com", project="ege/erp"),
        ).pk,
        "vendor": vendor.pk,
        "contract": save_contract(actor=aylin, vendor=vendor.pk, given=ContractGiven(number="AS-7")).pk,
        "self": aylin.pk,
        "person": people.add_person(actor=aylin, email="okan@ege.example", name="Okan", role="agent").pk,
        "team": team.pk,
        "organisation": people.save_organisation(actor=aylin, name="Ege").pk,
        "category": save_category(actor=aylin, names={"en": "Cable"}).pk,
        "mailbox": box.pk,
        "calendar": the_desk().calendar_id,
        "asset": save_asset(actor=aylin, name="ThinkPad").pk,
        "service": save_service(actor=aylin, names={"en": "Laptop"}).pk,
        "reply": replies.save(
            actor=aylin, name="Hello", folder="", audience="desk", texts={"en": "Hi", "tr": "Merhaba"}
        ).pk,
    }
    return lambda page: "/desk/settings/" + page.format(**made)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.page)
def test_the_second_one_is_told_and_keeps_what_was_typed(
    case: Case, address: Callable[[str], str], as_aylin: Client
) -> None:
    there = address(case.page)
    case = case.named(address)
    ones, others = form_of(as_aylin, there), form_of(as_aylin, there)
    assert others["shown"] != [""]

    assert as_aylin.post(there, {**ones, case.first[0]: case.first[1]}).status_code == 302
    typed = {**others, case.second[0]: case.second[1]}
    answer = as_aylin.post(there, typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody else has changed this since you opened it" in page
    assert case.said in page.partition('id="meanwhile"')[2].partition("</section>")[0]
    returned = Fields()
    returned.feed(page)
    assert returned.found[case.second[0]] == [case.second[1]]
    # nothing of the first one's is gone
    assert form_of(as_aylin, there)[case.first[0]] == [case.first[1]]

    # told what is there now, the second one may decide
    again = {**typed, "shown": returned.found["shown"]}
    assert as_aylin.post(there, again).status_code == 302
    assert form_of(as_aylin, there)[case.second[0]] == [case.second[1]]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.page)
def test_whoever_is_alone_saves_as_ever(case: Case, address: Callable[[str], str], as_aylin: Client) -> None:
    there = address(case.page)
    case = case.named(address)
    for name, value in (case.first, case.second):
        assert as_aylin.post(there, {**form_of(as_aylin, there), name: value}).status_code == 302
    assert form_of(as_aylin, there)[case.second[0]] == [case.second[1]]


def test_a_mark_that_nobody_signed_counts_as_overtaken(as_aylin: Client) -> None:
    form = form_of(as_aylin, "/desk/settings/look/")
    assert as_aylin.post("/desk/settings/look/", {**form, "shown": "made-up"}).status_code == 409


def test_a_password_changed_meanwhile_is_told_without_being_shown(
    address: Callable[[str], str], as_aylin: Client
) -> None:
    there = address("mailboxes/{mailbox}/")
    form = {**form_of(as_aylin, there), "user": "help"}
    as_aylin.post(there, form)
    stale = form_of(as_aylin, there)
    as_aylin.post(there, {**stale, "password": "first secret"})
    answer = as_aylin.post(there, {**stale, "password": "second secret"})
    meanwhile = answer.content.decode().partition('id="meanwhile"')[2].partition("</section>")[0]
    assert answer.status_code == 409
    assert "another one than before" in meanwhile
    assert "first secret" not in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_who_save_in_the_same_moment_go_one_after_the_other(as_aylin: Client) -> None:
    form = form_of(as_aylin, "/desk/settings/look/")
    answers: list[int] = []

    def save(name: str) -> None:
        answers.append(as_aylin.post("/desk/settings/look/", {**form, "name": name}).status_code)
        connection.close()

    both = [threading.Thread(target=save, args=[name]) for name in ("One", "Two")]
    with transaction.atomic():
        hold("settings.desk.")
        for one in both:
            one.start()
        # neither gets past the lock, whatever the time
        both[0].join(0.3)
        assert answers == []
    for one in both:
        one.join()
    assert sorted(answers) == [302, 409]


def test_every_page_with_a_form_that_saves_is_in_the_table(address: Callable[[str], str], as_aylin: Client) -> None:
    covered = {address(case.page) for case in CASES}
    # what is new, and a token, is nobody else's yet
    listed = {str(one.pattern) for one in urlpatterns if "<" not in str(one.pattern)} - {"tokens/"}
    pages = covered | {f"/desk/settings/{there}" for there in listed if not there.endswith("add/")}
    assert {there for there in pages if b"data-saves" in as_aylin.get(there).content} == covered
