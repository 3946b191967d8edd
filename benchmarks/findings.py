"""Findings without sittings: a body's finding on one dossier, written to the ledger as if the body had met.

Where a dossier's own way is measured or tested, whole sittings would be most of the work.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Any
from uuid import uuid4

from activities import sql
from activities.ledger import keep
from schemas import digests
from schemas.bodies import Body, BodyKind, RecordRef, Seat
from schemas.calendars import day_of
from schemas.dossier import Dossier, SubmittedDossier
from schemas.facts import Fact, ListPutForward, SittingClosed, SittingConvened, SubmissionDecided
from schemas.ids import ActKey, ActorId, BodyId, SeatId, SittingId, StreamId
from schemas.messages import Hear
from schemas.minutes import Finding, ItemMinutes, Minutes
from schemas.names import sitting_stream
from schemas.ports import Entry
from schemas.routes import StageRule, VoteRule
from schemas.sitting import AgendaItem
from schemas.submission import Letter, Reasoned
from schemas.verdict import DecisionRef, Outcome, Tally
from workflows.rules.voting.tally import votes_needed

SEATS = tuple(SeatId(f"s{number}") for number in range(12))

_FINDINGS = {Outcome.FORWARD: Finding.CARRIED, Outcome.REFUSE: Finding.DEFEATED, Outcome.RETURN: Finding.RETURNED}


async def keep_finding(
    conn: sql.Connection,
    dossier: Dossier | SubmittedDossier,
    rule: StageRule,
    outcome: Outcome,
    *,
    body: BodyId,
    reasons: Sequence[str] = (),
    vote: Tally | None = None,
    decision: DecisionRef | None = None,
    by_rule: VoteRule | None = None,
    at: datetime | None = None,
) -> Hear:
    """Write a body's finding on a dossier at a stage, and return the act that points to it.

    Args:
        conn: A connection to the ledger.
        dossier: The subject of the finding.
        rule: The rule of the stage at which the dossier waits.
        outcome: The outcome of the finding.
        body: The body that makes the finding.
        reasons: Why it was refused or sent back.
        vote: The count of votes; unanimous by default.
        decision: The authority's decision; an invented one by default.
        by_rule: The rule of the vote, if not that of its stage.
        at: When it was found, if not now.
    """
    item = AgendaItem(
        dossier_id=dossier.dossier_id, nominee=dossier.nominee.name, award=dossier.award, basis=dossier.basis
    )
    if isinstance(rule, VoteRule):
        facts = _sitting(item, by_rule or rule, outcome, body, tuple(reasons), vote or unanimous(rule, outcome))
    else:
        facts = _submission(item, rule, outcome, body, tuple(reasons), decision or _DECISION)
    follows = digests.NO_PREVIOUS
    for number, fact in enumerate(facts, start=1):
        dated = fact.evolve(at=at or fact.at)
        recorded = await keep(conn, Entry(act=ActKey(f"made-up:{number}"), follows=follows, fact=dated))
        follows = recorded.hash or follows
    return Hear(source=facts[-1].stream, sequence=len(facts))


def unanimous(rule: VoteRule, outcome: Outcome = Outcome.FORWARD) -> Tally:
    """Return the count of twelve seats that all vote for it, or all against."""
    seats = len(SEATS)
    approve = seats if outcome is Outcome.FORWARD else 0
    return Tally(
        **dict.fromkeys(("seats", "present", "cast", "base"), seats),
        approve=approve,
        disapprove=seats - approve,
        abstain=0,
        invalid=0,
        of=rule.threshold.of,
        needed=votes_needed(rule.threshold, of=seats),
    )


_DECISION = DecisionRef(number="01/QĐ-ĐO", decided_on=datetime(2024, 9, 5, tzinfo=UTC).date(), signatory="Thủ tướng")


def _place(stream: StreamId, by: str) -> Callable[[], dict[str, Any]]:
    numbers = count(1)

    def place() -> dict[str, Any]:
        return {"stream": stream, "sequence": next(numbers), "at": datetime.now(UTC), "by": ActorId(by)}

    return place


def _sitting(
    item: AgendaItem, rule: VoteRule, outcome: Outcome, body: BodyId, reasons: tuple[str, ...], vote: Tally
) -> Sequence[Fact]:
    sitting = SittingId(uuid4().hex)
    place = _place(sitting_stream(sitting), body)
    kind = BodyKind.CLUSTER if rule.stage == "cluster" else BodyKind.COUNCIL
    called = Body(
        id=body,
        kind=kind,
        name="Cơ quan xét",
        on=day_of(datetime.now(UTC)),
        record=RecordRef(sequence=1, hash=digests.NO_PREVIOUS),
        seats=tuple(Seat(id=seat, name=f"Thành viên {seat}") for seat in SEATS),
        chair=SEATS[0],
        secretary=ActorId(body),
    )
    found = ItemMinutes(
        **item.model_dump(include={"dossier_id", "nominee", "award", "basis"}),
        finding=_FINDINGS[outcome],
        tally=vote,
        reasons=reasons,
    )
    minutes = Minutes(
        sitting_id=sitting,
        body=body,
        body_name=called.name,
        stage=rule.stage,
        meeting=1,
        closed_at=datetime.now(UTC),
        closed_by=ActorId(body),
        present=SEATS,
        absent=(),
        items=(found,),
    )
    convened = SittingConvened(
        **place(), said=digests.NO_PREVIOUS, body=called, stage=rule.stage, agenda=(item,), rules=(rule,)
    )
    return convened, SittingClosed(**place(), minutes=minutes)


def _submission(
    item: AgendaItem, rule: StageRule, outcome: Outcome, body: BodyId, reasons: tuple[str, ...], decision: DecisionRef
) -> Sequence[Fact]:
    place = _place(StreamId(f"submission-{uuid4().hex}"), body)
    where: dict[str, Any] = {"authority": body, "stage": rule.stage}
    letter = Letter(number="01/TTr", signed_on=decision.decided_on, signatory="Bộ trưởng Bộ Nội vụ")
    put = ListPutForward(**place(), said=digests.NO_PREVIOUS, **where, letter=letter, agenda=(item,))
    reasoned = (Reasoned(dossier_id=item.dossier_id, reasons=reasons),) if reasons else ()
    decided = SubmissionDecided(
        **place(),
        **where,
        decision=decision,
        granted=(item.dossier_id,) if outcome in {Outcome.GRANT, Outcome.FORWARD} else (),
        refused=reasoned if outcome is Outcome.REFUSE else (),
        returned=reasoned if outcome is Outcome.RETURN else (),
    )
    return put, decided
