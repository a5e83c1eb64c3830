"""A page of the ledger reads a page of the ledger, whatever its size."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.db import connection

from derman.channels.mail import queries
from derman.channels.mail.models import IncomingMail, IncomingState, Mailbox
from derman.kernel import sql
from derman.people.models import Person

MAILS = 600
READ = (
    "SELECT sum(seq_tup_read + idx_tup_fetch) FROM pg_stat_xact_user_tables"
    " WHERE relname IN ('mail_incomingmail', 'tickets_ticket')"
)


def _filled() -> None:
    rows = [
        IncomingMail(
            digest=f"{number:064}",
            message_id=f"{number}@ege.example",
            message_id_hash=f"{number:064}",
            size=1,
            sender=f"person{number % 300}@ege.example",
            lane=f"person{number % 300}@ege.example",
            envelope_to=[f"to{number % 300}@ege.example"],
            subject="Yazıcı çalışmıyor" if number == 3 else f"Rapor {number}",
            state=IncomingState.FILED,
        )
        for number in range(MAILS)
    ]
    IncomingMail.objects.bulk_create(rows)


def _read(reader: Person, wanted: str, before_id: int) -> tuple[int, int]:
    """Lines of the page, and rows of the tables that were read for it."""
    ((before,),) = sql.rows(READ)
    page = queries.ledger(reader, wanted=wanted, before=before_id, size=5)
    ((after,),) = sql.rows(READ)
    return len(page.rows), int(after - before)


@pytest.mark.django_db
def test_a_page_and_a_search_read_few_rows(helpdesk: Mailbox, leyla: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("derman.channels.mail.queries.ledger"), "LOOKED_AT_FIRST", 20)
    _filled()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE mail_incomingmail")
        # the table of a test is so small that reading all of it may be the best plan; a desk's is not
        cursor.execute("SET LOCAL enable_seqscan = off")
    newest = IncomingMail.objects.order_by("-pk").values_list("pk", flat=True)[0]
    for lines, wanted, before in (
        (5, "", 0),
        (5, "", newest - 300),
        (2, "person7@ege.example", 0),
        (2, "to7@ege.example", 0),
        (0, "nobody@ege.example", 0),
        (1, "YAZICI", 0),
        (0, "zürafa", 0),
        (5, "rapor", 0),
    ):
        found, read = _read(leyla, wanted, before)
        assert found == lines, wanted
        assert read < 60, wanted
