# Generated from schema/trustgraph_v1 by gatewright 0.1.0, content b854e4d5e425139a. Do not edit.
"""What the runtime needs to know of each operation: one constant for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gatewright import chunks, rdf
from gatewright.operation import (
    Derive,
    Export,
    Import,
    Operation,
    Result,
    StreamOperation,
    StreamRule,
    SubCall,
)

from . import items, terms

if TYPE_CHECKING:
    from .items import (
        AgentItem,
        ChunkEmbedding,
        EntityContext,
        EntityEmbedding,
        KnowledgeGetKgCoreItem,
        RAGChunk,
    )
    from .models import (
        AgentResponse,
        CollectionMetadata,
        ConfigValue,
        CoreFrame,
        DiagnosisResponse,
        DocumentMetadata,
        NlpQueryResponse,
        ObjectsResponse,
        ProcessingMetadata,
        StructuredQueryResponse,
    )

AGENT: StreamOperation[AgentResponse, AgentItem] = StreamOperation(
    name="agent",
    path="/api/v1/flow/{flow}/service/agent",
    frame={"service": "agent"},
    texts=("state",),
    lists=("history",),
    singles=("group",),
    models={"history": "AgentStep"},
    result=Result("AgentResponse", nonempty=("answer",)),
    join={"answer": ("AgentAnswer",), "thought": ("AgentThought",), "observation": ("AgentObservation",)},
    stream=StreamRule(decode=items.decode_agent, switch="streaming", text=("AgentAnswer",)),
    long=True,
)
COLLECTION_LIST_COLLECTIONS: Operation[list[CollectionMetadata]] = Operation(
    name="collection.list_collections",
    path="/api/v1/collection-management",
    frame={"service": "collection-management"},
    body={"operation": "list-collections"},
    lists=("tag_filter",),
    result=Result("CollectionResponse", fields=("collections",)),
    idempotent=True,
)
COLLECTION_UPDATE_COLLECTION: Operation[CollectionMetadata] = Operation(
    name="collection.update_collection",
    path="/api/v1/collection-management",
    frame={"service": "collection-management"},
    body={"operation": "update-collection"},
    lists=("tags",),
    result=Result("CollectionResponse", fields=("collections",), first=True, nonempty=("collections",)),
    idempotent=True,
)
COLLECTION_DELETE_COLLECTION: Operation[None] = Operation(
    name="collection.delete_collection",
    path="/api/v1/collection-management",
    frame={"service": "collection-management"},
    body={"operation": "delete-collection"},
)
COLLECTION_REQUEST: Operation[Any] = Operation(
    name="collection.request",
    path="/api/v1/collection-management",
    frame={"service": "collection-management"},
    whole="request",
    result=Result(json=True),
)
CONFIG_GET: Operation[list[ConfigValue]] = Operation(
    name="config.get",
    path="/api/v1/config",
    frame={"service": "config"},
    body={"operation": "get"},
    lists=("keys",),
    models={"keys": "ConfigKey"},
    result=Result("ConfigResponse", fields=("values",)),
    idempotent=True,
)
CONFIG_LIST: Operation[list[str]] = Operation(
    name="config.list",
    path="/api/v1/config",
    frame={"service": "config"},
    body={"operation": "list"},
    result=Result("ConfigResponse", fields=("directory",)),
    idempotent=True,
)
CONFIG_GET_VALUES: Operation[list[ConfigValue]] = Operation(
    name="config.get_values",
    path="/api/v1/config",
    frame={"service": "config"},
    body={"operation": "getvalues"},
    result=Result("ConfigResponse", fields=("values",)),
    idempotent=True,
)
CONFIG_ALL: Operation[tuple[dict[str, dict[str, str]], int]] = Operation(
    name="config.all",
    path="/api/v1/config",
    frame={"service": "config"},
    body={"operation": "config"},
    result=Result("ConfigResponse", fields=("config", "version")),
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
CONFIG_REQUEST: Operation[Any] = Operation(
    name="config.request",
    path="/api/v1/config",
    frame={"service": "config"},
    whole="request",
    result=Result(json=True),
)
IMPORT_DOCUMENT_EMBEDDINGS: Import[ChunkEmbedding] = Import(
    name="import_document_embeddings",
    path="/api/v1/flow/{flow}/import/document-embeddings",
    encode=items.encode_import_document_embeddings,
    batch=20,
    confirmed_by_pong=False,
    item=items.CHUNK_EMBEDDING,
)
EXPORT_DOCUMENT_EMBEDDINGS: Export[ChunkEmbedding] = Export(
    name="export_document_embeddings",
    path="/api/v1/flow/{flow}/export/document-embeddings",
    decode=items.decode_export_document_embeddings,
    item=items.ChunkEmbedding,
)
LOAD_DOCUMENT: Operation[None] = Operation(
    name="load_document",
    path="/api/v1/flow/{flow}/service/document-load",
    frame={"service": "document-load"},
    base64=("data",),
    lists=("metadata",),
    long=True,
)
DOCUMENT_RAG: StreamOperation[str, RAGChunk] = StreamOperation(
    name="document_rag",
    path="/api/v1/flow/{flow}/service/document-rag",
    frame={"service": "document-rag"},
    result=Result("DocumentRagResponse", fields=("text",)),
    join={"response": ("RAGChunk",)},
    stream=StreamRule(
        decode=items.decode_document_rag, switch="streaming", text=("RAGChunk",), repeats="end_of_stream"
    ),
    long=True,
)
EMBEDDINGS: Operation[list[list[float]]] = Operation(
    name="embeddings",
    path="/api/v1/flow/{flow}/service/embeddings",
    frame={"service": "embeddings"},
    result=Result("EmbeddingsResponse", fields=("vectors",)),
    idempotent=True,
)
IMPORT_ENTITY_CONTEXTS: Import[EntityContext] = Import(
    name="import_entity_contexts",
    path="/api/v1/flow/{flow}/import/entity-contexts",
    encode=items.encode_import_entity_contexts,
    batch=100,
    confirmed_by_pong=True,
    queue=11,
    item=items.ENTITY_CONTEXT,
)
EXPORT_ENTITY_CONTEXTS: Export[EntityContext] = Export(
    name="export_entity_contexts",
    path="/api/v1/flow/{flow}/export/entity-contexts",
    decode=items.decode_export_entity_contexts,
    item=items.EntityContext,
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
    result=Result("FlowResponse", fields=("flow",), parse="json"),
    idempotent=True,
)
FLOW_START: Operation[None] = Operation(
    name="flow.start", path="/api/v1/flow", frame={"service": "flow"}, body={"operation": "start-flow"}
)
FLOW_STOP: Operation[None] = Operation(
    name="flow.stop", path="/api/v1/flow", frame={"service": "flow"}, body={"operation": "stop-flow"}
)
FLOW_LIST_CLASSES: Operation[list[str]] = Operation(
    name="flow.list_classes",
    path="/api/v1/flow",
    frame={"service": "flow"},
    body={"operation": "list-classes"},
    result=Result("FlowResponse", fields=("class_names",)),
    idempotent=True,
)
FLOW_GET_CLASS: Operation[Any] = Operation(
    name="flow.get_class",
    path="/api/v1/flow",
    frame={"service": "flow"},
    body={"operation": "get-class"},
    result=Result("FlowResponse", fields=("class_definition",), parse="json"),
    idempotent=True,
)
FLOW_PUT_CLASS: Operation[None] = Operation(
    name="flow.put_class",
    path="/api/v1/flow",
    frame={"service": "flow"},
    body={"operation": "put-class"},
    json_text=("class-definition",),
)
FLOW_DELETE_CLASS: Operation[None] = Operation(
    name="flow.delete_class",
    path="/api/v1/flow",
    frame={"service": "flow"},
    body={"operation": "delete-class"},
)
FLOW_REQUEST: Operation[Any] = Operation(
    name="flow.request",
    path="/api/v1/flow",
    frame={"service": "flow"},
    whole="request",
    result=Result(json=True),
)
GRAPH_EMBEDDINGS_QUERY: Operation[list[rdf.Term]] = Operation(
    name="graph_embeddings_query",
    path="/api/v1/flow/{flow}/service/graph-embeddings",
    frame={"service": "graph-embeddings"},
    lists=("vectors",),
    derive=Derive("vectors", "text", SubCall("EMBEDDINGS", {"text": "$text"}), whole=True),
    result=Result("GraphEmbeddingsResponse", fields=("entities",)),
    idempotent=True,
)
IMPORT_GRAPH_EMBEDDINGS: Import[EntityEmbedding] = Import(
    name="import_graph_embeddings",
    path="/api/v1/flow/{flow}/import/graph-embeddings",
    encode=items.encode_import_graph_embeddings,
    batch=20,
    confirmed_by_pong=True,
    queue=11,
    item=items.ENTITY_EMBEDDING,
)
EXPORT_GRAPH_EMBEDDINGS: Export[EntityEmbedding] = Export(
    name="export_graph_embeddings",
    path="/api/v1/flow/{flow}/export/graph-embeddings",
    decode=items.decode_export_graph_embeddings,
    item=items.EntityEmbedding,
)
GRAPH_RAG: StreamOperation[str, RAGChunk] = StreamOperation(
    name="graph_rag",
    path="/api/v1/flow/{flow}/service/graph-rag",
    frame={"service": "graph-rag"},
    result=Result("GraphRagResponse", fields=("text",)),
    join={"response": ("RAGChunk",)},
    stream=StreamRule(
        decode=items.decode_graph_rag, switch="streaming", text=("RAGChunk",), repeats="end_of_stream"
    ),
    long=True,
)
KNOWLEDGE_LIST_KG_CORES: Operation[list[str]] = Operation(
    name="knowledge.list_kg_cores",
    path="/api/v1/knowledge",
    frame={"service": "knowledge"},
    body={"operation": "list-kg-cores"},
    result=Result("CoreIds", fields=("ids",), require=("ids",)),
    idempotent=True,
)
KNOWLEDGE_DELETE_KG_CORE: Operation[None] = Operation(
    name="knowledge.delete_kg_core",
    path="/api/v1/knowledge",
    frame={"service": "knowledge"},
    body={"operation": "delete-kg-core"},
)
KNOWLEDGE_LOAD_KG_CORE: Operation[None] = Operation(
    name="knowledge.load_kg_core",
    path="/api/v1/knowledge",
    frame={"service": "knowledge"},
    body={"operation": "load-kg-core"},
)
KNOWLEDGE_UNLOAD_KG_CORE: Operation[None] = Operation(
    name="knowledge.unload_kg_core",
    path="/api/v1/knowledge",
    frame={"service": "knowledge"},
    body={"operation": "unload-kg-core"},
)
KNOWLEDGE_GET_KG_CORE: StreamOperation[CoreFrame, KnowledgeGetKgCoreItem] = StreamOperation(
    name="knowledge.get_kg_core",
    frame={"service": "knowledge"},
    body={"operation": "get-kg-core"},
    result=Result("CoreFrame", require=("triples", "graph-embeddings", "eos")),
    stream=StreamRule(
        decode=items.decode_knowledge_get_kg_core,
        each=True,
        whole=True,
        keys=(("triples", "triples"), ("graph-embeddings", "graph-embeddings"), ("eos", "eos")),
    ),
    long=True,
)
KNOWLEDGE_PUT_KG_CORE: Operation[None] = Operation(
    name="knowledge.put_kg_core",
    path="/api/v1/knowledge",
    frame={"service": "knowledge"},
    body={"operation": "put-kg-core"},
    models={"triples": "CoreTriples", "graph-embeddings": "CoreGraphEmbeddings"},
    long=True,
)
KNOWLEDGE_IMPORT_CORE: Operation[None] = Operation(
    name="knowledge.import_core",
    path="/api/v1/import-core",
    content="content",
    query=("id", "user"),
    long=True,
)
KNOWLEDGE_EXPORT_CORE: StreamOperation[None, bytes] = StreamOperation(
    name="knowledge.export_core",
    method="GET",
    path="/api/v1/export-core",
    query=("id", "user"),
    stream=StreamRule(decode=chunks.base64_field("content"), nonempty=True),
    media="bytes",
    long=True,
)
KNOWLEDGE_REQUEST: Operation[Any] = Operation(
    name="knowledge.request",
    path="/api/v1/knowledge",
    frame={"service": "knowledge"},
    whole="request",
    result=Result(json=True),
)
LIBRARY_ADD_DOCUMENT: Operation[None] = Operation(
    name="library.add_document",
    path="/api/v1/librarian",
    frame={"service": "librarian"},
    body={"operation": "add-document"},
    base64=("content",),
    lists=("metadata", "tags"),
    seconds=("time",),
    within={"document-metadata": ("id", "metadata", "user", "title", "comments", "kind", "tags", "time")},
)
LIBRARY_REMOVE_DOCUMENT: Operation[None] = Operation(
    name="library.remove_document",
    path="/api/v1/librarian",
    frame={"service": "librarian"},
    body={"operation": "remove-document"},
)
LIBRARY_UPDATE_DOCUMENT: Operation[None] = Operation(
    name="library.update_document",
    path="/api/v1/librarian",
    frame={"service": "librarian"},
    body={"operation": "update-document"},
    models={"document-metadata": "DocumentMetadata"},
    within={"document-metadata": ("user", "id")},
)
LIBRARY_DESCRIBE_DOCUMENT: Operation[None] = Operation(
    name="library.describe_document",
    path="/api/v1/librarian",
    frame={"service": "librarian"},
    body={"operation": "update-document"},
    lists=("metadata", "tags"),
    seconds=("time",),
    within={"document-metadata": ("user", "id", "metadata", "title", "comments", "tags", "time")},
)
LIBRARY_GET_DOCUMENT: Operation[DocumentMetadata] = Operation(
    name="library.get_document",
    path="/api/v1/librarian",
    frame={"service": "librarian"},
    body={"operation": "get-document-metadata"},
    result=Result("LibraryResponse", fields=("document_metadata",), nonempty=("document-metadata",)),
    idempotent=True,
)
LIBRARY_GET_DOCUMENT_CONTENT: Operation[bytes] = Operation(
    name="library.get_document_content",
    path="/api/v1/librarian",
    frame={"service": "librarian"},
    body={"operation": "get-document-content"},
    result=Result("LibraryResponse", fields=("content",), parse="base64"),
    idempotent=True,
    long=True,
)
LIBRARY_GET_DOCUMENTS: Operation[list[DocumentMetadata]] = Operation(
    name="library.get_documents",
    path="/api/v1/librarian",
    frame={"service": "librarian"},
    body={"operation": "list-documents"},
    result=Result("LibraryResponse", fields=("document_metadatas",)),
    idempotent=True,
)
LIBRARY_GET_PROCESSINGS: Operation[list[ProcessingMetadata]] = Operation(
    name="library.get_processings",
    path="/api/v1/librarian",
    frame={"service": "librarian"},
    body={"operation": "list-processing"},
    result=Result("LibraryResponse", fields=("processing_metadatas",)),
    idempotent=True,
)
LIBRARY_START_PROCESSING: Operation[None] = Operation(
    name="library.start_processing",
    path="/api/v1/librarian",
    frame={"service": "librarian"},
    body={"operation": "add-processing"},
    lists=("tags",),
    seconds=("time",),
    within={"processing-metadata": ("id", "document-id", "flow", "user", "collection", "tags", "time")},
)
LIBRARY_STOP_PROCESSING: Operation[None] = Operation(
    name="library.stop_processing",
    path="/api/v1/librarian",
    frame={"service": "librarian"},
    body={"operation": "remove-processing"},
)
LIBRARY_REQUEST: Operation[Any] = Operation(
    name="library.request",
    path="/api/v1/librarian",
    frame={"service": "librarian"},
    whole="request",
    result=Result(json=True),
)
MCP_TOOL: Operation[Any] = Operation(
    name="mcp_tool",
    path="/api/v1/flow/{flow}/service/mcp-tool",
    frame={"service": "mcp-tool"},
    result=Result("McpToolResponse", fields=("object", "text"), either=True),
    long=True,
)
METRICS_GET: Operation[str] = Operation(
    name="metrics.get",
    method="GET",
    path="/api/metrics/{path}",
    query=("query", "time", "start", "end", "step", "match[]"),
    in_path=("path",),
    lists=("match[]",),
    result=Result(text=True),
    idempotent=True,
)
NLP_QUERY: Operation[NlpQueryResponse] = Operation(
    name="nlp_query",
    path="/api/v1/flow/{flow}/service/nlp-query",
    frame={"service": "nlp-query"},
    result=Result("NlpQueryResponse", nonempty=("graphql_query",)),
    long=True,
)
OBJECTS_QUERY: Operation[ObjectsResponse] = Operation(
    name="objects_query",
    path="/api/v1/flow/{flow}/service/objects",
    frame={"service": "objects"},
    result=Result("ObjectsResponse"),
    idempotent=True,
)
IMPORT_OBJECTS: Import[dict[str, Any]] = Import(
    name="import_objects",
    path="/api/v1/flow/{flow}/import/objects",
    encode=items.encode_import_objects,
    batch=40,
    confirmed_by_pong=True,
    queue=11,
)
PROMPT: StreamOperation[Any, str] = StreamOperation(
    name="prompt",
    path="/api/v1/flow/{flow}/service/prompt",
    frame={"service": "prompt"},
    result=Result("PromptResponse", fields=("object", "text"), either=True),
    stream=StreamRule(decode=chunks.text_field("text"), each=True, switch="streaming"),
    long=True,
)
DETECT_TYPE: Operation[str] = Operation(
    name="detect_type",
    path="/api/v1/flow/{flow}/service/structured-diag",
    frame={"service": "structured-diag"},
    body={"operation": "detect-type"},
    result=Result("DiagnosisResponse", fields=("detected_type",), require=("detected-type",)),
    idempotent=True,
)
GENERATE_DESCRIPTOR: Operation[Any] = Operation(
    name="generate_descriptor",
    path="/api/v1/flow/{flow}/service/structured-diag",
    frame={"service": "structured-diag"},
    body={"operation": "generate-descriptor"},
    result=Result("DiagnosisResponse", fields=("descriptor",), require=("descriptor",)),
    long=True,
)
DIAGNOSE_DATA: Operation[DiagnosisResponse] = Operation(
    name="diagnose_data",
    path="/api/v1/flow/{flow}/service/structured-diag",
    frame={"service": "structured-diag"},
    body={"operation": "diagnose"},
    result=Result("DiagnosisResponse", require=("descriptor",)),
    long=True,
)
SCHEMA_SELECTION: Operation[list[str]] = Operation(
    name="schema_selection",
    path="/api/v1/flow/{flow}/service/structured-diag",
    frame={"service": "structured-diag"},
    body={"operation": "schema-selection"},
    result=Result("DiagnosisResponse", fields=("schema_matches",)),
    long=True,
)
STRUCTURED_QUERY: Operation[StructuredQueryResponse] = Operation(
    name="structured_query",
    path="/api/v1/flow/{flow}/service/structured-query",
    frame={"service": "structured-query"},
    result=Result("StructuredQueryResponse"),
    long=True,
)
TEXT_COMPLETION: StreamOperation[str, str] = StreamOperation(
    name="text_completion",
    path="/api/v1/flow/{flow}/service/text-completion",
    frame={"service": "text-completion"},
    result=Result("TextCompletionResponse", fields=("text",), require=("response",)),
    stream=StreamRule(decode=chunks.text_field("response"), each=True, switch="streaming"),
    long=True,
)
LOAD_TEXT: Operation[None] = Operation(
    name="load_text",
    path="/api/v1/flow/{flow}/service/text-load",
    frame={"service": "text-load"},
    base64=("text",),
    lists=("metadata",),
    long=True,
)
TRIPLES_QUERY: Operation[list[rdf.Triple]] = Operation(
    name="triples_query",
    path="/api/v1/flow/{flow}/service/triples",
    frame={"service": "triples"},
    result=Result("TriplesResponse", fields=("triples",)),
    idempotent=True,
)
IMPORT_TRIPLES: Import[rdf.Triple] = Import(
    name="import_triples",
    path="/api/v1/flow/{flow}/import/triples",
    encode=terms.encode_import_triples,
    batch=500,
    confirmed_by_pong=True,
    queue=11,
    item=rdf.Triple,
)
EXPORT_TRIPLES: Export[rdf.Triple] = Export(
    name="export_triples",
    path="/api/v1/flow/{flow}/export/triples",
    decode=items.decode_export_triples,
    item=rdf.Triple,
)
