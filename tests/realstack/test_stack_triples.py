"""Triples that are imported, stored, found again, and exported as they pass by."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from interfaces import Face, RealStack, done, everywhere, in_both_colours, items, on_sockets, open_face
from waiting import until

from trustgraph_v2 import Api, BlankNode, Literal, Triple, Uri

INTEGER = "http://www.w3.org/2001/XMLSchema#integer"
ANN, BOB, NAME, KNOWS = (Uri(f"urn:{name}") for name in ("ann", "bob", "name", "knows"))
TERMS = [
    Triple(ANN, KNOWS, BOB),
    Triple(ANN, NAME, Literal("Ann", language="en")),
    Triple(ANN, Uri("urn:age"), Literal("7", datatype=INTEGER)),
    Triple(BOB, NAME, Literal("Bob \u2713")),
]
IN_OTHER_GRAPH = Triple(ANN, KNOWS, Uri("urn:carol"), "urn:graph:other")


@pytest.fixture
def collection() -> str:
    return f"triples-{uuid4().hex[:8]}"


@everywhere
async def test_triples_are_stored_and_found_again(face: Face, collection: str) -> None:
    report = await done(
        face.bulk.import_triples("default", [*TERMS, IN_OTHER_GRAPH], id="urn:d", collection=collection)
    )
    assert report.confirmed == 5

    def find(*pattern: Any, **more: Any) -> Any:
        return face.flow().triples_query(*pattern, collection=collection, **more)

    found = await until(find, lambda triples: len(triples) == 5)
    assert set(found) == {*TERMS, IN_OTHER_GRAPH}
    assert set(await done(find(ANN))) == {TERMS[0], TERMS[1], TERMS[2], IN_OTHER_GRAPH}
    assert set(await done(find(None, KNOWS))) == {TERMS[0], IN_OTHER_GRAPH}
    assert set(await done(find(ANN, None, BOB))) == {TERMS[0]}
    assert set(await done(find(None, NAME, Literal("Bob \u2713")))) == {TERMS[3]}
    assert await done(find(BOB, KNOWS)) == []
    assert len(await done(find(limit=2))) == 2
    # Though this store takes `*` for the name of a graph.
    dump = await items(face.bulk.dump_triples("default", collection=collection, batch_size=2))
    assert set(dump) == {*TERMS, IN_OTHER_GRAPH}


@everywhere
@pytest.mark.parametrize("pattern", [(), (ANN,), (None, KNOWS)], ids=["all", "subject", "predicate"])
async def test_graph_of_a_query(face: Face, collection: str, pattern: tuple[Uri | None, ...]) -> None:
    """The store of release 2.11.1 takes no graph for all graphs, and `*` for the name of one."""
    await done(face.bulk.import_triples("default", [TERMS[0], IN_OTHER_GRAPH], collection=collection))

    def find(**graph: str) -> Any:
        return face.flow().triples_query(*pattern, collection=collection, **graph)

    found = await until(find, lambda triples: len(triples) == 2)
    assert set(found) == {TERMS[0], IN_OTHER_GRAPH}
    assert await done(find(g="")) == [TERMS[0]]
    assert await done(find(g="urn:graph:other")) == [IN_OTHER_GRAPH]
    assert await done(find(g="*")) == []


@everywhere
async def test_collections_are_kept_apart(face: Face, collection: str) -> None:
    await done(face.bulk.import_triples("default", TERMS, collection=collection))
    await until(lambda: face.flow().triples_query(collection=collection), lambda found: len(found) == 4)
    assert await done(face.flow().triples_query(collection=f"{collection}-other")) == []


@in_both_colours
async def test_quoted_triple_as_object(face: Face, collection: str) -> None:
    said = Triple(ANN, Uri("urn:says"), TERMS[0])
    await done(face.bulk.import_triples("default", [said], collection=collection))
    found = await until(lambda: face.flow().triples_query(collection=collection), bool)
    assert found == [said]


@in_both_colours
async def test_store_forgets_what_is_no_iri(face: Face, collection: str) -> None:
    """The store of release 2.11.1 keeps no types of subjects, and takes blank nodes for IRIs."""
    triples = [Triple(ANN, NAME, BlankNode("b0")), Triple(TERMS[0], NAME, ANN)]
    await done(face.bulk.import_triples("default", triples, collection=collection))
    found = await until(
        lambda: face.flow().triples_query(collection=collection), lambda triples: len(triples) == 2
    )
    by_subject = {triple.s == ANN: triple for triple in found}
    assert by_subject[True] == Triple(ANN, NAME, Uri("b0"))
    assert isinstance(by_subject[False].s, Uri)
    assert json.loads(by_subject[False].s)["s"]["iri"] == "urn:ann"


@on_sockets
async def test_stored_triples_are_streamed(face: Face, collection: str) -> None:
    many = [Triple(ANN, Uri(f"urn:p{number}"), Literal(str(number))) for number in range(45)]
    await done(face.bulk.import_triples("default", many, collection=collection))
    await until(lambda: face.flow().triples_query(collection=collection), lambda found: len(found) == 45)
    stream = face.flow().triples_query(collection=collection, streaming=True, batch_size=10)
    assert set(await items(stream)) == set(many)


@in_both_colours
async def test_many_triples_in_batches(face: Face, collection: str) -> None:
    many = [Triple(Uri(f"urn:s{number}"), NAME, Literal(str(number))) for number in range(2000)]
    report = await done(
        face.bulk.import_triples("default", iter(many), collection=collection, batch_size=250)
    )
    assert report.confirmed == 2000
    found = await until(
        lambda: face.flow().triples_query(collection=collection), lambda triples: len(triples) == 2000
    )
    assert set(found) == set(many)


async def test_import_is_exported_as_it_passes(real_stack: RealStack, collection: str) -> None:
    """An export begins some time after it is opened: what is imported is repeated until it arrives."""
    marked = Triple(Uri(f"urn:{collection}"), NAME, Literal("passing"))
    async with (
        open_face("async REST", real_stack.url, token=real_stack.token) as face,
        face.bulk.export_triples("default") as passing,
    ):

        async def find() -> Triple:
            async for triple in passing:
                if triple == marked:
                    return triple
            raise AssertionError("the export has ended")

        found = asyncio.create_task(find())
        report = await until(
            lambda: face.bulk.import_triples("default", [marked], collection=collection),
            lambda report: found.done(),
        )
        assert report.confirmed == 1
        assert found.result() == marked


def test_import_is_exported_as_it_passes_to_a_thread(real_stack: RealStack, collection: str) -> None:
    marked = Triple(Uri(f"urn:{collection}"), NAME, Literal("passing"))
    with (
        Api(real_stack.url, token=real_stack.token, timeout=20) as api,
        ThreadPoolExecutor(1) as pool,
        api.bulk().export_triples("default") as passing,
    ):
        found = pool.submit(lambda: next(triple for triple in passing if triple == marked))
        asyncio.run(
            until(
                lambda: api.bulk().import_triples("default", [marked], collection=collection),
                lambda report: found.done(),
            )
        )
        assert found.result() == marked
