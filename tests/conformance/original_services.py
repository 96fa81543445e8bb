"""TrustGraph's own services behind the gateway: their logic unchanged, over stores in memory.

Configuration, flows, documents, collections, knowledge cores, and users with their keys.
Where the originals listen to a broker, here whatever appears on the bus is handed to them.
"""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime
from typing import Any

import memory_cassandra
import memory_objects
from memory_bus import Bus, Message, Producer

# In the place of the original drivers, before anything imports these.
memory_cassandra.install()
memory_objects.install()

from original_failures import failed  # noqa: E402
from trustgraph import schema  # noqa: E402
from trustgraph.base.async_librarian_client import AsyncLibrarianClient  # noqa: E402
from trustgraph.base.request_response_client import RequestResponseClient  # noqa: E402
from trustgraph.config.service.config import Configuration  # noqa: E402
from trustgraph.cores import service as cores  # noqa: E402
from trustgraph.cores.knowledge import KnowledgeManager  # noqa: E402
from trustgraph.flow.service.flow import FlowConfig  # noqa: E402
from trustgraph.flow.service.service import AsyncConfigClient  # noqa: E402
from trustgraph.iam.noauth.handler import NoAuthHandler  # noqa: E402
from trustgraph.iam.service import iam  # noqa: E402
from trustgraph.librarian import service as librarian  # noqa: E402
from trustgraph.librarian.collection_manager import CollectionManager  # noqa: E402
from trustgraph.schema import (  # noqa: E402
    ConfigKey,
    ConfigPush,
    ConfigRequest,
    ConfigResponse,
    ConfigValue,
    Error,
    FlowRequest,
    FlowResponse,
    IamRequest,
    IamResponse,
)

BLUEPRINT = "everything"
ADMIN_KEY = "tg_conformance_administrator"
PASSWORD_ROUNDS = 1000  # the original's 600 000 would keep the gateway from serving for half a second

# Names that these have in topics, and the names that callers know.
NAMES = {
    "iam": "iam",
    "config": "config",
    "flow": "flow",
    "librarian": "librarian",
    "knowledge": "knowledge",
    "collection": "collection-management",
}

# What the gateway itself asks of IAM: these go on working when the service is to fail.
GATEWAY_OPERATIONS = frozenset(
    {
        "resolve-api-key",
        "authenticate-anonymous",
        "authorise",
        "authorise-many",
        "get-signing-key-public",
    }
)


def blueprint(services: list[str], stores: list[str]) -> str:
    """A flow blueprint with these interfaces, as JSON text."""
    interfaces = {
        **{
            name: {kind: f"{kind}:tg:{name}:{{workspace}}:{{id}}" for kind in ("request", "response")}
            for name in services
        },
        **{name: {"flow": f"flow:tg:{name}:{{workspace}}:{{id}}"} for name in stores},
    }
    return json.dumps({"description": "All services", "blueprint": {}, "flow": {}, "interfaces": interfaces})


