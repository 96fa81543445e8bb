"""The library of the local TrustGraph, with what is odd about the original's."""

from __future__ import annotations

import base64
import json
from typing import Any

import httpx
import pytest
from raw_client import Socket

from gatewright.gateway import LocalGateway

NOTHING: dict[str, Any] = {"document-metadatas": [], "processing-metadatas": []}


def b64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def library(http: httpx.Client, operation: str, **fields: Any) -> Any:
    named = {name.replace("_", "-"): value for name, value in fields.items()}
    return http.post("/api/v1/librarian", json={"operation": operation, **named}).json()


def about(id: str, **more: Any) -> dict[str, Any]:
    return {"id": id, "time": 1700000000, "kind": "text/plain", **more}


def add(http: httpx.Client, id: str, content: bytes = b"hello world", **more: Any) -> None:
    answer = library(http, "add-document", document_metadata=about(id, **more), content=b64(content))
    assert answer == NOTHING


def error(type: str, message: str) -> dict[str, Any]:
    return {**NOTHING, "error": {"type": type, "message": message}}


def test_what_is_added_can_be_read(http: httpx.Client) -> None:
    def iri(name: str) -> dict[str, str]:
        return {"t": "i", "i": name}

    literal = {"t": "l", "v": "Alpha", "ln": "en"}
    triples = [{"s": iri("urn:d"), "p": iri("urn:p"), "o": literal, "g": "urn:g"}]
    add(http, "urn:d", title="T", comments="", metadata=triples, tags=["a"])
    told = library(http, "get-document-metadata", document_id="urn:d")["document-metadata"]
    # Graphs, languages and datatypes get lost, and what is empty is not told.
    assert told == {
        **about("urn:d", title="T", tags=["a"]),
        "metadata": [{"s": iri("urn:d"), "p": iri("urn:p"), "o": {"t": "l", "v": "Alpha"}}],
        "document-type": "source",
    }
    assert library(http, "get-document-content", document_id="urn:d") == {
        **NOTHING,
        "content": b64(b"hello world"),
    }
    assert library(http, "list-documents") == {**NOTHING, "document-metadatas": [told]}


def test_update_leaves_kind_parent_and_type(http: httpx.Client) -> None:
    add(http, "urn:d", title="Old", tags=["a"])
    changed = {"id": "urn:d", "time": 7, "title": "New", "kind": "x/y", "parent-id": "p"}
    assert library(http, "update-document", document_metadata=changed) == NOTHING
    assert library(http, "get-document-metadata", document_id="urn:d")["document-metadata"] == {
        "id": "urn:d",
        "time": 7,
        "kind": "text/plain",
        "title": "New",
        "metadata": [],
        "tags": [],
        "document-type": "source",
    }


def test_children_are_listed_on_request_and_go_with_their_parent(http: httpx.Client) -> None:
    add(http, "parent")
    add(http, "child", **{"parent-id": "parent", "document-type": "page"})
    add(http, "answer", **{"document-type": "answer"})

    def listed(**fields: Any) -> list[str]:
        return [each["id"] for each in library(http, "list-documents", **fields)["document-metadatas"]]

    assert listed() == ["parent"]
    assert listed(include_children=True) == ["answer", "child", "parent"]
    assert library(http, "remove-document", document_id="parent") == NOTHING
    assert listed(include_children=True) == ["answer"]


@pytest.mark.parametrize(
    ("operation", "fields", "type", "message"),
    [
        ("add-document", {}, "unexpected-error", "'NoneType' object has no attribute 'kind'"),
        ("add-document", {"document_metadata": {"id": "d"}}, "request-error", "kind (MIME type) is required"),
        ("add-document", {"document_metadata": about("d")}, "unexpected-error", "not 'NoneType'"),
        (
            "add-document",
            {"document_metadata": {**about("d"), "time": None}, "content": ""},
            "unexpected-error",
            "unsupported operand type(s) for *: 'NoneType' and 'int'",
        ),
        ("update-document", {"document_metadata": about("d")}, "unexpected-error", "does not exist"),
        ("remove-document", {"document_id": "d"}, "unexpected-error", "Document does not exist"),
        ("get-document-metadata", {"document_id": "d"}, "unexpected-error", "No such document row?"),
        ("get-document-content", {}, "unexpected-error", "No such document row?"),
        ("remove-processing", {"processing_id": "p"}, "unexpected-error", "Processing object does not exist"),
        ("begin-upload", {"document_metadata": about("d")}, "request-error", "total_size must be positive"),
        ("upload-chunk", {"upload_id": "u", "content": ""}, "request-error", "not found or expired"),
        ("complete-upload", {"upload_id": "u"}, "request-error", "Upload session not found or expired"),
        ("abort-upload", {}, "request-error", "Upload session not found or expired"),
    ],
)
def test_failures_are_told(
    http: httpx.Client, operation: str, fields: dict[str, Any], type: str, message: str
) -> None:
    answer = library(http, operation, **fields)
    assert answer.pop("error")["type"] == type
    assert answer == NOTHING
    assert message in library(http, operation, **fields)["error"]["message"]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"content": "abc"}, "Incorrect padding"),
        ({"document-metadata": "d"}, "'str' object has no attribute 'get'"),
        ({"criteria": [{"value": 1}]}, "'key'"),
    ],
)
def test_what_the_gateway_cannot_read(http: httpx.Client, fields: dict[str, Any], message: str) -> None:
    answer = library(http, "add-document", **fields)
    assert answer == {"error": {"type": "gateway-error", "message": message}}


