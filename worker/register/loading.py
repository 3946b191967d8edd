"""A load of the register: judged as a whole, then kept whole or not at all."""

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import asyncpg

from activities import body_register, sql
from activities.body_register import Registered
from schemas.body_register import RegisteredBody, RegisteredKind
from schemas.ids import ActorId, BodyId
from worker.register import assembly, checks, prepared, tables
from worker.register.assembly import Load


class LoadRefused(Exception):
    """The files cannot be loaded.

    Attributes:
        mistakes: A line for each, with its file, row and column.
    """

    def __init__(self, mistakes: Sequence[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = tuple(mistakes)


@dataclass(frozen=True)
class Changes:
    """What a load changes: the bodies that are new, changed, ended by it, and those that stay as they are."""

    new: tuple[BodyId, ...]
    changed: tuple[BodyId, ...]
    ended: tuple[BodyId, ...]
    same: int


OPERATOR = ActorId("operator")
"""Who loads a register where nobody is named."""


async def begin_with(database: str, files: Sequence[Path]) -> None:
    """Load some files into a register that has no bodies yet; what was loaded since then stays.

    Raises:
        LoadRefused: There are mistakes; nothing is kept.
    """
    conn = await asyncpg.connect(database)
    try:
        if not await body_register.kinds(conn):
            await load(conn, files, by=OPERATOR, dry_run=False)
    finally:
        await conn.close()


async def load(
    conn: sql.Connection, files: Sequence[Path], *, by: ActorId, dry_run: bool, removes: bool = False
) -> Changes:
    """Load some files, all of them or nothing; with `dry_run` nothing is kept.

    Args:
        conn: A connection outside a transaction.
        files: Tables as TOML, CSV or workbooks, folders of them, and prepared records (`.jsonl`).
        by: The operator.
        dry_run: Whether to judge only.
        removes: Whether rows of the register may disappear that the files do not have.

    Raises:
        LoadRefused: There are mistakes; nothing is kept.
        RegisterChanged: Another release wrote to the register meanwhile.
    """
    with _without_collector():
        return await _load(conn, files, by=by, dry_run=dry_run, removes=removes)


@contextmanager
def _without_collector() -> Iterator[None]:
    # A million values, none of them in a cycle: the collector would pass over them again and again, and find nothing.
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


async def prepare(
    conn: sql.Connection | None, files: Sequence[Path], *, removes: bool = False
) -> tuple[RegisteredBody, ...]:
    """Return the records that a load of some files would keep, those that change only; nothing is kept.

    Without a connection the files are judged by each other, as a register of their own.

    Raises:
        LoadRefused: There are mistakes.
    """
    with _without_collector():
        async with conn.transaction() if conn else nullcontext():
            return (await _judged(conn, files, removes=removes)).kept


@dataclass(frozen=True)
class _Judged:
    before: Mapping[BodyId, Registered]
    kept: tuple[RegisteredBody, ...]
    same: int


async def _load(conn: sql.Connection, files: Sequence[Path], *, by: ActorId, dry_run: bool, removes: bool) -> Changes:
    async with conn.transaction():
        judged = await _judged(conn, files, removes=removes)
        if not dry_run:
            await body_register.keep(conn, judged.kept, judged.before, by=by, at=datetime.now(UTC))
    return _changes(judged.kept, judged.before, judged.same)


async def _registered(
    conn: sql.Connection | None, bodies: Iterable[BodyId]
) -> tuple[Mapping[BodyId, Registered], Mapping[BodyId, RegisteredKind]]:
    if conn is None:
        return {}, {}
    await body_register.lock(conn)
    return await body_register.records(conn, bodies), await body_register.kinds(conn)


async def _judged(conn: sql.Connection | None, files: Sequence[Path], *, removes: bool) -> _Judged:
    mistakes: list[str] = []
    whole = prepared.read([file for file in files if file.suffix.lower() == prepared.SUFFIX], mistakes)
    read, wrong = tables.read([file for file in files if file.suffix.lower() != prepared.SUFFIX])
    given = Load.of(read, wrong)
    mistakes += wrong
    mistakes += [
        f"{place}: {body} is in {whole[body].where} too" for body, place in given.places.items() if body in whole
    ]
    places = {**given.places, **{body: each.where for body, each in whole.items()}}
    before, known = await _registered(conn, places)
    after = _records(given, before, mistakes) | {body: each.record for body, each in whole.items()}
    mistakes += [f"{places[body]}: {body}: {line}" for body, line in checks.across(after, known)]
    if not removes:
        mistakes += _losses(places, before, after)
    if mistakes:
        raise LoadRefused(mistakes)
    kept = tuple(record for body, record in after.items() if body not in before or before[body].record != record)
    return _Judged(before, kept, len(after) - len(kept))


def _records(given: Load, before: Mapping[BodyId, Registered], mistakes: list[str]) -> dict[BodyId, RegisteredBody]:
    made = {
        body: assembly.record(given, body, before[body].record if body in before else None, mistakes)
        for body in given.places
    }
    return {body: record for body, record in made.items() if record is not None}


def _losses(
    places: Mapping[BodyId, str], before: Mapping[BodyId, Registered], after: Mapping[BodyId, RegisteredBody]
) -> list[str]:
    return [
        f"{places[body]}: {body}: {line}; give its last day, or load with --remove"
        for body, record in after.items()
        if body in before
        for line in checks.lost(before[body].record, record)
    ]


def _changes(kept: Sequence[RegisteredBody], before: Mapping[BodyId, Registered], same: int) -> Changes:
    ended = {record.id for record in kept if record.ended and not _had_ended(before.get(record.id))}
    return Changes(
        new=tuple(record.id for record in kept if record.id not in before),
        changed=tuple(record.id for record in kept if record.id in before and record.id not in ended),
        ended=tuple(record.id for record in kept if record.id in ended),
        same=same,
    )


def _had_ended(before: Registered | None) -> bool:
    return before is not None and before.record.ended is not None
