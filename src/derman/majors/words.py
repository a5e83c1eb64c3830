"""The words of major incidents: made tidy when they come, safe for readers, and in whose language they are said."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from derman.desk.queries import the_desk
from derman.kernel import html
from derman.kernel.texts import TooLong, in_language, tidy
from derman.knowledge.markdown import to_html
from derman.majors.errors import WrongInput
from derman.majors.models import MajorIncident, State
from derman.tickets.models import Ticket

LONGEST_TITLE = 160
LONGEST_TEXT = 4000
GAP = ": …"  # what a draft leaves to a person


def line(given: str, field: str, longest: int = LONGEST_TITLE) -> str:
    """One line. Raises WrongInput where it is too long."""
    text = " ".join(given.replace("\0", "").split())
    if len(text) > longest:
        raise WrongInput(_("This is too long: %(most)d characters at most.") % {"most": longest}, field=field)
    return text


def text(given: str, field: str, longest: int = LONGEST_TEXT) -> str:
    """Text with its lines. Raises WrongInput where it is too long."""
    kept = given.replace("\0", "").replace("\r\n", "\n").strip()
    if len(kept) > longest:
        raise WrongInput(_("This is too long: %(most)d characters at most.") % {"most": longest}, field=field)
    return kept


def in_each(given: object, field: str, *, longest: int = LONGEST_TEXT, lines: bool = True) -> dict[str, str]:
    """Texts in every language of the desk: each is read by somebody who reads no other. Raises WrongInput."""
    try:
        kept = tidy(given, longest=longest, lines=lines)
    except TooLong as error:
        raise WrongInput(str(error), field=field) from None
    if len(kept) < len(settings.LANGUAGES):
        raise WrongInput(_("Write it in each language: everybody affected reads it in theirs."), field=field)
    return kept


def news(given: object) -> dict[str, str]:
    """An update in every language, with nothing left of a draft that a person was to fill in. Raises WrongInput."""
    kept = in_each(given, "texts")
    if any(GAP in one for one in kept.values()):
        raise WrongInput(_("Write what is known where “…” stands, or take that line away."), field="texts")
    return kept


def as_html(markdown: str) -> str:
    """Markdown for readers: lists, bold, code and links; nothing that a page or a mail must not hold."""
    return html.clean(to_html(markdown), pages=True)


def language_of(ticket: Ticket) -> str:
    """In which language its requester is told something: theirs, that of the ticket, the desk's."""
    known = dict(settings.LANGUAGES)
    wanted = (ticket.requester.language, ticket.language, the_desk().language)
    return next((code for code in wanted if code in known), "en")


def first_words(row: MajorIncident, latest: Mapping[str, str], language: str) -> str:
    """What the requester of a ticket that was joined reads, as Markdown: what it is, what is known, what follows."""
    public = row.announcement
    with override(language):
        promise = ngettext(
            "You hear of it from us again within %(minutes)d minute, or as soon as it is over.",
            "You hear of it from us every %(minutes)d minutes, or as soon as it is over.",
            row.update_every,
        ) % {"minutes": row.update_every}
        parts = [
            _("Your request belongs to a larger incident that we are working on: **%(title)s**.")
            % {"title": in_language(public.titles, language)},
            in_language(public.texts, language),
            in_language(latest, language),
            promise if row.is_open else "",
            _("You need not write to us again. If something else is wrong, answer this message."),
        ]
    return "\n\n".join(part for part in parts if part)


def drafts(row: MajorIncident, state: str) -> dict[str, str]:
    """What people could be told at this point, in each language, for a person to write on."""
    made = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            values = {"title": in_language(row.announcement.titles, code), "minutes": row.update_every}
            made[code] = str(_draft(state) % values)
    return made


def _draft(state: str) -> str:
    match state:
        case State.IDENTIFIED:
            return _(
                "We know what causes “%(title)s” and are fixing it.\n\n"
                "What it means for you: …\n\nNext update in %(minutes)d minutes."
            )
        case State.MONITORING:
            return _(
                "“%(title)s” is fixed. We are watching whether it stays so.\n\n"
                "Please try again. Next update in %(minutes)d minutes."
            )
        case State.RESOLVED:
            return _(
                "“%(title)s” is over: everything works again.\n\n"
                "Please try again. If it still does not work, answer this message and we go on at once.\n\n"
                "We are sorry for the trouble, and thank you for your patience."
            )
        case State.WITHDRAWN:
            return _(
                "We told you of a larger incident, “%(title)s”. That was a mistake on our side: there is none.\n\n"
                "If you wrote to us, we go on with your request by itself. You need not do anything."
            )
    return _(
        "We are working on “%(title)s”.\n\n"
        "What we know: …\n\nWhat you can do meanwhile: …\n\nNext update in %(minutes)d minutes."
    )
