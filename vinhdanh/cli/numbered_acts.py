"""Acts that carry the number of a version or turn, numbered for a caller who leaves it out.

Sent again after a lost answer, the same act must be found under its own number: numbers are tried one after the other.
"""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from schemas.ids import DossierId, SittingId
from schemas.messages import Amend, Assign, Cast, CountVotes, Hold, RecordAttendance, ScoreDossier, WithdrawBallot
from schemas.receipts import Receipt
from schemas.refusals import Reason
from schemas.scoring import Score
from vinhdanh.cli import runner
from vinhdanh.declined import Declined
from vinhdanh.dossiers import Dossiers
from vinhdanh.sittings import Sittings

Recorded = TypeVar("Recorded", CountVotes, RecordAttendance)


async def amend(sittings: Sittings, sitting_id: SittingId, act: Amend) -> Receipt:
    """Send an amendment as the next one, or again under its own revision."""
    if "revision" in act.model_fields_set:
        return await sittings.amend(sitting_id, act)
    while True:
        try:
            return await sittings.amend(sitting_id, act)
        except Declined as error:
            if error.reason is not Reason.NOT_THIS_MEETING:
                raise
            # One after the other: the same amendment, sent again, is found under its own number.
            act = act.evolve(revision=act.revision + 1)


async def score(sittings: Sittings, sitting_id: SittingId, act: ScoreDossier) -> Receipt:
    """Send points as the next turn, or again under their own."""
    if "turn" in act.model_fields_set:
        return await sittings.score(sitting_id, act)
    turns = (await sittings.show(sitting_id)).scores.get(act.dossier_id, Score()).turns
    if turns:
        try:
            # It may be the last act on these points, sent again.
            return await sittings.score(sitting_id, act.evolve(turn=turns))
        except Declined as error:
            if error.reason is not Reason.SCORED_OUT_OF_TURN:
                raise
    with runner.add_retry_hint(turns + 1, "turn"):
        return await sittings.score(sitting_id, act.evolve(turn=turns + 1))


async def cast(sittings: Sittings, sitting_id: SittingId, ballot: Cast) -> Receipt:
    """Send a ballot of this meeting, in place of the seat's last one."""
    given = ballot.model_fields_set
    if "meeting" not in given:
        meeting = (await sittings.show(sitting_id)).meeting
        ballot = ballot.evolve(meeting=meeting)
    while True:
        try:
            return await sittings.cast(sitting_id, ballot)
        except Declined as error:
            if "revision" in given or error.reason not in {Reason.BALLOT_SUPERSEDED, Reason.BALLOT_ALREADY_CAST}:
                raise
            # The seat's last ballot is named: this one is the same, or the next where that is another or was withdrawn.
            last = int(error.details[0])
            ballot = ballot.evolve(revision=last + (last == ballot.revision))


async def count(sittings: Sittings, sitting_id: SittingId, act: CountVotes) -> Receipt:
    """Send the tellers' count of this meeting, in place of the last one."""
    return await _in_place_of_the_last(sittings, sitting_id, act, sittings.count)


async def attendance(sittings: Sittings, sitting_id: SittingId, act: RecordAttendance) -> Receipt:
    """Send the attendance of a seat in this meeting, in place of its last one."""
    return await _in_place_of_the_last(sittings, sitting_id, act, sittings.record_attendance)


async def _in_place_of_the_last(
    sittings: Sittings, sitting_id: SittingId, act: Recorded, send: Callable[[SittingId, Recorded], Awaitable[Receipt]]
) -> Receipt:
    given = act.model_fields_set
    if "meeting" not in given:
        act = act.evolve(meeting=(await sittings.show(sitting_id)).meeting)
    while True:
        try:
            return await send(sitting_id, act)
        except Declined as error:
            if "revision" in given or error.reason not in {Reason.BALLOT_SUPERSEDED, Reason.BALLOT_ALREADY_CAST}:
                raise
            # The last one is named: this one is the same, or the next where that is another.
            last = int(error.details[0])
            act = act.evolve(revision=last + (last == act.revision))


async def withdraw_ballot(sittings: Sittings, sitting_id: SittingId, act: WithdrawBallot, *, is_named: bool) -> Receipt:
    """Withdraw the seat's ballot that stands."""
    if "meeting" not in act.model_fields_set:
        act = act.evolve(meeting=(await sittings.show(sitting_id)).meeting)
    try:
        return await sittings.withdraw_ballot(sitting_id, act)
    except Declined as error:
        standing = [int(revision) for revision in error.details[1:] if revision != str(act.revision)]
        if is_named or error.reason is not Reason.NO_BALLOT or not standing:
            raise
    # The ballot that stands is named.
    with runner.add_retry_hint(standing[0], "revision"):
        return await sittings.withdraw_ballot(sitting_id, act.evolve(revision=standing[0]))


async def hold(dossiers: Dossiers, dossier_id: DossierId, act: Hold) -> Receipt:
    """Put a dossier on hold after its last release."""
    if "after" in act.model_fields_set:
        return await dossiers.hold(dossier_id, act)
    after = (await dossiers.show(dossier_id)).released or 0
    with runner.add_retry_hint(after, "after"):
        return await dossiers.hold(dossier_id, act.evolve(after=after))


async def assign(dossiers: Dossiers, dossier_id: DossierId, act: Assign) -> Receipt:
    """Charge an officer in place of the last one, or again under the same revision."""
    names_revision = "revision" in act.model_fields_set
    while True:
        try:
            return await dossiers.assign(dossier_id, act)
        except Declined as error:
            if names_revision or error.reason is not Reason.ALREADY_SAID:
                raise
            # Whoever is charged is named; this is the same officer, or the next.
            standing, officer = error.details
            step = 0 if officer == act.officer else 1
            act = act.evolve(revision=int(standing) + step)
