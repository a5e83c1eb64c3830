"""Questions about tickets, each with a fixed number of SQL statements."""

from derman.tickets.guests import guest_file, guest_of, guest_token
from derman.tickets.queries.aside import AsideTold, aside_of, asides_of, taken_back_aside
from derman.tickets.queries.asked import (
    AskedFor,
    approval,
    approval_by_token,
    approval_token,
    approvals_for,
    approvers_of,
    asked_for,
    is_waiting,
    tasks_of,
    time_of,
    waiting_approvals,
)
from derman.tickets.queries.bin import binned, emptied
from derman.tickets.queries.drafts import Planned, files_of_draft, planned, planned_visible_to
from derman.tickets.queries.handed import contact_of, hand_overs, waits
from derman.tickets.queries.lines import VIEWS
from derman.tickets.queries.naming import naming
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
    taken_back,
)
from derman.tickets.queries.outside import files_of, forwards_of
from derman.tickets.queries.own import OwnPage, OwnRow, own_page
from derman.tickets.queries.own_fields import (
    choice_of,
    meets,
    needed_to_open,
    own_field,
    own_fields,
    standing_in,
    values_of,
    visible_values,
)
from derman.tickets.queries.requester import Asked, asked_by
from derman.tickets.queries.sorting import categories, category, degrees, kinds, matrix, names_of, priorities
from derman.tickets.queries.story import Seen, seen_by, story_of
from derman.tickets.queries.together import Progress, left_alone, numbers_in, run_of, runs_of
from derman.tickets.queries.views import Page, Row, counts, filtered, page

__all__ = [
    "VIEWS",
    "AsideTold",
    "Asked",
    "AskedFor",
    "Conversation",
    "OwnPage",
    "OwnRow",
    "Page",
    "Planned",
    "Progress",
    "Row",
    "Seen",
    "approval",
    "approval_by_token",
    "approval_token",
    "approvals_for",
    "approvers_of",
    "aside_of",
    "asides_of",
    "asked_by",
    "asked_for",
    "attachment_by_key",
    "binned",
    "categories",
    "category",
    "choice_of",
    "contact_of",
    "conversation",
    "counts",
    "degrees",
    "draft_of",
    "emptied",
    "events_of",
    "files_of",
    "files_of_draft",
    "filtered",
    "find",
    "find_own",
    "forwards_of",
    "glance",
    "guest_file",
    "guest_of",
    "guest_token",
    "hand_overs",
    "is_waiting",
    "kinds",
    "left_alone",
    "matrix",
    "meets",
    "names_of",
    "naming",
    "needed_to_open",
    "numbers_in",
    "own_conversation",
    "own_field",
    "own_fields",
    "own_page",
    "page",
    "planned",
    "planned_visible_to",
    "priorities",
    "run_of",
    "runs_of",
    "seen_by",
    "standing_in",
    "story_of",
    "taken_back",
    "taken_back_aside",
    "tasks_of",
    "time_of",
    "values_of",
    "visible_values",
    "waiting_approvals",
    "waits",
]
