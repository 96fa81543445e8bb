"""One bulk import, over whatever connections it takes: items in, messages out, and what of them is proven.

run = ImportRun(transfer, arguments, options, start=0, timeout=60, max_frame=..., now=...)
for message in all_messages(items, run, clock): ...   # made as they are asked for
run.confirm(message)                                  # the gateway has taken it
run.position                                          # up to here nothing is missing
run.end()                                             # raises what the source ended with, if it failed
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..errors import ClientClosed, ConnectionFailed, GatewayError, ImportInterrupted, InvalidItem, Unavailable
from ..operation import Import
from ..transfer import ImportOptions, ImportReport, Progress, Unreadable


class Message:
    """A batch, ready to be sent.

    Attributes:
        data: The text; empty if nothing of the batch can be sent.
        items: How many items it holds.
        end: Index of the first item after its batch.
        proven: The gateway has taken it.
    """

    __slots__ = ("data", "end", "items", "proven")

    def __init__(self, data: bytes, items: int, end: int) -> None:
        self.data = data
        self.items = items
        self.end = end
        self.proven = False


class ImportRun:
    """An import's bookkeeping.

    Attributes:
        confirms: The gateway proves what it took.
        queue: Messages that it may still hold when it does.
        position: Index of the first item that may be missing on the other side.
        timeout: Seconds to wait for a connection, and for each proof.
        stopped: What the source ended with, if it failed; a bad item is such a failure, too.
        began: When it began.
    """

    def __init__(
        self,
        transfer: Import[Any],
        arguments: Mapping[str, Any],
        options: ImportOptions,
        *,
        start: int,
        timeout: float,
        max_frame: int,
        now: float,
    ) -> None:
        self.name = transfer.name
        self.confirms = transfer.confirmed_by_pong
        self.queue = transfer.queue
        self.options = options
        self.position = start
        self.timeout = timeout
        self.stopped: Exception | None = None
        self._transfer = transfer
        self._arguments = arguments
        self._max_frame = max_frame
        self.began = now
        self._next = start
        self._sent = 0
        self._confirmed = 0
        self._rejected = 0
        self._messages = 0
        self._bytes = 0
        self._latest: Message | None = None
        self._outstanding: deque[Message] = deque()

    @property
    def wanted(self) -> int:
        """Items that make up the next batch, so that its message is about as long as it should be."""
        if self._latest is None:
            return self.options.batch_size
        # The latest alone, since what came long ago tells nothing about the items that come now.
        fitting = self.options.batch_bytes * self._latest.items // len(self._latest.data)
        return max(1, min(self.options.batch_size, fitting))

    def messages(self, items: list[Any]) -> list[Message]:
        """The messages of the next items; more than one if they would not fit into a frame.

        Raises:
            InvalidItem: an item cannot be sent, and that ends the import.
        """
        first = self._next
        self._next += len(items)
        made = self._made(items, first)
        self._outstanding.extend(made)
        for message in made:
            message.proven = not message.data
        self._advance()
        return [message for message in made if message.data]

    def count(self, message: Message) -> None:
        """A message is sent for the first time."""
        self._sent += message.items
        self._messages += 1
        self._bytes += len(message.data)
        self._latest = message

    def confirm(self, message: Message) -> None:
        """The gateway has taken a message."""
        message.proven = True
        self._confirmed += message.items
        self._advance()

    def forget(self, message: Message) -> None:
        """A message was sent of which nothing will ever be proven."""
        self._outstanding.remove(message)

    def may_resume(self, error: GatewayError) -> bool:
        """Whether to replace the connection that failed so."""
        closed = isinstance(error, ClientClosed) or isinstance(error.__cause__, ClientClosed)
        wanted = self.options.resume == "auto" and self.confirms and not closed
        return wanted and isinstance(error, (ConnectionFailed, Unavailable))

    def told(self, error: GatewayError) -> GatewayError:
        """The error that says how far the import has come, where the one at hand does not."""
        if isinstance(error, ImportInterrupted) or not self._sent:
            return error
        told = self.interrupted(f"the import ended early: {error.message}")
        told.__cause__ = error
        return told

    def end(self) -> None:
        """Raise what the source ended with, if it failed; it says how far the import has come."""
        error, self.stopped = self.stopped, None
        if error is None:
            return
        if self._sent:
            said = self.interrupted("").hint
            if isinstance(error, InvalidItem):
                error.hint = said
            else:
                error.add_note(f"{self.name}: {said}")
        try:
            raise error
        finally:
            del error  # it holds this frame

    def progress(self, now: float) -> Progress:
        return Progress(*self._counts(now))

    def report(self, now: float) -> ImportReport:
        return ImportReport(*self._counts(now))

    def interrupted(self, message: str) -> ImportInterrupted:
        """The error of an import that stops here."""
        return ImportInterrupted(
            message,
            sent=self._sent,
            confirmed=self._confirmed,
            position=self.position,
            operation=self.name,
        )

    def _counts(self, now: float) -> tuple[int, int, int, int, float, int]:
        seconds = now - self.began
        return self._sent, self._confirmed, self._messages, self._bytes, seconds, self._rejected

    def _advance(self) -> None:
        # Where nothing is ever proven, what went before a message that needs no proof is not either.
        while self.confirms and self._outstanding and self._outstanding[0].proven:
            self.position = self._outstanding.popleft().end

    def _made(self, items: list[Any], first: int) -> list[Message]:
        end = first + len(items)
        indexes: Sequence[int] = range(first, end)
        try:
            data = self._encode(items, first)
        except InvalidItem as error:
            if self.options.on_error == "raise":
                raise self._told(error, items, first) from None
            indexes = [
                index for index, item in zip(indexes, items, strict=True) if self._is_good(item, index)
            ]
            items = [items[index - first] for index in indexes]
            data = self._encode(items, first) if items else b""
        return self._fitting(data, items, indexes, end)

    def _fitting(self, data: bytes, items: list[Any], indexes: Sequence[int], end: int) -> list[Message]:
        """Messages that fit into a frame, of good items and their text."""
        if len(data) <= self._max_frame:
            return [Message(data, len(items), end)]
        if len(items) == 1:
            text = f"it takes {len(data)} bytes, more than a frame holds"
            self._reject(InvalidItem(text, index=indexes[0]))
            return [Message(b"", 0, end)]
        made: list[Message] = []
        half = len(items) // 2
        for part, places, last in (
            (items[:half], indexes[:half], indexes[half]),
            (items[half:], indexes[half:], end),
        ):
            made += self._fitting(self._encode(part, places[0]), part, places, last)
        return made

    def _encode(self, items: list[Any], first: int) -> bytes:
        return self._transfer.encode(items, self._arguments, first)

    def _is_good(self, item: Any, index: int) -> bool:
        try:
            self._encode([item], index)
        except InvalidItem as error:
            self._reject(self._told(error, [item], index))
            return False
        return True

    def _reject(self, error: InvalidItem) -> None:
        error.operation = self.name
        if self.options.on_error == "raise":
            raise error
        self._rejected += 1
        if callable(self.options.on_error):
            self.options.on_error(error)

    def _told(self, error: InvalidItem, items: list[Any], first: int) -> InvalidItem:
        """The error, with what a source says of an item that it could not read."""
        item = items[error.index - first]
        if isinstance(item, Unreadable):
            error = InvalidItem(item.reason, index=error.index)
        error.operation = self.name
        return error


def passed_over(items: Iterable[Any], start: int) -> Iterator[Any]:
    """The items from an index on."""
    return itertools.islice(items, start, None)


def all_messages(items: Iterable[Any], run: ImportRun, clock: Callable[[], float]) -> Iterator[Message]:
    """The messages of an import. If the source fails they end, and `run.end` raises what it failed with."""
    try:
        for batch in batches(passed_over(items, run.position), run, clock):
            yield from run.messages(batch)
    except Exception as error:
        # Later, so that what was sent before is proven first.
        run.stopped = error


def batches(items: Iterator[Any], run: ImportRun, clock: Callable[[], float]) -> Iterator[list[Any]]:
    """Lists of items, each for one message."""
    linger = run.options.linger
    while True:
        if linger is None:
            batch = list(itertools.islice(items, run.wanted))
        else:
            batch = _lingering(items, run.wanted, linger, clock)
        if not batch:
            return
        yield batch


def _lingering(items: Iterator[Any], wanted: int, linger: float, clock: Callable[[], float]) -> list[Any]:
    batch: list[Any] = []
    until = 0.0
    for item in items:
        if not batch:
            until = clock() + linger
        batch.append(item)
        if len(batch) >= wanted or clock() >= until:
            break
    return batch
