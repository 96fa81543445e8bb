# Generated from schema/llmgine by gatewright 0.1.0, content a6beab465244c654. Do not edit.
"""The client: settings, and the ways to its operations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from gatewright.api import BaseApi

from .protocol import GATEWAY

if TYPE_CHECKING:
    from ssl import SSLContext

    import httpx

    from .rest import Server
    from .rest_async import AsyncServer
    from .sockets import SocketClient
    from .sockets_async import AsyncSocketClient


class Api(BaseApi):
    """Client of LLMGine API 1.0.0.

    API server for LLMGine-based applications.

    Sessions, and typed messages both ways over one WebSocket: the application may send
    requests of its own, which this client answers, and notifications.

    Nothing is connected before the first call. One client can be shared between threads.

    Args:
        url: Address of the gateway; `http`, `https`, `ws` and `wss` mean the same. Default:
            `http://localhost:8000/`. Environment variable: `LLMGINE_URL`.
        timeout: Seconds to wait for an answer, or for the next item of a stream. Default: 60.
        token: The credential.
        sockets: Connections that calls over sockets are spread over. Default: 4.
        verify: TLS verification: on, off (with a warning), a CA file, or an SSL context.
        retries: How often a call that may be repeated is repeated after a lost connection.
        headers: Headers added to every HTTP request and WebSocket handshake.
        max_message: Bytes; the longest message to take from the gateway. Default: what it may send.
        http_client: A client to use for HTTP; it stays open when this one is closed.
        async_http_client: The same for asyncio code.

    Raises:
        ConfigurationError: An argument makes no sense.
    """

    def __init__(
        self,
        url: str | None = None,
        timeout: float | None = None,
        token: str | None = None,
        *,
        sockets: int | None = None,
        verify: bool | str | SSLContext = True,
        retries: int | None = None,
        headers: Mapping[str, str] | None = None,
        max_message: int | None = None,
        http_client: httpx.Client | None = None,
        async_http_client: httpx.AsyncClient | None = None,
    ) -> None:
        super().__init__(
            GATEWAY,
            url=url,
            timeout=timeout,
            token=token,
            settings={},
            sockets=sockets,
            verify=verify,
            retries=retries,
            headers=headers,
            max_message=max_message,
            http_client=http_client,
            async_http_client=async_http_client,
        )

    def server(self) -> Server:
        """Tells how the server is, and who is connected to it."""
        from .rest import Server

        return Server(self._rest)

    def async_server(self) -> AsyncServer:
        """Tells how the server is, and who is connected to it."""
        from .rest_async import AsyncServer

        return AsyncServer(self._async_rest)

    def socket(self) -> SocketClient:
        """Calls over sockets, which can stream and share few connections."""
        from .sockets import SocketClient

        return SocketClient(self._socket)

    def async_socket(self) -> AsyncSocketClient:
        """Calls over sockets, which can stream and share few connections."""
        from .sockets_async import AsyncSocketClient

        return AsyncSocketClient(self._async_socket)
