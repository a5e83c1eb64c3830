"""Made-up tickets, the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from derman.kernel.folding import fold
from derman.site.bench import names
from derman.site.bench.given import GivenMessage, GivenPerson, GivenTicket
from derman.site.bench.topics import ENGLISH, Topic
from derman.site.bench.topics_tr import TURKISH

TOPICS = (*ENGLISH, *TURKISH)
AGENTS = 20
DOMAIN = "ege.example"

# name, tier, closed
TEAMS = (
    ("L1 Front line", 1, False),
    ("L2 Network", 2, False),
    ("L2 Systems", 2, False),
    ("L3 ERP", 3, False),
    ("L4 Vendor", 4, False),
    ("Human resources", 2, True),
)
SPAN = timedelta(days=730)  # over which the tickets arrived
LAST = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)  # fixed, so that the same seed gives the same desk
_OPEN_STATUSES = ("new", "open", "open", "waiting")
_PRIORITIES = ("critical", *["high"] * 4, *["normal"] * 12, *["low"] * 3)
_CHANNELS = (*["email"] * 14, *["portal"] * 4, "phone", "phone")
_WAITING = ("requester", "requester", "vendor", "change")


class MadeUp:
    """The people of a made-up desk, and its tickets."""

    def __init__(self, seed: int, tickets: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 -- nothing secret
        self.count = tickets
        self.agents = [self._person(place, staff=True) for place in range(AGENTS)]
        self.requesters = [self._person(place, staff=False) for place in range(max(40, min(20_000, tickets // 20)))]
        # an agent belongs to one or two teams; the closed one has two members
        self.members = {
            team: [agent for place, agent in enumerate(self.agents) if place % 5 == index or place % 7 == index]
            for index, (team, _tier, closed) in enumerate(TEAMS)
            if not closed
        } | {TEAMS[5][0]: self.agents[18:20]}
        self._topics = [topic for topic in TOPICS for _ in range(topic.share)]

    def _person(self, place: int, *, staff: bool) -> GivenPerson:
        pick = self.random.choice
        name = f"{pick(names.FIRST_NAMES)} {pick(names.LAST_NAMES)}"
        mark = f"agent{place + 1}" if staff else f"{fold(name).replace(' ', '.')}.{place + 1}"
        return GivenPerson(name, f"{mark}@{DOMAIN}", staff, self.random.choices(["tr", "en"], [7, 3])[0])

    def tickets(self, messages: int) -> Iterator[GivenTicket]:
        """All tickets, oldest first, with `messages` messages each."""
        pick = self.random.choice
        for place in range(self.count):
            # the newest tickets are those in work; now and then an old one was left
            age = (self.count - place) / self.count
            unresolved = self.random.random() < (0.75 if age < 0.1 else 0.028)
            created = LAST - SPAN * (age**1.3) + timedelta(seconds=self.random.randrange(3600))
            topic = pick(self._topics)
            yield self._ticket(topic, created, unresolved=unresolved, messages=messages)

    def _ticket(self, topic: Topic, created: datetime, *, unresolved: bool, messages: int) -> GivenTicket:
        pick, chance = self.random.choice, self.random.random
        requester = pick(self.requesters)
        team = TEAMS[topic.team if chance() < 0.7 else (4 if chance() < 0.05 else 0)][0]
        if topic.team == 5:
            team = TEAMS[5][0]
        agent = pick(self.members[team])
        status = pick(_OPEN_STATUSES) if unresolved else ("resolved" if chance() < 0.2 else "closed")
        if not unresolved and chance() < 0.01:
            status = "spam"
        things = self.things(topic.language)
        return GivenTicket(
            number=None,
            subject=pick(topic.subjects).format_map(things),
            language=topic.language,
            requester=requester,
            team=team,
            status=status,
            priority=pick(_PRIORITIES),
            assignee=None if status == "new" or (unresolved and chance() < 0.3) else agent,
            created=created,
            messages=list(self._conversation(topic, things, requester, agent, created, messages)),
            channel=pick(_CHANNELS),
            waiting_for=pick(_WAITING) if status == "waiting" else "",
            category=topic.category,
            kind="request" if topic.category in (6, 7) else "incident",
        )

    def _conversation(
        self,
        topic: Topic,
        things: dict[str, str],
        requester: GivenPerson,
        agent: GivenPerson,
        created: datetime,
        messages: int,
    ) -> Iterator[GivenMessage]:
        pick, chance = self.random.choice, self.random.random
        at = created
        for turn in range(messages):
            at += timedelta(minutes=self.random.randrange(3, 400)) if turn else timedelta()
            if turn == 0:
                text = self._letter(topic.language, pick(topic.openings), things, requester)
                yield GivenMessage(requester, False, True, text, at)
            elif turn == messages - 1 and messages > 2:
                text = self._letter(topic.language, pick(topic.solutions), things, agent)
                yield GivenMessage(agent, True, True, text, at)
            elif turn % 3 == 1:
                yield GivenMessage(
                    agent, True, True, self._letter(topic.language, pick(topic.replies), things, agent), at
                )
            elif turn % 3 == 2 and chance() < 0.35:
                yield GivenMessage(agent, True, False, pick(topic.notes).format_map(things), at)
            else:
                text = self._letter(topic.language, pick(topic.followups), things, requester)
                yield GivenMessage(requester, False, True, text, at)

    def _letter(self, language: str, sentence: str, things: dict[str, str], author: GivenPerson) -> str:
        pick = self.random.choice
        parts = [pick(names.GREETINGS[language]), sentence.format_map(things)]
        if self.random.random() < 0.12:
            word = pick(names.SELDOM[language])
            parts[1] += " " + pick(names.SELDOM_SENTENCES[language]).format(word=word)
        parts.append(f"{pick(names.THANKS[language])}\n{author.name}".strip())
        return "\n\n".join(part for part in parts if part)

    def things(self, language: str) -> dict[str, str]:
        rnd = self.random
        number = rnd.randrange
        code = pick_error(rnd)
        return {
            "host": f"{rnd.choice(names.HOSTS)}-{rnd.choice(names.PLACES)}-{number(1, 90):02}",
            "ip": f"10.{number(1, 60)}.{number(256)}.{number(1, 255)}",
            "tag": f"EGE-{rnd.choice(('LT', 'PC', 'MB'))}-{number(100_000):05}",
            "app": rnd.choice(names.APPS),
            "error": code,
            "floor": str(number(1, 13)),
            "city": rnd.choice(names.CITIES),
            "printer": f"PRN{number(1, 400):03}",
            "doc": rnd.choice(names.DOCUMENTS[language]),
            "amount": str(number(2, 9_000)),
        }


def pick_error(rnd: random.Random) -> str:
    """A code as programs show them; most are seldom, some come again and again."""
    kind = rnd.randrange(5)
    if kind == 0:
        return f"0x8007{rnd.randrange(0x10000):04X}"
    if kind == 1:
        return f"ORA-{rnd.randrange(30_000):05}"
    if kind == 2:
        return f"ERR_{rnd.choice(('TIMEOUT', 'CONNECTION_RESET', 'CERT_INVALID', 'NAME_NOT_RESOLVED'))}"
    if kind == 3:
        return rnd.choice(("809", "691", "720", "550 5.7.1", "0x00000124", "DUMP_TIME_OUT"))
    return f"E{rnd.randrange(1_000, 9_999)}"
