"""What comes out again: dumps of what is stored, and exports of what passes by, against a local gateway."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from callers import COLOURS, Caller, done, every

from gatewright import wire
from gatewright.gateway import LocalGateway
from trustgraph_v2 import Api, BlankNode, ConfigurationError, ConnectionLost, Literal, Triple, Uri
from trustgraph_v2.terms import encode_triple

pytestmark = pytest.mark.timeout(60)

in_both_colours = pytest.mark.parametrize("caller", COLOURS, indirect=True)

INTEGER = "http://www.w3.org/2001/XMLSchema#integer"
QUOTED = Triple(Uri("urn:a"), Uri("urn:p"), Literal("x", language="en"))
STORED = [
    Triple(Uri("urn:a"), Uri("urn:p"), Uri("urn:b")),
    Triple(Uri("urn:a"), Uri("urn:p"), Literal("b")),
    Triple(Uri("urn:a"), Uri("urn:p"), Literal("b", language="en")),
    Triple(Uri("urn:a"), Uri("urn:p"), Literal("7", datatype=INTEGER)),
    Triple(Uri("urn:a"), Uri("urn:p"), Literal('"\\\n\u2028\U0001f600')),
    Triple(Uri("urn:a"), Uri("urn:p"), BlankNode("b0")),
    Triple(BlankNode("b0"), Uri("urn:p"), BlankNode("b1")),
    Triple(QUOTED, Uri("urn:p"), Triple(BlankNode("b0"), Uri("urn:p"), QUOTED)),
    Triple(Uri("urn:a"), Uri("urn:p"), Uri("urn:b"), "urn:graph:one"),
    Triple(Uri("urn:a"), Uri("urn:p"), Literal("b", language="en"), "urn:graph:two"),
    Triple(QUOTED, Uri("urn:p"), BlankNode("b0"), "urn:graph:two"),
]
HERE = {"flow": "default", "collection": "notes"}


def told(triples: list[Any]) -> list[str]:
    """Triples with everything that equality of strings might overlook."""
    return sorted(map(repr, triples))


@in_both_colours
async def test_a_dump_gives_back_what_was_imported(caller: Caller) -> None:
    bulk = caller.bulk
    await done(bulk.import_triples("default", STORED, collection="notes", batch_size=3))
    await done(bulk.import_triples("default", [("urn:else", "urn:p", "where")]))
    for size in (1, 4, 500):
        assert told(await every(bulk.dump_triples(**HERE, batch_size=size))) == told(STORED)
    # A second store holds the same after the dump of the first went in.
    again = await every(bulk.dump_triples(**HERE))
    await done(bulk.import_triples("default", again, collection="copy"))
    assert told(await every(bulk.dump_triples("default", collection="copy"))) == told(STORED)


@in_both_colours
async def test_a_dump_reads_one_graph_so_many_or_nothing(caller: Caller, gateway: LocalGateway) -> None:
    bulk = caller.bulk
    await done(bulk.import_triples("default", STORED, collection="notes"))
    assert told(await every(bulk.dump_triples(**HERE, g="urn:graph:two"))) == told(STORED[9:])
    assert await every(bulk.dump_triples(**HERE, g="urn:graph:none")) == []
    assert len(await every(bulk.dump_triples(**HERE, limit=4))) == 4
    asked = len(gateway.requests)
    assert await every(bulk.dump_triples(**HERE, limit=0)) == []
    assert len(gateway.requests) == asked
    assert await every(bulk.dump_triples("default", collection="nobody's")) == []
    with pytest.raises(ConfigurationError, match="limit"):
        bulk.dump_triples(**HERE, limit=-1)


@in_both_colours
async def test_a_dump_does_without_a_limit_of_the_gateway(caller: Caller, gateway: LocalGateway) -> None:
    many = [(f"urn:{number}", "urn:p", "x") for number in range(12_000)]
    await done(caller.bulk.import_triples("default", many, collection="notes"))
    assert len(await every(caller.bulk.dump_triples(**HERE))) == 12_000
    assert [request.get("g") for request in gateway.requests if request.operation == "triples_query"] == ["*"]


@in_both_colours
async def test_a_dump_finds_all_graphs_where_stores_ask_for_them_otherwise(
    caller: Caller, gateway: LocalGateway
) -> None:
    """A store that takes a graph that is left out for all graphs, and `*` for a graph of that name."""
    stored = [(triple.g or "", wire.loads(wire.dumps(encode_triple(triple)))) for triple in STORED]

    def answer(request: Any) -> Iterator[dict[str, Any]]:
        graph = request.get("g")
        found = [each for name, each in stored if graph is None or name == graph]
        for start in range(0, max(1, len(found)), 4):
            yield {"response": found[start : start + 4]}

    gateway.on("triples_query", answer)
    assert told(await every(caller.bulk.dump_triples("default"))) == told(STORED)
    assert told(await every(caller.bulk.dump_triples("default", g="urn:graph:two"))) == told(STORED[9:])
    assert told(await every(caller.bulk.dump_triples("default", g=""))) == told(STORED[:8])
    assert await every(caller.bulk.dump_triples("default", g="urn:graph:none")) == []
    asked = [request.get("g") for request in gateway.requests if request.operation == "triples_query"]
    assert asked == ["*", None, "urn:graph:two", "", "urn:graph:none"]


@in_both_colours
async def test_a_dump_asks_in_the_workspace_of_its_client(caller: Caller, gateway: LocalGateway) -> None:
    bulk = caller.bulk.with_workspace("default")
    await done(bulk.import_triples("default", STORED))
    assert told(await every(bulk.dump_triples("default"))) == told(STORED)
    (request,) = [each for each in gateway.requests if each.operation == "triples_query"]
    assert request.context["workspace"] == "default"


@in_both_colours
async def test_an_export_hears_all_that_comes_once_it_is_ready(caller: Caller, gateway: LocalGateway) -> None:
    loop = asyncio.get_running_loop()
    fed: list[Any] = []

    def feed() -> None:
        with Api(gateway.url) as api:
            api.bulk().import_triples("default", STORED, batch_size=4)

    def on_ready() -> None:
        fed.append(loop.run_in_executor(None, feed))

    def listen(**options: Any) -> Any:
        stream = caller.bulk.export_triples(
            "default", on_ready=lambda: loop.call_soon_threadsafe(on_ready), **options
        )
        return every(stream) if caller.is_async else asyncio.to_thread(list, stream)

    assert await listen(limit=len(STORED)) == STORED
    batches = await listen(batches=True, until=lambda triple: triple.g == "urn:graph:two")
    assert batches == [STORED[:4], STORED[4:8], STORED[8:10]]
    await asyncio.gather(*fed)


@in_both_colours
async def test_an_unknown_flow_is_told_when_an_export_is_opened(caller: Caller) -> None:
    stream = caller.bulk.export_triples("nowhere", reconnect=True)
    with pytest.raises(ConnectionLost) as caught:
        await (stream if caller.is_async else asyncio.to_thread(stream.__enter__))
    assert caught.value.code == 1000
    assert "flow" in str(caught.value)
