"""Types of the descriptor as Python annotations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from gatewright.descriptor import Field_, Schema

from .inert import literal

_SCALARS = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}


@dataclass(frozen=True, slots=True)
class Annotations:
    """Writes annotations inside a class that has methods called `shadowed`, some perhaps like builtins."""

    shadowed: frozenset[str] = frozenset()
    is_async: bool = False

    def builtin(self, name: str) -> str:
        """A builtin type, reached around a method of the same name."""
        return f"builtins.{name}" if name in self.shadowed else name

    def optional(self, annotation: str) -> str:
        """The annotation with None."""
        return annotation if annotation == "Any" or annotation.endswith("| None") else f"{annotation} | None"

    def argument(self, field: Field_) -> str:
        """What a caller may pass, None aside."""
        if field.place == "content":
            octets = self.builtin("bytes")
            either = f"{octets} | Iterable[{octets}]"
            return f"{either} | AsyncIterable[{octets}]" if self.is_async else either
        if field.encode == "base64":
            return self.builtin("bytes")
        if field.encode == "text":
            return f"{self.builtin('str')} | Mapping[{self.builtin('str')}, Any]"
        match field.ref:
            case "rdf:Term":
                return f"rdf.Term | {self.builtin('str')}"
            case "rdf:Triple":
                return "rdf.Triple | rdf.TripleLike"
            case None:
                pass
            case name:
                return f"{name} | Mapping[{self.builtin('str')}, Any]"
        if field.type == "array":
            item = self.argument(field.items) if field.items else "Any"
            return f"Sequence[{item}] | {item}" if field.single else f"Sequence[{item}]"
        if field.type == "object":
            value = self.argument(field.additionalProperties) if field.additionalProperties else "Any"
            return f"Mapping[{self.builtin('str')}, {value}]"
        return self._scalar(field)

    def value(self, field: Field_ | Schema) -> str:
        """What a caller gets, None aside."""
        if isinstance(field, Field_) and field.encode == "base64":
            return self.builtin("bytes")
        match field.ref:
            case "rdf:Term":
                return "rdf.Term"
            case "rdf:Triple":
                return "rdf.Triple"
            case None:
                pass
            case name:
                return name
        if field.type == "array":
            return f"{self.builtin('list')}[{self._item(field.items)}]"
        if field.type == "object":
            return f"{self.builtin('dict')}[{self.builtin('str')}, {self._item(field.additionalProperties)}]"
        return self._scalar(field)

    def _item(self, field: Field_ | Schema | None) -> str:
        """What a caller gets as an item of an array, or as a value of an object."""
        if field is None:
            return "Any"
        return self.optional(self.value(field)) if field.nullable else self.value(field)

    def _scalar(self, field: Field_ | Schema) -> str:
        if (
            field.type is None
            or field.type == "any"
            or (isinstance(field, Schema) and field.format == "json")
        ):
            return "Any"
        name = self.builtin(_SCALARS[field.type])
        if field.enum:
            return f"Literal[{', '.join(literal(value) for value in field.enum)}] | {name}"
        return name


def default_source(default: object) -> str:
    """A default as it stands in a signature; a list becomes a tuple, since it must not change."""
    if isinstance(default, list):
        return literal(tuple(cast("list[object]", default)))
    return literal(default)


def is_optional(schema: Schema, *, required: bool) -> bool:
    """Whether a property of a response can be None."""
    return schema.nullable or (not required and schema.default is None)
