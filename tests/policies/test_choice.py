"""The rules of a dossier where the day alone does not decide: a later regime, a short procedure, a local rule."""

from datetime import date
from pathlib import Path

import pytest

from policies.catalogue import PolicyCatalogue
from schemas.bodies import Organisation
from schemas.dossier import AskedSimplified, ChosenRegime, Dossier
from schemas.ids import ActorId, BodyId, RegimeId
from schemas.policy import Rules, SimplifiedGround
from schemas.refusals import Reason, Refusal
from schemas.routes import VoteRule
from tests.builders import values
from tests.builders.law_files import COUNTING, SIMPLIFIED, SOURCE, a_decree, a_local, a_shelf, an_award, an_heir
from tests.builders.shipped_law import cited
from tests.policies.reading import rules

FAVOURS = f"[favours_earlier]\n{SOURCE}"

SHARE = '[stages.council_by_majority.threshold]\nshare = "80%"\nof = "all_seats"\ncitation = "Điều 8 quy chế"\n'

HONOUR = an_award("honorary_citizen")

PARTS = """
[stages.council_by_majority.written]
counted = true
citation = "Điều 12 quy chế"
note = "Đã thấy."

[stages.council_by_majority.points]
groups = [{ id = "tasks", name = { vi = "Nhiệm vụ", en = "Tasks" }, most = 1000 }]
citation = "Điều 11 quy chế"
verified = true
note = "Ghi theo trí nhớ."
"""


@pytest.fixture(scope="module")
def law(tmp_path_factory: pytest.TempPathFactory) -> PolicyCatalogue:
    """Three decrees, one after another, of which the third favours those who came earlier; and a ministry's own."""
    texts = {
        "one.toml": a_decree("one", "2024-01-01", "2024-12-31", more=SIMPLIFIED),
        "two.toml": an_heir("two", "one", "2025-01-01", "2025-12-31", an_award(basis="thematic")),
        "three.toml": an_heir("three", "one", "2026-01-01", "2026-12-31", COUNTING, FAVOURS),
        "local/bo.toml": a_local("quy-che", SHARE, HONOUR, first="2024-03-01", last="2024-11-30"),
    }
    directory: Path = tmp_path_factory.mktemp("law")
    return PolicyCatalogue.load(a_shelf(directory, texts))


def a_dossier(
    on: date = date(2024, 6, 1),
    *,
    award: str = "merit_certificate",
    basis: str = "merit",
    chosen: str | None = None,
    ground: SimplifiedGround | None = None,
    head: str | None = None,
) -> Dossier:
    """Return a dossier that asks for this much."""
    changes: dict[str, object] = {
        "award": award,
        "basis": basis,
        "received_on": on,
        "head": Organisation(id=BodyId(head), name="Bộ") if head else None,
        "simplified": AskedSimplified(ground=ground, reason="Cứu người.") if ground else None,
        "chosen": ChosenRegime(regime=RegimeId(chosen), reason="Có lợi hơn.", by=ActorId("VN-BO")) if chosen else None,
    }
    return values.a_dossier().model_copy(update=changes)


def the_council(found: Rules) -> VoteRule:
    """Return how its council votes."""
    council = found.award.route[0]
    assert isinstance(council, VoteRule)
    return council


def test_a_later_regime_may_be_chosen_that_favours_earlier_dossiers(law: PolicyCatalogue) -> None:
    """A transition rule is for those who were there before it."""
    found = rules(law, a_dossier(chosen="three"))

    assert found.regime == "three"
    assert found.award.citation.startswith("Kế thừa one: ")


@pytest.mark.parametrize(
    ("dossier", "said"),
    [
        pytest.param(a_dossier(chosen="two"), "không có quy định chuyển tiếp", id="a later one without such a rule"),
        pytest.param(a_dossier(date(2026, 5, 4), chosen="three"), "không có hiệu lực sau", id="the day's own"),
        pytest.param(a_dossier(date(2026, 5, 4), chosen="one"), "không có hiệu lực sau", id="an earlier one"),
        pytest.param(a_dossier(chosen="four"), "hệ thống không có văn bản này", id="one that nobody knows"),
        pytest.param(a_dossier(chosen="quy-che"), "hệ thống không có văn bản này", id="a local one"),
    ],
)
def test_no_other_regime_may_be_chosen(law: PolicyCatalogue, dossier: Dossier, said: str) -> None:
    """Otherwise the law would be a matter of taste."""
    refusal = law.rules_for(dossier)

    assert isinstance(refusal, Refusal)
    assert refusal.reason is Reason.NOT_MORE_FAVOURABLE
    assert said in refusal.message
    assert "Hãy " in refusal.message
    assert dossier.chosen is not None
    assert {dossier.dossier_id, dossier.chosen.regime} <= set(refusal.details)


def test_without_a_law_of_its_day_nothing_can_be_chosen(law: PolicyCatalogue) -> None:
    """More favourable than what?"""
    refusal = law.rules_for(a_dossier(date(2023, 6, 1), chosen="three"))

    assert isinstance(refusal, Refusal)
    assert refusal.reason is Reason.NO_LAW_IN_FORCE


