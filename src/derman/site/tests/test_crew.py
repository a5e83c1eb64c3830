"""The threads that make pages: the warmest works next, the rest let go of what they hold."""

from __future__ import annotations

import threading
import time
import weakref

import pytest

from derman.site.crew import Crew


def _name() -> str:
    return threading.current_thread().name


def _crew(most: int, *, rested: list[str] | None = None, patience: float = 60.0) -> Crew:
    return Crew(
        most, name="page", rest=lambda: (rested if rested is not None else []).append(_name()), patience=patience
    )


def _rush(crew: Crew, size: int) -> set[str]:
    """So many at the same time; the names of their threads."""
    together = threading.Barrier(size)

    def work() -> str:
        together.wait(10)
        return _name()

    return {future.result(10) for future in [crew.submit(work) for _ in range(size)]}


def _settled(crew: Crew, threads: int) -> None:
    deadline = time.monotonic() + 10
    while len(crew._idle) < threads and time.monotonic() < deadline:
        time.sleep(0.005)
    assert len(crew._idle) == threads


def test_one_after_the_other_is_done_by_one_thread() -> None:
    crew = _crew(4)
    assert len(_rush(crew, 4)) == 4
    _settled(crew, 4)
    names = set()
    for _ in range(20):
        names.add(crew.submit(_name).result(10))
        _settled(crew, 4)
    assert len(names) == 1


def test_never_more_than_there_are_and_nobody_is_forgotten() -> None:
    crew, lock, now, most = _crew(3), threading.Lock(), [0], [0]

    def work(number: int) -> int:
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        time.sleep(0.002)
        with lock:
            now[0] -= 1
        return number

    futures = [crew.submit(work, number) for number in range(60)]
    assert [future.result(10) for future in futures] == list(range(60))
    assert most[0] == 3


def test_what_goes_wrong_comes_to_whoever_asked_and_the_thread_goes_on() -> None:
    crew = _crew(1)
    with pytest.raises(ZeroDivisionError):
        crew.submit(lambda: 1 / 0).result(10)
    assert crew.submit(_name).result(10) == "page_1"


def test_who_was_needed_in_a_rush_only_rests_and_works_again() -> None:
    rested: list[str] = []
    crew = _crew(3, rested=rested, patience=0.1)
    names = _rush(crew, 3)
    deadline = time.monotonic() + 10
    while len(rested) < 2 and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.3)
    assert len(rested) == len(set(rested)) == 2
    (warmest,) = names - set(rested)
    assert crew.submit(_name).result(10) == warmest
    assert _rush(crew, 3) == names


def test_a_thread_that_waits_holds_nothing_of_what_it_did() -> None:
    class Body:
        pass

    crew, body = _crew(1), Body()
    gone = weakref.ref(body)
    crew.submit(lambda given: None, body).result(10)
    del body
    deadline = time.monotonic() + 10
    while gone() is not None and time.monotonic() < deadline:
        time.sleep(0.005)
    assert gone() is None
