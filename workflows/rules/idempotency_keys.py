"""The idempotency key of each act: equal keys mean the same act, in one run or across several."""

from hashlib import sha256

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
from schemas.succession import Succession
from schemas.workflow_state import DossierState

OPEN = ActKey("open")
ANNOUNCE = ActKey("announce")

_CAST = "cast"
_COUNT = "count"
_ATTENDANCE = "attendance"


def supplement(act: Supplement) -> ActKey:
    """Return the key: the answer to one return of the dossier to its unit."""
    return ActKey(f"supplement:{act.answers}:{_said(act)}")


def hear(act: Hear) -> ActKey:
    """Return the key: the finding of a sitting or submission, which has one per dossier."""
    return ActKey(f"hear:{act.source}:{act.sequence}")


def assign(act: Assign) -> ActKey:
    """Return the key: the officer assigned, for each appraisal of the dossier."""
    return ActKey(f"assign:{act.answers}:{act.revision}:{_said(act)}")


def publish(act: Publish) -> ActKey:
    """Return the key: place and first day, for each time the dossier is due for publication."""
    return ActKey(f"publish:{act.answers}:{_said(act)}")


def object_to(act: RaiseObjection) -> ActKey:
    """Return the key: the content of an objection."""
    return ActKey(f"object:{act.by}:{_said(act)}")


def ask_opinions(act: AskOpinions) -> ActKey:
    """Return the key: the agencies asked and the question, for each stay of the dossier."""
    return ActKey(f"ask:{act.answers}:{_said(act)}")


def give_opinion(act: GiveOpinion) -> ActKey:
    """Return the key: an agency's answer to one request."""
    return ActKey(f"opinion:{act.answers}:{act.by}:{_said(act)}")


def conclude(act: Conclude) -> ActKey:
    """Return the key: an office's conclusion, for each stay of the dossier."""
    return ActKey(f"conclude:{act.answers}:{_said(act)}")


def hold(act: Hold) -> ActKey:
    """Return the key: the reason, for each hold."""
    return ActKey(f"hold:{act.after}:{_said(act)}")


def release(act: Release) -> ActKey:
    """Return the key: the release of one hold."""
    return ActKey(f"release:{act.answers}:{_said(act)}")


def recount(fact: TermRecounted | CalendarLearnt) -> ActKey:
    """Return the key: another list of days off, adopted after one fact."""
    return ActKey(f"recount:{fact.sequence}")


def succeed(act: Succeed) -> ActKey:
    """Return the key: the successor named for a body that was split."""
    return ActKey(f"succeed:{act.was}:{_said(act)}")


def follow(found: Succession) -> ActKey:
    """Return the key: a body's successors, as one fact of the register and those after it give them."""
    into = sha256(" ".join(body.id for body in found.into).encode()).hexdigest()[:16]
    return ActKey(f"follow:{found.was}:{found.record.sequence}:{into}")


def withdraw(act: Withdraw) -> ActKey:
    """Return the key: the reason for the withdrawal."""
    return ActKey(f"withdraw:{_said(act)}")


def cast(act: Cast) -> ActKey:
    """Return the key: one ballot for each seat, meeting and revision."""
    return ballot(act.meeting, act.seat, act.revision)


def ballot(meeting: int, seat: SeatId, revision: int) -> ActKey:
    """Return the key of a ballot, current or former."""
    return ActKey(f"{_CAST}:{meeting}:{seat}:{revision}")


def withdraw_ballot(act: WithdrawBallot) -> ActKey:
    """Return the key: the withdrawal of a ballot that stands."""
    return ActKey(f"{ballot(act.meeting, act.seat, act.revision)}:back")


def count(act: CountVotes) -> ActKey:
    """Return the key: the content of a count, for each meeting and revision."""
    return ActKey(f"{_COUNT}:{act.meeting}:{act.revision}:{_said(act)}")


def is_count(key: ActKey) -> bool:
    """Return whether a key is that of a count, current or former."""
    return key.startswith(f"{_COUNT}:")


def attendance(act: RecordAttendance) -> ActKey:
    """Return the key: the content of a seat's attendance, for each meeting and revision."""
    return ActKey(f"{attendance_of(act.meeting, act.seat)}{act.revision}:{_said(act)}")


def attendance_of(meeting: int, seat: SeatId) -> str:
    """Return the common prefix of all keys on a seat's attendance of a meeting."""
    return f"{_ATTENDANCE}:{meeting}:{seat}:"


def is_of_one_meeting(key: ActKey) -> bool:
    """Return whether a key is that of a ballot, a count or an attendance: the next meeting begins without them."""
    return key.partition(":")[0] in {_CAST, _COUNT, _ATTENDANCE}


def amend(act: Amend) -> ActKey:
    """Return the key: the changes to an agenda, for each amendment."""
    return ActKey(f"amend:{act.revision}:{_said(act)}")


def recuse(act: Recuse) -> ActKey:
    """Return the key: the dossiers and the reason of a seat's recusal."""
    return ActKey(f"recuse:{act.seat}:{_said(act)}")


def score(act: ScoreDossier) -> ActKey:
    """Return the key: the content of a scoring step, for each turn."""
    return ActKey(f"{score_of(act.dossier_id)}{act.turn}:{_said(act)}")


def score_of(dossier_id: DossierId) -> str:
    """Return the common prefix of all keys on a dossier's points."""
    return f"score:{dossier_id}:"


def decide(act: Decide) -> ActKey:
    """Return the key: an authority's answer to a list."""
    return ActKey(f"decide:{_said(act)}")


def open_ballot(meeting: int) -> ActKey:
    """Return the key: a meeting's ballot opens once."""
    return ActKey(f"opened:{meeting}")


def adjourn(act: Adjourn) -> ActKey:
    """Return the key: the reason for adjourning a meeting."""
    return ActKey(f"adjourn:{act.meeting}:{_said(act)}")


def close(act: Close) -> ActKey:
    """Return the key: the content of a meeting's close, whether by its chair or by its closing time."""
    return ActKey(f"close:{act.meeting}:{_said(act)}")


def reconvene(act: Reconvene) -> ActKey:
    """Return the key: the content of the call that reconvenes a meeting."""
    return ActKey(f"reconvene:{act.meeting}:{_said(act)}")


def of_time(state: DossierState) -> ActKey:
    """Return the key of a timed act: one for each instant at which a term of a wait falls due or is reminded of."""
    since = state.awaiting.since.isoformat() if state.awaiting else "-"
    due_on = state.awaiting.due_on if state.awaiting else None
    instant = state.clock.next.isoformat() if state.clock.next else "-"
    return ActKey(f"clock:{since}:{due_on}:{instant}")


def _said(act: Model) -> str:
    # Another body under the same number is another act: it is checked, not answered with the first one's receipt.
    # The sender is not part of the key: an act of the chair and the same one of a timer may cross.
    said = act.model_dump_json(exclude={"by"}, exclude_none=True)
    return sha256(said.encode()).hexdigest()[:16]
