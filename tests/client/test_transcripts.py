"""Recorded traffic is replayed to the clients: what was observed is understood, and ours looks like it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from colours import Client, ClientOf
from recordings import (
    Collected,
    HttpReplay,
    Json,
    Line,
    SocketReplay,
    differences,
    exchanges,
    message_id,
    operation_of,
    recording,
    shape,
    sockets,
    unknown,
)

import felix.items
import llmgine.items
import riptide.items
from felix.operations import FEED_SYSTEM, FEED_WORKFLOW
from gatewright.errors import (
    AuthenticationFailed,
    ConnectionLost,
    GatewayRefused,
    InvalidRequest,
    NotFound,
    PermissionDenied,
    ServiceError,
    Unavailable,
)
from gatewright.operation import Operation, Result
from llmgine.errors import (
    EngineCreationFailed,
    HandlerFailed,
    InvalidJson,
    InvalidMessageType,
    SessionNotFound,
    ValidationFailed,
)

pytestmark = pytest.mark.timeout(30)

STATUS: dict[int, type[Exception]] = {
    400: InvalidRequest,
    401: AuthenticationFailed,
    404: NotFound,
    409: InvalidRequest,
    422: InvalidRequest,
    500: ServiceError,
    503: Unavailable,
}
CODES = {
    "INVALID_JSON": InvalidJson,
    "VALIDATION_ERROR": ValidationFailed,
    "SESSION_NOT_FOUND": SessionNotFound,
    "INVALID_MESSAGE_TYPE": InvalidMessageType,
    "ENGINE_CREATION_FAILED": EngineCreationFailed,
    "WEBSOCKET_ERROR": HandlerFailed,
}


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as pool:
        yield pool


def rest(client: Client, operation: Operation[Any], fields: Json) -> Any:
    """Call an operation by its description."""
    if client.thread is None:
        return client.api._rest.call(operation, fields, fields, None)
    return client.thread.run(client.api._async_rest.call(operation, fields, fields, None))


def call(client: Client, operation: Operation[Any], scope: Json, fields: Json) -> Any:
    """The same on the socket."""
    if client.thread is None:
        return client.api._socket.call(operation, scope, fields, None)
    return client.thread.run(client.api._async_socket.call(operation, scope, fields, None))


# HTTP


@pytest.mark.parametrize(
    ("package", "name"),
    [
        ("llmgine", "llmgine-stock"),
        ("llmgine", "llmgine-drive"),
        ("felix", "felix-stock"),
        ("felix", "felix-live"),
        ("felix", "felix-kb-slow"),
        ("felix", "felix-sweep-kb"),
        ("felix", "felix-sweep-stock"),
    ],
)
def test_every_recorded_response_is_understood(client_of: ClientOf, package: str, name: str) -> None:
    known = [(line, found) for line in exchanges(name) if (found := operation_of(package, line))]
    strange = [line for line in exchanges(name) if not operation_of(package, line)]
    assert all(line["status"] in {404, 405} for line in strange)
    with HttpReplay([line for line, _ in known]) as server:
        client = client_of(package, server.url, token="sekret")
        for line, (operation, in_path) in known:
            query = dict(parse_qsl(urlsplit(line["path"]).query)) | line.get("params", {})
            query.pop("api_key", None)
            fields = {**in_path, **query, **line.get("json", {})}
            body = line["body"]
            if line["status"] < 300:
                result = rest(client, operation, fields)
                assert unknown(result) == [], operation.name
                if operation.result.model is not None:
                    sent = result.model_dump(mode="json", by_alias=True, exclude_unset=True)
                    # Fields that are null are left out.
                    assert without_nulls(sent) == without_nulls(body), operation.name
            else:
                with pytest.raises(STATUS[line["status"]]) as caught:
                    rest(client, operation, fields)
                assert caught.value.status == line["status"]
                detail = body.get("detail")
                told = detail[0]["msg"] if isinstance(detail, list) else body.get("message", detail)
                assert told in str(caught.value)
            method, path, sent = server.requests[-1]
            assert method == line["method"]
            assert urlsplit(path).path == urlsplit(line["path"]).path
            if "json" in line:
                assert sent == line["json"]
            got = dict(parse_qsl(urlsplit(path).query))
            assert got == {key: str(value) for key, value in query.items()}


def without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: without_nulls(part) for name, part in value.items() if part is not None}
    return [without_nulls(item) for item in value] if isinstance(value, list) else value


# Sockets


def frame_of(line: Line, way: str) -> Json:
    """The frame of a line, or nothing."""
    try:
        frame = json.loads(line.get(way, ""))
    except ValueError:
        return {}
    return frame if isinstance(frame, dict) else {}


PUSHES = {"server_request", "server_ping", "notification"}
CORE = {"create_session", "ping", "status"}


def conversation(lines: list[Line]) -> list[Line]:
    """What a client of ours can take part in: it answers questions as they want to be answered."""
    found: list[Line] = []
    asked: dict[str, str] = {}
    for line in lines:
        kind, id = frame_of(line, "received").get("type"), message_id(line.get("received", ""))
        if "received" in line and not any(message_id(each.get("sent", "")) == id for each in found):
            asked[id] = str(kind)
        answers = asked.get(message_id(line["sent"])) if "sent" in line else None
        if "sent_binary" in line:
            break  # which ends it
        if line["case"] in {"big", "too-big"}:
            continue  # recorded without its text
        # Nobody answers what is no question.
        if not ("sent" in line and answers is not None and answers not in PUSHES):
            found.append(line)
    return found


LLMGINE = [
    (name, number) for name in ("llmgine-stock", "llmgine-drive") for number, _ in enumerate(sockets(name))
]


@pytest.mark.parametrize(("name", "number"), LLMGINE)
def test_a_conversation_with_llmgine(
    client_of: ClientOf, threads: ThreadPoolExecutor, name: str, number: int
) -> None:
    lines = conversation(list(sockets(name))[number])
    received = [frame_of(line, "received") for line in lines if "received" in line]
    sent = [line["sent"] for line in lines if "sent" in line]
    pushed = [each for each in received if each["type"] in PUSHES]
    answers = {message_id(text): json.loads(text)["data"] for text in sent if json_object(text)}
    heard = Collected()

    def answer(request: llmgine.items.ServerRequest) -> Json:
        heard.add(request)
        given = dict(answers.get(request.message_id, {}))
        given.pop("response_type", None)
        return given

    with SocketReplay(lines) as server:
        client = client_of("llmgine", server.url)
        socket = client.socket()
        socket.on_server_request("*", answer)
        socket.on_notification(heard.add)
        socket.on_message("*", heard.add)
        greeting = socket.connect()
        assert greeting == llmgine.items.Connected(**received[0]["data"])
        client.hear()
        ids = {message_id(text) for text in sent}
        waiting = []
        for text in sent:
            if message_id(text) not in {each["message_id"] for each in pushed}:
                waiting.append((text, threads.submit(say, client, text)))
            recorded, ours = server.sent.get(timeout=5)
            assert recorded == text
            check_sent(recorded, ours)
        # Each call has the answer that its message had.
        left = [each for each in received[1:] if each not in pushed]
        for text, future in waiting:
            expected = next(
                each
                for each in left
                if each["message_id"] == message_id(text) or each["message_id"] not in ids
                if each["type"] == "error" or each["type"].endswith("_res")
            )
            left.remove(expected)
            check_answer(expected, future)
        # Besides, there are only the server's refusals of answers, and what no method is there for.
        told = [
            each
            for each in received[1:]
            if (each in pushed and each["type"] != "server_ping")
            or (each in left and each["type"] != "error")
        ]
        classes = {"server_request": "ServerRequest", "notification": "Notification"}
        records = heard.wait_for(len(told))
        for record, frame in zip(records, told, strict=True):
            assert type(record).__name__ == classes.get(frame["type"], "ServerMessage")
            assert record.data == frame["data"]
            assert record.message_id == frame["message_id"]


def json_object(text: str) -> bool:
    try:
        frame = json.loads(text)
    except ValueError:
        return False
    return isinstance(frame, dict) and isinstance(frame.get("data"), dict)


def say(client: Client, text: str) -> Any:
    """Call what a recorded message calls; where no client says such a thing, something else."""
    if not json_object(text) or "type" not in json.loads(text):
        return client.socket().session("s").status()
    frame = json.loads(text)
    data = dict(frame["data"])
    session = data.pop("session_id", None)
    match frame["type"]:
        case "create_session" if data.get("app_id"):
            return client.socket().session().create(data["app_id"])
        case "ping" if session and "timestamp" in data:
            return client.socket().session(session).ping(data["timestamp"])
        case "status" if session:
            return client.socket().session(session).status()
        case kind:
            operation: Operation[Any] = Operation(
                name=kind, frame={"operation": kind}, result=Result(json=True)
            )
            return call(client, operation, {} if session is None else {"session_id": session}, data)


def check_sent(recorded: str, ours: str) -> None:
    """What ours said has the form of what was recorded; the session may stand in the envelope, too."""
    if not json_object(recorded) or not message_id(recorded):
        return
    theirs, mine = json.loads(recorded), json.loads(ours)
    if "type" not in theirs or not isinstance(theirs["message_id"], str):
        return
    if theirs["type"] in {"server_pong", "x_res"} and mine["type"] == "server_response":
        return  # recorded to see what a server makes of a wrong answer
    assert mine["type"] == theirs["type"]
    extra = ("session_id",) if "session_id" in theirs["data"] else ()
    if theirs["type"] == "server_response":
        extra = ("response_type",)
    assert differences(shape(theirs), shape(mine), extra) == []
    if "session_id" in theirs["data"] and theirs["type"] in CORE:
        assert mine["session_id"] == theirs["data"]["session_id"]


def check_answer(expected: Json, future: Any) -> None:
    if expected["type"] == "error":
        error = future.exception(5)
        assert type(error) is CODES[expected["data"]["code"]]
        assert error.message == expected["data"]["message"]
        return
    result = future.result(5)
    data = expected["data"]
    if expected["type"] == "create_session_res":
        assert result == data["session_id"]
    elif isinstance(result, dict):
        assert result == data
    else:
        assert result.model_dump(mode="json", by_alias=True, exclude_unset=True) == data
        assert unknown(result) == []


FINAL = {"completed", "failed", "cancelled"}
FELIX = [
    (name, number)
    for name in ("felix-stock", "felix-live", "felix-kb-slow")
    for number, _ in enumerate(sockets(name))
]


@pytest.mark.parametrize(("name", "number"), FELIX)
def test_every_event_of_felix_is_known(client_of: ClientOf, name: str, number: int) -> None:
    lines = list(sockets(name))[number]
    texts = [line["received"] for line in lines if "received" in line]
    events = [json.loads(text) for text in texts if text != "pong"]
    system = "/system/" in lines[0]["open"]
    ends = {"workflow_complete", "workflow_error"}
    # What the client asked for goes to whoever asked; here, nobody did.
    expected: list[Json] = []
    signs = 0
    for event in events:
        if event["type"] == "ping":
            continue
        expected.append(event)
        signs += event["type"] == "workflow_status" and event["status"] in {
            "completed",
            "failed",
            "cancelled",
        }
        if event["type"] in ends:
            break
    # The server never ends it; here, a close tells where the recording does.
    played = [line for line in lines if "received" in line]
    with SocketReplay([*played, {"ended": 4000}]) as server:
        client = client_of("felix", server.url, token="sekret")
        socket = client.socket()
        feed = socket.system() if system else socket.workflow("wf_1")
        if expected[-1]["type"] in ends or signs > 1:
            told = feed.collect()
        else:
            with pytest.raises(ConnectionLost, match="4000") as caught:
                feed.collect()
            told = caught.value.partial
        decode = (FEED_SYSTEM if system else FEED_WORKFLOW).decode
        assert told == [decode(event) for event in expected]
        assert not any(type(each) is felix.items.Event for each in told)
        for each, event in zip(told, expected, strict=True):
            assert all(getattr(each, field) == value for field, value in event.items() if value is not None)
        path = "/api/v1/ws/system/events" if system else "/api/v1/ws/workflows/wf_1"
        assert server.path == path + "?api_key=sekret"


def test_the_words_that_felix_knows_are_those_that_ours_says() -> None:
    said = {
        line["sent"]
        for name in ("felix-stock", "felix-live", "felix-kb-slow")
        for line in recording(name)
        if "sent" in line
    }
    commands = {"ping", "status", "stats", "pong"}
    assert commands <= said
    assert {FEED_WORKFLOW.poll, *FEED_WORKFLOW.replies.values(), "ping", "stats"} == commands
    words = {line["received"] for line in recording("felix-live") if line.get("received", "{")[0] != "{"}
    assert words == set(FEED_WORKFLOW.words)


# RipTide


def requests(lines: list[Line]) -> Iterator[tuple[str, list[Json]]]:
    """Requests that were answered, each with its answers."""
    left: list[tuple[str, list[Json]]] = []
    for line in lines:
        if "sent" in line:
            left.append((line["sent"], []))
        elif "nothing" in line and left and not left[-1][1]:
            left.pop()  # no answer, for a good while
        elif "received" in line:
            frame = json.loads(line["received"])
            kind = frame["message_type"]
            if kind != "welcome":
                left[0][1].append(frame)
            if kind in {"pong", "status", "summary", "error"}:
                yield left.pop(0)


RIPTIDE = [pair for lines in sockets("riptide-standin") for pair in requests(lines)]


def test_the_recording_holds_all_kinds_of_messages() -> None:
    kinds = {frame["message_type"] for _, answers in RIPTIDE for frame in answers}
    assert kinds == {"metadata", "result", "summary", "pong", "status", "error"}
    assert len(RIPTIDE) >= 6


@pytest.mark.parametrize("number", range(len(RIPTIDE)))
def test_what_riptide_answers_is_understood(
    client_of: ClientOf, threads: ThreadPoolExecutor, number: int
) -> None:
    text, answers = RIPTIDE[number]
    greeting = next(line["received"] for line in recording("riptide-standin") if "received" in line)
    lines = [{"received": greeting}, {"sent": text}, *({"received": json.dumps(each)} for each in answers)]
    asked = json.loads(text)
    with SocketReplay(lines) as server:
        client = client_of("riptide", server.url)
        assert client.socket().connect() == riptide.items.Welcome(**json.loads(greeting)["data"])
        streaming = client.socket().streaming()
        last = answers[-1]
        if asked["request_type"] == "crawl":
            data = asked["data"]
            future = threads.submit(lambda: streaming.crawl(data["urls"], data.get("options")).collect())
        elif asked["request_type"] in {"ping", "status"}:
            future = threads.submit(getattr(streaming, asked["request_type"]))
        else:
            kind = asked["request_type"]
            strange: Operation[Any] = Operation(name=kind, frame={"operation": kind})
            future = threads.submit(call, client, strange, {}, asked["data"])
        recorded, ours = server.sent.get(timeout=5)
        assert json.loads(ours) == json.loads(recorded)
        if last["message_type"] == "error":
            error = future.exception(5)
            assert isinstance(error, GatewayRefused)
            assert error.type == last["data"]["error_type"]
            assert error.message == last["data"]["message"]
        elif asked["request_type"] == "crawl":
            check_items(future.result(5), [(each["message_type"], each["data"]) for each in answers])
        else:
            result = future.result(5)
            assert unknown(result) == []
            told = result.model_dump(mode="json", by_alias=True, exclude_unset=True)
            told.pop("latency_ms", None)
            assert told == last["data"]


def check_items(items: list[Any], recorded: list[tuple[str, Json]]) -> None:
    """Each item is what its message says, and none of a kind that nobody knows."""
    assert [item.event_type for item in items] == [kind for kind, _ in recorded]
    for item, (_, data) in zip(items, recorded, strict=True):
        assert type(item) is not riptide.items.StreamingResult
        assert item.data == data
        assert all(getattr(item, name) == value for name, value in data.items() if value is not None)


def test_lines_are_understood(client_of: ClientOf) -> None:
    lines = [line["line"] for line in recording("riptide-standin") if "line" in line]
    crawl = lines[: next(n for n, line in enumerate(lines) if "successful" in line) + 1]
    names = {
        "stream_type": "metadata",
        "result": "result",
        "operation_id": "progress",
        "successful": "summary",
    }
    body = "".join(json.dumps(line) + "\n" for line in crawl)
    response = {"status": 200, "body": body, "type": "application/x-ndjson"}
    with HttpReplay([response]) as server:
        items = client_of("riptide", server.url).streaming().crawl(["https://example.com"]).collect()
        kinds = [next(name for key, name in names.items() if key in line) for line in crawl]
        check_items(items, list(zip(kinds, crawl, strict=True)))
        assert set(kinds) == set(names.values())


def test_server_sent_events_are_understood(client_of: ClientOf) -> None:
    (body,) = [line["events"] for line in recording("riptide-standin") if "events" in line]
    blocks = [dict(each.split(": ", 1) for each in block.split("\n")) for block in body.strip().split("\n\n")]
    response = {"status": 200, "body": body, "type": "text/event-stream"}
    with HttpReplay([response]) as server:
        items = client_of("riptide", server.url).streaming().crawl_events(["https://example.com"]).collect()
        check_items(items, [(each["event"], json.loads(each["data"])) for each in blocks])


def test_a_refused_crawl_says_why(client_of: ClientOf) -> None:
    (line,) = [line for line in exchanges("riptide-standin") if line["status"] == 500]
    with HttpReplay([line]) as server:
        with pytest.raises(InvalidRequest, match="At least one URL"):
            client_of("riptide", server.url).streaming().crawl([]).collect()
        assert server.requests == [("POST", line["path"], line["json"])]


REFUSED = [
    (name.partition("-")[0], line)
    for name in ("llmgine-stock", "felix-live", "riptide-standin")
    for line in recording(name)
    if "refused" in line
]


@pytest.mark.parametrize(("package", "line"), REFUSED)
def test_a_refused_socket_is_understood(client_of: ClientOf, package: str, line: Line) -> None:
    def refuse(connection: Any, request: Any) -> Any:
        return connection.respond(HTTPStatus(line["refused"]), line["body"])

    with SocketReplay([], process_request=refuse) as server:
        client = client_of(package, server.url, token="sekret-key")
        raises = {"riptide": AuthenticationFailed, "felix": NotFound, "llmgine": PermissionDenied}[package]
        enter = (
            client.socket().workflow("wf_none").__enter__ if package == "felix" else client.socket().connect
        )
        with pytest.raises(raises) as caught:
            enter()
        assert caught.value.status == line["refused"]
        assert "sekret-key" not in str(caught.value)
