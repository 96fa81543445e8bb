# Generated from schema/trustgraph_v2 by gatewright 0.1.0, content bbd49070b21eebc2. Do not edit.
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
    from gatewright.errors import PermissionDenied as PermissionDenied
    from gatewright.errors import ProtocolViolation as ProtocolViolation
    from gatewright.errors import RequestTimeout as RequestTimeout
    from gatewright.errors import ServiceError as ServiceError
    from gatewright.errors import Unavailable as Unavailable
    from gatewright.rdf import BlankNode as BlankNode
    from gatewright.rdf import Literal as Literal
    from gatewright.rdf import Triple as Triple
    from gatewright.rdf import Uri as Uri
    from gatewright.sync import Stream as Stream
    from gatewright.transfer import ImportReport as ImportReport
    from gatewright.transfer import Progress as Progress

    from .api import Api as Api
    from .bulk import BulkClient as BulkClient
    from .bulk_async import AsyncBulkClient as AsyncBulkClient
    from .items import AgentAction as AgentAction
    from .items import AgentAnswer as AgentAnswer
    from .items import AgentChunk as AgentChunk
    from .items import AgentItem as AgentItem
    from .items import AgentObservation as AgentObservation
    from .items import AgentThought as AgentThought
    from .items import DocumentRagItem as DocumentRagItem
    from .items import GraphRagItem as GraphRagItem
    from .items import PromptChunk as PromptChunk
    from .items import ProvenanceEvent as ProvenanceEvent
    from .items import RAGChunk as RAGChunk
    from .items import StreamingChunk as StreamingChunk
    from .models import AgentResponse as AgentResponse
    from .models import AgentStep as AgentStep
    from .models import Assignment as Assignment
    from .models import ConfigKey as ConfigKey
    from .models import ConfigResponse as ConfigResponse
    from .models import ConfigValue as ConfigValue
    from .models import Delegation as Delegation
    from .models import DocumentRagResponse as DocumentRagResponse
    from .models import EmbeddingsResponse as EmbeddingsResponse
    from .models import Entitlement as Entitlement
    from .models import FlowResponse as FlowResponse
    from .models import GraphRagResponse as GraphRagResponse
    from .models import ModelInfo as ModelInfo
    from .models import OverrideAuthority as OverrideAuthority
    from .models import PlanStep as PlanStep
    from .models import PromptResponse as PromptResponse
    from .models import TextCompletionResponse as TextCompletionResponse
    from .models import TraversalStep as TraversalStep
    from .models import TriplesResponse as TriplesResponse
    from .models import UserContext as UserContext
    from .rest import Config as Config
    from .rest import Flow as Flow
    from .rest import FlowInstance as FlowInstance
    from .rest import Metrics as Metrics
    from .rest_async import AsyncConfig as AsyncConfig
    from .rest_async import AsyncFlow as AsyncFlow
    from .rest_async import AsyncFlowInstance as AsyncFlowInstance
    from .rest_async import AsyncMetrics as AsyncMetrics
    from .sockets import SocketClient as SocketClient
    from .sockets import SocketConfig as SocketConfig
    from .sockets import SocketFlow as SocketFlow
    from .sockets import SocketFlowInstance as SocketFlowInstance
    from .sockets_async import AsyncSocketClient as AsyncSocketClient
    from .sockets_async import AsyncSocketConfig as AsyncSocketConfig
    from .sockets_async import AsyncSocketFlow as AsyncSocketFlow
    from .sockets_async import AsyncSocketFlowInstance as AsyncSocketFlowInstance

__version__ = "2.11.1"

