"""What a descriptor describes, as a flat list: calls, transfers and feeds, each with its key and its path."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from gatewright.descriptor import Descriptor, Feed, Operation, Registry, Route, Service, Transfer

from ..facts import on_socket, route

Shape = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """An operation that the gateway itself serves.

    Attributes:
        key: `service.operation`, as the descriptor calls them.
        route: Where it is on REST; None: nowhere.
        socket: It is on the socket.
        generic: What is asked for is up to the caller.
    """

    key: str
    name: str
    service: Service
    operation: Operation
    route: Route | None
    socket: bool
    generic: bool


@dataclass(frozen=True, slots=True)
class Bulk:
    """A bulk import or export."""

    key: str
    direction: Literal["import", "export"]
    transfer: Transfer


def calls(descriptor: Descriptor) -> Iterator[Call]:
    """All operations but those that the client makes of others."""
    for stem, service in descriptor.services.items():
        for name, operation in service.operations.items():
            if operation.follow is None and operation.upload is None and operation.save is None:
                where = route(descriptor, service, operation)
                called = on_socket(descriptor, service, operation)
                generic = any(field.place == "whole" for field in operation.request.values())
                yield Call(f"{stem}.{name}", name, service, operation, where, called, generic)


def transfers(descriptor: Descriptor) -> Iterator[Bulk]:
    """All bulk imports and exports."""
    for stem, service in descriptor.services.items():
        for name, transfer in service.imports.items():
            yield Bulk(f"{stem}.import_{name}", "import", transfer)
        for name, transfer in service.exports.items():
            yield Bulk(f"{stem}.export_{name}", "export", transfer)


def feeds(descriptor: Descriptor) -> Iterator[tuple[str, Feed]]:
    """All feeds by their keys."""
    for stem, service in descriptor.services.items():
        for name, feed in service.feeds.items():
            yield f"{stem}.{name}", feed


def wire_name(call: Call, constant: str = "operation") -> str:
    """The operation's name on the wire: in its constants, or as `wire` says, or its key with hyphens."""
    value = call.operation.send.get(constant)
    if isinstance(value, str):
        return value
    return call.operation.wire or call.name.replace("_", "-")


def registered_name(registry: Registry, call: Call) -> str:
    """The name of an operation in the gateway's registry."""
    template = registry.services.get(call.service.service)
    if template is None:
        template = registry.scopes.get(call.service.scope or "", registry.root)
    service = call.operation.service or call.service.service
    return template.replace("$service", service).replace("$operation", wire_name(call, registry.constant))


def registered_bulk(registry: Registry, bulk: Bulk) -> str:
    """The name of a bulk transfer in the gateway's registry."""
    template = registry.imports if bulk.direction == "import" else registry.exports
    return template.replace("$kind", bulk.transfer.path.rstrip("/").rpartition("/")[2])


def shape(path: str) -> Shape:
    """The path's parts; None for one that is filled in."""
    return tuple(None if "{" in part else part for part in path.split("/")[1:])


def fits(general: str, special: str) -> bool:
    """Whether a path is one of those that the general one stands for."""
    ours, theirs = shape(general), shape(special)
    return len(ours) == len(theirs) and all(
        one is None or one == other for one, other in zip(ours, theirs, strict=True)
    )


def placeholders(path: str) -> list[str]:
    """The names that a path is filled in with."""
    return re.findall(r"\{(\w+)\}", path)
