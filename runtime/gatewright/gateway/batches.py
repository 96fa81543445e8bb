"""Messages of bulk imports, held against what the descriptor says of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import wire
from ..descriptor import Descriptor, Field_, Rdf, Template, Transfer
from .exchange import Refused
from .templates import unfill
from .validate import wrong


def read(transfer: Transfer, message: Any) -> tuple[list[Any], dict[str, Any]]:
    """The items and the arguments of a message.

    Raises:
        Refused: It lacks something.
    """
    told = unfill(transfer.message, message)
    if told is None:
        raise Refused("a message is not as it should be")
    items = told.pop("items", None)
    # One item may stand for a list of one.
    return items if wire.is_array(items) else [items], told


def check(descriptor: Descriptor, transfer: Transfer, message: Any) -> None:
    """Looks whether a message is as it should be.

    Raises:
        Refused: It lacks something, or something in it is of another kind.
    """
    items, told = read(transfer, message)
    for item in items:
        if not _fits(descriptor, transfer.item, item):
            raise Refused(f"an item is no {transfer.item}")
    for name, field in transfer.arguments.items():
        if name in told and wrong(descriptor, field, told[name], name) is not None:
            raise Refused(f"{name} is of another kind")


def _fits(descriptor: Descriptor, kind: str, value: Any) -> bool:
    rdf = descriptor.gateway.rdf
    if rdf is not None and kind == "rdf:Triple":
        return _is_triple(rdf, value)
    if rdf is not None and kind == "rdf:Term":
        return _is_term(rdf, value)
    if not wire.is_object(value):
        return False
    if kind in descriptor.records:
        return all(
            _has(descriptor, field, field.wire or name, value) for name, field in _fields(descriptor, kind)
        )
    schema = descriptor.types.get(kind)
    if schema is None:
        return True
    return wrong(descriptor, schema, value, "") is None and all(
        each.ref is None or name not in value or _fits(descriptor, each.ref, value[name])
        for name, each in schema.properties.items()
    )


def _fields(descriptor: Descriptor, record: str) -> list[tuple[str, Field_]]:
    described = descriptor.records[record]
    base = [] if described.base is None else _fields(descriptor, described.base)
    return [*base, *described.fields.items()]


def _has(descriptor: Descriptor, field: Field_, key: str, item: Mapping[str, Any]) -> bool:
    """Whether an item has a field that it must have, and whether that is of its kind."""
    if field.place == "client" or key.startswith("$"):
        return True
    value = item.get(key)
    if value is None:
        return field.default is not None or field.nullable
    if field.ref is not None and field.ref.startswith("rdf:"):
        return _fits(descriptor, field.ref, value)
    return wrong(descriptor, field, value, key) is None


def _is_triple(rdf: Rdf, value: Any) -> bool:
    parts = unfill(rdf.triple, value)
    return parts is not None and all(_is_term(rdf, parts[name]) for name in ("s", "p", "o"))


def _is_term(rdf: Rdf, value: Any) -> bool:
    if rdf.quoted is not None:
        inner = unfill(rdf.quoted, value)
        if inner is not None and _is_triple(rdf, inner.get("triple")):
            return True
    return any(_is_simple(template, value) for template in (rdf.iri, rdf.literal, rdf.blank) if template)


def _is_simple(template: Template, value: Any) -> bool:
    told = unfill(template, value)
    return told is not None and all(isinstance(each, str) for each in told.values())
