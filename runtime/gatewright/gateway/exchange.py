"""One request and its answer, on whatever interface; and the rules that a gateway adds to its descriptor."""

from __future__ import annotations

import inspect
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Mapping, Sequence
from typing import Any, TypeGuard, cast

from ..descriptor import Descriptor
from . import faults as faults_
from .catalog import Served, choose
from .faults import Fault, Interface, Outlet

Handler = Callable[["Request"], Any]
"""Answers a request: returns a body, yields bodies, or raises ServiceFailure; sync or async.

Sync handlers run on the server's own loop: whoever has to wait writes an async one.
"""

log = logging.getLogger("gatewright.gateway")

# Streams let other requests speak after each of the first frames, and later, for speed, now and then.
_TURNS = 64


class Request(dict[str, Any]):
    """What a client asked: the body, as it was on the wire, and where it came from.

    Attributes:
        operation: Name of the operation, such as `agent`.
        interface: `rest`, `socket` or `bulk`.
        context: Settings and scope, such as `workspace` and `flow`.
        served: What the descriptor says of the operation; None for a bulk transfer.
    """

    def __init__(
        self,
        operation: str,
        interface: Interface,
        body: Mapping[str, Any],
        context: Mapping[str, Any],
        served: Served | None = None,
    ) -> None:
        super().__init__(body)
        self.operation = operation
        self.interface: Interface = interface
        self.context = dict(context)
        self.served = served

    @property
    def body(self) -> dict[str, Any]:
        """The body as a plain dictionary."""
        return dict(self)

    @property
    def streaming(self) -> bool:
        """Whether a stream is asked for."""
        return self.served is not None and self.served.streams(self)

    def __repr__(self) -> str:
        return f"Request({self.operation!r}, {self.interface!r}, {self.body!r}, {self.context!r})"


class ServiceFailure(Exception):
    """Raised by a handler: the service behind the gateway failed."""

    def __init__(self, type: str, message: str) -> None:
        super().__init__(f"{type}: {message}")
        self.type = type
        self.message = message


class Refused(Exception):
    """The gateway itself refuses a request, before any service sees it.

    Attributes:
        message, type: What an error frame of a socket says.
        status, body: What REST answers.
    """

    def __init__(self, message: str, *, type: str = "error", status: int = 400) -> None:
        super().__init__(message)
        self.message = message
        self.type = type
        self.status = status

    @property
    def body(self) -> dict[str, Any]:
        return {"error": self.message}


class Rules:
    """What a gateway does beyond its descriptor. An extension overrides what differs.

    Attributes:
        read_ahead: Requests that a socket reads while those before them fill all places.
    """

    read_ahead = 1

    def __init__(self, descriptor: Descriptor) -> None:
        self.descriptor = descriptor

    def unauthorized(self) -> Refused:
        """No credential, or a wrong one."""
        return Refused("unauthorized", type="unauthorized", status=401)

    def unknown_path(self, path: str) -> Refused:
        """Nothing is served at this path."""
        return Refused("not found", type="not-found", status=404)

    def unknown(
        self, interface: Interface, scope: str | None, service: str, body: Mapping[str, Any]
    ) -> Refused:
        """No such service, or no such operation of it."""
        return Refused(f"there is no such operation of {service}", type="not-found", status=404)

    def unreadable(self, scope: str | None, reason: str, is_json: bool) -> Refused:
        """A REST body is no JSON, or no object."""
        return Refused(reason, type="bad-request", status=400)

    def bad_frame(self, reason: str) -> Refused:
        """A socket frame is no JSON, no object, or lacks an id or a body."""
        return Refused(reason, type="bad-message")

    def greeting(self) -> dict[str, Any]:
        """Further fields of the frame that accepts a credential."""
        return {}

    def choose(self, candidates: Sequence[Served], body: Mapping[str, Any]) -> Served | None:
        """The operation of a service that a body means."""
        return choose(candidates, body)

    def check(self, request: Request) -> None:
        """Looks at a request before its handler does, or at a bulk socket when it opens.

        Raises:
            Refused, ServiceFailure
        """

    def failed(self, request: Request, failure: ServiceFailure) -> tuple[Any, bool]:
        """The body that tells of a failed service, and whether its frame is marked as the last."""
        errors = self.descriptor.gateway.errors
        body: dict[str, Any] = {}
        put(body, errors.at[0] if errors.at else "error", self.error(failure.type, failure.message))
        return body, True

    def error(self, type: str, message: str) -> dict[str, Any]:
        """An error object."""
        errors = self.descriptor.gateway.errors
        return {errors.message: message, errors.type: type}

    def is_last(self, request: Request, body: Any) -> bool | None:
        """Whether this body of a stream says that it is the last; None: bodies do not say."""
        return None

    def closing(self, request: Request) -> Any:
        """The body that ends a stream whose handler ended without a last one."""
        return {}

    def answer(self, request: Request) -> Any:
        """The answer to an operation without a handler: its example."""
        assert request.served is not None
        example = request.served.operation.example
        if request.streaming and example.stream:
            return iter(example.stream)
        return {} if example.response is None else example.response

    def take(self, request: Request, message: Any) -> Any:
        """Takes one message of a bulk import; returns what exports hand on.

        Raises:
            Refused: The message is malformed.
        """
        if as_object(message) is None:
            raise Refused("a message is no object")
        return message


