"""What happens among agents: nothing of it is on any screen of a requester, nor that it was."""

from __future__ import annotations

from collections.abc import Iterable

from derman.tickets.events.aside import AsideBegun, AsidePeopleChanged, AsideSaid
from derman.tickets.events.causing import ProblemLinked, ProblemUnlinked
from derman.tickets.events.conversation import MessageForwarded, Named, Noted
from derman.tickets.events.fields import Undone, WatchersChanged
from derman.tickets.events.handing import HandedUp, HandOverAccepted, HandOverReturned
from derman.tickets.events.identity import (
    AccountActionAsked,
    AccountActionEnded,
    IdentityCheckBegun,
    IdentityCheckEnded,
    IdentityLockLifted,
    SecretEnded,
    SecretHandedOver,
)
from derman.tickets.events.majors import MajorJoined, MajorLeft
from derman.tickets.events.promising import PageEnded, PromiseAcknowledged, PromiseStep
from derman.tickets.events.tracking import (
    IssueAsked,
    IssueFailed,
    IssueLinkedAgain,
    IssueMoved,
    IssueOpened,
    IssueSaid,
    IssueUnlinked,
)
from derman.tickets.events.vending import VendorAsked, VendorAskedAgain, VendorEnded, VendorReminded, VendorSaid
from derman.tickets.events.working import TimeAdded, TimeRemoved

_INWARD = frozenset(
    payload.kind
    for payload in (
        AccountActionAsked,
        AccountActionEnded,
        AsideBegun,
        AsidePeopleChanged,
        AsideSaid,
        HandedUp,
        HandOverAccepted,
        HandOverReturned,
        IdentityCheckBegun,
        IdentityCheckEnded,
        IdentityLockLifted,
        IssueAsked,
        IssueFailed,
        IssueLinkedAgain,
        IssueMoved,
        IssueOpened,
        IssueSaid,
        IssueUnlinked,
        MajorJoined,
        MajorLeft,
        MessageForwarded,
        Named,
        Noted,
        PageEnded,
        ProblemLinked,
        ProblemUnlinked,
        PromiseAcknowledged,
        PromiseStep,
        SecretEnded,
        SecretHandedOver,
        TimeAdded,
        TimeRemoved,
        VendorAsked,
        VendorAskedAgain,
        VendorEnded,
        VendorReminded,
        VendorSaid,
        WatchersChanged,
    )
)


def stays_inside(kinds: Iterable[str]) -> bool:
    """Whether all that happened, and what was taken back with it, is the agents' alone."""
    return _INWARD.issuperset(set(kinds) - {Undone.kind})
