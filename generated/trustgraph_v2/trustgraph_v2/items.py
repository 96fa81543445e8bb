# Generated from schema/trustgraph_v2 by gatewright 0.1.0, content c1e0f4c4c84fbeb5. Do not edit.
"""Items of streams: light classes, and a function for each stream that makes them of what arrives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from gatewright import rdf, shapes
from gatewright.extensions.trustgraph.explainability_entities import Explained
from gatewright.operation import Message
from gatewright.record import Record
from gatewright.wire import dumps

from .terms import decode_term, decode_triple, decode_triples, term_text

if TYPE_CHECKING:
    from .models import CoreBlob, CoreDocument, CoreDocumentEmbeddings, CoreGraphEmbeddings, CoreTriples


@dataclass(slots=True)
class EntityEmbedding(Record):
    """The vector of an entity of the knowledge graph.

    Attributes:
        entity: The entity.
        vector: Its vector.
    """

    entity: rdf.Term | None = None
    vector: list[float] | None = None


@dataclass(slots=True)
class ChunkEmbedding(Record):
    """The vector of a piece of a document.

    Attributes:
        chunk_id: Identifier of the piece.
        vector: Its vector.
        attributes: What else is known of the piece, by name.
    """

    chunk_id: str | None = None
    vector: list[float] | None = None
    attributes: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(slots=True)
class EntityContext(Record):
    """The description of an entity of the knowledge graph.

    Attributes:
        entity: The entity.
        context: The description.
        rdf_type: IRIs of the entity's classes.
    """

    entity: rdf.Term | None = None
    context: str | None = None
    rdf_type: list[str] = field(default_factory=list[str])


@dataclass(slots=True)
class ThruMessage(Record):
    """One message of a service that this client does not know.

    Attributes:
        data: What it says, as it came.
    """

    data: Any = None


@dataclass(slots=True)
class StreamingChunk(Record):
    """One item of a stream; also stands for item types that this client does not know.

    Attributes:
        content: Text of this piece.
        end_of_message: The message that this piece belongs to is complete.
        message_type: Item type as the gateway names it.
    """

    content: str = ""
    end_of_message: bool = False
    message_type: str = ""


@dataclass(slots=True)
class RAGChunk(StreamingChunk):
    """A piece of text that a language model writes.

    Attributes:
        content: Text of this piece; empty on pieces that only end the stream.
        end_of_stream: The language model has finished.
        error: None on every piece that a stream yields, since an error ends the stream with an
            exception.
        in_token: Tokens read by the language model; on the last piece.
        out_token: Tokens written by the language model; on the last piece.
        model: Name of the language model; on the last piece at the latest.
        sources: Documents that the answer rests on, each with `uri` and `title`; on the last piece
            of a graph RAG answer.
        end_of_session: Nothing follows.
    """

    content: str = ""
    end_of_stream: bool = False
    error: dict[str, Any] | None = None
    in_token: int | None = None
    out_token: int | None = None
    model: str | None = None
    sources: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    end_of_session: bool = False


@dataclass(slots=True)
class PromptChunk(RAGChunk):
    """A piece of the answer to a prompt template.

    Attributes:
        content: Text of this piece; empty on pieces that only end the stream.
        object: JSON text of an answer that is not plain text.
    """

    content: str = ""
    object: str | None = None


@dataclass(slots=True)
class ProvenanceEvent(StreamingChunk, Explained):
    """Tells where an answer comes from. Its content is empty.

    Attributes:
        explain_id: IRI of the entity that is explained.
        explain_graph: Graph that holds the explanation.
        triples: The explanation itself.
        end_of_stream: Always false; here so that every item of a stream can be asked.
        end_of_session: Nothing follows.
        end_of_dialog: Nothing follows.
        error: None on every event that a stream yields, since an error ends the stream with an
            exception.
    """

    explain_id: str = ""
    explain_graph: str = ""
    triples: list[rdf.Triple] = field(default_factory=list[rdf.Triple])
    end_of_stream: bool = False
    end_of_session: bool = False
    end_of_dialog: bool = False
    error: dict[str, Any] | None = None


@dataclass(slots=True)
class CorePart(Record):
    """A part of a core. A part can be asked like a dictionary, too: `part["triples"]`."""


@dataclass(slots=True)
class OtherPart(CorePart):
    """A part of a kind that this client does not know.

    Attributes:
        body: All that it says.
    """

    body: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(slots=True)
class TriplesPart(CorePart):
    """Triples of a core.

    Attributes:
        triples: The triples, as `put_kg_core` takes them.
    """

    triples: CoreTriples | None = None


@dataclass(slots=True)
class GraphEmbeddingsPart(CorePart):
    """Vectors of entities of a core.

    Attributes:
        graph_embeddings: The vectors, as `put_kg_core` takes them.
    """

    graph_embeddings: CoreGraphEmbeddings | None = None


@dataclass(slots=True)
class DocumentEmbeddingsPart(CorePart):
    """Vectors of pieces of documents of a core.

    Attributes:
        document_embeddings: The vectors, as `put_de_core` takes them.
    """

    document_embeddings: CoreDocumentEmbeddings | None = None


@dataclass(slots=True)
class LibraryMetadataPart(CorePart):
    """A document that belongs to a core.

    Attributes:
        library_metadata: The document, as `put_kg_core` takes it.
    """

    library_metadata: CoreDocument | None = None


@dataclass(slots=True)
class LibraryBlobPart(CorePart):
    """Content of a document that belongs to a core.

    Attributes:
        library_blob: The content, as `put_kg_core` takes it.
    """

    library_blob: CoreBlob | None = None


@dataclass(slots=True)
class SparqlSolution(Record):
    """One solution of a SELECT.

    Attributes:
        values: Values in the order of the variables; None for a variable that has none here.
    """

    values: list[rdf.Term | None] = field(default_factory=list[rdf.Term | None])


@dataclass(slots=True)
class AgentChunk(StreamingChunk):
    """What all pieces of an agent's stream have.

    Attributes:
        end_of_dialog: Nothing follows.
        message_id: IRI of the message.
    """

    end_of_dialog: bool = False
    message_id: str = ""


@dataclass(slots=True)
class AgentThought(AgentChunk):
    """A piece of the agent's reasoning."""


