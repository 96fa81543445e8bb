# Generated from schema/llmgine by gatewright 0.1.0, content a6beab465244c654. Do not edit.
"""Responses and their parts, as pydantic models."""

from __future__ import annotations

from typing import Any, Literal

from gatewright.model import Model
from pydantic import Field


class ApiDescription(Model):
    """What an API is."""

    title: str = ""
    """Its name."""
    description: str = ""
    """What it is for."""
    version: str = ""
    """Its version."""
    debug: bool = False
    """Whether it runs for debugging."""


class ApiInfo(Model):
    """Settings and abilities of the API."""

    api: ApiDescription
    """What the API is."""
    config: ApiSettings
    """Its settings."""
    messaging: MessagingInfo
    """What its messaging can do."""
    extensions: ExtensionsInfo | None = None
    """What the application added; None where nothing was."""


class ApiSettings(Model):
    """Settings of an API; some are told but not heeded."""

    max_sessions: int | None = None
    """Most sessions at a time."""
    session_timeout: int | None = None
    """Seconds until an unused session is deleted."""
    websocket_heartbeat_interval: int | None = None
    """Seconds between two pings of the server."""


class ConnectionCounts(Model):
    """Counts about connections."""

    initialized: bool = False
    """Whether connections can be kept."""
    total_connections: int = 0
    """Connections that are open."""
    total_sessions: int = 0
    """Sessions that belong to one of them."""
    pending_server_requests: int = 0
    """Questions of the application that wait for an answer."""


class ConnectionInfo(Model):
    """One connection."""

    app_id: str
    """Identifies it."""
    session_count: int = 0
    """Sessions that belong to it."""
    connected_at: str = ""
    """When it was opened, in ISO 8601, in the server's local time."""
    last_activity: str = ""
    """When something last came over it, in ISO 8601, in the server's local time."""
    connection_age_seconds: float = 0
    """Time since it was opened."""
    idle_time_seconds: float = 0
    """Time since something came over it."""


class ConnectionsInfo(Model):
    """Who is connected."""

    summary: ConnectionsSummary
    """The connections."""
    connected_apps: list[str] = []
    """Application ids of the connections."""
    messaging_capabilities: MessagingCapabilities | None = None
    """What the application can send them."""


class ConnectionsSummary(Model):
    """The connections of a server."""

    total_connections: int = 0
    """Connections that are open."""
    total_sessions: int = 0
    """Sessions that belong to one of them."""
    connections: list[ConnectionInfo] = Field([], validate_default=True)
    """Each of them."""
    pending_server_requests: int = 0
    """Questions of the application that wait for an answer."""
    average_idle_time_seconds: float = 0
    """Mean time since something came over one."""
    average_connection_age_seconds: float = 0
    """Mean time since one was opened."""


class CustomFeatures(Model):
    """What an application added to the API."""

    message_types: list[str] = []
    """Types of messages that it handles besides the API's own."""
    custom_routers: int = 0
    """How many groups of routes it added."""


class ExtensionsInfo(Model):
    """What an application added to its API."""

    engine_name: str = ""
    """Name of the application's engine."""
    api_version: str = ""
    """Version of what was added."""
    custom_message_types: list[str] = []
    """Types of messages that it handles."""
    custom_routers_count: int = 0
    """How many groups of routes it added."""
    settings: dict[str, Any] = {}
    """The application's own settings."""
    messaging_api_available: bool = False
    """Whether it can send messages of its own."""
    connection_callbacks_registered: dict[str, int] = {}
    """Number of callbacks for `connect` and `disconnect`."""
    session_callbacks_registered: dict[str, int] = {}
    """Number of callbacks for `session_created` and `session_destroyed`."""
    connected_apps: int = 0
    """Connections that are open."""


class HealthStatus(Model):
    """That the server answers."""

    status: str
    """`healthy`."""
    service: str = ""
    """Name of the service."""
    timestamp: str = ""
    """The server's local time, in ISO 8601."""
    uptime: float | None = None
    """Seconds; see the known defect of `health`."""


class LiveStatus(Model):
    """That the server's process runs."""

    status: str
    """`alive`."""
    timestamp: str = ""
    """The server's local time, in ISO 8601."""
    pid: int | None = None
    """Number of the process."""


class MessagingCapabilities(Model):
    """What an application can send to its clients."""

    send_to_app: bool = False
    """A message to one connection."""
    send_to_session: bool = False
    """A message to the connection of a session."""
    broadcast: bool = False
    """A message to all."""
    request_response: bool = False
    """A question that waits for its answer."""
    event_callbacks: bool = False
    """Being told of connections that open and close."""


class MessagingInfo(Model):
    """What the messaging of an API can do."""

    server_messaging_enabled: bool = False
    """Whether the application can send messages of its own."""
    connection_registry_available: bool = False
    """Whether it knows who is connected."""
    features: list[str] = []
    """Abilities by name."""


class MonitorStatus(Model):
    """Things of one kind, and what watches over them."""

    initialized: bool = False
    """Whether they can be kept."""
    monitor_running: bool = False
    """Whether expired ones are cleared away."""
    count: int = 0
    """How many there are."""


class PingResult(Model):
    """Answer to a ping."""

    timestamp: str
    """The text that the ping held."""


class ReadyServices(Model):
    """Counts of what the server keeps."""

    sessions: MonitorStatus | None = None
    """Sessions."""
    engines: MonitorStatus | None = None
    """Engines that run in them."""
    websocket_connections: ConnectionCounts | None = None
    """Connections."""


class ReadyStatus(Model):
    """That the server is ready for work."""

    status: str
    """`ready`."""
    timestamp: str = ""
    """The server's local time, in ISO 8601."""
    services: ReadyServices
    """Counts of what the server keeps."""


class RootInfo(Model):
    """Name and version of the application."""

    message: str
    """Title of the API."""
    version: str
    """Version of the API."""
    engine_type: str = ""
    """`llmgine-based`."""
    engine_name: str | None = None
    """Name of the application's engine; None where nothing was added to the API."""
    custom_features: CustomFeatures | None = None
    """What was added to the API."""


class SessionCreated(Model):
    """Answer to the making of a session."""

    session_id: str
    """Identifier of the new session."""


class SessionStatus(Model):
    """How a session is."""

    session_id: str
    """Identifier of the session."""
    status: Literal["running", "idle", "failed"] | str
    """`idle` after 300 s in which nothing was done."""
    created_at: str | None = None
    """When it was made, in ISO 8601, in the server's local time."""
    last_interaction_at: str | None = None
    """When something was last done in it, in ISO 8601, in the server's local time."""
