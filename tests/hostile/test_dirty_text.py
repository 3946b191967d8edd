"""Invisible characters, sent past our client: refused by the field's name, and nothing is kept."""

from collections.abc import Mapping, Sequence
from typing import Any

import asyncpg
import pytest
from temporalio.api.common.v1 import Payload

from schemas.names import UpdateName, WorkflowName
from schemas.refusals import Reason
from tests.builders.client_messages import a_list, a_submission
from tests.hostile.malformed_values import body
from tests.hostile.no_harm import survived
from tests.hostile.raw_client import RawClient
from tests.hostile.targets_by_act import AIMED_AT, Aim, alive

DIRTY = "Số\u200b liệu\u009b"

FOUND = "U+200B, U+009B"

DOCUMENT = {"kind": "report", "name": DIRTY, "uri": "https://store.vinhdanh.example/1", "sha256": "0" * 64, "size": 1}

REASONED = [{"dossier_id": "hs-1", "reasons": ["Thiếu", DIRTY]}]

DECISION = {"number": "1/QĐ", "decided_on": "2024-06-03", "signatory": DIRTY}

SAID: Mapping[UpdateName, tuple[Mapping[str, Any], str]] = {
    UpdateName.SUPPLEMENT: ({"answers": 1, "documents": [DOCUMENT]}, "/documents/0/name"),
    UpdateName.WITHDRAW: ({"reason": DIRTY}, "/reason"),
    UpdateName.OBJECT: ({"text": DIRTY}, "/text"),
    UpdateName.HOLD: ({"ground": "complaint", "reason": DIRTY}, "/reason"),
    UpdateName.AMEND: ({"strike": REASONED}, "/strike/0/reasons/1"),
    UpdateName.RECUSE: ({"seat": "seat-1", "dossiers": ["hs-1"], "reason": DIRTY}, "/reason"),
    UpdateName.CLOSE: ({"returned": REASONED}, "/returned/0/reasons/1"),
    UpdateName.DECIDE: ({"decision": DECISION}, "/decision/signatory"),
}
"""Acts with such a text, and where it stands in them."""


@pytest.mark.parametrize("act", SAID)
async def test_an_act_with_a_dirty_text_is_refused_by_the_field(aim: Aim, act: UpdateName) -> None:
    """In every state of the workflow, and from every sender: at no event."""
    target = await alive(aim, AIMED_AT[act])
    said, place = SAID[act]
    sent = {"by": "nguoi-la", **said}

    answer = await survived(target, lambda: target.wire.update(target.stream, act, [body(sent)]))

    assert answer.kind == Reason.DIRTY_TEXT
    assert answer.details[0]["details"] == [f"{place}: {FOUND}"]
    assert f"{place}: {FOUND}" in answer.said


def starts() -> Sequence[tuple[WorkflowName, Payload, str, str]]:
    """Return a start of each kind with a dirty text, the workflow's name, and the field."""
    submission, put_forward = a_submission(), a_list(number=DIRTY)
    dossier = submission.dossier.evolve(nominee=submission.dossier.nominee.evolve(name=DIRTY))
    return (
        (
            WorkflowName.DOSSIER,
            sent(submission.evolve(dossier=dossier)),
            f"dossier-{dossier.dossier_id}",
            "/dossier/nominee/name",
        ),
        (WorkflowName.SUBMISSION, sent(put_forward), f"submission-{put_forward.submission_id}", "/letter/number"),
    )


def sent(message: Any) -> Payload:
    """Return a message as it travels."""
    return body(message.model_dump(mode="json", exclude_none=True))


@pytest.mark.parametrize("start", starts(), ids=lambda start: start[0].removesuffix("Workflow").lower())
async def test_a_start_with_a_dirty_text_fails_at_once(
    wire: RawClient, pool: asyncpg.Pool, start: tuple[WorkflowName, Payload, str, str]
) -> None:
    """A caller that waits for its receipt gets the same, and no fact is kept."""
    kind, payload, stream, place = start

    answer = await wire.start_with(kind, [payload], stream, UpdateName.RECEIPT, [])

    assert answer.kind == Reason.DIRTY_TEXT
    assert answer.details[0]["details"] == [f"{place}: {FOUND}"]
    assert (await wire.status(stream), await wire.failures(stream)) == ("FAILED", [Reason.DIRTY_TEXT])
    assert await wire.mishaps(stream) == []
    assert await pool.fetchval("SELECT count(*) FROM fact WHERE stream = $1", stream) == 0
