"""What the portal's first page weighs, for somebody who comes for the first time, on a phone."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

from django.contrib.staticfiles import finders

MOST = 90 * 1024
STATEMENTS = 12
LATIN = ("vendor/fonts/inter-latin.woff2", "vendor/fonts/inter-turkish.woff2")  # what a Turkish page needs
_NAMED = re.compile(r"""<(?:link|script|img|use)\b(?![^>]*touch-icon)[^>]*?(?:href|src)="/static/([^"#?]+)""")


def _weight(name: str) -> int:
    found = finders.find(name)
    assert found is not None, name
    content = Path(found).read_bytes()
    return len(content) if name.endswith((".woff2", ".png")) else len(gzip.compress(content, 6))


def test_the_first_page_is_light(client, desk, django_assert_max_num_queries):
    client.get("/")
    with django_assert_max_num_queries(STATEMENTS):
        page = client.get("/", headers={"Accept-Language": "tr"}).content
    # the picture for a phone's first screen is loaded by whoever keeps the portal there
    named = set(_NAMED.findall(page.decode()))
    assert any(name.endswith(".css") for name in named)
    files = named | set(LATIN) | {"derman/icons/icons.svg"}
    weight = sum(map(_weight, files)) + len(gzip.compress(page, 6))
    assert weight <= MOST, weight
    assert weight > 20 * 1024, "the files of the page were not found"
