"""Markdown and HTML files: their front matter, title, language and category."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from django.conf import settings

from derman.knowledge.errors import WrongInput
from derman.knowledge.markdown import to_html
from derman.knowledge.moving.bundles import LARGEST_FILE, LARGEST_TEXT, Bundle, beside, decoded
from derman.knowledge.moving.found import Found

MARKDOWN, HTML = (".md", ".markdown"), (".html", ".htm")
_FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n---[ \t]*\n", re.DOTALL)
_LINE = re.compile(r"^([A-Za-z_-]{1,30})[ \t]*:[ \t]*(.*)$")
_TITLE_LINE = re.compile(r"\A\s*#[ \t]+(.+?)[ \t]*#*[ \t]*(?:\n|\Z)")
_TITLE_TAG = re.compile(r"<title[^>]*>(.{0,500}?)</title", re.IGNORECASE | re.DOTALL)
_H1 = re.compile(r"<h1[^>]*>(.{0,1000}?)</h1\s*>", re.IGNORECASE | re.DOTALL)
_BODY = re.compile(r"<body[^>]*>(.*?)(?:</body|\Z)", re.IGNORECASE | re.DOTALL)
_TAGS = re.compile(r"<[^>]*>")
LANGUAGES = {code for code, _name in settings.LANGUAGES}


def is_article(name: str) -> bool:
    """Does a file hold an article, by its name?"""
    return name.casefold().endswith((*MARKDOWN, *HTML))


def articles_in(bundle: Bundle) -> Iterator[Found | WrongInput]:
    """Every article of a folder or zip; what cannot be read comes as its error, and the others go on."""
    for name in bundle.names():
        if not is_article(name):
            continue
        try:
            yield article_of(name, bundle.read(name, LARGEST_TEXT), bundle)
        except WrongInput as error:
            yield WrongInput(f"{name}: {error}")


def categories_in(bundle: Bundle) -> list[dict[str, Any]]:
    """The categories of an export of a desk; none where there are none or they cannot be read."""
    try:
        found = json.loads(decoded(bundle.read("categories.json", LARGEST_TEXT)))
    except (KeyError, WrongInput, ValueError, RecursionError):
        return []
    return [row for row in found[:1000] if isinstance(row, dict)] if isinstance(found, list) else []


def article_of(name: str, content: bytes, bundle: Bundle) -> Found:
    """One file as an article."""
    text = decoded(content).replace("\r\n", "\n")
    facts, text = _front_matter(text)
    stem, lang, folders = _names(name)
    if name.casefold().endswith(MARKDOWN):
        title, body = _markdown(text)
    else:
        title, body = _html(text)
    wanted = [part.strip() for part in facts.get("category", "").split("/") if part.strip()]

    def file(address: str) -> tuple[str, bytes] | None:
        place = beside(name, address)
        try:
            return posixpath.basename(place), bundle.read(place, LARGEST_FILE)
        except (KeyError, WrongInput):
            return None

    code = facts.get("lang", "") or lang
    return Found(
        origin=f"file:{name}"[:300],
        title=facts.get("title", "") or title or stem.replace("-", " ").replace("_", " "),
        body=body,
        lang=code if code in LANGUAGES else "",
        group=facts.get("article", "") or posixpath.join(*folders, stem),
        categories=wanted or folders,
        slug=facts.get("slug", ""),
        audience=facts.get("audience", ""),
        status=facts.get("status", ""),
        old_paths=[path for path in facts.get("addresses", "").split() if path],
        source=facts.get("source", ""),
        file=file,
    )


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    found = _FRONT.match(text)
    if found is None:
        return {}, text
    facts = {}
    for line in found[1].split("\n")[:50]:
        if (said := _LINE.match(line)) is not None:
            value = said[2].strip()
            quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
            facts[said[1].casefold()] = value[1:-1].replace('\\"', '"') if quoted else value
    return facts, text[found.end() :]


def _names(name: str) -> tuple[str, str, list[str]]:
    """The stem of a file's name, its language (`vpn.tr.md`, `tr/vpn.md`), and the folders that are categories."""
    *folders, last = name.split("/")
    stem = last.rsplit(".", 1)[0]
    base, dot, code = stem.rpartition(".")
    lang = code if dot and code in LANGUAGES else ""
    if lang:
        stem = base
    elif folders and folders[0] in LANGUAGES:
        lang = folders.pop(0)
    return stem, lang, [folder.replace("_", " ") for folder in folders if folder != "articles"][:3]


def _markdown(text: str) -> tuple[str, str]:
    found = _TITLE_LINE.match(text)
    return (found[1], to_html(text[found.end() :])) if found else ("", to_html(text))


def _html(text: str) -> tuple[str, str]:
    title, heading, body = _TITLE_TAG.search(text), _H1.search(text), _BODY.search(text)
    inner = body[1] if body else text
    if heading is not None:
        inner = inner.replace(heading[0], "", 1)
    words = heading[1] if heading else title[1] if title else ""
    return " ".join(unescape(_TAGS.sub("", words)).split()), inner
