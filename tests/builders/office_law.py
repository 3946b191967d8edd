"""A dossier that offices act on: a law under which it is published, appraised, asked about and signed."""

from pathlib import Path
from typing import Any

from schemas.dossier import Dossier
from schemas.ids import AwardId, BasisId, BodyId
from tests.builders.law_files import SOURCE, a_shelf, the_regime_but
from tests.builders.values import a_dossier, an_organisation

ORDER = AwardId("labour_order_3")
GROUND = BasisId("achievement")
AGENCY = BodyId("VN-HP-TDKT")
HEAD = BodyId("VN-HP")
PRESIDENT = BodyId("VN-CTN")

ROUTE = f"""
[stages.named_publicly]
kind = "publication"
stage = "publication"
{SOURCE}
[stages.named_publicly.term]
working_days = 10
{SOURCE}
[stages.appraised_by_an_officer]
kind = "office"
stage = "appraisal"
officer = true
{SOURCE}
[stages.asked_about]
kind = "opinions"
stage = "opinions"
silence = "agrees"
{SOURCE}
[stages.asked_about.term]
working_days = 10
{SOURCE}
[stages.signed]
kind = "signature"
stage = "head"
{SOURCE}
[stages.president]
kind = "decision"
body = {{ id = "{PRESIDENT}", name = "Chủ tịch nước" }}
{SOURCE}
[[awards]]
award = "{ORDER}"
basis = "{GROUND}"
name = {{ vi = "Huân chương Lao động hạng Ba", en = "Labour Order, Third Class" }}
nominees = ["collective"]
decided_by = {{ vi = "Chủ tịch nước", en = "The President" }}
signed_by = {{ vi = "Chủ tịch nước", en = "The President" }}
route = ["named_publicly", "appraised_by_an_officer", "asked_about", "signed", "president"]
papers = ["proposal_letter"]
supplement = "unit_supplement"
{SOURCE}"""


def a_law_of_offices(directory: Path, *more: str) -> Path:
    """Write the demonstration's law with one award more, on which offices act, or with `more`; return the directory."""
    return a_shelf(directory, {"nd98-2023.toml": "".join((the_regime_but(), ROUTE, *more))})


def a_dossier_for_offices(dossier_id: str | None = None, **changes: Any) -> Dossier:
    """Return a dossier for the award on which offices act."""
    named: dict[str, Any] = {
        "award": ORDER,
        "basis": GROUND,
        "cluster": None,
        "council": None,
        "agency": an_organisation(AGENCY),
        "head": an_organisation(HEAD),
    }
    return a_dossier(dossier_id, **named | changes)
