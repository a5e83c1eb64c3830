"""Addresses of articles: made of the title, permanent, and each ever used leads on to where the article is now."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count

from django.conf import settings

from derman.kernel.folding import fold
from derman.knowledge.models import Category, OldAddress, Translation

LONGEST = 100
RESERVED = frozenset(("answers", "c", "files", "search"))  # are addresses of their own below /kb/
_OTHER = re.compile(r"[^a-z0-9]+")


def slug_of(title: str) -> str:
    """Letters, figures and dashes of a title; never empty."""
    made = _OTHER.sub("-", fold(title).replace("'", "")).strip("-")[:LONGEST].strip("-")
    return made or "article"


def page_of(slug: str) -> str:
    """The address of an article."""
    return f"/kb/{slug}/"


def address_of(slug: str) -> str:
    """The same with the desk that it is at."""
    return f"{settings.DERMAN_PORTAL_URL}{page_of(slug)}"


def free_slug(wanted: str, *, besides: int = 0) -> str:
    """`wanted`, or with a number where another translation has or had it. 2 statements for each that is tried."""
    for slug in _numbered(wanted):
        taken = Translation.objects.filter(slug=slug).exclude(pk=besides).exists()
        was = OldAddress.objects.filter(path=page_of(slug)).exclude(translation=besides).exists()
        if not taken and not was and slug not in RESERVED:
            return slug
    raise AssertionError  # numbers do not end


def is_made_of(slug: str, title: str) -> bool:
    """Is an address the one that a title gives by itself, with or without a number?"""
    return re.fullmatch(re.escape(slug_of(title)) + r"(?:-\d+)?", slug) is not None


def free_category_slug(wanted: str, *, besides: int = 0) -> str:
    """The same for a category. 1 statement for each that is tried."""
    for slug in _numbered(wanted):
        if not Category.objects.filter(slug=slug).exclude(pk=besides).exists():
            return slug
    raise AssertionError  # numbers do not end


def _numbered(wanted: str) -> Iterator[str]:
    base = slug_of(wanted)
    yield base
    yield from (f"{base}-{number}" for number in count(2))


_SHORT = re.compile(r"(?:[a-zA-Z][a-zA-Z0-9+.-]*://[^/?#]*)?/?\?(?:p|page_id)=([0-9]{1,12})(?:[&#].*)?", re.DOTALL)


def is_short_link(address: str) -> bool:
    """Whether an address names what is there by its number alone, as WordPress does: `/?p=17`."""
    return _SHORT.fullmatch(address.strip()) is not None


def normal_path(address: str) -> str:
    """The path of an address of another site, as it is kept: `https://x.example/help/vpn?p=1` → `/help/vpn/`.

    A short link of WordPress has none beside its number: `https://x.example/?p=17` → `/?p=17`.
    """
    if (short := _SHORT.fullmatch(address.strip())) is not None:
        return f"/?p={int(short[1])}"
    path = re.sub(r"^[a-zA-Z][a-zA-Z0-9+.-]*://[^/]*", "", address.strip()).partition("?")[0].partition("#")[0]
    path = "/" + path.strip("/")
    return path if path == "/" else f"{path}/"
