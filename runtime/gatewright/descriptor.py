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
"""A JSON object. A string `$name` in it stands for a value; `$name?` leaves the key out if there is none.

`$now` is the time at which the message is made, in UTC, as ISO 8601 text.
"""


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
    value: Identifier | None = Field(
        default=None,
        description="What is sent if the caller leaves it out: a setting, a parameter of the scope, "
        "something that the greeting told, or `now`.",
    )
    also: list[Identifier] = Field(
        default_factory=list, description="Older Python names that are still accepted."
    )
    doc: str = ""

    @model_validator(mode="after")
    def _one_type(self) -> Self:
        if (self.type is None) == (self.ref is None):
            raise ValueError("give either `type` or `$ref`")
        if self.required and (self.default is not None or self.value is not None):
            raise ValueError("a required field has no default")
        if self.default is not None and self.value is not None:
            raise ValueError("give either `default` or `value`")
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
    class_: ClassName | None = Field(
        default=None,
        alias="class",
        description="An exception class of this gateway's own, under the one that `raise` names.",
    )
    doc: str = Field(default="", description="What that class of its own means.")

    @model_validator(mode="after")
    def _compiles(self) -> Self:
        if self.message is not None:
            try:
                re.compile(self.message)
            except re.error as error:
                raise ValueError(f"message is no regular expression: {error}") from None
        return self


class Faults(Strict):
    """How a list of faults in a request looks, such as a validator gives."""

    place: WireName = Field(description="Field of a fault that says where: a string or a list of steps.")
    message: WireName


class Errors(Strict):
    """How errors look in a body, and what they become."""

    by: Literal["body", "status"] = Field(
        default="body",
        description="What tells that an HTTP response is an error: `body`, whatever its status, or `status`.",
    )
    at: list[str] = Field(
        default_factory=lambda: ["error"],
        description="Dotted paths at which a body holds its error; `.` is the body itself. The first that "
        "is an object or a list counts, else the first that is a string.",
    )
    type: list[WireName] = Field(
        default_factory=lambda: ["type"], description="Fields of an error object; the first that is there."
    )
    message: WireName = "message"
    faults: Faults | None = Field(default=None, description="Set where an error may be a list of faults.")
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
    path: UrlPath = Field(
        description="`{name}` is a field of the request that goes there, or to the body as well, as it says."
    )
    stream: Literal["ndjson", "sse"] | None = Field(
        default=None,
        description="How the response streams: a JSON object in each line, or server-sent events.",
    )


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

    id: WireName | None = Field(
        default=None,
        description="Field that names the request. Left out: replies come in the order of the requests.",
    )
    kind: WireName | None = Field(default=None, description="Field that names the kind of message.")
    body: WireName
    error: list[str] = Field(
        default_factory=list, description="Dotted paths at which a frame holds its error."
    )
    failed: Template = Field(
        default_factory=dict, description="Fields of a frame whose body is an error, such as a kind."
    )
    done: Template = Field(
        default_factory=dict,
        description="Fields of the last frame of a request. None: every frame is, unless its stream says "
        "otherwise. A frame with an error is always the last.",
    )
    reply: str = Field(
        default="$operation",
        description="Kind of the frame that answers an operation that does not name one (`reply`); "
        "`$operation` in it is the operation's name on the wire.",
    )
    more: Template = Field(
        default_factory=dict, description="Further fields of every frame of the gateway; clients ignore them."
    )
    orphans: Literal["fail", "oldest"] = Field(
        "fail",
        description="Whose is an error that names no request: `oldest` is the oldest unanswered one; with "
        "`fail` nobody can say, and all requests of the socket fail.",
    )


class Greeting(Strict):
    """What the gateway says of its own accord when a socket opens."""

    match: Template = Field(description="Fields that the greeting has.")
    keep: dict[Identifier, str] = Field(
        default_factory=dict, description="Values for later: name to dotted path in the frame."
    )
    item: ClassName = Field(description="Record made of its body; `connect()` returns it.")
    example: Template = Field(
        default_factory=dict,
        description="Fields of its body as the local gateway sends it; `keep` and the record say the rest.",
    )


class Reply(Strict):
    """How a message of the gateway is answered."""

    send: Template = Field(
        description="The frame; `$id` is the message's, `$body` is what a handler returned."
    )
    body: Template = Field(
        default_factory=dict,
        description="Fields added to what the handler returned; `$name` is a field of the message's body.",
    )
    error: WireName | None = Field(
        default=None, description="Field that holds the words of a handler that failed."
    )
    automatic: bool = Field(default=False, description="Answered at once, without any handler.")


