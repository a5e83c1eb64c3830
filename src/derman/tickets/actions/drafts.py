"""What an agent has typed and not sent."""

from __future__ import annotations

from collections.abc import Collection
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from derman.kernel import clock, html, sql
from derman.kernel.gathering import gather, is_gathering
from derman.people.models import Person
from derman.tickets.actions.changing import Change
from derman.tickets.actions.locking import locked
from derman.tickets.addressed import NOBODY_ELSE, Addressees
from derman.tickets.errors import DraftElsewhere, NotAllowed
from derman.tickets.models import Attachment, Draft, Ticket

DRAFT_LIMIT = 500_000  # characters, as of a message
FILES_LIMIT = 50
OVER = "*"  # in place of the page that saved before: whatever it was


_DROP_ONE = "DELETE FROM tickets_draft WHERE ticket_id = %s AND agent_id = %s AND public = %s"
_DROP = """
DELETE FROM tickets_draft d USING unnest(%s::bigint[], %s::bigint[], %s::boolean[]) AS sent (ticket, agent, public)
WHERE d.ticket_id = sent.ticket AND d.agent_id = sent.agent AND d.public = sent.public RETURNING d.id
"""


def drop_draft(change: Change, actor: Person, *, public: bool) -> None:
    """What an agent typed has been said. No statement of its own; 1 for all that is said together."""
    values = (change.ticket.pk, actor.pk, public)
    if is_gathering():
        gather(_drop, values)
    else:
        change.beside.add(_DROP_ONE, values)


def _drop(drafts: list[tuple[int, int, bool]]) -> None:
    sql.rows(_DROP, [list(column) for column in zip(*drafts, strict=True)])


def save_draft(
    *,
    actor: Person,
    ticket: int,
    public: bool,
    html_body: str,
    to: str = "",
    cc: str = "",
    bcc: str = "",
    left_out: Collection[int] = (),
    files: Collection[str] = (),
    writer: str = "",
    after: Collection[str] = (),
) -> None:
    """Keep what an agent has typed, with the uploads (keys) that wait; nothing of both removes the draft.

    `to`, `cc` and `bcc` as typed, finished or not; `left_out`: persons in copy who are not to get this answer.
    `writer`: the open page that saves, which goes on from what `after` saved. Where another page saved since,
    nothing is overwritten. Raises DraftElsewhere.
    """
    if not actor.is_staff_member:
        raise NotAllowed(_("Only agents can do this."))
    with transaction.atomic():
        row = locked(ticket, actor)
        if writer and OVER not in after:
            _check_writer(row, actor, {writer, "", *after})
        # one that was sent meanwhile, or is somebody else's, waits no longer
        waiting = Attachment.objects.filter(key__in=list(files)[:FILES_LIMIT], message=None, uploader=actor)
        kept = list(waiting.values_list("key", flat=True)) if files else []
        if not kept and not html.to_text(html_body).strip() and "<img" not in html_body:
            Draft.objects.filter(ticket=row, agent=actor, public=public).delete()
            return
        Draft.objects.update_or_create(
            ticket=row,
            agent=actor,
            public=public,
            defaults={
                "html": html.clean(html_body[:DRAFT_LIMIT]),
                "to": to[:1000],
                "cc": cc[:1000],
                "bcc": bcc[:1000],
                "left_out": sorted(set(left_out))[:FILES_LIMIT],
                "files": kept,
                "writer": writer,
                "updated_at": clock.now(),
            },
        )


def _check_writer(ticket: Ticket, actor: Person, known: Collection[str]) -> None:
    if Draft.objects.filter(ticket=ticket, agent=actor).exclude(writer__in=known).exists():
        raise DraftElsewhere(_("You wrote on elsewhere since. What you type here is not saved until you choose."))


def put_into_draft(
    ticket: Ticket,
    agent: Person,
    *,
    public: bool = True,
    html_body: str,
    cc: Collection[str] = (),
    addressees: Addressees = NOBODY_ELSE,
    files: Collection[str] = (),
) -> None:
    """Within a change: words that were taken back stand before what the agent has typed meanwhile."""
    draft, made = Draft.objects.get_or_create(ticket=ticket, agent=agent, public=public)
    draft.html = html_body if made or not draft.html else f"{html_body}{draft.html}"
    draft.to = draft.to or ", ".join(addressees.to)[:1000]
    draft.cc = draft.cc or ", ".join(cc)[:1000]
    draft.bcc = draft.bcc or ", ".join(addressees.bcc)[:1000]
    draft.left_out = sorted({*draft.left_out, *addressees.left_out})
    draft.files = list(dict.fromkeys([*files, *draft.files]))[:FILES_LIMIT]
    # no open page knows these words yet
    draft.writer = str(uuid4())
    draft.updated_at = clock.now()
    draft.save()
