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
    newest_first: bool = Field(default=False, description="list: what was added last comes first.")
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


class Refusals(Strict):
    """What the local gateway says when it refuses something; left out: something plain."""

    unauthorized: Refusal | None = Field(default=None, description="A missing or wrong credential.")
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
