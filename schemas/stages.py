"""Where a dossier stands, and what may happen to it there."""

from enum import StrEnum


class Stage(StrEnum):
    """Where a dossier stands."""

    UNIT = "unit"
    """With the unit that proposes it: something is missing, or a body sent it back."""

    CLUSTER = "cluster"
    """Before its emulation cluster or bloc (cụm, khối thi đua)."""

    PUBLICATION = "publication"
    """Named publicly by whoever proposes it further up, before the council sits; objections are received."""

    APPRAISAL = "appraisal"
    """With the standing agency of whoever proposes it further up, that appraises it for the council."""

    COUNCIL = "council"
    """Before the Emulation and Commendation Council that advises whoever proposes it further up."""

    PARTY = "party"
    """Before the Party committee that manages the nominee, for its opinion."""

    HEAD = "head"
    """With the head who signs the submission."""

    OPINIONS = "opinions"
    """Other agencies are asked for their opinions, all at once (hiệp y)."""

    CENTRAL_APPRAISAL = "central_appraisal"
    """With the Ministry of Home Affairs, that appraises it for the authority."""

    CENTRAL_PUBLICATION = "central_publication"
    """Named publicly by the Ministry of Home Affairs."""

    CENTRAL_COUNCIL = "central_council"
    """Before the Central Emulation and Commendation Council."""

    ENDORSEMENT = "endorsement"
    """With the Prime Minister, who puts it before the President."""

    DECISION = "decision"
    """With the authority that decides."""

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


class Transition(StrEnum):
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
