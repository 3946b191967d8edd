"""What a clerk is shown of a dossier's proceedings: its officer, its publication, objections and opinions."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from schemas.bodies import Organisation
from schemas.dossier import Awaiting
from schemas.ids import ActorId, BodyId, DossierId
from schemas.proceedings import Held, HoldGround, Objection, Opinion, Publication, Stopped
from schemas.stages import Stage
from tests.builders.values import an_organisation
from tests.vinhdanh.test_tables import a_dossier_view, printed
from vinhdanh.cli.render import tables
from vinhdanh.dossiers import Waiting

AT = datetime(2024, 3, 8, 2, 30, tzinfo=UTC)

AWAITING = Awaiting(body=an_organisation("ban-tdkt"), since=AT, answers=7)

PUBLISHED = Publication(
    number=4, stage=Stage.PUBLICATION, where="Cổng thông tin", since=date(2024, 3, 4), until=date(2024, 3, 18)
)

TAX = Organisation(id=BodyId("cuc-thue"), name="Cục Thuế")


def shown(stage: Stage, **changes: Any) -> str:
    """Return what is shown of a dossier that waits at a stage."""
    return printed(tables.dossier(a_dossier_view(AWAITING).model_copy(update={"stage": stage, **changes})))


def an_objection(number: int) -> Objection:
    """Return an objection, kept by the fact with this number."""
    return Objection(number=number, by=ActorId("ban-tiep-dan"), at=AT)


def test_a_dossier_without_proceedings_shows_none() -> None:
    """Most dossiers have none, and empty rows hide the others."""
    said = shown(Stage.COUNCIL)

    assert [
        row
        for row in ("Tạm dừng xét:", "Tiếp tục xét:", "Thẩm định:", "Đăng công khai:", "Phản ánh:", "Ý kiến hiệp y:")
        if row in said
    ] == []


@pytest.mark.parametrize(
    ("stage", "row"),
    [
        (Stage.UNIT, "Trả lời yêu cầu số: 7"),
        (Stage.PUBLICATION, "Theo mục nhật ký số: 7"),
        (Stage.APPRAISAL, "Theo mục nhật ký số: 7"),
        (Stage.PARTY, "Theo mục nhật ký số: 7"),
        (Stage.OPINIONS, "Theo mục nhật ký số: 7"),
        (Stage.CENTRAL_APPRAISAL, "Theo mục nhật ký số: 7"),
        (Stage.CENTRAL_PUBLICATION, "Theo mục nhật ký số: 7"),
    ],
)
def test_the_number_is_shown_where_an_act_carries_it(stage: Stage, row: str) -> None:
    """A user who sends a file by `temporal` must write it there."""
    assert row in shown(stage)


@pytest.mark.parametrize("stage", [Stage.CLUSTER, Stage.COUNCIL, Stage.HEAD, Stage.ENDORSEMENT, Stage.DECISION])
def test_the_number_is_not_shown_where_nobody_needs_it(stage: Stage) -> None:
    """Votes, signatures and decisions name the dossier and nothing else."""
    assert "mục nhật ký số: 7" not in shown(stage)


def test_a_hold_shows_by_whom_since_when_why_and_what_is_left() -> None:
    """And its number: a user who sends a release by `temporal` must write it there."""
    stopped = (Stopped(due_on=date(2024, 3, 18), working_days=6),)
    held = Held(number=8, by=ActorId("ban-tdkt"), ground=HoldGround.DISCIPLINE, since=AT, stopped=stopped)

    said = shown(Stage.COUNCIL, held=held)
    arrived = shown(Stage.COUNCIL, held=held.model_copy(update={"stopped": ()}))

    assert "Tạm dừng xét: ban-tdkt, từ 09:30 08/03/2024 (mục số 8): đang xem xét kỷ luật;" in said
    assert "thời hạn còn 6 ngày làm việc" in said
    assert "ngày làm việc" not in arrived


def test_a_release_shows_its_number() -> None:
    """Another hold names it."""
    assert "Tiếp tục xét: theo mục nhật ký số 9" in shown(Stage.COUNCIL, released=9)
    assert "mục nhật ký số 9" not in shown(
        Stage.COUNCIL,
        released=9,
        held=Held(number=11, by=ActorId("ban-tdkt"), ground=HoldGround.COMPLAINT, since=AT),
    )


def test_a_list_says_what_may_not_be_heard() -> None:
    """A secretary leaves it off the agenda, where a day stands for the others."""
    waits = Waiting(
        dossier_id=DossierId("hs-1"), stage=Stage.COUNCIL, award="an_award", unit="so-y-te", due_at=AT, overdue=False
    )

    assert "09:30 08/03/2024" in printed(tables.waiting([waits]))
    assert "tạm dừng xét" in printed(tables.waiting([waits.model_copy(update={"held": True, "due_at": None})]))


def test_an_appraisal_shows_its_officer() -> None:
    """The unit asks who has its file."""
    assert "Thẩm định: nv-2" in shown(Stage.APPRAISAL, officer=ActorId("nv-2"))


def test_a_publication_shows_until_when_and_how_many_objected() -> None:
    """The day after its last one the clerk concludes, with a report if there were objections."""
    running = shown(Stage.PUBLICATION, publication=PUBLISHED)
    over = shown(
        Stage.PUBLICATION,
        publication=PUBLISHED.model_copy(update={"ended": True}),
        objections=tuple(map(an_objection, (2, 5, 6))),
    )

    assert "Đăng công khai: Cổng thông tin, từ 04/03/2024 đến hết 18/03/2024 Phản ánh: chưa có" in running
    assert "đến hết 18/03/2024 (đã hết thời gian) Phản ánh: 2, và 1 ở lần đăng trước" in over


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({}, "chờ trả lời đến hết 18/03/2024"),
        ({"due_on": None}, "chờ trả lời"),
        ({"agrees": True, "number": 10}, "đồng ý"),
        ({"agrees": False, "number": 10}, "không đồng ý"),
        ({"silent": True}, "không trả lời đến hết 18/03/2024"),
        ({"agrees": True, "number": 10, "late": True, "silent": True}, "đồng ý, trả lời quá hạn nên không tính"),
    ],
)
def test_an_opinion_shows_how_it_stands(answer: dict[str, Any], words: str) -> None:
    """An agency that has not answered is telephoned; one that answered late is told that it did not count."""
    usual: dict[str, Any] = {"agency": TAX, "asked": 8, "due_on": date(2024, 3, 18)}

    said = shown(Stage.OPINIONS, opinions=(Opinion(**usual | answer),))

    assert f"Ý kiến hiệp y: Cục Thuế (cuc-thue), yêu cầu số 8: {words} Số mục nhật ký" in said
