"""What operators read in the Temporal UI: Vietnamese Markdown for every state there can be, and no sums too early."""

import re
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import labels
from schemas.ids import DossierId, RegimeId
from schemas.messages import Adjourn, Close, Convene
from schemas.proceedings import HoldGround
from schemas.sitting import AnnouncementReport, Contested, Places, SittingStatus, Unheard
from schemas.stages import Stage
from schemas.submission import Reasoned, SubmissionStatus
from schemas.verdict import Outcome
from schemas.vote_clauses import Ties
from schemas.workflow_state import FirstRound, PostmanState, SittingState
from tests.builders.values import (
    AWARD,
    BASIS,
    NOON,
    a_body,
    a_decision_ref,
    a_document,
    a_dossier,
    a_vote_rule,
    an_organisation,
)
from tests.builders.walks import a_call, a_list, a_sitting, a_submission, an_agenda
from tests.simulators.dossier_simulator import DossierSimulator, walked
from workflows.rules.sitting import sitting_facts, sitting_state
from workflows.rules.views import current_details

MISSED = Unheard(dossier_id=DossierId("d-2"), reason="DossierClosed", message="Hồ sơ đã kết thúc.")
REPORT = AnnouncementReport(told=1, unheard=(MISSED,))

ENGLISH = re.compile(r"\b(unit|cluster|council|decision|granted|refused|withdrawn|lapsed|forward|open|closed|None)\b")


def prose(page: str) -> str:
    """Return a page without what stands in code quotes: identifiers belong to no language."""
    return re.sub(r"`[^`]*`", "", page)


