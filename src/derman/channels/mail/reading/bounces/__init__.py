"""Delivery reports of every kind."""

from ..bodies import Bodies
from ..mail import Bounce
from ..parts import Part


def find_bounce(root: Part, bodies: Bodies) -> Bounce | None:
    """What the mail reports about a delivery, or None for a mail that is no report."""
    return None


def is_report(root: Part) -> bool:
    """Whether the mail is a report of any kind (RFC 6522)."""
    return root.type == "multipart/report"
