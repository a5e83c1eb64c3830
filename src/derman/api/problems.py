"""What goes wrong, as problem documents (RFC 9457): a type, a title, a sentence, and a list for each wrong field."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from derman.announcements import errors as announcements
from derman.api.wrong_fields import wrong_fields
from derman.catalogue import errors as catalogue
from derman.channels.mail import errors as mail
from derman.kernel import files
from derman.knowledge import errors as knowledge
from derman.majors import errors as majors
from derman.people import errors as people
from derman.problems import errors as causes
from derman.radar import errors as radar
from derman.replies import errors as replies
from derman.runbooks import errors as runbooks
from derman.search import errors as search
from derman.surveys import errors as surveys
from derman.teaching import errors as teaching
from derman.tickets import errors as tickets
from derman.trackers import errors as trackers
from derman.vendors import errors as vendors
from derman.views import errors as views

log = logging.getLogger("derman.api")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: the end of its `type`, its status and its title."""

    code: str
    status: int
    title: str | Promise


MALFORMED = Kind("malformed", 400, gettext_lazy("The request cannot be read"))
WHO = Kind("who-are-you", 401, gettext_lazy("Sign in or give a token"))
FORBIDDEN = Kind("not-allowed", 403, gettext_lazy("This is not allowed"))
NOT_FOUND = Kind("not-found", 404, gettext_lazy("There is nothing here that you may see"))
METHOD = Kind("method", 405, gettext_lazy("This address does not answer this method"))
CONFLICT = Kind("conflict", 409, gettext_lazy("This does not fit what is there"))
OVERTAKEN = Kind("overtaken", 412, gettext_lazy("Somebody else was faster"))
TOO_LARGE = Kind("too-large", 413, gettext_lazy("This is too large"))
MEDIA_TYPE = Kind("media-type", 415, gettext_lazy("Send JSON"))
WRONG_INPUT = Kind("wrong-input", 422, gettext_lazy("Something in the request is wrong"))
KEY_REUSED = Kind("key-reused", 422, gettext_lazy("This Idempotency-Key was used for something else"))
TOO_MANY = Kind("too-many-requests", 429, gettext_lazy("Too many requests"))
BROKEN = Kind("broken", 500, gettext_lazy("The desk made a mistake"))
AWAY = Kind("away", 503, gettext_lazy("The desk cannot answer for a moment"))
FULL = Kind("disk-full", 507, gettext_lazy("The desk has no room"))
KINDS = (MALFORMED, WHO, FORBIDDEN, NOT_FOUND, METHOD, CONFLICT, OVERTAKEN, TOO_LARGE, MEDIA_TYPE, WRONG_INPUT,
         KEY_REUSED, TOO_MANY, BROKEN, AWAY, FULL)  # fmt: skip
DISK_FULL = "53100"  # what PostgreSQL calls it (SQLSTATE)

type Wrong = Mapping[str, Sequence[str]]


