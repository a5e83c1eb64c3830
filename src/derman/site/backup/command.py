"""What `derman backup` and `derman restore` do with this installation's environment."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from derman.site import postgres
from derman.site.backup import making, restoring
from derman.site.environment import data_folder, environment


def backup(target: Path) -> int:
    """Copy the desk of a database that is reached already."""
    env = environment()
    told = making.backup(
        target,
        address=os.environ["DATABASE_URL"],
        data=env.data,
        key=env.secret_key,
        key_in_environment=bool(os.environ.get("DERMAN_SECRET_KEY")),
    )
    print(told)
    return 0


def restore(copy: Path, reach: Callable[[], None]) -> int:
    """Restore a copy; `reach` makes the database reachable and writes its address into the environment."""
    data, own = data_folder(), not os.environ.get("DATABASE_URL")

    def reach_database() -> str:
        if own:
            postgres.claim(data)  # no desk may start on it meanwhile
        reach()
        return os.environ["DATABASE_URL"]

    given = os.environ.get("DERMAN_SECRET_KEY", "")
    try:
        print(restoring.restore(copy, data=data, key_given=given, reach_database=reach_database))
    finally:
        # one that a running desk uses is not claimed, and not ours to stop
        if own and postgres.is_claimed():
            postgres.stop(data / "postgres")
    return 0
