"""Starts TrustGraph's own gateway once, and gives tests the four interfaces of the generated client."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from client_2_11 import TOKEN, open_surface
from control import Control
from local_control import LocalControl, open_local_gateway
from real_gateways import running
from surfaces import Surface

from trustgraph_v2 import Api


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put last what looks back at the others."""
    items.sort(key=lambda item: item.path.name == "test_whole_run.py")


Gateway = tuple[str, Control | LocalControl]
"""The URL of a gateway, and what steers it."""


@pytest.fixture(scope="session")
def gateway(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    """The gateway that the tests are run against."""
    if request.config.getoption("--gateway") == "local":
        with open_local_gateway(TOKEN) as local:
            yield local
    else:
        with open_real_gateway(tmp_path_factory.mktemp("gateway") / "log") as real:
            yield real


@contextlib.contextmanager
def open_real_gateway(log: Path) -> Iterator[Gateway]:
    script = Path(__file__).with_name("real_gateway.py")
    with running("GATEWRIGHT_REAL_GATEWAY", script, log) as ports:
        control = Control(ports["control"])
        try:
            yield f"http://127.0.0.1:{ports['port']}/", control
        finally:
            control.close()


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
