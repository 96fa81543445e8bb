"""Streams over HTTP, for blocking code."""

from __future__ import annotations

import socket
import threading
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

import httpx

from ..errors import ClientClosed, GatewayError, discreet
from ..http import Exchange, failed
from ..operation import StreamOperation
from ..session.lines import ERROR_SIZE, is_error, longest, pieces, refused_stream
from ..session.mux import Call, given_up


def connected(event: str, details: dict[str, Any]) -> Any:
    """The socket of a new connection, where that is what httpx, asked to trace, tells of; else None."""
    if event.endswith(("connect_tcp.complete", "start_tls.complete")):
        return details["return_value"].get_extra_info("socket")
    return None


def wake(found: Any) -> bool:
    """Have whoever waits for a socket see its end; tells whether there was one."""
    if not isinstance(found, socket.socket):
        return False
    try:
        # That of a TLS socket would take its encryption away from under the reader.
        socket.socket.shutdown(found, socket.SHUT_RDWR)
    except OSError:
        return False  # it is gone
    return True


class HttpStreams:
    """The streams of a client that are under way.

    Attributes:
        closed: The client was closed.
    """

    def __init__(self) -> None:
        self.closed = False
        self.running: set[HttpSource] = set()
        self.discarded: deque[HttpSource] = deque()

    def reap(self) -> None:
        """Let go of the responses that destructors found."""
        while self.discarded:
            try:
                source = self.discarded.popleft()
            except IndexError:
                return  # another thread was faster
            source.end(None)

    def close(self) -> None:
        """End all streams; their readers fail with ClientClosed."""
        self.closed = True
        for source in list(self.running):
            source.interrupt()


class HttpSource:
    """The response that a stream reads."""

    def __init__(
        self, streams: HttpStreams, exchange: Exchange, operation: StreamOperation[Any, Any], timeout: float
    ) -> None:
        self._streams = streams
        self._exchange = exchange
        self._operation = operation
        self._timeout = timeout
        self._lines = pieces(exchange.info, operation, longest(exchange.info, exchange.config))
        self._reading = threading.Lock()
        self._socket: Any = None
        self._response: httpx.Response | None = None
        self._chunks: Iterator[bytes] = iter(())
        self.call = Call("", operation.name, b"", True, timeout, 0.0)
        streams.running.add(self)

    def trace(self, event: str, details: dict[str, Any]) -> None:
        """Note the socket of the request, as httpx tells of it: only so can its reader be woken."""
        found = connected(event, details)
        if found is not None:
            self._socket = found
            if self._streams.closed:
                self._wake()

    def open(self, send: Callable[[], httpx.Response]) -> None:
        """Send the request; raises what the response says if that is an error."""
        try:
            with self._reading:
                self._open(send())
        except BaseException as error:
            self.end(error if isinstance(error, GatewayError) else None)
            raise

    def wait(self, call: Call) -> None:
        """Read until the call is ready."""
        try:
            with self._reading:
                while not call.ready():
                    self._read()
        except BaseException:
            self.abandon(call, given_up(call))
            raise
        if call.done:
            self.end(None)

    def taken(self, call: Call) -> None:
        """Nothing is read before somebody waits."""

    def abandon(self, call: Call, error: GatewayError | None = None) -> None:
        self.end(error)

    def discard(self, call: Call) -> None:
        self._streams.discarded.append(self)

    def end(self, error: GatewayError | None) -> None:
        """Let go of the response, and of its connection unless that was read to its end."""
        if error is not None:
            discreet(error, self._exchange.config.values.get("token"))
        self.call.finish(error)
        self._streams.running.discard(self)
        response, self._response = self._response, None
        self._socket = None
        if response is not None:
            response.close()

    def interrupt(self) -> None:
        """The client is closed, perhaps while another thread reads here."""
        woken = self._wake()
        # Who reads lets go of the response; a socket must not be closed under a thread that waits for it.
        if self._reading.acquire(timeout=1.0 if woken else 0.0):
            try:
                if not self.call.done:
                    self.end(ClientClosed("the client was closed", operation=self._operation.name))
            finally:
                self._reading.release()

    def _open(self, response: httpx.Response) -> None:
        self._response = response
        stream: Any = response.extensions.get("network_stream")
        # Others may share a connection of HTTP/2.
        self._socket = None
        if stream is not None and response.http_version != "HTTP/2":
            self._socket = stream.get_extra_info("socket")
        self._chunks = response.iter_bytes()
        if not response.is_success or is_error(self._operation, response.headers):
            content = b""
            try:
                while len(content) < ERROR_SIZE and (chunk := next(self._chunks, None)) is not None:
                    content += chunk
            except (httpx.HTTPError, httpx.StreamError, RuntimeError) as error:
                raise self._failed(error) from error
            status = response.status_code
            raise refused_stream(self._exchange.info, self._operation, status, content[:ERROR_SIZE])

    def _wake(self) -> bool:
        """Have whoever waits for the socket see its end."""
        return wake(self._socket)

    def _read(self) -> None:
        """Take the next piece of the response."""
        call = self.call
        try:
            if self._streams.closed:
                raise ClientClosed("the client was closed")
            chunk = next(self._chunks, None)
            if chunk is None and self._streams.closed:
                raise ClientClosed("the client was closed")
        except (httpx.HTTPError, httpx.StreamError, RuntimeError, GatewayError) as error:
            call.finish(self._failed(error))
            return
        self._lines.take(call, chunk, self._exchange.config.values.get("token"))

    def _failed(self, error: Exception) -> GatewayError:
        failure = failed(self._exchange, self._operation, self._timeout, error, closed=self._streams.closed)
        if failure is not error:
            failure.__cause__ = error
        return discreet(failure, self._exchange.config.values.get("token"))
