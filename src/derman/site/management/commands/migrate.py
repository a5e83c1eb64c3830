"""Django's `migrate`, which gives an empty database its tables in one go before it does what is left."""

from __future__ import annotations

import logging
from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands import migrate
from django.db import Error, connections

from derman.site import tables

log = logging.getLogger(__name__)


class Command(migrate.Command):
    """As Django's, with one option more."""

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--every-step", action="store_true", help="Walk through each migration, even in an empty database."
        )

    def handle(self, *args: Any, every_step: bool = False, **options: Any) -> None:
        towards_the_present = not (options["migration_name"] or options["plan"] or options["check_unapplied"])
        connection = connections[options["database"]]
        if towards_the_present and not every_step and tables.are_missing(connection):
            try:
                tables.create(connection)
            except Error:
                # a server of another make: every step is slower, and says where it stops
                log.warning("The tables could not be made in one go; walking through every migration.", exc_info=True)
        super().handle(*args, **options)
