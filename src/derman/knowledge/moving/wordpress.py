"""A WordPress export (WXR): posts, pages and the articles of knowledge base plug-ins, with categories and addresses.

The export names pictures by their address and does not hold them. Where it comes in a zip together with the folder
`wp-content/uploads`, they are taken from there.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse
from django.conf import settings
from django.utils.translation import gettext as _

from derman.knowledge.contents import excerpt
from derman.knowledge.errors import WrongInput
from derman.knowledge.moving.bundles import LARGEST_FILE, Bundle
from derman.knowledge.moving.found import Finder, Found

# what is no article: menus, revisions, blocks, and what belongs to shops and forms
_NOT_ARTICLES = re.compile(
    r"attachment|revision|nav_menu_item|custom_css|customize_changeset|oembed_cache|user_request|wp_.*|acf-.*"
    r"|elementor_.*|shop_.*|product.*|wpcf7_.*|e-.*"
)
_CATEGORY = re.compile(r"category|.*_category|.*_cat|.*topic.*|doc_.*|knowledgebase_.*")
_TAGS = re.compile(r"<[^>]{0,5000}>")
_SHORTCODE = re.compile(r"\[/?[a-zA-Z][\w-]{1,40}(?:\s[^\[\]]{0,500})?/?\]")
_BLOCK = re.compile(r"<(?:p|div|h[1-6]|ul|ol|table|blockquote|pre|figure)\b", re.IGNORECASE)
_WHOLE = re.compile(r"<(pre|script|style|table|ul|ol)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
LONGEST, MOST_TAGS = 1_000_000, 20_000  # characters of a body that are read, and tags
LANGUAGES = {code for code, _name in settings.LANGUAGES}
DEEPEST = 3


def is_export(head: bytes) -> bool:
    """Is a file a WordPress export, by its first bytes?"""
    return b"<rss" in head[:8192] and b"wordpress.org/export" in head[:65536]


def articles_in(content: bytes, bundle: Bundle) -> Iterator[Found | WrongInput]:
    """Every article of an export. Raises WrongInput for what is no such file; entities and DTDs are refused."""
    uploads = _uploads(bundle)
    terms: dict[tuple[str, str], tuple[str, str]] = {}  # (taxonomy, slug) → (name, slug of the one above)
    try:
        for _event, element in iterparse(BytesIO(content), events=("end",), forbid_dtd=True):
            name = _local(element.tag)
            if name == "category" and _space(element.tag):
                slug, above = _text(element, "category_nicename"), _text(element, "category_parent")
                terms["category", slug] = (_text(element, "cat_name") or slug, above)
            elif name == "term":
                key = (_text(element, "term_taxonomy"), _text(element, "term_slug"))
                terms[key] = (_text(element, "term_name") or key[1], _text(element, "term_parent"))
            elif name == "item":
                found = _article(element, terms, uploads)
                element.clear()
                if found is not None:
                    yield found
    except DefusedXmlException:
        raise WrongInput(_("This export has parts that no WordPress writes; it is not read.")) from None
    except (ParseError, ValueError, LookupError):
        raise WrongInput(_("This export cannot be read: it is not whole, or not from WordPress.")) from None


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _space(tag: str) -> str:
    return tag.rpartition("}")[0]


def _text(element: Any, name: str, space: str = "") -> str:
    for child in element:
        if _local(child.tag) == name and space in _space(child.tag):
            return (child.text or "").strip()
    return ""


def _article(item: Any, terms: dict[tuple[str, str], tuple[str, str]], uploads: Finder) -> Found | WrongInput | None:
    kind = _text(item, "post_type")
    status = _text(item, "status")
    title = _text(item, "title")
    if _NOT_ARTICLES.fullmatch(kind) or status in ("trash", "auto-draft", "inherit") or not kind:
        return None
    body = _paragraphs(_text(item, "encoded", "content"))
    if not title:
        words = excerpt(" ".join(_TAGS.sub(" ", body).split()), 80)
        return WrongInput(_("A text without a title was left out: %(words)s") % {"words": words}) if words else None
    link = _text(item, "link")
    lang = group = ""
    category: list[str] = []
    for child in item:
        if _local(child.tag) != "category" or _space(child.tag):
            continue
        domain, slug = child.get("domain", ""), child.get("nicename", "")
        if domain == "language" and slug[:2] in LANGUAGES:
            lang = slug[:2]
        elif domain == "post_translations":
            group = slug
        elif _CATEGORY.fullmatch(domain):
            path = _path(domain, slug, child.text or slug, terms)
            category = max(category, path, key=len)  # the most exact one
    # by its name, and by its number, which short links and many mails have
    number = _text(item, "post_id")
    old = [urlsplit(link).path if link else "", f"/?p={number}" if number.isdecimal() else ""]
    return Found(
        origin=f"wordpress:{_text(item, 'guid') or link or title}"[:300],
        title=title,
        body=body,
        lang=lang,
        group=group,
        categories=category,
        slug=_text(item, "post_name"),
        audience="",
        status="published" if status == "publish" else "draft",
        old_paths=[path for path in old if path.strip("/")],
        file=uploads,
    )


def _path(domain: str, slug: str, name: str, terms: dict[tuple[str, str], tuple[str, str]]) -> list[str]:
    path, seen = [name.strip()], {slug}
    above = terms.get((domain, slug), ("", ""))[1]
    while above and above not in seen and len(path) < DEEPEST:
        seen.add(above)
        named, following = terms.get((domain, above), (above, ""))
        path.insert(0, named)
        above = following
    return [part for part in path if part]


def _paragraphs(text: str) -> str:
    """WordPress keeps line breaks where a page has paragraphs, and shortcodes of plug-ins that are not here."""
    text = _SHORTCODE.sub("", text[:LONGEST].replace("\r\n", "\n"))
    if "<!-- wp:" in text:
        return text
    made: list[str] = []
    position = 0
    # looked for from each place on: where very many are not closed, none is looked for
    whole = list(_WHOLE.finditer(text)) if text.count("<") < MOST_TAGS else []
    for found in [*whole, None]:
        part = text[position : found.start() if found else len(text)]
        for block in re.split(r"\n[ \t]*\n", part):
            words = block.strip()
            if words:
                made.append(words if _BLOCK.match(words) else f"<p>{words.replace(chr(10), '<br>')}</p>")
        if found:
            made.append(found[0])
            position = found.end()
    return "\n".join(made)


def _uploads(bundle: Bundle) -> Finder:
    """Pictures by their address, of the files beside the export: by the end of their path, with or without size."""
    names: dict[str, str] = {}
    for name in bundle.names():
        parts = name.split("/")
        for start in range(len(parts)):
            names.setdefault("/".join(parts[start:]), name)

    def file(address: str) -> tuple[str, bytes] | None:
        path = urlsplit(address).path.lstrip("/")
        whole = re.sub(r"-\d{1,5}x\d{1,5}(?=\.\w{2,5}$)", "", path)  # WordPress's smaller copies
        for wanted in (path, whole):
            parts = wanted.split("/")
            # two parts at least: a bare `image.png` may be any
            for start in range(max(1, len(parts) - 1)):
                name = names.get("/".join(parts[start:]))
                if name is not None:
                    try:
                        return posixpath.basename(name), bundle.read(name, LARGEST_FILE)
                    except (KeyError, WrongInput):
                        return None
        return None

    return file
