"""What the client classes of all gateways share: settings, channels, and their closing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar

from .config import Config, resolve
from .errors import ClientClosed
from .operation import GatewayInfo

if TYPE_CHECKING:
    from ssl import SSLContext

    import httpx

    from .aio import AsyncBulkChannel, AsyncRestChannel, AsyncSocketChannel
    from .sync import BulkChannel, RestChannel, SocketChannel


class _Channel(Protocol):
    @property
    def closed(self) -> bool:
        """It was closed for good."""
        ...

    def bound(self, values: Mapping[str, Any]) -> Self:
        """A view whose calls carry these values."""
        ...


C = TypeVar("C", bound=_Channel)


class BaseApi:
    """Base of the generated `Api` classes.

    It connects to nothing until a call needs it, and threads can share it. A view shares everything with
    the client that it was made from, but for the values that it puts in the place of settings.
    """

    __slots__ = ("__dict__", "_bound")

    _bound: Mapping[str, Any]

    def __init__(
        self,
        info: GatewayInfo,
        *,
        url: str | None,
        timeout: float | None,
        token: str | None,
        settings: Mapping[str, Any],
        sockets: int | None,
        verify: bool | str | SSLContext,
        retries: int | None,
        headers: Mapping[str, str] | None,
        http_client: httpx.Client | None,
        async_http_client: httpx.AsyncClient | None,
        max_message: int | None = None,
    ) -> None:
        self._bound = {}
        self._info = info
        self._config: Config = resolve(
            info,
            url=url,
            timeout=timeout,
            token=token,
            settings=settings,
            sockets=sockets,
            verify=verify,
            retries=retries,
            headers=headers,
            max_message=max_message,
        )
        self._http_client = http_client
        self._async_http_client = async_http_client
        self._channels: dict[str, Any] = {}
        self._closed: set[str] = set()
        self._making = threading.Lock()

    @property
    def url(self) -> str:
        """The gateway's address."""
        return self._config.http_url + "/"

    @property
    def timeout(self) -> float:
        """Seconds to wait for an answer, or for the next item of a stream."""
        return self._config.timeout

    @property
    def token(self) -> str | None:
        """The credential; no text of this library ever shows it."""
        token: str | None = self._config.values.get("token")
        return token

    def __repr__(self) -> str:
        return f"{type(self).__name__}(url={self.url!r})"

    @property
    def _rest(self) -> RestChannel:
        from .sync import RestChannel

        def make() -> RestChannel:
            return RestChannel(
                self._info,
                self._config,
                self._http_client,
                sockets=lambda: self._made("socket", self._make_socket),
            )

        return self._channel("rest", make)

    @property
    def _socket(self) -> SocketChannel:
        return self._channel("socket", self._make_socket)

    @property
    def _bulk(self) -> BulkChannel:
        from .sync import BulkChannel

        def make() -> BulkChannel:
            return BulkChannel(
                self._info, self._config, calls=lambda: self._made("socket", self._make_socket)
            )

        return self._channel("bulk", make)

    @property
    def _async_rest(self) -> AsyncRestChannel:
        from .aio import AsyncRestChannel

        def make() -> AsyncRestChannel:
            return AsyncRestChannel(
                self._info,
                self._config,
                self._async_http_client,
                sockets=lambda: self._made("async_socket", self._make_async_socket),
            )

        return self._channel("async_rest", make)

    @property
    def _async_socket(self) -> AsyncSocketChannel:
        return self._channel("async_socket", self._make_async_socket)

    @property
    def _async_bulk(self) -> AsyncBulkChannel:
        from .aio import AsyncBulkChannel

        def make() -> AsyncBulkChannel:
            return AsyncBulkChannel(
                self._info, self._config, calls=lambda: self._made("async_socket", self._make_async_socket)
            )

        return self._channel("async_bulk", make)

    def _make_socket(self) -> SocketChannel:
        from .sync import SocketChannel

        return SocketChannel(self._info, self._config)

    def _make_async_socket(self) -> AsyncSocketChannel:
        from .aio import AsyncSocketChannel

        return AsyncSocketChannel(self._info, self._config)

    def _with(self, **values: Any) -> Self:
        """A view of this client with other values in the place of settings."""
        view = object.__new__(type(self))
        view.__dict__ = self.__dict__
        view._bound = {**self._bound, **values}
        return view

    def _channel(self, name: str, make: Callable[[], C]) -> C:
        channel = self._made(name, make)
        return channel.bound(self._bound) if self._bound else channel

    def _made(self, name: str, make: Callable[[], C]) -> C:
        channel: C | None = self._channels.get(name)
        if channel is not None and not channel.closed:
            return channel
        with self._making:
            channel = self._channels.get(name)
            if channel is None or (channel.closed and name not in self._closed):
                if name in self._closed:
                    raise ClientClosed("the client is closed")
                # One that was closed alone, as by `with api.bulk()`, is replaced.
                channel = self._channels[name] = make()
            return channel

    def close(self) -> None:
        """Close all connections of blocking code. Closing twice is fine.

        Calls that wait fail with ClientClosed.
        """
        names = ("rest", "socket", "bulk")
        self._closed.update(names)
        for name in names:
            if name in self._channels:
                self._channels[name].close()

    async def aclose(self) -> None:
        """Close all connections, those of blocking code included; calls that wait fail with ClientClosed."""
        names = ("async_rest", "async_socket", "async_bulk")
        self._closed.update(names)
        for name in names:
            if name in self._channels:
                await self._channels[name].aclose()
        self.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()
