# Generated from schema/trustgraph_v2 by gatewright 0.1.0, content c1e0f4c4c84fbeb5. Do not edit.
"""The client: settings, and the ways to its operations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Self, overload

from gatewright.api import BaseApi

from .protocol import GATEWAY

if TYPE_CHECKING:
    from ssl import SSLContext

    import httpx

    from .bulk import BulkClient
    from .bulk_async import AsyncBulkClient
    from .rest import Auth, Collection, Config, Flow, FlowInstance, I18n, Iam, Knowledge, Library, Metrics
    from .rest_async import (
        AsyncAuth,
        AsyncCollection,
        AsyncConfig,
        AsyncFlow,
        AsyncFlowInstance,
        AsyncI18n,
        AsyncIam,
        AsyncKnowledge,
        AsyncLibrary,
        AsyncMetrics,
    )
    from .sockets import SocketClient
    from .sockets_async import AsyncSocketClient


class Api(BaseApi):
    """Client of TrustGraph 2.11.1.

    The API gateway of TrustGraph 2.11: flows with their AI services, configuration,
    and bulk transfer of knowledge, over REST and WebSockets.

    Nothing is connected before the first call. One client can be shared between threads.

    Args:
        url: Address of the gateway; `http`, `https`, `ws` and `wss` mean the same. Default:
            `http://localhost:8888/`. Environment variable: `TRUSTGRAPH_URL`.
        timeout: Seconds to wait for an answer, or for the next item of a stream. Default: 60.
        token: An API key (`tg_...`) or a JWT. Gateways in no-auth mode need none. Environment
            variable: `TRUSTGRAPH_TOKEN`.
        workspace: The workspace that every call works in. It isolates configuration, flows and
            data, and is sent with each request, so that it means the same on every interface.
            Environment variable: `TRUSTGRAPH_WORKSPACE`.
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
        workspace: str | None = None,
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
            settings={"workspace": workspace},
            sockets=sockets,
            verify=verify,
            retries=retries,
            headers=headers,
            max_message=max_message,
            http_client=http_client,
            async_http_client=async_http_client,
        )

    def with_workspace(self, workspace: str) -> Self:
        """The same client with another workspace; connections are shared."""
        return self._with(workspace=workspace)

    @overload
    def flow(self) -> Flow: ...
    @overload
    def flow(self, id: str) -> FlowInstance: ...
    def flow(self, id: str | None = None) -> Flow | FlowInstance:
        """Starts, stops and lists flows, and gives access to the services of one.

        With an identifier: The AI services of one flow.
        """
        from .rest import Flow, FlowInstance

        return Flow(self._rest) if id is None else FlowInstance(self._rest, id)

    def config(self) -> Config:
        """Reads and writes configuration items."""
        from .rest import Config

        return Config(self._rest)

    def library(self) -> Library:
        """Keeps documents, and hands them to flows."""
        from .rest import Library

        return Library(self._rest)

    def knowledge(self) -> Knowledge:
        """Keeps knowledge cores, and loads them into flows."""
        from .rest import Knowledge

        return Knowledge(self._rest)

    def collection(self) -> Collection:
        """Makes, lists and deletes collections."""
        from .rest import Collection

        return Collection(self._rest)

    def auth(self) -> Auth:
        """Logs in, and changes one's own password."""
        from .rest import Auth

        return Auth(self._rest)

    def iam(self) -> Iam:
        """Keeps users, API keys, workspaces and permissions."""
        from .rest import Iam

        return Iam(self._rest)

    def metrics(self) -> Metrics:
        """Asks the gateway's Prometheus server."""
        from .rest import Metrics

        return Metrics(self._rest)

    def i18n(self) -> I18n:
        """Texts of user interfaces in several languages."""
        from .rest import I18n

        return I18n(self._rest)

    @overload
    def async_flow(self) -> AsyncFlow: ...
    @overload
    def async_flow(self, id: str) -> AsyncFlowInstance: ...
    def async_flow(self, id: str | None = None) -> AsyncFlow | AsyncFlowInstance:
        """Starts, stops and lists flows, and gives access to the services of one.

        With an identifier: The AI services of one flow.
        """
        from .rest_async import AsyncFlow, AsyncFlowInstance

        return AsyncFlow(self._async_rest) if id is None else AsyncFlowInstance(self._async_rest, id)

    def async_config(self) -> AsyncConfig:
        """Reads and writes configuration items."""
        from .rest_async import AsyncConfig

        return AsyncConfig(self._async_rest)

    def async_library(self) -> AsyncLibrary:
        """Keeps documents, and hands them to flows."""
        from .rest_async import AsyncLibrary

        return AsyncLibrary(self._async_rest)

    def async_knowledge(self) -> AsyncKnowledge:
        """Keeps knowledge cores, and loads them into flows."""
        from .rest_async import AsyncKnowledge

        return AsyncKnowledge(self._async_rest)

    def async_collection(self) -> AsyncCollection:
        """Makes, lists and deletes collections."""
        from .rest_async import AsyncCollection

        return AsyncCollection(self._async_rest)

    def async_auth(self) -> AsyncAuth:
        """Logs in, and changes one's own password."""
        from .rest_async import AsyncAuth

        return AsyncAuth(self._async_rest)

    def async_iam(self) -> AsyncIam:
        """Keeps users, API keys, workspaces and permissions."""
        from .rest_async import AsyncIam

        return AsyncIam(self._async_rest)

    def async_metrics(self) -> AsyncMetrics:
        """Asks the gateway's Prometheus server."""
        from .rest_async import AsyncMetrics

        return AsyncMetrics(self._async_rest)

    def async_i18n(self) -> AsyncI18n:
        """Texts of user interfaces in several languages."""
        from .rest_async import AsyncI18n

        return AsyncI18n(self._async_rest)

    def socket(self) -> SocketClient:
        """Calls over sockets, which can stream and share few connections."""
        from .sockets import SocketClient

        return SocketClient(self._socket)

    def async_socket(self) -> AsyncSocketClient:
        """Calls over sockets, which can stream and share few connections."""
        from .sockets_async import AsyncSocketClient

        return AsyncSocketClient(self._async_socket)

    def bulk(self) -> BulkClient:
        """Transfers of many items, confirmed."""
        from .bulk import BulkClient

        return BulkClient(self._bulk)

    def async_bulk(self) -> AsyncBulkClient:
        """Transfers of many items, confirmed."""
        from .bulk_async import AsyncBulkClient

        return AsyncBulkClient(self._async_bulk)
