"""Imports of every kind that meet trouble: what is called safe is on the bus, and the rest follows."""

from __future__ import annotations

import asyncio
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import pytest
from calls import INTEGER
from client_2_11 import open_surface
from colours import LoopThread
from control import Control
from marks import in_both_colours
from numbered import Kind, spoil
from surfaces import Surface

from gatewright.transfer import Unreadable
from trustgraph_v2 import (
    AuthenticationFailed,
    ImportInterrupted,
    InvalidItem,
    Literal,
    Triple,
    Uri,
    operations,
)

KINDS = [
    Kind(
        "triples",
        "triples-store",
        lambda n: Triple(Uri(f"urn:item:{n}"), Uri("urn:number"), Literal(str(n), datatype=INTEGER)),
        lambda message: [int(triple["o"]["value"]) for triple in message["triples"]],
    ),
    Kind(
        "graph_embeddings",
        "graph-embeddings-store",
        lambda n: (Uri(f"urn:item:{n}"), [float(n)]),
        lambda message: [int(each["vector"][0]) for each in message["entities"]],
    ),
    Kind(
        "document_embeddings",
        "document-embeddings-store",
        lambda n: (f"urn:chunk:{n}", [float(n)]),
        lambda message: [int(each["vector"][0]) for each in message["chunks"]],
    ),
    Kind(
        "entity_contexts",
        "entity-contexts-load",
        lambda n: (Uri(f"urn:item:{n}"), str(n)),
        lambda message: [int(each["context"]) for each in message["entities"]],
    ),
    Kind(
        "rows",
        "rows-store",
        lambda n: {"number": str(n)},
        lambda message: [int(each["number"]) for each in message["values"]],
        options={"schema_name": "numbers"},
    ),
]
each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
TRIPLES = KINDS[0]


