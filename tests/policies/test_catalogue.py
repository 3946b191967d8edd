"""The law as it is shipped: the rules seen in the texts are in the files as seen, and nothing else claims it."""

from collections.abc import Iterator
from typing import get_args

import pytest

from schemas.ids import AwardId, BasisId, BodyId, RegimeId
from schemas.legal_values import Base
from schemas.policy import AwardRule, Rules, SimplifiedGround
from schemas.routes import BallotKind, OfficeRule, PublicationRule, Room, VoteRule
from schemas.stages import Stage
from schemas.vote_clauses import LastWord
from tests.builders.shipped_law import (
    CATALOGUE,
    DECREES,
    EIGHTY,
    HEROES,
    NINETY,
    OF_MINISTRIES_AND_PROVINCES,
    OF_THE_PRIME_MINISTER,
    OF_UNITS,
    ORDERS,
    REGIMES,
    a_dossier,
    at,
    cited,
    everywhere,
    procedures,
    the_awards,
    the_books,
    the_regime,
)


def votes_of(rule: AwardRule) -> Iterator[VoteRule]:
    """Return the votes on an award's way."""
    return (step for step in rule.route if isinstance(step, VoteRule))


def is_left_to_no_ministry(rule: AwardRule, vote: VoteRule) -> bool:
    """Return whether a vote is no decree's, or not one that a ministry or province could regulate."""
    return rule.award.startswith("local_") or vote.stage is Stage.CENTRAL_COUNCIL


@pytest.mark.parametrize("regime", REGIMES)
def test_the_catalogue_is_whole(regime: str) -> None:
    """No award of the law is forgotten, and a later decree loses none by inheriting."""
    assert {rule.award for rule in the_regime(regime).awards} == CATALOGUE
    assert {rule.basis for rule in the_awards(regime, {"gov_emulation_flag"})} == {
        *("minprov_cluster", "central_cluster", "pm_movement_5y")
    }
    assert {"merit", "thematic", "ad_hoc"} <= {rule.basis for rule in the_awards(regime, {"pm_merit_certificate"})}


@pytest.mark.parametrize(
    ("regime", "article"),
    [
        pytest.param("nd98-2023", "Khoản 2 Điều 46 Nghị định 98/2023/NĐ-CP.", id="nd98"),
        pytest.param("nd152-2025", "Khoản 2 Điều 44 Nghị định 152/2025/NĐ-CP.", id="nd152"),
    ],
)
def test_the_publication_runs_ten_working_days_before_the_council(regime: str, article: str) -> None:
    """Orders, hero titles and national fighters: seen in both decrees, each in its own article."""
    for rule in the_awards(regime, {"national_emulation_fighter", *ORDERS, *HEROES}):
        stages, published = [step.stage for step in rule.route], at(rule, Stage.PUBLICATION)
        assert stages.index(Stage.PUBLICATION) < stages.index(Stage.COUNCIL), rule.award
        assert isinstance(published, PublicationRule)
        assert published.term.working_days >= 10
        assert (published.verified, published.term.verified) == (True, True)
        assert {published.citation, published.term.citation} == {article}


def test_the_ministry_publishes_fighters_and_heroes_before_the_central_council() -> None:
    """Ten working days once more, verified for the first decree alone."""
    for rule in the_awards("nd98-2023", {"national_emulation_fighter", *HEROES}):
        stages, published = [step.stage for step in rule.route], at(rule, Stage.CENTRAL_PUBLICATION)
        assert stages.index(Stage.CENTRAL_PUBLICATION) < stages.index(Stage.CENTRAL_COUNCIL)
        assert isinstance(published, PublicationRule)
        assert (published.term.working_days, published.term.verified) == (10, True)


