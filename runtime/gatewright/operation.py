"""What generated clients say about a gateway: plain data that the runtime acts on.

The generator writes one `GatewayInfo` per client and one `Operation`, `Import` or
`Export` per method. Nothing here does I/O, and importing it is cheap.
"""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeAlias, TypeGuard, TypeVar

from . import wire
from .errors import ConfigurationError, GatewayError, GatewayRefused

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
        orphans: Errors that name no request belong to the oldest one.
        query: Query parameters of the handshake.
        header: The handshake carries the credential as REST does.
        pushes: Messages that the gateway begins, by kind.
        other: Makes the record of one whose kind is not among them.
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
    orphans: bool = False
    query: Callable[[Mapping[str, Any]], dict[str, str]] | None = None
    header: bool = False
    greeting: Greeting | None = None
    pushes: Mapping[str, Push] = field(default_factory=dict[str, Push])
    other: Callable[[Message], Any] | None = None
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
        return _model(self.package, name)


@functools.cache
def _model(package: str, name: str) -> Any:
    return getattr(importlib.import_module(f"{package}.models"), name)


@dataclass(frozen=True, slots=True)
class Result(Generic[R]):
    """Which part of a response a call returns, and what a good response must have.

    Attributes:
        model: Name of the response's model; None when nothing is returned.
        fields: Python names of the fields to return; none: the whole response.
        parse: The field is JSON text; return what it says.
        require: Wire names; the call failed unless one of them is there and not null.
        nonempty: Wire names; the call failed unless each is there and neither null, zero nor empty.
        same_length: (wire name in the response, wire name in the request).
        text: The response is plain text, not JSON.
        json: The response is any JSON; it is returned as it is.
        many: The response is an array of the model.
        measure: Wire name of a field that holds the milliseconds from sending to the answer.
    """

    model: str | None = None
    fields: tuple[str, ...] = ()
    parse: bool = False
    require: tuple[str, ...] = ()
    nonempty: tuple[str, ...] = ()
    same_length: tuple[str, str] | None = None
    text: bool = False
    json: bool = False
    many: bool = False
    measure: str | None = None


def _nothing() -> Result[Any]:
    return Result()


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
    """

    decode: Callable[[Any], Any]
    each: bool = False
    switch: str | None = None
    text: tuple[str, ...] = ()
    whole: bool = False
    keys: tuple[tuple[str, str], ...] = ()
    end: tuple[str, ...] = ()
    type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation(Generic[R]):
    """One thing that the gateway can do.

    Attributes:
        path: REST path with `{name}` placeholders; None: not on REST.
        frame: Values of the socket envelope; None: not on sockets.
        body: Constant fields of the request body.
        query: Wire names of the fields that go into the URL's query.
        in_path: Wire names of the fields that go into the URL's path.
        json_text: Wire names of the fields that are sent as JSON text.
        nullable: Wire names of the fields whose None is sent as null instead of being left out.
        lists: Wire names of the fields that hold a list; a single string is refused.
        models: Wire names of the fields that hold a model or a list of it, with its name; they are checked.
        fill: Wire names of fields that are filled in where the caller left them out, with the value's name.
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
    json_text: tuple[str, ...] = ()
    nullable: tuple[str, ...] = ()
    result: Result[R] = field(default_factory=_nothing)
    lists: tuple[str, ...] = ()
    models: Mapping[str, str] = field(default_factory=dict[str, str])
    fill: Mapping[str, str] = field(default_factory=dict[str, str])
    idempotent: bool = False
    long: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamOperation(Operation[R], Generic[R, Item]):
    """An operation that can answer with a stream.

    Attributes:
        media: How the stream comes over HTTP, if it does.
    """

    stream: StreamRule[Item]
    media: Literal["ndjson", "sse"] | None = None


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
    """

    name: str
    path: str
    encode: Callable[[list[Any], Mapping[str, Any], int], bytes]
    batch: int
    confirmed_by_pong: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Export(Generic[Item]):
    """A bulk export: a tap on items that arrive while it is open."""

    name: str
    path: str
    decode: Callable[[Any], list[Item]]


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
    for name, model in operation.models.items():
        if body.get(name) is not None:
            body[name] = _fitting(info, operation, name, model, body[name])
    for name in operation.json_text:
        if body.get(name) is not None:
            body[name] = wire.dumps(body[name]).decode()
    return body


def fill_in(body: dict[str, Any], fill: Mapping[str, str], values: Mapping[str, Any]) -> None:
    """Give the body those fields that the caller left out and that have a value."""
    for field_name, name in fill.items():
        if body.get(field_name) is None:
            value = wire.now() if name == "now" else values.get(name)
            if value is not None:
                body[field_name] = value


def _fitting(info: GatewayInfo, operation: Operation[Any], name: str, model: str, value: object) -> Any:
    """The value as a model, or as a list of models."""
    kind = info.model(model)
    try:
        if _is_many(value) and not isinstance(value, kind):
            return [kind.model_validate(each) for each in value]
        return kind.model_validate(value)
    except ValueError as error:
        raise ConfigurationError(
            f"{name} does not fit {model}: {first_fault(error)}", operation=operation.name
        ) from error


def _is_many(value: object) -> TypeGuard[Iterable[Any]]:
    return isinstance(value, Iterable) and not isinstance(value, Mapping)


def first_fault(error: ValueError) -> str:
    """The first thing that pydantic found wrong, without the input, which may be long or private."""
    faults = getattr(error, "errors", None)
    if faults is None:
        return str(error)
    first = faults(include_url=False, include_input=False)[0]
    where = ".".join(map(str, first["loc"]))
    return f"{where}: {first['msg']}" if where else str(first["msg"])
