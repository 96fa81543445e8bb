"""The described gateways, served from their descriptors alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from raw_client import Raw
from websockets.exceptions import InvalidStatus

from gatewright.descriptor import Descriptor
from gatewright.gateway import LocalGateway, local_gateway
from gatewright.gateway.validate import wrong
from gatewright_codegen.load import load

SCHEMA = Path(__file__).parents[2] / "schema"
NEW = ["llmgine", "felix", "riptide"]


@pytest.fixture(scope="module")
def described() -> Callable[[str], Descriptor]:
    loaded: dict[str, Descriptor] = {}

    def get(name: str) -> Descriptor:
        if name not in loaded:
            loaded[name] = load(SCHEMA, name).descriptor
        return loaded[name]

    return get


@pytest.fixture
def llmgine(described: Callable[[str], Descriptor]) -> Iterator[LocalGateway]:
    with local_gateway(described("llmgine")) as gateway:
        yield gateway


@pytest.fixture
def felix(described: Callable[[str], Descriptor]) -> Iterator[LocalGateway]:
    with local_gateway(described("felix"), pace=0.0) as gateway:
        yield gateway


@pytest.fixture
def riptide(described: Callable[[str], Descriptor]) -> Iterator[LocalGateway]:
    with local_gateway(described("riptide")) as gateway:
        yield gateway


@pytest.mark.parametrize("name", NEW)
def test_every_operation_answers_with_what_fits_its_type(
    described: Callable[[str], Descriptor], name: str
) -> None:
    descriptor = described(name)
    with local_gateway(descriptor) as gw, httpx.Client(base_url=gw.url) as http:
        for served in gw.catalog.operations.values():
            if served.path is None or served.media is not None:
                continue
            operation = served.operation
            if operation.keeping is not None and operation.keeping.does in {"get", "change", "remove"}:
                gw.stores.put(operation.keeping.store, "1", {operation.keeping.key: "1"})
            body = {
                field.wire or key: _value(descriptor, field)
                for key, field in operation.request.items()
                if field.required and field.place == "body"
            }
            query = {
                field.wire or key: "1"
                for key, field in operation.request.items()
                if field.required and field.place == "query"
            }
            path = served.path.format_map(dict.fromkeys(operation.request, "1"))
            answer = http.request(
                served.method, path, params=query, json={**body, **operation.send} if body else None
            )
            assert answer.status_code == operation.example.status, (served.name, answer.text)
            # Operations at one path may differ in nothing but the values of their fields.
            assert gw.catalog.operations[gw.requests[-1].operation].path == served.path
            if answer.status_code == 204 or operation.response is None or operation.keeping is not None:
                continue
            schema = descriptor.types[operation.response]
            bodies = answer.json() if operation.returns.many else [answer.json()]
            assert [wrong(descriptor, schema, body, served.name) for body in bodies] == [None] * len(bodies)


def _value(descriptor: Descriptor, field: Any) -> Any:
    if field.ref is not None:
        schema = descriptor.types[field.ref]
        return {key: _value(descriptor, schema.properties[key]) for key in schema.required}
    if field.enum:
        return field.enum[0]
    plain = {"string": "x", "integer": 1, "number": 0.5, "boolean": True, "array": [], "object": {"a": 1}}
    if field.type == "array" and field.items is not None:
        return [_value(descriptor, field.items)]
    return plain.get(field.type or "", "x")


@pytest.mark.parametrize("name", NEW)
def test_unknown_paths_and_methods(described: Callable[[str], Descriptor], name: str) -> None:
    with local_gateway(described(name)) as gw:
        lost = httpx.get(gw.url + "no/such/path")
        refused = httpx.patch(
            gw.url
            + next(
                served.path for served in gw.catalog.operations.values() if served.path is not None
            ).removeprefix("/")
        )
    assert (lost.status_code, refused.status_code) == (404, 405)
    if name != "riptide":
        assert lost.json() == {"detail": "Not Found"}
        assert refused.json() == {"detail": "Method Not Allowed"}
    else:
        assert lost.json()["error"]["type"] == "not_found"
        assert refused.json()["error"]["type"] == "method_not_allowed"


@pytest.mark.parametrize(("name", "status"), [("llmgine", 403), ("felix", 403), ("riptide", 404)])
def test_unknown_path_of_a_socket(described: Callable[[str], Descriptor], name: str, status: int) -> None:
    with local_gateway(described(name)) as gw, pytest.raises(InvalidStatus) as refused:
        Raw(gw, "/no/such/path")
    assert refused.value.response.status_code == status
    assert bool(refused.value.response.body) is (status == 404)


# LLMGine


def test_llmgine_conversation(llmgine: LocalGateway) -> None:
    with Raw(llmgine, "/api/ws") as socket:
        greeting = socket.receive()
        app = greeting["data"]["app_id"]
        assert set(greeting) == {"type", "message_id", "data"}
        assert greeting["data"] == {"app_id": app, "status": "connected"}

        def ask(kind: str, **data: Any) -> Any:
            frame = socket.ask({"type": kind, "message_id": "m", "data": data})
            assert set(frame) == {"type", "message_id", "data"}
            return frame

        made = ask("create_session", app_id=app)
        assert (made["type"], made["message_id"]) == ("create_session_res", "m")
        session = made["data"]["session_id"]
        assert made["data"] == {"session_id": session}
        ping = ask("ping", timestamp="t", session_id=session)
        assert (ping["type"], ping["data"]) == ("ping_res", {"timestamp": "t"})
        status = ask("status", session_id=session)
        assert status["type"] == "status_res"
        assert set(status["data"]) == {"session_id", "status", "created_at", "last_interaction_at"}
        assert status["data"]["last_interaction_at"] > status["data"]["created_at"]
        for kind, data, code in (
            ("ping", {"timestamp": "t"}, "VALIDATION_ERROR"),
            ("ping", {"timestamp": "t", "session_id": "no"}, "SESSION_NOT_FOUND"),
            ("nope", {}, "VALIDATION_ERROR"),
            ("nope", {"session_id": "no"}, "SESSION_NOT_FOUND"),
            ("nope", {"session_id": session}, "INVALID_MESSAGE_TYPE"),
            ("create_session", {}, "VALIDATION_ERROR"),
        ):
            refused = ask(kind, **data)
            assert (refused["type"], refused["message_id"]) == ("error", "m")
            assert refused["data"]["code"] == code, kind
            assert set(refused["data"]) == {"code", "message", "details"}
        for text, code in (("no JSON", "INVALID_JSON"), ("", "INVALID_JSON"), ("[]", "WEBSOCKET_ERROR")):
            refused = socket.ask(text)
            assert refused["data"]["code"] == code
            assert refused["message_id"] not in {"m", None}
        shown = httpx.get(llmgine.url + "api/connections").json()
        assert shown["connected_apps"] == [app]
        assert shown["summary"]["total_sessions"] == 1
        ready = httpx.get(llmgine.url + "health/ready").json()["services"]["websocket_connections"]
        assert (ready["total_connections"], ready["total_sessions"]) == (1, 1)
    llmgine.wait_for(lambda: not llmgine.messaging.get_connected_apps())
    assert llmgine.stores.get("sessions", session) is None


def test_llmgine_messages_of_the_gateway(llmgine: LocalGateway) -> None:
    with Raw(llmgine, "/api/ws") as socket:
        app = socket.receive()["data"]["app_id"]
        session = socket.ask({"type": "create_session", "message_id": "m", "data": {"app_id": app}})
        messaging = llmgine.messaging
        messaging.run(
            messaging.send_to_session(session["data"]["session_id"], "notification", {"message": "hi"})
        )
        told = socket.receive()
        assert set(told) == {"type", "message_id", "data", "server_initiated"}
        assert told["type"] == "notification"
        assert told["data"] == {"message": "hi", "session_id": session["data"]["session_id"]}


# Felix


def test_felix_workflow(felix: LocalGateway) -> None:
    with httpx.Client(base_url=felix.url) as http:
        with felix.stores.held():
            made = http.post("/api/v1/workflows", json={"task": "Say hello"})
            assert made.status_code == 202
            workflow = made.json()["workflow_id"]
            assert workflow.startswith("wf_")
            assert made.json()["status"] == "pending"
            watchers = [Raw(felix, f"/api/v1/ws/workflows/{workflow}?api_key=k") for _ in range(10)]
            for socket in watchers:
                opening = [socket.receive() for _ in range(2)]
                assert [event["type"] for event in opening] == ["connected", "workflow_status"]
                assert (opening[1]["status"], opening[1]["task"]) == ("pending", "Say hello")
        streams: list[list[Any]] = []
        for socket in watchers:
            with socket:
                events = [socket.receive()]
                while events[-1]["type"] not in {"workflow_complete", "workflow_error"}:
                    events.append(socket.receive())
                streams.append(events)
        assert all(stream == streams[0] for stream in streams)
        types = [event["type"] for event in streams[0]]
        assert types == [
            "workflow_status",
            "agent_spawned",
            "agent_spawned",
            "synthesis_started",
            "workflow_complete",
        ]
        assert all(event["workflow_id"] == workflow and event["timestamp"] for event in streams[0])
        read = http.get(f"/api/v1/workflows/{workflow}").json()
        assert read["status"] == "completed"
        assert read["synthesis"]["content"] == streams[0][-1]["synthesis"]["content"]
        with Raw(felix, f"/api/v1/ws/workflows/{workflow}") as late:
            assert [late.receive()["type"] for _ in range(3)] == [
                "connected",
                "workflow_status",
                "workflow_complete",
            ]
            late.send("ping")
            assert late.text() == "pong"
            assert late.ask("status")["status"] == "completed"
        assert http.delete(f"/api/v1/workflows/{workflow}").status_code == 409
        assert http.get("/api/v1/workflows/wf_no").json()["error"] == "HTTPException"
        assert "detail" in http.post("/api/v1/workflows", json={}).json()


def test_felix_lists_the_newest_workflow_first(felix: LocalGateway) -> None:
    with httpx.Client(base_url=felix.url) as http:
        made = [http.post("/api/v1/workflows", json={"task": str(n)}).json()["workflow_id"] for n in range(3)]
        listed = http.get("/api/v1/workflows", params={"limit": 2}).json()
    assert [each["workflow_id"] for each in listed["workflows"]] == [made[2], made[1]]
    assert listed["total"] == 3


def test_felix_system_events_and_credentials(described: Callable[[str], Descriptor]) -> None:
    with local_gateway(described("felix"), token="k") as gw:
        with pytest.raises(InvalidStatus) as refused:
            Raw(gw, "/api/v1/ws/system/events")
        assert refused.value.response.status_code == 401
        with Raw(gw, "/api/v1/ws/system/events?api_key=k") as socket:
            assert socket.receive()["type"] == "connected"
            stats = socket.ask("stats")
            assert (stats["total_connections"], stats["system_connections"]) == (1, 1)
            gw.feeds.publish("system", None, {"type": "agent_registered"})
            assert socket.receive() == {"type": "agent_registered"}
        with pytest.raises(InvalidStatus) as unknown:
            Raw(gw, "/api/v1/ws/workflows/wf_no?api_key=k")
        assert unknown.value.response.status_code == 403
        assert httpx.get(gw.url).status_code == 200
        missing = httpx.get(gw.url + "api/v1/workflows")
        assert (missing.status_code, missing.json()["error"]) == (401, "HTTPException")


# RipTide


def test_riptide_socket(described: Callable[[str], Descriptor]) -> None:
    with local_gateway(described("riptide"), token="k") as gw:
        with pytest.raises(InvalidStatus) as refused:
            Raw(gw, "/crawl/ws")
        assert refused.value.response.status_code == 401
        assert json.loads(refused.value.response.body or b"")["error"] == "Unauthorized"
        with Raw(gw, "/crawl/ws", X_API_Key="k") as socket:
            welcome = socket.receive()
            assert (welcome["message_type"], bool(welcome["timestamp"])) == ("welcome", True)
            session = welcome["data"]["session_id"]
            pong = socket.ask({"request_type": "ping", "data": {}})
            assert (pong["message_type"], pong["data"]["session_id"]) == ("pong", session)
            # Nothing is said to what cannot be read.
            socket.send("no JSON")
            socket.send({"request_type": "ping"})
            socket.send({"request_type": "crawl", "data": {"urls": "http://a"}})
            socket.send(
                {"request_type": "crawl", "data": {"urls": ["http://a"], "options": {"concurrency": "x"}}}
            )
            status = socket.ask({"request_type": "status", "data": {}})["data"]
            assert (status["session_id"], status["is_healthy"]) == (session, True)
            assert {"connected_duration_ms", "message_count", "backpressure_count"} <= set(status)
            socket.send({"request_type": "crawl", "data": {"urls": ["http://a", "http://b", "http://c"]}})
            socket.send({"request_type": "nope", "data": {}})
            socket.send({"request_type": "crawl", "data": {"urls": []}})
            frames = [socket.receive() for _ in range(7)]
            kinds = ["metadata", "result", "result", "result", "summary", "error", "error"]
            assert [frame["message_type"] for frame in frames] == kinds
            places = [frame["data"]["index"] for frame in frames[1:4]]
            assert sorted(places) == [0, 1, 2]
            assert [frame["data"]["progress"]["completed"] for frame in frames[1:4]] == [1, 2, 3]
            errors = [frame["data"]["error_type"] for frame in frames[5:]]
            assert errors == ["unknown_request", "validation_error"]


def test_riptide_streams(riptide: LocalGateway) -> None:
    urls = {"urls": ["http://a", "http://b"]}
    with httpx.Client(base_url=riptide.url) as http:
        lines = [json.loads(line) for line in http.post("/crawl/stream", json=urls).text.splitlines()]
        assert lines[0]["stream_type"] == "crawl"
        assert {line["result"]["url"] for line in lines[1:-1]} == set(urls["urls"])
        assert lines[-1]["successful"] == 2
        text = http.post("/crawl/sse", json=urls).text
        events = [line.removeprefix("event: ") for line in text.splitlines() if line.startswith("event: ")]
        assert events == ["metadata", "progress", "result", "progress", "result", "complete"]
        found = [
            json.loads(line)
            for line in http.post("/deepsearch/stream", json={"query": "q"}).text.splitlines()
        ]
        assert [found[0]["stream_type"], found[-1]["status"]] == ["deepsearch", "completed"]
        refused = http.post("/crawl/stream", json={"urls": []})
        assert (refused.status_code, refused.json()["error"]["type"]) == (500, "validation_error")
