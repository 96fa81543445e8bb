"""A gateway hosted as an ASGI application under plain uvicorn."""

from __future__ import annotations

import asyncio
import json
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
import uvicorn
from small_gateways import NAMED, STREAMS, WORKS
from starlette.applications import Starlette
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from gatewright.errors import ConfigurationError
from gatewright.gateway import (
    AnswerTimeout,
    AppConfig,
    Backend,
    BackendConfig,
    Request,
    ServerInitiated,
    ServerMessage,
    create_app,
)
from gatewright.gateway.settings import settle


class Announced(uvicorn.Server):
    """Tells when it is ready."""

    def __init__(self, app: Starlette) -> None:
        config = uvicorn.Config(
            app, port=0, log_config=None, ws="websockets-sansio", timeout_graceful_shutdown=1
        )
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    @property
    def port(self) -> int:
        return int(self.servers[0].sockets[0].getsockname()[1])


@contextmanager
def served(app: Starlette) -> Iterator[str]:
    """The address, without its scheme, of an application under uvicorn."""
    server = Announced(app)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        assert server.ready.wait(10)
        yield f"127.0.0.1:{server.port}"
    finally:
        server.should_exit = True
        thread.join()


@contextmanager
def guest(address: str) -> Iterator[tuple[ClientConnection, str]]:
    with connect(f"ws://{address}/house", compression=None, close_timeout=1) as socket:
        yield socket, json.loads(socket.recv(timeout=5))["data"]["guest"]


def ask(socket: ClientConnection, frame: Any) -> Any:
    socket.send(json.dumps(frame))
    return json.loads(socket.recv(timeout=5))


class TranslateHandler:
    async def handle(self, request: Request) -> dict[str, Any]:
        return {"translated_text": request["text"].upper()}


@pytest.fixture
def backend() -> Backend:
    return Backend(BackendConfig(engine_name="Engine"))


def test_calls_messages_and_callbacks(backend: Backend) -> None:
    events: list[tuple[str, str]] = []
    both = threading.Event()

    async def connected(app_id: str) -> None:
        events.append(("connect", app_id))

    def disconnected(app_id: str) -> None:
        events.append(("disconnect", app_id))
        both.set()

    backend.register_custom_handler("translate", TranslateHandler)
    backend.register_connection_callback("connect", connected)
    backend.register_connection_callback("disconnect", disconnected)
    app = create_app(NAMED, api_factory=backend)
    messaging = backend.get_messaging_api()
    app.state.anything = "of the host"
    with served(app) as address:
        with guest(address) as (socket, name):
            visit = ask(socket, {"type": "enter", "id": "1", "data": {"guest": name}})["data"]["visit_id"]
            body = {"visit_id": visit, "text": "hi"}
            translated = ask(socket, {"type": "translate", "id": "2", "data": body})
            assert translated == {"type": "translate_res", "id": "2", "data": {"translated_text": "HI"}}
            assert messaging.get_connected_apps() == [name]
            assert messaging.get_app_sessions(name) == {visit}

            # From this thread, on a loop of its own
            asyncio.run(messaging.send_to_session(visit, "news", {"n": 1}))
            assert json.loads(socket.recv(timeout=5))["data"] == {"n": 1, "session_id": visit}
            assert messaging.run(messaging.broadcast("news", {"n": 2})) == 1
            assert json.loads(socket.recv(timeout=5))["ours"] is True

            answers: list[ServerMessage] = []
            asking = threading.Thread(
                target=lambda: answers.append(
                    messaging.run(messaging.send_to_app_and_wait(name, "question", {"about": "age"}))
                )
            )
            asking.start()
            asked = json.loads(socket.recv(timeout=5))
            socket.send(json.dumps({"type": "answer", "id": asked["id"], "data": {"age": 7}}))
            asking.join()
            assert answers[0].data == {"age": 7}

            with pytest.raises(AnswerTimeout):
                asyncio.run(messaging.send_to_app_and_wait(name, "question", {}, timeout=0.01))

            shown = httpx.get(f"http://{address}/guests").json()
            assert (shown["guests"], shown["extra"], shown["host"]) == ([name], ["translate"], "Engine")
        assert both.wait(5)
        assert events == [("connect", name), ("disconnect", name)]
        assert messaging.get_connected_apps() == []


class CustomMessage(ServerMessage, ServerInitiated):
    """A message type of a host."""

    def __init__(self, custom_data: str, message_id: str | None = None) -> None:
        super().__init__(
            type="custom_server_message",
            message_id=message_id or str(uuid.uuid4()),
            data={"custom_data": custom_data},
        )


def test_messages_by_hand(backend: Backend) -> None:
    message = CustomMessage("Hello from server!")

    async def connected(app_id: str) -> None:
        connection = backend.get_messaging_api().get_connection(app_id)
        assert connection is not None
        await connection.websocket.send_text(message.model_dump_json())

    backend.register_connection_callback("connect", connected)
    with served(create_app(NAMED, api_factory=backend)) as address, guest(address) as (socket, _):
        assert json.loads(socket.recv(timeout=5)) == {
            "type": "custom_server_message",
            "message_id": message.message_id,
            "data": {"custom_data": "Hello from server!"},
            "server_initiated": True,
        }


def test_handlers_of_described_operations_and_faults_of_handlers(backend: Backend) -> None:
    async def enter(request: Request) -> dict[str, Any]:
        return {"visit_id": "v"}

    backend.register_handler("room.enter", enter)
    with served(create_app(NAMED, api_factory=backend)) as address, guest(address) as (socket, _):
        frame = {"type": "enter", "id": "1", "data": {"guest": "g"}}
        assert ask(socket, frame)["data"] == {"visit_id": "v"}
        backend.register_handler("room.enter", lambda request: request["nothing"])
        assert ask(socket, frame)["data"]["code"] == "BROKEN"
        assert ask(socket, "[]")["data"]["code"] == "HALF"


