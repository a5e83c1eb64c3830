"""The JSON record of one mail, as `derman mail parse` prints it."""

from typing import Any

from .addresses import Address
from .invitations import Invitation
from .mail import Bounce, Mail


def as_record(mail: Mail, file: str) -> dict[str, Any]:
    """`mail` as values that JSON knows, with the fields of the mail contract."""
    return {
        "file": file,
        "message_id": mail.message_id,
        "in_reply_to": mail.in_reply_to,
        "references": list(mail.references),
        "subject": mail.subject,
        "from": _person(mail.author) if mail.author else None,
        "reply_to": [_person(person) for person in mail.reply_to],
        "to": [_person(person) for person in mail.to],
        "cc": [_person(person) for person in mail.cc],
        "date": mail.date.isoformat() if mail.date else None,
        "text": mail.text,
        "html": mail.html,
        "reply": mail.reply,
        "attachments": [
            {
                "name": attached.name,
                "type": attached.type,
                "size": attached.size,
                "inline": attached.inline,
                "content_id": attached.content_id,
            }
            for attached in mail.attachments
        ],
        "auto_submitted": mail.auto_submitted,
        "auto_submitted_because": mail.automatic.value if mail.automatic else None,
        "protection": mail.protection.value if mail.protection else None,
        "invitation": _event(mail.invitation) if mail.invitation else None,
        "bounce": _bounce(mail.bounce) if mail.bounce else None,
    }


def _person(address: Address) -> dict[str, str]:
    return {"name": address.name, "email": address.email}


def _event(event: Invitation) -> dict[str, Any]:
    return {
        "method": event.method,
        "title": event.title,
        "start": event.start.isoformat() if event.start else None,
        "end": event.end.isoformat() if event.end else None,
        "whole_days": event.whole_days,
        "zone": event.zone,
        "place": event.place,
        "organiser": _person(event.organiser) if event.organiser else None,
        "answer": event.answer,
        "repeats": event.repeats,
        "uid": event.uid,
    }


def _bounce(bounce: Bounce) -> dict[str, Any]:
    return {
        "recipient": bounce.recipient or None,
        "recipients": list(bounce.recipients),
        "status": bounce.status,
        "action": bounce.action,
        "diagnostic": bounce.diagnostic,
    }