class Defect(Strict):
    """A fault of the gateway itself, told rather than hidden."""

    release: str = Field(description="Release on which it was seen.")
    doc: str


class Push(Strict):
    """A message that the gateway sends of its own accord; its key is its kind."""

    doc: Annotated[str, StringConstraints(min_length=1)]
    item: ClassName = Field(description="Record made of it.")
    by: WireName | None = Field(
        default=None, description="Field of the body whose values have handlers of their own."
    )
    reply: Reply | None = Field(default=None, description="Left out: no answer is expected.")
    known_defect: list[Defect] = Field(default_factory=list[Defect])


class Socket(Strict):
    """The socket for calls: its envelope, what opens it, and what the gateway says unasked."""

    path: UrlPath
    doc: str = ""
    auth: SocketAuth | None = None
    query: Template = Field(default_factory=dict, description="Query parameters of the handshake.")
    header: bool = Field(
        default=False, description="The handshake carries the credential in the header that REST uses."
    )
    greeting: Greeting | None = None
    send: Template = Field(
        description="The frame. `$id`, `$body`, `$service`, `$operation`, settings, parameters of scopes, "
        "and what the greeting told."
    )
    body: Template = Field(default_factory=dict, description="Fields that the body of every request has.")
    receive: Receive
    pushes: dict[Identifier, Push] = Field(default_factory=dict)
    other: ClassName | None = Field(
        default=None, description="Record for messages of the gateway whose kind is not listed."
    )
    pushed: Template = Field(
        default_factory=dict,
        description="Fields that documents promise in the gateway's own messages; clients do not need them.",
    )
    in_flight: Annotated[int, Field(ge=1, le=1000)] = Field(
        15, description="Requests started since the oldest unfinished one, per socket."
    )
    max_frame: Annotated[int, Field(ge=1024)] = Field(
        16 * 2**20, description="Bytes; longest frame in either direction."
    )
    connections: Annotated[int, Field(ge=1)] | None = Field(
        default=None,
        description="Most sockets that a client may have, where the gateway keeps state in them.",
    )
    unanswered: str = Field(
        default="", description="What it may mean when a request gets no answer; shown as a hint."
    )
    keepalive: bool = Field(
        default=True, description="Idle sockets may send pings. Not where the gateway leaves them unanswered."
    )

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.receive.id is None and self.in_flight != 1:
            raise ValueError("replies that come in order allow one request at a time: say `in_flight: 1`")
        if (self.pushes or self.other) and (self.connections != 1 or self.receive.kind is None):
            raise ValueError("a gateway that sends messages of its own needs `connections: 1`, and a kind")
        return self


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


class Feeds(Strict):
    """What the sockets of all feeds have in common."""

    query: Template = Field(default_factory=dict, description="Query parameters of the handshake.")
    header: bool = Field(
        default=False, description="The handshake carries the credential in the header that REST uses."
    )
    max_frame: Annotated[int, Field(ge=1024)] = 16 * 2**20


class SdkAttribute(Strict):
    """An attribute that gives a group."""

    group: Identifier
    on: Literal["rest", "socket"]


class Sdk(Strict):
    """Client classes in the shape of an older client: one for blocking code, one for asyncio."""

    class_: ClassName = Field(alias="class", description="The asyncio one has `Async` before it.")
    url: Identifier = Field(default="base_url", description="Its argument for the address.")
    token: Identifier = Field(default="api_key", description="Its argument for the credential.")
    attributes: dict[Identifier, SdkAttribute]


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


class Refusal(Strict):
    """An error of the local gateway; the texts may use `$name` for fields of the request."""

    status: int = 404
    type: str = "not-found"
    message: str
    body: Template = Field(
        default_factory=dict,
        description="What it looks like over HTTP, if not as `local.error` says: `$type`, `$message`, "
        "`$status`, and `$field` where a field is at fault.",
    )
    fresh: bool = Field(
        default=False, description="On a socket it has an id of its own instead of the request's."
    )


class Publication(Strict):
    """An event that the local gateway sends to the watchers of a feed."""

    feed: Identifier
    event: Template = Field(description="`$name` is a field of the object.")


