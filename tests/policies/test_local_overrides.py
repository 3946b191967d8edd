"""What a ministry or province regulates by itself: where its decree leaves room for it, and nowhere else."""

from pathlib import Path

import pytest

from policies.catalogue import PolicyCatalogue
from schemas.ids import AwardId, BasisId, BodyId, RegimeId
from schemas.legal_values import Base
from schemas.routes import BallotKind, VoteRule
from schemas.vote_clauses import LastWord
from tests.builders.law_files import SIMPLIFIED, SOURCE, a_decree, a_local, a_shelf, an_award, an_heir
from tests.policies.reading import mistakes_in, the_law

ONE = a_decree("one", "2024-01-01", "2024-12-31")

ROOMY = ONE.replace(
    'leaves_room = ["ballot", "threshold"]', 'leaves_room = ["recusal", "written", "ties", "points", "early_close"]'
).replace("[stages.minister]", f"[stages.council_by_majority.recusal]\nown_unit = true\n{SOURCE}\n[stages.minister]")

TIES = """
[stages.council_by_majority.ties]
second_round = true
last_words = ["woman", "chair"]
citation = "Điều 10 quy chế"
"""

POINTS = """
[stages.council_by_majority.points]
bonus = 50
penalty = 100
least = "50%"
citation = "Điều 11 quy chế"
groups = [
    { id = "tasks", name = { vi = "Nhiệm vụ", en = "Tasks" }, most = 600 },
    { id = "party", name = { vi = "Xây dựng Đảng, chính quyền", en = "Party and government" }, most = 400 },
]
"""

WRITTEN = """
[stages.council_by_majority.written]
counted = true
citation = "Điều 12 quy chế"
verified = true
"""

CHAIR = """
[stages.council_by_majority.chair]
vote = "must_approve"
citation = "Điều 8 quy chế"
"""

NO_RECUSAL = """
[stages.council_by_majority]
recusal = false
citation = "Điều 13 quy chế"
"""

A_SHARE = """
[stages.council_by_majority.threshold]
share = "80%"
of = "all_seats"
citation = "Điều 8 quy chế"
"""

OPENLY = """
[stages.council_by_majority]
ballot = "open"
citation = "Điều 9 quy chế"
"""

AN_HONOUR = f"""
[stages.party]
kind = "office"
stage = "party"
{SOURCE}
[papers.summary]
name = {{ vi = "Tóm tắt", en = "Summary" }}
{SOURCE}
{an_award("honorary_citizen", "merit")}
""".replace('"minister"]', '"party", "minister"]').replace('"short_report"', '"summary"')


def the_council(library: PolicyCatalogue, body: str | None = "VN-BO") -> VoteRule:
    """Return how the council votes on a certificate, at a body's own or by the decree."""
    award = library.award(
        RegimeId("one"), AwardId("merit_certificate"), BasisId("merit"), BodyId(body) if body else None
    )
    assert award is not None
    council = award.route[0]
    assert isinstance(council, VoteRule)
    return council


def test_a_local_regulation_fills_what_its_decree_leaves_open(tmp_path: Path) -> None:
    """The share is the ministry's, with its own source; all else remains the decree's."""
    library = the_law(tmp_path, a_local("quy-che", A_SHARE), decree=ONE)

    council, decree = the_council(library), the_council(library, None)
    assert (council.threshold.share, council.threshold.of, council.threshold.exceed) == ("80%", Base.ALL_SEATS, False)
    assert (council.threshold.citation, council.threshold.verified) == ("Điều 8 quy chế", False)
    assert (council.citation, council.verified, council.quorum) == ("Điều 1", True, decree.quorum)
    assert decree.threshold.share == "1/2"


def test_a_bare_value_stands_under_the_local_source(tmp_path: Path) -> None:
    """How a council votes has no citation of its own; what is written here was never seen in the decree."""
    council = the_council(the_law(tmp_path, a_local("quy-che", OPENLY), decree=ONE))

    assert council.ballot is BallotKind.OPEN
    assert (council.citation, council.verified) == ("Điều 9 quy chế", False)


def test_what_else_decides_a_vote_is_filled_where_there_is_room(tmp_path: Path) -> None:
    """Each part has its own source, so that the decree's stands for the stage as it stood."""
    library = the_law(tmp_path, a_local("quy-che", TIES, POINTS, WRITTEN), decree=ROOMY)

    council, decree = the_council(library), the_council(library, None)
    assert council.ties is not None
    assert (council.ties.second_round, council.ties.last_words) == (True, (LastWord.WOMAN, LastWord.CHAIR))
    assert council.points is not None
    assert ([group.most for group in council.points.groups], council.points.least) == ([600, 400], "50%")
    assert council.written is not None
    assert (council.written.counted, council.written.verified) == (True, True)
    assert [each.citation for each in (council.ties, council.points)] == ["Điều 10 quy chế", "Điều 11 quy chế"]
    assert (council.citation, council.verified, council.recusal) == ("Điều 1", True, decree.recusal)
    assert (decree.ties, decree.points, decree.written) == (None, None, None)


