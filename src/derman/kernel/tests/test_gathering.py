"""What is written for many things at once."""

from __future__ import annotations

import contextlib

from derman.kernel.gathering import gather, gathering


def test_inside_a_block_it_is_written_once_at_the_end_and_outside_at_once() -> None:
    words: list[list[str]] = []
    numbers: list[list[int]] = []
    gather(words.append, "alone")
    assert words == [["alone"]]
    write_word, write_number = words.append, numbers.append
    with gathering():
        gather(write_word, "one")
        gather(write_number, 1)
        gather(write_word, "two")
        assert words == [["alone"]]
    assert words == [["alone"], ["one", "two"]]
    assert numbers == [[1]]


def test_of_a_block_that_raises_nothing_is_written() -> None:
    words: list[list[str]] = []
    with contextlib.suppress(ValueError), gathering():
        gather(words.append, "one")
        raise ValueError
    gather(words.append, "two")
    assert words == [["two"]]
