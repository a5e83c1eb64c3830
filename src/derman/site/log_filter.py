"""What the log leaves out."""

from __future__ import annotations

import logging

READY = "/health/ready"


def in_one_line(record: logging.LogRecord) -> bool:
    """Says what a request was refused for without a page of traceback: it was somebody's doing, not the program's."""
    if record.name.startswith("django.security."):
        record.exc_info = record.exc_text = None
    return True


def tells_more(record: logging.LogRecord) -> bool:
    """False for a probe's answer that the desk is not ready: who asks is told, at each start and every few seconds."""
    path = getattr(getattr(record, "request", None), "path", "")
    return path != READY or bool(record.exc_info)
