# Generated from schema/trustgraph_v1 by gatewright 0.1.0, content b854e4d5e425139a. Do not edit.
"""Items of streams: light classes, and a function for each stream that makes them of what arrives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from gatewright import rdf, shapes
from gatewright.operation import Message
from gatewright.record import Record
from gatewright.wire import dumps

from .terms import decode_term, decode_triples, encode_triple, term_text

if TYPE_CHECKING:
    from .models import CoreGraphEmbeddings, CoreTriples


@dataclass(slots=True)
class EntityEmbedding(Record):
    """The vectors of an entity of the knowledge graph.

    Attributes:
        entity: The entity.
        vectors: Its vectors.
    """

    entity: rdf.Term | None = None
    vectors: list[list[float]] | None = None


@dataclass(slots=True)
class ChunkEmbedding(Record):
    """The vectors of a piece of a document.

    Attributes:
        chunk: Text of the piece.
        vectors: Its vectors.
    """

    chunk: str | None = None
    vectors: list[list[float]] | None = None


@dataclass(slots=True)
class EntityContext(Record):
    """The description of an entity of the knowledge graph.

    Attributes:
        entity: The entity.
        context: The description.
    """

    entity: rdf.Term | None = None
    context: str | None = None


@dataclass(slots=True)
class StreamingChunk(Record):
    """One item of a stream.

    Attributes:
        content: Text of this piece.
        end_of_message: The message that this piece belongs to is complete.
    """

    content: str = ""
    end_of_message: bool = False


@dataclass(slots=True)
class RAGChunk(StreamingChunk):
    """A piece of an answer that is found by retrieval.

    Attributes:
        content: Text of this piece; empty on pieces that only end the stream.
        end_of_stream: Nothing follows.
        error: None on every piece that a stream yields, since an error ends the stream with an
            exception.
        chunk_type: Always `rag`.
    """

    content: str = ""
    end_of_stream: bool = False
    error: dict[str, Any] | None = None
    chunk_type: str = "rag"


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
class AgentThought(StreamingChunk):
    """A piece of the agent's reasoning.

    Attributes:
        chunk_type: Always `thought`.
    """

    chunk_type: str = "thought"


@dataclass(slots=True)
class AgentAction(StreamingChunk):
    """A tool that the agent is about to call. The agent of release 1.8.0 sends none.

    Attributes:
        chunk_type: Always `action`.
    """

    chunk_type: str = "action"


@dataclass(slots=True)
class AgentObservation(StreamingChunk):
    """What a tool answered.

    Attributes:
        chunk_type: Always `observation`.
    """

    chunk_type: str = "observation"


@dataclass(slots=True)
class AgentAnswer(StreamingChunk):
    """A piece of the answer.

    Attributes:
        chunk_type: Always `final-answer`; on the wire it is `answer`.
        end_of_dialog: Nothing follows.
    """

    chunk_type: str = "final-answer"
    end_of_dialog: bool = False


@dataclass(slots=True)
class OtherChunk(StreamingChunk):
    """A piece of a type that this client does not know.

    Attributes:
        chunk_type: Its type as the gateway names it.
        end_of_dialog: Nothing follows.
    """

    chunk_type: str = ""
    end_of_dialog: bool = False


AgentItem: TypeAlias = AgentThought | AgentAction | AgentObservation | AgentAnswer | OtherChunk
"""What a stream of `agent` consists of."""

KnowledgeGetKgCoreItem: TypeAlias = TriplesPart | GraphEmbeddingsPart | OtherPart
"""What a stream of `knowledge.get_kg_core` consists of."""

AgentStream: TypeAlias = Iterator[AgentThought | AgentObservation | AgentAnswer]
"""An iterator over such items, for annotations."""

RAGStream: TypeAlias = Iterator[RAGChunk]
"""An iterator over such items, for annotations."""

CompletionStream: TypeAlias = Iterator[str]
"""An iterator over such items, for annotations."""

CHUNK_EMBEDDING = shapes.Shape(
    ChunkEmbedding,
    (("chunk", "chunk", shapes.text, shapes.MUST), ("vectors", "vectors", shapes.array, shapes.MUST)),
)

ENTITY_CONTEXT = shapes.Shape(
    EntityContext,
    (
        ("entity", "entity", lambda value: term_text(value, "entity"), shapes.MUST),
        ("context", "context", shapes.text, shapes.MUST),
    ),
)

ENTITY_EMBEDDING = shapes.Shape(
    EntityEmbedding,
    (
        ("entity", "entity", lambda value: term_text(value, "entity"), shapes.MUST),
        ("vectors", "vectors", shapes.array, shapes.MUST),
    ),
)


def decode_agent(body: dict[str, Any]) -> AgentItem:
    """The item that is one body of the stream of `agent`."""
    get = body.get
    kind = get("chunk_type")
    if kind == "answer":
        return AgentAnswer(
            get("content") or "",
            get("end_of_message") or False,
            "final-answer",
            get("end_of_dialog") or False,
        )
    if kind == "thought":
        return AgentThought(get("content") or "", get("end_of_message") or False, "thought")
    if kind == "action":
        return AgentAction(get("content") or "", get("end_of_message") or False, "action")
    if kind == "observation":
        return AgentObservation(get("content") or "", get("end_of_message") or False, "observation")
    return OtherChunk(
        get("content") or "", get("end_of_message") or False, kind or "", get("end_of_dialog") or False
    )


def decode_export_document_embeddings(body: dict[str, Any]) -> list[ChunkEmbedding]:
    """The items that one body of `export_document_embeddings` holds."""
    made: list[ChunkEmbedding] = []
    for item in body.get("chunks") or ():
        get = item.get
        made.append(ChunkEmbedding(get("chunk"), get("vectors")))
    return made


def encode_import_document_embeddings(items: list[Any], arguments: Mapping[str, Any], first: int) -> bytes:
    """One message of `import_document_embeddings`; `first` is the position of its first item."""
    return dumps(
        {
            "metadata": {
                "id": arguments["id"],
                "metadata": [encode_triple(each) for each in arguments["about"]],
                "user": arguments["user"],
                "collection": arguments["collection"],
            },
            "chunks": shapes.shaped(items, CHUNK_EMBEDDING, first),
        }
    )


def decode_document_rag(body: dict[str, Any]) -> RAGChunk:
    """The item that is one body of the stream of `document_rag`."""
    get = body.get
    return RAGChunk(
        get("response") or "",
        get("end_of_message") or False,
        get("end_of_stream") or False,
        get("error"),
        "rag",
    )


def decode_export_entity_contexts(body: dict[str, Any]) -> list[EntityContext]:
    """The items that one body of `export_entity_contexts` holds."""
    made: list[EntityContext] = []
    for item in body.get("entities") or ():
        get = item.get
        made.append(
            EntityContext(None if (each := get("entity")) is None else decode_term(each), get("context"))
        )
    return made


def encode_import_entity_contexts(items: list[Any], arguments: Mapping[str, Any], first: int) -> bytes:
    """One message of `import_entity_contexts`; `first` is the position of its first item."""
    return dumps(
        {
            "metadata": {
                "id": arguments["id"],
                "metadata": [encode_triple(each) for each in arguments["about"]],
                "user": arguments["user"],
                "collection": arguments["collection"],
            },
            "entities": shapes.shaped(items, ENTITY_CONTEXT, first),
        }
    )


def decode_export_graph_embeddings(body: dict[str, Any]) -> list[EntityEmbedding]:
    """The items that one body of `export_graph_embeddings` holds."""
    made: list[EntityEmbedding] = []
    for item in body.get("entities") or ():
        get = item.get
        made.append(
            EntityEmbedding(None if (each := get("entity")) is None else decode_term(each), get("vectors"))
        )
    return made


def encode_import_graph_embeddings(items: list[Any], arguments: Mapping[str, Any], first: int) -> bytes:
    """One message of `import_graph_embeddings`; `first` is the position of its first item."""
    return dumps(
        {
            "metadata": {
                "id": arguments["id"],
                "metadata": [encode_triple(each) for each in arguments["about"]],
                "user": arguments["user"],
                "collection": arguments["collection"],
            },
            "entities": shapes.shaped(items, ENTITY_EMBEDDING, first),
        }
    )


def decode_graph_rag(body: dict[str, Any]) -> RAGChunk:
    """The item that is one body of the stream of `graph_rag`."""
    get = body.get
    return RAGChunk(
        get("response") or "",
        get("end_of_message") or False,
        get("end_of_stream") or False,
        get("error"),
        "rag",
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
    if kind == "eos":
        return []
    return [OtherPart(body)]


def encode_import_objects(items: list[Any], arguments: Mapping[str, Any], first: int) -> bytes:
    """One message of `import_objects`; `first` is the position of its first item."""
    return dumps(
        {
            "metadata": {
                "id": arguments["id"],
                "metadata": [encode_triple(each) for each in arguments["about"]],
                "user": arguments["user"],
                "collection": arguments["collection"],
            },
            "schema_name": arguments["schema_name"],
            "values": shapes.texts(items, Mapping, first),
            "confidence": arguments["confidence"],
            "source_span": arguments["source_span"],
        }
    )


def decode_export_triples(body: dict[str, Any]) -> list[rdf.Triple]:
    """The items that one body of `export_triples` holds."""
    return decode_triples(body.get("triples") or ())
