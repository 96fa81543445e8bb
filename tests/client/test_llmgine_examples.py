"""The Python examples of the document that describes the LLMGine API: they make applications, which run.

Only their imports, the names imported, and addresses are replaced; what they leave open is given.
"""

from __future__ import annotations

import ast
import asyncio
import dataclasses
import importlib
import json
import os
import queue
import re
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Optional

import pytest
from documents import ROOT, adapt, blocks, documented, run, serving
from websockets.sync.client import connect

from gatewright.gateway import ConnectionMetadata
from gatewright_codegen.workspace import Workspace, generate
from llmgine import Api, Connected, Notification, ServerMessage, ServerRequest

BLOCKS = blocks("llmgine")
NAMES = {
    "llmgineAPI.main.app": "llmgine.server.app",
    "llmgineAPI.main.create_app": "llmgine.server.create_app",
    "llmgineAPI.config.APIConfig": "gatewright.gateway.AppConfig",
    "llmgineAPI.core.extensibility.ExtensibleAPIFactory": "gatewright.gateway.Backend",
    "llmgineAPI.core.extensibility.EngineConfiguration": "gatewright.gateway.BackendConfig",
    "llmgineAPI.models.websocket.ServerMessage": "gatewright.gateway.ServerMessage",
    "llmgineAPI.models.websocket.ServerInitiatedMixin": "gatewright.gateway.ServerInitiated",
}
RUN = [
    "The application as it is",
    "The application extended",
    "Messages to clients",
    "A message of one's own",
    "Settings",
]
COMPARED = ["ConnectionMetadata"]


def test_every_block_of_the_document_is_accounted_for() -> None:
    assert sorted(BLOCKS) == sorted([*RUN, *COMPARED])
    assert len(BLOCKS) == 6


def test_the_table_of_names_is_that_of_the_documentation() -> None:
    assert documented("llmgine", NAMES)


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Variables of whoever runs the tests must not reach the application."""
    for name in list(os.environ):
        if name.startswith("LLMGINE_"):
            monkeypatch.delenv(name)


def example(title: str, texts: Mapping[str, str] | None = None, **given: Any) -> dict[str, Any]:
    """The variables of a block that has run."""
    values: dict[str, Any] = {"__name__": "example", **given}
    asyncio.run(run(title, adapt(BLOCKS[title], NAMES, texts or {}), values))
    return values


# Served by uvicorn ------------------------------------------------------------------------------


@pytest.fixture(params=["as a program", "as the document's container does"])
def command(request: pytest.FixtureRequest, tmp_path: Path) -> list[str]:
    if request.param != "as a program":
        return ["-m", "uvicorn", "llmgine.server:app", "--port", "0"]
    main = tmp_path / "main.py"
    port = {'"0.0.0.0", port=8000': '"127.0.0.1", port=0'}
    main.write_text(adapt(BLOCKS["The application as it is"], NAMES, port))
    return [str(main)]


def test_the_application_as_it_is(command: list[str]) -> None:
    process = subprocess.Popen([sys.executable, *command], stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    with process:
        try:
            lines = iter(process.stderr.readline, "")
            url = next(match[1] for line in lines if (match := re.search(r"running on (http://\S+)", line)))
            with Api(url) as api:
                assert api.server().health().status == "healthy"
                session_id = api.socket().session().create()
                assert api.socket().session(session_id).status().status == "running"
                assert api.server().connections().summary.total_sessions == 1
        finally:
            process.terminate()
            rest = process.stderr.read()
    assert "Traceback" not in rest


# Extended ---------------------------------------------------------------------------------------


class TranslateHandler:
    """Upper case is a language, too."""

    async def handle(self, request: Mapping[str, Any]) -> dict[str, str]:
        return {"original_text": request["text"], "translated_text": request["text"].upper()}


@dataclasses.dataclass
class Extended:
    """The extended application while it runs, and what it has printed."""

    url: str
    values: dict[str, Any]
    printed: queue.Queue[str]


@pytest.fixture
def extended() -> Iterator[Extended]:
    printed: queue.Queue[str] = queue.Queue()
    values = example("The application extended", TranslateHandler=TranslateHandler, print=printed.put)
    with serving(values["app"]) as url:
        yield Extended(url, values, printed)


def test_the_application_extended(extended: Extended) -> None:
    backend = extended.values["backend"]
    assert extended.values["app"].state.custom_backend is backend
    notifications: queue.Queue[Notification] = queue.Queue()
    prompts: list[str] = []

    def answer(request: ServerRequest) -> dict[str, str]:
        prompts.append(request.data["prompt"])
        return {"user_input": "Ada"}

    with Api(extended.url, timeout=20) as api:
        api.socket().on_server_request("user_input", answer)
        api.socket().on_notification(notifications.put)
        app_id = api.socket().connect().app_id
        assert extended.printed.get(timeout=20) == f"User connected: {app_id}"
        api.socket().listen(background=True)

        asyncio.run(backend.send_user_notification(app_id, "Hello!"))
        notification = notifications.get(timeout=20)
        assert (notification.notification_type, notification.message) == ("info", "Hello!")

        assert asyncio.run(backend.request_user_input(app_id, "Your name?")) == "Ada"
        assert prompts == ["Your name?"]
        assert api.server().info().extensions.custom_message_types == ["translate"]
        assert api.server().root().engine_name == "MyCustomEngine"
    assert extended.printed.get(timeout=20) == f"User disconnected: {app_id}"
    assert asyncio.run(backend.request_user_input(app_id, "Still there?")) == ""
    assert extended.printed.get(timeout=20) == f"Error getting user input: {app_id} is not connected"


def test_a_custom_handler_answers(extended: Extended) -> None:
    """Here the messages are written by hand, since the client's descriptor knows no `translate`."""
    with Api(extended.url) as api, connect(f"{extended.url.replace('http', 'ws')}api/ws") as socket:
        assert json.loads(socket.recv(20))["type"] == "connected"
        session_id = api.socket().session().create()
        data = {"text": "hello", "target_language": "loud", "session_id": session_id}
        socket.send(json.dumps({"type": "translate", "message_id": "m1", "data": data}))
        assert json.loads(socket.recv(20)) == {
            "type": "translate_res",
            "message_id": "m1",
            "data": {"original_text": "hello", "translated_text": "HELLO"},
        }


