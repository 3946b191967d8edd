"""Who may do what in a sitting: each refusal by its reason, in the order in which a caller can mend it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.ballots import Choice, Vote
from schemas.ids import ActorId, DossierId, SeatId
from schemas.messages import Cast, Close, Reconvene
from schemas.ports import AgendaAnswer, Unavailable
from schemas.refusals import Reason, Refusal
from schemas.sitting import SittingStatus
from schemas.stages import Stage
from schemas.submission import Reasoned
from schemas.workflow_state import SittingState
from tests.builders.values import NOON, a_body, a_vote_rule
from tests.builders.walks import SECRETARY, a_call, a_sitting, an_agenda
from workflows.rules import agenda
from workflows.rules.sitting import ballot_checks, presidium_checks

CALL = a_call()
BODY = a_body()
KNOWN = AgendaAnswer(items=an_agenda(), rules=(a_vote_rule(),), body=BODY)

ADJOURNED = a_sitting(status=SittingStatus.ADJOURNED)
OVER = [a_sitting(status=status) for status in (SittingStatus.CLOSED, SittingStatus.ANNOUNCED)]


def reason(refusal: Refusal | None) -> Reason | None:
    """Return why, or that nothing is refused."""
    return refusal.reason if refusal else None


def a_ballot(marks: str = "AD", seat: str = "seat-1", **changes: Any) -> Cast:
    """Return a ballot over the two dossiers of the agenda."""
    votes = {vote.mark: vote for vote in Vote}
    choices = tuple(
        Choice(dossier_id=item.dossier_id, vote=votes[mark]) for item, mark in zip(an_agenda(), marks, strict=True)
    )
    return Cast(**{"seat": SeatId(seat), "choices": choices, **changes})


def cast(state: SittingState, act: Cast) -> Reason | None:
    """Return why a ballot is refused."""
    return reason(ballot_checks.may_cast(CALL, state, act, day=NOON.date()))


def close(state: SittingState, by: str = SECRETARY, **changes: Any) -> Reason | None:
    """Return why a closing is refused."""
    return reason(presidium_checks.may_close(CALL, state, Close(by=ActorId(by), **changes)))


def reconvene(state: SittingState, by: str = SECRETARY, meeting: int = 2, **changes: Any) -> Reason | None:
    """Return why a second meeting is refused."""
    act = Reconvene(by=ActorId(by), meeting=meeting, **changes)
    return reason(presidium_checks.may_reconvene(state, act, KNOWN, now=NOON))


def back(*dossiers: str) -> tuple[Reasoned, ...]:
    """Return that dossiers are sent back."""
    return tuple(Reasoned(dossier_id=DossierId(name), reasons=("Thiếu số liệu.",)) for name in dossiers)


@pytest.mark.parametrize("stage", Stage)
def test_bodies_sit_at_stages_at_which_is_voted(stage: Stage) -> None:
    """An authority decides by itself, and a unit votes on nothing."""
    refusal = presidium_checks.may_convene(a_call(stage=stage), KNOWN, now=NOON)

    votes = stage in {Stage.CLUSTER, Stage.COUNCIL, Stage.CENTRAL_COUNCIL}
    assert reason(refusal) is (None if votes else Reason.NOT_A_VOTING_STAGE)


@pytest.mark.parametrize(("seconds", "refused"), [(-1, True), (0, True), (1, False)])
def test_a_ballot_closes_in_the_future(seconds: int, refused: bool) -> None:
    """One that closed before it opened would count no votes."""
    closes_at = NOON + timedelta(seconds=seconds)
    expected = Reason.CLOSES_IN_THE_PAST if refused else None

    assert reason(presidium_checks.may_convene(a_call(closes_at=closes_at), KNOWN, now=NOON)) is expected
    assert reconvene(ADJOURNED, closes_at=closes_at) is expected


@pytest.mark.parametrize(
    ("by", "refused"), [("seat-1", False), (SECRETARY, False), ("seat-2", True), ("vinhdanh", True), ("nguoi-la", True)]
)
def test_the_chair_and_the_secretary_lead(by: str, refused: bool) -> None:
    """A member does not, nor a caller who poses as the clock."""
    expected = Reason.NOT_YOURS if refused else None

    assert reason(presidium_checks.may_convene(a_call(by=ActorId(by)), KNOWN, now=NOON)) is expected
    assert close(a_sitting(), by=by) is expected
    assert reconvene(ADJOURNED, by=by) is expected


@pytest.mark.parametrize(
    ("changes", "opens_at", "expected"),
    [
        ({"chair": None}, None, Reason.NOBODY_IN_OFFICE),
        ({"chair": None, "deputies": (SeatId("seat-2"),)}, None, None),
        ({"chair": None}, NOON + timedelta(days=14), None),
    ],
)
def test_somebody_presides_when_a_ballot_opens(
    changes: dict[str, Any], opens_at: datetime | None, expected: Reason | None
) -> None:
    """The chair, or a deputy; whoever calls a body for a later day may do so while the chair's office is vacant."""
    known, act = KNOWN.evolve(body=BODY.evolve(**changes)), Reconvene(by=SECRETARY, meeting=2, opens_at=opens_at)

    assert reason(presidium_checks.may_convene(a_call(opens_at=opens_at), known, now=NOON)) is expected
    assert reason(presidium_checks.may_reconvene(ADJOURNED, act, known, now=NOON)) is expected


