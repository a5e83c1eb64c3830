"""Adding people, changing what is known of them and what they may do."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from derman.kernel import clock, sql
from derman.kernel.facts import announce
from derman.kernel.folding import fold
from derman.kernel.recalling import forget, recall, remember
from derman.people.actions.rights import require_administrator
from derman.people.addresses import BadAddress, check_address, fold_address
from derman.people.errors import AddressTaken, LastAdministrator, NotAllowed, PeopleError
from derman.people.facts import PersonChanged
from derman.people.models import EmailAddress, Membership, Organisation, Person, PersonSkill, Role, Skill


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
        require_administrator(actor)
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
        EmailAddress.objects.create(
            person=person,
            address=email.strip(),
            folded=folded,
            verified=verified,
            verified_at=clock.now() if verified else None,
        )
        Membership.objects.bulk_create(Membership(person=person, team_id=team) for team in teams)
        announce(PersonChanged(person=person.pk, added=True))
    return person


def organisation_of(folded: str) -> Organisation | None:
    """The organisation to which an address's domain belongs, if one claims it."""
    domain = folded.rpartition("@")[2]
    tail = "WHERE t.domains @> ARRAY[%s]::varchar[] ORDER BY t.id LIMIT 1"
    return recall(("organisation", domain), lambda: next(iter(sql.read(Organisation, tail, [domain])), None))


_BY_ADDRESS = "JOIN people_emailaddress given ON given.person_id = t.id WHERE given.folded = %s"


_BY_ADDRESSES = (
    "SELECT given.folded, {columns} FROM people_person t JOIN people_emailaddress given ON given.person_id = t.id"
    " WHERE given.folded = ANY(%s)"
)


def find_or_add_requester(*, email: str, name: str = "", language: str = "") -> Person:
    """The person with this address; a requester is added when nobody has it. Safe when two mails come at once.

    3 statements at most; of those whom `recall_requesters` found none. Raises BadAddress.
    """
    folded = fold_address(email)
    known = recall(("requester", folded), lambda: next(iter(sql.read(Person, _BY_ADDRESS, [folded])), None))
    # whom this transaction adds is there only if it is committed
    forget(("requester", folded))
    if known is not None:
        return known
    with transaction.atomic(savepoint=False):
        person = Person(
            name=" ".join(name.split())[:120] or folded.partition("@")[0][:120],
            email=email.strip()[:254],
            language=language,
            organisation=organisation_of(folded),
        )
        person.set_unusable_password()
        address = EmailAddress(address=email.strip()[:254], folded=folded)
        if not sql.insert_with(person, address, by="person"):
            # another transaction was faster: theirs counts
            person.delete()
            return sql.read(Person, _BY_ADDRESS, [folded])[0]
        announce(PersonChanged(person=person.pk, added=True))
        person.added_here = True
    return person


def learn_name(*, person: Person, name: str) -> bool:
    """Call a requester by the name that they write under, where nothing but their address was known so far.

    A name that somebody typed stays. True where one was learned. 1 statement, and none where there is nothing to learn.
    """
    new, address = " ".join(name.split())[:120], person.email
    if person.name not in (fold_address(address).partition("@")[0][:120], address) or person.role != Role.REQUESTER:
        return False
    if not new or "@" in new or fold(new) == fold(person.name):
        return False
    with transaction.atomic(savepoint=False):
        if not Person.objects.filter(pk=person.pk, name=person.name).update(name=new):
            return False
        person.name = new
        announce(PersonChanged(person=person.pk))
    return True


def recall_requesters(addresses: Collection[str]) -> None:
    """Have `find_or_add_requester` know the persons with these folded addresses, within `recalling`. 1 statement."""
    columns = sql.shape(Person).columns("t")
    found = sql.rows(_BY_ADDRESSES.format(columns=columns), [sorted(set(addresses))])
    persons = {row[0]: sql.shape(Person).make(row[1:]) for row in found}
    for address in addresses:
        remember(("requester", address), persons.get(address))


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
    place: str | None = None,
    active: bool | None = None,
    available: bool | None = None,
    theme: str | None = None,
    organisation: Organisation | None = None,
    no_organisation: bool = False,
    teams: Collection[int] | None = None,
    skills: Collection[str] | None = None,
) -> Person:
    """Change what is given and leave the rest.

    People change themselves; everybody else, rights, and to whom one belongs are an administrator's to change.
    Raises NotAllowed, LastAdministrator.
    """
    rights = (role, active, teams, skills, organisation, title)
    if no_organisation or any(one is not None for one in rights):
        require_administrator(actor)
    elif actor.pk != person.pk and not actor.is_administrator:
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
            "place": " ".join(place.split())[:120] if place is not None else None,
            "is_active": active,
            "available": available,
            "theme": theme,
            "organisation": organisation,
        }
        if phone is not None and phone != person.phone:
            person.phone_changed_at = clock.now()
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
            levels = dict(map(skill_and_level, filter(str.strip, skills)))
            wanted = {Skill.objects.get_or_create(name=name)[0]: level for name, level in levels.items()}
            person.skills.exclude(skill__in=wanted).delete()
            PersonSkill.objects.bulk_create(
                [PersonSkill(person=person, skill=skill, level=level) for skill, level in wanted.items()],
                update_conflicts=True,
                unique_fields=["person", "skill"],
                update_fields=["level"],
            )
        announce(PersonChanged(person=person.pk))
    return person


def skill_and_level(written: str) -> tuple[str, int]:
    """A skill as it is written, “VPN” or “VPN 3”: 1 knows it, 2 is good at it, 3 is an expert."""
    name, _blank, level = " ".join(written.split()).rpartition(" ")
    return (name[:60], int(level)) if name and level in ("1", "2", "3") else (" ".join(written.split())[:60], 1)


def set_password(*, actor: Person | None, person: Person, password: str) -> None:
    """Set a password; people their own, administrators anybody's. Raises NotAllowed."""
    if actor is not None and actor.pk != person.pk:
        require_administrator(actor)
    person.set_password(password)
    person.save(update_fields=["password"])
