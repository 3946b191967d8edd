"""At the limit of what is accepted: everything that may be large is, all at once, and no workflow is stuck by it.

What is just within is taken, read again by the next run and counted; what is just beyond is refused with its reason.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import asyncpg
import pytest

from schemas.documents import MOST_DOCUMENTS
from schemas.dossier import Dossier, Period
from schemas.ids import DossierId, StreamId
from schemas.messages import Convene
from schemas.names import QueryName, SignalName, UpdateName, dossier_stream, sitting_stream, submission_stream
from schemas.refusals import Reason
from schemas.sitting import SittingStatus
from schemas.stages import Stage
from schemas.submission import MOST_REASONED
from schemas.verdict import DecisionRef, Outcome
from tests.builders.values import CLUSTER, UNIT, a_body, a_document, a_dossier, a_number
from tests.hostile.malformed_values import body
from tests.hostile.no_harm import EXAMPLES
from tests.hostile.raw_client import Answer, RawClient
from tests.hostile.targets import before_the_authority, found
from tests.journeys.office_driver import AUTHORITY, SOON, OfficeDriver, a_convening, a_list
from tests.registered import with_its_roll
from tests.waiting import eventually
from vinhdanh import Declined

FIRST_FACTS = """
    INSERT INTO fact (stream, sequence, act, kind, at, by, body, previous)
    SELECT
        format('dossier-%s-%s', $2::text, copy), sequence, act, kind, at, by,
        replace(body, $1, format('%s-%s', $2::text, copy)), previous
    FROM fact, generate_series(1, $3::integer) AS copy
    WHERE stream = 'dossier-' || $1 AND sequence = 1
"""

COPIED = """
    INSERT INTO dossier (
        dossier_id, nominee_id, nominee_name, award, basis, award_name, period, unit, cluster, council,
        regime, received_on, stage, awaited, awaited_name, due_at, overdue, sequence, changed_at
    )
    SELECT
        format('%s-%s', $2::text, copy), format('%s-%s', $2::text, copy), $3,
        award, basis, award_name, period, unit, cluster, council,
        regime, received_on, stage, awaited, awaited_name, due_at, overdue, sequence, changed_at
    FROM dossier, generate_series(1, $4::integer) AS copy
    WHERE dossier_id = $1
