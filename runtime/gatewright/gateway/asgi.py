"""WebSocket clients of any ASGI server, seen as the gateway sees its own."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.websockets import WebSocket, WebSocketDisconnect

from .exchange import log
from .peer import MOST_UNREAD, Rejection

if TYPE_CHECKING:
    from .core import Core

# Messages that are read ahead, and those that a client which does not read lets wait.
_AHEAD = 64
_CLOSE_SECONDS = 5.0
_FAILED = 1011


async def serve(core: Core, websocket: WebSocket) -> None:
    """Serves one WebSocket client until it goes."""
    core.loop = asyncio.get_running_loop()
    url = websocket.url
    try:
        serve_ = core.accept(f"{url.path}?{url.query}", websocket.headers)
    except Rejection as rejection:
        refused = Response(rejection.body, rejection.status, media_type=rejection.media)
        await websocket.send_denial_response(refused)
        return
    await websocket.accept()
    peer = AsgiPeer(websocket)
    tasks = [asyncio.create_task(peer.read()), asyncio.create_task(peer.write())]
    code = 1000
    try:
        await serve_(peer)
    except Exception:
        log.exception("the handler of a socket failed")
        code = _FAILED
    finally:
        # A client that does not read cannot be told.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_CLOSE_SECONDS):
                await peer.close(code)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class AsgiPeer:
    """One client.

    The server answers pings by itself, as soon as it reads them; it cannot end a connection
    without a word, so that `abort` closes it with 1011.
    """

    def __init__(self, websocket: WebSocket) -> None:
        self._websocket = websocket
        self.held = 0
        self._arrived: asyncio.Queue[bytes | None] = asyncio.Queue(_AHEAD)
        self._out: deque[bytes] = deque()
        self._out_size = 0
        self._wake = asyncio.Event()
        self._taken = asyncio.Event()
        self._gone = asyncio.Event()
        self._code: tuple[int, str] | None = None

    async def read(self) -> None:
        """Takes in what the client sends."""
        while True:
            message = await self._websocket.receive()
            if message["type"] == "websocket.disconnect":
                break
            text = message.get("text")
            await self._arrived.put(text.encode() if text is not None else message["bytes"])
        self._end()
        await self._arrived.put(None)

    async def write(self) -> None:
        """Sends what is to be sent, and in the end closes the connection."""
        try:
            while not self._gone.is_set():
                while self._out:
                    message = self._out.popleft()
                    await self._websocket.send_text(message.decode())
                    self._out_size -= len(message)
                    self._taken.set()
                if self._code is not None:
                    await self._websocket.close(*self._code)
                    break
                self._wake.clear()
                await self._wake.wait()
        except (WebSocketDisconnect, RuntimeError):
            pass  # the client went first
        self._end()

    def _end(self) -> None:
        self._gone.set()
        self._wake.set()
        self._taken.set()

    async def receive(self) -> bytes | None:
        """The next message; None: there will be none."""
        if self._code is not None:
            return None
        return await self._arrived.get()

    @property
    def behind(self) -> bool:
        """So much waits for the client to read it that it should get no more."""
        return self._out_size > MOST_UNREAD

    def send(self, data: bytes) -> None:
        """Sends a text message, or does nothing where the connection has ended."""
        if self._code is None and not self._gone.is_set():
            self._out.append(data)
            self._out_size += len(data)
            self._wake.set()

    async def drain(self) -> None:
        """Lets others have a turn, and waits while the client does not read."""
        await asyncio.sleep(0)
        if len(self._out) <= _AHEAD or self._gone.is_set():
            return
        self.held += 1
        while len(self._out) > _AHEAD and not self._gone.is_set():
            self._taken.clear()
            await self._taken.wait()

    async def close(self, code: int = 1000, reason: str = "") -> None:
        """Closes the connection; returns when it is closed."""
        if self._code is None:
            self._code = (code, reason)
        self._wake.set()
        await self._gone.wait()

    def abort(self, reset: bool = False) -> None:
        """Closes the connection without waiting."""
        self._out.clear()
        self._out_size = 0
        self._code = self._code or (_FAILED, "")
        self._wake.set()

    async def gone(self) -> None:
        """Returns when the connection has ended."""
        await self._gone.wait()
