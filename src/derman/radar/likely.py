"""New tickets that look as if they belonged to a major incident that goes on: they share its telling signs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from derman.kernel import clock, sql
from derman.kernel.folding import fold
from derman.majors.actions import offer
from derman.majors.queries import Goes, going_on
from derman.radar.signs import Seen, signs_of

BACK = timedelta(hours=6)  # before it began: whoever noticed first
MOST = 3_000  # tickets that are looked back at
ENOUGH = 2  # words of the title or of the joined tickets that a ticket has to share; two together are one sign more
COMMON = 0.3  # a word that so many of the joined tickets have is telling
_KIND = {"w": 1.0, "a": 2.0, "c": 0.5, "p": 0.5}

# from the end of the primary key: the newest tickets are looked through, however many there are
_SINCE = """
SELECT t.number, t.requester_id, t.created_at, t.subject, t.excerpt, t.category_id, asker.organisation_id
FROM (SELECT * FROM tickets_ticket ORDER BY number DESC LIMIT %(most)s) t
JOIN people_person asker ON asker.id = t.requester_id
LEFT JOIN people_team team ON team.id = t.team_id
WHERE t.created_at > %(since)s AND t.kind = 'incident' AND t.status IN ('new', 'open', 'waiting')
    AND team.closed IS NOT TRUE AND t.merged_into_id IS NULL
ORDER BY t.number DESC
"""


_SUBJECTS = "SELECT number, subject FROM tickets_ticket WHERE number = ANY(%s)"
_WORD = re.compile(r"[^\W\d_]{3,}")


def profile(row: Goes) -> dict[str, float]:
    """The signs that tell a major incident, with their weight: of its words, and what its tickets have in common."""
    words = {sign for text in row.words for sign in signs_of(text)}
    counted: Counter[str] = Counter()
    for subject, category, place in row.tickets:
        counted.update(signs_of(subject, category=category, place=place))
    least = max(2, COMMON * len(row.tickets))
    telling = {sign for sign, n in counted.items() if n >= least}
    return {sign: _KIND.get(sign[0], 0.0) for sign in words | telling}


def shared(told: Mapping[str, float], signs: Iterable[str]) -> list[str]:
    """The words and codes that a ticket shares with it, where they are enough; a category alone is nothing."""
    common = [sign for sign in signs if sign in told]
    single = [sign for sign in common if sign[0] in "wa" and " " not in sign]
    if not single or sum(told[sign] for sign in common if " " not in sign) < ENOUGH:
        return []
    return sorted(sign[2:] for sign in single)


def offer_among(new: Sequence[Seen]) -> int:
    """Offer those of the new tickets that look so; how many. 2 statements, and none more where nothing goes on."""
    if not new:
        return 0
    return sum(_offer(row, new) for row in going_on())


def look_back(major: int) -> int:
    """What came before it was declared, or since; how many were offered."""
    row = next((one for one in going_on() if one.pk == major), None)
    if row is None:
        return 0
    values = {"since": row.began_at - BACK, "most": MOST}
    seen = [
        Seen(number, requester, at, signs_of(subject, excerpt, category=category, place=place))
        for number, requester, at, subject, excerpt, category, place in sql.rows(_SINCE, values)
    ]
    return _offer(row, seen)


def _offer(row: Goes, seen: Sequence[Seen]) -> int:
    told = profile(row)
    since = row.began_at - BACK
    found = {one.number: words for one in seen if one.at > since and (words := shared(told, one.signs))}
    if not found:
        return 0
    subjects = dict(sql.rows(_SUBJECTS, [list(found)]))
    spoken = {
        number: [_as_written(word, subjects.get(number, "")) for word in words] for number, words in found.items()
    }
    return offer(major=row.pk, found=spoken)


def _as_written(stem: str, subject: str) -> str:
    """The word of which `stem` is the beginning, as it stands in the subject; a code stays as it is."""
    return next((word for word in _WORD.findall(subject) if fold(word).startswith(stem)), stem)


def look_around() -> None:
    """All that go on, with what came since: also tickets whose words were read late. For the worker, now and then."""
    for row in going_on():
        if row.declared_at > clock.now() - timedelta(days=7):
            look_back(row.pk)
