"""How often a caller may ask: so many requests in each window of ten seconds."""

from __future__ import annotations

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from derman.api.problems import TOO_MANY, Problem
from derman.kernel import clock

WINDOW = 10  # seconds
# Twelve hundred in ten seconds: a program that works through a list one by one never meets it, a runaway does.
DEFAULT = 1200

COUNT = """
    INSERT INTO api_requestcount AS known (caller, period, count) VALUES (%s, %s, 1)
    ON CONFLICT (caller) DO UPDATE SET
        count = CASE WHEN known.period = EXCLUDED.period THEN known.count + 1 ELSE 1 END,
        period = EXCLUDED.period
    RETURNING count
"""


def count(caller: str) -> None:
    """Count one request of `caller`. 1 statement. Raises Problem 429 with Retry-After past the limit."""
    limit = int(getattr(settings, "DERMAN_API_RATE", DEFAULT))
    moment = clock.now().timestamp()
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [caller, int(moment // WINDOW)])
        (sent,) = cursor.fetchone()
    if sent > limit:
        wait = int(WINDOW - moment % WINDOW) + 1
        raise Problem(
            TOO_MANY,
            _("Wait %(seconds)s seconds, then go on more slowly.") % {"seconds": wait},
            headers={"Retry-After": str(wait)},
        )
