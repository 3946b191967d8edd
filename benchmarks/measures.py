"""The measurements, each on a stack that is already running. Counts before seconds."""

import asyncio
import statistics
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from temporalio.client import Client, WorkflowHistory
from temporalio.worker import Replayer, UnsandboxedWorkflowRunner

from benchmarks.cpu_usage import Meter
from benchmarks.workload import DECISION, GREAT_SEASON, LoadDriver, a_sitting, ballots, in_flight
from schemas.data_converter import DATA_CONVERTER
from schemas.ids import ActorId, DossierId, SubmissionId
from schemas.messages import Close, Convene, Decide, PutForward
from schemas.names import dossier_stream, sitting_stream
from schemas.stages import Stage
from schemas.submission import Letter
from worker.build import WORKFLOWS
from worker.demo.sample_data import AUTHORITY
from worker.embedded.worker_process import WorkerProcess

DOSSIERS, IN_FLIGHT, TURNS = 200, 20, 4
LONG = timedelta(minutes=10)

Figures = dict[str, float]
Told = Callable[[str], None]


@dataclass(frozen=True)
class Bench:
    """The shared state of measurements."""

    client: Client
    offices: LoadDriver
    groups: dict[str, list[int]]
    """Process ids by kind: python, temporal, postgres."""

    told: Told


async def history(bench: Bench) -> Figures:
    """Measure the history of one straight path."""
    await bench.offices.prepare(["lich-su"])
    await bench.offices.straight("lich-su")
    handle = bench.client.get_workflow_handle(dossier_stream(DossierId("lich-su")))
    await handle.result()
    info = (await handle.describe()).raw_description.workflow_execution_info
    return {
        "events": info.history_length,
        "transitions": info.state_transition_count,
        "bytes": info.history_size_bytes,
    }


async def sitting(bench: Bench) -> Figures:
    """Measure how a sitting's history grows with its agenda, and with one more ballot."""
    bench.told("a sitting over 10 dossiers, a sitting over 500")
    small, _ = await _sit(bench, "phien-10", 10)
    large, by_ballot = await _sit(bench, "phien-500", 500)
    return {"events_agenda_10": small, "events_agenda_500": large, "events_per_ballot": by_ballot}


async def _sit(bench: Bench, name: str, size: int) -> tuple[int, float]:
    dossiers = [f"{name}-{number}" for number in range(size)]
    await in_flight(dossiers, IN_FLIGHT, bench.offices.submit)
    called = a_sitting(name, Stage.CLUSTER, dossiers)
    await bench.offices.sittings.convene(called)
    first, *others = ballots(called)
    await bench.offices.sittings.cast(called.sitting_id, first)
    before = await _events(bench, called)
    for ballot in others:
        await bench.offices.sittings.cast(called.sitting_id, ballot)
    after = await _events(bench, called)
    await _close(bench, called)
    return await _events(bench, called), (after - before) / len(others)


async def great_sitting(bench: Bench) -> Figures:
    """Measure a sitting of 40 seats over 500 dossiers: its ballots, its close to the last announcement, its history."""
    bench.told("a sitting of 40 seats over 500 dossiers: from its close to the last dossier told")
    name = "phien-lon"
    dossiers = [f"{name}-{number}" for number in range(500)]
    await in_flight(dossiers, IN_FLIGHT, bench.offices.submit)
    called = a_sitting(name, Stage.CLUSTER, dossiers, GREAT_SEASON)
    await bench.offices.sittings.convene(called)
    voting = await in_flight(
        tuple(ballots(called)), 8, lambda ballot: bench.offices.sittings.cast(called.sitting_id, ballot)
    )
    begun = time.perf_counter()
    await bench.offices.sittings.close(called.sitting_id, Close(by=called.by))
    counted = time.perf_counter() - begun
    await bench.offices.sittings.announced(called.sitting_id, LONG)
    told = time.perf_counter() - begun
    handle = bench.client.get_workflow_handle(sitting_stream(called.sitting_id))
    info = (await handle.describe()).raw_description.workflow_execution_info
    return {
        "ballot_ms": 1000 * voting / 40,
        "close_to_counted_s": counted,
        "close_to_last_told_s": told,
        "events": info.history_length,
        "bytes": info.history_size_bytes,
    }


async def _close(bench: Bench, called: Convene) -> None:
    await bench.offices.sittings.close(called.sitting_id, Close(by=called.by))
    await bench.offices.sittings.announced(called.sitting_id, LONG)


async def _events(bench: Bench, called: Convene) -> int:
    handle = bench.client.get_workflow_handle(sitting_stream(called.sitting_id))
    return (await handle.describe()).history_length


async def warm(bench: Bench) -> None:
    """Warm up with work that is not measured."""
    names = [f"khoi-dong-{number}" for number in range(IN_FLIGHT)]
    await bench.offices.prepare(names)
    await in_flight(names, IN_FLIGHT, bench.offices.straight)


