"""A cluster's rules for its own vote: for all its dossiers, under any head, and nothing else."""

from datetime import date
from pathlib import Path

import pytest

from schemas.bodies import Organisation
from schemas.dossier import AskedSimplified, Dossier
from schemas.ids import AwardId, BasisId, BodyId
from schemas.policy import Rules, SimplifiedGround
from schemas.routes import VoteRule
from schemas.stages import Stage
from tests.builders import values
from tests.builders.law_files import (
    COUNTING,
    PAPERS,
    SIMPLIFIED,
    SOURCE,
    STAGES,
    TERMS,
    a_charter,
    a_head,
    a_local,
    a_shelf,
    a_vote,
    an_award,
)
from tests.policies.reading import mistakes_in, rules, the_law

VOTE = a_vote("members", "cluster", openly=True, room='"threshold", "points"')

ROUTE = ('route = ["council_by_majority", "minister"]', 'route = ["members", "council_by_majority", "minister"]')

SHORT_ROUTE = ('route = ["minister"]', 'route = ["members", "minister"]')

BY_CLUSTER = an_award(more=SIMPLIFIED).replace(*ROUTE).replace(*SHORT_ROUTE)

BY_CLUSTER_OR_AT_ONCE = an_award("medal", more=SIMPLIFIED).replace(*ROUTE)

AWARDS = BY_CLUSTER, BY_CLUSTER_OR_AT_ONCE, an_award("title")

DECREE = "\n".join((a_head("one", "2024-01-01"), COUNTING, TERMS, STAGES, VOTE, PAPERS, *AWARDS))


def a_share(stage: str, share: str) -> str:
    """Return a local file's rule on the share that a stage asks for."""
    return f'[stages.{stage}.threshold]\nshare = "{share}"\nof = "all_seats"\ncitation = "Điều 8 quy chế"\n'


def a_dossier(
    cluster: str | None = "CUM-1", head: str | None = None, *, award: str = "merit_certificate", short: bool = False
) -> Dossier:
    """Return a dossier of a cluster and a head."""
    feat = AskedSimplified(ground=SimplifiedGround.AD_HOC_FEAT, reason="Cứu người.")
    return values.a_dossier().model_copy(
        update={
            "award": AwardId(award),
            "basis": BasisId("merit"),
            "received_on": date(2024, 6, 1),
            "cluster": Organisation(id=BodyId(cluster), name="Cụm") if cluster else None,
            "head": Organisation(id=BodyId(head), name="Bộ") if head else None,
            "simplified": feat if short else None,
        }
    )


def share_at(found: Rules, stage: Stage) -> str:
    """Return what share a body asks for."""
    rule = next(rule for rule in found.award.route if rule.stage is stage)
    assert isinstance(rule, VoteRule)
    return rule.threshold.share


@pytest.mark.parametrize("head", [None, "VN-BO", "VN-HP"])
def test_a_charter_holds_for_all_dossiers_of_its_cluster(tmp_path: Path, head: str | None) -> None:
    """Under any head: it is named, with its own source, and the rest of the decree stands."""
    law = the_law(tmp_path, a_charter("quy-che", a_share("members", "80%")), decree=DECREE)

    found = rules(law, a_dossier(head=head))

    assert (found.local, found.charter) == (None, "quy-che")
    assert (share_at(found, Stage.CLUSTER), share_at(found, Stage.COUNCIL)) == ("80%", "1/2")
    assert found.award.route[0].citation == "Điều 1"
    assert isinstance(found.award.route[0], VoteRule)
    assert found.award.route[0].threshold.citation == "Điều 8 quy chế"


@pytest.mark.parametrize(
    "dossier",
    [
        pytest.param(a_dossier("CUM-2"), id="of another cluster"),
        pytest.param(a_dossier("CUM-2", "CUM-1"), id="headed by whoever has the cluster's name"),
        pytest.param(a_dossier(None), id="of no cluster"),
    ],
)
def test_a_charter_is_its_cluster_s_alone(tmp_path: Path, dossier: Dossier) -> None:
    """Others vote as the decree has it, and the charter is not mentioned."""
    found = rules(the_law(tmp_path, a_charter("quy-che", a_share("members", "80%")), decree=DECREE), dossier)

    assert (found.charter, share_at(found, Stage.CLUSTER)) == (None, "1/2")


def test_an_award_that_no_cluster_votes_on_names_no_charter(tmp_path: Path) -> None:
    """Nothing of it was applied."""
    found = rules(
        the_law(tmp_path, a_charter("quy-che", a_share("members", "80%")), decree=DECREE), a_dossier(award="title")
    )

    assert (found.charter, [rule.stage for rule in found.award.route]) == (None, ["council", "decision"])


