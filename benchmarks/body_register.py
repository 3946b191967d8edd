"""The register of bodies at a country's size: how long a load takes, and a look-up in it."""

import csv
import statistics
import tempfile
import time
from collections.abc import Awaitable, Iterator
from pathlib import Path
from typing import Any

from activities import body_register, sql
from benchmarks.measures import Bench
from schemas.ids import ActorId, BodyId
from worker.register.loading import load

BODIES, SEATS_EACH = 60_000, 5
"""Units, agencies and councils of a country; with five seats each, as councils and members of clusters have."""

_LOOKUPS = 500

BY = ActorId("bench")


async def measure(bench: Bench) -> dict[str, Any]:
    """Load a register, load it again, and look bodies up in it."""
    bench.told(f"loading a register of {BODIES} bodies and {BODIES * SEATS_EACH} seats, twice")
    with tempfile.TemporaryDirectory(prefix="vinhdanh-bench-") as folder:
        files = _written(Path(folder))
        async with bench.offices.ledger.acquire() as conn:
            return {
                "load_s": round(await _seconds(load(conn, [files], by=BY, dry_run=False)), 1),
                "reload_s": round(await _seconds(load(conn, [files], by=BY, dry_run=False)), 1),
                "lookup_ms": round(await _lookup(conn), 2),
            }


async def _seconds(work: Awaitable[object]) -> float:
    began = time.perf_counter()
    await work
    return time.perf_counter() - began


async def _lookup(conn: sql.Connection) -> float:
    """Return the median of a body's look-up, in milliseconds."""
    times = []
    for number in range(_LOOKUPS):
        body = BodyId(f"B-{number * BODIES // _LOOKUPS}")
        began = time.perf_counter()
        await body_register.records(conn, [body])
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def _written(folder: Path) -> Path:
    for table, columns, rows in (
        ("bodies", ("id", "kind", "name_vi", "parent", "email", "office"), _bodies()),
        ("seats", ("body", "seat", "name", "first", "last", "email"), _seats()),
    ):
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(columns)
            writer.writerows(rows)
    return folder


def _bodies() -> Iterator[tuple[object, ...]]:
    for number in range(BODIES):
        parent = f"B-{number // 20}" if number else ""
        yield f"B-{number}", "council", f"Hội đồng số {number}", parent, f"b{number}@example.vn", f"Văn phòng {number}"


def _seats() -> Iterator[tuple[object, ...]]:
    for number in range(BODIES):
        for seat in range(SEATS_EACH):
            yield f"B-{number}", f"tv-{seat}", f"Thành viên {seat}", "2021-05-01", "", f"tv{seat}.{number}@example.vn"
