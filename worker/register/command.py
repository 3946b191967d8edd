"""`python -m worker register load | prepare | show | tell`: the register of bodies, for those who keep it."""

import argparse
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import asyncpg
from pydantic import TypeAdapter, ValidationError
from temporalio.client import Client

from activities import body_register
from activities.body_register import RegisterChanged, Registered
from schemas.base import as_sent
from schemas.body_register import OfficeRole, RegisteredBody, RegisteredKind
from schemas.calendars import day_of
from schemas.ids import ActorId, BodyId
from vinhdanh.cli.terminal import escaped, one_line, say
from worker.register.loading import OPERATOR, Changes, LoadRefused, load, prepare
from worker.register.telling import Telling, tell

_REFUSED, _MISTAKEN = 1, 2

_MOST_LISTED = 20
"""How many bodies of each kind of change are named."""

_ACTOR: TypeAdapter[ActorId] = TypeAdapter(ActorId)


def add_to(commands: Any) -> None:
    """Add the command and its parts to those of the worker."""
    register = commands.add_parser("register", help="load and show the register of bodies, and tell of changes")
    parts = register.add_subparsers(dest="part", metavar="load | prepare | show | tell", required=True)
    loading = parts.add_parser("load", help="load TOML, CSV, XLSX, XLS, ODS files, folders of them, or prepared JSONL")
    loading.add_argument("files", nargs="+", type=Path, metavar="FILE")
    loading.add_argument("--by", type=_actor, default=OPERATOR, help="who loads it (operator)")
    loading.add_argument("--dry-run", action="store_true", help="say what would change, and keep nothing")
    loading.add_argument("--remove", action="store_true", help="let rows go that the files no longer have")
    preparing = parts.add_parser("prepare", help="print the records that a load would keep, one line of JSON each")
    preparing.add_argument("files", nargs="+", type=Path, metavar="FILE")
    preparing.add_argument("--alone", action="store_true", help="judge the files by each other, without a database")
    preparing.add_argument("--remove", action="store_true", help="let rows go that the files no longer have")
    showing = parts.add_parser("show", help="show a body: names, mailbox, seats and offices on a day")
    showing.add_argument("body", metavar="ID")
    showing.add_argument("--on", type=date.fromisoformat, help="on this day, as 2025-07-01 (today)")
    showing.add_argument("--json", action="store_true", help="print its whole record as one line of JSON")
    parts.add_parser("tell", help="tell dossiers and sittings on their way which of their bodies have ended")


def _actor(text: str) -> ActorId:
    try:
        return _ACTOR.validate_python(text)
    except ValidationError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no identifier of an actor") from error


async def run(asked: argparse.Namespace, conn: asyncpg.Connection) -> int:
    """Do what is asked for, and return the exit code."""
    if asked.part == "load":
        return await _load(asked, conn)
    if asked.part == "prepare":
        return await prepared(asked, conn)
    return await _show(asked, conn)


async def _load(asked: argparse.Namespace, conn: asyncpg.Connection) -> int:
    try:
        found = await load(conn, asked.files, by=asked.by, dry_run=asked.dry_run, removes=asked.remove)
    except LoadRefused as refused:
        return _mistaken(refused, "Nothing was loaded")
    except RegisterChanged as changed:
        say(f"Nothing was loaded: {changed}.", sys.stderr)
        return _REFUSED
    for line in _loaded(found):
        say(line)
    say("Dry run: nothing was kept." if asked.dry_run else "Loaded.")
    return 0


async def prepared(asked: argparse.Namespace, conn: asyncpg.Connection | None) -> int:
    """Print the record of each body, as a load of these files would keep it, and return the exit code."""
    try:
        records = await prepare(conn, asked.files, removes=asked.remove)
    except LoadRefused as refused:
        return _mistaken(refused, "Nothing was prepared")
    for record in records:
        say(escaped(as_sent(record).decode()))
    return 0


def _mistaken(refused: LoadRefused, what: str) -> int:
    for mistake in refused.mistakes:
        say(one_line(mistake), sys.stderr)
    say(f"{what}; mistakes: {len(refused.mistakes)}.", sys.stderr)
    return _MISTAKEN


