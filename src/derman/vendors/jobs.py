"""Work for the worker: vendors are reminded by themselves. Safe to run twice."""

from __future__ import annotations

from django.db import transaction

from derman.kernel import clock
from derman.kernel.facts import announce
from derman.kernel.jobs import job
from derman.tickets import actions as tickets
from derman.tickets import events
from derman.tickets.models import UNRESOLVED
from derman.vendors import clock as vendors_clock
from derman.vendors.facts import VendorToTell
from derman.vendors.models import Case

AT_ONCE = 50


@job("vendors.remind", every="* * * * *")
def remind() -> None:
    """Remind whoever is due, each in a transaction of its own."""
    due = Case.objects.filter(remind_at__lte=clock.now()).order_by("remind_at").values_list("pk", flat=True)
    for pk in list(due[:AT_ONCE]):
        _remind(pk)


def _remind(pk: int) -> None:
    with transaction.atomic():
        now = clock.now()
        rows = Case.objects.select_for_update(of=("self",), skip_locked=True).select_related(
            "ticket__merged_into", "contract"
        )
        case = rows.filter(pk=pk, remind_at__lte=now).first()
        if case is None:
            return
        ticket = case.ticket.merged_into or case.ticket
        if ticket.status not in UNRESOLVED:
            case.remind_at = None
            case.save(update_fields=["remind_at"])
            return
        why = vendors_clock.why_now(case, now)
        case.reminded, case.reminded_at = case.reminded + 1, now
        vendors_clock.plan(case, now)
        case.save(update_fields=["reminded", "reminded_at", "remind_at"])
        what = events.VendorReminded(case=case.pk, vendor=case.vendor_id, why=why)
        tickets.note_of_vendor(actor=None, ticket=ticket.pk, what=what)
        announce(VendorToTell(case=case.pk, ticket=ticket.pk, why=why))
