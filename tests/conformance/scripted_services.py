"""The services behind the gateway, scripted: they answer with the frames of TrustGraph 2.11's own.

Answers repeat what was asked, so that a test can see that it arrived. Each service also
has its failure, in the shape that the original gives it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from trustgraph.schema import (
    AgentRequest,
    AgentResponse,
    DocumentRagQuery,
    DocumentRagResponse,
    EmbeddingsRequest,
    EmbeddingsResponse,
    Error,
    GraphRagQuery,
    GraphRagResponse,
    ModelInfo,
    PromptRequest,
    PromptResponse,
    Source,
    Term,
    TextCompletionRequest,
    TextCompletionResponse,
    Triple,
    TriplesQueryRequest,
    TriplesQueryResponse,
)

GRAPH = "urn:graph:retrieval"
USAGE: dict[str, Any] = {"in_token": 12, "out_token": 6, "model": "scripted"}


def iri(value: str) -> Term:
    return Term(type="i", iri=value)


def explanation(subject: str) -> dict[str, Any]:
    """The fields of an explain frame."""
    triple = Triple(iri(subject), iri("urn:explains"), Term(type="l", value="why"), GRAPH)
    return {"explain_id": subject, "explain_graph": GRAPH, "explain_triples": [triple]}


def agent(request: AgentRequest) -> Iterator[AgentResponse]:
    answer = ["You asked: ", request.question]
    thought, observation, final = "urn:agent:thought", "urn:agent:observation", "urn:agent:answer"
    yield AgentResponse("explain", **explanation("urn:agent:question"))
    yield AgentResponse("thought", "I look it up", True, message_id=thought)
    yield AgentResponse("observation", "One match", True, message_id=observation)
    yield AgentResponse("explain", **explanation(final))
    if request.streaming:
        for text in answer:
            yield AgentResponse("answer", text, message_id=final)
        yield AgentResponse("answer", "", True, True, message_id=final, **USAGE)
    else:
        yield AgentResponse("answer", "".join(answer), True, True, message_id=final, **USAGE)


def agent_fails(request: AgentRequest, error: Error) -> AgentResponse:
    return AgentResponse("error", error.message, True, True, error=error)


def text_completion(request: TextCompletionRequest) -> Iterator[TextCompletionResponse]:
    if request.operation == "list-models":
        models = [ModelInfo(id="scripted", name="Scripted", context_length=4096), ModelInfo(id="other")]
        yield TextCompletionResponse(models=models, end_of_stream=True)
    elif request.streaming:
        yield TextCompletionResponse(response=f"{request.system}: ")
        yield TextCompletionResponse(response=request.prompt)
        yield TextCompletionResponse(response="", end_of_stream=True, **USAGE)
    else:
        text = f"{request.system}: {request.prompt}"
        yield TextCompletionResponse(response=text, end_of_stream=True, **USAGE)


def text_completion_fails(request: TextCompletionRequest, error: Error) -> TextCompletionResponse:
    if request.operation == "list-models":
        return TextCompletionResponse(error=error, end_of_stream=True)
    return TextCompletionResponse(error=error, response=None, end_of_stream=True)


def prompt(request: PromptRequest) -> Iterator[PromptResponse]:
    variables = {name: json.loads(text) for name, text in request.terms.items()}
    rendered = json.dumps(variables, sort_keys=True)
    if request.id == "as-object":
        yield PromptResponse(text=None, object=rendered, end_of_stream=True, **USAGE)
    elif request.streaming:
        yield PromptResponse(text=f"{request.id} ", object=None)
        yield PromptResponse(text=rendered, object=None)
        yield PromptResponse(text="", object=None, end_of_stream=True, **USAGE)
    else:
        yield PromptResponse(text=f"{request.id} {rendered}", object=None, end_of_stream=True, **USAGE)


def prompt_fails(request: PromptRequest, error: Error) -> PromptResponse:
    return PromptResponse(error=error, text=None, object=None, end_of_stream=True)


def graph_rag(request: GraphRagQuery) -> Iterator[GraphRagResponse]:
    final = {"sources": [Source("urn:document:1", "First document")], **USAGE}
    for step in ("question", "grounding", "synthesis"):
        yield GraphRagResponse(message_type="explain", **explanation(f"urn:graph-rag:{step}"))
    if request.streaming:
        for text in ("The graph says: ", request.query):
            yield GraphRagResponse(message_type="chunk", response=text)
        yield GraphRagResponse(message_type="chunk", response="", end_of_stream=True)
        yield GraphRagResponse(message_type="chunk", response="", end_of_session=True, **final)
    else:
        text = f"The graph says: {request.query}"
        yield GraphRagResponse(
            message_type="chunk", response=text, end_of_stream=True, end_of_session=True, **final
        )


def graph_rag_fails(request: GraphRagQuery, error: Error) -> GraphRagResponse:
    return GraphRagResponse(message_type="chunk", error=error, end_of_stream=True, end_of_session=True)


def document_rag(request: DocumentRagQuery) -> Iterator[DocumentRagResponse]:
    for step in ("question", "synthesis"):
        explained = explanation(f"urn:document-rag:{step}")
        yield DocumentRagResponse(message_type="explain", response=None, **explained)
    if request.streaming:
        for text in ("The documents say: ", request.query):
            yield DocumentRagResponse(message_type="chunk", response=text)
        yield DocumentRagResponse(message_type="chunk", response="", end_of_stream=True)
        yield DocumentRagResponse(message_type="end", response=None, end_of_session=True, **USAGE)
    else:
        text = f"The documents say: {request.query}"
        yield DocumentRagResponse(response=text, end_of_stream=True, end_of_session=True, **USAGE)


def document_rag_fails(request: DocumentRagQuery, error: Error) -> DocumentRagResponse:
    return DocumentRagResponse(response=None, error=error, end_of_stream=request.streaming)


def embeddings(request: EmbeddingsRequest) -> Iterator[EmbeddingsResponse]:
    yield EmbeddingsResponse(vectors=[[float(len(text)), 0.5] for text in request.texts])


def embeddings_fail(request: EmbeddingsRequest, error: Error) -> EmbeddingsResponse:
    return EmbeddingsResponse(error=error, vectors=[])


class TripleStore:
    """Keeps the triples of one workspace, by collection."""

    def __init__(self) -> None:
        quoted = Term(type="t", triple=Triple(iri("urn:a"), iri("urn:p"), iri("urn:b")))
        number = "http://www.w3.org/2001/XMLSchema#integer"
        self.collections: dict[str, list[Triple]] = {
            "default": [
                Triple(iri("urn:a"), iri("urn:p"), iri("urn:b")),
                Triple(iri("urn:a"), iri("urn:label"), Term(type="l", value="Alpha", language="en")),
                Triple(iri("urn:a"), iri("urn:size"), Term(type="l", value="7", datatype=number)),
                Triple(iri("urn:a"), iri("urn:part"), Term(type="b", id="b0")),
                Triple(quoted, iri("urn:saidBy"), Term(type="l", value="Bob \u2713")),
                Triple(iri("urn:a"), iri("urn:p"), iri("urn:c"), "urn:graph:other"),
            ]
        }

    def add(self, collection: str, triples: list[Triple]) -> None:
        self.collections.setdefault(collection, []).extend(triples)

    def query(self, request: TriplesQueryRequest) -> Iterator[TriplesQueryResponse]:
        found = [
            triple for triple in self.collections.get(request.collection, []) if matches(request, triple)
        ]
        found = found[: request.limit]
        size = request.batch_size if request.streaming and request.batch_size > 0 else max(len(found), 1)
        batches = [found[start : start + size] for start in range(0, len(found), size)] or [[]]
        for batch in batches:
            yield TriplesQueryResponse(triples=batch, is_final=batch is batches[-1])


def matches(request: TriplesQueryRequest, triple: Triple) -> bool:
    """Whether a triple fits a query. None stands for anything, but as graph for the default graph."""
    pairs = ((request.s, triple.s), (request.p, triple.p), (request.o, triple.o))
    return all(wanted is None or wanted == found for wanted, found in pairs) and request.g in {"*", triple.g}


def triples_fail(request: TriplesQueryRequest, error: Error) -> TriplesQueryResponse:
    return TriplesQueryResponse(error=error, triples=None)


# Service: schema of its answers, its failure, and the error type of the original.
# `triples` answers from its store, so its answer is not in the table.
ANSWERS: dict[str, Callable[[Any], Iterator[Any]]] = {
    "agent": agent,
    "text-completion": text_completion,
    "prompt": prompt,
    "graph-rag": graph_rag,
    "document-rag": document_rag,
    "embeddings": embeddings,
}
FAILURES: dict[str, tuple[type, str, Callable[[Any, Error], Any]]] = {
    "agent": (AgentResponse, "agent-error", agent_fails),
    "text-completion": (TextCompletionResponse, "llm-error", text_completion_fails),
    "prompt": (PromptResponse, "llm-error", prompt_fails),
    "graph-rag": (GraphRagResponse, "graph-rag-error", graph_rag_fails),
    "document-rag": (DocumentRagResponse, "document-rag-error", document_rag_fails),
    "embeddings": (EmbeddingsResponse, "embeddings-error", embeddings_fail),
    "triples": (TriplesQueryResponse, "triples-query-error", triples_fail),
}