@pytest.mark.parametrize(
    ("awards", "decided_by", "signed_by", "body"),
    [
        pytest.param({"gov_emulation_flag"}, "Chính phủ", "Thủ tướng Chính phủ", "VN-PM", id="flag of the Government"),
        pytest.param(OF_THE_PRIME_MINISTER, "Thủ tướng Chính phủ", "Thủ tướng Chính phủ", "VN-PM", id="of the PM"),
        pytest.param(ORDERS | HEROES, "Chủ tịch nước", "Chủ tịch nước", "VN-CTN", id="of the President"),
        pytest.param(OF_MINISTRIES_AND_PROVINCES | OF_UNITS, None, None, None, id="of whoever the dossier names"),
    ],
)
@pytest.mark.parametrize("regime", DECREES)
def test_who_decides_and_who_signs(
    regime: str, awards: set[str], decided_by: str | None, signed_by: str | None, body: str | None
) -> None:
    """By law the Government decides its flag and the Prime Minister signs; elsewhere the decider signs."""
    for rule in the_awards(regime, awards):
        last = rule.route[-1].body
        assert rule.decided_by is not None
        assert rule.signed_by is not None
        assert (last and last.id) == body, rule.award
        if body is None:
            assert rule.decided_by == rule.signed_by
        else:
            assert (rule.decided_by.vi, rule.signed_by.vi) == (decided_by, signed_by)


@pytest.mark.parametrize("regime", DECREES)
def test_the_president_is_asked_by_the_prime_minister(regime: str) -> None:
    """Seen in Điều 83 of the law, and no decree may change it; no other award takes that way."""
    for rule in the_regime(regime).awards:
        for way, _ in procedures(rule):
            assert (way[-2:-1] == [Stage.ENDORSEMENT]) is (rule.award in ORDERS | HEROES)
        if rule.award in ORDERS | HEROES:
            assert at(rule, Stage.ENDORSEMENT).verified


@pytest.mark.parametrize(
    ("awards", "share"), [pytest.param(EIGHTY, "80%", id="80 %"), pytest.param(NINETY, "90%", id="90 %")]
)
@pytest.mark.parametrize("regime", DECREES)
def test_how_much_of_a_council_must_agree(regime: str, awards: set[str], share: str) -> None:
    """Of everyone entitled, in secret; remembered and never seen in either decree, and no local rules change it."""
    for rule in the_awards(regime, awards):
        council = at(rule, Stage.COUNCIL)
        assert isinstance(council, VoteRule)
        asked = council.threshold
        assert (asked.share, asked.of, asked.exceed, asked.verified) == (share, Base.ALL_SEATS, False, False)
        assert (council.ballot, council.verified) == (BallotKind.SECRET, False)
        assert not {"ballot", "threshold", "term"} & set(council.leaves_room)


@pytest.mark.parametrize(
    ("awards", "counted"), [pytest.param(EIGHTY, None, id="80 %"), pytest.param(NINETY, True, id="90 %")]
)
@pytest.mark.parametrize("regime", DECREES)
def test_who_is_absent_where_ninety_percent_must_agree_is_asked_in_writing(
    regime: str, awards: set[str], counted: bool | None
) -> None:
    """Seen in the repealed decree alone, of those titles alone; elsewhere it is left to each council's own rules."""
    for rule in the_awards(regime, awards):
        council = at(rule, Stage.COUNCIL)
        assert isinstance(council, VoteRule)
        assert (council.written and council.written.counted) is counted, rule.award
        assert ("written" in council.leaves_room) is (counted is None)
        if council.written is not None:
            assert not council.written.verified
            assert "91/2017" in (council.written.note or "")


def test_no_chair_outvotes_a_council_unless_its_own_rules_say_so() -> None:
    """One ministry's old rules asked for its chair's approval: they bind no other, and room is left for such."""
    for law, rule in everywhere():
        for step in votes_of(rule):
            assert step.chair is None, (law.id, rule.award)
            assert ("chair" in step.leaves_room) is not is_left_to_no_ministry(rule, step)


