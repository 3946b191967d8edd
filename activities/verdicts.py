"""The verdicts in a kept fact, one for each dossier. Nothing is judged here: sittings and authorities decided."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from activities.errors import ActivityFailure
from schemas import digests
from schemas.calendars import day_of
from schemas.facts import AgendaAmended, Fact, SittingClosed, SittingConvened, SubmissionDecided
from schemas.ids import DossierId
from schemas.ports import FindingAnswer, StoredFact
from schemas.routes import VoteRule
from schemas.stages import Stage
from schemas.verdict import Outcome, Verdict


class NothingToAnnounce(ActivityFailure):
    """The fact has no finding on any dossier."""

    never_retry = True


def verdicts_of(fact: Fact) -> tuple[Verdict, ...]:
    """Return a verdict for each dossier with a finding in the fact; undecided ones have none.

    Raises:
        NothingToAnnounce: It is neither minutes nor a decision.
    """
    match fact:
        case SittingClosed():
            return tuple(_of_sitting(fact))
        case SubmissionDecided():
            return tuple(_of_submission(fact))
        case _:
            raise NothingToAnnounce(f"A {fact.kind} finds nothing of any dossier")


def findings_of(fact: Fact, agendas: Sequence[StoredFact] = ()) -> Mapping[DossierId, FindingAnswer]:
    """Return the finding on each dossier in a fact, and by which rule; empty where the fact has no findings.

    Args:
        fact: The fact that closed a sitting or decided a submission.
        agendas: The sitting's facts with its agenda and its rules, in order.
    """
    if not isinstance(fact, SittingClosed | SubmissionDecided):
        return {}
    rules = {dossier_id: digests.rule_digest(rule) for dossier_id, rule in _rules_of(agendas).items()}
    verdicts = verdicts_of(fact)
    on = day_of(fact.at)
    return {each.dossier_id: FindingAnswer(verdict=each, rule=rules.get(each.dossier_id), on=on) for each in verdicts}


def _rules_of(agendas: Sequence[StoredFact]) -> Mapping[DossierId, VoteRule]:
    rules: list[VoteRule] = []
    by_dossier: dict[DossierId, VoteRule] = {}
    for kept in agendas:
        if isinstance(kept.fact, SittingConvened | AgendaAmended):
            rules.extend(kept.fact.rules)
            items = kept.fact.agenda if isinstance(kept.fact, SittingConvened) else kept.fact.added
            by_dossier |= {item.dossier_id: rules[item.rule] for item in items}
    return by_dossier


def _of_sitting(fact: SittingClosed) -> Iterator[Verdict]:
    minutes = fact.minutes
    for item in minutes.items:
        if (outcome := item.finding.outcome) is not None:
            yield Verdict(
                dossier_id=item.dossier_id,
                stage=minutes.stage,
                body=minutes.body,
                source=fact.stream,
                outcome=outcome,
                reasons=item.reasons,
                vote=None if outcome is Outcome.RETURN else item.tally,
            )


def _of_submission(fact: SubmissionDecided) -> Iterator[Verdict]:
    place: dict[str, Any] = {"stage": fact.stage, "body": fact.authority, "source": fact.stream}
    # A signature grants nothing: the dossier goes on to the deciding authority.
    granted = Outcome.GRANT if fact.stage is Stage.DECISION else Outcome.FORWARD
    for dossier_id in fact.granted:
        yield Verdict(**place, dossier_id=dossier_id, outcome=granted, decision=fact.decision)
    for one in fact.refused:
        yield Verdict(
            **place, dossier_id=one.dossier_id, outcome=Outcome.REFUSE, reasons=one.reasons, decision=fact.decision
        )
    for one in fact.returned:
        yield Verdict(**place, dossier_id=one.dossier_id, outcome=Outcome.RETURN, reasons=one.reasons)
