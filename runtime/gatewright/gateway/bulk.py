"""Bulk sockets: imports that take messages strictly in order, and exports that tap what is imported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .. import wire
from . import batches
from .catalog import Bulk
from .exchange import Refused, Request, ServiceFailure
from .faults import Fault, Struck, before
from .peer import Peer
from .templates import Values

if TYPE_CHECKING:
    from .core import Core


class Tap:
    """An open export."""

    def __init__(self, bulk: Bulk, request: Request, socket: Peer, faults: list[Fault]) -> None:
        self._bulk = bulk
        self._values = request.context
        self._out = _Outlet(socket)
        self._faults = faults
        self._sent = 0
        self._struck = False

    async def pass_on(self, bulk: Bulk, values: dict[str, Any], message: Any) -> None:
        """Sends what an import took, if it is what this export is about."""
        if self._struck or _about(self._bulk) != _about(bulk) or self._values != values:
            return
        try:
            await before(self._faults, self._out, self._sent, message)
        except Struck:
            self._struck = True
            return
        self._out.send(message, False)
        self._sent += 1


def _about(bulk: Bulk) -> tuple[str, list[str]]:
    # An import and an export belong together when they carry the same items in the same place.
    transfer = bulk.transfer
    return transfer.item, [key for key, value in transfer.message.items() if value == "$items"]


async def pass_on(gateway: Core, bulk: Bulk, values: dict[str, Any], message: Any) -> None:
    """Sends a message to the exports of what `bulk` transfers, in the same place."""
    for tap in list(gateway.taps):
        await tap.pass_on(bulk, values, message)


async def serve_import(
    gateway: Core, bulk: Bulk, values: dict[str, Any], identity: Any, socket: Peer
) -> None:
    """Takes messages until the client closes, or one is bad; every refusal only closes the socket."""
    request = gateway.received(bulk.name, "bulk", {}, values, identity=identity)
    out = _Outlet(socket)
    faults = gateway.strikes(request)
    taken = 0
    try:
        gateway.enter(bulk.transfer.scope, request.context)
        gateway.rules.check(request)
        while True:
            await before(faults, out, taken, None)
            message = await socket.receive()
            if message is None:
                return
            decoded = wire.loads(message)
            accepted = take_in(gateway, bulk, request, decoded)
            if not bulk.transfer.lost:
                await pass_on(gateway, bulk, request.context, accepted)
            taken += 1
    except (Refused, ServiceFailure, wire.JSONDecodeError):
        await socket.close(1000)
    except Struck:
        return


async def serve_export(
    gateway: Core, bulk: Bulk, values: dict[str, Any], identity: Any, socket: Peer
) -> None:
    """Keeps a tap open until the client closes; what the client sends is not looked at."""
    request = gateway.received(bulk.name, "bulk", {}, values, identity=identity)
    try:
        gateway.enter(bulk.transfer.scope, request.context)
        gateway.rules.check(request)
    except Refused:
        await socket.close(1000)
        return
    tap = Tap(bulk, request, socket, gateway.strikes(request))
    gateway.taps.append(tap)
    gateway.changed()
    try:
        while await socket.receive() is not None:
            pass
    finally:
        gateway.taps.remove(tap)


def take_in(gateway: Core, bulk: Bulk, request: Request, message: Any) -> Any:
    """Takes a message of an import, and does to the stores what that does; returns what exports hand on.

    Raises:
        Refused, ServiceFailure: The message is malformed, or something refuses it.
    """
    accepted = gateway.rules.take(request, message)
    keeping = bulk.transfer.keeping
    if keeping is not None:
        items, told = batches.read(bulk.transfer, message)
        values = Values(told, request.context, gateway.stores.counters)
        gateway.keeper.perform_each(request, keeping, values, items)
    return accepted


class _Outlet:
    """Sends to a bulk socket."""

    def __init__(self, socket: Peer) -> None:
        self._socket = socket
        self.close = socket.close
        self.drain = socket.drain
        self.raw = socket.send
        self.abort = socket.abort

    def send(self, body: Any, done: bool, kind: str | None = None) -> None:
        self._socket.send(wire.dumps(body))

    def error(self, fault: Fault) -> None:
        self._socket.send(wire.dumps({"error": {"type": fault.type, "message": fault.message}}))
