"""What the gateway says of its own accord, at what cost: `python spoken.py SCENARIO URL PARAMETERS`.

Questions of LLMGine that a handler answers, and events of Felix that a loop takes.
"""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

from scenarios import Figures, measured, measured_async

import felix
import llmgine


def answer(_: llmgine.ServerRequest) -> dict[str, str]:
    return {"selection": "yes"}


def asked_sync(url: str, messages: int) -> Figures:
    """Each question is one message, and so is each answer."""

    def ask(count: int) -> int:
        # The server notifies after the last answer, and this client then hangs up.
        with llmgine.Api(url) as api:
            socket = api.socket()
            socket.on_server_request("user_confirmation", answer)
            socket.on_notification(lambda _: api.close())
            socket.session("any").ping(timestamp=str(count // 2))
            socket.listen()
        return count

    ask(1000)
    return measured(lambda: ask(messages))


async def asked_async(url: str, messages: int) -> Figures:
    async with llmgine.Api(url) as api:
        socket = api.async_socket()
        socket.on_server_request("user_confirmation", answer)

        async def ask(count: int) -> int:
            done = asyncio.Event()
            socket.on_notification(lambda _: done.set())
            await socket.session("any").ping(timestamp=str(count // 2))
            await done.wait()
            return count

        await ask(1000)
        return await measured_async(lambda: ask(messages))


def events_sync(url: str, messages: int) -> Figures:
    with felix.Api(url) as api:

        def watch(count: int) -> int:
            return sum(1 for _ in api.socket().workflow(str(count)))

        watch(1000)
        return measured(lambda: watch(messages))


async def events_async(url: str, messages: int) -> Figures:
    async with felix.Api(url) as api:

        async def watch(count: int) -> int:
            seen = 0
            async for _ in api.async_socket().workflow(str(count)):
                seen += 1
            return seen

        await watch(1000)
        return await measured_async(lambda: watch(messages))


def main() -> None:
    name, url, given = sys.argv[1:]
    parameters: dict[str, Any] = json.loads(given)
    works = {"asked_sync": asked_sync, "events_sync": events_sync}
    if name in works:
        figures = works[name](url, **parameters)
    else:
        figures = asyncio.run(
            {"asked_async": asked_async, "events_async": events_async}[name](url, **parameters)
        )
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
