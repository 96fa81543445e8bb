"""A WebSocket over a blocking program: whoever waits reads for everyone.

There is no thread and no event loop. The thread that waits for something reads the
socket (it leads); others that wait meanwhile are woken when the leader has something for
them, or when it is their turn to lead. The socket itself never blocks, so that every wait
has an end.
"""

from __future__ import annotations

import contextlib
import select
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from typing import Protocol

from websockets.client import ClientProtocol
from websockets.exceptions import WebSocketException
from websockets.protocol import OPEN
from websockets.uri import parse_uri

from ..config import Config
from ..errors import ClientClosed, ConnectionLost, GatewayError
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
from .proxy import connect, remaining

_SMALLEST_READ = 4096
_LARGEST_READ = 65536
"""Bytes per read: few at first, so that the first item of a burst is handed on at once."""
_LONGEST = 3600.0
"""Seconds that one system call may wait; waiting goes on afterwards."""
_GLANCE = 0.05
"""Seconds after which to look again where nobody may be able to say that something has changed."""
_READS_BEFORE_USE = 64
"""Reads that may be needed to find the goodbye behind what had arrived unread."""
_AGAIN = (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError)


class Waiter(Protocol):
    """Something that a thread waits for."""

    deadline: float
    wake: Callable[[], None] | None

    def ready(self) -> bool:
        """There is nothing to wait for any more."""
        ...