async def bad_message_in_the_middle(
    surface: Surface, control: Control, monkeypatch: pytest.MonkeyPatch, kind: Kind, total: int, size: int
) -> None:
    with monkeypatch.context() as spoiled:
        spoil(spoiled, operations, kind, total // 2)
        with pytest.raises(ImportInterrupted) as caught:
            await kind.put(surface, kind.items(total), batch_size=size)
    error = caught.value
    # All before the bad message arrived, and nothing behind it; what is called safe did arrive.
    assert kind.arrived(control) == list(range(total // 2))
    assert 0 < error.confirmed == error.position <= total // 2 < error.sent
    assert f"{error.confirmed} of the {error.sent} items sent are confirmed" in str(error)
    assert f"resume with start={error.position}" in str(error)
    report = await kind.put(surface, kind.items(total), batch_size=size, start=error.position)
    assert report.sent == report.confirmed == total - error.position
    assert kind.arrived(control) == [*range(total // 2), *range(error.position, total)]


@in_both_colours
@pytest.mark.timeout(300)
async def test_100000_triples_with_a_bad_message_in_the_middle(
    surface: Surface, control: Control, monkeypatch: pytest.MonkeyPatch
) -> None:
    await bad_message_in_the_middle(surface, control, monkeypatch, TRIPLES, 100_000, 500)


@in_both_colours
@each_kind
async def test_a_bad_message_in_the_middle(
    surface: Surface, control: Control, monkeypatch: pytest.MonkeyPatch, kind: Kind
) -> None:
    await bad_message_in_the_middle(surface, control, monkeypatch, kind, 1000, 10)


@in_both_colours
@each_kind
async def test_a_message_that_stays_bad_ends_an_import_that_resumes(
    surface: Surface, control: Control, monkeypatch: pytest.MonkeyPatch, kind: Kind
) -> None:
    spoil(monkeypatch, operations, kind, 500)
    with pytest.raises(ImportInterrupted) as caught:
        await kind.put(surface, kind.items(1000), batch_size=10, resume="auto")
    assert set(kind.arrived(control)) == set(range(500))
    assert 500 - 160 <= caught.value.position <= 500


@in_both_colours
@each_kind
async def test_what_is_before_a_bad_item_is_safe(surface: Surface, control: Control, kind: Kind) -> None:
    items = list(kind.items(1000))
    items[555] = Unreadable("line 556: not closed")
    with pytest.raises(InvalidItem, match="item 555: line 556: not closed") as caught:
        await kind.put(surface, items, batch_size=10)
    assert "550 of the 550 items sent are confirmed; resume with start=550" in str(caught.value)
    assert kind.arrived(control) == list(range(550))
    report = await kind.put(surface, items, batch_size=10, start=550, on_error="skip")
    assert (report.sent, report.confirmed, report.rejected) == (449, 449, 1)
    assert kind.arrived(control) == [number for number in range(1000) if number != 555]


@in_both_colours
@each_kind
@pytest.mark.parametrize("resume", [None, "auto"])
async def test_an_unknown_place(
    surface: Surface, url: str, control: Control, kind: Kind, resume: Any
) -> None:
    for workspace, flow in (("default", "nowhere"), ("nowhere", "default")):
        async with open_surface(surface.name, url, workspace=workspace) as lost:
            with pytest.raises(ImportInterrupted, match="an unknown flow or workspace") as caught:
                await kind.put(lost, kind.items(50), flow=flow, resume=resume)
        assert (caught.value.confirmed, caught.value.position) == (0, 0)
        assert "resume with start=0" in str(caught.value)
    assert kind.arrived(control) == []


@in_both_colours
@each_kind
async def test_a_wrong_token(surface: Surface, url: str, control: Control, kind: Kind) -> None:
    secret = "tg_wrong+secret/1"
    async with open_surface(surface.name, url, token=secret) as wrong:
        with pytest.raises(AuthenticationFailed) as caught:
            await kind.put(wrong, kind.items(50), resume="auto")
    told = "".join(traceback.format_exception(caught.value))
    assert "tg_wrong" not in told
    assert kind.arrived(control) == []


class Cutting:
    """Stands before a gateway, and cuts connections.

    Attributes:
        cuts: After how many bytes from the client each connection is cut; those after them are not.
        connections: How many there were.
        cut: How many of them were cut.
    """

    def __init__(self, url: str, *cuts: int) -> None:
        self.cuts = cuts
        self.connections = 0
        self.cut = 0
        place = urlsplit(url)
        self._gateway = place.hostname, place.port

    def __enter__(self) -> Self:
        self._thread = LoopThread()
        self._server = self._thread.run(asyncio.start_server(self._meet, "127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._thread.loop.call_soon_threadsafe(self._server.close)
        self._thread.stop()

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        limit = self.cuts[self.connections] if self.connections < len(self.cuts) else None
        self.connections += 1
        answers, requests = await asyncio.open_connection(*self._gateway)
        back = asyncio.create_task(self._pass_on(answers, writer, None))
        try:
            await self._pass_on(reader, requests, limit)
        finally:
            back.cancel()
            writer.transport.abort()
            requests.transport.abort()

    async def _pass_on(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, limit: int | None
    ) -> None:
        passed = 0
        try:
            while data := await reader.read(4096):
                passed += len(data)
                if limit is not None and passed > limit:
                    self.cut += 1
                    return
                writer.write(data)
                await writer.drain()
        except ConnectionError:
            return  # one side is gone, so the other has to go as well


@in_both_colours
@each_kind
async def test_a_gateway_that_dies_midway(
    surface: Surface, url: str, control: Control, kind: Kind, tmp_path: Path
) -> None:
    with Cutting(url, 60_000) as cutting:
        async with open_surface(surface.name, cutting.url) as cut:
            with pytest.raises(ImportInterrupted) as caught:
                await kind.put(cut, kind.items(5000), batch_size=10, checkpoint=tmp_path / "it")
            error = caught.value
            assert set(range(error.position)) <= set(kind.arrived(control))
            assert 0 <= error.confirmed == error.position < error.sent
            assert f"resume with start={error.position}" in str(error)
            report = await kind.put(cut, kind.items(5000), batch_size=10, start=error.position)
            assert report.confirmed == 5000 - error.position
            assert cutting.connections == 2
            assert set(kind.arrived(control)) == set(range(5000))
            # The checkpoint knows it, too.
            again = await kind.put(cut, kind.items(5000), batch_size=10, checkpoint=tmp_path / "it")
            assert again.confirmed <= 5000 - error.position


@in_both_colours
@each_kind
async def test_a_gateway_that_dies_again_and_again(
    surface: Surface, url: str, control: Control, kind: Kind
) -> None:
    with Cutting(url, 30_000, 40_000, 50_000) as cutting:
        async with open_surface(surface.name, cutting.url, retries=3) as cut:
            report = await kind.put(cut, kind.items(5000), batch_size=10, resume="auto", sockets=2)
    assert report.sent == report.confirmed == 5000
    # The third to be cut may see little of the work, when the other takes most of it.
    assert cutting.cut in {2, 3}
    assert cutting.connections == cutting.cut + 2
    arrived = kind.arrived(control)
    assert set(arrived) == set(range(5000))
    # 17 pings with 16 messages between them on each connection.
    assert len(arrived) - 5000 <= 3 * 17 * 17 * 10