def test_a_document_is_there_once(http: httpx.Client) -> None:
    add(http, "d")
    fields = {"document_metadata": about("d"), "content": ""}
    exists = "Document already exists"
    assert library(http, "add-document", **fields) == error("unexpected-error", exists)
    assert library(http, "begin-upload", **fields, total_size=1) == error("request-error", exists)


def test_streams_in_chunks(http: httpx.Client, sock: Socket) -> None:
    add(http, "d", b"hello world")
    request = {"operation": "stream-document", "document-id": "d", "chunk-size": 4}
    sock.ask("s", "librarian", request, flow=None)
    frames = sock.answer("s")
    assert [frame["complete"] for frame in frames] == [False, False, True]
    bodies = [frame["response"] for frame in frames]
    assert b"".join(base64.b64decode(body["content"]) for body in bodies) == b"hello world"
    told = {"total-chunks": 3, "total-bytes": 11}
    assert "chunk-index" not in bodies[0]
    assert bodies[2] == {
        **NOTHING,
        **told,
        "content": b64(b"rld"),
        "chunk-index": 2,
        "chunks-received": 3,
        "bytes-received": 11,
    }
    # Over REST only the last one arrives.
    assert library(http, "stream-document", document_id="d", chunk_size=4) == bodies[2]
    raw = http.get("/api/v1/document-stream", params={"document-id": "d", "chunk-size": 4})
    assert (raw.headers["content-type"], raw.content) == ("application/octet-stream", b"hello world")


def test_raw_stream_does_not_tell_failures(http: httpx.Client) -> None:
    nothing = http.get("/api/v1/document-stream", params={"document-id": "nope"})
    assert (nothing.status_code, nothing.content) == (200, b"")
    missing = http.get("/api/v1/document-stream")
    assert (missing.status_code, missing.text) == (500, "Missing required parameter: document-id")
    wrong = http.get("/api/v1/document-stream", params={"document-id": "d", "chunk-size": "x"})
    assert wrong.json() == {"error": "invalid literal for int() with base 10: 'x'"}


def test_an_empty_document_never_ends(gw: LocalGateway, http: httpx.Client, sock: Socket) -> None:
    gw.rules.patience = 0.05
    add(http, "d", b"")
    assert "content" not in library(http, "get-document-content", document_id="d")
    late = {"error": {"type": "gateway-error", "message": ""}}
    assert sock.call("librarian", {"operation": "stream-document", "document-id": "d"}, flow=None) == late


