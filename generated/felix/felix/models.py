# Generated from schema/felix by gatewright 0.1.0, content 72d3119235c29ada. Do not edit.
"""Responses and their parts, as pydantic models."""

from __future__ import annotations

from typing import Any, Literal

from gatewright.model import Model
from pydantic import Field


class AgentInfo(Model):
    """An agent that works on a workflow."""

    agent_id: str
    """Identifier of the agent."""
    agent_type: str
    """Kind of agent; `unknown` if the gateway cannot tell."""
    spawn_time: float
    """Unix time, in seconds, of its creation; documents promise 0 to 1."""
    confidence: float | None = None
    """How sure it is, from 0 to 1."""


class AgentListResponse(Model):
    """Agents."""

    agents: list[AgentResponse]
    """The agents."""
    total: int
    """How many there are."""


class AgentMetrics(Model):
    """How agents have done."""

    agent_type_stats: dict[str, Any] = {}
    """Figures for each kind of agent."""
    phase_transitions: dict[str, Any] = {}
    """When work passes from one phase to the next."""
    summary: dict[str, Any] = {}
    """Figures for all agents."""


class AgentPluginListResponse(Model):
    """Kinds of agents."""

    plugins: list[AgentPluginMetadata]
    """The kinds."""
    total: int
    """How many there are."""
    builtin_count: int
    """How many of them are built in."""
    external_count: int
    """How many of them were added."""


class AgentPluginMetadata(Model):
    """A kind of agent."""

    agent_type: str
    """Kind of agent."""
    display_name: str
    """Its name for people."""
    description: str
    """What it is good for."""
    spawn_range: list[float]
    """Earliest and latest place in the course of the work, from 0 to 1."""
    capabilities: list[str]
    """What it can do."""
    tags: list[str]
    """Labels."""
    default_tokens: int
    """Tokens that it may use unless told otherwise."""
    version: str
    """Its version."""
    author: str | None = None
    """Who made it."""
    priority: int
    """Higher ones are preferred."""


class AgentResponse(Model):
    """An agent."""

    agent_id: str
    """Identifier of the agent."""
    agent_type: str
    """Kind of agent."""
    spawn_time: float
    """Its place in the course of the work, from 0 to 1."""
    status: str
    """What it does, such as `active`."""
    created_at: str
    """When the gateway was asked, in ISO 8601, without a zone."""
    current_task: str | None = None
    """What it works on."""
    confidence: float | None = None
    """How sure it is, from 0 to 1."""
    messages_processed: int = 0
    """Messages that it has taken."""
    tokens_used: int = 0
    """Tokens that it has used."""


class ApiInfo(Model):
    """What the API says of itself."""

    name: str | None = None
    """Name of the API."""
    version: str | None = None
    """Version of the API."""
    status: str | None = None
    """`online`."""
    felix_running: bool | None = None
    """The system was started."""
    documentation: str | None = None
    """Path of the documentation."""
    openapi_schema: str | None = None
    """Path of the OpenAPI document."""


class AugmentResponse(Model):
    """Knowledge that helps with a task."""

    task_description: str
    """The task."""
    augmented_context: str
    """The knowledge, as text for an agent."""
    concepts_used: int
    """Concepts that went into it."""
    retrieval_method: str
    """How it was found."""


class CompressionConfig(Model):
    """Settings for contexts that are shortened."""

    max_context_size: int | None = None
    """Longest context."""
    strategy: (
        Literal[
            "extractive_summary",
            "abstractive_summary",
            "keyword_extraction",
            "hierarchical_summary",
            "relevance_filtering",
            "progressive_refinement",
        ]
        | str
        | None
    ) = None
    """How it is done."""
    level: Literal["light", "moderate", "heavy", "extreme"] | str | None = None
    """How much."""
    preserve_keywords: list[str] = []
    """Words that are kept."""


