"""A text that is longer than it may be is refused with its field; nothing is cut off unseen."""

from __future__ import annotations

from typing import Any

import pytest

from derman.people.models import Person
from tests.api.calls import A_CHECK, A_TITLE, AN_OUTAGE, SOME_NEWS
from tests.api.conftest import Of

SERVICE = {"names": {"en": "Laptop"}}
QUESTION = {"type": "text", "labels": {"en": "Which?"}}
CHOOSING = {"type": "choice", "labels": {"en": "Which?"}}


def long(most: int) -> dict[str, str]:
    return {"tr": "kısa", "en": "x" * (most + 1)}


@pytest.mark.parametrize(
    ("address", "body", "field"),
    [
        ("/services", {"names": long(80)}, "names"),
        ("/services", {**SERVICE, "summaries": long(200)}, "summaries"),
        ("/services", {**SERVICE, "costs": long(120)}, "costs"),
        ("/services", {**SERVICE, "words": ["x" * 61]}, "words"),
        ("/services", {**SERVICE, "form": [{**QUESTION, "labels": long(200)}]}, "form"),
        ("/services", {**SERVICE, "form": [{**QUESTION, "hints": long(500)}]}, "form"),
        ("/services", {**SERVICE, "form": [{**CHOOSING, "choices": [{"labels": long(120)}]}]}, "form"),
        ("/services", {**SERVICE, "stages": [[{"labels": long(200)}]]}, "stages"),
        ("/announcements", {**AN_OUTAGE, "titles": long(160)}, "titles"),
        ("/announcements", {**AN_OUTAGE, "texts": long(4000)}, "texts"),
        ("/learning-paths", {"titles": long(160)}, "titles"),
        ("/learning-paths", {**A_TITLE, "summaries": long(500)}, "summaries"),
        ("/learning-paths", {**A_TITLE, "steps": [{**A_CHECK, "questions": long(500)}]}, "questions"),
        (
            "/learning-paths",
            {**A_TITLE, "steps": [{**A_CHECK, "choices": [{"words": long(300)}, {"words": {"en": "b"}}]}]},
            "choices",
        ),
        ("/news", {**SOME_NEWS, "titles": long(160)}, "titles"),
        ("/tips", {"texts": long(600), "audience": "everyone"}, "texts"),
    ],
)
def test_a_text_that_is_too_long(program_of: Of, aylin: Person, address: str, body: dict[str, Any], field: str) -> None:
    refused = program_of(aylin).post(address, body)
    assert (refused.status, set(refused.json.get("errors", {}))) == (422, {field}), refused.json
    assert "too long" in refused.json["errors"][field][0]
