"""Starts TrustGraph's own gateway once, and gives tests the four interfaces of the generated client."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from client_2_11 import TOKEN, open_surface
from control import Control
from local_control import LocalControl, open_local_gateway
from real_gateways import flow_of, steered
from surfaces import Surface

from trustgraph_v2 import Api

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
    script = Path(__file__).with_name("real_gateway.py")
    return steered(Control, "GATEWRIGHT_REAL_GATEWAY", script, log)


@pytest.fixture
def fresh_flow(url: str, control: Control) -> Iterator[str]:
    """A flow of the test's own."""
    yield from flow_of("everything", Api(url, token=TOKEN), control)


@pytest.fixture
async def surface(request: pytest.FixtureRequest, url: str) -> AsyncIterator[Surface]:
    """The interface that the test is parametrised with."""
    async with open_surface(request.param, url) as opened:
        yield opened