def test_nobody_votes_on_a_case_of_their_own() -> None:
    """Remembered, not seen. A member who steps aside stays in the denominator, and no whole council may have to."""
    for law, rule in everywhere():
        for step in votes_of(rule):
            assert step.recusal is not None, (law.id, rule.award)
            assert not step.recusal.verified
            assert (step.quorum.of, step.threshold.of) == (Base.ALL_SEATS, Base.ALL_SEATS)
            assert step.recusal.own_unit is (rule.award not in OF_UNITS)
            assert step.recusal.own_dossier is (step.stage is not Stage.CLUSTER)


def test_a_member_unit_votes_by_its_leader_or_whoever_that_authorises() -> None:
    """The practice of clusters, and no rule; of councils nothing is known, and no substitute votes for a member."""
    for law, rule in everywhere():
        for step in votes_of(rule):
            assert (step.substitutes is not None) is (step.stage is Stage.CLUSTER), (law.id, rule.award)
            assert step.substitutes is None or not step.substitutes.verified
            assert step.stage is not Stage.CLUSTER or "substitutes" in step.leaves_room


def test_women_go_first_among_equals() -> None:
    """Remembered of one decree; of a province's own honours, and of the central council's places, nothing is known."""
    for law, rule in everywhere():
        for step in votes_of(rule):
            if is_left_to_no_ministry(rule, step):
                assert step.ties is None, (law.id, rule.award)
            else:
                assert step.ties is not None
                assert (step.ties.last_words, step.ties.second_round) == ((LastWord.WOMAN,), False)
                assert not step.ties.verified


def test_no_scoring_table_and_no_early_close_is_made_up() -> None:
    """Tables are each cluster's own, and none was seen; nor does any text close a ballot early."""
    for law, rule in everywhere():
        for step in votes_of(rule):
            assert (step.points, step.early_close) == (None, None)
            assert ("points" in step.leaves_room) is (step.stage is Stage.CLUSTER), (law.id, rule.award)


def test_what_explains_the_law_does_not_travel() -> None:
    """Every byte of it would stand in every history; room for others' rules is of no use to a dossier."""
    for law, rule in everywhere():
        rules = the_books().rules_for(a_dossier(law, rule))
        assert isinstance(rules, Rules)
        assert [each.citation for each in cited(rules) if each.note is not None] == []
        assert [step.stage for step in rules.award.route if step.leaves_room] == []
        kept = [[type(each) for each in cited(step)] for step in rules.award.route]
        assert kept == [[type(each) for each in cited(step)] for step in rule.route]


def test_what_ministries_provinces_and_clusters_set_themselves_is_left_to_them() -> None:
    """Their flags, certificates and collectives, and every cluster's ballot: the decree fixes none of these."""
    own = the_awards("nd98-2023", OF_MINISTRIES_AND_PROVINCES - {"minprov_emulation_fighter"})
    clusters = [step for _, rule in everywhere() for step in rule.route if step.stage is Stage.CLUSTER]

    for step in (*(at(rule, Stage.COUNCIL) for rule in own), *clusters):
        assert set(get_args(Room)) - {"silence", "points"} <= set(step.leaves_room)
        assert isinstance(step, VoteRule)
        assert not step.threshold.verified


def test_nothing_of_the_amended_law_is_verified() -> None:
    """Its text was not seen; what it inherits was seen in other laws."""
    found = list(cited(the_regime("luat06-2026")))

    assert the_regime("luat06-2026").favours_earlier in found
    assert not [each.citation for each in found if each.verified]


def test_what_is_not_verified_says_why() -> None:
    """A placeholder must not pass for the law, nor an earlier decree for a later one."""
    found = [each for law in (*the_books().regimes, *the_books().locals) for each in cited(law)]

    assert {each.verified for each in found} == {True, False}
    inherited = [each for each in found if each.citation.startswith("Kế thừa ")]
    assert inherited
    assert not [each.citation for each in inherited if each.verified]
    assert not [each.citation for each in found if not (each.verified or each.note or each in inherited)]


