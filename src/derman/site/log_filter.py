"""What the log leaves out."""

from __future__ import annotations

import logging

READY = "/health/ready"


def tells_more(record: logging.LogRecord) -> bool:
    """False for a probe's answer that the desk is not ready: who asks is told, at each start and every few seconds."""
    path = getattr(getattr(record, "request", None), "path", "")
    return path != READY or bool(record.exc_info)
