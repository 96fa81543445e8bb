"""Who is connected to the socket for calls, and what belongs to each connection."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from .messages import AppGone, ServerMessage
from .peer import Peer, PeerText


@dataclass(eq=False, slots=True)
class ConnectionMetadata:
    """One connection.

    Attributes:
        app_id: Names the connection: the first value that the greeting told, or one made up.
        peer: The socket itself.
        values: All values that the greeting told.
        figures: Live figures, each to be asked for when it is needed.
        session_ids: Keys of what it made and what goes with it.
        connected_at, last_activity: In UTC.
        received, sent: Messages so far.
        pending: Messages to it that wait for an answer.
    """

    app_id: str
    peer: Peer
    values: dict[str, Any] = field(default_factory=dict[str, Any])
    figures: Mapping[str, Callable[[], Any]] = field(default_factory=dict[str, Callable[[], Any]])
    session_ids: set[str] = field(default_factory=set[str])
    connected_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    last_activity: datetime = field(default_factory=lambda: datetime.now(UTC))
    received: int = 0
    sent: int = 0
    pending: dict[str, asyncio.Future[ServerMessage]] = field(
        default_factory=dict[str, "asyncio.Future[ServerMessage]"]
    )
    _began: float = field(default_factory=time.monotonic)
    _active: float = field(default_factory=time.monotonic)

    @property
    def websocket(self) -> PeerText:
        """For messages that are made by hand: `await connection.websocket.send_text(...)`."""
        return PeerText(self.peer)

    def touch(self) -> None:
        """Notes that the client has said something."""
        self.received += 1
        self.last_activity = datetime.now(UTC)
        self._active = time.monotonic()

    @property
    def age(self) -> float:
        """Seconds since it was opened."""
        return time.monotonic() - self._began

    @property
    def idle(self) -> float:
        """Seconds since the client last said something."""
        return time.monotonic() - self._active

    def fail_pending(self) -> None:
        """Tells those who wait for an answer that there will be none."""
        for future in self.pending.values():
            if not future.done():
                future.set_exception(AppGone(f"{self.app_id} disconnected before it answered"))
                # Whoever gave up waiting will not look; nobody is to be warned of that.
                future.exception()
        self.pending.clear()


class Connections:
    """All of them. Changed on the server's loop only, read from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: dict[str, ConnectionMetadata] = {}

    def add(self, connection: ConnectionMetadata) -> None:
        with self._lock:
            self._open[connection.app_id] = connection

    def remove(self, connection: ConnectionMetadata) -> None:
        with self._lock:
            self._open.pop(connection.app_id, None)

    def find(self, app_id: Any) -> ConnectionMetadata | None:
        """The connection of that name, if it is open."""
        with self._lock:
            return self._open.get(app_id) if isinstance(app_id, str) else None

    def owner(self, session_id: str) -> ConnectionMetadata | None:
        """The connection that a session belongs to."""
        return next((each for each in self if session_id in each.session_ids), None)

    def __iter__(self) -> Iterator[ConnectionMetadata]:
        with self._lock:
            return iter(list(self._open.values()))

    def __len__(self) -> int:
        return len(self._open)
