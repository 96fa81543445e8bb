"""Knowledge cores on every interface: in, out, and into the stores of a flow.

Release 2.11.1 cannot read triples and vectors of a core, neither on their way in nor out; tests
that need them run with that mended, which is one line in its schema.
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from client_2_11 import open_surface
from control import Control
from marks import everywhere, in_both_colours, on_sockets
from surfaces import COLOURS, Surface, done, items

from trustgraph_v2 import BlankNode, GatewayError, Literal, NotFound, ServiceError, Triple, Uri

TRIPLES = [
    Triple(Uri("urn:a"), Uri("urn:p"), Uri("urn:b")),
    Triple(Uri("urn:a"), Uri("urn:part"), BlankNode("b0")),
    Triple(Uri("urn:a"), Uri("urn:p"), Uri("urn:c"), "urn:graph:other"),
    Triple(Uri("urn:a"), Uri("urn:said"), Triple(Uri("urn:a"), Uri("urn:p"), Literal("x", language="en"))),
]
CONTENT = b"Ships need light."
CORE_FILE = b"\x92\xa1t\x82\xa1m\x80\xa1t\x90"  # ("t", {"m": {}, "t": []}) in MessagePack


def parts(id: str) -> dict[str, Any]:
    """What a core of this identifier holds, as `put_kg_core` takes it."""
    metadata = {"id": id, "collection": "default"}
    return {
        "triples": {"metadata": metadata, "triples": TRIPLES},
        "graph_embeddings": {
            "metadata": metadata,
            "entities": [{"entity": Uri("urn:a"), "vector": [0.25, 0.5]}],
        },
        "library_metadata": {"id": id, "kind": "text/plain", "title": "Ships", "tags": ["sea"]},
        "library_blob": {"id": id, "data": CONTENT},
    }


@everywhere
async def test_core_of_a_graph(surface: Surface, control: Control) -> None:
    control.script(mended=True)
    knowledge, id = surface.group("knowledge"), f"urn:core:{uuid4()}"
    for name, part in parts(id).items():
        assert await done(knowledge.put_kg_core(id, **{name: part})) is None
    assert id in await done(knowledge.list_kg_cores())
    assert await done(surface.group("library").get_document_content(id)) == CONTENT

    control.forget()
    assert await done(knowledge.load_kg_core(id, "default", "loaded")) is None
    [loaded] = control.arrived("triples-store")
    assert (loaded["metadata"]["collection"], len(loaded["triples"])) == ("loaded", len(TRIPLES))

    assert await done(knowledge.delete_kg_core(id)) is None
    assert id not in await done(knowledge.list_kg_cores())


@on_sockets
async def test_core_of_a_graph_comes_back_as_it_was(surface: Surface, control: Control) -> None:
    control.script(mended=True)
    knowledge, id = surface.group("knowledge"), f"urn:core:{uuid4()}"
    sent = parts(id)
    await done(knowledge.put_kg_core(id, triples=sent["triples"], graph_embeddings=sent["graph_embeddings"]))
    await done(
        knowledge.put_kg_core(
            id, library_metadata=sent["library_metadata"], library_blob=sent["library_blob"]
        )
    )
    triples, vectors, metadata, blob = await items(knowledge.get_kg_core(id))
    assert [type(part).__name__ for part in (triples, vectors, metadata, blob)] == [
        "TriplesPart",
        "GraphEmbeddingsPart",
        "LibraryMetadataPart",
        "LibraryBlobPart",
    ]
    assert triples.triples.triples == TRIPLES
    [entity] = vectors.graph_embeddings.entities
    assert (entity.entity, entity.vector) == (Uri("urn:a"), [0.25, 0.5])
    assert (metadata.library_metadata.title, metadata.library_metadata.tags) == ("Ships", ["sea"])
    assert blob.library_blob.data == CONTENT

    # What came out goes in again.
    await done(knowledge.delete_kg_core(id))
    for name, part in zip(sent, (triples, vectors, metadata, blob), strict=True):
        await done(knowledge.put_kg_core(id, **{name: getattr(part, name)}))
    assert await items(knowledge.get_kg_core(id)) == [triples, vectors, metadata, blob]


@on_sockets
async def test_core_without_a_document_ends_in_an_error(surface: Surface, control: Control) -> None:
    control.script(mended=True)
    knowledge, id = surface.group("knowledge"), f"urn:core:{uuid4()}"
    await done(knowledge.put_kg_core(id, triples=parts(id)["triples"]))
    with pytest.raises(ServiceError, match="No such document row") as caught:
        await done(knowledge.get_kg_core(id).collect())
    assert [part.triples.triples for part in caught.value.partial] == [TRIPLES]


def vectors(id: str) -> dict[str, Any]:
    chunks = [
        {"chunk_id": "urn:chunk:1", "vector": [0.25, 0.5]},
        {"chunk_id": "urn:chunk:2", "vector": [1.0]},
    ]
    return {"metadata": {"id": id, "collection": "default"}, "chunks": chunks}


@everywhere
async def test_core_of_vectors(surface: Surface, control: Control) -> None:
    control.script(mended=True)
    knowledge, id = surface.group("knowledge"), f"urn:core:{uuid4()}"
    assert await done(knowledge.put_de_core(id, vectors(id))) is None
    assert id in await done(knowledge.list_de_cores())
    control.forget()
    assert await done(knowledge.load_de_core(id, collection="loaded")) is None
    [loaded] = control.arrived("document-embeddings-store")
    assert loaded["metadata"]["collection"] == "loaded"
    assert [chunk["chunk_id"] for chunk in loaded["chunks"]] == ["urn:chunk:1", "urn:chunk:2"]
    assert await done(knowledge.delete_de_core(id)) is None
    assert id not in await done(knowledge.list_de_cores())


@on_sockets
async def test_core_of_vectors_comes_back_as_it_was(surface: Surface, control: Control) -> None:
    control.script(mended=True)
    knowledge, id = surface.group("knowledge"), f"urn:core:{uuid4()}"
    await done(knowledge.put_de_core(id, vectors(id)))
    [part] = await items(knowledge.get_de_core(id))
    chunks = part.document_embeddings.chunks
    assert [(chunk.chunk_id, chunk.vector) for chunk in chunks] == [
        ("urn:chunk:1", [0.25, 0.5]),
        ("urn:chunk:2", [1.0]),
    ]


@everywhere
async def test_unmended_gateway_cannot_read_a_core(surface: Surface) -> None:
    knowledge, id = surface.group("knowledge"), f"urn:core:{uuid4()}"
    with pytest.raises(ServiceError, match="'dict' object has no attribute 'triples'"):
        await done(knowledge.put_kg_core(id, triples=parts(id)["triples"]))
    with pytest.raises(ServiceError, match="'dict' object has no attribute 'chunks'"):
        await done(knowledge.put_de_core(id, vectors(id)))


@on_sockets
async def test_unmended_gateway_cannot_hand_on_a_core(surface: Surface, control: Control) -> None:
    knowledge, id = surface.group("knowledge"), f"urn:core:{uuid4()}"
    control.script(mended=True)
    await done(knowledge.put_kg_core(id, triples=parts(id)["triples"]))
    control.script()
    with pytest.raises(GatewayError, match="'dict' object has no attribute"):
        await items(knowledge.get_kg_core(id))


@everywhere
async def test_what_cores_cannot_do(surface: Surface) -> None:
    knowledge = surface.group("knowledge")
    with pytest.raises(ServiceError, match="Not implemented"):
        await done(knowledge.unload_kg_core("urn:core:none"))
    with pytest.raises(NotFound, match="Invalid flow nowhere"):
        await done(knowledge.load_kg_core("urn:core:none", "nowhere"))
    with pytest.raises(NotFound, match="Invalid flow nowhere"):
        await done(knowledge.load_de_core("urn:core:none", "nowhere"))
    assert await done(knowledge.request({"operation": "list-de-cores"})) == {
        "ids": await done(knowledge.list_de_cores())
    }


@in_both_colours
async def test_core_files_reach_a_service_that_is_not_there(surface: Surface, control: Control) -> None:
    # The gateway waits for an answer that cannot come, and then says that all went well.
    control.script(timeout=0.2)
    knowledge = surface.group("knowledge")
    assert await items(knowledge.export_core("urn:core:none")) == []
    assert await done(knowledge.import_core("urn:core:none", CORE_FILE)) is None
    asked = control.messages("request:tg:knowledge")
    assert [request["operation"] for request in asked] == ["get-kg-core", "put-kg-core"]


@pytest.mark.parametrize("interface", COLOURS)
async def test_core_files_are_given_up_in_time(interface: str, url: str) -> None:
    async with open_surface(interface, url, timeout=0.3) as surface:
        with pytest.raises(GatewayError):
            await items(surface.group("knowledge").export_core("urn:core:none"))
        with pytest.raises(GatewayError):
            await done(surface.group("knowledge").import_core("urn:core:none", CORE_FILE))
