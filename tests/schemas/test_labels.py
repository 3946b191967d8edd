"""Whatever programs exchange has words for people, in both languages."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args

import pytest

from schemas import labels
from schemas.ballots import Vote
from schemas.bodies import Language
from schemas.body_register import OfficeRole, RegisteredKind
from schemas.facts import DossierFact, SittingFact, SubmissionFact
from schemas.labels import Label
from schemas.legal_values import Base
from schemas.minutes import Finding
from schemas.nominee import NomineeKind, Trait
from schemas.notices import Template
from schemas.policy import SimplifiedGround
from schemas.proceedings import HoldGround
from schemas.routes import BallotKind, Room, Silence, VoteClause
from schemas.sitting import SittingStatus
from schemas.stages import Stage
from schemas.submission import SubmissionStatus
from schemas.succession import BodyRole
from schemas.verdict import Outcome
from schemas.vote_clauses import ChairVote, EarlyWhen, LastWord
from schemas.vote_counts import CountKind

FACTS = {
    kind
    for fact in (*get_args(DossierFact), *get_args(SittingFact), *get_args(SubmissionFact))
    for kind in get_args(fact.model_fields["kind"].annotation)
}

TABLES: Mapping[str, Iterable[str]] = {
    "BALLOT_KINDS": BallotKind,
    "BASES": Base,
    "BODY_KINDS": RegisteredKind,
    "BODY_ROLES": BodyRole,
    "CHAIR_VOTES": ChairVote,
    "CONDITIONS": {*get_args(NomineeKind), *Trait},
    "COUNT_KINDS": CountKind,
    "EARLY_CLOSES": EarlyWhen,
    "FACTS": FACTS,
    "FINDINGS": Finding,
    "HOLD_GROUNDS": HoldGround,
    "LAST_WORDS": LastWord,
    "NOTICES": Template,
    "OFFICE_ROLES": OfficeRole,
    "OUTCOMES": Outcome,
    "CLAUSES": get_args(VoteClause),
    "ROOMS": get_args(Room),
    "SHORT_OUTCOMES": Outcome,
    "SHORT_STAGES": Stage,
    "SILENCES": Silence,
    "SIMPLIFIED_GROUNDS": SimplifiedGround,
    "SITTINGS": SittingStatus,
    "STAGES": Stage,
    "SUBMISSIONS": SubmissionStatus,
    "VOTES": Vote,
}


def tables() -> Iterator[tuple[str, Mapping[Any, Label]]]:
    """Yield each table with its name."""
    yield from ((name, getattr(labels, name)) for name in labels.__all__ if name.isupper())


def test_every_table_is_held_against_what_it_labels() -> None:
    """One that is not among them may lack a member."""
    assert {name for name, _ in tables()} == TABLES.keys()


@pytest.mark.parametrize(("name", "table"), list(tables()))
def test_every_member_has_words_in_both_languages(name: str, table: Mapping[Any, Label]) -> None:
    """A new member without them would stop a workflow whose page shows it, or end a command in a traceback."""
    assert set(table) == set(TABLES[name])
    assert [member for member, label in table.items() if not all(map(str.strip, label))] == []


def test_a_reader_is_given_the_words_of_their_language() -> None:
    """Letters are written in two."""
    label = labels.OUTCOMES[Outcome.GRANT]

    assert [label.in_language(language) for language in Language] == [label.vi, label.en]
