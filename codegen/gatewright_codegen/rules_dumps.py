"""Checks of what a service says about dumps: what is stored, read out by an operation that streams."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gatewright.descriptor import Dump, Service

from .rules import RDF_TYPES, wanted
from .source import Path_, Problem, Source

if TYPE_CHECKING:
    from .load import Loaded

_KINDS = {"string": str, "integer": int, "number": int, "boolean": bool}


def check_dump(
    loaded: Loaded, source: Source, path: Path_, service: Service, dump: Dump
) -> Iterator[Problem]:
    """The operation streams over the socket, and has the arguments that are told."""
    gateway = loaded.descriptor.gateway
    if gateway.bulk is None:
        yield source.problem(path, "gateway.yaml has no `bulk`", at_key=True)
    operation = service.operations.get(dump.operation)
    if operation is None or operation.stream is None:
        message = f"this service has no operation {dump.operation!r} that can stream"
        yield source.problem((*path, "operation"), message)
        return
    if gateway.socket is None or not wanted(service, operation)[1]:
        yield source.problem((*path, "operation"), f"{dump.operation!r} is not on the socket")
    switch = operation.stream.switch
    taken = {"operations", "timeout"}
    if service.scope is not None and service.scope in gateway.scopes:
        taken.add(gateway.scopes[service.scope].parameter)
    for part, values in (("arguments", dump.arguments), ("instead", dump.instead)):
        for name, value in values.items():
            where = (*path, part, name)
            field = operation.request.get(name)
            if field is None or name == switch:
                message = f"the request of {dump.operation!r} has no {name!r} that could be told"
                yield source.problem(where, message, at_key=True)
                continue
            if name in taken:
                yield source.problem(where, f"the method has an argument {name!r} already", at_key=True)
            if {field.ref, field.items and field.items.ref} & set(RDF_TYPES):
                yield source.problem(where, "an argument of a dump cannot be an RDF value")
            kind = _KINDS.get(field.type or "")
            if value is not None and (kind is None or type(value) is not kind):
                yield source.problem(where, f"{value!r} is no {field.type or field.ref}")
            if part == "instead" and name not in dump.arguments:
                yield source.problem(where, f"{name!r} is none of the `arguments`", at_key=True)
    for name in dump.docs.keys() - dump.arguments.keys():
        yield source.problem((*path, "docs", name), f"{name!r} is none of the `arguments`", at_key=True)
    needed = {name for name, field in operation.request.items() if field.required} - dump.arguments.keys()
    for name in sorted(needed):
        yield source.problem((*path, "arguments"), f"the operation needs {name!r}")
    if dump.limit is not None and dump.arguments.get(dump.limit, "") is not None:
        message = f"{dump.limit!r} is none of the `arguments` with the default null"
        yield source.problem((*path, "limit"), message)