class Step(Strict):
    """Something that happens to an object of the local gateway after it was added, in a worker thread."""

    change: Template = Field(default_factory=dict, description="Fields of the object that change.")
    publish: list[Publication] = Field(default_factory=list[Publication])


class Keeping(Strict):
    """What the local gateway keeps, so that what was put can be got.

    The example's response is a template: `$name` is a field of the request or, where there is an
    object, of that; `$now`, `$uuid`, `$number` and `$hex` (twelve hexadecimal digits) are made anew.
    Without an example the object itself is the response.
    """

    store: Identifier = Field(description="Where the objects are kept; they are of one kind.")
    does: Literal["add", "get", "list", "change", "remove"]
    key: WireName = Field(description="Field of an object that names it.")
    by: WireName | None = Field(
        default=None, description="Field of the request that names it; default: `key`."
    )
    within: WireName | None = Field(
        default=None,
        description="list: the response's field that takes the objects, if it is no plain array.",
    )
    total: WireName | None = Field(default=None, description="list: the response's field for their number.")
    filter: dict[WireName, WireName] = Field(
        default_factory=dict,
        description="list: field of the request to the object's field that it must be equal to, or hold.",
    )
    fields: Template = Field(
        default_factory=dict,
        description="add: all that the object consists of; change, get: what it gets. A template, too.",
    )
    unnamed: Refusal | None = Field(
        default=None, description="Said of a request that names no object; left out: as `missing`."
    )
    missing: Refusal | None = Field(default=None, description="Said of an object that is not there.")
    final: dict[WireName, list[str]] = Field(
        default_factory=dict,
        description="change, remove: an object like this cannot be changed any more. "
        "add: its steps end, once it is like this.",
    )
    refused: Refusal | None = Field(default=None, description="Said of such an object.")
    limit: WireName | None = Field(
        default=None, description="list: field of the request for the most objects to return."
    )
    offset: WireName | None = Field(
        default=None, description="list: field of the request for the objects to leave out first."
    )
    most: Annotated[int, Field(ge=1)] | None = Field(
        default=None, description="add: objects that there may be at a time."
    )
    full: Refusal | None = Field(default=None, description="add: said of one more.")
    with_connection: bool = Field(
        default=False, description="add: the object goes when the socket closes over which it was added."
    )
    then: list[Step] = Field(default_factory=list[Step], description="add: what happens to it afterwards.")


Occasion = Literal[
    "unauthorized",
    "path",
    "socket_path",
    "method",
    "unreadable",
    "incomplete",
    "invalid",
    "unknown",
    "failed",
]
"""Reasons of the local gateway for refusing something."""


class Local(Strict):
    """What the local gateway needs beyond the examples."""

    handlers: ModuleName | None = Field(
        default=None, description="Module with stateful handlers; under gatewright.extensions only."
    )
    error: Template = Field(
        default_factory=dict,
        description="Body of an error over HTTP, if it is more than `errors` says: `$type`, `$message`, "
        "`$status`, and `$retryable`, which is true of what may pass.",
    )
    socket_error: Template = Field(
        default_factory=dict, description="The same for the error in a frame of the socket."
    )
    refusals: dict[Occasion, Refusal] = Field(
        default_factory=dict[Occasion, Refusal],
        description="What is said of a missing or wrong credential; an unknown path; one for a WebSocket (if "
        "it is not here: as `path`; without a message it has no body); a method that the path does not "
        "know; a request that is no JSON (`$message`); a frame that is no object, or lacks what every frame "
        "has (if it is not here: as `unreadable`); a request that does not fit its operation's fields "
        "(`$field`, `$message`; not looked for unless it is here); one for no known operation "
        "(`$operation`); and a handler that failed (`$error`, and `$message` with the exception's class).",
    )
    messages: Keeping | None = Field(
        default=None,
        description="What must hold of a message whose kind no operation describes, before it is handled or "
        "refused.",
    )
    cors: bool = Field(default=False, description="Pages from elsewhere may call it from a browser.")

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
    feeds: Feeds = Feeds()
    sdk: Sdk | None = None
    rdf: Rdf | None = None
    retired: dict[Identifier, str] = Field(
        default_factory=dict, description="Arguments of older releases: accepted, ignored, warned about."
    )
    local: Local = Local()


