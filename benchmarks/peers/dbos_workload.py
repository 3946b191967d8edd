"""The campaign's work for each dossier on DBOS: one start, twelve ballots as messages, ten kept changes, one decision.

`python -m benchmarks.peers.dbos_workload URL` is a worker. The driver is another process and uses DBOS's own client.
"""

import signal
import sys
import threading

import psycopg
from dbos import DBOS, DBOSConfig

QUEUE = "campaign"
BALLOTS, CHANGES = 12, 10
AT_ONCE = 64

_URL = sys.argv[1] if len(sys.argv) > 1 else ""
_connections = threading.local()


def config(url: str) -> DBOSConfig:
    """Return the settings of DBOS: messages wake it by LISTEN/NOTIFY, and it logs errors only."""
    return DBOSConfig(name="campaign", system_database_url=url, log_level="ERROR", use_listen_notify=True)


def _connection() -> psycopg.Connection:
    if not hasattr(_connections, "own"):
        _connections.own = psycopg.connect(_URL, autocommit=True)
    own: psycopg.Connection = _connections.own
    return own


@DBOS.step()
def keep(dossier_id: str, sequence: int, body: str) -> None:
    """Keep one change, in a transaction of its own."""
    statement = "INSERT INTO change (dossier_id, sequence, body) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING"
    _connection().execute(statement, (dossier_id, sequence, body))


@DBOS.workflow()
def campaign(dossier_id: str) -> str:
    """Carry a dossier: a change at the start, one for each of the first eight ballots, one at the decision."""
    keep(dossier_id, 0, "submitted")
    for number in range(BALLOTS):
        ballot = DBOS.recv("ballot", timeout_seconds=600)
        if number < CHANGES - 2:
            keep(dossier_id, number + 1, ballot)
    decision = DBOS.recv("decision", timeout_seconds=600)
    keep(dossier_id, CHANGES - 1, decision)
    return str(decision)


def work() -> None:
    """Work on the queue until SIGTERM."""
    DBOS(config=config(_URL))
    DBOS.launch()
    DBOS.register_queue(QUEUE, worker_concurrency=AT_ONCE, polling_interval_sec=0.02)
    print("dbos is ready", flush=True)
    signal.sigwait({signal.SIGTERM, signal.SIGINT})
    DBOS.destroy()


if __name__ == "__main__":
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    work()
