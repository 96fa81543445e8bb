"""What generated clients say about a gateway: plain data that the runtime acts on.

The generator writes one `GatewayInfo` per client and one `Operation`, `Import` or
`Export` per method. Nothing here does I/O, and importing it is cheap.
"""

from __future__ import annotations

import functools
import importlib
import time
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeAlias, TypeGuard, TypeVar, cast

from . import wire
from .errors import ConfigurationError, GatewayError, GatewayRefused, ServiceError

if TYPE_CHECKING:
    from .shapes import Shape

R = TypeVar("R")
Item = TypeVar("Item")


Incoming: TypeAlias = tuple[Any, Any, Any, bool]
"""A decoded frame of a multiplexed socket: (id, body, error, done); a plain tuple, made for each frame."""

Message: TypeAlias = tuple[Any, Any, Any]
"""A body with what its envelope says of it: (id, kind, body)."""


@dataclass(frozen=True, slots=True)
class Handshake:
    """First-frame authentication: what to send, and how to tell the two answers."""

    request: Callable[[Mapping[str, Any]], dict[str, Any]]
    accepted: Mapping[str, Any]
    refused: Mapping[str, Any]
    message: str


@dataclass(frozen=True, slots=True)
class Greeting:
    """What the gateway says first: how to tell it, what to keep of it, and the record that it is."""

    match: Mapping[str, Any]
    keep: Callable[[dict[str, Any]], dict[str, Any]]
    decode: Callable[[Message], Any]


@dataclass(frozen=True, slots=True)
class Push:
    """A kind of message that the gateway sends of its own accord.

    Attributes:
        decode: Makes the record of it.
        by: Wire name of the body's field whose values have handlers of their own; None: one handler.
        reply: (id, the message's body, what a handler returned) to the frame that answers; None: no answer.
        automatic: It is answered at once, without a handler.
        error: Field of the reply that holds the words of a handler that failed.
    """

    decode: Callable[[Message], Any]
    by: str | None = None
    reply: Callable[[Any, Mapping[str, Any], Mapping[str, Any]], bytes] | None = None
    automatic: bool = False
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SocketProtocol:
    """The socket for calls.

    Attributes:
        kind: Field of a frame that names the kind of message, if one does.
        ordered: Replies come in the order of the requests; frames name none.
        orphans: Whose are errors that name no request: the oldest one's, or those of the oldest one to a
            place that has not answered yet; None: nobody can say.
        place: Names of the values that tell one place from another.
        query: Query parameters of the handshake.
        header: The handshake carries the credential as REST does.
        pushes: Messages that the gateway begins, by kind.
        other: Makes the record of one whose kind is not among them.
        sockets: How many there are unless the user says otherwise.
        connections: Most sockets; None: as many as the client is allowed.
        keepalive: Idle sockets may send pings.
        unanswered: What it may mean when a request gets no answer.
    """

    path: str
    encode: Callable[[str, Mapping[str, Any], Any], bytes]
    decode: Callable[[dict[str, Any]], Incoming]
    handshake: Handshake | None = None
    in_flight: int
    max_frame: int
    kind: str | None = None
    ordered: bool = False
    orphans: Literal["oldest", "newcomer"] | None = None
    place: tuple[str, ...] = ()
    query: Callable[[Mapping[str, Any]], dict[str, str]] | None = None
    header: bool = False
    greeting: Greeting | None = None
    pushes: Mapping[str, Push] = field(default_factory=dict[str, Push])
    other: Callable[[Message], Any] | None = None
    sockets: int = 4
    connections: int | None = None
    keepalive: bool = True
    unanswered: str = ""


