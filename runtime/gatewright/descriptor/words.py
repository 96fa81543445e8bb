"""What all parts of a descriptor are made of: names that can reach source, templates, fields."""

from __future__ import annotations

import keyword
import re
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

# Names that a generated module, class or method must not shadow.
_RESERVED = frozenset(
    {"self", "cls", "timeout", "close", "aclose", "print", "model_config"} | set(keyword.kwlist)
)


def _usable_name(name: str) -> str:
    if keyword.iskeyword(name) or name in _RESERVED:
        raise ValueError(f"{name!r} is a Python keyword or a name that every client uses; choose another one")
    if name.startswith("_"):
        raise ValueError(f"{name!r} starts with an underscore; choose a public name")
    return name


def _relative_path(path: str) -> str:
    if ".." in path.split("/") or "\\" in path or re.search(r"[\s\x00-\x1f]", path):
        raise ValueError(f"{path!r} is no plain URL path")
    return path


Identifier = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,79}$"), AfterValidator(_usable_name)
]
ClassName = Annotated[
    str, StringConstraints(pattern=r"^[A-Z][A-Za-z0-9]{0,79}$"), AfterValidator(_usable_name)
]
PackageName = Annotated[
    str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$"), AfterValidator(_usable_name)
]
WireName = Annotated[str, StringConstraints(pattern=r"^[^\s\"'\\{}\x00-\x1f]{1,120}$")]
EnvironmentName = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]{0,79}$")]
UrlPath = Annotated[str, StringConstraints(pattern=r"^/"), AfterValidator(_relative_path)]
ModuleName = Annotated[str, StringConstraints(pattern=r"^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)*$")]
Doc = Annotated[str, Field(description="Text for the documentation of the client.")]
NeededDoc = Annotated[Doc, StringConstraints(min_length=1)]
Variable = Annotated[EnvironmentName, Field(description="Environment variable that gives it, too.")]
FrameSize = Annotated[int, Field(ge=1024, description="Bytes; longest frame in either direction.")]
Template = dict[WireName, Any]
"""A JSON object. A string `$name` in it stands for a value; `$name?` leaves the key out if there is none.

`$now` is the time at which the message is made, in UTC, as ISO 8601 text.
"""


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class SubCall(Strict):
    """A call that is part of another one."""

    call: Identifier = Field(
        description="An operation of the same service, or one of the same scope in another service."
    )
    request: Template = Field(
        default_factory=dict,
        description="Its arguments by Python name; `$name` is an argument of the whole, or what an earlier "
        "step returned under that name.",
    )
    pick: Template = Field(
        default_factory=dict,
        description="Its result is a list, and the item that has these fields (Python names) counts.",
    )


class Derive(SubCall):
    """A field that can be worked out by a call: the first item of what that returns."""

    whole: bool = Field(default=False, description="It is all that the call returns, not its first item.")

    source: Identifier = Field(alias="from", description="The argument (`in: client`) it is worked out from.")


class Field_(Strict):
    """A field of a request or of a record: its type in JSON Schema words, and its Python side."""

    type: Literal["string", "integer", "number", "boolean", "array", "object", "any"] | None = None
    ref: str | None = Field(
        default=None, alias="$ref", description="A type of types/, or rdf:Term, rdf:Triple."
    )
    items: Field_ | None = Field(default=None, description="Element type of an array.")
    additionalProperties: Field_ | None = Field(default=None, description="Value type of an object.")
    enum: list[str] | None = Field(
        default=None, description="Known values. Others are allowed, since a newer gateway may know more."
    )
    required: bool = Field(default=False, description="The caller must give it.")
    nullable: bool = Field(default=False, description="None is sent as null instead of being left out.")
    default: Any = Field(default=None, description="Python default; it is sent.")
    wire: WireName | None = Field(
        default=None, description="Name on the wire, where it differs from the Python name."
    )
    place: Literal["body", "query", "path", "whole", "content", "client"] = Field(
        "body",
        alias="in",
        description="Where a REST request carries it. `whole`: its fields are the body, on sockets, too. "
        "`content`: the raw body of a REST request, bytes or an iterable of them. `client`: it is not sent; "
        "other words of the operation name it. In a record: it does not arrive, and is its `default`.",
    )
    encode: Literal["json", "text", "base64"] | None = Field(
        default=None,
        description="`json`: sent as a string of JSON text. `text`: the same, but a string goes as it is. "
        "`base64`: bytes, sent as base64 text; a field of a record is decoded.",
    )
    single: bool = Field(
        default=False, description="Of an array: one item may be given instead of a list of it."
    )
    within: WireName | None = Field(
        default=None, description="Field of the body whose object holds it; left out: the body itself."
    )
    derive: Derive | None = Field(
        default=None, description="Where it comes from if the caller gives something else instead."
    )
    value: Identifier | None = Field(
        default=None,
        description="What is sent if the caller leaves it out: a setting, a parameter of the scope, "
        "something that the greeting told, `now` (ISO 8601 text), or `seconds` (now, since 1970).",
    )
    also: list[Identifier] = Field(
        default_factory=list, description="Older Python names that are still accepted."
    )
    doc: Doc = ""

    @model_validator(mode="after")
    def _one_type(self) -> Self:
        if (self.type is None) == (self.ref is None):
            raise ValueError("give either `type` or `$ref`")
        if self.required and (self.default is not None or self.value is not None):
            raise ValueError("a required field has no default")
        if self.default is not None and self.value is not None:
            raise ValueError("give either `default` or `value`")
        return self
