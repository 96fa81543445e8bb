"""Imports of all kinds at the local TrustGraph: how they are checked, kept, and handed on to exports."""

from __future__ import annotations

import json
from typing import Any

import pytest
from raw_client import Socket, bulk_url
from websockets.exceptions import ConnectionClosedOK, InvalidStatus
from websockets.sync.client import connect

from gatewright.gateway import LocalGateway

A: dict[str, Any] = {"t": "i", "i": "urn:a"}
METADATA = {"id": "d", "collection": "mine"}
TOLD = {"id": "d", "root": "", "collection": "mine"}
# Kind: what is sent, and what an export makes of it.
MESSAGES: dict[str, tuple[Any, Any]] = {
    "triples": (
        {"metadata": {**METADATA, "root": "r"}, "triples": [{"s": A, "p": A, "o": A, "g": ""}]},
        {"metadata": {**TOLD, "root": "r"}, "triples": [{"s": A, "p": A, "o": A}]},
    ),
    "graph-embeddings": (
        {"metadata": METADATA, "entities": [{"entity": A, "vector": [1.0], "chunk_id": "lost"}]},
        {"metadata": TOLD, "entities": [{"entity": A, "vector": [1.0]}]},
    ),
    "document-embeddings": (
        {"metadata": METADATA, "chunks": [{"chunk_id": "k", "vector": [1.0], "attributes": {"a": "b"}}]},
        {"metadata": TOLD, "chunks": [{"chunk_id": "k", "vector": [1.0]}]},
    ),
    "entity-contexts": (
        {"metadata": METADATA, "entities": [{"entity": A, "context": "text", "rdf_type": ["lost"]}]},
        {"metadata": TOLD, "entities": [{"entity": A, "context": "text"}]},
    ),
    "rows": (
        {"metadata": METADATA, "schema_name": "people", "values": {"name": "Ann"}},
        None,
    ),
}


def flow(kind: str, direction: str = "import") -> str:
    return f"/api/v1/flow/default/{direction}/{kind}"


@pytest.mark.parametrize("kind", [kind for kind, (_, told) in MESSAGES.items() if told])
def test_exports_hand_on_what_is_imported(gw: LocalGateway, kind: str) -> None:
    sent, told = MESSAGES[kind]
    with (
        connect(bulk_url(gw, flow(kind, "export")), compression=None) as export,
        connect(bulk_url(gw, flow(kind)), compression=None) as importing,
    ):
        gw.wait_for(lambda: len(gw.taps) == 1)
        importing.send(json.dumps(sent))
        assert json.loads(export.recv(timeout=5)) == told


@pytest.mark.parametrize(
    ("kind", "spoiled"),
    [
        ("triples", {"metadata": {"id": "d"}, "triples": []}),
        ("triples", {"metadata": METADATA, "triples": [{"s": "urn:a"}]}),
        ("graph-embeddings", {"metadata": METADATA, "entities": [{"entity": A}]}),
        ("graph-embeddings", {"metadata": METADATA, "entities": [{"entity": "urn:a", "vector": []}]}),
        ("document-embeddings", {"chunks": [{"vector": []}]}),
        ("entity-contexts", {"metadata": METADATA, "entities": [{"entity": A}]}),
        ("rows", {"metadata": METADATA, "values": []}),
        ("rows", []),
    ],
)
def test_a_message_that_cannot_be_read_ends_an_import(gw: LocalGateway, kind: str, spoiled: Any) -> None:
    with connect(bulk_url(gw, flow(kind)), compression=None) as importing:
        importing.send(json.dumps(MESSAGES[kind][0]))
        importing.send(json.dumps(spoiled))
        with pytest.raises(ConnectionClosedOK):
            importing.recv(timeout=5)


@pytest.mark.parametrize("chunks", [{}, {"chunks": []}, {"metadata": {}}])
def test_document_embeddings_need_no_metadata(gw: LocalGateway, chunks: Any) -> None:
    with connect(bulk_url(gw, flow("document-embeddings")), compression=None) as importing:
        importing.send(json.dumps(chunks))
        assert importing.ping().wait(5)


