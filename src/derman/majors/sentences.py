"""What is kept of a major incident's timeline elsewhere, as plain sentences in the language of whoever copies it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from derman.kernel.texts import in_language
from derman.majors.models import Happening, MajorIncident, State, Update


def copied(row: MajorIncident, one: Happening, told: Mapping[int, Update]) -> str:
    """A line for the problem behind it; empty for what is not the problem's."""
    details, number = one.details, row.number
    match one.kind:
        case "noted":
            return f"{number} · {details['text']}"
        case "declared":
            return f"{number} · " + _("Declared as a major incident")
        case "state":
            return f"{number} · {State(details['after']).label}"
        case "told":
            update = told.get(details["update"])
            said = in_language(update.texts) if update is not None else ""
            return f"{number} · {State(details['state']).label}. {said}"[:2000]
    return ""
