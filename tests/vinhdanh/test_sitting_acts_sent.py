"""What is done in a sitting, through the client: each act once, and no ballot's content in public fields."""

import re
from collections.abc import Awaitable, Callable

import pytest
from temporalio.client import Client

from schemas.ballots import Vote
from schemas.bodies import Language
from schemas.ids import ActorId, DossierId, SeatId, SittingId
from schemas.messages import Adjourn, Close, Convene, Reconvene, RecordAttendance, Recuse, WithdrawBallot
from schemas.names import UpdateName, sitting_stream
from schemas.receipts import Receipt
from schemas.refusals import Reason
from schemas.scoring import ScoreStep
from tests.builders.client_messages import CHAIR, a_ballot, a_call, a_score, an_amendment
from tests.builders.values import a_number
from tests.builders.vote_counts import a_count, seats, sums
from vinhdanh import Declined, Sittings

RECUSAL = Recuse(seat=SeatId("seat-2"), by=CHAIR, dossiers=(DossierId("hs-1"),), reason="vợ của cá nhân được đề nghị")

SECRETARY = str(a_call().by)

Act = Callable[[Sittings, SittingId], Awaitable[Receipt]]

ACTS: dict[UpdateName, Act] = {
    UpdateName.AMEND: lambda sittings, name: sittings.amend(name, an_amendment()),
    UpdateName.RECUSE: lambda sittings, name: sittings.recuse(name, RECUSAL),
    UpdateName.SCORE: lambda sittings, name: sittings.score(name, a_score()),
    UpdateName.CAST: lambda sittings, name: sittings.cast(name, a_ballot()),
    UpdateName.ATTENDANCE: lambda sittings, name: sittings.record_attendance(
        name, RecordAttendance(by=ActorId(SECRETARY), seat=SeatId("seat-1"), stays=())
    ),
    UpdateName.COUNT: lambda sittings, name: sittings.count(name, a_count(SECRETARY, seats(5), sums("hs-1", 5))),
    UpdateName.ADJOURN: lambda sittings, name: sittings.adjourn(name, Adjourn(by=CHAIR, reason="Chủ tọa vắng.")),
}


@pytest.fixture
async def call(sittings: Sittings) -> Convene:
    """A sitting that is open."""
    call = a_call()
    await sittings.convene(call)
    return call


@pytest.mark.parametrize("act", ACTS)
async def test_the_same_act_again_is_answered_with_the_same_receipt(
    sittings: Sittings, call: Convene, act: UpdateName
) -> None:
    """A caller without an answer sends again, and must be told that it was kept."""
    send = ACTS[act]

    assert await send(sittings, call.sitting_id) == await send(sittings, call.sitting_id)


async def test_another_act_of_the_same_number_is_not_answered_with_the_first_one_s_receipt(
    sittings: Sittings, call: Convene
) -> None:
    """Two secretaries who amend at once, or two who check at once, must not both get a receipt."""
    await sittings.amend(call.sitting_id, an_amendment("hs-2"))
    await sittings.score(call.sitting_id, a_score(points=90))

    with pytest.raises(Declined) as amended:
        await sittings.amend(call.sitting_id, an_amendment("hs-3"))
    with pytest.raises(Declined) as scored:
        await sittings.score(call.sitting_id, a_score(points=80))

    assert (amended.value.reason, amended.value.details) == (Reason.NOT_THIS_MEETING, ("2",))
    assert (scored.value.reason, scored.value.details) == (Reason.SCORED_OUT_OF_TURN, ("hs-1", "2"))


async def test_two_seats_that_step_aside_for_the_same_reason_are_two(sittings: Sittings, call: Convene) -> None:
    """And so are two reasons of one seat."""
    other = RECUSAL.model_copy(update={"seat": SeatId("seat-3")})
    why = RECUSAL.model_copy(update={"reason": "đồng tác giả"})

    kept = [await sittings.recuse(call.sitting_id, each) for each in (RECUSAL, other, why)]

    assert len({receipt.hash for receipt in kept}) == 3


async def test_a_ballot_is_for_the_sitting_to_which_it_is_sent(sittings: Sittings, call: Convene) -> None:
    """One that names another has gone astray; one that names none is taken for meant."""
    kept = await sittings.cast(call.sitting_id, a_ballot())

    with pytest.raises(Declined) as refused:
        await sittings.cast(call.sitting_id, a_ballot(revision=2, sitting_id=SittingId("ph-khac")))

    assert kept.kind == "ballot_cast"
    assert refused.value.reason is Reason.NOT_THIS_SITTING


