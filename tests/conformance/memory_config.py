"""TrustGraph's own configuration and flow services, over a table in memory instead of Cassandra."""

from __future__ import annotations

import json
import sys
from types import ModuleType
from typing import Any

from memory_bus import Bus


class Table:
    """Stands in for `trustgraph.tables.config.ConfigTableStore`."""

    def __init__(self, *connection: Any) -> None:
        self._version = 0
        self._values: dict[tuple[str, str, str], str] = {}

    async def inc_version(self) -> None:
        self._version += 1

    async def get_version(self) -> int:
        return self._version

    async def put_config(self, workspace: str, type: str, key: str, value: str) -> None:
        self._values[workspace, type, key] = value

    async def delete_key(self, workspace: str, type: str, key: str) -> None:
        self._values.pop((workspace, type, key), None)

    async def get_value(self, workspace: str, type: str, key: str) -> str | None:
        return self._values.get((workspace, type, key))

    async def get_values(self, workspace: str, type: str) -> list[tuple[str, str]]:
        return [(k, value) for (w, t, k), value in self._values.items() if (w, t) == (workspace, type)]

    async def get_keys(self, workspace: str, type: str) -> list[str]:
        return [key for key, _ in await self.get_values(workspace, type)]

    async def get_values_all_ws(self, type: str) -> list[tuple[str, str, str]]:
        return [(w, k, value) for (w, t, k), value in self._values.items() if t == type]

    async def get_keys_all_ws(self, type: str) -> list[tuple[str, str]]:
        return [(workspace, key) for workspace, key, _ in await self.get_values_all_ws(type)]

    async def get_all_for_workspace(self, workspace: str) -> list[tuple[str, str, str]]:
        return [(t, k, value) for (w, t, k), value in self._values.items() if w == workspace]


# Importing the original would need a Cassandra driver.
_tables: Any = ModuleType("trustgraph.tables.config")
_tables.ConfigTableStore = Table
sys.modules["trustgraph.tables.config"] = _tables

from trustgraph.base import RequestResponseClient  # noqa: E402
from trustgraph.config.service.config import Configuration  # noqa: E402
from trustgraph.flow.service.flow import FlowConfig  # noqa: E402
from trustgraph.flow.service.service import AsyncConfigClient  # noqa: E402
from trustgraph.schema import (  # noqa: E402
    ConfigPush,
    ConfigRequest,
    ConfigResponse,
    ConfigValue,
    FlowRequest,
    config_push_queue,
    config_request_queue,
    config_response_queue,
)

BLUEPRINT = "everything"


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


async def open_configuration(bus: Bus) -> Configuration:
    """The configuration service's logic, which announces changes on the bus as the original does."""
    producer = await bus.create_producer(config_push_queue, ConfigPush)

    async def push(changes: Any = None, workspace_changes: Any = None) -> None:
        version = await configuration.get_version()
        await producer.send(ConfigPush(version, changes or {}, workspace_changes))

    configuration = Configuration(push, None, None, None, None)
    return configuration


async def open_flows(bus: Bus) -> FlowConfig:
    """The flow service's logic; it keeps flows in the configuration, which it reaches over the bus."""
    client = await RequestResponseClient.create(
        bus, config_request_queue, config_response_queue, ConfigRequest, ConfigResponse
    )
    return FlowConfig(AsyncConfigClient(client), bus)


async def furnish(configuration: Configuration, flows: FlowConfig, workspace: str, definition: str) -> None:
    """Make a workspace with one blueprint and the flow `default`."""
    workspaces = ConfigRequest("put", values=[ConfigValue("workspace", workspace, "{}")])
    await configuration.handle_workspace(workspaces, "__workspaces__")
    blueprints = ConfigRequest("put", values=[ConfigValue("flow-blueprint", BLUEPRINT, definition)])
    await configuration.handle_workspace(blueprints, workspace)
    start = FlowRequest("start-flow", BLUEPRINT, description="Default flow", flow_id="default")
    await flows.handle(start, workspace)
