"""A council of seventeen votes on paper: the tellers' sums decide, and no seat's choice is known."""

import json
from typing import Any

import pytest

from schemas.ballots import Choice, Vote
from schemas.bodies import Body, Language
from schemas.ids import ActorId, DossierId, NomineeId, SeatId
from schemas.labels import FACTS
from schemas.legal_values import Base
from schemas.messages import Adjourn, Cast, Close, Convene, CountVotes, Reconvene, Recuse, WithdrawBallot
from schemas.minutes import Finding, Minutes
from schemas.ports import AgendaAnswer
from schemas.receipts import Receipt
from schemas.refusals import Reason, Refusal
from schemas.routes import BallotKind, VoteRule
from schemas.sitting import Explain, Places, SittingStatus
from schemas.vote_clauses import (
    BlankPapers,
    ChairRule,
    ChairVote,
    EarlyClose,
    EarlyWhen,
    LastWord,
    Recusal,
    Ties,
    WrittenOpinions,
)
from schemas.vote_counts import CountKind, CountRecord, Sums
from tests.builders.values import AWARD, BASIS, NOON, a_body, a_requirement, a_vote_rule
from tests.builders.vote_counts import TELLERS, a_count, seats, sums
from tests.builders.walks import a_call, an_agenda
from tests.simulators.sitting_simulator import SittingSimulator
from tests.workflows.rules.exhaustive_tallies import CITED
from workflows.rules.sitting import sitting_view
from workflows.rules.views import current_details
from workflows.rules.voting import counted_papers

COUNCIL, SECRETARY = a_body(seats=17), "secretary-cum-thi-dua-1"
PRESENT = seats(15)
WRITTEN = WrittenOpinions(counted=True, **CITED)


def a_council(*rules: VoteRule, dossiers: int = 1, body: Body = COUNCIL, **changes: Any) -> SittingSimulator:
    """Return a council of seventeen that sits over dossiers; each is voted on by the rule of its number."""
    own = rules or (a_vote_rule(),)
    agenda = tuple(
        item.model_copy(update={"rule": min(at, len(own) - 1), "unit": f"u-{at}", "nominee_id": NomineeId(f"n-{at}")})
        for at, item in enumerate(an_agenda(dossiers))
    )
    known = AgendaAnswer(items=agenda, rules=own, body=body)
    call: Convene = a_call(agenda=tuple(item.dossier_id for item in agenda), by=ActorId(SECRETARY))
    simulator = SittingSimulator(call.model_copy(update=changes), known, NOON)
    assert isinstance(simulator.convene(known), Receipt)
    return simulator


def counted(simulator: SittingSimulator, *numbers: int, **changes: Any) -> Receipt | Refusal:
    """Enter a count of the first dossier."""
    chair = changes.pop("chair", None)
    present = changes.pop("present", PRESENT)
    return simulator.act(a_count(SECRETARY, present, sums("d-1", *numbers, chair=chair), **changes))


def reason(answer: Receipt | Refusal) -> Reason | None:
    """Return why an act was refused, or that it was not."""
    return answer.reason if isinstance(answer, Refusal) else None


def closed(simulator: SittingSimulator, **changes: Any) -> Minutes:
    """Close the meeting, and return its minutes."""
    answer = simulator.act(Close(by=ActorId(SECRETARY), meeting=simulator.state.meeting, **changes))
    assert isinstance(answer, Receipt), answer
    minutes = simulator.state.first.minutes if simulator.state.first else simulator.state.minutes
    assert minutes is not None
    return minutes


def a_ballot(seat: str, vote: Vote = Vote.APPROVE, dossiers: int = 1, **changes: Any) -> Cast:
    """Return a seat's own ballot."""
    choices = tuple(Choice(dossier_id=item.dossier_id, vote=vote) for item in an_agenda(dossiers))
    return Cast(**{"seat": SeatId(seat), "choices": choices, **changes})