"""
"""Dossiers that are waiting according to the ledger, and by which law; this needs none of their workflows."""

NAME = "Tập thể nhân dân và cán bộ " * 3
"""As long as names are: eighty letters, more than a hundred bytes."""


LONG: Mapping[str, Any] = {"name": "ộ" * 200, "uri": "https:" + '"' * 1000}
"""A name and a place of the longest, in letters that take the most bytes."""


async def many(
    driver: OfficeDriver, pool: asyncpg.Pool, one: Dossier, count: int, name: str = NAME
) -> Sequence[DossierId]:
    """Return so many dossiers that wait where one does."""
    start = f"gh-{a_number()}"
    await pool.execute(FIRST_FACTS, one.dossier_id, start, count)
    await pool.execute(COPIED, one.dossier_id, start, name.strip(), count)
    return [DossierId(f"{start}-{number}") for number in range(1, count + 1)]


async def called(driver: OfficeDriver, agenda: Sequence[DossierId], seats: int) -> Convene:
    """Return the call of the cluster, which has so many seats, to sit over an agenda."""
    await driver.register(*with_its_roll(a_body(seats=seats)))
    return a_convening(Stage.CLUSTER, agenda=tuple(agenda))


async def renewed(wire: RawClient, stream: StreamId) -> None:
    """Have a workflow continue as new: all that it remembers comes back in one payload."""
    before = await wire.pulse(stream)
    assert (await wire.signal(stream, SignalName.RENEW, [])).taken

    async def has_moved_on() -> bool:
        return (await wire.pulse(stream)).run != before.run

    await eventually(has_moved_on)
    assert await wire.mishaps(stream) == []


def reasoned(agenda: Sequence[DossierId], *, total: int = MOST_REASONED) -> list[dict[str, Any]]:
    """Return a reason for each dossier, such that all of them together take just so many bytes."""
    bare = [{"dossier_id": dossier_id, "reasons": ["x"]} for dossier_id in agenda]
    spare = total - len(body(bare).data)
    each, last = divmod(spare, len(bare))
    return [
        {"dossier_id": one["dossier_id"], "reasons": ["x" * (1 + each + (last if number == 0 else 0))]}
        for number, one in enumerate(bare)
    ]


async def test_a_thousand_dossiers_sent_back_each_with_a_long_reason(
    driver: OfficeDriver, wire: RawClient, pool: asyncpg.Pool
) -> None:
    """The largest agenda with the longest reasons closes, and its minutes are announced and shown."""
    agenda = await many(driver, pool, await driver.carry(Stage.CLUSTER), 1000)
    call = await called(driver, agenda, seats=30)
    stream = sitting_stream(call.sitting_id)
    await driver.offices.sittings.convene(call)
    choices = [{"dossier_id": dossier_id, "vote": "approve"} for dossier_id in agenda]
    for seat in range(1, 7):
        assert (await wire.update(stream, UpdateName.CAST, [body({"seat": f"seat-{seat}", "choices": choices})])).taken
    await renewed(wire, stream)
    close = partial(wire.update, stream, UpdateName.CLOSE)

    too_much = await close([body({"by": call.by, "returned": reasoned(agenda, total=MOST_REASONED + 1)})])
    closed = await close([body({"by": call.by, "returned": reasoned(agenda)})])

    assert (too_much.kind, closed.taken) == (Reason.MALFORMED, True)
    assert str(MOST_REASONED) in too_much.said
    view = await driver.offices.sittings.show(call.sitting_id)
    assert view.minutes is not None
    assert len(view.minutes.items) == 1000
    await told(driver, wire, call)


async def told(driver: OfficeDriver, wire: RawClient, call: Convene) -> None:
    """Wait until every dossier was told, where there is time for it: none of them has a workflow to receive it."""
    if EXAMPLES:
        view = await driver.offices.sittings.announced(call.sitting_id, SOON)
        assert view.report is not None
        assert len(view.report.unheard) == len(call.agenda)
    assert await wire.mishaps(sitting_stream(call.sitting_id)) == []


async def test_a_large_sitting_is_adjourned_and_goes_on(
    driver: OfficeDriver, wire: RawClient, pool: asyncpg.Pool
) -> None:
    """Adjourned it remembers its minutes besides its ballots; votes of an earlier meeting weigh nothing any more."""
    agenda = await many(driver, pool, await driver.carry(Stage.CLUSTER), 600)
    call = await called(driver, agenda, seats=200)
    stream = sitting_stream(call.sitting_id)
    await driver.offices.sittings.convene(call)
    choices = [{"dossier_id": dossier_id, "vote": "disapprove"} for dossier_id in agenda]
    for seat in range(1, 7):
        assert (await wire.update(stream, UpdateName.CAST, [body({"seat": f"seat-{seat}", "choices": choices})])).taken

    long = reasoned(agenda[:100])
    assert (await wire.update(stream, UpdateName.CLOSE, [body({"by": call.by, "returned": long})])).taken
    assert (await driver.offices.sittings.show(call.sitting_id)).status is SittingStatus.ADJOURNED
    await renewed(wire, stream)
    await driver.reconvene(call, meeting=2)

    assert (
        await wire.update(stream, UpdateName.CAST, [body({"seat": "seat-1", "choices": choices, "meeting": 2})])
    ).taken
    await wire.terminate(stream)


@pytest.mark.parametrize(("count", "seats", "name"), [(1000, 500, "X"), (1000, 5, "\U00020000" * 200)])
async def test_a_sitting_too_large_for_its_minutes_is_not_convened(
    driver: OfficeDriver, wire: RawClient, pool: asyncpg.Pool, count: int, seats: int, name: str
) -> None:
    """Refused at the convening, where it can still be split in two; not at the close, after the votes."""
    agenda = await many(driver, pool, await driver.carry(Stage.CLUSTER), count, name)
    call = await called(driver, agenda, seats)

    with pytest.raises(Declined) as declined:
        await driver.offices.sittings.convene(call)

    assert declined.value.reason is Reason.TOO_LARGE
    assert declined.value.details == (str(count), str(seats))
    assert await wire.mishaps(sitting_stream(call.sitting_id)) == []
    assert await driver.facts(sitting_stream(call.sitting_id)) == []


async def test_a_seat_that_changes_its_mind_leaves_one_ballot_behind(driver: OfficeDriver, wire: RawClient) -> None:
    """Fifty changes for each of five hundred seats would be more receipts than any payload holds."""
    call = await driver.convene(Stage.CLUSTER, await driver.carry(Stage.CLUSTER))
    stream = sitting_stream(call.sitting_id)

    def ballot(revision: int) -> dict[str, Any]:
        choices = [{"dossier_id": dossier_id, "vote": "approve"} for dossier_id in call.agenda]
        return {"seat": "seat-1", "revision": revision, "choices": choices}

    async def cast(revision: int) -> Answer:
        return await wire.update(stream, UpdateName.CAST, [body(ballot(revision))])

    async def kept(revision: int) -> object:
        asked = {"act": UpdateName.CAST, "body": ballot(revision)}
        return json.loads((await wire.query(stream, QueryName.KEPT, [body(asked)])).value).get("receipt")

    answers = [await cast(revision) for revision in (1, 2, 7, 50)]
    await renewed(wire, stream)

    assert all(answer.taken for answer in answers)
    assert [await kept(revision) for revision in (1, 2, 7, 50)] == [None, None, None, answers[-1].value]
    assert await wire.started_with(stream) == call.model_dump(mode="json", exclude_none=True)
    assert (await cast(50)).value == answers[-1].value
    assert (await cast(49)).kind == Reason.BALLOT_SUPERSEDED
    assert (await cast(51)).kind == Reason.MALFORMED
    await wire.terminate(stream)


async def test_a_thousand_dossiers_are_refused_by_one_decision(
    driver: OfficeDriver, wire: RawClient, pool: asyncpg.Pool
) -> None:
    """Each with its reason, by a decision whose number is as long as one may be."""
    one = await before_the_authority(driver, wire)
    agenda = await many(driver, pool, one, 1000)
    letter = a_list(one).model_copy(update={"agenda": tuple(agenda)})
    stream = submission_stream(letter.submission_id)
    await driver.offices.submissions.put_forward(letter)
    await renewed(wire, stream)
    number = {"number": "ộ" * 200, "decided_on": "2024-09-05", "signatory": "ộ" * 200}
    half = len(agenda) // 2
    answer = {"refused": reasoned(agenda[:half]), "returned": reasoned(agenda[half:])}

    decided = await wire.update(stream, UpdateName.DECIDE, [body({"by": AUTHORITY, "decision": number, **answer})])
    view = await driver.offices.submissions.show(letter.submission_id)

    assert decided.taken
    assert len(view.refused) + len(view.returned) == 1000
    assert await wire.mishaps(stream) == []
    await wire.terminate(stream)


GRANTED = """
    INSERT INTO register (
        dossier_id, award, basis, award_name, nominee_id, nominee_name, unit, period,
        decision_number, decided_on, signatory, decision_document, stream, sequence, granted_at
    )
    SELECT
        format('%s-%s', dossier_id, copy), award, basis, award_name, nominee_id, nominee_name, unit, period,
        decision_number, decided_on - copy, signatory, decision_document, stream, sequence, granted_at
    FROM register, generate_series(1, 500) AS copy
    WHERE dossier_id = $1
