"""The local gateway over REST."""

from __future__ import annotations

import httpx
import pytest

from gatewright.descriptor import Descriptor
from gatewright.gateway import LocalGateway, ServiceFailure, local_gateway

AGENT = "/api/v1/flow/default/service/agent"


def test_example_is_the_answer(http: httpx.Client, descriptor: Descriptor) -> None:
    answer = http.post(AGENT, json={"question": "?", "workspace": "default"})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.json() == descriptor.services["agent"].operations["agent"].example.response


def test_a_stream_gives_its_last_body(http: httpx.Client, descriptor: Descriptor) -> None:
    answer = http.post(AGENT, json={"question": "?", "streaming": True})
    assert answer.json() == descriptor.services["agent"].operations["agent"].example.stream[-1]


def test_every_operation_answers(gw: LocalGateway, http: httpx.Client) -> None:
    fields = {
        "question": "?",
        "query": "?",
        "id": "x",
        "texts": ["a"],
        "keys": [],
        "values": [],
        "type": "prompt",
    }
    fields |= {"flow-id": "default", "blueprint-name": "everything", "blueprint-definition": "{}"}
    fields |= {"vector": [0.5], "sample": "a,b", "image": "", "mime_type": "image/png"}
    places = {"flow": "default", "path": "query", "lang": "en", "name": "agent"}
    for served in gw.catalog.operations.values():
        # What hands on a whole request does not say which.
        if served.path is None or (served.operation.returns.json_ and not served.operation.send):
            continue
        path = served.path.format(service=served.service, **places)
        body = None if served.method == "GET" else {**fields, **served.operation.send}
        query = {"id": "x", "document-id": "x"} if served.method == "GET" or "core" in path else None
        answer = http.request(served.method, path, json=body, params=query)
        assert answer.status_code == 200, served.name
        meant = gw.catalog.operations[gw.requests[-1].operation].operation
        # Several operations may look the same on the wire.
        assert gw.requests[-1].operation == served.name or meant.send == served.operation.send


@pytest.mark.parametrize(
    ("path", "sent", "status", "error"),
    [
        ("/api/v1/flow/default/service/nope", {}, 404, "unknown kind"),
        ("/api/v1/flow/nope/service/agent", {"question": "?"}, 200, "Invalid flow default/nope"),
        (AGENT, {"question": "?", "workspace": "nope"}, 200, "Invalid flow nope/default"),
        ("/api/v1/config", {"operation": "config", "workspace": "nope"}, 404, "workspace not found"),
        ("/api/v1/config", {"operation": "nope"}, 400, "unknown operation"),
        ("/api/v1/config", {}, 400, "missing operation"),
        ("/api/v1/nope", {"operation": "list"}, 400, "unknown operation"),
        ("/api/v1/config", [], 400, "body must be an object"),
        (AGENT, {}, 200, {"type": "gateway-error", "message": "'question'"}),
    ],
)
def test_refusals(http: httpx.Client, path: str, sent: object, status: int, error: object) -> None:
    answer = http.post(path, json=sent)
    assert (answer.status_code, answer.json()) == (status, {"error": error})


def test_body_that_is_no_json(http: httpx.Client) -> None:
    answer = http.post("/api/v1/config", content=b"{")
    assert (answer.status_code, answer.json()) == (400, {"error": "invalid json"})
    answer = http.post(AGENT, content=b"{")
    assert answer.status_code == 200
    assert isinstance(answer.json()["error"], str)


def test_other_methods(http: httpx.Client) -> None:
    assert http.get(AGENT).status_code == 405
    assert http.get("/nowhere").status_code == 404
    assert http.get("/api/metrics").status_code == 404


def test_plain_text_and_path_with_slashes(gw: LocalGateway, http: httpx.Client) -> None:
    answer = http.get("/api/metrics/label/job/values", params={"query": "up"})
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.json()["status"] == "success"
    assert gw.requests[-1].body == {"path": "label/job/values", "query": "up"}


def test_token(descriptor: Descriptor) -> None:
    with local_gateway(descriptor, token="secret") as gw, httpx.Client(base_url=gw.url) as http:
        for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic secret"}):
            answer = http.post(AGENT, json={"question": "?"}, headers=headers)
            assert (answer.status_code, answer.text) == (401, '{"error":"auth failure"}')
        answer = http.post(AGENT, json={"question": "?"}, headers={"Authorization": "Bearer secret"})
        assert answer.status_code == 200
        assert len(gw.requests) == 1


def test_handlers_of_all_kinds(gw: LocalGateway, http: httpx.Client) -> None:
    def ask() -> object:
        return http.post(AGENT, json={"question": "?"}).json()

    gw.on("agent", lambda request: {"content": request["question"]})
    assert ask() == {"content": "?"}

    async def waits(request: object) -> object:
        return {"content": "later"}

    gw.on("agent", waits)
    assert ask() == {"content": "later"}

    gw.on("agent", lambda request: ({"content": text} for text in "abc"))
    assert ask() == {"content": "c"}

    async def yields(request: object) -> object:
        yield {"content": "a"}
        yield {"content": "b", "end_of_dialog": True}

    gw.on("agent", yields)
    assert ask() == {"content": "b", "end_of_dialog": True}


def test_failure_looks_as_the_gateway_shows_it(gw: LocalGateway, http: httpx.Client) -> None:
    def fails(request: object) -> object:
        raise ServiceFailure("some-error", "it failed")

    for name in ("agent", "text_completion", "triples_query", "document_rag"):
        gw.on(name, fails)

    def ask(service: str, **body: object) -> object:
        return http.post(f"/api/v1/flow/default/service/{service}", json=body).json()

    error = {"type": "some-error", "message": "it failed"}
    assert ask("agent", question="?")["error"]["type"] == "gateway-error"
    assert ask("text-completion") == {"response": None, "end_of_stream": True}
    assert ask("triples") == {"response": [], "error": error}
    assert ask("document-rag", query="?") == {"end_of_stream": False, "end_of_session": False, "error": error}


def test_handler_with_a_bug(gw: LocalGateway, http: httpx.Client, caplog: pytest.LogCaptureFixture) -> None:
    gw.on("triples_query", lambda request: request["no such field"])
    answer = http.post("/api/v1/flow/default/service/triples", json={}).json()
    assert answer["error"] == {"type": "handler-failed", "message": "KeyError: 'no such field'"}
    assert "the handler of triples_query failed" in caplog.text


def test_big_response(gw: LocalGateway, http: httpx.Client) -> None:
    gw.on("agent", lambda request: {"content": "x" * (20 << 20)})
    assert len(http.post(AGENT, json={"question": "?"}).json()["content"]) == 20 << 20


def test_pages_of_the_web_server(http: httpx.Client) -> None:
    unknown, method = http.get("/api/metrics"), http.get("/api/v1/config")
    assert (unknown.status_code, unknown.text) == (404, "404: Not Found")
    assert (method.status_code, method.text, method.headers["allow"]) == (
        405,
        "405: Method Not Allowed",
        "POST",
    )
