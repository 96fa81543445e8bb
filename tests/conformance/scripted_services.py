"""The services of flows, scripted: they answer with the frames of TrustGraph 2.11's own.

Answers repeat what was asked, so that a test can see that it arrived. Each service also
has its failure, in the shape that the original gives it.
"""

from __future__ import annotations

import base64
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
    ChunkMatch,
    ClozeModelInfo,
    ClozeRequest,
    ClozeResponse,
    DecisionScoringRequest,
    DecisionScoringResponse,
    DocumentEmbeddingsRequest,
    DocumentEmbeddingsResponse,
    DocumentRagQuery,
    DocumentRagResponse,
    EmbeddingsRequest,
    EmbeddingsResponse,
    EntityMatch,
    Error,
    FieldExtractionRequest,
    FieldExtractionResponse,
    GraphEmbeddingsRequest,
    GraphEmbeddingsResponse,
    GraphRagQuery,
    GraphRagResponse,
    ImageToTextRequest,
    ImageToTextResponse,
    ModelInfo,
    PassthroughRequest,
    PassthroughResponse,
    PromptRequest,
    PromptResponse,
    RerankerRequest,
    RerankerResponse,
    RerankerResult,
    RowEmbeddingsRequest,
    RowEmbeddingsResponse,
    RowIndexMatch,
    RowsQueryRequest,
    RowsQueryResponse,
    Source,
    SparqlBinding,
    SparqlQueryRequest,
    SparqlQueryResponse,
    StructuredDataDiagnosisRequest,
    StructuredDataDiagnosisResponse,
    StructuredQueryRequest,
    StructuredQueryResponse,
    Term,
    TextCompletionRequest,
    TextCompletionResponse,
    Triple,
    TriplesQueryRequest,
    TriplesQueryResponse,
)

GRAPH = "urn:graph:retrieval"
XSD = "http://www.w3.org/2001/XMLSchema#"
USAGE: dict[str, Any] = {"in_token": 12, "out_token": 6, "model": "scripted"}


def iri(value: str) -> Term:
    return Term(type="i", iri=value)


def literal(value: str, **about: str) -> Term:
    return Term(type="l", value=value, **about)


def explanation(subject: str) -> dict[str, Any]:
    """The fields of an explain frame."""
    triple = Triple(iri(subject), iri("urn:explains"), literal("why"), GRAPH)
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


class TripleStore(Arrivals):
    """Keeps the triples of one workspace, by collection."""

    def __init__(self) -> None:
        super().__init__()
        quoted = Term(type="t", triple=Triple(iri("urn:a"), iri("urn:p"), iri("urn:b")))
        self.collections: dict[str, list[Triple]] = {
            "default": [
                Triple(iri("urn:a"), iri("urn:p"), iri("urn:b")),
                Triple(iri("urn:a"), iri("urn:label"), literal("Alpha", language="en")),
                Triple(iri("urn:a"), iri("urn:size"), literal("7", datatype=f"{XSD}integer")),
                Triple(iri("urn:a"), iri("urn:part"), Term(type="b", id="b0")),
                Triple(quoted, iri("urn:saidBy"), literal("Bob \u2713")),
                Triple(iri("urn:a"), iri("urn:p"), iri("urn:c"), "urn:graph:other"),
            ]
        }

    def query(self, request: TriplesQueryRequest) -> Iterator[TriplesQueryResponse]:
        for arrived in self.arrived():
            self.collections.setdefault(arrived.metadata.collection, []).extend(arrived.triples)
        kept = self.collections.get(request.collection, [])
        # None stands for anything, but as graph for the default graph.
        within = (triple for triple in kept if request.g in {"*", triple.g})
        found = [triple for triple in within if matches(request, triple)][: request.limit]
        size = request.batch_size if request.streaming and request.batch_size > 0 else max(len(found), 1)
        batches = [found[start : start + size] for start in range(0, len(found), size)] or [[]]
        for batch in batches:
            yield TriplesQueryResponse(triples=batch, is_final=batch is batches[-1])


def graph_embeddings(request: GraphEmbeddingsRequest) -> Iterator[GraphEmbeddingsResponse]:
    near = EntityMatch(
        iri(f"urn:near:{request.collection}"), request.vector[0], attributes=request.attributes
    )
    if request.rdf_type:
        near.rdf_type = [request.rdf_type]
    far = EntityMatch(literal("far", language="en"), request.vector[-1] / 2)
    yield GraphEmbeddingsResponse(entities=[near, far][: request.limit])


