"""Pairs of types and records, and of what they hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gatewright.descriptor import Field_, Record, Schema

from .. import names
from ..annotations import is_optional
from ..facts import all_fields
from .match import alike, renamed
from .rule import Pair, Side
from .trees import Tree

if TYPE_CHECKING:
    from .subjects_services import Found

PROPERTIES_ALIKE = 0.6

# What the formats of properties are in Python.
FORMATS = {"seconds": "moment", "base64": "bytes", "json": "anything"}


@dataclass(frozen=True, slots=True)
class Member:
    """A property of a type, or a field of a record: what both have in common.

    Attributes:
        shape: What it holds, in words such as `list of string`.
        optional: It may be None.
        needed: Whoever makes one must give it.
    """

    name: str
    wire: str
    shape: str
    optional: bool
    needed: bool
    default: object
    enum: tuple[str, ...]
    also: tuple[str, ...]
    doc: str


def shape(part: Schema | Field_ | None, to: Mapping[str, str] | None = None) -> str:
    """What a field holds, in words; names of types are those that they have in the new tree (`to`)."""
    if part is None:
        return "anything"
    if part.ref is not None:
        return (to or {}).get(part.ref, part.ref)
    if isinstance(part, Schema) and part.format is not None:
        return FORMATS.get(part.format, part.format)
    if isinstance(part, Field_) and part.encode == "base64":
        return "bytes"
    if part.type == "array":
        return f"list of {shape(part.items, to)}"
    if part.type == "object":
        return f"map to {shape(part.additionalProperties, to)}"
    return part.type if part.type is not None and part.type != "any" else "anything"


def members(tree: Tree, name: str) -> dict[str, Member]:
    """What a class of a tree has of its own, by Python name."""
    to = tree.renamed
    if name in tree.descriptor.types:
        whole = tree.descriptor.types[name]
        found = [_property(whole, wire, part, to) for wire, part in whole.properties.items()]
        return {each.name: each for each in found}
    return {key: _field(key, each, to) for key, each in tree.descriptor.records[name].fields.items()}


def _property(whole: Schema, wire: str, part: Schema, to: Mapping[str, str]) -> Member:
    required = wire in whole.required
    optional = is_optional(part, required=required)
    return Member(
        names.property_name(wire, part),
        wire,
        shape(part, to),
        optional,
        required and part.default is None and not part.nullable,
        part.default,
        tuple(part.enum or ()),
        tuple(part.also),
        part.description,
    )


def _field(name: str, field: Field_, to: Mapping[str, str]) -> Member:
    return Member(
        name,
        field.wire or name,
        shape(field, to),
        field.default is None and field.encode != "base64",
        field.default is None and not field.nullable,
        field.default,
        tuple(field.enum or ()),
        tuple(field.also),
        field.doc,
    )


def class_renames(old: Tree, new: Tree, matched: list[tuple[Found | None, Found | None]]) -> dict[str, str]:
    """New names of types and records that have another name now, as their use tells."""
    found: dict[str, str] = {}
    before, after = _classes(old), _classes(new)

    def use(name: str | None, other: str | None) -> None:
        if name in before and other in after and name not in after and other not in before:
            found.setdefault(str(name), str(other))

    for one, two in matched:
        if one is None or two is None:
            continue
        use(one.operation.response, two.operation.response)
        streams = one.operation.stream, two.operation.stream
        if streams[0] is not None and streams[1] is not None:
            use(streams[0].other, streams[1].other)
            for kind, record in streams[0].items.items():
                use(record, streams[1].items.get(kind))
        for key, field in one.operation.request.items():
            other = two.operation.request.get(key)
            if other is not None:
                use(_inner(field), _inner(other))
    for kind in ("imports", "exports", "feeds"):
        for name, one_each in _parts(old, kind).items():
            two_each = _parts(new, kind).get(name)
            if two_each is not None:
                use(one_each, two_each)
    # Two that became one are no renaming.
    return {name: other for name, other in found.items() if [*found.values()].count(other) == 1}


def tag_renames(matched: list[tuple[Found | None, Found | None]]) -> dict[str, str]:
    """New names of the fields on the wire that tell the type of a stream's item."""
    found: dict[str, str] = {}
    for one, two in matched:
        streams = [each.operation.stream if each is not None else None for each in (one, two)]
        tags = [each.type if each is not None else None for each in streams]
        if tags[0] is not None and tags[1] is not None and tags[0] != tags[1]:
            found[tags[0]] = tags[1]
    return found


