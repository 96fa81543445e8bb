# Generated from schema/riptide by gatewright 0.1.0, content e210de53540468eb. Do not edit.
"""The gateway's protocol: its envelope as plain functions, its limits, its errors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gatewright.errors import (
    AuthenticationFailed,
    InvalidRequest,
    NotFound,
    RequestTimeout,
    ServiceError,
    Unavailable,
)
from gatewright.operation import ErrorRule, GatewayInfo, Greeting, Incoming, SocketProtocol
from gatewright.wire import dumps, is_object

from . import items


def encode(id: str, values: Mapping[str, Any], body: Any) -> bytes:
    """One outgoing frame of the socket."""
    frame: dict[str, Any] = {"request_type": values["operation"], "data": body}
    return dumps(frame)


def decode(frame: dict[str, Any]) -> Incoming:
    """What an incoming frame of the socket says."""
    body: Any = frame.get("data")
    error: Any = None
    if frame.get("message_type") == "error":
        error = body if body is not None else {}
    return None, body, error, True


def greeting(frame: dict[str, Any]) -> dict[str, Any]:
    """What the gateway says first that is needed later."""
    return {"session_id": part.get("session_id") if is_object(part := frame.get("data")) else None}


def find_error(body: Any) -> Any:
    """The error that a body holds, a string or an object; None if it holds none."""
    if not is_object(body):
        return None
    found: list[Any] = [body.get("error"), body if body.get("message") is not None else None]
    for kinds in ((dict, list), (str,)):
        for error in found:
            if type(error) in kinds:
                return error
    return None


def rest_headers(values: Mapping[str, Any]) -> dict[str, str]:
    """Headers that carry the credential; none without one."""
    if not values["token"]:
        return {}
    return {"X-API-Key": str(values["token"])}


GATEWAY = GatewayInfo(
    name="riptide",
    title="RipTide",
    release="0.9.0",
    package="riptide",
    default_url="http://localhost:8080/",
    url_env="RIPTIDE_URL",
    token_env="RIPTIDE_API_KEY",
    rest_headers=rest_headers,
    find_error=find_error,
    errors_by_status=True,
    error_type=("type", "error_type", "error"),
    error_rules=(
        ErrorRule(AuthenticationFailed, type="Unauthorized"),
        ErrorRule(AuthenticationFailed, type="authentication_error"),
        ErrorRule(InvalidRequest, type="validation_error"),
        ErrorRule(InvalidRequest, type="invalid_url"),
        ErrorRule(InvalidRequest, type="invalid_parameter"),
        ErrorRule(InvalidRequest, type="payload_too_large"),
        ErrorRule(InvalidRequest, type="unsupported_media_type"),
        ErrorRule(NotFound, type="not_found"),
        ErrorRule(NotFound, type="unknown_request", hint="the server does not serve this request"),
        ErrorRule(
            NotFound,
            type="method_not_allowed",
            hint="the server's request filter admits only POST here, so that this call cannot work; see its known defects",
        ),
        ErrorRule(Unavailable, type="rate_limited", hint="the server allows so many requests a minute"),
        ErrorRule(RequestTimeout, type="timeout_error"),
        ErrorRule(Unavailable, type="fetch_error"),
        ErrorRule(Unavailable, type="cache_error"),
        ErrorRule(
            Unavailable,
            type="dependency_error",
            hint="the server lacks something that it depends on; see its configuration",
        ),
        ErrorRule(Unavailable, type="feature_disabled", hint="the server was built without this feature"),
        ErrorRule(
            ServiceError,
            type="config_error",
            hint="the feature is switched off in the server's configuration",
        ),
        ErrorRule(RequestTimeout, status=408, hint="the server gives up after 30 s"),
        ErrorRule(InvalidRequest, status=413, hint="the request is longer than the server takes"),
        ErrorRule(InvalidRequest, status=415),
    ),
    socket=SocketProtocol(
        path="/crawl/ws",
        encode=encode,
        decode=decode,
        in_flight=1,
        max_frame=10485760,
        kind="message_type",
        ordered=True,
        header=True,
        greeting=Greeting(match={"message_type": "welcome"}, keep=greeting, decode=items.decode_greeting),
        keepalive=False,
        unanswered="this server gives no answer to a request that it cannot read, such as a crawl with an option of the wrong type; and when it is under load, it leaves out messages, the last one too",
    ),
)
"""All that holds for every operation."""
