# Generated from schema/felix by gatewright 0.1.0, content 72d3119235c29ada. Do not edit.
"""The client: settings, and the ways to its operations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from gatewright.api import BaseApi

from .protocol import GATEWAY

if TYPE_CHECKING:
    from ssl import SSLContext

    import httpx

    from .rest import (
        Agents,
        Compression,
        Knowledge,
        KnowledgeMemory,
        Plugins,
        System,
        TaskMemory,
        WorkflowMemory,
        Workflows,
    )
    from .rest_async import (
        AsyncAgents,
        AsyncCompression,
        AsyncKnowledge,
        AsyncKnowledgeMemory,
        AsyncPlugins,
        AsyncSystem,
        AsyncTaskMemory,
        AsyncWorkflowMemory,
        AsyncWorkflows,
    )
    from .sockets import SocketClient
    from .sockets_async import AsyncSocketClient


class Api(BaseApi):
    """Client of Felix 1.0.0.

    The REST API of Felix, a framework for many agents that work on one task: workflows with a
    stream of events, agents and their plugins, the knowledge brain, and the memories.

    Start the system with `api.system().start()` before you create workflows or agents.

    Nothing is connected before the first call. One client can be shared between threads.

    Args:
        url: Address of the gateway; `http`, `https`, `ws` and `wss` mean the same. Default:
            `http://localhost:8000/`. Environment variable: `FELIX_URL`.
        timeout: Seconds to wait for an answer, or for the next item of a stream. Default: 60.
        token: The API key that the gateway was started with. Without one, the gateway asks nobody
            for it. Environment variable: `FELIX_API_KEY`.
        sockets: Connections that calls over sockets are spread over. Default: 4.
        verify: TLS verification: on, off (with a warning), a CA file, or an SSL context.
        retries: How often a call that may be repeated is repeated after a lost connection.
        headers: Headers added to every HTTP request and WebSocket handshake.
        max_message: Bytes; the longest message to take from the gateway. Default: what it may send.
        http_client: A client to use for HTTP; it stays open when this one is closed.
        async_http_client: The same for asyncio code.

    Raises:
        ConfigurationError: An argument makes no sense.
    """

    def __init__(
        self,
        url: str | None = None,
        timeout: float | None = None,
        token: str | None = None,
        *,
        sockets: int | None = None,
        verify: bool | str | SSLContext = True,
        retries: int | None = None,
        headers: Mapping[str, str] | None = None,
        max_message: int | None = None,
        http_client: httpx.Client | None = None,
        async_http_client: httpx.AsyncClient | None = None,
    ) -> None:
        super().__init__(
            GATEWAY,
            url=url,
            timeout=timeout,
            token=token,
            settings={},
            sockets=sockets,
            verify=verify,
            retries=retries,
            headers=headers,
            max_message=max_message,
            http_client=http_client,
            async_http_client=async_http_client,
        )

    def system(self) -> System:
        """Starts and stops the system, and tells how it is."""
        from .rest import System

        return System(self._rest)

    def workflows(self) -> Workflows:
        """Runs tasks: several agents work on each, and their findings become one answer."""
        from .rest import Workflows

        return Workflows(self._rest)

    def agents(self) -> Agents:
        """Creates agents, and tells what they do."""
        from .rest import Agents

        return Agents(self._rest)

    def plugins(self) -> Plugins:
        """Describes the kinds of agents."""
        from .rest import Plugins

        return Plugins(self._rest)

    def knowledge(self) -> Knowledge:
        """The knowledge brain: documents, search, concepts, and the graph between them."""
        from .rest import Knowledge

        return Knowledge(self._rest)

    def task_memory(self) -> TaskMemory:
        """What was learned from earlier tasks."""
        from .rest import TaskMemory

        return TaskMemory(self._rest)

    def workflow_memory(self) -> WorkflowMemory:
        """The history of workflows; unlike `workflows`, it outlives the gateway."""
        from .rest import WorkflowMemory

        return WorkflowMemory(self._rest)

    def knowledge_memory(self) -> KnowledgeMemory:
        """What agents have found out."""
        from .rest import KnowledgeMemory

        return KnowledgeMemory(self._rest)

    def compression(self) -> Compression:
        """Shortens the context that agents are given."""
        from .rest import Compression

        return Compression(self._rest)

    def async_system(self) -> AsyncSystem:
        """Starts and stops the system, and tells how it is."""
        from .rest_async import AsyncSystem

        return AsyncSystem(self._async_rest)

    def async_workflows(self) -> AsyncWorkflows:
        """Runs tasks: several agents work on each, and their findings become one answer."""
        from .rest_async import AsyncWorkflows

        return AsyncWorkflows(self._async_rest)

    def async_agents(self) -> AsyncAgents:
        """Creates agents, and tells what they do."""
        from .rest_async import AsyncAgents

        return AsyncAgents(self._async_rest)

    def async_plugins(self) -> AsyncPlugins:
        """Describes the kinds of agents."""
        from .rest_async import AsyncPlugins

        return AsyncPlugins(self._async_rest)

    def async_knowledge(self) -> AsyncKnowledge:
        """The knowledge brain: documents, search, concepts, and the graph between them."""
        from .rest_async import AsyncKnowledge

        return AsyncKnowledge(self._async_rest)

    def async_task_memory(self) -> AsyncTaskMemory:
        """What was learned from earlier tasks."""
        from .rest_async import AsyncTaskMemory

        return AsyncTaskMemory(self._async_rest)

    def async_workflow_memory(self) -> AsyncWorkflowMemory:
        """The history of workflows; unlike `workflows`, it outlives the gateway."""
        from .rest_async import AsyncWorkflowMemory

        return AsyncWorkflowMemory(self._async_rest)

    def async_knowledge_memory(self) -> AsyncKnowledgeMemory:
        """What agents have found out."""
        from .rest_async import AsyncKnowledgeMemory

        return AsyncKnowledgeMemory(self._async_rest)

    def async_compression(self) -> AsyncCompression:
        """Shortens the context that agents are given."""
        from .rest_async import AsyncCompression

        return AsyncCompression(self._async_rest)

    def socket(self) -> SocketClient:
        """Feeds: sockets on which events come."""
        from .sockets import SocketClient

        return SocketClient(self._socket)

    def async_socket(self) -> AsyncSocketClient:
        """Feeds: sockets on which events come."""
        from .sockets_async import AsyncSocketClient

        return AsyncSocketClient(self._async_socket)
