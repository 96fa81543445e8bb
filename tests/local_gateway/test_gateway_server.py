"""The local gateway as a server: start, stop, several at a time, the command line, the pytest plugin."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import httpx
import pytest
from raw_client import Socket

from gatewright.descriptor import Descriptor
from gatewright.errors import ConfigurationError
from gatewright.gateway import LocalGateway, Request, local_gateway

CONFIG = {"operation": "list", "type": "flow"}


def test_it_leaves_nothing_behind(descriptor: Descriptor) -> None:
    def threads() -> list[str]:
        return [thread.name for thread in threading.enumerate() if thread.name == "local-gateway"]

    async def never(request: Request) -> object:
        await asyncio.Event().wait()

    gateway = local_gateway(descriptor)
    gateway.on("agent", never)
    with Socket(gateway.__enter__()) as sock, httpx.Client(base_url=gateway.url) as http:
        http.post("/api/v1/config", json=CONFIG)
        sock.ask(1, "agent", {"question": "?"})
        gateway.wait_for(lambda: len(gateway.requests) == 2)
        port = gateway.port
        assert threads() == ["local-gateway"]
        gateway.stop()
        assert threads() == []
        assert gateway.live_connections == 0
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port))
    gateway.stop()
    # Sockets that nobody closed would warn when they are collected, and warnings are errors here.
    gc.collect()


def test_it_starts_again_at_the_same_port(descriptor: Descriptor) -> None:
    gateway = local_gateway(descriptor)
    with gateway:
        port = gateway.port
        httpx.post(gateway.url + "api/v1/config", json=CONFIG)
    with gateway:
        assert gateway.port == port
        assert httpx.post(gateway.url + "api/v1/config", json=CONFIG).status_code == 200


def test_many_at_a_time(descriptor: Descriptor) -> None:
    with local_gateway(descriptor) as one, local_gateway(descriptor) as two:
        assert one.port != two.port
        httpx.post(one.url + "api/v1/config", json=CONFIG)
        assert [len(one.requests), len(two.requests)] == [1, 0]


def test_port_that_is_taken(descriptor: Descriptor, gw: LocalGateway) -> None:
    with pytest.raises(OSError, match="in use"):
        local_gateway(descriptor, port=gw.port).start()


def test_wrong_use(descriptor: Descriptor, gw: LocalGateway) -> None:
    with pytest.raises(ConfigurationError, match="runs already"):
        gw.start()
    with pytest.raises(ConfigurationError, match="does not run"):
        local_gateway(descriptor).drop_connections()
    with pytest.raises(ConfigurationError, match="no client package 'no_such_client'"):
        local_gateway("no_such_client")
    with pytest.raises(TimeoutError):
        gw.wait_for(lambda: False, timeout=0.01)


async def test_async_with(descriptor: Descriptor) -> None:
    async with local_gateway(descriptor) as gateway, httpx.AsyncClient(base_url=gateway.url) as http:
        answer = await http.post("/api/v1/config", json=CONFIG)
        assert answer.json()["directory"] == ["default"]


def test_concurrent_rest_calls(gw: LocalGateway) -> None:
    barrier = gw.call(lambda: asyncio.Barrier(8))

    async def together(request: Request) -> object:
        await barrier.wait()
        return {"content": request["question"]}

    gw.on("agent", together)

    async def ask() -> list[str]:
        async with httpx.AsyncClient(base_url=gw.url) as http:
            path = "/api/v1/flow/default/service/agent"
            answers = await asyncio.gather(*(http.post(path, json={"question": str(i)}) for i in range(8)))
            return [answer.json()["content"] for answer in answers]

    assert asyncio.run(ask()) == [str(i) for i in range(8)]


@pytest.fixture
def package(tmp_path: Path, descriptor: Descriptor, monkeypatch: pytest.MonkeyPatch) -> str:
    folder = tmp_path / "some_client"
    folder.mkdir()
    (folder / "__init__.py").write_text('"""A client package."""\n')
    (folder / "descriptor.json").write_text(descriptor.model_dump_json(by_alias=True, exclude_defaults=True))
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(entry for entry in sys.path if entry))
    return "some_client"


def test_descriptor_of_a_package(package: str, descriptor: Descriptor) -> None:
    with local_gateway(package) as gw:
        assert gw.descriptor == descriptor


def test_pytest_plugin(package: str, tmp_path: Path) -> None:
    (tmp_path / "test_user.py").write_text(
        f"""
import httpx

def test(local_gateway_factory):
    one, two = local_gateway_factory({package!r}), local_gateway_factory({package!r}, token="secret")
    asked = [httpx.post(gw.url + "api/v1/config", json={CONFIG!r}) for gw in (one, two)]
    assert [answer.status_code for answer in asked] == [200, 401]
"""
    )
    # By its module's name, since the entry point is there only where the project is installed.
    plugin = ["-p", "no:gatewright", "-p", "gatewright.gateway.pytest_plugin", "-p", "no:cacheprovider"]
    run = [sys.executable, "-m", "pytest", "-q", *plugin, str(tmp_path)]
    result = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout
    assert "1 passed" in result.stdout


def test_command_line(package: str) -> None:
    code = f"import sys; from gatewright.gateway.serve import main; sys.exit(main({package!r}))"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        assert server.stderr is not None
        first = server.stdout.readline()
        assert first.startswith("TrustGraph 2.11.1, served locally at http://127.0.0.1:")
        url = first.split(" at ")[1].split()[0]
        assert httpx.post(url + "api/v1/config", json=CONFIG).status_code == 200
        server.send_signal(signal.SIGINT)
        rest, errors = server.stdout.read(), server.stderr.read()
    assert "POST /api/v1/flow/{flow}/service/agent, socket /api/v1/socket" in rest
    assert (server.returncode, errors) == (0, "")


def test_command_line_with_a_port_that_is_taken(
    package: str, gw: LocalGateway, capsys: pytest.CaptureFixture[str]
) -> None:
    from gatewright.gateway.serve import main

    assert main(package, port=gw.port) == 1
    assert f"cannot listen on 127.0.0.1:{gw.port}" in capsys.readouterr().err