@pytest.mark.parametrize(
    ("numbers", "finding", "tally"),
    [
        pytest.param((14, 0, 0, 0, 1), Finding.CARRIED, (15, 14, 0, 0, 1), id="fourteen, and one invalid"),
        pytest.param((14, 0, 0, 1), Finding.CARRIED, (15, 14, 0, 0, 1), id="fourteen, and one blank"),
        pytest.param((13, 1, 1), Finding.DEFEATED, (15, 13, 1, 1, 0), id="thirteen"),
    ],
)
def test_fourteen_of_seventeen_are_needed(numbers: tuple[int, ...], finding: Finding, tally: tuple[int, ...]) -> None:
    """80 % of all seats; a blank is invalid where no rule says otherwise."""
    council = a_council()

    assert reason(counted(council, *numbers)) is None
    (item,) = closed(council).items

    assert item.finding is finding
    assert (item.tally.seats, item.tally.present, item.tally.needed) == (17, 15, 14)
    said = item.tally
    assert (said.cast, said.approve, said.disapprove, said.abstain, said.invalid) == tally
    assert item.sums == counted_papers.without_the_chair(sums("d-1", *numbers))


@pytest.mark.parametrize(
    ("numbers", "changes", "said"),
    [
        pytest.param((14, 1, 1), {}, "d-1: đồng ý 14, không đồng ý 1, không có ý kiến 1", id="sixteen of fifteen"),
        pytest.param((13, 1), {}, "cộng là 14, trong khi phải là 15", id="fourteen of fifteen"),
        pytest.param((14, 1), {"issued": 14}, "Thu về 15 phiếu, phát ra 14 phiếu", id="more returned than issued"),
        pytest.param((15,), {"issued": 16}, "Phát ra 16 phiếu, có mặt 15 thành viên", id="more than present"),
    ],
)
def test_numbers_that_contradict_each_other_are_refused(
    numbers: tuple[int, ...], changes: dict[str, Any], said: str
) -> None:
    """Before anything is recorded, with what to check."""
    council = a_council()
    before = council.state

    answer = counted(council, *numbers, **changes)

    assert isinstance(answer, Refusal)
    assert answer.reason is Reason.COUNT_DOES_NOT_ADD
    assert said in answer.message
    assert "đề nghị" in answer.message
    assert council.state is before
    assert [kept.fact.kind for kept in council.facts()] == ["sitting_convened"]


def test_paper_ballot() -> None:
    """A secret ballot's count leaves no seat's choice anywhere: not in facts, minutes, state or pages."""
    council = a_council(dossiers=2)
    act = a_count(SECRETARY, PRESENT, sums("d-2", 13, 1, 0, 1), sums("d-1", 14, 0, 0, 0, 1))

    assert isinstance(council.act(act), Receipt)
    page = current_details.of_sitting(council.call, council.state)
    before = sitting_view.view(council.call, council.state)
    minutes = closed(council)

    assert (minutes.roll_calls, minutes.present, minutes.absent) == ((), PRESENT, seats(17)[15:])
    record = CountRecord(kind=CountKind.PAPER, issued=15, returned=15, tellers=TELLERS, record=act.record)
    assert minutes.count == record
    assert before.count == record
    assert (before.voted, before.awaited, before.minutes) == ((), (), None)
    assert "đồng ý" not in page
    told = "".join(kept.model_dump_json(exclude_none=True) for kept in council.facts())
    assert not any(word in told for word in ('"marks":', '"vote":', '"chair":"approve"', '"choices":'))
    fact = json.loads(council.facts()[1].fact.model_dump_json())
    assert fact["count"]["items"] == [
        {"approve": 14, "disapprove": 0, "invalid": 1, "dossier_id": "d-1"},
        {"approve": 13, "disapprove": 1, "blank": 1, "dossier_id": "d-2"},
    ]
    assert FACTS["votes_counted"].vi == "Nhận biên bản kiểm phiếu"


