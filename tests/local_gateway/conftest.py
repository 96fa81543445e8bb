"""Fixtures of the local gateway's own tests, which talk to it without any generated client."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from raw_client import Socket

from gatewright.descriptor import Descriptor
from gatewright.gateway import LocalGateway, local_gateway
from gatewright.gateway.local import load


@pytest.fixture(scope="session")
def descriptor() -> Descriptor:
    return load("trustgraph_v2")


@pytest.fixture
def gw(descriptor: Descriptor) -> Iterator[LocalGateway]:
    with local_gateway(descriptor) as gateway:
        yield gateway


@pytest.fixture
def sock(gw: LocalGateway) -> Iterator[Socket]:
    with Socket(gw) as client:
        yield client


@pytest.fixture
def http(gw: LocalGateway) -> Iterator[httpx.Client]:
    # There is no TLS to check, and certificates take longer to load than a gateway to start.
    with httpx.Client(base_url=gw.url, verify=False) as client:
        yield client
