"""The local gateway of TrustGraph 1.8: what it says as the real one does, and what it keeps."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import httpx
import pytest
from raw_client import Raw, ws_url
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from gatewright.descriptor import Descriptor
from gatewright.gateway import LocalGateway, local_gateway
from gatewright.gateway.local import load

Json = dict[str, Any]

A, P = {"v": "http://a", "e": True}, {"v": "http://p", "e": True}
FLOW: Json = {
    "class-names": [],
    "flow-ids": [],
    "class-definition": "",
    "flow": "",
    "description": "",
    "parameters": {},
}
NOTHING: Json = {"document-metadatas": [], "processing-metadatas": []}


@pytest.fixture(scope="module")
def descriptor() -> Descriptor:
    return load("trustgraph_v1")


@pytest.fixture
def gw(descriptor: Descriptor) -> Iterator[LocalGateway]:
    with local_gateway(descriptor, timeout=0.01) as gateway:
        yield gateway


@pytest.fixture
def sock(gw: LocalGateway) -> Iterator[Raw]:
    with Raw(gw, "/api/v1/socket") as raw:
        yield raw


def ask(http: httpx.Client, service: str, operation: str, **request: Any) -> Json:
    fields = {name.replace("_", "-"): value for name, value in request.items()}
    answer = http.post(f"/api/v1/{service}", json={"operation": operation, **fields})
    assert answer.status_code == 200
    found: Json = answer.json()
    return found


def flow(http: httpx.Client, service: str, name: str = "default", **request: Any) -> Json:
    answer = http.post(f"/api/v1/flow/{name}/service/{service}", json=request)
    assert answer.status_code == 200
    found: Json = answer.json()
    return found


def failure(type: str, message: str) -> Json:
    return {"error": {"type": type, "message": message}}


# Credentials and refusals ----------------------------------------------------------------------


def test_the_secret(descriptor: Descriptor) -> None:
    path, body = "/api/v1/flow/default/service/embeddings", {"text": "x"}
    with local_gateway(descriptor, token="s&e cret") as gateway, httpx.Client(base_url=gateway.url) as http:
        for headers in (
            {},
            {"Authorization": "Bearer nope"},
            {"Authorization": "bearer s&e cret"},
            {"Authorization": "Bearer  s&e cret"},
            {"Authorization": "Basic s&e cret"},
        ):
            refused = http.post(path, json=body, headers=headers)
            assert (refused.status_code, refused.text) == (401, "401: Unauthorized")
            assert refused.headers["content-type"] == "text/plain; charset=utf-8"
        assert http.post(f"{path}?token=s%26e%20cret", json=body).status_code == 401
        assert http.post(path, json=body, headers={"Authorization": "Bearer s&e cret"}).status_code == 200
        for kind in ("socket", "flow/default/import/triples", "flow/default/export/triples"):
            for query in ("", "?token=nope"):
                with (
                    pytest.raises(InvalidStatus) as caught,
                    connect(ws_url(gateway, f"/api/v1/{kind}{query}")),
                ):
                    pass
                response = caught.value.response
                assert (response.status_code, response.body) == (401, b"401: Unauthorized")
                assert response.headers["content-type"] == "text/plain; charset=utf-8"
            with connect(ws_url(gateway, f"/api/v1/{kind}?token=s%26e%20cret"), close_timeout=1) as opened:
                assert opened.ping().wait(5)


def test_a_gateway_without_a_secret_takes_bearers_only(http: httpx.Client) -> None:
    body = {"operation": "list", "type": "t"}
    assert http.post("/api/v1/config", json=body, headers={"Authorization": "Bearer any"}).status_code == 200
    assert http.post("/api/v1/config", json=body, headers={"Authorization": "Basic x"}).status_code == 401


@pytest.mark.parametrize(
    ("path", "body", "said"),
    [
        ("flow/nope/service/agent", b"{}", {"error": "Invalid flow"}),
        ("flow/default/service/nope", b"{}", {"error": "This kind not supported by flow"}),
        ("nope", b"{}", {"error": "'nope'"}),
        ("flow/default/service/agent", b"", {"error": "Expecting value: line 1 column 1 (char 0)"}),
        (
            "flow/default/service/agent",
            b"[1]",
            failure("gateway-error", "list indices must be integers or slices, not str"),
        ),
        ("flow/default/service/agent", b"{}", failure("gateway-error", "'question'")),
        ("flow/default/service/text-completion", b'{"prompt": "p"}', failure("gateway-error", "'system'")),
        ("flow/default/service/graph-embeddings", b"{}", failure("gateway-error", "'vectors'")),
        ("flow/default/service/text-load", b"{}", {"error": "'text'"}),
        ("config", b'{"operation": "bogus"}', failure("bad-operation", "Bad operation")),
        ("flow", b"{}", failure("bad-operation", "Bad operation")),
        (
            "librarian",
            b'{"operation": "get-document"}',
            failure("request-error", "Invalid operation: get-document"),
        ),
        ("knowledge", b"{}", failure("request-error", "Invalid operation: ")),
        (
            "collection-management",
            b'{"operation": "x"}',
            failure("request-error", "Invalid collection operation: x"),
        ),
        (
            "flow/default/service/structured-diag",
            b'{"operation": "bogus", "sample": "a"}',
            failure("InvalidOperation", "Unknown operation: bogus"),
        ),
    ],
)
def test_refusals_over_http(http: httpx.Client, path: str, body: bytes, said: Json) -> None:
    answer = http.post(f"/api/v1/{path}", content=body)
    assert (answer.status_code, answer.json()) == (200, said)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("POST", "/api/v2/x", 404), ("GET", "/api/metrics", 404), ("GET", "/api/v1/config", 405)],
)
def test_pages(http: httpx.Client, method: str, path: str, status: int) -> None:
    answer = http.request(method, path)
    assert (answer.status_code, answer.text[:5]) == (status, f"{status}: ")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        ({"id": 1, "service": "embeddings", "flow": "nope", "request": {}}, {"error": "Invalid flow"}),
        (
            {"id": 1, "service": "nope", "flow": "default", "request": {}},
            {"error": "This kind not supported by flow"},
        ),
        ({"id": 1, "service": "nope", "request": {}}, {"error": "'nope'"}),
        ({"id": 1, "service": "embeddings", "flow": "", "request": {}}, {"error": "'embeddings'"}),
        ({"id": 1, "flow": "default", "request": {}}, {"error": "'service'"}),
        ({"service": "config", "request": {}}, {"error": "Bad message"}),
        ({"id": 1, "service": "config"}, {"error": "Bad message"}),
        ("[1]", {"error": "Bad message"}),
        ("{bad", {"error": "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"}),
        (
            {"id": None, "service": "embeddings", "flow": "default", "request": {}},
            {"id": None, "response": failure("gateway-error", "'text'"), "complete": True},
        ),
        (
            {"id": 7, "service": "text-load", "flow": "default", "request": {}},
            {"id": 7, "response": {"error": "'text'"}, "complete": True},
        ),
    ],
)
def test_refusals_on_a_socket(sock: Raw, frame: Any, said: Json) -> None:
    assert sock.ask(frame) == said
    good = {"id": 2, "service": "config", "request": {"operation": "list", "type": "t"}}
    assert sock.ask(good)["complete"] is True


# Services of flows ------------------------------------------------------------------------------


def streamed(sock: Raw, service: str, **request: Any) -> list[Json]:
    sock.send({"id": 1, "service": service, "flow": "default", "request": request})
    frames: list[Json] = []
    while not frames or not frames[-1]["complete"]:
        frames.append(sock.receive())
        assert frames[-1]["id"] == 1
    return [frame["response"] for frame in frames]


def test_an_agent_gives_its_first_thought_only(http: httpx.Client, sock: Raw) -> None:
    assert list(flow(http, "agent", question="q")) == ["thought"]
    [thought] = streamed(sock, "agent", question="q")
    assert list(thought) == ["thought"]
    chunks = streamed(sock, "agent", question="q", streaming=True)
    assert {chunk["chunk_type"] for chunk in chunks} == {"thought", "observation", "answer"}
    assert chunks[-1] == {"chunk_type": "answer", "end_of_message": True, "end_of_dialog": True}
    assert flow(http, "agent", question="q", streaming=True) == chunks[-1]


@pytest.mark.parametrize("service", ["graph-rag", "document-rag"])
def test_retrieval_does_not_end_without_a_stream(http: httpx.Client, sock: Raw, service: str) -> None:
    timeout = failure("gateway-error", "Timeout")
    assert flow(http, service, query="q") == timeout
    whole, end = streamed(sock, service, query="q")
    assert (whole["end_of_stream"], end) == (False, timeout)
    *_, last, closing = streamed(sock, service, query="q", streaming=True)
    assert closing == {**last, "end_of_stream": True}


def test_streams_of_texts_end_with_the_frame(sock: Raw) -> None:
    *texts, last = streamed(sock, "text-completion", system="", prompt="p", streaming=True)
    assert last["response"] == ""
    assert set(last) == {"response", "in_token", "out_token", "model"}
    assert all(set(text) == {"response", "model"} for text in texts)
    assert streamed(sock, "prompt", id="x", streaming=True)[-1] == {}


# What is kept ------------------------------------------------------------------------------------


def test_configuration(http: httpx.Client) -> None:
    first, second = {"type": "t", "key": "b", "value": "1"}, {"type": "t", "key": "a", "value": "2"}
    before = ask(http, "config", "config")["version"]
    nothing: Json = {"version": 0, "values": [], "directory": [], "config": {}}
    assert ask(http, "config", "put", values=[first, second]) == nothing
    key, lost = {"type": "t", "key": "b"}, {"type": "t", "key": "c"}
    found = ask(http, "config", "get", keys=[lost, key])
    assert found == {**nothing, "version": before + 1, "values": [{**lost, "value": None}, first]}
    assert ask(http, "config", "list", type="t")["directory"] == ["a", "b"]
    assert ask(http, "config", "getvalues", type="t")["values"] == [second, first]
    assert ask(http, "config", "config")["config"]["t"] == {"a": "2", "b": "1"}
    assert ask(http, "config", "put", values=[{}]) == failure("gateway-error", "'type'")
    assert ask(http, "config", "delete", keys=[key, lost]) == nothing
    told = ask(http, "config", "list", type="t")
    assert told == {**nothing, "version": before + 2, "directory": ["a"]}


def test_flows(gw: LocalGateway, http: httpx.Client) -> None:
    assert ask(http, "flow", "list-flows") == {**FLOW, "flow-ids": ["default"]}
    definition = json.dumps({"class": {}, "flow": {}, "interfaces": {"embeddings": {}}})
    assert ask(http, "flow", "put-class", class_name="c", class_definition=definition) == FLOW
    assert ask(http, "flow", "list-classes")["class-names"] == ["c", "everything"]
    assert ask(http, "flow", "get-class", class_name="c") == {**FLOW, "class-definition": definition}
    assert ask(http, "flow", "get-class", class_name="d") == FLOW
    start = {"flow_id": "f", "class_name": "c", "description": "d", "parameters": {"a": "b"}}
    assert ask(http, "flow", "start-flow", **start) == FLOW
    assert ask(http, "flow", "start-flow", **start) == failure("flow-error", "Flow already exists")
    unknown = {**start, "flow_id": "g", "class_name": "d"}
    assert ask(http, "flow", "start-flow", **unknown) == failure("flow-error", "Class does not exist")
    told = ask(http, "flow", "get-flow", flow_id="f")
    assert (told["description"], told["parameters"]) == ("d", {"a": "b"})
    assert json.loads(told["flow"]) == {
        "description": "d",
        "class-name": "c",
        "interfaces": {"embeddings": {}},
        "parameters": {"a": "b"},
    }
    assert "vectors" in flow(http, "embeddings", "f", text="x")
    assert flow(http, "agent", "f", question="q") == {"error": "This kind not supported by flow"}
    no_text = failure("flow-error", "the JSON object must be str, bytes or bytearray, not NoneType")
    assert ask(http, "flow", "get-flow", flow_id="g") == no_text
    assert ask(http, "flow", "stop-flow", flow_id="g") == failure("flow-error", "Flow ID invalid")
    assert ask(http, "flow", "delete-class", class_name="c") == FLOW
    assert ask(http, "flow", "stop-flow", flow_id="f") == no_text
    ask(http, "flow", "put-class", class_name="c", class_definition=definition)
    assert ask(http, "flow", "stop-flow", flow_id="f") == FLOW
    assert flow(http, "embeddings", "f", text="x") == {"error": "Invalid flow"}
    assert [request.operation for request in gw.requests[:2]] == ["flow.list", "flow.put_class"]


def test_documents(http: httpx.Client) -> None:
    document = {
        "id": "d1",
        "time": 1700000000,
        "kind": "text/plain",
        "title": "t",
        "comments": "",
        "user": "u",
    }
    content = base64.b64encode(b"text").decode()
    added: Json = {"document-metadata": {**document, "metadata": [], "tags": ["x"]}, "content": content}
    assert ask(http, "librarian", "add-document", **added) == NOTHING
    assert ask(http, "librarian", "add-document", **added) == failure(
        "unexpected-error", "Document already exists"
    )
    picture = {"document-metadata": {**document, "kind": "image/png"}, "content": ""}
    assert ask(http, "librarian", "add-document", **picture) == failure(
        "request-error", "Invalid document kind: image/png"
    )
    shown: Json = {**added["document-metadata"]}
    del shown["comments"]  # what is empty is left out
    named = {"user": "u", "document-id": "d1"}
    assert ask(http, "librarian", "get-document-metadata", **named) == {**NOTHING, "document-metadata": shown}
    assert ask(http, "librarian", "get-document-content", **named) == {**NOTHING, "content": content}
    assert ask(http, "librarian", "list-documents", user="u")["document-metadatas"] == [shown]
    assert ask(http, "librarian", "list-documents", user="v") == NOTHING
    changed = {"id": "d1", "user": "u", "title": "new"}
    assert ask(http, "librarian", "update-document", document_metadata=changed) == NOTHING
    told = ask(http, "librarian", "get-document-metadata", **named)["document-metadata"]
    assert told == {"id": "d1", "kind": "text/plain", "title": "new", "metadata": [], "user": "u", "tags": []}
    assert ask(http, "librarian", "get-document-content", **named)["content"] == content
    assert ask(http, "librarian", "remove-document", **named) == NOTHING
    for operation in ("get-document-metadata", "get-document-content"):
        gone = ask(http, "librarian", operation, **named)
        assert gone == failure("unexpected-error", "No such document row?")
    assert ask(http, "librarian", "remove-document", **named) == failure(
        "unexpected-error", "Document does not exist"
    )


def test_processings(http: httpx.Client) -> None:
    document = {"id": "d1", "user": "u", "kind": "text/plain"}
    ask(http, "librarian", "add-document", document_metadata=document, content="")
    work: Json = {
        "id": "p",
        "document-id": "d1",
        "time": 5,
        "flow": "default",
        "user": "u",
        "collection": "c",
        "tags": [],
    }

    def add(**other: Any) -> Json:
        return ask(http, "librarian", "add-processing", processing_metadata={**work, **other})

    assert add() == NOTHING
    assert add() == failure("unexpected-error", "Processing already exists")
    assert add(id="q", collection="") == failure("unexpected-error", "Collection parameter is required")
    assert add(id="q", **{"document-id": "d2"}) == failure("unexpected-error", "No such document row?")
    assert add(id="q", flow="nope") == failure("unexpected-error", "Invalid flow ID")
    listed = ask(http, "librarian", "list-processing", user="u")["processing-metadatas"]
    assert listed == [work, {**work, "id": "q", "flow": "nope"}]
    assert ask(http, "librarian", "remove-processing", user="u", processing_id="p") == NOTHING
    assert ask(http, "librarian", "remove-processing", user="u", processing_id="p") == failure(
        "unexpected-error", "Processing object does not exist"
    )


def test_collections(http: httpx.Client) -> None:
    def update(collection: str, **more: Any) -> Any:
        request = {"operation": "update-collection", "user": "u", "collection": collection, **more}
        return http.post("/api/v1/collection-management", json=request).json()["collections"]

    def listed(**asked: Any) -> list[str]:
        request = {"operation": "list-collections", "user": "u", **asked}
        answer = http.post("/api/v1/collection-management", json=request).json()
        assert set(answer) == {"timestamp", "collections"}
        return [each["collection"] for each in answer["collections"]]

    second = {"user": "u", "collection": "b", "name": "B", "description": "d", "tags": ["x", "y"]}
    assert update("b", name="B", description="d", tags=["x", "y"]) == [second]
    assert update("a") == [{"user": "u", "collection": "a", "name": "a", "description": "", "tags": []}]
    assert listed() == ["a", "b"]
    assert listed(tag_filter=[], limit=0) == ["a", "b"]
    assert listed(tag_filter=["y", "z"]) == ["b"]
    assert listed(limit=1) == ["a"]
    assert listed(user="v") == []
    kept = ask(http, "config", "get", keys=[{"type": "collection", "key": "u:b"}])["values"][0]["value"]
    assert json.loads(kept) == second
    assert (
        ask(http, "collection-management", "delete-collection", user="u", collection="b")["collections"] == []
    )
    assert listed() == ["a"]


def part(id: str, user: str = "u") -> Json:
    metadata: Json = {"id": id, "metadata": [], "user": user, "collection": "c"}
    return {"metadata": metadata, "triples": [{"s": A, "p": P, "o": {"v": id, "e": False}}]}


def test_cores(gw: LocalGateway, http: httpx.Client, sock: Raw) -> None:
    nothing: Json = {"ids": []}
    # The core is the one that the metadata names.
    assert ask(http, "knowledge", "put-kg-core", user="x", id="x", triples=part("k2")) == nothing
    assert ask(http, "knowledge", "put-kg-core", user="u", id="k1", triples=part("k1")) == nothing
    entities: Json = {"metadata": part("k1")["metadata"], "entities": [{"entity": A, "vectors": [[0.5]]}]}
    assert ask(http, "knowledge", "put-kg-core", user="u", id="k1", graph_embeddings=entities) == nothing
    assert ask(http, "knowledge", "list-kg-cores", user="u") == {"ids": ["k1", "k2"]}
    assert ask(http, "knowledge", "get-kg-core", user="u", id="k1") == nothing
    request = {"operation": "get-kg-core", "user": "u", "id": "k1"}
    assert sock.ask({"id": 1, "service": "knowledge", "request": request})["response"] == nothing
    load = {"user": "u", "id": "k1", "flow": "default", "collection": "loaded"}
    with export(gw, "graph-embeddings") as vectors:
        gw.wait_for(lambda: len(gw.taps) == 1)
        assert ask(http, "knowledge", "load-kg-core", **load) == nothing
        told = json.loads(vectors.recv(timeout=5))
    assert told == {**entities, "metadata": {**entities["metadata"], "collection": "loaded"}}
    assert flow(http, "triples", user="u", collection="loaded")["response"] == part("k1")["triples"]
    assert ask(http, "knowledge", "load-kg-core", **{**load, "flow": "nope"}) == failure(
        "load-error", "Invalid flow"
    )
    assert ask(http, "knowledge", "unload-kg-core", **load) == failure("not-implemented", "Not implemented")
    assert ask(http, "knowledge", "delete-kg-core", user="u", id="k1") == nothing
    assert ask(http, "knowledge", "list-kg-cores", user="u") == {"ids": ["k2"]}


def test_core_files(http: httpx.Client) -> None:
    place = {"id": "k", "user": "u"}
    came = http.post("/api/v1/import-core", params=place, content=b"\xc1")
    assert (came.status_code, came.content) == (200, b"")
    assert came.headers["content-type"] == "application/octet-stream"
    assert http.post("/api/v1/import-core", content=b"").json() == {"error": "'id'"}
    assert ask(http, "knowledge", "list-kg-cores", user="u") == {"ids": ["k"]}
    went = http.get("/api/v1/export-core", params=place)
    assert (went.status_code, went.content) == (200, b"")


# Bulk --------------------------------------------------------------------------------------------


def export(gw: LocalGateway, kind: str, name: str = "default") -> ClientConnection:
    return connect(ws_url(gw, f"/api/v1/flow/{name}/export/{kind}"), close_timeout=1, compression=None)


def sending(gw: LocalGateway, kind: str, name: str = "default") -> ClientConnection:
    return connect(ws_url(gw, f"/api/v1/flow/{name}/import/{kind}"), close_timeout=1, compression=None)


def closed(connection: ClientConnection) -> tuple[int, str]:
    with pytest.raises(ConnectionClosed) as caught:
        connection.recv(timeout=5)
    assert caught.value.rcvd is not None
    return caught.value.rcvd.code, caught.value.rcvd.reason


def test_triples_are_imported_found_and_exported(gw: LocalGateway, http: httpx.Client) -> None:
    with export(gw, "triples") as tap, sending(gw, "triples") as socket:
        gw.wait_for(lambda: len(gw.taps) == 1)
        assert gw.live_connections == 2
        for id in ("1", "2", "2"):
            socket.send(json.dumps(part(id)))
        assert socket.ping().wait(5)
        assert [json.loads(tap.recv(timeout=5)) for _ in range(3)] == [part(id) for id in ("1", "2", "2")]
    place = {"user": "u", "collection": "c"}
    both = [triple for id in ("1", "2") for triple in part(id)["triples"]]
    assert flow(http, "triples", **place) == {"response": both}
    assert flow(http, "triples", **place, s=A, p=P, o={"e": False, "v": "2"})["response"] == both[1:]
    assert flow(http, "triples", **place, s=P)["response"] == []
    assert flow(http, "triples", **place, o={"v": "2", "e": True})["response"] == []
    assert flow(http, "triples", **place, limit="1")["response"] == both[:1]
    assert flow(http, "triples")["response"] == []


@pytest.mark.parametrize(
    "bad",
    [
        "{bad",
        json.dumps({"s": "a", "p": "b", "o": "c"}),
        json.dumps({**part("x"), "metadata": {"id": "x", "user": "u", "collection": "c"}}),
        json.dumps({**part("x"), "triples": [{"s": "a", "p": "b", "o": "c"}]}),
    ],
)
def test_a_bad_message_ends_an_import(gw: LocalGateway, bad: str) -> None:
    with sending(gw, "triples") as socket:
        socket.send(json.dumps({**part("1"), "more": 1}))
        socket.send(bad)
        with suppress(ConnectionClosed):
            socket.send(json.dumps(part("2")))
        assert closed(socket) == (1000, "")
    assert [each["o"]["v"] for each in gw.stores.all("triples")] == ["1"]


@pytest.mark.parametrize("opened", [sending, export])
def test_transfers_of_an_unknown_flow(gw: LocalGateway, opened: Any) -> None:
    with opened(gw, "triples", "nope") as socket:
        assert closed(socket) == (1000, "")


def test_embeddings_of_documents_are_lost(gw: LocalGateway) -> None:
    metadata = part("d")["metadata"]
    with export(gw, "document-embeddings") as tap, sending(gw, "document-embeddings") as socket:
        gw.wait_for(lambda: len(gw.taps) == 1)
        socket.send(json.dumps({"metadata": metadata, "chunks": [{"chunk": "text", "vectors": [[0.1]]}]}))
        assert socket.ping().wait(5)
        with pytest.raises(TimeoutError):
            tap.recv(timeout=0)


def test_faults(gw: LocalGateway, http: httpx.Client, sock: Raw) -> None:
    gw.fault("triples_query", "error", type="triples-query-error", message="m", status=200)
    assert flow(http, "triples") == failure("triples-query-error", "m")
    gw.fault("agent", "error", after=2, type="agent-error", message="m")
    chunks = streamed(sock, "agent", question="q", streaming=True)
    assert chunks[2:] == [failure("agent-error", "m")]
    gw.fault("import_triples", "close", after=1, code=1000)
    with sending(gw, "triples") as socket:
        socket.send(json.dumps(part("1")))
        assert closed(socket) == (1000, "")
    gw.fault("config.list", "drop")
    with pytest.raises(httpx.RemoteProtocolError):
        ask(http, "config", "list", type="t")
