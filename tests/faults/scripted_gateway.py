"""A gateway whose every move a test writes: it runs the test's script for each connection.

The server runs on an event loop in a thread of its own, so that blocking and asyncio clients meet
the same one. Tests and scripts meet at named gates: a script waits at one, the test opens it.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import json
import queue
import ssl
from collections.abc import Awaitable, Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from colours import LoopThread
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.frames import Frame, Opcode
from websockets.http11 import Request

Json = dict[str, Any]

CERTIFICATE = Path(__file__).with_name("localhost.pem")
TOKEN = "tg_the-secret-of-these-tests"


class Peer:
    """One client as the gateway sees it."""

    def __init__(self, gateway: Gateway, socket: ServerConnection) -> None:
        self.gateway = gateway
        self.socket = socket
        self.number = gateway.connections

    @property
    def path(self) -> str:
        assert self.socket.request is not None
        return self.socket.request.path

    async def request(self) -> Json:
        """The next request; the script ends here when the client leaves."""
        frame: Json = json.loads(await self.socket.recv())
        self.gateway.received.put(frame)
        return frame

    async def reply(self, request: Json, body: Any, *, complete: bool = True) -> None:
        await self.say({"id": request["id"], "response": body, "complete": complete})

    async def say(self, frame: Any) -> None:
        await self.socket.send(frame if isinstance(frame, str) else json.dumps(frame))

    async def burst(self, request: Json, bodies: list[Any], *, end: bool = True) -> None:
        """A stream, written in one piece."""
        last = len(bodies) - 1 if end else -1
        for index, body in enumerate(bodies):
            frame = json.dumps({"id": request["id"], "response": body, "complete": index == last})
            self.socket.protocol.send_text(frame.encode())
        self.socket.send_data()
        await self.socket.drain()

    def abort(self) -> None:
        """Cut the line, without a goodbye."""
        self.socket.transport.abort()

    def deafen(self) -> None:
        """Stop reading."""
        self.socket.transport.pause_reading()


Script = Callable[[Peer], Awaitable[None]]


class Gateway:
    """A scripted WebSocket server.

    Attributes:
        connections: How many connections there have been.
        received: Every request that a script has read.
        paths: The path of every handshake.
    """

    def __init__(
        self, script: Script, *, authenticate: bool = True, tls: bool = False, **options: Any
    ) -> None:
        self.connections = 0
        self.received: queue.Queue[Json] = queue.Queue()
        self.paths: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.failures: list[BaseException] = []
        self.script = script
        self._authenticate = authenticate
        self._tls = tls
        self._options = {
            "max_size": None,
            "compression": None,
            "ping_interval": None,
            "close_timeout": 0.1,
            **options,
        }
        self._gates: dict[str, asyncio.Event] = {}
        self._meetings: dict[asyncio.Task[Any], ServerConnection] = {}
        self._server: Server | None = None
        self._port = 0
        self.thread: LoopThread

    @property
    def url(self) -> str:
        return f"{'https' if self._tls else 'http'}://localhost:{self._port}/"

    def __enter__(self) -> Self:
        self.thread = LoopThread()
        self.start()
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()
        self.thread.stop()
        if exc is None:
            assert self.failures == []

    def start(self) -> None:
        """Listen; on the same port as before, if there was one."""
        self._server = self.thread.run(self._listen())

    def stop(self) -> None:
        """Close all connections, and listen no more."""
        self.thread.run(self._hang_up())

    def open(self, gate: str) -> None:
        """Let scripts pass a gate, now and later."""
        self.thread.loop.call_soon_threadsafe(self._gate(gate).set)

    async def gate(self, name: str) -> None:
        """Wait until the test opens a gate."""
        await self._gate(name).wait()

    def _gate(self, name: str) -> asyncio.Event:
        return self._gates.setdefault(name, asyncio.Event())

    async def _listen(self) -> Server:
        context = None
        if self._tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATE)
        server = await serve(self._meet, "127.0.0.1", self._port, ssl=context, **self._options)
        self._port = next(iter(server.sockets)).getsockname()[1]
        return server

    async def _hang_up(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.close()
            meetings = dict(self._meetings)
            for meeting in meetings:
                meeting.cancel()  # it may wait at a gate that nobody opens any more
            await server.wait_closed()
            for socket in meetings.values():
                socket.transport.abort()
                await socket.wait_closed()

    async def _meet(self, socket: ServerConnection) -> None:
        self.connections += 1
        meeting = asyncio.current_task()
        assert meeting is not None
        self._meetings[meeting] = socket
        peer = Peer(self, socket)
        self.paths.append(peer.path)
        assert isinstance(socket.request, Request)
        self.headers.append(dict(socket.request.headers.raw_items()))
        try:
            if self._authenticate:
                auth = json.loads(await socket.recv())
                if auth != {"type": "auth", "token": TOKEN}:
                    await peer.say({"type": "auth-failed", "error": "auth failure"})
                    await socket.wait_closed()
                    return
                await peer.say({"type": "auth-ok", "default_workspace": "default"})
            await self.script(peer)
        except ConnectionClosed:
            pass  # clients may leave whenever they like
        except Exception as error:
            self.failures.append(error)
            raise


Answer = Callable[[Peer, Json], Awaitable[None]]


def answering(answer: Answer) -> Script:
    """A script that answers all requests, many at a time."""

    async def script(peer: Peer) -> None:
        async with asyncio.TaskGroup() as running:
            while True:
                request = await peer.request()
                running.create_task(_answered(answer, peer, request))

    async def _answered(answer: Answer, peer: Peer, request: Json) -> None:
        with contextlib.suppress(ConnectionClosed):
            await answer(peer, request)

    async def guarded(peer: Peer) -> None:
        try:
            await script(peer)
        except* ConnectionClosed:
            pass

    return guarded


async def obliging(peer: Peer, request: Json) -> None:
    """Answers as the request asks: `echo` something, `count` so far, wait at a `gate` first."""
    fields = request["request"]
    if "gate" in fields:
        await peer.gateway.gate(fields["gate"])
    if "count" in fields:
        await peer.burst(request, [{"n": n} for n in range(fields["count"])])
    else:
        await peer.reply(request, {"echo": fields.get("echo")})


Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class RawServer:
    """A TCP server whose handler writes every byte."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self._tasks: set[asyncio.Task[Any]] = set()
        self.connections = 0
        self.thread: LoopThread
        self.url = ""

    def __enter__(self) -> Self:
        self.thread = LoopThread()
        self._server = self.thread.run(asyncio.start_server(self._meet, "127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/"
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.thread.loop.call_soon_threadsafe(self._server.close)
        self.thread.stop()

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)  # nobody else holds a task whose connection is not read
        try:
            await self._handler(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # clients may leave whenever they like
        finally:
            writer.close()
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.gather(writer.wait_closed(), return_exceptions=True)


async def upgrade(reader: asyncio.StreamReader, paths: list[str] | None = None) -> bytes:
    """Read a WebSocket handshake, and note its path; returns the response that accepts it."""
    head = await reader.readuntil(b"\r\n\r\n")
    if paths is not None:
        paths.append(head.split(b" ")[1].decode())
    key = next(
        line[18:].strip() for line in head.split(b"\r\n") if line.lower().startswith(b"sec-websocket-key")
    )
    accept = base64.b64encode(hashlib.sha1(key + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest())
    return (
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n"
    )


def text_frame(value: Any, *, fin: bool = True, opcode: Opcode = Opcode.TEXT) -> bytes:
    """The bytes of a frame from a server."""
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return Frame(opcode, data, fin).serialize(mask=False)
