# Generated from schema/felix by gatewright 0.1.0, content 72d3119235c29ada. Do not edit.
"""What the runtime needs to know of each operation: one constant for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gatewright.operation import Command, Feed, Follow, Operation, Result

from . import items

if TYPE_CHECKING:
    from .items import ConnectionStats, SystemEvent, WorkflowEvent, WorkflowStatusChanged
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

AGENTS_CREATE: Operation[AgentResponse] = Operation(
    name="agents.create", path="/api/v1/agents", result=Result("AgentResponse")
)
AGENTS_LIST: Operation[AgentListResponse] = Operation(
    name="agents.list",
    method="GET",
    path="/api/v1/agents",
    query=("agent_type",),
    result=Result("AgentListResponse"),
    idempotent=True,
)
AGENTS_GET: Operation[AgentResponse] = Operation(
    name="agents.get",
    method="GET",
    path="/api/v1/agents/{agent_id}",
    in_path=("agent_id",),
    result=Result("AgentResponse"),
    idempotent=True,
)
AGENTS_DELETE: Operation[None] = Operation(
    name="agents.delete", method="DELETE", path="/api/v1/agents/{agent_id}", in_path=("agent_id",)
)
AGENTS_METRICS: Operation[AgentMetrics] = Operation(
    name="agents.metrics",
    method="GET",
    path="/api/v1/agents/metrics",
    result=Result("AgentMetrics"),
    idempotent=True,
)
COMPRESSION_COMPRESS: Operation[CompressionResponse] = Operation(
    name="compression.compress",
    path="/api/v1/memory/compression/compress",
    lists=("preserve_keywords", "topic_keywords"),
    result=Result("CompressionResponse"),
    idempotent=True,
    long=True,
)
COMPRESSION_STATS: Operation[CompressionStatsResponse] = Operation(
    name="compression.stats",
    method="GET",
    path="/api/v1/memory/compression/stats",
    result=Result("CompressionStatsResponse"),
    idempotent=True,
)
COMPRESSION_CONFIGURE: Operation[CompressionConfigResponse] = Operation(
    name="compression.configure",
    method="PATCH",
    path="/api/v1/memory/compression/config",
    lists=("preserve_keywords",),
    result=Result("CompressionConfigResponse"),
)
KNOWLEDGE_MEMORY_LIST: Operation[KnowledgeListResponse] = Operation(
    name="knowledge_memory.list",
    method="GET",
    path="/api/v1/memory/knowledge/",
    query=(
        "knowledge_types",
        "domains",
        "tags",
        "min_confidence",
        "min_success_rate",
        "content_keywords",
        "from_date",
        "to_date",
        "task_type",
        "task_complexity",
        "limit",
        "offset",
    ),
    lists=("knowledge_types", "domains", "tags", "content_keywords"),
    result=Result("KnowledgeListResponse"),
    idempotent=True,
)
KNOWLEDGE_MEMORY_STORE: Operation[KnowledgeStoreResponse] = Operation(
    name="knowledge_memory.store",
    path="/api/v1/memory/knowledge/",
    lists=("tags",),
    result=Result("KnowledgeStoreResponse"),
)
KNOWLEDGE_MEMORY_GET: Operation[KnowledgeEntryModel] = Operation(
    name="knowledge_memory.get",
    method="GET",
    path="/api/v1/memory/knowledge/{knowledge_id}",
    in_path=("knowledge_id",),
    result=Result("KnowledgeEntryModel"),
    idempotent=True,
)
KNOWLEDGE_MEMORY_RECORD_USAGE: Operation[KnowledgeUsageResponse] = Operation(
    name="knowledge_memory.record_usage",
    path="/api/v1/memory/knowledge/{knowledge_id}/usage",
    result=Result("KnowledgeUsageResponse"),
)
KNOWLEDGE_MEMORY_SET_SUCCESS_RATE: Operation[KnowledgeStoreResponse] = Operation(
    name="knowledge_memory.set_success_rate",
    method="PATCH",
    path="/api/v1/memory/knowledge/{knowledge_id}/success-rate",
    in_path=("knowledge_id",),
    result=Result("KnowledgeStoreResponse"),
    idempotent=True,
)
KNOWLEDGE_MEMORY_RELATED: Operation[KnowledgeRelationshipsResponse] = Operation(
    name="knowledge_memory.related",
    method="GET",
    path="/api/v1/memory/knowledge/{knowledge_id}/related",
    query=("max_results",),
    in_path=("knowledge_id",),
    result=Result("KnowledgeRelationshipsResponse"),
    idempotent=True,
)
KNOWLEDGE_MEMORY_SUMMARY: Operation[KnowledgeMemorySummaryResponse] = Operation(
    name="knowledge_memory.summary",
    method="GET",
    path="/api/v1/memory/knowledge/summary/stats",
    result=Result("KnowledgeMemorySummaryResponse"),
    idempotent=True,
)
KNOWLEDGE_INGEST: Operation[DocumentIngestResponse] = Operation(
    name="knowledge.ingest",
    path="/api/v1/knowledge/documents/ingest",
    result=Result("DocumentIngestResponse"),
    long=True,
)
KNOWLEDGE_INGEST_DIRECTORY: Operation[DocumentBatchResponse] = Operation(
    name="knowledge.ingest_directory",
    path="/api/v1/knowledge/documents/batch",
    lists=("file_patterns",),
    result=Result("DocumentBatchResponse"),
    long=True,
)
KNOWLEDGE_LIST_DOCUMENTS: Operation[DocumentListResponse] = Operation(
    name="knowledge.list_documents",
    method="GET",
    path="/api/v1/knowledge/documents",
    query=("status_filter",),
    result=Result("DocumentListResponse"),
    idempotent=True,
)
KNOWLEDGE_GET_DOCUMENT: Operation[DocumentDetailResponse] = Operation(
    name="knowledge.get_document",
    method="GET",
    path="/api/v1/knowledge/documents/{document_id}",
    in_path=("document_id",),
    result=Result("DocumentDetailResponse"),
    idempotent=True,
)
KNOWLEDGE_DELETE_DOCUMENT: Operation[Confirmation] = Operation(
    name="knowledge.delete_document",
    method="DELETE",
    path="/api/v1/knowledge/documents/{document_id}",
    in_path=("document_id",),
    result=Result("Confirmation"),
)
KNOWLEDGE_SEARCH: Operation[SearchResponse] = Operation(
    name="knowledge.search",
    path="/api/v1/knowledge/search",
    lists=("domains",),
    result=Result("SearchResponse"),
    idempotent=True,
    long=True,
)
KNOWLEDGE_AUGMENT: Operation[AugmentResponse] = Operation(
    name="knowledge.augment",
    path="/api/v1/knowledge/search/augment",
    result=Result("AugmentResponse"),
    idempotent=True,
    long=True,
)
KNOWLEDGE_BUILD_GRAPH: Operation[GraphBuildResponse] = Operation(
    name="knowledge.build_graph",
    path="/api/v1/knowledge/graph/build",
    result=Result("GraphBuildResponse"),
    long=True,
)
KNOWLEDGE_RELATIONSHIPS: Operation[GraphRelationshipsResponse] = Operation(
    name="knowledge.relationships",
    path="/api/v1/knowledge/graph/relationships",
    result=Result("GraphRelationshipsResponse"),
    idempotent=True,
)
KNOWLEDGE_GRAPH_STATISTICS: Operation[GraphStatisticsResponse] = Operation(
    name="knowledge.graph_statistics",
    method="GET",
    path="/api/v1/knowledge/graph/statistics",
    result=Result("GraphStatisticsResponse"),
    idempotent=True,
)
KNOWLEDGE_START_DAEMON: Operation[DaemonChange] = Operation(
    name="knowledge.start_daemon",
    path="/api/v1/knowledge/daemon/start",
    result=Result("DaemonChange"),
    long=True,
)
KNOWLEDGE_STOP_DAEMON: Operation[DaemonChange] = Operation(
    name="knowledge.stop_daemon",
    path="/api/v1/knowledge/daemon/stop",
    result=Result("DaemonChange"),
    long=True,
)
KNOWLEDGE_DAEMON_STATUS: Operation[DaemonStatusResponse] = Operation(
    name="knowledge.daemon_status",
    method="GET",
    path="/api/v1/knowledge/daemon/status",
    result=Result("DaemonStatusResponse"),
    idempotent=True,
)
KNOWLEDGE_WATCH: Operation[Confirmation] = Operation(
    name="knowledge.watch",
    method="PUT",
    path="/api/v1/knowledge/daemon/watch-dirs",
    lists=("directories",),
    result=Result("Confirmation"),
    idempotent=True,
)
KNOWLEDGE_EMBEDDING_STATUS: Operation[EmbeddingStatus] = Operation(
    name="knowledge.embedding_status",
    method="GET",
    path="/api/v1/knowledge/embeddings/status",
    result=Result("EmbeddingStatus"),
    idempotent=True,
)
KNOWLEDGE_UPGRADE_EMBEDDINGS: Operation[EmbeddingUpgrade] = Operation(
    name="knowledge.upgrade_embeddings",
    path="/api/v1/knowledge/embeddings/upgrade",
    result=Result("EmbeddingUpgrade"),
    idempotent=True,
    long=True,
)
KNOWLEDGE_SET_RECOVERY_MODE: Operation[RecoveryMode] = Operation(
    name="knowledge.set_recovery_mode",
    path="/api/v1/knowledge/embeddings/recovery/mode",
    query=("mode",),
    result=Result("RecoveryMode"),
    idempotent=True,
)
KNOWLEDGE_LIST_CONCEPTS: Operation[ConceptListResponse] = Operation(
    name="knowledge.list_concepts",
    path="/api/v1/knowledge/concepts",
    result=Result("ConceptListResponse"),
    idempotent=True,
)
KNOWLEDGE_GET_CONCEPT: Operation[ConceptDetailResponse] = Operation(
    name="knowledge.get_concept",
    method="GET",
    path="/api/v1/knowledge/concepts/{knowledge_id}",
    in_path=("knowledge_id",),
    result=Result("ConceptDetailResponse"),
    idempotent=True,
)
KNOWLEDGE_RELATED_CONCEPTS: Operation[RelatedConceptsResponse] = Operation(
    name="knowledge.related_concepts",
    method="GET",
    path="/api/v1/knowledge/concepts/{knowledge_id}/related",
    in_path=("knowledge_id",),
    result=Result("RelatedConceptsResponse"),
    idempotent=True,
)
PLUGINS_LIST: Operation[AgentPluginListResponse] = Operation(
    name="plugins.list",
    method="GET",
    path="/api/v1/agents/plugins",
    result=Result("AgentPluginListResponse"),
    idempotent=True,
)
PLUGINS_GET: Operation[AgentPluginMetadata] = Operation(
    name="plugins.get",
    method="GET",
    path="/api/v1/agents/plugins/{agent_type}",
    in_path=("agent_type",),
    result=Result("AgentPluginMetadata"),
    idempotent=True,
)
PLUGINS_RELOAD: Operation[PluginReload] = Operation(
    name="plugins.reload", path="/api/v1/agents/plugins/reload", result=Result("PluginReload")
)
PLUGINS_SUITABLE: Operation[SuitablePlugins] = Operation(
    name="plugins.suitable",
    method="GET",
    path="/api/v1/agents/plugins/suitable",
    query=("task", "complexity"),
    result=Result("SuitablePlugins"),
    idempotent=True,
)
SYSTEM_INFO: Operation[ApiInfo] = Operation(
    name="system.info", method="GET", path="/", result=Result("ApiInfo"), idempotent=True
)
SYSTEM_HEALTH: Operation[Health] = Operation(
    name="system.health", method="GET", path="/health", result=Result("Health"), idempotent=True
)
SYSTEM_START: Operation[SystemStatus] = Operation(
    name="system.start", path="/api/v1/system/start", result=Result("SystemStatus"), long=True
)
SYSTEM_STOP: Operation[Confirmation] = Operation(
    name="system.stop", path="/api/v1/system/stop", result=Result("Confirmation"), long=True
)
SYSTEM_STATUS: Operation[SystemStatus] = Operation(
    name="system.status",
    method="GET",
    path="/api/v1/system/status",
    result=Result("SystemStatus"),
    idempotent=True,
)
TASK_MEMORY_LIST_PATTERNS: Operation[TaskPatternListResponse] = Operation(
    name="task_memory.list_patterns",
    method="GET",
    path="/api/v1/memory/tasks/patterns",
    query=("min_success_rate", "max_duration", "limit"),
    lists=("task_types", "complexity_levels", "keywords"),
    result=Result("TaskPatternListResponse"),
    idempotent=True,
)
TASK_MEMORY_GET_PATTERN: Operation[TaskPatternModel] = Operation(
    name="task_memory.get_pattern",
    method="GET",
    path="/api/v1/memory/tasks/patterns/{pattern_id}",
    in_path=("pattern_id",),
    result=Result("TaskPatternModel"),
    idempotent=True,
)
TASK_MEMORY_LIST_EXECUTIONS: Operation[TaskExecutionListResponse] = Operation(
    name="task_memory.list_executions",
    method="GET",
    path="/api/v1/memory/tasks/executions",
    query=("from_date", "to_date", "limit"),
    lists=("task_types", "complexity_levels", "outcomes"),
    result=Result("TaskExecutionListResponse"),
    idempotent=True,
)
TASK_MEMORY_RECORD_EXECUTION: Operation[TaskExecutionResponse] = Operation(
    name="task_memory.record_execution",
    path="/api/v1/memory/tasks/executions",
    lists=("agents_used", "strategies_used", "error_messages"),
    result=Result("TaskExecutionResponse"),
)
TASK_MEMORY_GET_EXECUTION: Operation[TaskExecutionModel] = Operation(
    name="task_memory.get_execution",
    method="GET",
    path="/api/v1/memory/tasks/executions/{execution_id}",
    in_path=("execution_id",),
    result=Result("TaskExecutionModel"),
    idempotent=True,
)
TASK_MEMORY_RECOMMEND_STRATEGY: Operation[StrategyRecommendationResponse] = Operation(
    name="task_memory.recommend_strategy",
    path="/api/v1/memory/tasks/recommend-strategy",
    result=Result("StrategyRecommendationResponse"),
    idempotent=True,
)
TASK_MEMORY_SUMMARY: Operation[TaskMemorySummaryResponse] = Operation(
    name="task_memory.summary",
    method="GET",
    path="/api/v1/memory/tasks/summary",
    result=Result("TaskMemorySummaryResponse"),
    idempotent=True,
)
WORKFLOW_MEMORY_LIST: Operation[WorkflowHistoryListResponse] = Operation(
    name="workflow_memory.list",
    method="GET",
    path="/api/v1/memory/workflows/",
    query=(
        "status_filter",
        "from_date",
        "to_date",
        "search_query",
        "parent_workflow_id",
        "conversation_thread_id",
        "limit",
        "offset",
    ),
    result=Result("WorkflowHistoryListResponse"),
    idempotent=True,
)
WORKFLOW_MEMORY_SAVE: Operation[WorkflowHistoryModel] = Operation(
    name="workflow_memory.save", path="/api/v1/memory/workflows/", result=Result("WorkflowHistoryModel")
)
WORKFLOW_MEMORY_GET: Operation[WorkflowHistoryModel] = Operation(
    name="workflow_memory.get",
    method="GET",
    path="/api/v1/memory/workflows/{workflow_id}",
    in_path=("workflow_id",),
    result=Result("WorkflowHistoryModel"),
    idempotent=True,
)
WORKFLOW_MEMORY_DELETE: Operation[WorkflowDeleted] = Operation(
    name="workflow_memory.delete",
    method="DELETE",
    path="/api/v1/memory/workflows/{workflow_id}",
    in_path=("workflow_id",),
    result=Result("WorkflowDeleted"),
)
WORKFLOW_MEMORY_THREAD: Operation[WorkflowThreadResponse] = Operation(
    name="workflow_memory.thread",
    method="GET",
    path="/api/v1/memory/workflows/{workflow_id}/thread",
    in_path=("workflow_id",),
    result=Result("WorkflowThreadResponse"),
    idempotent=True,
)
WORKFLOW_MEMORY_SEARCH: Operation[WorkflowHistoryListResponse] = Operation(
    name="workflow_memory.search",
    method="GET",
    path="/api/v1/memory/workflows/search/",
    query=("query", "limit", "offset"),
    result=Result("WorkflowHistoryListResponse"),
    idempotent=True,
)
WORKFLOW_MEMORY_ANALYTICS: Operation[WorkflowAnalyticsResponse] = Operation(
    name="workflow_memory.analytics",
    method="GET",
    path="/api/v1/memory/workflows/analytics/summary",
    query=("from_date", "to_date"),
    result=Result("WorkflowAnalyticsResponse"),
    idempotent=True,
)
WORKFLOWS_CREATE: Operation[WorkflowResponse] = Operation(
    name="workflows.create", path="/api/v1/workflows", result=Result("WorkflowResponse")
)
WORKFLOWS_LIST: Operation[WorkflowListResponse] = Operation(
    name="workflows.list",
    method="GET",
    path="/api/v1/workflows",
    query=("status_filter", "limit", "offset"),
    result=Result("WorkflowListResponse"),
    idempotent=True,
)
WORKFLOWS_GET: Operation[WorkflowResponse] = Operation(
    name="workflows.get",
    method="GET",
    path="/api/v1/workflows/{workflow_id}",
    in_path=("workflow_id",),
    result=Result("WorkflowResponse"),
    idempotent=True,
)
WORKFLOWS_CANCEL: Operation[None] = Operation(
    name="workflows.cancel", method="DELETE", path="/api/v1/workflows/{workflow_id}", in_path=("workflow_id",)
)
FEED_SYSTEM: Feed[SystemEvent] = Feed(
    name="system",
    path="/api/v1/ws/system/events",
    decode=items.decode_feed_system,
    type="type",
    hidden=("ping",),
    replies={"ping": "pong"},
    words=("pong",),
)
FEED_SYSTEM_PING: Command[float] = Command(name="system.ping", send="ping", word="pong")
FEED_SYSTEM_STATS: Command[ConnectionStats] = Command(
    name="system.stats", send="stats", event="connection_stats"
)
FEED_WORKFLOW: Feed[WorkflowEvent] = Feed(
    name="workflow",
    path="/api/v1/ws/workflows/{workflow_id}",
    decode=items.decode_feed_workflow,
    type="type",
    end=("workflow_complete", "workflow_error"),
    settled={"workflow_status": {"status": ("completed", "failed", "cancelled")}},
    hidden=("ping",),
    replies={"ping": "pong"},
    poll="status",
    words=("pong",),
)
FEED_WORKFLOW_PING: Command[float] = Command(name="workflow.ping", send="ping", word="pong")
FEED_WORKFLOW_STATUS: Command[WorkflowStatusChanged] = Command(
    name="workflow.status", send="status", event="workflow_status"
)
WORKFLOWS_RUN: Follow[WorkflowResponse, WorkflowEvent] = Follow(
    name="workflows.run",
    start=WORKFLOWS_CREATE,
    feed=FEED_WORKFLOW,
    result=WORKFLOWS_GET,
    keys=("workflow_id",),
    finished={"status": ("completed", "failed", "cancelled")},
    failed={"status": ("failed", "cancelled")},
    error="error",
)
