"""Faults on demand: what can go wrong between a gateway and its client.

A fault strikes requests to one operation. `after` says how many frames of the answer go
out before it does (for an import: how many messages are taken in, for an export or a feed:
how many are sent); `times` says how many requests it strikes.

    drop      the TCP connection ends without a word
    reset     the same with a TCP reset
    close     the socket is closed with `code` (REST: the connection is closed; an HTTP stream ends)
    silence   nothing more comes, and the request stays unfinished; an import reads no further
    delay     one pause of `seconds`
    slow      a pause of `seconds` before each frame
    garbage   `data` comes as a frame of its own, and then the answer goes on (REST: it is the answer)
    error     an error comes instead of the rest; see `with_id`, `complete`, `inside`
    big       the body gets a field `padding` of `size` bytes
    late      the last frame comes twice, the second time after `seconds`
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, TypedDict, cast

Kind = Literal["drop", "reset", "close", "silence", "delay", "slow", "garbage", "error", "big", "late"]
Interface = Literal["rest", "socket", "bulk", "feed"]


class Details(TypedDict, total=False):
    """Keyword arguments of `LocalGateway.fault`; `Fault` says what they mean."""

    after: int
    times: int | None
    interface: Interface | None
    seconds: float
    code: int
    type: str
    message: str
    with_id: bool
    complete: bool
    inside: bool
    status: int
    data: bytes
    size: int


@dataclass(slots=True)
class Fault:
    """One fault; the module's docstring describes the kinds.

    Attributes:
        operation: Name of the operation, or `*` for all.
        after: Frames that go out before the fault strikes.
        times: Requests to strike; None: all.
        interface: Strike only there; None: everywhere.
        seconds: Length of a pause.
        code: Close code.
        type, message: Of the error.
        with_id: The error frame names its request.
        complete: The error frame says that it is the last.
        inside: The error stands in the body instead of beside it.
        status: HTTP status of the error on REST.
        data: The garbage.
        size: Bytes of padding.
        struck: Requests struck so far.
    """

    operation: str
    kind: Kind
    after: int = 0
    times: int | None = 1
    interface: Interface | None = None
    seconds: float = 0.0
    code: int = 1011
    type: str = "error"
    message: str = "a fault on demand"
    with_id: bool = True
    complete: bool = True
    inside: bool = False
    status: int = 500
    data: bytes = b"this is not JSON"
    size: int = 1 << 20
    struck: int = field(default=0, init=False)

    def strikes(self, operation: str, interface: Interface) -> bool:
        """Whether it strikes this request; if so it counts it."""
        if self.operation not in {operation, "*"} or self.interface not in {interface, None}:
            return False
        if self.times is not None and self.struck >= self.times:
            return False
        self.struck += 1
        return True


class Outlet(Protocol):
    """Where the answer to one request goes."""

    def send(self, body: Any, done: bool, kind: str | None = None) -> None: ...
    def raw(self, data: bytes) -> None: ...
    def error(self, fault: Fault) -> None: ...
    def abort(self, reset: bool = False) -> None: ...
    async def close(self, code: int) -> None: ...
    async def drain(self) -> None: ...


class Struck(Exception):
    """A fault has ended the answer."""


async def before(faults: list[Fault], out: Outlet, sent: int, body: Any) -> Any:
    """Lets the faults strike that are due before frame `sent`; returns the body to send.

    Raises:
        Struck: Nothing more is to be sent.
    """
    for fault in faults:
        if fault.kind == "slow" and sent >= fault.after:
            await out.drain()
            await asyncio.sleep(fault.seconds)
        elif fault.kind == "big" and sent == fault.after:
            body = {**cast("dict[str, Any]", body), "padding": "x" * fault.size}
        elif sent == fault.after:
            await strike(fault, out)
    return body


async def after(faults: list[Fault], out: Outlet, sent: int, body: Any, kind: str | None = None) -> None:
    """Lets the faults strike that are due after the last of `sent` frames, whose body and kind are given."""
    for fault in faults:
        if fault.kind == "late":
            await out.drain()
            await asyncio.sleep(fault.seconds)
            out.send(body, True, kind)
        elif sent == fault.after:
            await strike(fault, out)


async def strike(fault: Fault, out: Outlet) -> None:
    """Does what a fault of this kind does at its point of time."""
    match fault.kind:
        case "drop" | "reset":
            # What was sent before must leave first, or `after` would mean nothing.
            await out.drain()
            out.abort(reset=fault.kind == "reset")
            raise Struck
        case "close":
            await out.close(fault.code)
            raise Struck
        case "silence":
            await out.drain()
            await asyncio.Event().wait()
        case "delay":
            await out.drain()
            await asyncio.sleep(fault.seconds)
        case "garbage":
            out.raw(fault.data)
        case "error":
            out.error(fault)
            raise Struck
        case "slow" | "big" | "late":
            pass
