"""The verbs of ratings: a requester rates, and changes it for some days; the desk says how it asks."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from derman.desk.actions import audit
from derman.kernel import clock
from derman.people.models import Person
from derman.surveys.errors import NotAllowed, NotFound, WrongInput
from derman.surveys.links import token_for
from derman.surveys.models import Asking, Practice, Rating, Score
from derman.surveys.queries import CHANGEABLE, UNASKED, can_be_rated, practice
from derman.tickets import actions as tickets
from derman.tickets.access import own
from derman.tickets.models import Status, Ticket

LONGEST = 2000

__all__ = ["CHANGEABLE", "ask_in_answer", "change_practice", "rate"]


def rate(*, person: Person, ticket: int, score: str, comment: str = "") -> Rating:
    """What the requester thinks of the help; a second time changes it. Raises NotFound, WrongInput."""
    if score not in Score:
        raise WrongInput(_("Choose how the help was."), field="score")
    words = comment.replace("\0", "").replace("\r\n", "\n").strip()[:LONGEST]
    with transaction.atomic():
        row = own(person).filter(pk=ticket, requester=person).select_for_update(of=("self",)).first()
        if row is None:
            raise NotFound(_("There is no such request of yours."))
        if not can_be_rated(row):
            raise WrongInput(_("This request can be rated once it is solved, for some days."))
        kept = Rating.objects.filter(ticket=row).first()
        before = kept.score if kept is not None else ""
        if kept is None:
            kept = Rating.objects.create(ticket=row, person=person, score=score, comment=words)
        elif (kept.score, kept.comment) == (score, words):
            return kept
        else:
            kept.score, kept.comment, kept.changed_at = score, words, clock.now()
            kept.save(update_fields=["score", "comment", "changed_at"])
        tickets.note_rating(actor=person, ticket=row.pk, score=score, before=before)
    return kept


def ask_in_answer(ticket: Ticket) -> str:
    """What the links below an answer that leaves now hold, where it is to ask; then no other mail asks. Safe to repeat.

    Empty where nothing is solved, or nothing is to be asked. 4 statements at most, none before it is solved.
    """
    if ticket.status not in (Status.RESOLVED, Status.CLOSED) or ticket.channel in UNASKED:
        return ""
    if not can_be_rated(ticket) or not practice().in_answers or Rating.objects.filter(ticket=ticket).exists():
        return ""
    Asking.objects.bulk_create([Asking(ticket=ticket, person_id=ticket.requester_id)], ignore_conflicts=True)
    return token_for(ticket.pk, ticket.requester_id)


def change_practice(
    *, actor: Person, on: bool, in_answers: bool, by_mail: bool, after_hours: int, every_days: int
) -> Practice:  # fmt: skip
    """How the desk asks. Raises NotAllowed, WrongInput."""
    if not actor.is_administrator:
        raise NotAllowed(_("Only administrators change this."))
    if not 0 <= after_hours <= 168:
        raise WrongInput(_("Between at once and a week later."), field="after_hours")
    if not 0 <= every_days <= 365:
        raise WrongInput(_("Between 0 and 365 days."), field="every_days")
    with transaction.atomic():
        kept = practice()
        if by_mail and on and not (kept.by_mail and kept.on):
            kept.since = clock.now()
        kept.on, kept.in_answers, kept.by_mail = on, in_answers, by_mail
        kept.after_hours, kept.every_days = after_hours, every_days
        kept.save()
        audit(
            actor=actor,
            kind="ratings.changed",
            on=on,
            in_answers=in_answers,
            by_mail=by_mail,
            after_hours=after_hours,
            every_days=every_days,
        )
    return kept
