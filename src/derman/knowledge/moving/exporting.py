"""Everything as Markdown: a zip with a file for each language of each article, its pictures, and the categories."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterable
from contextlib import ExitStack
from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast

from derman.kernel import files
from derman.knowledge.access import translations_at_desk
from derman.knowledge.markdown import from_html
from derman.knowledge.models import Category, OldAddress, Picture, Translation, Version
from derman.knowledge.slugs import address_of
from derman.people.models import Person

_PICTURE = re.compile(r"/kb/files/([A-Za-z0-9_-]{20,64})/")
NEWER = ".newer"  # in the name of a file with what is not published yet of an article that is
IN_MEMORY = 8 * 1024 * 1024  # bytes; what is larger lies on the disk
_ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}


def export(asker: Person, file: IO[bytes]) -> int:
    """Write a zip of all that `asker` may work on; how many texts. What it writes, an import reads."""
    found = translations_at_desk(asker).select_related("newest", "live", "article").order_by("article", "lang")
    paths = {row.pk: _path(row) for row in Category.objects.select_related("parent__parent")}
    addresses: dict[int, list[str]] = {}
    for path, translation in OldAddress.objects.values_list("path", "translation"):
        addresses.setdefault(translation, []).append(path)
    kinds = Picture.objects.values_list("key", "file__media_type")
    names = {key: f"pictures/{key}.{_ENDINGS[kind]}" if kind in _ENDINGS else f"pictures/{key}" for key, kind in kinds}

    def place(address: str) -> str:
        found = _PICTURE.fullmatch(address)
        return names.get(found[1], address) if found else address

    written, pictures = 0, set[str]()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("categories.json", json.dumps(_categories(), ensure_ascii=False, indent=1))
        for row in found.iterator(chunk_size=200):
            for version in _shown(row):
                pictures.update(_PICTURE.findall(version.body))
                front = _front(row, version, paths, addresses.get(row.pk, ()))
                newer = "" if row.live_id in (None, version.pk) else NEWER
                text = front + from_html(version.body, picture=place)
                archive.writestr(f"articles/{row.slug}.{row.lang}{newer}.md", text)
            written += row.newest is not None
        for picture in Picture.objects.filter(key__in=pictures & names.keys()).select_related("file").iterator():
            try:
                with files.open_file(picture.file) as content:
                    archive.writestr(f"articles/{names[picture.key]}", content.read())
            except FileNotFoundError:
                continue
    return written


def packed(asker: Person) -> IO[bytes]:
    """The same in a file that is gone once it is closed."""
    with ExitStack() as held:
        file = held.enter_context(SpooledTemporaryFile(max_size=IN_MEMORY))
        export(asker, file)
        file.seek(0)
        held.pop_all()  # whoever gets it closes it
    return cast("IO[bytes]", file)


def _path(row: Category) -> str:
    names: list[str] = []
    at: Category | None = row
    while at is not None:
        names.insert(0, at.slug)
        at = at.parent
    return " / ".join(names)


def _categories() -> list[dict[str, Any]]:
    return [
        {"slug": row.slug, "names": row.names, "icon": row.icon, "above": row.parent.slug if row.parent else None}
        for row in Category.objects.select_related("parent").order_by("position", "pk")
    ]


def _shown(row: Translation) -> list[Version]:
    """What readers see, and what is written on beyond it: an import brings both back as they are."""
    return list(dict.fromkeys(version for version in (row.live, row.newest) if version is not None))


def _front(row: Translation, version: Version, paths: dict[int, str], addresses: Iterable[str]) -> str:
    facts = {
        "title": version.title,
        "lang": row.lang,
        "article": str(row.article_id),
        "slug": row.slug,
        "category": paths.get(row.article.category_id or 0, ""),
        "audience": row.article.audience,
        "status": "published" if row.live_id == version.pk else "draft",
        "source": address_of(row.slug),
        "addresses": " ".join(addresses),
    }
    lines = [f"{name}: {_quoted(value)}" for name, value in facts.items() if value]
    return "\n".join(["---", *lines, "---", "", ""])


def _quoted(value: str) -> str:
    plain = re.fullmatch(r"[\w/. -]+", value) is not None
    return value if plain else '"' + value.replace('"', '\\"') + '"'