class CompressionConfigResponse(Model):
    """How contexts are shortened from now on."""

    message: str | None = None
    """What happened, in words."""
    config: CompressionConfig | None = None
    """The settings."""


class CompressionResponse(Model):
    """A context that was shortened."""

    context_id: str
    """Identifier of the result."""
    original_size: int
    """Characters of its JSON text before."""
    compressed_size: int
    """Characters of its JSON text after."""
    compression_ratio: float
    """The latter divided by the former."""
    strategy_used: (
        Literal[
            "extractive_summary",
            "abstractive_summary",
            "keyword_extraction",
            "hierarchical_summary",
            "relevance_filtering",
            "progressive_refinement",
        ]
        | str
    )
    """How it was done."""
    level_used: Literal["light", "moderate", "heavy", "extreme"] | str
    """How much was asked for."""
    compressed_content: dict[str, Any]
    """The result."""
    relevance_scores: dict[str, float]
    """How much each part counts, from 0 to 1."""
    processing_time_ms: float
    """Milliseconds that it took."""


class CompressionStatsResponse(Model):
    """How contexts are shortened unless one says otherwise."""

    max_context_size: int
    """Longest context."""
    default_strategy: (
        Literal[
            "extractive_summary",
            "abstractive_summary",
            "keyword_extraction",
            "hierarchical_summary",
            "relevance_filtering",
            "progressive_refinement",
        ]
        | str
    )
    """How it is done."""
    default_level: Literal["light", "moderate", "heavy", "extreme"] | str
    """How much."""
    available_strategies: list[
        Literal[
            "extractive_summary",
            "abstractive_summary",
            "keyword_extraction",
            "hierarchical_summary",
            "relevance_filtering",
            "progressive_refinement",
        ]
        | str
    ]
    """Strategies to choose from."""
    available_levels: list[Literal["light", "moderate", "heavy", "extreme"] | str]
    """Levels to choose from."""


class ConceptDetailResponse(Model):
    """A concept."""

    knowledge_id: str
    """Identifier of the entry."""
    concept_name: str
    """Name of the concept."""
    definition: str
    """What the concept means."""
    confidence: float
    """How sure it is, from 0 to 1."""
    domain: str | None = None
    """Subject that it belongs to."""
    tags: list[str] = []
    """Labels."""
    examples: list[str] = []
    """Examples of it."""
    source_document_id: str | None = None
    """Document that it was learned from."""
    related_concept_ids: list[str] = []
    """Concepts that are related to it."""
    access_count: int
    """How often it was read."""
    created_at: str
    """When it was created, in ISO 8601, without a zone."""


class ConceptItem(Model):
    """A concept in a list."""

    knowledge_id: str
    """Identifier of the entry."""
    concept_name: str
    """Name of the concept."""
    definition: str
    """What the concept means."""
    confidence: float
    """How sure it is, from 0 to 1."""
    domain: str | None = None
    """Subject that it belongs to."""
    tags: list[str] = []
    """Labels."""
    source_document_id: str | None = None
    """Document that it was learned from."""


class ConceptListResponse(Model):
    """A page of concepts."""

    concepts: list[ConceptItem]
    """The concepts."""
    total: int
    """How many there are."""
    offset: int
    """How many were passed over."""
    limit: int
    """Most that are told at once."""


class Confirmation(Model):
    """What was done."""

    status: str | None = None
    """What it led to, such as `stopped`."""
    message: str | None = None
    """What happened, in words."""


class DaemonChange(Model):
    """What became of the daemon."""

    status: str | None = None
    """State of the daemon."""
    message: str | None = None
    """What happened, in words."""
    timestamp: str | None = None
    """When, in ISO 8601, without a zone."""
    final_stats: dict[str, Any] | None = None
    """Figures about its run; when it was stopped."""


