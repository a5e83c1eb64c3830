"""DKIM (RFC 6376) and ARC (RFC 8617): who signed a mail, and does the signature fit?"""

from __future__ import annotations

import re

import dkim

from derman.channels.mail.trust.proof.resolver import LookupFailed, Questions

MOST_SIGNATURES = 4  # the first ones of a mail; more are a waste of its reader's time
BIGGEST = 20 * 1024 * 1024  # bytes; a bigger mail is not hashed
_DOMAIN = re.compile(rb"(?:^|;)\s*d\s*=\s*([A-Za-z0-9._-]{1,253})")
_LENGTH = re.compile(rb"(?:^|;)\s*l\s*=\s*\d")


class _Keys:
    """Gives the library its keys, and remembers whether one could not be asked for."""

    def __init__(self, questions: Questions) -> None:
        self.questions = questions
        self.away = False

    def __call__(self, name: bytes | str, timeout: int = 5) -> bytes | None:
        text = name.decode("ascii", "replace") if isinstance(name, bytes) else name
        try:
            found = self.questions.ask(text.rstrip("."), "TXT")
        except LookupFailed:
            self.away = True
            return None
        return bytes(found[0]) if found else None


def check(raw: bytes, questions: Questions) -> list[tuple[str, str]]:
    """(domain, result) for each signature: pass, fail, temperror, or policy for one that covers a part only."""
    if len(raw) > BIGGEST:
        return []
    try:
        reader = dkim.DKIM(raw, timeout=2)
    except Exception:  # a header that the library cannot read
        return []
    signatures = [value for name, value in reader.headers if name.lower() == b"dkim-signature"]  # protocol
    found = []
    for place, value in enumerate(signatures[:MOST_SIGNATURES]):
        named = _DOMAIN.search(value)
        domain = named[1].decode("ascii").rstrip(".").lower() if named else ""  # protocol
        keys = _Keys(questions)
        try:
            fits = bool(reader.verify(place, dnsfunc=keys))
        except Exception:  # a key or signature that is malformed
            fits = False
        if fits and _LENGTH.search(value):  # what stands behind `l=` could be anybody's
            found.append((domain, "policy"))
        else:
            found.append((domain, "pass" if fits else "temperror" if keys.away else "fail"))
    return found


def sealed_by(raw: bytes, questions: Questions) -> str:
    """The domain of the last ARC seal where the whole chain fits; empty for none."""
    if len(raw) > BIGGEST or b"arc-seal" not in raw[:200_000].lower():  # protocol
        return ""
    try:
        result, data, _words = dkim.ARC(raw, timeout=2).verify(dnsfunc=_Keys(questions))
    except Exception:  # a chain that the library cannot read
        return ""
    if result != dkim.CV_Pass or not data:
        return ""
    return str(data[0]["as-domain"].decode("ascii", "replace")).lower()  # protocol
