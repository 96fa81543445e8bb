# Generated from schema/riptide by gatewright 0.1.0, content e210de53540468eb. Do not edit.
"""Calls over sockets, for asyncio code."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self

from . import operations

if TYPE_CHECKING:
    from gatewright.aio import AsyncSocketChannel, AsyncStream

    from .items import StreamingCrawlItem, Welcome
    from .models import ConnectionStatus, CrawlOptions, PingResult


class AsyncSocketStreaming:
    """Crawls whose results arrive as they are done.

    All methods take `timeout`: seconds to wait for the answer, or for the next item of a stream; None:
    as set on the client. All raise `GatewayError`: the gateway refused, could not be reached, or did
    not answer in time.
    """

    __slots__ = ("_channel",)

    def __init__(self, channel: AsyncSocketChannel) -> None:
        self._channel = channel

    def crawl(
        self,
        urls: Sequence[str],
        options: CrawlOptions | Mapping[str, Any] | None = None,
        *,
        on_message: Callable[[StreamingCrawlItem], object] | None = None,
        timeout: float | None = None,
    ) -> AsyncStream[StreamingCrawlItem]:
        """Crawl pages, and get each as soon as it is done.

        First comes a `CrawlMetadata`, then a `CrawlResultItem` for each page in the order in which
        they are done (`index` is its place among `urls`), last a `CrawlSummary`. Over HTTP a
        `CrawlProgress` comes after every fifth page of more than ten. A page that could not be had
        is a result with an error in it; the crawl goes on.

        A socket carries one crawl at a time; others go over another socket, or wait.

        Args:
            urls: Up to 100 addresses, with http or https; no private ones, and no names of Windows
                programs in them.
            options: How to crawl.
            on_message: Called with each item just before the stream hands it on; may be a coroutine
                function.

        Returns: A stream of `StreamingCrawlItem`.
        Known defect of 0.9.0: A request that the server cannot read gets no answer on the socket.
            The client refuses options that do not fit `CrawlOptions`; what else there is ends in
            `RequestTimeout`.
        Known defect of 0.9.0: A client that reads slowly loses messages without notice, the summary
            too; it then gets fewer results than there are pages.
        Known defect of 0.9.0: The server answers no pings during a crawl. The client sends none
            there.
        """
        return self._channel.stream(
            operations.STREAMING_CRAWL, {}, {"urls": urls, "options": options}, timeout, on_message
        )

    crawl_websocket = crawl
    crawl_ndjson = crawl

    async def ping(self, *, timeout: float | None = None) -> PingResult:
        """Ask the server whether it is there, and measure how long the answer takes.

        Returns: The answer to a ping.
        """
        return await self._channel.call(operations.STREAMING_PING, {}, {}, timeout)

    ping_websocket = ping

    async def status(self, *, timeout: float | None = None) -> ConnectionStatus:
        """Ask how this connection is.

        Returns: How a connection is.
        """
        return await self._channel.call(operations.STREAMING_STATUS, {}, {}, timeout)

    get_websocket_status = status


class AsyncSocketClient:
    """Calls over sockets: many at once over few connections, streams included.

    Sockets are opened when a call needs one, and shared by everything that this client gives.
    """

    __slots__ = ("_channel",)

    def __init__(self, channel: AsyncSocketChannel) -> None:
        self._channel = channel

    def streaming(self) -> AsyncSocketStreaming:
        """Crawls whose results arrive as they are done."""
        return AsyncSocketStreaming(self._channel)

    async def connect(self, *, timeout: float | None = None) -> Welcome:
        """Open the socket, unless it is open.

        Calls do that by themselves; this one tells what the gateway greeted with.

        Args:
            timeout: Seconds to wait. None: as set on the client.

        Returns: The gateway's greeting.
        """
        greeting: Welcome = await self._channel.connect(timeout)
        return greeting

    async def aclose(self) -> None:
        """Close the sockets; calls that wait fail with `ClientClosed`."""
        await self._channel.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()
