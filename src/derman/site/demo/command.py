"""Fills a fresh desk: people, teams, mailbox, some hundreds of tickets of the last weeks; says who can sign in."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from derman.channels.mail.actions import save_mailbox
from derman.channels.mail.models import Mailbox
from derman.desk import actions as desk_actions
from derman.kernel import clock, progress
from derman.kernel.folding import fold
from derman.obligations.catching_up import note_who_waits
from derman.people import actions as people_actions
from derman.people.models import Organisation, Person, PersonSkill, Role, Skill
from derman.people.models import Team as TeamRow
from derman.people.queries import administrator_exists, person_by_address
from derman.runbooks.actions import install_starting_set
from derman.search.indexing import index_all
from derman.site.bench.given import GivenMessage, GivenPerson, GivenTicket
from derman.site.bench.made_up import MadeUp
from derman.site.bench.people import People
from derman.site.bench.rows import Rows
from derman.site.demo import cast, catalogue
from derman.site.demo.announcements import fill_announcements
from derman.site.demo.assets import fill_assets
from derman.site.demo.knowledge import fill_knowledge
from derman.site.demo.majors import fill_majors
from derman.site.demo.planned import fill_planned
from derman.site.demo.problems import fill_problems
from derman.site.demo.promises import fill_promises
from derman.site.demo.ratings import fill_ratings
from derman.site.demo.reading import fill_reading
from derman.site.demo.saved_replies import fill_saved_replies
from derman.site.demo.stories import STORIES, Story
from derman.site.demo.teaching import fill_teaching
from derman.site.demo.trackers import fill_trackers
from derman.site.demo.vendors import fill_vendors
from derman.tickets.models import Category, Ticket

OLDER = 320  # tickets behind those told by hand
WEEKS = 6
_AT_MOST_BEFORE = 1  # the welcome ticket of the wizard
AT_ONCE = 16  # tickets that are written between two steps of the progress bar
# percent of the work that is done after each part, by the time that each takes
PEOPLE, TICKETS, SERVICES, ARTICLES, REST = 20, 26, 42, 85, 95
type Say = Callable[[str], None]


class DeskInUse(Exception):
    """The desk has tickets; demo tickets among them would do harm."""


def main() -> int:
    """`derman demo`."""
    try:
        sign_ins = fill(say=lambda line: print(line, file=sys.stderr, flush=True))
    except DeskInUse as error:
        print(error, file=sys.stderr)
        return 1
    print(f"These people can sign in, all with the password: {cast.PASSWORD}")
    for name, email, what in sign_ins:
        print(f"  {email:22} {name:16} {what}")
    return 0


def fill(*, say: Say = lambda line: None) -> list[tuple[str, str, str]]:
    """Make the demo desk; returns who can sign in, as (name, address, what they are). Raises DeskInUse.

    How far it is stands in `kernel.progress` under DEMO.
    """
    if Ticket.objects.count() > _AT_MOST_BEFORE:
        raise DeskInUse(
            "This desk has tickets already. The demo needs a desk of its own: set DERMAN_DATA to a new folder."
        )
    with transaction.atomic():
        say("teams and people …")
        teams = _people()
        if not Mailbox.objects.exists():
            save_mailbox(actor=None, address=f"support@{cast.DOMAIN}", name="Ege Holding", is_default=True)
        given = [*_older(), *_told(clock.now())]
        say(f"{len(given)} tickets …")
        _write(given, teams)
        say("services and guided fixes …")
        fill_assets()
        _services()
        install_starting_set(actor=None)
        _far(SERVICES)
        say("articles …")
        fill_knowledge(lambda part: _far(SERVICES + (ARTICLES - SERVICES) * part))
        fill_teaching()
        fill_announcements()
        fill_saved_replies()
        fill_ratings()
        fill_promises()
        fill_planned()
        fill_problems()
        fill_vendors()
        fill_trackers()
        fill_majors()
        note_who_waits()
        fill_reading()
        _far(REST)
        say("search …")
        index_all()
        _far(100)
    return [
        (colleague.name, colleague.email, f"{colleague.role.label}, {', '.join(team.name for team in colleague.teams)}")
        for colleague in _signing_in()
    ] + [("Mert Kaya", _address("Mert Kaya"), str(Role.REQUESTER.label))]


def _far(percent: float) -> None:
    progress.set_progress(progress.DEMO, percent)


def _signing_in() -> list[cast.Colleague]:
    made = person_by_address(cast.ADMINISTRATOR.email) is not None
    return [*([cast.ADMINISTRATOR] if made else []), *cast.COLLEAGUES]


def _address(name: str) -> str:
    return f"{fold(name).replace(' ', '.')}@{cast.DOMAIN}"


def _people() -> dict[str, TeamRow]:
    # hashing is slow on purpose; they all have the same password
    password = make_password(cast.PASSWORD)
    if not administrator_exists():
        desk_actions.change_desk(actor=None, name="Ege Holding", language="en", languages=["en", "tr"])
        _colleague(cast.ADMINISTRATOR, password)
    _far(5)
    for place, colleague in enumerate(cast.COLLEAGUES, start=1):
        _colleague(colleague, password)
        _far(5 + (PEOPLE - 5) * place / (len(cast.COLLEAGUES) + len(cast.REQUESTERS)))
    teams: dict[str, TeamRow] = {}
    for team in cast.TEAMS:
        members = [
            person.pk
            for colleague in (*cast.COLLEAGUES, cast.ADMINISTRATOR)
            if team in colleague.teams and (person := person_by_address(colleague.email)) is not None
        ]
        known = TeamRow.objects.filter(name=team.name).first()
        if known is not None:
            members += known.memberships.values_list("person_id", flat=True)
        default = team is cast.L1 and not TeamRow.objects.filter(is_default=True).exclude(name=team.name).exists()
        teams[team.name] = people_actions.save_team(
            actor=None,
            team=known,
            name=team.name,
            tier=team.tier,
            closed=team.closed,
            is_default=default,
            members=members,
        )
    for place, (name, organisation, language) in enumerate(cast.REQUESTERS, start=len(cast.COLLEAGUES) + 1):
        house = Organisation.objects.get_or_create(name=organisation)[0]
        person = people_actions.find_or_add_requester(email=_address(name), name=name, language=language)
        Person.objects.filter(pk=person.pk).update(organisation=house)
        # as of people who have signed in by a link: a code can be sent to them
        person.addresses.filter(verified=False).update(verified=True, verified_at=clock.now())
        _far(5 + (PEOPLE - 5) * place / (len(cast.COLLEAGUES) + len(cast.REQUESTERS)))
    Person.objects.filter(addresses__folded=_address("Mert Kaya")).update(password=password)
    return teams


def _colleague(colleague: cast.Colleague, password: str) -> None:
    if person_by_address(colleague.email) is not None:
        return
    person = people_actions.add_person(
        actor=None,
        email=colleague.email,
        name=colleague.name,
        role=colleague.role,
        verified=True,
        language=colleague.language,
    )
    Person.objects.filter(pk=person.pk).update(title=colleague.title, password=password)
    for name in colleague.skills:
        skill = Skill.objects.get_or_create(name=name)[0]
        PersonSkill.objects.get_or_create(person=person, skill=skill, defaults={"level": 2})


def _given(colleague: cast.Colleague) -> GivenPerson:
    return GivenPerson(colleague.name, colleague.email, True, colleague.language)


def _told(now: datetime) -> Iterator[GivenTicket]:
    for story in sorted(STORIES, key=lambda story: -story.age):
        yield _story(story, now)


def _story(story: Story, now: datetime) -> GivenTicket:
    requester = GivenPerson(story.requester, _address(story.requester))
    at = created = now - timedelta(hours=story.age)
    messages = []
    for turn in story.turns:
        at += timedelta(minutes=turn.after)
        author = _given(turn.by) if turn.by is not None else requester
        messages.append(
            GivenMessage(author, turn.by is not None, turn.public, turn.text, at, tuple(map(_given, turn.mentions)))
        )
    return GivenTicket(
        number=None,
        subject=story.subject,
        language=story.language,
        requester=requester,
        team=story.team.name,
        status=story.status,
        priority=story.priority,
        assignee=_given(story.assignee) if story.assignee is not None else None,
        created=created,
        messages=messages,
        channel=story.channel,
        waiting_for=story.waiting_for,
        category=story.category,
        kind=story.kind,
    )


def _older() -> Iterator[GivenTicket]:
    """Made-up tickets of the last weeks, given to the people of this desk."""
    rnd = random.Random(7)  # noqa: S311 -- nothing secret
    made = MadeUp(7, OLDER)
    by_team = {
        team.name: [_given(colleague) for colleague in cast.COLLEAGUES if team in colleague.teams]
        for team in cast.TEAMS
    }
    requesters = [GivenPerson(name, _address(name), False, language) for name, _house, language in cast.REQUESTERS]
    now = clock.now()
    names = {"L4 Vendor": cast.VENDOR.name}
    for place, ticket in enumerate(made.tickets(4)):
        created = _in_office_hours(now - timedelta(weeks=WEEKS) * (1 - place / OLDER) - timedelta(hours=10), rnd)
        team = names.get(ticket.team or "", ticket.team or "")
        agent = rnd.choice(by_team[team])
        alike = [person for person in requesters if person.language == ticket.language]
        if ticket.status == "spam":
            # made-up tickets are all requests for help; the unwanted mail of this desk is told by hand
            ticket = replace(ticket, status="closed")
        yield _retold(ticket, team, agent, rnd.choice(alike), created, rnd)


def _in_office_hours(moment: datetime, rnd: random.Random) -> datetime:
    while moment.weekday() > 4:
        moment -= timedelta(days=1)
    return moment.replace(hour=rnd.randrange(5, 15), minute=rnd.randrange(60), second=rnd.randrange(60))


def _retold(
    ticket: GivenTicket,
    team: str,
    agent: GivenPerson,
    requester: GivenPerson,
    created: datetime,
    rnd: random.Random,
) -> GivenTicket:
    messages: list[GivenMessage] = []
    at = created
    # an unresolved ticket has not come to its last message, the solution
    told = ticket.messages if ticket.status in ("resolved", "closed") else ticket.messages[: rnd.randrange(1, 4)]
    if ticket.status == "new":
        told = ticket.messages[:1]
    for message in told:
        author = agent if message.staff else requester
        text = message.text.replace(message.author.name, author.name)
        messages.append(GivenMessage(author, message.staff, message.public, text, at))
        at += timedelta(minutes=rnd.randrange(4, 240))
    latest = clock.now() - timedelta(minutes=30)
    messages = [replace(message, at=min(message.at or at, latest)) for message in messages]
    taken = ticket.assignee is not None or any(message.staff for message in messages)
    return replace(
        ticket, team=team, requester=requester, assignee=agent if taken else None, created=created, messages=messages
    )


def _write(given: list[GivenTicket], teams: dict[str, TeamRow]) -> None:
    people = People()
    everybody = {person.email: person for ticket in given for person in _named(ticket)}
    people.add(list(everybody.values()), role_of=lambda person: Role.AGENT if person.staff else Role.REQUESTER)
    categories = list(Category.objects.filter(parent=None).order_by("position", "id").values_list("pk", flat=True))
    rows = Rows(people, {name: (team.pk, team.tier) for name, team in teams.items()}, categories)
    told = sorted(given, key=lambda ticket: ticket.created)
    for start in range(0, len(told), AT_ONCE):
        rows.write(told[start : start + AT_ONCE])
        _far(PEOPLE + (TICKETS - PEOPLE) * min(1, (start + AT_ONCE) / len(told)))


def _services() -> None:
    """The catalogue, and two requests on their way."""
    mert, selin, lead, owner = (
        person_by_address(address)
        for address in (_address("Mert Kaya"), _address("Selin Aksoy"), cast.LEYLA.email, cast.TARIK.email)
    )
    administrator = Person.objects.filter(role=Role.ADMINISTRATOR, is_active=True).first()
    if not (mert and selin and lead and owner and administrator):
        return
    Person.objects.filter(pk__in=[mert.pk, selin.pk]).update(manager=lead)
    mert.manager = selin.manager = lead
    catalogue.ask(catalogue.fill(actor=administrator, owner=owner), requester=mert, colleague=selin)


def _named(ticket: GivenTicket) -> Iterator[GivenPerson]:
    yield ticket.requester
    if ticket.assignee is not None:
        yield ticket.assignee
    for message in ticket.messages:
        yield message.author
        yield from message.mentions
