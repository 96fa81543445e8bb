"""The socket for calls: greeting, authentication in the first frame, the envelope, and who may run when."""

from __future__ import annotations

import asyncio
import uuid
from collections import deque
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from .. import wire
from ..descriptor import Socket
from .catalog import Served
from .connections import ConnectionMetadata
from .envelope import Envelope
from .exchange import Refused, Request, ServiceFailure, as_object, find, perform, put
from .faults import Fault
from .live import of_connection
from .peer import Peer
from .samples import sample_field
from .templates import Values, fill, has_constants, now

if TYPE_CHECKING:
    from .core import Core


class Mux:
    """Serves one socket."""

    def __init__(self, core: Core, description: Socket, peer: Peer, identity: Any = None) -> None:
        self._core = core
        self._rules = core.rules
        self._peer = peer
        self._description = description
        self._auth = description.auth
        self._limit = description.in_flight
        self._envelope = Envelope(description)
        self._names = self._envelope.names
        self._authenticated = description.auth is None
        self._identity = identity
        self._waiting: asyncio.Queue[tuple[Any, str, Request]] = asyncio.Queue(core.rules.read_ahead)
        # One that has left the line but found no place yet.
        self._holding = False
        # Oldest first. Finished requests behind an unfinished one still hold their places.
        self._running: deque[asyncio.Task[None]] = deque()
        greeting, values = _greeting(core, description)
        self._connection = ConnectionMetadata(
            app_id=next((str(value) for value in values.values()), str(uuid.uuid4())),
            peer=peer,
            values=values,
        )
        self._connection.figures = of_connection(self._connection, peer)
        if greeting is not None:
            self._send(greeting)

    async def serve(self) -> None:
        """Serves the socket until it closes."""
        admitting = asyncio.create_task(self._admit())
        self._core.opened(self._connection)
        try:
            while (message := await self._peer.receive()) is not None:
                self._connection.touch()
                if self._envelope.ordered:
                    await self._in_order(message)
                else:
                    await self._take(message)
        finally:
            self._core.closed(self._connection)
            tasks = [admitting, *self._running]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _in_order(self, message: bytes) -> None:
        """Answers one request before the next is read. What cannot be read is not answered at all."""
        try:
            frame = as_object(wire.loads(message))
        except wire.JSONDecodeError:
            return
        body = None if frame is None else as_object(frame.get(self._names["body"]))
        name = None if frame is None else frame.get(self._names.get("operation", ""))
        if frame is None or body is None or not isinstance(name, str):
            return
        try:
            request = self._request(frame, body)
        except Refused as refusal:
            self._refuse(None, False, refusal)
            return
        except ServiceFailure as failure:
            self._fail(None, name, failure)
            return
        if not self._core.readable(request):
            return
        self._core.count_in_flight(1)
        running = asyncio.create_task(self._run(None, name, request))
        # Nobody reads meanwhile, so nobody else would notice that the client has gone.
        gone = asyncio.create_task(self._peer.gone())
        try:
            await asyncio.wait([running, gone], return_when=asyncio.FIRST_COMPLETED)
        finally:
            running.cancel()
            gone.cancel()
            await asyncio.gather(running, gone, return_exceptions=True)

    async def _take(self, message: bytes) -> None:
        try:
            said = wire.loads(message)
        except wire.JSONDecodeError as error:
            self._refuse(None, False, self._rules.bad_frame(self._rules.reason(message, error)))
            return
        frame = as_object(said)
        if frame is None:
            self._refuse(None, False, self._rules.no_frame(said))
            return
        if self._auth is not None and has_constants(self._auth.send, frame):
            self._authenticate(frame)
            return
        if self._core.messaging.answered(self._connection, frame):
            return
        id_key, body_key = self._names["id"], self._names["body"]
        has_id = id_key in frame
        body = as_object(frame.get(body_key))
        if not has_id or body is None:
            there = has_id and body_key in frame
            refusal = self._rules.shapeless() if there else self._rules.incomplete("Bad message")
            self._refuse(frame.get(id_key), has_id, refusal)
            return
        if not self._authenticated:
            self._refuse(frame[id_key], True, self._rules.unauthorized())
            return
        try:
            operation_key = self._names.get("operation")
            name_key = operation_key or self._names.get("service")
            if name_key is not None and name_key not in frame:
                nameless = self._rules.nameless(name_key)
                if nameless is not None:
                    raise nameless
            if operation_key is not None and not isinstance(frame.get(operation_key), str):
                raise self._rules.invalid(operation_key, "Field required")
            request = self._request(frame, body)
            self._core.check(request)
        except Refused as refusal:
            self._refuse(frame[id_key], True, refusal)
            return
        except ServiceFailure as failure:
            self._fail(frame[id_key], str(frame.get(self._names.get("operation", ""))), failure)
            return
        name = str(frame.get(self._names.get("operation", "")))
        in_line = self._waiting.qsize() + self._holding
        self._core.count_in_flight(self._unfinished() + in_line + 1)
        if not in_line and len(self._running) <= self._limit:
            self._start(frame[id_key], name, request)
        else:
            await self._waiting.put((frame[id_key], name, request))

    def _authenticate(self, frame: Mapping[str, Any]) -> None:
        assert self._auth is not None
        token = next((frame.get(key) for key, value in self._auth.send.items() if value == "$token"), None)
        try:
            identity = self._rules.identify(str(token) if token else None, self._core.token)
        except Refused as said:
            # Whoever was accepted before stays so.
            refusal = dict(self._auth.refused)
            put(refusal, self._auth.message, said.message)
            self._send(refusal)
            return
        self._authenticated, self._identity = True, identity
        self._send({**self._auth.accepted, **self._rules.greeting(identity)})

    def _request(self, frame: Mapping[str, Any], body: dict[str, Any]) -> Request:
        values = {name: frame.get(key) for name, key in self._names.items() if name not in {"id", "body"}}
        scopes = self._core.descriptor.gateway.scopes
        # Where the envelope tells no operation, a body may have a field of that name that means no scope.
        named_here = () if "operation" in self._names else self._names
        for each in scopes.values():
            known = values.get(each.parameter) is not None or each.parameter in named_here
            if not known and each.parameter in body:
                values[each.parameter] = body[each.parameter]
        scope = next((key for key, each in scopes.items() if values.get(each.parameter)), None)
        self._core.enter(scope, values, values.get("service"))
        if "operation" in self._names:
            return self._named(values, scope, body)
        service = str(values.pop("service", ""))
        candidates, named = self._core.catalog.called(scope, service)
        served = self._rules.choose([each for each in candidates if each.socket], body)
        if served is None:
            raise self._rules.unknown("socket", scope, service, body)
        values.update(named)
        return self._received(served.name, body, values, served)

    def _named(self, values: dict[str, Any], scope: str | None, body: dict[str, Any]) -> Request:
        name = str(values.pop("operation"))
        values.pop("service", None)
        candidates = self._core.catalog.wires.get(name, [])
        # The same name may mean one thing within a scope, and another outside of it.
        fitting = [served for served in candidates if served.scope == scope] or candidates
        served = self._rules.choose(fitting, body)
        if served is not None:
            return self._received(served.name, body, values, served)
        request = Request(name, "socket", body, values, None, self._connection)
        self._core.look(request)
        if name not in self._core.messages:
            raise self._rules.unknown("socket", scope, name, body)
        return self._received(name, body, values, None)

    def _received(
        self, name: str, body: dict[str, Any], values: dict[str, Any], served: Served | None
    ) -> Request:
        return self._core.received(name, "socket", body, values, served, self._connection, self._identity)

    async def _admit(self) -> None:
        while True:
            id, name, request = await self._waiting.get()
            self._holding = True
            while self._unfinished() > self._limit:
                await asyncio.wait([self._running[0]])
            self._start(id, name, request)
            self._holding = False

    def _start(self, id: Any, name: str, request: Request) -> None:
        self._running.append(asyncio.create_task(self._run(id, name, request)))

    def _unfinished(self) -> int:
        while self._running and self._running[0].done():
            self._running.popleft()
        return len(self._running)

    async def _run(self, id: Any, name: str, request: Request) -> None:
        operation = None if request.served is None else request.served.operation
        kind = self._envelope.kind(name, operation)
        out = _Outlet(self._peer, self._envelope, self._rules.error, self._connection, id, kind)
        faults = self._core.strikes(request)
        try:
            await perform(self._rules, request, self._core.handler(request), faults, out)
        except Refused as refusal:
            self._refuse(id, not refusal.fresh, refusal)

    def _refuse(self, id: Any, has_id: bool, refusal: Refused) -> None:
        if refusal.frame is not None:
            told = {"id": id, "type": refusal.type, "message": refusal.message}
            self._send(fill(refusal.frame, Values(told)))
            return
        error = self._rules.error(refusal.type, refusal.message)
        self._send(self._envelope.error(id, has_id and not refusal.fresh, error, True))

    def _fail(self, id: Any, name: str, failure: ServiceFailure) -> None:
        """Tells of a failure before any operation was found."""
        kind = self._envelope.kind(name, None)
        out = _Outlet(self._peer, self._envelope, self._rules.error, self._connection, id, kind)
        out.send(self._rules.failure_body(failure), True)

    def _send(self, frame: Mapping[str, Any]) -> None:
        self._peer.send(wire.dumps(frame))
        self._connection.sent += 1


