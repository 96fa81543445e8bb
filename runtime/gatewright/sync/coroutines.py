"""Coroutines that blocking code is given, such as handlers and callbacks, run to their end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from inspect import isawaitable, iscoroutine
from typing import Any

from ..errors import ConfigurationError


def finish(result: object) -> object:
    """What a function returned; if that is to be awaited, what comes of it, on a loop of its own.

    Raises:
        ConfigurationError: an event loop runs in this thread, and nothing can be awaited here.
    """
    # The attribute is looked for first, since that is quicker, and handlers seldom return something else.
    if not hasattr(result, "__await__") or not isawaitable(result):
        return result
    if asyncio._get_running_loop() is not None:
        if iscoroutine(result):
            result.close()
        raise ConfigurationError(
            "an event loop runs in this thread, so a coroutine cannot be run to its end here; "
            "give a plain function, or use the asyncio client"
        )
    with asyncio.Runner() as runner:
        return runner.run(_awaited(result))


async def _awaited(result: Awaitable[Any]) -> Any:
    return await result
