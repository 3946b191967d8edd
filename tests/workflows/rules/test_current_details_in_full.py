"""Pages, what they must not leave out and must not show: the first day that counts, uncertain rules, no name."""

from datetime import UTC, datetime, timedelta

from schemas.dossier import Awaiting
from schemas.ids import DossierId
from schemas.legal_values import Name
from schemas.sitting import AgendaItem, Shared
from schemas.stages import Stage
from schemas.workflow_state import DossierState, SittingState, SubmissionState
from tests.builders.values import AWARD, BASIS, a_body, a_calendar, a_dossier, a_law, an_organisation, some_rules
from tests.journeys.office_driver import a_convening, a_list
from workflows.rules.views import current_details

NOON = datetime(2024, 3, 4, 5, tzinfo=UTC)


def a_state(**changes: object) -> DossierState:
    """Return what a dossier remembers that waits for its cluster."""
    awaiting = Awaiting(body=an_organisation(), since=NOON, answers=1)
    state = DossierState(dossier=a_dossier(), law=a_law(), rules=some_rules(), calendar=a_calendar(), awaiting=awaiting)
    return state.model_copy(update={"stage": Stage.CLUSTER, **changes})


def an_agenda(count: int) -> tuple[AgendaItem, ...]:
    """Return so many dossiers: `hs-1`, `hs-2`, ..."""
    return tuple(
        AgendaItem(dossier_id=DossierId(f"hs-{number}"), nominee="Tập thể", award=AWARD, basis=BASIS)
        for number in range(1, count + 1)
    )


def test_an_open_sitting_names_seats_by_identifier_only() -> None:
    """The name of a seat may be a person's."""
    call = a_convening(Stage.CLUSTER, a_dossier())
    page = current_details.of_sitting(call, SittingState(body=a_body(), agenda=an_agenda(1), rules=()))

    assert "Đang chờ phiếu của `seat-1`, " in page
    assert "Thành viên 1" not in page


def test_a_list_is_due_on_the_last_day_of_its_first_dossier() -> None:
    """A term ends with its day: the instant that ends it belongs to the next."""
    midnight = datetime(2024, 3, 4, 17, tzinfo=UTC)
    state = SubmissionState(agenda=an_agenda(2), shared=Shared(due_at=midnight))

    assert "hết ngày **04/03/2024**" in current_details.of_submission(a_list(a_dossier()), state)
    later = state.model_copy(update={"shared": Shared(due_at=midnight + timedelta(days=1))})
    assert "hết ngày **05/03/2024**" in current_details.of_submission(a_list(a_dossier()), later)


def test_uncertain_rules_are_named() -> None:
    """The reader of a result sees what it hangs on."""
    rules = some_rules(verified=False, name=Name(vi="Cờ", en="Flag"))

    assert "Quy định chưa kiểm chứng:\n\n- Cờ: Điều 1" in current_details.of_dossier(a_state(rules=rules))