def test_upload_in_chunks(http: httpx.Client) -> None:
    lost = {"metadata": [], "parent-id": "p", "document-type": "page"}
    metadata = about("d", title="T", comments="C", tags=["a"], **lost)
    begun = library(http, "begin-upload", document_metadata=metadata, total_size=10, chunk_size=4)
    id = begun.pop("upload-id")
    assert begun == {**NOTHING, "chunk-size": 4, "total-chunks": 3}
    [session] = library(http, "list-uploads")["upload-sessions"]
    kept = {"title": "T", "comments": "C", "tags": ["a"]}
    assert json.loads(session.pop("document-metadata-json")) == about("d", **kept)
    assert session.pop("created-at")
    sizes = {"total-size": 10, "chunk-size": 4, "total-chunks": 3, "chunks-received": 0}
    assert session == {"upload-id": id, "document-id": "d", **sizes}

    def chunk(index: int, content: bytes) -> Any:
        return library(http, "upload-chunk", upload_id=id, chunk_index=index, content=b64(content))

    # The chunk itself is counted twice.
    counted = [chunk(0, b"0123"), chunk(2, b"89"), chunk(2, b"89")]
    assert [each["chunks-received"] for each in counted] == [2, 3, 3]
    assert [each["bytes-received"] for each in counted] == [8, 10, 10]
    assert chunk(3, b"") == error("request-error", "Invalid chunk index 3, must be 0-2")
    assert library(http, "complete-upload", upload_id=id) == error("request-error", "Missing chunks: [1]")
    assert library(http, "get-upload-status", upload_id=id) == {
        **NOTHING,
        "upload-id": id,
        "upload-state": "in-progress",
        "received-chunks": [0, 2],
        "missing-chunks": [1],
        "chunks-received": 2,
        "total-chunks": 3,
        "bytes-received": 8,
        "total-bytes": 10,
    }
    chunk(1, b"4567")
    completed = library(http, "complete-upload", upload_id=id)
    assert completed.pop("object-id")
    assert completed == {**NOTHING, "document-id": "d"}
    assert library(http, "get-upload-status", upload_id=id)["upload-state"] == "expired"
    told = library(http, "get-document-metadata", document_id="d")["document-metadata"]
    assert told == {**about("d", **kept), "metadata": [], "document-type": "source"}
    content = library(http, "get-document-content", document_id="d")["content"]
    assert base64.b64decode(content) == b"0123456789"


def test_an_upload_that_is_given_up(http: httpx.Client) -> None:
    begun = library(http, "begin-upload", document_metadata=about("d"), total_size=3)
    assert (begun["chunk-size"], begun["total-chunks"]) == (2 * 2**20, 1)
    assert library(http, "abort-upload", upload_id=begun["upload-id"]) == NOTHING
    assert library(http, "list-uploads") == NOTHING


def test_an_upload_belongs_to_its_workspace(gw: LocalGateway, http: httpx.Client) -> None:
    record = {"operation": "create-workspace", "workspace_record": {"id": "other"}}
    http.post("/api/v1/iam", json=record)
    id = library(http, "begin-upload", document_metadata=about("d"), total_size=3)["upload-id"]
    assert library(http, "list-uploads", workspace="other") == NOTHING
    refused = library(http, "get-upload-status", upload_id=id, workspace="other")
    assert refused == error("request-error", "Not authorized to view this upload")


def test_processings(http: httpx.Client) -> None:
    add(http, "d")
    start = {"id": "p", "document-id": "d", "time": 5, "flow": "default", "collection": "c", "tags": ["t"]}
    assert library(http, "add-processing", processing_metadata=start) == NOTHING
    exists = library(http, "add-processing", processing_metadata=start)
    assert exists == error("unexpected-error", "Processing already exists")
    # A processing that cannot begin is kept nevertheless.
    lost = {**start, "id": "q", "flow": "nope"}
    refused = library(http, "add-processing", processing_metadata=lost)
    assert refused == error("unexpected-error", "Invalid flow ID nope for workspace default")
    assert library(http, "list-processing") == {**NOTHING, "processing-metadatas": [start, lost]}
    collections = http.post("/api/v1/collection-management", json={"operation": "list-collections"}).json()
    assert [each["collection"] for each in collections["collections"]] == ["c"]
    assert library(http, "remove-processing", processing_id="p") == NOTHING
    assert library(http, "list-processing")["processing-metadatas"] == [lost]
    needs = {"document-id": "d", "id": "r"}
    refused = library(http, "add-processing", processing_metadata=needs)
    assert refused == error("unexpected-error", "Collection parameter is required")


def test_collections(http: httpx.Client) -> None:
    def collections(operation: str, **fields: Any) -> Any:
        answer = http.post("/api/v1/collection-management", json={"operation": operation, **fields}).json()
        assert answer.pop("timestamp")
        return answer["collections"]

    first = {"collection": "a", "name": "A", "description": "d", "tags": ["x", "y"]}
    second = {"collection": "b", "name": "b", "description": "", "tags": []}
    assert collections("update-collection", **first) == [first]
    assert collections("update-collection", collection="b") == [second]
    assert collections("list-collections") == [first, second]
    assert collections("list-collections", tag_filter=["y", "z"]) == [first]
    assert collections("list-collections", limit=1) == [first]
    assert collections("delete-collection", collection="a") == []
    assert collections("list-collections") == [second]
