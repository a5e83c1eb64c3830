"""The `derman` command. Exit 0 on success, 1 with one sentence where it cannot, 2 on wrong usage."""

from __future__ import annotations

import argparse
import atexit
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

type Command = Callable[[argparse.Namespace], int]


class CannotDo(Exception):
    """A command cannot be carried out; the message is the one sentence for the person."""


def _database() -> None:
    """Make the database reachable and load Django. An own PostgreSQL that only this command needs ends with it."""
    from derman.site import postgres
    from derman.site.environment import environment

    env = environment()
    if not env.database_url:
        folder = env.data / "postgres"
        if not postgres.is_running(folder):
            atexit.register(postgres.stop_unless_used, folder)
        os.environ["DATABASE_URL"] = postgres.start(folder)
        environment.cache_clear()
    _django()


def _django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "derman.site.settings")
    import django

    django.setup()


def _prepared(*, pages: bool = False) -> None:
    _database()
    from derman.site.preparation import prepare

    prepare(pages=pages)


def _run(options: argparse.Namespace) -> int:
    from derman.site import postgres
    from derman.site.environment import environment

    env = environment()
    own = not env.database_url
    if own:
        postgres.claim(env.data, patience=8.0)
    try:
        _database()
        from derman.site.run import run

        return run(own_database=own)
    finally:
        if own:
            postgres.stop(env.data / "postgres")


def _part(name: str) -> Command:
    def part(options: argparse.Namespace) -> int:
        _prepared(pages=name == "web")
        from derman.site.run import PARTS

        PARTS[name]()
        return 0

    return part


def _setup(options: argparse.Namespace) -> int:
    _prepared()
    password = sys.stdin.readline().rstrip("\n") if options.password_stdin else ""
    if len(password) < 10:
        raise CannotDo("Give a password of ten characters or more on standard input, with --password-stdin.")
    from derman.desk.actions import set_up

    set_up(
        name=options.desk,
        email=options.email,
        administrator=options.name,
        password=password,
        language=options.language,
        teams=[("L1 Front line", 1), ("L2 Advanced", 2), ("L3 Experts", 3)],
    )
    print(f"{options.email} can sign in now.")
    if options.demo:
        from derman.site.demo.command import main as demo

        return int(demo())
    return 0


def _demo(options: argparse.Namespace) -> int:
    _prepared()
    from derman.site.demo.command import main as demo

    return int(demo())


def _token(options: argparse.Namespace) -> int:
    _prepared()
    from derman.people.actions import create_token
    from derman.people.queries import person_by_address

    person = person_by_address(options.email)
    if person is None:
        raise CannotDo(f"Nobody has the address {options.email}.")
    print(create_token(actor=None, person=person, name=options.name, scopes=options.scope or ["read", "write"]))
    return 0


def _mail_deliver(options: argparse.Namespace) -> int:
    raw = sys.stdin.buffer.read()
    try:
        _database()
        from derman.channels.mail.intake import deliver_pipe

        deliver_pipe(raw, options.mailbox)
    except Exception as error:  # whatever it is, the mail server must keep the mail
        print(f"Not stored; try again: {error}", file=sys.stderr)
        return 75
    return 0


def _mail_parse(options: argparse.Namespace) -> int:
    from derman.channels.mail.reading.command import main as parse

    return int(parse([str(options.folder)]) or 0)


def _knowledge(options: argparse.Namespace) -> int:
    _prepared()
    from derman.knowledge.moving.command import export, take

    if options.what == "export":
        print(export(options.email, options.file))
    else:
        print(take(options.email, options.file, lang=options.lang, audience=options.audience, publish=options.publish))
    return 0


def _bench(options: argparse.Namespace) -> int:
    _prepared()
    from derman.site.bench.command import main as bench

    return int(bench(options))


def _search_eval(options: argparse.Namespace) -> int:
    _database()
    from derman.site.search_eval import BadLine, main

    try:
        return main(options.articles, options.queries)
    except BadLine as error:
        raise CannotDo(str(error)) from error


def _reactions(options: argparse.Namespace) -> int:
    _django()
    from derman.kernel import facts

    for fact, reactions in facts.table().items():
        print(fact.__qualname__)
        for when, handlers in (("now", reactions.now), ("after", reactions.after)):
            for handler in handlers:
                print(f"  {when:5} {facts.name_of(handler).replace('derman.', '', 1)}")
    return 0


def _doctor(options: argparse.Namespace) -> int:
    from derman.site.doctor import examine

    return examine(_database)


def _backup(options: argparse.Namespace) -> int:
    _database()
    from derman.site.backup.command import backup

    return backup(options.file)


def _restore(options: argparse.Namespace) -> int:
    from derman.site.backup.command import restore

    return restore(options.file, _database)


