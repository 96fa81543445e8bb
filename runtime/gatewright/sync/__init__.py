"""Blocking code: calls over HTTP and sockets, streams, and bulk transfers."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .bulk import BulkChannel
    from .feed import Feed, FeedChannel
    from .rest import RestChannel
    from .socket import SocketChannel
    from .stream import Stream

__all__ = ["BulkChannel", "Feed", "FeedChannel", "RestChannel", "SocketChannel", "Stream"]

_HOME = {
    "BulkChannel": "bulk",
    "Feed": "feed",
    "FeedChannel": "feed",
    "RestChannel": "rest",
    "SocketChannel": "socket",
    "Stream": "stream",
}


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
