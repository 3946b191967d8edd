"""Sittings and submissions through the client."""

from datetime import timedelta

import pytest

from schemas.ballots import Vote
from schemas.ids import BodyId
from schemas.messages import Close, Reconvene
from schemas.refusals import Reason
from schemas.sitting import Places, SittingStatus
from schemas.stages import Stage
from schemas.submission import SubmissionStatus
from tests.builders.client_messages import CHAIR, a_ballot, a_call, a_decision, a_list, an_amendment
from tests.builders.values import AWARD, BASIS, a_decision_ref
from vinhdanh import Declined, Sittings, Submissions

SOON = timedelta(minutes=2)


async def test_the_same_call_again_answers_with_the_same_receipt(sittings: Sittings) -> None:
    """A secretary whose answer was lost convenes again."""
    call = a_call()

    assert await sittings.convene(call) == await sittings.convene(call)


@pytest.mark.parametrize("agenda", [("hs-2",), ("hs-1", "hs-2")])
async def test_an_identifier_is_not_used_for_two_agendas(sittings: Sittings, agenda: tuple[str, ...]) -> None:
    """Two secretaries who choose the same identifier must not both get a receipt."""
    call = a_call()
    await sittings.convene(call)

    with pytest.raises(Declined) as refused:
        await sittings.convene(a_call(*agenda, sitting_id=call.sitting_id))

    assert refused.value.reason is Reason.ALREADY_STARTED
    assert refused.value.details == (call.sitting_id,)


async def test_the_same_call_again_is_known_after_the_agenda_was_amended(sittings: Sittings) -> None:
    """What is on the agenda now is not what the secretary convened it over."""
    call = a_call()
    first = await sittings.convene(call)
    await sittings.amend(call.sitting_id, an_amendment("hs-2"))

    assert await sittings.convene(call) == first
    with pytest.raises(Declined) as refused:
        await sittings.convene(a_call(sitting_id=call.sitting_id).model_copy(update={"stage": Stage.COUNCIL}))

    assert refused.value.reason is Reason.ALREADY_STARTED


async def test_another_ballot_of_the_same_revision_is_not_answered_with_the_first_ones_receipt(
    sittings: Sittings,
) -> None:
    """Otherwise a voter who forgot to count up would think that the changed ballot counts."""
    call = a_call()
    await sittings.convene(call)
    await sittings.cast(call.sitting_id, a_ballot(Vote.APPROVE))

    with pytest.raises(Declined) as refused:
        await sittings.cast(call.sitting_id, a_ballot(Vote.DISAPPROVE))

    assert refused.value.reason is Reason.BALLOT_ALREADY_CAST


async def test_the_same_ballot_again_is_answered_with_the_same_receipt(sittings: Sittings) -> None:
    """A voter who clicked twice voted once."""
    call = a_call()
    await sittings.convene(call)

    first = await sittings.cast(call.sitting_id, a_ballot())

    assert await sittings.cast(call.sitting_id, a_ballot()) == first


async def test_a_sitting_runs_from_its_call_to_its_announcement(sittings: Sittings) -> None:
    """Adjourned for want of a quorum, called again, closed: each of both ends can be waited for."""
    call = a_call()
    await sittings.convene(call)
    await sittings.close(call.sitting_id, Close(by=CHAIR))

    adjourned = await sittings.announced(call.sitting_id, within=SOON)
    await sittings.reconvene(call.sitting_id, Reconvene(by=CHAIR, meeting=2))
    await sittings.close(call.sitting_id, Close(by=CHAIR, meeting=2))
    announced = await sittings.announced(call.sitting_id, within=SOON)

    assert (adjourned.status, adjourned.meeting) == (SittingStatus.ADJOURNED, 1)
    assert (announced.status, announced.meeting) == (SittingStatus.ANNOUNCED, 2)


async def test_whoever_waits_for_a_sitting_is_told_of_its_second_round(sittings: Sittings) -> None:
    """A person has to see to its ballots; a waiting caller would not."""
    places = (Places(award=AWARD, basis=BASIS, count=1),)
    call = a_call("hs-1", "hs-2", places=places)
    await sittings.convene(call)
    await sittings.close(call.sitting_id, Close(by=CHAIR))

    again = await sittings.announced(call.sitting_id, within=SOON)
    await sittings.close(call.sitting_id, Close(by=CHAIR, meeting=2))
    announced = await sittings.announced(call.sitting_id, within=SOON)

    assert (again.status, again.meeting) == (SittingStatus.OPEN, 2)
    assert [each.dossiers for each in again.contested] == [call.agenda]
    assert announced.status is SittingStatus.ANNOUNCED


async def test_a_sitting_that_is_over_takes_no_ballot(sittings: Sittings) -> None:
    """It was counted; a late ballot is told so."""
    call = a_call()
    await sittings.convene(call)
    await sittings.close(call.sitting_id, Close(by=CHAIR))
    await sittings.reconvene(call.sitting_id, Reconvene(by=CHAIR, meeting=2))
    await sittings.close(call.sitting_id, Close(by=CHAIR, meeting=2))

    with pytest.raises(Declined, match="đã kết thúc") as refused:
        await sittings.cast(call.sitting_id, a_ballot())

    assert refused.value.reason is Reason.SITTING_CLOSED


async def test_waiting_for_an_announcement_has_a_limit(sittings: Sittings) -> None:
    """A sitting may stay open for weeks; a caller may not hang that long."""
    call = a_call()
    await sittings.convene(call)

    with pytest.raises(Declined, match="Chưa xong") as refused:
        await sittings.announced(call.sitting_id, within=timedelta(seconds=0.5))

    assert refused.value.reason is Reason.UNANSWERED


async def test_a_submission_is_answered_by_its_authority(submissions: Submissions) -> None:
    """No other office decides; then the dossiers are told."""
    message = a_list()
    await submissions.put_forward(message)

    with pytest.raises(Declined) as refused:
        await submissions.decide(message.submission_id, a_decision(BodyId("nguoi-khac")))
    kept = await submissions.decide(message.submission_id, a_decision())
    announced = await submissions.announced(message.submission_id, within=SOON)

    assert refused.value.reason is Reason.NOT_YOURS
    assert kept.kind == "submission_decided"
    assert announced.status is SubmissionStatus.ANNOUNCED


async def test_another_decision_is_told_that_there_is_one(submissions: Submissions) -> None:
    """The same one again is answered with its receipt, even after the end."""
    message = a_list()
    await submissions.put_forward(message)
    first = await submissions.decide(message.submission_id, a_decision())

    again = await submissions.decide(message.submission_id, a_decision())
    other = a_decision().model_copy(update={"decision": a_decision_ref(number="232/QĐ-TTg")})
    with pytest.raises(Declined) as refused:
        await submissions.decide(message.submission_id, other)

    assert again == first
    assert refused.value.reason is Reason.ALREADY_DECIDED


async def test_a_list_is_put_forward_once(submissions: Submissions) -> None:
    """The same list again is the same list; another letter, or another desk, under its identifier is refused."""
    message = a_list()

    first, again = await submissions.put_forward(message), await submissions.put_forward(message)
    with pytest.raises(Declined) as refused:
        await submissions.put_forward(a_list(number="16/TTr", submission_id=message.submission_id))
    with pytest.raises(Declined) as elsewhere:
        await submissions.put_forward(message.model_copy(update={"stage": Stage.HEAD}))

    assert first == again
    assert refused.value.reason is Reason.ALREADY_STARTED
    assert elsewhere.value.reason is Reason.ALREADY_STARTED
