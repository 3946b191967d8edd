"""What a kept fact finds of each dossier: taken over as it stands, and nothing of those left open."""

import pytest

from activities.verdicts import NothingToAnnounce, verdicts_of
from schemas.ids import DossierId
from schemas.minutes import Finding
from schemas.stages import Stage
from schemas.verdict import Outcome
from tests.builders.announced_facts import a_decision, a_sitting_closed
from tests.builders.entries import a_ballot
from tests.builders.values import AUTHORITY, CLUSTER, a_decision_ref


@pytest.mark.parametrize(
    ("finding", "outcome", "votes"),
    [
        (Finding.CARRIED, Outcome.FORWARD, True),
        (Finding.DEFEATED, Outcome.REFUSE, True),
        (Finding.NO_PLACE, Outcome.REFUSE, True),
        (Finding.RETURNED, Outcome.RETURN, False),
    ],
)
def test_a_dossier_is_told_what_the_minutes_found(finding: Finding, outcome: Outcome, votes: bool) -> None:
    """With the count, unless there was no vote on it."""
    fact = a_sitting_closed({DossierId("hs-1"): finding})

    [verdict] = verdicts_of(fact)

    [item] = fact.minutes.items
    assert (verdict.dossier_id, verdict.outcome, verdict.reasons) == ("hs-1", outcome, item.reasons)
    assert (verdict.stage, verdict.body, verdict.source) == (Stage.CLUSTER, CLUSTER, fact.stream)
    assert verdict.vote == (item.tally if votes else None)


@pytest.mark.parametrize("finding", [Finding.TIED, Finding.NO_QUORUM])
def test_a_dossier_left_open_is_told_nothing(finding: Finding) -> None:
    """It goes on waiting, for a second round or a meeting with enough members."""
    assert verdicts_of(a_sitting_closed({DossierId("hs-1"): finding})) == ()


def test_a_decision_may_grant_refuse_and_return() -> None:
    """One document answers a whole list; what is sent back has no decision yet."""
    fact = a_decision(granted=("hs-1",), refused=("hs-2",), returned=("hs-3",))

    granted, refused, returned = verdicts_of(fact)

    assert (granted.dossier_id, granted.outcome, granted.decision) == ("hs-1", Outcome.GRANT, a_decision_ref())
    assert (refused.dossier_id, refused.outcome, refused.decision) == ("hs-2", Outcome.REFUSE, a_decision_ref())
    assert (returned.dossier_id, returned.outcome, returned.decision) == ("hs-3", Outcome.RETURN, None)
    assert refused.reasons == returned.reasons == ("Chưa đủ điều kiện",)
    assert {verdict.stage for verdict in (granted, refused, returned)} == {Stage.DECISION}
    assert {verdict.body for verdict in (granted, refused, returned)} == {AUTHORITY}


def test_a_fact_that_finds_nothing_is_not_announced() -> None:
    """A caller that asks for that is mistaken, and would be so at every retry."""
    with pytest.raises(NothingToAnnounce) as refused:
        verdicts_of(a_ballot().fact)

    assert refused.value.non_retryable
