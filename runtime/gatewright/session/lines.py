"""Streams over HTTP: bytes in, messages out; a JSON object in each line, or server-sent events.

    lines = Lines(info, operation, limit)
    lines.feed(data)          # messages, for each piece of the response that comes in
    lines.end()               # the last ones, when the response is over
    lines.done, lines.error   # nothing more will come, and why

It is fed whatever arrives, so a character, a line or an event may come in any number of pieces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal, TypeAlias

from .. import wire
from ..config import Config
from ..errors import GatewayError, ProtocolViolation, ServiceError, discreet
from ..operation import GatewayInfo, Message, Operation, StreamOperation
from ..results import refusal, refused
from .mux import Call

Media: TypeAlias = Literal["ndjson", "sse"]
Framed: TypeAlias = tuple[str | None, str | None, bytes]
"""(id, name of the event, data); lines have neither of the first two."""

ERROR_SIZE = 64 * 1024
"""Bytes of a response that is an error; what follows is of no interest."""

_LINE_END = re.compile(rb"\r\n|\r|\n")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Framing:
    """Cuts a stream into the data of its messages.

    Args:
        limit: Bytes; longest line, and longest data of an event.

    Raises:
        ProtocolViolation: from its methods, when something is longer than that.
    """

    def __init__(self, media: Media, limit: int) -> None:
        self._sse = media == "sse"
        self._limit = limit
        self._rest = bytearray()
        self._begun = False
        self._after_return = False
        self._id: str | None = None
        self._event: str | None = None
        self._data: list[bytes] = []
        self._size = 0

    def feed(self, data: bytes) -> Iterator[Framed]:
        """The messages that are complete with this piece."""
        for line in self._lines(data):
            yield from self._take(line)

    def flush(self) -> Iterator[Framed]:
        """What is there when nothing more comes."""
        rest, self._rest = bytes(self._rest), bytearray()
        if rest:
            yield from self._take(rest)
        if self._sse:
            yield from self._take(b"")

    def _lines(self, data: bytes) -> Iterator[bytes]:
        if not data:
            return
        if self._sse:
            if self._after_return and data.startswith(b"\n"):
                data = data[1:]
            self._after_return = data.endswith(b"\r")
            pieces = _LINE_END.split(data)
        else:
            pieces = data.split(b"\n")
        self._rest += pieces[0]
        self._check(len(self._rest))
        if len(pieces) == 1:
            return
        first, self._rest = bytes(self._rest), bytearray(pieces[-1])
        yield first
        for piece in pieces[1:-1]:
            self._check(len(piece))
            yield piece
        self._check(len(self._rest))

    def _take(self, line: bytes) -> Iterator[Framed]:
        if not self._begun:
            self._begun = True
            line = line.removeprefix(_BYTE_ORDER_MARK)
        if not self._sse:
            if line.strip():
                yield None, None, line
            return
        if line:
            self._field(line)
            return
        if self._data or self._event is not None:
            yield self._id, self._event, b"\n".join(self._data)
        self._id, self._event, self._data, self._size = None, None, [], 0

    def _field(self, line: bytes) -> None:
        name, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if name == b"data":
            self._data.append(value)
            self._size += len(value) + 1
            self._check(self._size - 1)
        elif name == b"event":
            self._event = value.decode("utf-8", "replace") or None
        elif name == b"id" and b"\0" not in value:
            self._id = value.decode("utf-8", "replace")
        # Comments have no name. `retry` is about connecting again, which would begin all anew.

    def _check(self, size: int) -> None:
        if size > self._limit:
            what = "an event" if self._sse else "a line"
            raise ProtocolViolation(f"{what} of the stream is longer than {self._limit} bytes")


class Lines:
    """The messages of one stream.

    Attributes:
        done: Nothing more will come; what follows is ignored.
        error: Why, if that is a failure.
    """

    def __init__(self, info: GatewayInfo, operation: StreamOperation[Any, Any], limit: int) -> None:
        self._info = info
        self._operation = operation
        self._rule = operation.stream
        self._framing = Framing("sse" if operation.media == "sse" else "ndjson", limit)
        self.done = False
        self.error: GatewayError | None = None

    def feed(self, data: bytes) -> list[Message]:
        """The messages that are complete with this piece."""
        return self._messages(self._framing.feed(data))

    def end(self) -> list[Message]:
        """The last messages; the response is over."""
        if self.done:
            return []
        messages = self._messages(self._framing.flush())
        self._conclude()
        return messages

    def take(self, call: Call, piece: bytes | None, token: str | None) -> None:
        """Hand a piece of the response to the call that collects the stream; None: the response is over."""
        messages = self.end() if piece is None else self.feed(piece)
        call.bodies.extend(messages if self._rule.whole else [body for _, _, body in messages])
        if self.done:
            if self.error is not None:
                discreet(self.error, token)
            call.finish(self.error)

    def _conclude(self) -> None:
        # Half a message is no garbage where the stream was cut off.
        if self._rule.end and (not self.done or isinstance(self.error, ProtocolViolation)):
            ends = " or ".join(f"`{kind}`" for kind in self._rule.end)
            self.error = ServiceError(
                f"the stream ended without {ends}",
                operation=self._operation.name,
                hint="the service failed, and this gateway does not say why; look into its log",
            )
        self.done = True

    def _messages(self, framed: Iterator[Framed]) -> list[Message]:
        messages: list[Message] = []
        try:
            while not self.done and (found := next(framed, None)) is not None:
                self._read(found, messages)
        except GatewayError as error:
            error.operation = self._operation.name
            self.done, self.error = True, error
        return messages

    def _read(self, framed: Framed, messages: list[Message]) -> None:
        id, event, data = framed
        if not data.strip():
            self.done = event in self._rule.end
            return
        body: Any
        try:
            body = wire.loads(data)
        except wire.JSONDecodeError:
            if event == "error":
                raise refusal(self._info, data[:200].decode("utf-8", "replace")) from None
            what = "a line of the stream" if event is None else f"the data of the event {event!r}"
            raise ProtocolViolation(f"{what} is not JSON") from None
        kind = self._kind(event, body)
        error = self._error(event, kind, body)
        if error is not None:
            raise refusal(self._info, error)
        messages.append((id, kind, body))
        self.done = kind in self._rule.end

    def _kind(self, event: str | None, body: Any) -> Any:
        """What kind of message it is, in the words of the stream's description."""
        fields: dict[str, Any] = body if wire.is_object(body) else {}
        if self._rule.type is not None:
            return fields.get(self._rule.type)
        if event is not None:
            return event
        return next((kind for kind, key in self._rule.keys if key in fields), None)

    def _error(self, event: str | None, kind: Any, body: Any) -> Any:
        """The error that a message is, if it is one."""
        if event == "error":
            error = self._info.find_error(body)
            return body if error is None else error
        if not self._info.errors_by_status:
            return self._info.find_error(body)
        # The status came before, so it cannot tell; where a message may hold an `error` and be good,
        # only one of no known kind is taken for an error.
        error = self._info.find_error(body) if kind is None else None
        return None if error is body else error


