"""How long the database may look for what people made up themselves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _

from derman.kernel import sql
from derman.search.errors import TooSlow

PATIENCE = 2_000  # milliseconds


@contextmanager
def patiently(milliseconds: int = PATIENCE) -> Iterator[None]:
    """Ask the database inside the block. Raises TooSlow. 2 statements, in a transaction."""
    try:
        with sql.within(milliseconds):
            yield
    except sql.TooSlow:
        sentence = _("This takes too long to find. Narrow it down, by a state, a team or a date.")
        raise TooSlow(sentence, field="query") from None