class DaemonStatusResponse(Model):
    """What the daemon does."""

    running: bool
    """It runs."""
    batch_processor_active: bool
    """Its batch processor works."""
    refiner_active: bool
    """Its refiner works."""
    file_watcher_active: bool
    """It watches folders."""
    documents_processed: int
    """Documents that it has taken in."""
    documents_pending: int
    """Documents that wait."""
    documents_failed: int
    """Documents that it could not take in."""
    current_activity: str | None = None
    """What it is at."""
    uptime_seconds: float
    """Seconds that it has run."""
    watch_directories: list[str]
    """Folders that it watches."""


class DocumentBatchResponse(Model):
    """What came of a folder of documents."""

    total_files: int
    """Files that were found."""
    processed: int
    """Files that were taken in."""
    failed: int
    """Files that were not."""
    documents: list[DocumentIngestResponse]
    """The documents."""
    processing_time_seconds: float
    """Seconds that it took."""


class DocumentDetailResponse(Model):
    """A document."""

    document_id: str
    """Identifier of the document."""
    metadata: DocumentMetadataModel
    """What is known of the file."""
    status: Literal["processing", "complete", "failed"] | str
    """How far it is."""
    chunks_count: int
    """Parts that it was cut into."""
    concepts_extracted: int
    """Concepts that were found in it."""
    created_at: str
    """When it was created, in ISO 8601, without a zone."""
    updated_at: str
    """When it last changed, in ISO 8601, without a zone."""


class DocumentIngestResponse(Model):
    """A document that was taken in."""

    document_id: str
    """Identifier of the document."""
    file_name: str
    """Name of the file."""
    status: str
    """How far it is."""
    chunks_count: int
    """Parts that it was cut into."""
    metadata: DocumentMetadataModel
    """What is known of the file."""
    message: str
    """What happened, in words."""


class DocumentListItem(Model):
    """A document in a list."""

    document_id: str
    """Identifier of the document."""
    file_name: str
    """Name of the file."""
    file_type: str
    """Kind of file."""
    file_size: int
    """Size in bytes."""
    status: Literal["processing", "complete", "failed"] | str
    """How far it is."""
    chunks_count: int | None = None
    """Parts that it was cut into."""
    created_at: str
    """When it was created, in ISO 8601, without a zone."""


class DocumentListResponse(Model):
    """Documents."""

    documents: list[DocumentListItem]
    """The documents."""
    total: int
    """How many there are."""
    filtered_by_status: Literal["processing", "complete", "failed"] | str | None = None
    """The state that was asked for."""


class DocumentMetadataModel(Model):
    """What is known of a file."""

    file_path: str
    """Path of the file, as the gateway sees it."""
    file_name: str
    """Name of the file."""
    file_type: str
    """Kind of file."""
    file_size: int
    """Size in bytes."""
    file_hash: str
    """Hash of its content."""
    page_count: int | None = None
    """Pages, where it has some."""
    created_at: str
    """When it was created, in ISO 8601, without a zone."""
    updated_at: str
    """When it last changed, in ISO 8601, without a zone."""


class EmbeddingRecovery(Model):
    """How the gateway gets back to a better way of embedding."""

    mode: Literal["auto", "manual"] | str | None = None
    """`auto`: it looks now and then; `manual`: only when asked."""
    is_degraded: bool | None = None
    """The best way is not in use."""
    recovery_paused: bool | None = None
    """It does not look at present."""
    last_check_time: float | None = None
    """Unix time, in seconds, at which it last looked."""
    last_recovery_time: float | None = None
    """Unix time, in seconds, at which it last found a better way."""
    check_interval: float | None = None
    """Seconds between two looks."""


class EmbeddingStatus(Model):
    """How texts are embedded."""

    status: str | None = None
    """`success`."""
    active_tier: Literal["lm_studio", "tfidf", "fts5"] | str | None = None
    """The way in use."""
    tiers_available: dict[str, bool] = {}
    """Whether each way can be used."""
    embedding_dim: dict[str, Any] = {}
    """Length of the vectors of each way; null: it has none."""
    recovery: EmbeddingRecovery | None = None
    """How the gateway gets back to a better way."""


