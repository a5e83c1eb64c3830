"""Work for the worker: forget who walked what."""

from __future__ import annotations

from derman.kernel.jobs import job
from derman.runbooks.actions.walking import forget_old_walks


@job("runbooks.forget", every="50 3 * * *")
def forget() -> None:
    """Delete walks of more than 90 days ago."""
    forget_old_walks()
