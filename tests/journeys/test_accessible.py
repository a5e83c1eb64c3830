"""axe finds nothing serious on any page, light and dark."""

from __future__ import annotations

import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

PAGES = [
    "/accounts/profile/", "/accounts/sessions/", "/accounts/notifications/",
    "/", "/requests/", "/requests/new/", "/requests/{number}/", "/approvals/",
    "/learning/", "/learning/{path}/", "/learning/{path}/{check}/", "/news/", "/desk/knowledge/learning/{path}/",
    "/desk/knowledge/learning/{path}/check/{check}/", "/desk/knowledge/learning/report/",
    "/desk/knowledge/learning/news/add/", "/desk/knowledge/learning/tips/",
    "/announcements/", "/announcements/{outage}/", "/desk/announcements/", "/desk/announcements/{outage}/",
    "/desk/announcements/add/", "/kb/", "/kb/{article}/", "/fix/", "/services/",
    "/desk/", "/desk/?view=all", "/desk/?view=spam", "/desk/tickets/{number}/", "/desk/tickets/new/",
    "/desk/search/?q=yazici", "/desk/search/?q=is:unheard", "/desk/now/", "/desk/many/", "/desk/bin/",
    "/desk/tickets/{number}/print/", "/desk/views/new/?query=is:open", "/desk/views/{kept}/",
    "/desk/?view={kept}", "/desk/table/?view={kept}", "/desk/table/?view={kept}&layout=board",
    "/desk/obligations/", "/desk/cover/", "/desk/cover/{me}/", "/desk/problems/", "/desk/problems/add/",
    "/desk/problems/{problem}/", "/desk/problems/{problem}/close/", "/desk/settings/routing/add/",
    "/desk/majors/", "/desk/majors/?tab=past", "/desk/majors/declare/", "/desk/majors/rules/", "/desk/majors/{major}/",
    "/desk/majors/{major}/resolve/", "/desk/majors/{over}/", "/desk/majors/{over}/review/",
    "/desk/majors/{over}/report/",
    "/desk/settings/routing/points/", "/desk/settings/routing/explained/?ticket={number}", "/desk/settings/groups/add/",
    "/desk/settings/macros/add/", "/desk/settings/account-actions/add/", "/desk/settings/shifts/add/",
    "/desk/knowledge/", "/desk/knowledge/new/", "{written}", "{written}versions/",
    "/desk/knowledge/categories/", "/desk/knowledge/import/", "/desk/runbooks/",
    "/desk/settings/", "/desk/settings/services/add/", "/desk/settings/mailboxes/add/",
    "/desk/settings/rules/add/", "/desk/settings/rules/{rule}/", "/desk/settings/rules/{rule}/log/",
    "/desk/settings/macros/add/", "/desk/settings/recurring/add/",
    "/desk/settings/promises/add/", "/desk/settings/fields/add/", "/desk/settings/categories/add/",
    "/desk/settings/replies/add/", "/desk/settings/teams/add/", "/desk/settings/hours/add/",
    "/desk/settings/organisations/add/", "/desk/settings/people/add/", "/desk/nothing-here/",
]  # fmt: skip


def settings_pages(page) -> list[str]:
    """Every page that the settings' own navigation names."""
    found = page.eval_on_selector_all(".subnav a", "links => links.map(link => link.getAttribute('href'))")
    return sorted({path for path in found if path.startswith("/desk/settings/")})


LOOKS = pytest.mark.parametrize(
    "screen",
    [{"color_scheme": "light"}, {"color_scheme": "dark", "viewport": {"width": 390, "height": 844}}],
    indirect=True,
    ids=["light", "dark phone"],
)