class EmbeddingUpgrade(Model):
    """Whether there is a better way of embedding now."""

    status: Literal["upgraded", "unchanged"] | str | None = None
    """Whether there is."""
    new_tier: str | None = None
    """The better way."""
    current_tier: str | None = None
    """The way in use, where there is no better one."""
    message: str | None = None
    """What happened, in words."""


class GraphBuildResponse(Model):
    """What building the graph gave."""

    relationships_created: int
    """Relationships that were found."""
    concepts_processed: int
    """Concepts that were looked at."""
    documents_processed: int | None = None
    """Documents that were looked at."""
    entities_linked: int | None = None
    """Entities that were linked across documents."""
    concepts_merged: int | None = None
    """Concepts that turned out to be the same."""
    processing_time_seconds: float
    """Seconds that it took."""


class GraphRelationshipsResponse(Model):
    """The relationships of a concept."""

    concept_id: str
    """Identifier of the concept."""
    concept_content: str
    """Text of the concept."""
    relationships: list[RelationshipItem]
    """The relationships."""
    total_relationships: int
    """How many there are."""


class GraphStatisticsResponse(Model):
    """Figures about the graph."""

    total_nodes: int
    """Concepts."""
    total_relationships: int
    """Relationships."""
    nodes_with_relationships: int
    """Concepts that have some."""
    average_degree: float
    """Relationships per concept."""
    documents_covered: int
    """Documents that they come from."""
    relationship_types: dict[str, int]
    """Number of relationships of each kind."""


class Health(Model):
    """Whether the API is well; it says little of the system behind it."""

    status: str | None = None
    """`healthy`."""
    api_version: str | None = None
    """Version of the API."""
    timestamp: float | None = None
    """Unix time, in seconds."""
    felix_initialized: bool | None = None
    """The system was started."""


class KnowledgeEntryModel(Model):
    """Something that an agent has found out."""

    knowledge_id: str
    """Identifier of the entry."""
    knowledge_type: (
        Literal[
            "task_result",
            "agent_insight",
            "pattern_recognition",
            "failure_analysis",
            "optimization_data",
            "domain_expertise",
        ]
        | str
    )
    """Kind of knowledge."""
    content: dict[str, Any]
    """What it says."""
    confidence_level: Literal["low", "medium", "high", "verified"] | str
    """How sure it is."""
    source_agent: str
    """Agent that found it."""
    domain: str
    """Subject that it belongs to."""
    tags: list[str]
    """Labels."""
    created_at: str
    """When it was created, in ISO 8601, without a zone."""
    updated_at: str
    """When it last changed, in ISO 8601, without a zone."""
    access_count: int
    """How often it was read."""
    success_rate: float
    """How often it led to success, from 0 to 1."""
    validation_score: float
    """How well it stood up to a check, from 0 to 1."""
    validation_status: str
    """What the check said."""


class KnowledgeListResponse(Model):
    """A page of entries."""

    entries: list[KnowledgeEntryModel]
    """The entries."""
    total: int
    """How many there are."""
    offset: int = 0
    """How many were passed over."""
    limit: int = 50
    """Most that are told at once."""


class KnowledgeMemorySummaryResponse(Model):
    """Figures about what agents have found out."""

    total_entries: int
    """Entries."""
    entries_by_type: dict[str, int]
    """Number of entries of each kind."""
    entries_by_domain: dict[str, int]
    """Number of entries in each domain."""
    entries_by_confidence: dict[str, int]
    """Number of entries by how sure they are."""
    average_success_rate: float
    """How often they led to success, from 0 to 1."""
    total_access_count: int
    """How often they were read."""


