"""What is sent again late: answered as it was, wherever the ballot it speaks of still stands."""

from datetime import timedelta

from schemas.ballots import Choice, Vote
from schemas.bodies import Body, BodyKind, Substitute, Tenure
from schemas.cited import Cited
from schemas.ids import ActorId, AwardId, BasisId, DossierId, SeatId, SittingId
from schemas.ports import Agenda
from schemas.refusals import Reason, Refusal
from schemas.routes import VoteRule
from schemas.sitting import AgendaItem, Places, SittingStatus
from schemas.sitting_messages import Adjourn, Cast, Close, Convene, Recuse, WithdrawBallot
from schemas.stages import Stage
from schemas.verdict import Receipt
from schemas.voting import Ties
from tests.builders import NOON, a_body, a_requirement, a_seat, a_vote_rule
from tests.workflows.rules.drawn_sittings import CONVENED_ON
from tests.workflows.rules.every_tally import CITED
from tests.workflows.rules.sitting_desk import Desk

CHAIR = ActorId("seat-1")
D1, D2, D3 = DossierId("d-1"), DossierId("d-2"), DossierId("d-3")
AWARD, BASIS = AwardId("gov_flag"), BasisId("cluster")


def a_desk(body: Body | None = None, *, rule: VoteRule | None = None, places: int | None = None) -> Desk:
    """Return an open sitting of a council over three dossiers."""
    body = body or a_body(kind=BodyKind.COUNCIL, seats=3)
    call = Convene(
        sitting_id=SittingId("phien-1"),
        body=body,
        stage=Stage.CLUSTER,
        agenda=(D1, D2, D3),
        by=CHAIR,
        places=() if places is None else (Places(award=AWARD, basis=BASIS, count=places),),
    )
    items = tuple(
        AgendaItem(dossier_id=each, nominee=f"Tập thể {each}", award=AWARD, basis=BASIS) for each in call.agenda
    )
    known = Agenda(items=items, rules=(rule or a_vote_rule(threshold=a_requirement("1/3")),))
    desk = Desk(call, known, NOON)
    assert isinstance(desk.convene(known), Receipt)
    return desk


def a_ballot(seat: int, votes: str, *, by: str | None = None, meeting: int = 1) -> Cast:
    """Return a seat's ballot, a letter for each dossier on the table."""
    read = {"A": Vote.APPROVE, "D": Vote.DISAPPROVE}
    choices = tuple(
        Choice(dossier_id=each, vote=read[letter]) for each, letter in zip((D1, D2, D3), votes, strict=False)
    )
    return Cast(seat=SeatId(f"seat-{seat}"), by=ActorId(by) if by else None, choices=choices, meeting=meeting)


def test_a_substitute_s_ballot_is_answered_on_the_day_after_too() -> None:
    """It was handed in on the last day of the substitute's; whoever missed the answer asks again after midnight."""
    tenure = Tenure(first=CONVENED_ON, last=CONVENED_ON)
    expert = Substitute(id=ActorId("expert-1"), name="Người được ủy quyền", tenure=tenure)
    seats = (a_seat(1), a_seat(2, substitutes=(expert,)))
    rule = a_vote_rule(substitutes=Cited(**CITED))
    desk = a_desk(a_body(kind=BodyKind.COUNCIL).model_copy(update={"seats": seats}), rule=rule)
    receipt = desk.act(a_ballot(2, "ADD", by="expert-1"))

    desk.now += timedelta(days=1)

    another = desk.act(a_ballot(2, "DDD", by="expert-1"))
    assert isinstance(receipt, Receipt)
    assert desk.act(a_ballot(2, "ADD", by="expert-1")) == receipt
    assert isinstance(another, Refusal)
    assert another.reason is Reason.NOT_A_SUBSTITUTE


def test_a_second_round_s_ballot_is_answered_after_the_count_too() -> None:
    """It may be the one with which the round closed by itself; the third dossier was not on its table."""
    desk = a_desk(rule=a_vote_rule(threshold=a_requirement("1/3"), ties=Ties(second_round=True, **CITED)), places=1)
    for seat in (1, 2, 3):
        desk.act(a_ballot(seat, "AAD"))
    desk.act(Close(by=CHAIR))
    assert desk.state.first is not None
    receipts = [desk.act(a_ballot(seat, "AD", meeting=2)) for seat in (1, 2, 3)]
    desk.act(Close(by=CHAIR, meeting=2))

    assert desk.state.status is SittingStatus.CLOSED
    assert [desk.act(a_ballot(seat, "AD", meeting=2)) for seat in (1, 2, 3)] == receipts


def test_whoever_voted_in_an_adjourned_meeting_may_still_step_aside() -> None:
    """Its ballot counts for nothing, and could not be taken back first."""
    desk = a_desk()
    desk.act(a_ballot(2, "AAA"))
    desk.act(Adjourn(by=CHAIR, reason="Hoãn vì bão."))

    back = desk.act(WithdrawBallot(seat=SeatId("seat-2"), revision=1))
    aside = desk.act(Recuse(seat=SeatId("seat-2"), by=ActorId("seat-2"), dossiers=(D1,), reason="Có liên quan."))

    assert isinstance(back, Refusal)
    assert isinstance(aside, Receipt)
    assert desk.state.recused == {"seat-2": (D1,)}
