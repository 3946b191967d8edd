"""The worker's command line: `python -m worker`, with the commands of those who run it."""

import argparse
import os
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg

from activities.ledger_verification import broken_links
from activities.migrations import migrate
from activities.parked_notices import parked, queue_again
from policies.catalogue import PolicyMistake
from vinhdanh.cli.terminal import one_line, say
from vinhdanh.connection import run
from worker import logs
from worker.demo.demonstration import demo
from worker.demo.display import Display
from worker.demo.folder import NotOurs
from worker.embedded.process import NotStarted
from worker.embedded.up import up
from worker.register import command as register_command
from worker.register.loading import LoadRefused
from worker.run import CannotStart, reaching_temporal, reaching_the_database, work
from worker.search_attributes import SearchAttributesMissing
from worker.settings import LogFormat, LogLevel, Settings, WrongSetting
from worker.term_recount import recount

_REFUSED, _MISTAKEN, _INTERRUPTED = 1, 2, 130
"""Exit codes: unavailable now; wrong usage; interrupted by Ctrl-C."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command given, and return the exit code."""
    asked = _parser().parse_args(arguments)
    try:
        return run(_COMMANDS[asked.command](asked))
    except (WrongSetting, PolicyMistake, NotOurs) as mistake:
        say(str(mistake), sys.stderr)
        return _MISTAKEN
    except (CannotStart, SearchAttributesMissing, NotStarted, LoadRefused) as reason:
        say(str(reason), sys.stderr)
        return _REFUSED
    except KeyboardInterrupt:
        return _INTERRUPTED


async def _run(asked: argparse.Namespace) -> int:
    await work(_settings())
    return 0


async def _migrate(asked: argparse.Namespace) -> int:
    url = _settings().database_url.get_secret_value()
    with reaching_the_database():
        applied = await migrate(url)
    say("\n".join(applied) or "The database is up to date.")
    return 0


async def _verify(asked: argparse.Namespace) -> int:
    async with _database() as conn:
        broken = await broken_links(conn)
    for link in broken:
        say(f"{link.stream} {link.sequence}: {link.flaw}")
    say(f"{len(broken)} facts do not match their hash chain." if broken else "All hash chains match.")
    return _REFUSED if broken else 0


async def _parked(asked: argparse.Namespace) -> int:
    async with _database() as conn:
        letters = await parked(conn)
    for letter in letters:
        fact = f"{letter.stream} {letter.sequence}"
        # Tab-separated: whatever a mail server answered, a letter is one line of five columns.
        say("\t".join(map(one_line, (str(letter.id), fact, letter.template, letter.email, letter.last_error))))
    say(f"{len(letters)} notices are parked." if letters else "No notice is parked.")
    return 0


async def _requeue(asked: argparse.Namespace) -> int:
    async with _database() as conn:
        is_queued = await queue_again(conn, asked.letter)
    say(f"Notice {asked.letter} {'will be sent again' if is_queued else 'is not parked'}.")
    return 0 if is_queued else _REFUSED


async def _recount(asked: argparse.Namespace) -> int:
    task_queue = _settings().task_queue
    async with reaching_temporal() as client:
        found = await recount(client, task_queue)
    say(f"{found.asked} waiting dossiers have a term; {found.changed} terms end on another day now.")
    if found.silent:
        say(f"{found.silent} dossiers did not answer. Run this again once all workers are up.")
    return _REFUSED if found.silent else 0


@asynccontextmanager
async def _database() -> AsyncIterator[asyncpg.Connection]:
    url = _settings().database_url.get_secret_value()
    with reaching_the_database():
        conn = await asyncpg.connect(url)
        try:
            yield conn
        finally:
            await conn.close()


async def _register(asked: argparse.Namespace) -> int:
    if asked.part == "prepare" and asked.alone:
        return await register_command.prepared(asked, None)
    if asked.part == "tell":
        task_queue = _settings().task_queue
        async with _database() as conn, reaching_temporal() as client:
            return await register_command.tell_all(client, conn, task_queue)
    async with _database() as conn:
        return await register_command.run(asked, conn)


async def _up(asked: argparse.Namespace) -> int:
    logs.configure(LogLevel.WARNING, LogFormat.CONSOLE)
    await up(asked.data, asked.register)
    return 0


async def _demo(asked: argparse.Namespace) -> int:
    logs.configure(LogLevel.WARNING, LogFormat.CONSOLE)
    return await demo(asked.data, Display())


def _settings() -> Settings:
    settings = Settings.from_env(os.environ)
    logs.configure(settings.log_level, settings.log_format)
    return settings


_COMMANDS: dict[str, Callable[[argparse.Namespace], Coroutine[Any, Any, int]]] = {
    "run": _run,
    "migrate": _migrate,
    "verify": _verify,
    "parked": _parked,
    "requeue": _requeue,
    "recount": _recount,
    "register": _register,
    "up": _up,
    "demo": _demo,
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m worker", description="The worker, and commands for those who run it."
    )
    commands = parser.add_subparsers(dest="command", metavar=" | ".join(_COMMANDS))
    parser.set_defaults(command="run")
    commands.add_parser("run", help="run until SIGTERM (default)")
    commands.add_parser("migrate", help="bring the database up to date")
    commands.add_parser("verify", help="compute every hash chain of the ledger again")
    commands.add_parser("parked", help="list the notices that are parked, the newest first, with the reason")
    again = commands.add_parser("requeue", help="send a parked notice again")
    again.add_argument("letter", type=int, help="the number of the notice, as parked lists it")
    commands.add_parser("recount", help="count running terms again, once a year's days off are published")
    register_command.add_to(commands)
    raising = commands.add_parser("up", help="start the whole system on this machine, until Ctrl-C")
    raising.add_argument("--data", type=Path, default=Path(".vinhdanh"), help="where its data are kept (.vinhdanh)")
    raising.add_argument(
        "--register",
        type=Path,
        nargs="+",
        default=[],
        metavar="FILE",
        help="the bodies that a new register begins with",
    )
    showing = commands.add_parser("demo", help="carry a real case through the whole system, and report it")
    showing.add_argument(
        "--data",
        type=Path,
        default=Path(".vinhdanh/demo"),
        help="where its data are kept; earlier ones are removed",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