def _inner(field: Field_) -> str | None:
    return field.items.ref if field.items is not None else field.ref


def _parts(tree: Tree, kind: str) -> dict[str, str]:
    services = tree.descriptor.services.values()
    return {
        name: each.other if kind == "feeds" else each.item
        for service in services
        for name, each in getattr(service, kind).items()
    }


def _classes(tree: Tree) -> set[str]:
    return {*tree.descriptor.types, *tree.descriptor.records}


def class_pairs(old: Tree, new: Tree) -> Iterator[Pair]:
    """Pairs of the classes that both trees have, and of what they hold."""
    after = _classes(new)
    for name in (*old.descriptor.types, *old.descriptor.records):
        other = old.renamed.get(name, name)
        if other not in after:
            continue
        sides = _side(old, name), _side(new, other)
        yield Pair("class", name, name, *sides)
        if isinstance(sides[0].model, type(sides[1].model)):
            yield from _members(old, new, name, other, sides)


def iterator_pairs(old: Tree, new: Tree) -> Iterator[Pair]:
    """Pairs of the names for iterators that both trees have; a model is the list of what comes."""
    for name, items in old.descriptor.streams.items():
        others = new.descriptor.streams.get(name)
        if others is not None:
            path = ("streams", name)
            now = [old.renamed.get(item, item) for item in items]
            yield Pair(
                "iterator",
                name,
                name,
                Side(now, old, old.loaded.types[name], path),
                Side(list(others), new, new.loaded.types[name], path),
            )


def _side(tree: Tree, name: str) -> Side:
    descriptor = tree.descriptor
    model: Schema | Record = descriptor.types.get(name) or descriptor.records[name]
    kind = "types" if isinstance(model, Schema) else "records"
    return Side(model, tree, tree.loaded.types[name], (kind, name))


def _members(old: Tree, new: Tree, name: str, other: str, sides: tuple[Side, Side]) -> Iterator[Pair]:
    before, after = members(old, name), members(new, other)
    inherited = _inherited(old, name), _inherited(new, other)
    # What a record has from its base now may be what it had of its own, and the other way round.
    had, has = {**inherited[0], **before}, {**inherited[1], **after}

    def score(key: str, one: Member, other: str, two: Member) -> float:
        # What tells the type of an item stays that, whatever it is called.
        return 1.0 if old.tags.get(one.wire) == two.wire else _same(key, one, other, two)

    to = renamed(had, has, score, PROPERTIES_ALIKE)
    for key, member in before.items():
        found = has.get(to.get(key, key))
        if found is None or found in after.values() or key in to:
            yield _pair(name, key, member, found, sides)
    for key, member in after.items():
        if key not in had and key not in to.values():
            yield _pair(name, key, None, member, sides)


def _inherited(tree: Tree, name: str) -> dict[str, Member]:
    """Fields that a record has from its bases."""
    record = tree.descriptor.records.get(name)
    if record is None or record.base is None:
        return {}
    fields = all_fields(tree.descriptor, record.base)
    return {key: _field(key, each, tree.renamed) for key, each in fields.items()}


def _pair(name: str, key: str, old: Member | None, new: Member | None, sides: tuple[Side, Side]) -> Pair:
    made: list[Side | None] = []
    for side, member in zip(sides, (old, new), strict=True):
        if member is None:
            made.append(None)
            continue
        path = ("properties", member.wire) if isinstance(side.model, Schema) else ("fields", member.name)
        made.append(Side(member, side.tree, side.source, (*side.path, *path), side))
    return Pair("property", f"{name}.{key}", f"{name}.{key}", *made)


def _same(name: str, old: Member, other: str, new: Member) -> float:
    """How sure it is that two properties are the same one."""
    if old.wire == new.wire:
        return 0.95
    if old.doc and old.doc == new.doc and old.shape == new.shape:
        return 0.9
    likeness = alike(name, other)
    return likeness if old.shape == new.shape else likeness - 0.25
