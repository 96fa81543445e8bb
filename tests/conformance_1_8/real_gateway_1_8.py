"""Runs TrustGraph's own API gateway, release 1.8.0, on a message bus in memory.

    PYTHONPATH=tests/conformance python tests/conformance_1_8/real_gateway_1_8.py
        [--port N] [--control-port N] [--token SECRET] [--log-level LEVEL]

The gateway is TrustGraph's, unchanged, and so are its services for configuration, flows, documents,
collections and knowledge cores (original_services_1_8.py), over stores in memory; the services of flows
are scripted (scripted_services_1_8.py). Needs an environment with what requirements.txt lists, and
nothing else: no broker, no database, no model.

When it serves, it prints one line of JSON: {"port": ..., "control": ...}. It ends when its standard input
is closed. There is the flow `default`.

The control port is for tests in another process:

    GET    /log?topic=T&count=N    messages published on the bus so far, those on topic T only if given;
                                   answers as soon as there are N of them
    DELETE /log                    forget them, and the triples that came with them
    PUT    /script                 replace the script (see Script); {} makes all well again
    POST   /publish                {"flow", "kind", "items"}, and "id", "user", "collection": publish as an
                                   extractor would, as soon as someone exports from that flow; kind is
                                   triples, graph-embeddings, document-embeddings or entity-contexts
    GET    /flows/FLOW             answers as soon as the gateway serves that flow
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import original_services_1_8 as original_services
import scripted_services_1_8 as scripted_services
from extractor import published
from memory_bus_1_8 import Bus, Message
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
from trustgraph.gateway.dispatch.requestor import ServiceRequestor
from trustgraph.gateway.dispatch.serialize import to_subgraph
from trustgraph.gateway.endpoint.metrics import MetricsEndpoint
from trustgraph.schema import Metadata

REQUESTS = "q0/tg/request/"
STORED_TRIPLES = "q1/tg/flow/triples-store:"
PUBLISHED = {
    "triples": "triples-store",
    "graph-embeddings": "graph-embeddings-store",
    "document-embeddings": "document-embeddings-store",
    "entity-contexts": "entity-contexts-load",
}
NOBODY = "http://127.0.0.1:1/"
# Each service that a flow has been asked for keeps a thread of the gateway waiting.
THREADS = 512


@dataclass
class Script(BaseScript):
    """What is different from a gateway on which all is well.

    Attributes:
        anonymous: Whether all callers are let in, as by a gateway that was started without a secret.
        mended: Whether services answer as in later releases of 1.8 (see scripted_services_1_8.py), and
            embeddings of documents can be imported.
        monitored: Whether there is a Prometheus server.
        takes: How many messages the broker takes for each store of a flow, before it fails.
    """

    timeout: float = 120.0
    anonymous: bool = False
    mended: bool = False
    monitored: bool = True
    takes: int | None = None


class Services:
    """All services behind the gateway: whatever appears on a request topic is answered here."""

    def __init__(self, bus: Bus) -> None:
        self.script = Script()
        self.store = scripted_services.TripleStore()
        self._bus = bus
        self._originals = original_services.Originals(bus)
        self._tasks: set[asyncio.Task[None]] = set()
        bus.observe = self._observe

    async def open(self) -> None:
        """Make the flow."""
        definition = original_services.flow_class(scripted_services.SERVICES, scripted_services.STORES)
        await self._originals.furnish(definition)

    def forget(self) -> None:
        self.store = scripted_services.TripleStore()

    def _observe(self, message: Message) -> None:
        if message.topic in original_services.TOPICS or message.topic.startswith(REQUESTS):
            self._start(self._answer(message))
        elif message.topic in original_services.HEARD:
            self._start(self._originals.hear(message))
        elif message.topic.startswith(STORED_TRIPLES):
            self.store.add(message.value)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, message: Message) -> None:
        topic, script = message.topic, self.script
        original = topic in original_services.TOPICS
        name = original_services.TOPICS[topic] if original else topic.removeprefix(REQUESTS).split(":")[0]
        allowed = script.only.get(name)
        await asyncio.sleep(script.delay.get(name, 0))
        failure = script.failure(name)
        if original:
            await self._originals.answer(name, message, failure)
            return
        answers = scripted_services.answer(name, message.value(), self.store, failure, mended=script.mended)
        for number, frame in enumerate(answers):
            if allowed is None or number < allowed:
                producer = self._bus.create_producer(topic.replace("/request/", "/response/"), type(frame))
                producer.send(frame, {"id": message.properties()["id"]})
                await asyncio.sleep(0)


class Control(BaseControl):
    """The control port, with what is this gateway's own."""

    async def follow(self, script: dict[str, Any]) -> None:
        followed = Script(**script)
        self._services.script = followed
        self._bus.mended, self._bus.takes = followed.mended, followed.takes
        self._gateway.auth.allow_all = followed.anonymous
        for endpoint in self._gateway.endpoint_manager.endpoints:
            if isinstance(endpoint, MetricsEndpoint):
                endpoint.prometheus_url = self._gateway.prometheus_url if followed.monitored else NOBODY

    def published(self, body: dict[str, Any]) -> tuple[str, Any]:
        kind = body["kind"]
        metadata = Metadata(
            id=body.get("id", "urn:document:1"),
            metadata=to_subgraph(body.get("metadata", [])),
            user=body.get("user", "trustgraph"),
            collection=body.get("collection", "default"),
        )
        topic = f"q1/tg/flow/{PUBLISHED[kind]}:{body['flow']}"
        return topic, published(kind, metadata, body["items"])

    async def send(self, topic: str, message: Any) -> None:
        self._bus.create_producer(topic, type(message)).send(message)


def wait_as_told(seconds: Callable[[], float]) -> None:
    """Have the gateway wait for services as long as this says, where it has two minutes written into it."""
    ServiceRequestor.timeout = property(lambda self: seconds(), lambda self, ignored: None)


async def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--token", default="secret", help="what callers have to know (default: secret)")
    arguments = parser.parse_args()
    log_from(arguments.log_level)
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS))

    bus = Bus()
    services = Services(bus)
    await services.open()
    wait_as_told(lambda: services.script.timeout)
    upstream, upstream_port = await listen(prometheus(), 0)
    vars(service)["get_pubsub"] = lambda **options: bus
    gateway = service.Api(api_token=arguments.token, prometheus_url=f"http://127.0.0.1:{upstream_port}")
    flows = KnownFlows()
    gateway.config_receiver.add_handler(flows)
    served, port = await listen(await gateway.app_factory(), arguments.port)
    await flows.serves("default")
    steered, control = await listen(Control(bus, services, flows, gateway).app(), arguments.control_port)

    print(json.dumps({"port": port, "control": control}), flush=True)
    # The gateway prints what it does with collections, and nobody reads it.
    with contextlib.redirect_stdout(sys.stderr):
        await end_of_input()
    for runner in (served, steered, upstream):
        await runner.cleanup()
    bus.close()


if __name__ == "__main__":
    asyncio.run(main())
