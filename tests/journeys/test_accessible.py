"""axe finds nothing serious on any page, light and dark."""

from __future__ import annotations

import time

import pytest
from axe_playwright_python.sync_playwright import Axe

PAGES = [
    "/accounts/profile/", "/accounts/sessions/", "/accounts/notifications/",
    "/", "/requests/", "/requests/new/", "/requests/{number}/", "/approvals/",
    "/learning/", "/learning/{path}/", "/learning/{path}/{check}/", "/news/", "/desk/knowledge/learning/{path}/",
    "/desk/knowledge/learning/{path}/check/{check}/", "/desk/knowledge/learning/report/",
    "/desk/knowledge/learning/news/add/", "/desk/knowledge/learning/tips/",
    "/announcements/", "/announcements/{outage}/", "/desk/announcements/", "/desk/announcements/{outage}/",
    "/desk/announcements/add/", "/kb/", "/kb/{article}/", "/fix/", "/services/",
    "/desk/", "/desk/?view=all", "/desk/?view=spam", "/desk/tickets/{number}/", "/desk/tickets/new/",
    "/desk/search/?q=yazici",
    "/desk/knowledge/", "/desk/knowledge/new/", "{written}", "{written}versions/",
    "/desk/knowledge/categories/", "/desk/knowledge/import/", "/desk/runbooks/",
    "/desk/settings/", "/desk/settings/services/add/", "/desk/settings/mailboxes/add/",
]  # fmt: skip


def settings_pages(page) -> list[str]:
    """Every page that the settings' own navigation names."""
    found = page.eval_on_selector_all(".subnav a", "links => links.map(link => link.getAttribute('href'))")
    return sorted({path for path in found if path.startswith("/desk/settings/")})


@pytest.mark.parametrize(
    "screen",
    [{"color_scheme": "light"}, {"color_scheme": "dark", "viewport": {"width": 390, "height": 844}}],
    indirect=True,
    ids=["light", "dark phone"],
)
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
    screen.open("/accounts/login/")
    check(screen.page, "/accounts/login/", subtests)
    page = screen.sign_in("aylin@ege.example")
    page.goto(f"{desk.url}/desk/knowledge/")
    written = page.locator("main a[href^='/desk/knowledge/']", has_text=article["title"]).first.get_attribute("href")
    page.goto(f"{desk.url}/desk/settings/")
    for address in PAGES + settings_pages(page):
        values = {"number": ticket["number"], "article": article["slug"], "written": written, **learned}
        values["outage"] = outage["id"]
        page.goto(desk.url + address.format(**values))
        check(page, address, subtests)


def check(page, path: str, subtests) -> None:
    with subtests.test(page=path):
        # with the page's own policy in force, axe comes in through the debugger, as the tests' own hand
        found = Axe().run(page).response["violations"]
        serious = [
            (rule["id"], [node["html"][:120] for node in rule["nodes"][:3]])
            for rule in found
            if rule["impact"] in ("serious", "critical")
        ]
        assert serious == []
