"""The law as files: the regimes of `policies/` and the working days, read once when a worker starts.

A mistake in a file stops the worker: a guess at its meaning would decide awards.
"""

from collections.abc import Iterable
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Self

from policies import refusal_messages
from policies.loading.directory import PolicyDirectory, in_force, load_directory
from policies.loading.mistakes import PolicyMistake
from policies.snapshot import RulesSnapshot, take_snapshot
from policies.workdays import working_days
from schemas.bodies import Organisation
from schemas.calendars import WorkCalendar
from schemas.dossier import Dossier
from schemas.ids import AwardId, BasisId, BodyId, RegimeId
from schemas.policy import AwardRule, LocalRegime, Regime, Rules
from schemas.refusals import Refusal

__all__ = ["PolicyCatalogue", "PolicyMistake"]


class PolicyCatalogue:
    """The law loaded by a worker: regimes by their days in force, local ones over them, and the calendar."""

    def __init__(self, directory: PolicyDirectory) -> None:
        self.regimes = directory.regimes
        self.locals = directory.locals
        self.corrections = directory.corrections
        self._carried: dict[tuple[str | None, ...], RulesSnapshot] = {}

    @classmethod
    def load(cls, directory: Path | None = None) -> Self:
        """Load a directory of TOML files; by default, the files of this project.

        Every file but `calendar.toml` is a regime, and every one in `local/` a local regulation over one. The calendar
        may be empty, but not missing.

        Raises:
            PolicyMistake: Some file cannot be used, or two of them contradict each other. It names every mistake.
        """
        return cls(load_directory(directory or files("policies")))

    def regime_on(self, day: date) -> Regime | None:
        """Return the regime in force on a day in Hanoi."""
        return next((regime for regime in self.regimes if in_force(regime, day)), None)

    def rules_for(self, dossier: Dossier) -> Rules | Refusal:
        """Return the rules that a dossier keeps for good, as they stood on the day it was received."""
        regime = self._applied(dossier)
        if isinstance(regime, Refusal):
            return regime
        local = self._local_of(dossier.head, dossier.received_on, regime)
        charter = self._local_of(dossier.cluster, dossier.received_on, regime, is_charter=True)
        awards = _awards(regime, local)
        rule = _named(awards, dossier.award, dossier.basis)
        if rule is None:
            return refusal_messages.unknown_award(dossier, regime, awards)
        key = (regime.id, local.id if local else None, charter.id if charter else None, *rule.ground)
        if (found := self._carried.get(key)) is None:
            found = self._carried[key] = take_snapshot(regime, local, charter, rule)
        if dossier.nominee.kind not in found.rule.nominees:
            return refusal_messages.not_for_this_nominee(dossier, found.rule)
        return _by_procedure(dossier, found)

    def award(self, regime: RegimeId, award: AwardId, basis: BasisId, body: BodyId | None = None) -> AwardRule | None:
        """Return a regime's award with its notes; with `body`, as changed by that body's latest regulation."""
        found = next((each for each in self.regimes if each.id == regime), None)
        if found is None:
            return None
        of_body = (local for local in self._over(found) if local.body == body)
        local = max(of_body, key=lambda each: each.in_force_from, default=None)
        return _named(_awards(found, local), award, basis)

    def working_days(self, on: datetime) -> WorkCalendar:
        """Return the working days from the start of last year to the end of the next, as counted in Hanoi.

        Raises:
            ValueError: The instant has no offset from UTC.
        """
        return working_days(on, self.corrections)

    def _applied(self, dossier: Dossier) -> Regime | Refusal:
        own, chosen = self.regime_on(dossier.received_on), dossier.chosen
        if own is None:
            return refusal_messages.no_law(dossier)
        if chosen is None:
            return own
        found = next((regime for regime in self.regimes if regime.id == chosen.regime), None)
        if found is None or found.in_force_from <= own.in_force_from or found.favours_earlier is None:
            return refusal_messages.not_more_favourable(dossier, chosen, own, found)
        return found

    def _local_of(
        self, body: Organisation | None, on: date, regime: Regime, *, is_charter: bool = False
    ) -> LocalRegime | None:
        if body is None:
            return None
        theirs = (each for each in self._over(regime) if (each.body, each.is_charter) == (body.id, is_charter))
        return next((local for local in theirs if in_force(local, on)), None)

    def _over(self, regime: Regime) -> Iterable[LocalRegime]:
        return (local for local in self.locals if local.over == regime.id)


def _by_procedure(dossier: Dossier, found: RulesSnapshot) -> Rules | Refusal:
    asked, simplified = dossier.simplified, found.rule.simplified
    if asked is None:
        return found.usual
    if found.simplified is None or simplified is None or asked.ground not in simplified.grounds:
        return refusal_messages.not_simplified(dossier, asked, found.rule)
    return found.simplified


def _awards(regime: Regime, local: LocalRegime | None) -> tuple[AwardRule, ...]:
    """Return a regime's awards as changed by a local regulation, and then those that it adds."""
    if local is None:
        return regime.awards
    theirs = {rule.ground: rule for rule in local.awards}
    changed = tuple(theirs.pop(rule.ground, rule) for rule in regime.awards)
    return (*changed, *theirs.values())


def _named(awards: Iterable[AwardRule], award: AwardId, basis: BasisId) -> AwardRule | None:
    return next((rule for rule in awards if rule.ground == (award, basis)), None)