@pytest.mark.parametrize(
    ("dossier", "local", "share"),
    [
        pytest.param(a_dossier(date(2024, 3, 1), head="VN-BO"), "quy-che", "80%", id="its first day"),
        pytest.param(a_dossier(date(2024, 11, 30), head="VN-BO"), "quy-che", "80%", id="its last day"),
        pytest.param(a_dossier(date(2024, 2, 29), head="VN-BO"), None, "1/2", id="the day before"),
        pytest.param(a_dossier(date(2024, 12, 1), head="VN-BO"), None, "1/2", id="the day after"),
        pytest.param(a_dossier(head="VN-BO-KHAC"), None, "1/2", id="another's dossier"),
        pytest.param(a_dossier(), None, "1/2", id="nobody's dossier"),
        pytest.param(a_dossier(chosen="three", head="VN-BO"), None, "1/2", id="another regime, over which it is not"),
    ],
)
def test_a_head_s_own_regulation_is_applied_and_named(
    law: PolicyCatalogue, dossier: Dossier, local: str | None, share: str
) -> None:
    """By the day, the body and the decree; a later reader of the rules must see that it was."""
    found = rules(law, dossier)

    assert (found.local, the_council(found).threshold.share) == (local, share)


def test_a_local_honour_is_its_body_s_alone(law: PolicyCatalogue) -> None:
    """A unit that asks for it elsewhere is told what there is."""
    own = a_dossier(award="honorary_citizen", head="VN-BO")
    refusal = law.rules_for(a_dossier(award="honorary_citizen", head="VN-BO-KHAC"))

    assert rules(law, own).award.award == "honorary_citizen"
    assert isinstance(refusal, Refusal)
    assert refusal.reason is Reason.UNKNOWN_AWARD
    assert "honorary_citizen/" not in refusal.message


def test_the_simplified_procedure_has_its_own_route_and_papers(law: PolicyCatalogue) -> None:
    """And nothing else of the award is different."""
    found = rules(law, a_dossier(ground=SimplifiedGround.AD_HOC_FEAT))

    assert [step.stage for step in found.award.route] == ["decision"]
    assert [document.kind for document in found.award.documents] == ["achievement_report"]
    assert (found.award.citation, found.award.verified) == ("Điều 1", True)


def test_a_simplified_procedure_of_uncertain_source_says_so(law: PolicyCatalogue) -> None:
    """The whole way hangs on it: every reader of the dossier must be told."""
    heir = rules(law, a_dossier(date(2026, 5, 4), ground=SimplifiedGround.AD_HOC_FEAT))

    assert not heir.award.verified
    assert heir.award.citation == "Kế thừa one: Điều 1\nKế thừa one: Điều 85"


@pytest.mark.parametrize(
    ("dossier", "said"),
    [
        pytest.param(
            a_dossier(ground=SimplifiedGround.SERVICE),
            "thành tích xuất sắc đột xuất; thành tích có nội dung bí mật nhà nước; hồ sơ nêu lý do cống hiến",
            id="another ground",
        ),
        pytest.param(
            a_dossier(date(2025, 5, 4), basis="thematic", ground=SimplifiedGround.AD_HOC_FEAT),
            "không áp dụng cho hình thức này",
            id="an award that has none",
        ),
    ],
)
def test_the_simplified_procedure_is_for_its_grounds(law: PolicyCatalogue, dossier: Dossier, said: str) -> None:
    """It passes over a council: the law sets when."""
    refusal = law.rules_for(dossier)

    assert isinstance(refusal, Refusal)
    assert refusal.reason is Reason.NOT_SIMPLIFIED
    assert said in refusal.message
    assert "Hãy " in refusal.message
    assert dossier.dossier_id in refusal.details


@pytest.mark.parametrize("ground", [None, SimplifiedGround.STATE_SECRET], ids=["usual", "simplified"])
def test_what_only_explains_does_not_travel(law: PolicyCatalogue, ground: SimplifiedGround | None) -> None:
    """Every byte of it would stand in every history; the same value is handed out each time."""
    dossier = a_dossier(ground=ground, head="VN-BO")
    found = rules(law, dossier)

    assert found is law.rules_for(dossier)
    assert all(rule.note is None for rule in cited(found))
    assert (found.award.decided_by, found.award.signed_by, found.award.simplified) == (None, None, None)
    assert {document.brought_by for document in found.award.documents} == {"unit"}
    assert {step.leaves_room for step in found.award.route} == {()}


def test_what_else_decides_a_vote_travels_without_its_notes(tmp_path: Path) -> None:
    """A sitting counts by it, years later; why it was written so stays in the file."""
    decree = a_decree().replace('leaves_room = ["ballot", ', 'leaves_room = ["written", "points", ')
    texts = {"one.toml": decree, "local/bo.toml": a_local("quy-che", PARTS)}

    found = rules(PolicyCatalogue.load(a_shelf(tmp_path, texts)), a_dossier(head="VN-BO"))

    assert the_council(found).model_dump(mode="json", include={"written", "points"}, exclude_none=True) == {
        "written": {"citation": "Điều 12 quy chế", "counted": True},
        "points": {
            "citation": "Điều 11 quy chế",
            "verified": True,
            "groups": [{"id": "tasks", "name": {"vi": "Nhiệm vụ", "en": "Tasks"}, "most": 1000}],
        },
    }
