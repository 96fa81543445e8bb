# Generated from schema/llmgine by gatewright 0.1.0, content a6beab465244c654. Do not edit.
"""API server for LLMGine-based applications.

Sessions, and typed messages both ways over one WebSocket: the application may send
requests of its own, which this client answers, and notifications.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gatewright.errors import AuthenticationFailed as AuthenticationFailed
    from gatewright.errors import ClientClosed as ClientClosed
    from gatewright.errors import ConfigurationError as ConfigurationError
    from gatewright.errors import ConnectionFailed as ConnectionFailed
    from gatewright.errors import ConnectionLost as ConnectionLost
    from gatewright.errors import GatewayError as GatewayError
    from gatewright.errors import GatewayRefused as GatewayRefused
    from gatewright.errors import ImportInterrupted as ImportInterrupted
    from gatewright.errors import InvalidItem as InvalidItem
    from gatewright.errors import InvalidRequest as InvalidRequest
    from gatewright.errors import NotFound as NotFound
    from gatewright.errors import NotSupported as NotSupported
    from gatewright.errors import NotVerified as NotVerified
    from gatewright.errors import PermissionDenied as PermissionDenied
    from gatewright.errors import ProtocolViolation as ProtocolViolation
    from gatewright.errors import RequestTimeout as RequestTimeout
    from gatewright.errors import ServiceError as ServiceError
    from gatewright.errors import SocketRefused as SocketRefused
    from gatewright.errors import Unavailable as Unavailable

    from .api import Api as Api
    from .errors import EngineCreationFailed as EngineCreationFailed
    from .errors import EngineNotFound as EngineNotFound
    from .errors import HandlerFailed as HandlerFailed
    from .errors import InvalidEngineType as InvalidEngineType
    from .errors import InvalidJson as InvalidJson
    from .errors import InvalidMessageType as InvalidMessageType
    from .errors import SessionNotFound as SessionNotFound
    from .errors import ValidationFailed as ValidationFailed
    from .items import Connected as Connected
    from .items import Notification as Notification
    from .items import ServerMessage as ServerMessage
    from .items import ServerPing as ServerPing
    from .items import ServerRequest as ServerRequest
    from .models import ApiDescription as ApiDescription
    from .models import ApiInfo as ApiInfo
    from .models import ApiSettings as ApiSettings
    from .models import ConnectionCounts as ConnectionCounts
    from .models import ConnectionInfo as ConnectionInfo
    from .models import ConnectionsInfo as ConnectionsInfo
    from .models import ConnectionsSummary as ConnectionsSummary
    from .models import CustomFeatures as CustomFeatures
    from .models import ExtensionsInfo as ExtensionsInfo
    from .models import HealthStatus as HealthStatus
    from .models import LiveStatus as LiveStatus
    from .models import MessagingCapabilities as MessagingCapabilities
    from .models import MessagingInfo as MessagingInfo
    from .models import MonitorStatus as MonitorStatus
    from .models import PingResult as PingResult
    from .models import ReadyServices as ReadyServices
    from .models import ReadyStatus as ReadyStatus
    from .models import RootInfo as RootInfo
    from .models import SessionCreated as SessionCreated
    from .models import SessionStatus as SessionStatus
    from .rest import Server as Server
    from .rest_async import AsyncServer as AsyncServer
    from .sockets import SocketClient as SocketClient
    from .sockets import SocketSession as SocketSession
    from .sockets import SocketSessions as SocketSessions
    from .sockets_async import AsyncSocketClient as AsyncSocketClient
    from .sockets_async import AsyncSocketSession as AsyncSocketSession
    from .sockets_async import AsyncSocketSessions as AsyncSocketSessions

__version__ = "1.0.0"

__all__ = [
    "Api",
    "ApiDescription",
    "ApiInfo",
    "ApiSettings",
    "AsyncServer",
    "AsyncSocketClient",
    "AsyncSocketSession",
    "AsyncSocketSessions",
    "AuthenticationFailed",
    "ClientClosed",
    "ConfigurationError",
    "Connected",
    "ConnectionCounts",
    "ConnectionFailed",
    "ConnectionInfo",
    "ConnectionLost",
    "ConnectionsInfo",
    "ConnectionsSummary",
    "CustomFeatures",
    "EngineCreationFailed",
    "EngineNotFound",
    "ExtensionsInfo",
    "GatewayError",
    "GatewayRefused",
    "HandlerFailed",
    "HealthStatus",
    "ImportInterrupted",
    "InvalidEngineType",
    "InvalidItem",
    "InvalidJson",
    "InvalidMessageType",
    "InvalidRequest",
    "LiveStatus",
    "MessagingCapabilities",
    "MessagingInfo",
    "MonitorStatus",
    "NotFound",
    "NotSupported",
    "NotVerified",
    "Notification",
    "PermissionDenied",
    "PingResult",
    "ProtocolViolation",
    "ReadyServices",
    "ReadyStatus",
    "RequestTimeout",
    "RootInfo",
    "Server",
    "ServerMessage",
    "ServerPing",
    "ServerRequest",
    "ServiceError",
    "SessionCreated",
    "SessionNotFound",
    "SessionStatus",
    "SocketClient",
    "SocketRefused",
    "SocketSession",
    "SocketSessions",
    "Unavailable",
    "ValidationFailed",
]

# Modules are imported when a name of theirs is first asked for, so that this package loads at once.
_HOME = {
    "Api": ".api",
    "ApiDescription": ".models",
    "ApiInfo": ".models",
    "ApiSettings": ".models",
    "AsyncServer": ".rest_async",
    "AsyncSocketClient": ".sockets_async",
    "AsyncSocketSession": ".sockets_async",
    "AsyncSocketSessions": ".sockets_async",
    "AuthenticationFailed": "gatewright.errors",
    "ClientClosed": "gatewright.errors",
    "ConfigurationError": "gatewright.errors",
    "Connected": ".items",
    "ConnectionCounts": ".models",
    "ConnectionFailed": "gatewright.errors",
    "ConnectionInfo": ".models",
    "ConnectionLost": "gatewright.errors",
    "ConnectionsInfo": ".models",
    "ConnectionsSummary": ".models",
    "CustomFeatures": ".models",
    "EngineCreationFailed": ".errors",
    "EngineNotFound": ".errors",
    "ExtensionsInfo": ".models",
    "GatewayError": "gatewright.errors",
    "GatewayRefused": "gatewright.errors",
    "HandlerFailed": ".errors",
    "HealthStatus": ".models",
    "ImportInterrupted": "gatewright.errors",
    "InvalidEngineType": ".errors",
    "InvalidItem": "gatewright.errors",
    "InvalidJson": ".errors",
    "InvalidMessageType": ".errors",
    "InvalidRequest": "gatewright.errors",
    "LiveStatus": ".models",
    "MessagingCapabilities": ".models",
    "MessagingInfo": ".models",
    "MonitorStatus": ".models",
    "NotFound": "gatewright.errors",
    "NotSupported": "gatewright.errors",
    "NotVerified": "gatewright.errors",
    "Notification": ".items",
    "PermissionDenied": "gatewright.errors",
    "PingResult": ".models",
    "ProtocolViolation": "gatewright.errors",
    "ReadyServices": ".models",
    "ReadyStatus": ".models",
    "RequestTimeout": "gatewright.errors",
    "RootInfo": ".models",
    "Server": ".rest",
    "ServerMessage": ".items",
    "ServerPing": ".items",
    "ServerRequest": ".items",
    "ServiceError": "gatewright.errors",
    "SessionCreated": ".models",
    "SessionNotFound": ".errors",
    "SessionStatus": ".models",
    "SocketClient": ".sockets",
    "SocketRefused": "gatewright.errors",
    "SocketSession": ".sockets",
    "SocketSessions": ".sockets",
    "Unavailable": "gatewright.errors",
    "ValidationFailed": ".errors",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOME[name], __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
