"""A unit is told everything that it owes, once, and what it sends takes the place of what it sent."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.documents import Document
from schemas.ids import NomineeId
from schemas.nominee import Collective, Enterprise, Individual, Nominee, Trait
from schemas.stages import Stage
from tests.builders.values import a_document, a_document_rule, a_dossier, a_name, some_rules
from workflows.rules.dossier import completeness

KINDS = ["letter", "report", "receipt", "statement"]
PAPERS = st.lists(st.sampled_from(KINDS).map(a_document), max_size=8)

NOMINEE = a_dossier().nominee

RULES = some_rules(documents=tuple(a_document_rule(kind) for kind in KINDS))


def kinds(*documents: str) -> list[str]:
    """Return the kinds of paper that a dossier with these lacks."""
    return [defect.kind for defect in completeness.defects([a_document(kind) for kind in documents], RULES, NOMINEE)]


def test_everything_that_is_missing_is_named_at_once_in_the_order_of_the_rules() -> None:
    """A unit that is told of its second defect after mending the first loses days of its term."""
    assert kinds() == KINDS
    assert kinds("statement", "report") == ["letter", "receipt"]
    assert kinds(*KINDS) == []


def test_papers_that_nobody_asked_for_are_welcome() -> None:
    """A unit may send more than it must."""
    assert kinds(*KINDS, "photograph") == []


def test_papers_of_later_stages_are_not_asked_of_the_unit() -> None:
    """The minutes of a cluster cannot come before its sitting."""
    rules = some_rules(documents=(a_document_rule("minutes", Stage.CLUSTER), a_document_rule("report")))

    assert [defect.kind for defect in completeness.defects([], rules, NOMINEE)] == ["report"]


def test_a_defect_says_where_the_paper_is_asked_for_and_how_sure_that_is() -> None:
    """The unit can look it up, and is told where the rule is uncertain."""
    rule = a_document_rule(
        "report", name=a_name("Báo cáo thành tích", "Report"), citation="Mẫu 02 Phụ lục I", verified=False
    )

    (defect,) = completeness.defects([], some_rules(documents=(rule,)), NOMINEE)

    assert (defect.name.vi, defect.citation, defect.verified) == ("Báo cáo thành tích", "Mẫu 02 Phụ lục I", False)


COMPANY = Enterprise(id=NomineeId("dn"), name="Công ty")
CHIEF = Individual(id=NomineeId("cn"), name="Giám đốc công ty", traits=(Trait.ENTERPRISE_HEAD,))
CADRE = Individual(id=NomineeId("cb"), name="Cán bộ", traits=(Trait.PARTY_MANAGED,))
TEAM = Collective(id=NomineeId("tt"), name="Tập thể")


@pytest.mark.parametrize(("nominee", "asked"), [(COMPANY, True), (CHIEF, True), (CADRE, False), (TEAM, False)])
def test_a_paper_is_asked_of_those_to_whom_its_condition_applies(nominee: Nominee, asked: bool) -> None:
    """An enterprise and its head show that they paid their taxes; no other nominee is asked to."""
    taxes = a_document_rule("tax_confirmation", when=("enterprise", Trait.ENTERPRISE_HEAD))

    found = completeness.defects([], some_rules(documents=(taxes, a_document_rule("report"))), nominee)

    assert [defect.kind for defect in found] == (["tax_confirmation", "report"] if asked else ["report"])


def test_a_defect_names_the_form_that_the_regime_asks_for() -> None:
    """Once, also where the paper's name contains it already."""
    plain = a_document_rule("report", name=a_name("Báo cáo thành tích", "Report"), form="Mẫu 02")
    spoken = a_document_rule("letter", name=a_name("Tờ trình (Mẫu 01)", "Letter (form 01)"), form="Mẫu 01")

    found = completeness.defects([], some_rules(documents=(plain, spoken)), NOMINEE)

    assert [defect.name.vi for defect in found] == ["Báo cáo thành tích (Mẫu 02)", "Tờ trình (Mẫu 01)"]


def test_a_new_paper_takes_the_place_of_all_earlier_ones_of_its_kind() -> None:
    """Two reports, one of them withdrawn by the unit itself, would leave a body to choose."""
    first, second, letter = a_document("report"), a_document("report", size=7), a_document("letter")
    newer = a_document("report", size=9)

    assert completeness.supplemented([first, letter, second], [newer]) == (letter, newer)


def test_two_papers_of_a_kind_sent_together_are_both_kept() -> None:
    """A report in two volumes is one answer."""
    volumes = [a_document("report", size=1), a_document("report", size=2)]

    assert completeness.supplemented([], volumes) == tuple(volumes)


@settings(deadline=None)
@given(PAPERS, PAPERS)
def test_a_supplement_only_ever_mends(present: list[Document], added: list[Document]) -> None:
    """No kind of paper is lost by adding another, and the same supplement again changes nothing."""
    after = completeness.supplemented(present, added)

    owed = {defect.kind for defect in completeness.defects(present, RULES, NOMINEE)}
    assert {defect.kind for defect in completeness.defects(after, RULES, NOMINEE)} == owed - {
        paper.kind for paper in added
    }
    assert set(completeness.supplemented(after, added)) == set(after)
