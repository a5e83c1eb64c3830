"""Everything that could slip: the one table of it, the most pressing first. A further kind is a line here."""

from __future__ import annotations

from derman.obligations.finding import Kind
from derman.obligations.kinds.machinery import JOB, MAIL, QUARANTINE
from derman.obligations.kinds.majors import ACTION, REVIEW, UPDATE
from derman.obligations.kinds.noted import BOUNCED, MOOD, OFFERED, REOPENED, RETURNED, UNANSWERED, WORD
from derman.obligations.kinds.pages import PAGE
from derman.obligations.kinds.problems import PROBLEM
from derman.obligations.kinds.standing import ABSENT, IDLE, PROMISE, UNTAKEN, WAITING
from derman.obligations.kinds.steps import APPROVAL, TASK
from derman.obligations.kinds.trackers import ISSUE
from derman.obligations.kinds.vendors import CONTRACT, VENDOR

KINDS: tuple[Kind, ...] = (
    UPDATE,
    PAGE,
    PROMISE,
    WORD,
    MOOD,
    UNANSWERED,
    UNTAKEN,
    ABSENT,
    BOUNCED,
    RETURNED,
    WAITING,
    TASK,
    APPROVAL,
    VENDOR,
    ISSUE,
    ACTION,
    REVIEW,
    REOPENED,
    IDLE,
    PROBLEM,
    OFFERED,
    CONTRACT,
    QUARANTINE,
    MAIL,
    JOB,
)
BY_CODE = {kind.code: kind for kind in KINDS}
