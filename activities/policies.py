"""The law as files: the regimes of `policies/` and the working days, read once when a worker starts.

A file that says something wrong stops the worker: guessing what a lawyer meant would decide awards.
"""

import json
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import combinations
from pathlib import Path
from typing import Self, TypeVar

from pydantic import ValidationError

from activities.workdays import Corrections, working_days
from schemas.base import Model
from schemas.calendars import WorkCalendar
from schemas.dossier import Dossier
from schemas.policy import AwardRule, Regime, Rules
from schemas.refusals import Reason, Refusal
from schemas.stages import Stage

_CALENDAR = "calendar.toml"
_KINDS = {"individual": "cá nhân", "collective": "tập thể", "household": "hộ gia đình", "enterprise": "doanh nghiệp"}

ModelT = TypeVar("ModelT", bound=Model)


class PolicyMistake(ValueError):
    """The files of `policies/` cannot be used; `mistakes` has a line for each reason: file, key, what is wrong."""

    def __init__(self, mistakes: Iterable[str]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(self.mistakes))


class LawBooks:
    """The law that a worker knows: regimes by their days in force, and the calendar."""

    def __init__(self, regimes: Sequence[Regime], corrections: Corrections) -> None:
        self.regimes = tuple(regimes)
        self._corrections = corrections
        self._carried = {
            (regime.id, rule.award, rule.basis): _carried(Rules(regime=regime.id, counting=regime.counting, award=rule))
            for regime in self.regimes
            for rule in regime.awards
        }

    @classmethod
    def load(cls, directory: Path | None = None) -> Self:
        """Return what a directory of TOML files says; by default, the files that come with this project.

        Every file but `calendar.toml` is a regime. The calendar may be empty, but not missing.

        Raises:
            PolicyMistake: Some file cannot be used, or two of them contradict each other. It names every mistake.
        """
        source = directory or files("policies")
        found = _files(source)
        mistakes = list(_gaps(source, {file.name for file in found}))
        regimes: list[tuple[str, Regime]] = []
        corrections = Corrections()
        for file in found:
            try:
                if file.name == _CALENDAR:
                    corrections = _read(file, Corrections)
                else:
                    regimes.append((file.name, _read(file, Regime)))
            except PolicyMistake as mistake:
                mistakes.extend(mistake.mistakes)
        mistakes.extend(_contradictions(regimes))
        if mistakes:
            raise PolicyMistake(mistakes)
        return cls([regime for _, regime in regimes], corrections)

    def regime_on(self, day: date) -> Regime | None:
        """Return the regime in force on a day in Hanoi."""
        return next((regime for regime in self.regimes if _covers(regime, day)), None)

    def rules_for(self, dossier: Dossier) -> Rules | Refusal:
        """Return the rules that a dossier keeps for good, as they stood on the day it was received."""
        regime = self.regime_on(dossier.received_on)
        if regime is None:
            return _no_law(dossier)
        ground = (dossier.award, dossier.basis)
        rule = next((rule for rule in regime.awards if (rule.award, rule.basis) == ground), None)
        if rule is None:
            return _unknown_award(dossier, regime)
        if dossier.nominee.kind not in rule.nominees:
            return _not_for_this_nominee(dossier, rule)
        return self._carried[regime.id, rule.award, rule.basis]

    def working_days(self, on: datetime) -> WorkCalendar:
        """Return the working days from the start of last year to the end of the next, as counted in Hanoi.

        Raises:
            ValueError: The instant does not know its offset from UTC.
        """
        return working_days(on, self._corrections)


def _carried(rules: Rules) -> Rules:
    """Return what a dossier needs on its way: every byte of it stands in every history."""
    asked = tuple(document for document in rules.award.documents if document.brought_by is Stage.UNIT)
    award = rules.award.model_copy(update={"documents": asked, "decided_by": None, "signed_by": None})
    carried = rules.model_copy(update={"award": award})
    return Rules.model_validate_json(json.dumps(_without_notes(carried.model_dump(mode="json"))))


def _without_notes(value: object) -> object:
    if isinstance(value, dict):
        return {key: _without_notes(each) for key, each in value.items() if key != "note"}
    return [_without_notes(each) for each in value] if isinstance(value, list) else value


