"""What the log leaves out."""

from __future__ import annotations

import logging

from django.db import InterfaceError, OperationalError

READY = "/health/ready"


def in_one_line(record: logging.LogRecord) -> bool:
    """Says what a request was refused for without a page of traceback: it was not the program's doing.

    It was somebody's; or the database is away, which each request finds anew, for as long as it is.
    """
    error = record.exc_info[1] if record.exc_info else None
    away = record.name == "django.request" and isinstance(error, OperationalError | InterfaceError)
    if away:
        why = " ".join(str(error).split())[:300]
        record.msg, record.args = "%s (%s)", (record.getMessage(), why)
    if away or record.name.startswith("django.security."):
        record.exc_info = record.exc_text = None
    return True


def tells_more(record: logging.LogRecord) -> bool:
    """False for a probe's answer that the desk is not ready: who asks is told, at each start and every few seconds."""
    path = getattr(getattr(record, "request", None), "path", "")
    return path != READY or bool(record.exc_info)
