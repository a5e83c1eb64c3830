from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone, translation

from derman.web import moments

NOON = datetime(2026, 11, 23, 11, 5, tzinfo=UTC)


def test_a_full_date_reads_as_its_language_writes_it() -> None:
    with timezone.override("Europe/Istanbul"):
        with translation.override("tr"):
            assert moments.full(NOON) == "23 Kasım 2026 14.05"
        with translation.override("en"):
            assert moments.full(NOON) == "23 November 2026 14:05"


@pytest.mark.parametrize(
    ("before", "text"),
    [
        (timedelta(seconds=20), "now"),
        (timedelta(minutes=8, seconds=50), "8 min"),
        (timedelta(hours=3), "3 h"),
        (timedelta(days=2), "2 d"),
        (timedelta(days=20), "3 Nov 11:05"),
        (timedelta(days=700), "23 Dec 2024"),
    ],
)
def test_how_long_ago(before: timedelta, text: str) -> None:
    with translation.override("en"), timezone.override("UTC"):
        assert moments.ago(NOON - before, NOON) == text
