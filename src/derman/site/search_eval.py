"""`derman search eval`: articles and queries of a file, answered by the desk's own search in a scratch database."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection

from derman.kernel import clock
from derman.search.library import finding, keeping, question

BATCH = 500
SHOWN = 10
KIND = "article"


class BadLine(Exception):
    """A line of a given file is not what it must be; the message says which."""


def main(articles: Path, queries: Path) -> int:
    """Print a JSON line for each query: `{id, results: [{id, score}], ms}`; no results where nothing fits."""
    pages = [_page(row, number) for number, row in enumerate(_rows(articles, "id", "title", "body"), start=1)]
    asked = list(_rows(queries, "id", "text"))
    names = {page.of: name for page, name in pages}
    with _scratch():
        for start in range(0, len(pages), BATCH):
            keeping.put([page for page, _name in pages[start : start + BATCH]])
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE search_entry, search_posting, search_entryword")
        for query in asked:
            begun = time.perf_counter()
            hits = finding.find(question.read(query["text"]), kinds=[KIND], audiences=None, limit=SHOWN)
            spent = 1000 * (time.perf_counter() - begun)
            results = [{"id": names[hit.of], "score": hit.score} for hit in hits]
            print(json.dumps({"id": query["id"], "results": results, "ms": round(spent, 2)}, ensure_ascii=False))
    sys.stdout.flush()
    return 0


def _page(row: dict[str, Any], number: int) -> tuple[keeping.Page, str]:
    page = keeping.Page(
        kind=KIND,
        of=number,
        lang=str(row.get("lang", "")),
        title=row["title"],
        body=row["body"],
        audience=["everyone"],
        changed_at=clock.now(),
    )
    return page, row["id"]


def _rows(path: Path, *fields: str) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError:
                row = None
            if not isinstance(row, dict) or not all(isinstance(row.get(field), str) for field in fields):
                raise BadLine(f"Line {number} of {path} must be a JSON object with the texts {', '.join(fields)}.")
            yield row


@contextmanager
def _scratch() -> Iterator[None]:
    """Inside the block the connection is one to a new, empty desk, which is gone afterwards."""
    own = connection.settings_dict["NAME"]
    name = f"derman_search_eval_{os.getpid()}"
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        call_command("migrate", "search", verbosity=0, interactive=False)
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