class KnowledgeRelationshipItem(Model):
    """An entry that is related to another."""

    target_knowledge_id: str
    """Identifier of the entry."""
    target_content_preview: str
    """How its text begins."""
    relationship_strength: float
    """How strong it is, from 0 to 1."""
    relationship_type: str
    """Kind of relationship."""


class KnowledgeRelationshipsResponse(Model):
    """Entries that are related to one."""

    knowledge_id: str
    """Identifier of that one."""
    relationships: list[KnowledgeRelationshipItem]
    """The others."""
    total: int
    """How many there are."""


class KnowledgeStoreResponse(Model):
    """What became of an entry."""

    knowledge_id: str
    """Identifier of the entry."""
    stored: bool
    """It is stored."""
    updated: bool
    """It was there already, and has a new time."""
    message: str
    """What happened, in words."""


class KnowledgeUsageResponse(Model):
    """Whether the use of an entry was noted."""

    recorded: bool
    """It was."""
    message: str
    """What happened, in words."""


class PluginReload(Model):
    """What a reload of the plugins gave."""

    status: str | None = None
    """`success`."""
    plugins_reloaded: PluginReloadCounts | None = None
    """What was loaded; documents promise a number."""
    total_plugins: int | None = None
    """Kinds of agents that there are now."""
    builtin_plugins: int | None = None
    """Kinds that are built in."""
    external_plugins: int | None = None
    """Kinds that were added."""


class PluginReloadCounts(Model):
    """What was loaded."""

    loaded: int = 0
    """Plugins that were loaded."""
    failed: int = 0
    """Plugins that could not be."""
    errors: list[Any] = []
    """Why not."""


class RecoveryMode(Model):
    """How the gateway gets back to a better way of embedding, from now on."""

    status: str | None = None
    """`success`."""
    mode: Literal["auto", "manual"] | str | None = None
    """`auto`: it looks now and then; `manual`: only when asked."""
    message: str | None = None
    """What happened, in words."""


class RelatedConceptItem(Model):
    """A concept that is related to another."""

    knowledge_id: str
    """Identifier of the entry."""
    concept_name: str
    """Name of the concept."""
    definition: str
    """What the concept means."""
    relationship_type: str
    """Kind of relationship."""
    strength: float
    """How strong it is, from 0 to 1."""


class RelatedConceptsResponse(Model):
    """Concepts that are related to one."""

    concept_id: str
    """Identifier of that one."""
    concept_name: str
    """Name of that one."""
    related_concepts: list[RelatedConceptItem]
    """The others."""
    total: int
    """How many there are."""


class RelationshipItem(Model):
    """A relationship between two concepts."""

    source_id: str
    """Concept that it leads from."""
    source_content: str
    """Text of that concept."""
    target_id: str
    """Concept that it leads to."""
    target_content: str
    """Text of that concept."""
    relationship_type: str
    """Kind of relationship."""
    strength: float
    """How strong it is, from 0 to 1."""
    basis: str
    """What it rests on."""


class SearchResponse(Model):
    """What a search found."""

    query: str
    """The query."""
    results: list[SearchResultItem]
    """What was found, best first."""
    total_results: int
    """How many there are."""
    retrieval_method: str
    """How it was found."""
    processing_time_ms: float
    """Milliseconds that it took."""


class SearchResultItem(Model):
    """A piece of knowledge that was found."""

    knowledge_id: str
    """Identifier of the entry."""
    content: str
    """Its text."""
    relevance_score: float
    """How well it fits the query, from 0 to 1."""
    confidence: float
    """How sure it is, from 0 to 1."""
    domain: str | None = None
    """Subject that it belongs to."""
    source_document_id: str | None = None
    """Document that it was learned from."""
    tags: list[str] = []
    """Labels."""


