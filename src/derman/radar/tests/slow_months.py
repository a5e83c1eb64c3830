"""Made-up months in which something breaks a little every day: the measure of what the radar says recurs."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from derman.radar import recurring
from derman.radar.recurring import WINDOW, Days
from derman.radar.seasons import ALL, HISTORY
from derman.radar.signs import Seen, signs_of
from derman.radar.tests.months import BEGIN, PREFIXES, SUFFIXES, lived

# what breaks one by one, day after day, said in several ways
SLOW = (
    ("Docking station loses the screen", "Bağlantı istasyonu ekranı kaybediyor", 5),
    ("Headset crackles in calls", "Kulaklık görüşmede cızırdıyor", 8),
    ("Signature vanishes after sending", "Gönderince imza kayboluyor", 4),
    ("Scanner PR-77 makes empty pages", "PR-77 tarayıcısı boş sayfa veriyor", 2),
    ("Single sign-on asks twice", "Tek oturum iki kez soruyor", 1),
    ("Timesheet forgets hours", "Puantaj saatleri unutuyor", 6),
)
LASTS = timedelta(days=21)


@dataclass
class Looked:
    """What was announced in so many weeks, how much of it was right, and how many causes were found, how soon."""

    announced: int
    right: int
    causes: int
    found: int
    days: list[int]  # from a cause's first ticket until it was announced
    weeks: float


def looked_back(seed: int, *, weeks: int, per_day: float, causes: int, outages_per_week: float = 1.0) -> Looked:
    """Live so many weeks, the first eight of them quiet, and look back each night with the radar's own code."""
    dice = random.Random(seed)
    month = lived(seed, weeks=weeks, per_day=per_day, outages_per_week=outages_per_week, quiet_weeks=8)
    of: dict[int, str] = {number: "outage" for numbers in month.causes.values() for number in numbers}
    tickets, number = list(month.tickets), 1_000_000
    for name, kind in zip("abcdef", dice.sample(SLOW, causes), strict=False):
        at = BEGIN + timedelta(weeks=8, days=dice.uniform(1, 7 * (weeks - 8) - 22))
        until = at + LASTS
        while at < until:
            at += timedelta(days=dice.expovariate(1.3))
            if at.weekday() < 5:
                number += 1
                words = dice.choice(PREFIXES) + kind[dice.random() < 0.55] + dice.choice(SUFFIXES)
                category = kind[2] if dice.random() < 0.5 else None
                signs = signs_of(words, category=category, place=dice.randint(1, 8))
                tickets.append(Seen(number, dice.randint(1, 900), at, signs))
                of[number] = name
    tickets.sort(key=lambda one: one.at)
    return _nights(tickets, of, weeks, causes)


def _nights(tickets: list[Seen], of: dict[int, str], weeks: int, causes: int) -> Looked:
    known: dict[str, datetime] = {}
    result = Looked(0, 0, causes, 0, [], weeks - 8)
    first = {name: min(one.at for one in tickets if of.get(one.number) == name) for name in {*of.values()} - {"outage"}}
    met = set[str]()
    for night in range(8 * 7, weeks * 7):
        now = BEGIN + timedelta(days=night, hours=4)
        window = [one for one in tickets if now - WINDOW <= one.at < now]
        found = recurring.recurrences(recurring.often(_days(tickets, window, now)), window)
        for one in found:
            new = not any(known.get(sign, BEGIN) > now for sign in one.signs)
            for sign in one.signs:
                known[sign] = now + timedelta(days=28)
            if not new:
                continue
            result.announced += 1
            named = [of[number] for number in one.tickets if number in of]
            top = max(set(named), key=named.count, default="")
            if top and named.count(top) >= len(one.tickets) / 2:
                result.right += 1
                if top != "outage" and top not in met:
                    met.add(top)
                    result.days.append((now - first[top]).days)
    result.found = len(met)
    return result


def _days(tickets: list[Seen], window: list[Seen], now: datetime) -> dict[str, Days]:
    recent: dict[str, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    before: dict[str, int] = defaultdict(int)
    for one in window:
        for sign in (ALL, *one.signs):
            recent[sign][one.at.date()] += 1
    for one in tickets:
        if now - HISTORY <= one.at < now - WINDOW:
            for sign in (ALL, *one.signs):
                before[sign] += 1
    return {sign: Days(tuple(counts.values()), before[sign]) for sign, counts in recent.items()}