@dataclass(slots=True)
class AgentAction(AgentChunk):
    """A tool that the agent is about to call."""


@dataclass(slots=True)
class AgentObservation(AgentChunk):
    """What a tool answered."""


@dataclass(slots=True)
class AgentAnswer(AgentChunk):
    """A piece of the answer.

    Attributes:
        in_token: Tokens read by the language model; on the last piece.
        out_token: Tokens written by the language model; on the last piece.
        model: Name of the language model; on the last piece.
    """

    in_token: int | None = None
    out_token: int | None = None
    model: str | None = None


@dataclass(slots=True)
class SparqlBatch(Record):
    """A part of the answer to a SPARQL query.

    Attributes:
        query_type: What kind of query it was: `select`, `ask`, `construct` or `describe`.
        variables: Variables of a SELECT, without the question mark.
        bindings: Some solutions of a SELECT.
        ask_result: Answer to an ASK.
        triples: Triples of a CONSTRUCT or DESCRIBE.
    """

    query_type: str = ""
    variables: list[str] = field(default_factory=list[str])
    bindings: list[SparqlSolution] = field(default_factory=list[SparqlSolution])
    ask_result: bool | None = None
    triples: list[rdf.Triple] = field(default_factory=list[rdf.Triple])


AgentItem: TypeAlias = (
    AgentThought | AgentAction | AgentObservation | AgentAnswer | ProvenanceEvent | StreamingChunk
)
"""What a stream of `agent` consists of."""

DocumentRagItem: TypeAlias = RAGChunk | ProvenanceEvent
"""What a stream of `document_rag` consists of."""

GraphRagItem: TypeAlias = RAGChunk | ProvenanceEvent
"""What a stream of `graph_rag` consists of."""

KnowledgeGetKgCoreItem: TypeAlias = (
    TriplesPart | GraphEmbeddingsPart | LibraryMetadataPart | LibraryBlobPart | OtherPart
)
"""What a stream of `knowledge.get_kg_core` consists of."""

KnowledgeGetDeCoreItem: TypeAlias = DocumentEmbeddingsPart | OtherPart
"""What a stream of `knowledge.get_de_core` consists of."""

CHUNK_EMBEDDING = shapes.Shape(
    ChunkEmbedding,
    (
        ("chunk_id", "chunk_id", shapes.text, shapes.MUST),
        ("vector", "vector", shapes.vector, shapes.MUST),
        ("attributes", "attributes", shapes.mapping, {}),
    ),
)

ENTITY_CONTEXT = shapes.Shape(
    EntityContext,
    (
        ("entity", "entity", lambda value: term_text(value, "entity"), shapes.MUST),
        ("context", "context", shapes.text, shapes.MUST),
        ("rdf_type", "rdf_type", shapes.array, []),
    ),
)

ENTITY_EMBEDDING = shapes.Shape(
    EntityEmbedding,
    (
        ("entity", "entity", lambda value: term_text(value, "entity"), shapes.MUST),
        ("vector", "vector", shapes.vector, shapes.MUST),
    ),
)


