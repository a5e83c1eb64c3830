"""A moment in full reads as the desk writes it everywhere, in both languages."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import override

from derman.kernel.moments import in_full


def test_a_moment_reads_as_the_language_has_it() -> None:
    moment = datetime(2026, 11, 29, 6, 5, tzinfo=UTC)
    with override("en"):
        assert in_full(moment, ZoneInfo("Europe/Istanbul")) == "29 November 2026 09:05"
    with override("tr"):
        assert in_full(moment, ZoneInfo("Europe/Istanbul")) == "29 Kasım 2026 09.05"