def test_what_a_decree_has_by_default_may_be_said_not_to_apply(tmp_path: Path) -> None:
    """No table can state that there is none; the stage's own source then stands for it."""
    library = the_law(tmp_path, a_local("quy-che", NO_RECUSAL), decree=ROOMY)

    council, decree = the_council(library), the_council(library, None)
    assert (council.recusal, council.citation, council.verified) == (None, "Điều 13 quy chế", False)
    assert decree.recusal is not None


@pytest.mark.parametrize(
    ("tables", "line"),
    [
        pytest.param(
            NO_RECUSAL.replace("citation", "# "),
            "stages.council_by_majority.citation: is missing: recusal has none of its own",
            id="without a source",
        ),
        pytest.param(
            NO_RECUSAL.replace("recusal", "quorum"),
            "stages.council_by_majority.quorum: one leaves no room for quorum at council_by_majority",
            id="of what the decree settles",
        ),
        pytest.param(
            NO_RECUSAL.replace("false", "true"),
            "stages.council_by_majority.recusal: Input should be an object",
            id="or that it does",
        ),
    ],
)
def test_nothing_is_said_not_to_apply_out_of_hand(tmp_path: Path, tables: str, line: str) -> None:
    """What takes a rule away is read as closely as what adds one."""
    texts = {"one.toml": ROOMY, "local/quy-che.toml": a_local("quy-che", tables)}

    (mistake,) = mistakes_in(a_shelf(tmp_path, texts))

    assert mistake.startswith(f"local/quy-che.toml: {line}")


def test_what_must_be_there_cannot_be_taken_away(tmp_path: Path) -> None:
    """A vote without a share decides nothing."""
    none = "[stages.council_by_majority]\nthreshold = false\ncitation = 'Điều 9'\n"

    (mistake,) = mistakes_in(a_shelf(tmp_path, {"one.toml": ONE, "local/a.toml": a_local("quy-che", none)}))

    assert mistake.startswith("local/a.toml: stages.council_by_majority.threshold: Input should be an object")


def test_it_has_the_awards_that_it_changes_and_those_that_it_adds(tmp_path: Path) -> None:
    """An honour of its own goes by stages of its own and of the decree's."""
    untouched = an_award("another", "merit").replace('"council_by_majority", ', "")
    library = the_law(tmp_path, a_local("quy-che", A_SHARE, AN_HONOUR), decree=ONE + untouched)

    (local,) = library.locals
    assert [rule.award for rule in local.awards] == ["merit_certificate", "honorary_citizen"]
    assert [step.stage for step in local.awards[1].route] == ["council", "party", "decision"]
    assert [document.kind for document in local.awards[1].documents][1] == "summary"
    assert library.regimes[0].awards[1].award == "another"


def test_it_holds_for_its_body_alone(tmp_path: Path) -> None:
    """A ministry's regulation does not bind another's council."""
    library = the_law(tmp_path, a_local("quy-che", A_SHARE), decree=ONE)

    assert the_council(library, "VN-BO-KHAC") == the_council(library, None)


def test_it_changes_the_simplified_procedure_too(tmp_path: Path) -> None:
    """A stage is one rule, by whichever way a dossier comes to it."""
    simplified = SIMPLIFIED.replace('["minister"]', '["council_by_majority", "minister"]')
    library = the_law(tmp_path, a_local("quy-che", A_SHARE), decree=a_decree(last="2024-12-31", more=simplified))

    (award,) = library.locals[0].awards
    assert award.simplified is not None
    assert award.simplified.route[0] == award.route[0]


def test_what_a_decree_inherits_with_its_room_may_be_filled(tmp_path: Path) -> None:
    """A local regulation over the later decree does not depend on where that has its stages from."""
    texts = {
        "one.toml": ONE,
        "two.toml": an_heir("two", "one", "2025-01-01"),
        "local/a.toml": a_local("quy-che", A_SHARE, over="two"),
    }
    (local,) = PolicyCatalogue.load(a_shelf(tmp_path, texts)).locals

    council = local.awards[0].route[0]
    assert isinstance(council, VoteRule)
    assert (council.threshold.share, council.quorum.citation) == ("80%", "Kế thừa one: Điều 1")


