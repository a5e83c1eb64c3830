"""What the machinery could not do by itself: mails in quarantine, mails that did not leave, jobs that were given up.

For whoever can do something about it: leads see the quarantine, administrators all of it. No subject, no address: a
mail may belong to a team that is closed to them.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from derman.channels.mail.models import OutgoingKind
from derman.kernel import clock
from derman.kernel.given_up import failed_jobs
from derman.obligations.finding import Finding, Kind
from derman.obligations.lengths import length
from derman.obligations.scope import Scope

_ROW = "NULL::bigint AS ticket, m.id AS key, NULL::bigint AS owner, {since} AS since, NULL::timestamptz AS due"


def _quarantine(scope: Scope, size: int) -> str | None:
    if not scope.leads:
        return None
    return (
        f"SELECT {_ROW.format(since='m.received_at')}, m.reason::text AS words FROM mail_incomingmail m"  # noqa: S608
        f" WHERE m.state = 'quarantined' ORDER BY m.id LIMIT {size:d}"
    )


def _of_quarantine(found: Finding, now: datetime) -> str:
    return _("A mail has been waiting for a decision for %(long)s.") % {"long": length(found.since, now)}


QUARANTINE = Kind("quarantine", gettext_lazy("Quarantine"), _of_quarantine, "open", _quarantine)


def _mail(scope: Scope, size: int) -> str | None:
    """But for answers, which are found on their ticket."""
    if not scope.administers:
        return None
    return (
        f"SELECT {_ROW.format(since='m.created_at')}, m.kind::text AS words FROM mail_outgoingmail m"  # noqa: S608
        " WHERE m.state = 'failed' AND NOT (m.ticket_id IS NOT NULL AND m.kind IN ('reply', 'forward', 'vendor'))"
        f" ORDER BY m.id DESC LIMIT {size:d}"
    )


def _of_mail(found: Finding, now: datetime) -> str:
    what = dict(OutgoingKind.choices).get(found.words, found.words)
    return _("A mail could not be sent, %(long)s ago: %(what)s.") % {"what": what, "long": length(found.since, now)}


MAIL = Kind("mail", gettext_lazy("Mails that did not leave"), _of_mail, "send_again", _mail)


def _jobs(scope: Scope, size: int) -> list[tuple[Any, ...]]:
    if not scope.administers:
        return []
    now = clock.now()
    return [(None, one.id, None, one.failed_at or now, None, one.name) for one in failed_jobs(limit=size)]


def _of_job(found: Finding, now: datetime) -> str:
    return _("The job “%(job)s” was given up %(long)s ago.") % {"job": found.words, "long": length(found.since, now)}


JOB = Kind("job", gettext_lazy("Jobs that failed"), _of_job, "try_again", rows=_jobs)
