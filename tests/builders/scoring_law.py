"""A cluster that scores: one award more in the demonstration's law, whose places go by points."""

from schemas.dossier import Dossier
from schemas.ids import AwardId, BasisId
from tests.builders.law_files import SOURCE, a_vote
from tests.builders.values import a_dossier

SCORED = AwardId("scored_flag")
GROUND = BasisId("scored_cluster")

VOTE = a_vote("cluster_that_scores", "cluster", openly=True)

ROUTE = f"""
{VOTE}
[stages.cluster_that_scores.points]
bonus = 20
penalty = 50
groups = [
    {{ id = "socio_economic", name = {{ vi = "Kinh tế - xã hội", en = "Economy and society" }}, most = 600 }},
    {{ id = "emulation", name = {{ vi = "Thi đua, khen thưởng", en = "Emulation" }}, most = 400 }},
]
{SOURCE}
[[awards]]
award = "{SCORED}"
basis = "{GROUND}"
name = {{ vi = "Cờ thi đua của cụm", en = "Flag of the cluster" }}
nominees = ["collective"]
decided_by = {{ vi = "Thủ tướng Chính phủ", en = "The Prime Minister" }}
signed_by = {{ vi = "Thủ tướng Chính phủ", en = "The Prime Minister" }}
route = ["cluster_that_scores", "prime_minister_flag"]
papers = ["proposal_letter"]
supplement = "unit_supplement"
{SOURCE}"""


def a_scored_dossier() -> Dossier:
    """Return a dossier for the award whose places go by points."""
    return a_dossier(award=SCORED, basis=GROUND, council=None)
