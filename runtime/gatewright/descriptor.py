"""The descriptor model: what the YAML files of a gateway may say.

`schema/<gateway>/gateway.yaml` holds one `Gateway`; each file under `services/` one
`Service`; each file under `types/` one `Types`. Together they are a `Descriptor`.
Every name that can reach Python source is checked here, so that whatever passes is
either a plain identifier or text that the generator treats as inert.
"""

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
Template = dict[WireName, Any]
"""A JSON object. A string `$name` in it stands for a value; `$name?` leaves the key out if there is none."""


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


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
    place: Literal["body", "query", "path"] = Field(
        "body", alias="in", description="Where a REST request carries it."
    )
    encode: Literal["json"] | None = Field(default=None, description="`json`: sent as a string of JSON text.")
    also: list[Identifier] = Field(
        default_factory=list, description="Older Python names that are still accepted."
    )
    doc: str = ""

    @model_validator(mode="after")
    def _one_type(self) -> Self:
        if (self.type is None) == (self.ref is None):
            raise ValueError("give either `type` or `$ref`")
        if self.required and self.default is not None:
            raise ValueError("a required field has no default")
        return self


class Address(Strict):
    """Where the gateway is unless the user says otherwise."""

    default: Annotated[str, StringConstraints(pattern=r"^https?://[^\s\"']+$")]
    env: EnvironmentName | None = None


class Setting(Strict):
    """An argument of the client class whose value templates may use as `$name`."""

    type: Literal["string", "integer", "boolean"] = "string"
    default: str | int | bool | None = None
    env: EnvironmentName | None = None
    doc: str = ""


class Header(Strict):
    name: WireName
    value: str = Field(default="$token", description="Template; `$token` is the credential.")


class Auth(Strict):
    """How a REST request carries the credential."""

    env: EnvironmentName | None = None
    doc: str = ""
    header: Header | None = None


class Rest(Strict):
    """What every REST request carries."""

    body: Template = Field(default_factory=dict)


class ErrorRule(Strict):
    """Turns an error into an exception class. All given conditions must hold; the first rule wins."""

    status: int | None = None
    type: str | None = None
    message: str | None = Field(default=None, description="Regular expression, searched in the message.")
    raise_: Literal[
        "AuthenticationFailed",
        "PermissionDenied",
        "NotFound",
        "InvalidRequest",
        "RequestTimeout",
        "ServiceError",
        "Unavailable",
    ] = Field(alias="raise")
    hint: str = Field(default="", description="What the user can do about it.")

    @model_validator(mode="after")
    def _compiles(self) -> Self:
        if self.message is not None:
            try:
                re.compile(self.message)
            except re.error as error:
                raise ValueError(f"message is no regular expression: {error}") from None
        return self


class Errors(Strict):
    """How errors look in a body, and what they become."""

    at: list[str] = Field(
        default_factory=lambda: ["error"],
        description="Dotted paths at which a body holds its error: a string or an object.",
    )
    type: WireName = "type"
    message: WireName = "message"
    rules: list[ErrorRule] = Field(default_factory=list[ErrorRule])


class Group(Strict):
    """A namespace of operations: `api.<group>()`."""

    class_: ClassName = Field(alias="class")
    scope: Identifier | None = Field(
        default=None, description="The scope whose instances this group gives with `.id(...)`."
    )
    doc: str = ""


class Route(Strict):
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"] = "POST"
    path: UrlPath


class Root(Strict):
    """Operations that belong to no scope."""

    doc: str = ""
    rest: Route | None = None


class Scope(Strict):
    """Something that operations are called on, such as one flow: a class of its own in the client."""

    class_: ClassName = Field(alias="class")
    parameter: Identifier
    default: str | None = None
    doc: str = ""
    rest: Route | None = None


class SocketAuth(Strict):
    """First-frame authentication."""

    send: Template
    accepted: Template = Field(description="Fields that the accepting frame has.")
    refused: Template = Field(description="Fields that the refusing frame has.")
    message: str = Field(default="error", description="Path of the reason in the refusing frame.")


