"""`make bench-peers`: the campaign here and on DBOS, on one PostgreSQL server, one after the other in one run."""

import argparse
import asyncio
import json
import os
import sys
from contextlib import AsyncExitStack
from pathlib import Path
from typing import NamedTuple

import asyncpg
from rich.console import Console
from rich.table import Table

from benchmarks import measures
from benchmarks.__main__ import ours
from benchmarks.cpu_usage import Meter
from benchmarks.measures import DOSSIERS
from vinhdanh.connection import run
from worker.embedded import folders
from worker.embedded.stack import Stack, running

WORKERS = 2
"""DBOS's worker processes: the best number on two cores."""

NOT_THE_SAME = (
    "A ballot is one act of a sitting for its whole agenda here; a message to each dossier on DBOS.",
    "Temporal's histories lie in the development server's SQLite; those of DBOS in PostgreSQL.",
    "A dossier keeps four facts in a hash chain, four notices, its row and that of the register of awards here; "
    "ten rows on DBOS.",
    "Neither sends mail meanwhile.",
)


class Peer(NamedTuple):
    """The cost of a campaign on one engine: dossiers a second, and CPU milliseconds for each."""

    name: str
    dossiers_per_s: float
    cpu: dict[str, float]

    @property
    def total(self) -> float:
        """The CPU of all parties together."""
        return sum(self.cpu.values())


async def on_dbos(stack: Stack) -> Peer:
    """Measure the campaign on DBOS, on a fresh database of the same server."""
    url = await stack.postgres.create_database("peer_dbos")
    conn = await asyncpg.connect(url)
    await conn.execute(
        "CREATE TABLE change (dossier_id text, sequence int, body text, PRIMARY KEY (dossier_id, sequence))"
    )
    async with AsyncExitStack() as ending:
        workers = [await _process(ending, "benchmarks.peers.dbos_workload", url) for _ in range(WORKERS)]
        for worker in workers:
            await _said(worker)
        driver = await _process(ending, "benchmarks.peers.dbos_driver", url, str(DOSSIERS))
        await _said(driver)
        meter = Meter({"python": [worker.pid for worker in workers], "postgres": [stack.postgres.pid or 0]})
        if driver.stdin is not None:
            driver.stdin.write(b"\n")
        told = json.loads(await _said(driver))
        cpu = {group: 1000 * used / DOSSIERS for group, used in meter.used().items()}
        cpu["python"] += 1000 * told["cpu"] / DOSSIERS
    kept = await conn.fetchval("SELECT count(*) FROM change WHERE dossier_id LIKE 'd%'")
    await conn.close()
    if kept != DOSSIERS * 10:
        raise RuntimeError(f"DBOS kept {kept} changes of {DOSSIERS * 10}")
    return Peer("DBOS", DOSSIERS / told["seconds"], cpu)


async def _process(ending: AsyncExitStack, module: str, *arguments: str) -> asyncio.subprocess.Process:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, *arguments),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )

    async def stop() -> None:
        if process.returncode is None:
            process.terminate()
        await process.wait()

    ending.push_async_callback(stop)
    return process


async def _said(process: asyncio.subprocess.Process) -> str:
    line = await process.stdout.readline() if process.stdout else b""
    if not line:
        raise RuntimeError(f"process {process.pid} ended before it was done")
    return line.decode()


async def compare(folder: Path, told: measures.Told) -> tuple[Peer, Peer]:
    """Return both, measured on the same server one after the other."""
    async with running(Stack.over(folder, ui=False)) as stack:
        async with ours(stack, workers=1, told=told) as (bench, _, _):
            await measures.warm(bench)
            speed, cpu = await measures.campaign(bench)
        mine = Peer("Vinh Danh", speed["dossiers_per_s"], cpu)
        told("the same work on DBOS")
        return mine, await on_dbos(stack)


def main() -> int:
    """Compare, show, and return 1 where ours is not twice as fast at half the CPU."""
    about = "The same campaign here and on DBOS, on this machine."
    argparse.ArgumentParser(prog="python -m benchmarks.peers", description=about).parse_args()
    console = Console(highlight=False)
    with folders.temporary("vinhdanh-peers-") as folder:
        mine, peer = run(compare(folder, lambda text: console.print(f"… {text}")))
    table = Table(title=f"A campaign of {DOSSIERS} dossiers", title_justify="left")
    for heading in ("", "CPU per dossier, ms", "of which", "dossiers per second"):
        table.add_column(heading)
    for each in (mine, peer):
        parts = ", ".join(f"{name} {spent:.1f}" for name, spent in each.cpu.items())
        table.add_row(each.name, f"{each.total:.1f}", parts, f"{each.dossiers_per_s:.1f}")
    console.print(table)
    console.print("The work is not quite the same:")
    for line in NOT_THE_SAME:
        console.print(f"  - {line}")
    is_twice = mine.dossiers_per_s >= 2 * peer.dossiers_per_s
    is_half = 2 * mine.total <= peer.total
    console.print(
        f"{mine.dossiers_per_s / peer.dossiers_per_s:.2f} times as fast; {mine.total / peer.total:.2f} of the CPU"
    )
    return 0 if is_twice and is_half else 1


if __name__ == "__main__":
    sys.exit(main())
