"""The verbs of trackers and their issues."""

from derman.trackers.actions.hearing import hear
from derman.trackers.actions.keeping import Details, archive, remove, save, test
from derman.trackers.actions.opening import link_again, link_issue, open_issue, try_again, unlink
from derman.trackers.actions.saying import say, take_back
from derman.trackers.actions.working import Health, work

__all__ = [
    "Details",
    "Health",
    "archive",
    "hear",
    "link_again",
    "link_issue",
    "open_issue",
    "remove",
    "save",
    "say",
    "take_back",
    "test",
    "try_again",
    "unlink",
    "work",
]
