"""`derman bench …`: fill a desk, and measure what it holds."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words behind `derman bench`."""
    what = parser.add_subparsers(dest="bench", required=True, metavar="seed|ledger|run|craft|many|answers")
    seed = what.add_parser("seed", help="fill the desk with made-up or with given tickets, or with articles")
    source = seed.add_mutually_exclusive_group(required=True)
    source.add_argument("--tickets", type=_positive, metavar="N", help="so many made-up tickets")
    source.add_argument("--jsonl", type=Path, metavar="FILE", help="the tickets of FILE, a JSON object a line")
    source.add_argument("--articles", type=_positive, metavar="N", help="so many made-up articles")
    seed.add_argument("--seed", type=int, default=1, metavar="S", help="the same number makes the same tickets")
    seed.add_argument("--messages-per-ticket", type=_positive, default=4, metavar="M")
    ledger = what.add_parser("ledger", help="fill the ledger with mails that were filed long ago, and the outbox")
    ledger.add_argument("--mails", type=_positive, required=True, metavar="N", help="so many of each")
    run = what.add_parser("run", help="measure what the desk holds")
    run.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    run.add_argument("--base", action="store_true", help="the same measures on a scratch desk of 1,000 tickets too")
    run.add_argument("--rounds", type=_positive, default=40, metavar="N", help="requests for each figure")
    run.add_argument("--port", type=_positive, default=8290, help="first of two free ports on this machine")
    run.add_argument("--no-mail", action="store_true", help="leave out the figures of mail")
    craft = what.add_parser("craft", help="measure a desk with many rules, fields and views, which it gets and keeps")
    craft.add_argument("--rules", type=_positive, default=200, metavar="N", help="so many rules that are on")
    craft.add_argument("--fields", type=_positive, default=50, metavar="N", help="so many fields of its own")
    craft.add_argument("--views", type=_positive, default=100, metavar="N", help="so many views for everybody")
    craft.add_argument("--rounds", type=_positive, default=40, metavar="N", help="requests for each figure")
    craft.add_argument("--port", type=_positive, default=8290, help="a free port on this machine")
    craft.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    many = what.add_parser("many", help="measure each verb over many tickets at once, and its way back")
    many.add_argument("--tickets", type=_positive, default=1000, metavar="N", help="so many at once")
    many.add_argument("--port", type=_positive, default=8290, help="a free port on this machine")
    many.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    answers = what.add_parser("answers", help="measure how long answers from the articles take")
    answers.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    answers.add_argument("--rounds", type=_positive, default=60, metavar="N", help="questions for each figure")


def _positive(text: str) -> int:
    number = int(text.replace("_", "").replace(",", ""))
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def main(options: argparse.Namespace) -> int:
    """Carry out what was asked for; the database is ready."""
    if options.bench == "seed":
        return _seed(options)
    if options.bench == "ledger":
        return _ledger(options)
    if options.bench == "answers":
        return _answers(options)
    if options.bench == "craft":
        from derman.site.bench import craft

        return craft.run(options)
    if options.bench == "many":
        from derman.site.bench import many

        return many.run(options)
    from derman.site.bench.running import run

    return run(options)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _ledger(options: argparse.Namespace) -> int:
    from derman.site.bench.ledger import fill
    from derman.site.bench.measures import NothingToMeasure

    try:
        done = fill(mails=options.mails, say=_say)
    except NothingToMeasure as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{done} mails are in the ledger.")
    return 0


def _seed(options: argparse.Namespace) -> int:
    from derman.site.bench.lines import BadLine
    from derman.site.bench.seeding import seed, seed_lines

    try:
        if options.articles is not None:
            from derman.site.bench.articles import seed_articles

            written = seed_articles(articles=options.articles, seed=options.seed, say=_say)
            print(f"{written} articles are on the desk.")
            return 0
        if options.jsonl is not None:
            done = seed_lines(options.jsonl, say=_say)
        else:
            done = seed(tickets=options.tickets, seed_=options.seed, messages=options.messages_per_ticket, say=_say)
    except (BadLine, FileNotFoundError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{done} tickets are on the desk.")
    return 0


def _answers(options: argparse.Namespace) -> int:
    from derman.site.bench.articles import measure
    from derman.site.bench.measures import NothingToMeasure

    try:
        figures = measure(options.rounds)
    except NothingToMeasure as error:
        print(error, file=sys.stderr)
        return 1
    if options.json:
        print(json.dumps(figures))
        return 0
    columns = list(next(iter(figures.values())))
    print(f"{'question':24}" + "".join(f"{name:>17}" for name in columns))
    for kind, one in figures.items():
        print(f"{kind:24}" + "".join(f"{one[name]:>17}" for name in columns))
    return 0
