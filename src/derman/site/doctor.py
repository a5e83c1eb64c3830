"""`derman doctor`: checks an installation and says in plain words what to mend."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from derman.site.environment import BadEnvironment, environment


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    well: bool
    sentence: str
    look: bool = False  # nothing is broken, but somebody should know


def examine(reach_database: Callable[[], None]) -> int:
    """Print what was found; 1 where something is broken."""
    broken = False
    try:
        for finding in _findings(reach_database):
            print(_mark(finding) + finding.sentence)
            broken = broken or not finding.well
    except BadEnvironment as error:
        print(f"BROKEN  {error}")
        broken = True
    return 1 if broken else 0


def _mark(finding: Finding) -> str:
    if not finding.well:
        return "BROKEN  "
    return "look    " if finding.look else "ok      "


def _findings(reach_database: Callable[[], None]) -> Iterator[Finding]:
    env = environment()
    yield Finding(os.access(env.data, os.W_OK), f"The data folder {env.data} can be written.")
    free = shutil.disk_usage(env.data).free // 1024 // 1024
    yield Finding(
        free > 500, f"{free} MB are free on its disk" + ("." if free > 500 else "; make room, 500 MB at least.")
    )
    try:
        reach_database()
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version_num")
            version = int(cursor.fetchone()[0]) // 10000
        yield Finding(
            version >= 15, f"PostgreSQL {version} answers" + ("." if version >= 15 else "; 15 or later is needed.")
        )
    except Exception as error:
        yield Finding(False, f"PostgreSQL does not answer: {error}".strip())
        return
    yield from _about_the_desk()
    yield _port("Web", env.host, env.port)
    if env.smtp_port is not None:
        yield _port("The SMTP listener", env.smtp_host, env.smtp_port)
        yield from _about_the_listener()


def _about_the_listener() -> Iterator[Finding]:
    from derman.channels.mail.certificate import protection

    found = protection()
    if found is None:
        return
    if found.wrong:
        yield Finding(
            False,
            f"The SMTP listener cannot use its certificate {found.certificate} ({found.wrong}), so mail comes in "
            "unencrypted. Check DERMAN_SMTP_CERT and DERMAN_SMTP_KEY, and who may read the files.",
        )
    elif found.has_ended:
        yield Finding(False, f"The SMTP listener's certificate ended on {found.until:%Y-%m-%d}. Renew it.")
    elif found.until is not None:
        words = f"The SMTP listener encrypts (STARTTLS); its certificate is good until {found.until:%Y-%m-%d}"
        yield Finding(True, words + ("; renew it soon." if found.ends_soon else "."), look=found.ends_soon)
    elif found.in_the_clear:
        yield Finding(
            True,
            f"The SMTP listener takes mail from other machines at {found.listener} unencrypted. Set DERMAN_SMTP_CERT "
            "and DERMAN_SMTP_KEY, or DERMAN_SMTP_HOST=127.0.0.1 if your mail server is on this machine.",
            look=True,
        )
    else:
        yield Finding(True, "The SMTP listener is reached from this machine alone.")


def _port(name: str, host: str, port: int) -> Finding:
    try:
        with socket.create_connection((host, port), timeout=2):
            return Finding(True, f"{name} answers at {host}:{port}.")
    except OSError:
        return Finding(False, f"{name} does not answer at {host}:{port}. Start it with: derman run")


def _about_the_desk() -> Iterator[Finding]:
    from datetime import timedelta

    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    behind = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    yield Finding(
        not behind,
        "The tables are up to date." if not behind else f"{behind} migrations wait: derman run applies them.",
    )
    if behind:
        return
    from derman.kernel import jobs
    from derman.people.queries import administrator_exists

    has = administrator_exists()
    yield Finding(
        has, "The desk is set up." if has else "The desk is not set up: open the link that derman run prints."
    )
    seen = jobs.seen_within(timedelta(seconds=30))
    yield Finding(
        seen, "A worker is at work." if seen else "No worker was seen for 30 seconds. Start one with: derman run"
    )