def _covers(regime: Regime, day: date) -> bool:
    return regime.in_force_from <= day and (regime.in_force_to is None or day <= regime.in_force_to)


def _files(directory: Traversable) -> list[Traversable]:
    try:
        return sorted((file for file in directory.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    except OSError as error:
        raise PolicyMistake([f"{directory}: (directory): {error.strerror}"]) from error


def _gaps(directory: Traversable, found: set[str]) -> Iterator[str]:
    if _CALENDAR not in found:
        yield f"{_CALENDAR}: (file): is missing; an empty one leaves the holiday library's days as they are"
    if not found - {_CALENDAR}:
        yield f"{directory}: (directory): holds no regime, and every dossier would be refused"


def _read(file: Traversable, model: type[ModelT]) -> ModelT:
    try:
        document = tomllib.loads(file.read_bytes().decode())
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PolicyMistake([f"{file.name}: (file): {error}"]) from error
    try:
        # By way of JSON: strict models take lists for tuples, texts for enumerations and dates from there alone.
        return model.model_validate_json(json.dumps(document, default=str))
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False)
        raise PolicyMistake(
            f"{file.name}: {_key(each['loc'], document)}: {each['msg']}{_shown(each['input'])}" for each in found
        ) from error


def _key(location: Sequence[int | str], document: object) -> str:
    """Return where a mistake stands, as in `awards[0].route[1].threshold.share`."""
    key, place = "", document
    for part in location:
        if isinstance(place, dict) and part not in place and place.get("kind") == part:
            continue  # Which kind of stage pydantic took it for: no key of the file.
        key += f"[{part}]" if isinstance(part, int) else f".{part}"
        place = _within(place, part)
    return key.lstrip(".") or "(file)"


def _within(place: object, part: int | str) -> object:
    if isinstance(place, dict):
        return place.get(part)
    if isinstance(place, list) and isinstance(part, int):
        return place[part]
    return None


def _shown(value: object) -> str:
    return f" (found: {value!r})" if isinstance(value, str | int | float) else ""


def _contradictions(regimes: Sequence[tuple[str, Regime]]) -> Iterator[str]:
    ordered = sorted(regimes, key=lambda named: named[1].in_force_from)
    for (earlier_file, earlier), (file, later) in combinations(ordered, 2):
        if later.id == earlier.id:
            yield f"{file}: id: {later.id} stands in {earlier_file} too"
        if _covers(earlier, later.in_force_from):
            until = earlier.in_force_to or "further notice"
            yield (
                f"{file}: in_force_from: on {later.in_force_from} {earlier_file} is in force,"
                f" from {earlier.in_force_from} to {until}"
            )


def _no_law(dossier: Dossier) -> Refusal:
    return Refusal(
        reason=Reason.NO_LAW_IN_FORCE,
        message=f"Hệ thống chưa có văn bản áp dụng cho ngày tiếp nhận {dossier.received_on:%d/%m/%Y}."
        " Hãy kiểm tra lại ngày tiếp nhận; nếu ngày đúng, đề nghị quản trị hệ thống bổ sung văn bản áp dụng.",
        details=(dossier.dossier_id, dossier.received_on.isoformat()),
    )


def _unknown_award(dossier: Dossier, regime: Regime) -> Refusal:
    known = ", ".join(f"{rule.award}/{rule.basis}" for rule in regime.awards[:20])
    return Refusal(
        reason=Reason.UNKNOWN_AWARD,
        message=f"{regime.title.vi} không có hình thức {dossier.award} theo căn cứ {dossier.basis}."
        f" Hãy chọn một trong các hình thức: {known}.",
        details=(dossier.dossier_id, regime.id, dossier.award, dossier.basis),
    )


def _not_for_this_nominee(dossier: Dossier, rule: AwardRule) -> Refusal:
    allowed = ", ".join(_KINDS[kind] for kind in rule.nominees)
    return Refusal(
        reason=Reason.NOT_FOR_THIS_NOMINEE,
        message=f"{rule.name.vi} dành cho {allowed}, không dành cho {_KINDS[dossier.nominee.kind]}."
        " Hãy chọn hình thức khác hoặc sửa loại đối tượng được đề nghị.",
        details=(dossier.dossier_id, dossier.nominee.id, rule.award, rule.basis),
    )
