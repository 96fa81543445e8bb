"""Where an answer comes from: graph RAG is asked with its explanation, against a local TrustGraph.

python examples/explain.py
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from gatewright.gateway import local_gateway
from trustgraph_v2 import (
    Api,
    EdgeSelection,
    ExplainabilityClient,
    Exploration,
    Focus,
    Grounding,
    Literal,
    ProvenanceEvent,
    Question,
    RAGChunk,
    Triple,
    Uri,
)
from trustgraph_v2.terms import triple_text

RETRIEVAL = "urn:graph:retrieval"
TG = "https://trustgraph.ai/ns/"
TYPE = Uri("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
DERIVED = Uri("http://www.w3.org/ns/prov#wasDerivedFrom")
LABEL = Uri("http://www.w3.org/2000/01/rdf-schema#label")
KNOWS = Uri("http://xmlns.com/foaf/0.1/knows")
ALICE, BOB = Uri("urn:person:alice"), Uri("urn:person:bob")
GRAPH = [
    Triple(ALICE, KNOWS, BOB),
    *(Triple(s, LABEL, Literal(o)) for s, o in [(ALICE, "Alice"), (BOB, "Bob"), (KNOWS, "knows")]),
]


def explained(uri: str, kind: str, follows: str | None = None, **said: Any) -> list[Triple]:
    """What TrustGraph writes down about one step of an answer."""
    triples = [Triple(uri, TYPE, Uri(TG + kind), RETRIEVAL)]
    if follows is not None:
        triples.append(Triple(uri, DERIVED, Uri(follows), RETRIEVAL))
    return triples + [Triple(uri, Uri(TG + name), value, RETRIEVAL) for name, value in said.items()]


# The local gateway has no language model; this stands for what a real one tells of its answer.
STEPS = {
    "urn:q": explained("urn:q", "GraphRagQuestion", query=Literal("Whom does Alice know?")),
    "urn:q/1": explained("urn:q/1", "Grounding", "urn:q", concept=Literal("Alice")),
    "urn:q/2": explained("urn:q/2", "Exploration", "urn:q/1", edgeCount=Literal("4"), entity=ALICE),
    "urn:q/3": [
        *explained("urn:q/3", "Focus", "urn:q/2", selectedEdge=Uri("urn:q/edge")),
        *explained("urn:q/edge", "EdgeSelection", edge=GRAPH[0], reasoning=Literal("it names Bob")),
    ],
    "urn:q/4": explained("urn:q/4", "Synthesis", "urn:q/3"),
}


def answer(request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Graph RAG, as the gateway sends it: explanation first, then the text, then the sources."""
    for uri, triples in STEPS.items():
        told = [json.loads(triple_text(triple)) for triple in triples]
        yield {
            "message_type": "explain",
            "explain_id": uri,
            "explain_graph": RETRIEVAL,
            "explain_triples": told,
        }
    yield {"message_type": "chunk", "response": "Alice knows Bob."}
    sources = [{"uri": "urn:doc:people", "title": "People"}]
    yield {"message_type": "chunk", "response": "", "sources": sources, "end_of_session": True}


def show(event: ProvenanceEvent) -> None:
    """One step, as it happens."""
    match event.entity:
        case Question(query=query):
            print(f"question: {query}")
        case Grounding(concepts=concepts):
            print(f"grounding: {', '.join(concepts)}")
        case Exploration(edge_count=edges):
            print(f"exploration: {edges} edges")
        case Focus(edge_selections=chosen):
            print(f"focus: {len(chosen)} edge")
        case _:
            print(f"{event.event_type}")


def sentence(why: ExplainabilityClient, chosen: EdgeSelection) -> str:
    """A chosen edge with the labels of its parts, and why it was chosen."""
    return " ".join(why.resolve_edge_labels(chosen.edge or {})) + f" ({chosen.reasoning})"


with local_gateway("trustgraph_v2") as gateway, Api(gateway.url) as api:
    gateway.on("graph_rag", answer)
    api.bulk().import_triples("default", [*GRAPH, *(triple for step in STEPS.values() for triple in step)])
    flow = api.socket().flow("default")

    session = ""
    for item in flow.graph_rag_explain("Whom does Alice know?"):
        match item:
            case ProvenanceEvent():
                session = session or item.explain_id
                show(item)
            case RAGChunk():
                print(item.content, end="")
                if item.sources:
                    print("\nsources:", ", ".join(source["title"] for source in item.sources))

    # The same later on, from what is stored: an explanation outlives its answer.
    why = ExplainabilityClient(flow, retry_delay=0.05)
    print("asked so far:", ", ".join(question.query for question in why.list_sessions()))
    focus = why.fetch_graphrag_trace(session)["focus"]
    for each in focus.edge_selections:
        print("because", sentence(why, each))
