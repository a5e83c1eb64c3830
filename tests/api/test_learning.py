"""Learning by programs: what is written, learned and reported."""

from __future__ import annotations

from datetime import timedelta

from derman.knowledge.tests.writing import published
from derman.people.models import Person
from derman.teaching.words import today
from tests.api.conftest import Of

CHECK = {
    "questions": {"en": "Somebody asks for a password"},
    "choices": [{"words": {"en": "Give it"}}, {"words": {"en": "Call back"}, "right": True}],
    "explanations": {"en": "Anybody can say a name."},
}


def test_a_path_is_written_assigned_learned_and_reported(program_of: Of, leyla: Person, mert: Person) -> None:
    lead, learner = program_of(leyla), program_of(mert)
    article = published(leyla, "How we work")
    shut = published(leyla, "For agents", audience="agents")
    sent = {"titles": {"en": "First week"}, "steps": [{"article": article.slug}, {"article": shut.slug}, CHECK]}
    path = lead.post("/learning-paths", {**sent, "status": "published"})
    assert (path.status, len(path.json["steps"])) == (201, 3)
    home = f"/learning-paths/{path.json['id']}"
    due = (today() + timedelta(days=3)).isoformat()
    assigned = lead.post(f"{home}/assignments", {"person": mert.email, "due_on": due})
    assert (assigned.status, assigned.json["person"]["name"]) == (201, "Mert Kaya")
    (mine,) = learner.get("/learning").json["items"]
    assert (mine["of"], mine["due_on"], [step["open"] for step in mine["steps"]]) == (2, due, [True, False, True])
    for answer in (learner.get("/learning"), learner.get(home)):
        assert "For agents" not in str(answer.json)
        assert "Anybody can" not in str(answer.json)
    assert learner.get(home).json["steps"][2]["choices"][1]["right"] is None
    steps = [step["id"] for step in mine["steps"]]
    to = f"/learning/{path.json['id']}/steps"
    assert learner.post(f"{to}/{steps[1]}/read").status == 404
    assert learner.post(f"{to}/{steps[0]}/read").json["done"] == 1
    assert learner.post(f"{to}/{steps[2]}/answer", {"choices": ["x"]}).status == 422
    wrong = learner.post(f"{to}/{steps[2]}/answer", {"choices": ["a"]}).json
    assert (wrong["right"], wrong["explanation"], wrong["finished"]) == (False, "", False)
    right = learner.post(f"{to}/{steps[2]}/answer", {"choices": ["b"]}).json
    assert (right["right"], right["explanation"], right["finished"]) == (True, "Anybody can say a name.", True)
    assert lead.get("/learning-report").json["items"] == []
    Person.objects.filter(pk=mert.pk).update(manager=leyla)
    (line,) = lead.get("/learning-report?state=done").json["items"]
    assert (line["person"]["name"], line["checks"], line["right_at_once"]) == ("Mert Kaya", 1, 0)
    assert lead.get("/learning-report?state=late").status == 422
    assert lead.get("/learning-report?cursor=%C3%BC").status == 422


def test_who_comes_second_is_told(program_of: Of, leyla: Person) -> None:
    lead = program_of(leyla)
    path = lead.post("/learning-paths", {"titles": {"en": "First week"}, "steps": [CHECK]})
    home, seen = f"/learning-paths/{path.json['id']}", path.headers["ETag"]
    assert lead.patch(home, {"titles": {"en": "Mine"}}, If_Match=seen).status == 200
    assert lead.patch(home, {"titles": {"en": "Theirs"}}, If_Match=seen).status == 412
    step = path.json["steps"][0]
    assert lead.patch(f"{home}/steps/{step['id']}", {"place": 1}, If_Match=seen).status == 412
    kept = [{**choice, "right": choice["key"] == "a"} for choice in step["choices"]]
    changed = lead.patch(f"{home}/steps/{step['id']}", {"choices": kept}).json["steps"][0]
    assert [(choice["key"], choice["right"]) for choice in changed["choices"]] == [("a", True), ("b", False)]


def test_news_and_tips_are_written_and_read(program_of: Of, leyla: Person, mert: Person) -> None:
    lead, reader = program_of(leyla), program_of(mert)
    shut = published(leyla, "For agents", audience="agents")
    sent = {"software": "ERP", "titles": {"en": "New search"}, "article": shut.slug}
    draft = lead.post("/news", sent)
    home = f"/news/{draft.json['id']}"
    assert (draft.json["article"], reader.get(home).status) == (shut.slug, 404)
    assert reader.get("/news?drafts=true").json["items"] == []
    assert [one["id"] for one in lead.get("/news?drafts=true").json["items"]] == [draft.json["id"]]
    seen = draft.headers["ETag"]
    assert lead.patch(home, {"published_at": "2026-01-01T00:00:00Z"}, If_Match=seen).status == 200
    assert lead.patch(home, {"published_at": None}, If_Match=seen).status == 412
    (shown,) = reader.get("/news").json["items"]
    assert (shown["titles"], shown["article"]) == ({"en": "New search"}, None)
    assert lead.post("/news", {**sent, "article": "nowhere"}).status == 422
    assert lead.post("/tips", {}).status == 422
    assert reader.get("/tips/of-the-day").status == 404