def document_embeddings(request: DocumentEmbeddingsRequest) -> Iterator[DocumentEmbeddingsResponse]:
    near = ChunkMatch(f"{request.collection}/chunk/1", request.vector[0], request.attributes)
    far = ChunkMatch(f"{request.collection}/chunk/2", request.vector[-1] / 2)
    yield DocumentEmbeddingsResponse(chunks=[near, far][: request.limit])


def document_embeddings_fail(request: DocumentEmbeddingsRequest, error: Error) -> DocumentEmbeddingsResponse:
    return DocumentEmbeddingsResponse(error=error, chunks=[])


def row_embeddings(request: RowEmbeddingsRequest) -> Iterator[RowEmbeddingsResponse]:
    index, place = request.index_name or "name", f"{request.collection}: {request.schema_name}"
    near = RowIndexMatch(index, ["Ann"], place, request.vector[0], request.attributes)
    far = RowIndexMatch(index, ["Bob", "Berlin"], place, request.vector[-1] / 2)
    yield RowEmbeddingsResponse(matches=[near, far][: request.limit])


def row_embeddings_fail(request: RowEmbeddingsRequest, error: Error) -> RowEmbeddingsResponse:
    return RowEmbeddingsResponse(error=error, matches=[])


def rows(request: RowsQueryRequest) -> Iterator[RowsQueryResponse]:
    return graphql(RowsQueryResponse, request, "collection")


def rows_fail(request: RowsQueryRequest, error: Error) -> RowsQueryResponse:
    return RowsQueryResponse(error=error, data=None, errors=[], extensions={})


def structured_query(request: StructuredQueryRequest) -> Iterator[StructuredQueryResponse]:
    if request.question == "broken":
        yield StructuredQueryResponse(data="null", errors=["no such field"])
    else:
        asked = {"question": request.question, "collection": request.collection}
        yield StructuredQueryResponse(data=json.dumps(asked))


def structured_query_fails(request: StructuredQueryRequest, error: Error) -> StructuredQueryResponse:
    return StructuredQueryResponse(error=error, data="null", errors=[])


def structured_diag(request: StructuredDataDiagnosisRequest) -> Iterator[StructuredDataDiagnosisResponse]:
    answer = StructuredDataDiagnosisResponse(operation=request.operation)
    if request.operation in {"detect-type", "diagnose"}:
        answer.detected_type, answer.confidence = "csv", 0.9
    if request.operation in {"generate-descriptor", "diagnose"}:
        described = {"format": {"type": request.type or "csv"}, "options": request.options}
        answer.descriptor = json.dumps(described)
        answer.metadata = {"schema_name": request.schema_name, "length": str(len(request.sample))}
    if request.operation == "schema-selection" and request.sample:
        answer.schema_matches = ["people", request.sample]
    yield answer


def sparql(request: SparqlQueryRequest) -> Iterator[SparqlQueryResponse]:
    match request.query.split()[0].lower():
        case "select":
            yield from select(request)
        case "ask":
            yield SparqlQueryResponse(query_type="ask", ask_result="true" in request.query)
        case "construct":
            built = [
                Triple(iri("urn:a"), iri("urn:query"), literal(request.query)),
                Triple(Term(type="b", id="b0"), iri("urn:in"), literal(request.collection, language="en")),
            ]
            yield SparqlQueryResponse(query_type="construct", triples=built)
        case "describe":
            yield SparqlQueryResponse(query_type="describe")
        case other:
            error = Error("sparql-parse-error", f"Expected a query, found {other!r}")
            yield SparqlQueryResponse(error=error)


