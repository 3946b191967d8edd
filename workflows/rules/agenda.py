"""Agendas: the dossiers that wait for a sitting or submission."""

from collections import Counter
from collections.abc import Iterable, Sequence

from schemas.labels import STAGES
from schemas.ports import AgendaAnswer, Unavailable
from schemas.refusals import Reason, Refusal

SHOWN = 20
"""How many identifiers a refusal lists: an agenda may hold a thousand."""


def not_covered(agenda: Iterable[str], answered: Sequence[str]) -> Refusal | None:
    """Refuse an answer that names a dossier off the agenda, leaves one out or names one twice."""
    asked, named = dict.fromkeys(agenda), Counter(answered)
    strangers = tuple(name for name in named if name not in asked)
    if strangers:
        return refused_by_name(Reason.NOT_ON_THE_AGENDA, "Không có trong chương trình", strangers)
    twice = tuple(name for name, times in named.items() if times > 1)
    if twice:
        return refused_by_name(Reason.AGENDA_NOT_COVERED, "Nêu hai lần", twice)
    left_out = tuple(name for name in asked if name not in named)
    if left_out:
        return refused_by_name(Reason.AGENDA_NOT_COVERED, "Còn thiếu", left_out)
    return None


def refused_by_name(reason: Reason, what: str, names: tuple[str, ...]) -> Refusal:
    """Return a refusal that names these dossiers, `SHOWN` at most."""
    shown = names[:SHOWN]
    return Refusal(reason=reason, message=f"{what} ({len(names)}): {', '.join(shown)}.", details=shown)


def waits_elsewhere(known: AgendaAnswer) -> Refusal | None:
    """Refuse an agenda with dossiers that do not wait for this body, or are on hold."""
    if not known.elsewhere:
        return None
    named = tuple(f"{found.dossier_id}: {_whereabouts(found)}" for found in known.elsewhere)
    return Refusal(
        reason=Reason.NOT_WAITING_HERE,
        message=f"{len(named)} hồ sơ không chờ cơ quan này ở bước này: {', '.join(named[:SHOWN])}.",
        details=named[:SHOWN],
    )


def _whereabouts(found: Unavailable) -> str:
    where = STAGES[found.stage].vi if found.stage else "chưa có hồ sơ này"
    return f"{where}{' (đang tạm dừng xét)' if found.held else ''}"