def test_the_presidium_of_the_day_calls_again() -> None:
    """Whoever presided over the first meeting, and has left, does not; its successor does."""
    known = KNOWN.evolve(body=BODY.evolve(chair=SeatId("seat-2")))
    former, successor = (Reconvene(by=ActorId(seat), meeting=2) for seat in ("seat-1", "seat-2"))

    assert reason(presidium_checks.may_reconvene(ADJOURNED, former, known, now=NOON)) is Reason.NOT_YOURS
    assert reason(presidium_checks.may_reconvene(ADJOURNED, successor, known, now=NOON)) is None


def test_a_body_that_the_register_does_not_have_is_not_called() -> None:
    """The register's own refusal is what its caller reads."""
    unknown = Refusal(reason=Reason.UNKNOWN_BODY, message="Danh mục không có cơ quan này.")
    known = AgendaAnswer(items=(), refusal=unknown)

    assert presidium_checks.may_convene(CALL, known, now=NOON) == unknown
    assert presidium_checks.may_reconvene(ADJOURNED, Reconvene(by=SECRETARY, meeting=2), known, now=NOON) == unknown


def test_a_body_sits_over_what_waits_for_it() -> None:
    """Those that do not are named with where they stand, unknown ones too, and no more than one can read."""
    elsewhere = [Unavailable(dossier_id=DossierId(f"hs-{number}"), stage=Stage.COUNCIL) for number in range(30)]
    known = AgendaAnswer(items=(), elsewhere=(Unavailable(dossier_id=DossierId("hs-la")), *elsewhere))

    refusal = presidium_checks.may_convene(CALL, known, now=NOON)

    assert refusal is not None
    assert refusal.reason is Reason.NOT_WAITING_HERE
    assert refusal.message.startswith("31 hồ sơ")
    assert refusal.details[:2] == ("hs-la: chưa có hồ sơ này", "hs-0: Hội đồng Thi đua - Khen thưởng xét")
    assert len(refusal.details) == 20


def test_a_seat_votes_and_changes_its_mind() -> None:
    """With the next revision, or any later one."""
    assert cast(a_sitting(), a_ballot()) is None
    assert cast(a_sitting(["AA"]), a_ballot(revision=2)) is None
    assert cast(a_sitting(["AA"]), a_ballot(revision=9)) is None


def test_nobody_votes_without_a_seat() -> None:
    """Neither does the secretary, who leads."""
    for stranger in ("seat-6", SECRETARY):
        assert cast(a_sitting(), a_ballot(seat=stranger)) is Reason.NOT_ON_THE_ROLL


def test_the_same_ballot_again_is_no_second_one() -> None:
    """It is answered with its receipt, also when the sitting is over."""
    for status in SittingStatus:
        assert cast(a_sitting(["AD"], status=status), a_ballot("AD")) is None


def test_another_ballot_under_the_same_revision_is_refused() -> None:
    """A receipt would state that it counts."""
    for status in SittingStatus:
        assert cast(a_sitting(["AA"], status=status), a_ballot("AD")) is Reason.BALLOT_ALREADY_CAST


