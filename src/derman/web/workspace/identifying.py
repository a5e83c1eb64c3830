"""Who is calling: how it stands beside the ticket, the menu by which it is checked, and its sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import formats
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from derman.identity import actions, queries
from derman.identity.errors import Locked, NotProven
from derman.identity.queries import Standing
from derman.web import moments
from derman.web.signed_in import Agent
from derman.web.workspace.told import Sentence
from derman.web.workspace.words import chip

if TYPE_CHECKING:
    from derman.web.workspace.sentences import Teller

ICONS: Mapping[str, str] = {
    "identity.begun": "shield",
    "identity.ended": "shield",
    "identity.lifted": "shield",
    "secret.handed": "key",
    "secret.ended": "key",
    "account.asked": "person-check",
    "account.ended": "person-check",
}


def standing_of(reader: Agent, ticket: Any) -> dict[str, Any]:
    """The panel at the side. 1 statement."""
    found = queries.standing_of(ticket)
    return {
        **_shown(found),
        "required": found.required,
        "locked": found.locked_since is not None,
        "has_actions": found.has_actions,
    }


def _shown(found: Standing) -> dict[str, Any]:
    if found.locked_since is not None:
        since = moments.full(found.locked_since)
        said = _("A check failed on %(moment)s. No credential is touched until a lead lifts this.") % {"moment": since}
        return {"chip": chip(_("Locked"), "urgent", "lock"), "said": said}
    if found.waits:
        until = moments.full(found.expires_at) if found.expires_at else ""
        said = {
            "code": _("A code is on its way. The caller can say it until %(moment)s."),
            "call_back": _("Call back, and note by %(moment)s what was said."),
            "manager": _("The manager is asked and can answer until %(moment)s."),
        }[found.method]
        return {"chip": chip(_("Under way"), "warn", "clock"), "said": said % {"moment": until}}
    if found.proven_until is not None:
        said = _("Holds for this ticket until %(moment)s.") % {"moment": moments.clock(found.proven_until)}
        return {"chip": chip(_("Proven"), "good", "check"), "said": said}
    if found.required:
        said = _("The category asks for it before a password or any other credential is touched.")
        return {"chip": chip(_("Not proven"), "warn", "warn"), "said": said}
    return {"chip": chip(_("Not proven")), "said": ""}


def menu_of(reader: Agent, ticket: Any) -> dict[str, Any]:
    """What the menu offers as things stand: the ways, the check that waits, or what a lead can lift. 3 statements."""
    found = queries.standing_of(ticket)
    context: dict[str, Any] = {
        "name": ticket.requester.name or ticket.requester.email,
        "locked": found.locked_since is not None,
        "can_lift": reader.is_lead and reader.pk != ticket.requester_id,
        "waits": found.method if found.waits else "",
        "to": found.to,
        "by": found.by,
        "manager": found.manager,
        "until": moments.clock(found.expires_at) if found.waits and found.expires_at else "",
        "left": found.left,
        "changed": _changed_words(found.method, found.changed_at) if found.changed_at else "",
    }
    if not context["locked"] and not found.waits:
        ways = queries.ways_for(reader, ticket)
        context |= {
            "addresses": [
                {"pk": one.id, "value": one.value, "changed": _changed_words("code", one.changed_at)}
                for one in ways.addresses
            ],
            "phone": ways.phone.value if ways.phone else "",
            "phone_changed": _changed_words("call_back", ways.phone.changed_at) if ways.phone else "",
            "boss": ways.manager,
            "none": not ways.addresses and ways.phone is None and not ways.manager,
        }
    return context


def secrets_of(reader: Agent, ticket: Any) -> dict[str, Any]:
    """The form of a secret, or why none is handed over now; and those that nobody opened yet. 4 statements."""
    refused = ""
    try:
        queries.require_proven(ticket)
    except (Locked, NotProven) as error:
        refused = str(error)
    ways = queries.ways_for(reader, ticket)
    return {
        "refused": refused,
        "made": actions.make_secret() if not refused else "",
        "name": ticket.requester.name or ticket.requester.email,
        "addresses": [{"pk": one.id, "value": one.value} for one in ways.addresses],
        "only": ticket.requester.email,
        "changed": next((words for one in ways.addresses if (words := _changed_words("code", one.changed_at))), ""),
        "waiting": [
            {"pk": row.pk, "label": row.label or _("Secret"), "to": row.to, "until": moments.full(row.expires_at)}
            for row in queries.secrets_of(reader, ticket)
            if row.state == "waiting"
        ],
    }


def account_of(reader: Agent, ticket: Any) -> dict[str, Any]:
    """What can be done to the requester's account, or why nothing is done now. 2 statements."""
    found = queries.standing_of(ticket)
    refused = ""
    if found.locked_since is not None:
        refused = _("An identity check of the requester failed. A lead has to lift that first.")
    elif found.proven_until is None:
        refused = _("An account is touched only after an identity check. Check who is calling first.")
    return {
        "refused": refused,
        "name": ticket.requester.name or ticket.requester.email,
        "actions": [] if refused else queries.account_actions_for(reader),
    }


