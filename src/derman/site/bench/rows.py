"""The rows of given tickets as COPY reads them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from html import escape
from typing import Any

from django.db import connection

from derman.people.models import Tier
from derman.site.bench.given import GivenTicket
from derman.site.bench.people import People
from derman.tickets.models import PRIORITY_OF

_ESCAPES = (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r"), ("\0", ""))
_TABLES = {
    "tickets_ticket": "number, kind, status, waiting_for, priority, category_id, tags, team_id, tier, assignee_id,"
    " requester_id, channel, origin, language, subject, excerpt, seq, message_seq, created_at, updated_at,"
    " first_response_at, resolved_at, closed_at",
    "tickets_message": "id, ticket_id, author_id, seq, public, staff, channel, automatic, proof, text, html, quoted,"
    " cc, mentions, created_at",
    "tickets_event": "id, ticket_id, seq, kind, actor_id, at, act, details",
}


def _field(value: object) -> str:
    if value.__class__ is str:
        text = str(value)
        # a look for each sign costs less than one at every letter
        for sign, escaped in _ESCAPES:
            if sign in text:
                text = text.replace(sign, escaped)
        return text
    if value is None:
        return "\\N"
    if value is True or value is False:
        return "t" if value else "f"
    return str(value)


_json = json.JSONEncoder(ensure_ascii=False).encode


class Rows:
    """Writes given tickets with their messages and events."""

    def __init__(self, people: People, teams: dict[str, tuple[int, int]], categories: Sequence[int]) -> None:
        self.people = people
        self.teams = teams
        self.categories = categories
        self._lines: dict[str, list[str]] = {}
        self._next: dict[str, int] = {}

    def write(self, tickets: Sequence[GivenTicket]) -> None:
        """Write some tickets, within the caller's transaction."""
        self._lines = {table: [] for table in _TABLES}
        with connection.cursor() as cursor:
            # nobody else takes a number meanwhile
            cursor.execute("LOCK TABLE tickets_ticket, tickets_message, tickets_event IN SHARE ROW EXCLUSIVE MODE")
            for table, key in (("tickets_ticket", "number"), ("tickets_message", "id"), ("tickets_event", "id")):
                cursor.execute(f"SELECT nextval(pg_get_serial_sequence('{table}', '{key}'))")
                self._next[table] = cursor.fetchone()[0]
            for ticket in tickets:
                self._ticket(ticket)
            for table, columns in _TABLES.items():
                with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                    copy.write("".join(self._lines[table]))
            for table, key in (("tickets_ticket", "number"), ("tickets_message", "id"), ("tickets_event", "id")):
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', '{key}'), %s, false)", [self._next[table]]
                )

    def _take(self, table: str) -> int:
        number = self._next[table]
        self._next[table] = number + 1
        return number

    def category_of(self, given: GivenTicket) -> int | None:
        """The desk's category at the place that the ticket names."""
        if given.category is None or not self.categories:
            return None
        return self.categories[given.category % len(self.categories)]

    def _add(self, table: str, *values: object) -> None:
        self._lines[table].append("\t".join(map(_field, values)) + "\n")

    def _ticket(self, given: GivenTicket) -> None:
        if given.number is None:
            number = self._take("tickets_ticket")
        else:
            number = given.number
            self._next["tickets_ticket"] = max(self._next["tickets_ticket"], number + 1)
        team, tier = self.teams[given.team] if given.team else (None, Tier.L1.value)
        requester = self.people.id_of(given.requester)
        assignee = self.people.id_of(given.assignee) if given.assignee else None
        story = _Story(self, number, given)
        story.tell(team, tier, requester, assignee)
        self._add(
            "tickets_ticket",
            number,
            given.kind,
            given.status,
            given.waiting_for,
            PRIORITY_OF[given.priority],
            self.category_of(given),
            "{}",
            team,
            tier,
            assignee,
            requester,
            given.channel,
            "{}",
            given.language[:8],
            " ".join(given.subject.split())[:300] or "-",
            story.excerpt,
            story.seq,
            story.message_seq,
            given.created,
            story.at,
            story.first_response_at,
            story.at if given.status in ("resolved", "closed") else None,
            story.at if given.status == "closed" else None,
        )


