"""What makes two messages the same act: their natural keys, which outlive a run and an identifier of Temporal's."""

from collections import Counter
from datetime import date
from typing import Any

import pytest

from schemas.ballots import Choice, Vote
from schemas.facts import CalendarLearnt, TermRecounted
from schemas.ids import SYSTEM, ActKey, ActorId, DossierId, SeatId, StreamId
from schemas.messages import Cast, Close, Hear, Reconvene, Repeated, Withdraw
from schemas.names import UpdateName
from schemas.stages import Stage
from tests.builders.walks import a_supplement
from tests.simulators.dossier_simulator import walked
from workflows.rules import idempotency_keys, repeated_acts

CHAIR = ActorId("seat-1")
CHOICES = (Choice(dossier_id=DossierId("d-1"), vote=Vote.APPROVE),)
OTHER_CHOICES = (Choice(dossier_id=DossierId("d-1"), vote=Vote.ABSTAIN),)


def a_cast(seat: str = "seat-1", revision: int = 1, meeting: int = 1) -> ActKey:
    """Return the key of a ballot."""
    return idempotency_keys.cast(Cast(seat=SeatId(seat), choices=CHOICES, revision=revision, meeting=meeting))


def heard(source: str, sequence: int = 7) -> ActKey:
    """Return the key of a finding of a sitting or submission."""
    return idempotency_keys.hear(Hear(source=StreamId(source), sequence=sequence))


def supplemented(answers: int, **said: Any) -> ActKey:
    """Return the key of an answer to a request."""
    return idempotency_keys.supplement(a_supplement(walked(Stage.UNIT).state, answers=answers, **said))


def withdrawn(reason: str) -> ActKey:
    """Return the key of a withdrawal."""
    return idempotency_keys.withdraw(Withdraw(by=ActorId("unit"), reason=reason))


def closed(meeting: int, by: ActorId = CHAIR, **said: Any) -> ActKey:
    """Return the key of a close."""
    return idempotency_keys.close(Close(by=by, meeting=meeting, **said))


DIFFERENT = [
    *(idempotency_keys.OPEN, idempotency_keys.ANNOUNCE),
    *(withdrawn("Xem xét lại."), withdrawn("Nộp nhầm.")),
    *(supplemented(1), supplemented(2), supplemented(2, note="Bản sửa.")),
    *(heard("sitting-a"), heard("sitting-b"), heard("submission-a"), heard("sitting-a", 8)),
    *(a_cast(), a_cast(seat="seat-2"), a_cast(revision=2), a_cast(meeting=2), a_cast(revision=11), a_cast(meeting=11)),
    *(closed(1), closed(2), closed(1, attended=(SeatId("seat-1"),))),
    *(idempotency_keys.reconvene(Reconvene(by=CHAIR, meeting=meeting)) for meeting in (2, 3)),
]


def test_different_acts_have_different_keys() -> None:
    """An act under another's key would be answered with the other's receipt, and its content would be lost."""
    assert [key for key, times in Counter(DIFFERENT).items() if times > 1] == []


def test_a_meeting_closes_once_whoever_closes_it() -> None:
    """The chair's act and the clock's may cross."""
    assert closed(1) == closed(1, by=SYSTEM)


def test_a_ballot_that_says_something_else_is_the_same_act() -> None:
    """So that it can be refused: under a key of its own, one seat would have two ballots of one revision."""
    other = Cast(seat=SeatId("seat-1"), choices=OTHER_CHOICES)

    assert idempotency_keys.cast(other) == a_cast()


AGENCY = {"id": "so-tai-chinh", "name": "Sở Tài chính"}
SHEET = {"groups": [{"group": "common", "points": "90.5"}]}
RECORD = {"kind": "counting_record", "name": "Biên bản kiểm phiếu", "uri": "urn:bb:1", "sha256": "a" * 64, "size": 9}
STRUCK = [{"dossier_id": "d-2", "reasons": ["Đơn vị đề nghị lùi."]}]

