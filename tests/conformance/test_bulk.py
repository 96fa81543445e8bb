"""Imports and exports in both colours."""

from __future__ import annotations

import dataclasses
import traceback
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from calls import EVERY_TERM, IN_OTHER_GRAPH, INTEGER
from client_2_11 import open_surface
from control import Control
from marks import in_both_colours
from surfaces import Surface, done, items

from trustgraph_v2 import (
    AuthenticationFailed,
    BlankNode,
    ChunkEmbedding,
    ConnectionLost,
    EntityContext,
    EntityEmbedding,
    GatewayError,
    ImportInterrupted,
    Literal,
    PermissionDenied,
    Triple,
    Uri,
    operations,
)

STORE = "flow:tg:triples-store:default:default"


def numbered(count: int, start: int = 0) -> Iterator[Triple]:
    for number in range(start, count):
        yield Triple(Uri(f"urn:item:{number}"), Uri("urn:number"), Literal(str(number), datatype=INTEGER))


async def numbered_later(count: int) -> AsyncIterator[Triple]:
    for triple in numbered(count):
        yield triple


def numbers(messages: list[dict[str, Any]]) -> list[int]:
    """The numbers of the numbered triples that reached the bus."""
    return [int(triple["o"]["value"]) for message in messages for triple in message["triples"]]


@in_both_colours
async def test_import_arrives_whole_and_in_order(surface: Surface, control: Control) -> None:
    seen: list[int] = []
    report = await done(
        surface.bulk.import_triples(
            "default",
            numbered(5010),
            id="urn:source",
            collection="numbers",
            root="urn:root",
            batch_size=100,
            on_progress=lambda progress: seen.append(progress.confirmed),
        )
    )
    assert (report.sent, report.confirmed, report.batches) == (5010, 5010, 51)
    assert seen == sorted(seen)
    assert seen[-1] == 5010
    published = control.messages(STORE)
    assert numbers(published) == list(range(5010))
    assert {tuple(message["metadata"].values()) for message in published} == {
        ("urn:source", "urn:root", "numbers")
    }


async def test_import_takes_an_async_iterable(url: str, control: Control) -> None:
    async with open_surface("async REST", url) as surface:
        report = await surface.bulk.import_triples("default", numbered_later(1234))
    assert report.confirmed == 1234
    assert numbers(control.messages(STORE)) == list(range(1234))


@in_both_colours
async def test_imported_terms_come_back_as_they_were(surface: Surface) -> None:
    sent = [*EVERY_TERM, IN_OTHER_GRAPH, Triple("urn:a", "urn:note", 'back\\slash "quote" \x00 \U0001f600')]
    collection = f"terms-{uuid4().hex[:8]}"
    await done(surface.bulk.import_triples("default", sent, collection=collection))
    found = await done(surface.flow().triples_query(collection=collection, g="*"))
    assert found == sent
    assert [type(triple.o) for triple in found[:4]] == [Uri, Literal, Literal, BlankNode]
    for size in (1, 500):
        dump = surface.bulk.dump_triples("default", collection=collection, batch_size=size)
        assert await items(dump) == sent


@in_both_colours
async def test_import_of_nothing(surface: Surface, control: Control) -> None:
    report = await done(surface.bulk.import_triples("default", []))
    assert (report.sent, report.confirmed) == (0, 0)
    assert control.messages(STORE) == []


@pytest.fixture
def spoiled_batch(monkeypatch: pytest.MonkeyPatch) -> int:
    """Index of the first item of a batch that is sent as something that the gateway cannot read."""
    index = 10_000
    good = operations.IMPORT_TRIPLES.encode

    def encode(batch: list[Any], arguments: Any, first: int) -> bytes:
        return b'{"metadata": {"id": "no collection"}}' if first == index else good(batch, arguments, first)

    spoiled = dataclasses.replace(operations.IMPORT_TRIPLES, encode=encode)
    monkeypatch.setattr(operations, "IMPORT_TRIPLES", spoiled)
    return index


