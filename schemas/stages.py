"""The stages of a dossier, and the transitions between them."""

from enum import StrEnum


class Stage(StrEnum):
    """The stage of a dossier."""

    UNIT = "unit"
    """With the unit that proposes it: something is missing, or a body sent it back."""

    CLUSTER = "cluster"
    """Before its emulation cluster or bloc (cụm, khối thi đua)."""

    PUBLICATION = "publication"
    """Named publicly by the ministry or province, before its council sits; objections are received."""

    APPRAISAL = "appraisal"
    """With the standing agency of the ministry or province, which appraises it for the council."""

    COUNCIL = "council"
    """Before the Emulation and Commendation Council of the ministry or province."""

    PARTY = "party"
    """Before the Party committee that manages the nominee, for its opinion."""

    HEAD = "head"
    """With the head who signs the submission."""

    OPINIONS = "opinions"
    """Other agencies are asked for their opinions, all at once (hiệp y)."""

    CENTRAL_APPRAISAL = "central_appraisal"
    """With the Ministry of Home Affairs, which appraises it for the authority."""

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
    """A body or the authority refused it, or it was a twin of another dossier."""

    WITHDRAWN = "withdrawn"
    """Its unit withdrew it."""

    LAPSED = "lapsed"
    """Its unit let the term for supplementing it pass."""

    @property
    def is_final(self) -> bool:
        """Whether nothing more can happen to a dossier here."""
        return self in {Stage.GRANTED, Stage.REFUSED, Stage.WITHDRAWN, Stage.LAPSED}


class Transition(StrEnum):
    """The transitions of a dossier from one stage to another."""

    COMPLETE = "complete"
    """It has every paper that the rules require."""

    FORWARD = "forward"
    """The body that considers it supports it."""

    RETURN = "return"
    """The body that considers it sends it back to the unit to be supplemented."""

    REFUSE = "refuse"
    """The body that considers it does not support it, or the authority does not grant it."""

    GRANT = "grant"
    """The authority grants the award."""

    WITHDRAW = "withdraw"
    """Its unit withdraws it."""

    LAPSE = "lapse"
    """The unit's term ran out."""
