"""Starts TrustGraph's own gateway once, and gives tests the four interfaces of the generated client."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Generator, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from control import Control
from local_control import LocalControl, open_local_gateway
from surfaces import TOKEN, Surface, open_surface
from witness import WITNESS

from trustgraph_v2 import Api

# Options of this file exist only where this folder is named on the command line.
GATEWAY = os.environ.get("GATEWRIGHT_GATEWAY", "real")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--gateway",
        choices=["real", "local"],
        default=GATEWAY,
        help="which gateway to test against (default: GATEWRIGHT_GATEWAY, or real)",
    )
    parser.addoption("--write-parity", action="store_true", help="write docs/parity.md as the tests saw it")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put last what looks back at the others."""
    items.sort(key=lambda item: item.path.name == "test_whole_run.py")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    report = yield
    if call.when == "setup":
        WITNESS.begin()
    elif call.when == "call" and report.passed:
        WITNESS.believe()
    return report


Gateway = tuple[str, Control | LocalControl]
"""The URL of a gateway, and what steers it."""


@pytest.fixture(scope="session")
def gateway(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    """The gateway that the tests are run against."""
    if request.config.getoption("--gateway", GATEWAY) == "local":
        with open_local_gateway(TOKEN) as local:
            yield local
    else:
        with open_real_gateway(tmp_path_factory.mktemp("gateway") / "log") as real:
            yield real


@contextlib.contextmanager
def open_real_gateway(log: Path) -> Iterator[Gateway]:
    environment = os.environ.get("GATEWRIGHT_REAL_GATEWAY")
    if environment is None:
        pytest.skip("needs an environment with TrustGraph's gateway: run `nox -s conformance`")
    python = Path(environment, "Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    with log.open("w") as errors:
        process = subprocess.Popen(
            [str(python), str(Path(__file__).with_name("real_gateway.py")), "--log-level", "ERROR"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env={**os.environ, "TZ": "UTC"},  # elsewhere the library's times are off by the time zone
        )
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        ready = process.stdout.readline()
        if not ready:
            pytest.fail(f"the gateway did not start:\n{log.read_text()}")
        ports = json.loads(ready)
        control = Control(ports["control"])
        try:
            yield f"http://127.0.0.1:{ports['port']}/", control
        finally:
            control.close()
            process.stdin.close()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


@pytest.fixture
def control(gateway: Gateway) -> Control | LocalControl:
    """What steers the gateway, with nothing scripted and nothing logged."""
    _, control = gateway
    control.script()
    control.forget()
    return control


@pytest.fixture
def real_control(control: Control | LocalControl) -> Control:
    """The same, for what the real gateway alone can tell."""
    if not isinstance(control, Control):
        pytest.skip("is about the real gateway")
    return control


@pytest.fixture
def url(gateway: Gateway, control: Control | LocalControl) -> str:
    return gateway[0]


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
