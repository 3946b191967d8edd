"""Proceedings within a stage beside votes and decisions: officers, publications, objections, opinions, holds."""

from enum import StrEnum
from typing import Annotated

from schemas.base import OMIT_IF_EMPTY, Count, Day, Instant, Line, Model
from schemas.bodies import Organisation
from schemas.ids import ActorId
from schemas.stages import Stage

MOST_OBJECTIONS, MOST_OPINIONS = 50, 20
"""The most a dossier holds: more than occur in practice, and few enough to be carried from one run to the next."""


class Assigned(Model):
    """The officer charged with a dossier's appraisal."""

    stage: Stage
    officer: ActorId
    revision: Count


class Publication(Model):
    """A dossier named publicly (đăng công khai): where, since when, and until when objections are received."""

    number: Count
    """The number of the fact that holds it."""

    stage: Stage

    where: Line
    """The portal, paper or notice board."""

    since: Day
    until: Day
    """The last working day of its term."""

    ended: bool = False


class Objection(Model):
    """An objection to a published dossier; its text is in the ledger."""

    number: Count
    """The number of the fact that holds it."""

    by: ActorId
    at: Instant


class Opinion(Model):
    """The opinion of one agency (hiệp y): the request, its deadline and the answer."""

    agency: Organisation
    asked: Count
    """The number of the fact by which it was asked."""

    due_on: Day | None = None
    agrees: bool | None = None
    """None unless it has answered."""

    number: Count | None = None
    """The number of the fact that holds the answer."""

    late: bool = False
    """It answered after its term: kept, and not counted."""

    silent: bool = False
    """Its term passed without an answer; the rule defines the meaning."""


class Paused(Model):
    """A term paused while the unit supplements, and then resumed."""

    stage: Stage
    working_days: Count
    """The number left."""


class HoldGround(StrEnum):
    """Grounds on which a nominee may not be commended or put forward (Nghị định 98/2023/NĐ-CP, Điều 4 khoản 4)."""

    DISCIPLINE = "discipline"
    """Discipline of the nominee is being considered (đang xem xét kỷ luật)."""

    INVESTIGATION = "investigation"
    """An investigation, inspection, examination or audit (điều tra, thanh tra, kiểm tra, kiểm toán) found signs of
    violation."""

    COMPLAINT = "complaint"
    """A complaint, denunciation or report of corruption (khiếu nại, tố cáo, phản ánh) is being verified."""


class Stopped(Model):
    """A term paused while a dossier is on hold."""

    due_on: Day
    """Its last day without the hold."""

    working_days: Count
    """The number left."""


class Resumed(Model):
    """A term that resumes, or begins, when a dossier is released."""

    was: Day | None = None
    """Its last day before the hold; none where an agency was asked during the hold."""

    due_on: Day


class Held(Model):
    """A hold on a dossier (tạm dừng xét): it is not considered, and none of its terms runs."""

    number: Count
    """The number of the fact of the hold; a release must name it."""

    by: ActorId
    ground: HoldGround
    since: Instant
    stopped: Annotated[tuple[Stopped, ...], OMIT_IF_EMPTY] = ()
    """The paused terms of the current stage; none where it came here while on hold."""
