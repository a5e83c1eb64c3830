"""Made-up months of a desk with a season, in Turkish and English, with causes in them: the measure of the radar."""

from __future__ import annotations

import math
import random
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from derman.radar import detecting
from derman.radar.seasons import Counts
from derman.radar.signs import Seen, signs_of

BEGIN = datetime(2026, 1, 5, tzinfo=UTC)  # a Monday
# things that go wrong every day, with how often; a part of them in Turkish
TOPICS = (
    ("Password expired", "Şifremin süresi doldu", 1, 9),
    ("Account locked", "Hesabım kilitlendi", 1, 7),
    ("Printer prints nothing", "Yazıcı yazdırmıyor", 2, 6),
    ("Paper jam on printer", "Yazıcıda kağıt sıkıştı", 2, 3),
    ("VPN asks for the code again", "VPN tekrar kod istiyor", 3, 4),
    ("Cannot connect to VPN from home", "Evden VPN bağlanmıyor", 3, 4),
    ("Outlook is slow", "Outlook yavaş", 4, 5),
    ("Mailbox is full", "Posta kutum doldu", 4, 3),
    ("Laptop is slow", "Dizüstü yavaşladı", 5, 5),
    ("Screen stays black", "Ekran siyah kalıyor", 5, 2),
    ("New laptop for a colleague", "Yeni çalışan için dizüstü", 5, 3),
    ("ERP invoice cannot be posted", "ERP fatura kaydedilmiyor", 6, 4),
    ("ERP report is empty", "ERP raporu boş geliyor", 6, 2),
    ("Access to a shared folder", "Ortak klasöre erişim", 7, 5),
    ("Teams microphone is silent", "Teams mikrofonum çalmıyor", 8, 3),
    ("Wi-Fi is weak in the meeting room", "Toplantı odasında kablosuz zayıf", 9, 3),
    ("Phone does not ring", "Telefon çalmıyor", 10, 2),
    ("Virus warning", "Virüs uyarısı", 11, 2),
    ("Software licence expired", "Yazılım lisansı bitti", 12, 2),
    ("Mouse broken", "Fare bozuldu", 5, 2),
)
# what all of a sudden troubles many, said in several ways
CAUSES = (
    ("VPN drops every ten minutes", "VPN on dakikada bir kopuyor", 3),
    ("Wi-Fi gone on floor three", "Üçüncü katta kablosuz yok", 9),
    ("ERP shows timeout", "ERP zaman aşımı veriyor", 6),
    ("Mails arrive late", "Postalar geç geliyor", 4),
    ("Printer queue stuck after update", "Yazıcı kuyruğu güncellemeden sonra takıldı", 2),
    ("Certificate warning in browser", "Tarayıcıda sertifika uyarısı", 11),
    ("File server SRV-FS02 unreachable", "SRV-FS02 sunucusuna ulaşılamıyor", 7),
    ("Teams does not start", "Teams açılmıyor", 8),
    ("Badge reader rejects card", "Kart okuyucu kartı reddediyor", None),
    ("Payroll portal blank page", "Bordro portalı boş sayfa", None),
)
PREFIXES = ("", "", "", "Re: ", "Urgent: ", "Acil: ", "Again: ", "Merhaba, ")
SUFFIXES = ("", "", " since this morning", " please help", " - sabahtan beri", " lütfen", " at my desk", " yardım")


@dataclass
class Month:
    """What came in, and which of it belongs to which cause."""

    tickets: list[Seen] = field(default_factory=list)
    causes: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))  # cause → numbers


def pace(at: datetime, per_day: float) -> float:
    """Tickets an hour: mornings, few at night, Mondays most, weekends hardly any."""
    weekday, hour = at.weekday(), at.hour + at.minute / 60
    day = (1.35, 1.05, 1.0, 0.95, 0.85, 0.12, 0.10)[weekday]
    shape = math.exp(-((hour - 10) ** 2) / 6) + 0.75 * math.exp(-((hour - 14.5) ** 2) / 8) + 0.02
    return per_day * day * shape / 8.2