class StrategyRecommendationResponse(Model):
    """How to go about a task."""

    recommended_strategies: list[str]
    """Strategies to follow."""
    recommended_agents: list[str]
    """Agents to employ."""
    estimated_duration: float | None = None
    """Seconds that it may take."""
    success_probability: float
    """Chance of success, from 0 to 1."""
    similar_patterns: list[TaskPatternModel]
    """Patterns that this rests on."""
    confidence: float
    """How sure the advice is, from 0 to 1."""


class SuitablePlugins(Model):
    """Kinds of agents that suit a task."""

    task: str | None = None
    """The task."""
    complexity: str | None = None
    """How hard it is."""
    suitable_agents: list[str] = []
    """The kinds, best first."""


class SynthesisResult(Model):
    """The answer that a workflow gives."""

    content: str
    """The answer."""
    confidence: float
    """How sure it is, from 0 to 1."""
    agents_synthesized: int
    """Agents whose findings went into it."""
    token_count: int | None = None
    """Tokens that it took."""


class SystemStatus(Model):
    """How the system is."""

    status: str
    """State of the system, such as `running` or `stopped`."""
    felix_version: str
    """Version of Felix."""
    api_version: str
    """Version of the API."""
    uptime_seconds: float
    """Seconds that it has run."""
    active_workflows: int
    """Workflows under way."""
    active_agents: int
    """Agents there are."""
    llm_provider: str
    """Who provides the language model."""
    knowledge_brain_enabled: bool
    """The knowledge brain is on."""


class TaskExecutionListResponse(Model):
    """Tasks that were carried out."""

    executions: list[TaskExecutionModel]
    """The tasks."""
    total: int
    """How many there are."""


class TaskExecutionModel(Model):
    """A task that was carried out."""

    execution_id: str
    """Identifier of the record."""
    task_description: str
    """The task."""
    task_type: str
    """Kind of task."""
    complexity: Literal["simple", "moderate", "complex", "very_complex"] | str
    """How hard the task is."""
    outcome: Literal["success", "partial_success", "failure", "timeout", "error"] | str
    """How it ended."""
    duration: float
    """Seconds that it took."""
    agents_used: list[str]
    """Agents that worked on it."""
    strategies_used: list[str]
    """Strategies that they followed."""
    context_size: int
    """Size of the context that they were given."""
    error_messages: list[str] = []
    """What went wrong."""
    success_metrics: dict[str, Any] = {}
    """Figures about the success."""
    patterns_matched: list[str] = []
    """Patterns that it fits."""
    created_at: str
    """When it was created, in ISO 8601, without a zone."""


class TaskExecutionResponse(Model):
    """What became of a record."""

    execution_id: str
    """Identifier of the record."""
    patterns_matched: list[str]
    """Patterns that the task fits."""
    patterns_updated: list[str]
    """Patterns that have changed."""
    message: str
    """What happened, in words."""


class TaskMemorySummaryResponse(Model):
    """Figures about the memory of tasks."""

    total_patterns: int
    """Patterns."""
    total_executions: int
    """Tasks that were recorded."""
    average_success_rate: float
    """Share of successes, from 0 to 1."""
    most_common_task_types: dict[str, int]
    """Number of tasks of each kind."""
    complexity_distribution: dict[str, int]
    """Number of tasks by how hard they are."""
    outcome_distribution: dict[str, int]
    """Number of tasks by how they ended."""


class TaskPatternListResponse(Model):
    """Patterns."""

    patterns: list[TaskPatternModel]
    """The patterns."""
    total: int
    """How many there are."""


class TaskPatternModel(Model):
    """What tasks of one kind have in common."""

    pattern_id: str
    """Identifier of the pattern."""
    task_type: str
    """Kind of task."""
    complexity: Literal["simple", "moderate", "complex", "very_complex"] | str
    """How hard the task is."""
    keywords: list[str]
    """Words that such tasks share."""
    typical_duration: float | None = None
    """Seconds that they take."""
    success_rate: float
    """Share that succeeded, from 0 to 1."""
    failure_modes: list[str] = []
    """How they fail."""
    optimal_strategies: list[str] = []
    """Strategies that served best."""
    required_agents: list[str] = []
    """Agents that they need."""
    context_requirements: dict[str, Any] = {}
    """What they need to know."""
    usage_count: int
    """How often the pattern was used."""
    created_at: str
    """When it was created, in ISO 8601, without a zone."""
    updated_at: str
    """When it last changed, in ISO 8601, without a zone."""


