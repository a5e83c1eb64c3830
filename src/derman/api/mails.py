"""The desk's mail: the ledger of what came, and the outbox. Leads and administrators read, administrators decide."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Path, Query, Router, Schema

from derman.api.callers import person_of
from derman.api.inputs import LARGEST_ID
from derman.api.originals import as_mail
from derman.api.paging import Cursor, Limit, PageOf, cursor_at, place_of
from derman.api.problems import FORBIDDEN, Problem
from derman.api.shapes import answer, utc
from derman.channels.mail import actions, queries

if TYPE_CHECKING:
    from collections.abc import Callable

    from derman.people.models import Person

router = Router(tags=["Mail"])
MailId = Annotated[int, Path(ge=1, le=LARGEST_ID, description="The mail's id.")]
Filter = Annotated[int | None, Query(ge=1, le=LARGEST_ID, description="The id of a mailbox.")]
Wanted = Annotated[str, Query(max_length=998, description="An address, a Message-ID, or words of the subject.")]


class MailShape(Schema):
    """A mail that came, and what became of it. `hidden`: of a team closed to the caller, so only that it came."""

    id: int
    received_at: datetime
    state: str = Field(description="stored, filed, quarantined or ignored.")
    reason: str = Field(description="A code; reason_text says it in the caller's language.")
    reason_text: str
    detail: str
    sender: str
    subject: str
    recipients: list[str]
    mailbox: str
    size: int
    source: str = Field(description="smtp, pipe, imap or pop3.")
    digest: str = Field(description="SHA-256 of the mail as it came, hexadecimal.")
    ticket: int | None
    message: int | None
    hidden: bool


class SentShape(Schema):
    """A mail that waits, left, failed or was cancelled. `lost`: recipients at whom it failed, where others got it."""

    id: int
    kind: str
    state: str = Field(description="waiting, sending, sent, failed or cancelled.")
    words: str = Field(description="What the server said, or the desk itself.")
    to: list[str]
    cc: list[str]
    bcc: list[str]
    subject: str
    mailbox: str
    ticket: int | None
    tries: int
    created_at: datetime
    not_before: datetime
    done_at: datetime | None
    lost: list[str]
    hidden: bool


def _lead(request: HttpRequest) -> Person:
    person = person_of(request)
    if not person.is_lead:
        raise Problem(FORBIDDEN, _("Only leads and administrators see the desk's mail."))
    return person


def _mail(row: queries.LedgerRow) -> MailShape:
    values = {name: getattr(row, name) for name in MailShape.model_fields}
    return MailShape(**{**values, "received_at": utc(row.received_at)})


def _sent(row: queries.OutboxRow) -> SentShape:
    values = {name: getattr(row, name) for name in SentShape.model_fields}
    moments = {name: utc(values[name]) for name in ("created_at", "not_before", "done_at") if values[name]}
    return SentShape(**{**values, **moments})


@router.get("/mails", response=PageOf[MailShape], summary="Search the mails that came")
def list_mails(
    request: HttpRequest,
    limit: Limit,
    cursor: Cursor,
    q: Wanted = "",
    state: Literal["stored", "filed", "quarantined", "ignored"] | None = None,
    mailbox: Filter = None,
) -> HttpResponse:
    """Did my mail arrive? Every mail that was ever accepted, the latest first."""
    found = queries.ledger(
        _lead(request), state=state or "", mailbox=mailbox, wanted=q, before=place_of(cursor), size=limit
    )
    following = cursor_at(found.next) if found.next else None
    return answer(PageOf[MailShape](items=[_mail(row) for row in found.rows], next=following))


@router.get("/mails/{int:mail}", response=MailShape, summary="What became of a mail")
def get_mail(request: HttpRequest, mail: MailId) -> HttpResponse:
    """One line of the ledger."""
    return answer(_mail(queries.ledger_mail(_lead(request), mail)))


@router.get("/mails/{int:mail}/original", summary="Get a mail as it came")
def get_mail_file(request: HttpRequest, mail: MailId) -> HttpResponse:
    """For administrators (message/rfc822). Agents get the originals of the messages that they see."""
    return as_mail(queries.raw_mail(_lead(request), mail), f"mail-{mail}.eml")


@router.post("/mails/{int:mail}/file", response=MailShape, summary="File a mail again")
def file_mail(request: HttpRequest, mail: MailId) -> HttpResponse:
    """One that waits in quarantine, or was ignored; for administrators."""
    return _decided(request, mail, actions.release)


@router.post("/mails/{int:mail}/ignore", response=MailShape, summary="Ignore a mail")
def ignore_mail(request: HttpRequest, mail: MailId) -> HttpResponse:
    """One that waits in quarantine; it stays in the ledger. For administrators."""
    return _decided(request, mail, actions.ignore)


def _decided(request: HttpRequest, mail: int, decide: Callable[..., None]) -> HttpResponse:
    person = _lead(request)
    decide(actor=person, mail=mail)
    return answer(_mail(queries.ledger_mail(person, mail)))


@router.get("/outbox", response=PageOf[SentShape], summary="List the mails that leave")
def list_outbox(
    request: HttpRequest,
    limit: Limit,
    cursor: Cursor,
    state: Literal["waiting", "sending", "sent", "failed", "cancelled"] | None = None,
) -> HttpResponse:
    """The latest first: for administrators all of them, for leads those of their teams' tickets."""
    found = queries.outbox(_lead(request), state=state or "", before=place_of(cursor), size=limit)
    following = cursor_at(found.next) if found.next else None
    return answer(PageOf[SentShape](items=[_sent(row) for row in found.rows], next=following))


@router.post("/outbox/{int:mail}/retry", response=SentShape, summary="Send a mail again")
def retry_mail(request: HttpRequest, mail: MailId) -> HttpResponse:
    """One that failed, was cancelled or waits; to those only who did not get it. For administrators."""
    person = _lead(request)
    actions.retry_mail(actor=person, mail=mail)
    return answer(_sent(queries.outbox_mail(person, mail)))


@router.post("/outbox/{int:mail}/cancel", response=SentShape, summary="Keep a mail from leaving")
def cancel_mail(request: HttpRequest, mail: MailId) -> HttpResponse:
    """One that waits. For administrators."""
    person = _lead(request)
    actions.cancel_mail(actor=person, mail=mail)
    return answer(_sent(queries.outbox_mail(person, mail)))