class Returns(Strict):
    """Which part of the response a call returns. Left out: the whole response."""

    nothing: bool = False
    text: bool = Field(default=False, description="The response is plain text, not JSON.")
    json_: bool = Field(
        default=False, alias="json", description="The response is any JSON; it is returned as it is."
    )
    many: bool = Field(
        default=False, description="The response is an array; `response` is the type of each item."
    )
    measure: Identifier | None = Field(
        default=None,
        description="Python name of a response property that the client fills: milliseconds from sending the "
        "request to its answer.",
    )
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
    type: WireName | None = Field(
        default=None,
        description="Field of a body that tells the item type. Left out where the envelope tells it: the "
        "frame's kind, the event's name, or `keys`.",
    )
    items: dict[str, ClassName] = Field(default_factory=dict, description="Item type on the wire to record.")
    other: ClassName | None = Field(default=None, description="Record for item types that are not listed.")
    keys: dict[str, WireName] = Field(
        default_factory=dict,
        description="Item type to the key that only its bodies have, where nothing names the type; the first "
        "that fits counts.",
    )
    each: WireName | None = Field(
        default=None,
        description="The body's field that holds a list of items, instead of the body being one.",
    )
    of: str | None = Field(default=None, description="Type of the items of `each`, such as rdf:Triple.")
    end: list[str] = Field(
        default_factory=list,
        description="Item types that end the stream. An end without one of them is a failure.",
    )
    text: list[ClassName] = Field(
        default_factory=list, description="Records whose content makes up `.text()`."
    )
    callback: Identifier | None = Field(
        default=None, description="Argument for a function that is called with each item."
    )

    @model_validator(mode="after")
    def _items_or_each(self) -> Self:
        if (self.each is None) != (self.of is None):
            raise ValueError("`each` and `of` go together")
        if (self.each is None) == (self.other is None):
            raise ValueError("give either `each` or `other`")
        if self.keys and self.type is not None:
            raise ValueError("give either `type` or `keys`")
        return self


class Condition(Strict):
    """A request that the local gateway refuses."""

    when: dict[WireName, list[Any]] = Field(description="Fields of the request and the values that fit.")
    say: Refusal


class Example(Strict):
    """What the local gateway answers unless a handler says otherwise."""

    response: Any = None
    more: dict[Identifier, Template] = Field(
        default_factory=dict,
        description="Further fields of the response, where there is a value of that name, such as "
        "`engine_name` in a hosted gateway.",
    )
    stream: list[Any] = Field(
        default_factory=list,
        description="Bodies; where nothing in a body tells its type, `{kind: ..., body: ...}`. With `each: "
        "<field>` such a part is sent for each element of that field of the request, in the order in which "
        "they are done: `$each`, `$index`, and `$done` of `$total`, which the other parts know, too.",
    )
    status: Annotated[int, Field(ge=200, le=299)] = Field(
        default=200, description="HTTP status; nothing is said with 204."
    )
    refused: list[Condition] = Field(
        default_factory=list[Condition], description="Requests that are refused; the first that fits counts."
    )


class Follow(Strict):
    """Makes an operation of three parts: one that starts something, a feed about it, and one that reads it.

    The request is that of the operation that starts it. What its response has in the feed's
    arguments names the thing. Where the feed fails, reading again and again takes its place.
    """

    start: Identifier = Field(description="Operation of this service that starts it.")
    feed: Identifier = Field(description="Feed of this service that tells how it goes.")
    result: Identifier = Field(description="Operation of this service that reads it.")
    finished: dict[WireName, list[str]] = Field(description="What the result says when it is over.")
    failed: dict[WireName, list[str]] = Field(
        default_factory=dict, description="What it says when it is over and has failed."
    )
    error: WireName | None = Field(default=None, description="Field of the result that says why it failed.")
    every: Annotated[float, Field(gt=0)] = Field(1.0, description="Seconds between two readings.")


class Operation(Strict):
    """One thing that the gateway can do."""

    doc: Annotated[str, StringConstraints(min_length=1)]
    wire: WireName | None = Field(
        default=None, description="Its name on the wire (`$operation`), where that is not its key."
    )
    reply: WireName | None = Field(
        default=None, description="Kind of the frame that answers it; left out: as the socket says."
    )
    open: bool = Field(default=False, description="Served without a credential, too.")
    also: list[Identifier] = Field(default_factory=list, description="Other names of the method.")
    rest: bool | Route | None = Field(default=None, description="Left out: as the service says.")
    socket: bool | None = Field(default=None, description="Left out: as the service says.")
    send: Template = Field(default_factory=dict, description="Constant fields of the request body.")
    request: dict[Identifier, Field_] = Field(default_factory=dict)
    response: ClassName | None = Field(default=None, description="Type of the response body.")
    returns: Returns = Returns()
    stream: StreamRule | None = None
    follow: Follow | None = None
    idempotent: bool = Field(default=False, description="Safe to repeat after the connection was lost.")
    long: bool = Field(default=False, description="May take seconds; kept apart from short calls.")
    retired: list[Identifier] = Field(
        default_factory=list, description="Arguments listed under `retired` in gateway.yaml."
    )
    known_defect: list[Defect] = Field(default_factory=list[Defect])
    example: Example = Example()
    keeping: Keeping | None = None


