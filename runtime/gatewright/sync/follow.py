"""Operations of three parts, for blocking code: start something, listen, and read what came of it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from ..errors import ClientClosed, GatewayError
from ..operation import Follow
from ..results import is_over, keys_of
from .coroutines import finish

if TYPE_CHECKING:
    from .feed import FeedChannel
    from .rest import RestChannel
    from .socket import SocketChannel

R = TypeVar("R")
Item = TypeVar("Item")
log = logging.getLogger("gatewright")


def follow(
    channel: RestChannel,
    socket: SocketChannel | None,
    follow: Follow[R, Item],
    scope: Mapping[str, str],
    fields: Mapping[str, Any],
    timeout: float | None,
    on_event: Callable[[Item], object] | None,
) -> R:
    """Start it, hand on the events of its feed, and read its result until that is final."""
    keys = keys_of(follow, channel.call(follow.start, scope, fields, timeout))
    if socket is not None:
        _listen(socket.feeds, follow, {**scope, **keys}, timeout, on_event)
    while True:
        result = channel.call(follow.result, scope, keys, timeout)
        if is_over(follow, result):
            return result
        time.sleep(follow.every)


def _listen(
    feeds: FeedChannel,
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
                event = next(feed)
            except StopIteration:
                return
            except ClientClosed:
                raise
            except GatewayError as error:
                log.info("%s goes on without its feed: %s", follow.name, error)
                return
            if on_event is not None:
                finish(on_event(event))
    finally:
        feed.close()
