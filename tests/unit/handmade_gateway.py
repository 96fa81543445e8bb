"""A gateway described by hand, for tests of the runtime without any generated code."""

from __future__ import annotations

import json
import sys
import types
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from gatewright.errors import NotFound, PermissionDenied
from gatewright.operation import (
    ErrorRule,
    GatewayInfo,
    Handshake,
    Incoming,
    Operation,
    Result,
    Setting,
    SocketProtocol,
    StreamOperation,
    StreamRule,
)
from gatewright.wire import dumps

TOKEN = "tg_the-secret-of-these-tests"


class Answer(BaseModel):
    """What a good response looks like."""

    text: str = ""
    number: int | None = None
    vectors: list[list[float]] | None = None


_models = types.ModuleType("unit_handmade.models")
_models.__dict__["Answer"] = Answer
sys.modules.setdefault("unit_handmade", types.ModuleType("unit_handmade"))
sys.modules["unit_handmade.models"] = _models


def encode(id: str, values: Mapping[str, Any], body: Any) -> bytes:
    return dumps({"id": id, "workspace": values["workspace"], "request": body})


def decode(frame: dict[str, Any]) -> Incoming:
    body = frame.get("response")
    error = frame.get("error")
    if error is None and isinstance(body, dict):
        error = body.get("error")
    return frame.get("id"), body, error, error is not None or frame.get("complete") is True


def find_error(body: Any) -> Any:
    return body.get("error") if isinstance(body, dict) else None


def describe(*, handshake: bool = False) -> GatewayInfo:
    """The gateway, with or without authentication by the first frame."""
    hands = Handshake(
        lambda values: {"type": "auth", "token": values["token"]},
        {"type": "auth-ok"},
        {"type": "auth-failed"},
        "error",
    )
    return GatewayInfo(
        name="handmade",
        title="Handmade",
        release="1",
        package="unit_handmade",
        default_url="http://localhost:8888/",
        url_env="HANDMADE_URL",
        token_env="HANDMADE_TOKEN",
        settings={"workspace": Setting("default", "HANDMADE_WORKSPACE")},
        find_error=find_error,
        error_rules=(
            ErrorRule(NotFound, message="^Invalid flow", hint="list flows"),
            ErrorRule(PermissionDenied, type="access-denied"),
            ErrorRule(PermissionDenied, status=418),
        ),
        socket=SocketProtocol(
            path="/socket",
            encode=encode,
            decode=decode,
            handshake=hands if handshake else None,
            in_flight=15,
            max_frame=2**20,
        ),
        bulk_query=lambda values: {"token": values["token"]},
    )


INFO = describe()
VALUES = {"workspace": "default", "token": TOKEN}


def operation(**options: Any) -> Operation[Any]:
    result = options.pop("result", {})
    return Operation(name="ask", path="/ask", frame={}, result=Result("Answer", **result), **options)


def stream_operation(**options: Any) -> StreamOperation[Any, Any]:
    result = options.pop("result", {})
    rule: StreamRule[Any] = StreamRule(decode=options.pop("decode", lambda body: body), switch="streaming")
    return StreamOperation(
        name="talk", path="/talk", frame={}, result=Result("Answer", **result), stream=rule
    )


def frame(id: Any, body: Any = None, *, complete: bool = False, error: Any = None) -> str:
    """A frame from the gateway."""
    said = {"response": body} if error is None else {"error": error}
    return json.dumps({"id": id, "complete": complete, **said})
