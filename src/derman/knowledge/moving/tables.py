"""Articles of a CSV file: a line each, with a head that names title and body at least."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from django.utils.translation import gettext as _

from derman.kernel.folding import fold
from derman.knowledge.errors import WrongInput
from derman.knowledge.markdown import body_of
from derman.knowledge.moving.bundles import decoded
from derman.knowledge.moving.found import Found

MOST_LINES = 20_000
# the names that a column may have, folded
_COLUMNS = {
    "title": ("title", "baslik", "question", "soru", "subject"),
    "body": ("body", "text", "content", "answer", "icerik", "metin", "cevap"),
    "lang": ("lang", "language", "dil"),
    "category": ("category", "kategori"),
    "slug": ("slug", "address", "adres"),
    "audience": ("audience", "readers"),
    "status": ("status", "state", "durum"),
    "article": ("article", "group", "key", "id"),
}


def articles_in(content: bytes) -> Iterator[Found | WrongInput]:
    """Every line as an article. Raises WrongInput where the head says nothing of title and body."""
    text = decoded(content)
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t|", key=head.count)
    csv.field_size_limit(5_000_000)
    rows = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        names = [fold(name) for name in next(rows, [])]
        places = {
            field: names.index(known) for field, all_ in _COLUMNS.items() for known in all_[::-1] if known in names
        }
        if "title" not in places or "body" not in places:
            raise WrongInput(_("The first line must name the columns, “title” and “body” among them."))
        for number, row in enumerate(rows, start=2):
            if number > MOST_LINES:
                yield WrongInput(_("Lines behind the first 20,000 were left out."))
                return
            given = {field: row[place].strip() if place < len(row) else "" for field, place in places.items()}
            if not given["title"]:
                if any(given.values()):
                    yield WrongInput(_("Line %(number)d has no title.") % {"number": number})
                continue
            if not given["body"]:
                yield WrongInput(_("Line %(number)d has no text.") % {"number": number})
                continue
            key = given.get("article", "")
            yield Found(
                origin=f"csv:{key or given['title']}"[:300],
                title=given["title"],
                body=body_of(given["body"]),
                lang=given.get("lang", ""),
                group=key,
                categories=[part.strip() for part in given.get("category", "").split("/") if part.strip()][:3],
                slug=given.get("slug", ""),
                audience=given.get("audience", ""),
                status=given.get("status", ""),
            )
    except csv.Error:
        raise WrongInput(_("This CSV file cannot be read.")) from None
