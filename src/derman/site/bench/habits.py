"""What a desk is made to do for the craft of its agents: many rules, fields and views at once, made up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.utils.translation import override

from derman.automation import actions as automation
from derman.automation.given import Given
from derman.automation.models import Rule
from derman.automation.stamping import changed
from derman.people.models import Team
from derman.site.bench.measures import NothingToMeasure, common_words, words
from derman.tickets import actions
from derman.tickets.models import OwnField, Ticket
from derman.views.models import Group, Layout, Order, SavedView

NAMED = "Bench "
VALUED = 200_000  # tickets, the newest ones, in whose fields something stands
TYPES = ("text", "number", "date", "yes_no", "choice")
COLOURS = [{"labels": {"en": "Red"}}, {"labels": {"en": "Blue"}}]
# what views ask: plain, odd, and hard for a plan; {word}, {common} and {team} differ from view to view
ASKED = (
    "is:open",
    'is:open team:"{team}"',
    "is:open assignee:me",
    "is:open assignee:nobody priority:critical,high",
    "is:open due<4h",
    "is:open due:late",
    "is:open due:none",
    "is:open created>30d",
    "is:open created<2d -tag:vip",
    "updated:today",
    "is:open updated>7d",
    "is:open {word}",
    "is:open {common}",
    "{common} -{word}",
    "is:open field.bench_1:x7",
    "is:open field.bench_2>990",
    "is:open field.bench_2<5 {common}",
    "is:open field.bench_3<2026-02-01",
    "is:open field.bench_4:any",
    "is:open field.bench_5:Red",
    "is:open field.bench_6:none",
    'is:open field.bench_5:Blue team:"{team}" {common}',
    "is:waiting waiting:requester updated>3d",
    "resolved<7d",
    "is:closed closed>90d {common}",
    "is:open channel:phone kind:request",
    "is:open channel:template",
    "is:open spent>1h",
    "is:open watcher:me",
    "is:open org:none",
    "is:open category:none priority:low",
    "-is:closed -is:spam -is:resolved",
    "{word}",
)
_VALUES = """
INSERT INTO tickets_ownvalues AS kept (ticket_id, "values")
SELECT number, jsonb_build_object(
    'bench_1', 'x' || number %% 97, 'bench_2', number %% 1000,
    'bench_3', to_char(date '2026-01-01' + (number %% 365)::int, 'YYYY-MM-DD'),
    'bench_4', CASE WHEN number %% 2 = 0 THEN 'yes' ELSE 'no' END,
    'bench_5', CASE WHEN number %% 10 = 0 THEN 'c1' ELSE 'c2' END,
    'bench_41', 'line ' || number, 'bench_42', number, 'bench_45', 'c1')
FROM (SELECT number FROM tickets_ticket ORDER BY number DESC LIMIT %s) newest
ON CONFLICT (ticket_id) DO UPDATE SET "values" = kept."values" || excluded."values"
WHERE NOT kept."values" ? 'bench_1'
"""


def fill(*, rules: int, fields: int, views: int, say: Callable[[str], None]) -> None:
    """So many of each, those that are there counted; what is more stays. Raises NothingToMeasure."""
    if not Ticket.objects.exists():
        raise NothingToMeasure("There are no tickets. Fill the desk first: derman bench seed --tickets 1000")
    with override("en"):
        _fields(fields, say)
        _rules(rules, say)
        _views(views, say)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE tickets_ownvalues")


def _fields(wanted: int, say: Callable[[str], None]) -> None:
    there = set(OwnField.objects.filter(key__startswith="bench_").values_list("key", flat=True))
    for number in range(1, wanted + 1):
        if f"bench_{number}" not in there:
            asks = TYPES[(number - 1) % len(TYPES)]
            choices = COLOURS if asks == "choice" else ()
            actions.save_field(
                actor=None, labels={"en": f"{NAMED}{number}"}, asks=asks, choices=choices, key=f"bench_{number}"
            )
    say("values of fields …")
    with connection.cursor() as cursor:
        cursor.execute(_VALUES, [VALUED])


def _rules(wanted: int, say: Callable[[str], None]) -> None:
    say("rules …")
    there = Rule.objects.filter(name__startswith=NAMED, removed_at=None).count()
    seldom = words(least=2, most=50, limit=100) or ["turnike"]
    teams = list(Team.objects.order_by("pk").values_list("pk", flat=True))
    with transaction.atomic():
        for number in range(there + 1, wanted + 1):
            given = Given(
                name=f"{NAMED}{number}",
                when=("opened", "received", "status")[number % 3],
                conditions=_conditions(number, seldom, teams),
                steps=[{"do": "tag", "to": f"bench-{number}"}, {"do": "note", "text": "Seen by a rule."}],
            )
            automation.save(actor=None, given=given)
        Rule.objects.filter(name__startswith=NAMED, removed_at=None).update(active=True)
        changed()


def _conditions(number: int, seldom: list[str], teams: list[int]) -> dict[str, Any]:
    """As people write them: priorities, words, a team, a field, and something that must not be so."""
    word = {"key": "words", "values": [seldom[number % len(seldom)]]}
    field = {"key": f"field.bench_{1 + number % 2 * 40}", "values": [f"x{number}"]}
    either: list[dict[str, Any]] = [word, field]
    if teams:
        team = {"key": "team", "values": [teams[number % len(teams)]]}
        either.append({"all": [word, team, {"key": "due", "values": ["4h"], "sign": "<"}]})
    return {
        "all": [
            {"key": "priority", "values": ["critical", "high", "normal"]},
            {"any": either},
            {"none": [{"key": "tag", "values": ["vip"]}, {"key": "automatic", "values": ["yes"]}]},
        ]
    }


def _views(wanted: int, say: Callable[[str], None]) -> None:
    say("views …")
    there = SavedView.objects.filter(name__startswith=NAMED, removed_at=None).count()
    seldom, often = words(least=2, most=50, limit=40) or ["turnike"], common_words(8) or ["merhaba"]
    teams = list(Team.objects.filter(closed=False).order_by("pk").values_list("name", flat=True)) or ["none"]
    made = []
    for number in range(there, wanted):
        places = {"word": seldom[number % len(seldom)], "common": often[number % len(often)]}
        made.append(
            SavedView(
                name=f"{NAMED}{number + 1}",
                query=ASKED[number % len(ASKED)].format(team=teams[number % len(teams)], **places),
                order=Order.values[number % len(Order.values)],
                layout=Layout.values[number // 2 % len(Layout.values)],
                group=Group.values[number % len(Group.values)],
                position=number,
            )
        )
    SavedView.objects.bulk_create(made)
