"""What the local gateway does beyond the examples: objects that it keeps, refusals, events."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from .words import (
    Identifier,
    ModuleName,
    Strict,
    Template,
    WireName,
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
    plain: bool = Field(
        default=False,
        description="Over HTTP, and instead of a socket, `message` is all there is: plain text.",
    )
    frame: Template = Field(
        default_factory=dict,
        description="What it looks like on a socket, if not as the socket's `receive` says: `$id`, `$type`, "
        "`$message`. Without `$id` nobody can tell whose it is.",
    )
    fresh: bool = Field(
        default=False, description="On a socket it has an id of its own instead of the request's."
    )


class Need(Strict):
    """An object that must be there, too."""

    store: Identifier = Field(description="Where it is kept.")
    by: Template = Field(description="Its key: a template for each field of that.")
    missing: Refusal = Field(description="Said if it is not there.")
    named: Identifier | None = Field(
        default=None, description="Name under which the templates of what is done know it."
    )
    after: bool = Field(
        default=False, description="Looked for only when all is done, which it stays: a fault of the gateway."
    )


class Replay(Strict):
    """Something that is kept, and goes where imports go."""

    name: Identifier = Field(alias="import", description="The import, without `import_`.")
    message: Template = Field(
        description="The message, made of an object that is listed; where it does not fit, nothing happens."
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
    object, of that; `$now`, `$uuid`, `$number` and `$hex` (twelve hexadecimal digits) are made anew, and
    `$<counter>` is what `counts` has counted. `$name.inner`, or `${name.inner}` inside of text, is a
    field of an object, `{$json: ...}` the JSON text of what stands there, and `{$parse: ...}` what such a
    text says.
    Without an example the object itself is the response.
    """

    store: Identifier = Field(description="Where the objects are kept; they are of one kind.")
    does: Literal["add", "put", "get", "list", "change", "remove"] = Field(
        description="`put`: adds an object, or replaces the one of that key."
    )
    key: WireName | list[WireName] | None = Field(
        default=None,
        description="Field of an object that names it, or fields; left out where `local.stores` has the "
        "store.",
    )
    by: WireName | Template | None = Field(
        default=None,
        description="Field of the request that names it, or a template for each field of the key; default: "
        "`key`.",
    )
    each: WireName | list[WireName] | None = Field(
        default=None,
        description="Field of the request that holds a list: it is done for each element in turn. Or it "
        "holds an object: it is done for that. `$each` is the element; its fields come before the "
        "request's. Of several such fields those count that are there.",
    )
    defaults: Template = Field(
        default_factory=dict,
        description="What a field of the request, or of an element, is taken for that is left out, null or "
        "an empty text; a template, too.",
    )
    item: Any = Field(
        default=None,
        description="Template of an object as it stands in the list of an answer; left out: the whole "
        "object.",
    )
    within: WireName | None = Field(
        default=None,
        description="list, `each`: the response's field that takes the objects, if it is no plain array.",
    )
    nested: list[WireName] = Field(
        default_factory=list,
        description="list: instead of an array an object, by the first of these fields of its objects; its "
        "values are objects by the second, and so on.",
    )
    distinct: bool = Field(default=False, description="list: what is alike is listed once.")
    replay: list[Replay] = Field(
        default_factory=list[Replay],
        description="list: each object is imported anew, instead of standing in the answer; the scope's "
        "parameter is in the request.",
    )
    where: Template = Field(
        default_factory=dict,
        description="list, remove: field of an object to a template of what it must be equal to, or hold; "
        "`$name?` asks nothing where there is no such value.",
    )
    total: WireName | None = Field(default=None, description="list: the response's field for their number.")
    filter: dict[WireName, WireName] = Field(
        default_factory=dict,
        description="list: field of the request to the object's field that it must be equal to, or hold. A "
        "list asks for objects that fit any of its elements; an empty one asks nothing.",
    )
    fields: Template = Field(
        default_factory=dict,
        description="add, put: all that the object consists of; change, get: what it gets. A template, too.",
    )
    sparse: bool = Field(
        default=False, description="Empty texts and zeros are kept as null, so that `$name?` leaves them out."
    )
    needs: list[Need] = Field(default_factory=list[Need], description="What must be there, too.")
    counts: Identifier | None = Field(
        default=None, description="A counter, from 0, that goes up by one each time this was done."
    )
    unnamed: Refusal | None = Field(
        default=None,
        description="Said of a request, or an element, that names no object; left out: as `missing`.",
    )
    missing: Refusal | None = Field(default=None, description="Said of an object that is not there.")
    absent: Template | None = Field(
        default=None,
        description="get, change, remove: an object that is not there is no error; it is answered as if it "
        "had these fields, which are a template, too.",
    )
    exists: Refusal | None = Field(
        default=None, description="add: said if there is one of that key; left out: it is replaced."
    )
    final: dict[WireName, list[str]] = Field(
        default_factory=dict,
        description="change, remove: an object like this cannot be changed any more. "
        "add: its steps end, once it is like this.",
    )
    refused: Refusal | None = Field(default=None, description="Said of such an object.")
    newest_first: bool = Field(default=False, description="list: what was added last comes first.")
    limit: WireName | None = Field(
        default=None, description="list: field of the request for the most objects to return."
    )
    no_limit: int | None = Field(default=None, description="list: the value of `limit` that means all.")
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


