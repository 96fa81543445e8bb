"""gateway.yaml: what holds for all services of a gateway."""

from __future__ import annotations

import re
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from .local import Local
from .parity import Parity
from .words import (
    ClassName,
    Doc,
    FrameSize,
    Identifier,
    ModuleName,
    NeededDoc,
    PackageName,
    Strict,
    Template,
    UrlPath,
    Variable,
    WireName,
)


class Defect(Strict):
    """A fault of the gateway itself, told rather than hidden."""

    release: str = Field(description="Release on which it was seen.")
    doc: str = Field(description="What goes wrong, and what the client makes of it.")


class Address(Strict):
    """Where the gateway is unless the user says otherwise."""

    default: Annotated[str, StringConstraints(pattern=r"^https?://[^\s\"']+$")] = Field(
        description="Such as `http://localhost:8080/`."
    )
    env: Variable | None = None


class Setting(Strict):
    """An argument of the client class whose value templates may use as `$name`."""

    type: Literal["string", "integer", "boolean"] = "string"
    default: str | int | bool | None = Field(default=None, description="What it is if nobody says.")
    env: Variable | None = None
    doc: Doc = ""


class Header(Strict):
    """An HTTP header."""

    name: WireName = Field(description="Such as `Authorization`.")
    value: str = Field(default="$token", description="Template; `$token` is the credential.")


class Auth(Strict):
    """How a REST request carries the credential."""

    env: Variable | None = None
    doc: Doc = ""
    header: Header | None = None


class Rest(Strict):
    """What every REST request carries."""

    body: Template = Field(default_factory=dict, description="Fields that every JSON body has.")


class ErrorRule(Strict):
    """Turns an error into an exception class. All given conditions must hold; the first rule wins."""

    status: int | None = Field(default=None, description="HTTP status.")
    type: str | None = Field(default=None, description="The error's type, as the gateway names it.")
    message: str | None = Field(default=None, description="Regular expression, searched in the message.")
    raise_: Literal[
        "AuthenticationFailed",
        "PermissionDenied",
        "NotFound",
        "InvalidRequest",
        "RequestTimeout",
        "ServiceError",
        "Unavailable",
    ] = Field(alias="raise", description="The exception.")
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
    message: WireName = Field(default="message", description="Field of an error object with its text.")
    faults: Faults | None = Field(default=None, description="Set where an error may be a list of faults.")
    rules: list[ErrorRule] = Field(
        default_factory=list[ErrorRule],
        description="From error to exception; without a rule the HTTP status decides.",
    )


class Group(Strict):
    """A namespace of operations: `api.<group>()`."""

    class_: ClassName = Field(alias="class", description="Name of its class in the client.")
    scope: Identifier | None = Field(
        default=None, description="The scope whose instances this group gives with `.id(...)`."
    )
    closable: bool = Field(
        default=False,
        description="On REST it has `close()`, or `aclose()`, for the connections of such calls; `Api` "
        "opens new ones.",
    )
    doc: Doc = ""


class Route(Strict):
    """Where an operation is over HTTP."""

    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"] = "POST"
    path: UrlPath = Field(
        description="`{name}` is a field of the request that goes there, or to the body as well, as it says."
    )
    query: Template = Field(
        default_factory=dict,
        description="Query parameters; `$name` is a setting or the scope's parameter.",
    )
    stream: Literal["ndjson", "sse", "bytes"] | None = Field(
        default=None,
        description="How the response streams: a JSON object in each line, server-sent events, or bytes.",
    )


class Root(Strict):
    """Operations that belong to no scope."""

    doc: Doc = ""
    rest: Route | None = Field(
        default=None, description="Where they are unless they say so; `{service}` is the service's name."
    )


