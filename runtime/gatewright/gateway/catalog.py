"""What a descriptor makes the local gateway serve: operations and bulk transfers, ready to look up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar
from urllib.parse import unquote

from ..descriptor import Descriptor, Operation, Transfer

_PLACEHOLDER = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")
_Entry = TypeVar("_Entry")


@dataclass(frozen=True, slots=True)
class Served:
    """One operation.

    Attributes:
        name: Name in the client, such as `agent` or `config.put`.
        service: Name of its service on the wire.
        scope: The scope it is called on, or None.
        method, path: Its REST route as a template; path is None when it is not on REST.
        switch: Wire name of the field that asks for a stream, or None.
    """

    name: str
    service: str
    scope: str | None
    operation: Operation
    method: str
    path: str | None
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
class Catalog:
    """All that a gateway serves."""

    operations: dict[str, Served] = field(default_factory=dict[str, Served])
    bulk: dict[str, Bulk] = field(default_factory=dict[str, Bulk])
    # (scope, service) to the operations that a socket frame or a templated REST path may mean
    services: dict[tuple[str | None, str], list[Served]] = field(
        default_factory=dict[tuple[str | None, str], list[Served]]
    )

    def at(self, path: str) -> tuple[Bulk, dict[str, str]] | None:
        """The bulk transfer at an URL path, with the values that the path holds."""
        for bulk in self.bulk.values():
            found = bulk.pattern.fullmatch(path)
            if found is not None:
                return bulk, {name: unquote(value) for name, value in found.groupdict().items()}
        return None


def catalog(descriptor: Descriptor) -> Catalog:
    """Everything that the descriptor says a gateway serves."""
    made = Catalog()
    for service in descriptor.services.values():
        for key, operation in service.operations.items():
            scope = service.scope
            if service.group is not None:
                scope = None
            name = key if service.group is None else f"{service.group}.{key}"
            method, path = _route(descriptor, operation, scope)
            served = Served(name, service.service, scope, operation, method, path, _switch(operation))
            _add(made.operations, name, served)
            made.services.setdefault((scope, service.service), []).append(served)
        for key, transfer in service.imports.items():
            name = f"import_{key}"
            _add(made.bulk, name, Bulk(name, "import", service.service, transfer, _pattern(transfer.path)))
        for key, transfer in service.exports.items():
            name = f"export_{key}"
            _add(made.bulk, name, Bulk(name, "export", service.service, transfer, _pattern(transfer.path)))
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


def _route(descriptor: Descriptor, operation: Operation, scope: str | None) -> tuple[str, str | None]:
    if operation.rest is False:
        return "POST", None
    if operation.rest is not True:
        return operation.rest.method, operation.rest.path
    gateway = descriptor.gateway
    route = gateway.root.rest if scope is None else gateway.scopes[scope].rest
    return ("POST", None) if route is None else (route.method, route.path)


def _switch(operation: Operation) -> str | None:
    if operation.stream is None or operation.stream.switch is None:
        return None
    field_ = operation.request.get(operation.stream.switch)
    return operation.stream.switch if field_ is None or field_.wire is None else field_.wire


def _pattern(path: str) -> re.Pattern[str]:
    parts = _PLACEHOLDER.split(path)
    return re.compile(
        "".join(re.escape(part) if i % 2 == 0 else f"(?P<{part}>[^/]+)" for i, part in enumerate(parts))
    )