def test_the_same_count_again_is_answered_with_the_same_receipt() -> None:
    """Another one under its revision is refused, and a later one supersedes it."""
    council = a_council()
    first = counted(council, 13, 2)

    assert counted(council, 13, 2) == first
    other = counted(council, 14, 1)
    assert isinstance(other, Refusal)
    assert (other.reason, other.details) == (Reason.BALLOT_ALREADY_CAST, ("1",))
    assert isinstance(counted(council, 14, 1, revision=3), Receipt)
    late = counted(council, 13, 2)
    assert isinstance(late, Refusal)
    assert (late.reason, late.details) == (Reason.BALLOT_SUPERSEDED, ("3",))
    last = counted(council, 14, 1, revision=3)
    assert closed(council).items[0].finding is Finding.CARRIED
    assert counted(council, 14, 1, revision=3) == last
    assert reason(counted(council, 13, 2, revision=4)) is Reason.SITTING_CLOSED


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"by": "seat-1"}, Reason.NOT_YOURS),
        ({"by": SECRETARY, "meeting": 2}, Reason.NOT_THIS_MEETING),
        ({"present": (*PRESENT[1:], SeatId("seat-99"))}, Reason.NOT_ON_THE_ROLL),
        ({"kind": CountKind.HANDS}, Reason.OTHER_BALLOT_KIND),
        ({"tellers": ("van-phong", "u-0")}, Reason.TELLER_ON_AGENDA),
        ({"tellers": ("van-phong", "n-0")}, Reason.TELLER_ON_AGENDA),
        ({"items": (sums("d-1", 15), sums("d-2", 15))}, Reason.NOT_ON_THE_AGENDA),
        ({"items": (sums("d-1", 15), sums("d-1", 15))}, Reason.AGENDA_NOT_COVERED),
        ({"items": (sums("d-1", 14, 0, 0, 0, 1, chair=Vote.APPROVE),)}, Reason.SECRET_BALLOT),
    ],
)
def test_a_count_is_the_secretary_s_and_covers_what_is_put_to_the_vote(
    changes: dict[str, Any], expected: Reason
) -> None:
    """Each refusal by its reason; a chair's vote that decides nothing stays secret."""
    act = a_count(SECRETARY, PRESENT, sums("d-1", 14, 1)).model_dump(exclude={"items"}) | {
        "items": (sums("d-1", 14, 1),)
    }

    assert reason(a_council().act(CountVotes.model_validate({**act, **changes}))) is expected


def test_a_teller_s_own_unit_or_nominee_is_not_on_the_agenda() -> None:
    """Neither a seat's, nor its substitute's."""
    seat = COUNCIL.seats[1].model_copy(update={"unit": "u-0"})
    other = COUNCIL.seats[2].model_copy(update={"nominee": NomineeId("n-0")})
    body = COUNCIL.model_copy(update={"seats": (COUNCIL.seats[0], seat, other, *COUNCIL.seats[3:])})
    council = a_council(body=body)

    for teller, expected in {"seat-2": True, "seat-3": True, "seat-4": False}.items():
        refused = counted(council, 14, 1, tellers=(ActorId("van-phong"), ActorId(teller)))
        assert reason(refused) is (Reason.TELLER_ON_AGENDA if expected else None)


def test_an_open_vote_is_counted_by_hands() -> None:
    """All present voters raise theirs; papers are for secret ballots. The refusal names the rule."""
    council = a_council(a_vote_rule(ballot=BallotKind.OPEN, citation="Điều 7 quy chế"))

    paper = counted(council, 14, 1)
    assert isinstance(paper, Refusal)
    assert paper.reason is Reason.OTHER_BALLOT_KIND
    assert "biểu quyết công khai" in paper.message
    assert "Điều 7 quy chế" in paper.message
    short = counted(council, 13, 1, kind=CountKind.HANDS, issued=14, returned=14)
    assert reason(short) is Reason.COUNT_DOES_NOT_ADD
    assert reason(counted(council, 14, 1, kind=CountKind.HANDS)) is None
    assert closed(council).items[0].finding is Finding.CARRIED


def test_a_meeting_votes_one_way() -> None:
    """By single ballots or by a count; a ballot that was withdrawn stands no more."""
    council = a_council()
    council.act(a_ballot("seat-3"))
    beside = counted(council, 14, 1)
    council.act(WithdrawBallot(seat=SeatId("seat-3"), revision=1))

    assert isinstance(beside, Refusal)
    assert (beside.reason, beside.details) == (Reason.VOTED_OTHERWISE, ("seat-3",))
    assert reason(counted(council, 14, 1)) is None
    assert reason(council.act(a_ballot("seat-4"))) is Reason.VOTED_OTHERWISE


def test_written_opinions_are_added_to_the_sums() -> None:
    """Those of absent seats, before the count and after it; never for the quorum."""
    council = a_council(a_vote_rule(written=WRITTEN))
    council.act(a_ballot("seat-16", written=True))

    assert reason(counted(council, 14, 2, present=seats(16))) is Reason.ATTENDED_AND_WROTE
    assert reason(counted(council, 12, 3)) is None
    assert reason(council.act(a_ballot("seat-1", written=True))) is Reason.ATTENDED_AND_WROTE
    assert reason(council.act(a_ballot("seat-17", written=True))) is None
    minutes = closed(council)

    (item,) = minutes.items
    assert (item.tally.written, item.tally.cast, item.tally.present, item.tally.approve) == (2, 17, 15, 14)
    assert item.sums == Sums(approve=12, disapprove=3)
    assert (item.finding, minutes.written) == (Finding.CARRIED, seats(17)[15:])


