"""The questions of teaching, each with a fixed number of SQL statements."""

from derman.teaching.queries.desk import PAGE, WrittenStep, assignments, path_at_desk, paths, step, steps, unreadable
from derman.teaching.queries.learning import Outline, SeenStep, Waiting, mine, one, waiting
from derman.teaching.queries.report import STATES, Counts, Line, Wanted, counts, report, reported_paths
from derman.teaching.queries.telling import PAGE as NEWS_PAGE
from derman.teaching.queries.telling import (
    Told,
    audiences,
    latest_news,
    news,
    news_listed,
    news_to_write,
    one_news,
    practice,
    tip_of_the_day,
    tip_to_write,
    tips_listed,
)

__all__ = [
    "NEWS_PAGE",
    "PAGE",
    "STATES",
    "Counts",
    "Line",
    "Outline",
    "SeenStep",
    "Told",
    "Waiting",
    "Wanted",
    "WrittenStep",
    "assignments",
    "audiences",
    "counts",
    "latest_news",
    "mine",
    "news",
    "news_listed",
    "news_to_write",
    "one",
    "one_news",
    "path_at_desk",
    "paths",
    "practice",
    "report",
    "reported_paths",
    "step",
    "steps",
    "tip_of_the_day",
    "tip_to_write",
    "tips_listed",
    "unreadable",
    "waiting",
]
