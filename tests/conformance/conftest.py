"""Starts TrustGraph's own gateway once, and gives tests the four interfaces of the generated client."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from control import Control
from surfaces import TOKEN, Surface, open_surface

from trustgraph_v2 import Api


@pytest.fixture(scope="session")
def real_gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, int]]:
    """The ports of a running gateway."""
    environment = os.environ.get("GATEWRIGHT_REAL_GATEWAY")
    if environment is None:
        pytest.skip("needs an environment with TrustGraph's gateway: run `nox -s conformance`")
    python = Path(environment, "Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    log = tmp_path_factory.mktemp("gateway") / "log"
    with log.open("w") as errors:
        process = subprocess.Popen(
            [str(python), str(Path(__file__).with_name("real_gateway.py")), "--log-level", "ERROR"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        ready = process.stdout.readline()
        if not ready:
            pytest.fail(f"the gateway did not start:\n{log.read_text()}")
        try:
            yield json.loads(ready)
        finally:
            process.stdin.close()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


@pytest.fixture(scope="session")
def open_control(real_gateway: dict[str, int]) -> Iterator[Control]:
    control = Control(real_gateway["control"])
    yield control
    control.close()


@pytest.fixture
def control(open_control: Control) -> Control:
    """The control channel, with nothing scripted and nothing logged."""
    open_control.script()
    open_control.forget()
    return open_control


@pytest.fixture
def url(real_gateway: dict[str, int], control: Control) -> str:
    return f"http://127.0.0.1:{real_gateway['port']}/"


@pytest.fixture
def fresh_flow(url: str, control: Control) -> Iterator[str]:
    """A flow of the test's own."""
    name = f"flow-{uuid4().hex[:8]}"
    with Api(url, token=TOKEN) as api:
        api.flow().start("everything", name, "For one test")
        control.wait_for_flow(name)
        yield name
        api.flow().stop(name)


@pytest.fixture
async def surface(request: pytest.FixtureRequest, url: str) -> AsyncIterator[Surface]:
    """The interface that the test is parametrised with."""
    async with open_surface(request.param, url) as opened:
        yield opened
