"""Calls made of several calls: generators that say what to call next, and are told what came of it.

    steps = whole(info, operation, fields, verify=True)
    operation, fields = next(steps)            # what to call
    operation, fields = steps.send(result)     # what to call after that
    ...                                        # StopIteration.value is the result of the whole

Both shells drive them, each with its own way of calling; see `run` there.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, cast

from . import wire
from .errors import ConfigurationError, GatewayError, NotFound, NotVerified, ProtocolViolation
from .operation import GatewayInfo, Operation, SubCall, Upload, Verify
from .transfer import Uploaded
from .uploads import opened

if TYPE_CHECKING:
    from .model import Model

R = TypeVar("R")
Steps: TypeAlias = Generator[tuple[Operation[Any], Mapping[str, Any]], Any, R]
OnProgress: TypeAlias = Callable[[int, int], object]
"""Called with the bytes done and the bytes in all."""


def whole(info: GatewayInfo, operation: Operation[R], fields: Mapping[str, Any], *, verify: bool) -> Steps[R]:
    """A call with what its description wants before and after it.

    Raises:
        NotVerified: the gateway answered as if it had worked, and reading back shows that it did not.
    """
    if operation.derive is not None:
        fields = yield from _derived(info, operation, fields)
    result: R = yield replace(operation, derive=None), fields
    if verify and operation.verify is not None:
        rule = operation.verify
        try:
            seen = yield _step(info, rule.read, fields)
        except NotFound:
            wrong: str | None = "nothing is there"
        else:
            wrong = contradiction(rule, fields, seen)
        if wrong is not None:
            raise NotVerified(
                f"the gateway answered as if it had worked, but {wrong}",
                operation=operation.name,
                hint="this gateway drops the reason; look into the service's log",
            )
    return result


def contradiction(verify: Verify, fields: Mapping[str, Any], seen: Any) -> str | None:
    """What of that which was read back shows that a call did not work; None if it did."""
    if verify.contains is not None and fields[verify.contains] not in seen:
        return f"{fields[verify.contains]!r} is not there"
    if verify.lacks is not None and fields[verify.lacks] in seen:
        return f"{fields[verify.lacks]!r} is still there"
    if verify.equals is not None and not _same(fields[verify.equals], seen):
        return "something else is there"
    for name, argument in verify.has.items():
        if fields.get(argument) is not None and not _same(fields[argument], _part(seen, name)):
            return f"{name!r} is {_part(seen, name)!r} there"
    if verify.each is not None:
        argument, name = verify.each
        for wanted, found in zip(fields[argument], seen, strict=True):
            if not _same(_part(wanted, name), _part(found, name)):
                return f"the {name} of {found!r} is another one"
    if verify.gone is not None:
        for found in seen:
            if _part(found, verify.gone) is not None:
                return f"{found!r} is still there"
    return None


def uploaded(
    info: GatewayInfo, upload: Upload, fields: Mapping[str, Any], on_progress: OnProgress | None
) -> Steps[Uploaded]:
    """Send something up, at once if it is small, else in chunks.

    Raises:
        ConfigurationError: there is nothing to read, or it is not what an earlier upload began with.
        GatewayError: the upload stopped; its `upload` names it, and the hint says how to go on.
    """
    values = {name: value for name, value in fields.items() if name != upload.argument}
    with opened(fields[upload.argument], upload.name, upload.argument) as source:
        size = values["size"] = source.size
        if upload.small is not None and size < upload.small[0]:
            yield _step(info, upload.small[1], {**values, "content": source.read(0, size)})
            if on_progress is not None:
                on_progress(size, size)
            return Uploaded(bytes=size, sent=size, chunks=1)
        for step in upload.begin:
            values |= _attributes(upload, step, (yield _step(info, step, values)), values)
        chunk = _chunk_size(upload, values, size)
        count = -(-size // chunk)
        missing = range(count) if upload.missing is None else sorted(values[upload.missing])
        done = size - sum(min(chunk, size - index * chunk) for index in missing)
        sent = 0
        try:
            for index in missing:
                content = source.read(index * chunk, chunk)
                yield _step(info, upload.chunk, {**values, "index": index, "content": content})
                sent += len(content)
                if on_progress is not None:
                    on_progress(done + sent, size)
            yield _step(info, upload.finish, values)
            if upload.then is not None:
                yield _step(info, upload.then, values)
        except GatewayError as error:
            if upload.resume is not None and upload.key is not None:
                error.upload = values[upload.key]
                there = f"{done + sent} of {size} bytes are there"
                how = f"{there}; go on with {upload.resume}({error.upload!r}, ...)"
                error.advise(how)
            raise
    return Uploaded(bytes=size, sent=sent, chunks=len(missing))


def filled(template: Any, values: Mapping[str, Any]) -> Any:
    """The template with `$name` replaced by values; what is None is left out."""
    if isinstance(template, str) and template.startswith("$"):
        return values.get(template[1:])
    if wire.is_object(template):
        made = {name: filled(each, values) for name, each in template.items()}
        return {name: value for name, value in made.items() if value is not None}
    if wire.is_array(template):
        return [filled(each, values) for each in template]
    return template


def _step(
    info: GatewayInfo, step: SubCall, values: Mapping[str, Any]
) -> tuple[Operation[Any], Mapping[str, Any]]:
    return info.operation(step.operation), filled(dict(step.request), values)


def _derived(
    info: GatewayInfo, operation: Operation[Any], fields: Mapping[str, Any]
) -> Steps[Mapping[str, Any]]:
    derive = operation.derive
    assert derive is not None
    given = {name: value for name, value in fields.items() if name != derive.source}
    source = fields.get(derive.source)
    if (source is None) == (given.get(derive.field) is None):
        raise ConfigurationError(f"give either {derive.source} or {derive.field}", operation=operation.name)
    if source is not None:
        found = yield _step(info, derive.call, fields)
        given[derive.field] = found if derive.whole else found[0]
    return given


def _attributes(upload: Upload, step: SubCall, result: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """What a step that begins an upload returned, by name."""
    if step.pick:
        wanted = filled(dict(step.pick), values)
        result = next(
            (item for item in result if all(_part(item, name) == wanted[name] for name in wanted)), None
        )
        if result is None:
            told = ", ".join(f"{name} {value!r}" for name, value in wanted.items())
            raise ConfigurationError(f"there is no upload with the {told}", operation=upload.name)
    model = cast("Model", result)
    return {name: getattr(model, name) for name in type(model).model_fields}


def _chunk_size(upload: Upload, values: Mapping[str, Any], size: int) -> int:
    chunk, total = values.get(upload.chunk_size), values.get(upload.total or "")
    if not isinstance(chunk, int) or chunk < 1:
        raise ProtocolViolation(f"the gateway gives no size of a chunk, but {chunk!r}", operation=upload.name)
    if total is not None and total != size:
        raise ConfigurationError(
            f"{upload.argument}: the upload began with {total} bytes, and these are {size}; "
            "it is not the same document",
            operation=upload.name,
        )
    return chunk


def _same(ours: Any, theirs: Any) -> bool:
    return bool(wire.loads(wire.dumps(ours)) == wire.loads(wire.dumps(theirs)))


def _part(item: Any, name: str) -> Any:
    """An attribute of a model, or an item of a mapping."""
    return item.get(name) if wire.is_object(item) else getattr(item, name, None)
