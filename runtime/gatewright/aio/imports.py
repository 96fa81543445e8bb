"""Bulk imports over sockets of their own, for asyncio code."""

from __future__ import annotations

import asyncio
import itertools
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Awaitable, Callable, Iterable
from contextlib import aclosing
from typing import Any

from ..checkpoint import Checkpoint
from ..config import backoff
from ..errors import GatewayError
from ..session.imports import ImportRun, Message, batches, passed_over
from ..session.transfer import UNANSWERED_PINGS, ImportSession, interrupted, stalled
from ..transfer import ImportReport, told_of
from .connection import Connection
from .signal import Signal

Dial = Callable[[ImportSession], Awaitable[Connection]]
Release = Callable[[Connection], Awaitable[None]]


async def import_all(
    run: ImportRun,
    items: Iterable[Any] | AsyncIterable[Any],
    dial: Dial,
    release: Release,
    *,
    checkpoint: Checkpoint | None,
    retries: int,
    closed: str,
) -> ImportReport:
    """Send all items, and return when the gateway has confirmed the last one.

    Args:
        dial: Opens a connection.
        release: Closes one.
        closed: What it may mean when the gateway ends an import.
    """
    loop = asyncio.get_running_loop()
    lanes = [_Lane(run, dial, release, retries, closed) for _ in range(run.options.sockets)]
    tell = told_of(run.options.on_progress, items, run.position)
    try:
        # At once, since an import into nowhere is to fail even without items.
        await lanes[0].connect()
        turn = itertools.cycle(lanes)
        async with aclosing(_all_messages(items, run)) as made:
            async for message in made:
                run.count(message)
                await next(turn).send(message)
                if checkpoint is not None:
                    checkpoint.save(run.position)
                if tell is not None:
                    tell(run.progress(loop.time()))
        try:
            for lane in lanes:
                await lane.settle()
        except GatewayError:
            run.end()
            raise
        run.end()
        if checkpoint is not None:
            checkpoint.save(run.position, done=True)
        if tell is not None:
            tell(run.progress(loop.time()))
        return run.report(loop.time())
    except BaseException:
        if checkpoint is not None:
            checkpoint.save(run.position)
        raise
    finally:
        for lane in lanes:
            await lane.close()


class _Lane:
    """One way of messages: a connection, and what is not proven of that which was given to it."""

    def __init__(self, run: ImportRun, dial: Dial, release: Release, retries: int, closed: str) -> None:
        self._run = run
        self._dial = dial
        self._release = release
        self._retries = retries
        self._closed = closed
        self._pending: deque[Message] = deque()
        self._session: ImportSession | None = None
        self._connection: Connection | None = None
        self._failures = 0

    async def connect(self) -> None:
        """Open the connection."""
        session = ImportSession(self._run, self._pending, asyncio.get_running_loop().time())
        self._connection = await self._dial(session)
        self._session = session

    async def send(self, message: Message) -> None:
        """Send a message; waits while too much is unproven."""
        self._pending.append(message)
        await self._persist(settle=False)

    async def settle(self) -> None:
        """Wait until all is proven."""
        if self._session is not None:
            await self._persist(settle=True)

    async def close(self) -> None:
        """Let go of the connection."""
        connection, self._connection, self._session = self._connection, None, None
        if connection is not None:
            await self._release(connection)

    async def _persist(self, *, settle: bool) -> None:
        """Do it, over as many connections as it takes and is allowed."""
        while True:
            try:
                if self._session is None:
                    await self.connect()
                await self._deliver(settle=settle)
                return
            except GatewayError as error:
                # Each way counts for itself: a gateway that restarts ends the connections of all.
                self._failures = (
                    1 if self._session is not None and self._session.proved else self._failures + 1
                )
                if self._failures > self._retries or not self._run.may_resume(error):
                    told = self._run.told(error)
                    raise told from told.__cause__
                await self.close()
                await asyncio.sleep(backoff(self._failures))

    async def _deliver(self, *, settle: bool) -> None:
        session, connection = self._session, self._connection
        assert session is not None
        assert connection is not None
        while session.sent < len(self._pending):
            if session.failure is not None:
                raise interrupted(session, self._closed)
            message, ping = session.next()
            connection.queue(message.data)
            if ping is not None:
                connection.queue_ping(ping)
            try:
                async with asyncio.timeout(self._run.timeout):
                    await connection.writable()
            except TimeoutError:
                raise stalled(session) from None
            if not self._run.confirms:
                self._run.forget(message)
                await asyncio.sleep(0)  # the gateway may have hung up
            if ping is not None:
                await self._wait(session, connection, UNANSWERED_PINGS)
        if session.failed():
            raise interrupted(session, self._closed)
        if settle:
            # Where it proves nothing, it still shows that the gateway has not closed the connection.
            connection.queue_ping(session.ping(last=True))
            await self._wait(session, connection, 0)

    async def _wait(self, session: ImportSession, connection: Connection, unanswered: int) -> None:
        """Wait until no more than so many pings are unanswered."""
        loop = connection.loop
        await asyncio.sleep(0)  # others may run, and what has arrived is taken in
        while True:
            before = session.unanswered
            session.expect(unanswered, loop.time())
            if not session.ready():
                changed = Signal(loop)
                session.wake = changed.set
                await changed.wait(session.deadline - loop.time())
                session.wake = None
            if session.failed():
                raise interrupted(session, self._closed)
            if session.ready():
                return
            if session.unanswered == before:
                raise stalled(session)


