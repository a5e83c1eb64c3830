"""The kinds of values that requests bring: text without NUL, references by id or name, times in UTC."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Literal

from django.utils.translation import gettext as _
from ninja import Field, Path, Schema
from pydantic import AfterValidator, ConfigDict, StrictInt

from derman.api.problems import wrong
from derman.kernel.html import to_text
from derman.tickets.incoming import IncomingFile

LONGEST_TEXT = 500_000  # characters
FILES = 20
FILES_SIZE = 20 * 1024 * 1024  # bytes of all files of one message
LARGEST_ID = 2**63 - 1


def _storable(text: str) -> str:
    try:
        text.encode()  # half a pair of surrogates is JSON, but no text
    except UnicodeEncodeError:
        text = "\0"
    if "\0" in text:
        raise ValueError(_("This text has signs that cannot be stored."))
    return text


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError(_("This number is out of range.")) from None


Text = Annotated[str, AfterValidator(_storable)]
Line = Annotated[Text, Field(max_length=300)]
Name = Annotated[Text, Field(min_length=1, max_length=120)]
Long = Annotated[Text, Field(max_length=LONGEST_TEXT)]
Address = Annotated[Text, Field(max_length=254)]
Addresses = Annotated[list[Address], Field(max_length=50)]
Id = Annotated[StrictInt, Field(ge=1, le=LARGEST_ID)]
IdInPath = Annotated[int, Path(alias="id")]
LeftOut = Annotated[
    list[Id],
    Field(max_length=50, description="Ids of persons in copy who do not get this answer; they stay in copy."),
]
Moment = Annotated[datetime, AfterValidator(_in_utc)]
Tags = Annotated[list[Annotated[Text, Field(max_length=40)]], Field(max_length=30)]
OwnValue = Annotated[Text, Field(max_length=20_000)] | bool | int | float | list[Line] | None
OwnValues = Annotated[dict[Annotated[Text, Field(max_length=40)], OwnValue], Field(max_length=200)]
Reference = Annotated[Id | Line, Field(description="An id, or a name or e-mail address.")]

StatusCode = Literal["new", "open", "waiting", "resolved", "closed", "spam"]
WaitingCode = Literal["requester", "vendor", "change", "date"]
PriorityCode = Literal["critical", "high", "normal", "low"]
KindCode = Literal["incident", "request"]
ChannelCode = Literal["email", "portal", "chat", "phone", "api", "alert", "template"]
RoleCode = Literal["requester", "agent", "lead", "administrator"]


class Given(Schema):
    """Base of bodies: a field that does not exist is a mistake, not something to pass over in silence."""

    model_config = ConfigDict(extra="forbid")


class FileGiven(Given):
    """A file of a message."""

    name: Annotated[Text, Field(max_length=255)] = "file"
    content_base64: str


class FileAttached(Given):
    """A file of an answer. Give `content_base64`, or the `key` of one that a saved reply brought along."""

    name: Annotated[Text, Field(max_length=255)] = "file"
    content_base64: str = ""
    key: Annotated[Text, Field(max_length=43)] = ""


def files_of(given: Sequence[FileGiven | FileAttached]) -> list[IncomingFile]:
    """The files of a request. Raises Problem 422 for what is not base64 or too much."""
    made, size = [], 0
    for position, file in enumerate(given):
        if isinstance(file, FileAttached) and file.key:
            made.append(IncomingFile(upload=file.key))
            continue
        try:
            content = base64.b64decode(file.content_base64, validate=True)
        except (ValueError, binascii.Error):
            raise wrong(f"attachments.{position}.content_base64", _("This is not base64.")) from None
        size += len(content)
        if size > FILES_SIZE:
            raise wrong(
                "attachments", _("All files of a message together may have %(n)s MB.") % {"n": FILES_SIZE // 2**20}
            )
        made.append(IncomingFile(name=file.name, content=content))
    return made


def require_words(text: str, html: str, attachments: Sequence[FileGiven | FileAttached]) -> None:
    """Raises Problem 422 for a message that says nothing."""
    if not attachments and not text.strip() and not to_text(html).strip() and "<img" not in html:
        raise wrong("text", _("Write something first."))
