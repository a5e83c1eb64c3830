"""How vendors, their scores and the conversations with them are shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format, localize
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from derman.kernel import html
from derman.web import markup
from derman.web.portal.screens import file_line

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from derman.people.models import Person
    from derman.tickets.models import Message
    from derman.vendors.models import Contract
    from derman.vendors.scores import Score

_HOUR, _DAY = 60, 60 * 24


def span(minutes: int | None) -> str:
    """`4 hours`, `2 days`: as long as a target is; empty for none."""
    if minutes is None:
        return ""
    if minutes % _DAY == 0 and minutes >= 2 * _DAY:
        return ngettext("%(count)d day", "%(count)d days", minutes // _DAY) % {"count": minutes // _DAY}
    if minutes % _HOUR == 0:
        return ngettext("%(count)d hour", "%(count)d hours", minutes // _HOUR) % {"count": minutes // _HOUR}
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}


def money(amount: Decimal, currency: str) -> str:
    """`₺1.250,00`, or the amount with the letters of its currency."""
    figures = str(localize(amount, use_l10n=True))
    if currency == "TRY":
        return f"₺{figures}"
    return f"{figures} {currency}" if (get_language() or "").startswith("tr") else f"{currency} {figures}"


def contract_line(row: Contract, today: date, *, costs: bool) -> dict[str, Any]:
    """One contract: its targets, its end and, for who may see it, its price."""
    over = row.ends_on is not None and row.ends_on < today
    return {
        "pk": row.pk,
        "number": row.number,
        "hours": row.calendar.name if row.calendar is not None else row.get_hours_display(),
        "response": span(row.response_minutes),
        "solution": span(row.solution_minutes),
        "ends": date_format(row.ends_on, "j F Y") if row.ends_on is not None else "",
        "over": over,
        "ending": not over and row.is_ending(today),
        "cost": money(row.cost, row.currency) if costs and row.cost is not None else "",
    }


def score_line(score: Score, *, costs: bool) -> dict[str, Any]:
    """The figures of a scorecard, with how many out of how many."""
    return {
        "handed": score.handed,
        "open": score.open,
        "withdrawn": score.withdrawn,
        "answers": _share(score.answers_kept, score.answered_in_time, score.answered_late),
        "solutions": _share(score.solutions_kept, score.solved_in_time, score.solved_late),
        "late": score.answered_late + score.solved_late,
        "answers_late": score.answered_late,
        "solutions_late": score.solved_late,
        "reopened": score.reopened,
        "reopenings": score.reopenings,
        "median": span_about(score.answer_minutes),
        "costs": [money(amount, currency) for currency, amount in score.costs] if costs else [],
    }


def span_about(minutes: int | None) -> str:
    """A measured length, rounded as people say it; empty for none."""
    if minutes is None:
        return ""
    if minutes >= 2 * _DAY:
        return span(round(minutes / _DAY) * _DAY)
    return span(round(minutes / _HOUR) * _HOUR) if minutes >= 2 * _HOUR else span(minutes)


def _share(percent: int | None, kept: int, late: int) -> dict[str, Any]:
    whole = kept + late
    tone = "" if percent is None else "good" if percent >= 90 else "warn" if percent >= 70 else "urgent"
    words = _("%(kept)d of %(whole)d") % {"kept": kept, "whole": whole} if whole else ""
    return {"percent": percent, "words": words, "tone": tone}


def said(messages: Sequence[Message], reader: Person | None, place: str) -> list[dict[str, Any]]:
    """The conversation; `reader` None: as the vendor reads it. Files lie below `place`."""
    return [_said(message, reader, place) for message in messages]


def _said(message: Message, reader: Person | None, place: str) -> dict[str, Any]:
    author = message.author
    mine = (author is not None and reader is not None and author.pk == reader.pk) or (
        reader is None and not message.staff
    )
    attached = [file_line(file, place) for file in message.attachments.all()]
    body, quoted = message.html or html.from_text(message.text), message.quoted
    if place != "/":
        body, quoted = (text.replace('"/files/', f'"{place}files/') for text in (body, quoted))
    return {
        "id": str(message.pk),
        "from_desk": message.staff,
        "face": markup.avatar(author.pk, author.initials) if author else markup.avatar(None, "◦", "avatar--none"),
        "author": _("You") if mine else (author.name or author.email) if author is not None else "",
        "when": message.created_at,
        # both were cleaned when they were stored; plain text is escaped here
        "body": markup.cleaned(body),
        "quoted": markup.cleaned(quoted),
        "pictures": [file for file in attached if file["is_picture"] and file["url"] not in body + quoted],
        "files": [file for file in attached if not file["is_picture"]],
    }
