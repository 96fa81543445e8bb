"""Waiting for what services do in their own time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

import pytest
from interfaces import done

PATIENCE = 30.0
PAUSE = 0.1


async def until(
    attempt: Callable[[], Any],
    seen: Callable[[Any], bool] = lambda result: True,
    failing: tuple[type[Exception], ...] = (),
) -> Any:
    """The first result of `attempt` that `seen` accepts; the test fails if there is none in time.

    Args:
        attempt: A call of the client, blocking or to be awaited.
        seen: Whether a result is what is waited for.
        failing: Errors that attempts may end with until then.
    """
    end = time.monotonic() + PATIENCE
    last: Any = None
    while time.monotonic() < end:
        try:
            last = await done(attempt())
        except failing as error:
            last = error
        else:
            if seen(last):
                return last
        await asyncio.sleep(PAUSE)
    pytest.fail(f"not seen within {PATIENCE:.0f} s; the last attempt gave {last!r}")
