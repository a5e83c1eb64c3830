"""Versions of articles, and the knowledge base moved in and out, by programs."""

from __future__ import annotations

import base64
import zipfile
from io import BytesIO

import pytest

from derman.knowledge.jobs import run_import
from derman.knowledge.models import Translation
from tests.api.calls import AN_ARTICLE

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(program_of, elif_, leyla):
    """An article that one wrote and another changed."""
    program_of(elif_).post("/articles", {**AN_ARTICLE, "slug": "vpn", "title": "First", "body": "One."})
    program_of(leyla).patch("/articles/vpn", {"title": "Second", "body": "Two."})
    return program_of(elif_)


def test_versions_are_listed_the_newest_first(written):
    first = written.get("/articles/vpn/versions?limit=1")
    (newest,) = first.json["items"]
    assert (newest["number"], newest["title"], newest["newest"], newest["live"]) == (2, "Second", True, True)
    second = written.get(f"/articles/vpn/versions?cursor={first.json['next']}").json
    assert [(one["number"], one["title"], one["live"]) for one in second["items"]] == [(1, "First", False)]
    assert second["next"] is None


def test_one_is_read_and_gone_back_to(written):
    assert written.get("/articles/vpn/versions/1").json["text"].strip() == "One."
    back = written.post("/articles/vpn/versions/1/restore").json
    assert (back["title"], back["status"], back["live"]) == ("First", "draft", True)
    live = Translation.objects.get(slug="vpn").live
    assert live is not None
    assert live.title == "Second"


def test_what_was_taken_along_is_taken_in(written, program_of, leyla):
    zipped = b"".join(written.raw("/knowledge/export").streaming_content)
    assert "articles/vpn.en.md" in zipfile.ZipFile(BytesIO(zipped)).namelist()
    Translation.objects.all().delete()
    lead = program_of(leyla)
    given = {"name": "all.zip", "content_base64": base64.b64encode(zipped).decode(), "publish": True}
    asked = lead.post("/knowledge/imports", given)
    assert asked.status == 201
    assert asked.json["state"] == "waiting"
    run_import(wanted=asked.json["id"])
    done = lead.get(f"/knowledge/imports/{asked.json['id']}").json
    assert (done["state"], done["made"], done["problems"]) == ("done", 1, [])
    assert lead.get("/knowledge/imports").json["items"] == [done]
    assert lead.get("/articles/vpn").json["title"] == "Second"


@pytest.mark.parametrize("content", ["", "no base64!"])
def test_a_file_that_is_none_is_refused(program_of, leyla, content):
    answer = program_of(leyla).post("/knowledge/imports", {"name": "a.zip", "content_base64": content})
    assert answer.status == 422
    assert "content_base64" in answer.json["errors"]
