"""A service is written by hand, asked for, agreed to twice by mail, and done task by task."""

from __future__ import annotations

import re
import time

from playwright.sync_api import expect

LINK = re.compile(r"https?://\S+/approvals/\S+?/(?=\s|$)")


def test_an_access_request_goes_through_two_approvals_by_mail_and_its_task(chromium, screen, desk):
    mark = time.time_ns()
    name = f"ERP access {mark}"
    token = desk.derman("token", "create", "--email", "aylin@ege.example").split()[-1]
    approvers = {f"Nur {mark}": f"nur{mark}@ege.example", f"Can {mark}": f"can{mark}@ege.example"}
    for who, address in approvers.items():
        desk.api(token, "/people", {"email": address, "name": who, "role": "agent"})
    page = screen.sign_in("aylin@ege.example")
    page.goto(f"{desk.url}/desk/settings/services/add/")
    page.fill("[name=name_en]", name)
    page.locator("[name=published]").check()

    asks = page.locator("[data-rows=form]")
    asks.get_by_role("button", name="Add a question").click()
    asks.locator("select[data-field=type]").first.select_option("choice")
    asks.locator("[data-field='labels.en']").first.fill("What for?")
    for label in ("Stock", "Sales"):
        asks.get_by_role("button", name="Add a choice").click()
        asks.locator("[data-rows=choices] [data-field='labels.en']").last.fill(label)
    asks.get_by_role("button", name="Add a question").click()
    last = asks.locator("> ol > li").last
    last.locator("[data-field='labels.en']").first.fill("Which customers?")
    last.locator("summary").click()
    last.locator("[data-earlier]").select_option(label="What for?")
    last.locator("[data-answers]").select_option(label="Sales")
    asks.get_by_role("button", name="Preview").click()
    expect(page.locator("#preview")).to_contain_text("Which customers?")

    agrees = page.locator("[data-rows=approvals]")
    for who in approvers:
        agrees.get_by_role("button", name="Add an approval").click()
        step = agrees.locator("> ol > li").last
        step.locator("[data-field=by]").select_option("people")
        step.locator("[data-field=people]").select_option(label=who)
    page.locator("[data-rows=stages]").get_by_role("button", name="Add a stage").click()
    page.locator("[data-rows=stages]").get_by_role("button", name="Add a task").click()
    page.locator("[data-rows=stages] [data-field='labels.en']").fill("Give the rights")
    page.get_by_role("button", name=re.compile("^Save")).click()
    expect(page.get_by_role("link", name=name)).to_be_visible()

    page.goto(f"{desk.url}/services/")
    page.get_by_role("link", name=name).click()
    customers = page.get_by_label("Which customers?")
    expect(customers).to_be_hidden()
    page.get_by_label("Sales").check()
    expect(customers).to_be_visible()
    customers.fill("Those in Izmir")
    page.get_by_role("button", name="Send the request").click()
    page.wait_for_url(re.compile(r"/requests/\d+/"))
    number = re.search(r"/requests/(\d+)/", page.url)[1]
    expect(page.locator("#state").get_by_text(f"Waiting for approval: Nur {mark}")).to_be_visible()

    for address in approvers.values():
        text = desk.post.wait_for(address).get_body(("plain",)).get_content()
        assert "Those in Izmir" in text
        approver = chromium.new_context().new_page()  # not signed in
        approver.goto(LINK.search(text)[0])
        expect(approver.get_by_text("Those in Izmir")).to_be_visible()
        approver.locator("button[value=approve]").click()
        expect(approver.locator(".chip--good")).to_be_visible()
        assert approver.locator("button[value=approve]").count() == 0
        approver.context.close()

    page.reload()
    expect(page.locator(".progress-of .now")).to_contain_text("Give the rights")

    agent = screen.open(f"/desk/tickets/{number}/")
    agent.get_by_role("checkbox", name="Give the rights").click()
    expect(agent.get_by_text("Resolved: all its tasks are done")).to_be_visible()
