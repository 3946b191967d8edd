"""A stream read back from the ledger: its facts and its law through their JSON, its state as its workflow gets it."""

from collections.abc import Iterable

from schemas.facts import Fact
from schemas.ids import ActKey
from schemas.policy import Rules
from schemas.ports import Loaded, StoredFact
from schemas.workflow_state import DossierState
from tests.simulators.dossier_simulator import DossierSimulator
from workflows.rules import restoration


def kept(facts: Iterable[Fact]) -> tuple[StoredFact, ...]:
    """Return facts as the ledger gives them, under the keys and hashes by which `Walk` remembers them."""
    rows = (StoredFact(act=ActKey(f"act-{fact.sequence}"), fact=fact, hash="0" * 64) for fact in facts)
    return tuple(StoredFact.model_validate_json(row.model_dump_json()) for row in rows)


def loaded(facts: Iterable[Fact], rules: Rules | None = None) -> Loaded:
    """Return what facts add up to, as their workflow gets it."""
    law = rules and Rules.model_validate_json(rules.model_dump_json(exclude_none=True))
    restored = restoration.restore(kept(facts), law)
    return Loaded.model_validate_json(restored.model_dump_json(exclude_none=True))


def dossier(walk: DossierSimulator) -> DossierState:
    """Return what the facts of a dossier add up to."""
    state = loaded(walk.facts, walk.state.rules).dossier
    assert state is not None
    return state