@pytest.mark.parametrize(("direction", "kind"), [("import", "nope"), ("export", "rows")])
def test_unknown_kinds(gw: LocalGateway, direction: str, kind: str) -> None:
    with pytest.raises(InvalidStatus) as caught:
        connect(bulk_url(gw, flow(kind, direction)), compression=None).__enter__()
    assert caught.value.response.status_code == 404
    assert json.loads(caught.value.response.body) == {"error": "unknown kind"}


def test_a_flow_without_the_store_closes_at_once(gw: LocalGateway, sock: Socket) -> None:
    definition = json.dumps({"blueprint": {}, "flow": {}, "interfaces": {"triples-store": {"flow": "t"}}})
    named = {"blueprint-name": "small", "flow-id": "small", "description": ""}
    for operation in ("put-blueprint", "start-flow"):
        request = {"operation": operation, "blueprint-definition": definition, **named}
        sock.call("flow", request, flow=None)
    with connect(bulk_url(gw, "/api/v1/flow/small/import/triples"), compression=None) as importing:
        assert importing.ping().wait(5)
    with (
        connect(bulk_url(gw, "/api/v1/flow/small/import/rows"), compression=None) as importing,
        pytest.raises(ConnectionClosedOK),
    ):
        importing.recv(timeout=5)


def fill(gw: LocalGateway, kind: str, *messages: Any) -> None:
    with connect(bulk_url(gw, flow(kind)), compression=None) as importing:
        for message in messages:
            importing.send(json.dumps({"metadata": METADATA, **message}))
        assert importing.ping().wait(5)


def test_imported_vectors_are_found(gw: LocalGateway, sock: Socket) -> None:
    b = {"t": "i", "i": "urn:b"}
    entities = [{"entity": A, "vector": [1, 0]}, {"entity": b, "vector": [1, 1]}]
    fill(gw, "graph-embeddings", {"entities": entities}, {"entities": [{"entity": b, "vector": [1]}]})
    fill(gw, "document-embeddings", {"chunks": [{"chunk_id": "k", "vector": [0.0, 2.0]}]})
    query = {"collection": "mine", "vector": [0, 1]}
    found = sock.call("graph-embeddings", query)["entities"]
    assert [each["entity"] for each in found] == [b, A]
    assert [round(each["score"], 3) for each in found] == [0.707, 0.0]
    assert len(sock.call("graph-embeddings", {**query, "limit": 1})["entities"]) == 1
    assert sock.call("graph-embeddings", {"vector": [0, 1]}) == {"entities": []}
    assert sock.call("document-embeddings", query) == {"chunks": [{"chunk_id": "k", "score": 1.0}]}


def test_imported_rows_are_found(gw: LocalGateway, sock: Socket) -> None:
    people = [{"name": "Ann", "age": "42"}, {"name": "Bob", "age": "40"}]
    fill(gw, "rows", {"schema_name": "people", "values": people})
    asked = {"collection": "mine", "query": "query Q($n: Int) { people(limit: $n) { name, age } }"}
    assert sock.call("rows", {**asked, "variables": {"n": 1}}) == {"data": {"people": people[:1]}}
    assert sock.call("rows", {**asked, "query": "{ people { name } }"}) == {
        "data": {"people": [{"name": "Ann"}, {"name": "Bob"}]}
    }
    for query, error in (
        ("{ animals { name } }", "Cannot query field 'animals' on type 'Query'."),
        ("{ people { friends { name } } }", "Syntax Error: the local gateway does not know this query."),
        ("people", "Syntax Error: the local gateway does not know this query."),
    ):
        answer = sock.call("rows", {**asked, "query": query})
        assert answer == {"data": None, "errors": [{"message": error}]}
    [vector] = sock.call("embeddings", {"texts": ["Bob"]})["vectors"]
    asked = {
        "collection": "mine",
        "vector": vector,
        "schema_name": "people",
        "index_name": "name",
        "limit": 1,
    }
    [match] = sock.call("row-embeddings", asked)["matches"]
    assert round(match.pop("score"), 6) == 1.0
    assert match == {"index_name": "name", "index_value": ["Bob"], "text": "Bob"}


