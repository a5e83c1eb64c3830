"""The figures reached on the mail corpus, where it lies beside the repository."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[6]
CORPUS = ROOT.parent / "shared" / "corpora" / "mail"

REACHED = {
    "parse": 100.0,
    "reply": 99.0,
    "bounce": 98.5,
    "auto": 100.0,
    "loop": 100.0,
    "followup": 100.0,
    "malformed": 100.0,
}


@pytest.mark.skipif(not (CORPUS / "score_mail.py").exists(), reason="the mail corpus is not beside the repository")
def test_the_corpus_is_read_as_well_as_it_was():
    command = f"env PYTHONPATH={ROOT / 'src'} {sys.executable} -m derman.channels.mail.reading"
    done = subprocess.run(
        [
            sys.executable,
            CORPUS / "score_mail.py",
            "--cases",
            CORPUS / "cases-dev.tar.gz",
            "--cmd",
            command,
            "--list-failures",
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    shares = {
        kind: float(share)
        for kind, share in re.findall(r"^(\w+)\s+= all\s+\d+\s+\d+\s+([\d.]+)%", done.stdout, re.MULTILINE)
    }
    assert set(shares) == set(REACHED), done.stdout[-2_000:]
    worse = {kind: share for kind, share in shares.items() if share < REACHED[kind]}
    assert not worse, done.stdout[:4_000]
