"""What calls about learning take and give."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from django.http import HttpRequest
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from ninja import Field, Path, Schema

from derman.api.inputs import LARGEST_ID, Given, Id, Reference, Text
from derman.api.problems import OVERTAKEN, Problem, wrong
from derman.api.shapes import Named, PersonShape, utc
from derman.kernel.secrets import signature
from derman.knowledge.queries import desk as articles

if TYPE_CHECKING:
    from derman.knowledge.models import Translation
    from derman.people.models import Person
    from derman.teaching.models import LearningPath, Step

PathKey = Annotated[int, Path(ge=1, le=LARGEST_ID)]
StepKey = Annotated[int, Path(ge=1, le=LARGEST_ID)]
Texts = Annotated[
    dict[str, Annotated[Text, Field(max_length=4000)]], Field(max_length=20, description='Like {"en": …, "tr": …}.')
]
ArticleReference = Annotated[
    Id | Annotated[Text, Field(max_length=120)], Field(description="The id of an article (`article`) or its slug.")
]


class ChoiceShape(Schema):
    """A choice of a check. `right` is null for whoever is to answer it."""

    key: str
    words: dict[str, str]
    right: bool | None


class StepShape(Schema):
    """A step of a path. `article` is the slug, null for a check or where the caller may not read it."""

    id: int
    kind: str = Field(description="article or check.")
    article: str | None
    title: str = Field(description="Of the article; empty where the caller may not read it.")
    questions: dict[str, str]
    choices: list[ChoiceShape]
    explanations: dict[str, str] = Field(description="Of a check; for learners once it was passed.")


class PathShape(Schema):
    """A learning path."""

    id: int
    titles: dict[str, str]
    summaries: dict[str, str]
    status: str = Field(description="draft or published.")
    steps: list[StepShape]
    updated_at: datetime


class PathLine(Schema):
    """A learning path in a list."""

    id: int
    titles: dict[str, str]
    status: str
    length: int
    learners: int
    finished: int


class ChoiceGiven(Given):
    """A choice; with its `key` it stays the same one."""

    key: Annotated[Text, Field(max_length=1)] = ""
    words: Texts
    right: bool = False


class StepGiven(Given):
    """A step to add: an `article`, or a check by `questions` and `choices`."""

    article: ArticleReference | None = None
    questions: Texts = {}
    choices: Annotated[list[ChoiceGiven], Field(max_length=8)] = []
    explanations: Texts = {}


class StepChange(Given):
    """What to change; `place` 1 is the first."""

    questions: Texts = {}
    choices: Annotated[list[ChoiceGiven], Field(max_length=8)] = []
    explanations: Texts = {}
    place: Annotated[int, Field(ge=1, le=1000)] = 1


class PathGiven(Given):
    """A path to add; `published` needs a step."""

    titles: Texts
    summaries: Texts = {}
    steps: Annotated[list[StepGiven], Field(max_length=60)] = []
    status: Literal["draft", "published"] = "draft"


class PathChange(Given):
    """What to change; what is left out stays."""

    titles: Texts = {}
    summaries: Texts = {}
    status: Literal["draft", "published"] = "draft"


class AssignmentGiven(Given):
    """For one of: `person`, `team`, `newcomers_since`; until a day, or within so many days for each."""

    person: Reference | None = None
    team: Reference | None = None
    newcomers_since: date | None = None
    organisation: Annotated[Reference | None, Field(description="Newcomers of it; left out, of the desk.")] = None
    due_on: date | None = None
    due_days: Annotated[int, Field(ge=1, le=365)] | None = None


class AssignmentShape(Schema):
    """Who is to learn a path, and until when."""

    id: int
    path: int
    person: PersonShape | None
    team: Named | None
    newcomers_since: date | None
    organisation: Named | None
    due_on: date | None
    due_days: int | None


class LearningStepShape(Schema):
    """A step as its learner sees it; one that is not `open` has no title and does not count."""

    id: int
    kind: str
    title: str
    article: str | None
    open: bool
    done: bool
    tries: int


class LearningShape(Schema):
    """A path that the caller is to learn, and how far they are."""

    path: int
    title: str
    due_on: date | None
    overdue: bool
    done: int
    of: int
    finished_at: datetime | None
    steps: list[LearningStepShape]


class AnswerGiven(Given):
    """The keys of what was chosen."""

    choices: Annotated[list[Annotated[Text, Field(max_length=1)]], Field(max_length=8)]


class AnsweredShape(Schema):
    """What came of an answer."""

    right: bool
    tries: int
    explanation: str = Field(description="Once it was right, or wrong twice.")
    finished: bool = Field(description="Is the whole path done now?")


class ReportLine(Schema):
    """How far one person is with one path."""

    person: PersonShape
    path: Named
    state: str = Field(description="overdue, open or done.")
    due_on: date | None
    finished_at: datetime | None
    done: int
    of: int
    checks: int = Field(description="Passed.")
    right_at_once: int = Field(description="Of these, with the first answer.")


def step_shape(step: Step, text: Translation | None, *, tells: bool) -> StepShape:
    """A step; `tells` says what is right."""
    version = (text.live or text.newest) if text is not None else None
    return StepShape(
        id=step.pk,
        kind=step.kind,
        article=text.slug if text is not None else None,
        title=version.title if version is not None else "",
        questions=step.questions,
        choices=[
            ChoiceShape(key=one["key"], words=one["words"], right=one["right"] if tells else None)
            for one in step.choices
        ],
        explanations=step.explanations if tells else {},
    )


def path_shape(path: LearningPath, steps: list[StepShape]) -> PathShape:
    """A path with its steps."""
    return PathShape(
        id=path.pk,
        titles=path.titles,
        summaries=path.summaries,
        status="published" if path.published_at is not None else "draft",
        steps=steps,
        updated_at=utc(path.changed_at),
    )


def state_of(row: Any) -> str:
    """The ETag of a path, of news or of a tip."""
    return f'"{signature("etag", f"{type(row).__name__}:{row.pk}.{row.revision}")}"'


def expect(request: HttpRequest, row: Any) -> None:
    """Raises Problem 412 where the client has seen (If-Match) another state."""
    given = parse_etags(request.headers.get("If-Match", ""))
    if given and "*" not in given and state_of(row) not in given:
        sentence = _("Somebody changed this in the meantime. Look at it again.")
        raise Problem(OVERTAKEN, sentence, headers={"ETag": state_of(row)})


def article_called(asker: Person, reference: int | str | None) -> int | None:
    """The id of an article that the caller may work on. Raises Problem 422."""
    if reference is None or isinstance(reference, int):
        return reference
    found = articles.by_slug_at_desk(asker, reference)
    if found is None:
        raise wrong("article", _("There is no such article."))
    return found.article_id
