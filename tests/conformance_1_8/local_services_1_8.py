"""The scripted services of flows once more, for the local gateway: what reaches its clients, as on the wire.

They say what those of scripted_services_1_8.py say, so that the same tests hold for both gateways.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from local_answers import graphql, mcp_tool, nlp_query

from gatewright.gateway.exchange import NoAnswer, ServiceFailure

Json = dict[str, Any]


def iri(value: str) -> Json:
    return {"v": value, "e": True}


def literal(value: str) -> Json:
    return {"v": value, "e": False}


def agent(request: Json, mended: bool) -> Iterator[Json]:
    question = request["question"]
    if request.get("streaming"):
        for kind, text, last in (
            ("thought", "I look ", False),
            ("thought", "it up", True),
            ("observation", "One match", True),
            ("answer", "You asked: ", False),
            ("answer", question, False),
        ):
            yield {"chunk_type": kind, "content": text, "end_of_message": last, "end_of_dialog": False}
        yield {"chunk_type": "answer", "end_of_message": True, "end_of_dialog": True}
    else:
        yield {"answer": f"You asked: {question}"} if mended else {"thought": "I look it up"}


def text_completion(request: Json) -> Iterator[Json]:
    usage = {"in_token": 12, "out_token": 6, "model": "scripted"}
    texts = [f"{request['system']}: ", request["prompt"]]
    if request.get("streaming"):
        for text in texts:
            yield {"response": text, "model": "scripted"}
        yield {"response": "", **usage}
    else:
        yield {"response": "".join(texts), **usage}


def prompt(request: Json) -> Iterator[Json]:
    if "variables" in request:
        variables = request["variables"]
    else:
        variables = {name: json.loads(text) for name, text in request.get("terms", {}).items()}
    rendered = json.dumps(variables, sort_keys=True)
    if request.get("streaming"):
        yield {"text": f"{request['id']} "}
        yield {"text": rendered}
        yield {}
    elif request["id"] == "as-object":
        yield {"object": rendered}
    else:
        yield {"text": f"{request['id']} {rendered}"}


def rag(before: str, request: Json, mended: bool) -> Iterator[Json]:
    query = request["query"]
    if request.get("streaming"):
        yield {"response": before, "end_of_stream": False}
        yield {"response": query, "end_of_stream": False}
        yield {"end_of_stream": True} if mended else {"response": query, "end_of_stream": True}
    else:
        yield {"response": before + query, "end_of_stream": mended}
        if not mended:
            raise NoAnswer


def graph_rag(request: Json, mended: bool) -> Iterator[Json]:
    return rag("The graph says: ", request, mended)


def document_rag(request: Json, mended: bool) -> Iterator[Json]:
    return rag("The documents say: ", request, mended)


def embeddings(request: Json) -> Iterator[Json]:
    yield {"vectors": [[float(len(request["text"])), 0.5]]}


def graph_embeddings(request: Json) -> Iterator[Json]:
    place = f"{request.get('user', 'trustgraph')}:{request.get('collection', 'default')}"
    near = iri(f"urn:near:{place}:{request['vectors'][0][0]}")
    yield {"entities": [near, literal("far")][: request.get("limit", 10)]}


def objects(request: Json) -> Iterator[Json]:
    place = {"user": request.get("user", "trustgraph"), "collection": request.get("collection", "default")}
    return graphql(request, place, request.get("operation_name") or "")


def structured_query(request: Json) -> Iterator[Json]:
    question = request.get("question", "")
    if question == "broken":
        yield {"data": None, "errors": ["no such field"]}
    else:
        user, collection = request.get("user", "trustgraph"), request.get("collection", "default")
        yield {"data": {"question": question, "user": user, "collection": collection}, "errors": []}


def structured_diag(request: Json) -> Iterator[Json]:
    operation, sample = request["operation"], request["sample"]
    kind, schema = request.get("type", ""), request.get("schema-name", "")
    answer: Json = {"operation": operation, "confidence": 0.0, "schema-matches": []}
    csv_options = {"csv_options": json.dumps({"delimiter": ","})}
    descriptor = {"format": {"type": kind or "csv"}, "options": request.get("options", {})}
    match operation:
        case "detect-type":
            answer |= {"detected-type": "csv", "confidence": 0.9, "metadata": csv_options}
        case "generate-descriptor" if not (kind and schema):
            raise ServiceFailure("MissingParameter", "Type and schema name are required")
        case "generate-descriptor":
            answer |= {"descriptor": descriptor, "metadata": {"schema_name": schema, "type": kind}}
        case "diagnose":
            chosen = {"schema_name": schema or "people", "auto_selected_schema": not schema}
            answer |= {"detected-type": "csv", "confidence": 0.9}
            answer |= {"descriptor": descriptor, "metadata": chosen | csv_options}
        case _:
            answer["schema-matches"] = ["people", sample] if sample else []
    yield answer


# The services that answer otherwise in later releases of 1.8, and the others.
LATER: dict[str, Callable[[Json, bool], Iterator[Json]]] = {
    "agent": agent,
    "graph-rag": graph_rag,
    "document-rag": document_rag,
}
ANSWERS: dict[str, Callable[[Json], Iterator[Json]]] = {
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
SERVICES = [*LATER, *ANSWERS]
# The error type of each service; that for vectors says nothing when it fails.
ERROR_TYPES = {
    "agent": "agent-error",
    "text-completion": "llm-error",
    "prompt": "llm-error",
    "graph-rag": "graph-rag-error",
    "document-rag": "document-rag-error",
    "embeddings": "embeddings-error",
    "triples": "triples-query-error",
    "mcp-tool": "tool-error",
    "objects": "objects-query-error",
    "nlp-query": "nlp-query-error",
    "structured-query": "structured-query-error",
    "structured-diag": "ProcessingError",
    "config": "config-error",
    "flow": "flow-error",
    "librarian": "unexpected-error",
    "knowledge": "unexpected-error",
    "collection-management": "request-error",
}
# What the graph holds from the start.
TRIPLES: list[Json] = [
    {"s": iri("urn:a"), "p": iri("urn:p"), "o": iri("urn:b")},
    {"s": iri("urn:a"), "p": iri("urn:label"), "o": literal("Alpha \u2713")},
    {"s": iri("urn:c"), "p": iri("urn:p"), "o": literal("urn:b")},
]


def answer(name: str, request: Json, *, mended: bool) -> Iterator[Json]:
    """The bodies that a service answers a request with."""
    return LATER[name](request, mended) if name in LATER else ANSWERS[name](request)
