"""How a descriptor is held against what a gateway really offers."""

from __future__ import annotations

import re
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from .words import Identifier, ModuleName, Strict, Template, WireName

Key = Annotated[str, StringConstraints(pattern=r"^[^\s\"'\\]{1,200}$")]
"""What is compared, by its key: `service.operation`, a name in the registry, `METHOD /path`, a schema."""


class Registry(Strict):
    """A gateway's own list of what it offers, and how described operations are named in it.

    In names, `$service` is the service's name on the wire, `$operation` the operation's, and `$kind`
    the last part of a path. An operation whose route the registry does not cover needs no name.
    """

    script: ModuleName = Field(
        description="Module under gatewright.extensions that reads it, run by the interpreter that has the "
        "gateway."
    )
    constant: WireName = Field(
        default="operation",
        description="Field of `send` with an operation's name on the wire; without: `wire`, or the key with "
        "hyphens.",
    )
    root: str = Field(default="$service:$operation", description="Name of an operation.")
    scopes: dict[Identifier, str] = Field(
        default_factory=dict, description="The same for operations of a scope."
    )
    services: dict[WireName, str] = Field(
        default_factory=dict, description="The same for operations of a service."
    )
    imports: str = Field(default="import:$kind", description="Name of a bulk import.")
    exports: str = Field(default="export:$kind", description="Name of a bulk export.")

    @model_validator(mode="after")
    def _inside(self) -> Self:
        if not self.script.startswith("gatewright.extensions."):
            raise ValueError("the script must be a module under gatewright.extensions")
        return self


class Unknown(Strict):
    """An answer that tells that the gateway does not have an operation. All given conditions must hold."""

    status: int | None = Field(default=None, description="HTTP status.")
    type: str | None = Field(default=None, description="The error's type.")
    message: str | None = Field(default=None, description="Regular expression, searched in the message.")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.status is None and self.type is None and self.message is None:
            raise ValueError("give `status`, `type` or `message`")
        try:
            re.compile(self.message or "")
        except re.error as error:
            raise ValueError(f"message is no regular expression: {error}") from None
        return self


class First(Strict):
    """Asked first on a socket, where the gateway looks for something before it looks for the operation."""

    operation: Key = Field(description="`service.operation`; it must do no harm.")
    keep: dict[Identifier, str] = Field(
        description="Parameter of a scope to the dotted path of its value in the response."
    )


class Probe(Strict):
    """How a live gateway is asked for its operations without doing anything.

    Asked as they are: GET, whatever is `idempotent`, and feeds. Of the others, those with a route of
    their own are sent a body that is no JSON or, where they take none, asked for by OPTIONS.
    """

    values: dict[Identifier, str] = Field(
        default_factory=dict,
        description="Settings and parameters of scopes; best those of something that does not exist.",
    )
    credential: str | None = Field(
        default=None,
        description="Sent instead of the token over REST and to bulk sockets: one that is refused only after "
        "the operation was found.",
    )
    refuses_rest: bool = Field(
        default=False,
        description="Because of `values` or `credential`, every REST request is refused before anything is "
        "done, unless its operation is `open`.",
    )
    refuses_socket: bool = Field(
        default=False, description="Because of `values`, every request on the socket is refused."
    )
    first: First | None = None
    bodies: dict[Key, Template] = Field(
        default_factory=dict, description="`service.operation` to a body that does no harm."
    )
    never: dict[str, str] = Field(
        default_factory=dict,
        description="`service.operation`, or that and ` rest` or ` socket`, that must not be asked, and why.",
    )


class Parity(Strict):
    """What the gateway is asked for, and the differences that are meant."""

    registry: Registry | None = None
    unknown: list[Unknown] = Field(
        default_factory=lambda: [Unknown(status=status) for status in (404, 405, 501)],
        description="Answers that tell that there is no such operation.",
    )
    probe: Probe = Probe()
    absent: dict[str, str] = Field(
        default_factory=dict, description="What the gateway has and the descriptor leaves out, and why."
    )
    extra: dict[str, str] = Field(
        default_factory=dict, description="What the descriptor has and the gateway lacks, and why."
    )
    different: dict[str, str] = Field(
        default_factory=dict, description="What both have, but not alike, and why."
    )
