# Generated from schema/riptide by gatewright 0.1.0, content e210de53540468eb. Do not edit.
"""The client: settings, and the ways to its operations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from gatewright.api import BaseApi

from .protocol import GATEWAY

if TYPE_CHECKING:
    from ssl import SSLContext

    import httpx

    from .rest import (
        Browser,
        Crawl,
        Engine,
        Extract,
        Health,
        Pdf,
        Profiles,
        Search,
        Sessions,
        Spider,
        Streaming,
        Workers,
    )
    from .rest_async import (
        AsyncBrowser,
        AsyncCrawl,
        AsyncEngine,
        AsyncExtract,
        AsyncHealth,
        AsyncPdf,
        AsyncProfiles,
        AsyncSearch,
        AsyncSessions,
        AsyncSpider,
        AsyncStreaming,
        AsyncWorkers,
    )
    from .sockets import SocketClient
    from .sockets_async import AsyncSocketClient


class Api(BaseApi):
    """Client of RipTide 0.9.0.

    The RipTide web crawler, as of the end of October 2025: crawls as streams over a WebSocket,
    NDJSON or server-sent events, and its HTTP operations. Later servers have neither the
    WebSocket nor the streams, and answer 404 there.

    Nothing is connected before the first call. One client can be shared between threads.

    Args:
        url: Address of the gateway; `http`, `https`, `ws` and `wss` mean the same. Default:
            `http://localhost:8080/`. Environment variable: `RIPTIDE_URL`.
        timeout: Seconds to wait for an answer, or for the next item of a stream. Default: 60.
        token: One of the server's API_KEYS. Servers with REQUIRE_AUTH=false need none. Environment
            variable: `RIPTIDE_API_KEY`.
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

    def streaming(self) -> Streaming:
        """Crawls whose results arrive as they are done."""
        from .rest import Streaming

        return Streaming(self._rest)

    def crawl(self) -> Crawl:
        """Crawls that answer when all is done."""
        from .rest import Crawl

        return Crawl(self._rest)

    def extract(self) -> Extract:
        """Extracts the content of one page."""
        from .rest import Extract

        return Extract(self._rest)

    def search(self) -> Search:
        """Asks a search engine."""
        from .rest import Search

        return Search(self._rest)

    def spider(self) -> Spider:
        """Crawls that follow links."""
        from .rest import Spider

        return Spider(self._rest)

    def engine(self) -> Engine:
        """Chooses how a page is rendered."""
        from .rest import Engine

        return Engine(self._rest)

    def profiles(self) -> Profiles:
        """Keeps settings for domains."""
        from .rest import Profiles

        return Profiles(self._rest)

    def browser(self) -> Browser:
        """Drives headless browsers."""
        from .rest import Browser

        return Browser(self._rest)

    def sessions(self) -> Sessions:
        """Keeps cookies and browser data between requests."""
        from .rest import Sessions

        return Sessions(self._rest)

    def pdf(self) -> Pdf:
        """Extracts the content of PDF files."""
        from .rest import Pdf

        return Pdf(self._rest)

    def workers(self) -> Workers:
        """Queues jobs for later."""
        from .rest import Workers

        return Workers(self._rest)

    def health(self) -> Health:
        """Tells how the server is."""
        from .rest import Health

        return Health(self._rest)

    def async_streaming(self) -> AsyncStreaming:
        """Crawls whose results arrive as they are done."""
        from .rest_async import AsyncStreaming

        return AsyncStreaming(self._async_rest)

    def async_crawl(self) -> AsyncCrawl:
        """Crawls that answer when all is done."""
        from .rest_async import AsyncCrawl

        return AsyncCrawl(self._async_rest)

    def async_extract(self) -> AsyncExtract:
        """Extracts the content of one page."""
        from .rest_async import AsyncExtract

        return AsyncExtract(self._async_rest)

    def async_search(self) -> AsyncSearch:
        """Asks a search engine."""
        from .rest_async import AsyncSearch

        return AsyncSearch(self._async_rest)

    def async_spider(self) -> AsyncSpider:
        """Crawls that follow links."""
        from .rest_async import AsyncSpider

        return AsyncSpider(self._async_rest)

    def async_engine(self) -> AsyncEngine:
        """Chooses how a page is rendered."""
        from .rest_async import AsyncEngine

        return AsyncEngine(self._async_rest)

    def async_profiles(self) -> AsyncProfiles:
        """Keeps settings for domains."""
        from .rest_async import AsyncProfiles

        return AsyncProfiles(self._async_rest)

    def async_browser(self) -> AsyncBrowser:
        """Drives headless browsers."""
        from .rest_async import AsyncBrowser

        return AsyncBrowser(self._async_rest)

    def async_sessions(self) -> AsyncSessions:
        """Keeps cookies and browser data between requests."""
        from .rest_async import AsyncSessions

        return AsyncSessions(self._async_rest)

    def async_pdf(self) -> AsyncPdf:
        """Extracts the content of PDF files."""
        from .rest_async import AsyncPdf

        return AsyncPdf(self._async_rest)

    def async_workers(self) -> AsyncWorkers:
        """Queues jobs for later."""
        from .rest_async import AsyncWorkers

        return AsyncWorkers(self._async_rest)

    def async_health(self) -> AsyncHealth:
        """Tells how the server is."""
        from .rest_async import AsyncHealth

        return AsyncHealth(self._async_rest)

    def socket(self) -> SocketClient:
        """Calls over sockets, which can stream and share few connections."""
        from .sockets import SocketClient

        return SocketClient(self._socket)

    def async_socket(self) -> AsyncSocketClient:
        """Calls over sockets, which can stream and share few connections."""
        from .sockets_async import AsyncSocketClient

        return AsyncSocketClient(self._async_socket)