"""
"""Five hundred awards more, each a day before the last."""


def full_dossier() -> Dossier:
    """Return a dossier in which everything that has a length has all of it."""
    papers = ["proposal_letter", "achievement_report", *(f"paper_{number:02}" for number in range(MOST_DOCUMENTS - 2))]
    return a_dossier(documents=tuple(a_document(paper, **LONG) for paper in papers))


async def test_a_dossier_is_returned_until_there_is_no_room_and_then_comes_to_its_end(
    driver: OfficeDriver, wire: RawClient
) -> None:
    """Each time with twenty reasons of four thousand letters; what leads it on is taken all the same."""
    dossier = await driver.submit(full_dossier())
    stream = dossier_stream(dossier.dossier_id)

    returned = [await sent_back_and_forth(driver, wire, dossier) for _ in range(3)]
    forwarded = await found(driver, wire, dossier, Stage.CLUSTER, CLUSTER, Outcome.FORWARD)
    await renewed(wire, stream)

    taken = [answer.taken for answer in returned]
    assert taken == sorted(taken, reverse=True)
    assert taken[0]
    assert returned[-1].kind == Reason.TOO_LARGE
    assert forwarded.taken
    assert (await driver.show(dossier)).stage is Stage.COUNCIL
    assert (await driver.withdraw(dossier)).kind == "dossier_withdrawn"


async def sent_back_and_forth(driver: OfficeDriver, wire: RawClient, dossier: Dossier) -> Answer:
    """Return what a return is answered; one that is taken is answered by the unit with a note."""
    reasons = ["ộ" * 4000] * 20
    back = await found(driver, wire, dossier, Stage.CLUSTER, CLUSTER, Outcome.RETURN, reasons=reasons)
    if back.taken:
        note = body({"by": UNIT, "answers": back.value["sequence"], "note": "ộ" * 4000})
        assert (await wire.update(dossier_stream(dossier.dossier_id), UpdateName.SUPPLEMENT, [note])).taken
    return back


async def test_twenty_one_reasons_are_too_many(driver: OfficeDriver, wire: RawClient) -> None:
    """A sitting gives at most twenty reasons for a dossier; the refusal names the field."""
    call = await driver.convene(Stage.CLUSTER, await driver.carry(Stage.CLUSTER))
    returned = [{"dossier_id": call.agenda[0], "reasons": ["x"] * 21}]

    answer = await wire.update(
        sitting_stream(call.sitting_id), UpdateName.CLOSE, [body({"by": call.by, "returned": returned})]
    )

    assert answer.kind == Reason.MALFORMED
    assert "returned.0.reasons" in answer.said


async def test_a_nominee_of_many_awards_can_be_put_forward_again(
    driver: OfficeDriver, wire: RawClient, pool: asyncpg.Pool
) -> None:
    """What the register holds of it comes with the law, in one payload: the latest fifty of however many."""
    dossier = await before_the_authority(driver, wire)
    decision = DecisionRef(
        number="ộ" * 200, decided_on=date(2024, 9, 5), signatory="ộ" * 200, document=a_document("decision", **LONG)
    )
    granted = await found(driver, wire, dossier, Stage.DECISION, AUTHORITY, Outcome.GRANT, decision=decision)
    assert granted.taken
    await pool.execute(GRANTED, dossier.dossier_id)

    again = a_dossier(nominee=dossier.nominee, period=Period(first=date(2024, 1, 1), last=date(2024, 6, 30)))
    await driver.submit(again)

    earlier = (await driver.show(again)).earlier
    assert len(earlier) == 50
    assert earlier[-1].decision.decided_on == date(2024, 9, 5)
