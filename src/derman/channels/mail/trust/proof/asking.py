"""Asking DNS beside the filing: what is known is judged at once, what must be asked is asked by threads of their own.

Nothing here is kept: a verdict that a killed process waited for is asked for once more.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from derman.channels.mail.trust.proof.resolver import Questions
from derman.channels.mail.trust.verdict import Verdict

log = logging.getLogger("derman.mail")

AT_ONCE = 8  # mails for which DNS is asked at the same time
MOST = 64  # mails that wait for their answers
BIG = 1024 * 1024  # bytes; of mails above it one is held in memory at a time

type Judge = Callable[[Questions], Verdict]

_pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="dns")
_big = threading.Lock()
_asked: dict[int, Future[Verdict]] = {}


def verdict_of(number: int, judge: Judge, later: Judge, *, size: int) -> Verdict | None:
    """The verdict on the mail with this id, or None while DNS is being asked: then call again.

    `judge` is called here and now, and asks nobody. `later` is called by another thread, and must read the mail
    of `size` bytes anew.
    """
    asked = _asked.get(number)
    if asked is not None:
        if not asked.done():
            return None
        del _asked[number]
        if (error := asked.exception()) is None:
            return asked.result()
        log.warning("The sender of mail %s could not be looked at: %s", number, error)
        return judge(Questions(known_only=True))
    questions = Questions(known_only=True)
    verdict = judge(questions)
    if not questions.missed:
        return verdict
    if len(_asked) >= MOST:
        _forget_done()
    if len(_asked) < MOST:
        _asked[number] = _pool.submit(_ask, later, size)
    return None


def _ask(later: Judge, size: int) -> Verdict:
    if size < BIG:
        return later(Questions())
    with _big:
        return later(Questions())


def _forget_done() -> None:
    """Of mails that another worker has filed meanwhile."""
    for number in [number for number, asked in _asked.items() if asked.done()]:
        _asked.pop(number, None)


def is_asked(number: int) -> bool:
    """Is DNS still being asked for the mail with this id?"""
    asked = _asked.get(number)
    return asked is not None and not asked.done()


def wait_for_answer(seconds: float) -> None:
    """Return once DNS has answered for one more of the mails, or after so many seconds."""
    wait([asked for asked in _asked.copy().values() if not asked.done()], seconds, FIRST_COMPLETED)
