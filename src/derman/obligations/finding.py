"""What a kind of obligation is: a question that finds it, a sentence that gives the reason, and one act that helps.

A further kind is a `Kind` more in `kinds.KINDS`; page, morning mail and API take it as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from derman.obligations.scope import Scope

COLUMNS = "ticket, key, owner, since, due, words"  # what a question answers, in this order


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that could slip."""

    kind: Kind
    ticket: int | None
    key: int  # of the row that is meant: of a task, a mail …; 0: the ticket itself
    owner: int | None
    since: datetime
    due_at: datetime | None
    words: str
    subject: str = ""
    requester: str = ""
    owner_name: str = ""
    team_name: str = ""
    priority: int = 3
    waiting_for: str = ""

    def reason(self, now: datetime) -> str:
        """Why it could slip: a sentence in the reader's language."""
        return self.kind.reason(self, now)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of obligation."""

    code: str
    name: Any  # lazy
    reason: Callable[[Finding, datetime], str]
    act: str  # answer, open: links to where it is done; else a verb of `acts.VERBS`, done at once
    # the SELECT that finds it for somebody, at most so many: COLUMNS, the most pressing first. Its values are those of
    # `queries.values_at`. None: nothing of this kind is theirs.
    select: Callable[[Scope, int], str | None] | None = None
    # or a function that gives the rows, where they do not lie in the desk's own tables
    rows: Callable[[Scope, int], list[tuple[Any, ...]]] | None = None
    second: str = ""  # a further verb, like that it was seen and is nothing