class Problem(Exception):
    """Raised anywhere behind the door to end the request with a problem document."""

    def __init__(
        self,
        kind: Kind,
        detail: str = "",
        *,
        errors: Wrong | None = None,
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(detail)
        self.kind, self.detail, self.errors, self.headers, self.more = kind, detail, errors, headers, more

    def response(self) -> HttpResponse:
        """The document as it goes out."""
        document: dict[str, Any] = {
            "type": f"{settings.DERMAN_URL}/api/v1/docs#{self.kind.code}",
            "title": str(self.kind.title),
            "status": self.kind.status,
            "detail": self.detail or str(self.kind.title),
            **self.more,
        }
        if self.errors:
            document["errors"] = {field: list(sentences) for field, sentences in self.errors.items()}
        return HttpResponse(
            json.dumps(document, ensure_ascii=False).encode(errors="replace"),
            status=self.kind.status,
            content_type="application/problem+json",
            headers=dict(self.headers or {}),
        )


def wrong(field: str, sentence: str) -> Problem:
    """One wrong field."""
    return Problem(WRONG_INPUT, sentence, errors={field: [sentence]})


class Together:
    """Several questions about one request: all that is wrong with it is told at once, not one thing after another."""

    def __init__(self) -> None:
        self._wrong: dict[str, Sequence[str]] = {}

    def ask[Answer](self, question: Callable[[], Answer]) -> Answer | None:
        """The answer; None where something is wrong, which `end` tells. What is no wrong input is raised at once."""
        try:
            return question()
        except Problem as problem:
            if problem.kind is not WRONG_INPUT or not problem.errors:
                raise
            self._wrong.update(problem.errors)
            return None

    def end(self) -> None:
        """Raises Problem with a field for each thing that was wrong."""
        if self._wrong:
            said = " ".join(sentence for sentences in self._wrong.values() for sentence in sentences)
            raise Problem(WRONG_INPUT, said, errors=self._wrong)


# named errors of the rooms below → kind of problem; the first that fits
_NAMED: tuple[tuple[type[Exception], Kind], ...] = (
    (tickets.TicketNotFound, NOT_FOUND),
    (tickets.NotAllowed, FORBIDDEN),
    (tickets.AnsweredAlready, CONFLICT),
    (tickets.WaitsAlready, CONFLICT),
    (tickets.Overtaken, OVERTAKEN),
    (tickets.TooLateToUndo, CONFLICT),
    (tickets.TicketError, WRONG_INPUT),
    (knowledge.ArticleNotFound, NOT_FOUND),
    (knowledge.NotAllowed, FORBIDDEN),
    (knowledge.Overtaken, OVERTAKEN),
    (knowledge.KnowledgeError, WRONG_INPUT),
    (runbooks.RunbookNotFound, NOT_FOUND),
    (runbooks.NotAllowed, FORBIDDEN),
    (runbooks.Overtaken, OVERTAKEN),
    (runbooks.NotReady, CONFLICT),
    (runbooks.RunbookError, WRONG_INPUT),
    (radar.SurgeNotFound, NOT_FOUND),
    (radar.RadarError, CONFLICT),
    (causes.ProblemNotFound, NOT_FOUND),
    (causes.NotAllowed, FORBIDDEN),
    (causes.Overtaken, OVERTAKEN),
    (causes.ProblemError, WRONG_INPUT),
    (majors.MajorNotFound, NOT_FOUND),
    (majors.NotAllowed, FORBIDDEN),
    (majors.Overtaken, OVERTAKEN),
    (majors.MajorError, WRONG_INPUT),
    (vendors.VendorNotFound, NOT_FOUND),
    (vendors.NotAllowed, FORBIDDEN),
    (vendors.VendorError, WRONG_INPUT),
    (trackers.IssueNotFound, NOT_FOUND),
    (trackers.NotAllowed, FORBIDDEN),
    (trackers.TrackerError, WRONG_INPUT),
    (announcements.NotFound, NOT_FOUND),
    (announcements.NotAllowed, FORBIDDEN),
    (announcements.Overtaken, OVERTAKEN),
    (announcements.AnnouncementError, WRONG_INPUT),
    (teaching.NotFound, NOT_FOUND),
    (teaching.NotAllowed, FORBIDDEN),
    (teaching.Overtaken, OVERTAKEN),
    (teaching.TeachingError, WRONG_INPUT),
    (surveys.NotFound, NOT_FOUND),
    (surveys.NotAllowed, FORBIDDEN),
    (surveys.SurveyError, WRONG_INPUT),
    (people.NotAllowed, FORBIDDEN),
    (people.AddressTaken, CONFLICT),
    (people.LastAdministrator, CONFLICT),
    (people.PeopleError, WRONG_INPUT),
    (mail.MailNotFound, NOT_FOUND),
    (mail.NotAllowed, FORBIDDEN),
    (mail.MailError, CONFLICT),
    (replies.ReplyNotFound, NOT_FOUND),
    (replies.NotAllowed, FORBIDDEN),
    (replies.ReplyError, WRONG_INPUT),
    (views.ViewNotFound, NOT_FOUND),
    (views.NotAllowed, FORBIDDEN),
    (views.ViewError, WRONG_INPUT),
    (search.NotAllowed, FORBIDDEN),
    (search.SearchError, WRONG_INPUT),
    (catalogue.ServiceNotFound, NOT_FOUND),
    (catalogue.NotAllowed, FORBIDDEN),
    (catalogue.CatalogueError, WRONG_INPUT),
    (files.FileTooLarge, TOO_LARGE),
    (files.DiskFull, FULL),
)


def problem_of(error: Exception) -> Problem:
    """The problem that an exception means to the outside."""
    for named, kind in _NAMED:
        if isinstance(error, named):
            if isinstance(error, catalogue.WrongAnswers):
                answers = {f"answers.{key}": [sentence] for key, sentence in error.fields.items()}
                return Problem(kind, str(error), errors=answers)
            if isinstance(error, search.QueryError):
                place = {"start": error.start, "end": error.end}
                return Problem(kind, str(error), errors={"query": [str(error)]}, place=place)
            field = str(getattr(error, "field", ""))
            return Problem(kind, str(error), errors={field: [str(error)]} if field else None)
    match error:
        case Problem():
            return error
        case ValidationError():
            fields = wrong_fields(error.errors)
            first = [f"{field}: {' '.join(sentences)}" for field, sentences in fields.items()][:5]
            return Problem(WRONG_INPUT, " ".join(first), errors=fields)
        case Http404():
            return Problem(NOT_FOUND)
        case RequestDataTooBig():
            return Problem(TOO_LARGE)
        case HttpError(status_code=400):
            return Problem(MALFORMED, _("The body must be one JSON object."))
        case OperationalError() | InterfaceError():
            log.warning("The database is away: %s", error)
            full = getattr(error.__cause__, "sqlstate", "") == DISK_FULL
            return Problem(FULL) if full else Problem(AWAY, headers={"Retry-After": "5"})
    log.error("An API call failed", exc_info=error)
    return Problem(BROKEN, _("It has been written down. Try again later."))


def answer(request: HttpRequest, error: Exception) -> HttpResponse:
    """Answer a request that failed with `error`."""
    return problem_of(error).response()


def install(api: NinjaAPI) -> None:
    """Have every failure of the API answered by a problem document."""
    for kind in (Exception, Http404, HttpError, ValidationError):
        api.exception_handler(kind)(answer)