def _changed_words(method: str, moment: Any) -> str:
    """That what is registered is new, which is how desks are deceived; empty where it is not."""
    if moment is None:
        return ""
    template = (
        _("This number was changed on %(day)s.")
        if method == "call_back"
        else _("This address was registered on %(day)s.")
    )
    return template % {"day": moments.day(moment)}


def said_of_code(right: bool, left: int) -> str:
    """What became of a code, in a sentence."""
    if right:
        return _("Proven: it is the requester who calls. It holds for this ticket for 60 minutes.")
    if left:
        return ngettext(
            "This is not the code of this check; an earlier one is no longer good. %(left)d try is left.",
            "This is not the code of this check; an earlier one is no longer good. %(left)d tries are left.",
            left,
        ) % {"left": left}
    return _("Wrong for the third time: the check has failed. Credentials are locked, and the leads are told.")


def _lately(event: Any) -> str:
    changed = event.details.get("changed", "")
    if not changed:
        return ""
    template = (
        _("the number was changed on %(day)s")
        if event.details["method"] == "call_back"
        else _("the address was registered on %(day)s")
    )
    return template % {"day": formats.date_format(date.fromisoformat(changed), "j F Y")}


def _with_change(sentence: str, values: dict[str, Any], event: Any) -> Sentence:
    changed = _lately(event)
    return (sentence + " · %(changed)s", {**values, "changed": changed}) if changed else (sentence, values)


def _begun(teller: Teller, event: Any) -> Sentence:
    details = event.details
    values = {"who": teller.who(event), "person": teller.person(details["person"])}
    if details["method"] == "code":
        sentence = _("Identity check begun by %(who)s: a code went to the registered address of %(person)s")
    elif details["method"] == "call_back":
        sentence = _("Identity check begun by %(who)s: call back to the registered number of %(person)s")
    else:
        values["manager"] = teller.person(details["manager"])
        sentence = _("Identity check begun by %(who)s: %(manager)s is asked, as manager of %(person)s")
    return _with_change(sentence, values, event)


def _ended(teller: Teller, event: Any) -> Sentence:
    details = event.details
    values = {"who": teller.who(event), "person": teller.person(details["person"])}
    return _with_change(_outcome(details["outcome"], details["why"], details["method"]), values, event)


