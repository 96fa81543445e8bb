# Generated from schema/trustgraph_v1 by gatewright 0.1.0, content b854e4d5e425139a. Do not edit.
"""The API gateway of TrustGraph 1.8: flows with their AI services, configuration,
and bulk transfer of knowledge, over REST and WebSockets.

Data belongs to users and, within them, to collections. Both are plain arguments of each
call: the gateway knows no accounts, and whoever may call it may call it for every user.
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
    from gatewright.rdf import BlankNode as BlankNode
    from gatewright.rdf import Literal as Literal
    from gatewright.rdf import Triple as Triple
    from gatewright.rdf import Uri as Uri
    from gatewright.sync import Stream as Stream
    from gatewright.transfer import ExportReport as ExportReport
    from gatewright.transfer import Gap as Gap
    from gatewright.transfer import ImportReport as ImportReport
    from gatewright.transfer import Progress as Progress

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
    from .errors import ObjectsQueryError as ObjectsQueryError
    from .errors import RequestError as RequestError
    from .errors import StructuredQueryError as StructuredQueryError
    from .errors import UnexpectedError as UnexpectedError
    from .items import AgentAction as AgentAction
    from .items import AgentAnswer as AgentAnswer
    from .items import AgentItem as AgentItem
    from .items import AgentObservation as AgentObservation
    from .items import AgentStream as AgentStream
    from .items import AgentThought as AgentThought
    from .items import ChunkEmbedding as ChunkEmbedding
    from .items import CompletionStream as CompletionStream
    from .items import CorePart as CorePart
    from .items import EntityContext as EntityContext
    from .items import EntityEmbedding as EntityEmbedding
    from .items import GraphEmbeddingsPart as GraphEmbeddingsPart
    from .items import KnowledgeGetKgCoreItem as KnowledgeGetKgCoreItem
    from .items import OtherChunk as OtherChunk
    from .items import OtherPart as OtherPart
    from .items import RAGChunk as RAGChunk
    from .items import RAGStream as RAGStream
    from .items import StreamingChunk as StreamingChunk
    from .items import TriplesPart as TriplesPart
    from .models import AgentResponse as AgentResponse
    from .models import AgentStep as AgentStep
    from .models import CollectionMetadata as CollectionMetadata
    from .models import CollectionResponse as CollectionResponse
    from .models import ConfigKey as ConfigKey
    from .models import ConfigResponse as ConfigResponse
    from .models import ConfigValue as ConfigValue
    from .models import CoreFrame as CoreFrame
    from .models import CoreGraphEmbeddings as CoreGraphEmbeddings
    from .models import CoreIds as CoreIds
    from .models import CoreMetadata as CoreMetadata
    from .models import CoreTriples as CoreTriples
    from .models import DiagnosisResponse as DiagnosisResponse
    from .models import DocumentMetadata as DocumentMetadata
    from .models import DocumentRagResponse as DocumentRagResponse
    from .models import EmbeddingsResponse as EmbeddingsResponse
    from .models import EntityVector as EntityVector
    from .models import FlowResponse as FlowResponse
    from .models import GraphEmbeddingsResponse as GraphEmbeddingsResponse
    from .models import GraphQLError as GraphQLError
    from .models import GraphRagResponse as GraphRagResponse
    from .models import LibraryResponse as LibraryResponse
    from .models import McpToolResponse as McpToolResponse
    from .models import NlpQueryResponse as NlpQueryResponse
    from .models import ObjectsResponse as ObjectsResponse
    from .models import ProcessingMetadata as ProcessingMetadata
    from .models import PromptResponse as PromptResponse
    from .models import StructuredQueryResponse as StructuredQueryResponse
    from .models import TextCompletionResponse as TextCompletionResponse
    from .models import TriplesResponse as TriplesResponse
    from .rest import Collection as Collection
    from .rest import Config as Config
    from .rest import Flow as Flow
    from .rest import FlowInstance as FlowInstance
    from .rest import Knowledge as Knowledge
    from .rest import Library as Library
    from .rest import Metrics as Metrics
    from .rest_async import AsyncCollection as AsyncCollection
    from .rest_async import AsyncConfig as AsyncConfig
    from .rest_async import AsyncFlow as AsyncFlow
    from .rest_async import AsyncFlowInstance as AsyncFlowInstance
    from .rest_async import AsyncKnowledge as AsyncKnowledge
    from .rest_async import AsyncLibrary as AsyncLibrary
    from .rest_async import AsyncMetrics as AsyncMetrics
    from .sockets import SocketClient as SocketClient
    from .sockets import SocketCollection as SocketCollection
    from .sockets import SocketConfig as SocketConfig
    from .sockets import SocketFlow as SocketFlow
    from .sockets import SocketFlowInstance as SocketFlowInstance
    from .sockets import SocketKnowledge as SocketKnowledge
    from .sockets import SocketLibrary as SocketLibrary
    from .sockets_async import AsyncSocketClient as AsyncSocketClient
    from .sockets_async import AsyncSocketCollection as AsyncSocketCollection
    from .sockets_async import AsyncSocketConfig as AsyncSocketConfig
    from .sockets_async import AsyncSocketFlow as AsyncSocketFlow
    from .sockets_async import AsyncSocketFlowInstance as AsyncSocketFlowInstance
    from .sockets_async import AsyncSocketKnowledge as AsyncSocketKnowledge
    from .sockets_async import AsyncSocketLibrary as AsyncSocketLibrary

__version__ = "1.8.0"

__all__ = [
    "AgentAction",
    "AgentAnswer",
    "AgentError",
    "AgentItem",
    "AgentObservation",
    "AgentResponse",
    "AgentStep",
    "AgentStream",
    "AgentThought",
    "Api",
    "AsyncBulkClient",
    "AsyncCollection",
    "AsyncConfig",
    "AsyncFlow",
    "AsyncFlowInstance",
    "AsyncKnowledge",
    "AsyncLibrary",
    "AsyncMetrics",
    "AsyncSocketClient",
    "AsyncSocketCollection",
    "AsyncSocketConfig",
    "AsyncSocketFlow",
    "AsyncSocketFlowInstance",
    "AsyncSocketKnowledge",
    "AsyncSocketLibrary",
    "AsyncStream",
    "AuthenticationFailed",
    "BlankNode",
    "BulkClient",
    "ChunkEmbedding",
    "ClientClosed",
    "Collection",
    "CollectionMetadata",
    "CollectionResponse",
    "CompletionStream",
    "Config",
    "ConfigError",
    "ConfigKey",
    "ConfigResponse",
    "ConfigValue",
    "ConfigurationError",
    "ConnectionFailed",
    "ConnectionLost",
    "CoreFrame",
    "CoreGraphEmbeddings",
    "CoreIds",
    "CoreMetadata",
    "CorePart",
    "CoreTriples",
    "DiagnosisResponse",
    "DocumentMetadata",
    "DocumentRagError",
    "DocumentRagResponse",
    "EmbeddingsResponse",
    "EntityContext",
    "EntityEmbedding",
    "EntityVector",
    "ExportReport",
    "Flow",
    "FlowError",
    "FlowInstance",
    "FlowResponse",
    "Gap",
    "GatewayError",
    "GatewayRefused",
    "GraphEmbeddingsPart",
    "GraphEmbeddingsResponse",
    "GraphQLError",
    "GraphRagError",
    "GraphRagResponse",
    "ImportInterrupted",
    "ImportReport",
    "InvalidItem",
    "InvalidRequest",
    "Knowledge",
    "KnowledgeGetKgCoreItem",
    "LLMError",
    "Library",
    "LibraryResponse",
    "Literal",
    "LoadError",
    "LookupError",
    "McpToolResponse",
    "Metrics",
    "NLPQueryError",
    "NlpQueryResponse",
    "NotFound",
    "NotSupported",
    "NotVerified",
    "ObjectsQueryError",
    "ObjectsResponse",
    "OtherChunk",
    "OtherPart",
    "PermissionDenied",
    "ProcessingMetadata",
    "Progress",
    "PromptResponse",
    "ProtocolViolation",
    "RAGChunk",
    "RAGStream",
    "RequestError",
    "RequestTimeout",
    "ServiceError",
    "SocketClient",
    "SocketCollection",
    "SocketConfig",
    "SocketFlow",
    "SocketFlowInstance",
    "SocketKnowledge",
    "SocketLibrary",
    "SocketRefused",
    "Stream",
    "StreamingChunk",
    "StructuredQueryError",
    "StructuredQueryResponse",
    "TextCompletionResponse",
    "Triple",
    "TriplesPart",
    "TriplesResponse",
    "Unavailable",
    "UnexpectedError",
    "Uri",
]

# Modules are imported when a name of theirs is first asked for, so that this package loads at once.
_HOME = {
    "AgentAction": ".items",
    "AgentAnswer": ".items",
    "AgentError": ".errors",
    "AgentItem": ".items",
    "AgentObservation": ".items",
    "AgentResponse": ".models",
    "AgentStep": ".models",
    "AgentStream": ".items",
    "AgentThought": ".items",
    "Api": ".api",
    "AsyncBulkClient": ".bulk_async",
    "AsyncCollection": ".rest_async",
    "AsyncConfig": ".rest_async",
    "AsyncFlow": ".rest_async",
    "AsyncFlowInstance": ".rest_async",
    "AsyncKnowledge": ".rest_async",
    "AsyncLibrary": ".rest_async",
    "AsyncMetrics": ".rest_async",
    "AsyncSocketClient": ".sockets_async",
    "AsyncSocketCollection": ".sockets_async",
    "AsyncSocketConfig": ".sockets_async",
    "AsyncSocketFlow": ".sockets_async",
    "AsyncSocketFlowInstance": ".sockets_async",
    "AsyncSocketKnowledge": ".sockets_async",
    "AsyncSocketLibrary": ".sockets_async",
    "AsyncStream": "gatewright.aio",
    "AuthenticationFailed": "gatewright.errors",
    "BlankNode": "gatewright.rdf",
    "BulkClient": ".bulk",
    "ChunkEmbedding": ".items",
    "ClientClosed": "gatewright.errors",
    "Collection": ".rest",
    "CollectionMetadata": ".models",
    "CollectionResponse": ".models",
    "CompletionStream": ".items",
    "Config": ".rest",
    "ConfigError": ".errors",
    "ConfigKey": ".models",
    "ConfigResponse": ".models",
    "ConfigValue": ".models",
    "ConfigurationError": "gatewright.errors",
    "ConnectionFailed": "gatewright.errors",
    "ConnectionLost": "gatewright.errors",
    "CoreFrame": ".models",
    "CoreGraphEmbeddings": ".models",
    "CoreIds": ".models",
    "CoreMetadata": ".models",
    "CorePart": ".items",
    "CoreTriples": ".models",
    "DiagnosisResponse": ".models",
    "DocumentMetadata": ".models",
    "DocumentRagError": ".errors",
    "DocumentRagResponse": ".models",
    "EmbeddingsResponse": ".models",
    "EntityContext": ".items",
    "EntityEmbedding": ".items",
    "EntityVector": ".models",
    "ExportReport": "gatewright.transfer",
    "Flow": ".rest",
    "FlowError": ".errors",
    "FlowInstance": ".rest",
    "FlowResponse": ".models",
    "Gap": "gatewright.transfer",
    "GatewayError": "gatewright.errors",
    "GatewayRefused": "gatewright.errors",
    "GraphEmbeddingsPart": ".items",
    "GraphEmbeddingsResponse": ".models",
    "GraphQLError": ".models",
    "GraphRagError": ".errors",
    "GraphRagResponse": ".models",
    "ImportInterrupted": "gatewright.errors",
    "ImportReport": "gatewright.transfer",
    "InvalidItem": "gatewright.errors",
    "InvalidRequest": "gatewright.errors",
    "Knowledge": ".rest",
    "KnowledgeGetKgCoreItem": ".items",
    "LLMError": ".errors",
    "Library": ".rest",
    "LibraryResponse": ".models",
    "Literal": "gatewright.rdf",
    "LoadError": ".errors",
    "LookupError": ".errors",
    "McpToolResponse": ".models",
    "Metrics": ".rest",
    "NLPQueryError": ".errors",
    "NlpQueryResponse": ".models",
    "NotFound": "gatewright.errors",
    "NotSupported": "gatewright.errors",
    "NotVerified": "gatewright.errors",
    "ObjectsQueryError": ".errors",
    "ObjectsResponse": ".models",
    "OtherChunk": ".items",
    "OtherPart": ".items",
    "PermissionDenied": "gatewright.errors",
    "ProcessingMetadata": ".models",
    "Progress": "gatewright.transfer",
    "PromptResponse": ".models",
    "ProtocolViolation": "gatewright.errors",
    "RAGChunk": ".items",
    "RAGStream": ".items",
    "RequestError": ".errors",
    "RequestTimeout": "gatewright.errors",
    "ServiceError": "gatewright.errors",
    "SocketClient": ".sockets",
    "SocketCollection": ".sockets",
    "SocketConfig": ".sockets",
    "SocketFlow": ".sockets",
    "SocketFlowInstance": ".sockets",
    "SocketKnowledge": ".sockets",
    "SocketLibrary": ".sockets",
    "SocketRefused": "gatewright.errors",
    "Stream": "gatewright.sync",
    "StreamingChunk": ".items",
    "StructuredQueryError": ".errors",
    "StructuredQueryResponse": ".models",
    "TextCompletionResponse": ".models",
    "Triple": "gatewright.rdf",
    "TriplesPart": ".items",
    "TriplesResponse": ".models",
    "Unavailable": "gatewright.errors",
    "UnexpectedError": ".errors",
    "Uri": "gatewright.rdf",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOME[name], __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
