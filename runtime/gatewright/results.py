"""From a response to the result of a call: errors raised, the wanted part returned."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar, cast

from . import wire
from .chunks import decoded
from .errors import (
    AuthenticationFailed,
    GatewayError,
    GatewayRefused,
    InvalidRequest,
    NotFound,
    NotSupported,
    PermissionDenied,
    ProtocolViolation,
    ServiceError,
    Unavailable,
)
from .operation import Follow, GatewayInfo, Operation, StreamOperation, StreamRule, first_fault

R = TypeVar("R")

_BY_STATUS: dict[int, type[GatewayRefused]] = {
    400: InvalidRequest,
    401: AuthenticationFailed,
    403: PermissionDenied,
    404: NotFound,
    405: NotFound,
    422: InvalidRequest,
    429: Unavailable,
    502: Unavailable,
    503: Unavailable,
    504: Unavailable,
}
_MOST_FAULTS = 3
_LONGEST_FAULT = 200
"""Characters; also of a text that is no JSON."""


def refusal(
    info: GatewayInfo, error: Any, *, operation: str | None = None, status: int | None = None
) -> GatewayError:
    """The exception for an error that the gateway sent: a string, a list of faults, or an object."""
    kind = None
    if isinstance(error, dict):
        fields = cast("dict[str, Any]", error)
        kind = next((str(fields[name]) for name in info.error_type if fields.get(name) is not None), None)
        error = fields.get(info.error_message) or ""
    message = _words(info, error)
    for rule in info.error_rules:
        if (
            (rule.status is None or rule.status == status)
            and (rule.type is None or rule.type == kind)
            and (rule.message is None or re.search(rule.message, message))
        ):
            raises, hint = rule.raises, rule.hint
            break
    else:
        raises, hint = _BY_STATUS.get(status or 0, ServiceError), ""
    if issubclass(raises, AuthenticationFailed):
        hint = hint or token_hint(info)
    text = message or "the gateway gave no reason"
    return raises(text, operation=operation, type=kind, status=status, hint=hint)


def _words(info: GatewayInfo, said: Any) -> str:
    """An error in words, the first few of a list of faults."""
    if info.error_faults is None or not wire.is_array(said):
        return str(said)
    place, message = info.error_faults
    words: list[str] = []
    for fault in said[:_MOST_FAULTS]:
        if not wire.is_object(fault):
            words.append(str(fault)[:_LONGEST_FAULT])
            continue
        where = fault.get(place)
        if wire.is_array(where):
            where = ".".join(map(str, where))
        text = str(fault.get(message) or "")
        words.append((f"{where}: {text}" if where else text)[:_LONGEST_FAULT])
    more = [f"{len(said) - _MOST_FAULTS} more"] if len(said) > _MOST_FAULTS else []
    return "; ".join(words + more)


def token_hint(info: GatewayInfo) -> str:
    """How a credential is given."""
    return "pass a valid token= to Api" + (f", or set {info.token_env}" if info.token_env else "")


def check_streaming(operation: Operation[Any], fields: Mapping[str, Any]) -> None:
    """Refuse to stream where that is impossible.

    Raises:
        NotSupported: a stream was asked for.
    """
    rule: StreamRule[Any] | None = getattr(operation, "stream", None)
    streamed = rule is not None and getattr(operation, "media", None) is not None
    if rule is not None and not streamed and (rule.switch is None or fields.get(rule.switch)):
        raise NotSupported(
            "REST cannot stream",
            operation=operation.name,
            hint="use api.socket() or api.async_socket() with streaming=True, or leave streaming out",
        )


def read_response(
    info: GatewayInfo,
    operation: Operation[R],
    fields: Mapping[str, Any],
    status: int,
    content: bytes,
    latency: float | None = None,
) -> R:
    """The result that an HTTP response holds; `latency` is in milliseconds.

    Raises:
        GatewayRefused: it holds an error, whatever its status unless the gateway goes by that.
        ProtocolViolation: it is not what the gateway's descriptor promises.
    """
    if not 200 <= status < 300:
        raise refused(info, operation, status, content)
    if operation.result.text:
        return cast(R, content.decode("utf-8", "replace"))
    try:
        body = wire.loads(content) if content else None
    except wire.JSONDecodeError:
        raise ProtocolViolation(
            "the gateway answered with something that is not JSON", operation=operation.name, status=status
        ) from None
    if not info.errors_by_status:
        error = info.find_error(body)
        if error is not None:
            raise refusal(info, error, operation=operation.name, status=status)
    return read_body(info, operation, fields, body, latency)


def refused(info: GatewayInfo, operation: Operation[Any], status: int, content: bytes) -> GatewayError:
    """The exception for a response whose status is no success."""
    try:
        body = wire.loads(content) if content else None
    except wire.JSONDecodeError:
        error = content[:_LONGEST_FAULT].decode("utf-8", "replace").strip()
    else:
        error = info.find_error(body)
        if error is None:
            error = body if isinstance(body, str) else ""
    return refusal(info, error, operation=operation.name, status=status)


def check_presence(operation: Operation[Any], body: Any) -> None:
    """Notice a failure whose only sign is that something is missing; for each body of a stream, too.

    Raises:
        ServiceError: a field that every good body has is missing; or what the operation says instead.
    """
    result = operation.result
    if not result.require and not result.nonempty:
        return
    fields: dict[str, Any] = cast("dict[str, Any]", body) if isinstance(body, dict) else {}
    missing = (
        ""
        if any(fields.get(name) is not None for name in result.require)
        else " or ".join(map(repr, result.require))
    )
    missing = missing or " and ".join(repr(name) for name in result.nonempty if not fields.get(name))
    if missing:
        raise result.missing(
            f"the answer has no {missing}, so the service failed",
            operation=operation.name,
            hint="this gateway drops the reason; look into the service's log",
        )


def stream_decoder(operation: StreamOperation[Any, Any]) -> Callable[[Any], Any]:
    """The decoder of one stream's bodies; it notices the failures that show only by absence."""
    decode = operation.stream.decode
    if operation.stream.repeats is not None:
        decode = _without_repetition(decode, operation.stream.repeats)
    if not operation.result.require:
        return decode
    first = operation.result.require[0]
    whole = operation.stream.whole

    def decode_checked(item: Any) -> Any:
        body = item[2] if whole else item
        if body.get(first) is None:
            check_presence(operation, body)
        return decode(item)

    return decode_checked


