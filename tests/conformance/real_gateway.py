"""Runs TrustGraph's own API gateway, release 2.11.1, on a message bus in memory.

    python real_gateway.py [--port N] [--control-port N] [--log-level LEVEL]

The gateway is TrustGraph's, unchanged, and so are its services for configuration, flows,
documents, collections, knowledge cores and users (original_services.py), over stores in memory;
the services of flows are scripted (scripted_services.py). Needs an environment with what
requirements.txt lists, and nothing else: no broker, no database, no model.

When it serves, it prints one line of JSON: {"port": ..., "control": ...}. It ends when its
standard input is closed. There are two workspaces, `default` and `second`, each with the
flow `default`; tokens that start with `tg_good` are valid, and so is having none: they belong
to the administrator.

The control port is for tests in another process:

    GET    /log?topic=T&count=N    messages published on the bus so far, those on topic T only if given;
                                   answers as soon as there are N of them
    DELETE /log                    forget them, and the triples that came with them
    PUT    /script                 replace the script (see Script); {} makes all well again
    POST   /publish                {"flow", "kind", "items"}, and "workspace", "collection", "id", "root":
                                   publish as an extractor would, as soon as someone exports from that
                                   flow; kind is triples, graph-embeddings, document-embeddings or
                                   entity-contexts
    GET    /flows/WORKSPACE/FLOW   answers as soon as the gateway serves that flow
    GET    /workspaces/WORKSPACE   answers as soon as the gateway knows that workspace
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import original_services
import scripted_services
from aiohttp import web
from extractor import published
from memory_bus import Bus, Message
from serving import (
    BaseControl,
    BaseScript,
    KnownFlows,
    end_of_input,
    listen,
    log_from,
    options,
    prometheus,
)
from trustgraph.gateway import service
from trustgraph.gateway.dispatch import core_export, core_import, document_stream
from trustgraph.schema import Metadata

WORKSPACES = ("default", "second")
STORE = "triples-store"

# What makes its own requestor for each request, and gives it no timeout of the gateway's.
ONE_OFF = {
    core_export: "KnowledgeRequestor",
    core_import: "KnowledgeRequestor",
    document_stream: "LibrarianRequestor",
}
REQUESTORS = {module: vars(module)[name] for module, name in ONE_OFF.items()}


@dataclass
class Script(BaseScript):
    """What is different from a gateway on which all is well.

    Attributes:
        deny: Capabilities that are refused.
        anonymous: Whether callers without a token are let in.
        mended: Whether messages about knowledge cores are readable (see `mend_cores`).
        bootstrap: Whether nobody has used the system yet: then no token is valid.
        no_auth: Whether TrustGraph's IAM service for those who want none runs, which permits all.
    """

    deny: list[str] = field(default_factory=list)
    anonymous: bool = True
    mended: bool = False
    bootstrap: bool = False
    no_auth: bool = False


class Answers:
    """Takes the answers to one request, and publishes as many as the script allows."""

    def __init__(self, bus: Bus, topic: str, allowed: int | None) -> None:
        self._bus = bus
        self._topic = topic
        self._allowed = allowed

    async def send(self, frame: Any, properties: dict[str, Any]) -> None:
        if self._allowed is not None:
            self._allowed -= 1
        if self._allowed is None or self._allowed >= 0:
            producer = await self._bus.create_producer(self._topic, type(frame))
            await producer.send(frame, {"id": properties["id"]})


class Services:
    """All services behind the gateway: whatever appears on a request topic is answered here."""

    def __init__(self, bus: Bus) -> None:
        self.script = Script()
        self._bus = bus
        self._originals = original_services.Originals(bus)
        self.stores: dict[str, Any] = defaultdict(scripted_services.TripleStore)
        self._tasks: set[asyncio.Task[None]] = set()
        bus.observe = self._observe

    async def open(self) -> None:
        """Make the workspaces."""
        await self._originals.open()
        await self._originals.identities.open(WORKSPACES)
        definition = original_services.blueprint(scripted_services.SERVICES, scripted_services.STORES)
        for workspace in WORKSPACES:
            await self._originals.settings.furnish(workspace, definition)

    def forget(self) -> None:
        self.stores.clear()

    async def follow(self, script: Script) -> None:
        await self._originals.identities.begin(script.bootstrap)
        original_services.mend_cores(script.mended)
        self.script = script

    def _observe(self, message: Message) -> None:
        kind, _, rest = message.topic.split(":", 2)
        if kind == "request":
            task = asyncio.create_task(self._answer(message, *rest.split(":")))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        elif kind == "flow" and rest.startswith(f"{STORE}:"):
            self.stores[rest.split(":")[1]].add(message.value)

    async def _answer(self, message: Message, topic: str, workspace: str = "", flow: str = "") -> None:
        script, name = self.script, original_services.NAMES.get(topic, topic)
        await asyncio.sleep(script.delay.get(name, 0))
        answers = Answers(self._bus, message.topic.replace("request:", "response:", 1), script.only.get(name))
        if topic in original_services.NAMES:
            await self._originals.answer(name, message, workspace, answers, script)
        else:
            failure, store = script.failure(name), self.stores[workspace]
            for frame in scripted_services.answer(name, message.value(), store, failure):
                await answers.send(frame, message.properties())


class KnownWorkspaces(set[str]):
    """Which workspaces the gateway knows; in the place of its own set of them."""

    _changed = asyncio.Event()

    def add(self, workspace: str) -> None:
        super().add(workspace)
        self._changed.set()

    async def has(self, workspace: str) -> None:
        while workspace not in self:
            self._changed.clear()
            await self._changed.wait()


class Control(BaseControl):
    """The control port, with what this gateway has besides."""

    def app(self) -> web.Application:
        app = super().app()
        app.router.add_get("/workspaces/{workspace}", self.wait_for_workspace)
        return app

    async def follow(self, script: dict[str, Any]) -> None:
        followed = Script(**script)
        await self._services.follow(followed)
        dispatchers = self._gateway.dispatcher_manager
        for waiting in (dispatchers, *dispatchers.dispatchers.values()):
            waiting.timeout = followed.timeout
        for module, requestor in REQUESTORS.items():
            vars(module)[ONE_OFF[module]] = partial(requestor, timeout=followed.timeout)
        # The gateway asks for the key that tokens are signed with once, when it starts.
        self._gateway.auth._signing_public_pem = None

    def published(self, body: dict[str, Any]) -> tuple[str, Any]:
        kind = body["kind"]
        metadata = Metadata(
            id=body.get("id", "urn:document:1"),
            root=body.get("root", ""),
            collection=body.get("collection", "default"),
        )
        interface = f"{kind}-load" if kind == "entity-contexts" else f"{kind}-store"
        topic = f"flow:tg:{interface}:{body.get('workspace', 'default')}:{body['flow']}"
        return topic, published(kind, metadata, body["items"])

    async def send(self, topic: str, message: Any) -> None:
        producer = await self._bus.create_producer(topic, type(message))
        await producer.send(message)

    async def wait_for_workspace(self, request: web.Request) -> web.Response:
        await self._gateway.auth.known_workspaces.has(request.match_info["workspace"])
        return web.Response(status=204)


async def main() -> None:
    arguments = options(__doc__).parse_args()
    log_from(arguments.log_level)

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
    gateway.auth.known_workspaces = KnownWorkspaces(gateway.auth.known_workspaces)
    steered, control = await listen(Control(bus, services, flows, gateway).app(), arguments.control_port)

    print(json.dumps({"port": port, "control": control}), flush=True)
    await end_of_input()
    for runner in (served, steered, upstream):
        await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(main())
