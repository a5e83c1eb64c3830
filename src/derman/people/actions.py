"""What can be done with people: add, change, give rights, hand out tokens and sign-in links."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from derman.kernel import clock, secrets
from derman.kernel.facts import announce
from derman.people.addresses import BadAddress, check_address, fold_address
from derman.people.errors import AddressTaken, LastAdministrator, LinkUnusable, NotAllowed, PeopleError
from derman.people.facts import PersonChanged, SignInLinkAsked
from derman.people.models import (
    ApiToken,
    EmailAddress,
    Membership,
    Organisation,
    Person,
    PersonSkill,
    Role,
    SignInLink,
    Skill,
    Team,
)

LINK_LIFE = timedelta(minutes=30)


def _require_administrator(actor: Person | None) -> None:
    # None is the desk itself: the wizard, the command line, a mail that makes a requester known
    if actor is not None and not actor.is_administrator:
        raise NotAllowed(_("Only an administrator can do this."))


def add_person(
    *,
    actor: Person | None,
    email: str,
    name: str = "",
    role: str = Role.REQUESTER,
    password: str | None = None,
    verified: bool = False,
    language: str = "",
    teams: Collection[int] = (),
) -> Person:
    """Add a person with one address. Raises PeopleError for a bad, AddressTaken for a known address."""
    if role != Role.REQUESTER:
        _require_administrator(actor)
    elif actor is not None and not actor.is_staff_member:
        raise NotAllowed(_("Only agents can add people."))
    try:
        folded = check_address(email)
    except BadAddress as error:
        raise PeopleError(str(error), field="email") from None
    with transaction.atomic():
        if EmailAddress.objects.filter(folded=folded).exists():
            raise AddressTaken(_("This address belongs to somebody else already."), field="email")
        person = Person(
            name=name.strip()[:120] or folded.partition("@")[0],
            email=email.strip(),
            role=role,
            language=language,
            organisation=organisation_of(folded),
        )
        person.set_password(password)
        person.save()
        EmailAddress.objects.create(person=person, address=email.strip(), folded=folded, verified=verified)
        Membership.objects.bulk_create(Membership(person=person, team_id=team) for team in teams)
        announce(PersonChanged(person=person.pk))
    return person


def organisation_of(folded: str) -> Organisation | None:
    """The organisation to which an address's domain belongs, if one claims it."""
    return Organisation.objects.filter(domains__contains=[folded.rpartition("@")[2]]).first()


def find_or_add_requester(*, email: str, name: str = "", language: str = "") -> Person:
    """The person with this address; a requester is added when nobody has it. Safe when two mails come at once.

    Raises BadAddress.
    """
    folded = fold_address(email)
    known = EmailAddress.objects.select_related("person").filter(folded=folded).first()
    if known is not None:
        return known.person
    with transaction.atomic():
        person = Person(
            name=" ".join(name.split())[:120] or folded.partition("@")[0][:120],
            email=email.strip()[:254],
            language=language,
            organisation=organisation_of(folded),
        )
        person.set_unusable_password()
        person.save()
        row, made = EmailAddress.objects.get_or_create(
            folded=folded, defaults={"person": person, "address": email.strip()[:254]}
        )
        if not made:
            # another transaction was faster: theirs counts
            person.delete()
            return row.person
        announce(PersonChanged(person=person.pk))
    return person


def change_person(
    *,
    actor: Person,
    person: Person,
    name: str | None = None,
    role: str | None = None,
    language: str | None = None,
    zone: str | None = None,
    title: str | None = None,
    phone: str | None = None,
    active: bool | None = None,
    available: bool | None = None,
    theme: str | None = None,
    organisation: Organisation | None = None,
    no_organisation: bool = False,
    teams: Collection[int] | None = None,
    skills: Collection[str] | None = None,
) -> Person:
    """Change what is given and leave the rest. People change themselves; rights are an administrator's to give.

    Raises NotAllowed, LastAdministrator.
    """
    privileged = role is not None or active is not None or teams is not None or skills is not None
    if privileged:
        _require_administrator(actor)
    elif actor.pk != person.pk and not actor.is_lead:
        raise NotAllowed(_("You can change only your own profile."))
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person.pk)
        loses_rights = (role is not None and role != Role.ADMINISTRATOR) or active is False
        if person.role == Role.ADMINISTRATOR and loses_rights:
            others = Person.objects.select_for_update().filter(role=Role.ADMINISTRATOR, is_active=True)
            if not others.exclude(pk=person.pk).exists():
                raise LastAdministrator(_("The desk needs at least one administrator."), field="role")
        given = {
            "name": name,
            "role": role,
            "language": language,
            "zone": zone,
            "title": title,
            "phone": phone,
            "is_active": active,
            "available": available,
            "theme": theme,
            "organisation": organisation,
        }
        for field, value in given.items():
            if value is not None:
                setattr(person, field, value)
        if no_organisation:
            person.organisation = None
        person.save()
        if teams is not None:
            person.memberships.exclude(team__in=teams).delete()
            Membership.objects.bulk_create(
                [Membership(person=person, team_id=team) for team in teams], ignore_conflicts=True
            )
        if skills is not None:
            wanted = [Skill.objects.get_or_create(name=skill.strip()[:60])[0] for skill in skills if skill.strip()]
            person.skills.exclude(skill__in=wanted).delete()
            PersonSkill.objects.bulk_create(
                [PersonSkill(person=person, skill=skill) for skill in wanted], ignore_conflicts=True
            )
        announce(PersonChanged(person=person.pk))
    return person


