"""Questions about tickets, each with a fixed number of SQL statements."""

from derman.tickets.queries.drafts import Planned, files_of_draft, planned, planned_visible_to
from derman.tickets.queries.lines import VIEWS
from derman.tickets.queries.one import (
    Conversation,
    attachment_by_key,
    conversation,
    draft_of,
    events_of,
    find,
    find_own,
    glance,
    own_conversation,
)
from derman.tickets.queries.outside import files_of, forwards_of
from derman.tickets.queries.sorting import categories, category, degrees, kinds, matrix, names_of, priorities
from derman.tickets.queries.views import Page, Row, counts, filtered, found_rows, own_page, page

__all__ = [
    "VIEWS",
    "Conversation",
    "Page",
    "Planned",
    "Row",
    "attachment_by_key",
    "categories",
    "category",
    "conversation",
    "counts",
    "degrees",
    "draft_of",
    "events_of",
    "files_of",
    "files_of_draft",
    "filtered",
    "find",
    "find_own",
    "forwards_of",
    "found_rows",
    "glance",
    "kinds",
    "matrix",
    "names_of",
    "own_conversation",
    "own_page",
    "page",
    "planned",
    "planned_visible_to",
    "priorities",
]
