"""What one sees, to take along."""

from __future__ import annotations

import csv
import zipfile
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.utils import translation

from derman.desk.models import AuditEntry
from derman.tickets import actions
from derman.tickets.models import Ticket
from derman.views import columns, exporting
from derman.views.errors import WrongInput
from tests.cast import asks

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"]


def as_rows(person, numbers, codes):
    table = exporting.export(actor=person, numbers=numbers, codes=codes, form="csv", query="is:open")
    text = "".join(exporting.as_csv(table))
    assert text.startswith("\ufeff")
    return list(csv.reader(StringIO(text.removeprefix("\ufeff"))))


def test_a_table_has_titles_and_moments_as_its_reader_knows_them(elif_, vpn):
    Ticket.objects.filter(pk=vpn.pk).update(created_at=datetime(2026, 11, 22, 21, 30, tzinfo=UTC), tags=["vpn", "x"])
    elif_.zone = "Europe/Istanbul"
    wanted = ["number", "status", "created", "tags", "closed"]
    assert as_rows(elif_, [vpn.pk], wanted) == [
        ["Number", "Status", "Opened", "Tags", "Closed"],
        [str(vpn.pk), "New", "2026-11-23 00:30", "vpn, x", ""],
    ]
    with translation.override("tr"):
        table = exporting.export(actor=elif_, numbers=[vpn.pk], codes=["status"], form="csv", query="")
    # the rows are read while they are sent, when the request may be over
    assert "Yeni" in "".join(exporting.as_csv(table))


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_is_a_formula(elif_, vpn, text):
    Ticket.objects.filter(pk=vpn.pk).update(subject=text)
    assert as_rows(elif_, [vpn.pk], ["subject"])[1] == [f"'{text}"]
    table = exporting.export(actor=elif_, numbers=[vpn.pk], codes=["subject"], form="xlsx", query="")
    with exporting.as_workbook(table) as file, zipfile.ZipFile(file) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert 't="inlineStr"' in sheet


def test_only_what_one_sees_and_the_audit_log_says_so(elif_, kaan, vpn, secret):
    assert [row[0] for row in as_rows(elif_, [secret.pk, vpn.pk], ["number"])] == ["Number", str(vpn.pk)]
    assert len(as_rows(kaan, [secret.pk, vpn.pk], ["number"])) == 3
    said = AuditEntry.objects.filter(actor=elif_).get()
    assert (said.kind, said.details) == ("tickets.exported", {"rows": 2, "form": "csv", "query": "is:open"})


def test_the_desks_own_fields_are_columns(elif_, vpn):
    actions.save_field(actor=None, labels={"en": "Floor"}, asks="text", key="floor")
    actions.set_own_fields(actor=elif_, ticket=vpn.pk, values={"floor": "=3"})
    assert ("field.floor", "Floor") in columns.columns()
    assert as_rows(elif_, [vpn.pk], ["field.floor"]) == [["Floor"], ["'=3"]]
    for code in ("field.moon", "moon", "field."):
        with pytest.raises(WrongInput, match="no column"):
            columns.columns_of([code])


def test_many_are_read_some_at_a_time(elif_, mert, front_line, monkeypatch, django_assert_num_queries):
    numbers = [asks(mert, f"Ticket {number}").pk for number in range(5)]
    monkeypatch.setattr(columns, "CHUNK", 2)
    with django_assert_num_queries(3):
        rows = list(columns.cells(elif_, numbers, columns.columns_of(["number"])))
    assert rows == [[number] for number in numbers]
