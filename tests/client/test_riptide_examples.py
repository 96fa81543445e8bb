"""The examples of the document that describes RipTide's streaming SDK, against the local gateway.

Only the name of the package and the address are replaced; what they leave open is given.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from documents import adapt, blocks, documented, run

from gatewright.gateway import LocalGateway, local_gateway
from riptide import AsyncRipTideClient

BLOCKS = blocks("riptide")
NAMES = {"riptide_sdk": "riptide"}
URLS = ["https://example.com", "https://httpbin.org/html"]


def test_every_block_of_the_document_is_accounted_for() -> None:
    assert sorted(BLOCKS) == ["Callbacks", "Crawling", "Health"]


def test_the_table_of_names_is_that_of_the_documentation() -> None:
    assert documented("riptide", NAMES)


@pytest.fixture
def gateway(no_variables: None) -> Iterator[LocalGateway]:
    with local_gateway("riptide") as gateway:
        yield gateway


async def test_crawling(gateway: LocalGateway, capsys: pytest.CaptureFixture[str]) -> None:
    values: dict[str, Any] = {}
    source = adapt(BLOCKS["Crawling"], NAMES, {"http://localhost:3000": gateway.url.rstrip("/")})
    await run("Crawling", source, values)
    *got, done = capsys.readouterr().out.splitlines()
    assert sorted(got) == [f"Got: {url}" for url in URLS]
    assert done == "Done: 2 successful"
    assert isinstance(values["client"], AsyncRipTideClient)
    gateway.wait_for(lambda: gateway.live_connections == 0)
    assert [(each.operation, each["urls"]) for each in gateway.requests] == [("streaming.crawl", URLS)]


async def test_callbacks(gateway: LocalGateway) -> None:
    saved: list[dict[str, Any]] = []

    async def save_to_db(page: dict[str, Any]) -> None:
        saved.append(page)

    async with AsyncRipTideClient(base_url=gateway.url) as client:
        values = {"client": client, "urls": URLS, "save_to_db": save_to_db}
        await run("Callbacks", adapt(BLOCKS["Callbacks"], NAMES, {}), values)
    assert sorted(page["url"] for page in saved) == URLS


async def test_health(gateway: LocalGateway, capsys: pytest.CaptureFixture[str]) -> None:
    async with AsyncRipTideClient(base_url=gateway.url) as client:
        values: dict[str, Any] = {"client": client}
        await run("Health", adapt(BLOCKS["Health"], NAMES, {}), values)
    assert values["ping_result"]["latency_ms"] > 0
    latency, healthy = capsys.readouterr().out.splitlines()
    assert latency == f"Latency: {values['ping_result'].latency_ms:.2f}ms"
    assert healthy == "Healthy: True"