def parser() -> argparse.ArgumentParser:
    """The words of the command line."""
    top = argparse.ArgumentParser(prog="derman", description="An IT help desk.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name: str, run: Command, text: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=text, description=text)
        made.set_defaults(run=run)
        return made

    add("run", _run, "everything in one process tree: database, web, worker, SMTP listener")
    add("web", _part("web"), "only the web server")
    add("worker", _part("worker"), "only the worker")
    add("smtp", _part("smtp"), "only the SMTP listener")
    setup = add("setup", _setup, "set the desk up without a browser: its first administrator")
    setup.add_argument("--email", required=True)
    setup.add_argument("--name", required=True)
    setup.add_argument("--desk", default="Derman", help="the desk's name")
    setup.add_argument("--language", default="en", choices=["en", "tr"])
    setup.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    setup.add_argument("--demo", action="store_true", help="with a desk to look at")
    add("demo", _demo, "a desk to look at: agents, requesters, some hundreds of tickets")
    token = commands.add_parser("token", help="API tokens").add_subparsers(dest="what", required=True)
    create = token.add_parser("create", help="make an API token; it is printed once")
    create.add_argument("--email", required=True, help="the person as whom it acts")
    create.add_argument("--name", default="API")
    create.add_argument("--scope", action="append", choices=["read", "write"])
    create.set_defaults(run=_token)
    mail = commands.add_parser("mail", help="deliver or parse mail").add_subparsers(dest="what", required=True)
    deliver = mail.add_parser("deliver", help="store the one mail on standard input; exit 75: try again")
    deliver.add_argument("--mailbox", default="", help="the desk's address that it was sent to")
    deliver.set_defaults(run=_mail_deliver)
    parse = mail.add_parser("parse", help="print what Derman reads in every *.eml below a folder, a JSON line each")
    parse.add_argument("folder", type=Path)
    parse.set_defaults(run=_mail_parse)
    _add_knowledge(commands.add_parser("knowledge", help="import or export articles"))
    search = commands.add_parser("search", help="how well the search finds").add_subparsers(dest="what", required=True)
    evaluate = search.add_parser("eval", help="answer the queries of a file from the articles of another")
    evaluate.add_argument("articles", type=Path, help="JSON lines {id, lang, title, body}")
    evaluate.add_argument("queries", type=Path, help="JSON lines {id, text}")
    evaluate.set_defaults(run=_search_eval)
    _add_bench(add("bench", _bench, "fill a desk with made-up tickets, or measure one"))
    add("reactions", _reactions, "what happens when: fact, handlers, now or after")
    add("doctor", _doctor, "check this installation and say what to mend")
    backup = add("backup", _backup, "copy the whole desk into one file, while it runs")
    backup.add_argument("file", type=Path, help="a new file; whoever can read it can read the desk")
    restore = add("restore", _restore, "bring the desk of a copy into an empty data folder and database")
    restore.add_argument("file", type=Path, help="what derman backup wrote")
    return top


def _add_knowledge(knowledge: argparse.ArgumentParser) -> None:
    whats = knowledge.add_subparsers(dest="what", required=True)
    take = whats.add_parser("import", help="a folder, zip, WordPress export or CSV becomes articles")
    take.add_argument("file", type=Path)
    take.add_argument("--email", required=True, help="the person of the desk who imports them")
    take.add_argument("--lang", default="en", choices=["en", "tr"], help="of articles that do not say their own")
    take.add_argument("--audience", default="everyone", choices=["everyone", "signed_in", "agents"])
    take.add_argument("--publish", action="store_true", help="publish what is published where it comes from")
    give = whats.add_parser("export", help="write all articles into a zip of Markdown")
    give.add_argument("file", type=Path)
    give.add_argument("--email", required=True, help="the person of the desk whose articles they are")
    for command in (take, give):
        command.set_defaults(run=_knowledge)


def _add_bench(bench: argparse.ArgumentParser) -> None:
    from importlib.util import find_spec

    if find_spec("derman.site.bench") is None:
        return
    from derman.site.bench.command import add_arguments

    add_arguments(bench)


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry of the `derman` command."""
    options = parser().parse_args(arguments)
    from derman.site.backup.errors import BackupError
    from derman.site.environment import BadEnvironment
    from derman.site.postgres import DatabaseUnreachable

    try:
        status = options.run(options)
    except (CannotDo, BackupError, BadEnvironment, DatabaseUnreachable) as error:
        print(error, file=sys.stderr)
        status = 1
    except KeyboardInterrupt:
        status = 130
    except BrokenPipeError:
        status = 1
    except Exception as error:
        if not _is_a_persons_mistake(error):
            raise
        print(error, file=sys.stderr)
        status = 1
    raise SystemExit(status)


def _is_a_persons_mistake(error: Exception) -> bool:
    """Named errors of the rooms speak to people; everything else is ours and shows where it happened."""
    if os.environ.get("DERMAN_DEBUG") == "1":
        return False
    from django.db import OperationalError

    from derman.desk.actions import DeskError
    from derman.knowledge.errors import KnowledgeError
    from derman.people.errors import PeopleError
    from derman.tickets.errors import TicketError

    return isinstance(error, (DeskError, KnowledgeError, PeopleError, TicketError, OperationalError, OSError))
