"""What is not for everybody, of every kind, and each door at which somebody might hear of it."""

from __future__ import annotations

import pytest
from django.test import Client

from derman.announcements import actions as announcements
from derman.catalogue import actions as catalogue
from derman.desk import actions as desk_actions
from derman.kernel import clock
from derman.knowledge.tests.writing import draft, published
from derman.people import actions as people
from derman.runbooks import actions as runbooks
from derman.teaching import actions as teaching

SITE = "https://intranet.ege.example"
OUTSIDE, REQUESTERS, AGENTS = "nobody", "a requester", "an agent"
# the word of one thing, which may be typed → who is not to hear of it; the agent is in no closed team
KEPT_FROM = {
    "Kavurgali": {OUTSIDE, REQUESTERS},  # article for an organisation
    "Mordisko": {OUTSIDE, REQUESTERS},  # for agents
    "Zembilek": {OUTSIDE, REQUESTERS, AGENTS},  # for a team
    "Tolmacka": {OUTSIDE, REQUESTERS},  # a draft
    "Fersudem": {OUTSIDE, REQUESTERS},  # service for an organisation
    "Pervazot": {OUTSIDE, REQUESTERS, AGENTS},  # not published
    "Harmandal": {OUTSIDE, REQUESTERS},  # outage for agents
    "Kumkuatl": {OUTSIDE, REQUESTERS, AGENTS},  # for a team
    "Nalbantik": {OUTSIDE, REQUESTERS},  # a draft
    "Ozelyolak": {OUTSIDE, REQUESTERS},  # guided fix for agents
    "Begonvilt": {OUTSIDE, REQUESTERS},  # a draft
    "Zambakov": {OUTSIDE, REQUESTERS},  # tip of the day for agents
    "Karanfilt": {OUTSIDE, REQUESTERS, AGENTS},  # news for a team
}


def mark(word):
    """What stands beside the word and is typed by nobody: whoever reads it was told."""
    return word[::-1].casefold()


def title(word, *more):
    return " ".join((word, mark(word), *more))


@pytest.fixture
def addresses(desk, aylin, elif_, kaan, leyla, security):
    """One of each, and the pages on which it stands."""
    bank = people.save_organisation(actor=None, name="Bank").pk
    texts = [
        published(elif_, title("Kavurgali", "printer"), audience="organisations", organisations=[bank]),
        published(elif_, title("Mordisko", "printer"), audience="agents"),
        published(kaan, title("Zembilek", "printer"), audience="team", team=security.pk),
        draft(elif_, title("Tolmacka", "printer")),
    ]
    published(elif_, "Plain printer")
    services = [
        catalogue.save_service(
            actor=aylin, names={"en": title("Fersudem")}, published=True, audience="organisations", organisations=[bank]
        ),
        catalogue.save_service(actor=aylin, names={"en": title("Pervazot")}),
    ]
    outages = []
    for word, audience, team, out in (
        ("Harmandal", "agents", None, True),
        ("Kumkuatl", "team", security.pk, True),
        ("Nalbantik", "everyone", None, False),
    ):
        row = announcements.begin(actor=kaan, kind="outage", titles={"en": title(word)}, audience=audience, team=team)
        outages.append(announcements.publish(actor=kaan, announcement=row.pk) if out else row)
    tree = {"start": "s1", "steps": {"s1": {"kind": "outcome", "result": "solved", "title": {"en": "Done"}}}}
    words = ("Ozelyolak", "agents"), ("Begonvilt", "everyone")
    fixes = [
        runbooks.start(actor=leyla, titles={"en": title(word)}, tree=tree, audience=whose) for word, whose in words
    ]
    runbooks.publish(actor=leyla, runbook=fixes[0].pk)
    teaching.set_practice(actor=aylin, tip_of_the_day=True)
    teaching.save_tip(actor=elif_, given=teaching.TipGiven(texts={"en": title("Zambakov")}, audience="agents"))
    teaching.save_news(
        actor=kaan,
        given=teaching.NewsGiven(
            software="ERP",
            titles={"en": title("Karanfilt")},
            audience="team",
            team=security.pk,
            published_at=clock.now(),
        ),
    )
    desk_actions.change_desk(actor=aylin, in_search_engines=True, help_origins=[f"{SITE}/"])
    return [
        "/api/v1/tips/of-the-day",
        *(f"/kb/{text.slug}/" for text in texts),
        *(f"/kb/{text.slug}/?print=1" for text in texts),
        *(f"/api/v1/articles/{text.slug}" for text in texts),
        *(f"/services/{one.slug}/" for one in services),
        *(f"/api/v1/services/{one.slug}" for one in services),
        *(f"/announcements/{one.pk}/" for one in outages),
        *(f"/api/v1/announcements/{one.pk}" for one in outages),
        *(f"/fix/{one.slug}/" for one in fixes),
        *(f"/api/v1/runbooks/{one.slug}" for one in fixes),
    ]


LISTS = (
    "/", "/kb/", "/kb/?q=printer", "/kb/answers/?q=printer", "/services/", "/fix/", "/announcements/", "/news/",
    "/sitemap.xml", "/robots.txt", "/favicon.ico", "/manifest.webmanifest", "/kb/plain-printer/", "/desk/knowledge/",
    "/desk/search/?q=printer",
    "/api/v1/articles", "/api/v1/services", "/api/v1/announcements", "/api/v1/runbooks", "/api/v1/news",
    "/api/v1/search?q=printer",
    "/api/v1/knowledge/categories", "/api/v1/articles?q=printer",
)  # fmt: skip


def asked_of_search(word):
    """The same word typed at every search, and with a slip."""
    for typed in (word, word[:3] + word[4] + word[3] + word[5:]):
        yield f"/kb/?q={typed}"
        yield f"/services/?q={typed}"
        yield f"/api/v1/search?q={typed}"


@pytest.mark.parametrize("who", [OUTSIDE, REQUESTERS, AGENTS])
def test_no_door_tells_of_what_is_not_for_one(client, signed_in_as, addresses, mert, elif_, who):
    person = {OUTSIDE: None, REQUESTERS: mert, AGENTS: elif_}[who]
    browser: Client = signed_in_as(person) if person else client
    api = {}
    if person is not None:
        token = people.create_token(actor=None, person=person, name="test", scopes=("read",))
        api = {"Authorization": f"Bearer {token}"}
    hidden = {word for word, readers in KEPT_FROM.items() if who in readers}
    told, heard = [], set()

    def listen(door, answer):
        read = answer.content.decode().casefold().replace(door.casefold(), "")  # the address itself was known
        words = {word for word in KEPT_FROM if mark(word) in read}
        told.extend((door, word) for word in words & hidden)
        heard.update(words)

    for door in (*addresses, *LISTS, *(door for word in hidden for door in asked_of_search(word))):
        answer = Client().get(door, headers=api) if door.startswith("/api/") else browser.get(door)
        open_to_all = door in LISTS and (who == AGENTS or not door.startswith("/desk/"))
        assert not open_to_all or answer.status_code < (500 if person is None else 400), door
        listen(door, answer)
    for word in hidden:
        given = {"visitor": "a visitor", "lang": "en", "q": word}
        beside = {"subject": word, "text": f"{word} printer"}
        listen("form", browser.post("/requests/new/answers/", beside))
        listen("help", browser.post("/help/answers/", given, "application/json", headers={"Origin": SITE}))
    assert told == []
    assert heard == set(KEPT_FROM) - hidden  # the same doors tell of what is for one