class _Outlet:
    """Sends the answer to one request."""

    def __init__(
        self,
        peer: Peer,
        envelope: Envelope,
        error: Callable[[str, str], dict[str, Any]],
        connection: ConnectionMetadata,
        id: Any,
        kind: str,
    ) -> None:
        self._peer = peer
        self._envelope = envelope
        self._error = error
        self._connection = connection
        self._id = id
        self._kind = kind
        self._heads = {kind: envelope.head(id, kind)}
        self.drain = peer.drain
        self.raw = peer.send
        self.abort = peer.abort

    def send(self, body: Any, done: bool, kind: str | None = None) -> None:
        kind = kind or self._kind
        head = self._heads.get(kind)
        if head is None:
            head = self._heads[kind] = self._envelope.head(self._id, kind)
        self._peer.send(head + wire.dumps(body) + self._envelope.tail(done))
        self._connection.sent += 1

    def error(self, fault: Fault) -> None:
        error = self._error(fault.type, fault.message)
        frame = self._envelope.error(self._id, fault.with_id, error, fault.complete, fault.inside)
        self._peer.send(wire.dumps(frame))

    async def close(self, code: int) -> None:
        # Closing waits for the client, and the end of the socket cancels this very task.
        await self._peer.close(code)


def _greeting(core: Core, description: Socket) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    """The frame that greets, and the values in it that are kept."""
    greeting = description.greeting
    if greeting is None:
        return None, {}
    values = Values(core.live)
    body = {**_record(core, greeting.item), **fill(greeting.example, values)}
    receive = description.receive
    frame: dict[str, Any] = {}
    if receive.id is not None:
        frame[receive.id] = str(uuid.uuid4())
    frame = {**frame, **greeting.match, receive.body: body, **fill(receive.more, values)}
    kept: dict[str, Any] = {}
    for name, path in greeting.keep.items():
        if find(frame, path) is None or path.split(".")[-1] not in greeting.example:
            put(frame, path, now() if "time" in path else str(uuid.uuid4()))
        kept[name] = find(frame, path)
    return frame, kept


def _record(core: Core, name: str) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    record = core.descriptor.records.get(name)
    while record is not None:
        for key, field in record.fields.items():
            if not (field.wire or "").startswith("$"):
                fields[field.wire or key] = fill(sample_field(core.descriptor, field, key), Values())
        record = None if record.base is None else core.descriptor.records.get(record.base)
    return fields