def test_a_deleted_collection_is_empty(gw: LocalGateway, sock: Socket) -> None:
    fill(gw, "triples", {"triples": [{"s": A, "p": A, "o": A}]})
    assert len(sock.call("triples", {"collection": "mine"})["response"]) == 1
    sock.call("collection-management", {"operation": "delete-collection", "collection": "mine"}, flow=None)
    assert sock.call("triples", {"collection": "mine"}) == {"response": []}


PEOPLE = """
    PREFIX : <urn:>  # comments are skipped
    SELECT DISTINCT ?who ?name WHERE { ?who :knows ?other ; :name ?name . ?other a <urn:Person> }
"""


@pytest.fixture
def graph(gw: LocalGateway) -> None:
    def iri(name: str) -> dict[str, str]:
        return {"t": "i", "i": name}

    kind = iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    triples = [
        {"s": iri("urn:a"), "p": iri("urn:knows"), "o": iri("urn:b")},
        {"s": iri("urn:a"), "p": iri("urn:knows"), "o": iri("urn:c")},
        {"s": iri("urn:a"), "p": iri("urn:name"), "o": {"t": "l", "v": "A", "ln": "en"}},
        {"s": iri("urn:b"), "p": kind, "o": iri("urn:Person")},
        {"s": iri("urn:c"), "p": kind, "o": iri("urn:Person")},
    ]
    fill(gw, "triples", {"triples": triples})


@pytest.mark.usefixtures("graph")
def test_sparql(sock: Socket) -> None:
    def ask(query: str, **more: Any) -> Any:
        return sock.call("sparql", {"collection": "mine", "query": query, **more})

    a, name = {"t": "i", "i": "urn:a"}, {"t": "l", "v": "A", "ln": "en"}
    select = {"query-type": "select", "variables": ["who", "name"], "bindings": [{"values": [a, name]}]}
    assert ask(PEOPLE) == select
    twice = ask(PEOPLE.replace("DISTINCT", ""))
    assert len(twice["bindings"]) == 2
    assert len(ask(PEOPLE.replace("DISTINCT", "") + "LIMIT 1")["bindings"]) == 1
    assert len(ask(PEOPLE.replace("DISTINCT", ""), limit=1)["bindings"]) == 1
    assert ask("ASK { <urn:b> <urn:knows> ?x }") == {"query-type": "ask", "ask-result": False}
    assert ask('ASK { ?x <urn:name> "A"@en }') == {"query-type": "ask", "ask-result": True}
    made = ask("CONSTRUCT { ?y <urn:known> ?x } WHERE { ?x <urn:knows> ?y }")
    assert made["query-type"] == "construct"
    assert [triple["s"]["i"] for triple in made["triples"]] == ["urn:b", "urn:c"]
    assert ask("SELECT * { ?x <urn:name> ?n }")["variables"] == ["x", "n"]
    number = ask("ASK { ?x <urn:age> 7 , '7'^^<urn:n> }")
    assert number == {"query-type": "ask", "ask-result": False}


@pytest.mark.usefixtures("graph")
@pytest.mark.parametrize(
    ("query", "type"),
    [
        ("SELEC ?x", "sparql-unsupported"),
        ("SELECT ?x { ?x ?y ?z } ORDER BY ?x", "sparql-unsupported"),
        ("SELECT ?x { ?x ?y }", "sparql-parse-error"),
        ("ASK { ?x nope:y ?z }", "sparql-parse-error"),
        ("ASK { ?x ~ ?z }", "sparql-parse-error"),
        ("ASK { ?x ?y ?z", "sparql-parse-error"),
    ],
)
def test_queries_that_are_not_understood(sock: Socket, query: str, type: str) -> None:
    answer = sock.call("sparql", {"collection": "mine", "query": query})
    assert (answer["query-type"], answer["error"]["type"]) == ("", type)


@pytest.mark.usefixtures("graph")
def test_sparql_in_batches(sock: Socket) -> None:
    query = {"collection": "mine", "query": "SELECT ?y { ?x <urn:knows> ?y }", "streaming": True}
    # The last batch may be empty.
    for size, batches in ((1, [1, 1, 0]), (2, [2, 0]), (3, [2])):
        sock.ask("s", "sparql", {**query, "batch-size": size})
        frames = sock.answer("s")
        assert [len(frame["response"]["bindings"]) for frame in frames] == batches