class Connection:
    """One WebSocket and the conversation on it.

    `lock` guards the protocol and the conversation; it is never held while waiting.
    """

    def __init__(
        self, sock: socket.socket, protocol: ClientProtocol, conversation: Conversation, max_frame: int
    ) -> None:
        self.lock = threading.Lock()
        self._socket = sock
        self._protocol = protocol
        self._conversation = conversation
        self._assembler = Assembler()
        self._intake = Intake(self._library, max_frame)
        self._masks = Masks()
        self._unsent = b""
        self._read_size = _SMALLEST_READ
        self._leading = threading.Lock()
        self._followers: list[threading.Event] = []
        self._queue = threading.Lock()

    @property
    def alive(self) -> bool:
        return self._conversation.failure is None

    def notice(self) -> None:
        """Take in what arrived unread, so that a dead connection is known before it is used."""
        if self._leading.acquire(blocking=False):
            try:
                for _ in range(_READS_BEFORE_USE):
                    if self._held() or not self.alive or not self._read():
                        break
            finally:
                self._hand_over()

    def send(self, data: bytes, deadline: float) -> bool:
        """Send one text message; True if all of it went out before the deadline (the rest follows later)."""
        return self.send_all((data,), deadline)

    def send_all(self, messages: Iterable[bytes], deadline: float) -> bool:
        """The same for several messages, which leave together."""
        with self.lock:
            if not self.alive:
                return True
            self._enter(messages)
            self._write()
        return self.flush(deadline)

    def ping(self, data: bytes) -> None:
        """Queue a ping; `flush` sends it."""
        with self.lock:
            if self.alive:
                self._protocol.send_ping(data)
                self._write()

    def flush(self, deadline: float) -> bool:
        """Wait until everything is sent; False if the deadline came first."""
        while self._unsent and self.alive:
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                return False
            # A gateway that cannot write to us may have stopped reading: read while waiting, if nobody does.
            lead = not self._held() and self._leading.acquire(blocking=False)
            try:
                readable = self._poll(remaining if lead else min(remaining, _GLANCE), read=lead, write=True)
                if lead and readable:
                    self._read()
            finally:
                if lead:
                    self._hand_over()
            with self.lock:
                self._write()
        return True

    def wait(self, waiter: Waiter) -> bool:
        """Read until the waiter is ready; False if its deadline, which may move, came first."""
        if not self._lead(waiter):
            self._follow(waiter)
        return waiter.ready()

    def readable(self) -> bool:
        """Something has arrived that nobody has read yet."""
        if isinstance(self._socket, ssl.SSLSocket) and self._socket.pending():
            return True
        return self.alive and self._poll(0, read=True, write=False)

    def resume(self) -> None:
        """Wake one of those who wait, so that it leads, if nobody does."""
        with self._queue:
            if self._followers:
                self._followers[0].set()

    def _lead(self, waiter: Waiter) -> bool:
        """Read for everyone; False if somebody else does, or a slow reader holds up the socket."""
        if self._held() or not self._leading.acquire(blocking=False):
            return False
        try:
            while not waiter.ready():
                if self._held():
                    return False
                remaining = waiter.deadline - time.monotonic()
                if remaining <= 0:
                    return True
                if not self._read():
                    self._poll(remaining, read=True, write=bool(self._unsent))
                    if self._unsent:
                        with self.lock:
                            self._write()
        finally:
            self._hand_over()
        return True

    def _follow(self, waiter: Waiter) -> None:
        """Wait for the leader to bring something, or to step down."""
        event = threading.Event()
        waiter.wake = event.set
        with self._queue:
            self._followers.append(event)
        try:
            while not waiter.ready():
                event.clear()
                if waiter.ready() or self._lead(waiter):
                    return
                remaining = waiter.deadline - time.monotonic()
                if remaining <= 0:
                    return
                # A stream that holds up the socket may be forgotten; its destructor must not wake anyone.
                event.wait(min(remaining, _GLANCE if self._held() else _LONGEST))
        finally:
            waiter.wake = None
            with self._queue:
                self._followers.remove(event)
            self.resume()

    def fail(self, error: GatewayError) -> None:
        """End the conversation and the connection."""
        with self.lock:
            self._conversation.fail(error)
            self._disconnect()

    def close(self) -> None:
        """Say goodbye without waiting for the answer, and end the conversation."""
        with self.lock:
            self.leave()

    def leave(self) -> None:
        """The same, for whoever holds the lock already."""
        if self.alive and self._protocol.state is OPEN:
            self._protocol.send_close(1000)
            self._write()
        self._conversation.fail(ClientClosed("the client was closed"))
        self._disconnect()

    def _held(self) -> bool:
        return self._conversation.paused

    def _hand_over(self) -> None:
        self._leading.release()
        self._tidy()
        self.resume()

    def _tidy(self) -> None:
        """Free the descriptor of a dead connection, unless a leader still looks at it."""
        if not self.alive and self._leading.acquire(blocking=False):
            self._socket.close()
            self._leading.release()

    def _read(self) -> bool:
        """Take in what has arrived; False when nothing had."""
        with self.lock:
            if not self.alive:
                return True
            try:
                data = self._socket.recv(self._read_size)
            except _AGAIN:
                self._read_size = _SMALLEST_READ
                return False
            except OSError:
                data = b""
            if len(data) == self._read_size:
                self._read_size = min(2 * self._read_size, _LARGEST_READ)
            protocol = self._protocol
            try:
                if data:
                    self._take(data)
                else:
                    protocol.receive_eof()
                self._settle()
            except BaseException:
                # Ctrl-C, perhaps. Part of what came in is lost, so nothing that follows can be trusted.
                self._conversation.fail(ConnectionLost("reading from the connection was interrupted"))
                self._disconnect()
                raise
            return True

    def deliver(self, data: bytes) -> None:
        """Hand on what the gateway sent together with its handshake."""
        with self.lock:
            self._take(data)
            self._settle()

    def _take(self, data: bytes) -> None:
        if self._protocol.state is OPEN:
            self._intake.feed(data, self._conversation, time.monotonic())
        else:
            self._library(data)

    def _library(self, data: bytes) -> bool:
        self._protocol.receive_data(data)
        self._assembler.deliver(self._protocol.events_received(), self._conversation, time.monotonic())
        return self._protocol.state is OPEN and not self._assembler.halfway

    def _settle(self) -> None:
        conversation = self._conversation
        if conversation.outgoing:
            self._enter(conversation.outgoing)
            conversation.outgoing.clear()
        self._write()
        if conversation.failure is None and self._protocol.state is not OPEN:
            conversation.fail(loss(self._protocol))
        if conversation.failure is not None:
            self._disconnect()

    def _enter(self, messages: Iterable[bytes]) -> None:
        """Put text messages behind what is to be written."""
        if self._protocol.state is not OPEN:
            return
        parts = self._protocol.data_to_send()
        for message in messages:
            parts.append(text_frame(message, self._masks.next()))
        self._unsent += b"".join(parts)

    def _write(self) -> None:
        """Hand to the operating system what it takes now."""
        data = self._unsent + b"".join(self._protocol.data_to_send())
        if not data:
            return
        self._unsent = b""
        sent: list[int] = []
        try:
            # Sent and noted in one step: Ctrl-C between the two would have it sent again.
            sent.extend(map(self._socket.send, (data,)))
        except _AGAIN:
            pass
        except OSError:
            # The reason is found by reading: the gateway may have said goodbye.
            sent.append(len(data))
        finally:
            self._unsent = data[sum(sent) :]

    def _poll(self, timeout: float, *, read: bool, write: bool) -> bool:
        """Wait for the socket; True if there is something to read."""
        try:
            return _select(self._socket, timeout, read, write)
        except (OSError, ValueError):
            return True

    def _disconnect(self) -> None:
        with contextlib.suppress(OSError):  # it may be gone already
            self._socket.shutdown(socket.SHUT_RDWR)
        self._unsent = b""
        self._tidy()
        self.resume()


