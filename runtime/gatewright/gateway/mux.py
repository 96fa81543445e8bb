"""The multiplexed socket: first-frame authentication, the envelope, and the limit of requests in flight."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .. import wire
from ..descriptor import Socket
from .exchange import Refused, Request, as_object, perform, put
from .faults import Fault
from .websocket import WebSocket

if TYPE_CHECKING:
    from .local import LocalGateway


class Mux:
    """Serves one socket."""

    def __init__(self, gateway: LocalGateway, description: Socket, socket: WebSocket) -> None:
        self._gateway = gateway
        self._rules = gateway.rules
        self._socket = socket
        self._auth = description.auth
        self._limit = description.in_flight
        self._names = _variables(description.send)
        self._receive = description.receive
        self._final = dict(description.receive.done)
        # A frame that is not the last says so only where the mark is a flag.
        self._more = {key: False for key, value in self._final.items() if value is True}
        self._authenticated = description.auth is None
        self._waiting: asyncio.Queue[tuple[Any, Request]] = asyncio.Queue(gateway.rules.read_ahead)
        # One that has left the line but found no place yet.
        self._holding = False
        # Oldest first. Finished requests behind an unfinished one still hold their places.
        self._running: deque[asyncio.Task[None]] = deque()

    async def serve(self) -> None:
        """Serves the socket until it closes."""
        admitting = asyncio.create_task(self._admit())
        try:
            while (message := await self._socket.receive()) is not None:
                await self._take(message)
        finally:
            tasks = [admitting, *self._running]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _take(self, message: bytes) -> None:
        try:
            frame = as_object(wire.loads(message))
        except wire.JSONDecodeError as error:
            self._refuse(None, False, self._rules.bad_frame(str(error)))
            return
        if frame is None:
            self._refuse(None, False, self._rules.bad_frame("a frame is a JSON object"))
            return
        if self._auth is not None and _has_constants(self._auth.send, frame):
            self._authenticate(frame)
            return
        id_key, body_key = self._names["id"], self._names["body"]
        has_id = id_key in frame
        body = as_object(frame.get(body_key))
        if not has_id or body is None:
            self._refuse(frame.get(id_key), has_id, self._rules.bad_frame("Bad message"))
            return
        if not self._authenticated:
            self._refuse(frame[id_key], True, self._rules.unauthorized())
            return
        try:
            request = self._request(frame, body)
        except Refused as refusal:
            self._refuse(frame[id_key], True, refusal)
            return
        in_line = self._waiting.qsize() + self._holding
        self._gateway.count_in_flight(self._unfinished() + in_line + 1)
        if not in_line and len(self._running) <= self._limit:
            self._start(frame[id_key], request)
        else:
            await self._waiting.put((frame[id_key], request))

    def _authenticate(self, frame: Mapping[str, Any]) -> None:
        assert self._auth is not None
        token = frame.get(_variables(self._auth.send)["token"])
        if self._gateway.token is None or token == self._gateway.token:
            self._authenticated = True
            self._socket.send(wire.dumps({**self._auth.accepted, **self._rules.greeting()}))
            return
        refusal = dict(self._auth.refused)
        put(refusal, self._auth.message, self._rules.unauthorized().message)
        self._socket.send(wire.dumps(refusal))

    def _request(self, frame: Mapping[str, Any], body: dict[str, Any]) -> Request:
        values = {name: frame.get(key) for name, key in self._names.items() if name not in {"id", "body"}}
        service = str(values.pop("service", ""))
        scopes = self._gateway.descriptor.gateway.scopes
        scope = next((key for key, scope in scopes.items() if values.get(scope.parameter)), None)
        served = self._rules.choose(self._gateway.catalog.services.get((scope, service), ()), body)
        if served is None or not served.operation.socket:
            raise self._rules.unknown("socket", scope, service, body)
        return self._gateway.received(served.name, "socket", body, values, served)

    async def _admit(self) -> None:
        while True:
            id, request = await self._waiting.get()
            self._holding = True
            while self._unfinished() > self._limit:
                await asyncio.wait([self._running[0]])
            self._start(id, request)
            self._holding = False

    def _start(self, id: Any, request: Request) -> None:
        self._running.append(asyncio.create_task(self._run(id, request)))

    def _unfinished(self) -> int:
        while self._running and self._running[0].done():
            self._running.popleft()
        return len(self._running)

    async def _run(self, id: Any, request: Request) -> None:
        out = _Outlet(self._socket, self, id)
        faults = self._gateway.strikes(request)
        try:
            await perform(self._rules, request, self._gateway.handler(request), faults, out)
        except Refused as refusal:
            self._refuse(id, True, refusal)

    def _refuse(self, id: Any, has_id: bool, refusal: Refused) -> None:
        error = self._rules.error(refusal.type, refusal.message)
        self._socket.send(wire.dumps(self.error_frame(id, has_id, error, True)))

    def error_frame(
        self, id: Any, has_id: bool, error: Any, done: bool, inside: bool = False
    ) -> dict[str, Any]:
        """A frame with an error beside the body or inside it."""
        frame: dict[str, Any] = {self._receive.id: id} if has_id else {}
        path = self._receive.error[-1 if inside else 0]
        put(frame, path, error)
        return {**frame, **(self._final if done else self._more)}

    def frame_parts(self, id: Any) -> tuple[bytes, bytes, bytes]:
        """JSON text before the body of a frame, after it, and after it in the last frame."""
        head = wire.dumps({self._receive.id: id})[:-1] + b"," + wire.dumps(self._receive.body) + b":"
        return head, _tail(self._more), _tail(self._final)


class _Outlet:
    """Sends the answer to one request."""

    def __init__(self, socket: WebSocket, mux: Mux, id: Any) -> None:
        self._socket = socket
        self._mux = mux
        self._id = id
        self._head, self._more, self._final = mux.frame_parts(id)
        self.drain = socket.drain
        self.raw = socket.send
        self.abort = socket.abort

    def send(self, body: Any, done: bool) -> None:
        self._socket.send(self._head + wire.dumps(body) + (self._final if done else self._more))

    def error(self, fault: Fault) -> None:
        error = {"type": fault.type, "message": fault.message}
        frame = self._mux.error_frame(self._id, fault.with_id, error, fault.complete, fault.inside)
        self._socket.send(wire.dumps(frame))

    async def close(self, code: int) -> None:
        # Closing waits for the client, and the end of the socket cancels this very task.
        await self._socket.close(code)


def _tail(fields: Mapping[str, Any]) -> bytes:
    return b"," + wire.dumps(fields)[1:] if fields else b"}"


def _is_variable(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("$")


def _variables(template: Mapping[str, Any]) -> dict[str, str]:
    """Names of the variables of a template, each with the key under which a frame has it."""
    return {value[1:].removesuffix("?"): key for key, value in template.items() if _is_variable(value)}


def _has_constants(template: Mapping[str, Any], frame: Mapping[str, Any]) -> bool:
    return all(frame.get(key) == value for key, value in template.items() if not _is_variable(value))
