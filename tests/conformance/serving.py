"""What the processes with real gateways share: scripts, the log, a Prometheus server, and their ends."""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web


@dataclass
class BaseScript:
    """What is different from a gateway on which all is well.

    Attributes:
        fail: Service to message: the service answers with its error.
        times: How many requests of each service fail; 0: all.
        after: Service to number of requests that it answers before it fails.
        delay: Service to seconds before its answer.
        only: Service to number of frames after which it falls silent.
        timeout: Seconds that the gateway waits for a service.
        failed: How many requests of a service have failed so far, where `times` is given.
    """

    fail: dict[str, str] = field(default_factory=dict)
    times: int = 0
    after: dict[str, int] = field(default_factory=dict)
    delay: dict[str, float] = field(default_factory=dict)
    only: dict[str, int] = field(default_factory=dict)
    timeout: float = 600.0
    failed: dict[str, int] = field(default_factory=dict)

    def failure(self, service: str) -> str | None:
        """Asked once for each request: the message that the service is to fail with."""
        if self.after.get(service, 0) > 0:
            self.after[service] -= 1
            return None
        message = self.fail.get(service)
        if message is not None and self.times:
            self.failed[service] = self.failed.get(service, 0) + 1
            return message if self.failed[service] <= self.times else None
        return message


async def read_log(bus: Any, request: web.Request) -> web.Response:
    """What was published on a bus; its messages are JSON text as they are."""
    logged = await bus.logged(request.query.get("topic"), int(request.query.get("count", 0)))
    entries = (
        f'{{"topic": {json.dumps(each.topic)}, "message": {each.text},'
        f' "properties": {json.dumps(each.labels)}}}'
        for each in logged
    )
    return web.Response(text=f"[{','.join(entries)}]", content_type="application/json")


def prometheus() -> web.Application:
    """Stands in for the Prometheus server that the gateway asks; its answer repeats the request."""

    async def answer(request: web.Request) -> web.Response:
        return web.json_response({"status": "success", "path": request.match_info["path"], **request.query})

    app = web.Application()
    app.router.add_get("/{slash:/?}api/v1/{path:.+}", answer)
    return app


async def listen(app: web.Application, port: int) -> tuple[web.AppRunner, int]:
    """Serve on loopback; returns the port, which is a free one if 0 was given."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    return runner, runner.addresses[0][1]


async def end_of_input() -> None:
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    await reader.read()
