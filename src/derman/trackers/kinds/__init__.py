"""The kinds of trackers, and how each is spoken with."""

from __future__ import annotations

from collections.abc import Mapping

from derman.trackers.kinds.generic import Generic
from derman.trackers.kinds.github import GitHub
from derman.trackers.kinds.gitlab import GitLab
from derman.trackers.kinds.jira import Jira
from derman.trackers.kinds.speaking import Line, Way, line_of
from derman.trackers.models import Kind, Tracker

WAYS: Mapping[str, Way] = {
    Kind.GITHUB.value: GitHub(),
    Kind.GITLAB.value: GitLab(),
    Kind.JIRA_CLOUD.value: Jira(),
    Kind.JIRA.value: Jira(),
    Kind.GENERIC.value: Generic(),
}


def way_of(tracker: Tracker) -> Way:
    """How this one is spoken with."""
    return WAYS[tracker.kind]


def to(tracker: Tracker) -> Line:
    """Ready to be called. Raises failing.Failed."""
    return line_of(tracker, way_of(tracker))