def as_object(value: Any) -> dict[str, Any] | None:
    """The value if it is a JSON object, else None."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else None


def put(target: dict[str, Any], path: str, value: Any) -> None:
    """Sets what a dotted path names, making the objects on its way."""
    *parents, last = path.split(".")
    for name in parents:
        target = target.setdefault(name, {})
    target[last] = value


def find(body: Any, path: str) -> Any:
    """What a dotted path names, or None."""
    for name in path.split("."):
        inner = as_object(body)
        if inner is None:
            return None
        body = inner.get(name)
    return body


async def perform(rules: Rules, request: Request, handler: Handler, faults: list[Fault], out: Outlet) -> None:
    """Runs a handler and sends what it gives.

    Raises:
        Refused: The gateway refuses the request.
    """
    answering = _Answer(rules, request, faults, out)
    try:
        rules.check(request)
        result = handler(request)
        if inspect.isawaitable(result):
            result = await result
        if _follows(result):
            await answering.follow(result)
        elif _pours(result):
            await answering.pour(result)
        else:
            await answering.give(result, True)
    except faults_.Struck:
        return
    except ServiceFailure as failure:
        await answering.fail(failure)
    except Refused:
        raise
    except Exception as error:
        # A bug in somebody's handler: the log has it whole, and the client need not wait for a timeout.
        log.exception("the handler of %s failed", request.operation)
        await answering.fail(ServiceFailure("handler-failed", f"{type(error).__name__}: {error}"))


def _follows(result: Any) -> TypeGuard[AsyncIterator[Any]]:
    return isinstance(result, AsyncIterator)


def _pours(result: Any) -> TypeGuard[Iterator[Any]]:
    return isinstance(result, Iterator)


class _Answer:
    """Sends bodies, with faults where they are due."""

    def __init__(self, rules: Rules, request: Request, faults: list[Fault], out: Outlet) -> None:
        self._rules = rules
        self._request = request
        self._faults = faults
        self._out = out
        self._sent = 0
        self._done = False
        self._errors = rules.descriptor.gateway.errors.at

    async def give(self, body: Any, done: bool) -> None:
        """Sends one body."""
        if self._faults:
            body = await faults_.before(self._faults, self._out, self._sent, body)
        self._out.send(body, done)
        self._sent += 1
        self._done = done
        if not done and (self._sent <= _TURNS or self._sent % _TURNS == 0):
            await self._out.drain()
        if done and self._faults:
            await faults_.after(self._faults, self._out, self._sent, body)

    async def pour(self, bodies: Iterator[Any]) -> None:
        """Sends what a plain iterator gives. It never waits, so looking one ahead shows which is the last."""
        nothing = object()
        held = next(bodies, nothing)
        while held is not nothing and not self._done:
            try:
                following = next(bodies, nothing)
            except Exception:
                await self.give(held, False)
                raise
            await self.give(held, following is nothing or self._ends(held))
            held = following
        await self._finish()

    async def follow(self, bodies: AsyncIterator[Any]) -> None:
        """Sends what an async iterator gives, each body as soon as it comes."""
        try:
            async for body in bodies:
                await self.give(body, self._ends(body))
                if self._done:
                    break
            await self._finish()
        finally:
            if isinstance(bodies, AsyncGenerator):
                await cast("AsyncGenerator[Any]", bodies).aclose()

    async def fail(self, failure: ServiceFailure) -> None:
        """Tells of a failure."""
        body, done = self._rules.failed(self._request, failure)
        try:
            if self._faults:
                body = await faults_.before(self._faults, self._out, self._sent, body)
        except faults_.Struck:
            return
        self._out.send(body, done)

    async def _finish(self) -> None:
        if not self._done:
            await self.give(self._rules.closing(self._request), True)

    def _ends(self, body: Any) -> bool:
        fields = as_object(body)
        if fields is None:
            return False
        if self._rules.is_last(self._request, fields):
            return True
        return any(fields.get(path) is not None or find(fields, path) is not None for path in self._errors)
