# Generated from schema/llmgine by gatewright 0.1.0, content a6beab465244c654. Do not edit.
"""What the runtime needs to know of each operation: one constant for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gatewright.operation import Operation, Result

if TYPE_CHECKING:
    from .models import (
        ApiInfo,
        ConnectionsInfo,
        HealthStatus,
        LiveStatus,
        PingResult,
        ReadyStatus,
        RootInfo,
        SessionStatus,
    )

SERVER_ROOT: Operation[RootInfo] = Operation(
    name="server.root", method="GET", path="/", result=Result("RootInfo"), idempotent=True
)
SERVER_HEALTH: Operation[HealthStatus] = Operation(
    name="server.health", method="GET", path="/health", result=Result("HealthStatus"), idempotent=True
)
SERVER_READY: Operation[ReadyStatus] = Operation(
    name="server.ready", method="GET", path="/health/ready", result=Result("ReadyStatus"), idempotent=True
)
SERVER_LIVE: Operation[LiveStatus] = Operation(
    name="server.live", method="GET", path="/health/live", result=Result("LiveStatus"), idempotent=True
)
SERVER_INFO: Operation[ApiInfo] = Operation(
    name="server.info", method="GET", path="/api/info", result=Result("ApiInfo"), idempotent=True
)
SERVER_CONNECTIONS: Operation[ConnectionsInfo] = Operation(
    name="server.connections",
    method="GET",
    path="/api/connections",
    result=Result("ConnectionsInfo"),
    idempotent=True,
)
PING: Operation[PingResult] = Operation(
    name="ping", frame={"operation": "ping"}, fill={"timestamp": "now"}, result=Result("PingResult")
)
STATUS: Operation[SessionStatus] = Operation(
    name="status", frame={"operation": "status"}, result=Result("SessionStatus")
)
SESSION_CREATE: Operation[str] = Operation(
    name="session.create",
    frame={"operation": "create_session"},
    fill={"app_id": "app_id"},
    result=Result("SessionCreated", fields=("session_id",)),
)
