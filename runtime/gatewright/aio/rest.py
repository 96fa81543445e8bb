"""Calls over HTTP, for asyncio code."""

from __future__ import annotations

import asyncio
import urllib.request
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from ..config import Config, backoff, check_timeout
from ..errors import ClientClosed, GatewayError, discreet, repeatable
from ..operation import GatewayInfo, Operation
from ..results import read_response
from .loops import PerLoop

if TYPE_CHECKING:
    import httpx

    from ..http import Exchange

R = TypeVar("R")


class AsyncRestChannel:
    """The way of a call over HTTP. Each event loop gets a client of its own, with kept-alive connections."""

    def __init__(self, info: GatewayInfo, config: Config, client: httpx.AsyncClient | None = None) -> None:
        self._info = info
        self._config = config
        self._given = client
        self._clients: PerLoop[httpx.AsyncClient] = PerLoop(self._build, lambda client: client.aclose())
        self._exchange: Exchange | None = None
        self.closed = False

    async def call(
        self,
        operation: Operation[R],
        scope: Mapping[str, str],
        fields: Mapping[str, Any],
        timeout: float | None,
    ) -> R:
        """Call an operation and return its result.

        Raises:
            GatewayError: see the errors module for what can go wrong.
        """
        import httpx

        from ..http import Exchange, failed, prepare

        seconds = self._config.timeout if timeout is None else check_timeout(timeout)
        if self._exchange is None:
            self._exchange = Exchange(self._info, self._config)
        exchange = self._exchange
        request = prepare(exchange, operation, scope, fields, seconds)
        attempt = 0
        while True:
            try:
                if self.closed:
                    raise ClientClosed("the client is closed", operation=operation.name)
                client = self._given or self._clients.find() or await self._clients.get()
                response = await client.send(request)
                break
            except (httpx.HTTPError, httpx.InvalidURL, RuntimeError) as error:
                failure = failed(exchange, operation, seconds, error, closed=self.closed)
                retries, idempotent = self._config.retries, operation.idempotent
                if not repeatable(failure, idempotent=idempotent, attempt=attempt, retries=retries):
                    raise failure from error
                await asyncio.sleep(backoff(attempt))
                attempt += 1
        try:
            return read_response(self._info, operation, fields, response.status_code, response.content)
        except GatewayError as error:
            discreet(error, self._config.values.get("token"))
            raise

    async def aclose(self) -> None:
        """Close the connections. Closing twice is fine; a client that was passed in stays open."""
        self.closed = True
        await self._clients.aclose()

    def _build(self) -> httpx.AsyncClient:
        import httpx

        from .http import AsyncTransport

        config = self._config
        proxied = {"all", "https" if config.secure else "http"} & urllib.request.getproxies().keys()
        if proxied and not urllib.request.proxy_bypass(config.host):
            return httpx.AsyncClient(verify=config.ssl_context() or False)
        # httpx's own transport looks for an absent package at each request and takes twice as long.
        return httpx.AsyncClient(trust_env=False, transport=AsyncTransport(config.ssl_context()))