SENT: dict[UpdateName, tuple[dict[str, Any], str]] = {
    UpdateName.RECEIPT: ({"body": "0" * 64}, "open"),
    UpdateName.HEAR: ({"source": "sitting-ph-1", "sequence": 7}, "hear:sitting-ph-1:7"),
    UpdateName.SUPPLEMENT: (
        {"by": "VN-HP", "answers": 2, "note": "Đơn vị giải trình."},
        "supplement:2:74ca262895dc379f",
    ),
    UpdateName.WITHDRAW: ({"by": "VN-HP", "reason": "Sai tên"}, "withdraw:6c5a698c7e4fee7c"),
    UpdateName.ASSIGN: (
        {"by": "VN-TDKT", "answers": 2, "officer": "chuyen-vien-3", "revision": 2},
        "assign:2:2:98cb09bf809fa151",
    ),
    UpdateName.PUBLISH: (
        {"by": "VN-TDKT", "answers": 2, "where": "Cổng thông tin", "since": "2024-03-11"},
        "publish:2:698866291e90b89f",
    ),
    UpdateName.OBJECT: ({"by": "ban-doc", "text": "Chưa đúng đối tượng."}, "object:ban-doc:5e8bfbfbede26312"),
    UpdateName.ASK_OPINIONS: ({"by": "VN-TDKT", "answers": 5, "agencies": ["so-tai-chinh"]}, "ask:5:1d5551793bfc1dc1"),
    UpdateName.GIVE_OPINION: (
        {"by": "so-tai-chinh", "answers": 6, "agrees": True},
        "opinion:6:so-tai-chinh:e91025314f000b61",
    ),
    UpdateName.CONCLUDE: ({"by": "VN-TDKT", "answers": 3, "outcome": "forward"}, "conclude:3:b59d1ce6efd5339b"),
    UpdateName.HOLD: (
        {"by": "VN-TDKT", "ground": "complaint", "reason": "Đang xác minh.", "after": 9},
        "hold:9:19c92da7f62e8433",
    ),
    UpdateName.RELEASE: ({"by": "VN-TDKT", "answers": 10, "reason": "Không có cơ sở."}, "release:10:0ae99dc0e5725238"),
    UpdateName.SUCCEED: ({"by": "VN-TDKT", "was": "VN-HD", "now": "VN-HP"}, "succeed:VN-HD:a5ba484b9a7f8625"),
    UpdateName.AMEND: ({"by": "seat-1", "revision": 2, "strike": STRUCK}, "amend:2:178e475659717b68"),
    UpdateName.RECUSE: (
        {"seat": "seat-2", "by": "seat-2", "dossiers": ["d-1"], "reason": "Có liên quan."},
        "recuse:seat-2:379a80f4e25b3ee8",
    ),
    UpdateName.SCORE: (
        {"by": "u-1", "dossier_id": "d-1", "step": "self", "sheet": SHEET},
        "score:d-1:1:7211820e4776de13",
    ),
    UpdateName.CAST: (
        {"seat": "seat-1", "choices": [{"dossier_id": "d-1", "vote": "approve"}], "revision": 2, "meeting": 3},
        "cast:3:seat-1:2",
    ),
    UpdateName.WITHDRAW_BALLOT: ({"seat": "seat-1", "revision": 2, "meeting": 3}, "cast:3:seat-1:2:back"),
    UpdateName.COUNT: (
        {
            "by": "VP-C5TP",
            "meeting": 2,
            "revision": 3,
            "kind": "paper",
            "issued": 5,
            "returned": 5,
            "present": ["seat-1"],
            "tellers": ["seat-2", "seat-3"],
            "record": RECORD,
            "items": [{"dossier_id": "d-1", "approve": 4, "disapprove": 0, "invalid": 1}],
        },
        "count:2:3:5c368b4d600f0c1f",
    ),
    UpdateName.ATTENDANCE: (
        {"by": "VP-C5TP", "seat": "seat-1", "meeting": 2, "revision": 3, "stays": [{"first": "d-1", "last": "d-2"}]},
        "attendance:2:seat-1:3:83ad1ee0d544e3ec",
    ),
    UpdateName.CLOSE: ({"by": "seat-1", "attended": ["seat-5"]}, "close:1:c0d3545c1cd07e2d"),
    UpdateName.ADJOURN: ({"by": "seat-1", "meeting": 2, "reason": "Hoãn vì bão."}, "adjourn:2:a17103f6aa0ba701"),
    UpdateName.RECONVENE: (
        {"by": "seat-1", "meeting": 2, "closes_at": "2024-03-08T10:00:00+07:00"},
        "reconvene:2:e20b250342dc44cc",
    ),
    UpdateName.DECIDE: (
        {
            "by": "VN-PM",
            "decision": {"number": "231/QĐ-TTg", "decided_on": "2024-03-20", "signatory": "Thủ tướng Chính phủ"},
            "granted": ["d-1"],
        },
        "decide:aa765fadfed0e926",
    ),
}
"""An act as it is sent, and its key. A retry across a release must be the same act: these never change."""


