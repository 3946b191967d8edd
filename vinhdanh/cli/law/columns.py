"""The law as it stands on a day, or in a regime, for one ministry or for all: what `vinhdanh law` sets side by side."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from policies import day_explanation, workdays
from policies.catalogue import PolicyCatalogue, PolicyMistake
from policies.loading.directory import in_force
from schemas.base import Day, Model
from schemas.ids import AwardId, BasisId, BodyId, RegimeId
from schemas.legal_values import Term
from schemas.policy import AwardRule, LocalRegime, Regime
from schemas.refusals import Reason
from vinhdanh.declined import Declined

Ground = tuple[AwardId, BasisId]


class LawColumn(Model):
    """The law on one side."""

    on: Day | None = None
    """The day that was asked for; nothing where a regime was."""

    regime: Regime
    """With the awards that were asked for, as they stand with the local regulation; perhaps with none."""

    body: BodyId | None = None
    """The ministry or province for which it was asked."""

    local: LocalRegime | None = None
    """Its own regulation, without its awards: they stand in the regime."""

    projected: tuple[int, ...] = ()
    """The years into which a term from that day may run and whose days off nobody has announced."""

    @property
    def grounds(self) -> dict[Ground, AwardRule]:
        """Return its awards, each by its name and ground."""
        return {rule.ground: rule for rule in self.regime.awards}


def books(directory: Path | None) -> PolicyCatalogue:
    """Return the law of a directory, or the one that comes along.

    Raises:
        Declined: `MALFORMED`, with a line for each mistake in its files.
    """
    try:
        return PolicyCatalogue.load(directory)
    except PolicyMistake as mistake:
        raise Declined(Reason.MALFORMED, "Các tệp quy định chưa dùng được.", mistake.mistakes) from mistake


def columns_for(
    law: PolicyCatalogue, dates: Sequence[date], regimes: Sequence[RegimeId], body: BodyId | None
) -> tuple[LawColumn, ...]:
    """Return the law of each day, then each regime.

    Raises:
        Declined: A day has no law, or there is no such regime.
    """
    by_day = [(day, _regime_on(law, day)) for day in dates]
    by_name = [(None, _regime(law, name)) for name in regimes]
    return tuple(_side(law, day, regime, body) for day, regime in (*by_day, *by_name))


def with_award(
    law: PolicyCatalogue, found: Sequence[LawColumn], award: AwardId, basis: BasisId | None
) -> tuple[LawColumn, ...]:
    """Return the sides with one award alone, on one ground or on all of them.

    Raises:
        Declined: No side knows it.
    """
    cut = tuple(_cut(side, award, basis) for side in found)
    if not any(side.regime.awards for side in cut):
        raise _unknown(law, found, award, basis)
    return cut


def no_regulation_of(law: PolicyCatalogue, body: BodyId) -> str | None:
    """Return that no file here is a regulation or charter of a body, with those that there are; nothing if one is."""
    known = sorted({local.body for local in law.locals})
    if body in known:
        return None
    near = get_close_matches(body, known, n=1, cutoff=0.5)
    perhaps = f" Có phải {near[0]}?" if near else ""
    there = f" Các cơ quan có quy định riêng: {', '.join(known)}." if known else ""
    return f"Ở đây không có quy định riêng của cơ quan nào mang mã {body}; chỉ nêu quy định chung.{perhaps}{there}"


def _side(law: PolicyCatalogue, on: date | None, regime: Regime, body: BodyId | None) -> LawColumn:
    local = _local(law, on, regime, body)
    if local is not None:
        ours = {rule.ground: rule for rule in (*regime.awards, *local.awards)}
        regime = regime.evolve(awards=tuple(ours.values()))
        local = local.evolve(awards=())
    return LawColumn(on=on, regime=regime, body=body, local=local, projected=_projected(law, on, regime) if on else ())


def _projected(law: PolicyCatalogue, on: date, regime: Regime) -> tuple[int, ...]:
    longest, last = max((term.working_days for rule in regime.awards for term in _terms(rule)), default=0), on
    # The longest term may end beyond the days that are known, or there is none.
    with suppress(ValueError):
        last = day_explanation.explained(on, longest, counting=regime.counting, corrections=law.corrections)[-1].day
    return workdays.projected(on, last, law.corrections)


def _terms(rule: AwardRule) -> Iterator[Term]:
    simplified = rule.simplified.route if rule.simplified else ()
    yield from (stage.term for stage in (*rule.route, *simplified) if stage.term is not None)
    yield from (rule.supplement,) if rule.supplement else ()


def _local(law: PolicyCatalogue, on: date | None, regime: Regime, body: BodyId | None) -> LocalRegime | None:
    of_body = [local for local in law.locals if (local.over, local.body) == (regime.id, body)]
    known = [local for local in of_body if on is None or in_force(local, on)]
    return max(known, key=lambda local: local.in_force_from, default=None)


def _cut(side: LawColumn, award: AwardId, basis: BasisId | None) -> LawColumn:
    asked = tuple(rule for rule in side.regime.awards if rule.award == award and basis in {None, rule.basis})
    return side.evolve(regime=side.regime.evolve(awards=asked))


def _regime_on(law: PolicyCatalogue, on: date) -> Regime:
    found = law.regime_on(on)
    if found is None:
        known = ", ".join(_days(regime) for regime in law.regimes)
        raise Declined(
            Reason.NO_LAW_IN_FORCE,
            f"Chưa có văn bản áp dụng cho ngày {on:%d/%m/%Y}. Hãy chọn ngày khác; các văn bản đã có: {known}.",
            (on.isoformat(),),
        )
    return found


def _regime(law: PolicyCatalogue, name: RegimeId) -> Regime:
    found = next((regime for regime in law.regimes if regime.id == name), None)
    if found is None:
        known = ", ".join(regime.id for regime in law.regimes)
        raise Declined(Reason.NOT_FOUND, f"Không có văn bản áp dụng {name}. Hãy chọn một trong: {known}.", (name,))
    return found


def _days(regime: Regime) -> str:
    until = f" đến {regime.in_force_to:%d/%m/%Y}" if regime.in_force_to else ""
    return f"{regime.id} từ {regime.in_force_from:%d/%m/%Y}{until}"


def _unknown(law: PolicyCatalogue, found: Sequence[LawColumn], award: AwardId, basis: BasisId | None) -> Declined:
    known = [ground for side in found for ground in side.grounds]
    bases = dict.fromkeys(ground[1] for ground in known if ground[0] == award)
    where = dict.fromkeys(side.regime.id for side in found)
    theirs = [
        local.body for local in law.locals for rule in local.awards if rule.award == award and local.over in where
    ]
    near = get_close_matches(award, dict.fromkeys(ground[0] for ground in known), n=3, cutoff=0.5)
    if bases:
        what = f"{award} không có theo căn cứ {basis}. Hãy chọn --basis là một trong: {', '.join(bases)}."
    elif theirs:
        what = f"{award} là hình thức riêng của {', '.join(dict.fromkeys(theirs))}. Hãy nêu cơ quan ấy bằng --body."
    else:
        perhaps = f" Có phải: {', '.join(near)}?" if near else ""
        what = (
            f"{', '.join(where)} không có hình thức {award}.{perhaps} Bỏ tên hình thức trong lệnh này để xem danh mục."
        )
    return Declined(Reason.UNKNOWN_AWARD, what, tuple(filter(None, (award, basis))))