async def throughput(bench: Bench) -> tuple[Figures, Figures, Figures]:
    """Measure dossiers a second against the floor of the same run, each party's CPU, and how long an act takes."""
    names = [f"duong-thang-{number}" for number in range(DOSSIERS)]
    bench.told(
        f"{DOSSIERS} bare workflows (the floor), {DOSSIERS} dossiers straight on, {IN_FLIGHT} at once, {TURNS} turns"
    )
    await bench.offices.prepare(names)
    bench.offices.waited.clear()
    used: Counter[str] = Counter()
    bare = seconds = 0.0
    # In turns: a machine that is shared is not as fast in one minute as in the next.
    for turn in range(TURNS):
        bare += await in_flight(names[turn::TURNS], IN_FLIGHT, bench.offices.bare)
        meter = Meter(bench.groups)
        seconds += await in_flight(names[turn::TURNS], IN_FLIGHT, bench.offices.straight)
        used.update(meter.used())
    floor, speed = DOSSIERS / bare, DOSSIERS / seconds
    cpu = {group: 1000 * spent / DOSSIERS for group, spent in used.items()}
    waited = sorted(1000 * seconds for seconds in bench.offices.waited)
    acts = {"p50": statistics.median(waited), "p99": waited[int(len(waited) * 0.99)]}
    return {"dossiers_per_s": speed, "floor_per_s": floor, "ratio": speed / floor}, cpu, acts


async def campaign(bench: Bench) -> tuple[Figures, Figures]:
    """Measure a whole campaign, from the first start to the last grant: dossiers a second, and CPU for each."""
    bench.told(f"a campaign of {DOSSIERS} dossiers: two sittings of 12 seats, one submission")
    names = [f"dot-{number}" for number in range(DOSSIERS)]
    meter = Meter(bench.groups)
    begun = time.perf_counter()
    await in_flight(names, IN_FLIGHT, bench.offices.submit)
    await _hold(bench, "dot-cum", Stage.CLUSTER, names)
    await _hold(bench, "dot-hoi-dong", Stage.COUNCIL, names)
    await _decide(bench, names)
    seconds = time.perf_counter() - begun
    cpu = {group: 1000 * used / DOSSIERS for group, used in meter.used().items()}
    return {"dossiers_per_s": DOSSIERS / seconds}, cpu


async def _hold(bench: Bench, name: str, stage: Stage, dossiers: Sequence[str]) -> None:
    called = a_sitting(name, stage, dossiers)
    await bench.offices.sittings.convene(called)
    # Temporal admits ten acts to a workflow at once and has the others retry a second later.
    await in_flight(tuple(ballots(called)), 8, lambda ballot: bench.offices.sittings.cast(called.sitting_id, ballot))
    await _close(bench, called)


async def _decide(bench: Bench, dossiers: Sequence[str]) -> None:
    listed = tuple(map(DossierId, dossiers))
    letter = PutForward(
        submission_id=SubmissionId("dot"),
        authority=AUTHORITY,
        letter=Letter(number="01/TTr-ĐO", signed_on=date(2024, 9, 1), signatory="Bộ Nội vụ"),
        agenda=listed,
        by=ActorId("VN-BNV"),
    )
    await bench.offices.submissions.put_forward(letter)
    await bench.offices.submissions.decide(
        letter.submission_id, Decide(by=ActorId(AUTHORITY), decision=DECISION, granted=listed)
    )
    await bench.offices.submissions.announced(letter.submission_id, LONG)


async def replay(bench: Bench, sample: int = 50) -> float:
    """Measure the CPU of replaying one straight path, in milliseconds."""
    bench.told(f"replaying {sample} histories")
    histories: list[WorkflowHistory] = []
    for number in range(sample):
        handle = bench.client.get_workflow_handle(dossier_stream(DossierId(f"duong-thang-{number}")))
        histories.append(await handle.fetch_history())
    replayer = Replayer(workflows=WORKFLOWS, workflow_runner=UnsandboxedWorkflowRunner(), data_converter=DATA_CONVERTER)
    begun = time.process_time()
    await replayer.replay_workflows(_each(histories))
    return 1000 * (time.process_time() - begun) / sample


async def _each(histories: Sequence[WorkflowHistory]) -> AsyncIterator[WorkflowHistory]:
    for told in histories:
        yield told


async def recovery(bench: Bench, workers: Sequence[WorkerProcess], another: WorkerProcess) -> float:
    """Measure the seconds from kill -9 of every worker, another started at once, to the next acknowledged act."""
    bench.told("killing a worker, until the work goes on")
    await bench.offices.prepare(["hoi-phuc"])
    await bench.offices.submit("hoi-phuc")
    begun = time.perf_counter()
    await asyncio.gather(*(worker.kill() for worker in workers))
    starting = asyncio.create_task(another.start())
    await bench.offices.hear("hoi-phuc", Stage.CLUSTER)
    seconds = time.perf_counter() - begun
    await starting
    await bench.offices.hear("hoi-phuc", Stage.COUNCIL)
    return seconds
