"""Articles of the knowledge base: list, add, read, change. Each language of an article has its own address."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from ninja import Field, Path, Query, Router, Schema

from derman.api import references
from derman.api.callers import person_of
from derman.api.inputs import Given, Long, Moment, Reference, Text
from derman.api.paging import Cursor, Limit, PageOf, cut, place_of
from derman.api.problems import FORBIDDEN, OVERTAKEN, Problem, wrong
from derman.api.shapes import PRIVATE, Named, PersonShape, answer, person_shape, utc
from derman.kernel import html
from derman.kernel.folding import fold
from derman.kernel.secrets import signature
from derman.knowledge import actions, queries
from derman.knowledge.markdown import body_of
from derman.knowledge.queries import desk

if TYPE_CHECKING:
    from derman.knowledge.models import Translation
    from derman.people.models import Person

router = Router(tags=["Articles"])

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
STATUSES = ("draft", "review", "scheduled", "published")
AUDIENCES = ("everyone", "signed_in", "organisations", "groups", "agents", "team")
AudienceCode = Literal["everyone", "signed_in", "organisations", "groups", "agents", "team"]
Slug = Annotated[str, Path(description="The last part of the article's address.", max_length=120)]
Title = Annotated[Text, Field(min_length=1, max_length=200)]
Ids = Annotated[list[Reference], Field(max_length=200)]


class ArticleShape(Schema):
    """An article in one language. People of the desk get the newest text, others the published one."""

    id: int = Field(description="Of this text in its language.")
    article: int = Field(description="The same for all languages of an article.")
    slug: str
    url: str
    lang: str
    title: str
    body: str = Field(description="HTML, sanitised.")
    text: str = Field(description="The same without HTML.")
    audience: str
    organisations: list[Named]
    groups: list[Named]
    team: Named | None
    status: str = Field(description="draft, review, scheduled or published: of the newest text.")
    live: bool = Field(description="Can readers see it, perhaps with an earlier text?")
    category: Named | None
    owner: PersonShape | None
    check_by: date | None
    publish_at: datetime | None
    published_at: datetime | None
    outdated: bool = Field(description="Another language was published anew since.")
    helpful: int
    unhelpful: int
    updated_at: datetime


class _Settings(Given):
    """What a request may set of an article."""

    audience: AudienceCode = "everyone"
    organisations: Ids = []
    groups: Ids = []
    team: Reference | None = None
    category: Reference | None = None
    owner: Reference | None = None
    check_by: date | None = None
    publish_at: Annotated[Moment | None, Field(description="With the status published: not before then.")] = None


class ArticleGiven(_Settings):
    """An article to add; `article` is the id of one that exists, to translate it."""

    lang: str
    title: Title
    body: Annotated[Long, Field(description="HTML or Markdown.")] = ""
    slug: Annotated[Text, Field(max_length=120)] = ""
    article: Annotated[int, Field(ge=1, lt=2**63)] | None = None
    status: Literal["draft", "review", "published"] = "draft"


class ArticleChange(_Settings):
    """What to change; what is left out stays. A published article stays published, with the new text."""

    title: Title = ""
    body: Long = ""
    slug: Annotated[Text, Field(min_length=1, max_length=120)] = ""
    status: Literal["draft", "review", "published"] = "draft"


def _shape(row: Translation, reader: Person) -> ArticleShape:
    at_desk = reader.is_staff_member
    version = (row.newest if at_desk else row.live) or row.newest
    article = row.article
    assert version is not None
    return ArticleShape(
        id=row.pk,
        article=row.article_id,
        slug=row.slug,
        url=f"{settings.DERMAN_PORTAL_URL}/kb/{row.slug}/",
        lang=row.lang,
        title=version.title,
        body=version.body,
        text=version.text,
        audience=article.audience,
        organisations=[Named(id=one.pk, name=one.name) for one in article.organisations.all()] if at_desk else [],
        groups=[Named(id=one.pk, name=one.name) for one in article.groups.all()] if at_desk else [],
        team=Named(id=article.team.pk, name=article.team.name) if article.team is not None else None,
        status=row.status if at_desk else "published",
        live=row.live_id is not None,
        category=Named(id=article.category.pk, name=article.category.name) if article.category is not None else None,
        owner=person_shape(article.owner, reader) if at_desk and article.owner is not None else None,
        check_by=article.check_by if at_desk else None,
        publish_at=utc(row.publish_at) if row.publish_at is not None and at_desk else None,
        published_at=utc(row.live_since) if row.live_since is not None else None,
        outdated=row.outdated_since is not None,
        helpful=row.helpful,
        unhelpful=row.unhelpful,
        updated_at=utc(version.written_at),
    )


def _etag(row: Translation, reader: Person) -> str:
    """Signed: the bare number would tell a reader how often a draft was written on."""
    state = row.revision if reader.is_staff_member else row.live_id
    return f'"{signature("etag", f"article:{row.pk}.{state}.{row.article.changed_at.timestamp()}")}"'


def _details(person: Person, given: _Settings) -> actions.Details:
    named: dict[str, Any] = {}
    for name in given.model_fields_set:
        match name:
            case "audience" | "check_by":
                named[name] = getattr(given, name)
            case "organisations":
                found = [references.organisation(person, one) for one in given.organisations]
                named[name] = [one.pk for one in found]
            case "groups":
                named[name] = [references.group(person, one).pk for one in given.groups]
            case "team":
                team = references.team(person, given.team)
                named[name] = team.pk if team is not None else None
            case "owner":
                owner = references.agent(person, given.owner, field="owner")
                named[name] = owner.pk if owner is not None else None
            case "category":
                named[name] = _category(given.category)
    return actions.Details(**named)


def _category(reference: int | str | None) -> int | None:
    if reference is None:
        return None
    for shelf in queries.categories():
        row = shelf.category
        if reference in (row.pk, row.slug) or (
            isinstance(reference, str) and fold(reference) in map(fold, row.names.values())
        ):
            return row.pk
    raise wrong("category", _("There is no such category."))


def _move_to(person: Person, row: Translation, status: str, at: datetime | None) -> Translation:
    match status:
        case "published" if at is not None:
            return actions.publish_later(actor=person, translation=row.pk, at=at)
        case "published":
            return actions.publish(actor=person, translation=row.pk)
        case "review":
            return actions.ask_review(actor=person, translation=row.pk)
        case _:
            actions.send_back(actor=person, translation=row.pk)
            return actions.withdraw(actor=person, translation=row.pk)


def staff_only(person: Person) -> None:
    """Raises Problem 403."""
    if not person.is_staff_member:
        raise Problem(FORBIDDEN, _("Only people of the desk write articles."))


@router.get("/articles", response=PageOf[ArticleShape], summary="List articles")
def list_articles(
    request: HttpRequest,
    lang: Annotated[Text, Query("", max_length=8)],
    status: Annotated[Text, Query("", max_length=12, description="draft, review, scheduled or published.")],
    audience: Annotated[Text, Query("", max_length=16)],
    category: Annotated[Text, Query("", max_length=120, description="Id, name or address.")],
    q: Annotated[Text, Query("", max_length=300, description="Words that all occur.")],
    updated_after: Annotated[Moment | None, Query(None)],
    limit: Limit,
    cursor: Cursor,
) -> HttpResponse:
    """Those that the caller may read; people of the desk see drafts as well. In the order in which they were begun."""
    person = person_of(request)
    codes = (("status", status, STATUSES), ("audience", audience, AUDIENCES), ("lang", lang, LANGUAGES))
    for field, value, known in codes:
        if value and value not in known:
            raise wrong(field, _("This must be one of: %(choices)s.") % {"choices": ", ".join(known)})
    wanted = desk.Wanted(
        lang=lang,
        status=status,
        audience=audience,
        category=_category(int(category) if category.isdecimal() else category) if category else None,
        words=q,
        changed_after=updated_after,
    )
    found = desk.translations_listed(person, wanted, after=place_of(cursor), size=limit)
    rows, following = cut(found, limit, lambda row: row.pk)
    return answer(PageOf[ArticleShape](items=[_shape(row, person) for row in rows], next=following))


@router.post("/articles", response={201: ArticleShape}, summary="Add an article")
def add_article(request: HttpRequest, given: ArticleGiven) -> HttpResponse:
    """For people of the desk. Where the desk wants a review, only leads and administrators publish at once."""
    person = person_of(request)
    staff_only(person)
    if given.lang not in LANGUAGES:
        raise wrong("lang", _("This must be one of: %(choices)s.") % {"choices": ", ".join(LANGUAGES)})
    body = body_of(given.body)
    if given.status != "draft" and not html.to_text(body).strip() and "<img" not in body:
        raise wrong("body", _("Write something first."))
    details = _details(person, given)
    with transaction.atomic():
        if given.article is not None:
            row = actions.translate(
                actor=person, article=given.article, lang=given.lang, title=given.title, body=body, slug=given.slug
            )
            actions.change_details(actor=person, article=given.article, details=details)
        else:
            row = actions.start(
                actor=person, lang=given.lang, title=given.title, body=body, details=details, slug=given.slug
            )
        if given.status != "draft":
            _move_to(person, row, given.status, given.publish_at)
    return answer_with(person, row.slug, status=201)


@router.get("/articles/{str:slug}", response=ArticleShape, summary="Read an article")
def read_article(request: HttpRequest, slug: Slug) -> HttpResponse:
    """With its state as `ETag`."""
    person = person_of(request)
    row = desk.known_by_slug(person, slug)
    etag = _etag(row, person)
    seen = {tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", ""))}
    if seen & {"*", etag}:
        return HttpResponseNotModified(headers={**PRIVATE, "ETag": etag})
    return answer(_shape(row, person), ETag=etag)


@router.patch("/articles/{str:slug}", response=ArticleShape, summary="Change an article")
def change_article(request: HttpRequest, slug: Slug, given: ArticleChange) -> HttpResponse:
    """All of the change or none. With `If-Match`, only where nobody changed the article since: else 412."""
    person = person_of(request)
    row = desk.known_by_slug(person, slug)
    staff_only(person)
    expected = parse_etags(request.headers.get("If-Match", ""))
    if expected and "*" not in expected and _etag(row, person) not in expected:
        raise Problem(
            OVERTAKEN, _("Somebody changed this article in the meantime."), headers={"ETag": _etag(row, person)}
        )
    named, newest = given.model_fields_set, row.newest
    assert newest is not None
    with transaction.atomic():
        if named & {"title", "body"}:
            actions.write(
                actor=person,
                translation=row.pk,
                title=given.title if "title" in named else newest.title,
                body=body_of(given.body) if "body" in named else newest.body,
                revision=row.revision if expected else None,
            )
        actions.change_details(actor=person, article=row.article_id, details=_details(person, given))
        if "slug" in named:
            row = actions.change_address(actor=person, translation=row.pk, slug=given.slug)
        if "status" in named:
            _move_to(person, row, given.status, given.publish_at)
        elif named & {"title", "body"} and row.status == "published":
            actions.publish(actor=person, translation=row.pk)
    return answer_with(person, row.slug)


def answer_with(person: Person, slug: str, *, status: int = 200) -> HttpResponse:
    """An article as it is now."""
    row = desk.known_by_slug(person, slug)
    return answer(_shape(row, person), status=status, ETag=_etag(row, person))
