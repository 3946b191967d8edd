"""Fakes of the real workflows: the same names, messages and answers, and no ledger behind them.

How a fake dossier treats its opening depends on its award; see the constants.
"""

from datetime import UTC, datetime
from hashlib import sha256

from pydantic_core import to_json
from temporalio import workflow
from temporalio.common import SearchAttributeKey
from temporalio.exceptions import ApplicationError

from schemas import digests
from schemas.base import Model
from schemas.bodies import Organisation
from schemas.dossier import Awaiting, DossierView
from schemas.ids import ActorId, AwardId, BodyId, RegimeId, StreamId
from schemas.legal_values import Name
from schemas.messages import (
    AskOpinions,
    Assign,
    Conclude,
    GiveOpinion,
    Hear,
    Hold,
    Opening,
    Publish,
    RaiseObjection,
    Release,
    Repeated,
    SubmitDossier,
    Succeed,
    Supplement,
    Withdraw,
)
from schemas.names import SearchName, UpdateName, WorkflowName
from schemas.opened_otherwise import opened_otherwise
from schemas.proceedings import Held, HoldGround, Opinion
from schemas.receipts import Answered, Receipt
from schemas.refusals import Reason, Refusal
from schemas.stages import Stage
from schemas.verdict import Outcome

ASKED = BodyId("cuc-thue")
"""It was asked for its opinion by the facts 5 and 7, and answered the first."""

HELD_BY, RELEASED = 6, 4
"""The fact that holds it once it is held, and the one that released it before."""

AT = datetime(2024, 3, 8, 2, 30, tzinfo=UTC)
"""When everything happens: half past nine in Hanoi."""

REFUSED = AwardId("refused_award")
"""Its opening is refused, and the workflow fails."""

FAILS_AT_ONCE = AwardId("hopeless_award")
"""The workflow fails before it can answer a caller."""

FAILS_UNANSWERED = AwardId("fickle_award")
"""The workflow takes the question for its receipt, and fails before it answers."""

TWIN = AwardId("twin_award")
"""Its opening is refused, and the workflow completes: the refusal was a fact."""

UNKNOWN_AWARD = Refusal(reason=Reason.UNKNOWN_AWARD, message="Không có hình thức này.", details=("refused_award",))
IS_A_TWIN = Refusal(reason=Reason.TWIN_DOSSIER, message="Trùng hồ sơ khác.", details=("hs-1",))
NOT_YOURS = Refusal(reason=Reason.NOT_YOURS, message="Việc này không phải của bạn.")


def refuse(refusal: Refusal) -> ApplicationError:
    """Return what the real workflows raise."""
    return ApplicationError(refusal.message, refusal, type=refusal.reason.value, non_retryable=True)


def opened(call: Model, asked: Opening | None, kind: str) -> Receipt:
    """Return the receipt of an opening, to a caller with the body that opened it."""
    if asked is not None and asked.body != digests.body_digest(to_json(call, exclude_none=True)):
        raise refuse(opened_otherwise(workflow.info().workflow_id))
    return receipt(kind, "open")


def receipt(kind: str, act: str, sequence: int = 1) -> Receipt:
    """Return the receipt of an act, the same in whichever run it is asked for."""
    stream = workflow.info().workflow_id
    digest = sha256(f"{stream}/{act}".encode()).hexdigest()
    return Receipt(stream=StreamId(stream), sequence=sequence, kind=kind, at=AT, hash=digest)


def asked(number: int, agrees: bool | None = None) -> Opinion:
    """Return what the one agency was asked."""
    return Opinion(agency=Organisation(id=ASKED, name="[cục thuế]"), asked=number, agrees=agrees)