def decode_agent(body: dict[str, Any]) -> AgentItem:
    """The item that is one body of the stream of `agent`."""
    get = body.get
    kind = get("message_type")
    if kind == "answer":
        return AgentAnswer(
            get("content") or "",
            get("end_of_message") or False,
            kind,
            get("end_of_dialog") or False,
            get("message_id") or "",
            get("in_token"),
            get("out_token"),
            get("model"),
        )
    if kind == "thought":
        return AgentThought(
            get("content") or "",
            get("end_of_message") or False,
            kind,
            get("end_of_dialog") or False,
            get("message_id") or "",
        )
    if kind == "action":
        return AgentAction(
            get("content") or "",
            get("end_of_message") or False,
            kind,
            get("end_of_dialog") or False,
            get("message_id") or "",
        )
    if kind == "observation":
        return AgentObservation(
            get("content") or "",
            get("end_of_message") or False,
            kind,
            get("end_of_dialog") or False,
            get("message_id") or "",
        )
    if kind == "explain":
        return ProvenanceEvent(
            get("content") or "",
            get("end_of_message") or False,
            kind,
            get("explain_id") or "",
            get("explain_graph") or "",
            [decode_triple(each) for each in get("explain_triples") or ()],
            get("end_of_stream") or False,
            get("end_of_session") or False,
            get("end_of_dialog") or False,
            get("error"),
        )
    return StreamingChunk(get("content") or "", get("end_of_message") or False, kind or "")


def decode_export_document_embeddings(body: dict[str, Any]) -> list[ChunkEmbedding]:
    """The items that one body of `export_document_embeddings` holds."""
    made: list[ChunkEmbedding] = []
    for item in body.get("chunks") or ():
        get = item.get
        made.append(ChunkEmbedding(get("chunk_id"), get("vector"), get("attributes") or {}))
    return made


def encode_import_document_embeddings(items: list[Any], arguments: Mapping[str, Any], first: int) -> bytes:
    """One message of `import_document_embeddings`; `first` is the position of its first item."""
    return dumps(
        {
            "metadata": {
                "id": arguments["id"],
                "collection": arguments["collection"],
                "root": arguments["root"],
            },
            "chunks": shapes.shaped(items, CHUNK_EMBEDDING, first),
        }
    )


def decode_document_rag(body: dict[str, Any]) -> DocumentRagItem:
    """The item that is one body of the stream of `document_rag`."""
    get = body.get
    kind = get("message_type")
    if kind == "explain":
        return ProvenanceEvent(
            get("content") or "",
            get("end_of_message") or False,
            kind,
            get("explain_id") or "",
            get("explain_graph") or "",
            [decode_triple(each) for each in get("explain_triples") or ()],
            get("end_of_stream") or False,
            get("end_of_session") or False,
            get("end_of_dialog") or False,
            get("error"),
        )
    return RAGChunk(
        get("response") or "",
        get("end_of_message") or False,
        kind or "",
        get("end_of_stream") or False,
        get("error"),
        get("in_token"),
        get("out_token"),
        get("model"),
        get("sources") or [],
        get("end_of_session") or False,
    )


def decode_export_entity_contexts(body: dict[str, Any]) -> list[EntityContext]:
    """The items that one body of `export_entity_contexts` holds."""
    made: list[EntityContext] = []
    for item in body.get("entities") or ():
        get = item.get
        made.append(
            EntityContext(
                None if (each := get("entity")) is None else decode_term(each),
                get("context"),
                get("rdf_type") or [],
            )
        )
    return made


def encode_import_entity_contexts(items: list[Any], arguments: Mapping[str, Any], first: int) -> bytes:
    """One message of `import_entity_contexts`; `first` is the position of its first item."""
    return dumps(
        {
            "metadata": {"id": arguments["id"], "collection": arguments["collection"]},
            "entities": shapes.shaped(items, ENTITY_CONTEXT, first),
        }
    )


def decode_export_graph_embeddings(body: dict[str, Any]) -> list[EntityEmbedding]:
    """The items that one body of `export_graph_embeddings` holds."""
    made: list[EntityEmbedding] = []
    for item in body.get("entities") or ():
        get = item.get
        made.append(
            EntityEmbedding(None if (each := get("entity")) is None else decode_term(each), get("vector"))
        )
    return made


def encode_import_graph_embeddings(items: list[Any], arguments: Mapping[str, Any], first: int) -> bytes:
    """One message of `import_graph_embeddings`; `first` is the position of its first item."""
    return dumps(
        {
            "metadata": {"id": arguments["id"], "collection": arguments["collection"]},
            "entities": shapes.shaped(items, ENTITY_EMBEDDING, first),
        }
    )


