"""Checks of what the files under types/ say: models and records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gatewright.descriptor import Field_, Schema

from . import names
from .rules import (
    RDF_TYPES,
    check_base64,
    check_field,
    check_module,
    check_unfilled,
    check_value,
    record_fields,
)
from .source import Path_, Problem, Source

if TYPE_CHECKING:
    from .load import Loaded


def check_types(loaded: Loaded) -> Iterator[Problem]:
    """All problems of models."""
    for name, schema in loaded.descriptor.types.items():
        source, path = loaded.types[name], ("types", name)
        if schema.type != "object":
            yield source.problem(path, "a type is an object; say `type: object`", at_key=True)
        if schema.text is not None and schema.text not in schema.properties:
            yield source.problem((*path, "text"), f"there is no property {schema.text!r}")
        for index, wire in enumerate(schema.required):
            if wire not in schema.properties:
                yield source.problem((*path, "required", index), f"there is no property {wire!r}")
        taken: dict[str, str] = {}
        for wire, part in schema.properties.items():
            where = (*path, "properties", wire)
            yield from _schema(loaded, source, where, part)
            if part.name is not None and names.unusable_property(part.name):
                yield source.problem((*where, "name"), f"{part.name!r} cannot be the name of a field")
            for other in dict.fromkeys((wire, names.property_name(wire, part), *part.also)):
                if other in taken:
                    yield source.problem(where, f"{other!r} is also a name of {taken[other]!r}", at_key=True)
                taken[other] = wire


def _schema(loaded: Loaded, source: Source, path: Path_, schema: Schema) -> Iterator[Problem]:
    if schema.properties or schema.required or schema.text:
        yield source.problem(path, "an object with properties is a type of its own; refer to it by `$ref`")
    yield from check_value(loaded, source, path, schema)
    if schema.items is not None:
        yield from _schema(loaded, source, (*path, "items"), schema.items)
    if schema.additionalProperties is not None:
        yield from _schema(loaded, source, (*path, "additionalProperties"), schema.additionalProperties)


def check_records(loaded: Loaded) -> Iterator[Problem]:
    """All problems of records."""
    records = loaded.descriptor.records
    for name, record in records.items():
        source, path = loaded.types[name], ("records", name)
        seen = {name}
        base = record.base
        while base is not None:
            if base not in records or base in seen:
                message = f"there is no record {base!r}" if base not in records else f"{base} is its own base"
                yield source.problem((*path, "base"), message)
                break
            seen.add(base)
            base = records[base].base
        if record.mixin is not None:
            module, _colon, mixin = record.mixin.partition(":")
            yield from check_module(source, (*path, "mixin"), module, mixin)
        for key, field in record.fields.items():
            where = (*path, "fields", key)
            yield from check_field(loaded, source, where, field, allow_records=True)
            yield from check_unfilled(source, where, field)
            yield from check_base64(source, where, field)
            if key in names.TAKEN_FIELDS:
                yield source.problem(where, f"{key!r} cannot be the name of a field", at_key=True)
            yield from _record_value(loaded, source, where, field)
            if field.required:
                yield source.problem((*where, "required"), "a record's field may be missing; give a default")
            if field.place not in {"body", "client"}:
                yield source.problem((*where, "in"), "a record's field is `body` or `client`")
            if field.place == "client" and not isinstance(field.default, (str, int, float, bool)):
                yield source.problem((*where, "in"), "what does not arrive has a `default`", at_key=True)
            if field.default not in (None, [], {}) and isinstance(field.default, (list, dict)):
                yield source.problem((*where, "default"), "only an empty list or object can be a default")


def check_streams(loaded: Loaded) -> Iterator[Problem]:
    """All problems of names for iterators."""
    for name, members in loaded.descriptor.streams.items():
        for index, member in enumerate(members):
            if member != "string" and member not in loaded.descriptor.records:
                message = f"{member!r} is neither a record nor `string`"
                yield loaded.types[name].problem(("streams", name, index), message)


def _record_value(loaded: Loaded, source: Source, path: Path_, field: Field_) -> Iterator[Problem]:
    """A field of a record holds plain values, RDF, types, or records, alone or in a list.

    The records that it holds hold no others.
    """
    records = loaded.descriptor.records
    for where, value in ((path, field), ((*path, "items"), field.items)):
        if value is None or value.ref is None or value.ref in RDF_TYPES:
            continue
        if value.ref in loaded.descriptor.types:
            continue
        for inner in record_fields(loaded, value.ref).values():
            if {inner.ref, inner.items and inner.items.ref} & set(records):
                message = f"{value.ref} holds records itself, so it cannot be held by another one"
                yield source.problem((*where, "$ref"), message)
                break
