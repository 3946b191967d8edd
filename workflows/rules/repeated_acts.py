"""The keys of repeated acts: how a caller that missed an answer is given it again."""

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from schemas.base import Model
from schemas.ids import ActKey
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
    Opening,
    Publish,
    RaiseObjection,
    Reconvene,
    RecordAttendance,
    Recuse,
    Release,
    Repeated,
    ScoreDossier,
    Succeed,
    Supplement,
    Withdraw,
    WithdrawBallot,
)
from schemas.names import UpdateName
from workflows.rules import idempotency_keys

_OF: Mapping[UpdateName, tuple[type[Model], Callable[[Any], ActKey]]] = MappingProxyType(
    {
        UpdateName.RECEIPT: (Opening, lambda _: idempotency_keys.OPEN),
        UpdateName.HEAR: (Hear, idempotency_keys.hear),
        UpdateName.SUPPLEMENT: (Supplement, idempotency_keys.supplement),
        UpdateName.WITHDRAW: (Withdraw, idempotency_keys.withdraw),
        UpdateName.ASSIGN: (Assign, idempotency_keys.assign),
        UpdateName.PUBLISH: (Publish, idempotency_keys.publish),
        UpdateName.OBJECT: (RaiseObjection, idempotency_keys.object_to),
        UpdateName.ASK_OPINIONS: (AskOpinions, idempotency_keys.ask_opinions),
        UpdateName.GIVE_OPINION: (GiveOpinion, idempotency_keys.give_opinion),
        UpdateName.CONCLUDE: (Conclude, idempotency_keys.conclude),
        UpdateName.HOLD: (Hold, idempotency_keys.hold),
        UpdateName.RELEASE: (Release, idempotency_keys.release),
        UpdateName.SUCCEED: (Succeed, idempotency_keys.succeed),
        UpdateName.AMEND: (Amend, idempotency_keys.amend),
        UpdateName.RECUSE: (Recuse, idempotency_keys.recuse),
        UpdateName.SCORE: (ScoreDossier, idempotency_keys.score),
        UpdateName.CAST: (Cast, idempotency_keys.cast),
        UpdateName.WITHDRAW_BALLOT: (WithdrawBallot, idempotency_keys.withdraw_ballot),
        UpdateName.COUNT: (CountVotes, idempotency_keys.count),
        UpdateName.ATTENDANCE: (RecordAttendance, idempotency_keys.attendance),
        UpdateName.CLOSE: (Close, idempotency_keys.close),
        UpdateName.ADJOURN: (Adjourn, idempotency_keys.adjourn),
        UpdateName.RECONVENE: (Reconvene, idempotency_keys.reconvene),
        UpdateName.DECIDE: (Decide, idempotency_keys.decide),
    }
)


def key_of(asked: Repeated) -> ActKey | None:
    """Return the key of a repeated act; None where it is no act, or has another shape."""
    kind, key = _OF.get(asked.act, (None, None))
    if kind is None or key is None:
        return None
    try:
        return key(kind.model_validate_json(json.dumps(asked.body)))
    except ValidationError:
        return None
