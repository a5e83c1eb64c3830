"""What a form may be, and what may be answered."""

import pytest

from derman.catalogue.answering import answers_to, words_of
from derman.catalogue.errors import WrongAnswers, WrongInput
from derman.catalogue.fields import fields_of

LAPTOP = [
    {
        "key": "kind",
        "type": "choice",
        "labels": {"en": "What for?", "tr": "Ne için?"},
        "required": True,
        "choices": [
            {"key": "new", "labels": {"en": "New starter", "tr": "Yeni çalışan"}},
            {"key": "broken", "labels": {"en": "Mine is broken", "tr": "Bozuldu"}},
        ],
    },
    {
        "key": "who",
        "type": "person",
        "labels": {"en": "For whom?"},
        "required": True,
        "when": {"field": "kind", "is": ["new"]},
    },
    {"key": "inches", "type": "number", "labels": {"en": "Screen"}, "least": 13, "most": 17},
    {"key": "day", "type": "date", "labels": {"en": "Needed on"}},
    {"key": "bag", "type": "yes_no", "labels": {"en": "A bag?"}},
    {"key": "why", "type": "text", "labels": {"en": "Which bag?"}, "when": {"field": "bag", "is": ["yes"]}},
]


def answered(given, form=LAPTOP):
    return {answer.field.key: answer.value for answer in answers_to(fields_of(form), given)}


def test_a_form_reads_the_same_when_it_was_kept():
    fields = fields_of(LAPTOP)
    assert fields_of([field.as_json() for field in fields]) == fields


def test_what_is_not_asked_is_not_kept_whatever_was_sent():
    assert answered({"kind": "broken", "who": "x", "why": "big"}) == {"kind": "broken"}


def test_a_question_that_depends_on_one_that_is_not_asked_is_not_asked():
    form = [*LAPTOP, {"key": "more", "type": "text", "labels": {"en": "More"}, "when": {"field": "who", "is": []}}]
    assert answered({"kind": "broken", "who": "ayse@ege.example", "more": "x"}, form) == {"kind": "broken"}
    assert "more" in answered({"kind": "new", "who": "ayse@ege.example", "more": "x"}, form)


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({}, {"kind"}),
        ({"kind": "new"}, {"who"}),
        ({"kind": "new", "who": "nobody"}, {"who"}),
        ({"kind": "broken", "inches": "12"}, {"inches"}),
        ({"kind": "broken", "inches": "nan"}, {"inches"}),
        ({"kind": "broken", "inches": "1e999"}, {"inches"}),
        ({"kind": "broken", "day": "tomorrow"}, {"day"}),
        ({"kind": "other", "bag": "maybe"}, {"kind", "bag"}),
        ({"kind": "broken", "bag": "yes", "why": "x" * 301}, {"why"}),
    ],
)
def test_each_wrong_answer_is_named(given, wrong):
    with pytest.raises(WrongAnswers) as caught:
        answers_to(fields_of(LAPTOP), given)
    assert set(caught.value.fields) == wrong


def test_a_turkish_decimal_comma_is_a_number():
    assert answered({"kind": "broken", "inches": "15,6"})["inches"] == 15.6


def test_answers_read_in_the_language_of_the_reader(settings):
    from django.utils.translation import override

    (kept, *_) = [answer.as_json() for answer in answers_to(fields_of(LAPTOP), {"kind": "broken", "inches": "14"})]
    with override("tr"):
        assert words_of(kept) == "Bozuldu"
    with override("en"):
        assert words_of(kept) == "Mine is broken"


@pytest.mark.parametrize(
    "form",
    [
        "text",
        [{}],
        [{"labels": {"en": "A"}, "type": "nonsense"}],
        [{"labels": {"en": "A"}, "type": "choice", "choices": [{"labels": {"en": "only one"}}]}],
        [{"labels": {"en": "A"}, "type": "text", "when": {"field": "later"}}],
        [{"key": "a", "labels": {"en": "A"}, "type": "text"}, {"key": "a", "labels": {"en": "B"}, "type": "text"}],
        [{"labels": {"en": "A"}, "type": "number", "least": 3, "most": 2}],
        [{"labels": {"en": "A"}, "type": "number", "least": "many"}],
        [{"key": "b c", "labels": {"en": "A"}, "type": "text"}],
        [{"labels": {"en": "A"}, "type": "text"}] * 61,
        [
            {"key": "a", "labels": {"en": "A"}, "type": "yes_no"},
            {"labels": {"en": "B"}, "type": "text", "when": {"field": "a", "is": ["perhaps"]}},
        ],
        [None],
        {"a": 1},
    ],
)
def test_a_form_that_cannot_work_is_refused(form):
    with pytest.raises(WrongInput) as caught:
        fields_of(form)
    assert caught.value.field == "form"
