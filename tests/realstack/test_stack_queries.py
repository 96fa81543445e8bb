"""SPARQL over stored triples, GraphQL over stored rows, and the other services of a flow."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from interfaces import Face, done, everywhere, items, on_sockets
from waiting import until

from trustgraph_v2 import Literal, Triple, Uri

ANN, BOB, KNOWS, NAME = (Uri(f"urn:{name}") for name in ("ann", "bob", "knows", "name"))
PEOPLE = {
    "name": "people",
    "description": "People",
    "fields": [
        {"name": "name", "type": "string", "primary_key": True},
        {"name": "town", "type": "string", "indexed": True},
    ],
}


@pytest.fixture
async def collection(face: Face) -> str:
    """A collection with three triples."""
    name = f"sparql-{uuid4().hex[:8]}"
    triples = [
        Triple(ANN, KNOWS, BOB),
        Triple(ANN, NAME, Literal("Ann")),
        Triple(BOB, NAME, Literal("Bob", language="de")),
    ]
    await done(face.bulk.import_triples("default", triples, collection=name))
    await until(lambda: face.flow().triples_query(collection=name), lambda found: len(found) == 3)
    return name


@everywhere
async def test_sparql_over_stored_triples(face: Face, collection: str) -> None:
    query = "SELECT ?name WHERE { <urn:ann> <urn:knows> ?who . ?who <urn:name> ?name }"
    found = await done(face.flow().sparql_query(query, collection=collection))
    assert (found.query_type, found.variables) == ("select", ["name"])
    assert [solution.values for solution in found.bindings] == [[Literal("Bob", language="de")]]


@on_sockets
async def test_sparql_streams(face: Face, collection: str) -> None:
    query = "SELECT ?who ?name WHERE { ?who <urn:name> ?name }"
    stream = face.flow().sparql_query(query, collection=collection, streaming=True, batch_size=1)
    solutions = [solution for batch in await items(stream) for solution in batch.bindings]
    assert {solution.values[0] for solution in solutions} == {ANN, BOB}


@everywhere
async def test_rows_are_stored_and_found_by_graphql(face: Face) -> None:
    kind, collection = f"people_{uuid4().hex[:8]}", f"rows-{uuid4().hex[:8]}"
    schema = {"type": "schema", "key": kind, "value": json.dumps({**PEOPLE, "name": kind})}
    await done(face.group("config").put([schema]))
    await done(face.group("collection").update_collection(collection, name="Rows"))
    rows = [{"name": "Ann", "town": "Rome"}, {"name": "Bob", "town": "Oslo"}]
    query = f'{{ {kind}(where: {{town: {{eq: "Oslo"}}}}) {{ name town }} }}'

    async def find() -> list[dict[str, str]]:
        # Rows that come before their schema and their collection are known are not stored.
        await done(face.bulk.import_rows("default", rows, schema_name=kind, collection=collection))
        found = await done(face.flow().rows_query(query, collection=collection))
        return (found.data or {}).get(kind) or []

    assert await until(find, bool) == [{"name": "Bob", "town": "Oslo"}]


@everywhere
async def test_scripted_services(face: Face) -> None:
    flow = face.flow()
    documents = [
        {"document_id": "short", "document_text": "a"},
        {"document_id": "long", "document_text": "abc"},
    ]
    ranked = await done(flow.rerank([{"query_id": "q", "query_text": "?"}], documents))
    assert [(each.document_id, each.query_id) for each in ranked.results] == [("long", "q"), ("short", "q")]
    image = await done(flow.image_to_text(b"\x89PNG", "image/png"))
    assert image.text == "an image of type image/png"
    assert await done(flow.mcp_tool("text")) == "a text"
    assert await done(flow.mcp_tool("add", {"a": [1, None]})) == {
        "tool": "add",
        "parameters": {"a": [1, None]},
    }
    assert (await done(flow.nlp_query("who?"))).detected_schemas == ["people"]
    assert (await done(flow.structured_query("who?"))).data == {"people": [{"name": "Ann"}]}
    entities = (await done(flow.graph_embeddings_query(text="who?", limit=1))).entities
    assert [each.entity for each in entities] == [Uri("http://example.org/ann")]
    chunks = (await done(flow.document_embeddings_query(text="who?"))).chunks
    assert [each.chunk_id for each in chunks] == ["urn:chunk:1", "urn:chunk:2"]
    matches = (await done(flow.row_embeddings_query(text="who?", schema_name="people"))).matches
    assert [each.text for each in matches] == ["Ann"]
