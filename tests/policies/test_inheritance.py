"""What a later decree left as it was is written once, and is shown there with its source."""

from datetime import date
from pathlib import Path

import pytest

from policies.catalogue import PolicyCatalogue
from schemas.ids import AwardId, BasisId, RegimeId
from schemas.policy import AwardRule
from schemas.routes import VoteRule
from tests.builders.law_files import COUNTING, SOURCE, STAGES, a_decree, a_head, a_shelf, an_award, an_heir
from tests.builders.shipped_law import cited
from tests.policies.reading import mistakes_in

OLD = a_decree("one", "2024-01-01", "2024-12-31")

A_LONGER_TERM = "[terms.unit_supplement]\nworking_days = 7\ncitation = 'Điều 7'\nverified = true\n"

ANOTHER_COUNCIL = STAGES.replace('"1/2"', '"3/4"').partition("[stages.minister]")[0]


def the_award(
    library: PolicyCatalogue, regime: str, award: str = "merit_certificate", basis: str = "merit"
) -> AwardRule:
    """Return an award of a regime."""
    found = library.award(RegimeId(regime), AwardId(award), BasisId(basis))
    assert found is not None
    return found


def an_old_and_a_new(directory: Path, *tables: str, keys: tuple[str, ...] = ()) -> PolicyCatalogue:
    """Return the law of a decree and of one that inherits from it."""
    new = an_heir("two", "one", "2025-01-01", None, *tables, keys=keys)
    return PolicyCatalogue.load(a_shelf(directory, {"one.toml": OLD, "two.toml": new}))


def test_a_decree_has_what_it_does_not_state_itself(tmp_path: Path) -> None:
    """A decree that changes one line of another is a file of one line."""
    library = an_old_and_a_new(tmp_path)

    old, new = the_award(library, "one"), the_award(library, "two")
    assert [step.stage for step in new.route] == [step.stage for step in old.route]
    assert [document.kind for document in new.documents] == ["proposal_letter", "achievement_report", "council_minutes"]
    assert (new.supplement and new.supplement.working_days) == 5
    assert not library.regimes[1].counting.first_day_counts


def test_whatever_is_inherited_is_uncertain_and_says_from_where(tmp_path: Path) -> None:
    """That a rule was seen in the old decree is no proof of the new one; down to the quorum of a vote."""
    library = an_old_and_a_new(tmp_path)

    everything = [rule for rule in cited(library.regimes[1]) if rule is not library.regimes[1]]
    assert len(everything) > 8
    assert {(rule.verified, rule.citation) for rule in everything} == {(False, "Kế thừa one: Điều 1")}
    assert all(rule.verified for rule in cited(library.regimes[0]))


def test_a_name_that_is_restated_is_the_decree_s_own(tmp_path: Path) -> None:
    """And the inherited award that refers to it by name is considered by the new rule."""
    library = an_old_and_a_new(tmp_path, ANOTHER_COUNCIL, A_LONGER_TERM, COUNTING)

    award = the_award(library, "two")
    council, minister = award.route
    assert isinstance(council, VoteRule)
    assert (council.threshold.share, council.verified, council.threshold.citation) == ("3/4", True, "Điều 1")
    assert award.supplement is not None
    assert (award.supplement.working_days, award.supplement.citation) == (7, "Điều 7")
    assert library.regimes[1].counting.verified
    assert not award.verified
    assert not minister.verified


def test_an_award_that_is_restated_stands_once(tmp_path: Path) -> None:
    """By award and ground; another ground is another award."""
    library = an_old_and_a_new(tmp_path, an_award(), an_award(basis="thematic"))

    awards = library.regimes[1].awards
    assert [(rule.basis, rule.verified) for rule in awards] == [("merit", True), ("thematic", True)]


def test_an_award_that_is_dropped_is_not_inherited(tmp_path: Path) -> None:
    """What a decree abolished must not come back by the way of an older one."""
    keys = ('drops = [["merit_certificate", "merit"]]',)
    library = an_old_and_a_new(tmp_path, an_award(basis="thematic"), keys=keys)

    assert [rule.basis for rule in library.regimes[1].awards] == ["thematic"]
    assert [rule.basis for rule in library.regimes[0].awards] == ["merit"]


def test_what_comes_down_a_chain_names_the_regime_where_it_was_written(tmp_path: Path) -> None:
    """Each decree in between would only hide where to look."""
    texts = {
        "c.toml": OLD,
        "b.toml": an_heir("two", "one", "2025-01-01", "2025-12-31", A_LONGER_TERM),
        "a.toml": an_heir("three", "two", "2026-01-01"),
    }
    award = the_award(PolicyCatalogue.load(a_shelf(tmp_path, texts)), "three")

    assert award.citation == "Kế thừa one: Điều 1"
    assert award.supplement is not None
    assert award.supplement.citation == "Kế thừa two: Điều 7"