@dataclass(frozen=True, slots=True)
class ErrorRule:
    """Turns an error of the gateway into an exception class; all given conditions must hold."""

    raises: type[GatewayRefused] | type[GatewayError]
    status: int | None = None
    type: str | None = None
    message: str | None = None
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """An argument of the client class, with its default and environment variable."""

    default: str | int | bool | None = None
    env: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayInfo:
    """All that holds for every operation of a gateway."""

    name: str
    title: str
    release: str
    package: str
    default_url: str
    url_env: str | None = None
    token_env: str | None = None
    settings: Mapping[str, Setting] = field(default_factory=dict[str, Setting])
    rest_headers: Callable[[Mapping[str, Any]], dict[str, str]] | None = None
    rest_body: Callable[[Mapping[str, Any]], dict[str, Any]] | None = None
    find_error: Callable[[Any], Any]
    errors_by_status: bool = False
    error_type: tuple[str, ...] = ("type",)
    error_message: str = "message"
    error_faults: tuple[str, str] | None = None
    error_rules: tuple[ErrorRule, ...] = ()
    socket: SocketProtocol | None = None
    bulk_query: Callable[[Mapping[str, Any]], dict[str, str]] | None = None
    bulk_closed: str = ""
    bulk_max_frame: int = 16 * 2**20
    feed_query: Callable[[Mapping[str, Any]], dict[str, str]] | None = None
    feed_header: bool = False
    feed_max_frame: int = 16 * 2**20

    def model(self, name: str) -> Any:
        """The pydantic model of that name; importing the models waits until one is needed."""
        return _member(self.package, "models", name)

    def operation(self, name: str) -> Operation[Any]:
        """The operation whose constant has that name."""
        operation: Operation[Any] = _member(self.package, "operations", name)
        return operation


@functools.cache
def _member(package: str, module: str, name: str) -> Any:
    return getattr(importlib.import_module(f"{package}.{module}"), name)


@dataclass(frozen=True, slots=True)
class Result(Generic[R]):
    """Which part of a response a call returns, and what a good response must have.

    Attributes:
        model: Name of the response's model; None when nothing is returned.
        fields: Python names of the fields to return; none: the whole response.
        first: The field is a list; return its first item, or None.
        either: The fields exclude each other; return the first that is there.
        parse: The field is JSON text, or base64; return what it says.
        require: Wire names; the call failed unless one of them is there and not null.
        nonempty: Wire names; the call failed unless each is there and neither null, zero nor empty.
        missing: The exception where these do not find what must be there.
        same_length: (wire name in the response, wire name in the request).
        text: The response is plain text, not JSON.
        json: The response is any JSON; it is returned as it is.
        many: The response is an array of the model.
        measure: Wire name of a field that holds the milliseconds from sending to the answer.
    """

    model: str | None = None
    fields: tuple[str, ...] = ()
    first: bool = False
    either: bool = False
    parse: Literal["json", "base64"] | None = None
    require: tuple[str, ...] = ()
    nonempty: tuple[str, ...] = ()
    missing: type[GatewayError] = ServiceError
    same_length: tuple[str, str] | None = None
    text: bool = False
    json: bool = False
    many: bool = False
    measure: str | None = None


def _nothing() -> Result[Any]:
    return Result()


@dataclass(frozen=True, slots=True)
class SubCall:
    """A call that is part of another one.

    Attributes:
        operation: Name of its constant in the client's module `operations`.
        request: Its fields by wire name; `$name` stands for a value.
        pick: Its result is a list, and the item that has these attributes counts.
    """

    operation: str
    request: Mapping[str, Any] = field(default_factory=dict[str, Any])
    pick: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class Derive:
    """A field that is worked out by a call where the caller gave something else instead.

    Attributes:
        field: Wire name of the field; it gets the first item of what the call returns.
        source: Name of the argument it is worked out from, which is not sent.
        whole: It gets all that the call returns.
    """

    field: str
    source: str
    call: SubCall
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Verify:
    """How to see whether an operation worked: what to read, and the one condition that must hold of it.

    Attributes:
        contains: Wire name of the field that must be among what was read.
        lacks: Wire name of the field that must not be among it.
        equals: Wire name of the field that must be what was read.
        has: Fields of what was read, and the wire names of the fields that they must equal.
        each: (wire name of a list, attribute): what was read is a list like it, with the same attributes.
        gone: Attribute that must be None in each item of what was read.
    """

    read: SubCall
    contains: str | None = None
    lacks: str | None = None
    equals: str | None = None
    has: Mapping[str, str] = field(default_factory=dict[str, str])
    each: tuple[str, str] | None = None
    gone: str | None = None