__all__ = [
    "AgentAction",
    "AgentAnswer",
    "AgentChunk",
    "AgentItem",
    "AgentObservation",
    "AgentResponse",
    "AgentStep",
    "AgentThought",
    "Api",
    "Assignment",
    "AsyncBulkClient",
    "AsyncConfig",
    "AsyncFlow",
    "AsyncFlowInstance",
    "AsyncMetrics",
    "AsyncSocketClient",
    "AsyncSocketConfig",
    "AsyncSocketFlow",
    "AsyncSocketFlowInstance",
    "AsyncStream",
    "AuthenticationFailed",
    "BlankNode",
    "BulkClient",
    "ClientClosed",
    "Config",
    "ConfigKey",
    "ConfigResponse",
    "ConfigValue",
    "ConfigurationError",
    "ConnectionFailed",
    "ConnectionLost",
    "Delegation",
    "DocumentRagItem",
    "DocumentRagResponse",
    "EmbeddingsResponse",
    "Entitlement",
    "Flow",
    "FlowInstance",
    "FlowResponse",
    "GatewayError",
    "GatewayRefused",
    "GraphRagItem",
    "GraphRagResponse",
    "ImportInterrupted",
    "ImportReport",
    "InvalidItem",
    "InvalidRequest",
    "Literal",
    "Metrics",
    "ModelInfo",
    "NotFound",
    "NotSupported",
    "OverrideAuthority",
    "PermissionDenied",
    "PlanStep",
    "Progress",
    "PromptChunk",
    "PromptResponse",
    "ProtocolViolation",
    "ProvenanceEvent",
    "RAGChunk",
    "RequestTimeout",
    "ServiceError",
    "SocketClient",
    "SocketConfig",
    "SocketFlow",
    "SocketFlowInstance",
    "Stream",
    "StreamingChunk",
    "TextCompletionResponse",
    "TraversalStep",
    "Triple",
    "TriplesResponse",
    "Unavailable",
    "Uri",
    "UserContext",
]

# Modules are imported when a name of theirs is first asked for, so that this package loads at once.
_HOME = {
    "AgentAction": ".items",
    "AgentAnswer": ".items",
    "AgentChunk": ".items",
    "AgentItem": ".items",
    "AgentObservation": ".items",
    "AgentResponse": ".models",
    "AgentStep": ".models",
    "AgentThought": ".items",
    "Api": ".api",
    "Assignment": ".models",
    "AsyncBulkClient": ".bulk_async",
    "AsyncConfig": ".rest_async",
    "AsyncFlow": ".rest_async",
    "AsyncFlowInstance": ".rest_async",
    "AsyncMetrics": ".rest_async",
    "AsyncSocketClient": ".sockets_async",
    "AsyncSocketConfig": ".sockets_async",
    "AsyncSocketFlow": ".sockets_async",
    "AsyncSocketFlowInstance": ".sockets_async",
    "AsyncStream": "gatewright.aio",
    "AuthenticationFailed": "gatewright.errors",
    "BlankNode": "gatewright.rdf",
    "BulkClient": ".bulk",
    "ClientClosed": "gatewright.errors",
    "Config": ".rest",
    "ConfigKey": ".models",
    "ConfigResponse": ".models",
    "ConfigValue": ".models",
    "ConfigurationError": "gatewright.errors",
    "ConnectionFailed": "gatewright.errors",
    "ConnectionLost": "gatewright.errors",
    "Delegation": ".models",
    "DocumentRagItem": ".items",
    "DocumentRagResponse": ".models",
    "EmbeddingsResponse": ".models",
    "Entitlement": ".models",
    "Flow": ".rest",
    "FlowInstance": ".rest",
    "FlowResponse": ".models",
    "GatewayError": "gatewright.errors",
    "GatewayRefused": "gatewright.errors",
    "GraphRagItem": ".items",
    "GraphRagResponse": ".models",
    "ImportInterrupted": "gatewright.errors",
    "ImportReport": "gatewright.transfer",
    "InvalidItem": "gatewright.errors",
    "InvalidRequest": "gatewright.errors",
    "Literal": "gatewright.rdf",
    "Metrics": ".rest",
    "ModelInfo": ".models",
    "NotFound": "gatewright.errors",
    "NotSupported": "gatewright.errors",
    "OverrideAuthority": ".models",
    "PermissionDenied": "gatewright.errors",
    "PlanStep": ".models",
    "Progress": "gatewright.transfer",
    "PromptChunk": ".items",
    "PromptResponse": ".models",
    "ProtocolViolation": "gatewright.errors",
    "ProvenanceEvent": ".items",
    "RAGChunk": ".items",
    "RequestTimeout": "gatewright.errors",
    "ServiceError": "gatewright.errors",
    "SocketClient": ".sockets",
    "SocketConfig": ".sockets",
    "SocketFlow": ".sockets",
    "SocketFlowInstance": ".sockets",
    "Stream": "gatewright.sync",
    "StreamingChunk": ".items",
    "TextCompletionResponse": ".models",
    "TraversalStep": ".models",
    "Triple": "gatewright.rdf",
    "TriplesResponse": ".models",
    "Unavailable": "gatewright.errors",
    "Uri": "gatewright.rdf",
    "UserContext": ".models",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOME[name], __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
