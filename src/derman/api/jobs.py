"""What the API clears away."""

from __future__ import annotations

from derman.api.idempotency import KEPT
from derman.api.models import IdempotentAnswer
from derman.kernel import clock
from derman.kernel.jobs import job


@job("api.forget_answers", every="17 * * * *")
def forget_answers() -> None:
    """Answers are kept for 24 hours."""
    IdempotentAnswer.objects.filter(created_at__lt=clock.now() - KEPT).delete()