def _rich(text: str, named: dict[int, str]) -> str:
    """A text whose “@” and first name of somebody are a mention of them, as the composer writes it."""
    lines = escape(text).replace("\n", "<br>")
    for identity, name in named.items():
        first = escape(f"@{name.split()[0]}")
        lines = lines.replace(first, f'<span data-mention="{identity}">@{escape(name)}</span>', 1)
    return f"<p>{lines}</p>"


class _Story:
    """What happened to one ticket, event by event."""

    def __init__(self, rows: Rows, number: int, given: GivenTicket) -> None:
        self.rows = rows
        self.number = number
        self.given = given
        self.at = given.created
        self.seq = 0
        self.message_seq = 0
        self.excerpt = ""
        self.first_response_at: datetime | None = None

    def _event(self, kind: str, actor: int | None, details: dict[str, Any]) -> None:
        self.seq += 1
        # from the number, so that the same seed gives the same desk
        act = f"{(self.number << 24) + self.seq:032x}"
        self.rows._add(
            "tickets_event",
            self.rows._take("tickets_event"),
            self.number,
            self.seq,
            kind,
            actor,
            self.at,
            act,
            _json(details),
        )

    def _changed(
        self,
        kind: str,
        actor: int | None,
        before: Any,
        after: Any,
        why: str = "",
        because: dict[str, Any] | None = None,
    ) -> None:
        self._event(kind, actor, {"before": before, "after": after, "why": why, "because": because or {}})

    def _status(self, actor: int | None, before: str, after: str) -> None:
        def state(status: str) -> dict[str, Any]:
            waiting = self.given.waiting_for if status == "waiting" else ""
            return {"status": status, "waiting_for": waiting, "waiting_until": None}

        if before != after:
            self._changed("status.changed", actor, state(before), state(after))

    def tell(self, team: int | None, tier: int, requester: int, assignee: int | None) -> None:
        given = self.given
        status = "spam" if given.status == "spam" else "new"
        for place, message in enumerate(given.messages):
            author = self.rows.people.id_of(message.author)
            self.at = max(self.at, message.at or self.at + timedelta(hours=1) * bool(place))
            if place and message.staff and status == "new":
                self._status(author, "new", "open")
                status = "open"
            named = {self.rows.people.id_of(person): person.name for person in message.mentions}
            identity = self._message(author, message.public, message.staff, message.text, named)
            if place == 0:
                self._event("ticket.opened", requester, {"channel": given.channel, "message": identity})
                self._placed(team, tier, assignee)
            elif not message.public:
                self._event("message.noted", author, {"message": identity, "mentions": sorted(named)})
            elif message.staff:
                self._event("message.replied", author, {"message": identity})
                self.first_response_at = self.first_response_at or self.at
            else:
                details = {"message": identity, "channel": given.channel, "why": "token"}
                self._event("message.received", author, details)
        if not given.messages:
            self._event("ticket.opened", requester, {"channel": given.channel, "message": None})
            self._placed(team, tier, assignee)
        if given.status == "closed":
            self._status(assignee, status, "resolved")
            self._status(None, "resolved", "closed")
        else:
            self._status(assignee, status, given.status)

    def _placed(self, team: int | None, tier: int, assignee: int | None) -> None:
        if team is not None:
            before = {"team": None, "tier": Tier.L1.value}
            category = self.rows.category_of(self.given)
            why, because = ("category", {"category": category}) if category else ("default", {})
            self._changed("team.changed", None, before, {"team": team, "tier": tier}, why, because)
        if assignee is not None:
            self._changed("assignee.changed", assignee, None, assignee)

    def _message(self, author: int, public: bool, staff: bool, text: str, named: dict[int, str]) -> int:
        identity = self.rows._take("tickets_message")
        # of its event, which follows
        self.message_seq = self.seq + 1
        if public:
            self.excerpt = " ".join(text[:600].split())[:200].replace("\0", "")
        channel = "portal" if staff else self.given.channel
        proof = "" if staff or self.seq == 0 else "token"
        self.rows._add(
            "tickets_message",
            identity,
            self.number,
            author,
            self.message_seq,
            public,
            staff,
            channel,
            False,
            proof,
            text,
            _rich(text, named) if named else "",
            "",
            "{}",
            "{" + ",".join(map(str, sorted(named))) + "}",
            self.at,
        )
        return identity
