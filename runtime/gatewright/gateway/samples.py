"""Values that fit a described type, for answers of which the descriptor has no example."""

from __future__ import annotations

from typing import Any

from ..descriptor import Descriptor, Field_, Schema

# Types may contain each other; what lies deeper is left empty.
_DEPTH = 4


def sample(descriptor: Descriptor, name: str) -> Any:
    """A value of a type of the descriptor; times and identifiers in it are templates."""
    return _of(descriptor, descriptor.types[name], name, 0)


def sample_field(descriptor: Descriptor, field: Field_, name: str) -> Any:
    """A value of a field."""
    return _of(descriptor, field, name, 0)


def _of(descriptor: Descriptor, described: Schema | Field_, name: str, depth: int) -> Any:
    if described.default not in (None, ""):
        return described.default
    if described.ref is not None:
        schema = descriptor.types.get(described.ref)
        return {} if schema is None else _of(descriptor, schema, name, depth)
    match described.type:
        case "string":
            return described.enum[0] if described.enum else _text(name)
        case "integer":
            return 1
        case "number":
            return 0.5
        case "boolean":
            return True
        case "array":
            if described.items is None or depth >= _DEPTH:
                return []
            return [_of(descriptor, described.items, name.removesuffix("s"), depth + 1)]
        case "object":
            return _object(descriptor, described, depth)
        case _:
            return None


def _object(descriptor: Descriptor, described: Schema | Field_, depth: int) -> dict[str, Any]:
    if isinstance(described, Field_):
        return {}
    return {
        key: _of(descriptor, schema, key, depth + 1)
        for key, schema in described.properties.items()
        if key in described.required or (depth < _DEPTH and not schema.nullable)
    }


def _text(name: str) -> str:
    key = name.lower()
    if key.endswith(("_at", "timestamp", "_date")) or key == "time":
        return "$now"
    if key in {"id", "uuid"} or key.endswith("_id"):
        return "$uuid"
    return name.replace("_", " ")
