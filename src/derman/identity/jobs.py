"""Work for the worker: what is out of time ends by itself. Safe to run twice."""

from __future__ import annotations

from derman.identity.actions import end_due, end_runs_due, end_secrets_due
from derman.kernel import jobs


@jobs.job("identity.end_due", every="* * * * *")
def end_what_is_due() -> None:
    """Within a minute a code that nobody said has failed, a secret that nobody opened is gone, and no call hangs."""
    end_due()
    end_secrets_due()
    end_runs_due()
