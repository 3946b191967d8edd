"""Envelopes of messages, and their absence: encodings, numbers of arguments, names and identifiers."""

import asyncio
from collections.abc import Awaitable, Sequence

import pytest
from temporalio.api.common.v1 import Payload

from schemas.names import QueryName, SignalName, UpdateName
from schemas.refusals import Reason
from tests.hostile.malformed_values import HUGE, body, odd_payloads
from tests.hostile.no_harm import EXAMPLES, at_most_eight, is_well_refused, lives_on
from tests.hostile.raw_client import Answer
from tests.hostile.targets import DossierInACluster, DossierWithItsUnit, Sitting, Submission, Target
from tests.hostile.targets_by_act import AIMED_AT, Aim, alive
from tests.waiting import eventually

ALIVE = (DossierWithItsUnit, Sitting, Submission)

STRANGE_NAMES = (
    "no-such-act",
    "Supplement",
    "supplement ",
    "\x00supplement",
    "../supplement",
    "hồ sơ",
    "👩‍👩‍👧",
    "n" * 900,
)
STRANGE_IDS = ("\x00\x01", "../../x", "a b\n", "👩‍👩‍👧", "\ufffe\uffff", "%00", "cast:1:seat-1:1", "x" * 1000)


async def unharmed(target: Target, sent: Sequence[Awaitable[Answer]]) -> list[Answer]:
    """Send what must be refused, all of it, and see that it left no trace; return the answers.

    Its history is as long as before: no task failed or ran out of time, so each was tried once.
    """
    facts, pulse = await target.facts(), await target.wire.pulse(target.stream)

    answers = await at_most_eight(sent)

    assert (await target.facts(), await target.wire.pulse(target.stream)) == (facts, pulse)
    assert pulse.is_well
    await lives_on(target, changed=False)
    return answers


@pytest.mark.parametrize("act", AIMED_AT)
async def test_an_act_that_is_no_message_is_refused(aim: Aim, act: UpdateName) -> None:
    """The sender is told that it is the envelope; a TypeError of Python's would not help."""
    target = await alive(aim, AIMED_AT[act])
    odd = odd_payloads().values()

    answers = await unharmed(target, [target.wire.update(target.stream, act, payloads) for payloads in odd])

    assert {answer.kind for answer in answers} == {Reason.MALFORMED}
    assert all(is_well_refused(answer) for answer in answers)


@pytest.mark.parametrize("size", HUGE if EXAMPLES else list(HUGE)[::2])
async def test_a_huge_act_is_refused_like_any_other(aim: Aim, size: str) -> None:
    """One that took longer to read than a workflow task may last would stop the dossier."""
    target = await alive(aim, DossierInACluster)

    (answer,) = await unharmed(target, [target.wire.update(target.stream, UpdateName.HEAR, [body(HUGE[size])])])

    assert answer.kind == Reason.MALFORMED


@pytest.mark.parametrize("kind", ALIVE)
async def test_an_act_that_nobody_knows_is_refused(aim: Aim, kind: type[Target]) -> None:
    """Whatever it is called; and a name alone leaves nothing in the history."""
    target = await alive(aim, kind)

    answers = await unharmed(target, [target.wire.update(target.stream, name, [body({})]) for name in STRANGE_NAMES])

    assert all("known updates" in answer.said for answer in answers)


async def test_an_act_may_bear_any_identifier(aim: Aim) -> None:
    """They distinguish one sending from another, and nothing else; what decides stands in the body."""
    target = await alive(aim, DossierWithItsUnit)
    withdraw = [body({"by": "nguoi-la", "reason": "x"})]
    update = target.wire.update

    answers = await unharmed(target, [update(target.stream, "withdraw", withdraw, name) for name in ("", *STRANGE_IDS)])
    (too_long,) = await unharmed(target, [update(target.stream, "withdraw", withdraw, "x" * 1001)])

    assert {answer.kind for answer in answers} == {Reason.NOT_YOURS}
    assert too_long.kind == "INVALID_ARGUMENT"


