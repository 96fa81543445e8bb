"""Runs TrustGraph's own API gateway, release 2.11.1, on a message bus in memory.

    python real_gateway.py [--port N] [--control-port N] [--timeout SECONDS] [--log-level LEVEL]

The gateway is TrustGraph's, unchanged, and so is the logic of its configuration and flow
services; the services behind flows are scripted. Needs an environment with what
requirements.txt lists, and nothing else: no broker, no database, no model.

When it serves, it prints one line of JSON: {"port": ..., "control": ...}. It ends when its
standard input is closed. There are two workspaces, `default` and `second`, each with the
flow `default`; tokens that start with `tg_good` are valid, and so is having none.

The control port is for tests in another process:

    GET    /log?topic=T            messages published on the bus so far, those on topic T only if given
    DELETE /log                    forget them
    PUT    /script                 replace the script (see Script); {} makes all well again
    POST   /publish                {"workspace", "flow", "collection", "triples"}: publish triples as an
                                   extractor would, as soon as someone exports from that flow
    GET    /flows/WORKSPACE/FLOW   answers as soon as the gateway serves that flow
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import memory_config
import scripted_services
from aiohttp import web
from memory_bus import Bus, Message
from trustgraph.gateway import service
from trustgraph.gateway.dispatch.serialize import to_subgraph
from trustgraph.iam.noauth.handler import NoAuthHandler
from trustgraph.schema import ConfigResponse, Error, FlowResponse, IamRequest, IamResponse, Metadata, Triples

WORKSPACES = ("default", "second")
STORE = "triples-store"


@dataclass
class Script:
    """What goes wrong.

    Attributes:
        fail: Service to message: the service answers with its error.
        delay: Service to seconds before its answer.
        only: Service to number of frames after which it falls silent.
        deny: Capabilities that are refused.
        anonymous: Whether callers without a token are let in.
        timeout: Seconds that the gateway waits for a service.
    """

    fail: dict[str, str] = field(default_factory=dict)
    delay: dict[str, float] = field(default_factory=dict)
    only: dict[str, int] = field(default_factory=dict)
    deny: list[str] = field(default_factory=list)
    anonymous: bool = True
    timeout: float = 600.0


class Services:
    """All services behind the gateway: whatever appears on a request topic is answered here."""

    def __init__(self, bus: Bus) -> None:
        self.script = Script()
        self._bus = bus
        self._iam = NoAuthHandler()
        self._stores = {workspace: scripted_services.TripleStore() for workspace in WORKSPACES}
        self._tasks: set[asyncio.Task[None]] = set()
        bus.observe = self._observe

    async def open(self) -> None:
        """Make the workspaces."""
        self._configuration = await memory_config.open_configuration(self._bus)
        self._flows = await memory_config.open_flows(self._bus)
        definition = memory_config.blueprint(list(scripted_services.FAILURES), [STORE])
        for workspace in WORKSPACES:
            await memory_config.furnish(self._configuration, self._flows, workspace, definition)

    def _observe(self, message: Message) -> None:
        kind, _, rest = message.topic.split(":", 2)
        if kind == "request":
            task = asyncio.create_task(self._answer(message, *rest.split(":")))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        elif kind == "flow" and rest.startswith(f"{STORE}:"):
            triples = message.value()
            self._stores[rest.split(":")[1]].add(triples.metadata.collection, triples.triples)

    async def _answer(self, message: Message, name: str, workspace: str = "", flow: str = "") -> None:
        topic = message.topic.replace("request:", "response:", 1)
        if self.script.delay.get(name):
            await asyncio.sleep(self.script.delay[name])
        frames = [frame async for frame in self._frames(message.value(), name, workspace)]
        for frame in islice(frames, self.script.only.get(name)):
            producer = await self._bus.create_producer(topic, type(frame))
            await producer.send(frame, {"id": message.properties()["id"]})

    async def _frames(self, request: Any, name: str, workspace: str) -> AsyncIterator[Any]:
        failure = self.script.fail.get(name)
        if name == "iam":
            yield await self._identify(request)
        elif name == "config":
            yield await self._configure(request, workspace, failure)
        elif name == "flow":
            yield await self._manage_flow(request, workspace, failure)
        elif failure is not None:
            _, error_type, fails = scripted_services.FAILURES[name]
            yield fails(request, Error(error_type, failure))
        elif name == "triples":
            for frame in self._stores[workspace].query(request):
                yield frame
        else:
            for frame in scripted_services.ANSWERS[name](request):
                yield frame

    async def _identify(self, request: IamRequest) -> IamResponse:
        if request.operation == "get-signing-key-public":
            return IamResponse(signing_key_public="none of the tokens here are JWTs")
        if request.operation == "resolve-api-key" and not request.api_key.startswith("tg_good"):
            return IamResponse(error=Error("auth-failed", "unknown api key"))
        if request.operation == "authenticate-anonymous" and not self.script.anonymous:
            return IamResponse(error=Error("auth-failed", "anonymous access not permitted"))
        if request.operation == "authorise":
            allowed = request.capability not in self.script.deny
            return IamResponse(decision_allow=allowed, decision_ttl_seconds=0)
        return await self._iam.handle(request)

    async def _configure(self, request: Any, workspace: str, failure: str | None) -> ConfigResponse:
        if not workspace:
            return await self._configuration.handle_system(request)
        if failure is not None:
            return ConfigResponse(error=Error("config-error", failure))
        return await self._configuration.handle_workspace(request, workspace)

    async def _manage_flow(self, request: Any, workspace: str, failure: str | None) -> FlowResponse:
        if failure is not None:
            return FlowResponse(error=Error("flow-error", failure))
        try:
            return await self._flows.handle(request, workspace)
        except Exception as error:  # as the original's message handler does
            return FlowResponse(error=Error("flow-error", str(error)))


class KnownFlows:
    """Which flows the gateway serves."""

    def __init__(self) -> None:
        self._known: set[tuple[str, str]] = set()
        self._changed = asyncio.Condition()

    async def start_flow(self, workspace: str, flow: str, definition: Any) -> None:
        async with self._changed:
            self._known.add((workspace, flow))
            self._changed.notify_all()

    async def stop_flow(self, workspace: str, flow: str, definition: Any) -> None:
        self._known.discard((workspace, flow))

    async def serves(self, workspace: str, flow: str) -> None:
        async with self._changed:
            await self._changed.wait_for(lambda: (workspace, flow) in self._known)


class Control:
    """The control port."""

    def __init__(self, bus: Bus, services: Services, flows: KnownFlows, gateway: Any) -> None:
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
        app.router.add_get("/flows/{workspace}/{flow}", self.wait_for_flow)
        return app

    async def read_log(self, request: web.Request) -> web.Response:
        topic = request.query.get("topic")
        return web.json_response(
            [
                {"topic": entry.topic, "message": json.loads(entry.text), "properties": entry.labels}
                for entry in self._bus.log
                if topic in {None, entry.topic}
            ]
        )

    async def clear_log(self, request: web.Request) -> web.Response:
        self._bus.log.clear()
        return web.Response(status=204)

    async def set_script(self, request: web.Request) -> web.Response:
        script = Script(**await request.json())
        self._services.script = script
        dispatchers = self._gateway.dispatcher_manager
        for waiting in (dispatchers, *dispatchers.dispatchers.values()):
            waiting.timeout = script.timeout
        return web.Response(status=204)

    async def publish(self, request: web.Request) -> web.Response:
        body = await request.json()
        topic = f"flow:tg:{STORE}:{body['workspace']}:{body['flow']}"
        await self._bus.subscribed(topic)
        metadata = Metadata(id="urn:document:1", collection=body["collection"])
        producer = await self._bus.create_producer(topic, Triples)
        await producer.send(Triples(metadata, to_subgraph(body["triples"])))
        return web.Response(status=204)

    async def wait_for_flow(self, request: web.Request) -> web.Response:
        await self._flows.serves(request.match_info["workspace"], request.match_info["flow"])
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


async def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--port", type=int, default=0, help="port of the gateway (default: a free one)")
    parser.add_argument("--control-port", type=int, default=0, help="port for tests (default: a free one)")
    parser.add_argument("--log-level", default="CRITICAL", help="of the gateway, to standard error")
    arguments = parser.parse_args()
    logging.basicConfig()
    logging.disable(logging.getLevelNamesMapping()[arguments.log_level] - 1)

    bus = Bus()
    services = Services(bus)
    await services.open()
    upstream, upstream_port = await listen(prometheus(), 0)
    vars(service)["get_async_pubsub"] = lambda **options: bus
    gateway = service.Api(timeout=600, prometheus_url=f"http://127.0.0.1:{upstream_port}")
    flows = KnownFlows()
    gateway.config_receiver.add_handler(flows)
    served, port = await listen(await gateway.app_factory(), arguments.port)
    for workspace in WORKSPACES:
        await flows.serves(workspace, "default")
    steered, control = await listen(Control(bus, services, flows, gateway).app(), arguments.control_port)

    print(json.dumps({"port": port, "control": control}), flush=True)
    await end_of_input()
    for runner in (served, steered, upstream):
        await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(main())
