"""Where a dossier stands, and what may happen to it there."""

from enum import StrEnum


class Stage(StrEnum):
    """Where a dossier stands."""

    UNIT = "unit"
    """With the unit that proposes it: something is missing, or a body sent it back."""

    CLUSTER = "cluster"
    """Before its emulation cluster or bloc (cụm, khối thi đua)."""

    COUNCIL = "council"
    """Before the Emulation and Commendation Council that advises whoever proposes it further up."""

    DECISION = "decision"
    """On the desk of the authority that decides."""

    GRANTED = "granted"
    """The decision grants the award."""

    REFUSED = "refused"
    """A body or the authority said no, or the dossier was another one's twin."""

    WITHDRAWN = "withdrawn"
    """Its unit took it back."""

    LAPSED = "lapsed"
    """Its unit let the term for supplementing it pass."""

    @property
    def is_final(self) -> bool:
        """Whether nothing more can happen to a dossier here."""
        return self in {Stage.GRANTED, Stage.REFUSED, Stage.WITHDRAWN, Stage.LAPSED}


class Turn(StrEnum):
    """What moves a dossier from one stage to another."""

    COMPLETE = "complete"
    """Its file has everything that the rules ask for."""

    FORWARD = "forward"
    """The body that considers it supports it."""

    RETURN = "return"
    """The body that considers it sends it back to the unit for more."""

    REFUSE = "refuse"
    """The body that considers it does not support it, or the authority does not grant it."""

    GRANT = "grant"
    """The authority grants the award."""

    WITHDRAW = "withdraw"
    """Its unit takes it back."""

    LAPSE = "lapse"
    """The unit's term ran out."""
