"""What bulk transfers and uploads tell about themselves."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sized
from dataclasses import dataclass
from os import PathLike
from typing import Any, Literal, TypeAlias, cast

from .config import check_count, check_timeout
from .errors import ConfigurationError, GatewayError, InvalidItem

OnError: TypeAlias = Literal["raise", "skip"] | Callable[[InvalidItem], object]
"""What happens to an item that cannot be sent: it ends the import, is left out, or is told and left out."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a bulk import is.

    Attributes:
        sent: Items sent.
        confirmed: Items known to have been handed on by the gateway.
        batches: Messages sent.
        bytes: Bytes of message text sent.
        seconds: Time since the import began.
        rejected: Items left out since they cannot be sent.
    """

    sent: int
    confirmed: int
    batches: int
    bytes: int
    seconds: float
    rejected: int = 0


OnProgress: TypeAlias = Callable[[Progress], object] | Callable[[int, int | None], object]
"""Is told of an import: its progress, or the items sent and how many there are, if that is known."""


@dataclass(frozen=True, slots=True)
class Uploaded:
    """What a finished upload did.

    Attributes:
        bytes: Size of the whole.
        sent: Bytes sent by this call; fewer when it went on with an earlier one.
        chunks: Chunks sent by this call.
    """

    bytes: int
    sent: int
    chunks: int


@dataclass(frozen=True, slots=True)
class ImportReport(Progress):
    """What a finished bulk import did; `confirmed` equals `sent`.

    Confirmed means handed to the gateway's message bus, not stored.
    """


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What an export to a file did.

    Attributes:
        items: Items written.
        bytes: Size of the file; None if it was given as an open one.
        seconds: Time that it took.
    """

    items: int
    bytes: int | None
    seconds: float


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Stands among the items of an import for one that its source could not read; it is rejected.

    Attributes:
        reason: What is wrong with it, and where it stands in its source.
    """

    reason: str


def told_of(
    on_progress: OnProgress | None, items: object, start: int = 0
) -> Callable[[Progress], object] | None:
    """What to call with the progress of an import of those items, of which the first ones are passed over."""
    if on_progress is None or _wants(on_progress) != 2:
        return cast("Callable[[Progress], object] | None", on_progress)
    plain = cast("Callable[[int, int | None], object]", on_progress)
    total = len(items) if isinstance(items, Sized) else None
    return lambda progress: plain(start + progress.sent, total)


def _wants(function: Callable[..., object]) -> int:
    """How many arguments it has to get by position."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):  # some of C tell nothing
        return 1
    by_position = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return sum(each.kind in by_position and each.default is each.empty for each in parameters)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """How an import goes about it.

    Attributes:
        batch_size: Items in one message, at most.
        batch_bytes: Bytes of one message, about; larger items go alone.
        linger: Seconds after which a batch is sent though it is not full; None: never. From a plain
            iterable the next item has to come first.
        on_error: What happens to an item that cannot be sent.
        resume: `auto`: a lost connection is replaced, and what was not confirmed is sent again.
        checkpoint: File that keeps how far it has come; the same import passes over that next time.
        start: Items to pass over.
        sockets: Connections to spread messages over. With more than one their order is not kept.
        on_progress: Called after every message, and at the end: with the `Progress`, or, if it takes two
            arguments, with the items sent and their number, None where that is not known.
        timeout: Seconds to wait for a connection, and for each confirmation; None: as set on the client.
    """

    batch_size: int
    batch_bytes: int = 262_144
    linger: float | None = None
    on_error: OnError = "raise"
    resume: Literal["auto"] | None = None
    checkpoint: str | PathLike[str] | None = None
    start: int = 0
    sockets: int = 1
    on_progress: OnProgress | None = None
    timeout: float | None = None

    def check(self) -> None:
        """Refuse what makes no sense.

        Raises:
            ConfigurationError: one of them; the message says which and why.
        """
        check_count("batch_size", self.batch_size, 1)
        check_count("batch_bytes", self.batch_bytes, 1)
        check_count("start", self.start, 0)
        check_count("sockets", self.sockets, 1)
        if self.linger is not None:
            check_timeout(self.linger, "linger")
        if self.on_error not in ("raise", "skip") and not callable(self.on_error):
            raise ConfigurationError(f"on_error: {self.on_error!r} is neither 'raise', 'skip' nor a function")
        if self.resume not in (None, "auto"):
            raise ConfigurationError(f"resume: {self.resume!r} is neither 'auto' nor None")


@dataclass(frozen=True, slots=True)
class Gap:
    """A time in which an export was not connected, so that items may have been missed.

    Attributes:
        since: When it began, in seconds since 1970: when the gateway said goodbye, or else when it had last
            brought something that was read at once.
        until: When the export was open again.
        error: Why the connection was lost.
    """

    since: float
    until: float
    error: GatewayError


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOptions:
    """How an export goes about it.

    Attributes:
        limit: Items after which it ends.
        idle_timeout: Seconds without an item after which it ends, while it is open.
        until: Says of an item whether it is the last one.
        batches: Hand on lists of items, as messages hold them.
        on_ready: Called when it is open.
        reconnect: A lost connection is replaced.
        on_gap: Called after that.
        timeout: Seconds to wait until it is open; None: as set on the client.
    """

    limit: int | None = None
    idle_timeout: float | None = None
    until: Callable[[Any], object] | None = None
    batches: bool = False
    on_ready: Callable[[], object] | None = None
    reconnect: bool = False
    on_gap: Callable[[Gap], object] | None = None
    timeout: float | None = None

    def check(self) -> None:
        """Refuse what makes no sense.

        Raises:
            ConfigurationError: one of them; the message says which and why.
        """
        if self.limit is not None:
            check_count("limit", self.limit, 0)
        if self.idle_timeout is not None:
            check_timeout(self.idle_timeout, "idle_timeout")
        for name in ("until", "on_ready", "on_gap"):
            given: object = getattr(self, name)
            if given is not None and not callable(given):
                raise ConfigurationError(f"{name}: {given!r} is no function")
        if self.on_gap is not None and not self.reconnect:
            raise ConfigurationError("on_gap: there are gaps only with reconnect=True")


def instead(
    metadata: Mapping[str, Any] | None,
    arguments: dict[str, Any],
    wires: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The arguments of an import, with what `metadata` says in their place; what else it says is ignored.

    `wires` has those names on the wire that are others.
    """
    if metadata is None:
        return arguments
    said = {name: metadata[wire] for name, wire in (wires or {}).items() if wire in metadata}
    return {name: metadata.get(name, said.get(name, value)) for name, value in arguments.items()}