class Command(Strict):
    """Something that a watcher of a feed can ask; `word` or `event` says how it is answered."""

    doc: Annotated[str, StringConstraints(min_length=1)]
    send: str = Field(description="The text frame; no JSON.")
    word: str | None = Field(default=None, description="The text frame that answers.")
    event: str | None = Field(default=None, description="Type of the event that answers.")
    example: Template = Field(
        default_factory=dict,
        description="That event, as the local gateway sends it; see `Opening.event`. `$connections` counts "
        "the watchers of all feeds, `$watchers` those of this one, and `$watched` those of each object.",
    )

    @model_validator(mode="after")
    def _one_answer(self) -> Self:
        if (self.word is None) == (self.event is None):
            raise ValueError("give either `word` or `event`")
        return self


class Poll(Strict):
    """A question that is asked now and then, since the end may come unannounced."""

    command: Identifier
    every: Annotated[float, Field(gt=0)] = Field(15.0, description="Seconds.")
    settle: Annotated[float, Field(gt=0)] = Field(
        1.0, description="Seconds after the first sign of the end; other events may still be on their way."
    )


class Opening(Strict):
    """An event that the local gateway sends to a new watcher."""

    when: dict[WireName, list[str]] = Field(
        default_factory=dict, description="What the object must say for it to be sent."
    )
    event: Template = Field(description="`$name` is an argument of the feed or a field of the object.")


class FeedLocal(Strict):
    """What the local gateway does on a feed of its own accord."""

    store: Identifier | None = Field(default=None, description="Where the object is kept that it is about.")
    by: Identifier | None = Field(default=None, description="The argument that names that object.")
    refused: Refusal | None = Field(
        default=None, description="Said, instead of opening the socket, of an object that is not there."
    )
    opening: list[Opening] = Field(default_factory=list[Opening])
    silence: Annotated[float, Field(gt=0)] = Field(
        30.0, description="Seconds without a frame of the watcher after which it is sent `ping`."
    )
    ping: Template = Field(default_factory=dict)


class Feed(Strict):
    """A socket about one thing: events come, commands go."""

    doc: Annotated[str, StringConstraints(min_length=1)]
    class_: ClassName = Field(alias="class")
    path: UrlPath
    arguments: dict[Identifier, Field_] = Field(default_factory=dict, description="What the path holds.")
    type: WireName = Field(default="type", description="Field that tells the type of an event.")
    items: dict[str, ClassName]
    other: ClassName = Field(description="Record for event types that are not listed.")
    end: list[str] = Field(default_factory=list, description="Event types after which nothing comes.")
    settled: dict[str, dict[WireName, list[str]]] = Field(
        default_factory=dict,
        description="Event type to what it says of something that is over: the second in succession ends the "
        "feed.",
    )
    hidden: list[str] = Field(default_factory=list, description="Event types that are not handed on.")
    replies: dict[str, str] = Field(
        default_factory=dict, description="Event type to the text frame that answers it."
    )
    commands: dict[Identifier, Command] = Field(default_factory=dict)
    poll: Poll | None = None
    local: FeedLocal | None = None
    known_defect: list[Defect] = Field(default_factory=list[Defect])


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
    rest: bool = Field(default=True, description="Operations are on REST unless they say otherwise.")
    socket: bool = Field(default=True, description="Operations are on the socket unless they say otherwise.")
    operations: dict[Identifier, Operation] = Field(default_factory=dict)
    imports: dict[Identifier, Transfer] = Field(default_factory=dict)
    exports: dict[Identifier, Transfer] = Field(default_factory=dict)
    feeds: dict[Identifier, Feed] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _has_content(self) -> Self:
        if not (self.operations or self.imports or self.exports or self.feeds):
            raise ValueError("a service without operations, imports, exports or feeds yields nothing")
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