def _loaded(found: Changes) -> Iterator[str]:
    for what, bodies in (("new", found.new), ("changed", found.changed), ("ended", found.ended)):
        named = ", ".join(bodies[:_MOST_LISTED])
        more = f", and {len(bodies) - _MOST_LISTED} more" if len(bodies) > _MOST_LISTED else ""
        yield f"{len(bodies):6} {what}{f': {named}{more}' if bodies else ''}"
    yield f"{found.same:6} unchanged"


async def _show(asked: argparse.Namespace, conn: asyncpg.Connection) -> int:
    body = BodyId(asked.body)
    found = (await body_register.records(conn, [body])).get(body)
    if found is None:
        say(f"The register has no body {one_line(asked.body)}.", sys.stderr)
        return _REFUSED
    if asked.json:
        say(escaped(as_sent(found.record).decode()))
    else:
        for line in _shown(found, asked.on or day_of(datetime.now(UTC))):
            say(line)
    return 0


async def tell_all(client: Client, conn: asyncpg.Connection, task_queue: str) -> int:
    """Tell all dossiers and sittings of a queue which of their bodies have ended, and return the exit code."""
    found = await tell(client, conn, task_queue, day_of(datetime.now(UTC)), _progress)
    for line in _answered(found):
        say(line)
    return _REFUSED if found.silent else 0


def _progress(told: int) -> None:
    say(f"{told} asked so far", sys.stderr)


def _answered(found: Telling) -> Iterator[str]:
    yield f"{found.ended} bodies of the register have ended."
    yield f"{len(found.answers):6} dossiers and sittings that name or named one were asked"
    yield f"{found.changed:6} changed"
    yield f"{len(found.silent):6} did not answer"
    for stream, told in found.answers:
        for body in told.undecided if told else ():
            yield f"{stream}: {body} was split; it waits until its agency names the successor"
        for body in told.dissolved if told else ():
            unchanged = "" if told and told.receipts else "; nothing changed"
            yield f"{stream}: {body} was dissolved without a successor{unchanged}"
    if found.silent:
        yield f"Run this again once all workers are up: {', '.join(found.silent[:_MOST_LISTED])}."


def _shown(found: Registered, day: date) -> Iterator[str]:
    record = found.record
    name = record.name_on(day)
    yield f"{record.id}: {record.kind} on {day}{'' if record.exists_on(day) else ', when it does not exist'}"
    yield f"  name       {f'{name.vi} ({name.en})' if name else 'none'}"
    if contact := record.mailbox_on(day):
        yield f"  mailbox    {contact.name} <{contact.email}>, in {contact.language}"
    if record.parent is not None:
        yield f"  parent     {record.parent}"
    for role in OfficeRole:
        if holders := record.holders_on(role, day):
            yield f"  {role:10} {', '.join(holders)}"
    yield from _seats(record, day)
    seasons = sorted({each.season for each in record.members})
    yield from (f"  members of {season}: {', '.join(record.members_in(season))}" for season in seasons)
    if record.ended is not None:
        into = f", succeeded by {', '.join(record.ended.into)}" if record.ended.into else ", without a successor"
        yield f"  ended      {record.ended.on}{into}{f' ({record.ended.document})' if record.ended.document else ''}"
    yield f"  record     body-{record.id} {found.sequence}, {found.hash.hex()}"


def _seats(record: RegisteredBody, day: date) -> Iterator[str]:
    if record.kind not in {RegisteredKind.CLUSTER, RegisteredKind.COUNCIL}:
        return
    seats = record.seats_on(day)
    yield f"  {len(seats)} {'seats' if record.kind is RegisteredKind.COUNCIL else 'delegates'}"
    for seat in seats:
        until = f", until {seat.tenure.last}" if seat.tenure and seat.tenure.last else ""
        substitutes = [each.id for each in seat.substitutes if each.tenure.covers(day)]
        instead = f"; substitutes {', '.join(substitutes)}" if substitutes else ""
        yield f"    {seat.id}: {seat.name}{until}{instead}"
