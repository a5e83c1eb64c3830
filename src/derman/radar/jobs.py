"""Work for the worker: the radar looks once a minute."""

from __future__ import annotations

from derman.kernel import jobs
from derman.radar import likely, looking, looking_back


@jobs.job("radar.look", every="* * * * *")
def look() -> None:
    """A surge is announced within two minutes of the ticket that makes it one."""
    looking.look()


@jobs.job("radar.look_back", every="12 4 * * *", priority=jobs.IDLE)
def look_back() -> None:
    """What recurs is announced on the next morning."""
    looking_back.look_back()


@jobs.job("radar.look_around", every="*/5 * * * *")
def look_around() -> None:
    """What belongs to a major incident is clearer the more tickets it has."""
    likely.look_around()


@jobs.job("radar.forget", every="41 3 * * *", priority=jobs.IDLE)
def forget() -> None:
    """Nothing is kept that nobody asks for."""
    looking.forget()