@pytest.mark.parametrize(
    ("tables", "line"),
    [
        pytest.param(
            A_SHARE.replace("threshold", "quorum"),
            "stages.council_by_majority.quorum: one leaves no room for quorum at council_by_majority",
            id="a value that the decree settles",
        ),
        pytest.param(
            CHAIR,
            "stages.council_by_majority.chair: one leaves no room for chair at council_by_majority",
            id="a chair's vote that the decree does not know",
        ),
        pytest.param(
            "[stages.council_by_majority]\nkind = 'office'\n",
            "stages.council_by_majority.kind: one leaves no room for kind at council_by_majority",
            id="another kind of stage",
        ),
        pytest.param(
            "[stages.minister.term]\nworking_days = 3\ncitation = 'Điều 3'\n",
            "stages.minister.term: one leaves no room for term at minister",
            id="a stage that leaves nothing",
        ),
        pytest.param(
            A_SHARE.replace("council_by_majority", "council"),
            "stages.council: one has no stage called 'council'; a new one says of what kind it is",
            id="a stage that is none",
        ),
        pytest.param(
            A_SHARE.replace("80%", "101%"),
            "stages.council_by_majority.threshold.share: String should match pattern",
            id="over the whole",
        ),
        pytest.param(
            A_SHARE.replace("citation", "# "),
            "stages.council_by_majority.threshold.citation: Field required",
            id="a share without a source",
        ),
        pytest.param(
            OPENLY.replace("citation", "# "),
            "stages.council_by_majority.citation: is missing: ballot has none of its own",
            id="a way of voting without a source",
        ),
        pytest.param(
            "[stages.council_by_majority]\nverified = true\n",
            "stages.council_by_majority.citation: is missing: verified has none of its own",
            id="the decree's source, vouched for by another",
        ),
        pytest.param(
            an_award(),
            "awards[0]: merit_certificate on merit is an award of one, and none of a local regulation's",
            id="an award of the decree",
        ),
        pytest.param(
            f"[papers.proposal_letter]\nname = {{ vi = 'Đơn', en = 'Form' }}\n{SOURCE}",
            "papers.proposal_letter: one says what 'proposal_letter' is, and leaves no room for another",
            id="a paper of the decree",
        ),
        pytest.param(
            f"[terms.unit_supplement]\nworking_days = 3\n{SOURCE}",
            "terms.unit_supplement: one says what 'unit_supplement' is, and leaves no room for another",
            id="a term of the decree",
        ),
        pytest.param(
            AN_HONOUR.replace('"party", ', '"parti", '),
            "awards[0].route[1]: no stage is called 'parti'",
            id="a name that is none",
        ),
        pytest.param(
            AN_HONOUR.replace(', "minister"]', "]"),
            "awards[0]: honorary_citizen on merit: Value error, the route has no decision",
            id="an honour that nobody decides",
        ),
        pytest.param(AN_HONOUR.replace("decided_by", "# "), "awards[0].decided_by: Field required", id="nor says who"),
        pytest.param(
            AN_HONOUR + AN_HONOUR[AN_HONOUR.index("[[") :],
            "(file): Value error, honorary_citizen on merit stands twice",
            id="twice",
        ),
        pytest.param(
            "[favours_earlier]\ncitation = 'Điều 9'\n", "favours_earlier: Extra inputs", id="what a decree says"
        ),
    ],
)
def test_what_no_local_regulation_may_say_is_refused(tmp_path: Path, tables: str, line: str) -> None:
    """A local file that could change the law in silence would be the law."""
    texts = {"one.toml": ONE, "local/quy-che.toml": a_local("quy-che", tables)}

    (mistake,) = mistakes_in(a_shelf(tmp_path, texts))

    assert mistake.startswith(f"local/quy-che.toml: {line}")


def test_a_regulation_over_nothing_is_refused(tmp_path: Path) -> None:
    """Otherwise a misspelt decree would leave a ministry without rules."""
    texts = {"one.toml": ONE, "local/a.toml": a_local("quy-che", A_SHARE, over="on")}

    assert mistakes_in(a_shelf(tmp_path, texts)) == ("local/a.toml: over: no regime is called 'on'",)


def test_a_mistaken_decree_does_not_hide_what_is_wrong_over_it(tmp_path: Path) -> None:
    """What can be seen of a local file without its decree is listed with the decree's mistake; nothing is made up."""
    over = a_local("quy-che", A_SHARE, AN_HONOUR.replace('kind = "office"\nstage = "party"', 'kind = "office"'))
    texts = {"one.toml": ONE.replace('"1/2"', '"3/2"'), "local/a.toml": over}

    local, decree = mistakes_in(a_shelf(tmp_path, texts))

    assert decree.startswith("one.toml: stages.council_by_majority.threshold: ")
    assert local.startswith("local/a.toml: stages.party.stage: Field required")


@pytest.mark.parametrize(
    ("other", "lines"),
    [
        pytest.param(
            a_local("khac", first="2024-06-30"),
            ("local/1.toml: in_force_from: on 2024-06-30 local/0.toml is in force, from 2024-01-01 to 2024-06-30",),
            id="a day that both have",
        ),
        pytest.param(a_local("khac", first="2024-07-01"), (), id="the day after"),
        pytest.param(a_local("khac", first="2024-06-30", body="VN-BO-KHAC"), (), id="another body"),
        pytest.param(
            a_local("one", first="2024-07-01"), ("local/1.toml: id: one stands in one.toml too",), id="a decree's name"
        ),
    ],
)
def test_a_body_has_one_regulation_at_a_time(tmp_path: Path, other: str, lines: tuple[str, ...]) -> None:
    """Otherwise the order of two files would choose; and a name identifies a law."""
    texts = {
        "one.toml": ONE,
        "local/0.toml": a_local("quy-che", A_SHARE, last="2024-06-30"),
        "local/1.toml": other,
    }
    a_shelf(tmp_path, texts)

    if lines:
        assert mistakes_in(tmp_path) == lines
    else:
        assert len(PolicyCatalogue.load(tmp_path).locals) == 2