if hasattr(select, "poll"):

    def _select(sock: socket.socket, timeout: float, read: bool, write: bool) -> bool:
        poll = select.poll()
        poll.register(sock, (select.POLLIN if read else 0) | (select.POLLOUT if write else 0))
        found = 0
        for _, events in poll.poll(min(max(0.0, timeout), _LONGEST) * 1000):
            found |= events
        return bool(found & (select.POLLIN | select.POLLERR | select.POLLHUP | select.POLLNVAL))

else:

    def _select(sock: socket.socket, timeout: float, read: bool, write: bool) -> bool:
        sockets = [sock]
        readable, _, broken = select.select(
            sockets if read else [], sockets if write else [], sockets, min(max(0.0, timeout), _LONGEST)
        )
        return bool(readable or broken)


def dial(
    info: GatewayInfo, config: Config, target: Target, conversation: Conversation, timeout: float
) -> Connection:
    """Open a WebSocket.

    Raises:
        ConnectionFailed: nothing answers, or not in time.
        GatewayRefused: the gateway refused the handshake.
    """
    deadline = time.monotonic() + timeout
    context = config.ssl_context()
    sock: socket.socket | None = None
    try:
        sock = connect(config, deadline)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if context is not None:
            sock = context.wrap_socket(sock, server_hostname=config.host)
        protocol, early = _shake_hands(sock, config, target, deadline)
        connection = Connection(sock, protocol, conversation, target.max_frame)
        connection.deliver(early)
    except (OSError, WebSocketException, EOFError, ValueError) as error:
        if sock is not None:
            sock.close()
        raise unreachable(info, config, error) from None
    except BaseException:
        if sock is not None:
            sock.close()
        raise
    return connection


def _shake_hands(
    sock: socket.socket, config: Config, target: Target, deadline: float
) -> tuple[ClientProtocol, bytes]:
    """Do the opening handshake; what came behind it is returned for delivery."""
    protocol = ClientProtocol(parse_uri(target.uri(config)), max_size=target.max_frame, logger=log)
    request = protocol.connect()
    request.headers.update(target.headers)
    protocol.send_request(request)
    sock.sendall(b"".join(protocol.data_to_send()))
    head, rest = b"", b""
    while not protocol.events_received():
        sock.settimeout(remaining(deadline))
        data = sock.recv(_SMALLEST_READ)
        if data:
            data, rest = split_head(head, data)
            head += data
            protocol.receive_data(data)
        else:
            protocol.receive_eof()
        if protocol.handshake_exc is not None:
            raise protocol.handshake_exc
    sock.setblocking(False)
    return protocol, rest