def test_what_is_dropped_on_the_way_stays_dropped(tmp_path: Path) -> None:
    """A grandchild inherits from its parent, not from the parent's parent."""
    keys = ('drops = [["merit_certificate", "merit"]]',)
    texts = {
        "a.toml": OLD,
        "b.toml": an_heir("two", "one", "2025-01-01", "2025-12-31", an_award(basis="thematic"), keys=keys),
        "c.toml": an_heir("three", "two", "2026-01-01"),
    }
    library = PolicyCatalogue.load(a_shelf(tmp_path, texts))

    found = library.regime_on(date(2026, 1, 1))
    assert found is not None
    assert [rule.basis for rule in found.awards] == ["thematic"]


@pytest.mark.parametrize(
    ("texts", "line"),
    [
        pytest.param(
            {"two.toml": an_heir("two", "zero", "2025-01-01")},
            "two.toml: inherits: no regime is called 'zero'",
            id="from nobody known",
        ),
        pytest.param(
            {"two.toml": an_heir("two", "two", "2025-01-01")},
            "two.toml: inherits: comes back to this very regime, by way of nobody else",
            id="from itself",
        ),
        pytest.param(
            {
                "two.toml": an_heir("two", "one", "2025-01-01", keys=('drops = [["merit_certificate", "feat"]]',)),
            },
            "two.toml: drops[0]: merit_certificate on feat is not inherited",
            id="an award dropped that is none",
        ),
        pytest.param(
            {"two.toml": an_heir("two", "one", "2025-01-01", keys=('drops = [["merit_certificate"]]',))},
            "two.toml: drops[0][1]: Field required",
            id="an award dropped on no ground",
        ),
        pytest.param(
            {"two.toml": an_heir("two", "one", "2025-01-01", None, an_award().replace('"minister"', '"ministre"'))},
            "two.toml: awards[0].route[1]: no stage is called 'ministre'",
            id="a stage that nobody of the line has",
        ),
        pytest.param(
            {
                "two.toml": an_heir(
                    "two",
                    "one",
                    "2025-01-01",
                    None,
                    f"[stages.minister]\nkind = 'office'\nstage = 'appraisal'\n{SOURCE}",
                )
            },
            "two.toml: inherits: merit_certificate on merit: Value error, the route has no decision",
            id="a name restated so that an inherited award has no way to its end",
        ),
        pytest.param(
            {"two.toml": "\n".join((a_head("two", "2025-01-01"), an_award().replace('"unit_supplement"', '"x"')))},
            "two.toml: awards[0].supplement: no term is called 'x'",
            id="a name of a decree that is not inherited from",
        ),
    ],
)
def test_an_inheritance_that_makes_no_sense_is_refused(tmp_path: Path, texts: dict[str, str], line: str) -> None:
    """At the heir's file: the other one was valid."""
    assert line in mistakes_in(a_shelf(tmp_path, {"one.toml": OLD, **texts}))


def test_a_circle_is_refused_at_each_of_its_files(tmp_path: Path) -> None:
    """No file of the circle has anything to inherit; one that only leads into it is not refused."""
    texts = {
        "one.toml": OLD,
        "a.toml": an_heir("two", "three", "2025-01-01", "2025-12-31"),
        "b.toml": an_heir("three", "two", "2026-01-01", "2026-12-31"),
        "c.toml": an_heir("four", "two", "2027-01-01"),
    }

    assert mistakes_in(a_shelf(tmp_path, texts)) == (
        "a.toml: inherits: comes back to this very regime, by way of 'three'",
        "b.toml: inherits: comes back to this very regime, by way of 'two'",
    )


def test_a_decree_that_inherits_nothing_counts_and_awards_by_itself(tmp_path: Path) -> None:
    """A term without a way of counting has no end."""
    assert mistakes_in(a_shelf(tmp_path, {"a.toml": a_head("two", "2025-01-01")})) == (
        "a.toml: counting: is missing, and nothing is inherited",
        "a.toml: awards: there is none, and none is inherited",
    )


def test_an_heir_is_not_blamed_for_what_it_inherits(tmp_path: Path) -> None:
    """A mistake is corrected where it stands; the heir's own are listed at once all the same."""
    wrong = an_heir("two", "one", "2025-01-01", None, an_award(basis="thematic").replace('"minister"', '"ministre"'))
    texts = {"one.toml": OLD.replace('"1/2"', '"3/2"'), "two.toml": wrong}

    assert [line.partition(": ")[0] for line in mistakes_in(a_shelf(tmp_path, texts))] == ["one.toml", "two.toml"]
