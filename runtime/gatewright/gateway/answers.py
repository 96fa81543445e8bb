"""What an operation without a handler answers: what is kept, the example, or a value that fits."""

from __future__ import annotations

import itertools
import zlib
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

from .. import wire
from ..descriptor import StreamRule
from .catalog import Served
from .exchange import NoAnswer, Request, as_object, find
from .samples import sample, sample_field
from .templates import Values, fill, has_variables
from .validate import Misfit, misfit

if TYPE_CHECKING:
    from .core import Core


class Answers:
    """Answers of one gateway."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._templates: dict[str, bool] = {}

    def misfit(self, request: Request) -> Misfit | None:
        """What is wrong with a request; None: nothing, or nobody can say."""
        if request.served is None:
            return None
        return misfit(self._core.descriptor, request.served.operation, request)

    def answer(self, request: Request) -> Any:
        """The answer to a request for a described operation.

        Raises:
            Refused, ServiceFailure: The descriptor says that it is refused.
        """
        assert request.served is not None
        operation = request.served.operation
        values = self.values(request)
        for condition in operation.example.refused:
            if _fits(request, condition.when) and not (condition.unless and _fits(request, condition.unless)):
                raise self._core.rules.decline(condition.say, values)
        if operation.keeping is not None:
            template = operation.example.response
            return self._core.keeper.perform(request, operation.keeping, template, values)
        stream = operation.stream
        if stream is not None and request.streaming and stream.type is None and stream.each is None:
            entries = operation.example.stream or self._items(stream)
            return _parts(entries, request, values)
        result: Any = self._core.rules.answer(request)
        if operation.example.response is None and not result:
            result = self._sample(request.served)
        if isinstance(result, Iterator):
            filled = self._templated(f"{request.operation} ", operation.example.stream)
            return _filled(cast("Any", result), values) if filled else cast("Any", result)
        for name, fields in operation.example.more.items():
            if wire.is_object(result) and fill(f"${name}", values) is not None:
                result = {**result, **fields}
        answer = fill(result, values) if self._templated(request.operation, result) else result
        return _unfinished(answer) if operation.example.unfinished else answer

    def values(self, request: Request) -> Values:
        """What the templates of an answer may use."""
        connection = request.connection
        if connection is None:
            return Values(request, request.context, self._core.stores.counters, self._core.live)
        own = (connection.values, connection.figures)
        return Values(request, request.context, *own, self._core.stores.counters, self._core.live)

    def _templated(self, operation: str, template: Any) -> bool:
        found = self._templates.get(operation)
        if found is None:
            found = self._templates[operation] = has_variables(template)
        return found

    def _sample(self, served: Served) -> Any:
        operation = served.operation
        if operation.response is None:
            return "text" if operation.returns.text else {}
        made = sample(self._core.descriptor, operation.response)
        return [made] if operation.returns.many else made

    def _items(self, stream: StreamRule) -> list[dict[str, Any]]:
        descriptor = self._core.descriptor
        return [
            {
                "kind": kind,
                "body": {
                    field.wire or key: sample_field(descriptor, field, key)
                    for key, field in descriptor.records[record].fields.items()
                    if not (field.wire or "").startswith("$")
                },
            }
            for kind, record in stream.items.items()
        ]


def _fits(request: Request, wanted: Mapping[str, list[Any]]) -> bool:
    """Whether a request has, at each of these places, one of these values."""
    return all(
        (request[path] if path in request else find(request, path)) in values
        for path, values in wanted.items()
    )


def _filled(bodies: Any, values: Values) -> Iterator[Any]:
    return (fill(body, values) for body in bodies)


async def _unfinished(answer: Any) -> AsyncIterator[Any]:
    """The answer, without a word that it is all."""
    yield answer
    raise NoAnswer


def _parts(entries: list[Any], request: Request, values: Values) -> Iterator[Any]:
    """The pairs of kind and body that the entries of an example stand for."""
    lists = [
        request[name] for entry in entries if (name := _each(entry)) and wire.is_array(request.get(name))
    ]
    total = len(lists[0]) if lists else 0
    values = values.over({"total": total})
    for name, group in itertools.groupby(entries, _each):
        if name is None:
            yield from (_part(entry, values) for entry in group)
            continue
        repeated = list(group)
        elements = list(enumerate(cast("list[Any]", request.get(name) or [])))
        # In an order that is not that of the request, as where many are worked on at a time; always the same.
        elements.sort(key=lambda element: zlib.crc32(wire.dumps(element[1])))
        for done, (index, element) in enumerate(elements, 1):
            about = values.over({"each": element, "index": index, "done": done})
            yield from (_part(entry, about) for entry in repeated)


def _part(entry: Any, values: Values) -> Any:
    fields = as_object(entry) or {}
    if "body" not in fields:
        return fill(entry, values)
    return fields.get("kind"), fill(fields["body"], values)


def _each(entry: Any) -> str | None:
    fields = as_object(entry)
    name = None if fields is None else fields.get("each")
    return name if isinstance(name, str) else None
