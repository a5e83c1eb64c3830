"""Is the desk well? For monitoring, and for the figures of Prometheus."""

from __future__ import annotations

import socket
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from derman.kernel import jobs
from derman.people.queries import person_by_token


def live(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"live": True})


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return True
    except DatabaseError:
        return False


def _worker() -> bool:
    try:
        return jobs.seen_within(timedelta(seconds=30))
    except DatabaseError:
        return False


def _smtp() -> bool:
    if settings.DERMAN_SMTP_PORT is None:
        return True
    try:
        with socket.create_connection((settings.DERMAN_SMTP_HOST, settings.DERMAN_SMTP_PORT), timeout=1):
            return True
    except OSError:
        return False


def ready(request: HttpRequest) -> HttpResponse:
    """Database, a worker seen within 30 s, the SMTP listener; 503 where one fails."""
    state = {"database": _database(), "worker": _worker(), "smtp": _smtp()}
    return JsonResponse(state, status=200 if all(state.values()) else 503)


def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus text; from the machine itself, or with an administrator's token."""
    if request.META.get("REMOTE_ADDR") not in ("127.0.0.1", "::1") or "HTTP_X_FORWARDED_FOR" in request.META:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        found = person_by_token(token) if token else None
        if found is None or not found[0].is_administrator:
            return HttpResponse("metrics are for this machine, or for an administrator's token\n", status=403)
    lines = [
        f'derman_up{{part="{part}"}} {int(well)}'
        for part, well in (("database", _database()), ("worker", _worker()), ("smtp", _smtp()))
    ]
    if _database():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT status, count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing', 'failed') GROUP BY 1"
            )
            lines += [f'derman_jobs{{status="{status}"}} {count}' for status, count in cursor.fetchall()]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4")