@LOOKS
def test_axe_finds_nothing_serious(screen, desk, subtests):
    token = desk.derman("token", "create", "--email", "aylin@ege.example").strip()
    ticket = desk.api(
        token,
        "/tickets",
        {"subject": "Yazıcı", "text": "Bozuk.", "requester": {"email": "aylin@ege.example", "name": "Aylin Su"}},
    )
    article = desk.api(
        token,
        "/articles",
        {"lang": "en", "title": f"Printer {time.time_ns()}", "body": "<h2>First</h2><p>Switch it off and on.</p>",
         "audience": "everyone", "status": "published"},
    )  # fmt: skip
    choices = [{"words": {"en": "Answer it"}}, {"words": {"en": "Call back"}, "right": True}]
    asked = {"questions": {"en": "Somebody asks for a password"}, "choices": choices}
    titles = {"en": "First week", "tr": "İlk hafta"}
    path = desk.api(token, "/learning-paths", {"titles": titles, "steps": [asked], "status": "published"})
    desk.api(token, f"/learning-paths/{path['id']}/assignments", {"person": "aylin@ege.example", "due_days": 7})
    learned = {"path": path["id"], "check": path["steps"][0]["id"]}
    told = {"titles": titles, "status": "published", "ticket": ticket["number"]}
    outage = desk.api(token, "/announcements", told)
    desk.api(token, f"/announcements/{outage['id']}/updates", {"state": "being_fixed", "texts": titles})
    kept = desk.api(token, "/views", {"name": f"Printers {time.time_ns()}", "query": "is:open", "layout": "table"})
    words = {"any": [{"key": "words", "values": ["yazıcı"]}, {"none": [{"key": "hours", "values": ["closed"]}]}]}
    steps = [{"do": "priority", "to": "high"}, {"do": "tag", "to": "printer"}]
    named = f"Printers {time.time_ns()}"
    rule = desk.api(token, "/rules", {"name": named, "when": "opened", "conditions": words, "steps": steps})
    problem = desk.api(token, "/problems", {"title": named, "tickets": [ticket["number"]]})
    said = {"titles": titles, "impacts": titles, "audience": "agents"}
    major = desk.api(token, "/major-incidents", {**said, "tickets": [ticket["number"]]})
    desk.api(token, f"/major-incidents/{major['number']}/updates", {"texts": titles, "state": "identified"})
    over = desk.api(token, "/major-incidents", said)
    desk.api(token, f"/major-incidents/{over['number']}/resolve", {"texts": titles})
    screen.open("/accounts/login/")
    check(screen.page, "/accounts/login/", subtests)
    page = screen.sign_in("aylin@ege.example")
    page.goto(f"{desk.url}/desk/knowledge/")
    written = page.locator("main a[href^='/desk/knowledge/']", has_text=article["title"]).first.get_attribute("href")
    page.goto(f"{desk.url}/desk/settings/")
    for address in PAGES + settings_pages(page):
        values = {"number": ticket["number"], "article": article["slug"], "written": written, **learned}
        values |= {"outage": outage["id"], "kept": kept["id"], "rule": rule["id"]}
        values |= {"major": major["number"], "over": over["number"]}
        values |= {"problem": problem["number"], "me": ticket["requester"]["id"]}
        page.goto(desk.url + address.format(**values))
        check(page, address, subtests)
    screen.errors.clear()  # the browser's console names the 404


@LOOKS
def test_axe_finds_nothing_serious_in_what_opens_over_a_page(screen, desk, subtests):
    token = desk.derman("token", "create", "--email", "aylin@ege.example").strip()
    asked = {"subject": "Yazıcı", "text": "Bozuk.", "requester": {"email": "aylin@ege.example", "name": "Aylin Su"}}
    number = desk.api(token, "/tickets", asked)["number"]
    page = screen.sign_in("aylin@ege.example")
    kept = desk.api(token, "/views", {"name": f"Open {time.time_ns()}", "query": "is:open", "layout": "table"})
    for address in (f"/desk/tickets/{number}/", f"/desk/table/?view={kept['id']}", "/desk/"):
        page.goto(desk.url + address)
        # those of one line of a table are those of all of them
        menus = page.eval_on_selector_all(".menu[popover]:not(tr + tr *)", "all => all.map((menu) => menu.id)")
        assert menus
        for menu in menus:
            page.evaluate("id => document.getElementById(id).showPopover()", menu)
            expect(page.locator(f"#{menu}:popover-open > *").first).to_be_attached()  # also what it fetches is there
            check(page, f"{address} {menu}", subtests, f"#{menu}")
            page.keyboard.press("Escape")
    for key, dialog in (("Control+k", "palette"), ("?", "keys")):
        page.keyboard.press(key)
        expect(page.locator(f"#{dialog}[open]")).to_be_visible()
        check(page, dialog, subtests, f"#{dialog}")
        page.keyboard.press("Escape")
    page.goto(f"{desk.url}/desk/?view=all")
    page.keyboard.press("Shift+J")
    page.keyboard.press("b")
    expect(page.locator("#many[open] form")).to_be_visible()
    check(page, "many", subtests, "#many")


def check(page, path: str, subtests, within: str | None = None) -> None:
    with subtests.test(page=path):
        # with the page's own policy in force, axe comes in through the debugger, as the tests' own hand
        found = Axe().run(page, context=within).response["violations"]
        serious = [
            (rule["id"], [node["html"][:120] for node in rule["nodes"][:3]])
            for rule in found
            if rule["impact"] in ("serious", "critical")
        ]
        assert serious == []
