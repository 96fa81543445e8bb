"""Checks of operations that take part in others: what is derived, read back, uploaded, or saved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gatewright.descriptor import Operation, Schema, Service, SubCall, Verify

from . import names
from .calls import UPLOAD_VALUES, Called, called, steps
from .facts import is_plain
from .rules import METHOD_NAME, check_field, template_values, used_values, wanted
from .source import Path_, Problem, Source

if TYPE_CHECKING:
    from .load import Loaded

# What an operation that is made of others takes from these.
_NOT_ITS_OWN = (
    *("wire", "service", "reply", "rest", "socket", "send", "response", "returns", "stream", "verify"),
    *("client", "idempotent", "keeping"),
)


def check_parts(
    loaded: Loaded, source: Source, path: Path_, service: Service, operation: Operation
) -> Iterator[Problem]:
    """The calls that a plain operation makes besides its own."""
    derived = [name for name, each in operation.request.items() if each.derive is not None]
    named: set[str] = set()
    for name, field in operation.request.items():
        if field.derive is None:
            continue
        where = (*path, "request", name, "derive")
        named.add(field.derive.source)
        named |= used_values(field.derive.request)
        origin = operation.request.get(field.derive.source)
        if origin is None or origin.place != "client":
            message = f"the request has no {field.derive.source!r} with `in: client`"
            yield source.problem((*where, "from"), message)
        if field.required or name != derived[0]:
            yield source.problem(where, "one field can be derived, and it is not required", at_key=True)
        yield from _call(loaded, source, where, service, field.derive, set(operation.request))
    if operation.verify is not None:
        named |= used_values(operation.verify.read.request)
        yield from _verify(loaded, source, (*path, "verify"), service, operation, operation.verify)
    rule = operation.stream
    if rule is not None and rule.length is not None:
        where = (*path, "stream", "length")
        yield from _call(loaded, source, where, service, rule.length, set(operation.request))
    for name, field in operation.request.items():
        where = (*path, "request", name, "in")
        if field.place == "client" and name not in named:
            yield source.problem(where, "nothing is done with it; another word of the operation names it")
        if field.place == "client" and field.wire is not None:
            yield source.problem((*path, "request", name, "wire"), "it is not sent, so it has no name there")


def check_whole(
    loaded: Loaded, source: Source, path: Path_, service: Service, operation: Operation
) -> Iterator[Problem]:
    """An operation that is made of others: an upload, or one that saves a stream."""
    kind = "upload" if operation.upload is not None else "save"
    for part in _NOT_ITS_OWN:
        if part in operation.model_fields_set:
            message = f"an operation with `{kind}` has no {part!r} of its own"
            yield source.problem((*path, part), message, at_key=True)
    if operation.upload is not None:
        yield from _upload(loaded, source, path, service, operation)
        return
    stream = service.operations.get(operation.save or "")
    if stream is None or stream.stream is None or stream.stream.bytes_ is None:
        message = f"the service has no stream of bytes {operation.save!r}"
        yield source.problem((*path, "save"), message)
    else:
        yield from _free(source, (*path, "save"), stream, {"file_path", "on_progress"})
    if operation.request:
        yield source.problem((*path, "request"), "its request is that of the stream", at_key=True)


def check_client(
    loaded: Loaded, source: Source, path: Path_, service: Service, name: str, operation: Operation
) -> Iterator[Problem]:
    """An operation that the client for sockets has as a method of its own."""
    gateway = loaded.descriptor.gateway
    if service.scope is not None or gateway.socket is None or not wanted(service, operation)[1]:
        message = "only an operation of the socket that belongs to no scope can be one of its client"
        yield source.problem((*path, "client"), message)
    taken = {*gateway.groups, *gateway.scopes, *names.CLIENT_METHODS, *names.setting_methods(gateway)}
    taken |= {feed for each in loaded.descriptor.services.values() for feed in each.feeds}
    others = [
        each
        for each in loaded.descriptor.services.values()
        if each is not service and name in each.operations and each.operations[name].client
    ]
    if name in taken or name.startswith("on_") or others:
        yield source.problem(path, f"{name!r} cannot be the name of a method of the client", at_key=True)


def _call(
    loaded: Loaded,
    source: Source,
    path: Path_,
    service: Service,
    call: SubCall,
    values: set[str],
    *,
    answers: bool = True,
) -> Iterator[Problem]:
    """A call names an operation that exists, gives it what it needs, and knows all values."""
    found = called(loaded.descriptor, service, call.call)
    if found is None:
        message = f"there is no operation {call.call!r} here, nor in another service of the same scope"
        yield source.problem((*path, "call"), message)
        return
    operation = found.operation
    streams = operation.stream is not None and operation.stream.switch is None
    if not is_plain(operation) or streams or (answers and operation.returns.nothing):
        yield source.problem((*path, "call"), f"{call.call!r} is to be a call that returns something")
    for key in call.request:
        if key not in operation.request:
            message = f"{call.call!r} has no argument {key!r}"
            yield source.problem((*path, "request", key), message, at_key=True)
    for key, field in operation.request.items():
        if field.required and key not in call.request:
            yield source.problem((*path, "call"), f"{call.call!r} needs {key!r}")
    for part in ("request", "pick"):
        for where, value, _optional in template_values(getattr(call, part)):
            if value not in values:
                known = ", ".join(f"${each}" for each in sorted(values)) or "nothing"
                message = f"there is no value ${value}; known here: {known}"
                yield source.problem((*path, part, *where), message)


def _verify(
    loaded: Loaded, source: Source, path: Path_, service: Service, operation: Operation, verify: Verify
) -> Iterator[Problem]:
    asked: list[tuple[Path_, str]] = [
        ((part,), argument)
        for part in ("contains", "lacks", "equals")
        if (argument := getattr(verify, part)) is not None
    ]
    asked += [(("has", key), argument) for key, argument in verify.has.items()]
    asked += [(("each", 0), verify.each[0])] if verify.each is not None else []
    for where, argument in asked:
        if argument not in operation.request:
            yield source.problem((*path, *where), f"the request has no {argument!r}")
    if operation.stream is not None:
        yield source.problem(path, "a stream cannot be made sure of", at_key=True)
    yield from _free(source, path, operation, {"verify"})
    yield from _call(loaded, source, (*path, "read"), service, verify.read, set(operation.request))


def _upload(
    loaded: Loaded, source: Source, path: Path_, service: Service, operation: Operation
) -> Iterator[Problem]:
    upload = operation.upload
    assert upload is not None
    request = operation.request
    for name, field in request.items():
        yield from check_field(loaded, source, (*path, "request", name), field)
    yield from _free(source, path, operation, {"on_progress", *UPLOAD_VALUES})
    file = request.get(upload.argument)
    path = (*path, "upload")
    if file is None or file.place != "client" or not file.required:
        message = f"the request has no required {upload.argument!r} with `in: client`"
        yield source.problem((*path, "argument"), message)
    values = {*request, "size"} - {upload.argument}
    returned: set[str] = set()
    for index, step in enumerate(upload.begin):
        yield from _call(loaded, source, (*path, "begin", index), service, step, values | returned)
        found = called(loaded.descriptor, service, step.call)
        returned |= _properties(loaded, found, pick=bool(step.pick)) if found is not None else set()
    for part in ("chunk_size", "missing", "total", "key"):
        told: str | None = getattr(upload, part)
        if told is not None and told not in returned:
            yield source.problem((*path, part), f"`begin` returns no {told!r}")
    known = values | returned
    for part, may in (
        ("chunk", known | {"index", "content"}),
        ("finish", known),
        ("small", values | {"content"}),
        ("then", known),
    ):
        call: SubCall | None = getattr(upload, part)
        if call is not None:
            yield from _call(loaded, source, (*path, part), service, call, may, answers=False)
    used = {value for step in steps(upload) for value in used_values(step.request, step.pick)}
    for name in request:
        if name not in used and name != upload.argument:
            yield source.problem((*path[:-1], "request", name), "no step of the upload uses it", at_key=True)
    if upload.resume is not None and called(loaded.descriptor, service, upload.resume) is None:
        yield source.problem((*path, "resume"), f"there is no operation {upload.resume!r}")
    if (upload.resume is None) != (upload.key is None):
        yield source.problem(path, "`resume` and `key` go together", at_key=True)
    found_all = [found for step in steps(upload) if (found := called(loaded.descriptor, service, step.call))]
    on = [wanted(each.service, each.operation) for each in found_all]
    if not (all(rest for rest, _socket in on) or all(socket for _rest, socket in on)):
        yield source.problem(path, "no interface has all of its steps", at_key=True)


def _properties(loaded: Loaded, found: Called, *, pick: bool) -> set[str]:
    """Python names of what a step returns, or each item of it."""
    returns, types = found.operation.returns, loaded.descriptor.types
    schema: Schema | None = types.get(found.operation.response or "")
    if schema is not None and len(returns.fields) == 1:
        parts = {names.property_name(wire, part): part for wire, part in schema.properties.items()}
        part = parts.get(returns.fields[0])
        held = part.items if part is not None and pick else part
        schema = types.get(held.ref or "") if held is not None else None
    if schema is None or len(returns.fields) > 1 or returns.parse is not None:
        return set()
    return {names.property_name(wire, part) for wire, part in schema.properties.items()}


def _free(source: Source, path: Path_, operation: Operation, taken: set[str]) -> Iterator[Problem]:
    """The method has arguments of its own, which those of the request must not be called like."""
    for name, field in operation.request.items():
        for other in (name, *field.also):
            if other in taken:
                yield source.problem(path, f"the method has an argument {other!r} already", at_key=True)


def check_always(
    source: Source, path: Path_, operation: Operation, siblings: dict[str, str]
) -> Iterator[Problem]:
    """Further methods that stream have names of their own."""
    rule = operation.stream
    for index, name in enumerate(rule.always if rule is not None else ()):
        where = (*path, "stream", "always", index)
        if rule is not None and rule.switch is None:
            yield source.problem(where, "it streams always, without being asked to; there is no `switch`")
        if not METHOD_NAME.fullmatch(name) or name in names.TAKEN_METHODS or name in siblings:
            yield source.problem(where, f"{name!r} cannot be the name of a method here, or is one already")
        siblings[name] = name
