"""What a descriptor makes the local gateway serve: operations and bulk transfers, ready to look up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar
from urllib.parse import unquote

from ..descriptor import Descriptor, Feed, Keeping, Operation, Route, Service, Transfer

_PLACEHOLDER = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")
_Entry = TypeVar("_Entry")

Media = Literal["ndjson", "sse", "bytes"]


@dataclass(frozen=True, slots=True)
class Served:
    """One operation.

    Attributes:
        name: Name in the client, such as `agent` or `config.put`.
        service: Name of its service on the wire.
        scope: The scope it is called on, or None.
        wire: Its name on the wire, where the envelope tells the operation.
        method, path: Its REST route as a template; path is None when it is not on REST.
        query: Query parameters of that route, each with the setting or scope's parameter that it is.
        media: How its response streams over HTTP, if it does.
        socket: It is served on the socket for calls.
        switch: Wire name of the field that asks for a stream, or None.
    """

    name: str
    service: str
    scope: str | None
    operation: Operation
    wire: str
    method: str
    path: str | None
    query: Mapping[str, Any]
    media: Media | None
    socket: bool
    switch: str | None

    def streams(self, body: Mapping[str, Any]) -> bool:
        """Whether a request with this body asks for a stream."""
        if self.operation.stream is None:
            return False
        return self.switch is None or body.get(self.switch) is True


@dataclass(frozen=True, slots=True)
class Bulk:
    """One bulk transfer; the name is as in the client: `import_triples`, `export_triples`."""

    name: str
    direction: Literal["import", "export"]
    service: str
    transfer: Transfer
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class FeedAt:
    """One feed; the name is as in the client."""

    name: str
    feed: Feed
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Catalog:
    """All that a gateway serves."""

    operations: dict[str, Served] = field(default_factory=dict[str, Served])
    bulk: dict[str, Bulk] = field(default_factory=dict[str, Bulk])
    feeds: dict[str, FeedAt] = field(default_factory=dict[str, FeedAt])
    # Name on the wire to the operations on the socket that have it
    wires: dict[str, list[Served]] = field(default_factory=dict[str, list[Served]])
    # (scope, service) to the operations that a socket frame or a templated REST path may mean
    services: dict[tuple[str | None, str], list[Served]] = field(
        default_factory=dict[tuple[str | None, str], list[Served]]
    )
    # Scope, what the name of a service looks like that holds arguments, and the operation
    patterns: list[tuple[str | None, re.Pattern[str], Served]] = field(
        default_factory=list[tuple[str | None, re.Pattern[str], Served]]
    )

    # Everything that anything does to a store
    keepings: list[Keeping] = field(default_factory=list[Keeping])

    def called(self, scope: str | None, service: str) -> tuple[list[Served], dict[str, str]]:
        """The operations of a service, and the arguments that its name holds."""
        known = self.services.get((scope, service))
        if known is not None:
            return known, {}
        for scoped, pattern, served in self.patterns:
            found = pattern.fullmatch(service) if scoped == scope else None
            if found is not None:
                return [served], found.groupdict()
        return [], {}

    def at(self, path: str) -> tuple[Bulk, dict[str, str]] | None:
        """The bulk transfer at an URL path, with the values that the path holds."""
        for bulk in self.bulk.values():
            found = bulk.pattern.fullmatch(path)
            if found is not None:
                return bulk, {name: unquote(value) for name, value in found.groupdict().items()}
        return None

    def feed_at(self, path: str) -> tuple[FeedAt, dict[str, str]] | None:
        """The feed at an URL path, with its arguments."""
        for feed in self.feeds.values():
            found = feed.pattern.fullmatch(path)
            if found is not None:
                return feed, {name: unquote(value) for name, value in found.groupdict().items()}
        return None


def catalog(descriptor: Descriptor) -> Catalog:
    """Everything that the descriptor says a gateway serves."""
    made = Catalog()
    for service in descriptor.services.values():
        for key, operation in service.operations.items():
            if operation.follow is not None or operation.upload is not None or operation.save is not None:
                continue  # the client makes it of others
            served = _served(descriptor, service, key, operation)
            _add(made.operations, served.name, served)
            name = operation.service or service.service
            if placeholders(name):
                made.patterns.append((served.scope, _pattern(name, ".+"), served))
            else:
                made.services.setdefault((served.scope, name), []).append(served)
            if served.socket:
                made.wires.setdefault(served.wire, []).append(served)
            if operation.keeping is not None:
                made.keepings.append(operation.keeping)
        for key, transfer in service.imports.items():
            name = f"import_{key}"
            _add(made.bulk, name, Bulk(name, "import", service.service, transfer, _pattern(transfer.path)))
            if transfer.keeping is not None:
                made.keepings.append(transfer.keeping)
        for key, transfer in service.exports.items():
            name = f"export_{key}"
            _add(made.bulk, name, Bulk(name, "export", service.service, transfer, _pattern(transfer.path)))
        for key, feed in service.feeds.items():
            _add(made.feeds, key, FeedAt(key, feed, _pattern(feed.path)))
    return made


def choose(candidates: Iterable[Served], body: Mapping[str, Any]) -> Served | None:
    """The operation whose constant fields the body has; the one with the most, if several fit."""
    best: Served | None = None
    for served in candidates:
        constants = served.operation.send
        if all(body.get(name) == value for name, value in constants.items()) and (
            best is None or len(constants) > len(best.operation.send)
        ):
            best = served
    return best


def placeholders(path: str) -> list[str]:
    """Names of the `{name}` placeholders of a path."""
    return _PLACEHOLDER.findall(path)


def _add(table: dict[str, _Entry], name: str, entry: _Entry) -> None:
    if name in table:
        raise ValueError(f"the descriptor has two operations called {name}")
    table[name] = entry


def _served(descriptor: Descriptor, service: Service, key: str, operation: Operation) -> Served:
    scope = service.scope if service.group is None else None
    name = key if service.group is None else f"{service.group}.{key}"
    route = _route(descriptor, service, operation, scope)
    return Served(
        name=name,
        service=operation.service or service.service,
        scope=scope,
        operation=operation,
        wire=operation.wire or key,
        method="POST" if route is None else route.method,
        path=None if route is None else route.path,
        query={} if route is None else route.query,
        media=None if route is None else route.stream,
        socket=service.socket if operation.socket is None else operation.socket,
        switch=_switch(operation),
    )


def _route(descriptor: Descriptor, service: Service, operation: Operation, scope: str | None) -> Route | None:
    rest = service.rest if operation.rest is None else operation.rest
    if rest is False:
        return None
    if rest is not True:
        return rest
    gateway = descriptor.gateway
    return gateway.root.rest if scope is None else gateway.scopes[scope].rest


def _switch(operation: Operation) -> str | None:
    if operation.stream is None or operation.stream.switch is None:
        return None
    field_ = operation.request.get(operation.stream.switch)
    return operation.stream.switch if field_ is None or field_.wire is None else field_.wire


def _pattern(path: str, place: str = "[^/]+") -> re.Pattern[str]:
    parts = _PLACEHOLDER.split(path)
    return re.compile(
        "".join(re.escape(part) if i % 2 == 0 else f"(?P<{part}>{place})" for i, part in enumerate(parts))
    )
