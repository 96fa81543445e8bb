"""Knowledge cores: what a flow has stored of a document, loaded into a flow again."""

from __future__ import annotations

from uuid import uuid4

import pytest
from interfaces import Face, done, everywhere, items, on_sockets
from waiting import until

from trustgraph_v2 import GatewayError, Literal, Triple, Uri

FACT = Triple(Uri("urn:ann"), Uri("urn:name"), Literal("Ann"))


@pytest.fixture
async def core(face: Face) -> str:
    """A core, made as a flow makes it: by what is extracted of a document."""
    name = f"urn:core:{uuid4().hex[:8]}"
    await done(face.group("library").add_document(b"Ann", name, title="A core's document"))
    await done(face.bulk.import_triples("default", [FACT], id=name))
    vectors = [{"entity": Uri("urn:ann"), "vector": [0.25, 0.5]}]
    await done(face.bulk.import_graph_embeddings("default", vectors, id=name))
    await until(lambda: face.group("knowledge").list_kg_cores(), lambda cores: name in cores)
    return name


@everywhere
async def test_core_is_loaded_and_deleted(face: Face, core: str) -> None:
    knowledge, collection = face.group("knowledge"), f"loaded-{uuid4().hex[:8]}"
    await done(face.group("collection").update_collection(collection, name="Loaded"))
    await done(knowledge.load_kg_core(core, collection=collection))
    found = await until(lambda: face.flow().triples_query(collection=collection), bool)
    assert found == [FACT]

    await done(knowledge.delete_kg_core(core))
    assert core not in await done(knowledge.list_kg_cores())


@on_sockets
async def test_core_cannot_be_got(face: Face, core: str) -> None:
    """Over a broker, release 2.11.1 hands parts of cores on as no one can read them."""
    with pytest.raises(GatewayError):
        await items(face.group("knowledge").get_kg_core(core))


@everywhere
async def test_core_cannot_be_put(face: Face) -> None:
    """Nor does it understand those that it is given."""
    name = f"urn:core:{uuid4().hex[:8]}"
    triples = {"metadata": {"id": name, "collection": "default"}, "triples": [FACT]}
    with pytest.raises(GatewayError):
        await done(face.group("knowledge").put_kg_core(name, triples=triples))
    assert name not in await done(face.group("knowledge").list_kg_cores())
