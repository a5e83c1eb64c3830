"""The questions of teaching, each with a fixed number of SQL statements."""

from derman.teaching.queries.desk import PAGE, WrittenStep, assignments, path_at_desk, paths, step, steps, unreadable
from derman.teaching.queries.learning import Outline, SeenStep, Waiting, mine, one, waiting

__all__ = [
    "PAGE",
    "Outline",
    "SeenStep",
    "Waiting",
    "WrittenStep",
    "assignments",
    "mine",
    "one",
    "path_at_desk",
    "paths",
    "step",
    "steps",
    "unreadable",
    "waiting",
]
