"""The ten everyday jobs of docs/keys.md: exactly the keys that stand there do each of them."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.the_desk import mail_from

DOC = Path(__file__).parents[2] / "docs" / "keys.md"
NAMES = {"Ctrl": "Control"}
COUNTED = {"three letters": 3}  # what is typed to find something counts; what one says does not


@dataclass(frozen=True, slots=True)
class Job:
    """A line of the table."""

    name: str
    steps: tuple[tuple[str, str], ...]  # ("key", "Control+Enter") or ("typed", "a note")
    presses: int


def jobs() -> list[Job]:
    lines = [line for line in DOC.read_text().splitlines() if line.startswith("| ")]
    found = []
    for line in lines[2:]:
        name, keys, presses = (cell.strip() for cell in line.strip("|").split("|"))
        steps = tuple(
            ("key", "+".join(NAMES.get(part, part if len(part) > 1 else part.lower()) for part in key.split()))
            if key
            else ("typed", typed)
            for key, typed in re.findall(r"`([^`]+)`|\*([^*]+)\*", keys)
        )
        found.append(Job(name, steps, int(presses)))
    return found


def test_there_are_ten_and_each_counts_what_it_presses():
    assert len(jobs()) == 10
    for job in jobs():
        counted = sum(1 if kind == "key" else COUNTED.get(what, 0) for kind, what in job.steps)
        assert counted == job.presses, job.name


def press(page: Page, job: Job, typed: dict[str, str]) -> None:
    """The keys of the table and no others; a text is typed where the table has it, once a field waits for it."""
    for kind, what in job.steps:
        if kind == "key":
            if what == "Control+z":  # one sees first what there is to take back
                expect(page.locator("derman-toast[data-undo]").last).to_contain_text("resolved")
            page.keyboard.press(what)
        else:
            expect(page.locator("input:focus, textarea:focus, [contenteditable=true]:focus")).to_be_visible()
            page.keyboard.type(typed[what])


@pytest.fixture
def on_ticket(screen, desk) -> tuple[Page, str]:
    """A new ticket on the screen, with others behind it; and a word that stands in it alone."""
    page = screen.sign_in("aylin@ege.example")
    word = f"q{time.time_ns()}"
    for subject in ("Klavye bozuk", "Fare bozuk", f"{word} bozuk"):
        desk.send(mail_from("Ozan Toprak", "ozan@musteri.example", subject, "Metin."), "ozan@musteri.example")
    page.goto(f"{desk.url}/desk/?view=all")
    page.locator("#list").get_by_text(word).click()
    expect(page.locator("#desk-ticket h1")).to_contain_text(word)
    expect(page.locator("#desk-ticket h1")).to_be_focused()
    return page, word


def test_every_job_is_done_by_its_keys(on_ticket, desk):
    page, word = on_ticket
    table = {job.name: job for job in jobs()}
    title, toast, mine = page.locator("#desk-ticket h1"), page.locator(".toast"), page.url

    def do(name: str, **typed: str) -> None:
        press(page, table.pop(name), {what.replace("_", " "): text for what, text in typed.items()})

    do("Know how a ticket stands")
    expect(page.locator("#menu-explained .explained").first.locator("li")).to_have_count(5)
    page.keyboard.press("Escape")
    do("See all about the requester")
    expect(page.locator("#menu-requester [aria-current]")).to_contain_text(word)
    page.keyboard.press("Escape")
    do("Take a ticket oneself")
    expect(page.locator("#details")).to_contain_text("(you)")
    do("Write a note for colleagues", a_note="Only we see this.")
    expect(page.locator(".msg--note")).to_contain_text("Only we see this.")
    page.keyboard.press("Escape")
    do("Write down time spent", a_time="20")
    expect(toast.filter(has_text="Time written down")).to_be_visible()
    do("Resolve a ticket, and take it back")
    expect(toast.filter(has_text="Taken back")).to_be_visible()
    page.goto(mine)
    expect(page.locator("#desk-ticket [data-key=e]")).to_contain_text("Resolve")

    page.goto(f"{desk.url}/desk/?view=all")
    do("Open the next ticket of the queue")
    expect(title).to_be_focused()
    found = "async (word) => (await (await fetch(`/api/v1/search?in=tickets&q=${word}`)).json()).items.length > 0"
    page.wait_for_function(found, arg=word)  # it is indexed by a job
    page.goto(f"{desk.url}/desk/?view=all")
    do("Find any ticket by a word of it and open it", three_letters=word[:3])
    expect(title).to_contain_text(word)
    page.keyboard.press("Escape")

    do("Take the most urgent free ticket and open it")
    expect(toast.filter(has_text="now.")).to_be_visible()
    taken = page.url
    page.keyboard.press("r")
    page.locator(".composer .ProseMirror").wait_for()
    page.keyboard.type("It works again.")
    do("Send what is written, resolve, and open the next")
    page.wait_for_url(lambda url: "/desk/tickets/" in url and url != taken)
    expect(toast.filter(has_text="answered and resolved")).to_be_visible()
    assert not table, "every job of the table was done"
