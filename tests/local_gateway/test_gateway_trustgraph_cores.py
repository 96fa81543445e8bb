"""Knowledge cores of the local TrustGraph, as shipped and mended."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from raw_client import Socket, bulk_url
from websockets.sync.client import connect

from gatewright.descriptor import Descriptor
from gatewright.gateway import LocalGateway, local_gateway

A: dict[str, Any] = {"t": "i", "i": "urn:a"}
TRIPLES = {
    "metadata": {"id": "core", "root": "", "collection": "ignored"},
    "triples": [{"s": A, "p": A, "o": {"t": "l", "v": "x", "ln": "en"}, "g": "urn:g"}],
}
# What is given as the root names the core.
VECTORS = {
    "metadata": {"id": "part", "root": "core", "collection": "ignored"},
    "entities": [{"entity": A, "vector": [1.0, 0.5], "chunk_id": "lost"}],
}
CHUNKS = {
    "metadata": {"id": "core", "collection": "ignored"},
    "chunks": [{"chunk_id": "k", "vector": [1.0], "attributes": {"lost": "x"}}],
}
TOLD = {"id": "core", "root": "", "collection": "default"}
STORED = [{"s": A, "p": A, "o": {"t": "l", "v": "x"}, "g": "urn:g"}]


@pytest.fixture
def gw(descriptor: Descriptor) -> Iterator[LocalGateway]:
    with local_gateway(descriptor, mended=True) as gateway:
        yield gateway


def ask(sock: Socket, operation: str, **fields: Any) -> list[Any]:
    """Bodies of the answer; the last is a pair if its frame says that more is to come."""
    named = {name.replace("_", "-"): value for name, value in fields.items()}
    sock.ask("k", "knowledge", {"operation": operation, **named}, flow=None)
    bodies: list[Any] = []
    while True:
        frame = sock.receive()
        bodies.append(frame["response"])
        if frame["complete"] or "error" in frame["response"]:
            return bodies if frame["complete"] else [*bodies[:-1], (bodies[-1], "open")]


def put_document(sock: Socket, id: str, **more: Any) -> None:
    about = {"id": id, "kind": "text/plain", "title": "T", **more}
    data = base64.b64encode(id.encode()).decode()
    answer = ask(
        sock, "put-kg-core", id="core", library_metadata=about, library_blob={"id": id, "data": data}
    )
    assert answer == [{}]


def test_what_is_put_is_added_and_can_be_got(sock: Socket) -> None:
    assert ask(sock, "put-kg-core", id="any", triples=TRIPLES) == [{}]
    # Without vectors it is not listed.
    assert ask(sock, "list-kg-cores") == [{"ids": []}]
    assert ask(sock, "put-kg-core", id="any", triples=TRIPLES, graph_embeddings=VECTORS) == [{}]
    assert ask(sock, "list-kg-cores") == [{"ids": ["core"]}]
    put_document(sock, "core", comments="c", tags=["t"])
    put_document(sock, "page", **{"parent-id": "core", "document-type": "page"})
    put_document(sock, "orphan", **{"parent-id": "nope"})
    about = {"kind": "text/plain", "title": "T"}
    assert ask(sock, "get-kg-core", id="core") == [
        {"triples": {"metadata": TOLD, "triples": STORED}},
        {"triples": {"metadata": TOLD, "triples": STORED}},
        {"graph-embeddings": {"metadata": TOLD, "entities": [{"entity": A, "vector": [1.0, 0.5]}]}},
        {
            "library-metadata": {
                **about,
                "id": "core",
                "parent-id": "",
                "document-type": "source",
                "comments": "c",
                "tags": ["t"],
            }
        },
        {"library-blob": {"id": "core", "data": base64.b64encode(b"core").decode()}},
        {
            "library-metadata": {
                **about,
                "id": "page",
                "parent-id": "core",
                "document-type": "page",
                "comments": "",
                "tags": [],
            }
        },
        {"library-blob": {"id": "page", "data": base64.b64encode(b"page").decode()}},
        {"eos": True},
    ]
    assert ask(sock, "delete-kg-core", id="core") == [{}]
    assert ask(sock, "list-kg-cores") == [{"ids": []}]


def test_a_core_without_its_document_ends_with_an_error(http: httpx.Client, sock: Socket) -> None:
    ask(sock, "put-kg-core", id="core", triples=TRIPLES)
    message = "Librarian error: unexpected-error: No such document row?"
    failed = {"error": {"type": "librarian-error", "message": message}}
    assert ask(sock, "get-kg-core", id="core")[-1] == (failed, "open")
    body = {"operation": "get-kg-core", "id": "core"}
    assert http.post("/api/v1/knowledge", json=body).json() == failed


def test_cores_of_document_embeddings(http: httpx.Client, sock: Socket) -> None:
    assert ask(sock, "put-de-core", id="core", document_embeddings=CHUNKS) == [{}]
    assert ask(sock, "list-de-cores") == [{"ids": ["core"]}]
    chunks = {"metadata": TOLD, "chunks": [{"chunk_id": "k", "vector": [1.0]}]}
    assert ask(sock, "get-de-core", id="core") == [{"document-embeddings": chunks}, {"eos": True}]
    # Over REST only the end arrives.
    body = {"operation": "get-de-core", "id": "core"}
    assert http.post("/api/v1/knowledge", json=body).json() == {"eos": True}
    assert ask(sock, "delete-de-core", id="core") == [{}]
    assert ask(sock, "get-de-core", id="core") == [{"eos": True}]


def test_loading_fills_the_stores_of_a_flow(gw: LocalGateway, sock: Socket) -> None:
    ask(sock, "put-kg-core", id="core", triples=TRIPLES, graph_embeddings=VECTORS)
    with connect(bulk_url(gw, "/api/v1/flow/default/export/triples"), compression=None) as export:
        gw.wait_for(lambda: len(gw.taps) == 1)
        assert ask(sock, "load-kg-core", id="core", flow="default", collection="mine") == [{}]
        message = json.loads(export.recv(timeout=5))
        assert message == {"metadata": {**TOLD, "collection": "mine"}, "triples": STORED}
    assert sock.call("triples", {"collection": "mine", "g": "*"}) == {"response": STORED}
    found = sock.call("graph-embeddings", {"collection": "mine", "vector": [1.0, 0.5]})["entities"]
    assert [each["entity"] for each in found] == [A]


@pytest.mark.parametrize(
    ("operation", "fields", "type", "message"),
    [
        ("load-kg-core", {}, "load-error", "Core ID must be specified"),
        ("load-kg-core", {"id": "c"}, "load-error", "Flow ID must be specified"),
        ("load-de-core", {"id": "c", "flow": "x"}, "load-error", "Invalid flow x for workspace default"),
        ("unload-kg-core", {"id": "c", "flow": "default"}, "not-implemented", "Not implemented"),
    ],
)
def test_failures_are_not_marked_as_the_end(
    sock: Socket, operation: str, fields: dict[str, Any], type: str, message: str
) -> None:
    failed = {"error": {"type": type, "message": message}}
    assert ask(sock, operation, **fields) == [(failed, "open")]


def test_what_the_gateway_cannot_read(sock: Socket) -> None:
    answer = ask(sock, "put-kg-core", id="core", triples={"metadata": {"id": "x"}})
    assert answer == [{"error": {"type": "gateway-error", "message": "'collection'"}}]


def test_as_shipped_cores_cannot_be_put(descriptor: Descriptor) -> None:
    with local_gateway(descriptor) as gateway, Socket(gateway) as sock:
        for operation, field, given, inside in (
            ("put-kg-core", "triples", TRIPLES, "triples"),
            ("put-kg-core", "graph_embeddings", VECTORS, "entities"),
            ("put-de-core", "document_embeddings", CHUNKS, "chunks"),
        ):
            message = f"'dict' object has no attribute '{inside}'"
            failed = {"error": {"type": "unexpected-error", "message": message}}
            assert ask(sock, operation, id="core", **{field: given}) == [(failed, "open")]
        put_document(sock, "core")
        assert [list(body) for body in ask(sock, "get-kg-core", id="core")] == [
            ["library-metadata"],
            ["library-blob"],
            ["eos"],
        ]


def test_core_files_reach_nobody(descriptor: Descriptor) -> None:
    with (
        local_gateway(descriptor, core_timeout=0.05) as gateway,
        httpx.Client(base_url=gateway.url) as http,
    ):
        exported = http.get("/api/v1/export-core", params={"id": "core"})
        assert (exported.status_code, exported.content) == (200, b"")
        imported = http.post("/api/v1/import-core", params={"id": "core"}, content=b"\x92\xa1t\x80")
        assert (imported.status_code, imported.content) == (200, b"")
        assert gateway.requests[-1]["content"] == b"\x92\xa1t\x80"
        assert http.get("/api/v1/export-core").json() == {"error": "'id'"}
