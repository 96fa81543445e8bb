# Generated from schema/felix by gatewright 0.1.0, content 72d3119235c29ada. Do not edit.
"""The REST API of Felix, a framework for many agents that work on one task: workflows with a
stream of events, agents and their plugins, the knowledge brain, and the memories.

Start the system with `api.system().start()` before you create workflows or agents.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gatewright.errors import AuthenticationFailed as AuthenticationFailed
    from gatewright.errors import ClientClosed as ClientClosed
    from gatewright.errors import ConfigurationError as ConfigurationError
    from gatewright.errors import ConnectionFailed as ConnectionFailed
    from gatewright.errors import ConnectionLost as ConnectionLost
    from gatewright.errors import GatewayError as GatewayError
    from gatewright.errors import GatewayRefused as GatewayRefused
    from gatewright.errors import ImportInterrupted as ImportInterrupted
    from gatewright.errors import InvalidItem as InvalidItem
    from gatewright.errors import InvalidRequest as InvalidRequest
    from gatewright.errors import NotFound as NotFound
    from gatewright.errors import NotSupported as NotSupported
    from gatewright.errors import NotVerified as NotVerified
    from gatewright.errors import PermissionDenied as PermissionDenied
    from gatewright.errors import ProtocolViolation as ProtocolViolation
    from gatewright.errors import RequestTimeout as RequestTimeout
    from gatewright.errors import ServiceError as ServiceError
    from gatewright.errors import SocketRefused as SocketRefused
    from gatewright.errors import Unavailable as Unavailable

    from .api import Api as Api
    from .items import AgentDeregistered as AgentDeregistered
    from .items import AgentOutput as AgentOutput
    from .items import AgentRegistered as AgentRegistered
    from .items import AgentSpawned as AgentSpawned
    from .items import ApprovalRequested as ApprovalRequested
    from .items import BaseEvent as BaseEvent
    from .items import BaseWorkflowEvent as BaseWorkflowEvent
    from .items import Connected as Connected
    from .items import ConnectionStats as ConnectionStats
    from .items import Event as Event
    from .items import KnowledgeIngested as KnowledgeIngested
    from .items import SynthesisStarted as SynthesisStarted
    from .items import SystemConnected as SystemConnected
    from .items import SystemEvent as SystemEvent
    from .items import SystemStatusChanged as SystemStatusChanged
    from .items import WorkflowComplete as WorkflowComplete
    from .items import WorkflowError as WorkflowError
    from .items import WorkflowEvent as WorkflowEvent
    from .items import WorkflowStatusChanged as WorkflowStatusChanged
    from .models import AgentInfo as AgentInfo
    from .models import AgentListResponse as AgentListResponse
    from .models import AgentMetrics as AgentMetrics
    from .models import AgentPluginListResponse as AgentPluginListResponse
    from .models import AgentPluginMetadata as AgentPluginMetadata
    from .models import AgentResponse as AgentResponse
    from .models import ApiInfo as ApiInfo
    from .models import AugmentResponse as AugmentResponse
    from .models import CompressionConfig as CompressionConfig
    from .models import CompressionConfigResponse as CompressionConfigResponse
    from .models import CompressionResponse as CompressionResponse
    from .models import CompressionStatsResponse as CompressionStatsResponse
    from .models import ConceptDetailResponse as ConceptDetailResponse
    from .models import ConceptItem as ConceptItem
    from .models import ConceptListResponse as ConceptListResponse
    from .models import Confirmation as Confirmation
    from .models import DaemonChange as DaemonChange
    from .models import DaemonStatusResponse as DaemonStatusResponse
    from .models import DocumentBatchResponse as DocumentBatchResponse
    from .models import DocumentDetailResponse as DocumentDetailResponse
    from .models import DocumentIngestResponse as DocumentIngestResponse
    from .models import DocumentListItem as DocumentListItem
    from .models import DocumentListResponse as DocumentListResponse
    from .models import DocumentMetadataModel as DocumentMetadataModel
    from .models import EmbeddingRecovery as EmbeddingRecovery
    from .models import EmbeddingStatus as EmbeddingStatus
    from .models import EmbeddingUpgrade as EmbeddingUpgrade
    from .models import GraphBuildResponse as GraphBuildResponse
    from .models import GraphRelationshipsResponse as GraphRelationshipsResponse
    from .models import GraphStatisticsResponse as GraphStatisticsResponse
    from .models import Health as Health
    from .models import KnowledgeEntryModel as KnowledgeEntryModel
    from .models import KnowledgeListResponse as KnowledgeListResponse
    from .models import KnowledgeMemorySummaryResponse as KnowledgeMemorySummaryResponse
    from .models import KnowledgeRelationshipItem as KnowledgeRelationshipItem
    from .models import KnowledgeRelationshipsResponse as KnowledgeRelationshipsResponse
    from .models import KnowledgeStoreResponse as KnowledgeStoreResponse
    from .models import KnowledgeUsageResponse as KnowledgeUsageResponse
    from .models import PluginReload as PluginReload
    from .models import PluginReloadCounts as PluginReloadCounts
    from .models import RecoveryMode as RecoveryMode
    from .models import RelatedConceptItem as RelatedConceptItem
    from .models import RelatedConceptsResponse as RelatedConceptsResponse
    from .models import RelationshipItem as RelationshipItem
    from .models import SearchResponse as SearchResponse
    from .models import SearchResultItem as SearchResultItem
    from .models import StrategyRecommendationResponse as StrategyRecommendationResponse
    from .models import SuitablePlugins as SuitablePlugins
    from .models import SynthesisResult as SynthesisResult
    from .models import SystemStatus as SystemStatus
    from .models import TaskExecutionListResponse as TaskExecutionListResponse
    from .models import TaskExecutionModel as TaskExecutionModel
    from .models import TaskExecutionResponse as TaskExecutionResponse
    from .models import TaskMemorySummaryResponse as TaskMemorySummaryResponse
    from .models import TaskPatternListResponse as TaskPatternListResponse
    from .models import TaskPatternModel as TaskPatternModel
    from .models import WorkflowAnalyticsResponse as WorkflowAnalyticsResponse
    from .models import WorkflowDeleted as WorkflowDeleted
    from .models import WorkflowHistoryListResponse as WorkflowHistoryListResponse
    from .models import WorkflowHistoryModel as WorkflowHistoryModel
    from .models import WorkflowListResponse as WorkflowListResponse
    from .models import WorkflowResponse as WorkflowResponse
    from .models import WorkflowThreadResponse as WorkflowThreadResponse
    from .rest import Agents as Agents
    from .rest import Compression as Compression
    from .rest import Knowledge as Knowledge
    from .rest import KnowledgeMemory as KnowledgeMemory
    from .rest import Plugins as Plugins
    from .rest import System as System
    from .rest import TaskMemory as TaskMemory
    from .rest import WorkflowMemory as WorkflowMemory
    from .rest import Workflows as Workflows
    from .rest_async import AsyncAgents as AsyncAgents
    from .rest_async import AsyncCompression as AsyncCompression
    from .rest_async import AsyncKnowledge as AsyncKnowledge
    from .rest_async import AsyncKnowledgeMemory as AsyncKnowledgeMemory
    from .rest_async import AsyncPlugins as AsyncPlugins
    from .rest_async import AsyncSystem as AsyncSystem
    from .rest_async import AsyncTaskMemory as AsyncTaskMemory
    from .rest_async import AsyncWorkflowMemory as AsyncWorkflowMemory
    from .rest_async import AsyncWorkflows as AsyncWorkflows
    from .sockets import SocketClient as SocketClient
    from .sockets import SystemFeed as SystemFeed
    from .sockets import WorkflowFeed as WorkflowFeed
    from .sockets_async import AsyncSocketClient as AsyncSocketClient
    from .sockets_async import AsyncSystemFeed as AsyncSystemFeed
    from .sockets_async import AsyncWorkflowFeed as AsyncWorkflowFeed

__version__ = "1.0.0"

__all__ = [
    "AgentDeregistered",
    "AgentInfo",
    "AgentListResponse",
    "AgentMetrics",
    "AgentOutput",
    "AgentPluginListResponse",
    "AgentPluginMetadata",
    "AgentRegistered",
    "AgentResponse",
    "AgentSpawned",
    "Agents",
    "Api",
    "ApiInfo",
    "ApprovalRequested",
    "AsyncAgents",
    "AsyncCompression",
    "AsyncKnowledge",
    "AsyncKnowledgeMemory",
    "AsyncPlugins",
    "AsyncSocketClient",
    "AsyncSystem",
    "AsyncSystemFeed",
    "AsyncTaskMemory",
    "AsyncWorkflowFeed",
    "AsyncWorkflowMemory",
    "AsyncWorkflows",
    "AugmentResponse",
    "AuthenticationFailed",
    "BaseEvent",
    "BaseWorkflowEvent",
    "ClientClosed",
    "Compression",
    "CompressionConfig",
    "CompressionConfigResponse",
    "CompressionResponse",
    "CompressionStatsResponse",
    "ConceptDetailResponse",
    "ConceptItem",
    "ConceptListResponse",
    "ConfigurationError",
    "Confirmation",
    "Connected",
    "ConnectionFailed",
    "ConnectionLost",
    "ConnectionStats",
    "DaemonChange",
    "DaemonStatusResponse",
    "DocumentBatchResponse",
    "DocumentDetailResponse",
    "DocumentIngestResponse",
    "DocumentListItem",
    "DocumentListResponse",
    "DocumentMetadataModel",
    "EmbeddingRecovery",
    "EmbeddingStatus",
    "EmbeddingUpgrade",
    "Event",
    "GatewayError",
    "GatewayRefused",
    "GraphBuildResponse",
    "GraphRelationshipsResponse",
    "GraphStatisticsResponse",
    "Health",
    "ImportInterrupted",
    "InvalidItem",
    "InvalidRequest",
    "Knowledge",
    "KnowledgeEntryModel",
    "KnowledgeIngested",
    "KnowledgeListResponse",
    "KnowledgeMemory",
    "KnowledgeMemorySummaryResponse",
    "KnowledgeRelationshipItem",
    "KnowledgeRelationshipsResponse",
    "KnowledgeStoreResponse",
    "KnowledgeUsageResponse",
    "NotFound",
    "NotSupported",
    "NotVerified",
    "PermissionDenied",
    "PluginReload",
    "PluginReloadCounts",
    "Plugins",
    "ProtocolViolation",
    "RecoveryMode",
    "RelatedConceptItem",
    "RelatedConceptsResponse",
    "RelationshipItem",
    "RequestTimeout",
    "SearchResponse",
    "SearchResultItem",
    "ServiceError",
    "SocketClient",
    "SocketRefused",
    "StrategyRecommendationResponse",
    "SuitablePlugins",
    "SynthesisResult",
    "SynthesisStarted",
    "System",
    "SystemConnected",
    "SystemEvent",
    "SystemFeed",
    "SystemStatus",
    "SystemStatusChanged",
    "TaskExecutionListResponse",
    "TaskExecutionModel",
    "TaskExecutionResponse",
    "TaskMemory",
    "TaskMemorySummaryResponse",
    "TaskPatternListResponse",
    "TaskPatternModel",
    "Unavailable",
    "WorkflowAnalyticsResponse",
    "WorkflowComplete",
    "WorkflowDeleted",
    "WorkflowError",
    "WorkflowEvent",
    "WorkflowFeed",
    "WorkflowHistoryListResponse",
    "WorkflowHistoryModel",
    "WorkflowListResponse",
    "WorkflowMemory",
    "WorkflowResponse",
    "WorkflowStatusChanged",
    "WorkflowThreadResponse",
    "Workflows",
]

# Modules are imported when a name of theirs is first asked for, so that this package loads at once.
_HOME = {
    "AgentDeregistered": ".items",
    "AgentInfo": ".models",
    "AgentListResponse": ".models",
    "AgentMetrics": ".models",
    "AgentOutput": ".items",
    "AgentPluginListResponse": ".models",
    "AgentPluginMetadata": ".models",
    "AgentRegistered": ".items",
    "AgentResponse": ".models",
    "AgentSpawned": ".items",
    "Agents": ".rest",
    "Api": ".api",
    "ApiInfo": ".models",
    "ApprovalRequested": ".items",
    "AsyncAgents": ".rest_async",
    "AsyncCompression": ".rest_async",
    "AsyncKnowledge": ".rest_async",
    "AsyncKnowledgeMemory": ".rest_async",
    "AsyncPlugins": ".rest_async",
    "AsyncSocketClient": ".sockets_async",
    "AsyncSystem": ".rest_async",
    "AsyncSystemFeed": ".sockets_async",
    "AsyncTaskMemory": ".rest_async",
    "AsyncWorkflowFeed": ".sockets_async",
    "AsyncWorkflowMemory": ".rest_async",
    "AsyncWorkflows": ".rest_async",
    "AugmentResponse": ".models",
    "AuthenticationFailed": "gatewright.errors",
    "BaseEvent": ".items",
    "BaseWorkflowEvent": ".items",
    "ClientClosed": "gatewright.errors",
    "Compression": ".rest",
    "CompressionConfig": ".models",
    "CompressionConfigResponse": ".models",
    "CompressionResponse": ".models",
    "CompressionStatsResponse": ".models",
    "ConceptDetailResponse": ".models",
    "ConceptItem": ".models",
    "ConceptListResponse": ".models",
    "ConfigurationError": "gatewright.errors",
    "Confirmation": ".models",
    "Connected": ".items",
    "ConnectionFailed": "gatewright.errors",
    "ConnectionLost": "gatewright.errors",
    "ConnectionStats": ".items",
    "DaemonChange": ".models",
    "DaemonStatusResponse": ".models",
    "DocumentBatchResponse": ".models",
    "DocumentDetailResponse": ".models",
    "DocumentIngestResponse": ".models",
    "DocumentListItem": ".models",
    "DocumentListResponse": ".models",
    "DocumentMetadataModel": ".models",
    "EmbeddingRecovery": ".models",
    "EmbeddingStatus": ".models",
    "EmbeddingUpgrade": ".models",
    "Event": ".items",
    "GatewayError": "gatewright.errors",
    "GatewayRefused": "gatewright.errors",
    "GraphBuildResponse": ".models",
    "GraphRelationshipsResponse": ".models",
    "GraphStatisticsResponse": ".models",
    "Health": ".models",
    "ImportInterrupted": "gatewright.errors",
    "InvalidItem": "gatewright.errors",
    "InvalidRequest": "gatewright.errors",
    "Knowledge": ".rest",
    "KnowledgeEntryModel": ".models",
    "KnowledgeIngested": ".items",
    "KnowledgeListResponse": ".models",
    "KnowledgeMemory": ".rest",
    "KnowledgeMemorySummaryResponse": ".models",
    "KnowledgeRelationshipItem": ".models",
    "KnowledgeRelationshipsResponse": ".models",
    "KnowledgeStoreResponse": ".models",
    "KnowledgeUsageResponse": ".models",
    "NotFound": "gatewright.errors",
    "NotSupported": "gatewright.errors",
    "NotVerified": "gatewright.errors",
    "PermissionDenied": "gatewright.errors",
    "PluginReload": ".models",
    "PluginReloadCounts": ".models",
    "Plugins": ".rest",
    "ProtocolViolation": "gatewright.errors",
    "RecoveryMode": ".models",
    "RelatedConceptItem": ".models",
    "RelatedConceptsResponse": ".models",
    "RelationshipItem": ".models",
    "RequestTimeout": "gatewright.errors",
    "SearchResponse": ".models",
    "SearchResultItem": ".models",
    "ServiceError": "gatewright.errors",
    "SocketClient": ".sockets",
    "SocketRefused": "gatewright.errors",
    "StrategyRecommendationResponse": ".models",
    "SuitablePlugins": ".models",
    "SynthesisResult": ".models",
    "SynthesisStarted": ".items",
    "System": ".rest",
    "SystemConnected": ".items",
    "SystemEvent": ".items",
    "SystemFeed": ".sockets",
    "SystemStatus": ".models",
    "SystemStatusChanged": ".items",
    "TaskExecutionListResponse": ".models",
    "TaskExecutionModel": ".models",
    "TaskExecutionResponse": ".models",
    "TaskMemory": ".rest",
    "TaskMemorySummaryResponse": ".models",
    "TaskPatternListResponse": ".models",
    "TaskPatternModel": ".models",
    "Unavailable": "gatewright.errors",
    "WorkflowAnalyticsResponse": ".models",
    "WorkflowComplete": ".items",
    "WorkflowDeleted": ".models",
    "WorkflowError": ".items",
    "WorkflowEvent": ".items",
    "WorkflowFeed": ".sockets",
    "WorkflowHistoryListResponse": ".models",
    "WorkflowHistoryModel": ".models",
    "WorkflowListResponse": ".models",
    "WorkflowMemory": ".rest",
    "WorkflowResponse": ".models",
    "WorkflowStatusChanged": ".items",
    "WorkflowThreadResponse": ".models",
    "Workflows": ".rest",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOME[name], __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