def table(page: str) -> list[list[str]]:
    """Return the cells of a page's table, a row each, its head and its rule left out."""
    rows = [re.split(r"(?<!\\)\|", line)[1:-1] for line in page.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def closed(call: Convene, ballots: Sequence[str], **changes: Any) -> SittingState:
    """Return a sitting once its chair has closed it."""
    state = a_sitting(ballots, **changes)
    return sitting_state.apply(state, sitting_facts.closed(call, state, Close(by=call.by), NOON))


@pytest.mark.parametrize("stage", Stage)
def test_a_dossier_s_page_begins_with_where_it_stands(stage: Stage) -> None:
    """In the words of the law, not in those of the code."""
    page = current_details.of_dossier(walked(stage).state)

    assert page.startswith(f"### {labels.STAGES[stage].vi}\n")
    assert not ENGLISH.search(prose(page))
    assert "`nd98-2023`" in page


def test_a_dossier_s_page_names_the_regulation_and_the_charter_that_were_applied() -> None:
    """Beside the decree: a person who asks why a vote went as it did must find all three."""
    state = walked(Stage.UNIT).state
    own = state.rules.model_copy(update={"local": RegimeId("qd-bo"), "charter": RegimeId("quy-che-cum")})

    page = current_details.of_dossier(state.model_copy(update={"rules": own}))

    assert "Văn bản áp dụng: `nd98-2023`, quy định riêng: `qd-bo`, quy chế cụm, khối: `quy-che-cum`." in page


def test_a_waiting_dossier_tells_for_whom_until_when_and_for_want_of_what() -> None:
    """An operator who is called at night needs no more; hours are Hanoi's."""
    page = current_details.of_dossier(walked(Stage.UNIT).state)

    assert re.search(r"Đang chờ \*\*.*so-noi-vu.* từ 12:00 ngày 04/03/2024\.", page)
    assert "**18/03/2024**" in page
    assert re.search(r"^- Thiếu: .*achievement", page, re.MULTILINE)
    assert "quá hạn" not in page


def test_a_returned_dossier_tells_why() -> None:
    """Each reason on a line of its own, whatever lines it was written in."""
    page = current_details.of_dossier(walked(Stage.CLUSTER).hear(Outcome.RETURN, reasons=("Một\n# hai.", "Ba.")).state)

    listed = [line for line in page.splitlines() if line.startswith("- Lý do trả lại: ")]
    assert len(listed) == 2
    assert "hai" in listed[0]


def test_an_overdue_dossier_says_so() -> None:
    """Beside the day that has passed."""
    page = current_details.of_dossier(walked(Stage.CLUSTER).strike().strike().state)

    assert re.search(r"\*\*01/04/2024\*\*\..*quá hạn", page)


def test_a_dossier_on_hold_says_by_whom_since_when_and_why() -> None:
    """And how much of its term is left, in place of the end date."""
    page = current_details.of_dossier(walked(Stage.CLUSTER).hold(ground=HoldGround.INVESTIGATION).state)

    assert "**Tạm dừng xét** theo `cum-thi-dua-1` từ 13:00 ngày 04/03/2024: điều tra, thanh tra" in page
    assert "Thời hạn ngừng tính, còn 20 ngày làm việc." in page
    assert "Không có thời hạn" not in page
    assert "Hạn: " not in page


def test_a_dossier_that_came_somewhere_on_hold_has_nothing_left_to_tell() -> None:
    """Its term there has yet to begin."""
    page = current_details.of_dossier(walked(Stage.UNIT).hold().supplement("achievement_report").state)

    assert "**Tạm dừng xét**" in page
    assert "Thời hạn ngừng tính." in page


def test_a_released_dossier_says_until_when_again() -> None:
    """And that it was on hold stands among its facts."""
    page = current_details.of_dossier(walked(Stage.CLUSTER).hold().release().state)

    assert "**01/04/2024**" in page
    assert [row[2] for row in table(page)[1:]] == ["Tạm dừng xét", "Tiếp tục xét"]


def test_each_fact_is_a_row() -> None:
    """When, what, by whom, and by how many votes or which decision."""
    walk = walked(Stage.GRANTED)

    rows = table(current_details.of_dossier(walk.state))

    assert [row[0] for row in rows] == ["1", "2", "3", "4"]
    assert [row[1] for row in rows] == [f"{hour}:00 ngày 04/03/2024" for hour in (12, 13, 14, 15)]
    assert [row[2] for row in rows] == [labels.FACTS[fact.kind].vi for fact in walk.facts]
    assert [row[3] for row in rows] == [
        "",
        *(f"Đơn vị {body}" for body in ("cum-thi-dua-1", "hoi-dong-tw", "thu-tuong")),
    ]
    assert "4 trên 5 (cần 4)" in rows[1][4]
    assert "231/QĐ-TTg" in rows[3][4]


@pytest.mark.parametrize("name", ["Cụm | khối", "[Cụm](https://nguoi-la.example)", "<b>Cụm</b>", "**Cụm**"])
def test_a_name_is_only_a_name(name: str) -> None:
    """A body may be called what it likes, and breaks no table and makes no link."""
    strange = an_organisation("cum-thi-dua-1", name=name)

    page = current_details.of_dossier(DossierSimulator(a_dossier(cluster=strange)).submit().hear(Outcome.FORWARD).state)

    assert {len(row) for row in table(page)} == {5}
    assert name not in page
    assert "Cụm" in table(page)[1][3]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("https://nguoi-la.example", "https: //nguoi-la.example"),
        ("FTP://nguoi-la.example", "FTP: //nguoi-la.example"),
        ("www.nguoi-la.example", "www .nguoi-la.example"),
        ("WWW.nguoi-la.example", "WWW .nguoi-la.example"),
        ("ten@nguoi-la.example", "ten @nguoi-la.example"),
        ("mailto:ten@nguoi-la.example", "mailto :ten @nguoi-la.example"),
        ("https&#58;//nguoi-la.example", r"https\&\#58;//nguoi-la.example"),
        ("https:\\//nguoi-la.example", r"https:\\//nguoi-la.example"),
    ],
)
def test_a_name_is_no_link_by_itself(name: str, written: str) -> None:
    """The UI makes links of bare addresses, and an operator who follows one trusts the page that it stands on."""
    strange = an_organisation("cum-thi-dua-1", name=f"Cụm {name}")

    page = current_details.of_dossier(DossierSimulator(a_dossier(cluster=strange)).submit().state)

    assert f"**Cụm {written}**" in page


def test_a_twin_names_the_first() -> None:
    """So that an operator can look there."""
    walk = DossierSimulator()
    walk.state = walk.state.model_copy(update={"twin_of": DossierId("hs-dau")})

    assert "Trùng với hồ sơ `hs-dau`." in current_details.of_dossier(walk.submit().state)


