# Generated from schema/trustgraph_v2 by gatewright 0.1.0, content bbd49070b21eebc2. Do not edit.
"""Items of streams: light classes, and a function for each stream that makes them of what arrives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias

from gatewright import rdf

from .terms import decode_triple


@dataclass(slots=True)
class StreamingChunk:
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
class ProvenanceEvent(StreamingChunk):
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


AgentItem: TypeAlias = (
    AgentThought | AgentAction | AgentObservation | AgentAnswer | ProvenanceEvent | StreamingChunk
)
"""What a stream of `agent` consists of."""

DocumentRagItem: TypeAlias = RAGChunk | ProvenanceEvent
"""What a stream of `document_rag` consists of."""

GraphRagItem: TypeAlias = RAGChunk | ProvenanceEvent
"""What a stream of `graph_rag` consists of."""


def decode_agent(body: dict[str, Any]) -> AgentItem:
    """The item that one body of the stream of `agent` is."""
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


def decode_document_rag(body: dict[str, Any]) -> DocumentRagItem:
    """The item that one body of the stream of `document_rag` is."""
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


def decode_graph_rag(body: dict[str, Any]) -> GraphRagItem:
    """The item that one body of the stream of `graph_rag` is."""
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


def decode_prompt(body: dict[str, Any]) -> PromptChunk:
    """The item that one body of the stream of `prompt` is."""
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


def decode_text_completion(body: dict[str, Any]) -> RAGChunk:
    """The item that one body of the stream of `text_completion` is."""
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


def decode_triples_query(body: dict[str, Any]) -> list[rdf.Triple]:
    """The items that one body of the stream of `triples_query` holds."""
    return [decode_triple(each) for each in body.get("response") or ()]


def decode_export_triples(body: dict[str, Any]) -> list[rdf.Triple]:
    """The items that one body of `export_triples` holds."""
    return [decode_triple(each) for each in body.get("triples") or ()]
