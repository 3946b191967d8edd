"""Submissions: one decision answers a list, dossier by dossier, once."""

from typing import Any

import pytest

from schemas.facts import FACT, FindingsAnnounced, ListPutForward, SubmissionDecided, SubmissionFact
from schemas.ids import ActorId, DossierId
from schemas.messages import Decide
from schemas.refusals import Reason
from schemas.sitting import AnnouncementReport, Unheard
from schemas.submission import Reasoned, SubmissionStatus
from schemas.workflow_state import SubmissionState
from tests.builders.values import AUTHORITY, NOON, SAID, a_decision_ref
from tests.builders.walks import a_decision, a_list, a_submission
from workflows.rules import idempotency_keys
from workflows.rules.submission import submission_rules

CALL = a_list()
GRANTED = (DossierId("d-1"), DossierId("d-2"))


def back(dossier: str, reason: str = "Chưa đủ tiêu chuẩn.") -> tuple[Reasoned, ...]:
    """Return that a dossier is refused or sent back."""
    return (Reasoned(dossier_id=DossierId(dossier), reasons=(reason,)),)


def told(*facts: SubmissionFact) -> SubmissionState:
    """Return what a submission remembers after facts, each read back from its JSON as the ledger gives it."""
    state = a_submission()
    for fact in facts:
        read = FACT.validate_json(fact.model_dump_json())
        assert isinstance(read, SubmissionFact)
        state = submission_rules.apply(state, read).model_copy(update={"sequence": fact.sequence})
    return state


def decided(act: Decide) -> SubmissionState:
    """Return what a submission remembers of a decision."""
    return told(submission_rules.decided(CALL, a_submission(), act, NOON))


def reason(state: SubmissionState, act: Decide) -> Reason | None:
    """Return why a decision is refused."""
    refusal = submission_rules.may_decide(CALL, state, act)
    return refusal.reason if refusal else None


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        pytest.param({"granted": GRANTED}, None, id="all granted"),
        pytest.param({"granted": GRANTED[:1], "refused": back("d-2")}, None, id="granted in part"),
        pytest.param({"refused": back("d-1"), "returned": back("d-2")}, None, id="nothing granted"),
        pytest.param({"granted": GRANTED[:1]}, Reason.AGENDA_NOT_COVERED, id="one left open"),
        pytest.param({}, Reason.AGENDA_NOT_COVERED, id="nothing said"),
        pytest.param({"granted": GRANTED, "refused": back("d-2")}, Reason.AGENDA_NOT_COVERED, id="both yes and no"),
        pytest.param({"granted": (*GRANTED, DossierId("d-3"))}, Reason.NOT_ON_THE_AGENDA, id="one that was not asked"),
    ],
)
def test_a_decision_answers_each_dossier_once(answer: dict[str, Any], expected: Reason | None) -> None:
    """One that was forgotten would wait for a decision that has been made."""
    assert reason(a_submission(), a_decision(**answer)) is expected


def test_only_the_authority_decides() -> None:
    """The sender of the list does not; and a stranger learns nothing of a decision that was made."""
    for state in (a_submission(), decided(a_decision(granted=GRANTED))):
        assert reason(state, a_decision(by=ActorId("VN-BNV"), granted=GRANTED)) is Reason.NOT_YOURS


@pytest.mark.parametrize(
    "other",
    [
        a_decision(granted=GRANTED[:1], returned=back("d-2")),
        a_decision(granted=GRANTED[:1], refused=back("d-2", "Lý do khác.")),
        a_decision(granted=GRANTED),
        a_decision(granted=GRANTED[:1], refused=back("d-2"), decision=a_decision_ref(number="232/QĐ-TTg")),
    ],
    ids=["sent back instead", "another reason", "all granted", "another number"],
)
def test_another_decision_is_refused_by_the_number_of_the_first(other: Decide) -> None:
    """Its dossiers have been told. The same one again has the key of the first, and is answered with its receipt."""
    first = a_decision(granted=GRANTED[:1], refused=back("d-2"))

    refusal = submission_rules.may_decide(CALL, decided(first), other)

    assert (
        idempotency_keys.decide(first) == idempotency_keys.decide(first.model_copy()) != idempotency_keys.decide(other)
    )
    assert refusal is not None
    assert (refusal.reason, refusal.details) == (Reason.ALREADY_DECIDED, ("231/QĐ-TTg",))


def test_each_fact_is_by_whoever_did_it_and_follows_the_last() -> None:
    """The list by its sender, the decision by the authority, the telling by the system."""
    put_forward = submission_rules.put_forward(CALL, a_submission(), SAID, NOON)
    decision = submission_rules.decided(CALL, told(put_forward), a_decision(granted=GRANTED), NOON)
    announced = submission_rules.announced(CALL, told(put_forward, decision), AnnouncementReport(told=2), NOON)

    facts = (put_forward, decision, announced)
    assert [type(fact) for fact in facts] == [ListPutForward, SubmissionDecided, FindingsAnnounced]
    assert [(fact.sequence, fact.by) for fact in facts] == [(1, "VN-BNV"), (2, AUTHORITY), (3, "vinhdanh")]
    assert {fact.stream for fact in facts} == {"submission-tt-1"}
    assert (put_forward.letter, [item.dossier_id for item in put_forward.agenda]) == (CALL.letter, ["d-1", "d-2"])


def test_a_submission_goes_from_its_letter_to_its_end() -> None:
    """What it shows grows with each fact, and nothing of it is lost."""
    put_forward = submission_rules.put_forward(CALL, a_submission(), SAID, NOON)
    waiting = told(put_forward)
    assert submission_rules.view(CALL, waiting).status is SubmissionStatus.SUBMITTED
    assert submission_rules.view(CALL, waiting).decision is None

    act = a_decision(refused=back("d-1"), returned=back("d-2"))
    decision = submission_rules.decided(CALL, waiting, act, NOON)
    assert told(put_forward, decision).status is SubmissionStatus.DECIDED

    missed = Unheard(dossier_id=DossierId("d-2"), reason="DossierClosed", message="Hồ sơ đã kết thúc.")
    report = AnnouncementReport(told=1, unheard=(missed,))
    announced = submission_rules.announced(CALL, told(put_forward, decision), report, NOON)
    view = submission_rules.view(CALL, told(put_forward, decision, announced))

    assert (view.status, view.report, view.facts) == (SubmissionStatus.ANNOUNCED, report, 3)
    assert (view.decision, view.granted) == (act.decision, ())
    assert (view.refused, view.returned) == (act.refused, act.returned)