STEPS = [
    *(*Outcome, Outcome.FORWARD, Outcome.FORWARD, Outcome.GRANT),
    *("supplement", "supplement", "supplement", "strike", "withdraw", "hold", "release"),
]


@settings(deadline=None)
@given(st.lists(st.sampled_from(STEPS), max_size=10))
def test_every_dossier_has_a_page(steps: Sequence[Outcome | str]) -> None:
    """A page that fails would stop the workflow that it describes."""
    walk = DossierSimulator(a_dossier(documents=(a_document("proposal_letter"),))).submit()
    for step in steps:
        _take(walk, step)

        assert len(table(current_details.of_dossier(walk.state))) == len(walk.facts)


def _take(walk: DossierSimulator, step: Outcome | str) -> None:
    with_the_unit, decides = walk.state.stage is Stage.UNIT, walk.state.stage is Stage.DECISION
    if walk.state.stage.is_final:
        return
    match step:
        case "hold" if walk.state.held is None:
            walk.hold()
        case "release" if walk.state.held is not None:
            walk.release()
        case Outcome() if walk.state.held is not None:
            return
        case "supplement" if with_the_unit:
            walk.supplement("achievement_report")
        case "strike" if walk.state.clock.next is not None:
            walk.strike()
        case "withdraw":
            walk.withdraw()
        case Outcome.GRANT if decides:
            walk.hear(Outcome(step))
        case Outcome.FORWARD if not decides and not with_the_unit:
            walk.hear(Outcome(step))
        case Outcome.RETURN | Outcome.REFUSE if not with_the_unit:
            walk.hear(Outcome(step))


CALL = a_call()

PLACES = (Places(award=AWARD, basis=BASIS, count=1),)

TIES = a_vote_rule(ties=Ties(second_round=True, citation="Điều 1", verified=True))


def put_off(state: SittingState) -> SittingState:
    """Return a sitting once its chair has put it off."""
    return sitting_state.apply(state, sitting_facts.adjourned(CALL, state, Adjourn(by=CALL.by, reason="Hoãn."), NOON))


SITTINGS = [
    a_sitting(),
    a_sitting(status=SittingStatus.CALLED, opens_at=NOON),
    put_off(a_sitting(["AD"])),
    closed(a_call(places=PLACES), ["AA"] * 5, rules=(TIES,)),
    a_sitting(["AD", "DX"], closes_at=NOON),
    closed(CALL, ["AD"]),
    closed(CALL, ["AD"] * 5),
    closed(CALL, ["AD"] * 5).model_copy(update={"status": SittingStatus.ANNOUNCED, "report": REPORT}),
]


@pytest.mark.parametrize(
    "state", SITTINGS, ids=["convened", "called", "put off", "tied", "open", "adjourned", "closed", "announced"]
)
def test_a_sitting_s_page_tells_how_far_it_is(state: SittingState) -> None:
    """Whatever has happened to it."""
    page = current_details.of_sitting(CALL, state)

    assert page.startswith(f"### Cơ quan xét cum-thi-dua-1: phiên họp lần {state.meeting}, 2 hồ sơ\n")
    assert not ENGLISH.search(prose(page))
    is_timed = state.closes_at is not None or state.opens_at is not None
    assert ("12:00 ngày 04/03/2024" in page) is (is_timed or bool(table(page)))
    assert ("- Không báo được `d-2`: Hồ sơ đã kết thúc." in page) is (state.report is not None)
    is_counted = state.status in {SittingStatus.CLOSED, SittingStatus.ANNOUNCED}
    assert [row[1] for row in table(page)] == (["Đạt", "Không đạt"] if is_counted else [])


def test_a_sitting_that_was_called_says_when_its_ballot_opens() -> None:
    """Until then an operator who is asked to let a person vote can only point to it."""
    page = current_details.of_sitting(CALL, a_sitting(status=SittingStatus.CALLED, opens_at=NOON))

    assert "Mở bỏ phiếu lúc 12:00 ngày 04/03/2024." in page
    assert "Đang chờ phiếu" not in page


def test_a_sitting_that_was_put_off_lacked_no_quorum() -> None:
    """The later reader was not there."""
    assert "Phiên họp hoãn: Hoãn." in current_details.of_sitting(CALL, put_off(a_sitting(["AD"])))
    assert "Không đủ số thành viên tối thiểu, phiên họp hoãn." in current_details.of_sitting(CALL, closed(CALL, ["AD"]))


