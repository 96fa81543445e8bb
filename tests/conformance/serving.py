"""What the processes with real gateways share: options, scripts, a control port, Prometheus, and ends."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import sys
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web


def options(doc: str | None) -> argparse.ArgumentParser:
    """The options that every one of them has; `doc` is what the script says of itself."""
    parser = argparse.ArgumentParser(description=(doc or "").splitlines()[0])
    parser.add_argument("--port", type=int, default=0, help="port of the gateway (default: a free one)")
    parser.add_argument("--control-port", type=int, default=0, help="port for tests (default: a free one)")
    parser.add_argument("--log-level", default="CRITICAL", help="of the gateway, to standard error")
    return parser


def log_from(level: str) -> None:
    """Have the gateway log what is as grave as that, or worse."""
    logging.basicConfig()
    logging.disable(logging.getLevelNamesMapping()[level] - 1)


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


class KnownFlows:
    """Which flows the gateway serves, by all that names them: a workspace, too, where there are such."""

    def __init__(self) -> None:
        self._known: set[tuple[str, ...]] = set()
        self._changed = asyncio.Condition()

    async def start_flow(self, *names_and_definition: Any) -> None:
        async with self._changed:
            self._known.add(names_and_definition[:-1])
            self._changed.notify_all()

    async def stop_flow(self, *names_and_definition: Any) -> None:
        self._known.discard(names_and_definition[:-1])

    async def serves(self, *names: str) -> None:
        async with self._changed:
            await self._changed.wait_for(lambda: names in self._known)


class BaseControl(ABC):
    """The control port, as far as it is the same for every gateway."""

    def __init__(self, bus: Any, services: Any, flows: KnownFlows, gateway: Any) -> None:
        self._bus = bus
        self._services = services
        self._flows = flows
        self._gateway = gateway

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/log", self.read_log)
        app.router.add_delete("/log", self.clear_log)
        app.router.add_put("/script", self.set_script)
        app.router.add_post("/publish", self.publish)
        app.router.add_get("/flows/{names:.+}", self.wait_for_flow)
        return app

    async def read_log(self, request: web.Request) -> web.Response:
        """What was published on the bus; its messages are JSON text as they are."""
        logged = await self._bus.logged(request.query.get("topic"), int(request.query.get("count", 0)))
        entries = (
            f'{{"topic": {json.dumps(each.topic)}, "message": {each.text},'
            f' "properties": {json.dumps(each.labels)}}}'
            for each in logged
        )
        return web.Response(text=f"[{','.join(entries)}]", content_type="application/json")

    async def clear_log(self, request: web.Request) -> web.Response:
        self._bus.log.clear()
        self._services.forget()
        return web.Response(status=204)

    async def set_script(self, request: web.Request) -> web.Response:
        await self.follow(await request.json())
        return web.Response(status=204)

    @abstractmethod
    async def follow(self, script: dict[str, Any]) -> None:
        """Have gateway and services do what a script says."""

    async def publish(self, request: web.Request) -> web.Response:
        topic, message = self.published(await request.json())
        await self._bus.subscribed(topic)
        await self.send(topic, message)
        return web.Response(status=204)

    @abstractmethod
    def published(self, body: dict[str, Any]) -> tuple[str, Any]:
        """The topic and the message that an extractor is to publish."""

    @abstractmethod
    async def send(self, topic: str, message: Any) -> None:
        """Publish a message on the bus."""

    async def wait_for_flow(self, request: web.Request) -> web.Response:
        await self._flows.serves(*request.match_info["names"].split("/"))
        return web.Response(status=204)


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
