"""The whole catalogue: each award of both decrees, and each honour of a province, on its own way to its grant."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

import pytest
from temporalio.worker import UnsandboxedWorkflowRunner

from schemas.dossier import AskedSimplified, Dossier, DossierView
from schemas.ids import ActorId, BodyId
from schemas.messages import SubmitDossier
from schemas.policy import AwardRule
from schemas.stages import Stage
from tests.builders.shipped_law import DECREES, the_books, the_regime
from tests.builders.values import (
    AGENCY,
    PARTY,
    a_document,
    a_dossier,
    a_number,
    an_organisation,
    submitted,
)
from tests.journeys.route_driver import RouteDriver
from tests.registered import a_registered, register
from vinhdanh import VinhDanh
from worker.build import build_worker

if TYPE_CHECKING:
    import asyncpg
    from temporalio.client import Client

    from worker.settings import Settings

RECEIVED = {"nd98-2023": date(2025, 6, 2), "nd152-2025": date(2025, 8, 1)}

Way = tuple[tuple[Stage, ...], tuple[str, ...]]

Case = tuple[str, str, str, str | None, bool]
"""Regime, award, basis, the ministry or province whose own regulation has it, and whether it is simplified."""


def _cases() -> list[Case]:
    full: list[Case] = [
        (regime, rule.award, rule.basis, None, simplified)
        for regime in DECREES
        for rule in the_regime(regime).awards
        for simplified in ([False, True] if rule.simplified else [False])
        if regime == DECREES[-1] or _way(rule, simplified=simplified) not in _later_ways()
    ]
    own: list[Case] = [
        (local.over, rule.award, rule.basis, local.body, False)
        for local in the_books().locals
        for rule in local.awards
        if local.over in DECREES and the_books().award(local.over, rule.award, rule.basis) is None
    ]
    return full + own


def _later_ways() -> set[tuple[str, str, Way]]:
    later = the_regime(DECREES[-1]).awards
    return {_way(rule, simplified=simplified) for rule in later for simplified in (False, True)}


def _way(rule: AwardRule, *, simplified: bool) -> tuple[str, str, Way]:
    """Return an award with its stages and papers: where both decrees have the same, it is carried under the later."""
    taken = rule.simplified if simplified and rule.simplified else rule
    stages = tuple(step.stage for step in taken.route)
    return rule.award, rule.basis, (stages, tuple(sorted({paper.kind for paper in taken.documents})))


CASES = _cases()

UNIT, MINISTER = BodyId("don-vi-khong-hop-thu"), BodyId("bo-truong")
"""A unit without a mailbox: hundreds of letters would keep the tests of letters waiting."""


def _rule(case: Case) -> AwardRule:
    regime, award, basis, body, _ = case
    rule = the_books().award(regime, award, basis, body)  # type: ignore[arg-type]
    assert rule is not None
    return rule


def a_candidate(case: Case) -> Dossier:
    """Return a dossier that has all that its award asks of a nominee of its first kind."""
    rule = _rule(case)
    number, simplified = a_number(), rule.simplified if case[-1] else None
    documents = (simplified or rule).documents
    kind = rule.nominees[0]
    nominee = {"kind": kind, "id": f"n-{number}", "name": "Tập thể hoặc cá nhân được đề nghị"}
    dossier = a_dossier(
        f"hs-{number}",
        award=rule.award,
        basis=rule.basis,
        unit=an_organisation(UNIT),
        agency=an_organisation(AGENCY),
        party=an_organisation(PARTY),
        head=an_organisation(case[3] or MINISTER),
        received_on=RECEIVED[case[0]],
        simplified=AskedSimplified(ground=simplified.grounds[0], reason="Khen kịp thời.") if simplified else None,
        documents=tuple(a_document(paper) for paper in sorted({each.kind for each in documents})),
    )
    return Dossier.model_validate(dossier.model_dump() | {"nominee": nominee})


@pytest.fixture(scope="module")
async def conductor(client: Client, pool: asyncpg.Pool, settings: Settings) -> AsyncIterator[RouteDriver]:
    """A driver that brings dossiers onward under the law as it is shipped."""
    queue = f"catalogue-{uuid.uuid4().hex}"
    own = settings.model_copy(update={"task_queue": queue})
    # Without the sandbox, as in production: these are hundreds of stages.
    async with build_worker(client, pool, own, the_books(), runner=UnsandboxedWorkflowRunner()):
        yield RouteDriver(VinhDanh(client, task_queue=queue), pool)


@pytest.fixture(scope="module")
async def ending(conductor: RouteDriver, pool: asyncpg.Pool) -> Mapping[Case, DossierView]:
    """The outcome of a dossier for each case, all carried through one season of sittings and lists."""
    dossiers = [a_candidate(case) for case in CASES]
    heads = {dossier.head.id for dossier in dossiers if dossier.head is not None}
    async with pool.acquire() as conn:
        await register(conn, *(a_registered(body, has_mailbox=False) for body in (UNIT, *sorted(heads))))

    async def submit(dossier: Dossier) -> None:
        async with conductor.turns:
            await conductor.offices.dossiers.submit(
                SubmitDossier(dossier=submitted(dossier), by=ActorId(dossier.unit.id))
            )

    await asyncio.gather(*map(submit, dossiers))
    return dict(zip(CASES, await conductor.carry(dossiers), strict=True))


@pytest.mark.parametrize("case", CASES, ids=lambda case: "-".join(str(part) for part in case[:3] + case[4:]))
def test_it_is_granted_on_its_own_route(case: Case, ending: Mapping[Case, DossierView]) -> None:
    """Every stage that its law names is passed, once and in order, and none besides."""
    view, rule = ending[case], _rule(case)
    route = rule.simplified.route if case[-1] and rule.simplified else rule.route

    assert view.stage is Stage.GRANTED
    assert view.regime == case[0]
    assert [passage.stage for passage in view.passages] == [step.stage for step in route]
