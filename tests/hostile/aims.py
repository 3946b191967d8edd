"""At whom each act is aimed."""

from collections.abc import Callable, Mapping

from schemas.base import Model
from schemas.messages import Cast, Close, Decide, Hear, Reconvene, Supplement, Withdraw
from schemas.names import UpdateName
from schemas.office_messages import AskOpinions, Assign, Conclude, GiveOpinion, Publish, RaiseObjection
from tests.hostile.office_targets import AppraisedDossier, DossierAskedAbout, DossierToBePublished, PublishedDossier
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
    UpdateName.CAST: Cast,
    UpdateName.CLOSE: Close,
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
    UpdateName.CAST: Sitting,
    UpdateName.CLOSE: Sitting,
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
