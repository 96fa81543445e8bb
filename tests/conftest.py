"""What the tests of generated clients share, and which gateway those of conformance run against."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from typing import Any

import pytest
from colours import Client, ClientOf
from real_gateways import ControlPort
from witness import WITNESS

pytest.register_assert_rewrite("kept")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--gateway",
        choices=["real", "local"],
        default=os.environ.get("GATEWRIGHT_GATEWAY", "real"),
        help="which gateway to test conformance against (default: GATEWRIGHT_GATEWAY, or real)",
    )
    parser.addoption("--write-parity", action="store_true", help="write docs/parity.md as the tests saw it")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put last what looks back at the others."""
    items.sort(key=lambda item: item.path.name.startswith("test_whole_run"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    """Let the witness know which tests passed."""
    report = yield
    if call.when == "setup":
        WITNESS.begin()
    elif call.when == "call" and report.passed:
        WITNESS.believe()
    return report


@pytest.fixture
def control(gateway: tuple[str, Any]) -> Any:
    """What steers the gateway of a conformance test, with nothing scripted and nothing logged."""
    _, control = gateway
    control.script()
    control.forget()
    return control


@pytest.fixture
def real_control(control: Any) -> ControlPort:
    """The same, for what the real gateway alone can tell."""
    if not isinstance(control, ControlPort):
        pytest.skip("is about the real gateway")
    return control


@pytest.fixture
def url(gateway: tuple[str, Any], control: Any) -> str:
    return gateway[0]


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
