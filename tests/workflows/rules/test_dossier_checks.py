"""Who may do what to a dossier: each refusal by its reason, and nothing else refused."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from schemas.ids import ActorId, DossierId
from schemas.messages import SubmitDossier
from schemas.refusals import Reason, Refusal
from schemas.stages import Stage
from schemas.verdict import Outcome
from tests.builders.values import (
    NOON,
    a_decision_rule,
    a_document,
    a_dossier,
    a_long_route,
    a_vote_rule,
    some_rules,
    submitted,
)
from tests.builders.walks import a_hearing, a_supplement, a_withdrawal
from tests.simulators.dossier_simulator import DossierSimulator, walked
from workflows.rules.dossier import dossier_checks

FINAL = [stage for stage in Stage if stage.is_final]
WAITING = [stage for stage in Stage if not stage.is_final]
HEARING = [Stage.CLUSTER, Stage.COUNCIL, Stage.DECISION]


def reason(refusal: Refusal | None) -> Reason | None:
    """Return why, or that nothing is refused."""
    return refusal.reason if refusal else None


def opening(by: str | None = None, **changes: Any) -> SubmitDossier:
    """Return the submission of a dossier, by its unit unless another actor is named."""
    dossier = a_dossier(**changes)
    return SubmitDossier(dossier=submitted(dossier), by=ActorId(by or dossier.unit.id))


def test_a_unit_submits_a_dossier_that_names_all_of_its_bodies() -> None:
    """Nothing stands in the way of the usual."""
    assert dossier_checks.may_open(opening(), some_rules(), now=NOON) is None


def test_nobody_submits_for_another_unit() -> None:
    """The submitter may withdraw."""
    refusal = dossier_checks.may_open(opening(by="nguoi-la"), some_rules(), now=NOON)

    assert reason(refusal) is Reason.NOT_YOURS


def test_without_rules_nothing_is_opened() -> None:
    """A dossier with an award unknown to the law would wait for ever."""
    assert reason(dossier_checks.may_open(opening(), None, now=NOON)) is Reason.UNKNOWN_AWARD


@pytest.mark.parametrize(
    ("now", "refused"),
    [
        pytest.param(datetime(2024, 3, 4, 16, 59, tzinfo=UTC), True, id="23:59 in Hanoi"),
        pytest.param(datetime(2024, 3, 4, 17, tzinfo=UTC), False, id="midnight in Hanoi"),
    ],
)
def test_the_day_of_receipt_has_come_in_hanoi(now: datetime, refused: bool) -> None:
    """It chooses the law: a day yet to come could choose a law that does not come into force."""
    refusal = dossier_checks.may_open(opening(received_on=date(2024, 3, 5)), some_rules(), now=now)

    assert reason(refusal) is (Reason.RECEIVED_IN_THE_FUTURE if refused else None)
    if refusal:
        assert "05/03/2024" in refusal.message


@pytest.mark.parametrize(
    ("bodies", "lacking"),
    [
        ({"cluster": None}, ("/dossier/cluster",)),
        ({"council": None}, ("/dossier/council",)),
        ({"cluster": None, "council": None}, ("/dossier/cluster", "/dossier/council")),
    ],
)
def test_every_body_on_the_route_is_named(bodies: dict[str, None], lacking: tuple[str, ...]) -> None:
    """All that are lacking at once, so that the unit mends it once."""
    refusal = dossier_checks.may_open(opening(**bodies), some_rules(), now=NOON)

    assert refusal is not None
    assert (refusal.reason, refusal.details) == (Reason.ROUTE_NEEDS_BODY, lacking)


def test_a_body_that_lacks_is_asked_for_in_words_and_once() -> None:
    """A clerk reads which steps, a program which fields: one agency appraises and asks for opinions."""
    refusal = dossier_checks.may_open(opening(agency=None, head=None), some_rules(route=a_long_route()), now=NOON)

    assert refusal is not None
    assert refusal.details == ("/dossier/agency", "/dossier/party", "/dossier/head")
    assert refusal.message == (
        "Hồ sơ đề nghị Cờ thi đua của Chính phủ phải nêu ai xét ở các bước sau: "
        "Đăng công khai lấy ý kiến; Cơ quan thường trực thẩm định; Cấp ủy có ý kiến; Ký tờ trình; "
        "Lấy ý kiến hiệp y. Cần ghi thêm /dossier/agency, /dossier/party, /dossier/head."
    )


def test_a_body_that_the_route_does_not_pass_need_not_be_named() -> None:
    """Many awards pass no cluster."""
    rules = some_rules(route=(a_vote_rule(Stage.COUNCIL), a_decision_rule()))

    assert dossier_checks.may_open(opening(cluster=None), rules, now=NOON) is None


@pytest.mark.parametrize("stage", WAITING)
def test_a_unit_withdraws_wherever_its_dossier_waits(stage: Stage) -> None:
    """And no other office does."""
    state = walked(stage).state

    assert dossier_checks.may_withdraw(state, a_withdrawal(state)) is None
    assert reason(dossier_checks.may_withdraw(state, a_withdrawal(state, by="nguoi-la"))) is Reason.NOT_YOURS


@pytest.mark.parametrize("stage", FINAL)
def test_nothing_is_done_to_a_dossier_that_has_ended(stage: Stage) -> None:
    """Each act by its owner, and each is refused for the same reason."""
    state = walked(stage).state

    assert reason(dossier_checks.may_withdraw(state, a_withdrawal(state))) is Reason.DOSSIER_CLOSED
    assert reason(dossier_checks.may_supplement(state, a_supplement(state))) is Reason.DOSSIER_CLOSED
    for outcome in Outcome:
        assert reason(dossier_checks.may_hear(state, *a_hearing(state, outcome))) is Reason.DOSSIER_CLOSED


def test_a_unit_answers_the_request_that_stands() -> None:
    """Papers, a note, or both."""
    state = walked(Stage.UNIT).state

    assert dossier_checks.may_supplement(state, a_supplement(state)) is None
    assert dossier_checks.may_supplement(state, a_supplement(state, "achievement_report")) is None


def test_an_answer_to_an_earlier_request_is_refused() -> None:
    """It was written without knowing what is asked for now; the refusal names the request that stands."""
    state = walked(Stage.UNIT).supplement().state

    refusal = dossier_checks.may_supplement(state, a_supplement(state, answers=1))

    assert refusal is not None
    assert (refusal.reason, refusal.details) == (Reason.NOT_WITH_ITS_UNIT, ("2",))


@pytest.mark.parametrize("stage", HEARING)
def test_the_file_does_not_change_under_the_hands_of_a_body(stage: Stage) -> None:
    """What is voted on is what was submitted."""
    state = walked(stage).state

    assert reason(dossier_checks.may_supplement(state, a_supplement(state))) is Reason.NOT_WITH_ITS_UNIT


def test_nobody_supplements_for_another_unit() -> None:
    """Neither while it is asked to, nor later: the caller learns nothing of the dossier."""
    for stage in (Stage.UNIT, Stage.GRANTED):
        state = walked(stage).state
        assert reason(dossier_checks.may_supplement(state, a_supplement(state, by="nguoi-la"))) is Reason.NOT_YOURS


def test_a_dossier_holds_a_hundred_papers() -> None:
    """With more of them it could be written and never read again."""
    papers = tuple(a_document(f"paper_{number}") for number in range(99))
    state = DossierSimulator(a_dossier(documents=papers)).submit().state

    assert dossier_checks.may_supplement(state, a_supplement(state, "achievement_report")) is None
    refusal = dossier_checks.may_supplement(state, a_supplement(state, "achievement_report", "proposal_letter"))
    assert refusal is not None
    assert (refusal.reason, refusal.details) == (Reason.TOO_MANY_DOCUMENTS, ("101",))
    assert dossier_checks.may_supplement(state, a_supplement(state, "paper_1", "paper_2", "achievement_report")) is None


def test_a_twin_is_told_whose() -> None:
    """Its unit can look the first one up."""
    refusal = dossier_checks.twin(DossierId("hs-dau"))

    assert (refusal.reason, refusal.details) == (Reason.TWIN_DOSSIER, ("hs-dau",))
    assert "hs-dau" in refusal.message
