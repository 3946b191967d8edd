"""A seat gets another holder between two rounds: what is said of the first is true of whoever sat then."""

from schemas.ballots import Choice, Vote
from schemas.ids import ActorId, DossierId, NomineeId
from schemas.messages import Adjourn, Cast, Close, Reconvene, Recuse
from schemas.minutes import Finding, SteppedAside
from schemas.ports import AgendaAnswer
from schemas.receipts import Receipt
from schemas.sitting import Places, SittingStatus
from schemas.vote_clauses import Recusal, Ties
from tests.builders.values import AWARD, BASIS, NOON, a_body, a_requirement, a_vote_rule
from tests.builders.walks import SECRETARY, a_call, an_agenda
from tests.simulators.sitting_simulator import SittingSimulator
from tests.workflows.rules.exhaustive_tallies import CITED

RULE = a_vote_rule(
    threshold=a_requirement("1/3"),
    ties=Ties(second_round=True, **CITED),
    recusal=Recusal(own_dossier=True, **CITED),
)
MARKS = {vote.mark: vote for vote in Vote}


def a_sitting() -> SittingSimulator:
    """Return a sitting of four seats over three dossiers, for one place."""
    agenda = tuple(
        item.evolve(nominee_id=NomineeId(f"n-{number}")) for number, item in enumerate(an_agenda(3), start=1)
    )
    known = AgendaAnswer(items=agenda, rules=(RULE,), body=a_body(seats=4))
    places = (Places(award=AWARD, basis=BASIS, count=1),)
    call = a_call(agenda=tuple(item.dossier_id for item in agenda), by=SECRETARY, places=places)
    sitting = SittingSimulator(call, known, NOON)
    assert isinstance(sitting.convene(known), Receipt)
    return sitting


def vote(sitting: SittingSimulator, *ballots: str) -> None:
    """Have each seat vote on what is on the table, `-` where it steps aside, and close."""
    meeting = sitting.state.meeting
    for seat, marks in zip(sitting.state.roll, ballots, strict=True):
        named = [(name, mark) for name, mark in zip(sitting.on_the_table(), marks, strict=True) if mark != "-"]
        choices = tuple(Choice(dossier_id=name, vote=MARKS[mark]) for name, mark in named)
        done(sitting, Cast(seat=seat, choices=choices, meeting=meeting))
    done(sitting, Close(by=SECRETARY, meeting=meeting))


def done(sitting: SittingSimulator, act: Cast | Close | Adjourn | Recuse) -> None:
    """Send an act that is taken."""
    answer = sitting.act(act)
    assert isinstance(answer, Receipt), answer


def test_another_holder_has_not_stepped_aside_in_the_first_round() -> None:
    """The second seat voted on the third dossier; whoever holds it in the second round is that dossier's nominee."""
    sitting = a_sitting()
    first, *_ = sitting.state.roll
    done(sitting, Recuse(by=ActorId(first), seat=first, dossiers=(DossierId("d-3"),), reason="Người thân."))
    vote(sitting, "AA-", "AAD", "DDD", "DDA")
    assert sitting.state.first is not None
    done(sitting, Adjourn(by=SECRETARY, meeting=2, reason="Mất điện."))
    seats = list(sitting.state.body.seats)
    seats[1] = seats[1].evolve(name="Người giữ ghế mới", nominee=NomineeId("n-3"))
    known = AgendaAnswer(items=(), body=sitting.state.body.evolve(seats=tuple(seats)))
    assert isinstance(sitting.act(Reconvene(by=SECRETARY, meeting=3), known), Receipt)

    vote(sitting, "AD", "AD", "DA", "AD")

    minutes = sitting.state.minutes
    assert minutes is not None
    assert sitting.state.status is SittingStatus.CLOSED
    assert [item.finding for item in minutes.items] == [Finding.CARRIED, Finding.NO_PLACE, Finding.DEFEATED]
    assert minutes.items[2].tally.recused == 1
    assert minutes.recused == (
        SteppedAside(seat=first, dossiers=(DossierId("d-3"),), count=1, reasons={DossierId("d-3"): "Người thân."}),
    )