class Settings:
    """The configuration and flow services."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus

    async def open(self) -> None:
        announcements = await self._bus.create_producer(schema.config_push_queue, ConfigPush)
        self.client = await RequestResponseClient.create(
            self._bus,
            schema.config_request_queue,
            schema.config_response_queue,
            ConfigRequest,
            ConfigResponse,
        )

        async def push(changes: Any = None, workspace_changes: Any = None) -> None:
            version = await self._configuration.get_version()
            await announcements.send(ConfigPush(version, changes or {}, workspace_changes))

        self._configuration = Configuration(push, None, None, None, "config")
        self._flows = FlowConfig(AsyncConfigClient(self.client), self._bus)

    async def furnish(self, workspace: str, definition: str) -> None:
        """Make a workspace with one blueprint and the flow `default`."""
        await self.put("__workspaces__", "workspace", workspace, "{}")
        await self.put(workspace, "flow-blueprint", BLUEPRINT, definition)
        start = FlowRequest("start-flow", BLUEPRINT, description="Default flow", flow_id="default")
        await self._flows.handle(start, workspace)

    async def put(self, workspace: str, type: str, key: str, value: str) -> None:
        request = ConfigRequest("put", values=[ConfigValue(type, key, value)])
        await self._configuration.handle_workspace(request, workspace)

    async def delete(self, workspace: str, type: str, key: str) -> None:
        request = ConfigRequest("delete", keys=[ConfigKey(type, key)])
        await self._configuration.handle_workspace(request, workspace)

    async def has_workspace(self, workspace: str) -> bool:
        stored = self._configuration.table_store
        return await stored.get_value("__workspaces__", "workspace", workspace) is not None

    async def flows(self, workspace: str) -> dict[str, Any]:
        """The definitions of the running flows, as other services learn them."""
        stored = await self._configuration.table_store.get_values(workspace, "flow")
        return {name: json.loads(text) for name, text in stored}

    async def configure(self, request: Any, workspace: str) -> ConfigResponse:
        if workspace:
            return await self._configuration.handle_workspace(request, workspace)
        return await self._configuration.handle_system(request)

    async def manage_flows(self, request: Any, workspace: str) -> FlowResponse:
        try:
            return await self._flows.handle(request, workspace)
        except Exception as error:  # as the original's message handler does
            return FlowResponse(error=Error("flow-error", str(error)))


class Senders:
    """Stands in for the original's pool of producers, which looks ten times a second what to send."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus

    async def add_producer(self, topic: str, schema: type) -> Sender:
        return Sender(self._bus, topic, schema)


class Sender(Producer):
    """One of its producers."""

    async def unregister(self) -> None:
        """Nothing is buffered."""


class Librarian(librarian.Processor):
    """Documents, their uploads and processings; and collections."""

    def __init__(self, bus: Bus, settings: Settings) -> None:
        self.sender_pool = Senders(bus)
        self.flows: dict[str, Any] = {}
        self.workspace_consumers: dict[str, Any] = {}
        self.collection_manager = CollectionManager(settings.client)
        self.librarian = librarian.Librarian(
            *(None, None, None),
            *("in memory", "", "", librarian.bucket_name),
            keyspace="librarian",
            load_document=self.load_document,
        )


class Cores(cores.Processor):
    """Knowledge cores and document embedding cores."""

    def __init__(self, bus: Bus) -> None:
        self.async_backend = bus
        self.flows: dict[str, Any] = {}
        self.workspace_consumers: dict[str, Any] = {}
        self.librarian_clients: dict[str, Any] = {}
        self.knowledge = KnowledgeManager(
            *(None, None, None),
            keyspace="knowledge",
            flow_config=self,
            librarian_clients=self.librarian_clients,
        )

    async def meet_librarian(self, workspace: str) -> None:
        if workspace not in self.librarian_clients:
            self.librarian_clients[workspace] = await AsyncLibrarianClient.create(
                self.async_backend,
                f"{schema.librarian_request_queue}:{workspace}",
                f"{schema.librarian_response_queue}:{workspace}",
            )


def mend_cores(mended: bool) -> None:
    """Make messages about cores readable for both sides, or unreadable as release 2.11.1 has them.

    It annotates their fields with names that their module lacks, so that triples and embeddings
    arrive as dictionaries from any broker, and both service and gateway trip over those.
    """
    for name in ("Triples", "GraphEmbeddings", "DocumentEmbeddings"):
        if mended:
            setattr(schema.documents, name, getattr(schema, name))
        else:
            vars(schema.documents).pop(name, None)