def select(request: SparqlQueryRequest) -> Iterator[SparqlQueryResponse]:
    found = [
        SparqlBinding([iri(f"urn:{request.collection}"), literal(request.query)]),
        SparqlBinding([Term(type="b", id="b0"), literal("7", datatype=f"{XSD}integer")]),
        SparqlBinding([literal("Alpha", language="en"), None]),
    ][: request.limit]
    size = request.batch_size if request.streaming else len(found) + 1
    answer: dict[str, Any] = {"query_type": "select", "variables": ["x", "y"]}
    # A batch goes out as soon as it is full, so that the last one may be empty.
    for start in range(0, len(found) - size + 1, size):
        yield SparqlQueryResponse(**answer, bindings=found[start : start + size], is_final=False)
    yield SparqlQueryResponse(**answer, bindings=found[len(found) // size * size :])


def sparql_fails(request: SparqlQueryRequest, error: Error) -> SparqlQueryResponse:
    return SparqlQueryResponse(error=error)


def reranker(request: RerankerRequest) -> Iterator[RerankerResponse]:
    results = [
        RerankerResult(document.document_id, request.queries[0].query_id, 1 / (1 + place))
        for place, document in enumerate(request.documents)
    ]
    yield RerankerResponse(results=results[: request.limit])


def reranker_fails(request: RerankerRequest, error: Error) -> RerankerResponse:
    return RerankerResponse(error=error, results=[])


def image_to_text(request: ImageToTextRequest) -> Iterator[ImageToTextResponse]:
    size = len(base64.b64decode(request.image, validate=True))
    seen = f"{request.system}: {request.prompt}: {size} bytes of {request.mime_type}"
    yield ImageToTextResponse(description=seen, **USAGE)


def image_to_text_fails(request: ImageToTextRequest, error: Error) -> ImageToTextResponse:
    return ImageToTextResponse(error=error, description=None)


def cloze(request: ClozeRequest) -> Iterator[ClozeResponse]:
    if request.operation == "list-models":
        ready = ClozeModelInfo("moods", "ready", ["good", "bad"], 0.9, 80, 20)
        yield ClozeResponse(models=[ready, ClozeModelInfo("topics", "training")])
    else:
        yield ClozeResponse(label=f"{request.model}: {request.query}", confidence=0.5)


def cloze_fails(request: ClozeRequest, error: Error) -> ClozeResponse:
    return ClozeResponse(error=error)


def decision_scoring(request: DecisionScoringRequest) -> Iterator[DecisionScoringResponse]:
    answers = {
        name: {"asked": question, "state": request.state} for name, question in request.questions.items()
    }
    yield DecisionScoringResponse(answers=answers, model="scripted")


def decision_scoring_fails(request: DecisionScoringRequest, error: Error) -> DecisionScoringResponse:
    return DecisionScoringResponse(error=error)


def field_extraction(request: FieldExtractionRequest) -> Iterator[FieldExtractionResponse]:
    answers = {name: {"asked": field, "state": request.state} for name, field in request.fields.items()}
    yield FieldExtractionResponse(answers=answers, model="scripted")


def field_extraction_fails(request: FieldExtractionRequest, error: Error) -> FieldExtractionResponse:
    return FieldExtractionResponse(error=error)


def echo(request: PassthroughRequest) -> Iterator[PassthroughResponse]:
    yield PassthroughResponse({"echo": request.payload, "part": 1}, is_final=False)
    yield PassthroughResponse({"echo": request.payload, "part": 2})


def echo_fails(request: PassthroughRequest, error: Error) -> PassthroughResponse:
    return PassthroughResponse({}, error=error)


# What a service answers. `triples` answers from its store, so it is not in the table; `echo` is
# what flows here have behind `thru/echo`.
ANSWERS: dict[str, Callable[[Any], Iterator[Any]]] = {
    "agent": agent,
    "text-completion": text_completion,
    "prompt": prompt,
    "graph-rag": graph_rag,
    "document-rag": document_rag,
    "embeddings": embeddings,
    "mcp-tool": mcp_tool,
    "graph-embeddings": graph_embeddings,
    "document-embeddings": document_embeddings,
    "row-embeddings": row_embeddings,
    "rows": rows,
    "nlp-query": nlp_query,
    "structured-query": structured_query,
    "structured-diag": structured_diag,
    "sparql": sparql,
    "reranker": reranker,
    "image-to-text": image_to_text,
    "cloze": cloze,
    "decision-scoring": decision_scoring,
    "field-extraction": field_extraction,
    "echo": echo,
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
    "document-embeddings": ("document-embeddings-query-error", document_embeddings_fail),
    "row-embeddings": ("row-embeddings-query-error", row_embeddings_fail),
    "rows": ("rows-query-error", rows_fail),
    "nlp-query": ("nlp-query-error", nlp_query_fails),
    "structured-query": ("structured-query-error", structured_query_fails),
    "structured-diag": ("ProcessingError", structured_diag_fails),
    "sparql": ("sparql-query-error", sparql_fails),
    "reranker": ("reranker-error", reranker_fails),
    "image-to-text": ("image-to-text-error", image_to_text_fails),
    "cloze": ("cloze-error", cloze_fails),
    "decision-scoring": ("decision-scoring-error", decision_scoring_fails),
    "field-extraction": ("field-extraction-error", field_extraction_fails),
    "echo": ("echo-error", echo_fails),
}
SERVICES = [*ANSWERS, "triples"]
STORES = [
    "triples-store",
    "graph-embeddings-store",
    "document-embeddings-store",
    "entity-contexts-load",
    "rows-store",
    "text-load",
    "document-load",
]


def answer(name: str, request: Any, store: TripleStore, failure: str | None) -> Iterator[Any]:
    """The frames that a service answers a request with."""
    if failure is not None:
        yield from failure_of(FAILURES.get(name), request, failure)
    elif name == "triples":
        yield from store.query(request)
    else:
        yield from ANSWERS[name](request)
