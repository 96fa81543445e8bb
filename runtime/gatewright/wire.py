"""JSON in and out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeAlias, TypeGuard, cast

import orjson

Text: TypeAlias = bytes | bytearray | memoryview | str

loads = orjson.loads
Fragment = orjson.Fragment
JSONDecodeError = orjson.JSONDecodeError


def dumps(value: Any) -> bytes:
    """JSON text of `value`; models, RDF values, mappings, sequences and NumPy arrays included."""
    return orjson.dumps(value, default=_plain, option=orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_NON_STR_KEYS)


def now() -> str:
    """The time in UTC, as ISO 8601 text with milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def plain(value: Any) -> dict[str, Any]:
    """The fields of a model or a mapping, by their names on the wire."""
    made = _plain(value)
    if is_object(made):
        return made
    raise TypeError(f"{type(value).__name__} has no fields")


def _plain(value: Any) -> Any:
    dump = getattr(value, "model_dump", None)
    if dump is not None:
        return dump(mode="json", by_alias=True, exclude_unset=True)
    if isinstance(value, Mapping):
        return dict(cast("Mapping[str, Any]", value))
    if isinstance(value, (bytes, bytearray, memoryview)):
        raise TypeError("bytes cannot be sent as JSON; encode them first")
    if isinstance(value, (Sequence, set, frozenset)):
        return list(cast("Sequence[Any]", value))
    raise TypeError(f"{type(value).__name__} cannot be sent as JSON")


def is_object(value: Any) -> TypeGuard[dict[str, Any]]:
    """Whether a decoded value is a JSON object."""
    return isinstance(value, dict)


def is_bytes(value: object) -> TypeGuard[bytes | bytearray | memoryview[int]]:
    """Whether the value is binary data."""
    return isinstance(value, (bytes, bytearray, memoryview))


def is_array(value: Any) -> TypeGuard[list[Any]]:
    """Whether a decoded value is a JSON array."""
    return isinstance(value, list)