@in_both_colours
async def test_bad_message_interrupts_an_import(
    surface: Surface, control: Control, spoiled_batch: int
) -> None:
    with pytest.raises(ImportInterrupted) as caught:
        await done(surface.bulk.import_triples("default", numbered(20_000), batch_size=100))
    arrived = numbers(control.messages(STORE))
    # All before the bad message arrived, nothing behind it; what is called confirmed did arrive.
    assert arrived == list(range(spoiled_batch))
    error = caught.value
    assert 0 < error.confirmed <= spoiled_batch < error.sent
    assert f"resume with start={error.confirmed}" in str(error)


@in_both_colours
async def test_bad_message_at_the_end_interrupts_an_import(
    surface: Surface, control: Control, spoiled_batch: int
) -> None:
    with pytest.raises(ImportInterrupted) as caught:
        await done(surface.bulk.import_triples("default", numbered(spoiled_batch + 1), batch_size=100))
    assert numbers(control.messages(STORE)) == list(range(spoiled_batch))
    assert 0 < caught.value.confirmed <= spoiled_batch


@pytest.mark.parametrize("interface", ["REST", "async REST"])
@pytest.mark.parametrize(("workspace", "flow"), [("default", "nowhere"), ("nowhere", "default")])
async def test_import_into_an_unknown_place(interface: str, workspace: str, flow: str, url: str) -> None:
    async with open_surface(interface, url, workspace=workspace) as surface:
        with pytest.raises(ImportInterrupted) as caught:
            await done(surface.bulk.import_triples(flow, numbered(10)))
    assert caught.value.confirmed == 0


@pytest.mark.parametrize("interface", ["REST", "async REST"])
async def test_bulk_needs_a_token_in_any_case(interface: str, url: str) -> None:
    async with open_surface(interface, url, token=None) as surface:
        with pytest.raises(AuthenticationFailed):
            await done(surface.bulk.import_triples("default", numbered(10)))
        with pytest.raises(AuthenticationFailed):
            await items(surface.bulk.export_triples("default"))


@in_both_colours
async def test_import_with_a_wrong_token(surface: Surface, url: str, control: Control) -> None:
    secret = "tg_wrong+secret/1"
    async with open_surface(surface.name, url, token=secret) as wrong:
        with pytest.raises(AuthenticationFailed) as caught:
            await done(wrong.bulk.import_triples("default", numbered(10)))
        told = "".join(traceback.format_exception(caught.value))
        assert secret not in told
        assert "tg_wrong" not in told
        with pytest.raises(AuthenticationFailed):
            await items(wrong.bulk.export_triples("default"))
    assert control.messages(STORE) == []


@in_both_colours
async def test_import_denied(surface: Surface, control: Control) -> None:
    control.script(deny=["triples:write", "triples:read"])
    with pytest.raises(PermissionDenied):
        await done(surface.bulk.import_triples("default", numbered(10)))
    with pytest.raises(PermissionDenied):
        await items(surface.bulk.export_triples("default"))


@dataclasses.dataclass(frozen=True)
class Kind:
    """A kind of bulk transfer besides that of triples.

    Attributes:
        name: As the gateway calls it.
        method: As the client calls it.
        store: The flow's interface that it goes through.
        sent: What is imported.
        options: Arguments of the import.
        arrived: What an item is on the bus; the gateway drops the rest.
        wire: The items as an export shows them.
        exported: The items that an export gives; none where there is no export.
    """

    name: str
    method: str
    store: str
    sent: list[Any]
    options: dict[str, Any]
    arrived: Callable[[dict[str, Any]], list[Any]]
    wire: list[dict[str, Any]]
    exported: list[Any]


