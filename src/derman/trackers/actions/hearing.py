"""News from trackers: who signed it is looked at first, and what comes twice counts once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from derman.kernel import clock, jobs, secrets
from derman.trackers.actions.working import saw_news
from derman.trackers.errors import Forged, IssueNotFound
from derman.trackers.kinds import way_of
from derman.trackers.models import Delivery, Issue, Stage, Tracker
from derman.trackers.queries import LARGEST

KEPT = timedelta(days=14)  # for so long what came is known again


def hear(*, tracker: int, headers: Mapping[str, str], body: bytes) -> int:
    """Take what a tracker sent; `headers` by their names in small letters. How many issues it concerns.

    What it says is believed of those alone that cannot be asked; of all others, it is the reason to ask now.
    Raises IssueNotFound, Forged.
    """
    row = Tracker.objects.filter(pk=tracker, archived_at=None).first() if 0 < tracker < LARGEST else None
    if row is None or not row.secret_sealed:
        raise IssueNotFound(_("There is no such tracker."))
    way = way_of(row)
    try:
        secret = secrets.decrypt(row.secret_sealed)
    except secrets.SecretUnreadable:
        secret = ""
    if not way.is_signed(headers, body, secret):
        Tracker.objects.filter(pk=row.pk).update(refused=F("refused") + 1, refused_at=clock.now())
        raise Forged(_("This is not signed with the secret of the tracker."))
    Tracker.objects.filter(pk=row.pk).update(heard_at=clock.now())
    found = way.news(row, headers, body)
    if found is None:
        return 0
    key = found.key or hashlib.sha256(body).hexdigest()
    with transaction.atomic():
        _row, is_new = Delivery.objects.get_or_create(tracker=row, key=key[:120])
        if not is_new:
            return 0
        concerned = Issue.objects.select_for_update(of=("self",), no_key=True).filter(tracker=row)
        issues = list(concerned.filter(number=found.number).exclude(stage=Stage.UNLINKED).order_by("pk"))
        if found.marker:
            issues += list(concerned.filter(marker=found.marker, number="").exclude(stage=Stage.UNLINKED))
        for issue in issues:
            if found.told:
                saw_news(issue, found)
                continue
            issue.next_at = clock.now()
            issue.save(update_fields=["next_at"])
            from derman.trackers.jobs import work_on

            jobs.enqueue(work_on, issue=issue.pk)
    return len(issues)