@pytest.mark.parametrize("act", SENT)
def test_an_act_has_the_key_that_it_had(act: UpdateName) -> None:
    """A caller that repeats it after an upgrade is answered with the receipt of before."""
    body, key = SENT[act]

    assert repeated_acts.key_of(Repeated(act=act, body=body)) == key


def test_each_act_that_is_sent_is_among_these() -> None:
    """One that asks for nothing in particular has no key: a term may be counted anew at any time."""
    assert set(UpdateName) - SENT.keys() == {UpdateName.RECOUNT, UpdateName.TELL}
    assert repeated_acts.key_of(Repeated(act=UpdateName.RECOUNT, body={})) is None


def test_the_clock_s_acts_and_a_workflow_s_own_have_the_keys_that_they_had() -> None:
    """A task that is run again after an upgrade writes nothing twice."""
    waiting = walked(Stage.COUNCIL)
    learnt = walked(Stage.COUNCIL).recount(date(2025, 6, 11)).facts[-1]
    moved = walked(Stage.UNIT).recount(date(2024, 3, 18)).facts[-1]
    remind_at, due_at = waiting.state.clock.remind_at, waiting.state.clock.due_at
    assert isinstance(learnt, CalendarLearnt)
    assert isinstance(moved, TermRecounted)
    assert remind_at is not None
    assert due_at is not None

    assert (idempotency_keys.ANNOUNCE, idempotency_keys.open_ballot(2)) == ("announce", "opened:2")
    assert [idempotency_keys.recount(fact) for fact in (learnt, moved)] == ["recount:3", "recount:2"]
    assert (
        idempotency_keys.of_time(waiting.state) == f"clock:2024-03-04T06:00:00+00:00:2024-04-01:{remind_at.isoformat()}"
    )
    assert (
        idempotency_keys.of_time(waiting.strike().state)
        == f"clock:2024-03-04T06:00:00+00:00:2024-04-01:{due_at.isoformat()}"
    )


@pytest.mark.parametrize("act", SENT)
@pytest.mark.parametrize("changes", [{"unknown": 1}, {"by": 1, "seat": 1, "source": 1, "body": 1}])
def test_what_has_another_shape_has_no_key(act: UpdateName, changes: dict[str, Any]) -> None:
    """It was never taken."""
    body, _ = SENT[act]

    assert repeated_acts.key_of(Repeated(act=act, body=body | changes)) is None


def test_who_sends_it_does_not_tell_acts_apart() -> None:
    """Nor does what is left out or null; its content does."""
    body, key = SENT[UpdateName.WITHDRAW]
    hold, held = SENT[UpdateName.HOLD]

    assert repeated_acts.key_of(Repeated(act=UpdateName.WITHDRAW, body=body | {"by": "VN-HN"})) == key
    assert repeated_acts.key_of(Repeated(act=UpdateName.HOLD, body=hold | {"document": None})) == held
    assert repeated_acts.key_of(Repeated(act=UpdateName.WITHDRAW, body=body | {"reason": "Sai tên."})) != key