@dataclass(frozen=True, slots=True)
class StreamRule(Generic[Item]):
    """How the bodies of a stream become items.

    Attributes:
        decode: Makes the item of a body, or all items of it when `each` is set.
        each: A body holds several items.
        switch: Wire name of the boolean field that asks for a stream; None: always a stream.
        text: Names of the item classes whose `content` makes up the text.
        whole: `decode` takes a `Message`, since the envelope tells the type of an item.
        keys: (kind, key that only its bodies have), where nothing else tells the type.
        end: Kinds, or with `type` values of that field, that end the stream; without: the envelope says.
        type: Field of a body that tells the type of an item, where `end` needs it.
        repeats: Attribute that is true of the last item, whose content may be that of the one before it.
        total: Field of a body that tells how many bytes the items have in all; others are a failure.
        nonempty: A stream of bytes without a single one is a failure.
        length: Tells the same before a stream of bytes over HTTP.
        finish: Called at the end, to raise what only shows there.
    """

    decode: Callable[[Any], Any]
    each: bool = False
    switch: str | None = None
    text: tuple[str, ...] = ()
    whole: bool = False
    keys: tuple[tuple[str, str], ...] = ()
    end: tuple[str, ...] = ()
    type: str | None = None
    repeats: str | None = None
    total: str | None = None
    nonempty: bool = False
    length: SubCall | None = None
    finish: Callable[[], None] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation(Generic[R]):
    """One thing that the gateway can do.

    Attributes:
        path: REST path with `{name}` placeholders; None: not on REST.
        frame: Values of the socket envelope; None: not on sockets.
        body: Constant fields of the request body.
        query: Wire names of the fields that go into the URL's query.
        in_path: Wire names of the fields that go into the URL's path.
        in_service: Wire names of the fields that stand in the service's name on the socket.
        params: Query parameters of the URL, and the names of their values.
        whole: Wire name of the field whose fields are the body.
        content: Wire name of the field that is the raw body of an HTTP request.
        json_text: Wire names of the fields that are sent as JSON text.
        texts: The same, but that strings go as they are.
        base64: Wire names of the fields whose bytes are sent as base64 text.
        nullable: Wire names of the fields whose None is sent as null instead of being left out.
        lists: Wire names of the fields that hold a list; a single string is refused.
        singles: Wire names of the fields that hold a list, but that one item may be given instead.
        models: Wire names of the fields that hold a model or a list of it, with its name; they are checked.
        fill: Wire names of fields that are filled in where the caller left them out, with the value's name.
        seconds: Wire names of the fields that say when, in seconds since 1970, where the caller does not.
        within: Fields of the body whose objects hold others, with the wire names of those.
        derive: A field that may be worked out by another call first.
        verify: How to make sure by reading back.
        join: Field of the response to the names of item classes: a call without a stream is one whose items
            are joined.
        idempotent: Safe to repeat after the connection was lost.
        long: May take seconds; kept apart from short calls.
    """

    name: str
    method: str = "POST"
    path: str | None = None
    frame: Mapping[str, Any] | None = None
    body: Mapping[str, Any] = field(default_factory=dict[str, Any])
    query: tuple[str, ...] = ()
    in_path: tuple[str, ...] = ()
    in_service: tuple[str, ...] = ()
    params: Mapping[str, str] = field(default_factory=dict[str, str])
    whole: str | None = None
    content: str | None = None
    json_text: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    base64: tuple[str, ...] = ()
    nullable: tuple[str, ...] = ()
    result: Result[R] = field(default_factory=_nothing)
    lists: tuple[str, ...] = ()
    singles: tuple[str, ...] = ()
    models: Mapping[str, str] = field(default_factory=dict[str, str])
    fill: Mapping[str, str] = field(default_factory=dict[str, str])
    seconds: tuple[str, ...] = ()
    within: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    derive: Derive | None = None
    verify: Verify | None = None
    join: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    idempotent: bool = False
    long: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamOperation(Operation[R], Generic[R, Item]):
    """An operation that can answer with a stream.

    Attributes:
        media: How the stream comes over HTTP, if it does.
    """

    stream: StreamRule[Item]
    media: Literal["ndjson", "sse", "bytes"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """An operation of several: something goes up in chunks.

    Requests of the steps may name arguments, attributes of what `begin` returned, and `size` (bytes in
    all), `index` (number of the chunk, from 0) and `content` (its bytes).

    Attributes:
        argument: The argument for what goes up.
        begin: Begins it, or finds out how far an earlier one came.
        chunk_size: Attribute of what `begin` returned: bytes in a chunk.
        missing: Attribute: numbers of the chunks that are missing; None: all.
        total: Attribute: number of bytes; others are refused.
        resume: Method that goes on after a failure.
        key: Attribute that names the upload.
        small: (bytes, step): what is smaller goes up in one call.
        then: Called after a chunked one.
    """

    name: str
    argument: str
    begin: tuple[SubCall, ...]
    chunk_size: str
    chunk: SubCall
    finish: SubCall
    missing: str | None = None
    total: str | None = None
    resume: str | None = None
    key: str | None = None
    small: tuple[int, SubCall] | None = None
    then: SubCall | None = None


@dataclass(frozen=True, slots=True)
class Command(Generic[R]):
    """Something that a watcher of a feed can ask.

    Attributes:
        send: The text frame.
        word: The text frame that answers; None: an event does.
        event: Type of the event that answers.
    """

    name: str
    send: str
    word: str | None = None
    event: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed(Generic[Item]):
    """A socket about one thing, on which events come.

    Attributes:
        type: Field that tells the type of an event.
        end: Types after which nothing comes.
        settled: Type, then field, then values of something that is over; two in succession end the feed.
        hidden: Types that are not handed on.
        replies: Type to the text frame that answers it.
        poll: The text frame to send now and then; None: no need.
        every: Seconds between two of them.
        settle: Seconds until the next one after the first sign of the end.
        words: Text frames that are no JSON, and answer commands.
    """

    name: str
    path: str
    decode: Callable[[Any], Item]
    type: str
    end: tuple[str, ...] = ()
    settled: Mapping[str, Mapping[str, tuple[str, ...]]] = field(
        default_factory=dict[str, Mapping[str, tuple[str, ...]]]
    )
    hidden: tuple[str, ...] = ()
    replies: Mapping[str, str] = field(default_factory=dict[str, str])
    poll: str | None = None
    every: float = 15.0
    settle: float = 1.0
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow(Generic[R, Item]):
    """An operation of three parts: one starts something, a feed tells of it, one reads it.

    Attributes:
        keys: Wire names of the start's response that the feed and the result take as arguments.
        finished: Field of the result to values that say that it is over.
        failed: The same for an end in failure.
        error: Wire name of the result's field that says why it failed.
        every: Seconds between two readings.
    """

    name: str
    start: Operation[Any]
    feed: Feed[Item]
    result: Operation[R]
    keys: tuple[str, ...]
    finished: Mapping[str, tuple[str, ...]]
    failed: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    error: str | None = None
    every: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Import(Generic[Item]):
    """A bulk import.

    Attributes:
        encode: (items, arguments, index of the first item) to one message; raises InvalidItem.
        batch: Items per message unless the caller says otherwise.
        confirmed_by_pong: The answer to a ping proves that all messages before it were taken.
        queue: Messages among those that the gateway may still hold in a queue at that moment.
        item: What an item is, for readers of files: a record's `Shape`, a class, or None for any mapping.
    """

    name: str
    path: str
    encode: Callable[[list[Any], Mapping[str, Any], int], bytes]
    batch: int
    confirmed_by_pong: bool
    queue: int = 0
    item: Shape | type[Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Export(Generic[Item]):
    """A bulk export: a tap on items that arrive while it is open.

    Attributes:
        decode: One message to its items.
        item: What an item is, for writers of files: a class, or None for any mapping.
    """

    name: str
    path: str
    decode: Callable[[Any], list[Item]]
    item: type[Any] | None = None


def request_body(info: GatewayInfo, operation: Operation[Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    """The request body: constant fields, then the given ones without those that are left out.

    Raises:
        ConfigurationError: an argument does not fit its model.
    """
    body = dict(operation.body)
    for name, value in fields.items():
        if value is not None or name in operation.nullable:
            body[name] = value
    for name in operation.lists:
        if isinstance(body.get(name), (str, bytes)):
            raise ConfigurationError(f"{name}: this is a list, not a single string", operation=operation.name)
    for name in operation.singles:
        if body.get(name) is not None and not _is_list(body[name]):
            body[name] = [body[name]]
    for name, model in operation.models.items():
        if body.get(name) is not None:
            body[name] = _fitting(info, operation, name, model, body[name])
    for name in operation.json_text:
        if body.get(name) is not None:
            body[name] = wire.dumps(body[name]).decode()
    for name in operation.texts:
        if body.get(name) is not None and not isinstance(body[name], str):
            body[name] = wire.dumps(body[name]).decode()
    for name in operation.base64:
        if body.get(name) is not None:
            body[name] = _base64(operation, name, body[name])
    return body


def streaming(operation: StreamOperation[R, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a request, asking for a stream."""
    switch = operation.stream.switch
    return dict(fields) if switch is None else {**fields, switch: True}


def arrange(operation: Operation[Any], body: dict[str, Any]) -> None:
    """Put fields where the body holds them; those that go elsewhere are out by now.

    What says when it is gets that here, too.
    """
    for name in operation.seconds:
        if body.get(name) is None:
            body[name] = int(time.time())
    for name, parts in operation.within.items():
        inner = {part: body.pop(part) for part in parts if part in body}
        if inner:
            body[name] = {**wire.plain(body.get(name, {})), **inner}
    if operation.whole is not None and operation.whole in body:
        body |= _object(operation, operation.whole, body.pop(operation.whole))


def name_service(operation: Operation[Any], values: dict[str, Any], body: dict[str, Any]) -> None:
    """Put the arguments that stand in the service's name there."""
    given = {name: body.pop(name, None) for name in operation.in_service}
    service: str = values["service"]
    for name, value in given.items():
        if not isinstance(value, str) or not value:
            raise ConfigurationError(f"{name}: {value!r} is no name of a service", operation=operation.name)
        service = service.replace(f"{{{name}}}", value)
    values["service"] = service


def _base64(operation: Operation[Any], name: str, value: object) -> str:
    if not wire.is_bytes(value):
        raise ConfigurationError(
            f"{name}: bytes are wanted, not {type(value).__name__}", operation=operation.name
        )
    return b64encode(value).decode("ascii")


def _object(operation: Operation[Any], name: str, value: object) -> Mapping[str, Any]:
    if isinstance(value, Mapping):
        return cast("Mapping[str, Any]", value)
    raise ConfigurationError(
        f"{name}: this is a mapping, not {type(value).__name__}", operation=operation.name
    )


def fill_in(
    body: dict[str, Any],
    fill: Mapping[str, str],
    values: Mapping[str, Any],
    within: Mapping[str, tuple[str, ...]] | None = None,
) -> None:
    """Give the body those fields that the caller left out and that have a value.

    `within` tells which fields stand in objects of the body already.
    """
    holders = {part: holder for holder, parts in (within or {}).items() for part in parts}
    for field_name, name in fill.items():
        holder = body.setdefault(holders[field_name], {}) if field_name in holders else body
        if holder.get(field_name) is None:
            value = wire.now() if name == "now" else values.get(name)
            if value is not None:
                holder[field_name] = value


def _fitting(info: GatewayInfo, operation: Operation[Any], name: str, model: str, value: object) -> Any:
    """The value as a model, or as a list of models; anything with the same attributes will do."""
    kind = info.model(model)
    try:
        if _is_many(value) and not isinstance(value, kind):
            return [kind.model_validate(each, from_attributes=True) for each in value]
        return kind.model_validate(value, from_attributes=True)
    except ValueError as error:
        raise ConfigurationError(
            f"{name} does not fit {model}: {first_fault(error)}", operation=operation.name
        ) from error


def _is_many(value: object) -> TypeGuard[Iterable[Any]]:
    return isinstance(value, Iterable) and not isinstance(value, Mapping)


def _is_list(value: object) -> bool:
    return _is_many(value) and not isinstance(value, (str, bytes))


def first_fault(error: ValueError) -> str:
    """The first thing that pydantic found wrong, without the input, which may be long or private."""
    faults = getattr(error, "errors", None)
    if faults is None:
        return str(error)
    first = faults(include_url=False, include_input=False)[0]
    where = ".".join(map(str, first["loc"]))
    return f"{where}: {first['msg']}" if where else str(first["msg"])
