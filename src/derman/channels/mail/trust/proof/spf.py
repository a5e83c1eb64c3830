"""SPF (RFC 7208): may this machine send for that domain?"""

from __future__ import annotations

from typing import Any

import spf as library  # type: ignore[import-untyped]

from derman.channels.mail.trust.proof.resolver import LookupFailed, Questions


class _Query(library.query):  # type: ignore[misc]
    """The library's evaluation, with the desk's DNS."""

    questions: Questions

    def dns(self, name: Any, qtype: str, cnames: Any = None, ignore_void: bool = False) -> list[Any]:
        if not name or qtype == "SPF":
            return []
        try:
            found = self.questions.ask(str(name), qtype)
        except LookupFailed as error:
            raise library.TempError(str(error)) from error
        if not found and not ignore_void:
            self.void_lookups += 1
            if self.void_lookups > library.MAX_VOID_LOOKUPS:
                raise library.PermError("Too many lookups without an answer")
        return [(text,) for text in found] if qtype == "TXT" else found


def check(*, peer: str, helo: str, envelope_from: str, questions: Questions) -> tuple[str, str]:
    """(result, domain that it is about): pass, fail, softfail, neutral, none, temperror or permerror."""
    sender = envelope_from or f"postmaster@{helo}"
    domain = sender.rpartition("@")[2].rstrip(".").lower()  # protocol
    if not peer or "." not in domain:
        return "none", ""
    try:
        query = _Query(i=peer, s=sender, h=helo or "unknown", timeout=2, querytime=6)
        query.questions = questions
        result = query.check()[0]
    except LookupFailed:
        result = "temperror"
    except Exception:  # whatever the library makes of a hostile record, the mail is filed
        result = "permerror"
    return str(result), domain
