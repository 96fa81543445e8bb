"""asyncio code: calls over HTTP and sockets, streams, and bulk transfers."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .bulk import AsyncBulkChannel
    from .feed import AsyncFeed, AsyncFeedChannel
    from .rest import AsyncRestChannel
    from .socket import AsyncSocketChannel
    from .stream import AsyncStream

__all__ = [
    "AsyncBulkChannel",
    "AsyncFeed",
    "AsyncFeedChannel",
    "AsyncRestChannel",
    "AsyncSocketChannel",
    "AsyncStream",
]

_HOME = {
    "AsyncBulkChannel": "bulk",
    "AsyncFeed": "feed",
    "AsyncFeedChannel": "feed",
    "AsyncRestChannel": "rest",
    "AsyncSocketChannel": "socket",
    "AsyncStream": "stream",
}


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
