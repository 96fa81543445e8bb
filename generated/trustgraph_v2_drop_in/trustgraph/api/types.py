# Generated from schema/trustgraph_v2 by gatewright 0.1.0, content c1e0f4c4c84fbeb5. Do not edit.
"""Names of `trustgraph.api.types`, from `trustgraph_v2`."""

from trustgraph_v2 import AgentAnswer as AgentAnswer
from trustgraph_v2 import AgentObservation as AgentObservation
from trustgraph_v2 import AgentThought as AgentThought
from trustgraph_v2 import CollectionMetadata as CollectionMetadata
from trustgraph_v2 import ConfigKey as ConfigKey
from trustgraph_v2 import ConfigValue as ConfigValue
from trustgraph_v2 import DocumentMetadata as DocumentMetadata
from trustgraph_v2 import ImageToTextResponse as ImageToTextResult
from trustgraph_v2 import Literal as Literal
from trustgraph_v2 import ProcessingMetadata as ProcessingMetadata
from trustgraph_v2 import ProvenanceEvent as ProvenanceEvent
from trustgraph_v2 import RAGChunk as RAGChunk
from trustgraph_v2 import StreamingChunk as StreamingChunk
from trustgraph_v2 import TextCompletionResponse as TextCompletionResult
from trustgraph_v2 import Triple as Triple
from trustgraph_v2 import Uri as Uri

__all__ = [
    "AgentAnswer",
    "AgentObservation",
    "AgentThought",
    "CollectionMetadata",
    "ConfigKey",
    "ConfigValue",
    "DocumentMetadata",
    "ImageToTextResult",
    "Literal",
    "ProcessingMetadata",
    "ProvenanceEvent",
    "RAGChunk",
    "StreamingChunk",
    "TextCompletionResult",
    "Triple",
    "Uri",
]
