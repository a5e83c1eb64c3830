"""What a crash leaves in the data folder goes; what the ledger knows stays."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from derman.channels.mail import intake, jobs
from derman.channels.mail.models import Mailbox
from derman.channels.mail.tests.post import arrives, letter


def _old(path: Path) -> Path:
    os.utime(path, (time.time() - 90_000,) * 2)
    return path


@pytest.mark.django_db
def test_only_files_that_nobody_knows_go(helpdesk: Mailbox) -> None:
    known = _old(intake.place(arrives(letter()).digest))
    unknown = intake.place("ab" + "0" * 62)
    unknown.parent.mkdir(exist_ok=True)
    unknown.write_bytes(b"x")
    _old(unknown)
    half = intake.folder() / ".new-x"
    half.write_bytes(b"x")
    _old(half)
    fresh = intake.folder() / ".new-y"
    fresh.write_bytes(b"x")

    jobs.forget_leftovers()

    assert (known.exists(), unknown.exists(), half.exists(), fresh.exists()) == (True, False, False, True)
    fresh.unlink()


def test_a_thread_that_comes_while_others_file_is_not_forgotten() -> None:
    desks = jobs.Desks(1)
    assert desks.take()
    assert not desks.take()

    assert not desks.leave()
    assert desks.leave()
    assert desks.take()
