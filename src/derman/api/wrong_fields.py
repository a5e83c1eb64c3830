"""Sentences for what is wrong with each field of a request."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

# kind of error, as pydantic names it → sentence
SENTENCES: dict[str, str | Promise] = {
    "missing": gettext_lazy("This is needed."),
    "extra_forbidden": gettext_lazy("There is no such field."),
    "string_type": gettext_lazy("This must be text."),
    "string_unicode": gettext_lazy("This text has signs that cannot be stored."),
    "int_type": gettext_lazy("This must be a whole number."),
    "int_parsing": gettext_lazy("This must be a whole number."),
    "int_parsing_size": gettext_lazy("This number is too large."),
    "int_from_float": gettext_lazy("This must be a whole number."),
    "bool_type": gettext_lazy("This must be true or false."),
    "bool_parsing": gettext_lazy("This must be true or false."),
    "list_type": gettext_lazy("This must be a list."),
    "dict_type": gettext_lazy("This must be an object."),
    "model_type": gettext_lazy("This must be an object."),
    "model_attributes_type": gettext_lazy("This must be an object."),
    "datetime_type": gettext_lazy("This must be a time like 2026-11-23T14:05:00Z."),
    "datetime_parsing": gettext_lazy("This must be a time like 2026-11-23T14:05:00Z."),
    "datetime_from_date_parsing": gettext_lazy("This must be a time like 2026-11-23T14:05:00Z."),
}


def _sentence(error: dict[str, Any]) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind in ("too_long", "too_short") and context.get("field_type") == "Value":
        kind = f"string_{kind}"  # of a text that was looked at before, pydantic does not say that it is one
    match kind:
        case "string_too_long":
            return ngettext("At most %(n)d character.", "At most %(n)d characters.", context["max_length"]) % {
                "n": context["max_length"]
            }
        case "string_too_short":
            return _("This must not be empty.")
        case "too_long":
            return ngettext("At most %(n)d entry.", "At most %(n)d entries.", context["max_length"]) % {
                "n": context["max_length"]
            }
        case "greater_than_equal" | "less_than_equal":
            return _("This number is out of range.")
        case "literal_error":
            return _("This must be one of: %(choices)s.") % {
                "choices": context["expected"].replace(" or ", ", ").replace("'", "")
            }
        case "value_error":
            return str(context.get("error", "")) or _("This value cannot be used.")
    return str(SENTENCES.get(kind, _("This value cannot be used.")))


def _either(place: Sequence[str | int]) -> bool:
    """Did one branch of “an id or a name” fail?"""
    return any(str(part) in ("int", "str", "constrained-int") or "[" in str(part) for part in place)


def _field(place: Sequence[str | int]) -> str:
    """The name of a field as its sender knows it: `requester.email`, `attachments.0.name`."""
    parts = [str(part) for part in place[1:] if part != "given" and not _either([part])]
    return ".".join(parts) or str(place[0])


def wrong_fields(errors: Sequence[dict[str, Any]]) -> dict[str, list[str]]:
    """Field → sentences, each once."""
    found: dict[str, list[str]] = {}
    for error in errors:
        sentences = found.setdefault(_field(error["loc"]), [])
        if not sentences:  # “an id or a name” fails once for each
            sentences.append(_("Give an id, a name or an address.") if _either(error["loc"]) else _sentence(error))
    return found
