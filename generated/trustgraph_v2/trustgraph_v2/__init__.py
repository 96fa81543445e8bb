# Generated from schema/trustgraph_v2 by gatewright 0.1.0, content c1e0f4c4c84fbeb5. Do not edit.
"""The API gateway of TrustGraph 2.11: flows with their AI services, configuration,
and bulk transfer of knowledge, over REST and WebSockets.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gatewright.aio import AsyncStream as AsyncStream
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
    from gatewright.extensions.trustgraph.compatibility import build_term as build_term
    from gatewright.extensions.trustgraph.explainability import (
        AsyncExplainabilityClient as AsyncExplainabilityClient,
    )
    from gatewright.extensions.trustgraph.explainability import ExplainabilityClient as ExplainabilityClient
    from gatewright.extensions.trustgraph.explainability_entities import Analysis as Analysis
    from gatewright.extensions.trustgraph.explainability_entities import Conclusion as Conclusion
    from gatewright.extensions.trustgraph.explainability_entities import Decomposition as Decomposition
    from gatewright.extensions.trustgraph.explainability_entities import EdgeSelection as EdgeSelection
    from gatewright.extensions.trustgraph.explainability_entities import ExplainEntity as ExplainEntity
    from gatewright.extensions.trustgraph.explainability_entities import Exploration as Exploration
    from gatewright.extensions.trustgraph.explainability_entities import Finding as Finding
    from gatewright.extensions.trustgraph.explainability_entities import Focus as Focus
    from gatewright.extensions.trustgraph.explainability_entities import Grounding as Grounding
    from gatewright.extensions.trustgraph.explainability_entities import Observation as Observation
    from gatewright.extensions.trustgraph.explainability_entities import Plan as Plan
    from gatewright.extensions.trustgraph.explainability_entities import Question as Question
    from gatewright.extensions.trustgraph.explainability_entities import Reflection as Reflection
    from gatewright.extensions.trustgraph.explainability_entities import StepResult as StepResult
    from gatewright.extensions.trustgraph.explainability_entities import Synthesis as Synthesis
    from gatewright.extensions.trustgraph.explainability_entities import (
        extract_term_value as extract_term_value,
    )
    from gatewright.extensions.trustgraph.explainability_entities import (
        wire_triples_to_tuples as wire_triples_to_tuples,
    )
    from gatewright.rdf import BlankNode as BlankNode
    from gatewright.rdf import Literal as Literal
    from gatewright.rdf import Triple as Triple
    from gatewright.rdf import Uri as Uri
    from gatewright.sync import Stream as Stream
    from gatewright.transfer import ExportReport as ExportReport
    from gatewright.transfer import Gap as Gap
    from gatewright.transfer import ImportReport as ImportReport
    from gatewright.transfer import Progress as Progress
    from gatewright.transfer import Uploaded as Uploaded

    from .api import Api as Api
    from .bulk import BulkClient as BulkClient
    from .bulk_async import AsyncBulkClient as AsyncBulkClient
    from .errors import AgentError as AgentError
    from .errors import ConfigError as ConfigError
    from .errors import DocumentRagError as DocumentRagError
    from .errors import FlowError as FlowError
    from .errors import GraphRagError as GraphRagError
    from .errors import LLMError as LLMError
    from .errors import LoadError as LoadError
    from .errors import LookupError as LookupError
    from .errors import NLPQueryError as NLPQueryError
    from .errors import RequestError as RequestError
    from .errors import RowsQueryError as RowsQueryError
    from .errors import StructuredQueryError as StructuredQueryError
    from .errors import UnexpectedError as UnexpectedError
    from .items import AgentAction as AgentAction
    from .items import AgentAnswer as AgentAnswer
    from .items import AgentChunk as AgentChunk
    from .items import AgentItem as AgentItem
    from .items import AgentObservation as AgentObservation
    from .items import AgentThought as AgentThought
    from .items import ChunkEmbedding as ChunkEmbedding
    from .items import CorePart as CorePart
    from .items import DocumentEmbeddingsPart as DocumentEmbeddingsPart
    from .items import DocumentRagItem as DocumentRagItem
    from .items import EntityContext as EntityContext
    from .items import EntityEmbedding as EntityEmbedding
    from .items import GraphEmbeddingsPart as GraphEmbeddingsPart
    from .items import GraphRagItem as GraphRagItem
    from .items import KnowledgeGetDeCoreItem as KnowledgeGetDeCoreItem
    from .items import KnowledgeGetKgCoreItem as KnowledgeGetKgCoreItem
    from .items import LibraryBlobPart as LibraryBlobPart
    from .items import LibraryMetadataPart as LibraryMetadataPart
    from .items import OtherPart as OtherPart
    from .items import PromptChunk as PromptChunk
    from .items import ProvenanceEvent as ProvenanceEvent
    from .items import RAGChunk as RAGChunk
    from .items import SparqlBatch as SparqlBatch
    from .items import SparqlSolution as SparqlSolution
    from .items import StreamingChunk as StreamingChunk
    from .items import ThruMessage as ThruMessage
    from .items import TriplesPart as TriplesPart
    from .models import AgentResponse as AgentResponse
    from .models import AgentStep as AgentStep
    from .models import AnswersResponse as AnswersResponse
    from .models import ApiKey as ApiKey
    from .models import Assignment as Assignment
    from .models import Bootstrap as Bootstrap
    from .models import ChunkMatch as ChunkMatch
    from .models import ChunkVector as ChunkVector
    from .models import ClozeModel as ClozeModel
    from .models import ClozeModelsResponse as ClozeModelsResponse
    from .models import ClozeResponse as ClozeResponse
    from .models import CollectionMetadata as CollectionMetadata
    from .models import CollectionResponse as CollectionResponse
    from .models import ConfigKey as ConfigKey
    from .models import ConfigResponse as ConfigResponse
    from .models import ConfigValue as ConfigValue
    from .models import CoreBlob as CoreBlob
    from .models import CoreDocument as CoreDocument
    from .models import CoreDocumentEmbeddings as CoreDocumentEmbeddings
    from .models import CoreGraphEmbeddings as CoreGraphEmbeddings
    from .models import CoreIds as CoreIds
    from .models import CoreMetadata as CoreMetadata
    from .models import CoreTriples as CoreTriples
    from .models import Delegation as Delegation
    from .models import DiagnosisResponse as DiagnosisResponse
    from .models import DocumentEmbeddingsResponse as DocumentEmbeddingsResponse
    from .models import DocumentMetadata as DocumentMetadata
    from .models import DocumentRagResponse as DocumentRagResponse
    from .models import EmbeddingsResponse as EmbeddingsResponse
    from .models import Entitlement as Entitlement
    from .models import EntityMatch as EntityMatch
    from .models import EntityVector as EntityVector
    from .models import FlowResponse as FlowResponse
    from .models import GraphEmbeddingsResponse as GraphEmbeddingsResponse
    from .models import GraphQLError as GraphQLError
    from .models import GraphRagResponse as GraphRagResponse
    from .models import IamResponse as IamResponse
    from .models import ImageToTextResponse as ImageToTextResponse
    from .models import LibraryResponse as LibraryResponse
    from .models import Login as Login
    from .models import McpToolResponse as McpToolResponse
    from .models import ModelInfo as ModelInfo
    from .models import NewApiKey as NewApiKey
    from .models import NlpQueryResponse as NlpQueryResponse
    from .models import OverrideAuthority as OverrideAuthority
    from .models import PlanStep as PlanStep
    from .models import ProcessingMetadata as ProcessingMetadata
    from .models import PromptResponse as PromptResponse
    from .models import RerankDocument as RerankDocument
    from .models import RerankQuery as RerankQuery
    from .models import RerankResponse as RerankResponse
    from .models import RerankResult as RerankResult
    from .models import RowEmbeddingsResponse as RowEmbeddingsResponse
    from .models import RowMatch as RowMatch
    from .models import RowsResponse as RowsResponse
    from .models import SparqlBinding as SparqlBinding
    from .models import SparqlResponse as SparqlResponse
    from .models import StructuredQueryResponse as StructuredQueryResponse
    from .models import TextCompletionResponse as TextCompletionResponse
    from .models import TraversalStep as TraversalStep
    from .models import TriplesResponse as TriplesResponse
    from .models import UploadBegun as UploadBegun
    from .models import UploadCompleted as UploadCompleted
    from .models import UploadProgress as UploadProgress
    from .models import UploadSession as UploadSession
    from .models import UploadStatus as UploadStatus
    from .models import User as User
    from .models import UserContext as UserContext
    from .models import Workspace as Workspace
    from .rest import Auth as Auth
    from .rest import Collection as Collection
    from .rest import Config as Config
    from .rest import Flow as Flow
    from .rest import FlowInstance as FlowInstance
    from .rest import I18n as I18n
    from .rest import Iam as Iam
    from .rest import Knowledge as Knowledge
    from .rest import Library as Library
    from .rest import Metrics as Metrics
    from .rest_async import AsyncAuth as AsyncAuth
    from .rest_async import AsyncCollection as AsyncCollection
    from .rest_async import AsyncConfig as AsyncConfig
    from .rest_async import AsyncFlow as AsyncFlow
    from .rest_async import AsyncFlowInstance as AsyncFlowInstance
    from .rest_async import AsyncI18n as AsyncI18n
    from .rest_async import AsyncIam as AsyncIam
    from .rest_async import AsyncKnowledge as AsyncKnowledge
    from .rest_async import AsyncLibrary as AsyncLibrary
    from .rest_async import AsyncMetrics as AsyncMetrics
    from .sockets import SocketAuth as SocketAuth
    from .sockets import SocketClient as SocketClient
    from .sockets import SocketCollection as SocketCollection
    from .sockets import SocketConfig as SocketConfig
    from .sockets import SocketFlow as SocketFlow
    from .sockets import SocketFlowInstance as SocketFlowInstance
    from .sockets import SocketIam as SocketIam
    from .sockets import SocketKnowledge as SocketKnowledge
    from .sockets import SocketLibrary as SocketLibrary
    from .sockets_async import AsyncSocketAuth as AsyncSocketAuth
    from .sockets_async import AsyncSocketClient as AsyncSocketClient
    from .sockets_async import AsyncSocketCollection as AsyncSocketCollection
    from .sockets_async import AsyncSocketConfig as AsyncSocketConfig
    from .sockets_async import AsyncSocketFlow as AsyncSocketFlow
    from .sockets_async import AsyncSocketFlowInstance as AsyncSocketFlowInstance
    from .sockets_async import AsyncSocketIam as AsyncSocketIam
    from .sockets_async import AsyncSocketKnowledge as AsyncSocketKnowledge
    from .sockets_async import AsyncSocketLibrary as AsyncSocketLibrary

__version__ = "2.11.1"

__all__ = [
    "AgentAction",
    "AgentAnswer",
    "AgentChunk",
    "AgentError",
    "AgentItem",
    "AgentObservation",
    "AgentResponse",
    "AgentStep",
    "AgentThought",
    "Analysis",
    "AnswersResponse",
    "Api",
    "ApiKey",
    "Assignment",
    "AsyncAuth",
    "AsyncBulkClient",
    "AsyncCollection",
    "AsyncConfig",
    "AsyncExplainabilityClient",
    "AsyncFlow",
    "AsyncFlowInstance",
    "AsyncI18n",
    "AsyncIam",
    "AsyncKnowledge",
    "AsyncLibrary",
    "AsyncMetrics",
    "AsyncSocketAuth",
    "AsyncSocketClient",
    "AsyncSocketCollection",
    "AsyncSocketConfig",
    "AsyncSocketFlow",
    "AsyncSocketFlowInstance",
    "AsyncSocketIam",
    "AsyncSocketKnowledge",
    "AsyncSocketLibrary",
    "AsyncStream",
    "Auth",
    "AuthenticationFailed",
    "BlankNode",
    "Bootstrap",
    "BulkClient",
    "ChunkEmbedding",
    "ChunkMatch",
    "ChunkVector",
    "ClientClosed",
    "ClozeModel",
    "ClozeModelsResponse",
    "ClozeResponse",
    "Collection",
    "CollectionMetadata",
    "CollectionResponse",
    "Conclusion",
    "Config",
    "ConfigError",
    "ConfigKey",
    "ConfigResponse",
    "ConfigValue",
    "ConfigurationError",
    "ConnectionFailed",
    "ConnectionLost",
    "CoreBlob",
    "CoreDocument",
    "CoreDocumentEmbeddings",
    "CoreGraphEmbeddings",
    "CoreIds",
    "CoreMetadata",
    "CorePart",
    "CoreTriples",
    "Decomposition",
    "Delegation",
    "DiagnosisResponse",
    "DocumentEmbeddingsPart",
    "DocumentEmbeddingsResponse",
    "DocumentMetadata",
    "DocumentRagError",
    "DocumentRagItem",
    "DocumentRagResponse",
    "EdgeSelection",
    "EmbeddingsResponse",
    "Entitlement",
    "EntityContext",
    "EntityEmbedding",
    "EntityMatch",
    "EntityVector",
    "ExplainEntity",
    "ExplainabilityClient",
    "Exploration",
    "ExportReport",
    "Finding",
    "Flow",
    "FlowError",
    "FlowInstance",
    "FlowResponse",
    "Focus",
    "Gap",
    "GatewayError",
    "GatewayRefused",
    "GraphEmbeddingsPart",
    "GraphEmbeddingsResponse",
    "GraphQLError",
    "GraphRagError",
    "GraphRagItem",
    "GraphRagResponse",
    "Grounding",
    "I18n",
    "Iam",
    "IamResponse",
    "ImageToTextResponse",
    "ImportInterrupted",
    "ImportReport",
    "InvalidItem",
    "InvalidRequest",
    "Knowledge",
    "KnowledgeGetDeCoreItem",
    "KnowledgeGetKgCoreItem",
    "LLMError",
    "Library",
    "LibraryBlobPart",
    "LibraryMetadataPart",
    "LibraryResponse",
    "Literal",
    "LoadError",
    "Login",
    "LookupError",
    "McpToolResponse",
    "Metrics",
    "ModelInfo",
    "NLPQueryError",
    "NewApiKey",
    "NlpQueryResponse",
    "NotFound",
    "NotSupported",
    "NotVerified",
    "Observation",
    "OtherPart",
    "OverrideAuthority",
    "PermissionDenied",
    "Plan",
    "PlanStep",
    "ProcessingMetadata",
    "Progress",
    "PromptChunk",
    "PromptResponse",
    "ProtocolViolation",
    "ProvenanceEvent",
    "Question",
    "RAGChunk",
    "Reflection",
    "RequestError",
    "RequestTimeout",
    "RerankDocument",
    "RerankQuery",
    "RerankResponse",
    "RerankResult",
    "RowEmbeddingsResponse",
    "RowMatch",
    "RowsQueryError",
    "RowsResponse",
    "ServiceError",
    "SocketAuth",
    "SocketClient",
    "SocketCollection",
    "SocketConfig",
    "SocketFlow",
    "SocketFlowInstance",
    "SocketIam",
    "SocketKnowledge",
    "SocketLibrary",
    "SocketRefused",
    "SparqlBatch",
    "SparqlBinding",
    "SparqlResponse",
    "SparqlSolution",
    "StepResult",
    "Stream",
    "StreamingChunk",
    "StructuredQueryError",
    "StructuredQueryResponse",
    "Synthesis",
    "TextCompletionResponse",
    "ThruMessage",
    "TraversalStep",
    "Triple",
    "TriplesPart",
    "TriplesResponse",
    "Unavailable",
    "UnexpectedError",
    "UploadBegun",
    "UploadCompleted",
    "UploadProgress",
    "UploadSession",
    "UploadStatus",
    "Uploaded",
    "Uri",
    "User",
    "UserContext",
    "Workspace",
    "build_term",
    "extract_term_value",
    "wire_triples_to_tuples",
]

# Modules are imported when a name of theirs is first asked for, so that this package loads at once.
_HOME = {
    "AgentAction": ".items",
    "AgentAnswer": ".items",
    "AgentChunk": ".items",
    "AgentError": ".errors",
    "AgentItem": ".items",
    "AgentObservation": ".items",
    "AgentResponse": ".models",
    "AgentStep": ".models",
    "AgentThought": ".items",
    "Analysis": "gatewright.extensions.trustgraph.explainability_entities",
    "AnswersResponse": ".models",
    "Api": ".api",
    "ApiKey": ".models",
    "Assignment": ".models",
    "AsyncAuth": ".rest_async",
    "AsyncBulkClient": ".bulk_async",
    "AsyncCollection": ".rest_async",
    "AsyncConfig": ".rest_async",
    "AsyncExplainabilityClient": "gatewright.extensions.trustgraph.explainability",
    "AsyncFlow": ".rest_async",
    "AsyncFlowInstance": ".rest_async",
    "AsyncI18n": ".rest_async",
    "AsyncIam": ".rest_async",
    "AsyncKnowledge": ".rest_async",
    "AsyncLibrary": ".rest_async",
    "AsyncMetrics": ".rest_async",
    "AsyncSocketAuth": ".sockets_async",
    "AsyncSocketClient": ".sockets_async",
    "AsyncSocketCollection": ".sockets_async",
    "AsyncSocketConfig": ".sockets_async",
    "AsyncSocketFlow": ".sockets_async",
    "AsyncSocketFlowInstance": ".sockets_async",
    "AsyncSocketIam": ".sockets_async",
    "AsyncSocketKnowledge": ".sockets_async",
    "AsyncSocketLibrary": ".sockets_async",
    "AsyncStream": "gatewright.aio",
    "Auth": ".rest",
    "AuthenticationFailed": "gatewright.errors",
    "BlankNode": "gatewright.rdf",
    "Bootstrap": ".models",
    "BulkClient": ".bulk",
    "ChunkEmbedding": ".items",
    "ChunkMatch": ".models",
    "ChunkVector": ".models",
    "ClientClosed": "gatewright.errors",
    "ClozeModel": ".models",
    "ClozeModelsResponse": ".models",
    "ClozeResponse": ".models",
    "Collection": ".rest",
    "CollectionMetadata": ".models",
    "CollectionResponse": ".models",
    "Conclusion": "gatewright.extensions.trustgraph.explainability_entities",
    "Config": ".rest",
    "ConfigError": ".errors",
    "ConfigKey": ".models",
    "ConfigResponse": ".models",
    "ConfigValue": ".models",
    "ConfigurationError": "gatewright.errors",
    "ConnectionFailed": "gatewright.errors",
    "ConnectionLost": "gatewright.errors",
    "CoreBlob": ".models",
    "CoreDocument": ".models",
    "CoreDocumentEmbeddings": ".models",
    "CoreGraphEmbeddings": ".models",
    "CoreIds": ".models",
    "CoreMetadata": ".models",
    "CorePart": ".items",
    "CoreTriples": ".models",
    "Decomposition": "gatewright.extensions.trustgraph.explainability_entities",
    "Delegation": ".models",
    "DiagnosisResponse": ".models",
    "DocumentEmbeddingsPart": ".items",
    "DocumentEmbeddingsResponse": ".models",
    "DocumentMetadata": ".models",
    "DocumentRagError": ".errors",
    "DocumentRagItem": ".items",
    "DocumentRagResponse": ".models",
    "EdgeSelection": "gatewright.extensions.trustgraph.explainability_entities",
    "EmbeddingsResponse": ".models",
    "Entitlement": ".models",
    "EntityContext": ".items",
    "EntityEmbedding": ".items",
    "EntityMatch": ".models",
    "EntityVector": ".models",
    "ExplainEntity": "gatewright.extensions.trustgraph.explainability_entities",
    "ExplainabilityClient": "gatewright.extensions.trustgraph.explainability",
    "Exploration": "gatewright.extensions.trustgraph.explainability_entities",
    "ExportReport": "gatewright.transfer",
    "Finding": "gatewright.extensions.trustgraph.explainability_entities",
    "Flow": ".rest",
    "FlowError": ".errors",
    "FlowInstance": ".rest",
    "FlowResponse": ".models",
    "Focus": "gatewright.extensions.trustgraph.explainability_entities",
    "Gap": "gatewright.transfer",
    "GatewayError": "gatewright.errors",
    "GatewayRefused": "gatewright.errors",
    "GraphEmbeddingsPart": ".items",
    "GraphEmbeddingsResponse": ".models",
    "GraphQLError": ".models",
    "GraphRagError": ".errors",
    "GraphRagItem": ".items",
    "GraphRagResponse": ".models",
    "Grounding": "gatewright.extensions.trustgraph.explainability_entities",
    "I18n": ".rest",
    "Iam": ".rest",
    "IamResponse": ".models",
    "ImageToTextResponse": ".models",
    "ImportInterrupted": "gatewright.errors",
    "ImportReport": "gatewright.transfer",
    "InvalidItem": "gatewright.errors",
    "InvalidRequest": "gatewright.errors",
    "Knowledge": ".rest",
    "KnowledgeGetDeCoreItem": ".items",
    "KnowledgeGetKgCoreItem": ".items",
    "LLMError": ".errors",
    "Library": ".rest",
    "LibraryBlobPart": ".items",
    "LibraryMetadataPart": ".items",
    "LibraryResponse": ".models",
    "Literal": "gatewright.rdf",
    "LoadError": ".errors",
    "Login": ".models",
    "LookupError": ".errors",
    "McpToolResponse": ".models",
    "Metrics": ".rest",
    "ModelInfo": ".models",
    "NLPQueryError": ".errors",
    "NewApiKey": ".models",
    "NlpQueryResponse": ".models",
    "NotFound": "gatewright.errors",
    "NotSupported": "gatewright.errors",
    "NotVerified": "gatewright.errors",
    "Observation": "gatewright.extensions.trustgraph.explainability_entities",
    "OtherPart": ".items",
    "OverrideAuthority": ".models",
    "PermissionDenied": "gatewright.errors",
    "Plan": "gatewright.extensions.trustgraph.explainability_entities",
    "PlanStep": ".models",
    "ProcessingMetadata": ".models",
    "Progress": "gatewright.transfer",
    "PromptChunk": ".items",
    "PromptResponse": ".models",
    "ProtocolViolation": "gatewright.errors",
    "ProvenanceEvent": ".items",
    "Question": "gatewright.extensions.trustgraph.explainability_entities",
    "RAGChunk": ".items",
    "Reflection": "gatewright.extensions.trustgraph.explainability_entities",
    "RequestError": ".errors",
    "RequestTimeout": "gatewright.errors",
    "RerankDocument": ".models",
    "RerankQuery": ".models",
    "RerankResponse": ".models",
    "RerankResult": ".models",
    "RowEmbeddingsResponse": ".models",
    "RowMatch": ".models",
    "RowsQueryError": ".errors",
    "RowsResponse": ".models",
    "ServiceError": "gatewright.errors",
    "SocketAuth": ".sockets",
    "SocketClient": ".sockets",
    "SocketCollection": ".sockets",
    "SocketConfig": ".sockets",
    "SocketFlow": ".sockets",
    "SocketFlowInstance": ".sockets",
    "SocketIam": ".sockets",
    "SocketKnowledge": ".sockets",
    "SocketLibrary": ".sockets",
    "SocketRefused": "gatewright.errors",
    "SparqlBatch": ".items",
    "SparqlBinding": ".models",
    "SparqlResponse": ".models",
    "SparqlSolution": ".items",
    "StepResult": "gatewright.extensions.trustgraph.explainability_entities",
    "Stream": "gatewright.sync",
    "StreamingChunk": ".items",
    "StructuredQueryError": ".errors",
    "StructuredQueryResponse": ".models",
    "Synthesis": "gatewright.extensions.trustgraph.explainability_entities",
    "TextCompletionResponse": ".models",
    "ThruMessage": ".items",
    "TraversalStep": ".models",
    "Triple": "gatewright.rdf",
    "TriplesPart": ".items",
    "TriplesResponse": ".models",
    "Unavailable": "gatewright.errors",
    "UnexpectedError": ".errors",
    "UploadBegun": ".models",
    "UploadCompleted": ".models",
    "UploadProgress": ".models",
    "UploadSession": ".models",
    "UploadStatus": ".models",
    "Uploaded": "gatewright.transfer",
    "Uri": "gatewright.rdf",
    "User": ".models",
    "UserContext": ".models",
    "Workspace": ".models",
    "build_term": "gatewright.extensions.trustgraph.compatibility",
    "extract_term_value": "gatewright.extensions.trustgraph.explainability_entities",
    "wire_triples_to_tuples": "gatewright.extensions.trustgraph.explainability_entities",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOME[name], __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
