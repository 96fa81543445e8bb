"""What the tests of generated clients share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from colours import Client, ClientOf


@pytest.fixture
def no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Variables of whoever runs the tests must not reach the clients."""
    for name in ("LLMGINE_URL", "FELIX_URL", "FELIX_API_KEY", "RIPTIDE_URL", "RIPTIDE_API_KEY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(params=["sync", "async"])
def client_of(request: pytest.FixtureRequest, no_variables: None) -> Iterator[ClientOf]:
    """Makes clients of generated packages, of either colour: `client_of("felix", url, token=...)`."""
    clients: list[Client] = []

    def make(package: str, url: str, **options: Any) -> Client:
        client = Client(request.param, package, url, **options)
        clients.append(client)
        return client

    yield make
    for client in clients:
        client.end()
