"""Mails about approvals: to whoever is asked to agree, and to the requester when it is decided."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from derman.catalogue.answering import line_of
from derman.channels.mail.models import OutgoingKind
from derman.channels.mail.outgoing import address_of, language_of, link_to, mailbox_of, subject_of, write_mail
from derman.desk.queries import the_desk
from derman.tickets import actions
from derman.tickets.facts import ApprovalAsked, ApprovalEnded
from derman.tickets.models import Approval, ServiceRequest, Ticket
from derman.tickets.queries import approval_token


def ask(fact: ApprovalAsked) -> None:
    """One mail with what is asked for and the link by which this person decides."""
    row = Approval.objects.select_related("person", "instead_of").get(pk=fact.approval)
    ticket = actions.ticket_at_hand(fact.ticket)
    address = address_of(row.person)
    if not address:
        return
    mailbox = mailbox_of(None)
    language = language_of(row.person, None, mailbox)
    asked = ServiceRequest.objects.get(ticket=ticket.pk)
    with override(language):
        subject, text = _question(row, ticket, asked, again=fact.again)
    write_mail(
        kind=OutgoingKind.APPROVAL,
        mailbox=mailbox,
        to=[address],
        subject=subject,
        language=language,
        about=ticket,
        person=row.person,
        text=text,
    )


def _question(row: Approval, ticket: Ticket, asked: ServiceRequest, *, again: bool) -> tuple[str, str]:
    values = {"name": ticket.requester.name or ticket.requester.email, "service": str(asked), "number": ticket.pk}
    if again:
        subject = _("Still waiting for your approval: %(service)s for %(name)s") % values
    else:
        subject = _("Your approval is needed: %(service)s for %(name)s") % values
    parts = [_("%(name)s asks for: %(service)s (#%(number)s).") % values]
    if row.instead_of is not None:
        parts.append(_("You are asked in place of %(name)s, who is away.") % {"name": row.instead_of.name})
    if lines := _lines(asked):
        parts.append("\n".join(lines))
    link = f"{settings.DERMAN_PORTAL_URL}/approvals/{approval_token(row.pk)}/"
    parts.append(_("Look at it and decide here, without signing in:\n%(link)s") % {"link": link})
    days = max(1, round((row.expires_at - row.asked_at).total_seconds() / 86400))
    parts.append(
        ngettext(
            "Without an answer within a day, the request is not approved.",
            "Without an answer within %(count)d days of the first mail, the request is not approved.",
            days,
        )
        % {"count": days}
    )
    parts.append(the_desk().name)
    return subject, "\n\n".join(parts)


def _lines(asked: ServiceRequest) -> list[str]:
    return [line for one in asked.answers if (line := line_of(one))]


def tell(fact: ApprovalEnded) -> None:
    """The requester hears how it was decided, in their language."""
    ticket = actions.ticket_at_hand(fact.ticket)
    address = address_of(ticket.requester, ticket)
    if not address:
        return
    mailbox = mailbox_of(ticket)
    language = language_of(ticket.requester, ticket, mailbox)
    row = Approval.objects.select_related("person").filter(pk=fact.approval).first() if fact.approval else None
    with override(language):
        text = _outcome(fact.outcome, row, ticket)
    write_mail(
        kind=OutgoingKind.APPROVAL,
        mailbox=mailbox,
        to=[address],
        subject=subject_of(ticket),
        language=language,
        ticket=ticket,
        person=ticket.requester,
        text=text,
    )


def _outcome(outcome: str, row: Approval | None, ticket: Ticket) -> str:
    values = {"subject": ticket.subject, "number": ticket.pk}
    if outcome == "approved":
        said = _("Your request #%(number)s (%(subject)s) has been approved. We are on it.") % values
    elif outcome == "expired":
        said = (
            _(
                "Nobody decided about your request #%(number)s (%(subject)s) in time, so it was not approved. "
                "If you still need it, talk to whoever should have agreed, and answer this mail."
            )
            % values
        )
    else:
        said = _("Your request #%(number)s (%(subject)s) was not approved.") % values
    reason = ""
    if row is not None and row.reason:
        reason = _("%(name)s wrote: %(reason)s") % {"name": row.person.name or row.person.email, "reason": row.reason}
    parts = [
        _("Hello %(name)s,") % {"name": ticket.requester.name},
        said,
        reason,
        link_to(ticket, ticket.requester),
        the_desk().name,
    ]
    return "\n\n".join(part for part in parts if part)
