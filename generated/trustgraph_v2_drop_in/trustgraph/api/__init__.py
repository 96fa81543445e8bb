# Generated from schema/trustgraph_v2 by gatewright 0.1.0, content c1e0f4c4c84fbeb5. Do not edit.
"""The client `trustgraph_v2` under the names of an older one."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .api import Api as Api
    from .async_bulk_client import AsyncBulkClient as AsyncBulkClient
    from .async_flow import AsyncFlow as AsyncFlow
    from .async_flow import AsyncFlowInstance as AsyncFlowInstance
    from .async_metrics import AsyncMetrics as AsyncMetrics
    from .async_socket_client import AsyncSocketClient as AsyncSocketClient
    from .async_socket_client import AsyncSocketFlowInstance as AsyncSocketFlowInstance
    from .bulk_client import BulkClient as BulkClient
    from .collection import Collection as Collection
    from .config import Config as Config
    from .exceptions import AgentError as AgentError
    from .exceptions import ApplicationException as ApplicationException
    from .exceptions import ConfigError as ConfigError
    from .exceptions import DocumentRagError as DocumentRagError
    from .exceptions import FlowError as FlowError
    from .exceptions import GatewayError as GatewayError
    from .exceptions import GraphRagError as GraphRagError
    from .exceptions import LLMError as LLMError
    from .exceptions import LoadError as LoadError
    from .exceptions import LookupError as LookupError
    from .exceptions import NLPQueryError as NLPQueryError
    from .exceptions import ProtocolException as ProtocolException
    from .exceptions import RequestError as RequestError
    from .exceptions import RowsQueryError as RowsQueryError
    from .exceptions import StructuredQueryError as StructuredQueryError
    from .exceptions import TrustGraphException as TrustGraphException
    from .exceptions import UnexpectedError as UnexpectedError
    from .explainability import Analysis as Analysis
    from .explainability import Conclusion as Conclusion
    from .explainability import Decomposition as Decomposition
    from .explainability import EdgeSelection as EdgeSelection
    from .explainability import ExplainabilityClient as ExplainabilityClient
    from .explainability import ExplainEntity as ExplainEntity
    from .explainability import Exploration as Exploration
    from .explainability import Finding as Finding
    from .explainability import Focus as Focus
    from .explainability import Grounding as Grounding
    from .explainability import Observation as Observation
    from .explainability import Plan as Plan
    from .explainability import Question as Question
    from .explainability import Reflection as Reflection
    from .explainability import StepResult as StepResult
    from .explainability import Synthesis as Synthesis
    from .explainability import extract_term_value as extract_term_value
    from .explainability import wire_triples_to_tuples as wire_triples_to_tuples
    from .flow import Flow as Flow
    from .flow import FlowInstance as FlowInstance
    from .knowledge import Knowledge as Knowledge
    from .library import Library as Library
    from .metrics import Metrics as Metrics
    from .socket_client import SocketClient as SocketClient
    from .socket_client import SocketFlowInstance as SocketFlowInstance
    from .socket_client import build_term as build_term
    from .types import AgentAnswer as AgentAnswer
    from .types import AgentObservation as AgentObservation
    from .types import AgentThought as AgentThought
    from .types import CollectionMetadata as CollectionMetadata
    from .types import ConfigKey as ConfigKey
    from .types import ConfigValue as ConfigValue
    from .types import DocumentMetadata as DocumentMetadata
    from .types import ImageToTextResult as ImageToTextResult
    from .types import Literal as Literal
    from .types import ProcessingMetadata as ProcessingMetadata
    from .types import ProvenanceEvent as ProvenanceEvent
    from .types import RAGChunk as RAGChunk
    from .types import StreamingChunk as StreamingChunk
    from .types import TextCompletionResult as TextCompletionResult
    from .types import Triple as Triple
    from .types import Uri as Uri

__version__ = "2.11.1"

__all__ = [
    "AgentAnswer",
    "AgentError",
    "AgentObservation",
    "AgentThought",
    "Analysis",
    "Api",
    "ApplicationException",
    "AsyncBulkClient",
    "AsyncFlow",
    "AsyncFlowInstance",
    "AsyncMetrics",
    "AsyncSocketClient",
    "AsyncSocketFlowInstance",
    "BulkClient",
    "Collection",
    "CollectionMetadata",
    "Conclusion",
    "Config",
    "ConfigError",
    "ConfigKey",
    "ConfigValue",
    "Decomposition",
    "DocumentMetadata",
    "DocumentRagError",
    "EdgeSelection",
    "ExplainEntity",
    "ExplainabilityClient",
    "Exploration",
    "Finding",
    "Flow",
    "FlowError",
    "FlowInstance",
    "Focus",
    "GatewayError",
    "GraphRagError",
    "Grounding",
    "ImageToTextResult",
    "Knowledge",
    "LLMError",
    "Library",
    "Literal",
    "LoadError",
    "LookupError",
    "Metrics",
    "NLPQueryError",
    "Observation",
    "Plan",
    "ProcessingMetadata",
    "ProtocolException",
    "ProvenanceEvent",
    "Question",
    "RAGChunk",
    "Reflection",
    "RequestError",
    "RowsQueryError",
    "SocketClient",
    "SocketFlowInstance",
    "StepResult",
    "StreamingChunk",
    "StructuredQueryError",
    "Synthesis",
    "TextCompletionResult",
    "Triple",
    "TrustGraphException",
    "UnexpectedError",
    "Uri",
    "build_term",
    "extract_term_value",
    "wire_triples_to_tuples",
]

# Modules are imported when a name of theirs is first asked for, so that this package loads at once.
_HOME = {
    "AgentAnswer": ".types",
    "AgentError": ".exceptions",
    "AgentObservation": ".types",
    "AgentThought": ".types",
    "Analysis": ".explainability",
    "Api": ".api",
    "ApplicationException": ".exceptions",
    "AsyncBulkClient": ".async_bulk_client",
    "AsyncFlow": ".async_flow",
    "AsyncFlowInstance": ".async_flow",
    "AsyncMetrics": ".async_metrics",
    "AsyncSocketClient": ".async_socket_client",
    "AsyncSocketFlowInstance": ".async_socket_client",
    "BulkClient": ".bulk_client",
    "Collection": ".collection",
    "CollectionMetadata": ".types",
    "Conclusion": ".explainability",
    "Config": ".config",
    "ConfigError": ".exceptions",
    "ConfigKey": ".types",
    "ConfigValue": ".types",
    "Decomposition": ".explainability",
    "DocumentMetadata": ".types",
    "DocumentRagError": ".exceptions",
    "EdgeSelection": ".explainability",
    "ExplainEntity": ".explainability",
    "ExplainabilityClient": ".explainability",
    "Exploration": ".explainability",
    "Finding": ".explainability",
    "Flow": ".flow",
    "FlowError": ".exceptions",
    "FlowInstance": ".flow",
    "Focus": ".explainability",
    "GatewayError": ".exceptions",
    "GraphRagError": ".exceptions",
    "Grounding": ".explainability",
    "ImageToTextResult": ".types",
    "Knowledge": ".knowledge",
    "LLMError": ".exceptions",
    "Library": ".library",
    "Literal": ".types",
    "LoadError": ".exceptions",
    "LookupError": ".exceptions",
    "Metrics": ".metrics",
    "NLPQueryError": ".exceptions",
    "Observation": ".explainability",
    "Plan": ".explainability",
    "ProcessingMetadata": ".types",
    "ProtocolException": ".exceptions",
    "ProvenanceEvent": ".types",
    "Question": ".explainability",
    "RAGChunk": ".types",
    "Reflection": ".explainability",
    "RequestError": ".exceptions",
    "RowsQueryError": ".exceptions",
    "SocketClient": ".socket_client",
    "SocketFlowInstance": ".socket_client",
    "StepResult": ".explainability",
    "StreamingChunk": ".types",
    "StructuredQueryError": ".exceptions",
    "Synthesis": ".explainability",
    "TextCompletionResult": ".types",
    "Triple": ".types",
    "TrustGraphException": ".exceptions",
    "UnexpectedError": ".exceptions",
    "Uri": ".types",
    "build_term": ".socket_client",
    "extract_term_value": ".explainability",
    "wire_triples_to_tuples": ".explainability",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOME[name], __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
