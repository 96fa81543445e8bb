"""What the local TrustGraph says when services fail, fall silent, or cannot read a request."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from raw_client import Socket

from gatewright.gateway import LocalGateway
from gatewright.gateway.exchange import NoAnswer, Request

ERROR = "$error"
# Service to a request that it can read, and to what it says when it fails.
FAILURES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "text-completion": ({}, {"response": None, "end_of_stream": True}),
    "prompt": ({"id": "x"}, {"end_of_stream": True}),
    "mcp-tool": ({}, {}),
    "embeddings": ({"texts": ["a"]}, {"vectors": []}),
    "document-embeddings": ({"vector": [1.0]}, {"chunks": []}),
    "row-embeddings": ({"vector": [1.0]}, {"error": ERROR, "matches": []}),
    "triples": ({}, {"response": [], "error": ERROR}),
    "sparql": ({}, {"query-type": "", "error": ERROR}),
    "rows": ({}, {"data": None, "error": ERROR}),
    "structured-query": ({}, {"data": None, "errors": [], "error": ERROR}),
    "nlp-query": (
        {},
        {"graphql_query": "", "variables": {}, "detected_schemas": [], "confidence": 0.0, "error": ERROR},
    ),
    "structured-diag": (
        {"operation": "detect-type", "sample": "a"},
        {"operation": "detect-type", "confidence": 0.0},
    ),
    "reranker": ({}, {"results": []}),
    "image-to-text": ({"image": "aGk=", "mime_type": "image/png"}, {"description": None}),
    "cloze": ({}, {"label": "", "confidence": 0.0, "error": ERROR}),
    "decision-scoring": ({}, {"answers": {}, "model": "", "error": ERROR}),
    "field-extraction": ({}, {"answers": {}, "model": "", "error": ERROR}),
}


@pytest.mark.parametrize("service", list(FAILURES))
def test_failing_service(gw: LocalGateway, http: httpx.Client, sock: Socket, service: str) -> None:
    request, expected = FAILURES[service]
    gw.rules.failing[service] = "boom"
    rest = http.post(f"/api/v1/flow/default/service/{service}", json=request).json()
    assert rest == sock.call(service, request)
    if "error" in expected:
        assert rest["error"].pop("type")
        assert rest["error"] == {"message": "boom"}
        rest["error"] = ERROR
    assert rest == expected


@pytest.mark.parametrize("service", ["librarian", "collection-management", "iam", "knowledge"])
def test_failing_global_service(gw: LocalGateway, http: httpx.Client, service: str) -> None:
    operation = {
        "librarian": "list-documents",
        "collection-management": "list-collections",
        "iam": "whoami",
        "knowledge": "list-kg-cores",
    }[service]
    gw.rules.failing[service] = "boom"
    answer = http.post(f"/api/v1/{service}", json={"operation": operation}).json()
    error = {"error": {"type": "unexpected-error", "message": "boom"}}
    assert answer.pop("timestamp", "") or service != "collection-management"
    assert (
        answer
        == {
            "librarian": {**error, "document-metadatas": [], "processing-metadatas": []},
            "collection-management": {**error, "collections": []},
            "iam": {"bootstrap_available": False},
            "knowledge": error,
        }[service]
    )


def test_a_service_that_says_nothing_when_it_fails(gw: LocalGateway, sock: Socket) -> None:
    gw.rules.failing["graph-embeddings"] = "boom"
    gw.rules.patience = 0.05
    late = {"error": {"type": "gateway-error", "message": ""}}
    assert sock.call("graph-embeddings", {"vector": [1.0]}) == late


async def never(request: Request) -> dict[str, Any]:
    await asyncio.Event().wait()
    return {}


async def once(request: Request) -> AsyncIterator[dict[str, Any]]:
    yield {"response": "first", "end_of_stream": False}
    await asyncio.Event().wait()


def silent(request: Request) -> dict[str, Any]:
    raise NoAnswer


@pytest.mark.parametrize(("handler", "frames"), [(never, 1), (once, 2), (silent, 1)])
def test_the_gateway_gives_up_waiting(gw: LocalGateway, sock: Socket, handler: Any, frames: int) -> None:
    gw.rules.patience = 0.05
    gw.on("text_completion", handler)
    sock.ask("t", "text-completion", {"streaming": True})
    answered = sock.answer("t")
    assert len(answered) == frames
    assert answered[-1]["response"] == {"error": {"type": "gateway-error", "message": ""}}


def test_a_timeout_of_the_handler_is_not_the_gateways(gw: LocalGateway, sock: Socket) -> None:
    async def fails(request: Request) -> dict[str, Any]:
        raise TimeoutError("mine")

    gw.on("embeddings", fails)
    assert sock.call("embeddings", {"texts": []}) == {"vectors": []}


@pytest.mark.parametrize(
    ("service", "request_", "message"),
    [
        ("graph-embeddings", {}, "'vector'"),
        ("row-embeddings", {"vector": [], "limit": "x"}, "invalid literal for int() with base 10: 'x'"),
        ("structured-diag", {"operation": "diagnose"}, "'sample'"),
        ("structured-diag", {}, "'operation'"),
        ("reranker", {"queries": [{"query_id": "1"}]}, "'query_text'"),
        ("prompt", {"variables": 3}, "'int' object has no attribute 'items'"),
        ("graph-rag", {"query": "?", "traversal-instructions": ["x"]}, "'str' object has no attribute 'get'"),
        ("image-to-text", {"image": "%", "mime_type": "x"}, "Only base64 data is allowed"),
        ("image-to-text", {"image": "aGk="}, "'mime_type'"),
    ],
)
def test_what_the_gateway_cannot_read(
    sock: Socket, service: str, request_: dict[str, Any], message: str
) -> None:
    assert sock.call(service, request_) == {"error": {"type": "gateway-error", "message": message}}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
        ("[1]", "'list' object has no attribute 'get'"),
        ("7", "'int' object has no attribute 'get'"),
    ],
)
def test_frames_that_are_none(sock: Socket, text: str, message: str) -> None:
    sock.send(text)
    assert sock.receive() == {"error": {"message": message, "type": "error"}, "complete": True}


def test_denied_capabilities(gw: LocalGateway, http: httpx.Client, sock: Socket) -> None:
    gw.rules.denied.update({"llm", "flows:read"})
    answer = http.post("/api/v1/flow/default/service/prompt", json={"id": "x"})
    assert (answer.status_code, answer.json()) == (403, {"error": "access denied"})
    sock.ask("x", "flow", {"operation": "list-flows"}, flow=None)
    assert sock.receive()["error"]["type"] == "access-denied"


def test_best_documents_first(sock: Socket) -> None:
    queries = [{"query_id": "q1", "query_text": "the sea"}, {"query_id": "q2", "query_text": "a hill"}]
    texts = {"d1": "a hill by the river", "d2": "nothing", "d3": "the sea shines"}
    documents = [{"document_id": id, "document_text": text} for id, text in texts.items()]
    results = sock.call("reranker", {"queries": queries, "documents": documents, "limit": 2})["results"]
    assert [(each["document_id"], each["query_id"]) for each in results] == [("d1", "q2"), ("d3", "q1")]
    assert sock.call("reranker", {"queries": [], "documents": documents}) == {"results": []}


def test_services_that_the_client_does_not_know(sock: Socket) -> None:
    sock.ask("x", "thru/agent", {"any": [1, None]})
    assert sock.answer("x") == [{"id": "x", "response": {"any": [1, None]}, "complete": True}]
