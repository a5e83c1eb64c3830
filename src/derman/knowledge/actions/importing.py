"""Importing: a file becomes articles, one after the other, each whole or not at all; twice the same changes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape, unescape
from io import BytesIO
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from derman.kernel import clock, files, html, jobs
from derman.kernel.folding import fold
from derman.kernel.models import StoredFile
from derman.knowledge.access import seen_at_desk
from derman.knowledge.actions.keeping import Details
from derman.knowledge.actions.locking import require_agent
from derman.knowledge.actions.pictures import add_picture, picture_address
from derman.knowledge.actions.publishing import may_publish, publish
from derman.knowledge.actions.shelves import ICONS
from derman.knowledge.actions.writing import start, translate, write
from derman.knowledge.contents import LONGEST_BODY, LONGEST_TITLE, clean_body
from derman.knowledge.errors import KnowledgeError, NotAllowed, WrongInput
from derman.knowledge.markdown import from_html
from derman.knowledge.models import Audience, Category, Import, OldAddress, Picture, Translation
from derman.knowledge.moving import folders, tables, wordpress
from derman.knowledge.moving.bundles import LARGEST_EXPORT, Bundle, Nothing, Zip
from derman.knowledge.moving.found import Found
from derman.knowledge.queries.shelves import LEVELS
from derman.knowledge.slugs import address_of, free_category_slug, normal_path, page_of, slug_of
from derman.people.models import Person

MOST_PROBLEMS = 100
_IMG = re.compile(r"<img\b[^>]{0,5000}>", re.IGNORECASE)
_SOURCE = re.compile(r"""\bsrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
_ALT = re.compile(r"""\balt\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)


@dataclass(slots=True)
class Tally:
    """What an import has done so far."""

    seen: int = 0
    made: int = 0
    changed: int = 0
    pictures: int = 0
    problems: list[str] = field(default_factory=list)

    def problem(self, sentence: str) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(sentence[:500])


@dataclass(slots=True)
class Importer:
    """Makes articles of what was found, in the name of `actor`."""

    actor: Person
    lang: str
    audience: str = Audience.EVERYONE
    publishes: bool = False
    tally: Tally = field(default_factory=Tally)
    _groups: dict[str, int] = field(default_factory=dict)  # group → article
    _sources: dict[tuple[str, str], int] = field(default_factory=dict)  # where it was, language → translation

    def run(self, given: Given, *, each: Callable[[Tally], None] = lambda tally: None) -> Tally:
        """Import all; `each` hears of the progress. Raises WrongInput where the whole file cannot be read."""
        with transaction.atomic():
            for shelf in given.shelves:
                self._shelf(shelf)
        for one in given.found:
            self.tally.seen += 1
            if isinstance(one, WrongInput):
                self.tally.problem(str(one))
            else:
                try:
                    with transaction.atomic():
                        self._one(one)
                except KnowledgeError as error:
                    self.tally.problem(f"{one.title[:80]}: {error}")
            each(self.tally)
        return self.tally

    def _one(self, found: Found) -> None:
        lang = found.lang if found.lang in dict(settings.LANGUAGES) else self.lang
        title = " ".join(found.title.replace("\0", "").split())[:LONGEST_TITLE]
        known, same = self._known(found, lang), None
        body = self._with_pictures(found, known.article_id if known else None)
        if len(body) > LONGEST_BODY:
            raise WrongInput(_("This article is too long. Make two of it."))
        if known is None:
            made = self._begin(found, lang, title, body)
            self.tally.made += 1
        elif (same := _same_in(known, title, body)) is not None:
            made = known
        else:
            made = write(actor=self.actor, translation=known.pk, title=title, body=body)
            self.tally.changed += made.revision != known.revision
        if found.group:
            self._groups[found.group] = made.article_id
        if found.source:
            self._sources[found.source, lang] = made.pk
        for path in map(normal_path, found.old_paths):
            if (
                len(path) <= 500
                and path != f"/kb/{made.slug}/"
                and not Translation.objects.filter(slug=path[4:-1]).exists()
            ):
                OldAddress.objects.get_or_create(path=path, defaults={"translation": made})
        wanted = self.publishes and found.status in ("", "published")
        # what readers see already is left alone, and so is what is written on beyond it
        fresh = made.live_id is None or made.live_id not in (made.newest_id, same)
        if wanted and fresh and html.to_text(body).strip() and may_publish(self.actor, made):
            publish(actor=self.actor, translation=made.pk)

    def _known(self, found: Found, lang: str) -> Translation | None:
        """The text that is there already: from an import before, earlier in this one, or exported from this desk."""
        rows = Translation.objects.select_related("live", "newest").filter(lang=lang, article__removed_at=None)
        if (earlier := self._sources.get((found.source, lang))) is not None:
            return rows.filter(pk=earlier).first()
        if (before := rows.filter(origin=found.origin).first()) is not None or not found.source:
            return before
        slug = found.source.removeprefix(address_of("")[:-1]).strip("/")
        if found.source != address_of(slug):
            return None
        here = Q(slug=slug) | Q(old_addresses__path=page_of(slug))
        return rows.filter(here, article__in=seen_at_desk(self.actor)).distinct().first()

    def _begin(self, found: Found, lang: str, title: str, body: str) -> Translation:
        group = self._groups.get(found.group) if found.group else None
        if group is not None and not Translation.objects.filter(article=group, lang=lang).exists():
            made = translate(actor=self.actor, article=group, lang=lang, title=title, body=body, slug=found.slug)
        else:
            plain = (Audience.EVERYONE, Audience.SIGNED_IN, Audience.AGENTS)
            # a team's or an organisation's article is not opened to everyone because these are not known here
            narrow = Audience.AGENTS if found.audience in Audience.values else self.audience
            audience = found.audience if found.audience in plain else narrow
            details = Details(category=self._category(found.categories, lang), audience=audience)
            made = start(actor=self.actor, lang=lang, title=title, body=body, details=details, slug=found.slug)
        Translation.objects.filter(pk=made.pk).update(origin=found.origin)
        return made

    def _shelf(self, shelf: dict[str, Any]) -> None:
        """A category of an export, where there is none of its address yet."""
        slug, names = str(shelf.get("slug", ""))[:100], shelf.get("names")
        if not isinstance(names, dict) or slug != slug_of(slug) or Category.objects.filter(slug=slug).exists():
            return
        known = {code: str(names[code])[:80] for code in dict(settings.LANGUAGES) if names.get(code)}
        above = Category.objects.filter(slug=str(shelf.get("above") or "")).first()
        depth = sum(1 for row in (above, above and above.parent, above and above.parent and above.parent.parent) if row)
        if not known or depth >= LEVELS:
            return
        icon = str(shelf.get("icon", ""))
        position = Category.objects.count()
        Category.objects.create(
            slug=slug, names=known, parent=above, icon=icon if icon in ICONS else "", position=position
        )

    def _category(self, names: list[str], lang: str) -> int | None:
        """The category at the end of a path of names, made where there is none."""
        above: Category | None = None
        for name in (" ".join(name.split())[:80] for name in names[:3]):
            here = Category.objects.filter(parent=above)
            found = next((row for row in here if fold(name) in [row.slug, *map(fold, row.names.values())]), None)
            if found is None:
                position = Category.objects.count()
                slug = free_category_slug(name)
                found = Category.objects.create(parent=above, names={lang: name}, slug=slug, position=position)
            above = found
        return above.pk if above else None

    def _with_pictures(self, found: Found, article: int | None) -> str:
        """The body with its pictures kept here; one that was not found stays as the words that describe it."""

        def kept(tag: re.Match[str]) -> str:
            source = _SOURCE.search(tag[0])
            address = unescape(next((part for part in source.groups() if part), "")) if source else ""
            alt_found = _ALT.search(tag[0])
            alt = escape(unescape(alt_found[1] or alt_found[2] or "")) if alt_found else ""
            if not address or address.startswith("/kb/files/"):
                return tag[0]
            file = found.file(address)
            if file is None or files.sniff(file[1]) not in files.PICTURES:
                self.tally.problem(
                    _("%(title)s: the picture %(name)s was not found.")
                    % {"title": found.title[:80], "name": address.rsplit("/", 1)[-1][:80]}
                )
                return alt
            return f'<img src="{self._picture(article, *file)}" alt="{alt}">'

        return _IMG.sub(kept, found.body)

    def _picture(self, article: int | None, name: str, content: bytes) -> str:
        stored = files.store(content)
        had = Picture.objects.filter(article=article, file=stored).first() if article is not None else None
        if had is None:
            had = add_picture(actor=self.actor, name=name, content=content)
            self.tally.pictures += 1
        return picture_address(had.key)


def _same_in(known: Translation, title: str, body: str) -> int | None:
    """The version, published or newest, that says the same already: as Markdown, in which it may have been away."""
    words = from_html(clean_body(body, own=settings.DERMAN_URL))
    for version in (known.live, known.newest):
        if version is not None and version.title == title and from_html(version.body) == words:
            return version.pk
    return None


@dataclass(frozen=True, slots=True)
class Given:
    """What a file holds: articles, and categories where it is an export of a desk."""

    found: Iterator[Found | WrongInput]
    shelves: list[dict[str, Any]] = field(default_factory=list)


def articles_of(name: str, content: bytes) -> Given:
    """What a file holds: a zip, a WordPress export, CSV, Markdown or HTML. Raises WrongInput for anything else."""
    ending = name.casefold().rpartition(".")[2]
    if content[:4] == b"PK\x03\x04":
        return articles_in(Zip(BytesIO(content)))
    if wordpress.is_export(content):
        return Given(wordpress.articles_in(content, Nothing()))
    if ending == "csv":
        return Given(tables.articles_in(content))
    if folders.is_article(name):
        return Given(iter([folders.article_of(name, content, Nothing())]))
    raise WrongInput(_("Give a zip, a WordPress export (XML), a CSV file, or Markdown or HTML."), field="file")


def articles_in(bundle: Bundle) -> Given:
    """What the files of a zip or a folder hold."""
    for name in bundle.names():
        if name.casefold().endswith(".xml"):
            content = bundle.read(name, LARGEST_EXPORT)
            if wordpress.is_export(content):
                return Given(wordpress.articles_in(content, bundle))
    return Given(folders.articles_in(bundle), folders.categories_in(bundle))


def ask_import(
    *, actor: Person, file: StoredFile, name: str, lang: str, audience: str = "everyone", publishes: bool = False
) -> Import:
    """Have a stored file imported by the worker. Raises NotAllowed, WrongInput."""
    from derman.knowledge.jobs import run_import

    require_agent(actor)
    if not actor.is_lead:
        raise NotAllowed(_("Leads and administrators import articles."))
    if lang not in dict(settings.LANGUAGES):
        raise WrongInput(_("Choose one of the languages."), field="lang")
    if audience not in (Audience.EVERYONE, Audience.SIGNED_IN, Audience.AGENTS):
        raise WrongInput(_("Choose who may read it."), field="audience")
    with transaction.atomic():
        asked = Import.objects.create(
            actor=actor, file=file, name=name[:255] or "file", lang=lang, audience=audience, publish=publishes
        )
        jobs.enqueue(run_import, wanted=asked.pk)
    return asked


def carry_out(wanted: int) -> None:
    """Do an import; safe to be begun again where a worker was killed half way."""
    row = Import.objects.select_related("actor", "file").filter(pk=wanted).first()
    if row is None or row.is_over:
        return
    importer = Importer(row.actor, row.lang, row.audience, row.publish)

    def note(tally: Tally, state: str = Import.State.RUNNING) -> None:
        Import.objects.filter(pk=row.pk).update(
            state=state,
            seen=tally.seen,
            made=tally.made,
            changed=tally.changed,
            pictures=tally.pictures,
            problems=tally.problems,
            ended_at=None if state == Import.State.RUNNING else clock.now(),
        )

    try:
        with files.open_file(row.file) as file:
            content = file.read()
        importer.run(articles_of(row.name, content), each=note)
    except (KnowledgeError, FileNotFoundError) as error:
        importer.tally.problems.insert(0, str(error))
        note(importer.tally, Import.State.FAILED)
        return
    note(importer.tally, Import.State.DONE)