IRI, TEXT = {"t": "i", "i": "urn:a"}, {"t": "l", "v": "Alpha", "ln": "en"}
PLACE = {"id": "urn:source", "collection": "notes"}
KINDS = [
    Kind(
        "graph-embeddings",
        "graph_embeddings",
        "graph-embeddings-store",
        [(Uri("urn:a"), [0.25]), {"entity": Literal("Alpha", language="en"), "vector": [0.5, 1]}],
        PLACE,
        lambda message: [
            (each["entity"]["iri"] or each["entity"]["value"], each["vector"]) for each in message["entities"]
        ],
        [{"entity": IRI, "vector": [0.25]}, {"entity": TEXT, "vector": [0.5, 1.0]}],
        [EntityEmbedding(Uri("urn:a"), [0.25]), EntityEmbedding(Literal("Alpha", language="en"), [0.5, 1.0])],
    ),
    Kind(
        "document-embeddings",
        "document_embeddings",
        "document-embeddings-store",
        [("urn:chunk:1", [0.25]), {"chunk_id": "urn:chunk:2", "vector": [0.5], "attributes": {"page": "2"}}],
        {**PLACE, "root": "urn:root"},
        lambda message: [
            (each["chunk_id"], each["vector"], each["attributes"]) for each in message["chunks"]
        ],
        [{"chunk_id": "urn:chunk:1", "vector": [0.25]}, {"chunk_id": "urn:chunk:2", "vector": [0.5]}],
        [ChunkEmbedding("urn:chunk:1", [0.25]), ChunkEmbedding("urn:chunk:2", [0.5])],
    ),
    Kind(
        "entity-contexts",
        "entity_contexts",
        "entity-contexts-load",
        [(Uri("urn:a"), "A ship"), {"entity": Uri("urn:b"), "context": "A boat", "rdf_type": ["urn:Boat"]}],
        PLACE,
        lambda message: [
            (each["entity"]["iri"], each["context"], each["rdf_type"]) for each in message["entities"]
        ],
        [{"entity": IRI, "context": "A ship"}, {"entity": TEXT, "context": "A boat"}],
        [EntityContext(Uri("urn:a"), "A ship"), EntityContext(Literal("Alpha", language="en"), "A boat")],
    ),
    Kind(
        "rows",
        "rows",
        "rows-store",
        [{"name": "Ann", "age": "41"}, {"name": "Bob", "age": ""}],
        {**PLACE, "schema_name": "people", "confidence": 0.5, "source_span": "Ann and Bob"},
        lambda message: [
            (each, message["schema_name"], message["confidence"], message["source_span"])
            for each in message["values"]
        ],
        [],
        [],
    ),
]
EXPECTED = {
    "graph-embeddings": [("urn:a", [0.25]), ("Alpha", [0.5, 1])],
    "document-embeddings": [("urn:chunk:1", [0.25], {}), ("urn:chunk:2", [0.5], {"page": "2"})],
    "entity-contexts": [("urn:a", "A ship", []), ("urn:b", "A boat", ["urn:Boat"])],
    "rows": [
        ({"name": "Ann", "age": "41"}, "people", 0.5, "Ann and Bob"),
        ({"name": "Bob", "age": ""}, "people", 0.5, "Ann and Bob"),
    ],
}
each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
exported_kinds = pytest.mark.parametrize("kind", KINDS[:-1], ids=lambda kind: kind.name)


@in_both_colours
@each_kind
async def test_import_of_each_kind(surface: Surface, control: Control, kind: Kind) -> None:
    import_items = getattr(surface.bulk, f"import_{kind.method}")
    report = await done(import_items("default", kind.sent * 25, batch_size=10, **kind.options))
    assert (report.sent, report.confirmed, report.batches) == (50, 50, 5)
    messages = control.arrived(kind.store, 5)
    found = [item for message in messages for item in kind.arrived(message)]
    assert found == EXPECTED[kind.name] * 25
    places = [(message["metadata"]["id"], message["metadata"]["collection"]) for message in messages]
    assert places == [("urn:source", "notes")] * 5
    root = "urn:root" if kind.name == "document-embeddings" else ""
    assert {message["metadata"]["root"] for message in messages} == {root}


