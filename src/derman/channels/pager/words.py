"""What a page says, and what people read where one could not be handed over."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Mapping

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from derman.channels.pager.models import Page, State, Why
from derman.desk.queries import the_desk
from derman.kernel.outward import NotCalled

SUBJECT = 160  # characters of a ticket's subject, or of a major incident's title

# what went wrong, by its code: what people read of it and do about it
WORDS: Mapping[str, Promise] = {
    "network": gettext_lazy(
        "Its address belongs to a network that is not public. If it stands in your own, say so above and test again."
    ),
    "unknown": gettext_lazy("There is no machine of this name. Is its address spelt as the service writes it?"),
    "refused": gettext_lazy("The machine is there, but nothing listens at this port. Is the service running?"),
    "slow": gettext_lazy("It did not answer within ten seconds. Does a firewall stand between, or is it overloaded?"),
    "certificate": gettext_lazy(
        "Its certificate does not hold: out of date, for another name, or by an unknown maker."
    ),
    "cut": gettext_lazy("The connection broke off. Is it http where it should be https, or the other way round?"),
    "elsewhere": gettext_lazy("It sends the desk on to another address. Enter the one where it really is."),
    "key": gettext_lazy("It does not accept the desk. Is the key among the headers right, and still valid?"),
    "nowhere": gettext_lazy("It takes no pages at this address. Is the part behind the name of the machine right?"),
    "body": gettext_lazy("It does not understand what is sent. Compare the body with what the service asks for."),
    "many": gettext_lazy("It was asked too often for now."),
    "broken": gettext_lazy("The service has a fault of its own."),
    "phone": gettext_lazy("No phone number stands in the person's profile."),
    "unreadable": gettext_lazy("The kept secrets cannot be read with this desk's key. Enter headers and secret anew."),
}
# why a page was needed no longer
DROPPED: Mapping[str, Promise] = {
    "seen": gettext_lazy("Somebody had seen it, or it was over."),
    "person": gettext_lazy("They left, or may not see it any more."),
    "off": gettext_lazy("Pages were switched off."),
    "enough": gettext_lazy("Their phone had rung often enough in these minutes; mail and screen told them."),
}
_BY_STATUS: Mapping[int, str] = {401: "key", 403: "key", 404: "nowhere", 405: "nowhere", 410: "nowhere", 429: "many"}


def code_of(error: NotCalled) -> str:
    """What kept the desk from calling, as in WORDS."""
    cause = error.__cause__
    if cause is None:
        return "network" if "not public" in str(error) else "unknown"
    if isinstance(cause, ssl.SSLCertVerificationError):
        return "certificate"
    if isinstance(cause, TimeoutError):
        return "slow"
    if isinstance(cause, ConnectionRefusedError):
        return "refused"
    if isinstance(cause, ssl.SSLError | http.client.HTTPException | ConnectionError):
        return "cut"
    return "slow"


def code_of_status(status: int) -> str:
    """What an answer of HTTP means, as in WORDS; empty where it is well."""
    if 200 <= status < 300:
        return ""
    if 300 <= status < 400:
        return "elsewhere"
    return _BY_STATUS.get(status, "broken" if status >= 500 else "body")


def words_of(page: Page) -> str:
    """What went wrong with a page, or why it was needed no longer; empty where all went well."""
    if page.state == State.DROPPED:
        return str(DROPPED.get(page.code, ""))
    return str(WORDS[page.code]) if page.code in WORDS and page.state != State.REACHED else ""


def text_of(page: Page) -> tuple[str, str, str]:
    """A title, a message and where to look, in the present language."""
    values = {"desk": the_desk().name, "name": page.person.name or page.person.email}
    if page.ticket is not None:
        values |= {"number": f"#{page.ticket.pk}", "subject": _short(page.ticket.subject)}
    elif page.major is not None:
        values |= {"number": page.major.number, "subject": _short(page.major.title)}
    title, message = {
        Why.PROMISE: (
            _("%(number)s needs you now"),
            _("You are on call: a promise on %(number)s needs you. “%(subject)s”. Say there that you have seen it."),
        ),
        Why.MAJOR: (
            _("Major incident %(number)s"),
            _("You have a part in the major incident %(number)s: “%(subject)s”."),
        ),
        Why.MAJOR_LATE: (
            _("Update of %(number)s is late"),
            _("People should have heard of the major incident %(number)s by now: “%(subject)s”."),
        ),
        Why.MAJOR_OFF: (
            _("%(number)s is none"),
            _("The major incident %(number)s was declared by mistake, “%(subject)s”. You need not do anything."),
        ),
        Why.TEST: (_("Test of %(desk)s"), _("Pages of %(desk)s reach you, %(name)s. There is nothing to do.")),
    }[Why(page.why)]
    return title % values, message % values, link_of(page)


def link_of(page: Page) -> str:
    """Where it is seen on the desk."""
    if page.ticket_id is not None:
        return f"{settings.DERMAN_URL}/desk/tickets/{page.ticket_id}/"
    if page.major_id is not None:
        return f"{settings.DERMAN_URL}/desk/majors/{page.major_id}/"
    return f"{settings.DERMAN_URL}/desk/"


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= SUBJECT else plain[: SUBJECT - 1] + "…"
