"""The law as the demonstration has it: which regime, which rules, and how sure of them we are."""

from datetime import date
from pathlib import Path

import pytest

from policies.catalogue import PolicyCatalogue
from schemas.dossier import Dossier
from schemas.legal_values import Base, Name
from schemas.policy import Regime, Rules
from schemas.refusals import Reason, Refusal
from schemas.routes import BallotKind, DecisionRule, VoteRule
from schemas.stages import Stage
from tests.builders.law_files import a_shelf, the_regime_but
from tests.builders.shipped_law import cited
from worker.demo import LAW

LIBRARY = PolicyCatalogue.load(LAW)


def a_dossier(
    *,
    award: str = "gov_emulation_flag",
    basis: str = "central_cluster",
    kind: str = "collective",
    on: str = "2024-03-08",
) -> Dossier:
    """Return a dossier of the cluster of cities."""
    return Dossier.model_validate_json(
        f"""{{
            "dossier_id": "HP-2023-01", "award": "{award}", "basis": "{basis}", "received_on": "{on}",
            "nominee": {{"kind": "{kind}", "id": "VN-HP", "name": "Thành phố Hải Phòng"}},
            "period": {{"first": "2023-01-01", "last": "2023-12-31"}},
            "unit": {{"id": "VN-HP", "name": "Thành phố Hải Phòng"}}
        }}"""
    )


@pytest.mark.parametrize(
    ("day", "regime"),
    [
        pytest.param(date(2023, 12, 31), None, id="the day before it came into force"),
        pytest.param(date(2024, 1, 1), "nd98-2023", id="its first day"),
        pytest.param(date(2025, 6, 30), "nd98-2023", id="its last day"),
        pytest.param(date(2025, 7, 1), None, id="the day after it was replaced"),
    ],
)
def test_the_regime_is_chosen_by_the_day(day: date, regime: str | None) -> None:
    """A dossier is judged by the law of the day it was received, and no day has a law by default."""
    found = LIBRARY.regime_on(day)

    assert (found and found.id) == regime


def test_a_regime_without_an_end_is_in_force_until_further_notice(tmp_path: Path) -> None:
    """The law of today must not refer to its successor."""
    library = PolicyCatalogue.load(a_shelf(tmp_path, {"a.toml": the_regime_but("in_force_to = 2025-06-30\n", "")}))

    assert library.regime_on(date(2199, 12, 31)) is not None
    assert library.regime_on(date(2023, 12, 31)) is None


def test_the_three_awards_of_the_cluster_of_cities_are_known() -> None:
    """Flags and two kinds of certificate, each by way of cluster, council and decision."""
    awards = LIBRARY.regimes[0].awards

    assert [(rule.award, rule.basis) for rule in awards] == [
        ("gov_emulation_flag", "central_cluster"),
        ("pm_merit_certificate", "merit"),
        ("pm_merit_certificate", "thematic"),
    ]
    for rule in awards:
        assert [step.stage for step in rule.route] == [Stage.CLUSTER, Stage.COUNCIL, Stage.DECISION]
        assert {document.kind for document in rule.documents if document.brought_by is Stage.UNIT} == {
            "proposal_letter",
            "achievement_report",
        }


def test_the_government_decides_the_flag_and_the_prime_minister_signs_it() -> None:
    """The law and the practice differ, and both are on record."""
    flag, *certificates = LIBRARY.regimes[0].awards

    government = Name(vi="Chính phủ", en="The Government")
    minister = Name(vi="Thủ tướng Chính phủ", en="The Prime Minister")
    assert (flag.decided_by, flag.signed_by) == (government, minister)
    assert {rule.decided_by for rule in certificates} == {minister}
    for step in (rule.route[-1] for rule in (flag, *certificates)):
        assert isinstance(step, DecisionRule)
        assert step.body is not None
        assert step.body.id == "VN-PM"


def test_an_award_that_does_not_say_who_decides_is_refused() -> None:
    """What does not travel with a dossier must stand in the file all the same."""
    silent = LIBRARY.regimes[0].awards[0].model_copy(update={"signed_by": None})

    with pytest.raises(ValueError, match="does not say who decides"):
        Regime.model_validate_json(LIBRARY.regimes[0].model_copy(update={"awards": (silent,)}).model_dump_json())


def test_how_the_bodies_vote() -> None:
    """The figures that a result hangs on, written a second time."""
    for rule in LIBRARY.regimes[0].awards:
        cluster, council = rule.route[:2]
        assert isinstance(cluster, VoteRule)
        assert isinstance(council, VoteRule)
        assert (cluster.threshold.share, cluster.threshold.exceed, cluster.threshold.of) == (
            "1/2",
            True,
            Base.ALL_SEATS,
        )
        assert (council.threshold.share, council.threshold.exceed, council.threshold.of) == (
            "80%",
            False,
            Base.ALL_SEATS,
        )
        assert (cluster.quorum.share, council.quorum.share) == ("2/3", "2/3")
        assert (cluster.ballot, council.ballot) == (BallotKind.OPEN, BallotKind.SECRET)
        assert cluster.term is None


def test_what_is_not_verified_says_so_and_says_why() -> None:
    """A placeholder must not pass for the law."""
    everything = list(cited(LIBRARY.regimes[0]))

    assert {rule.verified for rule in everything} == {True, False}
    for rule in everything:
        assert rule.verified or rule.note, rule.citation
    for award in LIBRARY.regimes[0].awards:
        for step in award.route[:2]:
            assert not any(rule.verified for rule in cited(step))


def test_a_dossier_is_given_the_rules_of_its_award() -> None:
    """They go with it for good: what is asked of its unit, and none of the notes that explain the file."""
    rules = LIBRARY.rules_for(a_dossier(award="pm_merit_certificate", basis="thematic", kind="household"))

    assert isinstance(rules, Rules)
    assert (rules.regime, rules.award.award, rules.award.basis) == ("nd98-2023", "pm_merit_certificate", "thematic")
    assert not rules.counting.first_day_counts
    assert {document.brought_by for document in rules.award.documents} == {Stage.UNIT}
    assert all(rule.note is None for rule in cited(rules))


@pytest.mark.parametrize(
    ("dossier", "reason", "said", "detail"),
    [
        pytest.param(a_dossier(on="2023-12-31"), Reason.NO_LAW_IN_FORCE, "31/12/2023", "2023-12-31", id="no law yet"),
        pytest.param(a_dossier(on="2025-07-01"), Reason.NO_LAW_IN_FORCE, "01/07/2025", "2025-07-01", id="no law now"),
        pytest.param(
            a_dossier(award="hero"), Reason.UNKNOWN_AWARD, "pm_merit_certificate/merit", "hero", id="no such award"
        ),
        pytest.param(a_dossier(basis="merit"), Reason.UNKNOWN_AWARD, "theo căn cứ merit", "merit", id="no such ground"),
        pytest.param(
            a_dossier(kind="individual"),
            Reason.NOT_FOR_THIS_NOMINEE,
            "Cờ thi đua của Chính phủ dành cho tập thể, không dành cho cá nhân",
            "gov_emulation_flag",
            id="a flag for a person",
        ),
    ],
)
def test_a_dossier_without_rules_is_refused_with_what_to_do(
    dossier: Dossier, reason: Reason, said: str, detail: str
) -> None:
    """The unit's clerk reads the sentence; the unit's system reads the details."""
    refusal = LIBRARY.rules_for(dossier)

    assert isinstance(refusal, Refusal)
    assert refusal.reason is reason
    assert said in refusal.message
    assert "Hãy " in refusal.message
    assert {dossier.dossier_id, detail} <= set(refusal.details)