def lived(seed: int, *, weeks: int, per_day: float, outages_per_week: float, quiet_weeks: int) -> Month:
    """So many weeks; outages begin after `quiet_weeks`."""
    dice, month = random.Random(seed), Month()
    at, number, cause = BEGIN, 0, 0
    weights = [topic[3] for topic in TOPICS]
    coming: list[tuple[datetime, int, tuple[str, str, int | None]]] = []
    end = BEGIN + timedelta(weeks=weeks)
    wanted = outages_per_week / (5 * 9 * 60)
    while at < end:
        at += timedelta(minutes=1)
        busy = 1.0 + (0.6 if (at.isocalendar().week * 7 + seed) % 5 == 0 and at.weekday() == 0 else 0.0)
        lam = pace(at, per_day) / 60 * busy
        for _once in range(_poisson(dice, lam)):
            topic = dice.choices(TOPICS, weights)[0]
            number += 1
            month.tickets.append(_ticket(dice, number, at, topic[:3]))
        working = at.weekday() < 5 and 8 <= at.hour < 17
        if working and at > BEGIN + timedelta(weeks=quiet_weeks) and dice.random() < wanted:
            cause += 1
            kind, size, minutes = dice.choice(CAUSES), dice.randint(6, 40), dice.uniform(20, 90)
            coming += [(at + timedelta(minutes=minutes * dice.betavariate(1.2, 2)), cause, kind) for _o in range(size)]
            coming.sort(key=lambda one: one[0], reverse=True)
        while coming and coming[-1][0] <= at:
            _when, which, kind = coming.pop()
            number += 1
            month.tickets.append(_ticket(dice, number, at, kind))
            month.causes[which].append(number)
    return month


def _ticket(dice: random.Random, number: int, at: datetime, kind: tuple[str, str, int | None]) -> Seen:
    words = kind[0] if dice.random() < 0.45 else kind[1]
    if dice.random() < 0.15:  # said in words of one's own
        parts = words.split()
        words = " ".join(dice.sample(parts, max(1, len(parts) - 1)))
    subject = dice.choice(PREFIXES) + words + dice.choice(SUFFIXES)
    category = kind[2] if dice.random() < 0.5 else None
    return Seen(number, dice.randint(1, 900), at, signs_of(subject, category=category, place=dice.randint(1, 8)))


def _poisson(dice: random.Random, lam: float) -> int:
    limit, product, count = math.exp(-lam), dice.random(), 0
    while product > limit:
        product *= dice.random()
        count += 1
    return count


@dataclass
class Measured:
    """How good the radar was."""

    announced: int = 0
    right: int = 0
    causes: int = 0
    found: int = 0
    delays: list[float] = field(default_factory=list)  # minutes after the fifth ticket
    weeks: float = 0

    @property
    def precision(self) -> float:
        return self.right / self.announced if self.announced else 1.0

    @property
    def recall(self) -> float:
        return self.found / self.causes if self.causes else 1.0


def measured(month: Month, *, from_week: int) -> Measured:
    """Run the radar's own code over it, each minute in which something came."""
    of = {number: cause for cause, numbers in month.causes.items() for number in numbers}
    result, counts, window = Measured(), Counts(), deque[Seen]()
    known: dict[str, datetime] = {}  # signs of surges that were announced, and until when they go on
    found: set[int] = set()
    begin = BEGIN + timedelta(weeks=from_week)
    for at, some in _by_minute(month.tickets):
        for seen in some:
            counts.add(seen)
            window.append(seen)
        while window and window[0].at <= at - detecting.WINDOW:
            window.popleft()
        if at < begin:
            continue
        candidates = detecting.candidates(window)
        if not candidates:
            continue
        season = counts.season(candidates, at)
        for one in detecting.surges(candidates, season, total=len(window)):
            new = not any(known.get(sign, BEGIN) > at for sign in one.signs)
            for sign in one.signs:
                known[sign] = at + timedelta(hours=24)
            if not new:
                continue
            result.announced += 1
            causes = [of[number] for number in one.tickets if number in of]
            top = max(set(causes), key=causes.count, default=None)
            if top is not None and causes.count(top) >= 0.5 * len(one.tickets):
                result.right += 1
                if top not in found:
                    found.add(top)
                    fifth = month.tickets[month.causes[top][4] - 1].at
                    result.delays.append(max(0.0, (at - fifth).total_seconds() / 60))
    mine = {c: n for c, n in month.causes.items() if len(n) >= 5 and month.tickets[n[0] - 1].at >= begin}
    # one that is like another of the same day goes on in that
    result.causes, result.found = len(mine), len(found & set(mine))
    last = month.tickets[-1].at
    result.weeks = (last - begin) / timedelta(weeks=1)
    return result


def _by_minute(tickets: list[Seen]) -> Iterator[tuple[datetime, list[Seen]]]:
    some: list[Seen] = []
    for seen in tickets:
        if some and seen.at != some[0].at:
            yield some[0].at, some
            some = []
        some.append(seen)
    if some:
        yield some[0].at, some