async def test_a_ballot_is_taken_back_and_handed_in_anew(sittings: Sittings, call: Convene) -> None:
    """By its voter: a substitute does not take back what the member handed in."""
    name, back = call.sitting_id, WithdrawBallot(seat=SeatId("seat-2"), revision=1)
    await sittings.cast(name, a_ballot())
    with pytest.raises(Declined) as refused:
        await sittings.withdraw_ballot(name, back.model_copy(update={"by": ActorId("pho-2")}))
    taken = await sittings.withdraw_ballot(name, back)
    after = await sittings.show(name)
    await sittings.cast(name, a_ballot(revision=2, by=ActorId("pho-2")))

    assert refused.value.reason is Reason.NO_BALLOT
    assert taken.kind == "ballot_withdrawn"
    assert (after.voted, (await sittings.show(name)).voted) == ((), ("seat-2",))


async def test_the_identifier_of_an_act_tells_nothing_of_a_ballot(
    sittings: Sittings, call: Convene, client: Client
) -> None:
    """It stands in the history in clear, where the ballot itself may be encrypted: so it is drawn by lot."""
    name, back = call.sitting_id, WithdrawBallot(seat=SeatId("seat-2"), revision=1)
    for _ in range(2):
        await sittings.cast(name, a_ballot(Vote.DISAPPROVE))
    await sittings.withdraw_ballot(name, back)

    history = await client.get_workflow_handle(sitting_stream(name)).fetch_history()
    accepted = (event.workflow_execution_update_accepted_event_attributes for event in history.events)
    sent = [each.accepted_request.meta.update_id for each in accepted if each.protocol_instance_id]
    drawn = [re.fullmatch(r"(cast|withdraw_ballot):seat-2:1:1:([0-9a-f]{32})", identifier) for identifier in sent[1:]]

    assert [match and match[1] for match in drawn] == ["cast", "cast", "withdraw_ballot"]
    assert len({match[2] for match in drawn if match}) == 3


async def test_a_sitting_is_put_off_and_called_again(sittings: Sittings, call: Convene) -> None:
    """A caller that waits for it is told."""
    kept = await sittings.adjourn(call.sitting_id, Adjourn(by=CHAIR, reason="Chủ tọa đi công tác."))

    assert kept.kind == "sitting_adjourned"
    assert (await sittings.show(call.sitting_id)).status == "adjourned"


async def test_a_contested_sheet_is_another_act(sittings: Sittings, call: Convene) -> None:
    """The unit scores itself, and answers the check with a reason."""
    steps = (ScoreStep.SELF, ScoreStep.CHECKED)
    acts = [a_score(step, turn) for turn, step in enumerate(steps, start=1)]
    acts.append(a_score(ScoreStep.CONTESTED, 3, reason="Thiếu điểm thưởng."))

    kept = [await sittings.score(call.sitting_id, act) for act in acts]

    assert [receipt.sequence for receipt in kept] == [2, 3, 4]


async def test_a_result_is_explained_once_there_is_one(sittings: Sittings, call: Convene) -> None:
    """In the reader's language; before the count, and of a dossier without a finding, there is nothing to explain."""
    name, dossier = call.sitting_id, DossierId("hs-1")
    early = await sittings.explain(name, dossier)
    await sittings.close(name, Close(by=CHAIR))
    await sittings.reconvene(name, Reconvene(by=CHAIR, meeting=2))
    await sittings.close(name, Close(by=CHAIR, meeting=2))

    assert early == ()
    assert (await sittings.explain(name, dossier))[-1] == "Kết luận: đạt."
    assert (await sittings.explain(name, dossier, Language.ENGLISH))[-1] == "Found: carried."
    assert await sittings.explain(name, DossierId("hs-khac")) == ()


async def test_a_question_that_cannot_be_asked_is_not(sittings: Sittings, call: Convene) -> None:
    """A misspelt identifier is the sender's mistake, whichever of the two it is."""
    with pytest.raises(Declined) as malformed:
        await sittings.explain(call.sitting_id, DossierId("hồ sơ 1"))
    with pytest.raises(Declined) as unknown:
        await sittings.explain(SittingId(f"khong-co-{a_number()}"), DossierId("hs-1"))

    assert malformed.value.reason is Reason.MALFORMED
    assert unknown.value.reason is Reason.NOT_FOUND
