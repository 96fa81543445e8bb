# Generated from schema/felix by gatewright 0.1.0, content 72d3119235c29ada. Do not edit.
"""What arrives by itself, and items of streams: light classes, and functions that make them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from gatewright.record import Record


@dataclass(slots=True)
class BaseEvent(Record):
    """What all events have.

    Attributes:
        type: Kind of event, as the gateway names it.
        timestamp: When it happened, in ISO 8601, without a zone.
    """

    type: str = ""
    timestamp: str | None = None


@dataclass(slots=True)
class Event(BaseEvent):
    """An event of a kind that this client does not know.

    Attributes:
        data: All that it says.
    """

    data: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(slots=True)
class SystemConnected(BaseEvent):
    """The stream of the system is open.

    Attributes:
        message: What happened, in words.
        connection_id: Number of this connection.
    """

    message: str = ""
    connection_id: int | None = None


@dataclass(slots=True)
class ConnectionStats(BaseEvent):
    """How many clients watch.

    Attributes:
        total_connections: All of them.
        workflow_connections: Those of each workflow.
        system_connections: Those of the system.
    """

    total_connections: int = 0
    workflow_connections: dict[str, int] = field(default_factory=dict[str, int])
    system_connections: int = 0


@dataclass(slots=True)
class AgentRegistered(BaseEvent):
    """There is a new agent.

    Attributes:
        agent_id: Identifier of the agent.
        agent_type: Kind of agent.
        data: All that it says.
    """

    agent_id: str | None = None
    agent_type: str | None = None
    data: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(slots=True)
class AgentDeregistered(BaseEvent):
    """An agent is gone.

    Attributes:
        agent_id: Identifier of the agent.
        agent_type: Kind of agent.
        data: All that it says.
    """

    agent_id: str | None = None
    agent_type: str | None = None
    data: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(slots=True)
class KnowledgeIngested(BaseEvent):
    """The knowledge brain has learned something.

    Attributes:
        data: All that it says.
    """

    data: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(slots=True)
class ApprovalRequested(BaseEvent):
    """Someone has to approve of something.

    Attributes:
        data: All that it says.
    """

    data: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(slots=True)
class SystemStatusChanged(BaseEvent):
    """The system is in another state.

    Attributes:
        status: The state, such as `running`.
        data: All that it says.
    """

    status: str | None = None
    data: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(slots=True)
class BaseWorkflowEvent(BaseEvent):
    """What all events of a workflow have.

    Attributes:
        workflow_id: Identifier of the workflow.
    """

    workflow_id: str = ""


@dataclass(slots=True)
class Connected(BaseWorkflowEvent):
    """The stream of the workflow is open.

    Attributes:
        message: What happened, in words.
    """

    message: str = ""


@dataclass(slots=True)
class WorkflowStatusChanged(BaseWorkflowEvent):
    """How far the workflow is; also the answer to `status`, and the second event of a stream.

    Attributes:
        status: How far it is; `completed`, `failed` and `cancelled` are final.
        created_at: When it was created, in ISO 8601, without a zone; on the second event only.
        task: The task; on the second event only.
    """

    status: Literal["pending", "running", "completed", "failed", "cancelled"] | str = ""
    created_at: str | None = None
    task: str | None = None


@dataclass(slots=True)
class AgentSpawned(BaseWorkflowEvent):
    """An agent works on it.

    Attributes:
        agent_id: Identifier of the agent.
        agent_type: Kind of agent; `unknown` if the gateway cannot tell.
        spawn_time: Unix time, in seconds, of its creation; documents promise 0 to 1.
    """

    agent_id: str = ""
    agent_type: str = ""
    spawn_time: float | None = None


@dataclass(slots=True)
class AgentOutput(BaseWorkflowEvent):
    """An agent has said something. No release so far sends it.

    Attributes:
        agent_id: Identifier of the agent.
        agent_type: Kind of agent.
        data: All that it says.
    """

    agent_id: str | None = None
    agent_type: str | None = None
    data: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(slots=True)
class SynthesisStarted(BaseWorkflowEvent):
    """The findings of the agents are put together.

    Attributes:
        agent_count: Agents whose findings there are.
    """

    agent_count: int = 0


@dataclass(slots=True)
class WorkflowComplete(BaseWorkflowEvent):
    """The workflow is over, and there is an answer. The last event.

    Attributes:
        status: `completed`.
        synthesis: The answer: `content`, `confidence` from 0 to 1, and `agents_synthesized`.
    """

    status: str = ""
    synthesis: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(slots=True)
class WorkflowError(BaseWorkflowEvent):
    """The workflow is over, and has failed. The last event.

    Attributes:
        error: Why it failed.
    """

    error: str | None = None


SystemEvent: TypeAlias = (
    SystemConnected
    | ConnectionStats
    | AgentRegistered
    | AgentDeregistered
    | KnowledgeIngested
    | ApprovalRequested
    | SystemStatusChanged
    | Event
)
"""What the feed `system` consists of."""

WorkflowEvent: TypeAlias = (
    Connected
    | WorkflowStatusChanged
    | AgentSpawned
    | AgentOutput
    | SynthesisStarted
    | WorkflowComplete
    | WorkflowError
    | Event
)
"""What the feed `workflow` consists of."""


def decode_feed_system(body: dict[str, Any]) -> SystemEvent:
    """The event that one message of the feed `system` is."""
    get = body.get
    kind = get("type")
    if kind == "connected":
        return SystemConnected(kind, get("timestamp"), get("message") or "", get("connection_id"))
    if kind == "connection_stats":
        return ConnectionStats(
            kind,
            get("timestamp"),
            get("total_connections") or 0,
            get("workflow_connections") or {},
            get("system_connections") or 0,
        )
    if kind == "agent_registered":
        return AgentRegistered(kind, get("timestamp"), get("agent_id"), get("agent_type"), body)
    if kind == "agent_deregistered":
        return AgentDeregistered(kind, get("timestamp"), get("agent_id"), get("agent_type"), body)
    if kind == "knowledge_ingested":
        return KnowledgeIngested(kind, get("timestamp"), body)
    if kind == "approval_requested":
        return ApprovalRequested(kind, get("timestamp"), body)
    if kind == "system_status_change":
        return SystemStatusChanged(kind, get("timestamp"), get("status"), body)
    return Event(kind or "", get("timestamp"), body)


def decode_feed_workflow(body: dict[str, Any]) -> WorkflowEvent:
    """The event that one message of the feed `workflow` is."""
    get = body.get
    kind = get("type")
    if kind == "connected":
        return Connected(kind, get("timestamp"), get("workflow_id") or "", get("message") or "")
    if kind == "workflow_status":
        return WorkflowStatusChanged(
            kind,
            get("timestamp"),
            get("workflow_id") or "",
            get("status") or "",
            get("created_at"),
            get("task"),
        )
    if kind == "agent_spawned":
        return AgentSpawned(
            kind,
            get("timestamp"),
            get("workflow_id") or "",
            get("agent_id") or "",
            get("agent_type") or "",
            get("spawn_time"),
        )
    if kind == "agent_output":
        return AgentOutput(
            kind, get("timestamp"), get("workflow_id") or "", get("agent_id"), get("agent_type"), body
        )
    if kind == "synthesis_started":
        return SynthesisStarted(kind, get("timestamp"), get("workflow_id") or "", get("agent_count") or 0)
    if kind == "workflow_complete":
        return WorkflowComplete(
            kind, get("timestamp"), get("workflow_id") or "", get("status") or "", get("synthesis") or {}
        )
    if kind == "workflow_error":
        return WorkflowError(kind, get("timestamp"), get("workflow_id") or "", get("error"))
    return Event(kind or "", get("timestamp"), body)
