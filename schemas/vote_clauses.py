"""What a body's rules say beside quorum and threshold: who steps aside, who writes, what breaks a tie."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import model_validator

from schemas.base import OMIT_IF_EMPTY
from schemas.legal_values import Cited


class Recusal(Cited):
    """From which dossiers a seat, or its substitute, steps aside without declaring it.

    What that does to a share is said by what the share is taken of.
    """

    own_unit: Annotated[bool, OMIT_IF_EMPTY] = False
    """From those of the unit that it is, or belongs to."""

    own_dossier: Annotated[bool, OMIT_IF_EMPTY] = False
    """From its own."""

    @model_validator(mode="after")
    def _finds_something(self) -> Self:
        if not (self.own_unit or self.own_dossier):
            raise ValueError("a rule on stepping aside names own_unit or own_dossier")
        return self


class WrittenOpinions(Cited):
    """That absent members are asked in writing."""

    counted: bool
    """Whether what they say counts like a ballot, though never for the quorum; otherwise the minutes name it only."""


class ChairVote(StrEnum):
    """What the vote of the chair's seat is beside one vote among others."""

    MUST_APPROVE = "must_approve"
    """Nothing is carried against it; a chair that steps aside is not asked."""

    BREAKS_TIES = "breaks_ties"
    """Where as many approve as disapprove, an approving chair counts once more."""


class ChairRule(Cited):
    """What the chair's vote is."""

    vote: ChairVote


class LastWord(StrEnum):
    """Who goes first among those that are equal for a last place after everything else."""

    CHAIR = "chair"
    """Those that the chair approved."""

    WOMAN = "woman"
    """Women, and collectives of which most are women."""


class Ties(Cited):
    """What happens to those that are equal for a last place; without such a rule they are left open."""

    second_round: bool
    """Whether they are voted on once more, by themselves: each seat approves no more of them than there are places."""

    last_words: Annotated[tuple[LastWord, ...], OMIT_IF_EMPTY] = ()
    """One after the other, for those that are still equal; whoever is equal after all of them is left open."""

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
    """Once nothing that is still to come could change what any dossier is told."""


class EarlyClose(Cited):
    """That a ballot closes by itself before its time."""

    when: EarlyWhen
