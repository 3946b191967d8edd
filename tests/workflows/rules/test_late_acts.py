"""What is sent late: a ballot once more after the count, an interest in an adjourned meeting or a second round."""

from datetime import timedelta
from typing import Any

from schemas.ballots import Choice, Vote
from schemas.bodies import Body, BodyKind, Substitute, Tenure
from schemas.ids import ActorId, AwardId, BasisId, DossierId, SeatId, SittingId
from schemas.legal_values import Cited
from schemas.messages import Adjourn, Amend, Cast, Close, Convene, Recuse, WithdrawBallot
from schemas.ports import AgendaAnswer
from schemas.receipts import Receipt
from schemas.refusals import Reason, Refusal
from schemas.routes import VoteRule
from schemas.sitting import AgendaItem, Places, SittingStatus
from schemas.stages import Stage
from schemas.submission import Reasoned
from schemas.vote_clauses import Ties
from tests.builders.values import NOON, a_body, a_requirement, a_seat, a_vote_rule
from tests.simulators.sitting_simulator import SittingSimulator
from tests.workflows.rules.exhaustive_tallies import CITED
from tests.workflows.rules.random_sittings import CONVENED_ON
from workflows.rules.sitting import sitting_view

CHAIR = ActorId("seat-1")
D1, D2, D3 = DossierId("d-1"), DossierId("d-2"), DossierId("d-3")
AWARD, BASIS = AwardId("gov_flag"), BasisId("cluster")


def simulated(
    body: Body | None = None, *, rule: VoteRule | None = None, places: int | None = None, **changes: Any
) -> SittingSimulator:
    """Return an open sitting of a council over three dossiers."""
    body = body or a_body(kind=BodyKind.COUNCIL, seats=3)
    call = Convene(
        sitting_id=SittingId("phien-1"),
        body=body.id,
        stage=Stage.CLUSTER,
        agenda=(D1, D2, D3),
        by=CHAIR,
        places=() if places is None else (Places(award=AWARD, basis=BASIS, count=places),),
        **changes,
    )
    items = tuple(
        AgendaItem(dossier_id=each, nominee=f"Tập thể {each}", award=AWARD, basis=BASIS) for each in call.agenda
    )
    known = AgendaAnswer(items=items, rules=(rule or a_vote_rule(threshold=a_requirement("1/3")),), body=body)
    simulator = SittingSimulator(call, known, NOON)
    assert isinstance(simulator.convene(known), Receipt)
    return simulator


def a_ballot(seat: int, votes: str, *, by: str | None = None, meeting: int = 1) -> Cast:
    """Return a seat's ballot, a letter for each dossier on the table."""
    read = {"A": Vote.APPROVE, "D": Vote.DISAPPROVE}
    choices = tuple(
        Choice(dossier_id=each, vote=read[letter]) for each, letter in zip((D1, D2, D3), votes, strict=False)
    )
    return Cast(seat=SeatId(f"seat-{seat}"), by=ActorId(by) if by else None, choices=choices, meeting=meeting)


def test_a_substitute_s_ballot_is_answered_on_the_day_after_too() -> None:
    """It was handed in on the last day of the substitute's; after a lost answer it is sent again after midnight."""
    tenure = Tenure(first=CONVENED_ON, last=CONVENED_ON)
    expert = Substitute(id=ActorId("expert-1"), name="Người được ủy quyền", tenure=tenure)
    seats = (a_seat(1), a_seat(2, substitutes=(expert,)))
    rule = a_vote_rule(substitutes=Cited(**CITED))
    simulator = simulated(a_body(kind=BodyKind.COUNCIL).model_copy(update={"seats": seats}), rule=rule)
    receipt = simulator.act(a_ballot(2, "ADD", by="expert-1"))

    simulator.now += timedelta(days=1)

    another = simulator.act(a_ballot(2, "DDD", by="expert-1"))
    assert isinstance(receipt, Receipt)
    assert simulator.act(a_ballot(2, "ADD", by="expert-1")) == receipt
    assert isinstance(another, Refusal)
    assert another.reason is Reason.NOT_A_SUBSTITUTE


def in_a_second_round() -> SittingSimulator:
    """Return a sitting in which the first two dossiers are voted on again, and the third was defeated."""
    simulator = simulated(
        rule=a_vote_rule(threshold=a_requirement("1/3"), ties=Ties(second_round=True, **CITED)), places=1
    )
    for seat in (1, 2, 3):
        simulator.act(a_ballot(seat, "AAD"))
    simulator.act(Close(by=CHAIR))
    assert simulator.state.first is not None
    return simulator


