"""Teams and organisations: to whom people belong."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from derman.people.actions.rights import require_administrator
from derman.people.errors import PeopleError
from derman.people.models import Membership, Organisation, Person, Team
from derman.people.naming import name_is_taken

TEAM_QUESTIONS, LONGEST_QUESTION = 10, 200


def save_team(
    *,
    actor: Person | None,
    team: Team | None = None,
    name: str,
    tier: int,
    closed: bool = False,
    placing: str = Team.Placing.PULL,
    is_default: bool = False,
    members: Collection[int] | None = None,
    keeps_contact: bool | None = None,
    questions: Sequence[str] | None = None,
) -> Team:
    """Add or change a team; None keeps what is. Raises NotAllowed, PeopleError for a name that is taken.

    `questions`: what it wants to know of a ticket that is moved up to it, TEAM_QUESTIONS at most.
    """
    require_administrator(actor)
    name = " ".join(name.split())
    if not name:
        raise PeopleError(_("A team needs a name."), field="name")
    with transaction.atomic():
        before = Team.objects.filter(pk=team.pk).values_list("name", flat=True).first() if team else None
        if name_is_taken(name, Team.objects.all(), pk=team.pk if team else None, before=before or ""):
            raise PeopleError(_("Another team has this name."), field="name")
        team = team or Team()
        team.name, team.tier, team.closed, team.placing = name[:80], tier, closed, placing
        if is_default and not closed:
            Team.objects.filter(is_default=True).exclude(pk=team.pk).update(is_default=False)
        team.is_default = is_default and not closed
        if keeps_contact is not None:
            team.keeps_contact = keeps_contact
        if questions is not None:
            team.questions = _questions(questions)
        team.save()
        if members is not None:
            team.memberships.exclude(person__in=members).delete()
            Membership.objects.bulk_create(
                [Membership(person_id=person, team=team) for person in members], ignore_conflicts=True
            )
    return team


def _questions(given: Sequence[str]) -> list[str]:
    found = list(dict.fromkeys(filter(None, (" ".join(one.split()) for one in given))))
    if len(found) > TEAM_QUESTIONS:
        text = _("A team can ask %(most)d questions at most.") % {"most": TEAM_QUESTIONS}
        raise PeopleError(text, field="questions")
    if any(len(one) > LONGEST_QUESTION for one in found):
        text = _("A question is %(most)d characters at most.") % {"most": LONGEST_QUESTION}
        raise PeopleError(text, field="questions")
    return found


def save_organisation(
    *,
    actor: Person | None,
    organisation: Organisation | None = None,
    name: str,
    domains: Collection[str] = (),
) -> Organisation:
    """Add or change an organisation and the mail domains that belong to it."""
    require_administrator(actor)
    name = " ".join(name.split())
    if not name:
        raise PeopleError(_("An organisation needs a name."), field="name")
    if Organisation.objects.filter(name=name).exclude(pk=organisation.pk if organisation else 0).exists():
        raise PeopleError(_("Another organisation has this name."), field="name")
    organisation = organisation or Organisation()
    organisation.name = name[:120]
    organisation.domains = sorted({domain.strip().lstrip("@").casefold() for domain in domains if domain.strip()})
    organisation.save()
    return organisation


def remove_organisation(*, actor: Person, organisation: Organisation) -> None:
    """Delete an organisation to which nobody belongs. Raises NotAllowed, PeopleError where somebody does."""
    require_administrator(actor)
    with transaction.atomic():
        kept = Organisation.objects.select_for_update().filter(pk=organisation.pk).first()
        if kept is None:
            return
        if kept.people.exists():
            raise PeopleError(_("People belong to this organisation. Give them another one first."))
        kept.delete()