def _outcome(outcome: str, why: str, method: str) -> str:
    if outcome == "proven":
        return {
            "code": _("Identity proven: %(person)s said the code · %(who)s"),
            "call_back": _("Identity proven: %(person)s confirmed it when called back · %(who)s"),
        }.get(method, _("Identity proven: the manager %(who)s confirmed that it is %(person)s"))
    if outcome == "failed":
        return {
            "wrong_code": _("Identity check failed: three wrong codes. Credentials of %(person)s are locked · %(who)s"),
            "late": _("Identity check failed: nobody said the code in time. Credentials of %(person)s are locked"),
        }.get(why) or {
            "manager": _("Identity check failed: the manager %(who)s denied it. Credentials of %(person)s are locked"),
        }.get(
            method,
            _("Identity check failed: called back, %(person)s knew nothing of it. Credentials are locked · %(who)s"),
        )
    if outcome == "expired":
        return (
            _("Identity check ended: %(person)s was not reached · %(who)s")
            if why == "not_reached"
            else _("Identity check ended: nobody answered in time")
        )
    if why == "changed":
        return _("Identity check ended without a result: the requester, or what is registered, changed meanwhile")
    return _("Identity check broken off by %(who)s")


def _lifted(teller: Teller, event: Any) -> Sentence:
    values = {
        "who": teller.who(event),
        "person": teller.person(event.details["person"]),
        "reason": event.details["reason"],
    }
    return _("Lock on the credentials of %(person)s lifted by %(who)s: %(reason)s"), values


def _handed(teller: Teller, event: Any) -> Sentence:
    return _labelled(event, _("Secret handed over to %(person)s by a link · %(who)s"), teller)


def _secret_ended(teller: Teller, event: Any) -> Sentence:
    told = {
        "opened": _("Secret opened by %(person)s, and gone since"),
        "expired": _("Secret not opened in time by %(person)s, and gone"),
    }.get(event.details["outcome"], _("Secret for %(person)s withdrawn by %(who)s"))
    return _labelled(event, told, teller)


def _labelled(event: Any, sentence: str, teller: Teller) -> Sentence:
    values = {"who": teller.who(event), "person": teller.person(event.details["person"])}
    label = event.details["label"]
    return (sentence + ": %(label)s", {**values, "label": label}) if label else (sentence, values)


def _in_language(names: dict[str, str]) -> str:
    return str(names.get(get_language() or "en") or next(iter(names.values()), ""))


def _account_asked(teller: Teller, event: Any) -> Sentence:
    details = event.details
    values = {
        "who": teller.who(event),
        "person": teller.person(details["person"]),
        "what": _in_language(details["names"]),
    }
    return _("%(what)s, for the account of %(person)s · %(who)s"), values


def _account_ended(teller: Teller, event: Any) -> Sentence:
    details = event.details
    sentence = _account_outcome(details["outcome"], details["why"])
    values: dict[str, Any] = {
        "person": teller.person(details["person"]),
        "what": _in_language(details["names"]),
        "status": details["status"],
    }
    said = details["said"]
    return (sentence + " · “%(said)s”", {**values, "said": said}) if said else (sentence, values)


def _account_outcome(outcome: str, why: str) -> str:
    if outcome == "done":
        return (
            _("%(what)s: done (%(status)s), but no new password stood in the answer")
            if why == "no_password"
            else _("%(what)s: done (%(status)s)")
        )
    if outcome == "unclear":
        return _("%(what)s: nobody knows whether it was done. Look there before you try again")
    return {
        "away": _("%(what)s: not done, the service was not reached"),
        "late": _("%(what)s: not done, it could not begin in time"),
        "locked": _("%(what)s: not done, the requester or the lock on their credentials changed meanwhile"),
        "unreadable": _("%(what)s: not done, its headers cannot be read any more. An administrator enters them anew"),
    }.get(why, _("%(what)s: refused by the service (%(status)s)"))


SENTENCES: Mapping[str, Callable[[Teller, Any], Sentence]] = {
    "identity.begun": _begun,
    "identity.ended": _ended,
    "identity.lifted": _lifted,
    "secret.handed": _handed,
    "secret.ended": _secret_ended,
    "account.asked": _account_asked,
    "account.ended": _account_ended,
}
