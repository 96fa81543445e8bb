"""Bodies that are no JSON objects of fields: whole requests, raw bytes, and names that hold arguments."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from raw_client import Raw
from small_gateways import descriptor, records

from gatewright.gateway import LocalGateway, Refused, Request, ServiceFailure, local_gateway

CHUNKS = [b"one ", b"two ", b"three"]

STORE = descriptor(
    {
        "auth": {"header": {"name": "X-Key", "value": "Key $token"}},
        "settings": {"branch": {"type": "string", "default": "main", "doc": "Branch."}},
        "rest": {"body": {"branch": "$branch"}},
        "groups": {"store": {"class": "Store"}},
        "root": {"rest": {"method": "POST", "path": "/do/{service}"}},
        "errors": {"by": "status", "at": ["error"]},
        "socket": {
            "path": "/socket",
            "auth": {
                "send": {"say": "auth", "key": "$token"},
                "accepted": {"say": "yes"},
                "refused": {"say": "no"},
            },
            "send": {"id": "$id", "service": "$service", "request": "$body"},
            "receive": {"id": "id", "body": "response", "error": ["error"], "done": {"last": True}},
        },
    },
    {
        "store": {
            "service": "store",
            "group": "store",
            "operations": {
                "add": {
                    "doc": "Adds something.",
                    "send": {"do": "add"},
                    "request": {"name": {"type": "string", "required": True, "within": "about"}},
                },
                "any": {
                    "doc": "Takes any request.",
                    "service": "any/{name}",
                    "rest": {"method": "POST", "path": "/any/{name}"},
                    "request": {
                        "name": {"type": "string", "in": "path", "required": True},
                        "request": {"type": "object", "in": "whole", "required": True},
                        "retry": {"type": "boolean", "in": "client"},
                    },
                    "returns": {"json": True},
                },
                "put": {
                    "doc": "Takes bytes.",
                    "rest": {"method": "PUT", "path": "/files", "query": {"branch": "$branch"}},
                    "socket": False,
                    "request": {
                        "name": {"type": "string", "in": "query", "required": True},
                        "content": {"type": "any", "in": "content", "required": True},
                    },
                    "returns": {"nothing": True},
                },
                "get": {
                    "doc": "Gives bytes.",
                    "rest": {
                        "method": "GET",
                        "path": "/files",
                        "query": {"branch": "$branch"},
                        "stream": "bytes",
                    },
                    "send": {"do": "get"},
                    "request": {"name": {"type": "string", "in": "query", "required": True}},
                    "stream": {"bytes": "data"},
                },
                "put_file": {
                    "doc": "Made by the client of others.",
                    "request": {"file": {"type": "any", "in": "client", "required": True}},
                    "upload": {
                        "argument": "file",
                        "begin": [{"call": "add"}],
                        "chunk_size": "size",
                        "chunk": {"call": "put"},
                        "finish": {"call": "add"},
                    },
                },
                "get_file": {"doc": "Made by the client of another.", "save": "get"},
            },
        }
    },
    records=records("On"),
)


def chunks(request: Request) -> Iterator[dict[str, str]]:
    if request["name"] == "none":
        raise Refused("no such file", status=404)
    for chunk in CHUNKS:
        yield {"data": base64.b64encode(chunk).decode()}
    if request["name"] == "broken":
        raise ServiceFailure("broken", "it broke")


@pytest.fixture
def gw() -> Iterator[LocalGateway]:
    with local_gateway(STORE) as gateway:
        gateway.on("store.any", lambda request: [request.context.get("name"), request.body])
        gateway.on("store.put", lambda request: {})
        gateway.on("store.get", chunks)
        yield gateway


def test_what_the_client_makes_of_others_is_not_served(gw: LocalGateway) -> None:
    assert list(gw.catalog.operations) == ["store.add", "store.any", "store.put", "store.get"]


def test_a_whole_request(gw: LocalGateway, http: httpx.Client) -> None:
    body = {"name": "mine", "branch": "b", "x": [1]}
    assert http.post("/any/thing", json=body).json() == ["thing", body]
    assert http.post("/any/a/b", json={}).json() == ["a/b", {}]
    assert gw.requests[0].context["branch"] == "b"
    with Raw(gw, "/socket") as sock:
        assert sock.ask({"say": "auth", "key": "any"}) == {"say": "yes"}
        answer = sock.ask({"id": 1, "service": "any/a/b", "request": body})
        assert answer["response"] == ["a/b", body]
        assert "error" in sock.ask({"id": 2, "service": "other/a", "request": body})


def test_a_field_within_another(gw: LocalGateway, http: httpx.Client) -> None:
    request = Request("store.add", "rest", {"do": "add"}, {}, gw.catalog.operations["store.add"])
    assert not gw.readable(request)
    request["about"] = {"name": "x"}
    assert gw.readable(request)
    assert http.post("/do/store", json={"do": "add", "about": {"name": "x"}}).status_code == 200


def test_bytes_go_up(gw: LocalGateway, http: httpx.Client) -> None:
    content = b"\x00{not json"
    answer = http.put("/files", params={"name": "f", "branch": "b"}, content=content)
    assert answer.status_code == 200
    request = gw.requests[-1]
    assert request.body == {"name": "f", "content": content}
    assert request.context["branch"] == "b"
    assert gw.readable(request)


def test_bytes_come_down(gw: LocalGateway, http: httpx.Client) -> None:
    with http.stream("GET", "/files", params={"name": "f"}) as answer:
        assert answer.headers["content-type"] == "application/octet-stream"
        assert b"".join(answer.iter_raw()) == b"".join(CHUNKS)
    assert gw.requests[-1].context["branch"] == "main"
    gw.on("store.get", lambda request: iter([b"raw ", b"", b"bytes"]))
    assert http.get("/files", params={"name": "f"}).content == b"raw bytes"


def test_bytes_in_the_bodies_of_a_socket(gw: LocalGateway) -> None:
    with Raw(gw, "/socket") as sock:
        sock.ask({"say": "auth", "key": "any"})
        sock.send({"id": 1, "service": "store", "request": {"do": "get", "name": "f"}})
        frames = [sock.receive() for _ in CHUNKS]
    assert [frame["last"] for frame in frames] == [False, False, True]
    assert b"".join(base64.b64decode(frame["response"]["data"]) for frame in frames) == b"".join(CHUNKS)


def test_bytes_that_are_refused_or_break_off(http: httpx.Client) -> None:
    refused = http.get("/files", params={"name": "none"})
    assert refused.status_code == 404
    assert refused.json()["error"]["message"] == "no such file"
    # What went before stays; an error has no place among bytes.
    assert http.get("/files", params={"name": "broken"}).content == b"".join(CHUNKS)


def test_faults_strike_bytes(gw: LocalGateway, http: httpx.Client) -> None:
    gw.fault("store.get", "garbage", after=1, data=b"###")
    assert http.get("/files", params={"name": "f"}).content == b"one ###two three"
    gw.fault("store.get", "close", after=2)
    assert http.get("/files", params={"name": "f"}).content == b"one two "


def test_a_plain_answer(gw: LocalGateway, http: httpx.Client) -> None:
    def refuse(request: Request) -> Any:
        raise Refused("not today", status=418, plain=True)

    gw.on("store.put", refuse)
    answer = http.put("/files", params={"name": "f"}, content=b"x")
    assert (answer.status_code, answer.text) == (418, "not today")
    assert answer.headers["content-type"].startswith("text/plain")
    gw.on("store.get", refuse)
    answer = http.get("/files", params={"name": "f"})
    assert (answer.status_code, answer.text) == (418, "not today")


def test_raw_bytes_as_an_answer(gw: LocalGateway, http: httpx.Client) -> None:
    gw.on("store.put", lambda request: b"\x00\x01")
    answer = http.put("/files", params={"name": "f"}, content=b"x")
    assert (answer.headers["content-type"], answer.content) == ("application/octet-stream", b"\x00\x01")


@pytest.mark.parametrize(
    ("header", "status"), [("Key good", 200), ("Key bad", 401), ("good", 401), ("", 401)]
)
def test_the_credential_within_its_header(header: str, status: int) -> None:
    with local_gateway(STORE, token="good") as gateway, httpx.Client(base_url=gateway.url) as client:
        answer = client.post("/any/x", json={}, headers={"X-Key": header})
        assert answer.status_code == status


def test_a_socket_keeps_who_was_accepted() -> None:
    with local_gateway(STORE, token="good") as gateway, Raw(gateway, "/socket") as sock:
        assert sock.ask({"say": "auth", "key": "bad"})["say"] == "no"
        assert "error" in sock.ask({"id": 1, "service": "any/x", "request": {}})
        assert sock.ask({"say": "auth", "key": "good"}) == {"say": "yes"}
        assert sock.ask({"say": "auth", "key": "bad"})["say"] == "no"
        assert "response" in sock.ask({"id": 2, "service": "any/x", "request": {}})
