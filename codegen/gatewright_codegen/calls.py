"""Calls that are part of other calls: which operation is meant, and what the runtime is told of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from gatewright.descriptor import Descriptor, Operation, Service, SubCall, Template, Upload

from . import names
from .compile import is_array, is_object, value_of
from .inert import literal

# What a chunked upload knows of what goes up, besides its arguments.
UPLOAD_VALUES = ("size", "index", "content")


class Called(NamedTuple):
    """An operation that a part of another one names."""

    service: Service
    name: str
    operation: Operation


def called(descriptor: Descriptor, service: Service, name: str) -> Called | None:
    """The operation of the same service that is meant, else one of the same group or scope."""
    others = descriptor.services.values()
    for each in (service, *others):
        same = (each.group, each.scope) == (service.group, service.scope)
        if same and name in each.operations:
            return Called(each, name, each.operations[name])
    return None


def steps(upload: Upload) -> Iterable[SubCall]:
    """All calls that an upload may make."""
    yield from upload.begin
    yield upload.chunk
    yield upload.finish
    yield from (step for step in (upload.small, upload.then) if step is not None)


def sub_call(
    descriptor: Descriptor, service: Service, call: SubCall, wires: Mapping[str, str] | None = None
) -> str:
    """Source of a part's call; `wires` has the names that `$values` have for the runtime, where others."""
    found = called(descriptor, service, call.call)
    assert found is not None
    fields = found.operation.request
    request = {fields[key].wire or key: _renamed(part, wires or {}) for key, part in call.request.items()}
    parts = [literal(names.constant(found.service, found.name))]
    if request or call.pick:
        parts.append(literal(request))
    if call.pick:
        parts.append(literal(_renamed(call.pick, wires or {})))
    return f"SubCall({', '.join(parts)})"


def wire_names(operation: Operation) -> dict[str, str]:
    """The arguments of an operation, and their names on the wire."""
    return {name: each.wire or name for name, each in operation.request.items()}


def _renamed(template: Template | Any, wires: Mapping[str, str]) -> Any:
    if is_object(template):
        return {key: _renamed(part, wires) for key, part in template.items()}
    if is_array(template):
        return [_renamed(part, wires) for part in template]
    value = value_of(template)
    # What is None is left out anyway.
    return template if value is None else f"${wires.get(value[0], value[0])}"
