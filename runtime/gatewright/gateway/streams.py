"""Responses that stream: a JSON object in each line, or server-sent events."""

from __future__ import annotations

import asyncio
import base64
from typing import TYPE_CHECKING, Any

from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from .. import wire
from .catalog import Media
from .exchange import Refused, Request, find, perform
from .faults import Fault

if TYPE_CHECKING:
    from .core import Core

_TYPES: dict[Media, str] = {
    "ndjson": "application/x-ndjson",
    "sse": "text/event-stream",
    "bytes": "application/octet-stream",
}
_ENDS: dict[Media, bytes] = {"ndjson": b"\n", "sse": b"\n\n", "bytes": b""}
# Pieces that a client which does not read lets wait.
_AHEAD = 64


def refused(core: Core, refusal: Refused) -> Response:
    """The response that refuses a request."""
    if refusal.plain:
        return Response(refusal.message, refusal.status, media_type="text/plain")
    body = wire.dumps(core.rules.error_body(refusal))
    return Response(body, refusal.status, media_type="application/json; charset=utf-8")


class StreamOutlet:
    """Sends the answer to one request piece by piece."""

    def __init__(self, core: Core, http: HttpRequest, media: Media, content: str | None = None) -> None:
        self._core = core
        self._http = http
        self._media: Media = media
        # Where a body has what is sent as bytes
        self._content = content
        # None: nothing follows.
        self._pieces: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._sent = 0
        self._refusal: Refused | None = None
        self._taken = asyncio.Event()

    async def respond(self, request: Request) -> Response:
        """The response; it begins with the first piece, so that errors before it have a status."""
        working = asyncio.create_task(self._work(request))
        try:
            first = await self._pieces.get()
        except asyncio.CancelledError:
            await _end(working)
            if self._core.stopping:
                return Response(status_code=503)  # to nobody: the connection is gone
            raise
        if self._refusal is not None and self._sent == 0:
            await _end(working)
            return refused(self._core, self._refusal)
        served = request.served
        status = 200 if served is None else served.operation.example.status
        return _Pieces(self, first, working, status, _TYPES[self._media])

    async def following(self) -> bytes | None:
        """The next piece; None: that was all."""
        self._taken.set()
        if not self._pieces.empty():
            return self._pieces.get_nowait()
        return await self._pieces.get()

    async def _work(self, request: Request) -> None:
        core = self._core
        try:
            await perform(core.rules, request, core.handler(request), core.strikes(request), self)
        except Refused as refusal:
            self._refusal = refusal
            if self._sent:
                self._put(core.rules.error_body(refusal), "error")
        finally:
            self._pieces.put_nowait(None)

    def send(self, body: Any, done: bool, kind: str | None = None) -> None:
        self._put(body, kind)

    def raw(self, data: bytes) -> None:
        self._sent += 1
        self._pieces.put_nowait(data + _ENDS[self._media])

    def error(self, fault: Fault) -> None:
        refusal = Refused(fault.message, type=fault.type, status=fault.status)
        if self._sent:
            self._put(self._core.rules.error_body(refusal), "error")
        else:
            self._refusal = refusal

    def abort(self, reset: bool = False) -> None:
        self._core.hang_up(self._http.client, reset)

    async def close(self, code: int) -> None:
        """Ends the response as if all had been said."""

    async def drain(self) -> None:
        """Waits until what was sent has been taken over, or nearly all of it."""
        await asyncio.sleep(0)
        while self._pieces.qsize() > _AHEAD:
            self._taken.clear()
            await self._taken.wait()

    def _put(self, body: Any, kind: str | None) -> None:
        if self._media == "bytes":
            self._put_bytes(body)
            return
        text = wire.dumps(body)
        if self._media == "ndjson":
            piece = text + b"\n"
        else:
            name = b"" if kind is None else f"event: {kind}\n".encode()
            piece = b"%bdata: %b\nid: %d\n\n" % (name, text, self._sent)
        self._sent += 1
        self._pieces.put_nowait(piece)

    def _put_bytes(self, body: Any) -> None:
        # What holds no bytes, such as the body of an error, leaves no trace among them.
        held = find(body, self._content) if self._content is not None else None
        piece = body if isinstance(body, bytes) else base64.b64decode(held or "")
        if piece:
            self._sent += 1
            self._pieces.put_nowait(piece)


class _Pieces(Response):
    """Sends pieces until there are no more, or the client goes; then the work ends, too."""

    def __init__(
        self, outlet: StreamOutlet, first: bytes | None, working: asyncio.Task[None], status: int, media: str
    ) -> None:
        super().__init__(None, status, media_type=media)
        del self.headers["content-length"]
        self._outlet = outlet
        self._first = first
        self._working = working

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        sending = asyncio.create_task(self._send(send))
        leaving = asyncio.create_task(_left(receive))
        try:
            await asyncio.wait([sending, leaving], return_when=asyncio.FIRST_COMPLETED)
            if sending.done():
                sending.result()
        finally:
            for task in (sending, leaving, self._working):
                await _end(task)

    async def _send(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        piece = self._first
        while piece is not None:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
            piece = await self._outlet.following()
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
