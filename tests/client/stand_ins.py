"""Sittings, submissions and postmen that stand in for the real ones; and all stand-ins together."""

from collections.abc import Sequence

from temporalio import workflow

from schemas.ids import AwardId, BasisId, DossierId
from schemas.messages import Cast, Close, Convene, Decide, Deliver, PutForward, Reconvene
from schemas.names import WorkflowName
from schemas.refusals import Reason, Refusal
from schemas.sitting import AgendaItem, SittingStatus, SittingView
from schemas.submission import SubmissionStatus, SubmissionView
from schemas.verdict import DecisionRef, Receipt
from tests.client.stand_in_dossier import NOT_YOURS, StandInDossier, receipt, refuse


def items(agenda: Sequence[DossierId]) -> tuple[AgendaItem, ...]:
    """Return an agenda as views show it."""
    return tuple(
        AgendaItem(dossier_id=name, nominee="Đơn vị", award=AwardId("an_award"), basis=BasisId("a_basis"))
        for name in agenda
    )


@workflow.defn(name=WorkflowName.SITTING.value)
class StandInSitting:
    """A sitting that takes one ballot a revision, and is adjourned by its first closing and over by its second."""

    @workflow.init
    def __init__(self, call: Convene) -> None:
        self._call = call
        self._ballots: dict[str, Cast] = {}
        self._status = SittingStatus.OPEN
        self._meeting = 1

    @workflow.run
    async def run(self, call: Convene) -> None:
        await workflow.wait_condition(lambda: self._status is SittingStatus.ANNOUNCED)
        await workflow.wait_condition(workflow.all_handlers_finished)

    @workflow.update(name="receipt")
    async def receipt(self) -> Receipt:
        """Answer at once."""
        return receipt("sitting_convened", "open")

    @workflow.update(name="cast")
    async def cast(self, act: Cast) -> Receipt:
        """Take the seat's next ballot."""
        held = self._ballots.get(act.seat)
        if held is not None and (act.revision < held.revision or act.choices != held.choices):
            later = act.revision < held.revision
            reason = Reason.BALLOT_SUPERSEDED if later else Reason.BALLOT_ALREADY_CAST
            if later or act.revision == held.revision:
                raise refuse(Refusal(reason=reason, message="Đã có phiếu.", details=(str(held.revision),)))
        self._ballots[act.seat] = act
        return receipt("ballot_cast", f"cast:{act.seat}:{act.revision}", 1 + act.revision)

    @workflow.update(name="close")
    async def close(self, act: Close) -> Receipt:
        """Adjourn, or end."""
        self._status = SittingStatus.ADJOURNED if self._meeting == 1 else SittingStatus.ANNOUNCED
        return receipt("sitting_closed", f"close:{act.meeting}", 5)

    @workflow.update(name="reconvene")
    async def reconvene(self, act: Reconvene) -> Receipt:
        """Meet again."""
        self._status, self._meeting = SittingStatus.OPEN, act.meeting
        return receipt("sitting_reconvened", f"reconvene:{act.meeting}", 6)

    @workflow.query(name="show")
    def show(self) -> SittingView:
        """Return the sitting."""
        seats = tuple(seat.id for seat in self._call.body.seats)
        return SittingView(
            sitting_id=self._call.sitting_id,
            body=self._call.body,
            stage=self._call.stage,
            status=self._status,
            meeting=self._meeting,
            closes_at=self._call.closes_at,
            agenda=items(self._call.agenda),
            voted=tuple(seat for seat in seats if seat in self._ballots),
            awaited=tuple(seat for seat in seats if seat not in self._ballots),
            minutes=None,
            report=None,
            unverified=(),
            facts=1,
        )


@workflow.defn(name=WorkflowName.SUBMISSION.value)
class StandInSubmission:
    """A submission that is over as soon as it is decided."""

    @workflow.init
    def __init__(self, call: PutForward) -> None:
        self._call = call
        self._decision: DecisionRef | None = None

    @workflow.run
    async def run(self, call: PutForward) -> None:
        await workflow.wait_condition(lambda: self._decision is not None)
        await workflow.wait_condition(workflow.all_handlers_finished)

    @workflow.update(name="receipt")
    async def receipt(self) -> Receipt:
        """Answer at once."""
        return receipt("list_put_forward", "open")

    @workflow.update(name="decide")
    async def decide(self, act: Decide) -> Receipt:
        """Take the decision of the authority."""
        if str(act.by) != self._call.authority:
            raise refuse(NOT_YOURS)
        self._decision = act.decision
        return receipt("submission_decided", "decide", 2)

    @workflow.query(name="show")
    def show(self) -> SubmissionView:
        """Return the submission."""
        return SubmissionView(
            submission_id=self._call.submission_id,
            authority=self._call.authority,
            stage=self._call.stage,
            letter=self._call.letter,
            status=SubmissionStatus.SUBMITTED if self._decision is None else SubmissionStatus.ANNOUNCED,
            agenda=items(self._call.agenda),
            decision=self._decision,
            granted=(),
            refused=(),
            returned=(),
            report=None,
            facts=1,
        )


@workflow.defn(name=WorkflowName.POSTMAN.value)
class StandInPostman:
    """A postman with nothing to deliver."""

    @workflow.run
    async def run(self, call: Deliver) -> int:
        """Go home."""
        return call.number


STAND_INS = (StandInDossier, StandInSitting, StandInSubmission, StandInPostman)
