"""A body's rules beside quorum and threshold: recusal, written opinions, blanks, the chair, ties, early close."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import model_validator

from schemas.base import OMIT_IF_EMPTY
from schemas.legal_values import Cited


class Recusal(Cited):
    """The dossiers from which a seat, or its substitute, is recused without a declaration.

    The effect on a share depends on the base of that share.
    """

    own_unit: Annotated[bool, OMIT_IF_EMPTY] = False
    """From dossiers of its own unit."""

    own_dossier: Annotated[bool, OMIT_IF_EMPTY] = False
    """From its own dossier."""

    @model_validator(mode="after")
    def _finds_something(self) -> Self:
        if not (self.own_unit or self.own_dossier):
            raise ValueError("a rule on stepping aside names own_unit or own_dossier")
        return self


class WrittenOpinions(Cited):
    """The rule that absent members are asked in writing."""

    counted: bool
    """Whether a written opinion counts like a ballot, but not for the quorum; otherwise the minutes only name it."""


class BlankPapers(Cited):
    """The rule on papers without a mark for a dossier; without it, they are invalid."""

    abstain: bool
    """Whether a blank counts as an abstention; otherwise it is invalid."""


class ChairVote(StrEnum):
    """The special effect of the chair's vote."""

    MUST_APPROVE = "must_approve"
    """Nothing is carried against it; this does not apply to a recused chair."""

    BREAKS_TIES = "breaks_ties"
    """Where as many approve as disapprove, an approving chair counts once more."""


class ChairRule(Cited):
    """The rule on the chair's vote."""

    vote: ChairVote


class LastWord(StrEnum):
    """The final tie-breakers: which of the dossiers tied for a last place come first."""

    CHAIR = "chair"
    """Those that the chair approved."""

    WOMAN = "woman"
    """Women, and collectives of which most are women."""


class Ties(Cited):
    """The rule for dossiers tied for a last place; without it, they are left undecided."""

    second_round: bool
    """Whether only they are voted on once more: each seat approves no more of them than there are places."""

    last_words: Annotated[tuple[LastWord, ...], OMIT_IF_EMPTY] = ()
    """Tie-breakers, applied in order to those still tied; those tied after all of them are left undecided."""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.second_round or self.last_words):
            raise ValueError("a rule on ties names a second round or a last word")
        if len(set(self.last_words)) < len(self.last_words):
            raise ValueError("a last word is said twice")
        return self


class EarlyWhen(StrEnum):
    """When a ballot may close before its time."""

    ALL_VOTED = "all_voted"
    """Once every seat has voted on all that it may vote on."""

    OUTCOME_FIXED = "outcome_fixed"
    """Once no further vote could change the outcome for any dossier."""


class EarlyClose(Cited):
    """The rule that a ballot closes by itself before its time."""

    when: EarlyWhen
