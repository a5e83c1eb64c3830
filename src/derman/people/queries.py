"""Questions about people, each with a fixed number of SQL statements."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, F, Func, OuterRef, Prefetch, Q, QuerySet, TextField

from derman.kernel import clock, secrets
from derman.kernel.folding import fold
from derman.people.access import (
    groups_visible_to,
    notes_visible_to,
    organisations_visible_to,
    people_visible_to,
    teams_visible_to,
)
from derman.people.addresses import BadAddress, fold_address
from derman.people.models import (
    ApiToken,
    EmailAddress,
    Group,
    Organisation,
    Person,
    PersonNote,
    Role,
    Skill,
    Team,
    Tier,
)


def person_by_address(address: str) -> Person | None:
    """Whose address is this? 1 statement."""
    try:
        folded = fold_address(address)
    except BadAddress:
        return None
    found = EmailAddress.objects.select_related("person").filter(folded=folded).first()
    return found.person if found else None


def person_by_token(token: str) -> tuple[Person, ApiToken] | None:
    """The person as whom this API token acts. 1 statement; the time of use is kept to the minute."""
    found = ApiToken.objects.select_related("person").filter(digest=secrets.digest(token), ended_at=None).first()
    if found is None or not found.person.is_active:
        return None
    moment = clock.now()
    if found.used_at is None or moment - found.used_at > timedelta(minutes=1):
        ApiToken.objects.filter(pk=found.pk).update(used_at=moment)
    return found.person, found


def notes_about(reader: Person, person: int, *, limit: int = 100) -> list[PersonNote]:
    """What agents keep about a person, the latest first; nothing for others. 1 statement."""
    return list(notes_visible_to(reader).filter(person=person).select_related("author")[:limit])


def agents(asker: Person) -> QuerySet[Person]:
    """Everybody who works at the desk, by name."""
    return people_visible_to(asker).filter(is_active=True).exclude(role=Role.REQUESTER).order_by("name", "pk")


def assignable(asker: Person, team: int | None) -> QuerySet[Person]:
    """Who can be given a ticket of `team`: of a closed team only its members, of others every agent."""
    found = agents(asker)
    if team is not None:
        closed = Team.objects.filter(pk=team, closed=True)
        found = found.filter(memberships__team=team) if closed.exists() else found
    return found


def teams(asker: Person) -> QuerySet[Team]:
    """The teams that `asker` may know of."""
    return teams_visible_to(asker)


def addresses_of(asker: Person, people: Collection[int]) -> dict[int, str]:
    """The mail addresses of these people, of those whom `asker` may know. 1 statement."""
    return dict(people_visible_to(asker).filter(pk__in=people).values_list("pk", "email"))


def administrator_exists() -> bool:
    """Has the desk been set up?"""
    return Person.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exists()


def roles() -> list[tuple[str, str]]:
    """(code, name) of each role, the least first."""
    return [(str(code), str(name)) for code, name in Role.choices]


def tiers() -> list[tuple[int, str]]:
    """(number, name) of each tier."""
    return [(int(number), str(name)) for number, name in Tier.choices]


def placings() -> list[tuple[str, str]]:
    """(code, name) of the ways in which a team's tickets find their agent."""
    return [(str(code), str(name)) for code, name in Team.Placing.choices]


def staff(asker: Person) -> list[Person]:
    """Everybody who works or worked at the desk, with teams, skills and addresses. 5 statements."""
    found = people_visible_to(asker).exclude(role=Role.REQUESTER)
    return list(
        found.prefetch_related("teams", "skills__skill", "addresses").order_by("-is_active", _folded_name(), "pk")
    )


def profile(asker: Person, pk: int) -> Person | None:
    """One person with organisation, teams, skills and addresses. 5 statements."""
    found = people_visible_to(asker).select_related("organisation", "manager", "stand_in")
    return found.prefetch_related("teams", "skills__skill", "addresses").filter(pk=pk).first()