def test_every_award_can_be_decided() -> None:
    """Its rules are found, its last stage decides, and each of its papers comes from somewhere on its way."""
    for law, rule in everywhere():
        rules = the_books().rules_for(a_dossier(law, rule))
        assert isinstance(rules, Rules), (law.id, rule.award, rule.basis)
        for way, papers in procedures(rule):
            assert way[-1] is Stage.DECISION
            assert {paper.brought_by for paper in papers} <= {Stage.UNIT, *way}, (law.id, rule.award, rule.basis)


def test_the_simplified_procedure_asks_two_papers_and_no_vote() -> None:
    """Điều 40 of the first decree was seen; what is a state secret never enters a network."""
    found = [rule.simplified for rule in the_regime("nd98-2023").awards if rule.simplified is not None]

    assert len(found) > 20
    for simplified in found:
        assert simplified.verified
        assert SimplifiedGround.STATE_SECRET not in simplified.grounds
        assert {paper.kind for paper in simplified.documents} == {"proposal_letter", "summary_report"}
        assert all(paper.verified for paper in simplified.documents)
        assert not {step.stage for step in simplified.route} & {Stage.CLUSTER, Stage.PUBLICATION, Stage.COUNCIL}


def test_forms_are_those_of_the_first_decree() -> None:
    """Forms 01 and 02 were seen, for a collective; how the second decree numbers its forms is not known."""
    flag = next(rule for rule in the_awards("nd98-2023", {"minprov_emulation_flag"}) if rule.basis == "minprov_cluster")
    later = [paper for rule in the_regime("nd152-2025").awards for paper in rule.documents]

    assert {(paper.form, paper.verified) for paper in flag.documents if paper.form} == {
        ("Mẫu 01", True),
        ("Mẫu 02", True),
    }
    assert not [paper.name.vi for paper in later if paper.form or "Mẫu" in paper.name.vi]


def test_no_term_is_made_up_and_appraisals_stand_still() -> None:
    """How long the ministry has is not known; a council's standing agency counts from the complete file on."""
    for _, rule in everywhere():
        for step in rule.route:
            assert step.stage is not Stage.CENTRAL_APPRAISAL or step.term is None
            if isinstance(step, OfficeRule) and step.term is not None:
                assert step.term.pauses


@pytest.mark.parametrize(
    ("body", "verified"),
    [pytest.param("VN-BVHTTDL", True, id="the ministry's own"), pytest.param("VN-HP", False, id="another's: a sample")],
)
def test_one_ministry_appraises_its_flag_in_25_working_days(body: str, verified: bool) -> None:
    """Its regulation was read, and binds no other body."""
    flag = (AwardId("minprov_emulation_flag"), BasisId("minprov_cluster"))
    rule = the_books().award(RegimeId("nd98-2023"), *flag, body=BodyId(body))

    assert rule is not None
    term = at(rule, Stage.APPRAISAL).term
    assert term is not None
    assert (term.working_days, term.verified) == (25, verified)


def test_local_honours_are_a_provinces_alone() -> None:
    """The law's list does not have them; one province was seen to ask for 90 % of all members, the other in secret."""
    honours = {(law.id, rule.award): rule for law, rule in everywhere() if rule.award.startswith("local_")}
    assert set(honours) == {
        ("tth-cong-dan-2020", "local_outstanding_citizen"),
        ("tth-cong-dan-2020", "local_honorary_citizen"),
        ("tuyen-quang-2025", "local_outstanding_citizen"),
    }
    for (law, _), rule in honours.items():
        council = at(rule, Stage.COUNCIL)
        assert isinstance(council, VoteRule)
        assert (council.threshold.share, council.threshold.of) == ("90%", Base.ALL_SEATS)
        assert council.threshold.verified is (law == "tuyen-quang-2025")
        assert council.verified is (law == "tth-cong-dan-2020")
