"""Which of the objects that are kept are meant: keys, conditions, and lists of what was found."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from .. import wire

Json = dict[str, Any]


def as_names(names: str | Sequence[str]) -> tuple[str, ...]:
    """Names of fields, of which there may be one."""
    return (names,) if isinstance(names, str) else tuple(names)


def key_of(parts: Sequence[Any]) -> str:
    """The key of an object, made of the values of the fields that name it."""
    if len(parts) == 1:
        return parts[0] if isinstance(parts[0], str) else _text(parts[0])
    return json.dumps(parts, sort_keys=True)


def fits(kept: Mapping[str, Any], wanted: Mapping[str, list[Any]]) -> bool:
    """Whether an object has, in each of these fields, one of these values."""
    return all(kept.get(name) in values for name, values in wanted.items())


def meets(kept: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    """Whether an object is, or holds, in each of these fields, what is asked for."""
    return all(_same(kept.get(name), value) for name, value in wanted.items() if value != [])


def nested(names: Sequence[str], objects: Sequence[Json], shown: Sequence[Any]) -> Json:
    """Objects within objects, by the values of these fields; innermost is what is shown of each object."""
    *outer, last = names
    made: Json = {}
    for kept, value in zip(objects, shown, strict=True):
        place = made
        for name in outer:
            place = place.setdefault(str(kept.get(name)), {})
        place[str(kept.get(last))] = value
    return made


def number(asked: Mapping[str, Any], name: str | None) -> int | None:
    """A number that is asked for, which may be text."""
    value = None if name is None else asked.get(name)
    if isinstance(value, str) and value.isdecimal():
        return int(value)
    return value if isinstance(value, int) else None


def without_empty(fields: Json) -> Json:
    """The fields with null in the place of empty texts and zeros."""
    return {name: None if _is_empty(value) else value for name, value in fields.items()}


def _is_empty(value: Any) -> bool:
    return not value and isinstance(value, (str, int, float)) and not isinstance(value, bool)


def _same(held: Any, wanted: Any) -> bool:
    if held == wanted:
        return True
    if wire.is_array(wanted):
        return any(_same(held, each) for each in wanted)
    if wire.is_array(held):
        return any(_same(each, wanted) for each in held)
    # What comes in a query is text.
    return not isinstance(wanted, dict) and held is not None and str(held) == str(wanted)


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True) if isinstance(value, (dict, list)) else str(value)
