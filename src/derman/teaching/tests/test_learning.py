"""Who is to learn what, how far they are, and of what they are told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from derman.channels.mail.models import OutgoingMail
from derman.kernel import clock
from derman.knowledge import actions as knowledge
from derman.people import actions as people
from derman.people.models import Role
from derman.teaching import actions, jobs, queries
from derman.teaching.actions import Whom
from derman.teaching.errors import NotAllowed, NotFound, Overtaken, WrongInput
from derman.teaching.models import Learner, Step
from derman.teaching.tests.paths import CHOICES, check, path_of, take
from derman.teaching.words import today


def assigned(leyla, person, **due):
    path = path_of(leyla)
    actions.assign(actor=leyla, path=path.pk, whom=Whom(person=person.pk), **due)
    return path


def test_a_team_learns_who_comes_later_too_and_who_leaves_need_not(leyla, elif_, derya, mert, front_line):
    path = path_of(leyla)
    actions.assign(actor=leyla, path=path.pk, whom=Whom(team=front_line.pk), due_on=today() + timedelta(days=2))
    assert [outline.path for outline in queries.mine(elif_, "en")] == [path]
    for outsider in (derya, mert):
        assert queries.mine(outsider, "en") == []
    with clock.frozen_at(clock.now() + timedelta(days=30)):
        people.save_team(actor=None, team=front_line, name=front_line.name, tier=1, members=[derya.pk, leyla.pk])
        jobs.enrol_newcomers()
        assert queries.one(derya, path.pk, "en").learner.due_on == today() + timedelta(days=7)
        assert queries.mine(elif_, "en") == []
        with pytest.raises(NotFound):
            actions.read(actor=elif_, path=path.pk, step=path.steps.first().pk)


def test_newcomers_are_those_who_came_since(leyla, elif_, mert, selin, front_line):
    path = path_of(leyla)
    with clock.frozen_at(clock.now() + timedelta(days=10)):
        actions.assign(actor=leyla, path=path.pk, whom=Whom(came_since=today()), due_days=14)
        new = people.add_person(actor=None, email="new@ege.example", name="Nil", role=Role.AGENT, verified=True)
        people.add_person(actor=None, email="asks@ege.example", name="Ada", verified=True)
        jobs.enrol_newcomers()
        assert [row.person for row in Learner.objects.all()] == [new]
        assert queries.one(new, path.pk, "en").learner.due_on == today() + timedelta(days=14)


def test_a_path_is_finished_when_all_that_counts_is_taken(leyla, mert):
    path = assigned(leyla, mert)
    article, asked = path.steps.all()
    assert not actions.read(actor=mert, path=path.pk, step=article.pk).finished
    assert not actions.answer(actor=mert, path=path.pk, step=asked.pk, chosen=["a"]).finished
    assert queries.waiting(mert) == queries.Waiting(1, 0)
    taken = actions.answer(actor=mert, path=path.pk, step=asked.pk, chosen=["b"])
    assert taken.finished
    assert (taken.progress.tries, taken.progress.right_at_once) == (2, False)
    actions.answer(actor=mert, path=path.pk, step=asked.pk, chosen=["a"])
    outline = queries.one(mert, path.pk, "en")
    assert (outline.done, outline.all, outline.is_finished) == (2, 2, True)
    actions.unread(actor=mert, path=path.pk, step=article.pk)
    assert not queries.one(mert, path.pk, "en").is_finished


def test_what_one_may_not_read_does_not_count_and_is_not_named(leyla, mert):
    path = path_of(leyla, "For agents", audience="agents")
    actions.assign(actor=leyla, path=path.pk, whom=Whom(person=mert.pk))
    shut, asked = path.steps.all()
    outline = queries.one(mert, path.pk, "en")
    assert (outline.all, outline.steps[0].text, outline.steps[0].is_open) == (1, None, False)
    with pytest.raises(NotFound):
        actions.read(actor=mert, path=path.pk, step=shut.pk)
    assert actions.answer(actor=mert, path=path.pk, step=asked.pk, chosen=["b"]).finished


def test_who_has_all_but_what_is_taken_out_has_finished(leyla, mert):
    path = assigned(leyla, mert)
    article, asked = path.steps.all()
    actions.read(actor=mert, path=path.pk, step=article.pk)
    actions.remove_step(actor=leyla, path=path.pk, step=asked.pk)
    jobs.settle(path=path.pk)
    assert queries.one(mert, path.pk, "en").is_finished
    actions.bring_step_back(actor=leyla, path=path.pk, step=asked.pk)
    assert queries.one(mert, path.pk, "en").is_finished


def test_a_withdrawn_path_and_assignment_are_out_of_sight_and_come_back(leyla, mert):
    path = assigned(leyla, mert)
    assignment = path.assignments.get()
    actions.withdraw_assignment(actor=leyla, assignment=assignment.pk)
    assert queries.mine(mert, "en") == []
    actions.bring_assignment_back(actor=leyla, assignment=assignment.pk)
    for hide, show in ((actions.withdraw, actions.publish), (actions.remove, actions.bring_back)):
        hide(actor=leyla, path=path.pk)
        assert (queries.mine(mert, "en"), queries.waiting(mert).open) == ([], 0)
        show(actor=leyla, path=path.pk)
        assert len(queries.mine(mert, "en")) == 1
    take(mert, path)
    actions.withdraw_assignment(actor=leyla, assignment=assignment.pk)
    assert queries.one(mert, path.pk, "en").is_finished


def mails_to(person):
    return list(OutgoingMail.objects.filter(person=person).order_by("pk").values_list("subject", flat=True))


def test_people_are_told_reminded_and_warned_once_each(leyla, selin):
    path = assigned(leyla, selin, due_on=today() + timedelta(days=5))
    start = clock.now()
    jobs.tell()
    assert mails_to(selin) == []  # it can still be taken back
    for days in (0.1, 0.1, 1, 2, 3, 5, 6, 7, 8):
        with clock.frozen_at(start + timedelta(days=days)):
            jobs.tell()
            jobs.remind()
            jobs.remind()
    day = (today() + timedelta(days=5)).day
    subjects = mails_to(selin)
    assert [subject.split(":")[0] for subject in subjects[:1] + subjects[2:]] == ["Sizin için eğitim", "Gecikti"]
    assert str(day) in subjects[1]
    assert len(subjects) == 3
    take(selin, path)
    with clock.frozen_at(start + timedelta(days=30)):
        jobs.remind()
    assert len(mails_to(selin)) == 3


def test_only_leads_assign_and_nobody_to_what_they_do_not_know(leyla, elif_, mert, security):
    path = path_of(elif_)
    with pytest.raises(NotAllowed):
        actions.assign(actor=elif_, path=path.pk, whom=Whom(person=mert.pk))
    with pytest.raises(NotAllowed):
        actions.start(actor=mert, titles={"en": "Mine"})
    with pytest.raises(NotFound):
        actions.publish(actor=mert, path=path.pk)
    for whom in (Whom(team=security.pk), Whom(person=10**9), Whom(), Whom(person=mert.pk, team=security.pk)):
        with pytest.raises(WrongInput):
            actions.assign(actor=leyla, path=path.pk, whom=whom)
    with pytest.raises(WrongInput):
        actions.assign(actor=leyla, path=path.pk, whom=Whom(person=mert.pk), due_on=today() - timedelta(days=1))


@pytest.mark.parametrize(
    "choices",
    [
        CHOICES[:1],
        [CHOICES[0], CHOICES[0]],
        [CHOICES[1], CHOICES[1]],
        [CHOICES[0], {"words": {"tr": "Geri ararım"}, "right": True}],
        ["x", "y"],
        None,
    ],
)
def test_a_check_needs_something_to_choose(leyla, choices):
    path = path_of(leyla)
    with pytest.raises(WrongInput):
        check(leyla, path, choices=choices)


def test_choices_keep_their_keys_when_a_check_is_changed(leyla):
    path = path_of(leyla)
    asked = path.steps.get(kind="check")
    kept = [{"words": {"en": "Hang up"}}, *reversed(asked.choices)]
    changed = actions.change_check(actor=leyla, path=path.pk, step=asked.pk, choices=kept)
    assert [choice["key"] for choice in changed.choices] == ["c", "b", "a"]
    assert changed.right == {"b"}
    with pytest.raises(Overtaken):
        actions.change_check(actor=leyla, path=path.pk, step=asked.pk, choices=kept, revision=1)


def test_steps_move_and_an_article_is_in_a_path_once(leyla):
    path = path_of(leyla)
    article, asked = path.steps.all()
    actions.move_step(actor=leyla, path=path.pk, step=asked.pk, place=1)
    assert [one.pk for one in Step.objects.filter(path=path)] == [asked.pk, article.pk]
    with pytest.raises(WrongInput):
        actions.add_article(actor=leyla, path=path.pk, article=article.article_id)


def test_an_article_that_is_taken_away_is_no_step_any_more(leyla, mert):
    path = assigned(leyla, mert)
    knowledge.remove(actor=leyla, article=path.steps.first().article_id)
    assert queries.one(mert, path.pk, "en").all == 1
    asked = path.steps.get(kind="check")
    knowledge.restore(actor=leyla, article=path.steps.first().article_id)
    actions.answer(actor=mert, path=path.pk, step=asked.pk, chosen=["b"])
    knowledge.remove(actor=leyla, article=path.steps.first().article_id)
    jobs.settle_all()
    assert queries.one(mert, path.pk, "en").is_finished
