"""What waits for somebody in the settings: the small numbers in the sub-navigation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from derman.channels.mail import queries as mail
from derman.kernel import given_up

if TYPE_CHECKING:
    from derman.people.models import Person


def waiting(person: Person) -> dict[str, int]:
    """Entry of the navigation → how many wait there, counted up to 100."""
    found = {"quarantine": mail.quarantined_count(person)}
    if person.is_administrator:
        found |= {"jobs": given_up.count_failed(), "outbox": mail.failed_count(person)}
    return found
