"""Bodies that a JSON Schema allows, drawn at random; and the same bodies spoilt."""

from __future__ import annotations

import json
import string
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from schemas.base import Model
from schemas.json_schemas import FOLDER, schema_name
from tests.hostile.malformed_values import Raw, name_of

Schema = Mapping[str, Any]

_FROM, _TO = date(1945, 9, 2), date(2199, 12, 31)
_PROSE = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp", "Cf", "Co"])


def schema_of(kind: type[Model]) -> Schema:
    """Return a message's schema as it stands in the repository."""
    read: Schema = json.loads((FOLDER / f"{schema_name(kind)}.json").read_text(encoding="utf-8"))
    return read


def bodies(kind: type[Model], known: Mapping[str, Sequence[object]]) -> SearchStrategy[Any]:
    """Draw bodies that a message's schema allows; where `known` names a property, mostly one of its values."""
    schema = schema_of(kind)
    return Drawing(schema.get("$defs", {}), known).value(schema)


class Drawing:
    """Draws values of one schema and its definitions."""

    def __init__(self, definitions: Mapping[str, Schema], known: Mapping[str, Sequence[object]]) -> None:
        self._definitions = definitions
        self._known = known

    def value(self, schema: Schema) -> SearchStrategy[Any]:
        """Draw a value that a schema allows."""
        if "$ref" in schema:
            return st.deferred(lambda: self.value(self._definitions[schema["$ref"].rpartition("/")[2]]))
        if "const" in schema:
            return st.just(schema["const"])
        if "enum" in schema:
            return st.sampled_from(schema["enum"])
        for choice in ("anyOf", "oneOf"):
            if choice in schema:
                return st.one_of([self.value(each) for each in schema[choice]])
        drawn: Callable[[Schema], SearchStrategy[Any]] = getattr(self, f"_{schema['type']}")
        return drawn(schema)

    def _object(self, schema: Schema) -> SearchStrategy[Any]:
        required = set(schema.get("required", ()))
        fields = {name: self._field(name, each) for name, each in schema["properties"].items()}
        return st.fixed_dictionaries(
            {name: drawn for name, drawn in fields.items() if name in required},
            optional={name: drawn for name, drawn in fields.items() if name not in required},
        )

    def _field(self, name: str, schema: Schema) -> SearchStrategy[Any]:
        drawn = self.value(schema)
        if name not in self._known:
            return drawn
        # Mostly the identifiers of those who live here: unknown ones are refused at the first rule.
        real = st.sampled_from(list(self._known[name]))
        return st.one_of(real, real, real, drawn)

    def _array(self, schema: Schema) -> SearchStrategy[Any]:
        least = schema.get("minItems", 0)
        most = min(schema.get("maxItems", 3), least + 2)
        return st.lists(self.value(schema["items"]), min_size=least, max_size=most)

    def _string(self, schema: Schema) -> SearchStrategy[Any]:
        if schema.get("format") == "date":
            return st.dates(_FROM, _TO).map(date.isoformat)
        if schema.get("format") == "date-time":
            offsets = st.sampled_from(["Z", "+07:00", "+23:59", "-23:59", "-00:00"])
            return st.builds("{}T10:00:00.123456{}".format, st.dates(date(1946, 1, 1), date(2199, 12, 30)), offsets)
        pattern = schema.get("pattern", "")
        if pattern and not pattern.startswith("^[^"):
            return st.from_regex(pattern, fullmatch=True, alphabet=string.printable)
        return st.text(_PROSE, min_size=1, max_size=min(schema.get("maxLength", 40), 40))

    def _integer(self, schema: Schema) -> SearchStrategy[Any]:
        return st.integers(schema.get("minimum", 0), min(schema.get("maximum", 5), schema.get("minimum", 0) + 3))

    def _number(self, schema: Schema) -> SearchStrategy[Any]:
        hundredths = st.integers(int(schema["minimum"] * 100), int(min(schema["maximum"], 1000) * 100))
        return hundredths.map(lambda drawn: drawn / 100)

    def _boolean(self, _: Schema) -> SearchStrategy[Any]:
        return st.booleans()

    def _null(self, _: Schema) -> SearchStrategy[Any]:
        return st.none()


@st.composite
def spoilt(draw: DrawFn, whole: SearchStrategy[Any], poison: SearchStrategy[Any]) -> Any:
    """Draw a body in which one to three things are not as they should be."""
    body = draw(whole)
    for _ in range(draw(st.integers(1, 3))):
        body = _spoil(draw, body, poison)
    return body


def _spoil(draw: DrawFn, value: Any, poison: SearchStrategy[Any]) -> Any:
    inside = value if isinstance(value, dict | list) and value else None
    if inside is None or draw(st.integers(0, 3)) == 0:
        return draw(poison)
    if isinstance(inside, list):
        return _spoil_list(draw, inside, poison)
    return _spoil_object(draw, inside, poison)


def _spoil_list(draw: DrawFn, items: list[Any], poison: SearchStrategy[Any]) -> list[Any]:
    place = draw(st.integers(0, len(items) - 1))
    match draw(st.sampled_from(["inside", "twice", "many"])):
        case "twice":
            return [*items, items[place]]
        case "many":
            return items * 400
        case _:
            return [*items[:place], _spoil(draw, items[place], poison), *items[place + 1 :]]


def _spoil_object(draw: DrawFn, fields: dict[Any, Any], poison: SearchStrategy[Any]) -> dict[Any, Any]:
    names = sorted(fields, key=str)
    name = draw(st.sampled_from(names))
    match draw(st.sampled_from(["inside", "inside", "missing", "extra", "carried", "twice"])):
        case "missing":
            return {key: value for key, value in fields.items() if key != name}
        case "extra":
            return {**fields, draw(st.sampled_from(["", "by ", "__proto__", "ngày\x00", "x" * 300])): draw(poison)}
        case "carried":
            return {**fields, "carried": draw(st.one_of(poison, st.just({"sequence": 7, "receipts": {}})))}
        case "twice":
            # The same name again in the text: each reader decides which one counts.
            return {**fields, Raw(name_of(name)): draw(poison)}
        case _:
            return {**fields, name: _spoil(draw, fields[name], poison)}
