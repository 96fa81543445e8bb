"""What the local TrustGraph remembers."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from raw_client import Socket, bulk_url
from websockets.sync.client import connect

from gatewright.descriptor import Descriptor
from gatewright.errors import ConfigurationError
from gatewright.gateway import LocalGateway, local_gateway

EMPTY_CONFIG = {"version": 0, "values": [], "directory": [], "config": {}}
EMPTY_FLOW: dict[str, Any] = {
    "blueprint-names": [],
    "flow-ids": [],
    "blueprint-definition": "",
    "flow": "",
    "description": "",
    "parameters": {},
}


def config(http: httpx.Client, operation: str, **fields: Any) -> Any:
    return http.post("/api/v1/config", json={"operation": operation, **fields}).json()


def flow(http: httpx.Client, operation: str, **fields: Any) -> Any:
    named = {name.replace("_", "-"): value for name, value in fields.items()}
    return http.post("/api/v1/flow", json={"operation": operation, **named}).json()


def test_config_put_get_delete(http: httpx.Client) -> None:
    version = config(http, "config")["version"]
    values = [{"type": "t", "key": "a", "value": "1"}, {"type": "t", "key": "b", "value": "2"}]
    assert config(http, "put", values=values) == EMPTY_CONFIG
    assert config(http, "list", type="t") == {**EMPTY_CONFIG, "version": version + 1, "directory": ["a", "b"]}
    assert config(http, "getvalues", type="t")["values"] == values
    asked = [{"type": "t", "key": "b"}, {"type": "t", "key": "none"}]
    assert config(http, "get", keys=asked)["values"] == [values[1], {**asked[1], "value": None}]
    assert config(http, "config")["config"]["t"] == {"a": "1", "b": "2"}
    assert config(http, "delete", keys=asked) == EMPTY_CONFIG
    assert config(http, "list", type="t") == {**EMPTY_CONFIG, "version": version + 2, "directory": ["a"]}


def test_config_failures_are_dropped(http: httpx.Client) -> None:
    assert config(http, "getvalues-all-ws", type="t") == EMPTY_CONFIG
    assert config(http, "get") == EMPTY_CONFIG
    assert config(http, "put") == EMPTY_CONFIG
    error = config(http, "put", values=[{"type": "t"}])["error"]
    assert error == {"type": "gateway-error", "message": "'key'"}


def test_config_is_shared_between_interfaces(http: httpx.Client, sock: Socket) -> None:
    request = {"operation": "put", "values": [{"type": "t", "key": "k", "value": "v"}]}
    assert sock.call("config", request, flow=None) == EMPTY_CONFIG
    assert config(http, "list", type="t")["directory"] == ["k"]


def test_a_gateway_starts_afresh(descriptor: Descriptor) -> None:
    for _ in range(2):
        with local_gateway(descriptor) as gw, httpx.Client(base_url=gw.url) as http:
            assert config(http, "list", type="t")["directory"] == []
            config(http, "put", values=[{"type": "t", "key": "k", "value": "v"}])


def test_flow_from_blueprint_to_end(http: httpx.Client, sock: Socket) -> None:
    agent = "/api/v1/flow/f1/service/agent"
    invalid = {"error": "Invalid flow default/f1"}
    assert http.post(agent, json={"question": "?"}).json() == invalid
    queues = {name: f"{name}:tg:agent:{{workspace}}:{{id}}" for name in ("request", "response")}
    parts = {"blueprint": {}, "flow": {"llm:{id}": {"topics": {"in": "{workspace}:{id}"}}}}
    about = {"description": "mine", **parts, "interfaces": {"agent": queues, "half": {"request": "x"}}}
    definition = json.dumps(about)
    assert flow(http, "put-blueprint", blueprint_name="mine", blueprint_definition=definition) == EMPTY_FLOW
    assert flow(http, "list-blueprints")["blueprint-names"] == ["everything", "mine"]
    assert flow(http, "get-blueprint", blueprint_name="mine")["blueprint-definition"] == definition
    about = {"flow_id": "f1", "blueprint_name": "mine", "description": "d", "parameters": {"n": 1}}
    assert flow(http, "start-flow", **about) == EMPTY_FLOW
    assert flow(http, "list-flows")["flow-ids"] == ["default", "f1"]
    got = flow(http, "get-flow", flow_id="f1")
    assert (got["description"], got["parameters"]) == ("d", {"n": "1"})
    filled = {name: f"{name}:tg:agent:default:f1" for name in ("request", "response")}
    assert json.loads(got["flow"])["interfaces"] == {"agent": filled, "half": {"request": "x"}}
    assert config(http, "list", type="processor:llm")["directory"] == ["f1"]
    assert "content" in http.post(agent, json={"question": "?"}).json()
    unsupported = {"error": "This kind not supported by flow"}
    assert http.post("/api/v1/flow/f1/service/embeddings", json={"texts": []}).json() == unsupported
    for name, error in (("nope", "This kind not supported by flow"), ("half", "'response'")):
        sock.ask(name, f"thru/{name}", {}, flow="f1")
        assert sock.receive()["error"] == {"message": error, "type": "error"}
    assert flow(http, "stop-flow", flow_id="f1") == EMPTY_FLOW
    assert config(http, "list", type="processor:llm")["directory"] == []
    assert http.post(agent, json={"question": "?"}).json() == invalid
    assert flow(http, "delete-blueprint", blueprint_name="mine") == EMPTY_FLOW
    assert flow(http, "list-blueprints")["blueprint-names"] == ["everything"]


def test_flow_failures_look_like_success(http: httpx.Client) -> None:
    for operation, fields in [
        ("start-flow", {"flow_id": "default", "blueprint_name": "everything", "description": ""}),
        ("start-flow", {"flow_id": "f", "blueprint_name": "nope", "description": ""}),
        ("start-flow", {"flow_id": "f", "blueprint_name": "everything"}),
        ("stop-flow", {"flow_id": "nope"}),
        ("get-flow", {"flow_id": "nope"}),
        ("delete-blueprint", {"blueprint_name": "nope"}),
        ("put-blueprint", {"blueprint_name": "bad", "blueprint_definition": "{}"}),
        ("start-flow", {"flow_id": "f", "blueprint_name": "bad", "description": ""}),
    ]:
        assert flow(http, operation, **fields) == EMPTY_FLOW
    nothing = {key: value for key, value in EMPTY_FLOW.items() if key != "blueprint-definition"}
    assert flow(http, "get-blueprint", blueprint_name="nope") == nothing
    assert flow(http, "list-flows")["flow-ids"] == ["default"]


@pytest.fixture
def graph(gw: LocalGateway) -> None:
    def iri(name: str) -> dict[str, str]:
        return {"t": "i", "i": f"urn:{name}"}

    triples: list[dict[str, Any]] = [
        {"s": iri("a"), "p": iri("knows"), "o": iri("b")},
        {"s": iri("a"), "p": iri("name"), "o": {"t": "l", "v": "A", "ln": "en"}},
        {"s": iri("b"), "p": iri("knows"), "o": iri("a"), "g": "urn:g"},
    ]
    metadata = {"id": "", "collection": "default", "root": ""}
    with connect(bulk_url(gw, "/api/v1/flow/default/import/triples"), compression=None) as importing:
        importing.send(json.dumps({"metadata": metadata, "triples": triples}))
        importing.send(json.dumps({"metadata": metadata, "triples": triples[:1]}))
        importing.send(json.dumps({"metadata": {**metadata, "collection": "other"}, "triples": triples[:1]}))
        assert importing.ping().wait(5)


@pytest.mark.usefixtures("graph")
@pytest.mark.parametrize(
    ("query", "objects"),
    [
        ({}, ["urn:b", "A"]),
        ({"g": "*"}, ["urn:b", "A", "urn:a"]),
        ({"g": "urn:g"}, ["urn:a"]),
        ({"g": "urn:nope"}, []),
        ({"s": {"t": "i", "i": "urn:b"}, "g": "*"}, ["urn:a"]),
        ({"p": {"t": "i", "i": "urn:knows"}}, ["urn:b"]),
        ({"o": {"t": "l", "v": "A", "ln": "en"}}, ["A"]),
        ({"o": {"t": "l", "v": "A"}}, []),
        ({"s": {"t": "i", "i": "urn:a"}, "p": {"t": "i", "i": "urn:name"}}, ["A"]),
        ({"limit": 1}, ["urn:b"]),
        ({"collection": "other"}, ["urn:b"]),
        ({"collection": "nope"}, []),
    ],
)
def test_triples_query(sock: Socket, query: dict[str, Any], objects: list[str]) -> None:
    found = sock.call("triples", query)["response"]
    assert [triple["o"].get("i", triple["o"].get("v")) for triple in found] == objects


@pytest.mark.usefixtures("graph")
def test_triples_in_batches(sock: Socket) -> None:
    for size, batches in ((2, [2, 1]), (1, [1, 1, 1]), (0, [3])):
        sock.ask("t", "triples", {"g": "*", "streaming": True, "batch-size": size})
        assert [len(frame["response"]["response"]) for frame in sock.answer("t")] == batches
    sock.ask("t", "triples", {"collection": "nope", "streaming": True})
    assert sock.answer("t") == [{"id": "t", "response": {"response": []}, "complete": True}]


def test_term_that_is_text(sock: Socket) -> None:
    error = {"type": "gateway-error", "message": "'str' object has no attribute 'get'"}
    assert sock.call("triples", {"s": "urn:a"}) == {"error": error}


def test_same_text_same_vector(http: httpx.Client) -> None:
    def vectors(*texts: str) -> Any:
        answer = http.post("/api/v1/flow/default/service/embeddings", json={"texts": texts})
        return answer.json()["vectors"]

    one, two, again = vectors("a", "b", "a")
    assert one == again != two
    assert vectors("a") == [one]
    assert vectors() == []


def test_unknown_option(descriptor: Descriptor) -> None:
    plain = descriptor.gateway.model_copy(update={"local": type(descriptor.gateway.local)()})
    with pytest.raises(ConfigurationError, match="no options: workspaces"):
        local_gateway(descriptor.model_copy(update={"gateway": plain}), workspaces=("a",))


def test_without_extension_examples_answer(descriptor: Descriptor) -> None:
    plain = descriptor.gateway.model_copy(update={"local": type(descriptor.gateway.local)()})
    with local_gateway(descriptor.model_copy(update={"gateway": plain})) as gw:
        with httpx.Client(base_url=gw.url) as http:
            example = descriptor.services["config"].operations["list"].example.response
            assert config(http, "list", type="t") == example
            assert http.post("/api/v1/nope", json={}).status_code == 404
        with Socket(gw) as sock:
            assert sock.greeting == {"type": "auth-ok"}
            sock.ask(1, "embeddings", {"texts": ["a"]})
            assert (
                sock.answer(1)[0]["response"]
                == descriptor.services["embeddings"].operations["embeddings"].example.response
            )


def test_parameters_come_from_the_caller_or_their_types(http: httpx.Client) -> None:
    described = {
        "model": {"type": "llm"},
        "fast": {"type": "flag"},
        "other": {"type": "none", "controlled-by": "model"},
    }
    definition = json.dumps({"blueprint": {}, "flow": {}, "parameters": described})
    types = [
        {"type": "parameter-type", "key": "llm", "value": json.dumps({"default": "small"})},
        {"type": "parameter-type", "key": "flag", "value": json.dumps({"default": True})},
    ]
    config(http, "put", values=types)
    flow(http, "put-blueprint", blueprint_name="mine", blueprint_definition=definition)
    for id, given, expected in (
        ("f1", {}, {"model": "small", "fast": "true", "other": "small"}),
        ("f2", {"model": "big", "more": 5}, {"model": "big", "fast": "true", "other": "big", "more": "5"}),
    ):
        about = {"flow_id": id, "blueprint_name": "mine", "description": "d", "parameters": given}
        assert flow(http, "start-flow", **about) == EMPTY_FLOW
        assert flow(http, "get-flow", flow_id=id)["parameters"] == expected