@pytest.mark.parametrize("kind", ALIVE)
async def test_a_question_is_answered_or_refused_whatever_comes_with_it(aim: Aim, kind: type[Target]) -> None:
    """A query cannot stop a workflow."""
    target = await alive(aim, kind)
    ask, stream = target.wire.query, target.stream

    shown = await unharmed(target, [ask(stream, QueryName.SHOW, payloads) for payloads in odd_payloads().values()])
    inside = await unharmed(
        target, [ask(stream, f"__{name}", []) for name in ("stack_trace", "temporal_workflow_metadata")]
    )
    unknown = await unharmed(target, [ask(stream, name, [body({})]) for name in STRANGE_NAMES])

    assert {answer.kind for answer in (*shown, *inside)} == {"taken"}
    assert {answer.kind for answer in unknown} == {"INVALID_ARGUMENT"}


async def test_a_question_about_a_dossier_is_answered_or_refused_whatever_it_says(aim: Aim) -> None:
    """A dossier that was not considered has nothing to explain; where there is none, nothing is asked."""
    target = await alive(aim, Sitting)
    ask, stream = target.wire.query, target.stream
    asked = [{"dossier_id": name} for name in target.known["dossier_id"]] + [
        {"dossier_id": "hs-khac", "language": "en"}
    ]
    wrong = [{}, {"dossier_id": "hồ sơ"}, {"dossier_id": 7}, {"dossier_id": "hs-1", "language": "fr"}, [], None]

    answers = await unharmed(target, [ask(stream, QueryName.EXPLAIN, [body(each)]) for each in asked])
    refused = await unharmed(target, [ask(stream, QueryName.EXPLAIN, [body(each)]) for each in wrong])
    odd = await unharmed(target, [ask(stream, QueryName.EXPLAIN, payloads) for payloads in odd_payloads().values()])

    assert {(answer.kind, answer.value) for answer in answers} == {("taken", b"[]")}
    assert {answer.kind for answer in (*refused, *odd)} == {"INVALID_ARGUMENT"}


@pytest.mark.parametrize("kind", ALIVE)
async def test_a_signal_that_nobody_knows_goes_by(aim: Aim, kind: type[Target]) -> None:
    """It stands in the history, since Temporal writes it there, and does nothing else."""
    target = await alive(aim, kind)
    facts = await target.facts()

    for payloads in odd_payloads().values():
        assert (await target.wire.signal(target.stream, "no-such-signal", payloads)).taken
    for name in STRANGE_NAMES:
        assert (await target.wire.signal(target.stream, name, [])).taken
    await target.wire.settled(target.stream)

    assert await target.wire.mishaps(target.stream) == []
    assert await target.facts() == facts
    await lives_on(target, changed=False)


@pytest.mark.parametrize("what", ["two", "a claim to lie elsewhere"])
async def test_a_wake_wakes_whatever_comes_with_it(aim: Aim, what: str) -> None:
    """There is nothing in it to read; and what the workflows remember is the same afterwards."""
    targets = [await alive(aim, kind) for kind in ALIVE]

    await asyncio.gather(*(woken(target, odd_payloads()[what]) for target in targets))


async def woken(target: Target, payloads: Sequence[Payload]) -> None:
    """Renew a target by a signal with payloads, and see that it went on as it was."""
    facts, before = await target.facts(), await target.wire.pulse(target.stream)
    assert (await target.wire.signal(target.stream, SignalName.RENEW, payloads)).taken

    async def has_moved_on() -> bool:
        return (await target.wire.pulse(target.stream)).run != before.run

    await eventually(has_moved_on)
    assert await target.wire.mishaps(target.stream) == []
    assert await target.facts() == facts
    await lives_on(target, changed=False)


async def test_great_signals_that_nobody_knows_do_not_fill_a_history(aim: Aim) -> None:
    """Temporal ends a run of fifty megabytes: it must have continued as new long before, on waking for nothing."""
    target = await alive(aim, DossierWithItsUnit)
    before = await target.wire.pulse(target.stream)

    for _ in range(4):
        assert (await target.wire.signal(target.stream, "no-such-signal", [body("x" * 1_900_000)])).taken
        await target.wire.settled(target.stream)

    after = await target.wire.pulse(target.stream)
    assert after.run != before.run
    assert after.length < 20
    await lives_on(target, changed=False)