def decode_graph_rag(body: dict[str, Any]) -> GraphRagItem:
    """The item that is one body of the stream of `graph_rag`."""
    get = body.get
    kind = get("message_type")
    if kind == "explain":
        return ProvenanceEvent(
            get("content") or "",
            get("end_of_message") or False,
            kind,
            get("explain_id") or "",
            get("explain_graph") or "",
            [decode_triple(each) for each in get("explain_triples") or ()],
            get("end_of_stream") or False,
            get("end_of_session") or False,
            get("end_of_dialog") or False,
            get("error"),
        )
    return RAGChunk(
        get("response") or "",
        get("end_of_message") or False,
        kind or "",
        get("end_of_stream") or False,
        get("error"),
        get("in_token"),
        get("out_token"),
        get("model"),
        get("sources") or [],
        get("end_of_session") or False,
    )


def decode_knowledge_get_kg_core(message: Message) -> list[KnowledgeGetKgCoreItem]:
    """What is handed on of one message of the stream of `knowledge.get_kg_core`."""
    from . import models

    _, kind, body = message
    get = body.get
    if kind == "triples":
        return [
            TriplesPart(None if (each := get("triples")) is None else models.CoreTriples.model_validate(each))
        ]
    if kind == "graph-embeddings":
        return [
            GraphEmbeddingsPart(
                None
                if (each := get("graph-embeddings")) is None
                else models.CoreGraphEmbeddings.model_validate(each)
            )
        ]
    if kind == "library-metadata":
        return [
            LibraryMetadataPart(
                None
                if (each := get("library-metadata")) is None
                else models.CoreDocument.model_validate(each)
            )
        ]
    if kind == "library-blob":
        return [
            LibraryBlobPart(
                None if (each := get("library-blob")) is None else models.CoreBlob.model_validate(each)
            )
        ]
    if kind == "eos":
        return []
    return [OtherPart(body)]


def decode_knowledge_get_de_core(message: Message) -> list[KnowledgeGetDeCoreItem]:
    """What is handed on of one message of the stream of `knowledge.get_de_core`."""
    from . import models

    _, kind, body = message
    get = body.get
    if kind == "document-embeddings":
        return [
            DocumentEmbeddingsPart(
                None
                if (each := get("document-embeddings")) is None
                else models.CoreDocumentEmbeddings.model_validate(each)
            )
        ]
    if kind == "eos":
        return []
    return [OtherPart(body)]


def decode_prompt(body: dict[str, Any]) -> PromptChunk:
    """The item that is one body of the stream of `prompt`."""
    get = body.get
    return PromptChunk(
        get("text") or "",
        get("end_of_message") or False,
        get("message_type") or "",
        get("end_of_stream") or False,
        get("error"),
        get("in_token"),
        get("out_token"),
        get("model"),
        get("sources") or [],
        get("end_of_session") or False,
        get("object"),
    )


def encode_import_rows(items: list[Any], arguments: Mapping[str, Any], first: int) -> bytes:
    """One message of `import_rows`; `first` is the position of its first item."""
    return dumps(
        {
            "metadata": {"id": arguments["id"], "collection": arguments["collection"]},
            "schema_name": arguments["schema_name"],
            "values": shapes.texts(items, Mapping, first),
            "confidence": arguments["confidence"],
            "source_span": arguments["source_span"],
        }
    )


def decode_sparql_query(body: dict[str, Any]) -> SparqlBatch:
    """The item that is one body of the stream of `sparql_query`."""
    get = body.get
    return SparqlBatch(
        get("query-type") or "",
        get("variables") or [],
        [
            SparqlSolution([None if each is None else decode_term(each) for each in part.get("values") or ()])
            for part in get("bindings") or ()
        ],
        get("ask-result"),
        [decode_triple(each) for each in get("triples") or ()],
    )


def decode_text_completion(body: dict[str, Any]) -> RAGChunk:
    """The item that is one body of the stream of `text_completion`."""
    get = body.get
    return RAGChunk(
        get("response") or "",
        get("end_of_message") or False,
        get("message_type") or "",
        get("end_of_stream") or False,
        get("error"),
        get("in_token"),
        get("out_token"),
        get("model"),
        get("sources") or [],
        get("end_of_session") or False,
    )


def decode_thru_stream(message: Message) -> ThruMessage:
    """The item that is one message of the stream of `thru_stream`."""
    _, _, body = message
    return ThruMessage(body)


def decode_triples_query(body: dict[str, Any]) -> list[rdf.Triple]:
    """The items that one body of the stream of `triples_query` holds."""
    return decode_triples(body.get("response") or ())


def decode_export_triples(body: dict[str, Any]) -> list[rdf.Triple]:
    """The items that one body of `export_triples` holds."""
    return decode_triples(body.get("triples") or ())
