"""A WebSocket on an event loop: frames go to the conversation the moment they arrive.

Dialling, TLS, proxies, keepalive and the closing handshake are those of websockets' own
asyncio client. Its `create_connection` hook lets frames bypass its queue: no reader task,
no queue, and reading stops while a slow reader holds up the socket.
"""

from __future__ import annotations

import asyncio
import select
import socket
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.client import ClientProtocol
from websockets.exceptions import WebSocketException
from websockets.frames import Frame
from websockets.protocol import OPEN, Event

from ..config import Config
from ..errors import ClientClosed
from ..operation import GatewayInfo
from ..session.frames import (
    Assembler,
    Conversation,
    Intake,
    Masks,
    Target,
    log,
    loss,
    split_head,
    text_frame,
    unreachable,
)

_SMALLEST_READ = 4096
_LARGEST_READ = 65536
"""Bytes per read: few at first, so that the first item of a burst does not wait; more while it lasts."""


AT_ONCE = 8
"""Requests that are joined into one write: with more, the gateway would idle while they are made."""


class Connection(ClientConnection, asyncio.BufferedProtocol):
    """One WebSocket and the conversation on it."""

    def __init__(self, protocol: ClientProtocol, **options: Any) -> None:
        super().__init__(protocol, **options)
        self._assembler = Assembler()
        self._intake = Intake(self._library, 0)
        self._head = self._early = b""
        self._buffer = memoryview(bytearray(_LARGEST_READ))
        self._read_size = _SMALLEST_READ
        self._conversation: Conversation | None = None
        self._events: list[Event] = []
        self._stopped = False
        self._scheduled = False
        self._masks = Masks()
        self._pending: list[bytes] = []
        self._queued = 0
        self._choked = False
        self._writable: asyncio.Future[None] | None = None

    # What websockets calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        # A TLS transport that is closing cannot be asked any more.
        self._secure = transport.get_extra_info("sslcontext") is not None
        self._socket: socket.socket = transport.get_extra_info("socket")

    def process_event(self, event: Event) -> None:
        # The first event is the answer to the handshake; all later ones wait for the end of data_received.
        if isinstance(event, Frame):
            self._events.append(event)
        else:
            super().process_event(event)

    def get_buffer(self, sizehint: int) -> memoryview:
        return self._buffer[: self._read_size]

    def buffer_updated(self, nbytes: int) -> None:
        if nbytes == self._read_size:
            self._read_size = min(2 * nbytes, _LARGEST_READ)
        elif nbytes < _SMALLEST_READ:
            self._read_size = _SMALLEST_READ
        self.data_received(bytes(self._buffer[:nbytes]))

    def data_received(self, data: bytes) -> None:
        if self._conversation is not None:
            self._take(data, self._conversation)
        elif self._early:
            self._early += data
        else:
            data, self._early = split_head(self._head, data)
            self._head += data
            super().data_received(data)

    def eof_received(self) -> None:
        self._parse_early()
        super().eof_received()
        if self._conversation is not None:
            self._settle(self._conversation)

    def send_data(self) -> None:
        # The library writes frame by frame, each with a system call of its own.
        if self.protocol.state is OPEN:
            self.flush()
        else:
            super().send_data()

    def connection_lost(self, exc: Exception | None) -> None:
        self._parse_early()
        super().connection_lost(exc)
        if self._conversation is not None:
            self._settle(self._conversation)
        self._free_writers()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._choked = True

    def resume_writing(self) -> None:
        super().resume_writing()
        self._free_writers()

    # What the channels call.

    def begin(self, conversation: Conversation, max_frame: int) -> None:
        """Hand everything to the conversation from now on, including what came with the handshake."""
        self._conversation = conversation
        self._intake = Intake(self._library, max_frame)
        if self._early:
            self._take(self._early, conversation)
        else:
            self._deliver(conversation)
            self._settle(conversation)

    def queue(self, message: bytes, at_once: int = AT_ONCE) -> None:
        """Send a text message, joined with others that are queued within the same turn of the loop."""
        if self.protocol.state is OPEN:
            self._pending.append(text_frame(message, self._masks.next()))
            self._queued += 1
            if self._queued >= at_once:
                self.flush()
            else:
                self._schedule()

    def queue_ping(self, data: bytes) -> None:
        """Send a ping behind the messages."""
        if self.protocol.state is OPEN:
            self.protocol.send_ping(data)
            self._pending += self.protocol.data_to_send()
            self._schedule()

    def flush(self) -> None:
        """Send what is queued."""
        self._scheduled = False
        self._queued = 0
        data = b"".join((*self._pending, *self.protocol.data_to_send()))
        self._pending.clear()
        if data and not self.transport.is_closing():
            self.transport.write(data)

    async def writable(self) -> None:
        """Wait while the gateway takes no more data."""
        self.flush()
        while self._choked and not self.over:
            if self._writable is None:
                self._writable = self.loop.create_future()
            await asyncio.shield(self._writable)

    def resume(self) -> None:
        """Read on, if nothing holds up the socket any more."""
        if self._stopped and self._conversation is not None and not self._conversation.paused:
            self._stopped = False
            if not self.transport.is_closing():
                self.transport.resume_reading()

    def goodbye(self) -> None:
        """Close without waiting for the answer, and end the conversation."""
        if self._conversation is not None and not self.over:
            if self.protocol.state is OPEN:
                self.protocol.send_close(1000)
                self.flush()
            self._conversation.fail(ClientClosed("the client was closed"))
        self._hang_up()

    def readable(self) -> bool:
        """Something has arrived that the loop has not handed over yet."""
        descriptor = self._socket.fileno()
        if hasattr(select, "poll"):
            poll = select.poll()
            poll.register(descriptor, select.POLLIN)
            return bool(poll.poll(0))
        return bool(select.select([descriptor], [], [], 0)[0])

    @property
    def over(self) -> bool:
        """The conversation has ended."""
        return self._conversation is not None and self._conversation.failure is not None

    def _take(self, data: bytes, conversation: Conversation) -> None:
        if self.protocol.state is OPEN:
            self._intake.feed(data, conversation, self.loop.time())
        else:
            self._library(data)
        self._settle(conversation)

    def _library(self, data: bytes) -> bool:
        super().data_received(data)
        if self._conversation is not None:
            self._deliver(self._conversation)
        return self.protocol.state is OPEN and not self._assembler.halfway

    def _deliver(self, conversation: Conversation) -> None:
        for frame in self._assembler.deliver(self._events, conversation, self.loop.time()):
            super().process_event(frame)
        self._events.clear()

    def _parse_early(self) -> None:
        """Nothing more will come: take in what came with the handshake while that can be done."""
        if self._conversation is None and self._early:
            early, self._early = self._early, b""
            super().data_received(early)

    def _settle(self, conversation: Conversation) -> None:
        if conversation.outgoing:
            for message in conversation.outgoing:
                self.queue(message)
            conversation.outgoing.clear()
        if conversation.failure is None and self.protocol.state is not OPEN:
            conversation.fail(loss(self.protocol))
        if conversation.failure is not None:
            self._hang_up()
        elif conversation.paused and not self._stopped:
            self._stopped = True
            self.transport.pause_reading()

    def _hang_up(self) -> None:
        closing = self.transport.is_closing()
        if closing and self._secure:
            return  # closing takes its time with TLS, but that has a limit
        if self.transport.get_write_buffer_size():
            self.transport.abort()  # the gateway does not read; an orderly end would wait for it forever
        elif not closing:
            self.transport.close()

    def _schedule(self) -> None:
        if not self._scheduled:
            self._scheduled = True
            self.loop.call_soon(self.flush)

    def _free_writers(self) -> None:
        self._choked = False
        if self._writable is not None:
            self._writable.set_result(None)
            self._writable = None


async def dial(
    info: GatewayInfo, config: Config, target: Target, conversation: Conversation, timeout: float
) -> Connection:
    """Open a WebSocket.

    Raises:
        ConnectionFailed: nothing answers, or not in time.
        GatewayRefused: the gateway refused the handshake.
    """
    context = config.ssl_context()
    options: dict[str, Any] = {} if context is None else {"ssl": context, "ssl_shutdown_timeout": 2.0}
    try:
        connection = await connect(
            target.uri(config),
            additional_headers=target.headers,
            compression=None,
            open_timeout=timeout,
            # A gateway may answer pings late for good reasons; request timeouts find the dead ones.
            ping_interval=20 if target.keepalive else None,
            ping_timeout=None,
            max_size=target.max_frame,
            logger=log,
            create_connection=Connection,
            **options,
        )
    except (OSError, WebSocketException, EOFError, ValueError) as error:
        raise unreachable(info, config, error) from None
    assert isinstance(connection, Connection)
    connection.begin(conversation, target.max_frame)
    return connection
