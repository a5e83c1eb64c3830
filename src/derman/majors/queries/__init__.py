"""The questions about major incidents, each with a fixed number of SQL statements."""

from derman.majors.queries.around import Banner, Goes, banners, going_on, of_ticket, rules, some_for_ticket
from derman.majors.queries.lists import PAGE, find, joined, likely_for, some
from derman.majors.queries.reach import Reach, reach
from derman.majors.queries.room import Around, Opened, around_rows, opened, seen_details

__all__ = [
    "PAGE",
    "Around",
    "Banner",
    "Goes",
    "Opened",
    "Reach",
    "around_rows",
    "banners",
    "find",
    "going_on",
    "joined",
    "likely_for",
    "of_ticket",
    "opened",
    "reach",
    "rules",
    "seen_details",
    "some",
    "some_for_ticket",
]
