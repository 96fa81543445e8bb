# Generated from schema/llmgine by gatewright 0.1.0, content a6beab465244c654. Do not edit.
"""Calls over HTTP, for asyncio code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import operations

if TYPE_CHECKING:
    from gatewright.aio import AsyncRestChannel

    from .models import ApiInfo, ConnectionsInfo, HealthStatus, LiveStatus, ReadyStatus, RootInfo


class AsyncServer:
    """Tells how the server is, and who is connected to it.

    All methods take `timeout`: seconds to wait for the answer, or for the next item of a stream; None:
    as set on the client. All raise `GatewayError`: the gateway refused, could not be reached, or did
    not answer in time.
    """

    __slots__ = ("_channel",)

    def __init__(self, channel: AsyncRestChannel) -> None:
        self._channel = channel

    async def root(self, *, timeout: float | None = None) -> RootInfo:
        """Read the name and version of the application.

        Returns: Name and version of the application.
        """
        return await self._channel.call(operations.SERVER_ROOT, {}, {}, timeout)

    async def health(self, *, timeout: float | None = None) -> HealthStatus:
        """Ask whether the server answers.

        Returns: That the server answers.
        Known defect of 1.0.0: `uptime` is the time of day, in seconds since 1970, not the time
            since the start.
        """
        return await self._channel.call(operations.SERVER_HEALTH, {}, {}, timeout)

    async def ready(self, *, timeout: float | None = None) -> ReadyStatus:
        """Ask whether the server is ready for work, with counts of what it keeps.

        A server that is not raises `Unavailable`.

        Returns: That the server is ready for work.
        Known defect of 1.0.0: `pending_server_requests` is always 0.
        """
        return await self._channel.call(operations.SERVER_READY, {}, {}, timeout)

    async def live(self, *, timeout: float | None = None) -> LiveStatus:
        """Ask whether the server's process runs.

        Returns: That the server's process runs.
        Known defect of 1.0.0: `pid` is always null.
        """
        return await self._channel.call(operations.SERVER_LIVE, {}, {}, timeout)

    async def info(self, *, timeout: float | None = None) -> ApiInfo:
        """Read the settings of the API, what its messaging can do, and what the application added to it.

        Returns: Settings and abilities of the API.
        Known defect of 1.0.0: What `config` tells is only told. Whatever it says, the server has at
            most 100 sessions, lets them expire after 600 s, and sends no pings of its own.
        """
        return await self._channel.call(operations.SERVER_INFO, {}, {}, timeout)

    async def connections(self, *, timeout: float | None = None) -> ConnectionsInfo:
        """Read who is connected, since when, and with how many sessions.

        Returns: Who is connected.
        Known defect of 1.0.0: `pending_server_requests` is always 0.
        """
        return await self._channel.call(operations.SERVER_CONNECTIONS, {}, {}, timeout)
