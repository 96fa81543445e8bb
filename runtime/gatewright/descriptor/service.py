"""A file under services/: operations, streams, feeds, and bulk transfers."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from .gateway import Defect, Route
from .local import Example, FeedLocal, Keeping, ServiceLocal
from .words import (
    ClassName,
    Doc,
    Field_,
    Identifier,
    NeededDoc,
    Strict,
    SubCall,
    Template,
    UrlPath,
    WireName,
)


class Returns(Strict):
    """Which part of the response a call returns. Left out: the whole response."""

    nothing: bool = Field(default=False, description="A call returns None.")
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
    first: bool = Field(default=False, description="The field is a list; return its first item, or None.")
    either: bool = Field(
        default=False, description="The fields exclude each other; return the first that is there."
    )
    parse: Literal["json", "base64"] | None = Field(
        default=None, description="The field is JSON text, or base64; return what it says."
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
    missing: Literal["ServiceError", "AuthenticationFailed", "PermissionDenied", "NotFound"] = Field(
        default="ServiceError",
        description="The exception where `require` or `nonempty` do not find what must be there.",
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
    hidden: list[str] = Field(default_factory=list, description="Item types that are not handed on.")
    bytes_: WireName | None = Field(
        default=None,
        alias="bytes",
        description="The items are bytes: base64 in this field of a socket's bodies, and the body of an HTTP "
        "response as it comes.",
    )
    strings: WireName | None = Field(
        default=None,
        description="The items are strings: this field of each body. A body where it is missing or empty "
        "gives none.",
    )
    join: dict[WireName, list[ClassName]] = Field(
        default_factory=dict,
        description="Field of the response to records. A call without a stream asks for one, and the field "
        "is the content of those records, joined; the gateway's own answer to such a call is of no use. Over "
        "REST, too, it goes over the socket, and over HTTP only if no socket can be opened.",
    )
    repeats: Identifier | None = Field(
        default=None,
        description="Field of an item that is true in the last one, whose content may be that of the item "
        "before it once more; it is emptied.",
    )
    total: WireName | None = Field(
        default=None,
        description="Field that tells how many bytes there are in all; fewer or more are a failure.",
    )
    nonempty: bool = Field(default=False, description="A stream of bytes without a single one is a failure.")
    length: SubCall | None = Field(
        default=None,
        description="Asked before a stream of bytes over HTTP, since nothing there tells how long it is: its "
        "result is the number of bytes.",
    )
    always: list[Identifier] = Field(
        default_factory=list, description="Further methods, which stream without being asked to."
    )
    order: list[Identifier] = Field(
        default_factory=list, description="Arguments that come first in the methods of `always`."
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
        if [self.each, self.other, self.bytes_, self.strings].count(None) != 3:
            raise ValueError("give one of `each`, `other`, `bytes` and `strings`")
        if (self.join or self.repeats) and (self.other is None or (self.join and self.switch is None)):
            raise ValueError("`join` and `repeats` are about records, and `join` needs a `switch`")
        if self.bytes_ is None and (self.total is not None or self.length is not None or self.nonempty):
            raise ValueError("`total`, `length` and `nonempty` belong to a stream of `bytes`")
        if self.keys and self.type is not None:
            raise ValueError("give either `type` or `keys`")
        return self


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


class Verify(Strict):
    """How to see whether it worked, where the answer does not tell: one of the conditions must hold."""

    read: SubCall = Field(description="Reads back.")
    contains: Identifier | None = Field(
        default=None, description="Argument that must be among what was read."
    )
    lacks: Identifier | None = Field(
        default=None, description="Argument that must not be among what was read."
    )
    equals: Identifier | None = Field(default=None, description="Argument that must be what was read.")
    has: dict[WireName, Identifier] = Field(
        default_factory=dict,
        description="What was read has these fields, with these arguments' values.",
    )
    each: tuple[Identifier, Identifier] | None = Field(
        default=None,
        description="[argument, field]: what was read is a list like the argument; the field is the same in "
        "each item.",
    )
    gone: Identifier | None = Field(
        default=None, description="Field that is None in each item of what was read."
    )

    @model_validator(mode="after")
    def _one_condition(self) -> Self:
        given = (self.contains, self.lacks, self.equals, self.has or None, self.each, self.gone)
        if len(given) - given.count(None) != 1:
            raise ValueError("give one of `contains`, `lacks`, `equals`, `has`, `each` and `gone`")
        return self


class Small(SubCall):
    """What goes up in one call."""

    below: Annotated[int, Field(ge=1, description="Bytes.")]


class Upload(Strict):
    """Makes an operation of several: something goes up in chunks, with progress, and can be resumed.

    In the requests of the steps stand, besides arguments and what earlier steps returned: `$size`, the
    number of bytes in all; `$index`, the number of a chunk, from 0; `$content`, its bytes.
    """

    argument: Identifier = Field(
        description="Argument (`in: client`) for what goes up: bytes, the path of a file, or an open file."
    )
    begin: list[SubCall] = Field(min_length=1, description="Begins it, or finds out how far it came.")
    chunk_size: Identifier = Field(description="What `begin` returned as the size of a chunk, in bytes.")
    chunk: SubCall = Field(description="Sends a chunk.")
    finish: SubCall = Field(description="Ends it.")
    missing: Identifier | None = Field(
        default=None,
        description="What `begin` returned as the numbers of the chunks that are missing; left out: all.",
    )
    total: Identifier | None = Field(
        default=None, description="What `begin` returned as the number of bytes; others are refused."
    )
    resume: Identifier | None = Field(
        default=None, description="Operation that goes on after a failure; named in the error."
    )
    key: Identifier | None = Field(
        default=None, description="What `begin` returned as the name of the upload; told in the error."
    )
    small: Small | None = Field(default=None, description="Does it at once where there is little.")
    then: SubCall | None = Field(default=None, description="Called after a chunked one.")


class Operation(Strict):
    """One thing that the gateway can do."""

    doc: NeededDoc
    wire: WireName | None = Field(
        default=None, description="Its name on the wire (`$operation`), where that is not its key."
    )
    service: str | None = Field(
        default=None,
        pattern=r"^[^\s\"'\\]{1,120}$",
        description="The service's name on the socket, where it is another; `{name}` is an argument.",
    )
    reply: WireName | None = Field(
        default=None, description="Kind of the frame that answers it; left out: as the socket says."
    )
    open: bool = Field(default=False, description="Served without a credential, too.")
    also: list[Identifier] = Field(default_factory=list, description="Other names of the method.")
    rest: bool | Route | None = Field(default=None, description="Left out: as the service says.")
    socket: bool | None = Field(default=None, description="Left out: as the service says.")
    send: Template = Field(default_factory=dict, description="Constant fields of the request body.")
    request: dict[Identifier, Field_] = Field(default_factory=dict, description="Its arguments.")
    response: ClassName | None = Field(default=None, description="Type of the response body.")
    returns: Returns = Returns()
    stream: StreamRule | None = None
    follow: Follow | None = None
    verify: Verify | None = Field(
        default=None, description="Gives the method an argument `verify`, to make sure by reading back."
    )
    upload: Upload | None = None
    save: Identifier | None = Field(
        default=None,
        description="Makes a method that writes what a stream of bytes yields to a file: that operation of "
        "this service. The request is that of the stream, and `file_path`.",
    )
    client: bool = Field(default=False, description="The socket client has it as a method of its own, too.")
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

    doc: NeededDoc
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


class Feed(Strict):
    """A socket about one thing: events come, commands go."""

    doc: NeededDoc
    class_: ClassName = Field(alias="class", description="Name of its class in the client.")
    path: UrlPath
    arguments: dict[Identifier, Field_] = Field(default_factory=dict, description="What the path holds.")
    type: WireName = Field(default="type", description="Field that tells the type of an event.")
    items: dict[str, ClassName] = Field(description="Event type on the wire to record.")
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

    doc: NeededDoc
    path: UrlPath
    scope: Identifier | None = None
    item: str = Field(
        description="What one item is: rdf:Triple, a type or a record of types/, or `object`. An import's "
        "item may be the record, a mapping or a tuple; it has every field without a default that is not "
        "nullable."
    )
    argument: Identifier | None = Field(
        default=None, description="Name of an import's argument for the items; left out: as the transfer."
    )
    message: Template = Field(description="One message; `$items` is the batch, other `$names` are arguments.")
    arguments: dict[Identifier, Field_] = Field(
        default_factory=dict, description="Further arguments; `$names` in the message."
    )
    confirm: Literal["pong"] | None = Field(
        default=None,
        description="`pong`: the answer to a ping proves that all messages before it were taken.",
    )
    queue: Annotated[int, Field(ge=0)] = Field(
        0,
        description="Messages before a ping that the gateway may still hold in a queue when it answers. They "
        "count as unconfirmed while the import goes on.",
    )
    batch: Annotated[int, Field(ge=1)] = Field(
        500, description="Items per message unless the caller says otherwise."
    )
    metadata: Identifier | None = Field(
        default=None,
        description="Name of a further argument: a mapping that says what the other arguments would.",
    )
    known_defect: list[Defect] = Field(default_factory=list[Defect])
    keeping: Keeping | None = Field(
        default=None,
        description="What the local gateway does with each item of an import, before exports get it: "
        "`$name` is a field of the item, an argument, or a parameter of the scope.",
    )
    lost: bool = Field(
        default=False, description="The local gateway takes what is imported and loses it; no export gets it."
    )


class Dump(Strict):
    """Reads out what is stored, by an operation that streams."""

    doc: NeededDoc
    operation: Identifier = Field(
        description="Operation of this service, on the socket, that can stream its items."
    )
    arguments: dict[Identifier, str | int | bool | None] = Field(
        default_factory=dict[str, str | int | bool | None],
        description="Arguments of the operation that the method takes, and their defaults there.",
    )
    docs: dict[Identifier, Doc] = Field(
        default_factory=dict[str, str],
        description="What is said of arguments in the place of what the operation says.",
    )
    limit: Identifier | None = Field(
        default=None,
        description="The argument that says how many items to read at most; the client counts, too.",
    )
    unlimited: Annotated[int, Field(ge=1)] | None = Field(
        default=None, description="What is sent as `limit` where the caller sets none."
    )
    instead: dict[Identifier, str | int | bool | None] = Field(
        default_factory=dict[str, str | int | bool | None],
        description="If nothing comes, it is asked again with these values in the place of defaults.",
    )
    known_defect: list[Defect] = Field(default_factory=list[Defect])

    @model_validator(mode="after")
    def _counted(self) -> Self:
        if (self.limit is None) != (self.unlimited is None):
            raise ValueError("`limit` and `unlimited` go together")
        return self


class Service(Strict):
    """A file under services/."""

    service: WireName = Field(description="Its name on the wire (`$service`, `{service}`).")
    doc: Doc = ""
    group: Identifier | None = Field(default=None, description="Namespace of the operations.")
    scope: Identifier | None = Field(default=None, description="Scope of the operations.")
    rest: bool = Field(default=True, description="Operations are on REST unless they say otherwise.")
    socket: bool = Field(default=True, description="Operations are on the socket unless they say otherwise.")
    local: ServiceLocal = ServiceLocal()
    operations: dict[Identifier, Operation] = Field(
        default_factory=dict, description="By the names of their methods."
    )
    imports: dict[Identifier, Transfer] = Field(
        default_factory=dict, description="Bulk imports: `api.bulk().import_<name>()`."
    )
    exports: dict[Identifier, Transfer] = Field(
        default_factory=dict, description="Bulk exports: `api.bulk().export_<name>()`."
    )
    dumps: dict[Identifier, Dump] = Field(
        default_factory=dict, description="What is stored: `api.bulk().dump_<name>()`."
    )
    feeds: dict[Identifier, Feed] = Field(
        default_factory=dict, description="Sockets about one thing: `api.socket().<name>()`."
    )

    @model_validator(mode="after")
    def _has_content(self) -> Self:
        if not (self.operations or self.imports or self.exports or self.feeds):
            raise ValueError("a service without operations, imports, exports or feeds yields nothing")
        if self.operations and (self.group is None) == (self.scope is None):
            raise ValueError("operations belong to either a group or a scope")
        return self
