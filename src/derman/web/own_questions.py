"""The desk's own fields as forms ask for them, and what was given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import QueryDict
from django.utils.translation import pgettext

INPUTS = {"date": "date", "person": "email", "link": "url"}


def question(
    field: Any, value: Any = None, *, devices: Sequence[tuple[str, str]] = (), any_device: bool = True
) -> dict[str, Any]:
    """One field for the template `web/components/own_fields.html`.

    `devices` are those that a field for one offers; without `any_device`, no other may be written by its number.
    """
    chosen = value if isinstance(value, list) else [value]
    offered = [*field.choices, *(old for old in field.former if old["key"] in chosen)]
    choices = [
        {"key": choice.key, "label": choice.label, "chosen": choice.key in chosen}
        for choice in field.as_question(former=True).choices
        if any(choice.key == row["key"] for row in offered)
    ]
    if field.type == "yes_no":
        words = {"yes": pgettext("answer", "Yes"), "no": pgettext("answer", "No")}
        choices = [{"key": key, "label": label, "chosen": key in chosen} for key, label in words.items()]
    near = list(devices) if field.type == "asset" else []
    if near and not any_device:
        choices = [{"key": key, "label": label, "chosen": key in chosen} for key, label in near]
    return {
        "near": near,
        "key": field.key,
        "label": field.label,
        "type": field.type,
        "many": field.type == "many",
        "choices": choices,
        "value": "" if value is None else str(value),
        "input": INPUTS.get(field.type, "text"),
    }


def given_in(post: QueryDict, fields: Iterable[Any]) -> dict[str, Any]:
    """What was given for fields, by their keys; nothing for those that are empty."""
    found: dict[str, Any] = {}
    for field in fields:
        texts = [text.replace("\r\n", "\n").strip() for text in post.getlist(f"own-{field.key}")[:200]]
        texts = [text for text in texts if text]
        if texts:
            found[field.key] = texts if field.type == "many" else texts[-1]
    return found