@workflow.defn(name=WorkflowName.DOSSIER.value)
class FakeDossierWorkflow:
    """A dossier that is with its unit, which may supplement it, until the unit takes it back."""

    @workflow.init
    def __init__(self, call: SubmitDossier) -> None:
        self._call = call
        self._dossier = call.dossier
        self._is_over = False
        self._officer = (0, "")
        self._renewed = False
        self._held = False
        if self._dossier.award == FAILS_AT_ONCE:
            raise refuse(UNKNOWN_AWARD)

    @workflow.run
    async def run(self, call: SubmitDossier) -> str:
        if self._dossier.award == FAILS_UNANSWERED:
            raise refuse(UNKNOWN_AWARD)
        self._put_up()
        await workflow.wait_condition(lambda: self._is_over or self._renewed)
        await workflow.wait_condition(workflow.all_handlers_finished)
        if self._renewed:
            workflow.continue_as_new(call)
        if self._dossier.award == REFUSED:
            raise refuse(UNKNOWN_AWARD)
        return "over"

    def _put_up(self) -> None:
        if self._dossier.cluster is not None:
            workflow.upsert_search_attributes(
                [
                    SearchAttributeKey.for_keyword(SearchName.STAGE).value_set(Stage.CLUSTER),
                    SearchAttributeKey.for_keyword(SearchName.AWARD).value_set(self._dossier.award),
                    SearchAttributeKey.for_keyword(SearchName.UNIT).value_set(self._dossier.unit),
                    SearchAttributeKey.for_keyword(SearchName.AWAITED_BODY).value_set(self._dossier.cluster),
                    SearchAttributeKey.for_datetime(SearchName.DUE_AT).value_set(AT),
                ]
            )

    @workflow.update(name="receipt", unfinished_policy=workflow.HandlerUnfinishedPolicy.ABANDON)
    async def receipt(self, asked: Opening | None = None) -> Receipt:
        """Answer as the award determines."""
        if self._dossier.award == FAILS_UNANSWERED:
            await workflow.wait_condition(lambda: False)
        if self._dossier.award in {REFUSED, TWIN}:
            self._is_over = True
            raise refuse(IS_A_TWIN if self._dossier.award == TWIN else UNKNOWN_AWARD)
        return opened(self._call, asked, "dossier_submitted")

    @workflow.query(name="kept")
    def kept(self, asked: Repeated) -> Answered:
        """Return the answer to its opening, and nothing of any other act."""
        if asked.act is not UpdateName.RECEIPT:
            return Answered()
        if self._dossier.award == TWIN:
            return Answered(refusal=IS_A_TWIN)
        return Answered(receipt=receipt("dossier_submitted", "open"))

    @workflow.update(name="hear")
    async def hear(self, act: Hear) -> Receipt:
        """Take in any finding."""
        return receipt("dossier_forwarded", f"hear:{act.source}:{act.sequence}", 2)

    @workflow.update(name="supplement")
    async def supplement(self, act: Supplement) -> Receipt:
        """Take in whatever answers the request that stands, number 2."""
        if act.answers != 2:
            raise refuse(Refusal(reason=Reason.NOT_WITH_ITS_UNIT, message="Chờ trả lời yêu cầu số 2."))
        return receipt("dossier_supplemented", "supplement", 3)

    @workflow.update(name="withdraw")
    async def withdraw(self, act: Withdraw) -> Receipt:
        """Let the unit take it back."""
        if str(act.by) != self._dossier.unit:
            raise refuse(NOT_YOURS)
        self._is_over = True
        return receipt("dossier_withdrawn", "withdraw", 4)

    @workflow.update(name="assign")
    async def assign(self, act: Assign) -> Receipt:
        """Charge the officer of the next revision."""
        self._answers(act.answers, 2)
        revision, officer = self._officer
        if (act.revision, act.officer) != self._officer and act.revision <= revision:
            details = (str(revision), officer)
            raise refuse(Refusal(reason=Reason.ALREADY_SAID, message="Đã phân công.", details=details))
        self._officer = (act.revision, str(act.officer))
        return receipt("officer_assigned", f"assign:{act.revision}", 2 + act.revision)

    @workflow.update(name="publish")
    async def publish(self, act: Publish) -> Receipt:
        """Take in a publication since the day on which everything happens."""
        self._answers(act.answers, 2)
        return receipt("dossier_published", f"publish:{act.since}", 3)

    @workflow.update(name="object")
    async def object(self, act: RaiseObjection) -> Receipt:
        """Take in any objection."""
        return receipt("objection_received", f"object:{act.text}", 4)

    @workflow.update(name="ask_opinions")
    async def ask_opinions(self, act: AskOpinions) -> Receipt:
        """Take in any request."""
        self._answers(act.answers, 2)
        return receipt("opinions_asked", "ask", 5)

    @workflow.update(name="give_opinion")
    async def give_opinion(self, act: GiveOpinion) -> Receipt:
        """Take in the answer to the request that was not answered."""
        self._answers(act.answers, 7)
        return receipt("opinion_given", f"opinion:{act.agrees}", 8)

    @workflow.update(name="conclude", unfinished_policy=workflow.HandlerUnfinishedPolicy.ABANDON)
    async def conclude(self, act: Conclude) -> Receipt:
        """Take in a conclusion; one that refuses is never answered."""
        self._answers(act.answers, 2)
        await workflow.wait_condition(lambda: act.outcome is not Outcome.REFUSE)
        return receipt("dossier_forwarded", f"conclude:{act.outcome}", 9)

    @workflow.update(name="hold", unfinished_policy=workflow.HandlerUnfinishedPolicy.ABANDON)
    async def hold(self, act: Hold) -> Receipt:
        """Be held after the last release; for an investigation that is never answered."""
        if act.after != RELEASED:
            raise refuse(
                Refusal(reason=Reason.ALREADY_ON_HOLD, message=f"Tiếp tục xét theo mục nhật ký số {RELEASED}.")
            )
        await workflow.wait_condition(lambda: act.ground is not HoldGround.INVESTIGATION)
        self._held = True
        return receipt("dossier_held", f"hold:{act.reason}", HELD_BY)

    @workflow.update(name="release")
    async def release(self, act: Release) -> Receipt:
        """Go on."""
        if not self._held or act.answers != HELD_BY:
            raise refuse(Refusal(reason=Reason.NOT_ON_HOLD, message="Hồ sơ không tạm dừng xét như vậy."))
        return receipt("dossier_released", f"release:{act.reason}", 7)

    @workflow.update(name="succeed")
    async def succeed(self, act: Succeed) -> Receipt:
        """Take in any successor."""
        return receipt("body_succeeded", f"succeed:{act.was}:{act.now}", 8)

    def _answers(self, answers: int, expected: int) -> None:
        if answers != expected:
            raise refuse(Refusal(reason=Reason.NOT_AT_THIS_STAGE, message=f"Theo mục nhật ký số {expected}."))

    @workflow.signal(name="renew")
    def renew(self) -> None:
        """Continue as new."""
        self._renewed = True

    @workflow.query(name="show")
    def show(self) -> DossierView:
        """Return the dossier, with its unit."""
        unit = self._dossier.unit
        return DossierView(
            dossier_id=self._dossier.dossier_id,
            nominee=self._dossier.nominee,
            award=self._dossier.award,
            basis=self._dossier.basis,
            award_name=Name(vi="Cờ thi đua của Chính phủ", en="Flag"),
            regime=RegimeId("nd98-2023"),
            unit=Organisation(id=unit, name="[đơn vị]"),
            stage=Stage.UNIT,
            awaiting=None
            if self._is_over
            else Awaiting(body=Organisation(id=unit, name="[đơn vị]"), since=AT, answers=2),
            held=Held(number=HELD_BY, by=ActorId(ASKED), ground=HoldGround.COMPLAINT, since=AT) if self._held else None,
            released=RELEASED,
            documents=self._dossier.documents,
            passages=(),
            opinions=(asked(5, agrees=True), asked(7)),
            earlier=(),
            unverified=("Ngưỡng phiếu của cụm",),
            facts=2,
        )
