"""A WebSocket connection on the server's side, which takes in everything strictly in order.

uvicorn speaks HTTP and hands the connection over when a client asks for an upgrade. Its own
WebSocket protocols answer a ping as soon as they read it, ahead of messages that the
application has not handled yet. Here the answer waits its turn, so that a pong proves that
all messages before the ping were handled: some gateways confirm imports in this way.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import struct
from collections import deque
from collections.abc import Mapping
from typing import Any, Protocol

from websockets.frames import Frame, Opcode
from websockets.http11 import Request
from websockets.server import ServerProtocol

from ..session.frames import DiscreetLog
from .peer import MOST_UNREAD, Rejection, Serve

log = logging.getLogger("gatewright.gateway")

_FLUSH = 64 * 1024
_READ_AHEAD = 64
_CLOSE_SECONDS = 5.0


class Host(Protocol):
    """What a connection needs of its server."""

    max_frame: int
    sockets: set[WebSocket]
    tasks: set[asyncio.Task[None]]

    def accept(self, target: str, headers: Mapping[str, str]) -> Serve:
        """What to do with a socket opened at this path; raises Rejection."""
        ...

    def changed(self) -> None:
        """Wakes those who wait for connections to come or go."""
        ...


class WebSocket(asyncio.Protocol):
    """One connection. uvicorn makes it, hence the arguments."""

    def __init__(self, config: Any, server_state: Any, app_state: dict[str, Any], _loop: Any = None) -> None:
        self._host: Host = app_state["host"]
        self._protocol = ServerProtocol(max_size=self._host.max_frame, logger=DiscreetLog(log, {}))
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        # What came in and was not handled yet, each with the bytes that answer it; None: the parser gave up.
        self._events: deque[tuple[Frame | None, bytes]] = deque()
        self._arrived: asyncio.Future[None] | None = None
        self._reading = True
        self._out: list[bytes] = []
        self._out_size = 0
        self._writable = asyncio.Event()
        self._writable.set()
        self.held = 0
        self._open = False
        self._closing = False
        self._timer: asyncio.TimerHandle | None = None
        self._gone = asyncio.Event()

    # What asyncio and uvicorn call

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._host.sockets.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._open = False
        if self._timer is not None:
            self._timer.cancel()
        self._host.sockets.discard(self)
        self._gone.set()
        self._writable.set()
        self._wake()
        self._host.changed()

    def pause_writing(self) -> None:
        self._writable.clear()

    def resume_writing(self) -> None:
        self._writable.set()

    def eof_received(self) -> bool:
        return False

    def data_received(self, data: bytes) -> None:
        self._protocol.receive_data(data)
        replies = iter(self._protocol.data_to_send())
        for event in self._protocol.events_received():
            if isinstance(event, Request):
                self._handshake(event)
            elif isinstance(event, Frame):
                reply = b""
                if event.opcode is Opcode.PING:
                    reply = next(replies, b"")
                elif event.opcode is Opcode.CLOSE:
                    reply = b"".join(replies)
                self._events.append((event, reply))
        if self._protocol.parser_exc is not None:
            self._events.append((None, b"".join(replies)))
        if self._closing:
            if any(event is None or event.opcode is Opcode.CLOSE for event, _ in self._events):
                self._tcp.close()
            self._events.clear()
            return
        if len(self._events) > _READ_AHEAD and self._reading:
            self._reading = False
            self._tcp.pause_reading()
        self._wake()

    # What the gateway calls

    async def receive(self) -> bytes | None:
        """The next message; None: there will be none. To ask for it says that those before are handled."""
        fragments: list[bytes] = []
        while True:
            frame, reply = await self._next()
            if frame is None or frame.opcode is Opcode.CLOSE:
                self._end(reply)
                return None
            if frame.opcode is Opcode.PING:
                if self._open:
                    self._flush()
                    self._tcp.write(reply)
            elif frame.opcode is not Opcode.PONG:
                fragments.append(bytes(frame.data))
                if frame.fin:
                    return fragments[0] if len(fragments) == 1 else b"".join(fragments)

    @property
    def behind(self) -> bool:
        """So much waits for the client to read it that it should get no more."""
        return self._open and self._out_size + self._tcp.get_write_buffer_size() > MOST_UNREAD

    def send(self, data: bytes) -> None:
        """Sends a text message; what is sent in one turn of the loop leaves together."""
        if not self._open:
            return
        size = len(data)
        # The library's Frame.serialize needs six times as long, which counts in bursts.
        if size < 126:
            head = bytes((0x81, size))
        elif size < 65536:
            head = struct.pack("!BBH", 0x81, 126, size)
        else:
            head = struct.pack("!BBQ", 0x81, 127, size)
        if not self._out:
            self._loop.call_soon(self._flush)
        self._out += (head, data)
        self._out_size += size
        if self._out_size >= _FLUSH:
            self._flush()

    async def drain(self) -> None:
        """Lets others have a turn, and waits while the client does not read."""
        await asyncio.sleep(0)
        if not self._writable.is_set():
            self.held += 1
            await self._writable.wait()

    async def close(self, code: int = 1000, reason: str = "") -> None:
        """Closes the connection; returns when it is closed, by force if the client does not answer."""
        if self._open:
            self._flush()
            self._open = False
            self._closing = True
            self._events.clear()
            self._protocol.send_close(code, reason)
            self._tcp.write(b"".join(self._protocol.data_to_send()))
            self._tcp.resume_reading()
            self._timer = self._loop.call_later(_CLOSE_SECONDS, self._tcp.abort)
            self._wake()
        await self._gone.wait()

    async def gone(self) -> None:
        """Returns when the connection has ended."""
        await self._gone.wait()

    def abort(self, reset: bool = False) -> None:
        """Ends the TCP connection without a word."""
        if self._open:
            self._flush()
        self._open = False
        hang_up(self._tcp, reset)

    # What only this class calls

    @property
    def _tcp(self) -> asyncio.Transport:
        assert self._transport is not None
        return self._transport

    async def _next(self) -> tuple[Frame | None, bytes]:
        while not self._events:
            if self._gone.is_set() or self._closing:
                return None, b""
            self._arrived = self._loop.create_future()
            await self._arrived
        event = self._events.popleft()
        if not self._events and not self._reading:
            self._reading = True
            self._tcp.resume_reading()
        return event

    def _wake(self) -> None:
        if self._arrived is not None and not self._arrived.done():
            self._arrived.set_result(None)

    def _end(self, reply: bytes) -> None:
        if not self._gone.is_set() and not self._closing:
            self._flush()
            self._tcp.write(reply)
            self._tcp.close()
        self._open = False

    def _flush(self) -> None:
        if self._out:
            data = b"".join(self._out)
            self._out.clear()
            self._out_size = 0
            if not self._tcp.is_closing():
                self._tcp.write(data)

    def _handshake(self, request: Request) -> None:
        try:
            serve = self._host.accept(request.path, request.headers)
        except Rejection as rejection:
            response = self._protocol.reject(rejection.status, rejection.body.decode())
            del response.headers["Content-Type"]
            if rejection.media is not None:
                response.headers["Content-Type"] = rejection.media
            self._answer_handshake(response)
            return
        response = self._protocol.accept(request)
        self._answer_handshake(response)
        if response.status_code == 101:
            self._open = True
            task = self._loop.create_task(self._run(serve))
            self._host.tasks.add(task)
            task.add_done_callback(self._host.tasks.discard)

    def _answer_handshake(self, response: Any) -> None:
        self._protocol.send_response(response)
        self._tcp.write(b"".join(self._protocol.data_to_send()))
        if response.status_code != 101:
            self._tcp.close()

    async def _run(self, serve: Serve) -> None:
        try:
            await serve(self)
        except Exception:
            log.exception("the handler of a socket failed")
        finally:
            self._end(b"")


def hang_up(transport: asyncio.Transport, reset: bool) -> None:
    """Ends a TCP connection at once, by a reset if so asked."""
    raw = transport.get_extra_info("socket")
    if reset and raw is not None:
        # With a linger time of 0 the kernel sends a reset when the socket is closed.
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