def test_a_second_round_names_what_is_voted_on_again() -> None:
    """No ballot of the first round counts in it, so every seat's is waited for."""
    page = current_details.of_sitting(CALL, closed(a_call(places=PLACES), ["AA"] * 5, rules=(TIES,)))

    assert "Vòng hai: 2 hồ sơ bằng nhau ở chỉ tiêu cuối: `d-1`, `d-2`." in page
    assert "0 trên 5 thành viên đã bỏ phiếu" in page
    assert table(page) == []


@pytest.mark.parametrize(("one", "other"), [("AA", "DD"), ("AD", "DA"), ("SX", "AA")])
def test_before_its_minutes_a_page_is_the_same_however_was_voted(one: str, other: str) -> None:
    """Sums would sway those yet to vote, and of an adjourned sitting no ballot counts."""
    open_ones = {
        current_details.of_sitting(CALL, a_sitting(ballots)) for ballots in ([one, other], [one, one], [other, other])
    }
    adjourned = {
        current_details.of_sitting(CALL, closed(CALL, ballots))
        for ballots in ([one, other], [one, one], [other, other])
    }

    assert (len(open_ones), len(adjourned)) == (1, 1)
    assert "2 trên 5 thành viên đã bỏ phiếu" in open_ones.pop()


def test_a_page_is_short_enough_to_be_read() -> None:
    """A thousand dossiers before five hundred seats, all open, all counted, and none of them told."""
    agenda = an_agenda(1000)
    call, body = a_call(), a_body(seats=500)
    contested = Contested(award=AWARD, basis=BASIS, dossiers=tuple(item.dossier_id for item in agenda), places=999)
    counted = closed(call, ["A" * 1000] * 500, agenda=agenda, body=body)
    assert counted.minutes is not None
    voting = a_sitting(agenda=agenda, body=body, first=FirstRound(minutes=counted.minutes, contested=(contested,)))
    report = AnnouncementReport(told=0, unheard=tuple(MISSED for _ in agenda))

    assert len(current_details.of_sitting(call, voting).encode()) < 8_000
    assert len(current_details.of_sitting(call, counted.model_copy(update={"report": report})).encode()) < 8_000
    assert len(current_details.of_submission(a_list(), a_submission(agenda=agenda, report=report)).encode()) < 8_000


def test_no_page_of_a_sitting_names_a_nominee() -> None:
    """Pages are never encrypted."""
    assert not any("Đơn vị 1" in current_details.of_sitting(CALL, state) for state in SITTINGS)


def test_a_submission_s_page_tells_who_is_awaited_and_what_was_decided() -> None:
    """At each of its three steps."""
    answer: dict[str, Any] = {
        "decision": a_decision_ref(),
        "granted": (DossierId("d-1"),),
        "refused": (Reasoned(dossier_id=DossierId("d-2"), reasons=("Chưa đủ.",)),),
    }
    states = [
        a_submission(),
        a_submission(status=SubmissionStatus.DECIDED, **answer),
        a_submission(status=SubmissionStatus.ANNOUNCED, report=REPORT, **answer),
    ]

    waiting, decided, announced = (current_details.of_submission(a_list(), state) for state in states)

    assert all(page.startswith("### Tờ trình số 15/TTr-BNV: 2 hồ sơ\n") for page in (waiting, decided, announced))
    assert not any(ENGLISH.search(prose(page)) for page in (waiting, decided, announced))
    assert "thu-tuong" in waiting
    assert "231/QĐ-TTg" not in waiting
    assert "231/QĐ-TTg" in decided
    assert re.search(r"^- Tặng 1: `d-1`\n- Không tặng 1: `d-2`$", decided, re.MULTILINE)
    assert "- Không báo được `d-2`: Hồ sơ đã kết thúc." in announced


def test_a_postman_s_page_counts_its_letters() -> None:
    """Parked ones need a person."""
    page = current_details.of_postman(3, PostmanState(sent=12, deferred=5, parked=7))

    assert page.startswith("### Tiến trình gửi thông báo số 3\n")
    assert re.search(r"Đã gửi 12, hoãn 5 lần, ngừng gửi 7", page)
