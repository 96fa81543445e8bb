"""Feeds: who watches what, and how events reach them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .. import wire
from .catalog import FeedAt
from .exchange import as_object, log
from .faults import Fault, Struck, before
from .peer import Peer
from .selection import fits
from .templates import Values, fill

if TYPE_CHECKING:
    from .core import Core

Arguments = Mapping[str, str]


class Feeds:
    """All watchers. Every method may be called from any thread, and the coroutines on any loop."""

    def __init__(self, core: Core, silence: float | None) -> None:
        self._core = core
        self._silence = silence
        # On the server's loop only.
        self._watchers: dict[str, set[Watcher]] = {name: set() for name in core.catalog.feeds}

    async def send(self, feed: str, about: str | Arguments | None, event: Mapping[str, Any]) -> int:
        """Sends an event to those who watch a thing, and says how many they are.

        Args:
            feed: Name of the feed.
            about: What the feed's path holds: its arguments, or the only one of them; None: all watchers.
            event: What they get.
        """
        return await self._core.on_loop(self._send(feed, about, event))

    async def send_to_all(self, event: Mapping[str, Any]) -> int:
        """Sends an event to the watchers of all feeds, and says how many they are."""
        counts = [await self.send(name, None, event) for name in self._watchers]
        return sum(counts)

    def publish(self, feed: str, about: str | Arguments | None, event: Mapping[str, Any]) -> int:
        """`send` for plain functions that run in a thread of their own."""
        return self._core.run(self._send(feed, about, event))

    def publish_soon(self, feed: str, about: str | Arguments | None, event: Mapping[str, Any]) -> None:
        """`send` without waiting; events of one thread keep their order."""
        loop = self._core.loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._deliver, feed, about, dict(event))

    def stats(self) -> dict[str, Any]:
        """Numbers of watchers: `total`, and for each feed those of each thing, or simply how many."""
        return {"total": self.count(), **{name: self._of(name) for name in self._watchers}}

    def count(self, feed: str | None = None) -> int:
        """Watchers of one feed, or of all."""
        names = self._watchers if feed is None else [feed]
        return sum(len(self._watchers[name]) for name in names)

    def watched(self, feed: str | None = None) -> dict[str, int]:
        """Things that are watched, and by how many; of one feed or of all."""
        numbers: dict[str, int] = {}
        for name in self._watchers if feed is None else [feed]:
            for watcher in list(self._watchers[name]):
                if watcher.arguments:
                    thing = "/".join(watcher.arguments.values())
                    numbers[thing] = numbers.get(thing, 0) + 1
        return numbers

    def check(self, at: FeedAt, arguments: Arguments) -> None:
        """Looks whether a feed may be opened.

        Raises:
            Refused: What it is about is not there.
        """
        local = at.feed.local
        if local is not None and local.refused is not None and self._object(at, arguments) is None:
            raise self._core.rules.refuse(local.refused, Values(arguments))

    async def serve(self, at: FeedAt, arguments: Arguments, peer: Peer) -> None:
        """Serves one watcher until it goes."""
        request = self._core.received(f"feed_{at.name}", "feed", {}, dict(arguments))
        watcher = Watcher(self._core, at, arguments, peer, self._core.strikes(request))
        self._watchers[at.name].add(watcher)
        self._core.changed()
        try:
            await watcher.serve(self._object(at, arguments) or {}, self._silence)
        finally:
            self._watchers[at.name].discard(watcher)
            self._core.changed()

    def _object(self, at: FeedAt, arguments: Arguments) -> dict[str, Any] | None:
        local = at.feed.local
        if local is None or local.store is None:
            return {}
        return self._core.stores.get(local.store, arguments.get(local.by or ""))

    async def _send(self, feed: str, about: str | Arguments | None, event: Mapping[str, Any]) -> int:
        return self._deliver(feed, about, dict(event))

    def _deliver(self, feed: str, about: str | Arguments | None, event: dict[str, Any]) -> int:
        text = wire.dumps(event)
        count = 0
        for watcher in list(self._watchers[feed]):
            if watcher.watches(about) and watcher.keeps_up():
                watcher.deliver(text)
                count += 1
        return count

    def _of(self, feed: str) -> Any:
        return self.watched(feed) if self._core.catalog.feeds[feed].feed.arguments else self.count(feed)


class Watcher:
    """One client of a feed."""

    def __init__(self, core: Core, at: FeedAt, arguments: Arguments, peer: Peer, faults: list[Fault]) -> None:
        self._core = core
        self._at = at
        self.arguments = arguments
        self._peer = peer
        self._faults = faults
        self._out = _Outlet(peer)
        self._queue: asyncio.Queue[bytes] = asyncio.Queue()
        self._sent = 0
        feeds = core.feeds
        self._values = Values(
            arguments,
            {
                "watchers": lambda: feeds.count(at.name),
                "watched": feeds.watched,
            },
            core.live,
        )

    def watches(self, about: str | Arguments | None) -> bool:
        """Whether it is to get events about this."""
        if about is None or not self.arguments:
            return True
        if isinstance(about, str):
            return about in self.arguments.values()
        return all(self.arguments.get(name) == value for name, value in about.items())

    def keeps_up(self) -> bool:
        """Whether it reads what it is sent; one that does not is sent away."""
        if self._peer.behind:
            log.warning("a watcher of %s reads too slowly, and is sent away", self._at.name)
            self._peer.abort()
            return False
        return True

    def deliver(self, text: bytes) -> None:
        """Sends an event."""
        if self._faults:
            self._queue.put_nowait(text)
        else:
            self._peer.send(text)

    async def serve(self, kept: dict[str, Any], silence: float | None) -> None:
        """Sends what comes first, and then answers commands until the client goes."""
        pumping = asyncio.create_task(self._pump()) if self._faults else None
        try:
            local = self._at.feed.local
            if local is not None:
                values = self._values.over(kept)
                for opening in local.opening:
                    if fits(kept, opening.when):
                        self.deliver(wire.dumps(fill(opening.event, values)))
            await self._listen(silence)
        finally:
            if pumping is not None:
                pumping.cancel()
                await asyncio.gather(pumping, return_exceptions=True)

    async def _listen(self, silence: float | None) -> None:
        local = self._at.feed.local
        ping = local.ping if local is not None else {}
        seconds = None
        if local is not None and ping:
            seconds = local.silence if silence is None else silence
        receiving = asyncio.ensure_future(self._peer.receive())
        try:
            while True:
                done, _ = await asyncio.wait([receiving], timeout=seconds)
                if not done:
                    self.deliver(wire.dumps(fill(ping, self._values)))
                    continue
                message = receiving.result()
                if message is None:
                    return
                self._command(message)
                receiving = asyncio.ensure_future(self._peer.receive())
        finally:
            receiving.cancel()

    def _command(self, message: bytes) -> None:
        for command in self._at.feed.commands.values():
            if command.send.encode() != message:
                continue
            if command.word is not None:
                self.deliver(command.word.encode())
                return
            local = self._at.feed.local
            kept: dict[str, Any] | None = None
            if local is not None and local.store is not None:
                kept = self._core.stores.get(local.store, self.arguments.get(local.by or ""))
            body = fill(command.example, self._values.over(kept or {}))
            self.deliver(wire.dumps({self._at.feed.type: command.event, **body}))
            return

    async def _pump(self) -> None:
        while True:
            text = await self._queue.get()
            try:
                body = await before(self._faults, self._out, self._sent, _loaded(text))
            except Struck:
                return
            self._peer.send(text if as_object(body) is None else wire.dumps(body))
            self._sent += 1


def _loaded(text: bytes) -> Any:
    try:
        return wire.loads(text)
    except wire.JSONDecodeError:
        return None  # a word, not an event


class _Outlet:
    """Where faults strike."""

    def __init__(self, peer: Peer) -> None:
        self.close = peer.close
        self.drain = peer.drain
        self.raw = peer.send
        self.abort = peer.abort

    def send(self, body: Any, done: bool, kind: str | None = None) -> None:
        self.raw(wire.dumps(body))

    def error(self, fault: Fault) -> None:
        self.send({"error": {"type": fault.type, "message": fault.message}}, True)
