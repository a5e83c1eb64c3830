"""The forms in which a conversation is taken along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from derman.transcripts.eml import to_mail

if TYPE_CHECKING:
    from derman.transcripts.queries import Transcript

type Form = Literal["pdf", "eml"]
FORMS: dict[Form, str] = {"pdf": "application/pdf", "eml": "message/rfc822"}


def written(found: Transcript, form: Form, language: str) -> bytes:
    """The transcript as a file of this form, its own words in `language` (`tr`, `en`)."""
    if form == "eml":
        return to_mail(found, language)
    # what writes PDF holds 20 MiB: a desk at rest does without, and the first paper fetches it
    from derman.transcripts.pdf import to_pdf

    return to_pdf(found, language)