class Chunks:
    """A stream of bytes as they come, with the face of `Lines`."""

    done = False

    def take(self, call: Call, piece: bytes | None, token: str | None) -> None:
        """Hand a piece of the response to the call that collects the stream; None: the response is over."""
        if piece is None:
            call.finish()
        elif piece:
            call.bodies.append(piece)


def pieces(info: GatewayInfo, operation: StreamOperation[Any, Any], limit: int) -> Lines | Chunks:
    """What takes a response of the operation apart."""
    return Chunks() if operation.media == "bytes" else Lines(info, operation, limit)


def is_error(operation: StreamOperation[Any, Any], headers: Mapping[str, str]) -> bool:
    """Whether a response of success has an error in place of the bytes that were asked for."""
    return operation.media == "bytes" and headers.get("content-type", "").startswith("application/json")


def longest(info: GatewayInfo, config: Config) -> int:
    """Bytes; the longest message that is taken from the gateway."""
    return config.max_message or (info.socket.max_frame if info.socket is not None else 16 * 2**20)


def refused_stream(
    info: GatewayInfo, operation: StreamOperation[Any, Any], status: int, content: bytes
) -> GatewayError:
    """The exception for a response that is an error instead of a stream, whatever its form."""
    plain: Operation[Any] = operation
    if not _is_json(content):
        framing = Framing("sse" if operation.media == "sse" else "ndjson", ERROR_SIZE)
        for _, _, data in [*framing.feed(content), *framing.flush()][:1]:
            if _is_json(data):
                return refused(info, plain, status, data)
    return refused(info, plain, status, content)


def _is_json(data: bytes) -> bool:
    try:
        wire.loads(data)
    except wire.JSONDecodeError:
        return False
    return True
