"""Whether a request's body fits the fields that its operation describes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .. import wire
from ..descriptor import Descriptor, Field_, Operation, Schema
from .exchange import as_object


@dataclass(frozen=True, slots=True)
class Misfit:
    """What is wrong: where, and in which way."""

    field: str
    message: str


_KINDS: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
}


def misfit(descriptor: Descriptor, operation: Operation, body: Mapping[str, Any]) -> Misfit | None:
    """The first thing about a body that does not fit; None: it fits. Unknown fields always do."""
    for name, field in operation.request.items():
        if field.place in {"whole", "content", "client"}:
            continue
        key = field.wire or name
        held = body if field.within is None else as_object(body.get(field.within)) or {}
        # A value that the client fills in by itself is as good as required.
        if held.get(key) is None:
            required = field.required or field.value is not None
            if required and not (key in held and field.nullable):
                return Misfit(key, "Field required")
            continue
        if field.encode is None:
            found = wrong(descriptor, field, held[key], key)
            if found is not None:
                return found
    return None


def lacks(operation: Operation, body: Mapping[str, Any]) -> str | None:
    """The first required field that a body does not have; None: it has them all."""
    for name, field in operation.request.items():
        key = field.wire or name
        held = body if field.within is None else as_object(body.get(field.within)) or {}
        if field.required and field.place not in {"whole", "content", "client"} and key not in held:
            return key
    return None


def wrong(descriptor: Descriptor, described: Field_ | Schema, value: Any, where: str) -> Misfit | None:
    """What is wrong with a value; None: it fits. `where` names it."""
    if described.ref is not None:
        schema = descriptor.types.get(described.ref)
        return None if schema is None else wrong(descriptor, schema, value, where)
    kinds = _KINDS.get(described.type or "any")
    if kinds is None or (value is None and isinstance(described, Schema)):
        return None
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        return Misfit(where, f"Input should be a valid {described.type}")
    if wire.is_array(value) and described.items is not None:
        return _first(
            wrong(descriptor, described.items, item, f"{where}.{i}") for i, item in enumerate(value)
        )
    if wire.is_object(value):
        return _object(descriptor, described, value, where)
    return None


def _object(
    descriptor: Descriptor, described: Field_ | Schema, value: dict[str, Any], where: str
) -> Misfit | None:
    if described.additionalProperties is not None:
        extra = described.additionalProperties
        return _first(wrong(descriptor, extra, item, f"{where}.{key}") for key, item in value.items())
    if isinstance(described, Field_):
        return None
    for key in described.required:
        if key not in value:
            return Misfit(f"{where}.{key}", "Field required")
    return _first(
        wrong(descriptor, schema, value[key], f"{where}.{key}")
        for key, schema in described.properties.items()
        if value.get(key) is not None
    )


def _first(found: Any) -> Misfit | None:
    return next((each for each in found if each is not None), None)
