"""Writing guided fixes: save, move, remove, publish, restore; and what is refused stays as it was typed."""

from __future__ import annotations

import pytest

from derman.runbooks import actions, queries
from derman.runbooks.models import Runbook

TREE = {
    "titles": {"en": "Round"},
    "start": "ask",
    "steps": {
        "ask": {
            "kind": "question",
            "title": {"en": "Which light is on?"},
            "exits": [
                {"key": "a1", "label": {"en": "Red"}, "next": "try"},
                {"key": "a2", "label": {"en": "Green"}, "next": "done"},
            ],
        },
        "try": {"kind": "instruction", "title": {"en": "Switch it off"}, "exits": [{"key": "next", "next": "done"}]},
        "done": {"kind": "outcome", "title": {"en": "Good"}, "result": "solved"},
    },
}


@pytest.fixture
def fix(leyla) -> Runbook:
    made = actions.start(actor=leyla, titles={"en": "Round"})
    return actions.write(actor=leyla, runbook=made.pk, tree=TREE)


@pytest.fixture
def editor(signed_in_as, leyla, fix):
    browser = signed_in_as(leyla)

    def post(path: str, **given):
        return browser.post(f"/desk/runbooks/{fix.pk}/{path}", given)

    return post


def now(fix) -> Runbook:
    return Runbook.objects.get(pk=fix.pk)


QUESTION = {
    "step": "ask", "kind": "question", "title_en": "Which lamp?", "text_tr": "Öne bakın.", "way": ["a1", "a2"],
    "label_a1_en": "Red", "next_a1": "try", "label_a2_en": "Green", "next_a2": "+instruction",
}  # fmt: skip


def test_a_step_is_saved_and_an_answer_makes_the_next_one(editor, fix):
    answer = editor("step/", revision=fix.revision, **QUESTION)
    assert answer["Location"] == f"/desk/runbooks/{fix.pk}/?step=ask#step"
    steps = now(fix).draft["steps"]
    assert steps["ask"]["title"] == {"en": "Which lamp?"}
    made = steps["ask"]["exits"][1]["next"]
    assert steps[made]["kind"] == "instruction"


def test_who_is_overtaken_keeps_what_they_typed(editor, fix, leyla):
    actions.change_details(actor=leyla, runbook=fix.pk, titles={"en": "Round again"})
    answer = editor("step/", revision=fix.revision, **QUESTION)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert 'value="Which lamp?"' in page
    assert ">Öne bakın.</textarea>" in page
    assert '<option value="+instruction" selected>' in page
    assert now(fix).draft["steps"]["ask"]["title"] == {"en": "Which light is on?"}
    again = editor("step/", revision=answer.context["runbook"].revision, **QUESTION)
    assert again.status_code == 302
    assert now(fix).draft["steps"]["ask"]["title"] == {"en": "Which lamp?"}


def test_words_for_a_step_that_is_gone_meanwhile_become_a_new_one(editor, fix, leyla):
    actions.remove_step(actor=leyla, runbook=fix.pk, step="try")
    given = {"kind": "instruction", "title_en": "Press for ten seconds", "way": ["next"], "next_next": "done"}
    answer = editor("step/", step="try", revision=fix.revision, **given)
    assert answer.status_code == 409
    assert 'value="Press for ten seconds"' in answer.content.decode()
    assert answer.context["step"]["key"] == ""
    editor("step/", step="", revision=now(fix).revision, **given)
    assert "Press for ten seconds" in [step["title"].get("en") for step in now(fix).draft["steps"].values()]


def test_refused_details_stay_as_they_were_typed(editor, fix):
    answer = editor(
        "details/", revision=fix.revision, title_en="Lamps", summary_tr="Lambalar.", audience="signed_in", slug="No Way"
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Lamps"' in page
    assert ">Lambalar.</textarea>" in page
    assert 'value="No Way"' in page
    assert '<option value="signed_in" selected>' in page
    assert now(fix).audience == fix.audience != "signed_in"


def test_a_title_that_is_refused_stays_in_the_list(signed_in_as, leyla, fix):
    answer = signed_in_as(leyla).post("/desk/runbooks/add/", {"title_en": "", "title_tr": " "})
    assert answer.status_code == 422
    assert answer.context["wrong"]
    assert Runbook.objects.count() == 1


def test_a_step_moves_behind_another_answer(editor, fix):
    editor("step/move/", step="try", behind="ask:a2", revision=fix.revision)
    steps = now(fix).draft["steps"]
    assert [way["next"] for way in steps["ask"]["exits"]] == ["done", "try"]
    assert steps["try"]["exits"][0]["next"] == "done"


def test_a_move_that_cannot_be_says_so_and_keeps_the_choice(editor, fix):
    answer = editor("step/move/", step="done", behind="ask:a2", revision=fix.revision)
    assert answer.status_code == 422
    assert answer.context["wrong"]
    assert answer.context["behind"] == "ask:a2"
    assert now(fix).draft == fix.draft


def test_a_step_that_is_removed_leaves_no_gap(editor, fix):
    editor("step/remove/", step="try", revision=fix.revision)
    steps = now(fix).draft["steps"]
    assert set(steps) == {"ask", "done"}
    assert [way["next"] for way in steps["ask"]["exits"]] == ["done", "done"]


def test_an_earlier_version_becomes_the_draft_again(editor, fix, leyla):
    actions.change_details(actor=leyla, runbook=fix.pk, titles={"en": "Round", "tr": "Yuvarlak"})
    whole = {**TREE, "titles": {"en": "Round"}}
    actions.write(actor=leyla, runbook=fix.pk, tree=whole)
    assert editor("publish/", revision=now(fix).revision).status_code in (302, 422)
    actions.write(actor=leyla, runbook=fix.pk, tree={**whole, "titles": {"en": "Square"}})
    number = queries.versions(now(fix))[-1].number
    editor(f"versions/{number}/restore/")
    assert now(fix).draft["titles"] == {"en": "Round"}


def test_agents_read_and_do_not_write(signed_in_as, elif_, fix):
    browser = signed_in_as(elif_)
    assert "runbooks/step" not in browser.get(f"/desk/runbooks/{fix.pk}/").content.decode().split("<form")[0]
    for path in ("step/", "step/move/", "step/remove/", "details/", "publish/", "remove/"):
        assert browser.post(f"/desk/runbooks/{fix.pk}/{path}", {"step": "ask"}).status_code == 403
    assert now(fix).draft == fix.draft
