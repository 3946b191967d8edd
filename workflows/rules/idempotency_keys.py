"""The natural key of each act: what makes two messages the same act, in one run or across many."""

import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from schemas.base import Model
from schemas.facts import CalendarLearnt, TermRecounted
from schemas.ids import ActKey, DossierId, SeatId
from schemas.messages import (
    Adjourn,
    Amend,
    AskOpinions,
    Assign,
    Cast,
    Close,
    Conclude,
    Decide,
    GiveOpinion,
    Hear,
    Hold,
    Opening,
    Publish,
    RaiseObjection,
    Reconvene,
    Recuse,
    Release,
    Repeated,
    ScoreDossier,
    Supplement,
    Withdraw,
    WithdrawBallot,
)
from schemas.names import UpdateName
from schemas.workflow_state import DossierState

OPEN = ActKey("open")
ANNOUNCE = ActKey("announce")

_CAST = "cast"


def supplement(act: Supplement) -> ActKey:
    """Return the key: what answers one time that the dossier was sent back."""
    return ActKey(f"supplement:{act.answers}:{_said(act)}")


def hear(act: Hear) -> ActKey:
    """Return the key: what a sitting or submission said of the dossier; it speaks once."""
    return ActKey(f"hear:{act.source}:{act.sequence}")


def assign(act: Assign) -> ActKey:
    """Return the key: who is charged, for each time the dossier was appraised."""
    return ActKey(f"assign:{act.answers}:{act.revision}:{_said(act)}")


def publish(act: Publish) -> ActKey:
    """Return the key: where and since when, for each time the dossier was to be published."""
    return ActKey(f"publish:{act.answers}:{_said(act)}")


def object_to(act: RaiseObjection) -> ActKey:
    """Return the key: what somebody objects."""
    return ActKey(f"object:{act.by}:{_said(act)}")


def ask_opinions(act: AskOpinions) -> ActKey:
    """Return the key: who is asked what, for each time the dossier was here."""
    return ActKey(f"ask:{act.answers}:{_said(act)}")


def give_opinion(act: GiveOpinion) -> ActKey:
    """Return the key: what an agency answers to a request."""
    return ActKey(f"opinion:{act.answers}:{act.by}:{_said(act)}")


def conclude(act: Conclude) -> ActKey:
    """Return the key: what an office finds, for each time the dossier was here."""
    return ActKey(f"conclude:{act.answers}:{_said(act)}")


def hold(act: Hold) -> ActKey:
    """Return the key: why it is held, for each time that it is."""
    return ActKey(f"hold:{act.after}:{_said(act)}")


def release(act: Release) -> ActKey:
    """Return the key: what ends one hold."""
    return ActKey(f"release:{act.answers}:{_said(act)}")


def recount(fact: TermRecounted | CalendarLearnt) -> ActKey:
    """Return the key: another list of days off is taken in after one fact."""
    return ActKey(f"recount:{fact.sequence}")


def withdraw(act: Withdraw) -> ActKey:
    """Return the key: a dossier is withdrawn for one reason."""
    return ActKey(f"withdraw:{_said(act)}")


def cast(act: Cast) -> ActKey:
    """Return the key: one ballot for each seat, meeting and revision."""
    return ballot(act.meeting, act.seat, act.revision)


def ballot(meeting: int, seat: SeatId, revision: int) -> ActKey:
    """Return the key of a ballot that stands, or stood."""
    return ActKey(f"{_CAST}:{meeting}:{seat}:{revision}")


def withdraw_ballot(act: WithdrawBallot) -> ActKey:
    """Return the key: that a ballot which stands is taken back."""
    return ActKey(f"{ballot(act.meeting, act.seat, act.revision)}:back")


def amend(act: Amend) -> ActKey:
    """Return the key: how an agenda is amended, for each time."""
    return ActKey(f"amend:{act.revision}:{_said(act)}")


def recuse(act: Recuse) -> ActKey:
    """Return the key: from what a seat steps aside, and why."""
    return ActKey(f"recuse:{act.seat}:{_said(act)}")


