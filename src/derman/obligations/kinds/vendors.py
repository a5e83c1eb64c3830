"""What firms outside owe the desk: an answer or a solution past its time, and contracts that end."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from derman.obligations.finding import Finding, Kind
from derman.obligations.lengths import length
from derman.obligations.scope import Scope

_CASE = (
    "SELECT t.number AS ticket, c.id AS key, t.assignee_id AS owner, {due} AS since, {due} AS due,"
    " '{what}: ' || v.name AS words FROM vendors_case c JOIN vendors_vendor v ON v.id = c.vendor_id"
    " JOIN tickets_ticket h ON h.number = c.ticket_id"  # where it was merged, the other one goes on
    " JOIN tickets_ticket t ON t.number = COALESCE(h.merged_into_id, h.number)"
    " WHERE c.state = 'open' AND {condition} AND t.status IN ('new', 'open', 'waiting') AND {reached}"
    " ORDER BY {due} LIMIT {size}"
)


def _vendor(scope: Scope, size: int) -> str:
    answer, solution = "c.response_due", "c.solution_due"
    parts = (
        (answer, "answer", "c.answered_at IS NULL AND c.response_due < %(now)s"),
        # whose answer is late as well is found above, once
        (
            solution,
            "solution",
            "c.solution_due < %(now)s AND (c.answered_at IS NOT NULL OR c.response_due IS NULL"
            " OR c.response_due >= %(now)s) AND (c.their_date IS NULL OR c.their_date < %(today)s)",
        ),
    )
    return " UNION ALL ".join(
        f"({_CASE.format(due=due, what=what, condition=condition, reached=scope.reached, size=int(size))})"
        for due, what, condition in parts
    )


def _of_vendor(found: Finding, now: datetime) -> str:
    what, _colon, name = found.words.partition(": ")
    said = {"vendor": name, "long": length(found.since, now)}
    if what == "answer":
        return _("%(vendor)s was to answer %(long)s ago.") % said
    return _("%(vendor)s was to have it solved %(long)s ago.") % said


VENDOR = Kind("vendor", gettext_lazy("Vendors past their time"), _of_vendor, "open", _vendor)


_ENDING = (
    "SELECT NULL::bigint AS ticket, k.id AS key, NULL::bigint AS owner,"
    " (k.ends_on - k.warn_days)::timestamptz AS since, (k.ends_on + 1)::timestamptz AS due,"
    " k.ends_on::text || ' ' || k.number || ' · ' || v.name AS words"
    " FROM vendors_contract k JOIN vendors_vendor v ON v.id = k.vendor_id AND v.archived_at IS NULL"
    " WHERE k.ends_on <= %(today)s + k.warn_days AND k.ends_on >= %(today)s - 365 AND NOT EXISTS (SELECT 1"
    " FROM vendors_contract later WHERE later.vendor_id = k.vendor_id AND later.id <> k.id"
    " AND (later.ends_on IS NULL OR later.ends_on > k.ends_on))"
    " ORDER BY k.ends_on LIMIT {size}"
)


def _contract(scope: Scope, size: int) -> str | None:
    """For leads, from the day of the warning on; a later contract of the same vendor takes its place."""
    return _ENDING.format(size=int(size)) if scope.leads else None


def _of_contract(found: Finding, now: datetime) -> str:
    day, _blank, name = found.words.partition(" ")
    said = {"contract": name, "day": date_format(date.fromisoformat(day), "j F Y")}
    if found.due_at is not None and found.due_at <= now:
        return _("The contract %(contract)s ended on %(day)s.") % said
    return _("The contract %(contract)s ends on %(day)s.") % said


CONTRACT = Kind("contract", gettext_lazy("Contracts that end"), _of_contract, "open", _contract)