def test_feeds_and_refusals_before_the_upgrade(backend: Backend) -> None:
    app = create_app(WORKS, config=AppConfig(token="k"), api_factory=backend)
    headers = {"Authorization": "Bearer k"}
    with served(app) as address:
        assert httpx.get(f"http://{address}/jobs").status_code == 401
        job = httpx.post(f"http://{address}/jobs", json={"task": "t"}, headers=headers).json()["job_id"]
        for path, status in (("watch/nothing?key=k", 403), ("watch", 401), ("nowhere?key=k", 404)):
            with pytest.raises(InvalidStatus) as refused, connect(f"ws://{address}/{path}"):
                pass
            assert refused.value.response.status_code == status
        with connect(f"ws://{address}/watch/{job}?key=k", compression=None) as socket:
            assert json.loads(socket.recv(timeout=5))["type"] == "hello"
            socket.send("ping")
            while (text := socket.recv(timeout=5)) != "pong":
                assert json.loads(text)["type"] in {"state", "note", "done"}
            assert backend.get_feeds().publish("job", job, {"n": 1}) == 1
            while "n" not in (event := json.loads(socket.recv(timeout=5))):
                assert event["type"] in {"state", "note", "done"}


def test_streams() -> None:
    with served(create_app(STREAMS)) as address:
        lines = httpx.post(f"http://{address}/lines", json={"of": ["a"]}).text.splitlines()
        assert [json.loads(line) for line in lines] == [{"value": "a"}, {"total": 1}]
        with connect(f"ws://{address}/socket", compression=None) as socket:
            assert ask(socket, {"do": "lines", "with": {"of": []}})["is"] == "sum"


def test_a_burst_and_a_client_that_goes(backend: Backend) -> None:
    ended = threading.Event()

    async def count(request: Request) -> Any:
        try:
            for n in range(request["n"]):
                yield {"n": n}
        finally:
            ended.set()

    backend.register_custom_handler("count", count)
    with served(create_app(NAMED, api_factory=backend)) as address:
        with guest(address) as (socket, name):
            visit = ask(socket, {"type": "enter", "id": "1", "data": {"guest": name}})["data"]["visit_id"]
            frame = {"type": "count", "id": "2", "data": {"visit_id": visit, "n": 1000}}
            assert ask(socket, frame)["data"] == {"n": 0}
            assert [json.loads(socket.recv(timeout=5))["data"]["n"] for _ in range(999)] == list(
                range(1, 1000)
            )
            assert ended.is_set()
            ended.clear()
            frame["data"] = {"visit_id": visit, "n": 10**9}
            ask(socket, frame)
            assert socket.socket is not None
            socket.socket.close()
        assert ended.wait(5)


def test_the_server_closes_what_is_open() -> None:
    with served(create_app(NAMED)) as address, guest(address) as (socket, _):
        pass
    with pytest.raises(ConnectionClosed):
        socket.recv(timeout=5)


def test_before_there_is_an_application(backend: Backend) -> None:
    for get in (backend.get_messaging_api, backend.get_feeds):
        with pytest.raises(ConfigurationError, match="call create_app first"):
            get()
    create_app(NAMED, api_factory=backend)
    with pytest.raises(ConfigurationError, match="does not run"):
        asyncio.run(backend.get_messaging_api().broadcast("news", {}))
    assert backend.get_messaging_api().get_connected_apps() == []
    with pytest.raises(ConfigurationError, match="no client package"):
        create_app("no_such_client")


def test_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(NAMED)
    assert (app.state.config.title, app.state.config.version) == ("Small", "1.0")
    assert (app.state.config.host, app.state.config.port, app.state.config.debug) == ("0.0.0.0", 8000, False)
    assert (app.state.config.max_sessions, app.state.config.session_timeout) == (100, 3600)
    monkeypatch.setenv("SMALL_API_TITLE", "From outside")
    monkeypatch.setenv("SMALL_API_PORT", "9000")
    monkeypatch.setenv("SMALL_API_DEBUG", "true")
    monkeypatch.setenv("SMALL_API_MAX_SESSIONS", "50")
    monkeypatch.setenv("SMALL_API_SESSION_TIMEOUT", "0.5")
    config = create_app(NAMED).state.config
    assert (config.title, config.port, config.debug) == ("From outside", 9000, True)
    assert (config.max_sessions, config.session_timeout) == (50, 0.5)
    given = AppConfig(title="Given", port=1, debug=False, max_sessions=2, custom={"a": {"b": 1}})
    config = create_app(NAMED, config=given).state.config
    assert (config.title, config.port, config.debug, config.max_sessions) == ("Given", 1, False, 2)
    assert config.custom == {"a": {"b": 1}}


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [("PORT", "many", "no number"), ("DEBUG", "perhaps", "neither true nor false")],
)
def test_wrong_settings(name: str, value: str, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        settle(None, NAMED.gateway, {f"SMALL_API_{name}": value})


def test_limits_of_sessions() -> None:
    app = create_app(NAMED, config=AppConfig(max_sessions=1))
    with served(app) as address, guest(address) as (socket, name):
        enter = {"type": "enter", "id": "1", "data": {"guest": name}}
        assert ask(socket, enter)["type"] == "enter_res"
        assert ask(socket, enter)["data"]["code"] == "FULL"
