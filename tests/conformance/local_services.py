"""The scripted services of flows once more, for the local gateway: what reaches its clients, as on the wire.

They say what those of scripted_services.py say, so that the same tests hold for both gateways.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from typing import Any

from local_answers import graphql, mcp_tool, nlp_query

Json = dict[str, Any]

GRAPH = "urn:graph:retrieval"
XSD = "http://www.w3.org/2001/XMLSchema#"
USAGE: Json = {"in_token": 12, "out_token": 6, "model": "scripted"}


def iri(value: str) -> Json:
    return {"t": "i", "i": value}


def literal(value: str, **about: str) -> Json:
    return {"t": "l", "v": value, **about}


def explanation(subject: str) -> Json:
    """The fields of an explain frame."""
    triple = {"s": iri(subject), "p": iri("urn:explains"), "o": literal("why"), "g": GRAPH}
    return {"explain_id": subject, "explain_graph": GRAPH, "explain_triples": [triple]}


def agent(request: Json) -> Iterator[Json]:
    def frame(kind: str, content: str, id: str, **about: Any) -> Json:
        said = {"message_type": kind, "end_of_message": False, "end_of_dialog": False, **about}
        return said | ({"content": content} if content else {}) | ({"message_id": id} if id else {})

    thought, observation, final = "urn:agent:thought", "urn:agent:observation", "urn:agent:answer"
    yield frame("explain", "", "", **explanation("urn:agent:question"))
    yield frame("thought", "I look it up", thought, end_of_message=True)
    yield frame("observation", "One match", observation, end_of_message=True)
    yield frame("explain", "", "", **explanation(final))
    end = {"end_of_message": True, "end_of_dialog": True, **USAGE}
    if request.get("streaming"):
        yield frame("answer", "You asked: ", final)
        yield frame("answer", request["question"], final)
        yield frame("answer", "", final, **end)
    else:
        yield frame("answer", f"You asked: {request['question']}", final, **end)


def text_completion(request: Json) -> Iterator[Json]:
    system, prompt = request.get("system", ""), request.get("prompt", "")
    if request.get("operation") == "list-models":
        first = {"id": "scripted", "name": "Scripted", "context_length": 4096}
        yield {"response": "", "end_of_stream": True, "models": [first, {"id": "other"}]}
    elif request.get("streaming"):
        yield {"response": f"{system}: ", "end_of_stream": False}
        yield {"response": prompt, "end_of_stream": False}
        yield {"response": "", "end_of_stream": True, **USAGE}
    else:
        yield {"response": f"{system}: {prompt}", "end_of_stream": True, **USAGE}


def prompt(request: Json) -> Iterator[Json]:
    if "terms" in request:
        variables = {name: json.loads(text) for name, text in request["terms"].items()}
    else:
        variables = request.get("variables", {})
    rendered = json.dumps(variables, sort_keys=True)
    if request["id"] == "as-object":
        yield {"object": rendered, "end_of_stream": True, **USAGE}
    elif request.get("streaming"):
        yield {"text": f"{request['id']} ", "end_of_stream": False}
        yield {"text": rendered, "end_of_stream": False}
        yield {"text": "", "end_of_stream": True, **USAGE}
    else:
        yield {"text": f"{request['id']} {rendered}", "end_of_stream": True, **USAGE}


def graph_rag(request: Json) -> Iterator[Json]:
    def frame(kind: str, text: str = "", **about: Any) -> Json:
        flags = {"end_of_stream": False, "end_of_session": False}
        return {"message_type": kind, "response": text, **flags, **about}

    final = {"sources": [{"uri": "urn:document:1", "title": "First document"}], **USAGE}
    for step in ("question", "grounding", "synthesis"):
        yield frame("explain", **explanation(f"urn:graph-rag:{step}"))
    if request.get("streaming"):
        yield frame("chunk", "The graph says: ")
        yield frame("chunk", request["query"])
        yield frame("chunk", end_of_stream=True)
        yield frame("chunk", end_of_session=True, **final)
    else:
        text = f"The graph says: {request['query']}"
        yield frame("chunk", text, end_of_stream=True, end_of_session=True, **final)


def document_rag(request: Json) -> Iterator[Json]:
    flags = {"end_of_stream": False, "end_of_session": False}
    for step in ("question", "synthesis"):
        yield {"message_type": "explain", **flags, **explanation(f"urn:document-rag:{step}")}
    if request.get("streaming"):
        for text in ("The documents say: ", request["query"]):
            yield {"message_type": "chunk", "response": text, **flags}
        yield {"message_type": "chunk", "response": "", **flags, "end_of_stream": True}
        yield {"message_type": "end", **flags, "end_of_session": True, **USAGE}
    else:
        text = f"The documents say: {request['query']}"
        yield {"response": text, "end_of_stream": True, "end_of_session": True, **USAGE}


def embeddings(request: Json) -> Iterator[Json]:
    yield {"vectors": [[float(len(text)), 0.5] for text in request["texts"]]}


def with_attributes(found: Json, request: Json) -> Json:
    return found | ({"attributes": request["attributes"]} if request.get("attributes") else {})


def graph_embeddings(request: Json) -> Iterator[Json]:
    vector, place = request["vector"], request.get("collection", "default")
    near = {"entity": iri(f"urn:near:{place}"), "score": vector[0]}
    if request.get("rdf_type"):
        near["rdf_type"] = [request["rdf_type"]]
    far = {"entity": literal("far", ln="en"), "score": vector[-1] / 2}
    yield {"entities": [with_attributes(near, request), far][: request.get("limit", 10)]}


def document_embeddings(request: Json) -> Iterator[Json]:
    vector, place = request["vector"], request.get("collection", "default")
    near = {"chunk_id": f"{place}/chunk/1", "score": vector[0]}
    far = {"chunk_id": f"{place}/chunk/2", "score": vector[-1] / 2}
    yield {"chunks": [with_attributes(near, request), far][: request.get("limit", 10)]}


def row_embeddings(request: Json) -> Iterator[Json]:
    vector, index = request["vector"], request.get("index_name") or "name"
    place = f"{request.get('collection', 'default')}: {request.get('schema_name', '')}"
    near = {"index_name": index, "index_value": ["Ann"], "text": place, "score": vector[0]}
    far = {"index_name": index, "index_value": ["Bob", "Berlin"], "text": place, "score": vector[-1] / 2}
    yield {"matches": [with_attributes(near, request), far][: request.get("limit", 10)]}


def rows(request: Json) -> Iterator[Json]:
    place = {"collection": request.get("collection", "default")}
    return graphql(request, place, request.get("operation_name"))


def structured_query(request: Json) -> Iterator[Json]:
    question = request.get("question", "")
    if question == "broken":
        yield {"data": None, "errors": ["no such field"]}
    else:
        asked = {"question": question, "collection": request.get("collection", "default")}
        yield {"data": asked, "errors": []}


def structured_diag(request: Json) -> Iterator[Json]:
    operation, sample = request["operation"], request["sample"]
    answer: Json = {"operation": operation, "confidence": 0.0}
    if operation in {"detect-type", "diagnose"}:
        answer |= {"detected-type": "csv", "confidence": 0.9}
    if operation in {"generate-descriptor", "diagnose"}:
        options = request.get("options", {})
        answer["descriptor"] = {"format": {"type": request.get("type") or "csv"}, "options": options}
        answer["metadata"] = {"schema_name": request.get("schema-name", ""), "length": str(len(sample))}
    if operation == "schema-selection":
        answer["schema-matches"] = ["people", sample] if sample else []
    yield answer


def sparql(request: Json) -> Iterator[Json]:
    query, place = request.get("query", ""), request.get("collection", "default")
    match query.split()[0].lower():
        case "select":
            yield from select(request, query, place)
        case "ask":
            yield {"query-type": "ask", "ask-result": "true" in query}
        case "construct":
            first = {"s": iri("urn:a"), "p": iri("urn:query"), "o": literal(query)}
            second = {"s": {"t": "b", "d": "b0"}, "p": iri("urn:in"), "o": literal(place, ln="en")}
            yield {"query-type": "construct", "triples": [first, second]}
        case "describe":
            yield {"query-type": "describe", "triples": []}
        case other:
            error = {"type": "sparql-parse-error", "message": f"Expected a query, found {other!r}"}
            yield {"query-type": "", "error": error}


def select(request: Json, query: str, place: str) -> Iterator[Json]:
    found = [
        {"values": [iri(f"urn:{place}"), literal(query)]},
        {"values": [{"t": "b", "d": "b0"}, literal("7", dt=f"{XSD}integer")]},
        {"values": [literal("Alpha", ln="en"), None]},
    ][: request.get("limit", 10000)]
    size = request.get("batch-size", 20) if request.get("streaming") else len(found) + 1
    answer: Json = {"query-type": "select", "variables": ["x", "y"]}
    for start in range(0, len(found) - size + 1, size):
        yield {**answer, "bindings": found[start : start + size]}
    yield {**answer, "bindings": found[len(found) // size * size :]}


def reranker(request: Json) -> Iterator[Json]:
    results = [
        {
            "document_id": document["document_id"],
            "query_id": request["queries"][0]["query_id"],
            "score": 1 / (1 + place),
        }
        for place, document in enumerate(request.get("documents", []))
    ]
    yield {"results": results[: request.get("limit", 10)]}


def image_to_text(request: Json) -> Iterator[Json]:
    size = len(base64.b64decode(request["image"], validate=True))
    asked = f"{request.get('system', '')}: {request.get('prompt', '')}"
    yield {"description": f"{asked}: {size} bytes of {request['mime_type']}", **USAGE}


def cloze(request: Json) -> Iterator[Json]:
    if request.get("operation") == "list-models":
        ready = {
            "name": "moods",
            "state": "ready",
            "labels": ["good", "bad"],
            "accuracy": 0.9,
            "train_size": 80,
            "test_size": 20,
        }
        nothing = {"accuracy": None, "train_size": None, "test_size": None}
        training = {"name": "topics", "state": "training", "labels": [], **nothing}
        yield {"label": "", "confidence": 0.0, "models": [ready, training]}
    else:
        yield {"label": f"{request.get('model', '')}: {request.get('query', '')}", "confidence": 0.5}


def decision_scoring(request: Json) -> Iterator[Json]:
    asked, state = request.get("questions", {}), request.get("state", {})
    answers = {name: {"asked": question, "state": state} for name, question in asked.items()}
    yield {"answers": answers, "model": "scripted"}


def field_extraction(request: Json) -> Iterator[Json]:
    asked, state = request.get("fields", {}), request.get("state", {})
    answers = {name: {"asked": field, "state": state} for name, field in asked.items()}
    yield {"answers": answers, "model": "scripted"}


def echo(request: Json) -> Iterator[Json]:
    yield {"echo": dict(request), "part": 1}
    yield {"echo": dict(request), "part": 2}


SERVICES: dict[str, Callable[[Json], Iterator[Json]]] = {
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
    "thru/{name}": echo,
}

NAMES = {"echo": "thru/{name}"}

# What the graph of every workspace holds from the start.
TRIPLES: list[Json] = [
    {"s": iri("urn:a"), "p": iri("urn:p"), "o": iri("urn:b")},
    {"s": iri("urn:a"), "p": iri("urn:label"), "o": literal("Alpha", ln="en")},
    {"s": iri("urn:a"), "p": iri("urn:size"), "o": literal("7", dt=f"{XSD}integer")},
    {"s": iri("urn:a"), "p": iri("urn:part"), "o": {"t": "b", "d": "b0"}},
    {
        "s": {"t": "t", "tr": {"s": iri("urn:a"), "p": iri("urn:p"), "o": iri("urn:b")}},
        "p": iri("urn:saidBy"),
        "o": literal("Bob \u2713"),
    },
    {"s": iri("urn:a"), "p": iri("urn:p"), "o": iri("urn:c"), "g": "urn:graph:other"},
]
