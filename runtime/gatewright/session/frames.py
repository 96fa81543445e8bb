"""What both shells need of the WebSocket protocol: whole messages, and reasons in words."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any, Protocol
from urllib.parse import urlencode

from websockets.client import ClientProtocol
from websockets.exceptions import InvalidStatus, PayloadTooBig
from websockets.frames import Frame, Opcode

from .. import wire
from ..config import Config
from ..errors import ConnectionFailed, ConnectionLost, GatewayError, GatewayRefused, discreet
from ..operation import GatewayInfo
from ..results import refusal

_TEXT = Opcode.TEXT


class DiscreetLog(logging.LoggerAdapter[logging.Logger]):
    """A log for websockets without its DEBUG records: they show URIs and frames, and so the token."""

    def isEnabledFor(self, level: int) -> bool:
        return level > logging.DEBUG and super().isEnabledFor(level)


log = DiscreetLog(logging.getLogger("gatewright.websocket"), {})


class Conversation(Protocol):
    """What a shell drives: it is told what comes in, and says when it is over."""

    failure: GatewayError | None

    @property
    def paused(self) -> bool:
        """A slow reader holds up the socket; do not read."""
        ...

    def receive(self, text: wire.Text, now: float) -> None:
        """Take one message."""
        ...

    def pong(self, data: bytes) -> None:
        """Take the answer to a ping."""
        ...

    def fail(self, error: GatewayError) -> None:
        """The connection is gone."""
        ...


class Assembler:
    """Puts the fragments of messages together."""

    __slots__ = ("_parts",)

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def deliver(self, events: Iterable[object], conversation: Conversation, now: float) -> list[Frame]:
        """Hand on what the frames hold; returns the control frames among them."""
        control: list[Frame] = []
        parts = self._parts
        receive = conversation.receive
        for frame in events:
            if not isinstance(frame, Frame):
                continue
            opcode = frame.opcode
            if opcode is _TEXT and frame.fin:
                receive(frame.data, now)
            elif opcode >= Opcode.CLOSE:
                control.append(frame)
                if opcode is Opcode.PONG:
                    conversation.pong(bytes(frame.data))
            else:
                parts.append(bytes(frame.data))
                if frame.fin:
                    message = b"".join(parts)
                    parts.clear()
                    receive(message, now)
        return control


def socket_uri(config: Config, path: str, query: dict[str, str]) -> str:
    """The URI of a WebSocket; it may hold the token, so it must not reach any text."""
    return f"{config.socket_url}{path}{'?' + urlencode(query) if query else ''}"


def loss(protocol: ClientProtocol) -> ConnectionLost:
    """Why a connection is gone, in words."""
    if isinstance(protocol.parser_exc, PayloadTooBig):
        return ConnectionLost(
            "the gateway sent a message that is longer than this client takes", hint=str(protocol.parser_exc)
        )
    if protocol.parser_exc is not None and not isinstance(protocol.parser_exc, EOFError):
        return ConnectionLost(f"the gateway broke the WebSocket protocol: {protocol.parser_exc}")
    received = protocol.close_rcvd
    if received is not None:
        reason = f": {received.reason}" if received.reason else ""
        lost = ConnectionLost(f"the gateway closed the connection with code {int(received.code)}{reason}")
        lost.code = int(received.code)
        return lost
    return ConnectionLost("the connection broke without a goodbye")


def unreachable(info: GatewayInfo, config: Config, error: BaseException) -> GatewayError:
    """Why no connection came about, in words."""
    where = f"{info.title} at {config.http_url}"
    if isinstance(error, InvalidStatus):
        response = error.response
        body: Any = bytes(response.body or b"")
        try:
            body = wire.loads(body)
        except wire.JSONDecodeError:
            body = body[:200].decode("utf-8", "replace").strip()
        found = info.find_error(body) if isinstance(body, dict) else body
        failure = refusal(info, found or "the WebSocket was refused", status=response.status_code)
        discreet(failure, config.values.get("token"))
        return failure if isinstance(failure, GatewayRefused) else ConnectionFailed(f"{where}: {failure}")
    if isinstance(error, TimeoutError):
        return ConnectionFailed(f"{where} did not accept a connection in time")
    if isinstance(error, ConnectionRefusedError):
        return ConnectionFailed(
            f"nothing listens at {config.http_url}", hint=f"is {info.title} running there?"
        )
    text = str(error) or type(error).__name__
    failure = ConnectionFailed(f"{where} cannot be reached: {text}")
    return discreet(failure, config.values.get("token"))