@pytest.mark.parametrize(("blanks", "abstain", "invalid"), [(None, 1, 2), (False, 1, 2), (True, 2, 1)])
def test_a_blank_is_invalid_unless_the_rule_says_otherwise(blanks: bool | None, abstain: int, invalid: int) -> None:
    """The sums keep it apart, and the explanation says as what it counts."""
    clause = None if blanks is None else BlankPapers(abstain=blanks, **CITED)
    council = a_council(a_vote_rule(blanks=clause))
    counted(council, 12, 0, 1, 1, 1)

    (item,) = closed(council).items

    assert (item.tally.abstain, item.tally.invalid, item.tally.cast) == (abstain, invalid, 15)
    assert item.sums == Sums(approve=12, disapprove=0, abstain=1, blank=1, invalid=1)


def test_a_count_is_explained_with_its_record_and_its_sums() -> None:
    """In both languages, and what a blank counts as; the operator's page shows the same once it is closed."""
    council = a_council(a_vote_rule(blanks=BlankPapers(abstain=True, citation="Điều 12", verified=True)))
    counted(council, 13, 0, 0, 1, 1)
    waiting = current_details.of_sitting(council.call, council.state)
    closed(council)

    def told(language: Language) -> tuple[str, ...]:
        return sitting_view.explained(
            council.call, council.state, Explain(dossier_id=DossierId("d-1"), language=language)
        )

    tellers, name = "seat-2, van-phong", "Biên bản kiểm phiếu số 01/BB-KP"
    vietnamese = (
        f"Ban kiểm phiếu ({tellers}) kiểm phiếu giấy: phát ra 15, thu về 15. Biên bản kiểm phiếu: {name}.",
        "Kiểm phiếu hồ sơ này: hợp lệ 13 (đồng ý 13, không đồng ý 0, không có ý kiến 0), phiếu trắng 1,"
        " không hợp lệ 1.",
        "Phiếu trắng tính là không có ý kiến. Căn cứ: Điều 12",
        "Kết quả: đồng ý 13, không đồng ý 0, không có ý kiến 1, không hợp lệ 1.",
    )
    english = (
        f"Tellers ({tellers}) counted (paper ballot): 15 issued, 15 returned. Record of the count: {name}.",
        "Counted for this dossier: 13 valid (13 approve, 0 disapprove, 0 abstain), 1 blank, 1 invalid.",
        "Blanks count as abstentions. By: Điều 12",
        "Votes: approve 13, disapprove 0, abstain 1, invalid 1.",
    )
    assert told(Language.VIETNAMESE)[3:7] == vietnamese
    assert told(Language.ENGLISH)[3:7] == english
    record = "Kiểm phiếu (phiếu giấy): phát ra 15, thu về 15; ban kiểm phiếu: `seat-2`, `van-phong`;"
    assert "Đã nhận kết quả kiểm phiếu lần 1, chưa kết thúc phiên họp." in waiting
    assert record in waiting
    page = current_details.of_sitting(council.call, council.state)
    assert record in page
    assert "| `d-1` | Không đạt | 13 trên 17 (cần 14) | hợp lệ 13 (đồng ý 13, không đồng ý 0," in page


def test_a_seat_that_steps_aside_hands_in_no_vote_on_that_dossier() -> None:
    """One of two dossiers of fifteen papers then has fourteen votes."""
    council = a_council(a_vote_rule(recusal=Recusal(own_unit=True, **CITED)), dossiers=2)
    council.act(Recuse(seat=SeatId("seat-3"), by=ActorId("seat-3"), dossiers=(DossierId("d-1"),), reason="vợ"))

    fifteen = council.act(a_count(SECRETARY, PRESENT, sums("d-1", 15), sums("d-2", 15)))
    assert isinstance(fifteen, Refusal)
    assert (fifteen.reason, fifteen.details) == (Reason.COUNT_DOES_NOT_ADD, ("d-1", "15", "14"))
    assert isinstance(council.act(a_count(SECRETARY, PRESENT, sums("d-1", 14), sums("d-2", 15))), Receipt)
    late = Recuse(seat=SeatId("seat-4"), by=ActorId("seat-4"), dossiers=(DossierId("d-1"),), reason="vợ")
    assert reason(council.act(late)) is Reason.TOO_LATE_TO_STEP_ASIDE
    absent = late.model_copy(update={"seat": SeatId("seat-17"), "by": ActorId("seat-17")})
    assert reason(council.act(absent)) is None
    assert [item.tally.cast for item in closed(council).items] == [14, 15]


