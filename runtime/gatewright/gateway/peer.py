"""What the gateway needs of a WebSocket client, whichever server speaks to it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol

MOST_UNREAD = 16 * 2**20
"""Bytes that may wait for a client which does not read."""


class Peer(Protocol):
    """One connection.

    Attributes:
        held: How often someone had to wait because the client did not read.
    """

    held: int

    @property
    def behind(self) -> bool:
        """So much waits for the client to read it that it should get no more."""
        ...

    async def receive(self) -> bytes | None:
        """The next message; None: there will be none. To ask for it says that those before are handled."""
        ...

    def send(self, data: bytes) -> None:
        """Sends a text message, or does nothing where the connection has ended."""
        ...

    async def drain(self) -> None:
        """Lets others have a turn, and waits while the client does not read."""
        ...

    async def close(self, code: int = 1000, reason: str = "") -> None:
        """Closes the connection; returns when it is closed."""
        ...

    def abort(self, reset: bool = False) -> None:
        """Ends the connection without a word."""
        ...

    async def gone(self) -> None:
        """Returns when the connection has ended."""
        ...


Serve = Callable[[Peer], Awaitable[None]]


class Rejection(Exception):
    """The upgrade is refused with this status and body."""

    def __init__(self, status: int, body: bytes, media: str = "application/json; charset=utf-8") -> None:
        super().__init__(status)
        self.status = status
        self.body = body
        self.media = media if body else None


class PeerText:
    """Sends text by hand."""

    def __init__(self, peer: Peer) -> None:
        self._peer = peer

    async def send_text(self, text: str) -> None:
        """Sends a text message as it is."""
        self._peer.send(text.encode())
        await self._peer.drain()