def test_a_simplified_procedure_without_the_cluster_names_no_charter(tmp_path: Path) -> None:
    """The usual one, of the same award, does."""
    law = the_law(tmp_path, a_charter("quy-che", a_share("members", "80%")), decree=DECREE)

    usual, short = rules(law, a_dossier(award="medal")), rules(law, a_dossier(award="medal", short=True))

    assert (usual.charter, short.charter) == ("quy-che", None)
    assert [rule.stage for rule in short.award.route] == ["decision"]


def test_a_charter_is_applied_in_the_simplified_procedure_too(tmp_path: Path) -> None:
    """The same members vote on the shorter way."""
    law = the_law(tmp_path, a_charter("quy-che", a_share("members", "80%")), decree=DECREE)

    found = rules(law, a_dossier(short=True))

    assert [rule.stage for rule in found.award.route] == ["cluster", "decision"]
    assert (found.charter, share_at(found, Stage.CLUSTER)) == ("quy-che", "80%")


def test_a_head_s_regulation_and_a_charter_hold_together(tmp_path: Path) -> None:
    """The ministry rules how its council votes; how the cluster does is the charter's, where both have a rule."""
    ours = a_local("quyet-dinh", a_share("members", "2/3"), a_share("council_by_majority", "90%"))
    law = the_law(tmp_path, ours, a_charter("quy-che", a_share("members", "80%")), decree=DECREE)

    both, head_alone = rules(law, a_dossier(head="VN-BO")), rules(law, a_dossier("CUM-2", "VN-BO"))

    assert (both.local, both.charter) == ("quyet-dinh", "quy-che")
    assert (share_at(both, Stage.CLUSTER), share_at(both, Stage.COUNCIL)) == ("80%", "90%")
    assert (head_alone.local, head_alone.charter) == ("quyet-dinh", None)
    assert (share_at(head_alone, Stage.CLUSTER), share_at(head_alone, Stage.COUNCIL)) == ("2/3", "90%")


def test_before_its_first_day_a_charter_does_not_hold(tmp_path: Path) -> None:
    """As with any law."""
    law = the_law(tmp_path, a_charter("quy-che", a_share("members", "80%"), first="2024-06-02"), decree=DECREE)

    assert rules(law, a_dossier()).charter is None


@pytest.mark.parametrize(
    ("tables", "line"),
    [
        pytest.param(
            a_share("council_by_majority", "80%"),
            "stages.council_by_majority: is no vote of a cluster, and a charter says nothing else",
            id="the council's vote",
        ),
        pytest.param(
            f'[stages.party]\nkind = "office"\nstage = "party"\n{SOURCE}',
            "stages.party: is no vote of a cluster, and a charter says nothing else",
            id="a stage of its own",
        ),
        pytest.param(
            a_share("mebmers", "80%"),
            "stages.mebmers: one has no stage called 'mebmers'; a new one says of what kind it is",
            id="a name that is none",
        ),
        pytest.param(
            an_award("honorary_citizen"),
            "awards: a charter says how its cluster votes, and nothing else",
            id="an award",
        ),
        pytest.param(
            f"[papers.form]\nname = {{ vi = 'Đơn', en = 'Form' }}\n{SOURCE}",
            "papers: a charter says how its cluster votes, and nothing else",
            id="a paper",
        ),
        pytest.param(
            f"[terms.own]\nworking_days = 5\n{SOURCE}",
            "terms: a charter says how its cluster votes, and nothing else",
            id="a term",
        ),
        pytest.param(
            '[stages.members]\nballot = "secret"\ncitation = "Điều 9"\n',
            "stages.members.ballot: one leaves no room for ballot at members",
            id="what the decree does not leave open",
        ),
    ],
)
def test_what_no_charter_may_say_is_refused(tmp_path: Path, tables: str, line: str) -> None:
    """The members of a cluster cannot bind a council."""
    texts = {"one.toml": DECREE, "local/quy-che.toml": a_charter("quy-che", tables)}

    (mistake,) = mistakes_in(a_shelf(tmp_path, texts))

    assert mistake == f"local/quy-che.toml: {line}"


def test_a_cluster_has_one_charter_at_a_time(tmp_path: Path) -> None:
    """A ministry that happens to have its name may have a regulation of its own."""
    texts = {
        "one.toml": DECREE,
        "local/0.toml": a_charter("quy-che", a_share("members", "80%")),
        "local/1.toml": a_charter("quy-che-moi", a_share("members", "2/3"), first="2025-01-01"),
        "local/2.toml": a_local("quyet-dinh", a_share("members", "2/3"), body="CUM-1"),
    }

    assert mistakes_in(a_shelf(tmp_path, texts)) == (
        "local/1.toml: in_force_from: on 2025-01-01 local/0.toml is in force, from 2024-01-01 to further notice",
    )
