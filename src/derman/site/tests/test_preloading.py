"""What every process of a desk holds from its start."""

from __future__ import annotations

import subprocess
import sys

# each takes some MiB, and most days nobody needs them
SELDOM = {"fpdf", "fontTools", "PIL", "xlsxwriter"}
LOADED = """
import django, sys
django.setup()
from derman.site.run import preload
preload()
print(*sys.modules)
"""


def test_what_is_seldom_needed_is_loaded_when_it_is() -> None:
    made = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    loaded = set(made.stdout.split())
    assert "derman.transcripts.forms" in loaded, "the doors are there"
    assert not loaded & SELDOM