@pytest.mark.parametrize(("papers", "votes"), [(14, 14), (15, 14)])
def test_a_seat_that_steps_aside_from_everything_is_given_no_paper(papers: int, votes: int) -> None:
    """Or hands in one that counts for nothing."""
    council = a_council()
    council.act(Recuse(seat=SeatId("seat-3"), by=ActorId("seat-3"), dossiers=(DossierId("d-1"),), reason="vợ"))

    assert reason(counted(council, votes - 1, issued=papers, returned=papers)) is Reason.COUNT_DOES_NOT_ADD
    assert reason(counted(council, votes + 1, issued=papers, returned=papers)) is Reason.COUNT_DOES_NOT_ADD
    assert reason(counted(council, votes, issued=papers, returned=papers)) is None
    assert closed(council).items[0].finding is Finding.CARRIED


@pytest.mark.parametrize(("least", "expected"), [(12, Reason.COUNT_DOES_NOT_ADD), (13, None), (14, None)])
def test_a_paper_that_did_not_come_back_may_be_of_a_seat_that_steps_aside(least: int, expected: Reason | None) -> None:
    """A true count must never be refused: with a paper missing, thirteen or fourteen votes are possible."""
    council = a_council(dossiers=2)
    council.act(Recuse(seat=SeatId("seat-3"), by=ActorId("seat-3"), dossiers=(DossierId("d-1"),), reason="vợ"))
    act = a_count(SECRETARY, PRESENT, sums("d-1", least), sums("d-2", 14), returned=14)

    assert reason(council.act(act)) is expected


def test_the_chair_s_vote_is_given_where_it_must_approve() -> None:
    """Nothing is carried against it; the minutes do not tell it."""
    rule = a_vote_rule(chair=ChairRule(vote=ChairVote.MUST_APPROVE, **CITED))
    against, absent = a_council(rule), a_council(rule)

    assert reason(counted(against, 14, 1)) is Reason.CHAIR_VOTE_NEEDED
    assert reason(counted(against, 15, chair=Vote.DISAPPROVE)) is Reason.COUNT_DOES_NOT_ADD
    assert reason(counted(against, 14, 1, chair=Vote.DISAPPROVE)) is None
    minutes = closed(against)
    assert minutes.items[0].finding is Finding.DEFEATED
    assert "chair" not in minutes.model_dump_json(exclude_none=True)

    others = seats(17)[1:16]
    assert reason(counted(absent, 14, 1, present=others, chair=Vote.APPROVE)) is Reason.COUNT_DOES_NOT_ADD
    assert reason(counted(absent, 14, 1, present=others)) is None
    assert closed(absent).items[0].finding is Finding.DEFEATED


def test_the_chair_s_vote_is_given_where_it_breaks_a_tie() -> None:
    """And nowhere else; a written opinion that makes a tie after the count is not counted without it."""
    tie = ChairRule(vote=ChairVote.BREAKS_TIES, **CITED)
    half = a_requirement("1/2", of=Base.BALLOTS_CAST, exceed=True)
    council = a_council(a_vote_rule(chair=tie, written=WRITTEN, threshold=half))

    assert reason(counted(council, 7, 7, 1)) is Reason.CHAIR_VOTE_NEEDED
    assert reason(counted(council, 8, 7, chair=Vote.APPROVE)) is Reason.SECRET_BALLOT
    assert reason(counted(council, 8, 7)) is None
    assert reason(council.act(a_ballot("seat-16", Vote.DISAPPROVE, written=True))) is None
    close = Close(by=ActorId(SECRETARY))
    assert reason(council.act(close)) is Reason.CHAIR_VOTE_NEEDED
    assert reason(counted(council, 8, 7, chair=Vote.APPROVE, revision=2)) is None
    assert closed(council).items[0].finding is Finding.CARRIED


