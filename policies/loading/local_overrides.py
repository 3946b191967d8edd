"""Regulations of ministries, provinces and clusters: they fill what a decree leaves open.

A ministry or province may add honours of its own; a cluster's charter sets how that cluster votes, and nothing else.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from policies.loading.files import Ground, LocalFile, read
from policies.loading.inheritance import ResolvedRegime, mistaken
from policies.loading.mistakes import PolicyDocument
from policies.loading.references import TABLES, ReferenceTable, undefined_names
from schemas.policy import AwardRule, LocalRegime
from schemas.routes import Room
from schemas.stages import Stage

_SOURCE = {"citation", "verified", "note"}
_BARE = {"ballot", "silence"}
"""Keys of a stage without a citation of their own: the stage's applies, as it does to a part set to `false`."""


def apply_local(page: PolicyDocument, over: ResolvedRegime, mistakes: list[str]) -> LocalRegime | None:
    """Return a local regulation as applied to a regime; or None, and add to the mistakes."""
    before = len(mistakes)
    mistakes.extend(_beyond_its_room(page, over))
    mistakes.extend(_beyond_its_cluster(page, over))
    file = read(_filled(page, over), LocalFile, mistakes)
    known = {table: {*getattr(over.glossary, table), *page.tables(table)} for table in TABLES}
    mistakes.extend(undefined_names(page, known))
    if file is None or len(mistakes) > before:
        return None
    awards = _awards(page, file, over, mistakes)
    return None if len(mistakes) > before else _regime(file, awards)


def checked_alone(page: PolicyDocument, mistakes: list[str]) -> None:
    """Add the mistakes of a local file that do not depend on its regime, which could not be read."""
    stages = {name: stage for name, stage in page.tables("stages").items() if "kind" in stage}
    read(page.rewritten("stages", stages), LocalFile, mistakes)


def _beyond_its_room(page: PolicyDocument, over: ResolvedRegime) -> Iterator[str]:
    decree, stages = over.regime.id, over.glossary.stages
    for name, table in page.tables("stages").items():
        place = f"stages.{name}"
        if name in stages:
            for key in sorted(_closed(table, stages[name].leaves_room)):
                yield page.mistake(f"{place}.{key}", f"{decree} leaves no room for {key} at {name}")
            given = set(table) & {*_SOURCE, *(_bare(table) & set(stages[name].leaves_room))}
            if given and "citation" not in given:
                yield page.mistake(f"{place}.citation", f"is missing: {min(given)} has none of its own")
        elif "kind" not in table:
            yield page.mistake(place, f"{decree} has no stage called {name!r}; a new one says of what kind it is")
    for table_name, taken in (("terms", over.glossary.terms), ("papers", over.glossary.papers)):
        for name in sorted(page.tables(table_name).keys() & taken.keys()):
            yield page.mistake(
                f"{table_name}.{name}", f"{decree} says what {name!r} is, and leaves no room for another"
            )


def _beyond_its_cluster(page: PolicyDocument, over: ResolvedRegime) -> Iterator[str]:
    if page.says.get("charter") is not True:
        return
    stages = over.glossary.stages
    for name, table in page.tables("stages").items():
        is_another = stages[name].stage is not Stage.CLUSTER if name in stages else "kind" in table
        if is_another:
            yield page.mistake(f"stages.{name}", "is no vote of a cluster, and a charter says nothing else")
    for other in ("awards", "papers", "terms"):
        if page.says.get(other):
            yield page.mistake(other, "a charter says how its cluster votes, and nothing else")


def _bare(table: Mapping[str, Any]) -> set[str]:
    return {*_BARE, *(key for key, value in table.items() if value is False)}


def _closed(table: Mapping[str, Any], leaves_room: tuple[Room, ...]) -> set[str]:
    return set(table) - _SOURCE - set(leaves_room)


def _filled(page: PolicyDocument, over: ResolvedRegime) -> PolicyDocument:
    """Return the page with its stages in full: where it states only its differences, the decree's values are added."""
    stages = {}
    for name, table in page.tables("stages").items():
        rule = over.glossary.stages.get(name)
        if rule is not None:
            # A source of its own replaces the decree's, which was verified for another value.
            dropped = _SOURCE if "citation" in table else set()
            kept = rule.model_dump(mode="json", exclude=dropped)
            own = {key: value for key, value in table.items() if key in {*_SOURCE, *rule.leaves_room}}
            # "recusal = false": what the decree has by default does not apply.
            taken_away = dict.fromkeys(key for key in rule.leaves_room if own.get(key) is False)
            stages[name] = kept | own | taken_away
        elif "kind" in table:
            stages[name] = table
    return page.rewritten("stages", stages)


def _awards(page: PolicyDocument, file: LocalFile, over: ResolvedRegime, mistakes: list[str]) -> tuple[AwardRule, ...]:
    glossary = ReferenceTable(
        terms={**over.glossary.terms, **file.terms},
        stages={**over.glossary.stages, **file.stages},
        papers={**over.glossary.papers, **file.papers},
    )
    rules = [rule for text in over.texts.values() if (rule := glossary.award(text)) != over.rule(text.ground)]
    for number, text in enumerate(file.awards):
        place = f"awards[{number}]"
        if text.ground in over.texts:
            mistakes.append(page.mistake(place, _taken(text.ground, over)))
            continue
        try:
            rules.append(glossary.award(text))
        except ValidationError as error:
            mistakes.extend(mistaken(page, place, text, error))
    return tuple(rules)


def _taken(ground: Ground, over: ResolvedRegime) -> str:
    return f"{ground[0]} on {ground[1]} is an award of {over.regime.id}, and none of a local regulation's"


def _regime(file: LocalFile, awards: tuple[AwardRule, ...]) -> LocalRegime:
    return LocalRegime(
        id=file.id,
        over=file.over,
        body=file.body,
        is_charter=file.charter,
        title=file.title,
        in_force_from=file.in_force_from,
        in_force_to=file.in_force_to,
        awards=awards,
        citation=file.citation,
        verified=file.verified,
        note=file.note,
    )
