"""A fake of the sitting workflow: the same names, messages and answers, and no ledger behind it."""

from collections.abc import Sequence

from temporalio import workflow

from schemas.bodies import Language
from schemas.ids import AwardId, BasisId, DossierId
from schemas.messages import (
    Adjourn,
    Amend,
    Cast,
    Close,
    Convene,
    CountVotes,
    Opening,
    Reconvene,
    RecordAttendance,
    Recuse,
    Repeated,
    ScoreDossier,
    WithdrawBallot,
)
from schemas.names import WorkflowName
from schemas.receipts import Answered, Receipt
from schemas.refusals import Reason, Refusal
from schemas.scoring import Score
from schemas.sitting import AgendaItem, Contested, Explain, SittingStatus, SittingView
from tests.builders.values import a_body
from tests.vinhdanh.fake_dossier_workflow import opened, receipt, refuse

NEVER = "Không bao giờ."
"""A sheet that is contested for this reason is never answered."""


def items(agenda: Sequence[DossierId]) -> tuple[AgendaItem, ...]:
    """Return an agenda as views show it."""
    return tuple(
        AgendaItem(dossier_id=name, nominee="Đơn vị", award=AwardId("an_award"), basis=BasisId("a_basis"))
        for name in agenda
    )


@workflow.defn(name=WorkflowName.SITTING.value)
class FakeSittingWorkflow:
    """A sitting that takes one ballot a revision, and is over by its second closing.

    Its first adjourns it; where it was told of places, it calls a second round.
    """

    @workflow.init
    def __init__(self, call: Convene) -> None:
        self._call = call
        self._agenda = call.agenda
        self._ballots: dict[str, Cast] = {}
        self._withdrawn: set[str] = set()
        self._count: CountVotes | None = None
        self._attendance: dict[str, RecordAttendance] = {}
        self._amendments: list[Amend] = []
        self._scores: dict[DossierId, list[ScoreDossier]] = {}
        self._contested: tuple[Contested, ...] = ()
        self._status = SittingStatus.OPEN
        self._meeting = 1

    @workflow.run
    async def run(self, call: Convene) -> None:
        await workflow.wait_condition(lambda: self._status is SittingStatus.ANNOUNCED)
        await workflow.wait_condition(workflow.all_handlers_finished)

    @workflow.update(name="receipt")
    async def receipt(self, asked: Opening | None = None) -> Receipt:
        """Answer at once."""
        return opened(self._call, asked, "sitting_convened")

    @workflow.query(name="kept")
    def kept(self, asked: Repeated) -> Answered:
        """Return no receipt for any act."""
        return Answered()

    @workflow.update(name="amend")
    async def amend(self, act: Amend) -> Receipt:
        """Amend the agenda, each time once."""
        done = len(self._amendments)
        if act not in self._amendments:
            if act.revision != done + 1:
                raise refuse(Refusal(reason=Reason.NOT_THIS_MEETING, message="Sai lần.", details=(str(done + 1),)))
            struck = {each.dossier_id for each in act.strike}
            self._agenda = (*(each for each in self._agenda if each not in struck), *act.add)
            self._amendments.append(act)
        return receipt("agenda_amended", f"amend:{act.revision}", 1 + act.revision)

    @workflow.update(name="recuse")
    async def recuse(self, act: Recuse) -> Receipt:
        """Let a seat step aside."""
        return receipt("seat_recused", f"recuse:{act.seat}:{act.reason}", 2)

    @workflow.update(name="score", unfinished_policy=workflow.HandlerUnfinishedPolicy.ABANDON)
    async def score(self, act: ScoreDossier) -> Receipt:
        """Take acts on a dossier's points, one after the other."""
        said = self._scores.setdefault(act.dossier_id, [])
        await workflow.wait_condition(lambda: act.reason != NEVER)
        if act not in said[-1:]:
            if act.turn != len(said) + 1:
                next_turn = (act.dossier_id, str(len(said) + 1))
                raise refuse(Refusal(reason=Reason.SCORED_OUT_OF_TURN, message="Sai lượt.", details=next_turn))
            said.append(act)
        return receipt("dossier_scored", f"score:{act.dossier_id}:{act.turn}", 1 + act.turn)

    @workflow.update(name="cast")
    async def cast(self, act: Cast) -> Receipt:
        """Take the seat's next ballot, if it is for this sitting."""
        if act.sitting_id != self._call.sitting_id:
            raise refuse(Refusal(reason=Reason.NOT_THIS_SITTING, message="Phiếu của phiên khác."))
        if (held := self._ballots.get(act.seat)) is not None:
            last = (str(held.revision),)
            if act.revision < held.revision or (act.revision == held.revision and act.seat in self._withdrawn):
                raise refuse(Refusal(reason=Reason.BALLOT_SUPERSEDED, message="Đã có phiếu.", details=last))
            if act.revision == held.revision and act != held:
                raise refuse(Refusal(reason=Reason.BALLOT_ALREADY_CAST, message="Đã có phiếu.", details=last))
        self._ballots[act.seat] = act
        self._withdrawn.discard(act.seat)
        return receipt("ballot_cast", f"cast:{act.seat}:{act.revision}", 1 + act.revision)

    @workflow.update(name="withdraw_ballot")
    async def withdraw_ballot(self, act: WithdrawBallot) -> Receipt:
        """Give back the ballot that stands."""
        held = None if act.seat in self._withdrawn else self._ballots.get(act.seat)
        if held is None or (act.revision, act.by, act.meeting) != (held.revision, held.by, self._meeting):
            standing = (str(held.revision),) if held else ()
            raise refuse(Refusal(reason=Reason.NO_BALLOT, message="Không có phiếu.", details=(act.seat, *standing)))
        self._withdrawn.add(act.seat)
        return receipt("ballot_withdrawn", f"back:{act.seat}:{act.revision}", 1 + act.revision)

    @workflow.update(name="attendance")
    async def record_attendance(self, act: RecordAttendance) -> Receipt:
        """Take each seat's next attendance."""
        held = self._attendance.get(act.seat)
        if held is not None and act != held and act.revision <= held.revision:
            last = (str(held.revision),)
            raise refuse(Refusal(reason=Reason.BALLOT_ALREADY_CAST, message="Đã điểm danh.", details=last))
        self._attendance[act.seat] = act
        return receipt("attendance_recorded", f"attendance:{act.seat}:{act.revision}", 1 + act.revision)

    @workflow.update(name="count")
    async def count(self, act: CountVotes) -> Receipt:
        """Take the next count."""
        if self._count is not None and act != self._count:
            last = (str(self._count.revision),)
            if act.revision < self._count.revision:
                raise refuse(Refusal(reason=Reason.BALLOT_SUPERSEDED, message="Đã kiểm phiếu.", details=last))
            if act.revision == self._count.revision:
                raise refuse(Refusal(reason=Reason.BALLOT_ALREADY_CAST, message="Đã kiểm phiếu.", details=last))
        self._count = act
        return receipt("votes_counted", f"count:{act.meeting}:{act.revision}", 1 + act.revision)

    @workflow.update(name="close")
    async def close(self, act: Close) -> Receipt:
        """Adjourn or call a second round; the second time, end."""
        if self._meeting == 1 and self._call.places:
            self._meeting, self._contested = 2, (_contested(self._call),)
            return receipt("second_round_called", f"close:{act.meeting}", 5)
        self._status = SittingStatus.ADJOURNED if self._meeting == 1 else SittingStatus.ANNOUNCED
        return receipt("sitting_closed", f"close:{act.meeting}", 5)

    @workflow.update(name="adjourn")
    async def adjourn(self, act: Adjourn) -> Receipt:
        """Be put off."""
        self._status = SittingStatus.ADJOURNED
        return receipt("sitting_adjourned", f"adjourn:{act.meeting}:{act.reason}", 5)

    @workflow.update(name="reconvene")
    async def reconvene(self, act: Reconvene) -> Receipt:
        """Meet again."""
        self._status, self._meeting = SittingStatus.OPEN, act.meeting
        return receipt("sitting_reconvened", f"reconvene:{act.meeting}:{act.opens_at}", 6)

    @workflow.query(name="show")
    def show(self) -> SittingView:
        """Return the sitting."""
        body = a_body(self._call.body)
        seats = tuple(seat.id for seat in body.seats)
        voted = {seat for seat in self._ballots if seat not in self._withdrawn}
        return SittingView(
            sitting_id=self._call.sitting_id,
            body=body,
            stage=self._call.stage,
            status=self._status,
            meeting=self._meeting,
            opens_at=self._call.opens_at,
            closes_at=self._call.closes_at,
            agenda=items(self._agenda),
            amended=len(self._amendments),
            contested=self._contested,
            voted=tuple(seat for seat in seats if seat in voted),
            awaited=tuple(seat for seat in seats if seat not in voted),
            scores={dossier_id: Score(turns=len(said)) for dossier_id, said in self._scores.items()},
            minutes=None,
            report=None,
            unverified=(),
            facts=1,
        )

    @workflow.query(name="explain")
    def explain(self, asked: Explain) -> tuple[str, ...]:
        """Explain its results, once it is over."""
        if self._status is not SittingStatus.ANNOUNCED or asked.dossier_id not in self._agenda:
            return ()
        if asked.language is Language.ENGLISH:
            return ("Entitled to vote: 5 seats.", "Found: carried.")
        return ("Có quyền biểu quyết: 5 thành viên.", "Kết luận: đạt.")


def _contested(call: Convene) -> Contested:
    (place,) = call.places
    return Contested(award=place.award, basis=place.basis, dossiers=call.agenda, places=place.count)
