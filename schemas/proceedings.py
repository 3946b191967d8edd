"""What happens within a stage beside votes and decisions: officers, publications, objections, opinions, holds."""

from enum import StrEnum
from typing import Annotated

from schemas.base import OMIT_IF_EMPTY, Count, Day, Instant, Line, Model
from schemas.bodies import Organisation
from schemas.ids import ActorId
from schemas.stages import Stage

MOST_OBJECTIONS, MOST_OPINIONS = 50, 20
"""How many a dossier holds: more than ever come, and few enough to be carried from one run to the next."""


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
    """What somebody said against a published dossier; its words stand in the ledger."""

    number: Count
    """The number of the fact that holds it."""

    by: ActorId
    at: Instant


class Opinion(Model):
    """What one agency was asked (hiệp y), until when, and what it answered."""

    agency: Organisation
    asked: Count
    """The number of the fact by which it was asked."""

    due_on: Day | None = None
    agrees: bool | None = None
    """None until it answers, or for ever if it does not."""

    number: Count | None = None
    """The number of the fact that holds the answer."""

    late: bool = False
    """It answered after its term: kept, and not counted."""

    silent: bool = False
    """Its term passed without an answer; what that means is the rule's to say."""


class Paused(Model):
    """A term that stands still while the unit supplements: it goes on where it stopped."""

    stage: Stage
    working_days: Count
    """How many were left."""


class HoldGround(StrEnum):
    """Why nobody may be commended, nor put forward, for the time being (Nghị định 98/2023/NĐ-CP, Điều 4 khoản 4)."""

    DISCIPLINE = "discipline"
    """Discipline of the nominee is being considered (đang xem xét kỷ luật)."""

    INVESTIGATION = "investigation"
    """An investigation, inspection, examination or audit (điều tra, thanh tra, kiểm tra, kiểm toán) found signs of
    violation."""

    COMPLAINT = "complaint"
    """A complaint, denunciation or report of corruption (khiếu nại, tố cáo, phản ánh) is being verified."""


class Stopped(Model):
    """A term that stands still while a dossier is on hold."""

    due_on: Day
    """Its last day, had it run on."""

    working_days: Count
    """How many were left."""


class Resumed(Model):
    """A term that runs again, or begins, when a dossier is released."""

    was: Day | None = None
    """Its last day before it stood still; none where an agency was asked meanwhile."""

    due_on: Day


class Held(Model):
    """That a dossier is on hold (tạm dừng xét): nobody hears it, and no term of it runs."""

    number: Count
    """The number of the fact that holds it: a release answers it."""

    by: ActorId
    ground: HoldGround
    since: Instant
    stopped: Annotated[tuple[Stopped, ...], OMIT_IF_EMPTY] = ()
    """The terms of this stay that stand still; none where it came here while on hold."""
