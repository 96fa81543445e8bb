"""`gatewright parity`: its exit codes, what it prints, and what it refuses."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from gatewright_codegen.cli import app
from gatewright_codegen.parity import documents

GATEWAY = """\
gateway: tiny
title: Tiny
release: 1.0.0
address: {default: "http://localhost:1/"}
auth: {env: TINY_TOKEN, header: {name: X-Key, value: $token}}
groups: {shop: {class: Shop}}
parity:
  absent: {"GET /more": for browsers only}
"""
SERVICE = """\
service: shop
group: shop
socket: false
operations:
  look: {doc: Look., rest: {method: GET, path: /look}, returns: {nothing: true}}
"""
DOCUMENT: dict[str, Any] = {"openapi": "3.0.0", "paths": {"/look": {"get": {}}, "/more": {"get": {}}}}


@pytest.fixture
def schema(tmp_path: Path) -> Path:
    services = tmp_path / "schema/tiny/services"
    services.mkdir(parents=True)
    (services.parent / "gateway.yaml").write_text(GATEWAY)
    (services / "shop.yaml").write_text(SERVICE)
    return tmp_path / "schema"


def parity(schema: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["parity", *arguments, "--schema", str(schema)])


def saved(folder: Path, document: dict[str, Any]) -> str:
    path = folder / "document.json"
    path.write_text(json.dumps(document))
    return str(path)


def test_parity_exits_0_and_shows_what_is_declared(schema: Path) -> None:
    done = parity(schema, "tiny", "--openapi", saved(schema, DOCUMENT))
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines() == [
        "declared  GET /more  for browsers only",
        "OpenAPI document: 1 of 2 operations, 0 types in both, 0 differences, 1 declared",
    ]


def test_a_difference_exits_1(schema: Path) -> None:
    document = {**DOCUMENT, "paths": {"/look": {"get": {}}, "/buy": {"post": {}}}}
    done = parity(schema, "tiny", "--openapi", saved(schema, document))
    assert done.exit_code == 1
    assert done.stdout.splitlines()[0] == "missing  POST /buy"


def test_json_for_machines(schema: Path) -> None:
    document = {**DOCUMENT, "paths": {}}
    done = parity(schema, "tiny", "--openapi", saved(schema, document), "--json")
    assert done.exit_code == 1
    told = json.loads(done.stdout)
    assert (told["gateway"], told["release"], told["differences"]) == ("tiny", "1.0.0", 1)
    assert told["reports"][0]["rows"] == [
        {"kind": "surplus", "name": "GET /look", "detail": "described as shop.look"}
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["tiny"], "compare with what?"),
        (["other", "--registry"], "there is no gateway 'other'"),
        (["tiny", "--registry"], "does not say how its registry is read"),
        (["tiny", "--save", "x"], "go with --registry"),
        (["tiny", "--openapi", "/nowhere/api.json"], "cannot be read"),
        (["tiny", "--live", "ftp://localhost/"], "no address of a gateway"),
    ],
)
def test_wrong_use_and_sources_that_are_not_there_exit_2(
    schema: Path, arguments: list[str], said: str
) -> None:
    done = parity(schema, *arguments)
    assert done.exit_code == 2
    assert said in done.stderr


class Server(http.server.BaseHTTPRequestHandler):
    """Serves a document and `/look`; below `/down` it says the same of everything."""

    seen: list[str | None]

    def do_GET(self) -> None:
        body = json.dumps(DOCUMENT).encode()
        status = {"/document": 200, "/look": 200}.get(
            self.path, 502 if self.path.startswith("/down") else 404
        )
        type(self).seen.append(self.headers.get("X-Key"))
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def url() -> Iterator[str]:
    Server.seen = []
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_documents_come_from_the_network_too(schema: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert parity(schema, "tiny", "--openapi", f"{url}/document").exit_code == 0
    gone = parity(schema, "tiny", "--openapi", f"{url}/nothing")
    assert (gone.exit_code, "status 404" in gone.stderr) == (2, True)
    monkeypatch.setattr(documents, "MAX_BYTES", 10)
    long = parity(schema, "tiny", "--openapi", f"{url}/document")
    assert (long.exit_code, "longer than 10 bytes" in long.stderr) == (2, True)


def test_a_gateway_is_asked_with_the_token_of_the_environment(
    schema: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TINY_TOKEN", "from-the-environment")
    done = parity(schema, "tiny", "--live", url)
    assert done.exit_code == 0, done.output
    assert "1 of 1 on REST" in done.stdout
    assert parity(schema, "tiny", "--live", url, "--token", "given").exit_code == 0
    assert set(Server.seen) == {"from-the-environment", "given"}
    assert "given" not in done.output


def test_something_else_than_the_gateway_exits_2(schema: Path, url: str) -> None:
    done = parity(schema, "tiny", "--live", f"{url}/down")
    assert done.exit_code == 2
    assert "is it the gateway?" in done.stderr


def test_a_gateway_without_what_is_described_exits_1(schema: Path, url: str) -> None:
    done = parity(schema, "tiny", "--live", f"{url}/older")
    assert done.exit_code == 1
    assert done.stdout.startswith("surplus  shop.look REST  the gateway does not know it: 404")
