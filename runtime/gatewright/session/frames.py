"""What both shells need of the WebSocket protocol: whole messages, and reasons in words."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlencode

from websockets.client import ClientProtocol
from websockets.exceptions import InvalidStatus, PayloadTooBig
from websockets.frames import Frame, Opcode

from .. import wire
from ..config import Config
from ..errors import ConnectionFailed, ConnectionLost, GatewayError, GatewayRefused, SocketRefused, discreet
from ..operation import GatewayInfo
from ..results import refusal

try:
    from websockets.speedups import apply_mask
except ImportError:  # built without its C extension
    from websockets.utils import apply_mask

_TEXT = Opcode.TEXT


class DiscreetLog(logging.LoggerAdapter[logging.Logger]):
    """A log for websockets without its DEBUG records: they show URIs and frames, and so the token."""

    def isEnabledFor(self, level: int) -> bool:
        return level > logging.DEBUG and super().isEnabledFor(level)


log = DiscreetLog(logging.getLogger("gatewright.websocket"), {})


_WHOLE_TEXT = 0x81
"""First byte of a text message in a single frame, without extensions."""


class Conversation(Protocol):
    """What a shell drives: it is told what comes in, and says when it is over."""

    failure: GatewayError | None
    outgoing: list[bytes]
    """Frames to send; what was received may have put some there."""

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


class Masks:
    """Keys that frames are masked with; random bytes are fetched for many at a time."""

    __slots__ = ("_at", "_bytes")

    def __init__(self) -> None:
        self._bytes = b""
        self._at = 0

    def next(self) -> bytes:
        """Four bytes that nobody can foresee."""
        at = self._at
        if at == len(self._bytes):
            self._bytes = secrets.token_bytes(4096)
            at = 0
        self._at = at + 4
        return self._bytes[at : at + 4]


def text_frame(message: bytes, key: bytes) -> bytes:
    """The frame of a text message, at a third of what the library's general way takes."""
    size = len(message)
    if size < 126:
        return bytes((_WHOLE_TEXT, 0x80 | size)) + key + apply_mask(message, key)
    length = b"\xfe" + size.to_bytes(2, "big") if size < 65536 else b"\xff" + size.to_bytes(8, "big")
    return b"\x81" + length + key + apply_mask(message, key)


class Intake:
    """Finds the frames in what arrives.

    Nearly every frame is a whole text message, and goes to the conversation at once. Any other
    goes through the library's parser, which knows everything and is several times as slow. It is
    given whole frames only, so that it always stands between two of them.

    `library` takes a frame, and says whether messages may go past it again.
    """

    __slots__ = ("_library", "_limit", "_past", "_rest")

    def __init__(self, library: Callable[[bytes], bool], max_size: int) -> None:
        self._library = library
        self._limit = max_size
        self._past = True
        self._rest = bytearray()

    def feed(self, data: bytes, conversation: Conversation, now: float) -> None:
        """Take in what has arrived."""
        receive = conversation.receive
        rest = self._rest
        if rest:
            rest += data
        source = rest or data
        at, end = 0, len(source)
        while end - at >= 2:
            start = at + 2
            size = source[at + 1]
            if size >= 126:
                start += 2 if size == 126 else 8
                if size <= 127 and start > end:
                    break
                # A masked frame is as wrong as one that is too long.
                size = int.from_bytes(source[at + 2 : start], "big") if size <= 127 else self._limit + 1
            stop = start + size
            if size > self._limit:
                self._library(bytes(source[at:]))  # which says what is wrong with it
                at = end
                break
            if stop > end:
                break
            if source[at] == _WHOLE_TEXT and self._past:
                receive(source[start:stop], now)
            else:
                self._past = self._library(bytes(source[at:stop]))
            at = stop
        if source is rest:
            del rest[:at]
        else:
            rest += source[at:]


def split_head(before: bytes, data: bytes) -> tuple[bytes, bytes]:
    """Cut what arrived behind the head of an answer that opens a WebSocket; other answers stay whole."""
    text = before + data
    end = text.find(b"\r\n\r\n") + 4
    if end < 4 or not text.startswith(b"HTTP/1.1 101 "):
        return data, b""
    return text[len(before) : end], text[end:]


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

    @property
    def halfway(self) -> bool:
        """The rest of a message is missing."""
        return bool(self._parts)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a WebSocket leads; query and headers may hold the token, so they must not reach any text.

    Attributes:
        max_frame: Bytes; longest message to take.
        keepalive: Pings may be sent while the socket is idle.
    """

    path: str
    query: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    headers: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    max_frame: int = 16 * 2**20
    keepalive: bool = False

    def uri(self, config: Config) -> str:
        """The URI of the WebSocket."""
        return f"{config.socket_url}{self.path}{'?' + urlencode(self.query) if self.query else ''}"


_NO_SOCKETS = {400, 405, 426, 500, 501, 502, 503, 504}
"""Status of an answer to the handshake by which a server, or a proxy before it, says that it takes none."""

Query = Callable[[Mapping[str, Any]], dict[str, str]]


def target(
    info: GatewayInfo,
    config: Config,
    path: str,
    *,
    query: Query | None,
    header: bool = False,
    max_frame: int,
    keepalive: bool = False,
) -> Target:
    """The target of a described WebSocket; `header` takes the credential along as REST does."""
    headers = dict(config.headers)
    if header and info.rest_headers is not None:
        headers |= info.rest_headers(config.values)
    return Target(
        path,
        query(config.values) if query is not None else {},
        headers,
        config.max_message or max_frame,
        keepalive,
    )


def loss(protocol: ClientProtocol) -> ConnectionLost:
    """Why a connection is gone, in words."""
    if isinstance(protocol.parser_exc, PayloadTooBig):
        return ConnectionLost(
            "the gateway sent a message that is longer than this client takes",
            hint=f"{protocol.parser_exc}; max_message= of Api allows more",
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
        if response.status_code in _NO_SOCKETS:
            hint = failure.hint or "calls over HTTP may work all the same"
            failure = SocketRefused(
                failure.message, type=failure.type, status=response.status_code, hint=hint
            )
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