@in_both_colours
@exported_kinds
async def test_export_of_each_kind(surface: Surface, control: Control, fresh_flow: str, kind: Kind) -> None:
    export = getattr(surface.bulk, f"export_{kind.method}")
    with ThreadPoolExecutor() as pool:
        published = pool.submit(control.publish, fresh_flow, kind.wire, kind.name)
        assert await items(export(fresh_flow, limit=2)) == kind.exported
        published.result()


@in_both_colours
@each_kind
async def test_import_of_each_kind_denied(surface: Surface, control: Control, kind: Kind) -> None:
    control.script(deny=[f"{kind.name}:write", f"{kind.name}:read"])
    with pytest.raises(PermissionDenied):
        await done(getattr(surface.bulk, f"import_{kind.method}")("default", kind.sent, **kind.options))
    if kind.exported:
        with pytest.raises(PermissionDenied):
            await items(getattr(surface.bulk, f"export_{kind.method}")("default"))


@in_both_colours
@each_kind
async def test_import_of_each_kind_into_an_unknown_flow(surface: Surface, kind: Kind) -> None:
    with pytest.raises(ImportInterrupted):
        await done(getattr(surface.bulk, f"import_{kind.method}")("nowhere", kind.sent, **kind.options))


WIRE_TRIPLES = [
    {"s": {"t": "i", "i": "urn:a"}, "p": {"t": "i", "i": "urn:p"}, "o": {"t": "i", "i": "urn:b"}},
    {
        "s": {"t": "i", "i": "urn:a"},
        "p": {"t": "i", "i": "urn:label"},
        "o": {"t": "l", "v": "Alpha", "ln": "en"},
    },
]


@in_both_colours
async def test_export_gives_what_is_published_meanwhile(
    surface: Surface, control: Control, fresh_flow: str
) -> None:
    with ThreadPoolExecutor() as pool:
        published = pool.submit(control.publish, fresh_flow, WIRE_TRIPLES)
        arrived = await items(surface.bulk.export_triples(fresh_flow, limit=2))
        published.result()
    assert arrived == EVERY_TERM[:2]


@in_both_colours
async def test_export_gives_what_is_imported_meanwhile(
    surface: Surface, control: Control, fresh_flow: str
) -> None:
    with ThreadPoolExecutor() as pool:
        published = pool.submit(control.publish, fresh_flow, WIRE_TRIPLES)
        stream = surface.bulk.export_triples(fresh_flow, limit=3002)
        first = await anext(aiter(stream)) if hasattr(stream, "__aiter__") else next(iter(stream))
        published.result()
        # The export listens by now, so whatever is imported has to come out of it.
        await done(surface.bulk.import_triples(fresh_flow, numbered(3000), batch_size=100))
        rest = await items(stream)
    assert [first, *rest] == [*EVERY_TERM[:2], *numbered(3000)]


@in_both_colours
async def test_export_that_is_open_hears_all_that_is_imported(surface: Surface, fresh_flow: str) -> None:
    told: list[str] = []
    stream = surface.bulk.export_triples(
        fresh_flow, limit=1000, batches=True, on_ready=lambda: told.append("open")
    )
    await stream if hasattr(stream, "__aiter__") else stream.__enter__()
    assert told == ["open"]
    await done(surface.bulk.import_triples(fresh_flow, numbered(1000), batch_size=100))
    batches = await items(stream)
    assert [triple for batch in batches for triple in batch] == list(numbered(1000))
    assert len(batches[0]) == 100


@in_both_colours
async def test_export_from_an_unknown_flow_is_not_tried_for_ever(surface: Surface) -> None:
    with pytest.raises(ConnectionLost) as caught:
        await items(surface.bulk.export_triples("nowhere", reconnect=True))
    assert caught.value.code == 1000


@in_both_colours
async def test_export_ends_when_nothing_comes(surface: Surface, fresh_flow: str) -> None:
    assert await items(surface.bulk.export_triples(fresh_flow, idle_timeout=0.3)) == []


@in_both_colours
async def test_export_from_an_unknown_flow(surface: Surface) -> None:
    with pytest.raises(GatewayError):
        await items(surface.bulk.export_triples("nowhere", idle_timeout=10))
