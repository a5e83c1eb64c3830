"""Mails to vendors: the way to their guest page, and reminders of what they have not answered."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from derman.channels.mail.models import OutgoingKind
from derman.channels.mail.outgoing import AFTER_UNDO, language_of, mailbox_of, subject_of, write_mail
from derman.channels.mail.texts import moment_in_words
from derman.desk.hours import the_zone
from derman.desk.queries import the_desk
from derman.kernel import clock, secrets
from derman.tickets import actions
from derman.tickets.models import Message
from derman.vendors.facts import VendorToTell
from derman.vendors.links import link_of
from derman.vendors.models import Case


def tell(fact: VendorToTell) -> None:
    """What belongs to a message leaves after the time for undoing, reminders at once.

    The link lies in the outbox encrypted, and not at all once it has left.
    """
    related = Case.objects.select_related("vendor", "by", "forward__person")
    case = related.get(pk=fact.case)
    ticket = actions.ticket_at_hand(fact.ticket)
    mailbox = mailbox_of(ticket)
    language = case.vendor.language or language_of(case.forward.person, None, mailbox)
    message = Message.objects.get(pk=fact.message) if fact.message is not None else None
    text = _text(case, fact.why, language)
    write_mail(
        kind=OutgoingKind.VENDOR,
        mailbox=mailbox,
        to=[case.forward.address],
        subject=subject_of(ticket, answers=fact.why != "asked"),
        language=language,
        ticket=ticket if message is not None else None,
        about=ticket if message is None else None,
        message=message or case.message,  # that of a reminder: in whose thread it stands
        person=case.forward.person,
        sealed=secrets.encrypt(text),
        not_before=clock.now() + AFTER_UNDO if message is not None else None,
    )


def _text(case: Case, why: str, language: str) -> str:
    due = case.response_due if why in ("asked", "answer_late") or case.answered_at is None else case.solution_due
    values: dict[str, Any] = {
        "vendor": case.vendor.name,
        "name": case.forward.person.name or case.vendor.name,
        "agent": case.by.name or case.by.email,
        "desk": the_desk().name,
        "ticket": f"#{case.ticket_id}",
        "number": case.their_number,
        "due": moment_in_words(language, due.astimezone(the_zone()), "") if due is not None else "",
        "link": link_of(case) if case.way == Case.Way.GUEST else "",
    }
    with override(language):
        parts = [_("Hello %(name)s,") % values, *_said(why, values)]
        if case.their_number:
            parts.append(_("Your number: %(number)s") % values)
        if values["link"]:
            parts.append(
                _(
                    "All that we sent you, your answers and your files are on this page; no account is needed:\n"
                    "%(link)s\n\nWhoever has the link can open it, so pass it on only to who works on this."
                )
                % values
            )
        parts += [_("You can simply answer this mail as well."), values["desk"]]
    return "\n\n".join(parts)


def _said(why: str, values: dict[str, Any]) -> list[str]:
    match why:
        case "asked":
            said = [_("%(agent)s of %(desk)s asks you for help (our number: %(ticket)s).") % values]
            if values["due"]:
                said.append(_("By our contract we expect your first answer by %(due)s.") % values)
            return said
        case "wrote":
            return [_("%(agent)s of %(desk)s has written to you (our number: %(ticket)s).") % values]
        case "new_link":
            return [_("Here is a new link for our request %(ticket)s. The old one opens nothing any more.") % values]
        case "before":
            return [_("A reminder of our request %(ticket)s: we expect to hear from you by %(due)s.") % values]
        case "answer_late":
            return [
                _("We were to have your answer to our request %(ticket)s by %(due)s. Please tell us how it stands.")
                % values
            ]
        case _:
            return [
                _(
                    "Our request %(ticket)s was to be solved by %(due)s. Please tell us how it stands, "
                    "and by when you solve it."
                )
                % values
            ]
