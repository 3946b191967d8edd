"""A directory of law, read as a whole: every mistake in its files is reported before anything is used."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources.abc import Traversable
from itertools import combinations

from policies.loading.files import RegimeFile, listed, opened, read
from policies.loading.inheritance import ResolvedRegime, ancestors, resolve
from policies.loading.local_overrides import apply_local, checked_alone
from policies.loading.mistakes import WHOLE, PolicyDocument, PolicyMistake
from policies.loading.references import TABLES, undefined_names
from policies.workdays import Corrections
from schemas.policy import LocalRegime, Regime

_CALENDAR, _LOCAL = "calendar.toml", "local"

Law = Regime | LocalRegime


@dataclass(frozen=True)
class PolicyDirectory:
    """The contents of a directory."""

    regimes: tuple[Regime, ...]
    locals: tuple[LocalRegime, ...]
    corrections: Corrections


def load_directory(directory: Traversable) -> PolicyDirectory:
    """Return the contents of a directory.

    Raises:
        PolicyMistake: Some file cannot be used, or two of them contradict each other. It names every mistake.
    """
    mistakes: list[str] = []
    found = listed(directory)
    gaps = list(_gaps(directory, {file.name for file in found}))
    corrections = _corrections(found, mistakes)
    pages = _opened((file for file in found if file.name != _CALENDAR), mistakes)
    editions = _editions(pages, mistakes)
    regimes = [(page, edition.regime) for page, edition in editions]
    local = directory / _LOCAL
    further = _opened(listed(local), mistakes, f"{_LOCAL}/") if local.is_dir() else []
    locals_ = _locals(further, pages, [edition for _, edition in editions], mistakes)
    mistakes.extend(_overlaps([*regimes, *locals_]))
    mistakes.extend(_twice([*pages, *further]))
    if gaps or mistakes:
        # Sorted by file, whatever the order of the checks; sorting keeps the order within a file.
        raise PolicyMistake([*gaps, *sorted(mistakes, key=lambda line: line.partition(":")[0])])
    return PolicyDirectory(tuple(law for _, law in regimes), tuple(law for _, law in locals_), corrections)


def _place(law: Law) -> tuple[str, str, bool] | None:
    """Return the place that only one law in force may have: a body's over a regime, or None for a regime."""
    return (law.over, law.body, law.is_charter) if isinstance(law, LocalRegime) else None


def in_force(law: Law, day: date) -> bool:
    """Return whether a law is in force on a day."""
    return law.in_force_from <= day and (law.in_force_to is None or day <= law.in_force_to)


def _gaps(directory: Traversable, found: set[str]) -> Iterator[str]:
    if _CALENDAR not in found:
        yield f"{_CALENDAR}: {WHOLE}: is missing; an empty one leaves the holiday library's days as they are"
    if not found - {_CALENDAR}:
        yield f"{directory}: (directory): holds no regime, and every dossier would be refused"


def _corrections(found: Iterable[Traversable], mistakes: list[str]) -> Corrections:
    pages = _opened((file for file in found if file.name == _CALENDAR), mistakes)
    return next((said for page in pages if (said := read(page, Corrections, mistakes))), Corrections())


def _opened(found: Iterable[Traversable], mistakes: list[str], folder: str = "") -> list[PolicyDocument]:
    pages = []
    for file in found:
        try:
            pages.append(opened(file, folder))
        except PolicyMistake as mistake:
            mistakes.extend(mistake.mistakes)
    return pages


def _editions(pages: Sequence[PolicyDocument], mistakes: list[str]) -> list[tuple[PolicyDocument, ResolvedRegime]]:
    named = _by_id(pages)
    files = {page.file: read(page, RegimeFile, mistakes) for page in pages}
    editions = []
    for page in pages:
        line = ancestors(page, named, mistakes)
        if line is None:
            continue
        known = {table: {name for each in line for name in each.tables(table)} for table in TABLES}
        unknown = list(undefined_names(page, known))
        mistakes.extend(unknown)
        readable = [file for each in line if (file := files[each.file])]
        # The values of an ancestor with mistakes are unknown: files that inherit from it wait until it is corrected.
        if len(readable) == len(line) and not unknown and (edition := resolve(page, readable, mistakes)):
            editions.append((page, edition))
    return editions


def _locals(
    pages: Sequence[PolicyDocument],
    decrees: Sequence[PolicyDocument],
    editions: Sequence[ResolvedRegime],
    mistakes: list[str],
) -> list[tuple[PolicyDocument, LocalRegime]]:
    known: dict[str, ResolvedRegime] = {edition.regime.id: edition for edition in editions}
    found = []
    for page in pages:
        over = page.says.get("over")
        if isinstance(over, str) and over in known:
            local = apply_local(page, known[over], mistakes)
            found.extend([(page, local)] if local else [])
            continue
        if isinstance(over, str) and over not in _by_id(decrees):
            mistakes.append(page.mistake("over", f"no regime is called {over!r}"))
        checked_alone(page, mistakes)
    return found


def _by_id(pages: Iterable[PolicyDocument]) -> dict[str, PolicyDocument]:
    named: dict[str, PolicyDocument] = {}
    for page in pages:
        if isinstance(called := page.says.get("id"), str):
            named.setdefault(called, page)
    return named


def _twice(pages: Sequence[PolicyDocument]) -> Iterator[str]:
    first = _by_id(pages)
    for page in pages:
        called = page.says.get("id")
        if isinstance(called, str) and first[called] is not page:
            yield page.mistake("id", f"{called} stands in {first[called].file} too")


def _overlaps(laws: Sequence[tuple[PolicyDocument, Law]]) -> Iterator[str]:
    ordered = sorted(laws, key=lambda each: each[1].in_force_from)
    for (there, earlier), (here, later) in combinations(ordered, 2):
        if _place(earlier) == _place(later) and in_force(earlier, later.in_force_from):
            until = earlier.in_force_to or "further notice"
            yield here.mistake(
                "in_force_from",
                f"on {later.in_force_from} {there.file} is in force, from {earlier.in_force_from} to {until}",
            )
