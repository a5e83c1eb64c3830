"""The audit log in the reader's language: a sentence for each kind of entry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_SENTENCES: dict[str, Promise] = {
    "desk.set_up": _("Set the desk up"),
    "desk.changed": _("Changed the desk “%(name)s”"),
    "ratings.changed": _("Changed how people are asked for a rating"),
    "calendar.changed": _("Changed the business hours (%(zone)s)"),
    "person.added": _("Added %(name)s"),
    "person.changed": _("Changed the profile of %(name)s"),
    "person.role_changed": _("Gave %(name)s another role"),
    "person.link_sent": _("Sent a sign-in link to %(name)s"),
    "person.link_handed_over": _("Made a sign-in link to hand over to %(name)s"),
    "address.added": _("Added the address %(address)s to %(name)s"),
    "address.verified": _("Vouched for the address %(address)s of %(name)s"),
    "address.made_primary": _("Made %(address)s the primary address of %(name)s"),
    "address.reachable": _("Said that %(address)s takes mail"),
    "address.removed": _("Removed the address %(address)s from %(name)s"),
    "person.activated": _("Activated %(name)s again"),
    "person.deactivated": _("Deactivated %(name)s"),
    "team.added": _("Added the team “%(name)s”"),
    "team.changed": _("Changed the team “%(name)s”"),
    "team.removed": _("Deleted the team “%(name)s”"),
    "organisation.added": _("Added the organisation “%(name)s”"),
    "organisation.changed": _("Changed the organisation “%(name)s”"),
    "organisation.removed": _("Deleted the organisation “%(name)s”"),
    "mailbox.added": _("Added the mailbox %(address)s"),
    "mailbox.changed": _("Changed the mailbox %(address)s"),
    "mailbox.removed": _("Took the mailbox %(address)s away"),
    "mailbox.arrival_changed": _("Changed how mail for %(address)s arrives"),
    "mail.frame_changed": _("Changed the look of mails"),
    "team.signature_changed": _("Changed the signature of %(name)s"),
    "mailbox.provider_changed": _("Changed the provider of %(address)s"),
    "dkim.key_made": _("Made a key to sign mails of %(domain)s"),
    "dkim.begun": _("Began to sign mails of %(domain)s"),
    "dkim.ended": _("Stopped signing mails of %(domain)s"),
    "mailbox.signed_in": _("Let the desk into %(address)s with %(provider)s"),
    "search.synonyms": _("Changed the synonyms of the search: %(added)s lines new, %(removed)s taken away"),
    "sender.block": _("Put %(pattern)s on the list of the blocked"),
    "sender.allow": _("Put %(pattern)s on the list of the allowed"),
    "sender.off": _("Switched off mails of %(pattern)s"),
    "sender.rule_removed": _("Took the rule for %(pattern)s away"),
    "mail.trust_changed": _("Changed proof, spam, storms or keeping of mails"),
    "mail.released": _("Had mail %(mail)s filed again"),
    "mail.ignored": _("Let mail %(mail)s in quarantine rest"),
    "mail.retried": _("Had outgoing mail %(mail)s sent again"),
    "mail.cancelled": _("Kept outgoing mail %(mail)s from leaving"),
    "tickets.exported": _("Took %(rows)s tickets along as a table (%(form)s): %(query)s"),
    "field.added": _("Added the field “%(name)s”"),
    "field.changed": _("Changed the field “%(name)s”"),
    "policy.saved": _("Saved the promises “%(name)s”"),
    "policy.moved": _("Moved the promises “%(name)s”"),
    "policy.removed": _("Deleted the promises “%(name)s”, or switched them off"),
    "field.moved": _("Moved the field “%(name)s”"),
    "category.added": _("Added the category “%(name)s”"),
    "category.changed": _("Changed the category “%(name)s”"),
    "category.removed": _("Deleted the category “%(name)s”"),
    "category.moved": _("Moved the category “%(name)s”"),
    "priorities.changed": _("Changed the priorities"),
    "service.added": _("Added the service “%(name)s”"),
    "service.changed": _("Changed the service “%(name)s”"),
    "runbook.added": _("Added the guided fix %(slug)s"),
    "runbook.changed": _("Changed the guided fix %(slug)s"),
    "runbook.published": _("Published the guided fix %(slug)s"),
    "runbook.withdrawn": _("Withdrew the guided fix %(slug)s"),
    "runbook.removed": _("Deleted the guided fix %(slug)s"),
    "runbook.restored": _("Brought the guided fix %(slug)s back"),
    "runbook.seeded": _("Added guided fixes to begin with: %(count)s"),
    "knowledge.practice_changed": _("Changed how articles are reviewed"),
    "tips.shown": _("Had a tip of the day shown on the portal"),
    "tips.hidden": _("Had no tip of the day shown on the portal"),
    "reply.added": _("Added the saved reply “%(name)s”"),
    "reply.changed": _("Changed the saved reply “%(name)s”"),
    "reply.removed": _("Deleted the saved reply “%(name)s”"),
    "reply.restored": _("Brought the saved reply “%(name)s” back"),
    "token.created": _("Created the access token “%(name)s” for %(bearer)s"),
    "token.ended": _("Ended the access token “%(name)s” of %(bearer)s"),
    "job.retried": _("Had job %(job)s tried again"),
    "job.dropped": _("Dropped job %(job)s"),
}


def sentence(kind: str, details: Mapping[str, Any]) -> str:
    """What an entry says. An entry of a later release is shown by its code."""
    known = _SENTENCES.get(kind)
    return str(known) % defaultdict(lambda: "–", details) if known else kind