def test_a_delayed_copy_of_an_older_ballot_changes_nothing() -> None:
    """Even with the same content: the refusal names the revision that stands."""
    changed = a_sitting(["AA"])
    ballots = {seat: ballot.model_copy(update={"revision": 3}) for seat, ballot in changed.ballots.items()}
    changed = changed.model_copy(update={"ballots": ballots})

    refusal = ballot_checks.may_cast(CALL, changed, a_ballot("AA", revision=2), day=NOON.date())

    assert refusal is not None
    assert (refusal.reason, refusal.details) == (Reason.BALLOT_SUPERSEDED, ("3",))


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        pytest.param(["d-1"], Reason.AGENDA_NOT_COVERED, id="leaving one out"),
        pytest.param(["d-1", "d-2", "d-3"], Reason.NOT_ON_THE_AGENDA, id="with a stranger"),
        pytest.param(["d-1", "d-2", "d-2"], Reason.AGENDA_NOT_COVERED, id="one twice"),
        pytest.param(["d-2", "d-1"], None, id="in another order"),
    ],
)
def test_a_ballot_covers_the_agenda(choices: list[str], expected: Reason | None) -> None:
    """Every dossier once: a vote that was forgotten is not an abstention."""
    choice = tuple(Choice(dossier_id=DossierId(name), vote=Vote.APPROVE) for name in choices)

    assert cast(a_sitting(), a_ballot(choices=choice)) is expected
    assert cast(a_sitting(["AA"]), a_ballot(choices=choice)) is expected


@settings(deadline=None)
@given(st.permutations(["d-1", "d-2", "d-3", "d-4"]), st.lists(st.sampled_from(["d-1", "d-2", "d-3", "x"]), max_size=3))
def test_only_a_permutation_of_the_agenda_covers_it(named: list[str], extra: list[str]) -> None:
    """Whatever else is named, or not."""
    assert agenda.not_covered(["d-1", "d-2", "d-3", "d-4"], named) is None
    assert bool(agenda.not_covered(named, [*named, *extra])) is bool(extra)
    assert agenda.not_covered(named, named[:-1]) is not None


def test_what_is_left_out_is_named_in_the_order_of_the_agenda() -> None:
    """And no more of it than one can read."""
    listed = [item.dossier_id for item in an_agenda(60)]

    refusal = agenda.not_covered(listed, listed[50:])

    assert refusal is not None
    assert refusal.message.startswith("Còn thiếu (50): d-1, d-2, d-3")
    assert refusal.details == tuple(listed[:20])


def test_marks_stand_in_the_order_of_the_agenda() -> None:
    """Whatever the order in which the voter filled them in: a shifted letter is a vote for another dossier."""
    choices = (
        Choice(dossier_id=DossierId("d-2"), vote=Vote.INVALID),
        Choice(dossier_id=DossierId("d-1"), vote=Vote.ABSTAIN),
    )

    assert ballot_checks.handed_in(a_sitting(), a_ballot(choices=choices)).marks == "SX"


@pytest.mark.parametrize("state", OVER)
def test_when_it_is_over_nothing_more_is_taken(state: SittingState) -> None:
    """The minutes are written."""
    assert cast(state, a_ballot()) is Reason.SITTING_CLOSED
    assert close(state) is Reason.SITTING_CLOSED
    assert reconvene(state) is Reason.NOT_ADJOURNED


def test_while_it_is_adjourned_it_can_only_be_called_again() -> None:
    """An empty room cannot vote."""
    assert cast(ADJOURNED, a_ballot()) is Reason.SITTING_ADJOURNED
    assert close(ADJOURNED) is Reason.SITTING_ADJOURNED
    assert reconvene(ADJOURNED) is None


def test_what_is_meant_for_another_meeting_is_refused() -> None:
    """A ballot of the adjourned meeting that was under way does not count in the next."""
    second = a_sitting(["AD"], meeting=2)

    for meeting in (1, 3):
        for seat in ("seat-1", "seat-2"):
            assert cast(second, a_ballot("AD", seat, meeting=meeting)) is Reason.NOT_THIS_MEETING
        assert close(second, meeting=meeting) is Reason.NOT_THIS_MEETING
    assert cast(second, a_ballot(meeting=2)) is None
    assert close(second, meeting=2) is None
    assert reconvene(ADJOURNED, meeting=3) is Reason.NOT_THIS_MEETING


def test_an_open_sitting_is_not_called_again() -> None:
    """Its ballots would be thrown away."""
    assert reconvene(a_sitting()) is Reason.NOT_ADJOURNED


def test_a_closing_names_seats_of_the_roll_and_dossiers_of_the_agenda() -> None:
    """Any number of either, each dossier once."""
    assert close(a_sitting(), attended=("seat-1", "seat-5"), returned=back("d-2")) is None
    assert close(a_sitting(), attended=("seat-6",)) is Reason.NOT_ON_THE_ROLL
    assert close(a_sitting(), returned=back("d-3")) is Reason.NOT_ON_THE_AGENDA
    assert close(a_sitting(), returned=back("d-1", "d-1")) is Reason.AGENDA_NOT_COVERED
