"""From a response to the result of a call: errors raised, the wanted part returned."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

from . import wire
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
from .operation import GatewayInfo, Operation, StreamOperation, StreamRule, first_fault

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


def refusal(
    info: GatewayInfo, error: Any, *, operation: str | None = None, status: int | None = None
) -> GatewayError:
    """The exception for an error that the gateway sent: a string, or an object with type and message."""
    if isinstance(error, dict):
        fields = cast("dict[str, Any]", error)
        kind = fields.get(info.error_type)
        kind = str(kind) if kind is not None else None
        message = str(fields.get(info.error_message) or "")
    else:
        kind, message = None, str(error)
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
    if raises is AuthenticationFailed:
        hint = hint or token_hint(info)
    text = message or "the gateway gave no reason"
    return raises(text, operation=operation, type=kind, status=status, hint=hint)


def token_hint(info: GatewayInfo) -> str:
    """How a credential is given."""
    return "pass a valid token= to Api" + (f", or set {info.token_env}" if info.token_env else "")


def check_streaming(operation: Operation[Any], fields: Mapping[str, Any]) -> None:
    """Refuse to stream where that is impossible.

    Raises:
        NotSupported: a stream was asked for.
    """
    rule: StreamRule[Any] | None = getattr(operation, "stream", None)
    if rule is not None and (rule.switch is None or fields.get(rule.switch)):
        raise NotSupported(
            "REST cannot stream",
            operation=operation.name,
            hint="use api.socket() or api.async_socket() with streaming=True, or leave streaming out",
        )


def read_response(
    info: GatewayInfo, operation: Operation[R], fields: Mapping[str, Any], status: int, content: bytes
) -> R:
    """The result that an HTTP response holds.

    Raises:
        GatewayRefused: it holds an error, whatever its status.
        ProtocolViolation: it is not what the gateway's descriptor promises.
    """
    if operation.result.text and 200 <= status < 300:
        return cast(R, content.decode("utf-8", "replace"))
    try:
        body = wire.loads(content) if content else None
    except wire.JSONDecodeError:
        if 200 <= status < 300:
            raise ProtocolViolation(
                "the gateway answered with something that is not JSON",
                operation=operation.name,
                status=status,
            ) from None
        body = None
        text = content[:200].decode("utf-8", "replace").strip()
        raise refusal(info, text, operation=operation.name, status=status) from None
    error = info.find_error(body)
    if error is not None or not 200 <= status < 300:
        raise refusal(info, error if error is not None else "", operation=operation.name, status=status)
    return read_body(info, operation, fields, body)


def check_presence(operation: Operation[Any], body: Any) -> None:
    """Notice a failure whose only sign is that something is missing; for each body of a stream, too.

    Raises:
        ServiceError: a field that every good body has is missing.
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
        raise ServiceError(
            f"the answer has no {missing}, so the service failed",
            operation=operation.name,
            hint="this gateway drops the reason; look into the service's log",
        )


def stream_decoder(operation: StreamOperation[Any, Any]) -> Callable[[Any], Any]:
    """The decoder of a stream's bodies; it notices the failures that show only by absence."""
    decode = operation.stream.decode
    if not operation.result.require:
        return decode
    first = operation.result.require[0]

    def decode_checked(body: Any) -> Any:
        if body.get(first) is None:
            check_presence(operation, body)
        return decode(body)

    return decode_checked


def read_body(info: GatewayInfo, operation: Operation[R], fields: Mapping[str, Any], body: Any) -> R:
    """The result that a response body holds.

    Raises:
        ServiceError: a field that every good response has is missing.
        ProtocolViolation: the body does not fit its model.
    """
    result = operation.result
    check_presence(operation, body)
    if result.model is None:
        return cast(R, None)
    try:
        answer = info.model(result.model).model_validate(body)
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
    if result.parse:
        values = [_parsed(operation, value) for value in values]
    return cast(R, values[0] if len(values) == 1 else tuple(values))


def _parsed(operation: Operation[Any], text: Any) -> Any:
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
