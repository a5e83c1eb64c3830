"""What administrators change by `PATCH`: one at a time, and with `If-Match` only as they have seen it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.http import HttpRequest
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from ninja import Schema

from derman.api.problems import OVERTAKEN, Problem
from derman.kernel.locks import hold
from derman.kernel.secrets import signature


@contextmanager
def held(what: str, number: int | str = "") -> Iterator[None]:
    """One transaction in which nobody else changes `what`, neither here nor in the settings."""
    with transaction.atomic():
        hold(f"settings.{what}.{number}")
        yield


def etag_of(shape: Schema) -> str:
    """The state that a client has seen: of what it was shown, not of what it may not see."""
    return f'"{signature("etag", shape.model_dump_json())}"'


def expect(request: HttpRequest, shape: Schema) -> None:
    """Raises Problem 412 where the client has seen (If-Match) something else than `shape`."""
    given = parse_etags(request.headers.get("If-Match", ""))
    if given and "*" not in given and etag_of(shape) not in given:
        raise Problem(
            OVERTAKEN,
            _("Somebody changed this in the meantime. Look at it again."),
            headers={"ETag": etag_of(shape)},
        )
