"""The services of flows, scripted: they answer with the messages of TrustGraph 1.8.0's own.

Answers repeat what was asked, so that a test can see that it arrived. Each service also has its failure,
in the shape that the original gives it. What later releases of 1.8 send differently is sent when `mended`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from scripted_parts import (
    Arrivals,
    Fails,
    failure_of,
    graphql,
    matches,
    mcp_tool,
    mcp_tool_fails,
    nlp_query,
    nlp_query_fails,
    structured_diag_fails,
    triples_fail,
)
from trustgraph.schema import (
    AgentRequest,
    AgentResponse,
    DocumentRagQuery,
    DocumentRagResponse,
    EmbeddingsRequest,
    EmbeddingsResponse,
    Error,
    GraphEmbeddingsRequest,
    GraphEmbeddingsResponse,
    GraphRagQuery,
    GraphRagResponse,
    ObjectsQueryRequest,
    ObjectsQueryResponse,
    PromptRequest,
    PromptResponse,
    StructuredDataDiagnosisRequest,
    StructuredDataDiagnosisResponse,
    StructuredQueryRequest,
    StructuredQueryResponse,
    TextCompletionRequest,
    TextCompletionResponse,
    Triple,
    TriplesQueryRequest,
    TriplesQueryResponse,
    Value,
)


def iri(value: str) -> Value:
    return Value(value, is_uri=True)


def literal(value: str) -> Value:
    return Value(value, is_uri=False)


def agent(request: AgentRequest, mended: bool) -> Iterator[AgentResponse]:
    nothing = {"answer": None, "error": None, "thought": None, "observation": None}
    if request.streaming:
        for kind, text, last in (
            ("thought", "I look ", False),
            ("thought", "it up", True),
            ("observation", "One match", True),
            ("answer", "You asked: ", False),
            ("answer", request.question, False),
        ):
            old = {} if kind == "answer" else {kind: text}
            yield AgentResponse(kind, text, last, **{**nothing, **old})
        yield AgentResponse("answer", "", end_of_message=True, end_of_dialog=True, **nothing)
    else:
        # Until release 1.8.11 the first of these is taken for the last.
        if not mended:
            yield AgentResponse(**{**nothing, "thought": "I look it up"})
            yield AgentResponse(**{**nothing, "observation": "One match"})
        yield AgentResponse(**{**nothing, "answer": f"You asked: {request.question}"})


def agent_fails(request: AgentRequest, error: Error) -> AgentResponse:
    if request.streaming:
        return AgentResponse("error", error.message, end_of_message=True, end_of_dialog=True, error=error)
    return AgentResponse(error=error)


def text_completion(request: TextCompletionRequest) -> Iterator[TextCompletionResponse]:
    usage = {"in_token": 12, "out_token": 6, "model": "scripted"}
    if request.streaming:
        for text in (f"{request.system}: ", request.prompt):
            yield TextCompletionResponse(None, text, None, None, "scripted")
        yield TextCompletionResponse(response="", end_of_stream=True, **usage)
    else:
        text = f"{request.system}: {request.prompt}"
        yield TextCompletionResponse(response=text, end_of_stream=True, **usage)


def text_completion_fails(request: TextCompletionRequest, error: Error) -> TextCompletionResponse:
    return TextCompletionResponse(error, None, None, None, None, end_of_stream=True)


def prompt(request: PromptRequest) -> Iterator[PromptResponse]:
    variables = {name: json.loads(text) for name, text in request.terms.items()}
    rendered = json.dumps(variables, sort_keys=True)
    if request.streaming:
        yield PromptResponse(text=f"{request.id} ", object=None)
        yield PromptResponse(text=rendered, object=None)
        yield PromptResponse(text="", object=None, end_of_stream=True)
    elif request.id == "as-object":
        yield PromptResponse(text=None, object=rendered, end_of_stream=True)
    else:
        yield PromptResponse(text=f"{request.id} {rendered}", object=None, end_of_stream=True)


def prompt_fails(request: PromptRequest, error: Error) -> PromptResponse:
    return PromptResponse(error, text=None, object=None, end_of_stream=True)


def rag(response: Callable[..., Any], before: str, request: Any, mended: bool) -> Iterator[Any]:
    if request.streaming:
        yield response(response=before)
        yield response(response=request.query)
        # Until release 1.8.7 the end repeats the piece before it.
        yield response(response="" if mended else request.query, end_of_stream=True)
    else:
        # Until release 1.8.11 it does not say that it is the end.
        yield response(response=before + request.query, end_of_stream=mended)


def graph_rag(request: GraphRagQuery, mended: bool) -> Iterator[GraphRagResponse]:
    return rag(GraphRagResponse, "The graph says: ", request, mended)


def graph_rag_fails(request: GraphRagQuery, error: Error) -> GraphRagResponse:
    return GraphRagResponse(error, None, end_of_stream=request.streaming)


def document_rag(request: DocumentRagQuery, mended: bool) -> Iterator[DocumentRagResponse]:
    return rag(DocumentRagResponse, "The documents say: ", request, mended)


def document_rag_fails(request: DocumentRagQuery, error: Error) -> DocumentRagResponse:
    return DocumentRagResponse(error, None, end_of_stream=request.streaming)


def embeddings(request: EmbeddingsRequest) -> Iterator[EmbeddingsResponse]:
    yield EmbeddingsResponse(vectors=[[float(len(request.text)), 0.5]])


def embeddings_fail(request: EmbeddingsRequest, error: Error) -> EmbeddingsResponse:
    return EmbeddingsResponse(error, vectors=None)


def graph_embeddings(request: GraphEmbeddingsRequest) -> Iterator[GraphEmbeddingsResponse]:
    near = iri(f"urn:near:{request.user}:{request.collection}:{request.vectors[0][0]}")
    yield GraphEmbeddingsResponse(entities=[near, literal("far")][: request.limit])


class TripleStore(Arrivals):
    """Keeps the triples of all users, by user and collection."""

    def __init__(self) -> None:
        super().__init__()
        self._collections: dict[tuple[str, str], list[Triple]] = {
            ("trustgraph", "default"): [
                Triple(iri("urn:a"), iri("urn:p"), iri("urn:b")),
                Triple(iri("urn:a"), iri("urn:label"), literal("Alpha \u2713")),
                Triple(iri("urn:c"), iri("urn:p"), literal("urn:b")),
            ]
        }

    def query(self, request: TriplesQueryRequest) -> Iterator[TriplesQueryResponse]:
        for arrived in self.arrived():
            place = arrived.metadata.user, arrived.metadata.collection
            self._collections.setdefault(place, []).extend(arrived.triples)
        kept = self._collections.get((request.user, request.collection), [])
        found = [triple for triple in kept if matches(request, triple)]
        yield TriplesQueryResponse(triples=found[: request.limit])


def objects(request: ObjectsQueryRequest) -> Iterator[ObjectsQueryResponse]:
    return graphql(ObjectsQueryResponse, request, "user", "collection")


def objects_fail(request: ObjectsQueryRequest, error: Error) -> ObjectsQueryResponse:
    return ObjectsQueryResponse(error, data=None)


def structured_query(request: StructuredQueryRequest) -> Iterator[StructuredQueryResponse]:
    if request.question == "broken":
        yield StructuredQueryResponse(data="null", errors=["no such field"])
    else:
        asked = {"question": request.question, "user": request.user, "collection": request.collection}
        yield StructuredQueryResponse(data=json.dumps(asked))


def structured_query_fails(request: StructuredQueryRequest, error: Error) -> StructuredQueryResponse:
    return StructuredQueryResponse(error, data="null")


def structured_diag(request: StructuredDataDiagnosisRequest) -> Iterator[StructuredDataDiagnosisResponse]:
    answer = StructuredDataDiagnosisResponse(operation=request.operation)
    csv_options = {"csv_options": json.dumps({"delimiter": ","})}
    descriptor = json.dumps({"format": {"type": request.type or "csv"}, "options": request.options})
    match request.operation:
        case "detect-type":
            answer.detected_type, answer.confidence, answer.metadata = "csv", 0.9, csv_options
        case "generate-descriptor" if not (request.type and request.schema_name):
            answer.error = Error("MissingParameter", "Type and schema name are required")
        case "generate-descriptor":
            answer.descriptor = descriptor
            answer.metadata = {"schema_name": request.schema_name, "type": request.type}
        case "diagnose":
            schema = request.schema_name or "people"
            chosen: Any = {"schema_name": schema, "auto_selected_schema": request.schema_name != schema}
            answer.detected_type, answer.confidence = "csv", 0.9
            answer.descriptor, answer.metadata = descriptor, chosen | csv_options
        case "schema-selection":
            answer.schema_matches = ["people", request.sample] if request.sample else []
        case other:
            answer.error = Error("InvalidOperation", f"Unknown operation: {other}")
    yield answer


# What those services answer that answer otherwise in later releases of 1.8.
LATER: dict[str, Callable[[Any, bool], Iterator[Any]]] = {
    "agent": agent,
    "graph-rag": graph_rag,
    "document-rag": document_rag,
}
# What the others answer. `triples` answers from its store, so it is in no table.
ANSWERS: dict[str, Callable[[Any], Iterator[Any]]] = {
    "text-completion": text_completion,
    "prompt": prompt,
    "embeddings": embeddings,
    "mcp-tool": mcp_tool,
    "graph-embeddings": graph_embeddings,
    "objects": objects,
    "nlp-query": nlp_query,
    "structured-query": structured_query,
    "structured-diag": structured_diag,
}
# How it fails, and the error type of the original. The original of `graph-embeddings` fails
# again over telling that it failed, and so never answers.
FAILURES: dict[str, Fails] = {
    "agent": ("agent-error", agent_fails),
    "text-completion": ("llm-error", text_completion_fails),
    "prompt": ("llm-error", prompt_fails),
    "graph-rag": ("graph-rag-error", graph_rag_fails),
    "document-rag": ("document-rag-error", document_rag_fails),
    "embeddings": ("embeddings-error", embeddings_fail),
    "triples": ("triples-query-error", triples_fail),
    "mcp-tool": ("tool-error", mcp_tool_fails),
    "objects": ("objects-query-error", objects_fail),
    "nlp-query": ("nlp-query-error", nlp_query_fails),
    "structured-query": ("structured-query-error", structured_query_fails),
    "structured-diag": ("ProcessingError", structured_diag_fails),
}
SERVICES = [*LATER, *ANSWERS, "triples"]
STORES = [
    "triples-store",
    "graph-embeddings-store",
    "document-embeddings-store",
    "entity-contexts-load",
    "objects-store",
    "text-load",
    "document-load",
]


def answer(
    name: str, request: Any, store: TripleStore, failure: str | None, *, mended: bool = False
) -> Iterator[Any]:
    """The messages that a service answers a request with."""
    if failure is not None:
        yield from failure_of(FAILURES.get(name), request, failure)
    elif name == "triples":
        yield from store.query(request)
    elif name in LATER:
        yield from LATER[name](request, mended)
    else:
        yield from ANSWERS[name](request)