FEW = 500  # so many that are found are put in order one by one


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Some people, and the key of the next page (empty at the end)."""

    people: Sequence[Person]
    next: str


def find_people(
    asker: Person, *, words: str = "", organisation: int | None = None, key: str = "", size: int = 40
) -> PeoplePage:
    """People by name: all `words` stand in the name, or all in one address, folded. 2 statements, 3 with words."""
    found = people_visible_to(asker).annotate(by=_folded_name()).select_related("organisation")
    if organisation is not None:
        found = found.filter(organisation=organisation)
    wanted = fold(words).split()[:8]
    if wanted:
        named = Q(*(Q(by__contains=word) for word in wanted))
        by_name = Person.objects.annotate(by=_folded_name()).filter(named).values("pk")
        in_address = Q(*(Q(folded__contains=word) for word in wanted))
        by_address = EmailAddress.objects.filter(in_address).values(pk=F("person"))
        # asked for first: in one statement the planner would rather walk through everybody in the order of names
        few = [row["pk"] for row in by_name.union(by_address)[:FEW]]
        addressed = Exists(EmailAddress.objects.filter(in_address, person=OuterRef("pk")))
        # what so many have in common is met soon in that order
        found = found.filter(pk__in=few) if len(few) < FEW else found.filter(named | addressed)
    before, _sep, number = key.rpartition("~")
    if number.isdecimal() and len(number) < 19:
        # a range with an exception, so that the index is entered at the right place
        found = found.filter(by__gte=before).exclude(by=before, pk__lte=int(number))
    rows = list(found.prefetch_related("addresses").order_by("by", "pk")[: size + 1])
    more = rows[size - 1] if len(rows) > size else None
    return PeoplePage(rows[:size], f"{fold(more.name)}~{more.pk}" if more else "")


def names_known(names: Collection[str]) -> list[str]:
    """Which of these folded names are those of people; to keep them out of what others read. 1 statement."""
    known = Person.objects.annotate(by=_folded_name()).filter(by__in=list(names))
    return list(known.values_list("name", flat=True).distinct()) if names else []


def _folded_name() -> Func:
    return Func(F("name"), function="derman_fold", output_field=TextField())


def teams_with_members(asker: Person) -> list[Team]:
    """The teams that `asker` may know of, with their members. 2 statements."""
    members = Prefetch("members", Person.objects.filter(is_active=True).order_by("name", "pk"))
    return list(teams_visible_to(asker).prefetch_related(members))


def team(asker: Person, pk: int) -> Team | None:
    """One team with its members. 2 statements."""
    return teams_visible_to(asker).prefetch_related("members").filter(pk=pk).first()


def organisations(asker: Person) -> list[Organisation]:
    """The organisations that `asker` may know of, by name. 1 statement."""
    return list(organisations_visible_to(asker).order_by("name")[:1000])


def organisation_names(asker: Person, pks: Collection[int]) -> dict[int, str]:
    """The names of these organisations, of those that `asker` may know of. 1 statement, none for none."""
    return dict(organisations_visible_to(asker).filter(pk__in=pks).values_list("pk", "name")) if pks else {}


def organisations_like(asker: Person, words: str, *, most: int = 8) -> list[Organisation]:
    """The first by name that have all of these words, whatever accents and capitals. 1 statement."""
    found = organisations_visible_to(asker).annotate(by=_folded_name())
    for word in fold(words.replace("\0", "")[:80]).split()[:8]:
        found = found.filter(by__contains=word)
    return list(found.order_by("name", "pk")[:most])


def organisation_called(asker: Person, name: str) -> int | None:
    """The id of the one with this name, however it is written; None where none or several have it. 1 statement."""
    wanted = fold(" ".join(name.replace("\0", "")[:120].split()))
    rows = organisations_visible_to(asker).annotate(by=_folded_name()).filter(by=wanted)
    found = list(rows.values_list("pk", "name")[:20])
    exact = [pk for pk, written in found if written == name.strip()] or [pk for pk, _written in found]
    return exact[0] if len(exact) == 1 else None


def organisations_called(asker: Person, names: Collection[str]) -> dict[str, list[int]]:
    """The ids of those with these names, however they are written, by the name. 1 statement, none for none."""
    wanted = {name: fold(" ".join(name.replace("\0", "")[:120].split())) for name in names}
    if not wanted:
        return {}
    rows = organisations_visible_to(asker).annotate(by=_folded_name()).filter(by__in=set(wanted.values()))
    found: dict[str, list[tuple[int, str]]] = {}
    for pk, written, folded in rows.order_by("pk").values_list("pk", "name", "by"):
        found.setdefault(folded, []).append((pk, written))
    answer = {}
    for name, folded in wanted.items():
        same = found.get(folded, [])
        answer[name] = [pk for pk, written in same if written == name] or [pk for pk, _written in same]
    return answer


def organisation(asker: Person, pk: int) -> Organisation | None:
    """One organisation. 1 statement."""
    return organisations_visible_to(asker).filter(pk=pk).first()


def groups(asker: Person) -> list[Group]:
    """The groups that `asker` may know of, by name, each with `size`. 1 statement."""
    counted = groups_visible_to(asker).annotate(counted=Count("members", filter=Q(members__is_active=True)))
    found: list[Group] = []
    for row in counted.order_by("name")[:1000]:
        row.size = row.counted
        found.append(row)
    return found


def group(asker: Person, pk: int) -> Group | None:
    """One group. 1 statement."""
    return groups_visible_to(asker).filter(pk=pk).first()


def members_of(asker: Person, group: int) -> list[Person]:
    """Who is in a group, by name. 1 statement."""
    people = people_visible_to(asker) if asker.is_staff_member else Person.objects.none()
    return list(people.filter(groups=group).order_by(_folded_name(), "pk"))


def skills(asker: Person) -> list[Skill]:
    """What agents of this desk are good at; for staff. 1 statement."""
    return list(Skill.objects.all()) if asker.is_staff_member else []


def tokens(asker: Person) -> list[ApiToken]:
    """The API tokens in force: an administrator sees all, others their own. 1 statement."""
    found = ApiToken.objects.filter(ended_at=None).select_related("person")
    return list(found if asker.is_administrator else found.filter(person=asker))


def token(asker: Person, pk: int) -> ApiToken | None:
    """One token in force that `asker` may end. 1 statement."""
    found = ApiToken.objects.filter(pk=pk, ended_at=None).select_related("person")
    return (found if asker.is_administrator else found.filter(person=asker)).first()


def standing_in(people: Iterable[int], moment: datetime, *, zone: str, never: int | None = None) -> dict[int, int]:
    """Who answers for `people` (ids) at `moment` (aware): themselves, or their stand-in while they are away.

    By whoever is to be asked, for whom, in the order of `people`. Somebody who is away without a stand-in is asked
    all the same; a stand-in who is away too, is not active, or is `never` to be asked is passed over. Days are those
    of each person's time zone, else of `zone`. 1 statement.
    """
    wanted = list(people)
    rows = Person.objects.filter(pk__in=wanted).values_list(
        "pk", "zone", "away_from", "away_until", "stand_in", "stand_in__is_active", "stand_in__away_until",
        "stand_in__away_from",
    )  # fmt: skip
    found: dict[int, int] = {}
    by_person = {row[0]: row for row in rows}  # read back in the order asked for: the table has none of its own
    for pk, own_zone, away_from, away_until, stand_in, active, away_too, away_too_from in (
        by_person[person] for person in wanted if person in by_person
    ):
        today = moment.astimezone(ZoneInfo(own_zone or zone)).date()
        absent = _away(today, away_from, away_until)
        able = active and not _away(today, away_too_from, away_too) and stand_in != never
        asked = stand_in if absent and stand_in is not None and able else pk
        if asked == pk or asked not in wanted:
            found.setdefault(asked, pk)
    return found


def _away(today: date, since: date | None, until: date | None) -> bool:
    return until is not None and today <= until and (since is None or since <= today)