class Scope(Strict):
    """Something that operations are called on, such as one flow: a class of its own in the client."""

    class_: ClassName = Field(alias="class", description="Name of its class in the client.")
    parameter: Identifier = Field(description="Name of the value that tells one from another.")
    argument: Identifier = Field(
        default="id", description="Name of that value as an argument of the methods that give one."
    )
    default: str | None = Field(default=None, description="That value, if the caller gives none.")
    doc: Doc = ""
    rest: Route | None = Field(
        default=None,
        description="Where its operations are unless they say so; the parameter may stand in it.",
    )


class SocketAuth(Strict):
    """First-frame authentication."""

    send: Template
    accepted: Template = Field(description="Fields that the accepting frame has.")
    refused: Template = Field(description="Fields that the refusing frame has.")
    message: str = Field(default="error", description="Path of the reason in the refusing frame.")
    again: bool = Field(
        default=False, description="It can be done again on a living socket, with another credential."
    )


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
    orphans: Literal["fail", "oldest", "newcomer"] = Field(
        "fail",
        description="Whose is an error that names no request: `oldest` is the oldest unanswered one; "
        "`newcomer` is the oldest request to a service that has not answered yet, and requests to another "
        "such service wait for that; with `fail` nobody can say, and all requests of the socket fail.",
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


class Push(Strict):
    """A message that the gateway sends of its own accord; its key is its kind."""

    doc: NeededDoc
    item: ClassName = Field(description="Record made of it.")
    by: WireName | None = Field(
        default=None, description="Field of the body whose values have handlers of their own."
    )
    reply: Reply | None = Field(default=None, description="Left out: no answer is expected.")
    known_defect: list[Defect] = Field(default_factory=list[Defect])


class Socket(Strict):
    """The socket for calls: its envelope, what opens it, and what the gateway says unasked."""

    path: UrlPath
    doc: Doc = ""
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
    max_frame: FrameSize = 16 * 2**20
    sockets: Annotated[int, Field(ge=1)] = Field(
        4, description="Sockets that calls are spread over, unless the user says otherwise."
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
    max_frame: FrameSize = 16 * 2**20


class Feeds(Strict):
    """What the sockets of all feeds have in common."""

    query: Template = Field(default_factory=dict, description="Query parameters of the handshake.")
    header: bool = Field(
        default=False, description="The handshake carries the credential in the header that REST uses."
    )
    max_frame: FrameSize = 16 * 2**20


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


class DropIn(Strict):
    """A distribution that gives the client under the names of an older one, module by module."""

    package: ModuleName = Field(description="Import path, such as `gateway.api`.")
    names: dict[Identifier, dict[Identifier, Identifier]] = Field(
        description="Module to name there to public name here. The package itself has all of them."
    )


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


class Gateway(Strict):
    """gateway.yaml: what holds for all services."""

    gateway: PackageName = Field(description="Name of the folder and of the client's package.")
    title: str = Field(description="What the gateway is called in texts.")
    release: Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]+){1,3}$")] = Field(
        description="Release of the gateway that is described."
    )
    doc: Doc = ""
    address: Address
    settings: dict[Identifier, Setting] = Field(
        default_factory=dict, description="Further arguments of the client class."
    )
    auth: Auth = Auth()
    rest: Rest = Rest()
    errors: Errors = Errors()
    groups: dict[Identifier, Group] = Field(default_factory=dict, description="Methods of the client.")
    root: Root = Root()
    scopes: dict[Identifier, Scope] = Field(
        default_factory=dict, description="Things that operations are called on."
    )
    socket: Socket | None = None
    bulk: Bulk | None = None
    feeds: Feeds = Feeds()
    sdk: Sdk | None = None
    drop_in: DropIn | None = None
    extensions: dict[Identifier, ModuleName] = Field(
        default_factory=dict,
        description="Further public names, and the hand-written modules of the runtime that have them.",
    )
    rdf: Rdf | None = None
    retired: dict[Identifier, str] = Field(
        default_factory=dict, description="Arguments of older releases: accepted, ignored, warned about."
    )
    local: Local = Local()
    parity: Parity = Parity()
