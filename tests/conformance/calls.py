"""The calls of a flow's services: what to call, what to look at in the result, and what to see there."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from typing import Any

from trustgraph_v2 import BlankNode, Literal, Triple, Uri

INTEGER = "http://www.w3.org/2001/XMLSchema#integer"
EVERY_TERM = [
    Triple(Uri("urn:a"), Uri("urn:p"), Uri("urn:b")),
    Triple(Uri("urn:a"), Uri("urn:label"), Literal("Alpha", language="en")),
    Triple(Uri("urn:a"), Uri("urn:size"), Literal("7", datatype=INTEGER)),
    Triple(Uri("urn:a"), Uri("urn:part"), BlankNode("b0")),
    Triple(Triple(Uri("urn:a"), Uri("urn:p"), Uri("urn:b")), Uri("urn:saidBy"), Literal("Bob \u2713")),
]
IN_OTHER_GRAPH = Triple(Uri("urn:a"), Uri("urn:p"), Uri("urn:c"), "urn:graph:other")


@dataclasses.dataclass(frozen=True)
class Case:
    """One call, what to look at in its result, and what to see there."""

    name: str
    call: Callable[[Any], Any]
    seen: Callable[[Any], Any]
    expected: Any


def answer(result: Any) -> tuple[Any, ...]:
    return result.text, result.in_token, result.out_token, result.model


CALLS = [
    Case("agent", lambda flow: flow.agent(question="why?"), answer, ("You asked: why?", 12, 6, "scripted")),
    Case(
        "agent with a history",
        lambda flow: flow.agent(
            "and then?", group=["search"], history=[{"thought": "hm", "action": "look"}], collection="notes"
        ),
        lambda result: (result.text, result.end_of_dialog, result["content"]),
        ("You asked: and then?", True, "You asked: and then?"),
    ),
    Case(
        "text_completion",
        lambda flow: flow.text_completion(system="Be brief", prompt="Hello"),
        answer,
        ("Be brief: Hello", 12, 6, "scripted"),
    ),
    Case(
        "list_models",
        lambda flow: flow.list_models(),
        lambda models: [(model.id, model.context_length) for model in models],
        [("scripted", 4096), ("other", None)],
    ),
    Case(
        "prompt for text",
        lambda flow: flow.prompt("greet", {"name": "Ann", "years": [1, 2.5, None]}),
        answer,
        ('greet {"name": "Ann", "years": [1, 2.5, null]}', 12, 6, "scripted"),
    ),
    Case(
        "prompt for an object",
        lambda flow: flow.prompt(id="as-object", variables={"a": {"b": True}}),
        lambda result: (result.text, json.loads(result.object)),
        (None, {"a": {"b": True}}),
    ),
    Case(
        "prompt with terms",
        lambda flow: flow.prompt(id="greet", terms={"name": '"Ann"'}),
        lambda result: result.text,
        'greet {"name": "Ann"}',
    ),
    Case(
        "graph_rag",
        lambda flow: flow.graph_rag(query="who?", entity_limit=5, graph="urn:graph:other"),
        lambda result: (*answer(result), result.sources, result.end_of_session),
        (
            *("The graph says: who?", 12, 6, "scripted"),
            [{"uri": "urn:document:1", "title": "First document"}],
            True,
        ),
    ),
    Case(
        "document_rag",
        lambda flow: flow.document_rag("who?", doc_limit=3),
        answer,
        ("The documents say: who?", 12, 6, "scripted"),
    ),
    Case(
        "embeddings",
        lambda flow: flow.embeddings(texts=["a", "bbb"]),
        lambda vectors: vectors,
        [[1.0, 0.5], [3.0, 0.5]],
    ),
    Case("embeddings of nothing", lambda flow: flow.embeddings([]), lambda vectors: vectors, []),
    Case("triples_query", lambda flow: flow.triples_query(), lambda triples: triples, EVERY_TERM),
    Case(
        "triples_query by pattern",
        lambda flow: flow.triples_query(s="urn:a", p=Uri("urn:p"), g="*"),
        lambda triples: triples,
        [EVERY_TERM[0], IN_OTHER_GRAPH],
    ),
    Case(
        "triples_query by literal",
        lambda flow: flow.triples_query(o=Literal("Alpha", language="en"), limit=5),
        lambda triples: triples,
        [EVERY_TERM[1]],
    ),
    Case(
        "triples_query by quoted triple",
        lambda flow: flow.triples_query(s=EVERY_TERM[0]),
        lambda triples: triples,
        [EVERY_TERM[4]],
    ),
    Case(
        "triples_query of an unknown collection",
        lambda flow: flow.triples_query(collection="none"),
        lambda triples: triples,
        [],
    ),
    Case(
        "mcp_tool for text",
        lambda flow: flow.mcp_tool("as-text", {"size": 5}),
        lambda result: result,
        'as-text {"size": 5}',
    ),
    Case(
        "mcp_tool for an object",
        lambda flow: flow.mcp_tool(name="weather", parameters={"place": {"city": "Lisbon"}}),
        lambda result: result,
        {"tool": "weather", "parameters": {"place": {"city": "Lisbon"}}},
    ),
    Case(
        "mcp_tool without parameters",
        lambda flow: flow.mcp_tool("weather"),
        lambda result: result["parameters"] or {},
        {},
    ),
    Case(
        "graph_embeddings_query by vector",
        lambda flow: flow.graph_embeddings_query(
            vector=[0.5, 0.2], collection="notes", rdf_type="urn:T", attributes={"kind": ["a", "b"]}
        ),
        lambda result: [
            (match.entity, match.score, match.rdf_type, match.attributes) for match in result.entities
        ],
        [
            (Uri("urn:near:notes"), 0.5, ["urn:T"], {"kind": ["a", "b"]}),
            (Literal("far", language="en"), 0.1, [], {}),
        ],
    ),
    Case(
        "graph_embeddings_query by text",
        lambda flow: flow.graph_embeddings_query("four", "notes", 1),
        lambda result: [(match.entity, match.score) for match in result.entities],
        [(Uri("urn:near:notes"), 4.0)],
    ),
    Case(
        "document_embeddings_query by vector",
        lambda flow: flow.document_embeddings_query(
            vector=[0.5, 0.2], collection="notes", attributes={"page": "1"}
        ),
        lambda result: [(match.chunk_id, match.score, match.attributes) for match in result.chunks],
        [("notes/chunk/1", 0.5, {"page": "1"}), ("notes/chunk/2", 0.1, {})],
    ),
    Case(
        "document_embeddings_query by text",
        lambda flow: flow.document_embeddings_query("four", limit=1),
        lambda result: [(match.chunk_id, match.score) for match in result.chunks],
        [("default/chunk/1", 4.0)],
    ),
    Case(
        "row_embeddings_query by vector",
        lambda flow: flow.row_embeddings_query(
            vector=[0.5, 0.2], schema_name="people", index_name="city", attributes={"a": "b"}
        ),
        lambda result: [
            (match.index_name, match.index_value, match.text, match.score, match.attributes)
            for match in result.matches
        ],
        [
            ("city", ["Ann"], "default: people", 0.5, {"a": "b"}),
            ("city", ["Bob", "Berlin"], "default: people", 0.1, {}),
        ],
    ),
    Case(
        "row_embeddings_query by text",
        lambda flow: flow.row_embeddings_query("four", "people", limit=1),
        lambda result: [(match.index_name, match.text, match.score) for match in result.matches],
        [("name", "default: people", 4.0)],
    ),
    Case(
        "rows_query",
        lambda flow: flow.rows_query("{ a }", variables={"n": 1}, operation_name="X", collection="notes"),
        lambda result: (result.data, result.errors),
        ({"query": "{ a }", "collection": "notes", "variables": {"n": 1}, "operation": "X"}, []),
    ),
    Case(
        "rows_query that works in part",
        lambda flow: flow.rows_query("{ a }", operation_name="Broken"),
        lambda result: (
            result.data,
            [(error.message, error.path, error.extensions) for error in result.errors],
            result.extensions,
        ),
        (None, [("no such field", ["people", "age"], {"code": "UNKNOWN"})], {"cost": "1"}),
    ),
    Case(
        "nlp_query",
        lambda flow: flow.nlp_query("who?", max_results=7),
        lambda result: (result.graphql_query, result.variables, result.detected_schemas, result.confidence),
        ("# who?\n{ people { name } }", {"first": "7"}, ["people"], 0.75),
    ),
    Case(
        "structured_query",
        lambda flow: flow.structured_query("who?", collection="notes"),
        lambda result: (result.data, result.errors),
        ({"question": "who?", "collection": "notes"}, []),
    ),
    Case(
        "structured_query that works in part",
        lambda flow: flow.structured_query("broken"),
        lambda result: (result.data, result.errors),
        (None, ["no such field"]),
    ),
    Case("detect_type", lambda flow: flow.detect_type("a,b"), lambda kind: kind, "csv"),
    Case(
        "generate_descriptor",
        lambda flow: flow.generate_descriptor("a;b", "csv", "people", {"delimiter": ";"}),
        lambda descriptor: descriptor,
        {"format": {"type": "csv"}, "options": {"delimiter": ";"}},
    ),
    Case(
        "diagnose_data",
        lambda flow: flow.diagnose_data("a,b", schema_name="people"),
        lambda result: (result.detected_type, result.confidence, result.descriptor, result.metadata),
        ("csv", 0.9, {"format": {"type": "csv"}, "options": {}}, {"schema_name": "people", "length": "3"}),
    ),
    Case(
        "schema_selection",
        lambda flow: flow.schema_selection("a,b"),
        lambda matches: matches,
        ["people", "a,b"],
    ),
    Case("schema_selection of nothing", lambda flow: flow.schema_selection(""), lambda matches: matches, []),
    Case(
        "sparql_query SELECT",
        lambda flow: flow.sparql_query("SELECT *", collection="notes"),
        lambda result: (
            result.query_type,
            result.variables,
            [binding.values for binding in result.bindings],
        ),
        (
            "select",
            ["x", "y"],
            [
                [Uri("urn:notes"), Literal("SELECT *")],
                [BlankNode("b0"), Literal("7", datatype=INTEGER)],
                [Literal("Alpha", language="en"), None],
            ],
        ),
    ),
    Case(
        "sparql_query with a limit",
        lambda flow: flow.sparql_query("SELECT *", limit=1),
        lambda result: len(result.bindings),
        1,
    ),
    Case(
        "sparql_query ASK",
        lambda flow: flow.sparql_query("ASK { true }"),
        lambda result: (result.query_type, result.ask_result),
        ("ask", True),
    ),
    Case(
        "sparql_query ASK for what is not",
        lambda flow: flow.sparql_query("ASK { }"),
        lambda result: (result.query_type, result.ask_result),
        ("ask", False),
    ),
    Case(
        "sparql_query CONSTRUCT",
        lambda flow: flow.sparql_query("CONSTRUCT", "notes"),
        lambda result: (result.query_type, result.triples),
        (
            "construct",
            [
                Triple(Uri("urn:a"), Uri("urn:query"), Literal("CONSTRUCT")),
                Triple(BlankNode("b0"), Uri("urn:in"), Literal("notes", language="en")),
            ],
        ),
    ),
    Case(
        "sparql_query DESCRIBE",
        lambda flow: flow.sparql_query("DESCRIBE <urn:a>"),
        lambda result: (result.query_type, result.triples),
        ("describe", []),
    ),
    Case(
        "rerank",
        lambda flow: flow.rerank(
            [{"query_id": "q", "query_text": "who?"}],
            [{"document_id": str(number), "document_text": "text"} for number in range(3)],
            limit=2,
        ),
        lambda result: [(each.document_id, each.query_id, each.score) for each in result.results],
        [("0", "q", 1.0), ("1", "q", 0.5)],
    ),
    Case("rerank nothing", lambda flow: flow.rerank([], []), lambda result: result.results, []),
    Case(
        "image_to_text",
        lambda flow: flow.image_to_text(b"\x89PNG\x00", "image/png", prompt="What?", system="Be brief"),
        answer,
        ("Be brief: What?: 5 bytes of image/png", 12, 6, "scripted"),
    ),
    Case(
        "cloze",
        lambda flow: flow.cloze("moods", "It is fine."),
        lambda result: (result.label, result.confidence),
        ("moods: It is fine.", 0.5),
    ),
    Case(
        "cloze_list_models",
        lambda flow: flow.cloze_list_models(),
        lambda models: [(model.name, model.state, model.labels, model.accuracy) for model in models],
        [("moods", "ready", ["good", "bad"], 0.9), ("topics", "training", [], None)],
    ),
    Case(
        "decision_scoring",
        lambda flow: flow.decision_scoring({"mood": "fine"}, {"go": {"type": "choice", "options": ["a"]}}),
        lambda result: (result.answers, result.model),
        ({"go": {"asked": {"type": "choice", "options": ["a"]}, "state": {"mood": "fine"}}}, "scripted"),
    ),
    Case(
        "field_extraction",
        lambda flow: flow.field_extraction({"text": "Ann lives here."}, {"name": "Who?"}),
        lambda result: (result.answers, result.model),
        ({"name": {"asked": "Who?", "state": {"text": "Ann lives here."}}}, "scripted"),
    ),
    Case(
        "field_extraction from a bare text",
        lambda flow: flow.field_extraction("Ann lives here.", {"name": "Who?"}),
        lambda result: result.answers,
        {"name": {"asked": "Who?", "state": "Ann lives here."}},
    ),
]


@dataclasses.dataclass(frozen=True)
class StreamCase:
    """A call that streams: the classes of its items, its text, and what explains it."""

    name: str
    call: Callable[[Any], Any]
    classes: list[str]
    text: str
    explained: list[str]


STREAMS = [
    StreamCase(
        "agent",
        lambda flow: flow.agent(question="why?", streaming=True),
        ["ProvenanceEvent", "AgentThought", "AgentObservation", "ProvenanceEvent", *["AgentAnswer"] * 3],
        "You asked: why?",
        ["urn:agent:question", "urn:agent:answer"],
    ),
    StreamCase(
        "graph_rag",
        lambda flow: flow.graph_rag("who?", streaming=True),
        [*["ProvenanceEvent"] * 3, *["RAGChunk"] * 4],
        "The graph says: who?",
        ["urn:graph-rag:question", "urn:graph-rag:grounding", "urn:graph-rag:synthesis"],
    ),
    StreamCase(
        "document_rag",
        lambda flow: flow.document_rag("who?", streaming=True),
        [*["ProvenanceEvent"] * 2, *["RAGChunk"] * 4],
        "The documents say: who?",
        ["urn:document-rag:question", "urn:document-rag:synthesis"],
    ),
    StreamCase(
        "text_completion",
        lambda flow: flow.text_completion("Be brief", "Hello", streaming=True),
        ["RAGChunk"] * 3,
        "Be brief: Hello",
        [],
    ),
    StreamCase(
        "prompt",
        lambda flow: flow.prompt("greet", {"name": "Ann"}, streaming=True),
        ["PromptChunk"] * 3,
        'greet {"name": "Ann"}',
        [],
    ),
]
