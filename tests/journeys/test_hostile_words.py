"""Script in what people write is shown as they wrote it and runs nowhere: not at the desk, not in the portal."""

from __future__ import annotations

import subprocess
import sys
import time

from playwright.sync_api import Page, expect

from tests.journeys.the_desk import RunningDesk

BAIT = '<img src=x onerror=alert(1)>"><script>alert(2)</script>'
MARKDOWN = (
    '<svg onload=alert(3)></svg> [press](javascript:alert(4)) ![x](x" onerror="alert(5))\n\n'
    "<details ontoggle=alert(6) open>onerror"
)
ALIVE = (
    "script:not([src]):not([type]), [onerror], [onload], [onclick], [ontoggle],"
    "a[href^='java'], img[src='x'], svg[onload]"
)
# three hours later in the life of the desk: who asked waits still, and the radar has looked at the last hour
LATER = """
import os
from datetime import timedelta
from pathlib import Path
from derman.site import postgres
os.environ["DATABASE_URL"] = postgres.start(Path(os.environ["DERMAN_DATA"]) / "postgres")
import django
django.setup()
from django.db.models import F
from derman.radar.looking import look
from derman.tickets.models import Ticket
look()
Ticket.objects.filter(subject__contains="onerror").update(created_at=F("created_at") - timedelta(hours=3))
"""


def test_words_that_are_script_run_on_no_newer_page(screen, desk):
    token = desk.derman("token", "create", "--email", "aylin@ege.example").strip()
    made = time.time_ns()
    bait = f"{BAIT} {made}"

    def add(path: str, body: object) -> dict:
        return desk.api(token, path, body)

    asked = [
        add("/tickets", {"subject": bait, "text": MARKDOWN, "tags": [BAIT[:40]],
                         "requester": {"email": f"kotu{made}-{n}@musteri.example", "name": bait}})
        for n in range(5)
    ]  # fmt: skip
    both = {"en": bait, "tr": bait}
    texts = {"en": MARKDOWN, "tr": MARKDOWN}
    ticket = asked[0]["number"]
    problem = add("/problems", {
        "title": bait, "description": MARKDOWN, "cause": bait, "whys": [bait], "known_titles": both,
        "workarounds": texts, "offered": True, "change": bait, "tickets": [ticket],
    })["number"]  # fmt: skip
    add(f"/problems/{problem}/notes", {"text": bait})
    add(f"/tickets/{ticket}/tasks", {"title": bait})
    macro = add("/macros", {"name": bait, "steps": [{"do": "tag", "to": "bait"}]})["id"]
    rule = add("/rules", {"name": bait, "when": "opened", "conditions": {"any": []},
                          "steps": [{"do": "tag", "to": "bait"}]})["id"]  # fmt: skip
    group = add("/groups", {"name": bait})["id"]
    outage = add("/announcements", {"titles": both, "texts": texts, "status": "published", "ticket": ticket})["id"]
    article = add("/articles", {"lang": "en", "title": bait, "body": MARKDOWN, "audience": "everyone",
                                "status": "published"})["slug"]  # fmt: skip
    later(desk)
    page = screen.sign_in("aylin@ege.example")
    for address, shown in (
        ("/desk/problems/", "onerror"),
        (f"/desk/problems/{problem}/", "onerror"),
        (f"/desk/problems/{problem}/close/", "onerror"),
        ("/desk/obligations/", "onerror"),
        ("/desk/cover/", "Aylin"),
        ("/desk/now/", "onerror"),
        (f"/desk/tickets/{ticket}/", "onerror"),
        (f"/desk/tickets/{ticket}/print/", "onerror"),
        ("/desk/settings/macros/", "onerror"),
        (f"/desk/settings/macros/{macro}/", ""),
        ("/desk/settings/rules/", "onerror"),
        (f"/desk/settings/rules/{rule}/", ""),
        ("/desk/settings/groups/", "onerror"),
        (f"/desk/settings/groups/{group}/", ""),
        (f"/desk/settings/routing/explained/?ticket={ticket}", "onerror"),
        ("/desk/announcements/", "onerror"),
        ("/", "onerror"),
        (f"/announcements/{outage}/", "onerror"),
        (f"/kb/{article}/", "onerror"),
        ("/kb/?q=onerror", "onerror"),
    ):
        page.goto(desk.url + address)
        shown_and_dead(page, shown)
    page.goto(f"{desk.url}/desk/problems/")
    expect(page.locator(".pr-surge").get_by_text("onerror").first).to_be_visible()
    desk.api(token, f"/announcements/{outage}", method="DELETE")


def shown_and_dead(page: Page, shown: str) -> None:
    page.wait_for_load_state("load")
    if shown:
        expect(page.locator("body").get_by_text(shown).first).to_be_attached()
    alive = page.eval_on_selector_all(ALIVE, "found => found.map((one) => one.outerHTML.slice(0, 120))")
    assert alive == [], page.url


def later(desk: RunningDesk) -> None:
    environment = {**desk.environment, "DJANGO_SETTINGS_MODULE": "derman.site.settings"}
    subprocess.run([sys.executable, "-c", LATER], env=environment, check=True, timeout=120)