def score(act: ScoreDossier) -> ActKey:
    """Return the key: what is said of a dossier's points, for each turn."""
    return ActKey(f"{score_of(act.dossier_id)}{act.turn}:{_said(act)}")


def score_of(dossier_id: DossierId) -> str:
    """Return how the keys of all that is said of a dossier's points begin."""
    return f"score:{dossier_id}:"


def decide(act: Decide) -> ActKey:
    """Return the key: what an authority answers to a list."""
    return ActKey(f"decide:{_said(act)}")


def open_ballot(meeting: int) -> ActKey:
    """Return the key: a meeting's ballot opens once."""
    return ActKey(f"opened:{meeting}")


def adjourn(act: Adjourn) -> ActKey:
    """Return the key: why a meeting is put off."""
    return ActKey(f"adjourn:{act.meeting}:{_said(act)}")


def is_ballot(key: ActKey) -> bool:
    """Return whether a key is that of a ballot, or of its being taken back."""
    return key.startswith(f"{_CAST}:")


def close(act: Close) -> ActKey:
    """Return the key: how a meeting closes, whether its chair or the clock closed it."""
    return ActKey(f"close:{act.meeting}:{_said(act)}")


def reconvene(act: Reconvene) -> ActKey:
    """Return the key: what a meeting is called to."""
    return ActKey(f"reconvene:{act.meeting}:{_said(act)}")


def of_time(state: DossierState) -> ActKey:
    """Return the key of what the clock says: one act for each instant for which a term of a wait lets it speak."""
    since = state.awaiting.since.isoformat() if state.awaiting else "-"
    due_on = state.awaiting.due_on if state.awaiting else None
    instant = state.clock.next.isoformat() if state.clock.next else "-"
    return ActKey(f"clock:{since}:{due_on}:{instant}")


def _said(act: Model) -> str:
    # Another body under the same number is another act: it is judged, and not answered with the first one's receipt.
    # Who sends it does not tell acts apart, for the chair's word and the clock's may cross.
    said = act.model_dump_json(exclude={"by"}, exclude_none=True)
    return sha256(said.encode()).hexdigest()[:16]


_OF: Mapping[UpdateName, tuple[type[Model], Callable[[Any], ActKey]]] = MappingProxyType(
    {
        UpdateName.RECEIPT: (Opening, lambda _: OPEN),
        UpdateName.HEAR: (Hear, hear),
        UpdateName.SUPPLEMENT: (Supplement, supplement),
        UpdateName.WITHDRAW: (Withdraw, withdraw),
        UpdateName.ASSIGN: (Assign, assign),
        UpdateName.PUBLISH: (Publish, publish),
        UpdateName.OBJECT: (RaiseObjection, object_to),
        UpdateName.ASK_OPINIONS: (AskOpinions, ask_opinions),
        UpdateName.GIVE_OPINION: (GiveOpinion, give_opinion),
        UpdateName.CONCLUDE: (Conclude, conclude),
        UpdateName.HOLD: (Hold, hold),
        UpdateName.RELEASE: (Release, release),
        UpdateName.AMEND: (Amend, amend),
        UpdateName.RECUSE: (Recuse, recuse),
        UpdateName.SCORE: (ScoreDossier, score),
        UpdateName.CAST: (Cast, cast),
        UpdateName.WITHDRAW_BALLOT: (WithdrawBallot, withdraw_ballot),
        UpdateName.CLOSE: (Close, close),
        UpdateName.ADJOURN: (Adjourn, adjourn),
        UpdateName.RECONVENE: (Reconvene, reconvene),
        UpdateName.DECIDE: (Decide, decide),
    }
)


def of_update(asked: Repeated) -> ActKey | None:
    """Return the key of an act that is sent again; none of what is no act, or has another shape."""
    kind, key = _OF.get(asked.act, (None, None))
    if kind is None or key is None:
        return None
    try:
        return key(kind.model_validate_json(json.dumps(asked.body)))
    except ValidationError:
        return None
