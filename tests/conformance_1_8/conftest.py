"""Starts TrustGraph's own gateway 1.8.0 once, and gives tests the interfaces of the generated client."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from client_1_8 import TOKEN, open_surface
from control_1_8 import Control
from local_control_1_8 import LocalControl, open_local_gateway
from real_gateways import flow_of, steered
from surfaces import Surface

from trustgraph_v1 import Api

HERE = Path(__file__).parent

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


def open_real_gateway(log: Path) -> AbstractContextManager[Gateway]:
    shared = str(HERE.parent / "conformance")  # it runs beside the other release's, with the same stores
    script = HERE / "real_gateway_1_8.py"
    return steered(Control, "GATEWRIGHT_REAL_GATEWAY_1_8", script, log, "--token", TOKEN, PYTHONPATH=shared)


@pytest.fixture
def fresh_flow(url: str, control: Control) -> Iterator[str]:
    """A flow of the test's own."""
    yield from flow_of("everything", Api(url, token=TOKEN), control)


@pytest.fixture
def small_flow(url: str, real_control: Control) -> Iterator[str]:
    """A flow without any services."""
    with Api(url, token=TOKEN) as api:
        api.flow().put_class("small", {"class": {}, "flow": {}, "interfaces": {}})
    yield from flow_of("small", Api(url, token=TOKEN), real_control)


@pytest.fixture
async def surface(request: pytest.FixtureRequest, url: str) -> AsyncIterator[Surface]:
    """The interface that the test is parametrised with."""
    async with open_surface(request.param, url) as opened:
        yield opened
