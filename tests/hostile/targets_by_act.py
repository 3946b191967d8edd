"""The target of each act."""

from collections.abc import Callable, Mapping

from schemas.base import Model
from schemas.messages import (
    Adjourn,
    Amend,
    AskOpinions,
    Assign,
    Cast,
    Close,
    Conclude,
    CountVotes,
    Decide,
    GiveOpinion,
    Hear,
    Hold,
    Publish,
    RaiseObjection,
    Reconvene,
    RecordAttendance,
    Recuse,
    Release,
    ScoreDossier,
    Succeed,
    Supplement,
    Withdraw,
    WithdrawBallot,
)
from schemas.names import UpdateName
from tests.hostile.office_targets import (
    AppraisedDossier,
    DossierAskedAbout,
    DossierOfASplitUnit,
    DossierOnHold,
    DossierToBePublished,
    PublishedDossier,
)
from tests.hostile.sitting_targets import (
    AttendedSitting,
    CalledSitting,
    CountedSitting,
    ScoredSitting,
    SittingWithABallot,
)
from tests.hostile.targets import DossierInACluster, DossierWithItsUnit, Sitting, Submission, Target

ACTS: Mapping[UpdateName, type[Model]] = {
    UpdateName.HEAR: Hear,
    UpdateName.SUPPLEMENT: Supplement,
    UpdateName.WITHDRAW: Withdraw,
    UpdateName.ASSIGN: Assign,
    UpdateName.PUBLISH: Publish,
    UpdateName.OBJECT: RaiseObjection,
    UpdateName.ASK_OPINIONS: AskOpinions,
    UpdateName.GIVE_OPINION: GiveOpinion,
    UpdateName.CONCLUDE: Conclude,
    UpdateName.HOLD: Hold,
    UpdateName.RELEASE: Release,
    UpdateName.SUCCEED: Succeed,
    UpdateName.AMEND: Amend,
    UpdateName.RECUSE: Recuse,
    UpdateName.SCORE: ScoreDossier,
    UpdateName.CAST: Cast,
    UpdateName.WITHDRAW_BALLOT: WithdrawBallot,
    UpdateName.COUNT: CountVotes,
    UpdateName.ATTENDANCE: RecordAttendance,
    UpdateName.CLOSE: Close,
    UpdateName.ADJOURN: Adjourn,
    UpdateName.RECONVENE: Reconvene,
    UpdateName.DECIDE: Decide,
}

AIMED_AT: Mapping[UpdateName, type[Target]] = {
    UpdateName.HEAR: DossierInACluster,
    UpdateName.SUPPLEMENT: DossierWithItsUnit,
    UpdateName.WITHDRAW: DossierWithItsUnit,
    UpdateName.ASSIGN: AppraisedDossier,
    UpdateName.PUBLISH: DossierToBePublished,
    UpdateName.OBJECT: PublishedDossier,
    UpdateName.ASK_OPINIONS: DossierAskedAbout,
    UpdateName.GIVE_OPINION: DossierAskedAbout,
    UpdateName.CONCLUDE: AppraisedDossier,
    UpdateName.HOLD: DossierToBePublished,
    UpdateName.RELEASE: DossierOnHold,
    UpdateName.SUCCEED: DossierOfASplitUnit,
    UpdateName.AMEND: CalledSitting,
    UpdateName.RECUSE: Sitting,
    UpdateName.SCORE: ScoredSitting,
    UpdateName.CAST: Sitting,
    UpdateName.WITHDRAW_BALLOT: SittingWithABallot,
    UpdateName.COUNT: CountedSitting,
    UpdateName.ATTENDANCE: AttendedSitting,
    UpdateName.CLOSE: Sitting,
    UpdateName.ADJOURN: CalledSitting,
    UpdateName.RECONVENE: Sitting,
    UpdateName.DECIDE: Submission,
}


Aim = Callable[[type[Target]], Target]


async def alive(aim: Aim, kind: type[Target]) -> Target:
    """Return the one target of a kind, open."""
    target = aim(kind)
    if not hasattr(target, "stream"):
        await target.appear()
    return target