class Identities:
    """Users, keys, workspaces and permissions.

    All tokens that start with `tg_good` are keys of one administrator, and callers without a
    token are the same, where they are let in.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def open(self, workspaces: tuple[str, ...]) -> None:
        vars(iam)["PBKDF2_ITERATIONS"] = PASSWORD_ROUNDS
        self._workspaces = workspaces
        self._used = await self._open_service(bootstrap_mode="token", bootstrap_token=ADMIN_KEY)
        self._service = self._used

    async def begin(self, first_day: bool) -> None:
        """Go on with the users that there are, or with none, waiting to be bootstrapped."""
        self._service = await self._open_service(bootstrap_mode="bootstrap") if first_day else self._used

    async def _open_service(self, **mode: str) -> iam.IamService:
        service = iam.IamService(
            *(None, None, None, "iam"),
            **mode,
            on_workspace_created=self._open_workspace,
            on_workspace_deleted=self._close_workspace,
        )
        await service.auto_bootstrap_if_token_mode()
        now = datetime.now(UTC)
        for workspace in self._workspaces:
            await service.table_store.put_workspace(workspace, workspace.title(), True, now)
        return service

    async def _open_workspace(self, workspace: str) -> None:
        await self._settings.put("__workspaces__", "workspace", workspace, '{"enabled": true}')

    async def _close_workspace(self, workspace: str) -> None:
        await self._settings.delete("__workspaces__", "workspace", workspace)

    async def handle(self, request: IamRequest, script: Any) -> IamResponse:
        if request.operation not in GATEWAY_OPERATIONS and (failure := script.failure("iam")) is not None:
            return IamResponse(error=Error("internal-error", failure))
        if request.operation == "resolve-api-key" and request.api_key.startswith("tg_good"):
            request = IamRequest(operation="resolve-api-key", api_key=ADMIN_KEY)
        if request.operation == "authenticate-anonymous" and script.anonymous:
            request = IamRequest(operation="resolve-api-key", api_key=ADMIN_KEY)
        if request.operation == "authorise" and request.capability in script.deny:
            return IamResponse(decision_allow=False)
        service = NoAuthHandler() if script.no_auth else self._service
        answer = await service.handle(request)
        # The gateway remembers decisions for as long as this says; a test changes them.
        return dataclasses.replace(answer, decision_ttl_seconds=0)


class Originals:
    """All of them, by the names that their topics have."""

    def __init__(self, bus: Bus) -> None:
        self.settings = Settings(bus)
        self.identities = Identities(self.settings)
        self._bus = bus

    async def open(self) -> None:
        await self.settings.open()
        self._librarian = Librarian(self._bus, self.settings)
        self._cores = Cores(self._bus)

    async def answer(self, service: str, message: Message, workspace: str, answers: Any, script: Any) -> None:
        """Hand a request to its service; `answers.send` takes what it answers."""
        request, properties = message.value(), message.properties()
        if service == "iam":
            await answers.send(await self.identities.handle(request, script), properties)
        elif service == "config" and not workspace:
            await answers.send(await self.settings.configure(request, workspace), properties)
        elif not await self.settings.has_workspace(workspace):
            return  # nobody listens there
        elif (failure := script.failure(service)) is not None:
            await answers.send(failed(service, failure, of_collections="unexpected-error"), properties)
        elif service == "config":
            await answers.send(await self.settings.configure(request, workspace), properties)
        elif service == "flow":
            await answers.send(await self.settings.manage_flows(request, workspace), properties)
        elif service == "knowledge":
            await self._cores.meet_librarian(workspace)
            self._cores.flows[workspace] = await self.settings.flows(workspace)
            self._cores.workspace_consumers[workspace] = {"response": answers}
            await self._cores.on_knowledge_request(message, None, None, workspace=workspace)
        else:
            self._librarian.flows[workspace] = await self.settings.flows(workspace)
            consumers = {"librarian-response": answers, "collection-response": answers}
            self._librarian.workspace_consumers[workspace] = consumers
            handlers = {
                "librarian": self._librarian.on_librarian_request,
                "collection-management": self._librarian.on_collection_request,
            }
            await handlers[service](message, None, None, workspace=workspace)
