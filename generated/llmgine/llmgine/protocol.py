# Generated from schema/llmgine by gatewright 0.1.0, content a6beab465244c654. Do not edit.
"""The gateway's protocol: its envelope as plain functions, its limits, its errors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gatewright.operation import ErrorRule, GatewayInfo, Greeting, Incoming, Push, SocketProtocol
from gatewright.wire import dumps, is_object, now

from . import items
from .errors import (
    EngineCreationFailed,
    EngineNotFound,
    HandlerFailed,
    InvalidEngineType,
    InvalidJson,
    InvalidMessageType,
    SessionNotFound,
    ValidationFailed,
)


def encode(id: str, values: Mapping[str, Any], body: Any) -> bytes:
    """One outgoing frame of the socket."""
    if values.get("session_id") is not None:
        body = {**body, "session_id": values["session_id"]}
    frame: dict[str, Any] = {"type": values["operation"], "message_id": id}
    if values.get("session_id") is not None:
        frame["session_id"] = values["session_id"]
    frame["data"] = body
    return dumps(frame)


def decode(frame: dict[str, Any]) -> Incoming:
    """What an incoming frame of the socket says."""
    body: Any = frame.get("data")
    error: Any = None
    if frame.get("type") == "error":
        error = body if body is not None else {}
    return frame.get("message_id"), body, error, True


def greeting(frame: dict[str, Any]) -> dict[str, Any]:
    """What the gateway says first that is needed later."""
    return {"app_id": part.get("app_id") if is_object(part := frame.get("data")) else None}


def reply_server_request(id: Any, message: Mapping[str, Any], body: Mapping[str, Any]) -> bytes:
    """The answer to a message of the kind `server_request`: `body` is what a handler returned."""
    return dumps(
        {
            "type": "server_response",
            "message_id": id,
            "data": {"response_type": message.get("request_type"), **body},
        }
    )


def reply_server_ping(id: Any, message: Mapping[str, Any], body: Mapping[str, Any]) -> bytes:
    """The answer to a message of the kind `server_ping`: `body` is what a handler returned."""
    return dumps(
        {
            "type": "server_pong",
            "message_id": id,
            "data": {"timestamp": message.get("timestamp"), "server_timestamp": now(), **body},
        }
    )


def find_error(body: Any) -> Any:
    """The error that a body holds, a string or an object; None if it holds none."""
    if not is_object(body):
        return None
    found: list[Any] = [body.get("detail"), body if body.get("message") is not None else None]
    for kinds in ((dict, list), (str,)):
        for error in found:
            if type(error) in kinds:
                return error
    return None


GATEWAY = GatewayInfo(
    name="llmgine",
    title="LLMGine API",
    release="1.0.0",
    package="llmgine",
    default_url="http://localhost:8000/",
    url_env="LLMGINE_URL",
    find_error=find_error,
    errors_by_status=True,
    error_type=("code",),
    error_rules=(
        ErrorRule(
            SessionNotFound,
            type="SESSION_NOT_FOUND",
            hint="make a new one with api.socket().session().create()",
        ),
        ErrorRule(EngineNotFound, type="ENGINE_NOT_FOUND"),
        ErrorRule(InvalidEngineType, type="INVALID_ENGINE_TYPE"),
        ErrorRule(
            EngineCreationFailed,
            type="ENGINE_CREATION_FAILED",
            hint="the server has as many sessions as it allows; close connections that are no longer used",
        ),
        ErrorRule(InvalidMessageType, type="INVALID_MESSAGE_TYPE"),
        ErrorRule(InvalidJson, type="INVALID_JSON"),
        ErrorRule(ValidationFailed, type="VALIDATION_ERROR"),
        ErrorRule(HandlerFailed, type="WEBSOCKET_ERROR"),
    ),
    socket=SocketProtocol(
        path="/api/ws",
        encode=encode,
        decode=decode,
        in_flight=100,
        max_frame=16777216,
        kind="type",
        orphans="oldest",
        greeting=Greeting(match={"type": "connected"}, keep=greeting, decode=items.decode_greeting),
        pushes={
            "server_request": Push(
                decode=items.decode_push_server_request,
                by="request_type",
                reply=reply_server_request,
                error="error",
            ),
            "notification": Push(decode=items.decode_push_notification),
            "server_ping": Push(
                decode=items.decode_push_server_ping, reply=reply_server_ping, automatic=True
            ),
        },
        other=items.decode_other,
        connections=1,
    ),
)
"""All that holds for every operation."""
