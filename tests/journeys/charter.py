"""A cluster's charter that uses every rule of voting there is: an invention, over the demonstration's law."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from policies.catalogue import PolicyCatalogue
from schemas.ballots import Choice
from schemas.bodies import Body, Seat, Substitute, Tenure
from schemas.ids import ActorId, SeatId
from schemas.messages import Cast, Convene
from schemas.receipts import Receipt
from tests.builders.law_files import a_charter, a_shelf, the_regime_but
from tests.builders.values import CLUSTER, a_body, a_number
from tests.journeys.office_driver import VOTES, OfficeDriver
from vinhdanh import VinhDanh
from worker.build import build_worker

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    import asyncpg
    from temporalio.client import Client

    from worker.settings import Settings

_CITED = 'citation = "Quy chế thử nghiệm của cụm"\nverified = true\n'

SUBSTITUTES = f"[stages.cluster_vote_flag.substitutes]\n{_CITED}"
RECUSAL = f"[stages.cluster_vote_flag.recusal]\nown_unit = true\n{_CITED}"
WRITTEN = f"[stages.cluster_vote_flag.written]\ncounted = true\n{_CITED}"
TIES = f'[stages.cluster_vote_flag.ties]\nsecond_round = true\nlast_words = ["chair"]\n{_CITED}'
ALL_VOTED = f'[stages.cluster_vote_flag.early_close]\nwhen = "all_voted"\n{_CITED}'
FIXED = ALL_VOTED.replace("all_voted", "outcome_fixed")
POINTS = f"""[stages.cluster_vote_flag.points]
bonus = 20
penalty = 50
least = "50%"
groups = [
    {{ id = "socio_economic", name = {{ vi = "Kinh tế - xã hội", en = "Economy and society" }}, most = 600 }},
    {{ id = "party", name = {{ vi = "Xây dựng Đảng, chính quyền", en = "Party and government" }}, most = 200 }},
    {{ id = "emulation", name = {{ vi = "Thi đua, khen thưởng", en = "Emulation" }}, most = 200 }},
]
{_CITED}"""

GROUPS = ("socio_economic", "party", "emulation")
"""The groups of its scoring table."""

_STAGE = "cluster_vote_flag"

_ROOM = ["substitutes", "recusal", "written", "ties", "points", "early_close"]


def chartered(*rules: str, stage: str = _STAGE, clusters: Iterable[str] = (CLUSTER,)) -> dict[str, str]:
    """Return the demonstration's law that leaves a vote of clusters room, and each one's charter with these rules."""
    vote = f'[stages.{stage}]\nkind = "vote"\n'
    own = [rule.replace(_STAGE, stage) for rule in rules]
    laws = {cluster: f"quy-che-{cluster.lower()}" for cluster in clusters}
    charters = {
        f"local/{law}.toml": a_charter(law, *own, over="nd98-2023", cluster=cluster) for cluster, law in laws.items()
    }
    return {"nd98-2023.toml": the_regime_but(vote, f"{vote}leaves_room = {_ROOM}\n"), **charters}


@asynccontextmanager
async def governed(
    client: Client,
    pool: asyncpg.Pool,
    settings: Settings,
    directory: Path,
    *rules: str,
    clusters: Iterable[str] = (CLUSTER,),
) -> AsyncIterator[OfficeDriver]:
    """Lend a driver that acts for every office where each of these clusters has a charter with these rules."""
    a_shelf(directory, chartered(*rules, clusters=clusters))
    own = settings.model_copy(update={"task_queue": f"charter-{a_number()}"})
    async with build_worker(client, pool, own, PolicyCatalogue.load(directory)):
        yield OfficeDriver(VinhDanh(client, task_queue=own.task_queue), pool)


def a_cluster(*units: str, substitutes: dict[str, tuple[Substitute, ...]] | None = None) -> Body:
    """Return a cluster whose seats are its member units, the first in the chair."""
    by_unit = substitutes or {}
    seats = tuple(Seat(id=SeatId(unit), name=f"Đơn vị {unit}", substitutes=by_unit.get(unit, ())) for unit in units)
    return a_body(CLUSTER, len(units)).model_copy(update={"seats": seats, "chair": seats[0].id})


def a_substitute(name: str, first: date, last: date | None = None) -> Substitute:
    """Return who may vote for a unit from one day to another."""
    return Substitute(id=ActorId(name), name=f"Phó {name}", tenure=Tenure(first=first, last=last))


async def voted(driver: OfficeDriver, call: Convene, unit: str, marks: str, **changes: object) -> Receipt:
    """Hand in a unit's ballot: a letter for each dossier of the agenda, `-` for one from which it steps aside."""
    chosen = [(dossier, mark) for dossier, mark in zip(call.agenda, marks, strict=True) if mark != "-"]
    choices = tuple(Choice(dossier_id=dossier, vote=VOTES[mark]) for dossier, mark in chosen)
    ballot = Cast(seat=SeatId(unit), choices=choices).model_copy(update=changes)
    return await driver.offices.sittings.cast(call.sitting_id, ballot)