class StoreLocal(Strict):
    """A store of the local gateway."""

    key: WireName | list[WireName] = Field(description="Field of an object that names it, or fields.")
    order: list[WireName] = Field(
        default_factory=list, description="Fields by which they are listed; left out: in the order they came."
    )


class ServiceLocal(Strict):
    """What the local gateway says of requests to a service that it cannot take."""

    unknown: Refusal | None = Field(
        default=None,
        description="A request for no known operation of it: `$name` is a field of the request, those of "
        "`send` included.",
    )
    lacking: Refusal | None = Field(
        default=None,
        description="A request without a required field (`$field`); left out: as the scope says, or else "
        "nobody looks.",
    )


class ScopeLocal(Strict):
    """What the local gateway says of requests within a scope that it cannot take."""

    exists: Need | None = Field(
        default=None,
        description="What the scope's parameter must name, for operations and bulk transfers; left out: "
        "anything.",
    )
    offers: WireName | None = Field(
        default=None,
        description="Field of that object whose own fields are the services that it has; others are "
        "`unknown`.",
    )
    unknown: Refusal | None = Field(
        default=None, description="A request for no known service (`$operation`); left out: as everywhere."
    )
    lacking: Refusal | None = Field(
        default=None, description="A request without a required field (`$field`); left out: nobody looks."
    )


class Refusals(Strict):
    """What the local gateway says when it refuses something; left out: something plain."""

    unauthorized: Refusal | None = Field(default=None, description="A missing or wrong credential.")
    malformed: Refusal | None = Field(
        default=None,
        description="A header that is no credential as `auth.header` describes it, even where none is "
        "needed; left out: as a missing one.",
    )
    path: Refusal | None = Field(default=None, description="An unknown path.")
    socket_path: Refusal | None = Field(
        default=None, description="An unknown path for a WebSocket; left out: as `path`."
    )
    method: Refusal | None = Field(default=None, description="A method that the path does not know.")
    unreadable: Refusal | None = Field(default=None, description="A request that is no JSON (`$message`).")
    incomplete: Refusal | None = Field(
        default=None,
        description="A frame that is no object, or lacks what every frame has; left out: as `unreadable`.",
    )
    shapeless: Refusal | None = Field(
        default=None,
        description="A body, on a socket that of a request, that is JSON but no object; left out: as "
        "`unreadable`, on a socket as `incomplete`.",
    )
    nameless: Refusal | None = Field(
        default=None,
        description="A frame without the field (`$field`) that names the service or the operation; left "
        "out: as `invalid` or `unknown`.",
    )
    invalid: Refusal | None = Field(
        default=None,
        description="A request that does not fit its operation's fields (`$field`, `$message`); left out: "
        "nobody looks.",
    )
    unknown: Refusal | None = Field(
        default=None, description="A request for no known operation (`$operation`)."
    )
    failed: Refusal | None = Field(
        default=None,
        description="A handler that failed: `$error`, and `$message` with the exception's class.",
    )
    late: Refusal | None = Field(default=None, description="A service that does not answer in time.")


class Beginning(Strict):
    """A request that is made when the local gateway begins."""

    operation: str = Field(description="Such as `config.put`.")
    request: Template = Field(default_factory=dict, description="Its body without the constant fields.")


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
    refusals: Refusals = Refusals()
    failures: Literal["gateway", "answer"] = Field(
        default="gateway",
        description="Who says what `keeping`, `example.refused` and services (`ServiceLocal`) refuse: the "
        "`gateway`, as an error of its own, or a service behind it, as an `answer` whose body tells of the "
        "error.",
    )
    stores: dict[Identifier, StoreLocal] = Field(
        default_factory=dict, description="Stores whose operations do not say the key, or that have an order."
    )
    begins: list[Beginning] = Field(
        default_factory=list[Beginning], description="Requests that make what is there from the start."
    )
    scopes: dict[Identifier, ScopeLocal] = Field(default_factory=dict)
    timeout: Annotated[float, Field(gt=0)] | None = Field(
        default=None,
        description="Seconds that it waits for each body of an answer, unless `timeout=` of `local_gateway` "
        "says otherwise; left out: for ever.",
    )
    read_ahead: Annotated[int, Field(ge=1)] | None = Field(
        default=None,
        description="Requests that a socket reads while those before them fill all places; left out: one.",
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


class Condition(Strict):
    """A request that the local gateway refuses."""

    when: dict[WireName, list[Any]] = Field(
        default_factory=dict,
        description="Fields of the request, or dotted paths, and the values that fit; left out: any request.",
    )
    unless: dict[WireName, list[Any]] = Field(
        default_factory=dict, description="The same, and what it spares: a request that fits all of these."
    )
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
    unfinished: bool = Field(
        default=False,
        description="The response is not marked as the last, and the last never comes: over HTTP nothing "
        "does, until the gateway has waited long enough.",
    )
    status: Annotated[int, Field(ge=200, le=299)] = Field(
        default=200, description="HTTP status; nothing is said with 204."
    )
    refused: list[Condition] = Field(
        default_factory=list[Condition], description="Requests that are refused; the first that fits counts."
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
