"""The timeline's sentences about a ticket's fields: where it stands, who has it, how urgent it is. See `sentences`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from derman.catalogue.answering import words_of
from derman.kernel.texts import in_language
from derman.web import moments
from derman.web.workspace import service_sentences
from derman.web.workspace.told import Sentence
from derman.web.workspace.words import CHANNELS, DEGREES, KINDS, PRIORITIES

if TYPE_CHECKING:
    from derman.web.workspace.sentences import Teller


def _status(teller: Teller, event: Any) -> Sentence:
    after, why = event.details["after"], event.details.get("why", "")
    values: dict[str, Any] = {"who": teller.who(event)}
    status = after["status"]
    reasons = {
        "requester_wrote": _("Back in work: the requester wrote"),
        "date_came": _("Back in work: the date has come"),
        "mail_lost": _("Back in work: the answer did not arrive"),
        "no_answer": _("Back in work: no answer came"),
        "outside_wrote": _("Back in work: an answer came from outside"),
        "problem_closed": _("Resolved with the problem behind it by %(who)s"),
        "issue_waits": _("Waiting for the makers of the software · %(who)s"),
        "issue_moved": _("Back in work: the makers closed the issue"),
        "issue_ended": _("Back in work: no issue at the makers is left to wait for"),
        "major_resolved": _("Resolved with the major incident that it belongs to by %(who)s"),
        "major_reopened": _("Back in work with the major incident that it belongs to, by %(who)s"),
        "later_held": _("Back in work: an answer was held back"),
        "merged": "" if status == "closed" else _("Back in work: a ticket that is not solved was merged into it"),
        "unmerged": "",  # the sentence about the other ticket says it
        "later": "",  # the answer that waits says until when
    }
    if why in reasons:
        return reasons[why], values
    if why == "requester":
        return (
            _("The requester says that it is solved")
            if status == "resolved"
            else _("The requester says that it is not solved")
        ), values
    if why in service_sentences.STATUS:
        return str(service_sentences.STATUS[why]), values
    if why == "resolved_long":
        return _("Closed by itself, %(days)s days after it was resolved"), {
            "days": event.details["because"].get("days", "")
        }
    if status == "waiting":
        until = after.get("waiting_until")
        if until:
            unless = (event.details.get("because") or {}).get("unless") == "answer"
            sentence = _("Comes back on %(date)s unless an answer comes · %(who)s")
            if unless:
                return sentence, values | {"date": moments.short(datetime.fromisoformat(until))}
            return _("Waiting until %(date)s · %(who)s"), values | {
                "date": moments.short(datetime.fromisoformat(until))
            }
        return {
            "requester": _("Waiting for the requester · %(who)s"),
            "vendor": _("Waiting for a vendor · %(who)s"),
            "change": _("Waiting for a change · %(who)s"),
            "approval": _("Waiting for approval"),
        }.get(after.get("waiting_for"), _("Waiting · %(who)s")), values
    if whole := (event.details.get("because") or {}).get("whole"):
        return _("Resolved with %(number)s, of which it is a part, by %(who)s"), values | {"number": f"#{whole}"}
    if status == "open" and event.details["before"]["status"] == "new":
        return _("Work begun by %(who)s"), values
    return {
        "new": _("New again · %(who)s"),
        "open": _("Put back into work by %(who)s"),
        "resolved": _("Resolved by %(who)s"),
        "closed": _("Closed by %(who)s"),
        "spam": _("Marked as spam by %(who)s"),
    }[status], values


def _assignee(teller: Teller, event: Any) -> Sentence:
    after, why = event.details["after"], event.details.get("why", "")
    because = event.details.get("because") or {}
    values = {
        "who": teller.who(event),
        "person": teller.person(after),
        "before": teller.person(event.details["before"]),
        "skill": because.get("skill", ""),
    }
    if why == "last_agent":
        return _("Given to %(person)s, who helped this requester last"), values
    if why == "skill_and_load":
        return _("Given to %(person)s: skill %(skill)s, lightest load"), values
    if why == "load":
        return _("Given to %(person)s: lightest load"), values
    if why == "holder_away" and after is not None:
        return _("Handed on from %(before)s, who is away, to %(person)s · %(who)s"), values
    if why == "handed_on" and after is not None:
        return _("Handed on from %(before)s to %(person)s · %(who)s"), values
    if why == "left_team":
        return _("Taken from %(before)s: not in this team"), values
    if why == "replied":
        return _("Taken by %(who)s with the first reply"), values
    if after is None:
        return _("Put back into the queue by %(who)s"), values
    if after == event.actor_id:
        return _("Taken by %(who)s"), values
    return _("Given to %(person)s by %(who)s"), values


def _team(teller: Teller, event: Any) -> Sentence:
    why = event.details.get("why", "")
    if event.details["after"].get("team") is None:
        return _("Taken out of its team by %(who)s"), {"who": teller.who(event)}
    values = {"team": teller.team_of(event), "who": teller.who(event)}
    because = event.details.get("because") or {}
    if why == "table":
        return row_sentence(because), {**values, **row_values(teller, because)}
    if why == "late":
        return _("Moved up to %(team)s by the desk: a promise is late"), values
    category = teller.names["category"].get(because.get("category") or 0)
    if why == "category" and category:
        return _("Routed to %(team)s: category %(category)s"), {**values, "category": category}
    return {
        "category": _("Routed to %(team)s: the team of its category"),
        "mailbox": _("Routed to %(team)s: the team of the address that it was sent to"),
        "runbook": _("Routed to %(team)s: the guided fix hands on to it"),
        "default": _("Routed to %(team)s, which takes what no rule places"),
    }.get(why, _("Handed to %(team)s by %(who)s")), values


def row_sentence(because: Mapping[str, Any]) -> str:
    """By a row of the routing table, and by what it fitted."""
    if because.get("fits"):
        return _("Routed to %(team)s by the row “%(row)s”: %(fits)s")
    return _("Routed to %(team)s by the row “%(row)s”, which is for every ticket")


def row_values(teller: Teller, because: Mapping[str, Any]) -> dict[str, Any]:
    """The name of the row, and what made it fit."""
    fits = [told for code, value in because.get("fits", ()) if (told := _fit(teller, code, value))]
    return {"row": because.get("name", ""), "fits": ", ".join(fits)}


def _fit(teller: Teller, code: str, value: Any) -> str:
    match code:
        case "word":
            return _("the word “%(word)s”") % {"word": value}
        case "category":
            return _("category %(category)s") % {"category": teller.names["category"].get(value) or "–"}
        case "organisation":
            return _("organisation %(organisation)s") % {"organisation": value}
        case "place":
            return _("place “%(place)s”") % {"place": value}
        case "asset":
            return _("asset %(number)s") % {"number": value}
        case "hours":
            return _("during business hours") if value == "open" else _("outside business hours")
        case "time":
            return str(value)
        case "priority":
            return _("priority %(priority)s") % {"priority": PRIORITIES.get(value, value)}
        case "kind":
            return str(KINDS.get(value, value))
        case "channel":
            return str(CHANNELS.get(value, value))
        case "language":
            return _("its language")
        case "mailbox":
            return _("the address it went to")
        case "service":
            return _("its service")
        case "day":
            return _("the day of the week")
    return ""


def _priority(teller: Teller, event: Any) -> Sentence:
    after = event.details["after"]
    values = {"who": teller.who(event), "after": PRIORITIES[after["priority"]]}
    if after.get("impact") and after.get("urgency"):
        values |= {"impact": DEGREES[after["impact"]], "urgency": DEGREES[after["urgency"]]}
        return _("Priority %(after)s: impact %(impact)s, urgency %(urgency)s · %(who)s"), values
    return _("Priority %(after)s · %(who)s"), values


def _category(teller: Teller, event: Any) -> Sentence:
    name = teller.names["category"].get(event.details["after"]) or _("none")
    return _("Category %(after)s · %(who)s"), {"who": teller.who(event), "after": name}


def _kind(teller: Teller, event: Any) -> Sentence:
    return _("Kind %(after)s · %(who)s"), {"who": teller.who(event), "after": KINDS[event.details["after"]]}


def _subject(teller: Teller, event: Any) -> Sentence:
    return _("New subject %(after)s · %(who)s"), {"who": teller.who(event), "after": event.details["after"]}


def _tags(teller: Teller, event: Any) -> Sentence:
    before, after = set(event.details["before"]), set(event.details["after"])
    values = {
        "who": teller.who(event),
        "added": ", ".join(sorted(after - before)),
        "removed": ", ".join(sorted(before - after)),
    }
    if not after - before:
        return _("Tags removed: %(removed)s · %(who)s"), values
    if not before - after:
        return _("Tags added: %(added)s · %(who)s"), values
    return _("Tags added: %(added)s, removed: %(removed)s · %(who)s"), values


def _followers(teller: Teller, event: Any) -> Sentence:
    before, after = set(event.details["before"]), set(event.details["after"])
    values = {
        "who": teller.who(event),
        "added": ", ".join(teller.person(pk) for pk in sorted(after - before)),
        "removed": ", ".join(teller.person(pk) for pk in sorted(before - after)),
    }
    if not after - before:
        return _("No longer in copy: %(removed)s · %(who)s"), values
    return _("In copy from now on: %(added)s · %(who)s"), values


def _watchers(teller: Teller, event: Any) -> Sentence:
    before, after = set(event.details["before"]), set(event.details["after"])
    values = {
        "who": teller.who(event),
        "added": ", ".join(teller.person(pk) for pk in sorted(after - before)),
        "removed": ", ".join(teller.person(pk) for pk in sorted(before - after)),
    }
    if not after - before:
        if before - after == {event.actor_id}:
            return _("No longer watching: %(who)s"), values
        return _("No longer watching: %(removed)s · %(who)s"), values
    if after - before == {event.actor_id}:
        return _("Watching from now on: %(who)s"), values
    return _("Watching from now on: %(added)s · %(who)s"), values


def _own(teller: Teller, event: Any) -> Sentence:
    told = event.details["told"]
    values = {"who": teller.who(event), "field": in_language(told["labels"])}
    if event.details["after"] is None:
        return _("%(field)s emptied · %(who)s"), values
    return _("%(field)s: %(value)s · %(who)s"), {**values, "value": words_of(told)}


SENTENCES: Mapping[str, Callable[[Teller, Any], Sentence]] = {
    "status.changed": _status,
    "assignee.changed": _assignee,
    "team.changed": _team,
    "priority.changed": _priority,
    "category.changed": _category,
    "kind.changed": _kind,
    "subject.changed": _subject,
    "tags.changed": _tags,
    "field.changed": _own,
    "followers.changed": _followers,
    "watchers.changed": _watchers,
}
