"""Calls over HTTP, for blocking code."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, TypeVar

import httpx

from ..config import Config, backoff, check_timeout
from ..errors import ClientClosed, GatewayError, discreet, repeatable
from ..http import Exchange, failed, prepare
from ..operation import GatewayInfo, Operation
from ..results import read_response

R = TypeVar("R")


class RestChannel:
    """The way of a call over HTTP; one client with kept-alive connections for all calls."""

    def __init__(self, info: GatewayInfo, config: Config, client: httpx.Client | None = None) -> None:
        self._info = info
        self._exchange = Exchange(info, config)
        self._config = config
        self._given = client is not None
        # Made here, not at the first call, which several threads may make at once.
        self._client = (
            client
            if client is not None
            else httpx.Client(
                verify=config.ssl_context() or False,
                limits=httpx.Limits(max_connections=100, max_keepalive_connections=20),
            )
        )
        self.closed = False

    def call(
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
        seconds = self._config.timeout if timeout is None else check_timeout(timeout)
        request = prepare(self._exchange, operation, scope, fields, seconds)
        attempt = 0
        while True:
            try:
                response = self._ready(operation).send(request)
                break
            except (httpx.HTTPError, httpx.InvalidURL, RuntimeError) as error:
                failure = failed(self._exchange, operation, seconds, error, closed=self.closed)
                retries, idempotent = self._config.retries, operation.idempotent
                if not repeatable(failure, idempotent=idempotent, attempt=attempt, retries=retries):
                    raise failure from error
                time.sleep(backoff(attempt))
                attempt += 1
        try:
            return read_response(self._info, operation, fields, response.status_code, response.content)
        except GatewayError as error:
            discreet(error, self._config.values.get("token"))
            raise

    def close(self) -> None:
        """Close the connections. Closing twice is fine; a client that was passed in stays open."""
        self.closed = True
        if not self._given:
            self._client.close()

    def _ready(self, operation: Operation[Any]) -> httpx.Client:
        if self.closed:
            raise ClientClosed("the client is closed", operation=operation.name)
        return self._client
