"""Imports and exports in both colours: what arrives, what is called confirmed, and what gets lost."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote

import numbered
import pytest
from client_1_8 import TOKEN, open_surface
from control_1_8 import Control
from marks import in_both_colours
from numbered import spoil
from surfaces import Surface, done, items
from websockets.asyncio.client import connect

from trustgraph_v1 import (
    AuthenticationFailed,
    ChunkEmbedding,
    ConnectionLost,
    EntityContext,
    EntityEmbedding,
    ImportInterrupted,
    InvalidItem,
    Literal,
    Triple,
    Uri,
    operations,
)

UNPROVEN = 11
"""How many messages the gateway takes, and answers pings behind, before they are on the bus."""


@dataclasses.dataclass(frozen=True)
class Kind(numbered.Kind):
    """A kind of items, with what comes of them in an export.

    Attributes:
        wire: The item of a number as an export shows it; none where there is no export.
        exported: The item of a number as an export gives it.
    """

    wire: Callable[[int], dict[str, Any]] | None
    exported: Callable[[int], Any] | None = None

    def export(self, surface: Surface, flow: str, **options: Any) -> Any:
        return getattr(surface.bulk, f"export_{self.name}")(flow, **options)


def iri(number: int) -> dict[str, Any]:
    return {"v": f"urn:item:{number}", "e": True}


def text(number: int) -> dict[str, Any]:
    return {"v": str(number), "e": False}


TRIPLES = Kind(
    "triples",
    "triples-store",
    lambda n: Triple(Uri(f"urn:item:{n}"), Uri("urn:number"), Literal(str(n))),
    lambda message: [int(triple["o"]["value"]) for triple in message["triples"]],
    lambda n: {"s": iri(n), "p": iri(0), "o": text(n)},
    lambda n: Triple(Uri(f"urn:item:{n}"), Uri("urn:item:0"), Literal(str(n))),
)
DOCUMENT_EMBEDDINGS = Kind(
    "document_embeddings",
    "document-embeddings-store",
    lambda n: (f"piece {n}", [[float(n)]]),
    lambda message: [int(each["vectors"][0][0]) for each in message["chunks"]],
    lambda n: {"chunk": f"piece {n}", "vectors": [[float(n)]]},
    lambda n: ChunkEmbedding(f"piece {n}", [[float(n)]]),
)
KINDS = [
    TRIPLES,
    Kind(
        "graph_embeddings",
        "graph-embeddings-store",
        lambda n: (Uri(f"urn:item:{n}"), [[float(n), 0.5]]),
        lambda message: [int(each["vectors"][0][0]) for each in message["entities"]],
        lambda n: {"entity": iri(n), "vectors": [[float(n), 0.5]]},
        lambda n: EntityEmbedding(Uri(f"urn:item:{n}"), [[float(n), 0.5]]),
    ),
    Kind(
        "entity_contexts",
        "entity-contexts-load",
        lambda n: (Uri(f"urn:item:{n}"), str(n)),
        lambda message: [int(each["context"]) for each in message["entities"]],
        lambda n: {"entity": iri(n), "context": str(n)},
        lambda n: EntityContext(Uri(f"urn:item:{n}"), str(n)),
    ),
    Kind(
        "objects",
        "objects-store",
        lambda n: {"number": str(n)},
        lambda message: [int(each["number"]) for each in message["values"]],
        None,
        options={"schema_name": "numbers"},
    ),
]
each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
every_kind = pytest.mark.parametrize("kind", [*KINDS, DOCUMENT_EMBEDDINGS], ids=lambda kind: kind.name)
exported_kinds = pytest.mark.parametrize(
    "kind", [*KINDS[:-1], DOCUMENT_EMBEDDINGS], ids=lambda kind: kind.name
)
PLACE = {"id": "urn:source", "user": "ann", "collection": "notes"}


@in_both_colours
@each_kind
async def test_import_arrives_whole_and_in_order(surface: Surface, control: Control, kind: Kind) -> None:
    seen: list[int] = []
    about = [("urn:source", "urn:title", "Ships \u2713")]
    report = await kind.put(
        surface,
        kind.items(1005),
        batch_size=10,
        about=about,
        on_progress=lambda progress: seen.append(progress.confirmed),
        **PLACE,
    )
    assert (report.sent, report.confirmed, report.batches) == (1005, 1005, 101)
    assert seen == sorted(seen)
    assert seen[-1] == 1005
    assert kind.arrived(control, 101) == list(range(1005))
    for message in control.arrived(kind.store, 101):
        metadata = message["metadata"]
        assert {key: metadata[key] for key in PLACE} == PLACE
        [triple] = metadata["metadata"]
        assert (triple["s"]["value"], triple["o"]["value"]) == ("urn:source", "Ships \u2713")


@in_both_colours
async def test_few_large_messages(surface: Surface, control: Control) -> None:
    # Pings follow them before there are more than the gateway's queue holds, and then prove nothing.
    large = [Triple("urn:a", "urn:note", str(number) * 30_000) for number in range(5)]
    report = await done(surface.bulk.import_triples("default", large, batch_size=1))
    assert (report.sent, report.confirmed, report.batches) == (5, 5, 5)
    texts = [each["triples"][0]["o"]["value"] for each in control.arrived("triples-store", 5)]
    assert texts == [str(number) * 30_000 for number in range(5)]


@in_both_colours
async def test_details_of_objects(surface: Surface, control: Control) -> None:
    about = {"schema_name": "people", "confidence": 0.5, "source_span": "Ann and Bob"}
    await done(surface.bulk.import_objects("default", [{"name": "Ann"}, {"name": "Bob"}], **about, **PLACE))
    [message] = control.arrived("objects-store")
    assert message["values"] == [{"name": "Ann"}, {"name": "Bob"}]
    assert {key: message[key] for key in about} == about


@in_both_colours
async def test_imported_terms_come_back_as_they_were(surface: Surface, control: Control) -> None:
    sent = [
        Triple(Uri("urn:a"), Uri("urn:p"), Uri("urn:b")),
        Triple("urn:a", "urn:note", 'back\\slash "quote" \x00 \U0001f600'),
    ]
    await done(surface.bulk.import_triples("default", sent, user="ann", collection="terms"))
    control.arrived("triples-store", 1)
    found = await done(surface.flow().triples_query(user="ann", collection="terms"))
    assert found == sent
    assert [type(triple.o) for triple in found] == [Uri, Literal]
    assert await done(surface.flow().triples_query(user="bob", collection="terms")) == []


@in_both_colours
@pytest.mark.parametrize(
    "item",
    [
        Triple(Uri("urn:a"), Uri("urn:p"), Literal("x", language="en")),
        Triple(Uri("urn:a"), Uri("urn:p"), Uri("urn:b"), "urn:graph"),
    ],
    ids=["language", "graph"],
)
async def test_what_the_wire_cannot_say_is_refused(surface: Surface, control: Control, item: Triple) -> None:
    with pytest.raises(InvalidItem):
        await done(surface.bulk.import_triples("default", [item]))
    assert control.arrived("triples-store", 0) == []


@in_both_colours
@every_kind
async def test_import_of_nothing(surface: Surface, control: Control, kind: Kind) -> None:
    report = await kind.put(surface, [])
    assert (report.sent, report.confirmed) == (0, 0)
    assert control.arrived(kind.store, 0) == []


@in_both_colours
@each_kind
async def test_a_bad_message_in_the_middle(
    surface: Surface, control: Control, monkeypatch: pytest.MonkeyPatch, kind: Kind
) -> None:
    with monkeypatch.context() as spoiled:
        spoil(spoiled, operations, kind, 1000)
        with pytest.raises(ImportInterrupted) as caught:
            await kind.put(surface, kind.items(2000), batch_size=10)
    error = caught.value
    # All before the bad message arrives in the end, and nothing behind it; what is called safe is there.
    before = kind.arrived(control, 100)
    assert before == list(range(1000))
    assert 0 < error.confirmed == error.position <= 1000 < error.sent
    assert f"resume with start={error.position}" in str(error)
    report = await kind.put(surface, kind.items(2000), batch_size=10, start=error.position)
    assert report.sent == report.confirmed == 2000 - error.position
    again = list(range(error.position, 2000))
    assert kind.arrived(control, 100 + len(again) // 10) == [*before, *again]


LOST = [
    *((surface, TRIPLES, taken) for surface in ("REST", "async REST") for taken in (52, 53)),
    *(("REST", kind, 53) for kind in KINDS[1:]),
]


@pytest.mark.parametrize(
    ("surface", "kind", "taken"),
    LOST,
    indirect=["surface"],
    ids=lambda value: value.name if isinstance(value, Kind) else str(value),
)
async def test_nothing_is_called_confirmed_that_is_lost(
    surface: Surface, real_control: Control, fresh_flow: str, kind: Kind, taken: int
) -> None:
    """A pong comes before the last messages are on the bus; here those never get there.

    Ten are in a queue and one is in hand, and a ping follows each sixteenth, such as the 64th.
    """
    real_control.script(takes=taken)
    with pytest.raises(ImportInterrupted) as caught:
        await kind.put(surface, kind.items(200), flow=fresh_flow, batch_size=1, timeout=0.15)
    assert kind.arrived(real_control, flow=fresh_flow) == list(range(taken))
    assert taken - 16 <= caught.value.confirmed <= taken


async def test_a_pong_comes_before_the_last_messages_are_on_the_bus(
    url: str, real_control: Control, fresh_flow: str
) -> None:
    message = (
        '{"metadata": {"id": "", "metadata": [], "user": "ann", "collection": "notes"}, "triples":'
        ' [{"s": {"v": "a", "e": true}, "p": {"v": "b", "e": true}, "o": {"v": "7", "e": false}}]}'
    )
    real_control.script(takes=50)
    address = f"{url.replace('http', 'ws', 1)}api/v1/flow/{fresh_flow}/import/triples"
    async with connect(f"{address}?token={quote(TOKEN, safe='')}", proxy=None) as socket:
        for _ in range(50 + UNPROVEN):
            await socket.send(message)
        async with asyncio.timeout(10):
            await (await socket.ping())
        assert len(real_control.arrived("triples-store", 50, fresh_flow)) == 50


@in_both_colours
@every_kind
async def test_an_unknown_flow(surface: Surface, control: Control, kind: Kind) -> None:
    with pytest.raises(ImportInterrupted, match="an unknown flow") as caught:
        await kind.put(surface, kind.items(50), flow="nowhere")
    assert (caught.value.confirmed, caught.value.position) == (0, 0)
    assert kind.arrived(control) == []


@in_both_colours
@every_kind
@pytest.mark.parametrize("token", [None, "Sesame+open/1"])
async def test_wrong_token(
    surface: Surface, url: str, control: Control, kind: Kind, token: str | None
) -> None:
    async with open_surface(surface.name, url, token=token) as wrong:
        with pytest.raises(AuthenticationFailed) as caught:
            await kind.put(wrong, kind.items(10))
        assert "Sesame" not in str(caught.value)
        if kind.wire is not None:
            with pytest.raises(AuthenticationFailed):
                await items(kind.export(wrong, "default"))
    assert kind.arrived(control) == []


@in_both_colours
async def test_embeddings_of_documents_are_lost_without_a_word(
    surface: Surface, control: Control, fresh_flow: str
) -> None:
    # Up to ten messages look like success, so that the client calls nothing confirmed.
    few = DOCUMENT_EMBEDDINGS.items(30)
    report = await DOCUMENT_EMBEDDINGS.put(surface, few, flow=fresh_flow, batch_size=10)
    assert (report.sent, report.confirmed, report.batches) == (30, 0, 3)
    assert DOCUMENT_EMBEDDINGS.arrived(control, flow=fresh_flow) == []


@in_both_colours
async def test_many_embeddings_of_documents_stall_the_gateway(
    surface: Surface, real_control: Control, fresh_flow: str
) -> None:
    many = DOCUMENT_EMBEDDINGS.items(100)
    with pytest.raises(ImportInterrupted, match="confirmed nothing"):
        await DOCUMENT_EMBEDDINGS.put(surface, many, flow=fresh_flow, batch_size=1, timeout=0.3)
    assert DOCUMENT_EMBEDDINGS.arrived(real_control, flow=fresh_flow) == []


@in_both_colours
async def test_embeddings_of_documents_arrive_at_later_releases_of_1_8(
    surface: Surface, control: Control
) -> None:
    control.script(mended=True)
    report = await DOCUMENT_EMBEDDINGS.put(surface, DOCUMENT_EMBEDDINGS.items(1000), batch_size=10)
    assert (report.sent, report.confirmed) == (1000, 0)
    assert DOCUMENT_EMBEDDINGS.arrived(control, 100) == list(range(1000))


# Exports ----------------------------------------------------------------------------------------


@in_both_colours
@exported_kinds
async def test_export_gives_what_is_published_meanwhile(
    surface: Surface, control: Control, fresh_flow: str, kind: Kind
) -> None:
    assert kind.wire is not None
    assert kind.exported is not None
    name = kind.name.replace("_", "-")
    with ThreadPoolExecutor() as pool:
        published = pool.submit(control.publish, fresh_flow, [kind.wire(n) for n in range(3)], name)
        assert await items(kind.export(surface, fresh_flow, limit=3)) == [kind.exported(n) for n in range(3)]
        published.result()


@in_both_colours
async def test_export_gives_what_is_imported_meanwhile(
    surface: Surface, control: Control, fresh_flow: str
) -> None:
    assert TRIPLES.wire is not None
    assert TRIPLES.exported is not None
    with ThreadPoolExecutor() as pool:
        published = pool.submit(control.publish, fresh_flow, [TRIPLES.wire(0)])
        stream = TRIPLES.export(surface, fresh_flow, limit=1001)
        await (
            anext(aiter(stream)) if hasattr(stream, "__aiter__") else asyncio.to_thread(next, iter(stream))
        )
        published.result()
        # The export listens by now, so whatever is imported has to come out of it.
        await TRIPLES.put(surface, TRIPLES.items(1000), flow=fresh_flow, batch_size=100)
        assert await items(stream) == list(TRIPLES.items(1000))


@in_both_colours
@exported_kinds
async def test_export_ends_when_nothing_comes(surface: Surface, kind: Kind) -> None:
    assert await items(kind.export(surface, "default", idle_timeout=0.1)) == []


@in_both_colours
@exported_kinds
async def test_export_from_an_unknown_flow(surface: Surface, kind: Kind) -> None:
    with pytest.raises(ConnectionLost) as caught:
        await items(kind.export(surface, "nowhere", idle_timeout=10))
    assert caught.value.code == 1000
