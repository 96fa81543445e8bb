"""The calls of a flow's services: what to call, what to look at in the result, and what to see there."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from trustgraph_v1 import Literal, Triple, Uri

TRIPLES = [
    Triple(Uri("urn:a"), Uri("urn:p"), Uri("urn:b")),
    Triple(Uri("urn:a"), Uri("urn:label"), Literal("Alpha \u2713")),
    Triple(Uri("urn:c"), Uri("urn:p"), Literal("urn:b")),
]


@dataclasses.dataclass(frozen=True)
class Case:
    """One call, what to look at in its result, and what to see there."""

    name: str
    call: Callable[[Any], Any]
    expected: Any
    seen: Callable[[Any], Any] = lambda result: result


CALLS = [
    Case(
        "agent",
        lambda flow: flow.agent("why?"),
        ("You asked: why?", "I look it up", "One match"),
        lambda result: (result.text, result.thought, result.observation),
    ),
    Case(
        "agent with a history",
        lambda flow: flow.agent(
            "and then?",
            user="ann",
            state={"a": 1},
            group="search",
            history=[{"thought": "hm", "action": "look", "arguments": {"for": "it"}}],
        ),
        ("You asked: and then?", "You asked: and then?", "You asked: and then?"),
        lambda result: (str(result), result["response"], result["answer"]),
    ),
    Case(
        "text_completion", lambda flow: flow.text_completion(system="Be brief", prompt="Hi"), "Be brief: Hi"
    ),
    Case(
        "prompt for text",
        lambda flow: flow.prompt("greet", {"name": "Ann", "years": [1, 2.5, None]}),
        'greet {"name": "Ann", "years": [1, 2.5, null]}',
    ),
    Case(
        "prompt for an object",
        lambda flow: flow.prompt(id="as-object", variables={"a": {"b": True}}),
        {"a": {"b": True}},
    ),
    Case(
        "prompt with terms",
        lambda flow: flow.prompt("greet", terms={"name": '"Ann"'}),
        'greet {"name": "Ann"}',
    ),
    Case("graph_rag", lambda flow: flow.graph_rag(query="who?", entity_limit=5), "The graph says: who?"),
    Case("document_rag", lambda flow: flow.document_rag("who?", doc_limit=3), "The documents say: who?"),
    Case("embeddings", lambda flow: flow.embeddings("bbb"), [[3.0, 0.5]]),
    Case("triples_query", lambda flow: flow.triples_query(), TRIPLES),
    Case(
        "triples_query by pattern",
        lambda flow: flow.triples_query(s="urn:a", p=Uri("urn:p")),
        [TRIPLES[0]],
    ),
    Case("triples_query by literal", lambda flow: flow.triples_query(o="urn:b"), [TRIPLES[2]]),
    Case("triples_query with a limit", lambda flow: flow.triples_query(limit=1), [TRIPLES[0]]),
    Case("triples_query of another user", lambda flow: flow.triples_query(user="ann"), []),
    Case("triples_query of another collection", lambda flow: flow.triples_query(collection="notes"), []),
    Case("mcp_tool for text", lambda flow: flow.mcp_tool("as-text", {"size": 5}), 'as-text {"size": 5}'),
    Case(
        "mcp_tool for an object",
        lambda flow: flow.mcp_tool(name="weather", parameters={"place": {"city": "Lisbon"}}),
        {"tool": "weather", "parameters": {"place": {"city": "Lisbon"}}},
    ),
    Case(
        "mcp_tool without parameters",
        lambda flow: flow.mcp_tool("weather"),
        {},
        lambda result: result["parameters"] or {},
    ),
    Case(
        "graph_embeddings_query by vectors",
        lambda flow: flow.graph_embeddings_query(vectors=[[0.5, 0.2]], user="ann", collection="notes"),
        [Uri("urn:near:ann:notes:0.5"), Literal("far")],
    ),
    Case(
        "graph_embeddings_query by text",
        lambda flow: flow.graph_embeddings_query("four", limit=1),
        [Uri("urn:near:trustgraph:default:4.0")],
    ),
    Case(
        "objects_query",
        lambda flow: flow.objects_query(
            "{ a }", user="ann", collection="notes", variables={"n": "1"}, operation_name="X"
        ),
        (
            {
                "query": "{ a }",
                "user": "ann",
                "collection": "notes",
                "variables": {"n": "1"},
                "operation": "X",
            },
            [],
        ),
        lambda result: (result.data, result.errors),
    ),
    Case(
        "objects_query that works in part",
        lambda flow: flow.objects_query("{ a }", operation_name="Broken"),
        (None, [("no such field", ["people", "age"], {"code": "UNKNOWN"})], {"cost": "1"}),
        lambda result: (
            result.data,
            [(error.message, error.path, error.extensions) for error in result.errors],
            result.extensions,
        ),
    ),
    Case(
        "nlp_query",
        lambda flow: flow.nlp_query("who?", max_results=7),
        ("# who?\n{ people { name } }", {"first": "7"}, ["people"], 0.75),
        lambda result: (
            result.graphql_query,
            result.variables,
            result.detected_schemas,
            result.confidence,
        ),
    ),
    Case(
        "structured_query",
        lambda flow: flow.structured_query("who?", user="ann", collection="notes"),
        ({"question": "who?", "user": "ann", "collection": "notes"}, []),
        lambda result: (result.data, result.errors),
    ),
    Case(
        "structured_query that works in part",
        lambda flow: flow.structured_query("broken"),
        (None, ["no such field"]),
        lambda result: (result.data, result.errors),
    ),
    Case("detect_type", lambda flow: flow.detect_type("a,b"), "csv"),
    Case(
        "generate_descriptor",
        lambda flow: flow.generate_descriptor("a;b", "csv", "people", {"delimiter": ";"}),
        {"format": {"type": "csv"}, "options": {"delimiter": ";"}},
    ),
    Case(
        "diagnose_data",
        lambda flow: flow.diagnose_data("a,b", schema_name="people"),
        ("csv", 0.9, {"format": {"type": "csv"}, "options": {}}, "people", '{"delimiter": ","}'),
        lambda result: (
            result.detected_type,
            result.confidence,
            result.descriptor,
            result.metadata["schema_name"],
            result.metadata["csv_options"],
        ),
    ),
    Case("schema_selection", lambda flow: flow.schema_selection("a,b"), ["people", "a,b"]),
    Case("schema_selection of nothing", lambda flow: flow.schema_selection(""), []),
]


@dataclasses.dataclass(frozen=True)
class StreamCase:
    """A call that streams: its items, and the text of the whole."""

    name: str
    call: Callable[[Any], Any]
    seen: Callable[[Any], Any]
    expected: list[Any]
    text: str


STREAMS = [
    StreamCase(
        "agent",
        lambda flow: flow.agent("why?", streaming=True),
        lambda item: (
            type(item).__name__,
            item.chunk_type,
            item.content,
            item.end_of_message,
            getattr(item, "end_of_dialog", False),
        ),
        [
            ("AgentThought", "thought", "I look ", False, False),
            ("AgentThought", "thought", "it up", True, False),
            ("AgentObservation", "observation", "One match", True, False),
            ("AgentAnswer", "final-answer", "You asked: ", False, False),
            ("AgentAnswer", "final-answer", "why?", False, False),
            ("AgentAnswer", "final-answer", "", True, True),
        ],
        "You asked: why?",
    ),
    StreamCase(
        "graph_rag",
        lambda flow: flow.graph_rag("who?", streaming=True),
        lambda item: (item.content, item.end_of_stream),
        [("The graph says: ", False), ("who?", False), ("", True)],
        "The graph says: who?",
    ),
    StreamCase(
        "document_rag",
        lambda flow: flow.document_rag("who?", streaming=True),
        lambda item: (item.content, item.end_of_stream),
        [("The documents say: ", False), ("who?", False), ("", True)],
        "The documents say: who?",
    ),
    StreamCase(
        "text_completion",
        lambda flow: flow.text_completion("Be brief", "Hello", streaming=True),
        lambda item: item,
        ["Be brief: ", "Hello"],
        "Be brief: Hello",
    ),
    StreamCase(
        "prompt",
        lambda flow: flow.prompt("greet", {"name": "Ann"}, streaming=True),
        lambda item: item,
        ["greet ", '{"name": "Ann"}'],
        'greet {"name": "Ann"}',
    ),
]
