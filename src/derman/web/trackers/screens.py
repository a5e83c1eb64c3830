"""Issues made ready for their pages: where they stand, what is wrong with them, what was said."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from derman.trackers.kinds.failing import WORDS
from derman.web.workspace.words import chip

BODY_LINES = 400


def state_chip(row: Any) -> SafeString:
    """How it stands, in one word of ours."""
    if row.stage == "unlinked":
        return chip(pgettext("issue", "No longer linked"), "")
    if row.stage == "unclear":
        return chip(_("Not known whether it was opened"), "urgent", "warn")
    if row.stage == "waiting":
        return chip(_("Not opened yet"), "warn") if row.wrong else chip(pgettext("issue", "On its way"), "info")
    if row.closed:
        return chip(pgettext("issue", "Closed by the makers"), "good")
    return chip(pgettext("issue", "Open at the makers"), "info")


def line_of(row: Any) -> dict[str, Any]:
    """An issue in a list, beside a ticket, or on its own page."""
    return {
        "row": row,
        "pk": str(row.pk),
        "url": reverse("trackers:one", args=[row.pk]),
        "there": row.url if row.url.startswith(("https://", "http://")) else "",
        "name": name_of(row),
        "title": row.title,
        "chip": state_chip(row),
        "state": row.state,
        "assignee": row.assignee,
        "labels": row.labels,
        "seen_at": row.seen_at,
        "wrong": wrong_words(row),
        "said": row.wrong_said,
        "place": place_words(row),
        "place_url": place_url(row),
    }


def name_of(row: Any) -> str:
    """How it is called among people: the tracker, and its number there."""
    number = row.number and (f"#{row.number}" if row.number.isdecimal() else row.number)
    return f"{row.tracker.name} {number}".strip()


def wrong_words(row: Any) -> str:
    """What is wrong with it now, and what becomes of it; empty where nothing is."""
    if row.stage == "unclear":
        return str(WORDS["unclear"])
    return str(WORDS[row.wrong]) if row.wrong in WORDS else ""


def place_words(row: Any) -> str:
    """Of which ticket or problem it is."""
    return f"P{row.problem_id}" if row.problem_id is not None else f"#{row.ticket_id}"


def place_url(row: Any) -> str:
    """The way back to that."""
    if row.problem_id is not None:
        return reverse("problems:one", args=[row.problem_id])
    return reverse("workspace:ticket", args=[row.ticket_id])


def comment_line(one: Any, row: Any, reader: Any) -> dict[str, Any]:
    """Something said there."""
    waits = one.by_id is not None and not one.key
    return {
        "pk": str(one.pk),
        "author": one.author or pgettext("author", "Somebody"),
        "text": _shown(one.text),
        "at": one.at,
        "ours": one.by_id is not None,
        "waits": waits,
        "back": reverse("trackers:take_back", args=[row.pk, one.pk])
        if waits and one.by_id == reader.pk and one.begun_at is None
        else "",
    }


def _shown(text: str) -> str:
    return "\n".join(text.splitlines()[:BODY_LINES])
