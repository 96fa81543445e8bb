"""TrustGraph 1.8.0's own services behind the gateway: their logic unchanged, over stores in memory.

Configuration, flows, documents, collections and knowledge cores. Where the originals listen to a broker,
here whatever appears on the bus is handed to them.
"""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import memory_cassandra
import memory_objects
from memory_bus_1_8 import Bus, Message, Producer

# In the place of the original drivers, before anything imports these.
memory_cassandra.install()
memory_objects.install()

from original_failures import failed  # noqa: E402
from trustgraph import schema  # noqa: E402
from trustgraph.config.service import service as config  # noqa: E402
from trustgraph.config.service.config import Configuration  # noqa: E402
from trustgraph.config.service.flow import FlowConfig  # noqa: E402
from trustgraph.cores import service as cores  # noqa: E402
from trustgraph.cores.knowledge import KnowledgeManager  # noqa: E402
from trustgraph.librarian import service as librarian  # noqa: E402
from trustgraph.librarian.collection_manager import CollectionManager  # noqa: E402
from trustgraph.schema import (  # noqa: E402
    CollectionManagementResponse,
    ConfigPush,
    ConfigRequest,
    ConfigResponse,
    FlowRequest,
    FlowResponse,
    KnowledgeResponse,
    LibrarianResponse,
)

FLOW_CLASS = "everything"
CASSANDRA = {"cassandra_host": "in memory", "cassandra_username": None, "cassandra_password": None}
TOPICS = {
    schema.config_request_queue: "config",
    schema.flow_request_queue: "flow",
    schema.librarian_request_queue: "librarian",
    schema.knowledge_request_queue: "knowledge",
    schema.collection_request_queue: "collection-management",
}
"""Where each service gets its requests, by the name that callers know it by."""
HEARD = (schema.config_push_queue, schema.config_response_queue)
"""Where services tell each other something."""


def flow_class(services: list[str], stores: list[str]) -> str:
    """A class of flows with these interfaces, as JSON text."""
    interfaces: dict[str, Any] = {
        name: {kind: f"q0/tg/{kind}/{name}:{{id}}" for kind in ("request", "response")} for name in services
    }
    interfaces |= {name: f"q1/tg/flow/{name}:{{id}}" for name in stores}
    return json.dumps({"description": "All services", "class": {}, "flow": {}, "interfaces": interfaces})


async def no_pause(seconds: float) -> None:
    """The librarian gives its producer a second before each document; the one here is always there."""


vars(librarian)["asyncio"] = SimpleNamespace(sleep=no_pause)


class Sender:
    """Stands in for the original's producer, which sends in a thread of its own."""

    def __init__(self, bus: Bus, topic: str, schema: type) -> None:
        self._producer = Producer(bus, topic, schema)

    async def send(self, message: Any, properties: dict[str, Any] | None = None) -> None:
        self._producer.send(message, properties)


class Settings(config.Processor):
    """The configuration, and the flows."""

    def __init__(self, bus: Bus) -> None:
        self.config_response_producer = Sender(bus, schema.config_response_queue, ConfigResponse)
        self.flow_response_producer = Sender(bus, schema.flow_response_queue, FlowResponse)
        self.config_push_producer = Sender(bus, schema.config_push_queue, ConfigPush)
        self.config = Configuration(self.push, "in memory", username=None, password=None, keyspace="config")
        self.flow = FlowConfig(self.config)

    async def furnish(self, definition: str) -> None:
        """Make one class of flows, and the flow `default`."""
        await self.flow.handle(FlowRequest("put-class", class_name=FLOW_CLASS, class_definition=definition))
        await self.flow.handle(
            FlowRequest("start-flow", FLOW_CLASS, description="Default flow", flow_id="default")
        )


class Librarian(librarian.Processor):
    """Documents and their processings; and collections."""

    def __init__(self, bus: Bus) -> None:
        self.pubsub_backend = bus
        self.flows: dict[str, Any] = {}
        self.librarian_response_producer = Sender(bus, schema.librarian_response_queue, LibrarianResponse)
        self.collection_response_producer = Sender(
            bus, schema.collection_response_queue, CollectionManagementResponse
        )
        requests = Sender(bus, schema.config_request_queue, ConfigRequest)
        self.collection_manager = CollectionManager(requests, None, None)
        self.librarian = librarian.Librarian(
            **CASSANDRA,
            minio_host="in memory",
            minio_access_key="",
            minio_secret_key="",
            bucket_name=librarian.bucket_name,
            keyspace="librarian",
            load_document=self.load_document,
        )


class Cores(cores.Processor):
    """Knowledge cores."""

    def __init__(self, bus: Bus) -> None:
        self.pubsub_backend = bus
        self.flows: dict[str, Any] = {}
        self.knowledge_response_producer = Sender(bus, schema.knowledge_response_queue, KnowledgeResponse)
        self.knowledge = KnowledgeManager(**CASSANDRA, keyspace="knowledge", flow_config=self)


class Originals:
    """All of them."""

    def __init__(self, bus: Bus) -> None:
        self._settings = Settings(bus)
        self._librarian = Librarian(bus)
        self._cores = Cores(bus)
        self.furnish = self._settings.furnish
        self._handlers = {
            "config": self._settings.on_config_request,
            "flow": self._settings.on_flow_request,
            "librarian": self._librarian.on_librarian_request,
            "knowledge": self._cores.on_knowledge_request,
            "collection-management": self._librarian.on_collection_request,
        }
        self._producers = {
            "config": self._settings.config_response_producer,
            "flow": self._settings.flow_response_producer,
            "librarian": self._librarian.librarian_response_producer,
            "knowledge": self._cores.knowledge_response_producer,
            "collection-management": self._librarian.collection_response_producer,
        }

    async def answer(self, service: str, message: Message, failure: str | None) -> None:
        """Hand a request to its service."""
        if failure is None:
            await self._handlers[service](message, None, None)
        else:
            answer = failed(service, failure, of_collections="request-error")
            await self._producers[service].send(answer, {"id": message.properties()["id"]})

    async def hear(self, message: Message) -> None:
        """Hand on what services tell each other."""
        if message.topic == schema.config_push_queue:
            pushed = message.value()
            await self._librarian.on_librarian_config(pushed.config, pushed.version)
            await self._cores.on_knowledge_config(pushed.config, pushed.version)
        elif message.topic == schema.config_response_queue:
            await self._librarian.on_config_response(message, None, None)
