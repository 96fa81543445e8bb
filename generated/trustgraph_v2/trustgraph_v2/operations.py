# Generated from schema/trustgraph_v2 by gatewright 0.1.0, content bbd49070b21eebc2. Do not edit.
"""What the runtime needs to know of each operation: one constant for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gatewright import rdf
from gatewright.operation import Export, Import, Operation, Result, StreamOperation, StreamRule

from . import items, terms

if TYPE_CHECKING:
    from .items import AgentItem, DocumentRagItem, GraphRagItem, PromptChunk, RAGChunk
    from .models import (
        AgentResponse,
        ConfigValue,
        DocumentRagResponse,
        GraphRagResponse,
        ModelInfo,
        PromptResponse,
        TextCompletionResponse,
    )

AGENT: StreamOperation[AgentResponse, AgentItem] = StreamOperation(
    name="agent",
    path="/api/v1/flow/{flow}/service/agent",
    frame={"service": "agent"},
    lists=("group", "history"),
    models={"history": "AgentStep"},
    result=Result("AgentResponse"),
    stream=StreamRule(decode=items.decode_agent, switch="streaming", text=("AgentAnswer",)),
    long=True,
)
CONFIG_GET: Operation[list[ConfigValue]] = Operation(
    name="config.get",
    path="/api/v1/config",
    frame={"service": "config"},
    body={"operation": "get"},
    lists=("keys",),
    models={"keys": "ConfigKey"},
    result=Result("ConfigResponse", fields=("values",), nonempty=("version",)),
    idempotent=True,
)
CONFIG_LIST: Operation[list[str]] = Operation(
    name="config.list",
    path="/api/v1/config",
    frame={"service": "config"},
    body={"operation": "list"},
    result=Result("ConfigResponse", fields=("directory",), nonempty=("version",)),
    idempotent=True,
)
CONFIG_GET_VALUES: Operation[list[ConfigValue]] = Operation(
    name="config.get_values",
    path="/api/v1/config",
    frame={"service": "config"},
    body={"operation": "getvalues"},
    result=Result("ConfigResponse", fields=("values",), nonempty=("version",)),
    idempotent=True,
)
CONFIG_GET_VALUES_ALL_WORKSPACES: Operation[list[ConfigValue]] = Operation(
    name="config.get_values_all_workspaces",
    path="/api/v1/config",
    frame={"service": "config"},
    body={"operation": "getvalues-all-ws"},
    result=Result("ConfigResponse", fields=("values",), nonempty=("version",)),
    idempotent=True,
)
CONFIG_ALL: Operation[tuple[dict[str, dict[str, str]], int]] = Operation(
    name="config.all",
    path="/api/v1/config",
    frame={"service": "config"},
    body={"operation": "config"},
    result=Result("ConfigResponse", fields=("config", "version"), nonempty=("version",)),
    idempotent=True,
)
CONFIG_PUT: Operation[None] = Operation(
    name="config.put",
    path="/api/v1/config",
    frame={"service": "config"},
    body={"operation": "put"},
    lists=("values",),
    models={"values": "ConfigValue"},
)
CONFIG_DELETE: Operation[None] = Operation(
    name="config.delete",
    path="/api/v1/config",
    frame={"service": "config"},
    body={"operation": "delete"},
    lists=("keys",),
    models={"keys": "ConfigKey"},
)
DOCUMENT_RAG: StreamOperation[DocumentRagResponse, DocumentRagItem] = StreamOperation(
    name="document_rag",
    path="/api/v1/flow/{flow}/service/document-rag",
    frame={"service": "document-rag"},
    result=Result("DocumentRagResponse"),
    stream=StreamRule(decode=items.decode_document_rag, switch="streaming", text=("RAGChunk",)),
    long=True,
)
EMBEDDINGS: Operation[list[list[float]]] = Operation(
    name="embeddings",
    path="/api/v1/flow/{flow}/service/embeddings",
    frame={"service": "embeddings"},
    lists=("texts",),
    result=Result("EmbeddingsResponse", fields=("vectors",), same_length=("vectors", "texts")),
    idempotent=True,
)
FLOW_LIST: Operation[list[str]] = Operation(
    name="flow.list",
    path="/api/v1/flow",
    frame={"service": "flow"},
    body={"operation": "list-flows"},
    result=Result("FlowResponse", fields=("flow_ids",)),
    idempotent=True,
)
FLOW_GET: Operation[Any] = Operation(
    name="flow.get",
    path="/api/v1/flow",
    frame={"service": "flow"},
    body={"operation": "get-flow"},
    result=Result("FlowResponse", fields=("flow",), parse=True),
    idempotent=True,
)
FLOW_START: Operation[None] = Operation(
    name="flow.start", path="/api/v1/flow", frame={"service": "flow"}, body={"operation": "start-flow"}
)
FLOW_STOP: Operation[None] = Operation(
    name="flow.stop", path="/api/v1/flow", frame={"service": "flow"}, body={"operation": "stop-flow"}
)
FLOW_LIST_BLUEPRINTS: Operation[list[str]] = Operation(
    name="flow.list_blueprints",
    path="/api/v1/flow",
    frame={"service": "flow"},
    body={"operation": "list-blueprints"},
    result=Result("FlowResponse", fields=("blueprint_names",)),
    idempotent=True,
)
FLOW_GET_BLUEPRINT: Operation[Any] = Operation(
    name="flow.get_blueprint",
    path="/api/v1/flow",
    frame={"service": "flow"},
    body={"operation": "get-blueprint"},
    result=Result("FlowResponse", fields=("blueprint_definition",), parse=True),
    idempotent=True,
)
FLOW_PUT_BLUEPRINT: Operation[None] = Operation(
    name="flow.put_blueprint",
    path="/api/v1/flow",
    frame={"service": "flow"},
    body={"operation": "put-blueprint"},
    json_text=("blueprint-definition",),
)
FLOW_DELETE_BLUEPRINT: Operation[None] = Operation(
    name="flow.delete_blueprint",
    path="/api/v1/flow",
    frame={"service": "flow"},
    body={"operation": "delete-blueprint"},
)
GRAPH_RAG: StreamOperation[GraphRagResponse, GraphRagItem] = StreamOperation(
    name="graph_rag",
    path="/api/v1/flow/{flow}/service/graph-rag",
    frame={"service": "graph-rag"},
    lists=("grounding-seeds", "graph-seeds", "languages", "traversal-instructions"),
    models={"traversal-instructions": "TraversalStep", "user-context": "UserContext"},
    result=Result("GraphRagResponse"),
    stream=StreamRule(decode=items.decode_graph_rag, switch="streaming", text=("RAGChunk",)),
    long=True,
)
METRICS_GET: Operation[str] = Operation(
    name="metrics.get",
    method="GET",
    path="/api/metrics/{path}",
    query=("query",),
    in_path=("path",),
    result=Result(text=True),
    idempotent=True,
)
PROMPT: StreamOperation[PromptResponse, PromptChunk] = StreamOperation(
    name="prompt",
    path="/api/v1/flow/{flow}/service/prompt",
    frame={"service": "prompt"},
    result=Result("PromptResponse", require=("text", "object")),
    stream=StreamRule(decode=items.decode_prompt, switch="streaming", text=("PromptChunk",)),
    long=True,
)
TEXT_COMPLETION: StreamOperation[TextCompletionResponse, RAGChunk] = StreamOperation(
    name="text_completion",
    path="/api/v1/flow/{flow}/service/text-completion",
    frame={"service": "text-completion"},
    result=Result("TextCompletionResponse", require=("response",)),
    stream=StreamRule(decode=items.decode_text_completion, switch="streaming", text=("RAGChunk",)),
    long=True,
)
LIST_MODELS: Operation[list[ModelInfo]] = Operation(
    name="list_models",
    path="/api/v1/flow/{flow}/service/text-completion",
    frame={"service": "text-completion"},
    body={"operation": "list-models"},
    result=Result("TextCompletionResponse", fields=("models",), require=("models",)),
    idempotent=True,
)
TRIPLES_QUERY: StreamOperation[list[rdf.Triple], rdf.Triple] = StreamOperation(
    name="triples_query",
    path="/api/v1/flow/{flow}/service/triples",
    frame={"service": "triples"},
    models={"user-context": "UserContext"},
    result=Result("TriplesResponse", fields=("triples",)),
    stream=StreamRule(decode=items.decode_triples_query, each=True, switch="streaming"),
    idempotent=True,
)
IMPORT_TRIPLES: Import[rdf.Triple] = Import(
    name="import_triples",
    path="/api/v1/flow/{flow}/import/triples",
    encode=terms.encode_import_triples,
    batch=500,
    confirmed_by_pong=True,
)
EXPORT_TRIPLES: Export[rdf.Triple] = Export(
    name="export_triples", path="/api/v1/flow/{flow}/export/triples", decode=items.decode_export_triples
)
