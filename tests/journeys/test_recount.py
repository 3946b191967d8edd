"""A year's days off are published while dossiers wait: operators have their terms counted anew."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING

from policies.catalogue import PolicyCatalogue
from policies.loading.directory import load_directory
from policies.workdays import Correction, Corrections
from schemas.facts import DossierFact, TermRecounted
from schemas.names import dossier_stream
from schemas.stages import Stage
from tests.journeys.office_driver import OfficeDriver
from vinhdanh import VinhDanh
from worker.build import build_worker
from worker.demo import LAW
from worker.term_recount import Recounted, recount
from workflows.rules import deadlines

if TYPE_CHECKING:
    import asyncpg
    from temporalio.client import Client

    from worker.settings import Settings


async def test_a_dossier_without_a_term_learns_of_it_too(
    client: Client, pool: asyncpg.Pool, settings: Settings
) -> None:
    """Nothing of its own ends on another day; the term of its next stage is counted by the new list."""
    own = settings.model_copy(update={"task_queue": f"recount-{uuid.uuid4().hex}"})
    driver = OfficeDriver(VinhDanh(client, task_queue=own.task_queue), pool)
    directory = load_directory(LAW)
    async with build_worker(client, pool, own, PolicyCatalogue(directory)):
        dossier = await driver.carry(Stage.CLUSTER)
        waiting = (await driver.show(dossier)).awaiting
        ahead = (await driver.show(await driver.carry(Stage.COUNCIL))).awaiting
    assert waiting is not None
    assert waiting.due_on is None
    assert ahead is not None
    assert ahead.due_on is not None
    off = Correction(day=ahead.due_on, worked=False, citation="Thông báo nghỉ bù", verified=True)
    published = PolicyCatalogue(replace(directory, corrections=Corrections(days=(*directory.corrections.days, off))))

    async with build_worker(client, pool, own, published):
        asked = await recount(client, own.task_queue)
        await driver.hold(Stage.CLUSTER, dossier)
        after = (await driver.show(dossier)).awaiting

    assert asked == Recounted(2, 1, 0)
    assert after is not None
    assert after.due_on is not None
    assert after.due_on > off.day


async def test_terms_are_counted_anew_by_the_year_s_list(
    client: Client, pool: asyncpg.Pool, settings: Settings
) -> None:
    """The day on which a council's term would have ended is made a day off; its term ends on the next working day."""
    own = settings.model_copy(update={"task_queue": f"recount-{uuid.uuid4().hex}"})
    driver = OfficeDriver(VinhDanh(client, task_queue=own.task_queue), pool)
    directory = load_directory(LAW)
    async with build_worker(client, pool, own, PolicyCatalogue(directory)):
        dossier = await driver.carry(Stage.COUNCIL)
        before = (await driver.show(dossier)).awaiting
    assert before is not None
    assert before.due_on is not None
    off = Correction(day=before.due_on, worked=False, citation="Thông báo nghỉ bù", verified=True)
    published = PolicyCatalogue(replace(directory, corrections=Corrections(days=(*directory.corrections.days, off))))

    async with build_worker(client, pool, own, published):
        first, again = await recount(client, own.task_queue), await recount(client, own.task_queue)
        after = (await driver.show(dossier)).awaiting

    assert after is not None
    assert after.due_on is not None
    assert (first, again) == (Recounted(1, 1, 0), Recounted(1, 0, 0))
    assert after.due_on > before.due_on
    assert deadlines.is_worked(after.due_on, published.working_days(before.since))
    told: list[DossierFact] = await driver.facts(dossier_stream(dossier.dossier_id))  # type: ignore[assignment]
    recounted = told[-1]
    assert isinstance(recounted, TermRecounted)
    assert (recounted.was, recounted.due_on) == (before.due_on, after.due_on)
    assert (await driver.letters(recounted.stream))[-1].template == "recounted"