class Receive(Strict):
    """Where an incoming frame holds what."""

    id: WireName
    body: WireName
    error: list[str] = Field(description="Dotted paths at which a frame holds its error.")
    done: Template = Field(
        description="Fields of the last frame of a request. A frame with an error is always the last."
    )


class Socket(Strict):
    """The envelope of the multiplexed socket."""

    path: UrlPath
    doc: str = ""
    auth: SocketAuth | None = None
    send: Template
    receive: Receive
    in_flight: Annotated[int, Field(ge=1, le=1000)] = Field(
        15, description="Requests started since the oldest unfinished one, per socket."
    )
    max_frame: Annotated[int, Field(ge=1024)] = Field(
        16 * 2**20, description="Bytes; longest frame in either direction."
    )


class Bulk(Strict):
    """What all bulk sockets have in common."""

    token: WireName | None = Field(default=None, description="Query parameter that carries the credential.")
    query: Template = Field(default_factory=dict)
    anonymous: str = Field(
        default="",
        description="Sent where there is no credential, to a gateway that demands one for form's sake.",
    )
    closed: str = Field(
        default="", description="What it may mean when the gateway ends an import by itself; shown as a hint."
    )
    max_frame: Annotated[int, Field(ge=1024)] = 16 * 2**20


class Rdf(Strict):
    """How RDF terms look on the wire."""

    iri: Template = Field(description="`$value` is the IRI.")
    blank: Template | None = Field(
        default=None, description="`$value` is the label; left out: no blank nodes."
    )
    literal: Template = Field(description="`$value`, and optionally `$datatype?` and `$language?`.")
    quoted: Template | None = Field(
        default=None, description="`$triple` is the triple; left out: no quoted triples."
    )
    triple: Template = Field(
        description="`$s`, `$p`, `$o` are terms; `$g?` is the IRI of the graph, as plain text."
    )


class Local(Strict):
    """What the local gateway needs beyond the examples."""

    handlers: ModuleName | None = Field(
        default=None, description="Module with stateful handlers; under gatewright.extensions only."
    )

    @model_validator(mode="after")
    def _inside(self) -> Self:
        if self.handlers is not None and not self.handlers.startswith("gatewright.extensions."):
            raise ValueError("handlers must be a module under gatewright.extensions")
        return self


class Gateway(Strict):
    """gateway.yaml: what holds for all services."""

    gateway: PackageName
    title: str
    release: Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]+){1,3}$")] = Field(
        description="Release of the gateway that is described."
    )
    doc: str = ""
    address: Address
    settings: dict[Identifier, Setting] = Field(default_factory=dict)
    auth: Auth = Auth()
    rest: Rest = Rest()
    errors: Errors = Errors()
    groups: dict[Identifier, Group] = Field(default_factory=dict)
    root: Root = Root()
    scopes: dict[Identifier, Scope] = Field(default_factory=dict)
    socket: Socket | None = None
    bulk: Bulk | None = None
    rdf: Rdf | None = None
    retired: dict[Identifier, str] = Field(
        default_factory=dict, description="Arguments of older releases: accepted, ignored, warned about."
    )
    local: Local = Local()


class Returns(Strict):
    """Which part of the response a call returns. Left out: the whole response."""

    nothing: bool = False
    text: bool = Field(default=False, description="The response is plain text, not JSON.")
    fields: list[Identifier] = Field(
        default_factory=list, description="Python names; two or more give a tuple."
    )
    parse: Literal["json"] | None = Field(
        default=None, description="The field is JSON text; return what it says."
    )
    require: list[Identifier] = Field(
        default_factory=list,
        description="Python names; one of these must be there and not null, else the call failed. "
        "In a stream that holds for each body.",
    )
    nonempty: list[Identifier] = Field(
        default_factory=list,
        description="Python names; the call failed if one is missing, null, zero or empty.",
    )
    same_length: tuple[Identifier, Identifier] | None = Field(
        default=None, description="[response field, request field] that must have as many items."
    )


