"""What is read once for many things in a row."""

from __future__ import annotations

from derman.kernel.recalling import forget, recall, recall_once, recalling, remember


def test_inside_a_block_it_is_read_once_and_outside_each_time() -> None:
    read: list[int] = []

    def ask() -> int:
        read.append(1)
        return len(read)

    assert [recall("teams", ask), recall("teams", ask)] == [1, 2]
    with recalling():
        assert [recall("teams", ask), recall("teams", ask)] == [3, 3]
    with recalling():
        assert recall("teams", ask) == 4
        forget("teams")
        assert recall("teams", ask) == 5


def test_what_was_read_together_is_for_the_first_who_asks() -> None:
    with recalling():
        remember("clocks", 1)
        assert [recall_once("clocks", lambda: 2), recall_once("clocks", lambda: 2)] == [1, 2]
    assert recall_once("clocks", lambda: 2) == 2
