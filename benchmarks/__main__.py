"""`make bench`: every figure of one run, on the embedded stack, into `build/bench.json` and a chart beside it."""

import argparse
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
from rich.console import Console

from activities.migrations import migrate
from benchmarks import body_register, measures
from benchmarks.baseline_worker import FloorProcess
from benchmarks.budgets import budgets, chart, table
from benchmarks.workload import LoadDriver
from vinhdanh.connection import connect, run
from worker.demo import LAW
from worker.embedded import folders
from worker.embedded.stack import Stack, running
from worker.embedded.worker_process import WorkerProcess

console = Console(record=True, highlight=False, width=None if sys.stdout.isatty() else 110)


@asynccontextmanager
async def ours(
    stack: Stack, *, workers: int, told: measures.Told
) -> AsyncIterator[tuple[measures.Bench, list[WorkerProcess], WorkerProcess]]:
    """Lend the bench for measures: so many workers on a running stack, and another one that is not started.

    No postman runs: letters are recorded in the same transactions, and sent afterwards.
    """
    await migrate(stack.postgres.address)
    quiet = {"VINHDANH_POSTMEN": "0", "VINHDANH_POLICIES": str(LAW)}
    processes = [WorkerProcess(stack, name=f"worker-{number}", settings=quiet) for number in range(workers)]
    another = WorkerProcess(stack, name="worker-another", settings=quiet)
    async with AsyncExitStack() as ending:
        ending.push_async_callback(another.stop)
        for process in (FloorProcess(stack), *processes):
            await ending.enter_async_context(process)
        client = await ending.enter_async_context(connect(target_host=stack.temporal.address, namespace="default"))
        groups = {
            "python": [os.getpid(), *(process.pid for process in processes if process.pid)],
            "temporal": [stack.temporal.pid or 0],
            "postgres": [stack.postgres.pid or 0],
        }
        pool = await ending.enter_async_context(asyncpg.create_pool(stack.postgres.address, min_size=1, max_size=2))
        offices = LoadDriver(client, pool)
        await offices.register_bodies()
        yield measures.Bench(client, offices, groups, told), processes, another


async def bench(folder: Path, workers: int) -> dict[str, Any]:
    """Return the figures of a run with so many worker processes."""
    _told("starting PostgreSQL, Temporal, a mail sink")
    async with running(Stack.over(folder, ui=False)) as stack, ours(stack, workers=workers, told=_told) as lent:
        return await _measure(*lent)


async def _measure(bench: measures.Bench, processes: list[WorkerProcess], another: WorkerProcess) -> dict[str, Any]:
    await measures.warm(bench)
    speed, cpu, acts = await measures.throughput(bench)
    campaign, _ = await measures.campaign(bench)
    return {
        "history": await measures.history(bench),
        "sitting": await measures.sitting(bench),
        "great_sitting": await measures.great_sitting(bench),
        "throughput": speed,
        "campaign": campaign,
        "cpu_ms_per_dossier": cpu,
        "act_ms": acts,
        "replay_ms_per_dossier": await measures.replay(bench),
        "recovery_s_after_kill": await measures.recovery(bench, processes, another),
        "register": await body_register.measure(bench),
    }


def _told(text: str) -> None:
    console.print(f"… {text}")


def _show(found: dict[str, Any], folder: Path) -> None:
    speed, cpu = found["throughput"], found["cpu_ms_per_dossier"]
    console.print(table(found))
    console.print("\nDossiers per second")
    campaign = found["campaign"]["dossiers_per_s"]
    rates = {"floor": speed["floor_per_s"], "straight on": speed["dossiers_per_s"], "campaign": campaign}
    console.print(chart(rates, unit="/s"))
    console.print("\nCPU of one dossier straight on")
    console.print(chart(cpu, unit="ms"))
    console.print(
        f"\nAn act: p50 {found['act_ms']['p50']:.0f} ms, p99 {found['act_ms']['p99']:.0f} ms · replay "
        f"{found['replay_ms_per_dossier']:.1f} ms a dossier · recovery {found['recovery_s_after_kill']:.1f} s"
    )
    great = found["great_sitting"]
    console.print(
        f"A sitting of 40 seats over 500 dossiers: close to count {great['close_to_counted_s']:.2f} s, close to the "
        f"last dossier told {great['close_to_last_told_s']:.1f} s · {great['events']} events, {great['bytes']} bytes"
    )
    folder.mkdir(exist_ok=True)
    (folder / "bench.json").write_text(json.dumps(found, indent=2) + "\n")
    console.save_svg(str(folder / "bench.svg"), title="Vinh Danh: make bench")
    console.print(f"→ {folder}/bench.json, {folder}/bench.svg")


def main() -> int:
    """Measure, show, and return 1 where a budget does not hold."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure what it costs on this machine.")
    parser.add_argument("--workers", type=int, default=1, help="worker processes (1)")
    parser.add_argument("--out", type=Path, default=Path("build"), help="folder of the results (build)")
    asked = parser.parse_args()
    with folders.temporary("vinhdanh-bench-") as folder:
        found = run(bench(folder, asked.workers))
    _show(found, asked.out)
    return 0 if all(budget.holds for budget in budgets(found)) else 1


if __name__ == "__main__":
    sys.exit(main())