class WorkflowAnalyticsResponse(Model):
    """Figures about workflows of the past."""

    total_workflows: int
    """Workflows."""
    completed_workflows: int
    """Those that were completed."""
    failed_workflows: int
    """Those that failed."""
    average_confidence: float
    """How sure their answers are, from 0 to 1."""
    average_agents_count: float
    """Agents per workflow."""
    average_processing_time: float
    """Seconds per workflow."""
    average_tokens_used: float
    """Tokens per workflow."""
    status_distribution: dict[str, int]
    """Number of workflows in each state."""
    workflows_by_date: dict[str, int]
    """Number of workflows on each day."""


class WorkflowDeleted(Model):
    """What became of a workflow of the past."""

    message: str | None = None
    """What happened, in words."""


class WorkflowHistoryListResponse(Model):
    """A page of workflows of the past."""

    workflows: list[WorkflowHistoryModel]
    """The workflows."""
    total: int
    """How many there are on all pages."""
    offset: int
    """How many were passed over."""
    limit: int
    """Most that are told at once."""


class WorkflowHistoryModel(Model):
    """A workflow of the past."""

    workflow_id: int
    """Number of the workflow; not the `wf_...` of a running one."""
    task_input: str
    """The task."""
    status: str
    """How it ended."""
    created_at: str
    """When it was created, in ISO 8601, without a zone."""
    completed_at: str | None = None
    """When it ended, in ISO 8601, without a zone."""
    final_synthesis: str | None = None
    """The answer."""
    confidence: float | None = None
    """How sure the answer is, from 0 to 1."""
    agents_count: int
    """Agents that worked on it."""
    tokens_used: int
    """Tokens that they used."""
    max_tokens: int
    """Tokens that they might have used."""
    processing_time: float
    """Seconds that it took."""
    temperature: float
    """Temperature of the language model."""
    metadata: dict[str, Any] = {}
    """Anything else."""
    parent_workflow_id: int | None = None
    """Workflow that it goes on from."""
    conversation_thread_id: str | None = None
    """Conversation that it belongs to."""


class WorkflowListResponse(Model):
    """A page of workflows."""

    workflows: list[WorkflowResponse]
    """The workflows."""
    total: int
    """How many there are on all pages."""
    page: int
    """Number of the page, from 0."""
    page_size: int
    """Most workflows on a page."""


class WorkflowResponse(Model):
    """A workflow and what came of it."""

    workflow_id: str
    """Identifier of the workflow."""
    status: Literal["pending", "running", "completed", "failed", "cancelled"] | str
    """How far it is; `completed`, `failed` and `cancelled` are final."""
    task: str
    """The task."""
    created_at: str
    """When it was created, in ISO 8601, without a zone."""
    completed_at: str | None = None
    """When it ended, in ISO 8601, without a zone."""
    agents_spawned: list[AgentInfo] = Field([], validate_default=True)
    """Agents that worked on it."""
    synthesis: SynthesisResult | None = None
    """The answer."""
    performance_metrics: dict[str, Any] | None = None
    """Figures about the run."""
    error: str | None = None
    """Why it failed."""


class WorkflowThreadResponse(Model):
    """Workflows of one conversation."""

    thread_id: str
    """Identifier of the conversation."""
    root_workflow: WorkflowHistoryModel
    """The first one."""
    child_workflows: list[WorkflowHistoryModel]
    """Those that followed."""
    total_workflows: int
    """How many there are."""
    thread_depth: int
    """Length of the longest chain."""