def test_the_chair_s_vote_is_given_where_it_is_the_last_word() -> None:
    """Of rivals with as many approvals for one place, the one that the chair approved goes first."""
    rule = a_vote_rule(
        threshold=a_requirement("1/2"), ties=Ties(second_round=False, last_words=(LastWord.CHAIR,), **CITED)
    )
    council = a_council(rule, dossiers=3, places=(Places(award=AWARD, basis=BASIS, count=1),))

    bare = a_count(SECRETARY, PRESENT, sums("d-1", 12, 3), sums("d-2", 12, 3), sums("d-3", 11, 4))
    refused = council.act(bare)
    assert isinstance(refused, Refusal)
    assert (refused.reason, refused.details) == (Reason.CHAIR_VOTE_NEEDED, ("d-1", "d-2"))
    said = (sums("d-1", 12, 3, chair=Vote.DISAPPROVE), sums("d-2", 12, 3, chair=Vote.APPROVE), bare.items[2])
    assert isinstance(council.act(bare.model_copy(update={"items": said})), Receipt)
    found = [item.finding for item in closed(council).items]
    assert found == [Finding.NO_PLACE, Finding.CARRIED, Finding.NO_PLACE]


def test_a_count_belongs_to_its_meeting() -> None:
    """An adjourned meeting's does not carry over; and those present there must be those of the count."""
    council = a_council()
    few = seats(9)

    assert reason(counted(council, 9, present=few)) is None
    late = Close(by=ActorId(SECRETARY), attended=(SeatId("seat-17"),))
    assert reason(council.act(late)) is Reason.COUNT_DOES_NOT_ADD
    minutes = closed(council, attended=few)
    assert minutes.items[0].finding is Finding.NO_QUORUM
    assert council.state.status is SittingStatus.ADJOURNED
    assert reason(counted(council, 14, 1, revision=2)) is Reason.SITTING_ADJOURNED
    council.act(Reconvene(by=ActorId(SECRETARY), meeting=2))
    assert council.state.count is None
    assert reason(counted(council, 9, present=few)) is Reason.NOT_THIS_MEETING
    assert reason(counted(council, 14, 1, meeting=2)) is None
    council.act(Adjourn(by=ActorId(SECRETARY), meeting=2, reason="Hoãn vì bão."))
    council.act(Reconvene(by=ActorId(SECRETARY), meeting=3))
    assert reason(council.act(a_ballot("seat-4", meeting=3))) is None


def test_a_count_is_not_entered_before_the_ballot_opens() -> None:
    """Nor does it close the meeting, whatever the rule on an early close: it may be corrected until then."""
    council = a_council(
        a_vote_rule(early_close=EarlyClose(when=EarlyWhen.OUTCOME_FIXED, **CITED)), opens_at=NOON, closes_at=None
    )

    assert reason(counted(council, 14, 1)) is Reason.NOT_YET_OPEN
    council.open_ballot()
    assert reason(counted(council, 15)) is None
    assert not council.closes_early


def test_a_second_round_has_a_count_of_its_own() -> None:
    """Its approvals are no more than its valid papers can bear; the minutes keep both records."""
    rule = a_vote_rule(threshold=a_requirement("1/2"), ties=Ties(second_round=True, **CITED))
    council = a_council(rule, dossiers=2, places=(Places(award=AWARD, basis=BASIS, count=1),))
    council.act(a_count(SECRETARY, PRESENT, sums("d-1", 12, 3), sums("d-2", 12, 3)))
    closed(council)
    again = {"meeting": 2}

    many = a_count(SECRETARY, PRESENT, sums("d-1", 8, 6, 0, 0, 1), sums("d-2", 7, 7, 0, 0, 1), **again)
    assert reason(council.act(many)) is Reason.TOO_MANY_APPROVED
    held = a_count(SECRETARY, PRESENT[:14], sums("d-1", 8, 5, 0, 0, 1), sums("d-2", 5, 8, 0, 0, 1), **again)
    assert reason(council.act(held)) is None
    minutes = closed(council)

    assert [item.finding for item in minutes.items] == [Finding.CARRIED, Finding.NO_PLACE]
    assert [item.second_sums and item.second_sums.approve for item in minutes.items] == [8, 5]
    assert minutes.count is not None
    assert minutes.second_count is not None
    assert (minutes.count.returned, minutes.second_count.returned) == (15, 14)
    assert minutes.present == PRESENT


def test_a_run_that_begins_again_remembers_the_count() -> None:
    """While the sitting is open and once it is closed."""
    council = a_council()
    counted(council, 14, 1)
    council.renew()
    closed(council)
    council.renew()

    assert council.state.count is None
