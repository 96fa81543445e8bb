"""Live figures of a gateway, which templates of its examples may use.

    $title $description $version $debug   settings
    $max_sessions $session_timeout        settings
    $uptime                               seconds since the gateway was made
    $connections                          WebSocket clients of all kinds
    $apps                                 names of the connections to the socket for calls
    $connection_list                      an object for each: app_id, session_count, connected_at,
                                          last_activity, connection_age_seconds, idle_time_seconds
    $average_age $average_idle            seconds, over those connections
    $sessions                             objects that go with a connection
    $bound_sessions                       those of them whose connection is open
    $pending                              messages of the gateway that wait for an answer
    $message_types $message_type_count    kinds of messages that the host handles itself
    $engine_name                          name given by the host; none where there is no host
    $connect_callbacks $disconnect_callbacks   how many the host has
    $app_count                            number of connections to the socket for calls

Answers on the socket for calls may use these of its connection, too:

    $connected_ms                         milliseconds since it was opened
    $received $sent                       messages in either direction
    $backpressure                         how often a send had to wait for the client
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .connections import ConnectionMetadata

if TYPE_CHECKING:
    from .core import Core
    from .peer import Peer


def live(core: Core) -> dict[str, Callable[[], Any]]:
    """The figures of a gateway, each to be asked for when it is needed."""
    began = time.monotonic()
    settings = core.settings
    open_ = core.connections
    return {
        "title": lambda: settings.title,
        "description": lambda: settings.description,
        "version": lambda: settings.version,
        "debug": lambda: settings.debug,
        "max_sessions": lambda: settings.max_sessions,
        "session_timeout": lambda: settings.session_timeout,
        "uptime": lambda: time.monotonic() - began,
        "connections": lambda: core.live_connections,
        "apps": lambda: [each.app_id for each in open_],
        "app_count": lambda: len(open_),
        "connection_list": lambda: [_about(each) for each in open_],
        "average_age": lambda: _average([each.age for each in open_]),
        "average_idle": lambda: _average([each.idle for each in open_]),
        "sessions": core.stores.sessions,
        "bound_sessions": lambda: sum(len(each.session_ids) for each in open_),
        "pending": lambda: sum(len(each.pending) for each in open_),
        "message_types": lambda: list(core.messages),
        "message_type_count": lambda: len(core.messages),
        "engine_name": lambda: core.engine_name,
        "connect_callbacks": lambda: len(core.callbacks["connect"]),
        "disconnect_callbacks": lambda: len(core.callbacks["disconnect"]),
    }


def of_connection(connection: ConnectionMetadata, peer: Peer) -> dict[str, Callable[[], Any]]:
    """The figures of a connection."""
    return {
        "connected_ms": lambda: round(connection.age * 1000),
        "received": lambda: connection.received,
        "sent": lambda: connection.sent,
        "backpressure": lambda: peer.held,
    }


def _about(connection: ConnectionMetadata) -> dict[str, Any]:
    return {
        "app_id": connection.app_id,
        "session_count": len(connection.session_ids),
        "connected_at": connection.connected_at.isoformat(),
        "last_activity": connection.last_activity.isoformat(),
        "connection_age_seconds": connection.age,
        "idle_time_seconds": connection.idle,
    }


def _average(seconds: list[float]) -> float:
    return sum(seconds) / len(seconds) if seconds else 0
