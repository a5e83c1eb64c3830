"""The form of a service as a page shows it, and what comes back from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import pgettext

from derman.catalogue.fields import CHOOSING, FormField, Type
from derman.tickets import queries
from derman.web.portal.given_files import FileRefused, take
from derman.web.portal.screens import file_line
from derman.web.signed_in import agent_of

INPUTS = {Type.TEXT: "text", Type.NUMBER: "text", Type.DATE: "date", Type.PERSON: "email", Type.ASSET: "text"}


def questions(
    fields: Sequence[FormField],
    given: Mapping[str, Any],
    wrong: Mapping[str, str],
    files: Mapping[str, Any],
    *,
    devices: Sequence[tuple[str, str]] = (),
    any_device: bool = False,
) -> list[dict[str, Any]]:
    """The fields for `portal/service_fields.html`, with what was answered and what is wrong with it.

    `devices` are those that a field for one offers; with `any_device`, another one may be written by its number.
    """
    return [
        {
            "key": field.key,
            "type": field.type.value,
            "input": INPUTS.get(field.type, ""),
            "label": field.label,
            "hint": field.hint,
            "required": field.required,
            "value": given.get(field.key, ""),
            "choices": _choices(field, given.get(field.key), [] if any_device else devices),
            "near": devices if field.type == Type.ASSET and any_device else [],
            "wrong": wrong.get(field.key, ""),
            "when": field.when_field,
            "when_is": " ".join(field.when_is),
            "file": files.get(field.key),
            "longest": int(field.most) if field.most and field.type in (Type.TEXT, Type.PARAGRAPH) else None,
        }
        for field in fields
    ]


def _choices(field: FormField, given: Any, devices: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    if field.type == Type.YES_NO:
        offered = [("yes", pgettext("answer", "Yes")), ("no", pgettext("answer", "No"))]
    elif field.type == Type.ASSET:
        offered = list(devices)
    elif field.type in CHOOSING:
        offered = [(choice.key, choice.label) for choice in field.choices]
    else:
        return []
    chosen = given if isinstance(given, list) else [given]
    return [{"key": key, "label": label, "chosen": key in chosen} for key, label in offered]


def given_to(
    fields: Sequence[FormField], request: HttpRequest
) -> tuple[dict[str, Any], dict[str, Any], dict[str, str]]:
    """What came back: the answers by key, the files that are kept for them, and which files were refused and why."""
    given: dict[str, Any] = {}
    files: dict[str, Any] = {}
    refused: dict[str, str] = {}
    for field in fields:
        name = f"a_{field.key}"
        if field.type == Type.MANY:
            given[field.key] = request.POST.getlist(name)
        elif field.type == Type.FILE:
            _file(request, field.key, name, given, files, refused)
        else:
            given[field.key] = request.POST.get(name, "")
    return given, files, refused


def _file(
    request: HttpRequest,
    key: str,
    name: str,
    given: dict[str, Any],
    files: dict[str, Any],
    refused: dict[str, str],
) -> None:
    """A file that comes with the form is kept at once, so that a wrong answer elsewhere loses nothing."""
    sent = request.FILES.get(name)
    kept = None
    if isinstance(sent, UploadedFile):
        try:
            kept = take(request, sent)
        except FileRefused as error:
            refused[key] = str(error)
            return
    elif earlier := request.POST.get(name, "")[:43]:
        kept = queries.attachment_by_key(agent_of(request), earlier)
        kept = kept if kept is not None and kept.message_id is None else None
    if kept is not None:
        given[key], files[key] = kept.key, file_line(kept)
