"""Fixtures of the client's tests: a local gateway, and the interfaces of a client that calls it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
from callers import Caller, calling

from gatewright.descriptor import Descriptor
from gatewright.gateway import LocalGateway, local_gateway
from gatewright.gateway.local import load
from trustgraph_v2 import Api


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Variables of whoever runs the tests must not reach the clients."""
    for name in ("TRUSTGRAPH_URL", "TRUSTGRAPH_TOKEN", "TRUSTGRAPH_WORKSPACE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def descriptor() -> Descriptor:
    """Read once: most of the time that a gateway takes to start goes into it."""
    return load("trustgraph_v2")


@pytest.fixture(scope="module")
def shared_gateway(descriptor: Descriptor) -> Iterator[LocalGateway]:
    """For tests that change nothing on it."""
    with local_gateway(descriptor) as gateway:
        yield gateway


@pytest.fixture
def gateway(descriptor: Descriptor) -> Iterator[LocalGateway]:
    """For tests that change its state, its handlers or its faults."""
    with local_gateway(descriptor) as gateway:
        yield gateway


@pytest.fixture
def api(gateway: LocalGateway) -> Iterator[Api]:
    with Api(gateway.url, timeout=20) as api:
        yield api


@pytest.fixture
async def caller(request: pytest.FixtureRequest, gateway: LocalGateway) -> AsyncIterator[Caller]:
    """The interface that the test is parametrised with."""
    async with calling(request.param, gateway.url) as caller:
        yield caller
