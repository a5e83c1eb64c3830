"""`Idempotency-Key`: a POST that is sent again is not done again.

Key, change and answer are one transaction: what was done has its answer, what has no answer was not done, also
after a crash. Of two requests with one key that come at once, the second waits for the first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta

from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from derman.api.models import IdempotentAnswer
from derman.api.problems import CONFLICT, KEY_REUSED, Problem, wrong
from derman.kernel import clock, secrets

KEPT = timedelta(hours=24)
PATIENCE = 10  # seconds to wait for the first of two
HEADERS = ("ETag", "Location")


def once(request: HttpRequest, person: int, view: Callable[[], HttpResponse]) -> HttpResponse:
    """Answer by `view`, or with the answer that the same request got before.

    Raises Problem 422 where the key was used with another body, 409 where the first request takes too long.
    Answers that say what went wrong are not kept: the next try may go well.
    """
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        return view()
    if len(key) > 200 or not key.isprintable():
        raise wrong("Idempotency-Key", _("A key has at most 200 printable characters."))
    digest = _digest(request)
    with transaction.atomic():
        known = _claim(person, key, digest)
        if known is not None:
            return _again(known, digest)
        response = view()
        if response.status_code >= 400:
            transaction.set_rollback(True)
            return response
        IdempotentAnswer.objects.filter(person=person, key=key).update(
            status=response.status_code,
            body=response.content.decode(),
            headers={name: response.headers[name] for name in HEADERS if name in response.headers},
        )
    return response


def _digest(request: HttpRequest) -> str:
    what = f"{request.method} {request.get_full_path()}\n".encode()
    # keyed: a body may hold a secret that could be guessed from a bare digest
    return secrets.signature("idempotency", hashlib.sha256(what + request.body).hexdigest(), length=52)


def _claim(person: int, key: str, digest: str) -> IdempotentAnswer | None:
    """Make the row of this key; returns the row that is there already, if one is still good."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{PATIENCE}s"])
        try:
            cursor.execute(
                "INSERT INTO api_idempotentanswer (person_id, key, digest, status, body, headers, created_at)"
                " VALUES (%s, %s, %s, 0, '', '{}', %s) ON CONFLICT (person_id, key) DO NOTHING",
                [person, key, digest, clock.now()],
            )
        except OperationalError as error:
            raise Problem(
                CONFLICT,
                _("The first request with this key is still being worked on."),
                headers={"Retry-After": "5"},
            ) from error
        made = cursor.rowcount == 1
        cursor.execute("SELECT set_config('lock_timeout', '0', true)")
    if made:
        return None
    known = IdempotentAnswer.objects.select_for_update().get(person=person, key=key)
    if clock.now() - known.created_at < KEPT:
        return known
    IdempotentAnswer.objects.filter(pk=known.pk).update(digest=digest, created_at=clock.now())
    return None


def _again(known: IdempotentAnswer, digest: str) -> HttpResponse:
    if known.digest != digest:
        raise Problem(KEY_REUSED, _("Take a new key for a new request."))
    return HttpResponse(
        known.body,
        status=known.status,
        content_type="application/json",
        headers={**known.headers, "Idempotent-Replayed": "true"},
    )
