# Generated from schema/felix by gatewright 0.1.0, content 72d3119235c29ada. Do not edit.
"""Calls over HTTP, for blocking code."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from . import operations

if TYPE_CHECKING:
    from gatewright.sync import RestChannel

    from .items import WorkflowEvent
    from .models import (
        AgentListResponse,
        AgentMetrics,
        AgentPluginListResponse,
        AgentPluginMetadata,
        AgentResponse,
        ApiInfo,
        AugmentResponse,
        CompressionConfigResponse,
        CompressionResponse,
        CompressionStatsResponse,
        ConceptDetailResponse,
        ConceptListResponse,
        Confirmation,
        DaemonChange,
        DaemonStatusResponse,
        DocumentBatchResponse,
        DocumentDetailResponse,
        DocumentIngestResponse,
        DocumentListResponse,
        EmbeddingStatus,
        EmbeddingUpgrade,
        GraphBuildResponse,
        GraphRelationshipsResponse,
        GraphStatisticsResponse,
        Health,
        KnowledgeEntryModel,
        KnowledgeListResponse,
        KnowledgeMemorySummaryResponse,
        KnowledgeRelationshipsResponse,
        KnowledgeStoreResponse,
        KnowledgeUsageResponse,
        PluginReload,
        RecoveryMode,
        RelatedConceptsResponse,
        SearchResponse,
        StrategyRecommendationResponse,
        SuitablePlugins,
        SystemStatus,
        TaskExecutionListResponse,
        TaskExecutionModel,
        TaskExecutionResponse,
        TaskMemorySummaryResponse,
        TaskPatternListResponse,
        TaskPatternModel,
        WorkflowAnalyticsResponse,
        WorkflowDeleted,
        WorkflowHistoryListResponse,
        WorkflowHistoryModel,
        WorkflowListResponse,
        WorkflowResponse,
        WorkflowThreadResponse,
    )


class System:
    """Starts and stops the system, and tells how it is.

    All methods take `timeout`: seconds to wait for the answer, or for the next item of a stream; None:
    as set on the client. All raise `GatewayError`: the gateway refused, could not be reached, or did
    not answer in time.
    """

    __slots__ = ("_channel",)

    def __init__(self, channel: RestChannel) -> None:
        self._channel = channel

    def info(self, *, timeout: float | None = None) -> ApiInfo:
        """Read what the API says of itself. It needs no key.

        Returns: What the API says of itself.
        """
        return self._channel.call(operations.SYSTEM_INFO, {}, {}, timeout)

    def health(self, *, timeout: float | None = None) -> Health:
        """Ask whether the API is well. It needs no key.

        The answer says little of the system behind it; see `status`.

        Returns: Whether the API is well; it says little of the system behind it.
        """
        return self._channel.call(operations.SYSTEM_HEALTH, {}, {}, timeout)

    def start(self, *, timeout: float | None = None) -> SystemStatus:
        """Start the system: agents, language model and, where it is enabled, the knowledge brain.

        Before, workflows cannot be created or cancelled, and there are no agents (`Unavailable`, 503). A
        system that runs raises `InvalidRequest` (409), a language model that cannot be reached
        `Unavailable`.

        Returns: How the system is.
        """
        return self._channel.call(operations.SYSTEM_START, {}, {}, timeout)

    def stop(self, *, timeout: float | None = None) -> Confirmation:
        """Stop the system, with its agents, daemon and connections.

        Workflows that wait for their turn fail. A system that does not run raises `InvalidRequest` (409).

        Returns: What was done.
        """
        return self._channel.call(operations.SYSTEM_STOP, {}, {}, timeout)

    def status(self, *, timeout: float | None = None) -> SystemStatus:
        """Read how the system is. It needs no key.

        Before `start` it raises `Unavailable` (503).

        Returns: How the system is.
        """
        return self._channel.call(operations.SYSTEM_STATUS, {}, {}, timeout)


class Workflows:
    """Runs tasks: several agents work on each, and their findings become one answer.

    All methods take `timeout`: seconds to wait for the answer, or for the next item of a stream; None:
    as set on the client. All raise `GatewayError`: the gateway refused, could not be reached, or did
    not answer in time.
    """

    __slots__ = ("_channel",)

    def __init__(self, channel: RestChannel) -> None:
        self._channel = channel

    def create(
        self,
        task: str,
        max_steps: int | None = None,
        parent_workflow_id: str | None = None,
        enable_web_search: bool = True,
        *,
        timeout: float | None = None,
    ) -> WorkflowResponse:
        """Start a workflow, and return at once; it is `pending`, or `running` already.

        Follow it with `api.socket().workflow(id)`, or read it again and again with `get`; `run` does
        both for you. Four workflows run at a time; further ones wait in the state `pending`.

        Args:
            task: The task, 1 to 10000 characters.
            max_steps: Most steps to take, 1 to 50. The gateway chooses when it is left out.
            parent_workflow_id: Workflow whose conversation this one goes on with.
            enable_web_search: Agents may search the web.

        Returns: A workflow and what came of it.
        Known defect of 1.0.0: The gateway takes `parent_workflow_id` and `enable_web_search` and
            makes no use of them.
        Known defect of 1.0.0: Workflows that run at the same time share agents and disturb each
            other: one may be completed at once, with the answer that no agent has said anything,
            and a confidence of 0.
        """
        return self._channel.call(
            operations.WORKFLOWS_CREATE,
            {},
            {
                "task": task,
                "max_steps": max_steps,
                "parent_workflow_id": parent_workflow_id,
                "enable_web_search": enable_web_search,
            },
            timeout,
        )

    def list(
        self,
        status: Literal["pending", "running", "completed", "failed", "cancelled"] | str | None = None,
        limit: int = 50,
        offset: int = 0,
        *,
        timeout: float | None = None,
    ) -> WorkflowListResponse:
        """List workflows, newest first.

        The gateway remembers those created since it was started. `workflow_memory` knows older ones.

        Args:
            status: State that they are in. A state that does not exist gives an empty list, not an
                error.
            limit: Most workflows to tell, 1 to 500.
            offset: Workflows to pass over.

        Returns: A page of workflows.
        """
        return self._channel.call(
            operations.WORKFLOWS_LIST,
            {},
            {"status_filter": status, "limit": limit, "offset": offset},
            timeout,
        )

    def get(self, workflow_id: str, *, timeout: float | None = None) -> WorkflowResponse:
        """Read a workflow; once it is completed, with its answer in `synthesis`.

        Args:
            workflow_id: Identifier of the workflow.

        Returns: A workflow and what came of it.
        """
        return self._channel.call(operations.WORKFLOWS_GET, {}, {"workflow_id": workflow_id}, timeout)

    def cancel(self, workflow_id: str, *, timeout: float | None = None) -> None:
        """Cancel a workflow.

        One that is over raises `InvalidRequest` (409).

        Args:
            workflow_id: Identifier of the workflow.

        Known defect of 1.0.0: The gateway only notes that the workflow is cancelled. The work goes
            on, and at its end the state becomes `completed` or `failed` after all.
        """
        return self._channel.call(operations.WORKFLOWS_CANCEL, {}, {"workflow_id": workflow_id}, timeout)

    def run(
        self,
        task: str,
        max_steps: int | None = None,
        parent_workflow_id: str | None = None,
        enable_web_search: bool = True,
        *,
        on_event: Callable[[WorkflowEvent], object] | None = None,
        timeout: float | None = None,
    ) -> WorkflowResponse:
        """Run a workflow: create it, follow it, and return it when it is over.

        The answer is in `synthesis`. Events go to `on_event` as they come. Where there is no stream, or
        it breaks, the workflow is read once a second instead. A workflow that fails or is cancelled
        raises `ServiceError`.

        Args:
            task: The task, 1 to 10000 characters.
            max_steps: Most steps to take, 1 to 50. The gateway chooses when it is left out.
            parent_workflow_id: Workflow whose conversation this one goes on with.
            enable_web_search: Agents may search the web.
            on_event: Called with each event, as it comes; may be a coroutine function.
            timeout: Seconds to wait for each answer and each event, not for the whole. None: as set on
                the client.

        Returns: A workflow and what came of it.
        """
        return self._channel.follow(
            operations.WORKFLOWS_RUN,
            {},
            {
                "task": task,
                "max_steps": max_steps,
                "parent_workflow_id": parent_workflow_id,
                "enable_web_search": enable_web_search,
            },
            timeout,
            on_event,
        )


class Agents:
    """Creates agents, and tells what they do.

    All methods take `timeout`: seconds to wait for the answer, or for the next item of a stream; None:
    as set on the client. All raise `GatewayError`: the gateway refused, could not be reached, or did
    not answer in time.
    """

    __slots__ = ("_channel",)

    def __init__(self, channel: RestChannel) -> None:
        self._channel = channel

    def create(
        self,
        agent_type: str,
        spawn_time: float | None = None,
        parameters: Mapping[str, Any] | None = None,
        *,
        timeout: float | None = None,
    ) -> AgentResponse:
        """Create an agent; it can be given work at once.

        Args:
            agent_type: Kind of agent, such as `research`, `analysis` or `critic`.
            spawn_time: Its place in the course of the work, from 0 to 1. The gateway chooses when it is
                left out.
            parameters: What that kind of agent wants to know.

        Returns: An agent.
        """
        return self._channel.call(
            operations.AGENTS_CREATE,
            {},
            {"agent_type": agent_type, "spawn_time": spawn_time, "parameters": parameters},
            timeout,
        )

    def list(self, agent_type: str | None = None, *, timeout: float | None = None) -> AgentListResponse:
        """List the agents that there are.

        Args:
            agent_type: Kind of agent. All when it is left out.

        Returns: Agents.
        """
        return self._channel.call(operations.AGENTS_LIST, {}, {"agent_type": agent_type}, timeout)

    def get(self, agent_id: str, *, timeout: float | None = None) -> AgentResponse:
        """Read what an agent does.

        Args:
            agent_id: Identifier of the agent.

        Returns: An agent.
        """
        return self._channel.call(operations.AGENTS_GET, {}, {"agent_id": agent_id}, timeout)

    def delete(self, agent_id: str, *, timeout: float | None = None) -> None:
        """Stop an agent, and take it away.

        Args:
            agent_id: Identifier of the agent.
        """
        return self._channel.call(operations.AGENTS_DELETE, {}, {"agent_id": agent_id}, timeout)

    def metrics(self, *, timeout: float | None = None) -> AgentMetrics:
        """Read how agents have done: success, confidence and time for each kind.

        Returns: How agents have done.
        Known defect of 1.0.0: Always fails: the gateway takes `metrics` for the identifier of an
            agent (`NotFound`).
        """
        return self._channel.call(operations.AGENTS_METRICS, {}, {}, timeout)


class Plugins:
    """Describes the kinds of agents.

    All methods take `timeout`: seconds to wait for the answer, or for the next item of a stream; None:
    as set on the client. All raise `GatewayError`: the gateway refused, could not be reached, or did
    not answer in time.
    """

    __slots__ = ("_channel",)

    def __init__(self, channel: RestChannel) -> None:
        self._channel = channel

    def list(self, *, timeout: float | None = None) -> AgentPluginListResponse:
        """List the kinds of agents, built in and added.

        Returns: Kinds of agents.
        Known defect of 1.0.0: Always fails: the gateway takes `plugins` for the identifier of an
            agent (`NotFound`). Ask with `get` for each kind.
        """
        return self._channel.call(operations.PLUGINS_LIST, {}, {}, timeout)

    def get(self, agent_type: str, *, timeout: float | None = None) -> AgentPluginMetadata:
        """Read about one kind of agent.

        Args:
            agent_type: Kind of agent, such as `research`, `analysis` or `critic`.

        Returns: A kind of agent.
        """
        return self._channel.call(operations.PLUGINS_GET, {}, {"agent_type": agent_type}, timeout)

    def reload(self, *, timeout: float | None = None) -> PluginReload:
        """Load the kinds of agents that were added anew, while the gateway runs.

        Returns: What a reload of the plugins gave.
        Known defect of 1.0.0: Destructive: it forgets the kinds that are built in, too. Until the
            gateway is started anew no agent can be created, and `plugins().get` finds nothing.
        """
        return self._channel.call(operations.PLUGINS_RELOAD, {}, {}, timeout)

    def suitable(
        self,
        task: str,
        complexity: Literal["simple", "medium", "complex"] | str = "medium",
        *,
        timeout: float | None = None,
    ) -> SuitablePlugins:
        """Ask which kinds of agents suit a task.

        Args:
            task: The task.
            complexity: How hard it is.

        Returns: Kinds of agents that suit a task.
        Known defect of 1.0.0: Always fails: the gateway takes `suitable` for a kind of agent
            (`NotFound`).
        """
        return self._channel.call(
            operations.PLUGINS_SUITABLE, {}, {"task": task, "complexity": complexity}, timeout
        )


class Knowledge:
    """The knowledge brain: documents, search, concepts, and the graph between them.

    All methods take `timeout`: seconds to wait for the answer, or for the next item of a stream; None:
    as set on the client. All raise `GatewayError`: the gateway refused, could not be reached, or did
    not answer in time.
    """

    __slots__ = ("_channel",)

    def __init__(self, channel: RestChannel) -> None:
        self._channel = channel

    def ingest(
        self, file_path: str, process_immediately: bool = True, *, timeout: float | None = None
    ) -> DocumentIngestResponse:
        """Take in a document: read it, cut it into parts, and learn from it.

        The file is on the gateway's machine.

        Args:
            file_path: Path of the file, as the gateway sees it.
            process_immediately: Do not wait for the daemon.

        Returns: A document that was taken in.
        Known defect of 1.0.0: Always fails (`ServiceError`, 500), through an error in the gateway.
        """
        return self._channel.call(
            operations.KNOWLEDGE_INGEST,
            {},
            {"file_path": file_path, "process_immediately": process_immediately},
            timeout,
        )

    def ingest_directory(
        self,
        directory_path: str,
        recursive: bool = True,
        file_patterns: Sequence[str] | None = None,
        *,
        timeout: float | None = None,
    ) -> DocumentBatchResponse:
        """Take in all documents of a folder.

        The folder is on the gateway's machine.

        Args:
            directory_path: Path of the folder, as the gateway sees it.
            recursive: Folders within it as well.
            file_patterns: Files to take, such as `*.pdf`. All when it is left out.

        Returns: What came of a folder of documents.
        Known defect of 1.0.0: Always fails (`ServiceError`, 500), through an error in the gateway.
        """
        return self._channel.call(
            operations.KNOWLEDGE_INGEST_DIRECTORY,
            {},
            {"directory_path": directory_path, "recursive": recursive, "file_patterns": file_patterns},
            timeout,
        )

    def list_documents(
        self,
        status: Literal["processing", "complete", "failed"] | str | None = None,
        *,
        timeout: float | None = None,
    ) -> DocumentListResponse:
        """List the documents that were taken in.

        Args:
            status: State that they are in. All when it is left out.

        Returns: Documents.
        Known defect of 1.0.0: Fails on a new database (`ServiceError`, 500), since it lacks a
            table.
        """
        return self._channel.call(operations.KNOWLEDGE_LIST_DOCUMENTS, {}, {"status_filter": status}, timeout)

    def get_document(self, document_id: str, *, timeout: float | None = None) -> DocumentDetailResponse:
        """Read about a document.

        Args:
            document_id: Identifier of the document.

        Returns: A document.
        Known defect of 1.0.0: Fails on a new database (`ServiceError`, 500), since it lacks a
            table.
        """
        return self._channel.call(
            operations.KNOWLEDGE_GET_DOCUMENT, {}, {"document_id": document_id}, timeout
        )

    def delete_document(self, document_id: str, *, timeout: float | None = None) -> Confirmation:
        """Delete a document, with all that was learned from it.

        Args:
            document_id: Identifier of the document.

        Returns: What was done.
        Known defect of 1.0.0: Fails on a new database (`ServiceError`, 500), since it lacks a
            table.
        """
        return self._channel.call(
            operations.KNOWLEDGE_DELETE_DOCUMENT, {}, {"document_id": document_id}, timeout
        )

    def search(
        self,
        query: str,
        task_type: str | None = None,
        task_complexity: Literal["simple", "medium", "complex"] | str | None = None,
        top_k: int = 10,
        min_confidence: float | None = None,
        domains: Sequence[str] | None = None,
        *,
        timeout: float | None = None,
    ) -> SearchResponse:
        """Search for knowledge by its meaning.

        With `task_type` and `task_complexity`, what helped with such tasks before comes first.

        Args:
            query: What to look for, 1 to 1000 characters.
            task_type: Kind of task that it is for.
            task_complexity: How hard the task is.
            top_k: Most results, 1 to 100.
            min_confidence: How sure the knowledge must be at least, from 0 to 1.
            domains: Subjects to look in. All when it is left out.

        Returns: What a search found.
        Known defect of 1.0.0: Always fails (`ServiceError`, 500), through an error in the gateway.
        """
        return self._channel.call(
            operations.KNOWLEDGE_SEARCH,
            {},
            {
                "query": query,
                "task_type": task_type,
                "task_complexity": task_complexity,
                "top_k": top_k,
                "min_confidence": min_confidence,
                "domains": domains,
            },
            timeout,
        )

    def augment(
        self,
        task_description: str,
        task_type: str | None = None,
        max_concepts: int = 10,
        *,
        timeout: float | None = None,
    ) -> AugmentResponse:
        """Collect knowledge that helps with a task, as text for an agent.

        Args:
            task_description: The task, 1 to 2000 characters.
            task_type: Kind of task.
            max_concepts: Most concepts to use, 1 to 50.

        Returns: Knowledge that helps with a task.
        Known defect of 1.0.0: Always fails (`ServiceError`, 500), through an error in the gateway.
        """
        return self._channel.call(
            operations.KNOWLEDGE_AUGMENT,
            {},
            {"task_description": task_description, "task_type": task_type, "max_concepts": max_concepts},
            timeout,
        )

    def build_graph(
        self,
        document_id: str | None = None,
        max_documents: int | None = None,
        similarity_threshold: float = 0.75,
        *,
        timeout: float | None = None,
    ) -> GraphBuildResponse:
        """Look for relationships between concepts, in one document or in all.

        Args:
            document_id: Document to look at. All when it is left out.
            max_documents: Most documents to look at, where all are meant.
            similarity_threshold: How alike two concepts must be at least, from 0 to 1.

        Returns: What building the graph gave.
        Known defect of 1.0.0: Always fails (`ServiceError`, 500), through an error in the gateway.
        """
        return self._channel.call(
            operations.KNOWLEDGE_BUILD_GRAPH,
            {},
            {
                "document_id": document_id,
                "max_documents": max_documents,
                "similarity_threshold": similarity_threshold,
            },
            timeout,
        )

    def relationships(
        self, concept_id: str, max_depth: int = 1, min_strength: float = 0.5, *, timeout: float | None = None
    ) -> GraphRelationshipsResponse:
        """Read the relationships of a concept.

        Args:
            concept_id: Identifier of the concept.
            max_depth: Steps to walk from it, 1 to 3.
            min_strength: How strong a relationship must be at least, from 0 to 1.

        Returns: The relationships of a concept.
        """
        return self._channel.call(
            operations.KNOWLEDGE_RELATIONSHIPS,
            {},
            {"concept_id": concept_id, "max_depth": max_depth, "min_strength": min_strength},
            timeout,
        )

    def graph_statistics(self, *, timeout: float | None = None) -> GraphStatisticsResponse:
        """Read figures about the graph: its size, and how it hangs together.

        Returns: Figures about the graph.
        """
        return self._channel.call(operations.KNOWLEDGE_GRAPH_STATISTICS, {}, {}, timeout)

    def start_daemon(self, *, timeout: float | None = None) -> DaemonChange:
        """Start the daemon, which watches folders and takes in what appears there.

        Returns: What became of the daemon.
        Known defect of 1.0.0: Always fails (`ServiceError`, 500), through an error in the gateway.
        """
        return self._channel.call(operations.KNOWLEDGE_START_DAEMON, {}, {}, timeout)

    def stop_daemon(self, *, timeout: float | None = None) -> DaemonChange:
        """Stop the daemon.

        Returns: What became of the daemon.
        Known defect of 1.0.0: Always fails (`ServiceError`, 500), through an error in the gateway.
        """
        return self._channel.call(operations.KNOWLEDGE_STOP_DAEMON, {}, {}, timeout)

    def daemon_status(self, *, timeout: float | None = None) -> DaemonStatusResponse:
        """Read what the daemon does.

        Returns: What the daemon does.
        Known defect of 1.0.0: Always fails (`ServiceError`, 500), through an error in the gateway.
        """
        return self._channel.call(operations.KNOWLEDGE_DAEMON_STATUS, {}, {}, timeout)

    def watch(self, directories: Sequence[str], *, timeout: float | None = None) -> Confirmation:
        """Say which folders the daemon watches; they take the place of those that it watched before.

        Args:
            directories: The folders, one at least, as the gateway sees them.

        Returns: What was done.
        Known defect of 1.0.0: Always fails (`ServiceError`, 500), through an error in the gateway.
        """
        return self._channel.call(operations.KNOWLEDGE_WATCH, {}, {"directories": directories}, timeout)

    def embedding_status(self, *, timeout: float | None = None) -> EmbeddingStatus:
        """Read how texts are embedded, and how the gateway gets back to a better way.

        Returns: How texts are embedded.
        """
        return self._channel.call(operations.KNOWLEDGE_EMBEDDING_STATUS, {}, {}, timeout)

    def upgrade_embeddings(self, *, timeout: float | None = None) -> EmbeddingUpgrade:
        """Look for a better way to embed texts now, and use it if there is one.

        Returns: Whether there is a better way of embedding now.
        """
        return self._channel.call(operations.KNOWLEDGE_UPGRADE_EMBEDDINGS, {}, {}, timeout)

    def set_recovery_mode(
        self, mode: Literal["auto", "manual"] | str, *, timeout: float | None = None
    ) -> RecoveryMode:
        """Say how the gateway gets back to a better way of embedding.

        Anything but `auto` and `manual` raises `InvalidRequest` (400).

        Args:
            mode: `auto`: it looks now and then; `manual`: only when asked, by `upgrade_embeddings`.

        Returns: How the gateway gets back to a better way of embedding, from now on.
        """
        return self._channel.call(operations.KNOWLEDGE_SET_RECOVERY_MODE, {}, {"mode": mode}, timeout)

    def list_concepts(
        self,
        domain: str | None = None,
        search_query: str | None = None,
        min_confidence: float | None = None,
        limit: int = 50,
        offset: int = 0,
        *,
        timeout: float | None = None,
    ) -> ConceptListResponse:
        """List concepts.

        Args:
            domain: Subject that they belong to. All when it is left out.
            search_query: Text that they contain.
            min_confidence: How sure they must be at least, from 0 to 1.
            limit: Most concepts to tell, 1 to 500.
            offset: Concepts to pass over.

        Returns: A page of concepts.
        """
        return self._channel.call(
            operations.KNOWLEDGE_LIST_CONCEPTS,
            {},
            {
                "domain": domain,
                "search_query": search_query,
                "min_confidence": min_confidence,
                "limit": limit,
                "offset": offset,
            },
            timeout,
        )

    def get_concept(self, knowledge_id: str, *, timeout: float | None = None) -> ConceptDetailResponse:
        """Read a concept.

        Args:
            knowledge_id: Identifier of the concept.

        Returns: A concept.
        """
        return self._channel.call(
            operations.KNOWLEDGE_GET_CONCEPT, {}, {"knowledge_id": knowledge_id}, timeout
        )

    def related_concepts(self, knowledge_id: str, *, timeout: float | None = None) -> RelatedConceptsResponse:
        """List the concepts that are related to one.

        Args:
            knowledge_id: Identifier of the concept.

        Returns: Concepts that are related to one.
        Known defect of 1.0.0: Fails on a new database (`ServiceError`, 500), since it lacks a
            column.
        """
        return self._channel.call(
            operations.KNOWLEDGE_RELATED_CONCEPTS, {}, {"knowledge_id": knowledge_id}, timeout
        )


class TaskMemory:
    """What was learned from earlier tasks.

    All methods take `timeout`: seconds to wait for the answer, or for the next item of a stream; None:
    as set on the client. All raise `GatewayError`: the gateway refused, could not be reached, or did
    not answer in time.
    """

    __slots__ = ("_channel",)

    def __init__(self, channel: RestChannel) -> None:
        self._channel = channel

    def list_patterns(
        self,
        task_types: Sequence[str] | None = None,
        complexity_levels: Sequence[Literal["simple", "moderate", "complex", "very_complex"] | str]
        | None = None,
        keywords: Sequence[str] | None = None,
        min_success_rate: float | None = None,
        max_duration: float | None = None,
        limit: int = 50,
        *,
        timeout: float | None = None,
    ) -> TaskPatternListResponse:
        """List what tasks of one kind have in common.

        Args:
            task_types: Kinds of task. All when it is left out.
            complexity_levels: How hard the tasks were.
            keywords: Words that they share.
            min_success_rate: Share that must have succeeded at least, from 0 to 1.
            max_duration: Seconds that they may take at most.
            limit: Most patterns to tell, 1 to 500.

        Returns: Patterns.
        Known defect of 1.0.0: The lists go into the body of a GET request, which a proxy between
            client and gateway may drop. Without them nothing is filtered.
        """
        return self._channel.call(
            operations.TASK_MEMORY_LIST_PATTERNS,
            {},
            {
                "task_types": task_types,
                "complexity_levels": complexity_levels,
                "keywords": keywords,
                "min_success_rate": min_success_rate,
                "max_duration": max_duration,
                "limit": limit,
            },
            timeout,
        )

    def get_pattern(self, pattern_id: str, *, timeout: float | None = None) -> TaskPatternModel:
        """Read what tasks of one kind have in common.

        Args:
            pattern_id: Identifier of the pattern.

        Returns: What tasks of one kind have in common.
        Known defect of 1.0.0: The gateway looks at one pattern only, and says `NotFound` of all
            others. Look for them in `list_patterns`.
        """
        return self._channel.call(operations.TASK_MEMORY_GET_PATTERN, {}, {"pattern_id": pattern_id}, timeout)

    def list_executions(
        self,
        task_types: Sequence[str] | None = None,
        complexity_levels: Sequence[Literal["simple", "moderate", "complex", "very_complex"] | str]
        | None = None,
        outcomes: Sequence[Literal["success", "partial_success", "failure", "timeout", "error"] | str]
        | None = None,
        from_date: str | None = None,
        to_date: str | None = None,
        limit: int = 50,
        *,
        timeout: float | None = None,
    ) -> TaskExecutionListResponse:
        """List tasks that were carried out.

        Args:
            task_types: Kinds of task. All when it is left out.
            complexity_levels: How hard the tasks were.
            outcomes: How they ended.
            from_date: First moment, in ISO 8601.
            to_date: Last moment, in ISO 8601.
            limit: Most tasks to tell, 1 to 500.

        Returns: Tasks that were carried out.
        Known defect of 1.0.0: Always fails (`ServiceError`, 500), through an error in the gateway.
        Known defect of 1.0.0: The lists go into the body of a GET request, which a proxy between
            client and gateway may drop.
        """
        return self._channel.call(
            operations.TASK_MEMORY_LIST_EXECUTIONS,
            {},
            {
                "task_types": task_types,
                "complexity_levels": complexity_levels,
                "outcomes": outcomes,
                "from_date": from_date,
                "to_date": to_date,
                "limit": limit,
            },
            timeout,
        )

    def record_execution(
        self,
        task_description: str,
        task_type: str,
        complexity: Literal["simple", "moderate", "complex", "very_complex"] | str,
        outcome: Literal["success", "partial_success", "failure", "timeout", "error"] | str,
        duration: float,
        agents_used: Sequence[str] = (),
        strategies_used: Sequence[str] = (),
        context_size: int = 0,
        error_messages: Sequence[str] = (),
        success_metrics: Mapping[str, Any] | None = None,
        *,
        timeout: float | None = None,
    ) -> TaskExecutionResponse:
        """Record a task that was carried out.

        Patterns that it fits learn from it. A new pattern arises from the second task of a kind.

        Args:
            task_description: The task, 1 to 5000 characters.
            task_type: Kind of task.
            complexity: How hard it was.
            outcome: How it ended.
            duration: Seconds that it took, more than 0.
            agents_used: Agents that worked on it.
            strategies_used: Strategies that they followed.
            context_size: Size of the context that they were given.
            error_messages: What went wrong.
            success_metrics: Figures about the success.

        Returns: What became of a record.
        """
        return self._channel.call(
            operations.TASK_MEMORY_RECORD_EXECUTION,
            {},
            {
                "task_description": task_description,
                "task_type": task_type,
                "complexity": complexity,
                "outcome": outcome,
                "duration": duration,
                "agents_used": agents_used,
                "strategies_used": strategies_used,
                "context_size": context_size,
                "error_messages": error_messages,
                "success_metrics": success_metrics,
            },
            timeout,
        )

    def get_execution(self, execution_id: str, *, timeout: float | None = None) -> TaskExecutionModel:
        """Read about a task that was carried out.

        Args:
            execution_id: Identifier of the record.

        Returns: A task that was carried out.
        Known defect of 1.0.0: Always fails (`ServiceError`, 500), through an error in the gateway.
        """
        return self._channel.call(
            operations.TASK_MEMORY_GET_EXECUTION, {}, {"execution_id": execution_id}, timeout
        )

    def recommend_strategy(
        self,
        task_description: str,
        task_type: str,
        complexity: Literal["simple", "moderate", "complex", "very_complex"] | str,
        *,
        timeout: float | None = None,
    ) -> StrategyRecommendationResponse:
        """Ask how to go about a task, given what was learned from earlier ones.

        Args:
            task_description: The task, 1 to 5000 characters.
            task_type: Kind of task.
            complexity: How hard it is.

        Returns: How to go about a task.
        """
        return self._channel.call(
            operations.TASK_MEMORY_RECOMMEND_STRATEGY,
            {},
            {"task_description": task_description, "task_type": task_type, "complexity": complexity},
            timeout,
        )

    def summary(self, *, timeout: float | None = None) -> TaskMemorySummaryResponse:
        """Read figures about the memory of tasks.

        Returns: Figures about the memory of tasks.
        """
        return self._channel.call(operations.TASK_MEMORY_SUMMARY, {}, {}, timeout)


class WorkflowMemory:
    """The history of workflows; unlike `workflows`, it outlives the gateway.

    All methods take `timeout`: seconds to wait for the answer, or for the next item of a stream; None:
    as set on the client. All raise `GatewayError`: the gateway refused, could not be reached, or did
    not answer in time.
    """

    __slots__ = ("_channel",)

    def __init__(self, channel: RestChannel) -> None:
        self._channel = channel

    def list(
        self,
        status: str | None = None,
        from_date: str | None = None,
        to_date: str | None = None,
        search_query: str | None = None,
        parent_workflow_id: int | None = None,
        conversation_thread_id: str | None = None,
        limit: int = 50,
        offset: int = 0,
        *,
        timeout: float | None = None,
    ) -> WorkflowHistoryListResponse:
        """List workflows of the past.

        Args:
            status: How they ended, such as `completed`. All when it is left out.
            from_date: First moment, in ISO 8601.
            to_date: Last moment, in ISO 8601.
            search_query: Text that the task or the answer contains.
            parent_workflow_id: Workflow that they go on from.
            conversation_thread_id: Conversation that they belong to.
            limit: Most workflows to tell, 1 to 500.
            offset: Workflows to pass over.

        Returns: A page of workflows of the past.
        """
        return self._channel.call(
            operations.WORKFLOW_MEMORY_LIST,
            {},
            {
                "status_filter": status,
                "from_date": from_date,
                "to_date": to_date,
                "search_query": search_query,
                "parent_workflow_id": parent_workflow_id,
                "conversation_thread_id": conversation_thread_id,
                "limit": limit,
                "offset": offset,
            },
            timeout,
        )

    def save(
        self,
        workflow_id: int,
        task_input: str,
        status: str,
        created_at: str,
        agents_count: int,
        tokens_used: int,
        max_tokens: int,
        processing_time: float,
        temperature: float,
        completed_at: str | None = None,
        final_synthesis: str | None = None,
        confidence: float | None = None,
        metadata: Mapping[str, Any] | None = None,
        parent_workflow_id: int | None = None,
        conversation_thread_id: str | None = None,
        *,
        timeout: float | None = None,
    ) -> WorkflowHistoryModel:
        """Write a workflow into the history, which Felix does for itself as a rule.

        Args:
            workflow_id: Number of the workflow.
            task_input: The task.
            status: How it ended, such as `completed`.
            created_at: When it was created, in ISO 8601.
            agents_count: Agents that worked on it.
            tokens_used: Tokens that they used.
            max_tokens: Tokens that they might have used.
            processing_time: Seconds that it took.
            temperature: Temperature of the language model.
            completed_at: When it ended, in ISO 8601.
            final_synthesis: The answer.
            confidence: How sure the answer is, from 0 to 1.
            metadata: Anything else.
            parent_workflow_id: Workflow that it goes on from.
            conversation_thread_id: Conversation that it belongs to.

        Returns: A workflow of the past.
        Known defect of 1.0.0: Always fails (`ServiceError`, 500), through an error in the gateway.
        """
        return self._channel.call(
            operations.WORKFLOW_MEMORY_SAVE,
            {},
            {
                "workflow_id": workflow_id,
                "task_input": task_input,
                "status": status,
                "created_at": created_at,
                "agents_count": agents_count,
                "tokens_used": tokens_used,
                "max_tokens": max_tokens,
                "processing_time": processing_time,
                "temperature": temperature,
                "completed_at": completed_at,
                "final_synthesis": final_synthesis,
                "confidence": confidence,
                "metadata": metadata,
                "parent_workflow_id": parent_workflow_id,
                "conversation_thread_id": conversation_thread_id,
            },
            timeout,
        )

    def get(self, workflow_id: int, *, timeout: float | None = None) -> WorkflowHistoryModel:
        """Read a workflow of the past.

        Args:
            workflow_id: Number of the workflow.

        Returns: A workflow of the past.
        """
        return self._channel.call(operations.WORKFLOW_MEMORY_GET, {}, {"workflow_id": workflow_id}, timeout)

    def delete(self, workflow_id: int, *, timeout: float | None = None) -> WorkflowDeleted:
        """Delete a workflow from the history.

        Args:
            workflow_id: Number of the workflow.

        Returns: What became of a workflow of the past.
        """
        return self._channel.call(
            operations.WORKFLOW_MEMORY_DELETE, {}, {"workflow_id": workflow_id}, timeout
        )

    def thread(self, workflow_id: int, *, timeout: float | None = None) -> WorkflowThreadResponse:
        """Read all workflows of the conversation that one belongs to.

        Args:
            workflow_id: Number of the workflow.

        Returns: Workflows of one conversation.
        """
        return self._channel.call(
            operations.WORKFLOW_MEMORY_THREAD, {}, {"workflow_id": workflow_id}, timeout
        )

    def search(
        self, query: str, limit: int = 50, offset: int = 0, *, timeout: float | None = None
    ) -> WorkflowHistoryListResponse:
        """Search the tasks and answers of the past for words.

        Args:
            query: The words.
            limit: Most workflows to tell, 1 to 500.
            offset: Workflows to pass over.

        Returns: A page of workflows of the past.
        """
        return self._channel.call(
            operations.WORKFLOW_MEMORY_SEARCH, {}, {"query": query, "limit": limit, "offset": offset}, timeout
        )

    def analytics(
        self, from_date: str | None = None, to_date: str | None = None, *, timeout: float | None = None
    ) -> WorkflowAnalyticsResponse:
        """Read figures about workflows of the past.

        Args:
            from_date: First moment, in ISO 8601.
            to_date: Last moment, in ISO 8601.

        Returns: Figures about workflows of the past.
        """
        return self._channel.call(
            operations.WORKFLOW_MEMORY_ANALYTICS, {}, {"from_date": from_date, "to_date": to_date}, timeout
        )


class KnowledgeMemory:
    """What agents have found out.

    All methods take `timeout`: seconds to wait for the answer, or for the next item of a stream; None:
    as set on the client. All raise `GatewayError`: the gateway refused, could not be reached, or did
    not answer in time.
    """

    __slots__ = ("_channel",)

    def __init__(self, channel: RestChannel) -> None:
        self._channel = channel

    def list(
        self,
        knowledge_types: Sequence[
            Literal[
                "task_result",
                "agent_insight",
                "pattern_recognition",
                "failure_analysis",
                "optimization_data",
                "domain_expertise",
            ]
            | str
        ]
        | None = None,
        domains: Sequence[str] | None = None,
        tags: Sequence[str] | None = None,
        min_confidence: Literal["low", "medium", "high", "verified"] | str | None = None,
        min_success_rate: float | None = None,
        content_keywords: Sequence[str] | None = None,
        from_date: str | None = None,
        to_date: str | None = None,
        task_type: str | None = None,
        task_complexity: str | None = None,
        limit: int = 50,
        offset: int = 0,
        *,
        timeout: float | None = None,
    ) -> KnowledgeListResponse:
        """List entries.

        With `task_type` and `task_complexity`, what helped with such tasks before comes first.

        Args:
            knowledge_types: Kinds of knowledge. All when it is left out.
            domains: Subjects. All when it is left out.
            tags: Labels.
            min_confidence: How sure they must be at least.
            min_success_rate: How often they must have led to success at least, from 0 to 1.
            content_keywords: Words that they contain.
            from_date: First moment, in ISO 8601.
            to_date: Last moment, in ISO 8601.
            task_type: Kind of task that they are for.
            task_complexity: How hard the task is.
            limit: Most entries to tell, 1 to 500.
            offset: Entries to pass over.

        Returns: A page of entries.
        """
        return self._channel.call(
            operations.KNOWLEDGE_MEMORY_LIST,
            {},
            {
                "knowledge_types": knowledge_types,
                "domains": domains,
                "tags": tags,
                "min_confidence": min_confidence,
                "min_success_rate": min_success_rate,
                "content_keywords": content_keywords,
                "from_date": from_date,
                "to_date": to_date,
                "task_type": task_type,
                "task_complexity": task_complexity,
                "limit": limit,
                "offset": offset,
            },
            timeout,
        )

    def store(
        self,
        knowledge_type: Literal[
            "task_result",
            "agent_insight",
            "pattern_recognition",
            "failure_analysis",
            "optimization_data",
            "domain_expertise",
        ]
        | str,
        content: Mapping[str, Any],
        confidence_level: Literal["low", "medium", "high", "verified"] | str,
        source_agent: str,
        domain: str,
        tags: Sequence[str] = (),
        *,
        timeout: float | None = None,
    ) -> KnowledgeStoreResponse:
        """Store an entry.

        One that says the same, of the same agent and in the same domain, only gets a new time.

        Args:
            knowledge_type: Kind of knowledge.
            content: What it says; not empty.
            confidence_level: How sure it is.
            source_agent: Agent that found it.
            domain: Subject that it belongs to.
            tags: Labels.

        Returns: What became of an entry.
        """
        return self._channel.call(
            operations.KNOWLEDGE_MEMORY_STORE,
            {},
            {
                "knowledge_type": knowledge_type,
                "content": content,
                "confidence_level": confidence_level,
                "source_agent": source_agent,
                "domain": domain,
                "tags": tags,
            },
            timeout,
        )

    def get(self, knowledge_id: str, *, timeout: float | None = None) -> KnowledgeEntryModel:
        """Read an entry.

        Args:
            knowledge_id: Identifier of the entry.

        Returns: Something that an agent has found out.
        """
        return self._channel.call(
            operations.KNOWLEDGE_MEMORY_GET, {}, {"knowledge_id": knowledge_id}, timeout
        )

    def record_usage(
        self,
        knowledge_id: str,
        workflow_id: str,
        task_type: str,
        task_complexity: str,
        useful_score: float,
        retrieval_method: Literal["sql", "semantic", "hybrid"] | str,
        *,
        timeout: float | None = None,
    ) -> KnowledgeUsageResponse:
        """Tell how useful an entry was, so that what helps is found first.

        Args:
            knowledge_id: Identifier of the entry; it goes into path and body.
            workflow_id: Workflow that used it.
            task_type: Kind of task.
            task_complexity: How hard the task was.
            useful_score: How useful it was, from 0 to 1.
            retrieval_method: How it was found.

        Returns: Whether the use of an entry was noted.
        Known defect of 1.0.0: Always fails (`ServiceError`, 500), through an error in the gateway.
        """
        return self._channel.call(
            operations.KNOWLEDGE_MEMORY_RECORD_USAGE,
            {},
            {
                "knowledge_id": knowledge_id,
                "workflow_id": workflow_id,
                "task_type": task_type,
                "task_complexity": task_complexity,
                "useful_score": useful_score,
                "retrieval_method": retrieval_method,
            },
            timeout,
        )

    def set_success_rate(
        self, knowledge_id: str, new_success_rate: float, *, timeout: float | None = None
    ) -> KnowledgeStoreResponse:
        """Say how often an entry led to success.

        Args:
            knowledge_id: Identifier of the entry.
            new_success_rate: How often, from 0 to 1.

        Returns: What became of an entry.
        Known defect of 1.0.0: Always fails (`ServiceError`, 500), through an error in the gateway.
        """
        return self._channel.call(
            operations.KNOWLEDGE_MEMORY_SET_SUCCESS_RATE,
            {},
            {"knowledge_id": knowledge_id, "new_success_rate": new_success_rate},
            timeout,
        )

    def related(
        self, knowledge_id: str, max_results: int = 10, *, timeout: float | None = None
    ) -> KnowledgeRelationshipsResponse:
        """List the entries that are related to one.

        Args:
            knowledge_id: Identifier of the entry.
            max_results: Most entries to tell, 1 to 50.

        Returns: Entries that are related to one.
        """
        return self._channel.call(
            operations.KNOWLEDGE_MEMORY_RELATED,
            {},
            {"knowledge_id": knowledge_id, "max_results": max_results},
            timeout,
        )

    def summary(self, *, timeout: float | None = None) -> KnowledgeMemorySummaryResponse:
        """Read figures about what agents have found out.

        Returns: Figures about what agents have found out.
        """
        return self._channel.call(operations.KNOWLEDGE_MEMORY_SUMMARY, {}, {}, timeout)


class Compression:
    """Shortens the context that agents are given.

    All methods take `timeout`: seconds to wait for the answer, or for the next item of a stream; None:
    as set on the client. All raise `GatewayError`: the gateway refused, could not be reached, or did
    not answer in time.
    """

    __slots__ = ("_channel",)

    def __init__(self, channel: RestChannel) -> None:
        self._channel = channel

    def compress(
        self,
        context: Mapping[str, Any],
        strategy: Literal[
            "extractive_summary",
            "abstractive_summary",
            "keyword_extraction",
            "hierarchical_summary",
            "relevance_filtering",
            "progressive_refinement",
        ]
        | str = "progressive_refinement",
        level: Literal["light", "moderate", "heavy", "extreme"] | str = "moderate",
        preserve_keywords: Sequence[str] = (),
        preserve_structure: bool = True,
        topic_keywords: Sequence[str] | None = None,
        *,
        timeout: float | None = None,
    ) -> CompressionResponse:
        """Shorten a context.

        The levels are shares of the size that it has: `light` 80 %, `moderate` 60 %, `heavy` 40 %,
        `extreme` 20 %. A short context may become longer.

        Args:
            context: The context.
            strategy: How to do it. `relevance_filtering` needs `topic_keywords`.
            level: How much.
            preserve_keywords: Words to keep.
            preserve_structure: Keep its structure.
            topic_keywords: Words that say what it is about, for `relevance_filtering`.

        Returns: A context that was shortened.
        """
        return self._channel.call(
            operations.COMPRESSION_COMPRESS,
            {},
            {
                "context": context,
                "strategy": strategy,
                "level": level,
                "preserve_keywords": preserve_keywords,
                "preserve_structure": preserve_structure,
                "topic_keywords": topic_keywords,
            },
            timeout,
        )

    def stats(self, *, timeout: float | None = None) -> CompressionStatsResponse:
        """Read how contexts are shortened unless one says otherwise, and what there is to choose from.

        Returns: How contexts are shortened unless one says otherwise.
        """
        return self._channel.call(operations.COMPRESSION_STATS, {}, {}, timeout)

    def configure(
        self,
        max_context_size: int | None = None,
        strategy: Literal[
            "extractive_summary",
            "abstractive_summary",
            "keyword_extraction",
            "hierarchical_summary",
            "relevance_filtering",
            "progressive_refinement",
        ]
        | str
        | None = None,
        level: Literal["light", "moderate", "heavy", "extreme"] | str | None = None,
        preserve_keywords: Sequence[str] | None = None,
        *,
        timeout: float | None = None,
    ) -> CompressionConfigResponse:
        """Change how contexts are shortened; what is left out stays as it is.

        Args:
            max_context_size: Longest context, 1000 or more.
            strategy: How to do it.
            level: How much.
            preserve_keywords: Words to keep.

        Returns: How contexts are shortened from now on.
        """
        return self._channel.call(
            operations.COMPRESSION_CONFIGURE,
            {},
            {
                "max_context_size": max_context_size,
                "strategy": strategy,
                "level": level,
                "preserve_keywords": preserve_keywords,
            },
            timeout,
        )
