"""Writing: begin an article, translate it, write on, go back to an earlier version."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from derman.kernel import clock, html
from derman.knowledge.actions.keeping import Details, apply_details
from derman.knowledge.actions.locking import locked_article, locked_translation, require_agent, touch
from derman.knowledge.actions.pictures import claim_pictures
from derman.knowledge.contents import LONGEST_BODY, LONGEST_TITLE, clean_body
from derman.knowledge.errors import ArticleNotFound, WrongInput
from derman.knowledge.models import Article, Status, Translation, Version
from derman.knowledge.slugs import free_slug, is_made_of
from derman.people.models import Person

ONE_SITTING = timedelta(minutes=30)  # for so long the same person writes the same version


def start(
    *,
    actor: Person,
    lang: str,
    title: str,
    body: str = "",
    details: Details | None = None,
    slug: str = "",
) -> Translation:
    """Begin an article, as a draft; `body` is HTML. Raises NotAllowed, WrongInput."""
    require_agent(actor)
    with transaction.atomic():
        article = Article(owner=actor)
        apply_details(actor, article, details or Details())
        return _begin(actor, article, lang=lang, title=title, body=body, slug=slug)


def translate(*, actor: Person, article: int, lang: str, title: str, body: str = "", slug: str = "") -> Translation:
    """Begin the translation of an article into another language, as a draft. Raises ArticleNotFound, WrongInput."""
    with transaction.atomic():
        held = locked_article(actor, article)
        if held.translations.filter(lang=lang).exists():
            raise WrongInput(_("This article has a text in this language already."), field="lang")
        return _begin(actor, held, lang=lang, title=title, body=body, slug=slug)


def _begin(actor: Person, article: Article, *, lang: str, title: str, body: str, slug: str) -> Translation:
    if lang not in dict(settings.LANGUAGES):
        raise WrongInput(_("Choose one of the languages."), field="lang")
    made = Translation(article=article, lang=lang, slug=free_slug(slug or title))
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:  # somebody took the address at the same moment
        made.slug = free_slug(f"{slug or title}-2")
        made.save()
    _put(made, actor, title=title, body=body)
    touch(made, "newest")
    return made


def write(
    *, actor: Person, translation: int, title: str, body: str, revision: int | None = None, apart: bool = False
) -> Translation:
    """Write on a translation; what readers see stays until it is published. `revision` is the one it builds on.

    `apart`: as a version of its own, so that the newest stays beside it whoever wrote it.
    Raises ArticleNotFound, Overtaken, WrongInput.
    """
    with transaction.atomic():
        held = locked_translation(actor, translation, revision=revision)
        before = held.newest.title if held.newest is not None else ""
        if _put(held, actor, title=title, body=body, apart=apart):
            _follow(held, before)
            # what is being read by a second person may be mended by them; what was ready is a draft again
            if held.status in (Status.SCHEDULED, Status.PUBLISHED):
                held.status, held.publish_at = Status.DRAFT, None
            touch(held, "newest", "status", "publish_at", "slug")
    return held


def _follow(held: Translation, before: str) -> None:
    """Until somebody but its writers may have seen it, an address made of the title goes with the title.

    So a translation, which begins with the words of the other language, does not keep these in its address.
    """
    assert held.newest is not None
    title = held.newest.title
    if title != before and is_made_of(held.slug, before) and not held.versions.filter(frozen=True).exists():
        held.slug = free_slug(title, besides=held.pk)


def restore_version(*, actor: Person, translation: int, number: int) -> Translation:
    """Make an earlier version the newest one again, as a draft. Raises ArticleNotFound."""
    with transaction.atomic():
        held = locked_translation(actor, translation)
        old = held.versions.filter(number=number).first()
        if old is None:
            raise ArticleNotFound(_("There is no such version."))
        return write(actor=actor, translation=translation, title=old.title, body=old.body)


def _put(held: Translation, actor: Person, *, title: str, body: str, apart: bool = False) -> bool:
    """Write a version, or on the one of this sitting. Gives back whether anything changed."""
    title = " ".join(title.replace("\0", "").split())
    if not title:
        raise WrongInput(_("An article needs a title."), field="title")
    if len(title) > LONGEST_TITLE:
        raise WrongInput(_("This title is too long. 200 signs are the most."), field="title")
    if len(body) > LONGEST_BODY:
        raise WrongInput(_("This article is too long. Make two of it."), field="body")
    body = clean_body(body, own=settings.DERMAN_URL)
    newest = held.newest
    if newest is not None and (newest.title, newest.body) == (title, body):
        return False
    moment = clock.now()
    if (
        newest is None
        or apart
        or newest.frozen
        or newest.author_id != actor.pk
        or moment - newest.begun_at > ONE_SITTING
    ):
        newest = Version(translation=held, number=newest.number + 1 if newest else 1, author=actor, begun_at=moment)
    newest.title, newest.body, newest.text, newest.written_at = title, body, html.to_text(body), moment
    newest.save()
    held.newest = newest
    claim_pictures(actor, held.article_id, body)
    return True
