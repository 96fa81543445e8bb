"""One request and its answer, on whatever interface."""

from __future__ import annotations

import asyncio
import inspect
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeGuard, cast

from .. import wire
from . import faults as faults_
from .catalog import Served
from .faults import Fault, Interface, Outlet
from .messages import ServerMessage

if TYPE_CHECKING:
    from .connections import ConnectionMetadata
    from .rules import Rules

Handler = Callable[["Request"], Any]
"""Answers a request: returns a body, yields bodies, or raises ServiceFailure; sync or async.

Where nothing in a body tells its type, it yields pairs of type and body.

Sync handlers run on the server's own loop: whoever has to wait writes an async one.
"""

log = logging.getLogger("gatewright.gateway")

# Streams let other requests speak after each of the first frames, and later, for speed, now and then.
_TURNS = 64


class Request(dict[str, Any]):
    """What a client asked: the body, as it was on the wire, and where it came from.

    Attributes:
        operation: Name of the operation, such as `agent`; of a message that no operation describes, its kind.
        interface: `rest`, `socket`, `bulk` or `feed`.
        context: Settings and scope, such as `workspace` and `flow`.
        served: What the descriptor says of the operation; None for transfers, feeds and further messages.
        connection: The socket for calls over which it came, if it did.
        identity: Who asks, as the gateway's rules made it out; None where they tell nobody from another.
    """

    def __init__(
        self,
        operation: str,
        interface: Interface,
        body: Mapping[str, Any],
        context: Mapping[str, Any],
        served: Served | None = None,
        connection: ConnectionMetadata | None = None,
        identity: Any = None,
    ) -> None:
        super().__init__(body)
        self.operation = operation
        self.interface: Interface = interface
        self.context = dict(context)
        self.served = served
        self.connection = connection
        self.identity = identity

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
    """Raised by a handler: the service behind the gateway failed.

    Attributes:
        type, message: What went wrong.
        status: What REST answers where the status tells errors.
        body: The body that tells of it, where it is not as all such bodies are.
    """

    def __init__(
        self, type: str, message: str, *, status: int = 500, body: dict[str, Any] | None = None
    ) -> None:
        super().__init__(f"{type}: {message}")
        self.type = type
        self.message = message
        self.status = status
        self.body = body


class Refused(Exception):
    """The gateway itself refuses a request, before any service sees it.

    Attributes:
        message, type: What an error frame of a socket says.
        status: What REST answers.
        body: What REST answers, where it is not as all errors are.
        fresh: The error frame does not name the request.
        plain: REST answers with the message alone, as plain text.
        frame: Template of what a socket answers, where it is not as all errors are.
    """

    def __init__(
        self,
        message: str,
        *,
        type: str = "error",
        status: int = 400,
        body: dict[str, Any] | None = None,
        fresh: bool = False,
        plain: bool = False,
        frame: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.type = type
        self.status = status
        self.body = body
        self.fresh = fresh
        self.plain = plain
        self.frame = frame


class NoAnswer(Exception):
    """Raised by a handler, or by the rules: the service says nothing, and the gateway waits for it."""


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
            result = await _in_time(rules, result)
        if request.streaming and wire.is_array(result):
            result = iter(result)
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
    except NoAnswer:
        await answering.fail(await silence(rules))
    except Refused:
        raise
    except Exception as error:
        # A bug in somebody's handler: the log has it whole, and the client need not wait for a timeout.
        log.exception("the handler of %s failed", request.operation)
        said = rules.broken(error)
        if isinstance(said, Refused):
            raise said from error
        await answering.fail(said)


def _follows(result: Any) -> TypeGuard[AsyncIterator[Any]]:
    return isinstance(result, AsyncIterator)


def _pours(result: Any) -> TypeGuard[Iterator[Any]]:
    return isinstance(result, Iterator)


async def _in_time(rules: Rules, answer: Awaitable[Any]) -> Any:
    if rules.patience is None:
        return await answer
    limit = asyncio.timeout(rules.patience)
    try:
        async with limit:
            return await answer
    except TimeoutError:
        if limit.expired():
            raise rules.late() from None
        raise


async def silence(rules: Rules) -> ServiceFailure:
    """Waits as long as the gateway waits for a service; returns what it says then."""
    try:
        async with asyncio.timeout(rules.patience):
            await asyncio.Event().wait()
    except TimeoutError:
        pass
    return rules.late()


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
        stream = request.served.operation.stream if request.served is not None else None
        self._end = () if stream is None else tuple(stream.end)
        self._type = None if stream is None else stream.type
        media = None if request.served is None else request.served.media
        self._bare = request.interface == "rest" and media is not None

    async def give(self, item: Any, done: bool) -> None:
        """Sends one body, or one pair of kind and body."""
        kind, body = _apart(item)
        if self._faults:
            body = await faults_.before(self._faults, self._out, self._sent, body)
        self._out.send(body, done, kind)
        self._sent += 1
        self._done = done
        if not done and (self._sent <= _TURNS or self._sent % _TURNS == 0):
            await self._out.drain()
        if done and self._faults:
            await faults_.after(self._faults, self._out, self._sent, body, kind)

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
            while not self._done:
                try:
                    body = await _in_time(self._rules, anext(bodies))
                except StopAsyncIteration:
                    break
                await self.give(body, self._ends(body))
            await self._finish()
        finally:
            if isinstance(bodies, AsyncGenerator):
                await cast("AsyncGenerator[Any]", bodies).aclose()

    async def fail(self, failure: ServiceFailure) -> None:
        """Tells of a failure."""
        said: Refused | None = None
        body, done = None, True
        try:
            body, done = await self._failed(failure)
        except Refused as refusal:
            said = refusal
        try:
            if self._faults:
                body = await faults_.before(self._faults, self._out, self._sent, body or {})
        except faults_.Struck:
            return
        if said is not None:
            raise said from failure
        self._out.send(body, done, None)

    async def _failed(self, failure: ServiceFailure) -> tuple[Any, bool]:
        try:
            return self._rules.failed(self._request, failure)
        except NoAnswer:
            return self._rules.failed(self._request, await silence(self._rules))

    async def _finish(self) -> None:
        # Where an item ends the stream, or the connection does, a handler that leaves it out means it.
        if not self._done and not self._end and not self._bare:
            await self.give(self._rules.closing(self._request), True)

    def _ends(self, item: Any) -> bool:
        kind, body = _apart(item)
        fields = as_object(body)
        if self._end:
            told = fields.get(self._type) if fields is not None and self._type is not None else kind
            return told in self._end
        if fields is None or self._bare:
            return False
        if self._rules.is_last(self._request, fields):
            return True
        return any(fields.get(path) is not None or find(fields, path) is not None for path in self._errors)


def _apart(item: Any) -> tuple[str | None, Any]:
    """Kind and body of what a handler gave."""
    if type(item) is dict:  # nearly always, and asking a pydantic class about its instances takes long
        return None, cast("dict[str, Any]", item)
    if isinstance(item, ServerMessage):
        return item.type, item.data
    # Bodies are what JSON knows, which has no tuples.
    return cast("tuple[str, Any]", item) if isinstance(item, tuple) else (None, item)