def _without_repetition(decode: Callable[[Any], Any], last: str) -> Callable[[Any], Any]:
    """The decoder of one stream, which empties a last item that repeats the one before it."""
    before = ""

    def decode_once(body: Any) -> Any:
        nonlocal before
        item = decode(body)
        if getattr(item, last) and item.content == before:
            item.content = ""
        before = item.content or before
        return item

    return decode_once


def read_items(
    info: GatewayInfo, operation: Operation[R], fields: Mapping[str, Any], items: Iterable[Any]
) -> R:
    """The result of a call that was made a stream: its items, joined, are the response."""
    said: dict[str, list[str]] = {}
    for item in items:
        said.setdefault(type(item).__name__, []).append(item.content)
    body = {
        name: "".join(text for record in records for text in said.get(record, ()))
        for name, records in operation.join.items()
    }
    return read_body(info, operation, fields, body)


def read_body(
    info: GatewayInfo,
    operation: Operation[R],
    fields: Mapping[str, Any],
    body: Any,
    latency: float | None = None,
) -> R:
    """The result that a response body holds; `latency` is in milliseconds.

    Raises:
        ServiceError: a field that every good response has is missing.
        ProtocolViolation: the body does not fit its model.
    """
    result = operation.result
    check_presence(operation, body)
    if result.model is None:
        return cast(R, body if result.json else None)
    if result.measure is not None and latency is not None and wire.is_object(body):
        body = {**body, result.measure: latency}
    model = info.model(result.model)
    try:
        if result.many:
            return cast(R, [model.model_validate(item) for item in _array(operation, body)])
        answer = model.model_validate(body)
    except ValueError as error:
        raise ProtocolViolation(
            f"the answer does not fit {result.model}: {first_fault(error)}", operation=operation.name
        ) from error
    if result.same_length is not None:
        ours, theirs = (
            len(part or ()) for part in (body.get(result.same_length[0]), fields.get(result.same_length[1]))
        )
        if ours != theirs:
            raise ServiceError(
                f"{theirs} {result.same_length[1]} were sent, but {ours} {result.same_length[0]} came back",
                operation=operation.name,
                hint="this gateway drops the reason; look into the service's log",
            )
    if not result.fields:
        return cast(R, answer)
    values = [getattr(answer, name) for name in result.fields]
    if result.first:
        return cast(R, values[0][0] if values[0] else None)
    if result.either:
        return cast(R, next((value for value in values if value is not None), None))
    if result.parse is not None:
        parse = _from_json if result.parse == "json" else _from_base64
        values = [parse(operation, value) for value in values]
    return cast(R, values[0] if len(values) == 1 else tuple(values))


def _array(operation: Operation[Any], body: Any) -> list[Any]:
    if wire.is_array(body):
        return body
    raise ProtocolViolation("the answer is not an array", operation=operation.name)


def is_over(follow: Follow[R, Any], result: R) -> bool:
    """Whether the result of something that is followed is final.

    Raises:
        ServiceError: it is, and says that it failed; `partial` holds it.
    """
    failed = _said(result, follow.failed)
    if failed is not None:
        reason = _value(result, follow.error) if follow.error is not None else None
        text = str(reason or f"it ended as {failed!r}, and the gateway gave no reason")
        error = ServiceError(text, operation=follow.name)
        error.partial = [result]
        raise error
    return _said(result, follow.finished) is not None


def keys_of(follow: Follow[Any, Any], started: Any) -> dict[str, Any]:
    """What names the thing that was started.

    Raises:
        ProtocolViolation: the gateway did not say.
    """
    keys = {name: _value(started, name) for name in follow.keys}
    for name, value in keys.items():
        if value is None:
            raise ProtocolViolation(f"the answer has no {name!r} to follow", operation=follow.name)
    return keys


def _said(result: Any, values: Mapping[str, tuple[str, ...]]) -> str | None:
    """The first of the values that one of the fields has."""
    return next((each for name, few in values.items() for each in few if _value(result, name) == each), None)


def _value(result: Any, name: str) -> Any:
    """The field of a model or of a plain object; None if it is not there."""
    get = getattr(result, "get", None)
    return None if get is None else get(name)


def _from_base64(operation: Operation[Any], text: Any) -> bytes:
    try:
        return decoded(text or "")
    except ValueError as error:
        raise ProtocolViolation(f"the answer cannot be read: {error}", operation=operation.name) from None


def _from_json(operation: Operation[Any], text: Any) -> Any:
    if not text:
        raise NotFound(
            "the gateway answered with nothing",
            operation=operation.name,
            hint="there is no such item, or the service failed; this gateway does not say which",
        )
    try:
        return wire.loads(text)
    except wire.JSONDecodeError:
        raise ProtocolViolation(
            "the gateway answered with text that is not JSON", operation=operation.name
        ) from None
