"""The words of problems: made tidy when they come, safe for readers, and in whose language they are said."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from derman.desk.queries import the_desk
from derman.kernel import html
from derman.kernel.texts import TooLong, tidy
from derman.knowledge.markdown import to_html
from derman.problems.errors import WrongInput
from derman.problems.models import Problem
from derman.tickets.models import Ticket

LONGEST_TITLE = 200
LONGEST_TEXT = 4000
MOST_WHYS = 5


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


def texts(given: object, field: str, *, longest: int = LONGEST_TEXT, lines: bool = True) -> dict[str, str]:
    """Texts by language. Raises WrongInput."""
    try:
        return tidy(given, longest=longest, lines=lines)
    except TooLong as error:
        raise WrongInput(str(error), field=field) from None


def as_html(markdown: str) -> str:
    """Markdown for readers: lists, bold, code and links; nothing that a page or a mail must not hold."""
    return html.clean(to_html(markdown), pages=True)


def language_of(ticket: Ticket) -> str:
    """In which language its requester is told something: theirs, that of the ticket, the desk's."""
    known = dict(settings.LANGUAGES)
    wanted = (ticket.requester.language, ticket.language, the_desk().language)
    return next((code for code in wanted if code in known), "en")


def draft_of_telling(row: Problem) -> dict[str, str]:
    """What requesters could be told at the end, in each language, for a person to write on."""
    drafts = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            drafts[code] = _(
                "Good news: the cause of your request has been mended (%(title)s).\n\n"
                "Please try again. If it still does not work, answer this message and we go on at once."
            ) % {"title": row.known_titles.get(code) or row.known_title}
    return drafts
