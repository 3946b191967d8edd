"""Room: whether what a workflow may yet have to remember can be carried.

All of it travels to the workflow's next run as one payload, and Temporal takes none of 2 MiB or more. So what would
outgrow that is refused before it is taken: afterwards the workflow could neither be renewed nor mended.
"""

from collections.abc import Iterable

from schemas.base import weight
from schemas.carried import DossierState
from schemas.messages import Convene, Hear, Supplement
from schemas.office_messages import AskOpinions, Conclude, GiveOpinion
from schemas.ports import Agenda
from schemas.refusals import Reason, Refusal
from schemas.routes import VoteRule
from schemas.submission import MOST_REASONED
from workflows.rules import tally

MOST_OF_A_SITTING = 2_000_000
"""In bytes: its call, and all that it can come to remember."""

MOST_OF_A_DOSSIER = 1_200_000
"""In bytes: what it remembers. Besides, its submission travels with it, and the last verdicts must still be heard."""

# In bytes, as JSON: what stands there beside identifiers and texts, each at its longest.
_BALLOT, _RECEIPT, _ATTENDED, _ROLL_CALL = 100, 340, 70, 90
_MINUTED, _MEETINGS = 480, 20_000


def for_sitting(call: Convene, known: Agenda) -> Refusal | None:
    """A sitting has room for every seat's ballot, for minutes over its whole agenda, and for what it sends back."""
    if needed(call, known) <= MOST_OF_A_SITTING:
        return None
    seats, items = len(call.body.seats), len(known.items)
    return Refusal(
        reason=Reason.TOO_LARGE,
        message=f"Phiên họp {items} hồ sơ, {seats} thành viên quá lớn để ghi trọn vẹn; xin chia thành nhiều phiên.",
        details=(str(items), str(seats)),
    )


def needed(call: Convene, known: Agenda) -> int:
    """Return how many bytes a sitting's call and memory come to at the most, however it goes."""
    return weight(call) + weight(known) + _by_seats(call, known) + _minutes(known) + _MEETINGS


def for_dossier(state: DossierState, act: Supplement | Hear | AskOpinions | GiveOpinion | Conclude) -> Refusal | None:
    """A dossier is not returned and supplemented without end; what leads it to its end always has room."""
    # Twice: reasons stand in the passage and in what is awaited.
    if weight(state) + 2 * weight(act) <= MOST_OF_A_DOSSIER:
        return None
    return Refusal(
        reason=Reason.TOO_LARGE,
        message="Hồ sơ đã quá dài, không thể trả lại hay bổ sung thêm; chỉ còn có thể kết luận hoặc rút.",
        details=(state.dossier.dossier_id,),
    )


def _by_seats(call: Convene, known: Agenda) -> int:
    marks = len(known.items)
    return len(call.body.seats) * (_BALLOT + marks + _RECEIPT + _ATTENDED + _ROLL_CALL + marks)


def _minutes(known: Agenda) -> int:
    each = _MINUTED + max(_citations(known.rules), default=0)
    return weight(known.items) + len(known.items) * each + MOST_REASONED


def _citations(rules: Iterable[VoteRule]) -> Iterable[int]:
    return (weight(tally.source(each)) for rule in rules for each in (rule.quorum, rule.threshold))
