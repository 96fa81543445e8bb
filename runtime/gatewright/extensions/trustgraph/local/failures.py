"""What a failed service sends. Most drop the error: that is the gateway's doing, not this table's."""

from __future__ import annotations

from . import collection, config, flows, iam
from .terms import Json

# By service; "$error" stands for the error object. Services that are not listed send {"error": ...}.
_BODIES: dict[str, Json] = {
    # The gateway looks for a field of the error that errors do not have.
    "agent": {"error": {"type": "gateway-error", "message": "'Error' object has no attribute 'code'"}},
    "text-completion": {"response": None, "end_of_stream": True},
    "prompt": {"end_of_stream": True},
    "mcp-tool": {},
    "thru/{name}": {},
    "graph-rag": {
        "message_type": "chunk",
        "response": "",
        "end_of_stream": True,
        "end_of_session": True,
        "error": "$error",
    },
    "document-rag": {"end_of_stream": False, "end_of_session": False, "error": "$error"},
    "embeddings": {"vectors": []},
    "document-embeddings": {"chunks": []},
    "row-embeddings": {"error": "$error", "matches": []},
    "triples": {"response": [], "error": "$error"},
    "sparql": {"query-type": "", "error": "$error"},
    "rows": {"data": None, "error": "$error"},
    "structured-query": {"data": None, "errors": [], "error": "$error"},
    "nlp-query": {
        "graphql_query": "",
        "variables": {},
        "detected_schemas": [],
        "confidence": 0.0,
        "error": "$error",
    },
    "structured-diag": {"operation": "$operation", "confidence": 0.0},
    "reranker": {"results": []},
    "image-to-text": {"description": None},
    "cloze": {"label": "", "confidence": 0.0, "error": "$error"},
    "decision-scoring": {"answers": {}, "model": "", "error": "$error"},
    "field-extraction": {"answers": {}, "model": "", "error": "$error"},
    "config": config.NOTHING,
    "flow": flows.NOTHING,
    "librarian": {"error": "$error", "document-metadatas": [], "processing-metadatas": []},
    "collection-management": {"error": "$error", "timestamp": "$now", "collections": []},
    "iam": iam.NOTHING,
    "auth": iam.NOTHING,
}

# The error type that a service gives its failures.
TYPES = {
    "text-completion": "llm-error",
    "prompt": "llm-error",
    "mcp-tool": "tool-error",
    "librarian": "unexpected-error",
    "knowledge": "unexpected-error",
    "collection-management": "unexpected-error",
    "iam": "internal-error",
    "auth": "internal-error",
    "sparql": "sparql-query-error",
    **{name: f"{name}-query-error" for name in ("triples", "rows", "row-embeddings")},
    **{name: f"{name}-query-error" for name in ("graph-embeddings", "document-embeddings")},
}

# Services that send nothing at all: they fail while they make up their error.
SILENT = frozenset({"graph-embeddings"})
# Services whose failure comes in a frame that is not marked as the last, though nothing follows.
UNMARKED = frozenset({"document-rag", "knowledge"})


def body(service: str, error: Json, operation: str, streaming: bool) -> Json:
    """What the service sends when it has failed."""
    values = {"$error": error, "$operation": operation, "$now": collection.now()}
    template = _BODIES.get(service, {"error": "$error"})
    made = {
        key: values[value] if isinstance(value, str) and value in values else value
        for key, value in template.items()
    }
    if service == "document-rag":
        made["end_of_stream"] = streaming
    return made