async def _all_messages(items: Iterable[Any] | AsyncIterable[Any], run: ImportRun) -> AsyncGenerator[Message]:
    """The messages of an import. If the source fails they end, and `run.end` raises what it failed with."""
    try:
        async with aclosing(_batches(items, run)) as made:
            async for batch in made:
                for message in run.messages(batch):
                    yield message
    except Exception as error:
        # Later, so that what was sent before is proven first.
        run.stopped = error


async def _batches(items: Iterable[Any] | AsyncIterable[Any], run: ImportRun) -> AsyncGenerator[list[Any]]:
    """Lists of items, each for one message."""
    loop = asyncio.get_running_loop()
    if not isinstance(items, AsyncIterable):
        for batch in batches(passed_over(items, run.position), run, loop.time):
            yield batch
        return
    collecting = (
        _full(items, run) if run.options.linger is None else _lingering(items, run, run.options.linger)
    )
    async with aclosing(collecting):
        async for batch in collecting:
            yield batch


async def _full(items: AsyncIterable[Any], run: ImportRun) -> AsyncGenerator[list[Any]]:
    start = run.position
    batch: list[Any] = []
    wanted = run.wanted
    async for item in items:
        if start:
            start -= 1
            continue
        batch.append(item)
        if len(batch) >= wanted:
            yield batch
            batch, wanted = [], run.wanted
    if batch:
        yield batch


async def _lingering(items: AsyncIterable[Any], run: ImportRun, linger: float) -> AsyncGenerator[list[Any]]:
    loop = asyncio.get_running_loop()
    source = aiter(items)
    start = run.position
    batch: list[Any] = []
    until = 0.0
    coming: asyncio.Future[Any] | None = None
    try:
        while True:
            if coming is None:
                coming = asyncio.ensure_future(_next(source))
            await asyncio.wait({coming}, timeout=max(0.0, until - loop.time()) if batch else None)
            if coming.done():
                item, coming = coming.result(), None
                if item is _END:
                    break
                if start:
                    start -= 1
                    continue
                if not batch:
                    until = loop.time() + linger
                batch.append(item)
            if batch and (len(batch) >= run.wanted or loop.time() >= until):
                yield batch
                batch = []
        if batch:
            yield batch
    finally:
        if coming is not None:
            coming.cancel()
            await asyncio.gather(coming, return_exceptions=True)


_END = object()


async def _next(source: AsyncIterator[Any]) -> Any:
    return await anext(source, _END)
