"""Drives the campaign on DBOS from a process of its own, and prints its measurements as JSON."""

import asyncio
import json
import sys
import time

from dbos import DBOSClient, EnqueueOptions, WorkflowHandleAsync

from benchmarks.peers.dbos_workload import AT_ONCE, BALLOTS, QUEUE
from benchmarks.workload import in_flight


async def drive(client: DBOSClient, dossier_id: str) -> None:
    """Start a dossier's workflow, send it its ballots and its decision, and wait for its end."""
    options = EnqueueOptions(workflow_name="campaign", queue_name=QUEUE, workflow_id=dossier_id)
    handle: WorkflowHandleAsync[str] = await client.enqueue_async(options, dossier_id)
    for number in range(BALLOTS):
        await client.send_async(dossier_id, f"ballot {number}", "ballot")
    await client.send_async(dossier_id, "granted", "decision")
    await handle.get_result()


async def main(url: str, dossiers: int) -> None:
    """Carry so many dossiers, as many at once as suits DBOS best."""
    client = DBOSClient(system_database_url=url)
    await in_flight([f"w{number}" for number in range(AT_ONCE)], AT_ONCE, lambda name: drive(client, name))
    print("warm", flush=True)
    sys.stdin.readline()
    begun = time.process_time()
    seconds = await in_flight([f"d{number}" for number in range(dossiers)], AT_ONCE, lambda name: drive(client, name))
    print(json.dumps({"seconds": seconds, "cpu": time.process_time() - begun}), flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