def test_a_second_round_s_ballot_is_answered_after_the_count_too() -> None:
    """It may be the one with which the round closed by itself; the third dossier was not on its table."""
    simulator = in_a_second_round()
    receipts = [simulator.act(a_ballot(seat, "AD", meeting=2)) for seat in (1, 2, 3)]
    simulator.act(Close(by=CHAIR, meeting=2))

    assert simulator.state.status is SittingStatus.CLOSED
    assert [simulator.act(a_ballot(seat, "AD", meeting=2)) for seat in (1, 2, 3)] == receipts


def test_whoever_voted_in_an_adjourned_meeting_may_still_step_aside() -> None:
    """Its ballot counts for nothing, and could not be taken back first."""
    simulator = simulated()
    simulator.act(a_ballot(2, "AAA"))
    simulator.act(Adjourn(by=CHAIR, reason="Hoãn vì bão."))

    back = simulator.act(WithdrawBallot(seat=SeatId("seat-2"), revision=1))
    aside = simulator.act(Recuse(seat=SeatId("seat-2"), by=ActorId("seat-2"), dossiers=(D1,), reason="Có liên quan."))

    assert isinstance(back, Refusal)
    assert isinstance(aside, Receipt)
    assert simulator.state.recused == {"seat-2": {D1: "Có liên quan."}}


def test_in_a_second_round_a_seat_steps_aside_from_what_is_voted_on_again_only() -> None:
    """It voted on the others, and the minutes must not state that it did not."""
    simulator = in_a_second_round()
    seat = SeatId("seat-2")

    too_late = simulator.act(Recuse(seat=seat, by=ActorId(seat), dossiers=(D3,), reason="Có liên quan."))
    in_time = simulator.act(Recuse(seat=seat, by=ActorId(seat), dossiers=(D1,), reason="Có liên quan."))
    simulator.act(Close(by=CHAIR, meeting=2))

    assert isinstance(too_late, Refusal)
    assert isinstance(in_time, Receipt)
    assert simulator.state.minutes is not None
    assert [(each.seat, each.dossiers) for each in simulator.state.minutes.recused] == [(seat, (D1,))]
    assert simulator.state.minutes.recused[0].reasons == {D1: "Có liên quan."}


def test_what_was_said_of_a_struck_dossier_holds_once_it_is_back() -> None:
    """The same act again is answered with its receipt, so its content must still be remembered."""
    simulator = simulated()
    known = AgendaAnswer(items=simulator.state.agenda, rules=simulator.state.rules)
    aside = Recuse(seat=SeatId("seat-2"), by=ActorId("seat-2"), dossiers=(D1,), reason="Có liên quan.")
    simulator.act(Adjourn(by=CHAIR, reason="Hoãn vì bão."))
    first = simulator.act(aside)
    why = Reasoned(dossier_id=D1, reasons=("Đơn vị đề nghị lùi.",))
    simulator.act(Amend(by=CHAIR, strike=(why,)), known)
    assert sitting_view.view(simulator.call, simulator.state).recused == ()
    simulator.act(Amend(by=CHAIR, revision=2, add=(D1,)), known)

    assert simulator.act(aside) == first
    assert [each.dossiers for each in sitting_view.view(simulator.call, simulator.state).recused] == [(D1,)]


def test_a_deputy_who_left_the_roll_presides_no_more() -> None:
    """Its seat was on the roll on the day of the call, and is not on the day on which the ballot opens."""
    before = a_body(kind=BodyKind.COUNCIL, seats=3).evolve(deputies=(SeatId("seat-2"), SeatId("seat-3")))
    now = before.evolve(seats=(a_seat(1), a_seat(3)), deputies=(SeatId("seat-3"),))
    simulator = simulated(before, opens_at=NOON + timedelta(hours=1))
    simulator.open_ballot(AgendaAnswer(items=(), body=now))

    refusal = simulator.act(Adjourn(by=ActorId("seat-2"), reason="Hoãn vì bão."))

    assert isinstance(refusal, Refusal)
    assert (refusal.reason, refusal.details) == (Reason.NOT_YOURS, ("seat-1", "seat-3", before.secretary))
