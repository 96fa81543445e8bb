"""A file under types/: JSON Schemas that become models, and records."""

from __future__ import annotations

from typing import Any, Literal, Self

from pydantic import Field, model_validator

from .words import (
    ClassName,
    Field_,
    Identifier,
    NeededDoc,
    Strict,
    WireName,
)


class Record(Strict):
    """A light class for items that come by the thousand: slots, no validation."""

    doc: NeededDoc
    base: ClassName | None = None
    mixin: str | None = Field(
        default=None,
        pattern=r"^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)*:[A-Z][A-Za-z0-9]*$",
        description="`module:Class` of the runtime that it inherits from, too, for what only code can say.",
    )
    fields: dict[Identifier, Field_] = Field(default_factory=dict)


class Schema(Strict):
    """JSON Schema of a type or of one of its properties, as far as generated models need it."""

    type: Literal["string", "integer", "number", "boolean", "array", "object", "any"] | None = None
    ref: str | None = Field(
        default=None, alias="$ref", description="A type of types/, or rdf:Term, rdf:Triple."
    )
    description: str = ""
    properties: dict[WireName, Schema] = Field(default_factory=dict, description="By name on the wire.")
    required: list[WireName] = Field(default_factory=list, description="Properties that are always there.")
    items: Schema | None = Field(default=None, description="Element type of an array.")
    additionalProperties: Schema | None = Field(default=None, description="Value type of an object.")
    enum: list[str] | None = Field(
        default=None, description="Known values. Others are allowed, since a newer gateway may know more."
    )
    format: Literal["seconds", "base64", "json"] | None = Field(
        default=None,
        description="`seconds`: an integer that counts seconds since 1970; a datetime in Python. `base64`: a "
        "string that holds bytes; bytes in Python. `json`: a string that holds JSON text; what it says in "
        "Python.",
    )
    nullable: bool = Field(default=False, description="Null is a value of its own.")
    default: Any = Field(default=None, description="What a missing or null property means.")
    name: Identifier | None = Field(
        default=None, description="Python name, where the one made from the wire name will not do."
    )
    also: list[WireName] = Field(
        default_factory=list, description="Other names under which `response[...]` finds the property."
    )
    text: WireName | None = Field(
        default=None, description="The property that is the text of the whole response."
    )

    @model_validator(mode="after")
    def _one_type(self) -> Self:
        if (self.type is None) == (self.ref is None):
            raise ValueError("give either `type` or `$ref`")
        if self.format is not None and self.type != ("integer" if self.format == "seconds" else "string"):
            raise ValueError("`seconds` is a format of integers, `base64` and `json` are formats of strings")
        return self


class Types(Strict):
    """A file under types/."""

    types: dict[ClassName, Schema] = Field(
        default_factory=dict, description="JSON Schemas; they become pydantic models."
    )
    records: dict[ClassName, Record] = Field(default_factory=dict)
    streams: dict[ClassName, list[ClassName | Literal["string"]]] = Field(
        default_factory=dict,
        description="Names for iterators over records, or over strings, for the annotations of users.",
    )
