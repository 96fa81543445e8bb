# Generated from schema/riptide by gatewright 0.1.0, content e210de53540468eb. Do not edit.
"""Clients in the shape of an older one: a class for each colour of code, and attributes for groups."""

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
        AsyncWorkers,
    )
    from .sockets import SocketStreaming
    from .sockets_async import AsyncSocketStreaming


class RipTideClient(BaseApi):
    """Client of RipTide 0.9.0 for blocking code.

    The other arguments are those of `Api`.

    Args:
        base_url: Address of the gateway. Default: http://localhost:8080/ Environment variable:
            `RIPTIDE_URL`.
        api_key: One of the server's API_KEYS. Servers with REQUIRE_AUTH=false need none.
            Environment variable: `RIPTIDE_API_KEY`.
    """

    def __init__(
        self,
        base_url: str | None = None,
        api_key: str | None = None,
        timeout: float | None = None,
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
            url=base_url,
            timeout=timeout,
            token=api_key,
            settings={},
            sockets=sockets,
            verify=verify,
            retries=retries,
            headers=headers,
            max_message=max_message,
            http_client=http_client,
            async_http_client=async_http_client,
        )

    @property
    def streaming(self) -> SocketStreaming:
        """Crawls whose results arrive as they are done."""
        from .sockets import SocketStreaming

        return SocketStreaming(self._socket)

    @property
    def crawl(self) -> Crawl:
        """Crawls that answer when all is done."""
        from .rest import Crawl

        return Crawl(self._rest)

    @property
    def extract(self) -> Extract:
        """Extracts the content of one page."""
        from .rest import Extract

        return Extract(self._rest)

    @property
    def search(self) -> Search:
        """Asks a search engine."""
        from .rest import Search

        return Search(self._rest)

    @property
    def spider(self) -> Spider:
        """Crawls that follow links."""
        from .rest import Spider

        return Spider(self._rest)

    @property
    def engine(self) -> Engine:
        """Chooses how a page is rendered."""
        from .rest import Engine

        return Engine(self._rest)

    @property
    def profiles(self) -> Profiles:
        """Keeps settings for domains."""
        from .rest import Profiles

        return Profiles(self._rest)

    @property
    def browser(self) -> Browser:
        """Drives headless browsers."""
        from .rest import Browser

        return Browser(self._rest)

    @property
    def sessions(self) -> Sessions:
        """Keeps cookies and browser data between requests."""
        from .rest import Sessions

        return Sessions(self._rest)

    @property
    def pdf(self) -> Pdf:
        """Extracts the content of PDF files."""
        from .rest import Pdf

        return Pdf(self._rest)

    @property
    def workers(self) -> Workers:
        """Queues jobs for later."""
        from .rest import Workers

        return Workers(self._rest)

    @property
    def health(self) -> Health:
        """Tells how the server is."""
        from .rest import Health

        return Health(self._rest)


class AsyncRipTideClient(BaseApi):
    """Client of RipTide 0.9.0 for asyncio code.

    The other arguments are those of `Api`.

    Args:
        base_url: Address of the gateway. Default: http://localhost:8080/ Environment variable:
            `RIPTIDE_URL`.
        api_key: One of the server's API_KEYS. Servers with REQUIRE_AUTH=false need none.
            Environment variable: `RIPTIDE_API_KEY`.
    """

    def __init__(
        self,
        base_url: str | None = None,
        api_key: str | None = None,
        timeout: float | None = None,
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
            url=base_url,
            timeout=timeout,
            token=api_key,
            settings={},
            sockets=sockets,
            verify=verify,
            retries=retries,
            headers=headers,
            max_message=max_message,
            http_client=http_client,
            async_http_client=async_http_client,
        )

    @property
    def streaming(self) -> AsyncSocketStreaming:
        """Crawls whose results arrive as they are done."""
        from .sockets_async import AsyncSocketStreaming

        return AsyncSocketStreaming(self._async_socket)

    @property
    def crawl(self) -> AsyncCrawl:
        """Crawls that answer when all is done."""
        from .rest_async import AsyncCrawl

        return AsyncCrawl(self._async_rest)

    @property
    def extract(self) -> AsyncExtract:
        """Extracts the content of one page."""
        from .rest_async import AsyncExtract

        return AsyncExtract(self._async_rest)

    @property
    def search(self) -> AsyncSearch:
        """Asks a search engine."""
        from .rest_async import AsyncSearch

        return AsyncSearch(self._async_rest)

    @property
    def spider(self) -> AsyncSpider:
        """Crawls that follow links."""
        from .rest_async import AsyncSpider

        return AsyncSpider(self._async_rest)

    @property
    def engine(self) -> AsyncEngine:
        """Chooses how a page is rendered."""
        from .rest_async import AsyncEngine

        return AsyncEngine(self._async_rest)

    @property
    def profiles(self) -> AsyncProfiles:
        """Keeps settings for domains."""
        from .rest_async import AsyncProfiles

        return AsyncProfiles(self._async_rest)

    @property
    def browser(self) -> AsyncBrowser:
        """Drives headless browsers."""
        from .rest_async import AsyncBrowser

        return AsyncBrowser(self._async_rest)

    @property
    def sessions(self) -> AsyncSessions:
        """Keeps cookies and browser data between requests."""
        from .rest_async import AsyncSessions

        return AsyncSessions(self._async_rest)

    @property
    def pdf(self) -> AsyncPdf:
        """Extracts the content of PDF files."""
        from .rest_async import AsyncPdf

        return AsyncPdf(self._async_rest)

    @property
    def workers(self) -> AsyncWorkers:
        """Queues jobs for later."""
        from .rest_async import AsyncWorkers

        return AsyncWorkers(self._async_rest)

    @property
    def health(self) -> AsyncHealth:
        """Tells how the server is."""
        from .rest_async import AsyncHealth

        return AsyncHealth(self._async_rest)
