"""Restoring: the fold of a stream's facts, from the first to the last."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from schemas.facts import DossierSubmitted, ListPutForward, RefusedAsTwin, SittingConvened
from schemas.policy import Rules
from schemas.ports import Loaded, StoredFact
from schemas.receipts import Receipt
from schemas.workflow_state import DossierState, SittingState, StreamState, SubmissionState
from workflows.rules.dossier import dossier_state
from workflows.rules.sitting import sitting_state
from workflows.rules.submission import submission_rules

MemoryT = TypeVar("MemoryT", bound=StreamState)


def apply_stored(fold: Callable[[MemoryT, Any], MemoryT], memory: MemoryT, kept: StoredFact) -> MemoryT:
    """Return the state after a stored fact: its changes, and its receipt."""
    fact = kept.fact
    receipt = Receipt(stream=fact.stream, sequence=fact.sequence, kind=fact.kind, at=fact.at, hash=kept.hash)
    after = fold(memory, fact)
    return after.evolve(sequence=fact.sequence, receipts={**after.receipts, kept.act: receipt})


def restore(facts: Sequence[StoredFact], rules: Rules | None = None) -> Loaded:
    """Return the state of a stream; an empty `Loaded` where it has no facts.

    Args:
        facts: All of the stream's facts, in order.
        rules: Those that a dossier's first fact names.

    Raises:
        ValueError: No stream begins with such a fact, or a dossier comes without its rules.
    """
    if not facts:
        return Loaded()
    match facts[0].fact:
        case DossierSubmitted() | RefusedAsTwin() as first if rules is not None:
            dossier = DossierState(
                dossier=first.dossier, law=first.law, rules=rules, calendar=first.calendar, earlier=first.earlier
            )
            return Loaded(dossier=_folded(dossier_state.apply, dossier, facts))
        case SittingConvened() as first:
            sitting = SittingState(body=first.body, agenda=first.agenda, rules=first.rules, shared=first.shared)
            return Loaded(sitting=_folded(sitting_state.apply, sitting, facts))
        case ListPutForward() as first:
            submission = SubmissionState(agenda=first.agenda, shared=first.shared)
            return Loaded(submission=_folded(submission_rules.apply, submission, facts))
        case other:
            raise ValueError(f"{other.stream} begins with {other.kind}")


def _folded(fold: Callable[[MemoryT, Any], MemoryT], memory: MemoryT, facts: Sequence[StoredFact]) -> MemoryT:
    for kept in facts:
        memory = apply_stored(fold, memory, kept)
    return memory
