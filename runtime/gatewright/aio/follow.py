"""Operations of three parts, for asyncio code: start something, listen, and read what came of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, TypeVar

from ..errors import ClientClosed, GatewayError
from ..operation import Follow
from ..results import is_over, keys_of

if TYPE_CHECKING:
    from .feed import AsyncFeedChannel
    from .rest import AsyncRestChannel
    from .socket import AsyncSocketChannel

R = TypeVar("R")
Item = TypeVar("Item")
log = logging.getLogger("gatewright")


async def follow(
    channel: AsyncRestChannel,
    socket: AsyncSocketChannel | None,
    follow: Follow[R, Item],
    scope: Mapping[str, str],
    fields: Mapping[str, Any],
    timeout: float | None,
    on_event: Callable[[Item], object] | None,
) -> R:
    """Start it, hand on the events of its feed, and read its result until that is final."""
    keys = keys_of(follow, await channel.call(follow.start, scope, fields, timeout))
    if socket is not None:
        await _listen(socket.feeds, follow, {**scope, **keys}, timeout, on_event)
    while True:
        result = await channel.call(follow.result, scope, keys, timeout)
        if is_over(follow, result):
            return result
        await asyncio.sleep(follow.every)


async def _listen(
    feeds: AsyncFeedChannel,
    follow: Follow[Any, Item],
    arguments: Mapping[str, Any],
    timeout: float | None,
    on_event: Callable[[Item], object] | None,
) -> None:
    """Hand on events for as long as they come; without them, reading tells the end as well."""
    feed = feeds.open(follow.feed, arguments, timeout)
    try:
        while True:
            try:
                event = await anext(feed)
            except StopAsyncIteration:
                return
            except ClientClosed:
                raise
            except GatewayError as error:
                log.info("%s goes on without its feed: %s", follow.name, error)
                return
            if on_event is not None:
                result = on_event(event)
                if isawaitable(result):
                    await result
    finally:
        await feed.aclose()