@pytest.fixture
def translating(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A client with what the documentation adds to the descriptor, under a name of its own."""
    schema = tmp_path / "schema"
    shutil.copytree(ROOT / "schema/llmgine", schema / "translating")
    gateway = schema / "translating/gateway.yaml"
    gateway.write_text(
        gateway.read_text("utf-8").replace("gateway: llmgine\n", "gateway: translating\n"), "utf-8"
    )
    page = (ROOT / "docs/llmgine.md").read_text("utf-8")
    files = re.findall(r"^```yaml\n# schema/llmgine/(\S+)\n(.*?)^```$", page, re.S | re.M)
    assert len(files) == 2
    for name, text in files:
        (schema / "translating" / name).write_text(text, "utf-8")
    generate(Workspace(schema, tmp_path / "out"), "translating")
    monkeypatch.syspath_prepend(tmp_path / "out/translating")
    yield importlib.import_module("translating")
    for module in [module for module in sys.modules if module.partition(".")[0] == "translating"]:
        del sys.modules[module]


def test_a_custom_handler_answers_a_client_that_knows_it(extended: Extended, translating: Any) -> None:
    with translating.Api(extended.url, timeout=20) as api:
        session = api.socket().session(api.socket().session().create())
        assert session.translate(text="hello", target_language="loud").translated_text == "HELLO"


async def test_messages_to_clients(extended: Extended) -> None:
    title = "Messages to clients"
    told: asyncio.Queue[Notification] = asyncio.Queue()

    async def confirm(request: ServerRequest) -> dict[str, bool]:
        return {"confirmed": request.data["message"] == "Proceed?"}

    async with Api(extended.url, timeout=20) as api, Api(extended.url, timeout=20) as other:
        for client in (api, other):
            client.async_socket().on_notification(told.put)
            client.async_socket().on_server_request("confirmation", confirm)
        app_id = (await api.async_socket().connect()).app_id
        await other.async_socket().connect()
        session_id = await api.async_socket().session().create()
        messaging_api = extended.values["messaging_api"]
        values = {"messaging_api": messaging_api, "app_id": app_id, "session_id": session_id}
        await run(title, adapt(BLOCKS[title], NAMES, {"some-app-id": app_id}), values)

        hello, in_session, *maintenance = [await asyncio.wait_for(told.get(), 20) for _ in range(4)]
        assert (hello.message, hello.data.get("session_id")) == ("Hello!", None)
        assert (in_session.message, in_session.data["session_id"]) == ("Hello!", session_id)
        assert {each.message for each in maintenance} == {"System maintenance in 5 minutes"}
        assert values["response"].type == "server_response"
        assert values["response"].data == {"response_type": "confirmation", "confirmed": True}
        assert values["sent_count"] == 2
        assert len(values["connected_apps"]) == 2
        assert values["is_connected"] is True
        assert values["app_sessions"] == {session_id}


async def test_a_message_of_ones_own(extended: Extended) -> None:
    title = "A message of one's own"
    told: asyncio.Queue[ServerMessage] = asyncio.Queue()
    async with Api(extended.url, timeout=20) as api:
        api.async_socket().on_message("custom_server_message", told.put)
        greeting: Connected = await api.async_socket().connect()
        connection = extended.values["messaging_api"].get_connection(greeting.app_id)
        values = {"__name__": "example", "connection": connection, "Optional": Optional, "uuid": uuid}
        await run(title, adapt(BLOCKS[title], NAMES, {}), values)
        message = await asyncio.wait_for(told.get(), 20)
    assert message.type == "custom_server_message"
    assert message.data == {"custom_data": "Hello from server!"}
    assert values["custom_message"].server_initiated is True


def test_settings() -> None:
    from llmgine.server import create_app

    values = example("Settings", create_app=create_app)
    with serving(values["app"]) as url, Api(url) as api:
        info = api.server().info()
        assert (info.api.title, info.api.version) == ("My Custom Messaging API", "2.0.0")
        assert info.config.max_sessions == 50
        assert values["app"].state.config.custom["timeouts"]["server_request_timeout"] == 30


# Compared ---------------------------------------------------------------------------------------


def test_what_is_known_of_a_connection() -> None:
    sketch = next(node for node in ast.parse(BLOCKS["ConnectionMetadata"]).body)
    assert isinstance(sketch, ast.ClassDef)
    wanted = [
        node.target.id
        for node in sketch.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    ]
    assert wanted == ["app_id", "websocket", "session_ids", "connected_at", "last_activity"]
    assert [name for name in wanted if not hasattr(ConnectionMetadata, name)] == []
