"""Values as SQLite keeps them, and back as the driver gives them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

# The driver's times have no zone, and are UTC.
EPOCH = datetime(1970, 1, 1)
COLLECTIONS = (list, tuple, set, frozenset, dict)


def stored(value: Any) -> Any:
    """A parameter as SQLite keeps it: collections are JSON, times milliseconds, an empty list is nothing."""
    if isinstance(value, COLLECTIONS):
        return json.dumps(value, default=sorted) if value else None
    if isinstance(value, datetime):
        naive = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
        return (naive - EPOCH) // timedelta(milliseconds=1)
    if isinstance(value, UUID):
        return str(value)
    return value


@cache
def reader(kind: str) -> Callable[[Any], Any] | None:
    """What makes of a stored value what the driver gives for the type `kind`; None if that is the same."""
    read = _inner_reader(kind)
    if re.match(r"(frozen<)?(list|set|map|tuple)<", kind):
        return lambda value: None if value is None else read(json.loads(value))
    if kind in {"timestamp", "uuid", "boolean"}:
        return lambda value: None if value is None else read(value)
    return None


def _inner_reader(kind: str) -> Callable[[Any], Any]:
    outer, _, rest = kind.partition("<")
    inner = [_inner_reader(part) for part in split(rest.removesuffix(">"))] if rest else []
    match outer:
        case "frozen":
            return inner[0]
        case "list":
            return lambda value: [inner[0](item) for item in value]
        case "set":
            return lambda value: {inner[0](item) for item in value}
        case "tuple":
            return lambda value: tuple(read(item) for read, item in zip(inner, value, strict=True))
        case "map":
            return lambda value: {inner[0](key): inner[1](item) for key, item in value.items()}
        case "timestamp":
            return lambda value: EPOCH + timedelta(milliseconds=value)
        case "uuid":
            return UUID
        case "boolean":
            return bool
        case "int" | "bigint":
            return int
        case _:
            return lambda value: value


def added(old: Any, new: Any) -> Any:
    """The sum of two stored values: of numbers, or of collections in JSON."""
    if old is None or new is None:
        return new if old is None else old
    if isinstance(old, int):
        return old + new
    before, more = json.loads(old), json.loads(new)
    return json.dumps({**before, **more} if isinstance(before, dict) else before + more)


def contains(collection: Any, value: Any) -> bool:
    """Whether a collection in JSON has an item."""
    return collection is not None and value in json.loads(collection)


def split(text: str) -> list[str]:
    """The parts of `text` between those commas that stand outside of all brackets."""
    parts, depth = [""], 0
    for character in text:
        depth += (character in "<(") - (character in ">)")
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts]
