"""The help button on other sites: who gets an answer, and that nothing gets out that not everybody may read."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from derman.desk import actions as desk_actions
from derman.desk.origins import origin_of
from derman.insight.models import Search
from derman.knowledge.tests.writing import published
from derman.people.models import Person
from derman.tickets.models import Event, Status, Ticket
from derman.web import apps

SITE = "https://intranet.ege.example"
PATHS = ("answers", "article", "opinion", "write")
HELP = {"visitor": "a visitor", "lang": "en"}


@pytest.fixture
def ask(client, desk, aylin):
    """Asks as a page of the allowed site does."""
    desk_actions.change_desk(actor=aylin, help_origins=[f"{SITE}/"])

    def asked(path, *, origin=SITE, **given):
        return client.post(
            f"/help/{path}/", {**HELP, **given}, content_type="application/json", headers={"Origin": origin}
        )

    return asked


@pytest.mark.parametrize(
    ("typed", "origin"),
    [
        ("intranet.ege.example", SITE),
        (f"  {SITE}:443/ ", SITE),
        ("HTTP://Intranet:8080", "http://intranet:8080"),
        ("https://örnek.example", "https://xn--rnek-4qa.example"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        *[(bad, "") for bad in ("*", "https://*.ege.example", f"{SITE}/wiki", "ftp://a.example")],
        *[(bad, "") for bad in ("https://u:p@a.example", "https://a.example:99999", "javascript:alert(1)", "https://")],
    ],
)
def test_an_origin_is_what_browsers_call_a_site(typed, origin):
    assert origin_of(typed) == origin


@pytest.mark.parametrize(
    "origin", ["", "null", "https://evil.example", f"{SITE}.evil.example", "http://intranet.ege.example"]
)
def test_pages_of_other_sites_get_nothing(ask, client, elif_, origin):
    published(elif_, "VPN drops")
    headers = {"Origin": origin} if origin else {}
    answers = [
        client.get("/help/start/", headers=headers),
        client.options("/help/answers/", headers=headers),
        *[
            ask(path, origin=origin, q="vpn", article="vpn-drops")
            for path in ("answers", "article", "opinion", "write")
        ],
    ]
    for answer in answers:
        assert answer.status_code == 403
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert b"VPN" not in answer.content
    assert not Ticket.objects.exists()


def test_an_allowed_page_is_answered_without_cookies(ask, client):
    answer = client.get("/help/start/?lang=tr", headers={"Origin": SITE})
    assert answer.json()["words"]["help"] == "Yardım"
    may = client.options("/help/answers/", headers={"Origin": SITE, "Access-Control-Request-Method": "POST"})
    assert (may.status_code, may.headers["Access-Control-Allow-Methods"]) == (204, "POST")
    for one in (answer, may, ask("answers", q="vpn")):
        assert one.headers["Access-Control-Allow-Origin"] == SITE
        assert "Origin" in one.headers["Vary"]
        assert "Access-Control-Allow-Credentials" not in one.headers
        assert not one.cookies


def test_what_is_there_in_another_language_alone_says_in_which(ask, elif_):
    published(elif_, "Tünel kopuyor", lang="tr")
    assert [one["kind"] for one in ask("answers", q="tünel").json()["found"]] == ["Only in Turkish"]
    assert [one["kind"] for one in ask("answers", q="tünel", lang="tr").json()["found"]] == [""]


def test_whoever_is_signed_in_at_the_desk_is_nobody_here(ask, client, elif_):
    published(elif_, "VPN for agents", audience="agents")
    published(elif_, "VPN for employees", audience="signed_in")
    published(elif_, "VPN drops", "<h1>Steps</h1><p>Wait.</p>")
    client.force_login(elif_, backend="derman.people.backends.AddressBackend")
    assert [one["article"] for one in ask("answers", q="vpn").json()["found"]] == ["vpn-drops"]
    assert ask("article", article="vpn-for-agents").status_code == 404
    assert ask("opinion", article="vpn-for-employees").status_code == 404
    assert "Wait." in ask("article", article="vpn-drops").json()["body"]
    assert "agents" not in client.get("/help/start/", headers={"Origin": SITE}).content.decode()


def test_a_request_carries_what_this_page_searched_and_nothing_of_the_person(ask, client, elif_, mert):
    published(elif_, "VPN drops")
    client.force_login(mert, backend="derman.people.backends.AddressBackend")
    client.get("/kb/?q=secret words of mert")
    ask("answers", q="vpn drops")
    ask("article", article="vpn-drops")
    given = {"email": mert.email, "subject": "VPN", "text": "It drops.", "page": f"{SITE}/news"}
    number = ask("write", **given).json()["number"]
    ticket = Ticket.objects.get(pk=number)
    message = ticket.messages.get()
    assert (ticket.requester, ticket.channel, message.proof) == (mert, "portal", "")
    assert f"{SITE}/news" in message.text
    told = Event.objects.filter(ticket=ticket).exclude(details={}).values_list("details", flat=True)
    assert [one["searched"] for one in told if "searched" in one] == [["vpn drops"]]
    assert Search.objects.get(folded__contains="secret").ticket is None


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"email": "nobody", "subject": "x"}, "email"),
        ({"email": "a@b.example", "subject": " \0"}, "subject"),
        ({"email": "a@b.example", "subject": "x" * 301}, "subject"),
        ({"email": "a@b.example", "subject": "x", "text": "y" * 20_001}, "text"),
    ],
)
def test_what_is_missing_or_too_long_is_said_and_nothing_is_written(ask, given, field):
    answer = ask("write", lang="tr", **given)
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert answer.json()["wrong"]
    assert not Ticket.objects.exists()
    assert not Person.objects.filter(email="a@b.example").exists()


def test_programs_that_fill_in_what_people_do_not_see_write_spam(ask):
    number = ask("write", email="a@b.example", subject="Buy", website="https://x.example").json()["number"]
    assert Ticket.objects.get(pk=number).status == Status.SPAM


def test_nobody_floods_a_mailbox(ask):
    sent = [ask("write", email="a@b.example", subject=f"Again {n}").status_code for n in range(7)]
    assert sent == [200] * 5 + [429] * 2


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff", b"[" * 60_000, b'"x"'])
def test_what_is_no_question_is_refused(ask, client, body):
    answer = client.post("/help/answers/", body, content_type="application/json", headers={"Origin": SITE})
    assert answer.status_code == 400
    huge = client.post("/help/answers/", b" " * 70_000, content_type="application/json", headers={"Origin": SITE})
    assert huge.status_code == 413


def test_the_script_is_small_and_any_page_may_load_it(client, desk):
    answer = client.get("/help.js")
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert not answer.cookies
    built = Path(apps.__file__).parent / "static/derman/help.js"
    assert len(gzip.compress(built.read_bytes())) < 30 * 1024


def test_an_administrator_allows_sites(client, desk, aylin, elif_):
    client.force_login(aylin, backend="derman.people.backends.AddressBackend")
    page = client.get("/desk/settings/help-button/").content.decode()
    assert "&lt;script async src=&quot;http://testserver/help.js&quot;&gt;&lt;/script&gt;" in page
    assert client.post("/desk/settings/help-button/", {"help_origins": "https://a.example/x"}).status_code == 422
    client.post("/desk/settings/help-button/", {"help_origins": "intranet.ege.example\r\n\r\nhttp://a.example:80"})
    desk.refresh_from_db()
    assert desk.help_origins == [SITE, "http://a.example"]
    with pytest.raises(desk_actions.DeskError):
        desk_actions.change_desk(actor=elif_, help_origins=[])
