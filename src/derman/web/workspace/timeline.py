"""What was said and what happened on a ticket, in order, made ready for the template."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from derman.channels.mail.trust.queries import Finding, findings_of
from derman.kernel import files, html
from derman.runbooks import queries as runbooks
from derman.tickets import actions, queries
from derman.tickets.actions.messages import file_address
from derman.tickets.queries import Conversation
from derman.vendors.queries import ways_of
from derman.web import markup
from derman.web.signed_in import Agent
from derman.web.workspace import contents, fates, forwards, handing, sentences, tracking, vending, words

type Place = tuple[datetime, int]  # what came along from another ticket stands where it was said

_NONE = SafeString("")


def timeline_of(reader: Agent, found: Conversation) -> list[dict[str, Any]]:
    """Messages and facts by time. 4 statements: the names that events mention, and the fate of mails.

    2 more where something was forwarded and where it was handed up, 1 where a guided fix was walked, where
    something is with a vendor, where the makers have an issue, and where they said something.
    """
    undone = {seq for event in found.events if event.kind == "ticket.undone" for seq in event.details["seqs"]}
    told = [event for event in found.events if event.seq not in undone and event.kind not in sentences.SILENT]
    walked = {event.details["version"] for event in told if event.kind.startswith("runbook.")}
    names = {**queries.names_of(told), "vendor": vending.named_in(told)}
    names |= {"issue": tracking.named_in(told), **tracking.said_in(told)}
    teller = sentences.Teller(reader.pk, names, runbooks.trees_of(walked))
    fate = fates.of_messages(found.messages)
    proofs = findings_of([message.pk for message in found.messages if message.channel == "email"])
    outside = queries.forwards_of(found.messages)
    firms = {forward: case.vendor.name for forward, case in ways_of(found.messages).items()}
    entries = [
        (
            (message.created_at, message.seq),
            _message(
                reader,
                message,
                found,
                fate.get(message.pk),
                proofs.get(message.pk),
                outside.get(message.forward_id),
                firms.get(message.forward_id, ""),
            ),
        )
        for message in found.messages
    ]
    facts = _facts(teller, told, found.ticket, actions.can_be_taken_back(found.events, undone))
    if any(event.kind == "handover.made" for event in told):
        _add_cards(reader, found.ticket, told, facts)
    entries += facts
    return [entry for _place, entry in sorted(entries, key=lambda pair: pair[0])]


def _add_cards(reader: Agent, ticket: Any, told: list[Any], facts: list[tuple[Place, dict[str, Any]]]) -> None:
    cards = handing.cards_of(reader, ticket)
    made = {str(event.pk): event.details["handover"] for event in told if event.kind == "handover.made"}
    for _place, fact in facts:
        fact["handed"] = cards.get(made.get(fact["id"], 0))


def _facts(
    teller: sentences.Teller, told: list[Any], ticket: Any, steady: set[int]
) -> list[tuple[Place, dict[str, Any]]]:
    made = []
    skip: int | None = None
    for event, following in zip(told, [*told, None][1:], strict=True):
        if event.seq == skip:
            continue
        placed = event.kind == "team.changed" and event.actor_id is None and following is not None
        if (
            placed
            and following.kind == "assignee.changed"
            and following.actor_id is None
            and following.details["after"]
        ):
            sentence: SafeString | None = teller.routed(event, following)
            skip = following.seq
        else:
            sentence = teller.tell(event)
        if sentence:
            image = "zap" if event.actor_id is None and event.kind in ("team.changed", "assignee.changed") else ""
            fact = _fact(event, sentence, image or sentences.ICONS.get(event.kind, "activity"))
            if event.seq in steady and ticket.merged_into_id is None:
                fact["undo"] = reverse("workspace:undo", args=[ticket.pk, event.act])
            made.append(((event.at, event.seq), fact))
    return made


def _fact(event: Any, sentence: SafeString, image: str) -> dict[str, Any]:
    return {
        "is_message": False,
        "undo": "",
        "id": str(event.pk),
        "icon": markup.icon(image),
        "words": sentence,
        "time": markup.time_short(event.at, ""),
    }


def _message(
    reader: Agent,
    message: Any,
    found: Conversation,
    fate: fates.Fate | None,
    proof: Finding | None,
    forward: Any,
    vendor: str,
) -> dict[str, Any]:
    author = message.author
    mine = author is not None and author.pk == reader.pk
    attached = [_file(file) for file in found.files[message.pk]]
    shown = {file["url"] for file in attached if file["url"] in message.html}
    return {
        "is_message": True,
        "id": str(message.pk),
        "css": "msg--agent" if message.staff and message.public else "" if message.public else "msg--note",
        "face": markup.avatar(author.pk, author.initials) if author else markup.avatar(None, "◦", "avatar--none"),
        "author": _("You") if mine else (author.name or author.email) if author else _("The desk"),
        "beside": forwards.beside(message, forward, vendor) if forward else _beside(message, found.ticket, fate),
        "chips": (forwards.chip(message, forward, vendor) if forward and not message.staff else SafeString(""))
        + _chips(message, fate, proof)
        + contents.protection(proof),
        "event": contents.event(proof),
        "time": markup.time_short(message.created_at),
        "body": body_of(message),
        "quoted": markup.cleaned(message.quoted),  # cleaned when stored
        "pictures": [file for file in attached if file["is_picture"] and file["url"] not in shown],
        "files": [file for file in attached if not file["is_picture"]],
        "fate": fate.detail if fate else _said(proof),
        "recipients": _recipients(fate),
        "addressed": _addressed(message, fate),
    }


def body_of(message: Any) -> SafeString:
    """The new text: HTML was cleaned when it was stored, plain text becomes paragraphs."""
    return markup.cleaned(message.html or html.from_text(message.text))


def _file(attachment: Any) -> dict[str, Any]:
    return {
        "name": attachment.name,
        "url": file_address(attachment.key),
        "size": filesizeformat(attachment.file.size),
        "is_picture": attachment.file.media_type in files.PICTURES,
    }


def _beside(message: Any, ticket: Any, fate: fates.Fate | None) -> str:
    if not message.public:
        return _("internal note")
    if message.staff:
        # who was in copy already stands in the mail alone
        copies = len(fate.went.cc if fate is not None and fate.went is not None else message.cc)
        name = ticket.requester.name or ticket.requester.email
        if message.to:
            name = _("%(name)s and %(count)s more") % {"name": name, "count": len(message.to)}
        return (
            _("to %(name)s and %(count)s in copy") % {"name": name, "count": copies}
            if copies
            else _("to %(name)s") % {"name": name}
        )
    author = message.author
    if author is None or author.pk != ticket.requester_id:
        return _("in copy") if author else ""
    return " · ".join(part for part in (author.title, str(ticket.requester.organisation or "")) if part)


def _chips(message: Any, fate: fates.Fate | None, proof: Finding | None) -> SafeString:
    channel = _channel(message, proof)
    if fate is not None:
        return (channel if proof is not None else _NONE) + words.chip(fate.words, fate.tone, fate.icon)
    if message.staff:
        if proof is None:
            return _NONE
        return channel if proof.proof == "proven" else channel + words.chip(_("sender not proven"), "warn", "warn")
    if proof is not None and proof.proof == "failed":
        return channel + words.chip(_("sender may be forged"), "urgent", "warn")
    if message.proof == "reference" and (proof is None or proof.proof != "proven"):
        # an address alone can be forged; a signed token cannot
        return channel + words.chip(_("sender not proven"), "warn", "warn")
    return channel


def _channel(message: Any, proof: Finding | None) -> SafeString:
    """How it came; where the ledger has its mail, also whether its sender is proven, and the way to the original."""
    if proof is None:
        return words.channel_chip(message)
    url = reverse("workspace:original", args=[message.ticket_id, message.pk])
    title = " ".join(filter(None, (_("The original mail."), proof.words)))
    return format_html('<a class="chip-link" href="{}" title="{}">{}</a>', url, title, _mail_chip(message, proof))


def _mail_chip(message: Any, proof: Finding) -> SafeString:
    if proof.proof == "proven":
        return words.channel_chip(message, _("E-mail, sender proven"))
    # what is not proven for a reason that matters has a chip of its own beside this one
    if proof.proof == "failed" or message.staff or message.proof == "reference":
        return words.channel_chip(message)
    return words.channel_chip(message, _("E-mail, sender not proven"))


def _addressed(message: Any, fate: fates.Fate | None) -> list[tuple[Any, str]]:
    """To whom a mail with several recipients goes, by heading; what the screen says of each one says it already."""
    if fate is None or fate.went is None or fate.recipients or len(fate.went.recipients) < 2:
        return []
    went = fate.went
    headed = ((_("To"), went.to), (_("In copy"), went.cc), (_("Blind copy"), went.bcc))
    return [(heading, ", ".join(addresses)) for heading, addresses in headed if addresses]


def _recipients(fate: fates.Fate | None) -> list[dict[str, Any]]:
    """What became of it at each recipient, where that is not the same for all."""
    return [
        {
            "address": each.name,
            "chip": words.chip(each.words, each.tone, each.icon),
            "words": each.detail,
            "blind": each.blind,
        }
        for each in (fate.recipients if fate else ())
    ]


def _said(proof: Finding | None) -> str:
    """Why a sender's proof failed, why the mail is spam or shares a ticket: what an agent should know."""
    if proof is None:
        return ""
    return " ".join(
        filter(
            None, (proof.words if proof.proof == "failed" else "", contents.explained(proof), proof.spam, proof.storm)
        )
    )
