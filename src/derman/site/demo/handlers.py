"""Fills a new desk when its administrator asks for it in the wizard."""

from __future__ import annotations

import contextlib

from derman.desk.facts import DemoAsked
from derman.site.demo.command import DeskInUse, fill


def fill_new_desk(fact: DemoAsked) -> None:
    """Make the demo desk; a second run finds it made."""
    with contextlib.suppress(DeskInUse):
        fill()
