"""Handing one page to the gateway: what came of it, in a code and in the gateway's own words."""

from __future__ import annotations

from dataclasses import dataclass

from derman.channels.pager.composing import NoPhone, call_of
from derman.channels.pager.models import Gateway, Page
from derman.channels.pager.words import code_of, code_of_status
from derman.identity import accounts
from derman.kernel import outward, secrets

# what another try would not change
FOR_GOOD = frozenset({"phone", "unreadable", "network"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """`code` as in words.WORDS, empty where the gateway took it."""

    code: str
    status: int = 0
    said: str = ""


def hand_over(gateway: Gateway, page: Page) -> Outcome:
    """One call, of ten seconds at most; outside of any transaction."""
    try:
        call = call_of(gateway, page)
    except NoPhone:
        return Outcome("phone")
    except secrets.SecretUnreadable:
        return Outcome("unreadable")
    try:
        answer = outward.request("POST", call.address, body=call.body, headers=call.headers, inside=call.inside)
    except outward.NotCalled as error:
        return Outcome(code_of(error))
    return Outcome(code_of_status(answer.status), answer.status, accounts.told(answer.body, call.hidden))