def set_password(*, actor: Person | None, person: Person, password: str) -> None:
    """Set a password; people their own, administrators anybody's. Raises NotAllowed."""
    if actor is not None and actor.pk != person.pk:
        _require_administrator(actor)
    person.set_password(password)
    person.save(update_fields=["password"])


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
) -> Team:
    """Add or change a team. Raises NotAllowed, PeopleError for a name that is taken."""
    _require_administrator(actor)
    name = " ".join(name.split())
    if not name:
        raise PeopleError(_("A team needs a name."), field="name")
    with transaction.atomic():
        if Team.objects.filter(name=name).exclude(pk=team.pk if team else 0).exists():
            raise PeopleError(_("Another team has this name."), field="name")
        team = team or Team()
        team.name, team.tier, team.closed, team.placing = name[:80], tier, closed, placing
        if is_default and not closed:
            Team.objects.filter(is_default=True).exclude(pk=team.pk).update(is_default=False)
        team.is_default = is_default and not closed
        team.save()
        if members is not None:
            team.memberships.exclude(person__in=members).delete()
            Membership.objects.bulk_create(
                [Membership(person_id=person, team=team) for person in members], ignore_conflicts=True
            )
    return team


def save_organisation(
    *,
    actor: Person | None,
    organisation: Organisation | None = None,
    name: str,
    domains: Collection[str] = (),
) -> Organisation:
    """Add or change an organisation and the mail domains that belong to it."""
    _require_administrator(actor)
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


def create_token(
    *, actor: Person | None, person: Person, name: str, scopes: Collection[str] = ("read", "write")
) -> str:
    """Make an API token for `person`; returns it, the only time. Raises NotAllowed."""
    if actor is not None and actor.pk != person.pk:
        _require_administrator(actor)
    token = secrets.new_token("derman_")
    ApiToken.objects.create(
        person=person,
        name=name.strip()[:80] or "API",
        digest=secrets.digest(token),
        scopes=sorted(set(scopes)),
    )
    return token


def end_token(*, actor: Person, token: ApiToken) -> None:
    """Make a token useless from now on."""
    if actor.pk != token.person_id:
        _require_administrator(actor)
    ApiToken.objects.filter(pk=token.pk, ended_at=None).update(ended_at=clock.now())


def ask_for_link(*, address: str, language: str = "", next_page: str = "") -> None:
    """Send a sign-in link to `address` if somebody has it; says nothing about whether somebody does.

    Raises BadAddress. At most three links wait for one person at a time.
    """
    folded = fold_address(address)
    known = EmailAddress.objects.select_related("person").filter(folded=folded, person__is_active=True).first()
    if known is None:
        return
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=known.person_id)
        waiting = SignInLink.objects.filter(
            person=person, used_at=None, created_at__gt=clock.now() - timedelta(minutes=5)
        ).count()
        if waiting >= 3:
            return
        token = secrets.new_token()
        SignInLink.objects.create(
            person=person,
            digest=secrets.digest(token),
            address=known.folded,
            next=next_page[:500],
            expires_at=clock.now() + LINK_LIFE,
        )
        announce(
            SignInLinkAsked(person=person.pk, address=known.address, token=token, language=person.language or language)
        )


def find_link(token: str) -> SignInLink:
    """The usable link of this token. Raises LinkUnusable."""
    link = SignInLink.objects.select_related("person").filter(digest=secrets.digest(token)).first()
    if link is None or link.used_at is not None or link.expires_at < clock.now() or not link.person.is_active:
        raise LinkUnusable(_("This link was used already or is too old. Ask for a new one."))
    return link


def use_link(*, token: str) -> SignInLink:
    """Use a link up: its person may be signed in, and has proven to read its address. Raises LinkUnusable."""
    with transaction.atomic():
        link = find_link(token)
        if not SignInLink.objects.filter(pk=link.pk, used_at=None).update(used_at=clock.now()):
            raise LinkUnusable(_("This link was used already or is too old. Ask for a new one."))
        EmailAddress.objects.filter(folded=link.address, person=link.person).update(verified=True)
    return link