class StreamRule(Strict):
    """What a stream of this operation looks like."""

    switch: Identifier | None = Field(
        default=None, description="Boolean request field that asks for a stream; left out: always a stream."
    )
    type: WireName | None = Field(default=None, description="Field of a body that tells the item type.")
    items: dict[str, ClassName] = Field(default_factory=dict, description="Item type on the wire to record.")
    other: ClassName | None = Field(default=None, description="Record for item types that are not listed.")
    each: WireName | None = Field(
        default=None,
        description="The body's field that holds a list of items, instead of the body being one.",
    )
    of: str | None = Field(default=None, description="Type of the items of `each`, such as rdf:Triple.")
    text: list[ClassName] = Field(
        default_factory=list, description="Records whose content makes up `.text()`."
    )

    @model_validator(mode="after")
    def _items_or_each(self) -> Self:
        if (self.each is None) != (self.of is None):
            raise ValueError("`each` and `of` go together")
        if (self.each is None) == (self.other is None):
            raise ValueError("give either `each` or `other`")
        return self


class Defect(Strict):
    """A fault of the gateway itself, told rather than hidden."""

    release: str = Field(description="Release on which it was seen.")
    doc: str


class Example(Strict):
    """What the local gateway answers unless a handler says otherwise."""

    response: Any = None
    stream: list[Any] = Field(default_factory=list)


class Operation(Strict):
    """One thing that the gateway can do."""

    doc: Annotated[str, StringConstraints(min_length=1)]
    rest: bool | Route = True
    socket: bool = True
    send: Template = Field(default_factory=dict, description="Constant fields of the request body.")
    request: dict[Identifier, Field_] = Field(default_factory=dict)
    response: ClassName | None = Field(default=None, description="Type of the response body.")
    returns: Returns = Returns()
    stream: StreamRule | None = None
    idempotent: bool = Field(default=False, description="Safe to repeat after the connection was lost.")
    long: bool = Field(default=False, description="May take seconds; kept apart from short calls.")
    retired: list[Identifier] = Field(
        default_factory=list, description="Arguments listed under `retired` in gateway.yaml."
    )
    known_defect: list[Defect] = Field(default_factory=list[Defect])
    example: Example = Example()


class Transfer(Strict):
    """A bulk import or export: items in batches over a socket of their own."""

    doc: Annotated[str, StringConstraints(min_length=1)]
    path: UrlPath
    scope: Identifier | None = None
    item: str = Field(description="Type of one item, such as rdf:Triple.")
    message: Template = Field(description="One message; `$items` is the batch, other `$names` are arguments.")
    arguments: dict[Identifier, Field_] = Field(default_factory=dict)
    confirm: Literal["pong"] | None = Field(
        default=None,
        description="`pong`: the answer to a ping proves that all messages before it were taken.",
    )
    batch: Annotated[int, Field(ge=1)] = Field(
        500, description="Items per message unless the caller says otherwise."
    )
    known_defect: list[Defect] = Field(default_factory=list[Defect])


class Service(Strict):
    """A file under services/."""

    service: WireName
    doc: str = ""
    group: Identifier | None = Field(default=None, description="Namespace of the operations.")
    scope: Identifier | None = Field(default=None, description="Scope of the operations.")
    operations: dict[Identifier, Operation] = Field(default_factory=dict)
    imports: dict[Identifier, Transfer] = Field(default_factory=dict)
    exports: dict[Identifier, Transfer] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _has_content(self) -> Self:
        if not (self.operations or self.imports or self.exports):
            raise ValueError("a service without operations, imports or exports yields nothing")
        if self.operations and (self.group is None) == (self.scope is None):
            raise ValueError("operations belong to either a group or a scope")
        return self


class Record(Strict):
    """A light class for items that come by the thousand: slots, no validation."""

    doc: Annotated[str, StringConstraints(min_length=1)]
    base: ClassName | None = None
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
        return self


class Types(Strict):
    """A file under types/."""

    types: dict[ClassName, Schema] = Field(
        default_factory=dict, description="JSON Schemas; they become pydantic models."
    )
    records: dict[ClassName, Record] = Field(default_factory=dict)


class Descriptor(Strict):
    """A whole gateway, as `load` gives it."""

    gateway: Gateway
    services: dict[str, Service]
    types: dict[ClassName, Schema]
    records: dict[ClassName, Record]
